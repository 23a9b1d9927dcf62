import type { Sentence } from '../core/refusal.ts';
import type { Channel, LawRow } from './rows.ts';

/** The house's own rows, on top of any country's pack: what a careful agency does where the law is silent. They can only tighten (`stack`). */
const house: Sentence = { zh: '机构自定（从严）', en: 'house rule (stricter than the law)' };
const contacts: readonly Channel[] = ['voice', 'sms', 'email', 'letter', 'visit', 'social'];
const reaching: readonly Channel[] = [...contacts, 'unmask'];

const common = {
	pack: 'house',
	force: 'house',
	channels: reaching,
	party: 'anyone',
	exception: null,
	citation: house,
	certainty: 'house',
	from: '2018-01-01',
	until: null,
	enforcedBy: 'src/contact/rules.ts',
	code: null,
} as const satisfies Partial<LawRow>;

export const houseRows: readonly LawRow[] = [
	{
		...common,
		id: 'STATE',
		effect: 'block',
		says: { zh: '已结清、退案或撤销的债务不得联系', en: 'no contact about a debt that is settled, recalled or undone' },
		bounds: [{ kind: 'condition', name: 'debt open', count: 0 }],
		countedPer: 'debt',
		code: 'contact.debt_not_open',
	},
	{
		...common,
		id: 'MANDATE',
		effect: 'stop',
		says: {
			zh: '委托期限（预计退案日）已过的债务不得联系，委案方留案的除外',
			en: 'no contact about a debt whose mandate is over, unless the client left it longer',
		},
		bounds: [{ kind: 'condition', name: 'mandate in force', count: 0 }],
		countedPer: 'debt',
		code: 'contact.mandate_over',
	},
	{
		...common,
		id: 'HOLD',
		effect: 'stop',
		says: {
			zh: '争议、投诉、困难、停催请求等期间不联系',
			en: 'no contact during a dispute, complaint, hardship, cease request and the like',
		},
		bounds: [{ kind: 'condition', name: 'no hold', count: 0 }],
		countedPer: 'debtor, or the debt held',
		code: 'hold.in_force',
	},
	{
		...common,
		id: 'POINT',
		channels: contacts,
		effect: 'block',
		says: { zh: '空号、错号或对方拒绝的联系方式不得使用', en: 'a wrong, invalid or refused contact point is not used' },
		bounds: [{ kind: 'condition', name: 'point usable', count: 0 }],
		countedPer: 'contact point',
		code: 'contact.point_unusable',
	},
	{
		...common,
		id: 'VERIFY',
		channels: ['voice', 'visit'],
		effect: 'require',
		says: { zh: '确认对方身份之前不说任何债务内容', en: 'nothing about the debt before it is known who speaks' },
		bounds: [
			{
				kind: 'duties',
				duties: [
					{ name: 'verify_right_party', channels: ['voice', 'visit'], says: { zh: '先核实本人身份', en: 'verify who it is first' } },
				],
			},
		],
		countedPer: 'contact',
	},
	{
		...common,
		id: 'MESSAGE',
		channels: ['sms', 'email', 'letter'],
		effect: 'require',
		says: { zh: '文字信息须写明投诉电话与拒收方式', en: 'a written message gives the complaint line and the way to opt out' },
		bounds: [
			{
				kind: 'duties',
				duties: [
					{
						name: 'complaint_line_and_opt_out',
						channels: ['sms', 'email', 'letter'],
						says: { zh: '写明投诉电话与拒收方式', en: 'give the complaint line and the way to opt out' },
					},
				],
			},
		],
		countedPer: 'message',
	},
	{
		...common,
		id: 'KEEP',
		channels: [],
		party: null,
		effect: 'keep',
		says: {
			zh: '债务了结后，资料至少保存 3 年（民法典188条：此间仍可能就此提出请求），其后主动删除（个人信息保护法47条）',
			en: 'after a debt has ended its records are kept at least 3 years (claims about it may come, Civil Code 188), then erased unasked (PIPL 47)',
		},
		bounds: [{ kind: 'elsewhere', limit: { zh: '不少于 3 年', en: 'at least 3 years' }, years: 3 }],
		countedPer: 'debtor',
		enforcedBy: 'src/privacy/rules.ts',
	},
];

/** What may be named, where the country's own packs have no row for it. */
export const houseAmount: readonly LawRow[] = [
	{
		...common,
		id: 'AMOUNT',
		channels: contacts,
		effect: 'block',
		says: { zh: '催收金额不得高于依法应还余额', en: 'no amount above what is lawfully owed is named' },
		bounds: [{ kind: 'condition', name: 'amount owed', count: 0 }],
		countedPer: 'demand',
		code: 'contact.above_balance',
	},
];

/** Of whom nothing is collected, where the country's own packs have no row for third parties. */
export const houseOthers: readonly LawRow[] = [
	{
		...common,
		id: 'OTHERS',
		channels: contacts,
		party: 'third party',
		effect: 'block',
		says: {
			zh: '只向债务人及其保证人、共同借款人催收；对他人不得催收，不得透露债务或金额',
			en: 'only the debtor, a guarantor or a co-borrower is collected from; others are told neither of the debt nor an amount',
		},
		bounds: [{ kind: 'condition', name: 'debt kept to the debtor', count: 0 }],
		countedPer: 'contact',
		code: 'contact.third_party_not_a_debtor',
	},
];

const [state, mandate, hold, point, ...duties] = houseRows;

