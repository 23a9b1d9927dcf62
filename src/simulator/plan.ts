import { assert } from '../core/assert.ts';
import { type Random, random } from '../core/random.ts';
import type { MandateBody } from '../tenants/shapes.ts';

/**
 * What a simulated agency will live through, decided by its seed alone. Pure. A failing run is made smaller by fewer debts, days and agents and by leaving out kinds
 * of events, so each kind draws from streams of its own: what is left happens as it did.
 */
export const kinds = [
	'messy rows',
	'files again',
	'unasked payments',
	'double payments',
	'messy payments',
	'shared people',
	'returned payments',
	'disputes',
	'hardship',
	'cease requests',
	'complaints',
	'deaths',
	'agreed hours',
	'wishes',
	'abroad',
	'people',
	'waiting payments',
	'office misdeeds',
	'misdeeds',
	'recalls',
	'lapsed certificates',
	'courts',
	'loans',
	'talks',
	'trials',
	'neighbour',
	'contended',
	'figures of reports',
] as const;
export type Kind = (typeof kinds)[number];

export type Plan = {
	readonly seed: string;
	readonly days: number;
	readonly debts: number;
	readonly agents: number;
	/** `all`: connections are cut in the middle of acts, answers are lost after the commit, day runs are begun twice. */
	readonly faults: 'none' | 'all';
	/** Kinds of events left out. */
	readonly without: ReadonlySet<Kind>;
	/** Of a run made small: the single things that happen, by the names and with the numbers they had in the whole run (`course.ts`). */
	readonly only?: Readonly<Record<string, string>>;
};

/**
 * The first day, always a Monday: before the Chinese guide was issued (2026-01-30), so that a law row begins within the first month; before clocks change in America
 * (2026-03-08) and Europe (03-29); before they change back (10-25, 11-01); before a 29 February.
 */
const firstDays = ['2026-01-05', '2026-03-02', '2026-10-19', '2028-02-21'].map((day) => Temporal.PlainDate.from(day));
export const firstDayOf = ({ seed }: Pick<Plan, 'seed'>): Temporal.PlainDate => random(`${seed} first day`).pick(firstDays);
/** The last day anything happens on. */
export const lastDayOf = ({ days, only }: Plan): number =>
	only ? Math.max(...Object.keys(only).flatMap((name) => /^day (\d+)$/.exec(name)?.slice(1).map(Number) ?? [])) : days - 1;
export const zone = 'Asia/Shanghai';

export const clients = [
	{
		code: 'SIMK',
		name: '模拟银行信用卡',
		creditor: '模拟银行',
		kind: 'bank',
		product: 'credit_card',
		currency: 'CNY',
		products: [['信用卡', 1]],
		mandate: null,
	},
	{
		code: 'SIMX',
		name: '模拟消费金融',
		creditor: '模拟消费金融',
		kind: 'consumer_finance',
		product: 'consumer_loan',
		currency: 'CNY',
		products: [['消费贷款', 1]],
		// Agreed otherwise than by law, where the law lets them (民法典 561).
		mandate: { application_order: ['principal', 'interest', 'penalty', 'costs'] },
	},
	// The same lender places through a second client: limits per lender hold across both. It allows less than the law.
	{
		code: 'SIMY',
		name: '模拟消费金融 二部',
		creditor: '模拟消费金融',
		kind: 'consumer_finance',
		product: 'consumer_loan',
		currency: 'CNY',
		products: [['消费贷款', 1]],
		mandate: { contact_limits: { contact_hours: { from: '09:00', until: '20:00' }, calls_per_day_max: 4, messages_per_week_max: 2 } },
	},
] as const satisfies readonly { readonly mandate: MandateBody | null; readonly [name: string]: unknown }[];

export type PlannedPlacement = {
	readonly day: number;
	readonly client: (typeof clients)[number]['code'];
	readonly debts: number;
	readonly messyPpm: number;
	/** The same file comes a second time. */
	readonly again: boolean;
	/** Taken back by the client so many days later. */
	readonly recalledAfter: number | null;
	/** The file whose people these are: its own, or an earlier one of another client's (共债). */
	readonly people: number;
};

/** The files clients send: a large one on the first day, then one each Monday over the first four fifths of the time. Their rows come to `debts`. */
export function placementsOf(plan: Plan): PlannedPlacement[] {
	assert(plan.debts > 0 && plan.days > 0 && plan.agents > 0, 'a simulated agency has debts, days and agents');
	const later = Array.from({ length: Math.max(0, Math.ceil((plan.days * 4) / 35) - 1) }, (_, week) => (week + 1) * 7);
	const first = later.length === 0 ? plan.debts : Math.ceil((plan.debts * 2) / 5);
	const rest = plan.debts - first;
	return [0, ...later].flatMap((day, i) => {
		const debts = i === 0 ? first : Math.floor((rest * i) / later.length) - Math.floor((rest * (i - 1)) / later.length);
		if (debts === 0) return [];
		const { draw, client } = fileOf(plan, i);
		const messy = draw.chance(300_000) && !plan.without.has('messy rows');
		const again = draw.chance(200_000) && !plan.without.has('files again');
		// Of the later files of a short run, most, and soon.
		const soon = i > 0 && plan.days <= 20;
		const recalled = draw.chance(soon ? 600_000 : 250_000) && !plan.without.has('recalls') && (i > 0 || plan.days > 20);
		const after = draw.between(2, soon ? 4 : 20);
		const shared = draw.chance(400_000) && i > 0 && !plan.without.has('shared people') ? draw.below(i) : i;
		const people = fileOf(plan, shared).client === client ? i : shared;
		return [{ day, client, debts, messyPpm: messy ? 60_000 : 0, again, recalledAfter: recalled ? after : null, people }];
	});
}

