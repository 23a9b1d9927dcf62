import type { Sentence } from './refusal.ts';

/** The words of `docs/glossary.md` for codes that both the desk and papers of the house show. A code that is not here is shown as it is. */
export type Words<Code extends string = string> = Readonly<Record<Code, Sentence>>;

/** The word of a code; the code itself when it is newer than the table. */
export function wordOf(words: Words, code: string): Sentence {
	return words[code] ?? { zh: code, en: code };
}

export const lineText = {
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
} as const satisfies Words;

export const saidText = {
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
} as const satisfies Words;

export const promiseStateText = {
	open: { zh: '待履行', en: 'Open' },
	kept: { zh: '已履行', en: 'Kept' },
	partly_kept: { zh: '部分履行', en: 'Partly kept' },
	broken: { zh: '已违约', en: 'Broken' },
	withdrawn: { zh: '已撤销', en: 'Withdrawn' },
} as const satisfies Words;

export const planStateText = {
	open: { zh: '分期履行中', en: 'Plan running' },
	kept: { zh: '分期已完成', en: 'Plan completed' },
	broken: { zh: '分期已违约', en: 'Plan broken' },
	withdrawn: { zh: '分期已撤销', en: 'Plan withdrawn' },
} as const satisfies Words;

export const withdrawnForText = {
	replaced: { zh: '已由新的约定替换', en: 'another agreement took its place' },
	asked: { zh: '人工撤销', en: 'taken back by a person' },
	plan_broken: { zh: '分期已违约，未到期部分不再要求', en: 'its plan broke before it was due' },
	recalled: { zh: '债项已退案', en: 'the debt was recalled' },
	settled: { zh: '债项已结清，无需再还', en: 'the debt is settled, nothing is left to pay' },
} as const satisfies Words;

export const debtStatusText = {
	open: { zh: '在催', en: 'Open' },
	settled: { zh: '已结清', en: 'Settled' },
	recalled: { zh: '已退案', en: 'Recalled' },
	undone: { zh: '已撤销', en: 'Undone' },
	closed: { zh: '已关闭', en: 'Closed' },
} as const satisfies Words;

export const partyRoleText = {
	debtor: { zh: '本人', en: 'The debtor' },
	guarantor: { zh: '担保人', en: 'Guarantor' },
	co_borrower: { zh: '共同借款人', en: 'Co-borrower' },
	third_party: { zh: '联系人', en: 'Contact person' },
} as const satisfies Words;

export const messageStateText = {
	queued: { zh: '待发送', en: 'Queued' },
	sending: { zh: '发送中', en: 'Sending' },
	sent: { zh: '已发送', en: 'Sent' },
	delivered: { zh: '已送达', en: 'Delivered' },
	failed: { zh: '未送达', en: 'Failed' },
	withdrawn: { zh: '已撤回', en: 'Withdrawn' },
} as const satisfies Words;

export const templateText = {
	opening: { zh: '首次提醒', en: 'First notice' },
	reminder: { zh: '还款提醒', en: 'Reminder' },
	promise_due: { zh: '承诺到期提醒', en: 'Promise due' },
	instalment_offer: { zh: '可分期告知', en: 'Offer of instalments' },
} as const satisfies Words;

export const productText = {
	credit_card: { zh: '信用卡', en: 'Credit card' },
	consumer_loan: { zh: '消费贷款', en: 'Consumer loan' },
	micro_loan: { zh: '小额贷款', en: 'Micro loan' },
	mortgage: { zh: '房贷', en: 'Mortgage' },
	car_loan: { zh: '车贷', en: 'Car loan' },
	invoice: { zh: '应收账款', en: 'Invoice' },
	other: { zh: '其他', en: 'Other' },
} as const satisfies Words;

export const creditorKindText = {
	bank: { zh: '银行', en: 'Bank' },
	consumer_finance: { zh: '消费金融公司', en: 'Consumer finance company' },
	micro_loan: { zh: '小额贷款公司', en: 'Micro-loan company' },
	guarantee: { zh: '融资担保公司', en: 'Guarantee company' },
	leasing: { zh: '融资租赁公司', en: 'Leasing company' },
	merchant: { zh: '商户', en: 'Merchant' },
	other: { zh: '其他', en: 'Other' },
} as const satisfies Words;

export const paymentStateText = {
	applied: { zh: '已冲账', en: 'Applied' },
	unmatched: { zh: '未匹配', en: 'Unmatched' },
	overpaid: { zh: '溢缴', en: 'Overpaid' },
	resolved: { zh: '已处理', en: 'Resolved' },
	reversed: { zh: '已冲正', en: 'Reversed' },
} as const satisfies Words;

export const complaintKindText = {
	complaint: { zh: '投诉', en: 'Complaint' },
	dispute: { zh: '异议', en: 'Dispute' },
	hardship: { zh: '困难申请', en: 'Hardship' },
	cease: { zh: '停催请求', en: 'Request to stop' },
} as const satisfies Words;

export const complaintStateText = {
	received: { zh: '待处理', en: 'Received' },
	investigating: { zh: '处理中', en: 'Looked into' },
	answered: { zh: '已答复', en: 'Answered' },
	closed: { zh: '已结案', en: 'Closed' },
} as const satisfies Words;

export const complaintChannelText = {
	phone: { zh: '电话', en: 'Call' },
	desk: { zh: '柜面', en: 'Desk' },
	portal: { zh: '自助链接', en: 'Link' },
	letter: { zh: '信函', en: 'Letter' },
	email: { zh: '邮件', en: 'Email' },
	api: { zh: '接口', en: 'API' },
	regulator: { zh: '监管转办', en: 'Regulator' },
} as const satisfies Words;

export const complaintEventText = {
	received: { zh: '收到', en: 'received' },
	taken: { zh: '受理', en: 'taken' },
	extended: { zh: '延期', en: 'extended' },
	note: { zh: '备注', en: 'note' },
	answered: { zh: '答复', en: 'answered' },
	reopened: { zh: '重新处理', en: 'opened again' },
	closed: { zh: '结案', en: 'closed' },
} as const satisfies Words;

export const verdictText = {
	upheld: { zh: '成立', en: 'Upheld' },
	partly: { zh: '部分成立', en: 'Partly upheld' },
	not_upheld: { zh: '不成立', en: 'Not upheld' },
} as const satisfies Words;

export const wishText = {
	inconvenient_time: { zh: '不便时间', en: 'Inconvenient time' },
	inconvenient_place: { zh: '不便地点', en: 'Inconvenient place' },
	refused_medium: { zh: '拒绝的方式', en: 'Refused medium' },
	employer_forbids: { zh: '单位不允许', en: 'Employer forbids it' },
	no_automatic_contact: { zh: '不接受自动联系', en: 'No automatic contact' },
	vulnerable: { zh: '弱势客户', en: 'Vulnerable' },
} as const satisfies Words;

export const channelName = {
	voice: { zh: '电话', en: 'Call' },
	sms: { zh: '短信', en: 'Text message' },
	email: { zh: '邮件', en: 'Email' },
	letter: { zh: '信函', en: 'Letter' },
	visit: { zh: '外访', en: 'Visit' },
	unmask: { zh: '查看号码', en: 'Look at a number' },
	'calls and texts': { zh: '电话与短信', en: 'Calls and texts' },
	'texts and e-mails': { zh: '短信与邮件', en: 'Texts and e-mails' },
} as const satisfies Words;
