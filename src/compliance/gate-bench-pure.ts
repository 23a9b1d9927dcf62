import { type Ask, decide, type Earlier, type Facts, prepare, type Prepared } from '../contact/rules.ts';
import { momentOf } from '../core/time.ts';
import { ratioOf } from '../host/bench.ts';
import { lawRows } from '../law/rows.ts';

/** An ordinary Tuesday morning in Shanghai, so that every run asks at a lawful hour. */
export const morning = Temporal.Instant.from('2026-11-24T02:00:00Z');
const tenOClock = morning.epochMilliseconds;
const dayStart = tenOClock - 10 * 3_600_000;
const priorContacts = 30;
/** More debtors than a processor's cache holds. */
const debtors = 2_000;

const call: Ask = { channel: 'voice', purpose: 'collect', amount_minor: 100_00, automatic: true };

/** A debtor with thirty earlier contacts in nine days, some of them today: everything the gate looks at. No two alike; as JSON has them. */
function factsOf(debtor: number, today: number): Facts {
	const creditor = String(debtor % 7);
	const earlier = Array.from({ length: priorContacts }, (_, i): Earlier => {
		const isToday = i >= priorContacts - today;
		const minutesAgo = isToday ? 12 * (priorContacts - i) + (debtor % 11) + 20 : 1_440 + 360 * (priorContacts - i) + (debtor % 59);
		return {
			at: morning.subtract({ minutes: minutesAgo }).toString(),
			channel: i % 5 === 4 && !isToday ? 'sms' : 'voice',
			party: 'debtor',
			same_number: isToday || i % 3 !== 0,
			same_debtor: true,
			same_person: false,
			creditor_ids: [creditor],
			answered: (i + debtor) % 4 === 0,
			lapses_at: null,
		};
	});
	return JSON.parse(
		JSON.stringify({
			zones: ['Asia/Shanghai'],
			agreed_hours: null,
			party: 'debtor',
			party_refused: false,
			party_named_by_debtor: true,
			point: { state: 'good', source: 'placement 1', lawful_basis: 'contract', expires_on: null },
			debts: [{ id: String(debtor), creditor_id: creditor, status: 'open', owed_minor: 500_000 + debtor, currency: 'CNY' }],
			holds: [],
			own_points_usable: 1,
			failed_in_row: 0,
			earlier,
			agent: { exam_passed_on: '2026-10-25', trained_on: '2026-10-25' },
		}),
	) as Facts;
}

/** What three of the rules count for a debtor, made ready for the engine as the gate's facts are: the moments of each kind of contact. */
type Moments = { readonly answered: readonly number[]; readonly attempts: readonly number[] };
const momentsOf = ({ earlier }: Facts): Moments => {
	const calls = earlier.filter((each) => each.channel === 'voice');
	return {
		answered: calls.filter((each) => each.same_debtor && each.answered !== false).map((each) => momentOf(each.at)),
		attempts: calls.filter((each) => each.same_number).map((each) => momentOf(each.at)),
	};
};
function countOf(moments: readonly number[], from: number, at: number): number {
	let count = 0;
	for (const moment of moments) if (moment >= from && moment <= at) count++;
	return count;
}
const dayOf = (at: number) => dayStart + Math.floor((at - dayStart) / 86_400_000) * 86_400_000;
const hourOf = (at: number) => Math.floor((at - dayOf(at)) / 3_600_000);

type Engine = { readonly name: string; readonly run: (moments: Moments, at: number) => Promise<readonly string[]> };

/**
 * Three of the gate's rules in a general rules engine of the registry (`json-rules-engine`): hours of the day, 3 answered calls a day, 6 attempts at a number a day. Each
 * way its documentation offers of giving facts to it: numbers counted before the run; functions it calls, not cached and not awaited. And all conditions in one
 * rule, which is quickest and no longer says which of them refused.
 */
