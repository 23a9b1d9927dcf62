import { generatedHeadings } from '../demo/generate.ts';
import { idNumber, mobile } from '../demo/identities.ts';
import { csvLine } from '../demo/sheet-file.ts';
import type { MandateBody } from '../tenants/shapes.ts';
import { againCast, morePlaces } from './cast-again.ts';
import { answersCast } from './cast-answers.ts';
import { apartCast } from './cast-apart.ts';
import { clauseCodes, clauseLenders, clauseMandates, clausePlaces, clausesCast } from './cast-clauses.ts';
import { lastDaysCast } from './cast-last-days.ts';
import { othersCast } from './cast-others.ts';
import { placesOfSuits, suitsCast } from './cast-suits.ts';
import { returnedCast } from './cast-returned.ts';
import { ofTheirOwn, seldomCast, seldomCodes, seldomComes, seldomLenders } from './cast-seldom.ts';
import { twiceCast } from './cast-twice.ts';
import { severalPlaces, whereaboutsCast } from './cast-whereabouts.ts';
import { whoseCast } from './cast-whose.ts';

/** Whose debts these are: two of one lender, one that allows less, one whose file is taken back in the middle, and what came years ago. */
export const codes = [
	'TRIAL',
	'TWIN',
	'STRICT',
	'BACK',
	'LONG',
	'NEWER',
	'OTHER',
	'DOLLAR',
	'LATER',
	...seldomCodes,
	...clauseCodes,
] as const;
export type Code = (typeof codes)[number];
export const lender: Readonly<Record<Code, string>> = {
	TRIAL: '试行消费金融',
	TWIN: '试行消费金融',
	STRICT: '从严消费金融',
	BACK: '收回消费金融',
	LONG: '往年消费金融',
	NEWER: '往年消费金融',
	OTHER: '另一消费金融',
	DOLLAR: '外币消费金融',
	LATER: '往年消费金融',
	...seldomLenders,
	...clauseLenders,
};
/** How long ago the files came, and were taken back at eight in the morning (nothing: in the end). */
export const came: Readonly<Record<Code, Temporal.DurationLike>> = {
	TRIAL: { days: 330 },
	TWIN: { days: 330 },
	STRICT: { days: 330 },
	BACK: { days: 330 },
	LONG: { years: 8 },
	NEWER: { years: 5 },
	OTHER: { days: 330 },
	DOLLAR: { days: 330 },
	LATER: { days: 330 },
	...seldomComes,
	MORNING: { days: 330 },
	EVENING: { days: 330 },
};
/** What a client's debts are in. */
export const currencyOf = (code: Code): 'CNY' | 'USD' => (code === 'DOLLAR' ? 'USD' : 'CNY');
export const mandates: Readonly<Partial<Record<Code, NonNullable<MandateBody['contact_limits']>>>> = {
	TWIN: { calls_per_day_max: 6 },
	STRICT: {
		contact_hours: { from: '09:00', until: '20:00' },
		calls_per_day_max: 2,
		calls_per_week_max: 4,
		messages_per_week_max: 1,
	},
	...clauseMandates,
};

export const places = {
	'New York': { jurisdictions: ['US-NY'], zones: ['America/New_York'] },
	'east first': { jurisdictions: ['CN'], zones: ['Asia/Shanghai', 'Asia/Kolkata'] },
	'west first': { jurisdictions: ['CN'], zones: ['Asia/Kolkata', 'Asia/Shanghai'] },
	'two continents': { jurisdictions: ['CN'], zones: ['Asia/Shanghai', 'America/New_York'] },
	Scotland: { jurisdictions: ['UK-SCT'], zones: ['Europe/London'] },
	England: { jurisdictions: ['UK-EAW'], zones: ['Europe/London'] },
	'New York City': { jurisdictions: ['US-NY-NYC'], zones: ['America/New_York'] },
	Singapore: { jurisdictions: ['SG'], zones: ['Asia/Singapore'] },
	...morePlaces,
	...severalPlaces,
	...placesOfSuits,
	...clausePlaces,
} as const;

