import type { MandateBody } from '../tenants/shapes.ts';
import { neighboursAnew } from './cast-anew.ts';
import { apartPeople } from './cast-apart.ts';
import { againFiles, againPeople, againTeams } from './cast-again.ts';
import { lapsingNeighbours, lapsingTeams } from './cast-hands.ts';
import { bouncedPeople } from './cast-bounced.ts';
import { buyingClients, buyingFiles, buyingNeighbours } from './cast-buyers.ts';
import { clausesNeighbours } from './cast-clauses.ts';
import { twice } from './cast-unsound.ts';
import { lateClients, lateFiles, latePeople } from './cast-late.ts';
import { placingClients, placingFiles, placingNeighbours } from './cast-places.ts';
import { seldomNeighbours, seldomTeams } from './cast-seldom.ts';
import { twiceNeighbours, twiceTeams } from './cast-twice.ts';
import { whoseNeighbours } from './cast-whose.ts';
import { rowFrom } from '../trials/cast.ts';

/** The clients of the neighbouring agency: a lender of loans, a bank of cards that lets agree on more months than the law does and from later on, and on an order of application that the law leaves no room for, more lenders, a second client of the first lender, one with a form of its own and one that is closed. */
export const clients = [
	{ code: 'NEAR', lender: '邻近消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{
		code: 'CARD',
		lender: '邻近银行',
		kind: 'bank',
		product: 'credit_card',
		mandate: {
			plan_instalments_max: 120,
			plan_first_due_days_max: 120,
			application_order: ['costs', 'penalty', 'interest', 'principal'],
		},
	},
	{ code: 'NEXT', lender: '隔壁消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{ code: 'THIRD', lender: '对门消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{ code: 'OVER', lender: '楼上消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{ code: 'SISTER', lender: '邻近消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{ code: 'BOOK', lender: '楼下商行', kind: 'other', product: 'micro_loan', mandate: null },
	{ code: 'SHUT', lender: '关门消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	...lateClients,
	...placingClients,
	...buyingClients,
] as const satisfies readonly { readonly mandate: MandateBody | null; readonly [name: string]: unknown }[];
export type ClientCode = (typeof clients)[number]['code'];

/**
 * Files, in the order they come, at seven of a day, and what becomes of each at three in the afternoon of another, or within the minute: `brief` is taken back, brings some of its cases again and loses
 * them again; `wrong` is undone; `touched`, `paid` and `beside` ought not to be.
 */
export const files = {
	first: { client: 'NEAR', day: 0, ends: null },
	brief: { client: 'NEAR', day: 0, ends: { day: 1, how: 'recalled' } },
	wrong: { client: 'NEAR', day: 0, ends: { day: 0, how: 'undone' } },
	touched: { client: 'NEAR', day: 0, ends: { day: 2, how: 'undone' } },
	paid: { client: 'NEAR', day: 0, ends: { day: 2, how: 'undone' } },
	beside: { client: 'NEAR', day: 0, ends: { day: 1, how: 'undone' } },
	cards: { client: 'CARD', day: 0, ends: null },
	next: { client: 'NEXT', day: 0, ends: null },
	third: { client: 'THIRD', day: 0, ends: null },
	over: { client: 'OVER', day: 0, ends: null },
	sister: { client: 'SISTER', day: 0, ends: null },
	mistaken: { client: 'NEXT', day: 1, ends: { day: 1, how: 'undone' } },
	again: { client: 'NEAR', day: 2, ends: { day: 3, how: 'recalled' } },
	back: { client: 'NEAR', day: 4, ends: null },
	anew: { client: 'CARD', day: 4, ends: null },
	...lateFiles,
	...placingFiles,
	...againFiles,
	...buyingFiles,
} as const satisfies Readonly<
	Record<string, { client: ClientCode; day: number; ends: { day: number; how: 'recalled' | 'undone' } | null }>
>;
export type FileName = keyof typeof files;

export type Loan = {
	readonly file?: FileName;
	/** Its case number, where another file has it too. */
	readonly case?: string;
	readonly contract?: string;
	readonly card?: string;
	readonly product?: string;
	/** Days past due on the first day. */
	readonly days?: number;
	/** The day of the life the client wants it back; on it the mandate ends. */
	readonly wantedBack?: number;
};
export type Person = {
	readonly loans?: readonly Loan[];
	readonly team?: TeamName;
	/** Given to one agent of the team, not to all. */
	readonly own?: true;
	/** Has the number of this one. */
	readonly mobileOf?: string;
	readonly lives?: 'New York' | 'Singapore' | 'Shanghai or Kolkata' | 'England' | 'Réunion';
	/** What the one around them is to them. */
	readonly relation?: string;
};
/** Each with agents of its own, so that who is offered what is a matter of its own people. */
export const teams = {
	// The second has never been trained.
	talking: ['talker', 'untaught'],
	handing: ['giver', 'taker'],
	sharing: ['sharer', 'sharer two'],
	leaving: ['leaver', 'leaver two'],
	crossing: ['crosser', 'crosser two'],
	moving: ['mover', 'mover two'],
	staying: ['stayer', 'stayer two'],
	idling: ['idler', 'idler two'],
	going: ['goer', 'goer two'],
	// The first leads it.
	leading: ['leader', 'led'],
	...againTeams,
	...twiceTeams,
	...lapsingTeams,
	...seldomTeams,
} as const;
export type TeamName = keyof typeof teams;
/** Who of them is no agent. */
export const leaders: readonly string[] = ['leader'];

/** A contract’s number that may as well be a card’s, as a file has it and as it stands on paper. */
export const longNumber = { bare: '622202123456789012', grouped: '6222 0212 3456 7890 12' } as const;

const two: readonly Loan[] = [{}, {}];
const three: readonly Loan[] = [{}, {}, {}];
const past = (days: number): Person => ({ loans: [{ days }] });
const cast = {
	// Of money in one file.
	'paid twice': {},
	'paid in halves': {},
	'paid whole and more': {},
	'paid too much and more': {},
	'paid twice under one number': {},
	'paid under another sum': {},
	'paid without a number': {},
	// Of numbers.
	'of a contract half ended': { loans: [{ contract: 'HTHALF' }, { contract: 'HTHALF', file: 'brief' }] },
	'of a contract all ended': {
		loans: [
			{ contract: 'HTENDED', file: 'brief', case: 'ENDED1' },
			{ contract: 'HTENDED', file: 'again', case: 'ENDED2' },
		],
	},
	'of a case that came thrice': {
		loans: [
			{ file: 'brief', case: 'THRICE' },
			{ file: 'again', case: 'THRICE' },
			{ file: 'back', case: 'THRICE' },
		],
	},
	'of a case that came twice': {
		loans: [
			{ file: 'brief', case: 'TWICE' },
			{ file: 'again', case: 'TWICE' },
		],
	},
	'of one contract': { loans: [{ contract: 'HTSHARED' }] },
	'of the same contract': { loans: [{ contract: 'HTSHARED' }] },
	'of two contracts': { loans: [{ contract: 'HTONE' }, { contract: 'HTTWO' }] },
	'of a contract that is partly paid': { loans: [{ contract: 'HTPART' }, { contract: 'HTPART' }] },
	'of a contract partly secured': { loans: [{ contract: 'HTSECURED' }, { contract: 'HTSECURED', product: '车贷' }] },
	'of a card, 90 days': { loans: [{ file: 'cards', product: '信用卡', days: 89 }] },
	'of a card, 91 days': { loans: [{ file: 'cards', product: '信用卡', days: 90 }] },
	'placed in error': { loans: [{ file: 'wrong' }] },
	'in dispute abroad': { loans: two, lives: 'New York' },
	'in dispute beside a loan that is paid': { loans: two, lives: 'New York' },
	'in dispute beside a loan that is paid later': { loans: two, lives: 'New York' },
	// Of promises.
	'on the last instant': {},
	'on the first instant after': {},
	'that very morning': {},
	'known before': {},
	half: {},
	'taken back': {},
	'for the other loan': { loans: two },
	'in good time': {},
	'promised whole': {},
	'settled with money of before': {},
	'settled by money of before': {},
	'of two loans, one settled first': { loans: two },
	'promised and recalled': { loans: [{ file: 'again' }] },
	'promised one of three': { loans: three },
	'promised two of three': { loans: three },
	'promised for tomorrow': { loans: two },
	'promised in the middle': {},
	'promised by letter': {},
	// Of instalments.
	'who keeps two': {},
	'who keeps one': {},
	'who keeps one and a half': {},
	'who pays all at once': { loans: two },
	'who promised before': {},
	'who planned before': {},
	'of sixty-one months': { loans: [{ file: 'cards', product: '信用卡' }] },
	'in another currency': {},
	'who owes nothing': {},
	'who gives up': {},
	'who keeps instalments abroad': { lives: 'Singapore' },
	// Of days past due, counted on the third day.
	'2 days': past(0),
	'30 days': past(28),
	'31 days': past(29),
	'60 days': past(58),
	'61 days': past(59),
	'90 days': past(88),
	'91 days': past(89),
	'120 days': past(118),
	'121 days': past(119),
	'180 days': past(178),
	'181 days': past(179),
	'of inability': {},
	// Of work.
	'given away': { team: 'handing', own: true },
	'shared and left': { team: 'sharing' },
	'left behind': { team: 'leaving' },
	'given back at night': { team: 'staying', own: true },
	'crossed over': { team: 'crossing' },
	'given away unworked': { team: 'moving', own: true },
	// Of permits nobody has used yet.
	'asked for again': {},
	'on one number': { mobileOf: 'on one number' },
	'on the same number': { mobileOf: 'on one number', loans: [{ file: 'next' }] },
	'on that number too': { mobileOf: 'on one number', loans: [{ file: 'third' }] },
	'to be written to': {},
	'called without answer': {},
	'with friends': {},
	// Of placements and recalls.
	'of two lenders, one gone': { loans: [{}, { file: 'brief' }] },
	'of a case another lender has too': {
		loans: [{ case: 'BOTH' }, { file: 'third', case: 'BOTH' }],
	},
	'called and no more': { loans: [{ file: 'touched' }] },
	'paid and no more': { loans: [{ file: 'paid' }] },
	'of two loans, one paid': { loans: [{}, {}] },
	'half recalled': { loans: [{ file: 'brief' }] },
	'paid, then recalled': { loans: [{ file: 'brief' }] },
	'settled, then recalled': { loans: [{ file: 'brief' }] },
	// Of paper.
	'who takes a word back': { loans: two },
	'who agrees at the desk': {},
	'held for two days': {},
	'held for one of two': { loans: two },
	'who is called again': {},
	'who disputes one of two': { loans: two },
	'told of in error': {},
	'told of a suit': {},
	'told of a suit that ended': {},
	'whose surety ends too soon': past(70),
	'whose surety ends on the due day': past(70),
	'whose surety is over': past(200),
	'whose surety was asked': past(200),
	'whose surety was asked late': past(200),
	'beside another': {},
	'placed in error when others have been called': { loans: [{ file: 'mistaken' }] },
	'of a client that goes': { loans: [{ file: 'over' }] },
	'who promises unasked': {},
	// Of work whose reason ends while somebody has it.
	'settled on a desk': { team: 'idling' },
	'held on a desk': { team: 'idling' },
	'of an agent who goes': { team: 'going', own: true },
	'whose surety stands for one of two': { loans: two },
	// Of what is whose.
	'of a card, 91 days before dawn': { loans: [{ file: 'cards', product: '信用卡', days: 90 }] },
	'who disputes everything abroad': { loans: two, lives: 'New York' },
	'paid without a number and taken back': {},
	'whose spouse is on file': { relation: '配偶' },
	'who keeps two instalment plans, and gives one up': { loans: two },
	'who wants peace, and whose surety is called': past(70),
	'whose consent to texts ends': { lives: 'New York' },
	'whose surety was told of in error': past(70),
	'in hardship by telephone': {},
	'whose case is taken up again': {},
	'who plans anew': {},
	'called about both, one placed in error': { loans: [{}, { file: 'beside' }] },
	'whose mandate ends': { loans: [{ wantedBack: 2 }] },
	'in one of two zones': { lives: 'Shanghai or Kolkata' },
	'of one lender only': { loans: [{ file: 'third', case: 'ONLYTHIRD' }] },
	// Of who somebody is, and of who sees it.
	'whose term is longer': {},
	'of another client of that lender': { loans: [{ file: 'sister' }] },
	// Of what only the last of several entries tells.
	'of a long contract number': { loans: [{ file: 'cards', product: '信用卡', contract: longNumber.bare }] },
	'who pays the rest too late': {},
	'who paid a little, then recalled': { loans: [{ file: 'brief' }] },
	'rung by another team': {},
	'on the desk of another team': { team: 'handing', own: true, loans: [{ file: 'back' }] },
	// Of sums.
	'who names one beside a dispute': { loans: two, lives: 'New York' },
	'who pays for both and more': { loans: two },
	'of a card paid off and placed anew': {
		loans: [
			{ file: 'cards', product: '信用卡', case: 'ANEW' },
			{ file: 'anew', product: '信用卡', case: 'ANEW' },
		],
	},
	'of a card paid off twice': {
		loans: [
			{ file: 'cards', product: '信用卡', case: 'PAIDTWICE' },
			{ file: 'anew', product: '信用卡', case: 'PAIDTWICE' },
		],
	},
	// Of cases that are brought to the office.
	'who is right': {},
	'who is partly right': {},
	'in hardship, as is found': {},
	'of the one who leads': { team: 'leading', own: true },
	'who complains of instalments': {},
	'whom nobody called': {},
	// Of two people one of whom pays too much.
	'who pays too much': {},
	'who owes what another paid too much': {},
	// Of longer mandates.
	'left longer for one of two': { loans: [{ wantedBack: 2 }, { wantedBack: 2 }] },
	'left longer with the file': { loans: [{ file: 'sister', wantedBack: 2 }] },
	// Of what an agent had to do with them long ago.
	'once on the desk of another team': { team: 'moving', own: true, loans: [{ file: 'back' }] },
	'whose call nobody ended': { loans: [{ file: 'back' }] },
	...latePeople,
	...whoseNeighbours,
	...neighboursAnew,
	...placingNeighbours,
	...againPeople,
	...twiceNeighbours,
	...apartPeople,
	...buyingNeighbours,
	...lapsingNeighbours,
	...bouncedPeople,
	...seldomNeighbours,
	...clausesNeighbours,
} as const satisfies Readonly<Record<string, Person>>;
export type PersonName = keyof typeof cast;
export const people: readonly (readonly [PersonName, Person])[] = Object.entries(cast) as [PersonName, Person][];
const places = new Map(people.map(([name], i) => [name as string, i]));

/** The case number of somebody's loan. */
export function caseOf(name: PersonName, loan: number): string {
	const [, person] = people[places.get(name) ?? 0] ?? [];
	return person?.loans?.[loan]?.case ?? `NB${places.get(name)}L${loan}`;
}

/** Everybody’s name by the number of their first loan. */
export const nearNames: ReadonlyMap<string, string> = new Map(people.map(([name]) => [caseOf(name, 0), name]));

/** The rows of a file, and behind them those that say something twice. */
export function rowsOf(file: FileName, first: Temporal.PlainDate): string[] {
	const placedOn = first.add({ days: files[file].day });
	const rows = people.flatMap(([name, person], i) =>
		(person.loans ?? [{}]).flatMap((loan: Loan, at) =>
			(loan.file ?? 'first') === file
				? [
						rowFrom({
							who: i,
							around: i,
							relation: person.relation,
							mobile: person.mobileOf === undefined ? undefined : places.get(person.mobileOf),
							reference: caseOf(name, at),
							batch: `B${file}`,
							product: loan.product,
							contract: loan.contract ?? `HT${caseOf(name, at)}`,
							card: loan.card,
							placedOn,
							dueOn: first.subtract({ days: loan.days ?? 70 - 15 * at }),
							wantedBackOn: loan.wantedBack === undefined ? undefined : first.add({ days: loan.wantedBack }),
						}),
					]
				: [],
		),
	);
	return file === 'first' ? [...rows, ...twice(placedOn)] : rows;
}
