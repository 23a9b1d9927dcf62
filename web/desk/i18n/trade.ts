import * as words from '../../../src/core/words.ts';
import type { Words } from '../../../src/core/words.ts';
import type { Component } from '../../../src/core/money.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { CloseContactBody, PlanView, PromiseView } from '../../../src/arrangements/shapes.ts';
import type { ArithmeticLine } from '../../../src/debts/shapes.ts';
import type { HoldKind } from '../../../src/contact/rules.ts';

/** Words for every code the API sends. Each table is complete for its union, so a new code without a word does not compile. */
export const { wordOf } = words;

export type Line = CloseContactBody['line'];
export type Said = CloseContactBody['said'];
export type Willingness = NonNullable<CloseContactBody['willingness']>;
export type Ability = NonNullable<CloseContactBody['ability']>;
export type Reason = NonNullable<CloseContactBody['reason']>;
export type PromiseState = PromiseView['state'];

export const lineText: Words<Line> = words.lineText;

export const saidText: Words<Said> = words.saidText;

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

export const promiseStateText: Words<PromiseState> = words.promiseStateText;
export const withdrawnForText: Words<NonNullable<PromiseView['withdrawn_for']>> = words.withdrawnForText;

export const planStateText: Words<PlanView['state']> = words.planStateText;

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

export const productText: Words<'credit_card' | 'consumer_loan' | 'micro_loan' | 'mortgage' | 'car_loan' | 'invoice' | 'other'> =
	words.productText;

export const debtStatusText: Words<'open' | 'settled' | 'recalled' | 'undone' | 'closed'> = words.debtStatusText;

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

export const partyRoleText: Words<'debtor' | 'guarantor' | 'co_borrower' | 'third_party'> = words.partyRoleText;

export const eventText: Words<'message' | 'refusal' | 'promise' | 'plan' | 'payment' | 'hold' | 'left' | 'placed'> = {
	message: { zh: '短信', en: 'Message' },
	refusal: { zh: '不允许', en: 'Refused' },
	promise: { zh: '承诺', en: 'Promise' },
	plan: { zh: '分期', en: 'Plan' },
	payment: { zh: '还款', en: 'Payment' },
	hold: { zh: '停催', en: 'Hold' },
	left: { zh: '放回队列', en: 'Given back' },
	placed: { zh: '委案', en: 'Placed' },
};

export const messageStateText: Words<'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'withdrawn'> = words.messageStateText;

export const templateText: Words<'opening' | 'reminder' | 'promise_due' | 'instalment_offer'> = words.templateText;

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
	| 'no number'
> = {
	new: { zh: '新案', en: 'New' },
	held: { zh: '停催中', en: 'On hold' },
	settled: { zh: '已结清', en: 'Settled' },
	'recall due': { zh: '委托已到期', en: 'Mandate ended' },
	opening: { zh: '首五日', en: 'Opening days' },
	bucket: { zh: '按阶段跟进', en: 'By bucket' },
	promise: { zh: '承诺到期', en: 'Promise due' },
	'broken promise': { zh: '承诺未兑现', en: 'Promise broken' },
	plan: { zh: '分期到期', en: 'Instalment due' },
	'call back': { zh: '约定回拨', en: 'Call back' },
	'our fault': { zh: '我方原因', en: 'Our fault' },
	'person decides': { zh: '由人工决定', en: 'A person decides' },
	'no number': { zh: '无可用号码', en: 'No usable number' },
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
