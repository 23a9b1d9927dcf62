import type { Sentence } from '../core/refusal.ts';
import type { Bound, Channel, Condition, LawBook, LawRow } from './rows.ts';

/**
 * The United Kingdom: CONC 7 of the FCA Handbook for consumer credit, Breathing Space in England and Wales, limitation by part of the country. CONC names no number of
 * contacts and no hours, only reasonable ones: the hours are the house's.
 */
const conc = (rule: string): Sentence => ({ zh: `英国 FCA 手册 CONC ${rule}`, en: `FCA Handbook, CONC ${rule}` });
const contacts: readonly Channel[] = ['voice', 'sms', 'email', 'letter', 'visit', 'social'];
const reaching: readonly Channel[] = [...contacts, 'unmask'];
const condition = (name: Condition, count = 0): Bound => ({ kind: 'condition', name, count });

const common = {
	pack: 'UK',
	force: 'law',
	channels: contacts,
	party: 'anyone',
	effect: 'block',
	exception: null,
	certainty: 'found',
	from: '2014-04-01',
	until: null,
	enforcedBy: 'src/contact/rules.ts',
	code: null,
} as const satisfies Partial<LawRow>;

export const ukRows: readonly LawRow[] = [
	{
		...common,
		id: 'UK-T1',
		says: {
			zh: '仅在合理时间联系（机构自定 8:00–21:00），并遵从客户所说的时间、地点与方式',
			en: 'at reasonable times (house: 08:00 to 21:00) and by the customer’s stated wishes on when, where and how',
		},
		bounds: [
			{ kind: 'hours of day', hours: { from: '08:00', until: '21:00' }, unlessAgreed: true },
			condition('time convenient'),
			condition('place convenient'),
			condition('medium not refused'),
		],
		countedPer: 'customer',
		exception: { zh: '客户同意', en: 'the customer agreed' },
		citation: conc('7.9'),
		code: 'contact.outside_hours',
	},
	{
		...common,
		id: 'UK-P1',
		says: {
			zh: '谈及内容前核实身份；不得向第三方不当披露，不得使人难堪',
			en: 'identity checked before detail; no unfair disclosure to others; nothing embarrassing',
		},
		bounds: [condition('debt kept to the debtor'), condition('no postcard'), condition('not public')],
		countedPer: 'contact',
		citation: conc('7.9'),
		code: 'contact.third_party_not_a_debtor',
	},
	{
		...common,
		id: 'UK-V1',
		channels: ['visit'],
		says: {
			zh: '外访须事先告知目的与时间；不得外访弱势客户；未经同意不得入户',
			en: 'a visit with purpose and notice given; not if vulnerable; no entry without consent',
		},
		bounds: [
			condition('visit announced'),
			condition('entry agreed'),
			{
				kind: 'duties',
				duties: [{ name: 'state_visit_purpose', channels: ['visit'], says: { zh: '说明来访目的', en: 'state the purpose of the visit' } }],
			},
		],
		countedPer: 'visit',
		exception: { zh: '客户愿意谈', en: 'the customer is content to talk' },
		citation: conc('7.9.12–14'),
		code: 'contact.visit_not_allowed',
	},
	{
		...common,
		id: 'UK-F1',
		says: {
			zh: '不得逼迫一次性或不合理的还款，不得促其借款或卖房',
			en: 'no pressing for a lump or unreasonable sum, to borrow or to sell the home',
		},
		bounds: [condition('no lump sum pressed')],
		countedPer: 'contact',
		citation: conc('7.3'),
		certainty: 'found by report',
		code: 'contact.content_forbidden',
	},
];

/** England and Wales. */
export const englandRows: readonly LawRow[] = [
	{
		...common,
		pack: 'UK-EAW',
		id: 'UK-B1',
		channels: reaching,
		effect: 'stop',
		says: {
			zh: '喘息期内停止联系、执行、收费与计息：登记次日起 60 日；心理危机治疗期加 30 日',
			en: 'breathing space stops contact, enforcement, fees and interest: 60 days from the day after its entry on the register; a mental health crisis and 30 days',
		},
		bounds: [condition('no breathing space')],
		countedPer: 'listed debt',
		exception: { zh: '持续性账单仍应支付', en: 'ongoing bills stay due' },
		citation: {
			zh: '2020年《债务喘息计划条例》（英格兰与威尔士）第7、26、32条',
			en: 'Debt Respite Scheme (Breathing Space) Regulations 2020 (England and Wales), regs 7, 26, 32',
		},
		from: '2021-05-04',
		code: 'hold.in_force',
	},
	{
		...common,
		pack: 'UK-EAW',
		id: 'UK-S1',
		effect: 'stop',
		says: {
			zh: '时效六年；客户以已过时效为由拒付的，停止催收',
			en: 'limitation 6 years; no further demand once the customer says they will not pay because it is statute-barred',
		},
		bounds: [condition('barred debt let be')],
		countedPer: 'debt',
		citation: conc('7.15'),
		code: 'contact.debt_barred',
	},
];

/** Scotland: prescription extinguishes the debt after five years. */
export const scotlandRows: readonly LawRow[] = [
	{
		...common,
		pack: 'UK-SCT',
		id: 'UK-S1-SCT',
		effect: 'stop',
		says: { zh: '苏格兰：时效五年，届满债务消灭，不得催收', en: 'Scotland: after 5 years the debt is gone and is not collected' },
		bounds: [condition('debt not extinguished')],
		countedPer: 'debt',
		citation: conc('7.15'),
		code: 'contact.debt_barred',
	},
];

export const breathingDays = 60;
/** Whose days a breathing space counts, wherever the debtor is now. */
export const breathingZone = 'Europe/London';

/** Whether breathing space is law under a book (UK-B1): in England and Wales, and where the part of the United Kingdom is not said. Scotland has a moratorium of its own. */
export const hasBreathingSpace = (law: LawBook): boolean => law.some(({ id }) => id === 'UK-B1');

const daysAfterTreatment = 30;

/**
 * The day a breathing space is taken to start where only the day its notice came is known: the next. It starts on the day after the entry on the register (reg. 26(1)), and entry
 * and notice are made together, by the end of the business day after the adviser's (reg. 25(2)), so the notice comes on the day before the start or later. Counted so it may end
 * later than the law has it, and never earlier; the day of start that the notice names is the better one.
 */
export const startOfNoticed = (noticeOn: Temporal.PlainDate): Temporal.PlainDate => noticeOn.add({ days: 1 });

/**
 * The first day contact is open again after a breathing space that names no end (UK-B1): sixty days beginning with the date on which it started (reg. 26(2)), the day of start
 * counted. One of a mental health crisis lasts while it is treated and thirty days more (reg. 32(2)), here the thirty after the last day of treatment, the later reading. Null: not
 * known yet.
 */
export function breathingSpaceOver(
	startedOn: Temporal.PlainDate,
	crisis: { readonly treatmentEndedOn: Temporal.PlainDate | null } | null,
): Temporal.PlainDate | null {
	if (crisis === null) return startedOn.add({ days: breathingDays });
	return crisis.treatmentEndedOn?.add({ days: daysAfterTreatment + 1 }) ?? null;
}

export const ukLimitation = { englandYears: 6, scotlandYears: 5 } as const;
