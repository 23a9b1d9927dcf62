import type { Component } from '../../../src/core/money.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { CloseContactBody, PlanView, PromiseView } from '../../../src/arrangements/shapes.ts';
import type { ArithmeticLine } from '../../../src/debts/shapes.ts';
import type { HoldKind } from '../../../src/contact/rules.ts';

/**
 * The words of `docs/glossary.md` for every code the API sends. Each table is complete for its union, so a new code without a word does
 * not compile; where the API types a code as plain text, `wordOf` shows the code itself when the desk does not know it.
 */
export type Words<Code extends string> = Readonly<Record<Code, Sentence>>;

/** The word of a code the API types as text; the code itself when it is newer than this desk. */
export function wordOf(words: Readonly<Record<string, Sentence>>, code: string): Sentence {
	return words[code] ?? { zh: code, en: code };
}

export type Line = CloseContactBody['line'];
export type Said = CloseContactBody['said'];
export type Willingness = NonNullable<CloseContactBody['willingness']>;
export type Ability = NonNullable<CloseContactBody['ability']>;
export type Reason = NonNullable<CloseContactBody['reason']>;
export type PromiseState = PromiseView['state'];

export const lineText: Words<Line> = {
	right_party: { zh: '本人', en: 'The debtor in person' },
	other_person: { zh: '其他人', en: 'Someone else' },
	machine: { zh: '语音信箱 / 来电提醒', en: 'Machine or voicemail' },
	no_answer: { zh: '无人接听', en: 'No answer' },
	busy: { zh: '占线', en: 'Busy' },
	off: { zh: '关机 / 停机', en: 'Switched off' },
	invalid: { zh: '空号 / 错号', en: 'Number does not exist' },
	declined: { zh: '拒接', en: 'Call declined' },
	delivered: { zh: '已送达', en: 'Delivered' },
	undelivered: { zh: '未送达', en: 'Not delivered' },
};

export const saidText: Words<Said> = {
	none: { zh: '未谈及还款', en: 'Nothing about payment' },
	paid: { zh: '称已还款', en: 'Says it is paid' },
	promise: { zh: '承诺还款', en: 'Promises to pay' },
	plan: { zh: '分期还款', en: 'Pay by instalments' },
	cannot_pay: { zh: '无力偿还', en: 'Cannot pay' },
	will_not_pay: { zh: '拒绝还款', en: 'Will not pay' },
	disputes: { zh: '有异议', en: 'Disputes the debt' },
	complains: { zh: '投诉', en: 'Complains' },
	hardship: { zh: '困难求助', en: 'In hardship' },
	wrong_person: { zh: '不认识债务人', en: 'Does not know the debtor' },
	will_pass_on: { zh: '愿意转告', en: 'Will pass it on' },
	refuses_contact: { zh: '要求停止联系', en: 'Asks for no more contact' },
	call_back: { zh: '约定再联系', en: 'Call back later' },
	deceased: { zh: '称债务人身故', en: 'Says the debtor has died' },
};

export const willingnessText: Words<Willingness> = {
	unknown: { zh: '未知', en: 'Not known' },
	willing: { zh: '愿意', en: 'Willing' },
	unwilling: { zh: '不愿意', en: 'Unwilling' },
};

export const abilityText: Words<Ability> = {
	unknown: { zh: '未知', en: 'Not known' },
	able: { zh: '有能力', en: 'Able' },
	partly: { zh: '部分能力', en: 'Partly able' },
	unable: { zh: '无能力', en: 'Unable' },
};

export const reasonText: Words<Reason> = {
	unknown: { zh: '未知', en: 'Not known' },
	forgot: { zh: '忘记还款', en: 'Forgot' },
	system_fault: { zh: '扣款或系统故障', en: 'Payment or system fault' },
	willing_later: { zh: '有意愿，资金未到', en: 'Willing, money comes later' },
	no_ability: { zh: '无还款能力', en: 'No ability to pay' },
	bad_faith: { zh: '恶意拖欠', en: 'Bad faith' },
	other: { zh: '其他', en: 'Other' },
};

export const promiseStateText: Words<PromiseState> = {
	open: { zh: '待履行', en: 'Open' },
	kept: { zh: '已履行', en: 'Kept' },
	partly_kept: { zh: '部分履行', en: 'Partly kept' },
	broken: { zh: '已违约', en: 'Broken' },
	withdrawn: { zh: '已撤销', en: 'Withdrawn' },
};