export type Person = {
	readonly debts?: readonly Code[];
	readonly lives?: keyof typeof places;
	/** What was lent, where it is no consumer loan. */
	readonly product?: string;
	/** Past due since so long ago; a year and a half unless said. */
	readonly due?: Temporal.DurationLike;
	/** The person around is also around this one. */
	readonly with?: string;
	/** The person around has this one’s own number. */
	readonly friendsNumberOf?: string;
	/** Where the file says they live, if not where everybody does. */
	readonly address?: string;
	/** Under what name, where another file has another. */
	readonly friend?: string;
	/** What whoever is around them is to them; a friend unless said. */
	readonly relation?: string;
	/** Which of the debts the client wanted back two days ago. */
	readonly wantedBack?: Code;
	/** The validation notice was never sent. */
	readonly unnoticed?: true;
};
/** As many as a carrier is given at a time. */
export const handful = [
	'texted slowly one',
	'texted slowly two',
	'texted slowly three',
	'texted slowly four',
	'texted slowly five',
	'texted slowly six',
	'texted slowly seven',
	'texted slowly eight',
] as const;
const york = { lives: 'New York' } as const;
const cast = {
	halved: { debts: ['TRIAL', 'BACK'] },
	sourceless: {},
	baseless: {},
	expired: {},
	expiring: {},
	lost: {},
	'lost, who was met': {},
	'met in between': {},
	'of two lenders': { debts: ['TRIAL', 'TWIN'] },
	unheard: {},
	'sharing one': {},
	'sharing two': {},
	'sharing three': {},
	texted: {},
	'texted twice': {},
	dialled: {},
	strict: { debts: ['STRICT'] },
	'strict for a week': { debts: ['STRICT'] },
	'strict in texts': { debts: ['STRICT'] },
	'strict in part': { debts: ['TWIN', 'STRICT'] },
	'of the house': {},
	'at dawn': {},
	east: { lives: 'east first' },
	west: { lives: 'west first' },
	'of that weekday': {},
	'of two media': {},
	'at lunch': { lives: 'east first' },
	'until today': {},
	'by night': {},
	'by night no more': {},
	trained: {},
	refused: {},
	'of the same friend': { with: 'refused' },
	wrong: {},
	'told dead': {},
	'told disputed': {},
	'disputed here': { debts: ['TRIAL', 'TWIN'] },
	typed: {},
	scripted: {},
	turned: york,
	'seven times': york,
	'of one talk': york,
	'of an agreed call': york,
	'of no text': york,
	'of an old text': york,
	'of a text no more': york,
	'asked around': york,
	unnoticed: { ...york, unnoticed: true },
	'disputed there': { ...york, debts: ['TRIAL', 'TWIN'] },
	'sued no more': york,
	barred: { due: { years: 3, days: 1 } },
	'barred tomorrow': { due: { years: 3 } },
	'who agreed': { due: { years: 4 } },
	'judged long ago': { due: { years: 5 } },
	'judged two years ago': { due: { years: 5 } },
	'enforced no more': { due: { years: 5 } },
	extinguished: { lives: 'Scotland', due: { years: 5, days: 1 } },
	'extinguished tomorrow': { lives: 'Scotland', due: { years: 5 } },
	'who will not pay': { lives: 'England', due: { years: 6, days: 1 } },
	'gone long ago': { debts: ['LONG'], due: { years: 9 } },
	'who complains': { debts: ['LONG'], due: { years: 9 } },
	'gone not so long': { debts: ['NEWER'], due: { years: 6 } },
	'held in turn': {},
	'held twice': {},
	'in breathing space': { lives: 'England' },
	'of the evening': { lives: 'England' },
	'barred in the west': { lives: 'west first', due: { years: 4 } },
	'of Sundays': {},
	'over midnight': {},
	'of two wishes': {},
	'at work': {},
	'at a strict firm': {},
	'of no machine': {},
	'on two continents': { lives: 'two continents' },
	'from dawn to dusk': {},
	'of a second lender': { debts: ['TRIAL', 'OTHER'] },
	'in two currencies': { debts: ['TRIAL', 'DOLLAR'] },
	'held in part': { debts: ['TRIAL', 'TWIN'] },
	visited: {},
	'who wants peace': {},
	'who is answered': {},
	'who waits too long': {},
	'who disputes both': { debts: ['TRIAL', 'TWIN'] },
	'who is shown a plan': {},
	'of the same friend by another name': { with: 'refused', friend: '试行朋' },
	...(Object.fromEntries(handful.map((name) => [name, {}])) as Record<(typeof handful)[number], object>),
	'texted too late': { product: '信用卡', due: { years: 3, days: 8 } },
	'held before it left': {},
	'who writes back': york,
	'gone, who was answered': { debts: ['LONG'], due: { years: 9 } },
	'held in between': {},
	'who wants no calls in between': {},
	'paid in between': {},
	'written past the gate': {},
	'whose surety was an error': {},
	'whose surety is for the other debt': { debts: ['TRIAL', 'TWIN'] },
	'asked about the other debt': { debts: ['TRIAL', 'TWIN'] },
	'whose surety must be sued for': {},
	'who promised in Scotland': { lives: 'Scotland', due: { years: 5, days: 10 } },
	'judged and sued again': {},
	'called on the first day': {},
	'counted with others': {},
	'about whom somebody complains': {},
	'for whom somebody disputes': {},
	'of whom nothing was heard': {},
	'who may be called at any time': {},
	'who may be called at any time there': york,
	'who is vulnerable in England': { lives: 'England' },
	'who wants no texts in England': { lives: 'England' },
	'whose parent is asked': { ...york, relation: 'parent' },
	'whose one mandate is over': { debts: ['TRIAL', 'OTHER'], wantedBack: 'OTHER' },
	'in New York City': { lives: 'New York City' },
	'who is let be in Singapore': { lives: 'Singapore' },
	'at work in Singapore': { lives: 'Singapore' },
	'gone, whose friend refused': { debts: ['LONG'], due: { years: 9 } },
	'of a friend who refused long ago': { debts: ['LATER'], with: 'gone, whose friend refused' },
	'of that friend by another name': { debts: ['LATER'], with: 'gone, whose friend refused', friend: '试行朋' },
	'gone, whose texts never arrived': { debts: ['LONG'], due: { years: 9 } },
	'gone, to whom money is owed': { debts: ['LONG'], due: { years: 9 } },
	'of texts without an answer': {},
	'who paid in time': { due: { years: 3, days: 2 } },
	'who paid too late': { due: { years: 3, days: 10 } },
	'who promised too late': { due: { years: 3, days: 10 } },
	'sued for when it was gone': { lives: 'Scotland', due: { years: 5, days: 1 } },
	'sued for on its last day': { lives: 'Scotland', due: { years: 5 } },
	'sued where they do not live': york,
	'whose friend did not answer': {},
	'held in part in between': { debts: ['TRIAL', 'TWIN'] },
	'rung by another agency': {},
	...whoseCast,
	...lastDaysCast,
	...othersCast,
	...againCast,
	...twiceCast,
	...answersCast,
	...apartCast,
	...whereaboutsCast,
	...suitsCast,
	...returnedCast,
	...seldomCast,
	...clausesCast,
} as const satisfies Readonly<Record<string, Person>>;
export type PersonName = keyof typeof cast;
export const people: readonly (readonly [PersonName, Person])[] = Object.entries(cast) as [PersonName, Person][];
export const debtsOf = ({ debts = ['TRIAL'] }: Person): readonly Code[] => debts;

