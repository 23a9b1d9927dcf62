import type { HoldView } from '../../../src/contact/shapes.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { Texts } from './texts.ts';

/** What the law asks of a hold besides its kind. */
export const holdsText = {
	said: { zh: '提出方式', en: 'How it was said' },
	saidHint: { zh: '不清楚时按书面对待。', en: 'Where it is not known it is taken as written.' },
	attorney: { zh: '律师', en: 'Attorney' },
	attorneyState: { zh: '律师情况', en: 'What is known of the attorney' },
	attorneyName: { zh: '律师或律所名称', en: 'Name of the attorney or firm' },
	attorneyContact: { zh: '律师联系方式', en: 'How the attorney is reached' },
	attorneyMissing: { zh: '已知律师的，请填写名称。', en: 'An attorney who is known has a name.' },
	attorneyOpens: {
		zh: '债务人在美国的，登记后可直接联系；其他地区仍停催，由主管或合规解除。律师回复的，请改为“已知，由其代理”。',
		en: 'In the United States direct contact is open then; elsewhere the hold stands until lead or compliance lifts it. Should the attorney answer, set it back to known.',
	},
	termByLaw: {
		zh: '期限由法律规定：自登记次日（即开始之日）起 60 日；心理危机的，至治疗结束后 30 日。',
		en: 'The law says how long: 60 days from the day after its entry on the register, its first; of a mental health crisis until 30 days after the treatment.',
	},
	begunOn: { zh: '通知所载开始日（不填：明天）', en: 'Starts on, as its notice says (empty: tomorrow)' },
	breathing: { zh: '种类', en: 'Which one' },
	treatmentEndedOn: { zh: '治疗结束日（未结束则空）', en: 'Treatment ended on (empty: goes on)' },
	treatmentEnded: { zh: '治疗结束', en: 'treatment ended' },
	onlyDebt: { zh: '仅 {debt}', en: '{debt} only' },
	change: { zh: '补充', en: 'Add' },
	changeHold: { zh: '补充停催事实', en: 'Add what was learned' },
	changeMissing: { zh: '请填写新的情况和依据。', en: 'Give what was learned and the evidence.' },
} as const satisfies Texts;

export const writtenText = {
	yes: { zh: '书面或电子方式', en: 'In writing or electronically' },
	no: { zh: '口头', en: 'By word of mouth' },
	unknown: { zh: '不清楚', en: 'Not known' },
} as const satisfies Texts;

export const breathingText = {
	standard: { zh: '标准喘息期', en: 'Standard breathing space' },
	crisis: { zh: '心理健康危机喘息期', en: 'Mental health crisis' },
} as const satisfies Texts;

export const attorneyText: Readonly<Record<NonNullable<HoldView['attorney']>['state'], Sentence>> = {
	known: { zh: '已知，由其代理', en: 'known, acts for the debtor' },
	unknown: { zh: '查不到名称或地址', en: 'name or address not to be found' },
	unresponsive: { zh: '合理期限内未答复', en: 'does not answer in reasonable time' },
	consents: { zh: '同意直接联系债务人', en: 'agrees to direct contact' },
};
