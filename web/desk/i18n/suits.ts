import type { Texts } from './texts.ts';

/** Suits, judgments and guarantees on the case. */
export const suitText = {
	title: { zh: '诉讼与执行', en: 'Suits and enforcement' },
	none: { zh: '没有登记的诉讼。', en: 'No suit on record.' },
	refer: { zh: '登记诉讼', en: 'Refer or record a suit' },
	next: { zh: '登记进展', en: 'What became of it' },
	by: { zh: '由谁提起', en: 'Brought by' },
	byUs: { zh: '我方提起（先核对法律规定）', en: 'Us (the law is asked first)' },
	byCreditor: { zh: '债权人已提起', en: 'The creditor, already' },
	kind: { zh: '程序', en: 'Procedure' },
	court: { zh: '法院或仲裁机构', en: 'Court or arbitral body' },
	venue: { zh: '所在地（美国写作 US-州-县）', en: 'Where it sits (in the United States: US-STATE-COUNTY)' },
	ground: { zh: '管辖依据', en: 'What ties it to that place' },
	groundPlace: { zh: '该依据所指地点（美国：US-州-县）', en: 'The place that speaks of (United States: US-STATE-COUNTY)' },
	filedOn: { zh: '提交起诉状（申请书）之日，非立案日', en: 'Day it was handed in to the court' },
	caseNumber: { zh: '案号', en: 'Case number' },
	step: { zh: '进展', en: 'Step' },
	on: { zh: '日期', en: 'Date' },
	performBy: { zh: '文书规定的履行期限最后一日（没有则留空）', en: 'Last day of performance it names (empty: none)' },
	evidence: { zh: '依据（文书、回执）', en: 'Evidence (document, receipt)' },
	missing: { zh: '请填写法院、所在地与依据。', en: 'Give the court, where it sits and the evidence.' },
	dateMissing: { zh: '请填写日期与依据。', en: 'Give the date and the evidence.' },
	cancel: { zh: '取消', en: 'Cancel' },
	effective: { zh: '生效', en: 'in effect' },
	performed: { zh: '履行期至', en: 'to be performed by' },
} as const satisfies Texts;

export const suitKindText = {
	court: { zh: '诉讼', en: 'Court' },
	arbitration: { zh: '仲裁', en: 'Arbitration' },
	payment_order: { zh: '支付令', en: 'Payment order' },
} as const satisfies Texts;

export const suitGroundText = {
	residence: { zh: '债务人住所地', en: 'The debtor’s residence' },
	signed: { zh: '合同签订地', en: 'Where the contract was signed' },
	performance: { zh: '合同履行地', en: 'Where it is performed' },
	agreed: { zh: '书面约定', en: 'Agreed in writing' },
	real_property: { zh: '不动产所在地', en: 'Where the land lies' },
} as const satisfies Texts;

export const suitStateText = {
	referred: { zh: '已委托起诉', en: 'Referred' },
	pending: { zh: '审理中', en: 'Pending' },
	judged: { zh: '文书已生效', en: 'Judged' },
	dismissed: { zh: '已驳回', en: 'Dismissed' },
	withdrawn: { zh: '已撤诉', en: 'Withdrawn' },
	enforcement: { zh: '执行中', en: 'In enforcement' },
	'recorded in error': { zh: '登记有误', en: 'Recorded in error' },
} as const satisfies Texts;

export const suitStepText = {
	filed: { zh: '起诉', en: 'Filed' },
	judged: { zh: '判决、调解、裁决或支付令生效', en: 'Judgment, award or order took effect' },
	dismissed: { zh: '驳回起诉或诉讼请求', en: 'Dismissed' },
	withdrawn: { zh: '撤诉', en: 'Withdrawn' },
	enforcement: { zh: '申请执行', en: 'Enforcement applied for' },
	enforcement_withdrawn: { zh: '撤销执行申请', en: 'Application for enforcement withdrawn' },
	recorded_in_error: { zh: '登记有误', en: 'Recorded in error' },
} as const satisfies Texts;

export const guaranteeText = {
	title: { zh: '保证与保证期间', en: 'Guarantees' },
	tell: { zh: '登记保证', en: 'Record a guarantee' },
	none: {
		zh: '未登记：以委案方提供的为准，保证期间是否届满未核对。',
		en: 'None on record: the client’s word is taken, and nobody asks whether the guarantee is over.',
	},
	guarantor: { zh: '保证人', en: 'Guarantor' },
	kind: { zh: '保证方式', en: 'Kind' },
	kindHint: {
		zh: '未约定或约定不明确的，为一般保证（民法典686）。',
		en: 'Where the contract does not say clearly, it is general (Civil Code 686).',
	},
	endsOn: {
		zh: '约定的保证期间最后一日（未约定或约定不明的留空，按主债务到期起六个月）',
		en: 'Last day as agreed (empty: none or unclear, so six months from the due date)',
	},
	claimedOn: { zh: '在本系统外请求该保证人承担保证责任的日期', en: 'When this guarantor was asked to pay elsewhere' },
	until: { zh: '至', en: 'until' },
	claimed: { zh: '主张于', en: 'claimed on' },
	withdraw: { zh: '撤回登记', en: 'Withdraw this' },
} as const satisfies Texts;

export const guaranteeKindText = {
	joint: { zh: '连带责任保证', en: 'Joint and several' },
	general: { zh: '一般保证', en: 'General' },
} as const satisfies Texts;

export const guaranteeStateText = {
	'in period': { zh: '保证期间内，尚未主张权利', en: 'In its period, not claimed yet' },
	claimed: { zh: '已在保证期间内主张权利', en: 'Claimed in time' },
	over: { zh: '保证期间届满，不再承担保证责任', en: 'Over: the guarantor owes nothing' },
} as const satisfies Texts;