/** Which client sends a file, drawn first, so that it is the same whatever else is left out. */
function fileOf(plan: Plan, i: number): { draw: Random; client: PlannedPlacement['client'] } {
	const draw = random(`${plan.seed} placement ${i}`);
	return { client: draw.pick(clients).code, draw };
}

/**
 * How likely an open debt is paid on a day although nobody promised anything, in parts per million. From 12,777 account-months of the UCI card data (I-Cheng Yeh,
 * Che-hui Lien; CC BY 4.0; `tools/roll-rates.ts` counts them): of accounts two months late 25.5 % were no longer late a month after, of those three months late
 * 16.6 %, four 3.5 %, five and more 1.0 %; spread over 30 days. Accounts one month late nearly never occur in that data before its last month; they are
 * taken as those two months late.
 */
export function unaskedPpm(daysPastDue: number): number {
	if (daysPastDue <= 90) return 9_780;
	if (daysPastDue <= 120) return 6_030;
	return daysPastDue <= 150 ? 1_180 : 330;
}

export type Shift = { readonly fromMinute: number; readonly untilMinute: number };

/** When an agent sits at the desk on a working day: short shifts, so that a year is a matter of a minute and the calls of different agents mix. */
export function shiftOf(plan: Plan, agent: number, day: number): Shift {
	const draw = random(`${plan.seed} shift ${agent} ${day}`);
	const fromMinute = draw.between(8 * 60 + 15, 16 * 60);
	return { fromMinute, untilMinute: fromMinute + draw.between(30, 75) };
}

/** What an agent tries on a day although it may not, if anything. */
export const misdeeds = [
	'late call',
	'call abroad',
	'edge of hours',
	'edge of hours abroad',
	'relative first',
	'relatives of the lost',
	'refuser again',
	'collect from a relative',
	'call on hold',
	'message on hold',
	'against a wish',
	'about a settled debt',
	'dead number',
	'too much demanded',
	'agreed too much',
	'permit used twice',
	'permit used late',
	'call after call',
	'answered call after call',
	'held in between',
	'takes two',
	'again after a talk',
	'one number, two debtors',
	'automatic calls',
	'message after message',
	'a visit',
	'unmask',
	'two outcomes',
	'no permit',
] as const;
export type Misdeed = (typeof misdeeds)[number];

export type PlannedMisdeed = { readonly agent: number; readonly misdeed: Misdeed; readonly draw: Random; readonly minute: number };

/** What is tried on a day, in the order of its minutes: in the evening when the desks are empty, some of it at night. One after the other, so that no clock goes back. */
export function misdeedsOf(plan: Plan, day: number): PlannedMisdeed[] {
	if (plan.without.has('misdeeds')) return [];
	// A short run tries much, a year now and then.
	const [most, ppm] = plan.days <= 30 ? [3, 800_000] : [1, 200_000];
	return Array.from({ length: plan.agents * most }, (_, i) => ({
		agent: i % plan.agents,
		draw: random(`${plan.seed} misdeed ${i} ${day}`),
	}))
		.flatMap(({ agent, draw }) => {
			if (!draw.chance(ppm)) return [];
			const misdeed = draw.pick(misdeeds);
			const night = misdeed === 'late call' || misdeed === 'again after a talk';
			const edge = misdeed === 'edge of hours' || misdeed === 'edge of hours abroad';
			const minute = night ? 22 * 60 : edge ? 20 * 60 + 50 : draw.between(17 * 60 + 30, 20 * 60 + 30);
			return [{ agent, misdeed, draw, minute }];
		})
		.sort((a, b) => a.minute - b.minute || a.agent - b.agent);
}

/** How much more often things happen in a short run, so that a dozen days of few debtors show what a year of many does. */
export const oftener = ({ days }: Pick<Plan, 'days'>): number => (days <= 30 ? 15 : 1);

/**
 * What debtors do of themselves, in parts per million per open debtor and day, and what it brings to the desk of compliance: a case with a clock, or what a court, doctor or
 * client says. Our assumption: rare enough that most cases run their course.
 */
export const wishes = [
	{ kind: 'disputes', brings: 'dispute', ppm: 500 },
	{ kind: 'hardship', brings: 'hardship', ppm: 500 },
	{ kind: 'cease requests', brings: 'cease', ppm: 300 },
	{ kind: 'complaints', brings: 'complaint', ppm: 500 },
	{ kind: 'deaths', brings: null, ppm: 300 },
] as const satisfies readonly { kind: Kind; brings: string | null; ppm: number }[];