/** What a person asks to be left, where the country's own packs have no row for it. */
export const houseWishes: readonly LawRow[] = [
	{
		...common,
		id: 'WISH',
		channels: contacts,
		party: 'liable',
		effect: 'block',
		says: {
			zh: '当事人告知的不便时间、地点与拒绝的方式不得联系，其本人同意的除外',
			en: 'not at a time or place, nor by a medium, the person asked us to leave, unless they consented',
		},
		bounds: [
			{ kind: 'condition', name: 'time convenient', count: 0 },
			{ kind: 'condition', name: 'place convenient', count: 0 },
			{ kind: 'condition', name: 'medium not refused', count: 0 },
		],
		countedPer: 'person',
		code: 'contact.inconvenient',
	},
];

/** The law gives the debtor a defence (CN-S1, UK-S1): a threat of a suit that can be met with it deceives, wherever the country's own packs do not say so. */
const suit: LawRow = {
	...common,
	id: 'SUIT',
	channels: contacts,
	effect: 'block',
	says: {
		zh: '已过诉讼时效或最后起诉日未知的债务不得以起诉相威胁',
		en: 'no threat of suit on a debt whose limitation is over, or not known',
	},
	bounds: [{ kind: 'condition', name: 'no suit on a barred debt', count: 0 }],
	countedPer: 'debt',
	code: 'contact.content_forbidden',
};
export const houseSuit: readonly LawRow[] = [suit];

/** Whom nobody is to call any more nobody needs to see the number of (PIPL 6, UK GDPR 5(1)(c)), where the country's own packs do not say so. */
export const houseRefused: readonly LawRow[] = [
	{
		...common,
		id: 'REFUSED',
		channels: ['unmask'],
		party: 'third party',
		effect: 'stop',
		says: { zh: '第三方明确拒绝后，其号码不再显示', en: 'the number of a third party who refused is shown to nobody any more' },
		bounds: [{ kind: 'condition', name: 'not refused', count: 0 }],
		countedPer: 'person',
		code: 'contact.third_party_refused',
	},
];

/** The house's own rows for China: counts, where no number for messages was found (regulation.md §1) and a third party is tried less than a debtor; no threat of a suit that is barred. */
export const chinaCounts: readonly LawRow[] = [
	{
		...common,
		id: 'CN-F5',
		channels: ['sms'],
		effect: 'block',
		says: { zh: '短信每日不超过 1 条，连续 7 日不超过 3 条', en: 'at most 1 message a day and 3 in 7 calendar dates' },
		bounds: [
			{
				kind: 'count',
				limits: [
					{ count: 1, window: { kind: 'calendar day' }, channel: 'sms', counts: 'placed', of: 'anyone', per: 'debtor' },
					{ count: 3, window: { kind: 'calendar dates', days: 7 }, channel: 'sms', counts: 'placed', of: 'anyone', per: 'debtor' },
				],
			},
		],
		countedPer: 'debtor',
		code: 'contact.message_limit_reached',
	},
	suit,
	// One talk for each time the debtor is lost: read as one in the same seven dates.
	{
		...common,
		id: 'CN-P5',
		channels: ['voice'],
		party: 'third party',
		effect: 'block',
		says: {
			zh: '对同一第三方 7 日内不超过 2 次，接通 1 次即止',
			en: 'at most 2 attempts per third party in 7 calendar dates, and one talk',
		},
		bounds: [
			{
				kind: 'count',
				limits: [
					{ count: 2, window: { kind: 'calendar dates', days: 7 }, channel: 'voice', counts: 'placed', of: 'anyone', per: 'person' },
					{ count: 1, window: { kind: 'calendar dates', days: 7 }, channel: 'voice', counts: 'answered', of: 'anyone', per: 'person' },
				],
			},
		],
		countedPer: 'person',
		code: 'contact.third_party_limit',
	},
];

/** The same counts for messages on a social network (企业微信), each channel by itself. */
const chinaSocialCount: readonly LawRow[] = [
	{
		...common,
		id: 'CN-F5-W',
		channels: ['social'],
		effect: 'block',
		says: { zh: '企业微信等社交消息每日不超过 1 条，连续 7 日不超过 3 条', en: 'at most 1 social message a day and 3 in 7 calendar dates' },
		bounds: [
			{
				kind: 'count',
				limits: [
					{ count: 1, window: { kind: 'calendar day' }, channel: 'social', counts: 'placed', of: 'anyone', per: 'debtor' },
					{ count: 3, window: { kind: 'calendar dates', days: 7 }, channel: 'social', counts: 'placed', of: 'anyone', per: 'debtor' },
				],
			},
		],
		countedPer: 'debtor',
		code: 'contact.message_limit_reached',
	},
];

/** The house's rows in China, with its counts before the duties. */
export const houseRowsOfChina: readonly LawRow[] = [state, mandate, hold, point]
	.flatMap((row) => (row ? [row] : []))
	.concat(houseWishes, chinaCounts, chinaSocialCount, duties);

/** Hours of the house where a country's own law sets none for this debt or collector, and beside a law that speaks of the consumer alone. */
export const houseHours: readonly LawRow[] = [
	{
		...common,
		id: 'HOURS',
		channels: contacts,
		effect: 'block',
		says: {
			zh: '每日 22:00 至次日 8:00 不联系，当事人另行同意的除外',
			en: 'no contact between 22:00 and 08:00 at the person’s place unless they agreed',
		},
		bounds: [{ kind: 'hours of day', hours: { from: '08:00', until: '22:00' }, unlessAgreed: true }],
		countedPer: 'person',
		exception: { zh: '有记录的同意', en: 'agreement on record' },
		code: 'contact.outside_hours',
	},
];