async function enginesOfThreeRules(): Promise<{ readonly threeRules: readonly Engine[]; readonly oneRule: Engine }> {
	const { Engine: RulesEngine } = await import('json-rules-engine');
	const hours = [
		{ fact: 'localHour', operator: 'lessThan', value: 8 },
		{ fact: 'localHour', operator: 'greaterThanInclusive', value: 22 },
	];
	const answered = { fact: 'answeredToday', operator: 'greaterThanInclusive', value: 3 };
	const attempts = { fact: 'attemptsToday', operator: 'greaterThanInclusive', value: 6 };
	const three = () => {
		const engine = new RulesEngine();
		engine.addRule({ conditions: { any: hours }, event: { type: 'CN-T1' } });
		engine.addRule({ conditions: { any: [answered] }, event: { type: 'CN-F1' } });
		engine.addRule({ conditions: { any: [attempts] }, event: { type: 'CN-F2' } });
		return engine;
	};
	const counted = (moments: Moments, at: number) => ({
		localHour: hourOf(at),
		answeredToday: countOf(moments.answered, dayOf(at), at),
		attemptsToday: countOf(moments.attempts, dayOf(at), at),
	});
	const given = three();
	const one = new RulesEngine();
	one.addRule({ conditions: { any: [...hours, answered, attempts] }, event: { type: 'refused' } });
	const asking = three();
	let [now, of]: [number, Moments] = [0, { answered: [], attempts: [] }];
	asking.addFact('localHour', () => hourOf(now), { cache: false });
	asking.addFact('answeredToday', () => countOf(of.answered, dayOf(now), now), { cache: false });
	asking.addFact('attemptsToday', () => countOf(of.attempts, dayOf(now), now), { cache: false });
	const typesOf = async (running: Promise<{ events: { type: string }[] }>) => (await running).events.map((event) => event.type).sort();
	return {
		threeRules: [
			{ name: 'three rules, numbers counted before the run', run: (moments, at) => typesOf(given.run(counted(moments, at))) },
			{
				name: 'three rules, functions that count when asked',
				run: (moments, at) => {
					[now, of] = [at, moments];
					return typesOf(asking.run());
				},
			},
		],
		oneRule: { name: 'one rule of all conditions', run: (moments, at) => typesOf(one.run(counted(moments, at))) },
	};
}

/** What is measured: the n-th of its decisions. */
type Measured = (n: number) => unknown;
const batch = 64;
const turns = 48;
const turnMs = 25;

/** Runs each in short turns, one after the other, so that a busy moment of the machine falls on all of them; of each its best turn, in runs a second. */
async function perSecond<Name extends string>(measured: Readonly<Record<Name, Measured>>): Promise<Record<Name, number>> {
	const names = Object.keys(measured) as Name[];
	const best = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
	const done = new Map<Name, number>();
	for (let turn = 0; turn < turns; turn++) {
		for (const name of names) {
			const run = measured[name];
			const from = performance.now();
			let n = done.get(name) ?? 0;
			const before = n;
			let took = 0;
			while (took < turnMs) {
				for (let i = 0; i < batch; i++) {
					const waiting = run(n++);
					if (waiting instanceof Promise) await waiting;
				}
				took = performance.now() - from;
			}
			done.set(name, n);
			best[name] = Math.max(best[name], Math.round(((n - before) / took) * 1_000));
		}
	}
	return best;
}

/** A moment for the n-th decision, scattered over a span. */
const scattered = (from: number, seconds: number) => (n: number) => from + ((n * 7_919) % seconds) * 1_000;
const tenToEleven = scattered(tenOClock, 3_600);
const anyHour = scattered(dayStart, 86_400);
const atNight = scattered(dayStart + 22 * 3_600_000, 7_200);

/** The gate and the engine agree on the three rules, for every debtor and at moments of the whole day; else the figures would compare different work. */
async function checkAgreement(contacts: readonly Prepared[], moments: readonly Moments[], engines: readonly Engine[]): Promise<void> {
	for (const [n, contact] of contacts.entries()) {
		const at = anyHour(n);
		const ours = contact
			.at(at)
			.reasons.filter(({ rule, verdict }) => verdict === 'refuses' && ['CN-T1', 'CN-F1', 'CN-F2'].includes(rule))
			.map(({ rule }) => rule)
			.sort()
			.join(' ');
		for (const engine of engines) {
			const theirs = (await engine.run(moments[n] as Moments, at)).join(' ');
			if (theirs !== ours) throw new Error(`debtor ${n}: the gate says “${ours}”, ${engine.name} “${theirs}”`);
		}
	}
}