const firstBirth = Temporal.PlainDate.from('1950-01-01');
/** Of numbers the generated files seldom come to. */
const firstMobile = 399_000_000;

const identityOf = (bornOn: Temporal.PlainDate) => idNumber('110101', bornOn.toString(), 'male', 0);
/** By which whoever else calls somebody knows them. */
export const identityOfPerson = (name: PersonName): string =>
	identityOf(firstBirth.add({ days: people.findIndex(([each]) => each === name) }));

/** Of the files of the scripts: as those of the generated ones, and the day the client wants a debt back. */
export const headings = [...generatedHeadings, '预计退案日期'] as const;

/** One row of a file of invented people: who, by a number of theirs and another of whoever is around them; what, under which numbers, since when. */
export function rowFrom(of: {
	readonly who: number;
	readonly around: number;
	/** Whose own mobile whoever is around them has. */
	readonly aroundHas?: number | undefined;
	/** Of the mobile, where it is another's too. */
	readonly mobile?: number | undefined;
	readonly name?: string | undefined;
	readonly friend?: string | undefined;
	readonly address?: string | undefined;
	/** What whoever is around them is to them; a friend unless said. */
	readonly relation?: string | undefined;
	/** By the identity number. */
	readonly bornOn?: Temporal.PlainDate | undefined;
	readonly reference: string;
	readonly batch: string;
	readonly product?: string | undefined;
	readonly contract: string;
	readonly card?: string | undefined;
	readonly placedOn: Temporal.PlainDate;
	readonly dueOn: Temporal.PlainDate;
	readonly wantedBackOn?: Temporal.PlainDate | undefined;
	readonly total?: string | undefined;
	readonly principal?: string | undefined;
	readonly currency?: string | undefined;
}): string {
	const cells: Readonly<Partial<Record<(typeof headings)[number], string>>> = {
		案件编号: of.reference,
		批次号: of.batch,
		姓名: of.name ?? '试行人',
		证件类型: '身份证',
		身份证号: identityOf(of.bornOn ?? firstBirth.add({ days: of.who })),
		手机: mobile(firstMobile + 2 * (of.mobile ?? of.who)),
		家庭地址: of.address ?? '北京市东城区试行街900号',
		单位名称: '试行公司',
		产品名称: of.product ?? '消费贷款',
		合同编号: of.contract,
		币种: of.currency ?? '人民币',
		委案日期: of.placedOn.toString(),
		逾期日期: of.dueOn.toString(),
		委案金额: of.total ?? '3000.00',
		本金: of.principal ?? '2700.00',
		利息: '200.00',
		罚息: '50.00',
		费用: '50.00',
		联系人1姓名: of.friend ?? '试行友',
		联系人1关系: of.relation ?? '朋友',
		联系人1手机: mobile(firstMobile + (of.aroundHas === undefined ? 2 * of.around + 1 : 2 * of.aroundHas)),
		卡号: of.card ?? '',
		预计退案日期: of.wantedBackOn?.toString() ?? '',
	};
	return csvLine(headings.map((heading) => cells[heading] ?? ''));
}

/** Everybody’s name by the number of their first debt. */
export const trialNames: ReadonlyMap<string, string> = new Map(people.map(([name, person], i) => [`${debtsOf(person)[0]}-${i}`, name]));

export function rowOf({ i, person, code, on }: { i: number; name: string; person: Person; code: Code; on: Temporal.PlainDate }): string {
	return rowFrom({
		who: i,
		around: person.with === undefined ? i : people.findIndex(([name]) => name === person.with),
		aroundHas: person.friendsNumberOf === undefined ? undefined : people.findIndex(([name]) => name === person.friendsNumberOf),
		friend: person.friend,
		address: person.address,
		relation: person.relation,
		reference: `${code}-${i}`,
		batch: code,
		product: ofTheirOwn[code]?.product ?? person.product,
		contract: `HT-${code}-${i}`,
		placedOn: on.subtract(came[code]),
		dueOn: on.subtract(ofTheirOwn[code]?.due ?? person.due ?? { days: 540 }),
		wantedBackOn: person.wantedBack === code ? on.subtract({ days: 2 }) : undefined,
		currency: currencyOf(code) === 'USD' ? '美元' : undefined,
	});
}