export const planStateText: Words<PlanView['state']> = {
	open: { zh: '分期履行中', en: 'Plan running' },
	kept: { zh: '分期已完成', en: 'Plan completed' },
	broken: { zh: '分期已违约', en: 'Plan broken' },
	withdrawn: { zh: '分期已撤销', en: 'Plan withdrawn' },
};

export const componentText: Words<Component> = {
	costs: { zh: '费用', en: 'Costs' },
	interest: { zh: '利息', en: 'Interest' },
	penalty: { zh: '违约金', en: 'Penalty' },
	principal: { zh: '本金', en: 'Principal' },
};

export const arithmeticText: Words<ArithmeticLine['line']> = {
	placed: { zh: '委案金额', en: 'Placed' },
	accrued: { zh: '新增息费', en: 'Accrued' },
	paid: { zh: '已还', en: 'Paid' },
	reduced: { zh: '减免或依法调减', en: 'Reduced' },
	recalled: { zh: '退案', en: 'Recalled' },
	owed: { zh: '尚欠', en: 'Owed' },
};

export const holdText: Words<HoldKind> = {
	dispute: { zh: '异议', en: 'Dispute' },
	complaint: { zh: '投诉', en: 'Complaint' },
	hardship: { zh: '困难', en: 'Hardship' },
	breathing_space: { zh: '喘息期', en: 'Breathing space' },
	cease_request: { zh: '要求停止联系', en: 'Asked for no contact' },
	counsel: { zh: '已委托律师', en: 'Represented by counsel' },
	deceased: { zh: '身故', en: 'Deceased' },
	minor: { zh: '未成年', en: 'Minor' },
	incapacity: { zh: '无行为能力', en: 'Without capacity' },
	kept_plan: { zh: '分期履行中', en: 'Plan being kept' },
	bankruptcy: { zh: '破产', en: 'Bankruptcy' },
	client_request: { zh: '委案方要求', en: 'At the client’s request' },
};

export const productText: Words<'credit_card' | 'consumer_loan' | 'micro_loan' | 'mortgage' | 'car_loan' | 'invoice' | 'other'> = {
	credit_card: { zh: '信用卡', en: 'Credit card' },
	consumer_loan: { zh: '消费贷款', en: 'Consumer loan' },
	micro_loan: { zh: '小额贷款', en: 'Micro loan' },
	mortgage: { zh: '房贷', en: 'Mortgage' },
	car_loan: { zh: '车贷', en: 'Car loan' },
	invoice: { zh: '应收账款', en: 'Invoice' },
	other: { zh: '其他', en: 'Other' },
};

export const debtStatusText: Words<'open' | 'settled' | 'recalled' | 'undone' | 'closed'> = {
	open: { zh: '在催', en: 'Open' },
	settled: { zh: '已结清', en: 'Settled' },
	recalled: { zh: '已退案', en: 'Recalled' },
	undone: { zh: '已撤销', en: 'Undone' },
	closed: { zh: '已关闭', en: 'Closed' },
};

export const contactPointKindText: Words<'mobile' | 'landline' | 'email' | 'address'> = {
	mobile: { zh: '手机', en: 'Mobile' },
	landline: { zh: '座机', en: 'Landline' },
	email: { zh: '邮箱', en: 'Email' },
	address: { zh: '地址', en: 'Address' },
};

export const contactPointStateText: Words<'unverified' | 'good' | 'wrong' | 'invalid' | 'refused'> = {
	unverified: { zh: '未核实', en: 'Not verified' },
	good: { zh: '本人有效', en: 'Good' },
	wrong: { zh: '非本人', en: 'Wrong person' },
	invalid: { zh: '无效', en: 'Invalid' },
	refused: { zh: '拒绝联系', en: 'Refused contact' },
};

export const partyRoleText: Words<'debtor' | 'guarantor' | 'co_borrower' | 'third_party'> = {
	debtor: { zh: '本人', en: 'The debtor' },
	guarantor: { zh: '担保人', en: 'Guarantor' },
	co_borrower: { zh: '共同借款人', en: 'Co-borrower' },
	third_party: { zh: '联系人', en: 'Contact person' },
};