/** Pure decisions a second on one core: the whole China pack and thirty prior contacts, beside three rules in a general engine. */
export async function benchPure(): Promise<object> {
	const { threeRules, oneRule } = await enginesOfThreeRules();
	const plain = Array.from({ length: debtors }, (_, debtor) => factsOf(debtor, 2));
	const spent = Array.from({ length: debtors }, (_, debtor) => factsOf(debtor, 6));
	const of = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
	const contacts = plain.map((facts) => prepare(call, facts, lawRows));
	const tired = spent.map((facts) => prepare(call, facts, lawRows));
	const moments = plain.map(momentsOf);
	await checkAgreement(contacts, moments, threeRules);
	await checkAgreement(tired, spent.map(momentsOf), threeRules);
	if (!contacts.every((contact, n) => contact.at(tenToEleven(n)).permitted)) throw new Error('the calls of the bench are permitted');
	if (tired.some((contact, n) => contact.at(tenToEleven(n)).permitted)) throw new Error('the seventh attempt of a day is refused');
	const figure = await perSecond({
		gate: (n) => of(contacts, n).at(tenToEleven(n)),
		given: (n) => threeRules[0]?.run(of(moments, n), tenToEleven(n)),
		asking: (n) => threeRules[1]?.run(of(moments, n), tenToEleven(n)),
		oneRule: (n) => oneRule.run(of(moments, n), tenToEleven(n)),
	});
	const cold = await perSecond({
		gate: (n) => decide(call, of(plain, n), lawRows, morning.add({ seconds: n % 3_600 })),
		prepare: (n) => prepare(call, of(plain, n), lawRows).at(tenToEleven(n)),
		engine: (n) => threeRules[1]?.run(momentsOf(of(plain, n)), tenToEleven(n)),
	});
	const other = await perSecond({
		seventh: (n) => of(tired, n).at(tenToEleven(n)),
		night: (n) => of(contacts, n).at(atNight(n)),
		anyHour: (n) => of(contacts, n).at(anyHour(n)),
		// Another day each time a debtor comes round.
		newDay: (n) => of(contacts, n).at(tenToEleven(n) + (1 + (Math.floor(n / debtors) % 300)) * 86_400_000),
	});
	const engine = Math.max(figure.given, figure.asking);
	const permittedShare = contacts.filter((contact, n) => contact.at(anyHour(n)).permitted).length / debtors;
	return {
		decisions_per_s: figure.gate,
		rules_engine_per_s: engine,
		ratio: ratioOf(figure.gate, engine),
		target_ratio: 100,
		rows: lawRows.length,
		prior_contacts: priorContacts,
		debtors,
		decision_is:
			'a permitted call, another debtor and another moment each time, whole (every reason with its citation, obligations, what is used of the limits, expiry), from contacts prepared once, with instants as milliseconds',
		rules_engine_is: `json-rules-engine, ${(figure.given > figure.asking ? threeRules[0] : threeRules[1])?.name}: hours, answered calls and attempts of the day, from the same debtors’ moments, prepared too`,
		rules_engine_one_rule_per_s: figure.oneRule,
		ratio_to_one_rule: ratioOf(figure.gate, figure.oneRule),
		plain_facts: {
			decisions_per_s: cold.gate,
			as_moments_per_s: cold.prepare,
			rules_engine_per_s: cold.engine,
			ratio: ratioOf(cold.gate, cold.engine),
			is: 'decide(): facts as JSON has them, never seen before, read, prepared, decided once and thrown away; the engine’s two lists of moments are read from them too',
		},
		first_of_a_day_per_s: other.newDay,
		refused: {
			seventh_attempt_per_s: other.seventh,
			at_night_per_s: other.night,
			is: 'with the words of every rule that refuses and the first lawful moment',
		},
		any_hour: { decisions_per_s: other.anyHour, permitted_share: Math.round(permittedShare * 100) / 100 },
	};
}