export const eventText: Words<'message' | 'refusal' | 'promise' | 'plan' | 'payment' | 'hold' | 'placed'> = {
	message: { zh: '短信', en: 'Message' },
	refusal: { zh: '不允许', en: 'Refused' },
	promise: { zh: '承诺', en: 'Promise' },
	plan: { zh: '分期', en: 'Plan' },
	payment: { zh: '还款', en: 'Payment' },
	hold: { zh: '停催', en: 'Hold' },
	placed: { zh: '委案', en: 'Placed' },
};

export const messageStateText: Words<'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'withdrawn'> = {
	queued: { zh: '待发送', en: 'Queued' },
	sending: { zh: '发送中', en: 'Sending' },
	sent: { zh: '已发送', en: 'Sent' },
	delivered: { zh: '已送达', en: 'Delivered' },
	failed: { zh: '未送达', en: 'Failed' },
	withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

export const templateText: Words<'opening' | 'reminder' | 'promise_due' | 'instalment_offer'> = {
	opening: { zh: '首次提醒', en: 'First notice' },
	reminder: { zh: '还款提醒', en: 'Reminder' },
	promise_due: { zh: '承诺到期提醒', en: 'Promise due' },
	instalment_offer: { zh: '可分期告知', en: 'Offer of instalments' },
};

export const stageText: Words<
	| 'opening'
	| 'bucket'
	| 'promise'
	| 'broken promise'
	| 'plan'
	| 'call back'
	| 'our fault'
	| 'new'
	| 'held'
	| 'settled'
	| 'recall due'
	| 'person decides'
> = {
	new: { zh: '新案', en: 'New' },
	held: { zh: '停催中', en: 'On hold' },
	settled: { zh: '已结清', en: 'Settled' },
	'recall due': { zh: '临近退案', en: 'Recall due' },
	opening: { zh: '首五日', en: 'Opening days' },
	bucket: { zh: '按阶段跟进', en: 'By bucket' },
	promise: { zh: '承诺到期', en: 'Promise due' },
	'broken promise': { zh: '承诺未兑现', en: 'Promise broken' },
	plan: { zh: '分期到期', en: 'Instalment due' },
	'call back': { zh: '约定回拨', en: 'Call back' },
	'our fault': { zh: '我方原因', en: 'Our fault' },
	'person decides': { zh: '由人工决定', en: 'A person decides' },
};

/** The step of a work item in words: `opening 1/3` is the stage and its place of the day, `call back 15:00` the agreed time. */
export function stepOf(step: string): { stage: Sentence; place: string } {
	const [, stage = step, place = ''] = /^(.*?)(?: (\d[\d:/]*))?$/.exec(step) ?? [];
	return { stage: wordOf(stageText, stage), place };
}

/** Where a contact point came from: `placement SFYH20261120` is the batch that brought it. */
export function sourceOf(source: string): Sentence {
	const batch = /^placement (.+)$/.exec(source)?.[1];
	return batch === undefined ? { zh: source, en: source } : { zh: `委案批次 ${batch}`, en: `Placement ${batch}` };
}

export const lawfulBasisText: Words<'contract: PIPL 13(2), placed by the creditor'> = {
	'contract: PIPL 13(2), placed by the creditor': {
		zh: '履行合同（个人信息保护法第13条第2项），债权人提供',
		en: 'Contract (PIPL art. 13(2)), given by the creditor',
	},
};

/** A contact that was made, by its channel. */
export const channelText: Words<'voice' | 'email' | 'letter' | 'visit'> = {
	voice: { zh: '拨打', en: 'Call' },
	email: { zh: '邮件', en: 'Email' },
	letter: { zh: '信函', en: 'Letter' },
	visit: { zh: '外访', en: 'Visit' },
};

/** Whether a client may place with us (CN-O1). */
export const standingText = {
	'in order': { zh: '正常', en: 'in order' },
	ending: { zh: '即将到期', en: 'ends soon' },
	over: { zh: '已到期，不得接收新委案', en: 'over: no new debts' },
	'not on file': { zh: '未登记完整', en: 'not on file' },
	'not an agency': { zh: '不适用', en: 'not as an agency' },
} as const satisfies Record<string, Sentence>;

export const standingByText = {
	contract: { zh: '合同', en: 'contract' },
	evaluation: { zh: '评估', en: 'evaluation' },
} as const satisfies Record<string, Sentence>;
