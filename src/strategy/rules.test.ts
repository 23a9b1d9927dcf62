import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../tenants/rules.ts';
import { explainTreatment } from './explain.ts';
import { cadenceOf, type DebtFacts, type DebtorFacts, dateOf, dayOf, decideTreatment, windowOf, workingSpan } from './rules.ts';

const on = dayOf(Temporal.PlainDate.from('2026-11-24'));

/** A debt 45 days past due (M2), placed today and due for review, about which nothing is known. */
const debt = (said: Partial<DebtFacts> = {}): DebtFacts => ({
	debtId: 1n,
	owedMinor: 100_000,
	overdueSince: on - 45,
	placedOn: on,
	tooLateToday: false,
	recallDueOn: null,
	due: true,
	openedOn: null,
	reachedOn: null,
	lastAttemptOn: null,
	willingness: 'unknown',
	ability: 'unknown',
	reason: 'unknown',
	paidBefore: false,
	promiseDueOn: null,
	promiseGraceDays: 1,
	promiseIsInstalment: false,
	brokenOn: null,
	held: null,
	...said,
});
const debtor = (debts: readonly DebtFacts[], said: Partial<DebtorFacts> = {}): DebtorFacts => ({
	debtorId: 7n,
	held: null,
	machineRefused: false,
	reachable: true,
	hoursLeft: true,
	debts,
	...said,
});
const treat = (said: Partial<DebtFacts>, of: Partial<DebtorFacts> = {}) => decideTreatment(debtor([debt(said)], of), defaultSettings, on);

/** A treatment in one line: steps of calls, messages, stage, days until the next review (`-` for never). */
const inWords = ({ calls, messages, states }: ReturnType<typeof decideTreatment>) =>
	[
		calls.map((call) => call.step).join(', ') || 'no call',
		messages.map((message) => message.template).join(', ') || 'no message',
		...states.map((state) => `${state.stage}, again in ${state.reviewOn === null ? '-' : state.reviewOn - on}`),
	].join(' | ');

describe('the opening (seed: day 1 three calls and one message, daily to day 5 until reached)', () => {
	const placed = { openedOn: on };
	test.each<[string, Partial<DebtFacts>, string]>([
		['placed this morning', {}, 'opening 1/3, opening 2/3, opening 3/3 | opening | opening, again in 1'],
		['placed after the cut-off hour of today', { tooLateToday: true }, 'no call | no message | new, again in 1'],
		['placed as of a later date', { placedOn: on + 3 }, 'no call | no message | new, again in 3'],
		['placed last week and never opened', { placedOn: on - 7 }, 'opening 1/3, opening 2/3, opening 3/3 | opening | opening, again in 1'],
		['day 1 looked at again, not reached', placed, 'opening 1/3, opening 2/3, opening 3/3 | no message | opening, again in 1'],
		['day 1 looked at again, reached', { ...placed, reachedOn: on, lastAttemptOn: on }, 'no call | no message | bucket, again in 1'],
		['day 2, not reached', { openedOn: on - 1, lastAttemptOn: on - 1 }, 'opening | no message | opening, again in 1'],
		['day 5, not reached', { openedOn: on - 4, lastAttemptOn: on - 1 }, 'opening | no message | opening, again in 1'],
		['day 6, not reached: by bucket', { openedOn: on - 5, lastAttemptOn: on - 1 }, 'no call | no message | bucket, again in 1'],
		['day 3, reached on day 2', { openedOn: on - 2, reachedOn: on - 1, lastAttemptOn: on - 1 }, 'bucket | no message | bucket, again in 1'],
	])('%s', (_, said, expected) => {
		expect(inWords(treat(said))).toBe(expected);
	});

	test.each([
		['whose hours are over', { hoursLeft: false }, 'new, again in 1'],
		['of a debtor without a usable number of their own', { reachable: false }, 'no number, again in 7'],
	])('a day %s plans nothing and uses up no first day', (_, said, expected) => {
		expect([inWords(treat({}, said)), treat({}, said).states[0]?.openedOn]).toEqual([`no call | no message | ${expected}`, null]);
	});
});

describe('CN-D3 (PIPL 24): a debtor who refused decisions by machine alone', () => {
	test.each<[string, Partial<DebtFacts>, string]>([
		['three calls and a message become one question to a person', {}, 'person decides | no message | person decides, again in 1'],
		['a reminder alone becomes that question too', { promiseDueOn: on + 1 }, 'person decides | no message | person decides, again in 1'],
		['a day without a step asks nobody', { promiseDueOn: on + 9 }, 'no call | no message | promise, again in 8'],
	])('%s', (_, said, expected) => {
		expect(inWords(treat(said, { machineRefused: true }))).toBe(expected);
	});
});

describe('why a debt gets its step (CN-D3)', () => {
	const why = (said: Partial<DebtFacts>, of: Partial<DebtorFacts> = {}) => {
		const { decidedBy, debts } = explainTreatment(debtor([debt(said)], of), defaultSettings, on);
		return [decidedBy, ...(debts[0]?.because.map(({ en }) => en) ?? [])];
	};
	const later = { openedOn: on - 21, lastAttemptOn: on - 14, placedOn: on - 21 };
	test.each<[string, string[], Partial<DebtFacts>, Partial<DebtorFacts>]>([
		[
			'day 1',
			[
				'day 1 of the opening, the debtor not reached yet',
				'3 calls and a message on the first day, one call a day to day 5, until the debtor is reached',
			],
			{},
			{},
		],
		['M2', ['one call each 2 days', 'last attempt 14 days ago'], later, {}],
		[
			'unable',
			['not able to pay: slower, with an offer of instalments', 'one call each 14 days', 'last attempt 14 days ago'],
			{ ...later, ability: 'unable' },
			{},
		],
		['our fault', ['our own fault: no pressure'], { ...later, reason: 'system_fault' }, {}],
		[
			'a promise',
			['a promise is due on 2026-11-30, 1 days of grace: a word the day before, quiet until then'],
			{ ...later, promiseDueOn: on + 6 },
			{},
		],
	])('%s', (_, expected, said, of) => {
		expect(why(said, of)).toEqual(['machine', '45 days past due (M2)', ...expected]);
	});

	test('the explanation shows the very step the day run takes, whatever the facts', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: -5, max: 400 }),
				fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
				fc.boolean(),
				(late, opened, machineRefused) => {
					const facts = debtor([debt({ overdueSince: on - late, openedOn: opened === null ? null : on - opened })], { machineRefused });
					const decided = decideTreatment(facts, defaultSettings, on);
					const [explained] = explainTreatment(facts, defaultSettings, on).debts;
					expect([explained?.stage, explained?.reviewOn]).toEqual([decided.states[0]?.stage, decided.states[0]?.reviewOn]);
					expect(explained?.calls).toBe(decided.calls.length);
					expect(explained?.message).toBe(decided.messages[0]?.template ?? null);
					expect(explained?.because.length).toBeGreaterThan(0);
				},
			),
		);
	});
});

describe('after the opening: by bucket, class and reason', () => {
	const later = { openedOn: on - 21, lastAttemptOn: on - 14, placedOn: on - 21 };
	test.each<[string, Partial<DebtFacts>, string]>([
		['M1, day 22 (third week begins: a message too)', { overdueSince: on - 20 }, 'bucket | reminder | bucket, again in 3'],
		['M2', {}, 'bucket | reminder | bucket, again in 2'],
		['M2, called yesterday', { lastAttemptOn: on - 1 }, 'no call | no message | bucket, again in 1'],
		['M2 becomes M3 in one day', { overdueSince: on - 60 }, 'bucket | reminder | bucket, again in 1'],
		['M6+', { overdueSince: on - 400 }, 'bucket | reminder | bucket, again in 7'],
		['M2, key case by earlier payment', { paidBefore: true }, 'bucket | reminder | bucket, again in 1'],
		['willing, never more often than each second day', { willingness: 'willing' }, 'bucket | reminder | bucket, again in 2'],
		['unwilling: as the bucket says', { willingness: 'unwilling' }, 'bucket | reminder | bucket, again in 2'],
		['unable: instalments are offered, every two weeks', { ability: 'unable' }, 'bucket | instalment_offer | bucket, again in 14'],
		['reason: no ability', { reason: 'no_ability' }, 'bucket | instalment_offer | bucket, again in 14'],
		['reason: willing but later', { reason: 'willing_later' }, 'bucket | reminder | bucket, again in 7'],
		['reason: forgot', { reason: 'forgot' }, 'bucket | reminder | bucket, again in 2'],
		['reason: bad faith, a label nobody has approved', { reason: 'bad_faith' }, 'bucket | reminder | bucket, again in 2'],
		['reason: fault of our system, no pressure until M3', { reason: 'system_fault' }, 'no call | no message | our fault, again in 16'],
		['mandate ends today: still worked', { recallDueOn: on }, 'bucket | reminder | bucket, again in 1'],
		['mandate ended yesterday', { recallDueOn: on - 1 }, 'no call | no message | recall due, again in 16'],
		['nothing owed any more', { owedMinor: 0 }, 'no call | no message | settled, again in -'],
	])('%s', (_, said, expected) => {
		const settings = { ...later, ...said };
		// The bucket edge lies before the month's end in every line that is at rest.
		expect(inWords(treat(settings))).toBe(expected);
	});

	test('bad faith is treated like every other reason', () => {
		const other = debt({ reason: 'other' });
		for (let bucket = 0; bucket <= 7; bucket++) expect(cadenceOf({ ...other, reason: 'bad_faith' }, bucket)).toBe(cadenceOf(other, bucket));
	});

	test('the last seven days of the mandate go before others of the same bucket, a promise due before both', () => {
		const priority = (said: Partial<DebtFacts>) => treat({ ...later, ...said }).calls[0]?.priority ?? 0;
		expect(priority({ recallDueOn: on + 7 })).toBeGreaterThan(priority({ recallDueOn: on + 8 }));
		expect(priority({ promiseDueOn: on })).toBeGreaterThan(priority({ recallDueOn: on + 7 }));
		expect(priority({ brokenOn: on })).toBeGreaterThan(priority({ recallDueOn: on + 7 }));
		expect(priority({ paidBefore: true })).toBeGreaterThan(priority({}));
		expect(priority({ owedMinor: 9_000_000 })).toBeGreaterThan(priority({ owedMinor: 1_000 }));
	});
});

describe('promises, plans and holds', () => {
	const later = { openedOn: on - 21, lastAttemptOn: on - 3, reachedOn: on - 3, placedOn: on - 21 };
	test.each<[string, Partial<DebtFacts>, string]>([
		['promise due in 10 days: quiet until the day before', { promiseDueOn: on + 10 }, 'no call | no message | promise, again in 9'],
		['promise due tomorrow: a message', { promiseDueOn: on + 1 }, 'no call | promise_due | promise, again in 1'],
		['promise due today: a call', { promiseDueOn: on }, 'promise | no message | promise, again in 2'],
		['promise due today, already called', { promiseDueOn: on, lastAttemptOn: on }, 'no call | no message | promise, again in 2'],
		['promise in its day of grace', { promiseDueOn: on - 1 }, 'no call | no message | promise, again in 1'],
		['instalment due today: no call', { promiseDueOn: on, promiseIsInstalment: true }, 'no call | no message | plan, again in 2'],
		['promise judged broken today: a call', { brokenOn: on }, 'broken promise | no message | broken promise, again in 1'],
		['broken yesterday and no call was placed', { brokenOn: on - 1 }, 'broken promise | no message | broken promise, again in 1'],
		['broken and called today', { brokenOn: on, lastAttemptOn: on }, 'no call | no message | bucket, again in 1'],
		['broken two days ago: by bucket again', { brokenOn: on - 2 }, 'bucket | reminder | bucket, again in 1'],
	])('%s', (_, said, expected) => {
		expect(inWords(treat({ ...later, ...said }))).toBe(expected);
	});

	test.each<[string, DebtorFacts['held'], string]>([
		['held for 5 days', { untilOn: on + 5 }, 'no call | no message | held, again in 5'],
		['held until a person lifts it: looked at once a month', { untilOn: null }, 'no call | no message | held, again in 30'],
		['held until this afternoon', { untilOn: on }, 'no call | no message | held, again in 1'],
	])('%s', (_, held, expected) => {
		expect(inWords(treat(later, { held }))).toBe(expected);
	});

	test.each<[string, Partial<DebtFacts>, number]>([
		['in dispute with no end', { held: { untilOn: null } }, 30],
		['on hold for 5 days, the largest and most urgent', { held: { untilOn: on + 5 }, brokenOn: on, owedMinor: 9_000_000 }, 5],
		['under a plan that is kept', { held: { untilOn: null }, promiseDueOn: on + 20, promiseIsInstalment: true }, 30],
	])('a debt %s is left out, and the other one has its call and its message', (_, said, days) => {
		const both = debtor([debt({ ...later, ...said, debtId: 1n }), debt({ ...later, debtId: 2n })]);
		const treatment = decideTreatment(both, defaultSettings, on);
		expect(inWords(treatment)).toBe(`bucket | reminder | held, again in ${days} | bucket, again in 1`);
		expect([...treatment.calls, ...treatment.messages].map((step) => step.debtId)).toEqual([2n, 2n]);
	});

	test('who is on hold in person has no step, whichever debt is free', () => {
		const both = debtor([debt({ ...later, debtId: 1n, held: { untilOn: on + 5 } }), debt({ ...later, debtId: 2n })], {
			held: { untilOn: null },
		});
		expect(inWords(decideTreatment(both, defaultSettings, on))).toBe('no call | no message | held, again in 30 | held, again in 30');
	});

	test('a promise on one debt quiets the others until it is due; a first day is not used up meanwhile', () => {
		const agreed = debt({ ...later, debtId: 1n, promiseDueOn: on + 6, due: false });
		const known = debt({ ...later, debtId: 2n });
		const fresh = debt({ debtId: 3n });
		const treatment = decideTreatment(debtor([agreed, known, fresh]), defaultSettings, on);
		expect(inWords(treatment)).toBe('no call | no message | bucket, again in 6 | new, again in 6');
		expect(treatment.states.map((state) => state.openedOn)).toEqual([on - 21, null]);
	});

	test('three debts of one debtor make one call, for the most urgent of them', () => {
		const treatment = decideTreatment(
			debtor([debt({ ...later, debtId: 1n }), debt({ ...later, debtId: 2n, brokenOn: on }), debt({ ...later, debtId: 3n, due: false })]),
			defaultSettings,
			on,
		);
		expect(treatment.calls.map((call) => [call.step, call.debtId])).toEqual([['broken promise', 2n]]);
		expect(treatment.states.map((state) => state.debtId)).toEqual([1n, 2n]);
	});
});

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const facts: fc.Arbitrary<DebtFacts> = fc
	.record({
		owedMinor: fc.integer({ min: 0, max: 10_000_000 }),
		overdueSince: fc.integer({ min: on - 400, max: on + 10 }),
		placedOn: fc.integer({ min: on - 60, max: on + 5 }),
		recallDueOn: maybe(fc.integer({ min: on - 5, max: on + 90 })),
		openedOn: maybe(fc.integer({ min: on - 60, max: on })),
		reachedOn: maybe(fc.integer({ min: on - 30, max: on })),
		lastAttemptOn: maybe(fc.integer({ min: on - 30, max: on })),
		willingness: fc.constantFrom<DebtFacts['willingness'][]>('unknown', 'willing', 'unwilling'),
		ability: fc.constantFrom<DebtFacts['ability'][]>('unknown', 'able', 'partly', 'unable'),
		reason: fc.constantFrom<DebtFacts['reason'][]>(
			'unknown',
			'forgot',
			'system_fault',
			'willing_later',
			'no_ability',
			'bad_faith',
			'other',
		),
		paidBefore: fc.boolean(),
		promiseDueOn: maybe(fc.integer({ min: on - 3, max: on + 30 })),
		promiseGraceDays: fc.integer({ min: 0, max: 5 }),
		promiseIsInstalment: fc.boolean(),
		brokenOn: maybe(fc.integer({ min: on - 3, max: on })),
		tooLateToday: fc.boolean(),
		due: fc.boolean(),
		held: fc.option(fc.record({ untilOn: maybe(fc.integer({ min: on, max: on + 60 })) }), { nil: null, freq: 4 }),
	})
	.map((said) => debt(said));
const debtors: fc.Arbitrary<DebtorFacts> = fc
	.tuple(
		fc.array(facts, { minLength: 1, maxLength: 4 }),
		maybe(fc.record({ untilOn: maybe(fc.integer({ min: on, max: on + 60 })) })),
		fc.boolean(),
	)
	.map(([debts, held, hoursLeft]) =>
		debtor(
			debts.map((each, i) => ({ ...each, debtId: BigInt(i + 1) })),
			{ held, hoursLeft },
		),
	);

describe('for every debtor', () => {
	test('the next review lies ahead, at most 30 days or until a hold ends; each debt that was due has one state', () => {
		fc.assert(
			fc.property(debtors, (each) => {
				const { states } = decideTreatment(each, defaultSettings, on);
				expect(states.map((state) => state.debtId).sort()).toEqual(each.debts.filter((one) => one.due).map((one) => one.debtId));
				for (const state of states) {
					if (state.stage === 'settled') expect(state.reviewOn).toBeNull();
					else expect(state.reviewOn).toBeGreaterThan(on);
					if (state.stage !== 'held') expect(state.reviewOn ?? on).toBeLessThanOrEqual(on + 30);
				}
			}),
		);
	});

	test('held, settled, after the mandate and without hours left: no call and no message; never more than the opening’s three calls and one message', () => {
		fc.assert(
			fc.property(debtors, (each) => {
				const { calls, messages } = decideTreatment(each, defaultSettings, on);
				const workable = each.debts.filter(
					(one) => one.due && one.owedMinor > 0 && !one.held && (one.recallDueOn === null || one.recallDueOn >= on),
				);
				if (each.held || !each.hoursLeft || workable.length === 0) expect([...calls, ...messages]).toEqual([]);
				for (const step of [...calls, ...messages]) expect(workable.map((one) => one.debtId)).toContain(step.debtId);
				expect(calls.length).toBeLessThanOrEqual(3);
				expect(messages.length).toBeLessThanOrEqual(1);
				expect(new Set(calls.map((call) => call.step)).size).toBe(calls.length);
			}),
		);
	});

	test('decided twice on the same facts, the same; a debt decided and not due any more gets nothing', () => {
		fc.assert(
			fc.property(debtors, (each) => {
				expect(decideTreatment(each, defaultSettings, on)).toEqual(decideTreatment(each, defaultSettings, on));
				const decided = { ...each, debts: each.debts.map((one) => ({ ...one, due: false })) };
				expect(decideTreatment(decided, defaultSettings, on)).toEqual({ calls: [], messages: [], states: [] });
			}),
		);
	});

	test('100 days looked at only on review dates make the same calls and messages as 100 days looked at daily', () => {
		/** Lives through the days; each planned call is placed and nobody answers. */
		const live = (start: DebtorFacts, daily: boolean) => {
			let debts = start.debts.map((each) => ({ facts: { ...each, tooLateToday: false }, reviewOn: on as number | null }));
			const steps: string[] = [];
			for (let day = on; day < on + 100; day++) {
				const today = debts.map(({ facts: each, reviewOn }) => ({ ...each, due: reviewOn !== null && (daily || reviewOn <= day) }));
				const { calls, messages, states } = decideTreatment(
					{ ...start, held: null, reachable: true, hoursLeft: true, debts: today },
					defaultSettings,
					day,
				);
				for (const step of [...calls, ...messages]) steps.push(`${day - on} ${step.step} ${step.debtId}`);
				debts = debts.map(({ facts: each, reviewOn }) => {
					const state = states.find((one) => one.debtId === each.debtId);
					return {
						facts: {
							...each,
							openedOn: state ? state.openedOn : each.openedOn,
							lastAttemptOn: calls.length > 0 ? day : each.lastAttemptOn,
						},
						reviewOn: state ? state.reviewOn : reviewOn,
					};
				});
			}
			return steps;
		};
		fc.assert(
			fc.property(debtors, (each) => {
				expect(live(each, false)).toEqual(live(each, true));
			}),
			{ numRuns: 300 },
		);
	});
});

describe('hours', () => {
	const date = Temporal.PlainDate.from('2026-11-24');
	const hours = { workFrom: '08:30', workUntil: '20:30' };
	const at = (text: string) => Temporal.Instant.from(`2026-11-24T${text}+08:00`);
	const text = (span: { from: number; until: number } | null) =>
		span &&
		[span.from, span.until].map((each) =>
			Temporal.Instant.fromEpochMilliseconds(each).toZonedDateTimeISO('Asia/Shanghai').toPlainTime().toString({ smallestUnit: 'minute' }),
		);

	test.each<[string, readonly string[], string | null, string[] | null]>([
		['planned before the day begins', ['Asia/Shanghai'], null, ['08:30', '20:30']],
		['planned at 06:10', ['Asia/Shanghai'], '06:10', ['08:30', '20:30']],
		['planned at 14:40: what is left of it', ['Asia/Shanghai'], '14:40', ['14:40', '20:30']],
		['planned at 20:15: a quarter of an hour is left', ['Asia/Shanghai'], '20:15', ['20:15', '20:30']],
		['planned at 20:16: nothing', ['Asia/Shanghai'], '20:16', null],
		['Shanghai or Tokyo, one hour ahead: allowed in both', ['Asia/Shanghai', 'Asia/Tokyo'], null, ['08:30', '19:30']],
		['Shanghai or New York: no hour in common', ['Asia/Shanghai', 'America/New_York'], null, null],
	])('%s', (_, zones, notBefore, expected) => {
		expect(text(workingSpan(zones, date, hours, notBefore === null ? null : at(notBefore)))).toEqual(expected);
	});

	test('three calls have three windows of four hours that meet end to end', () => {
		const span = workingSpan(['Asia/Shanghai'], date, hours, null);
		expect(span && [1, 2, 3].map((part) => text(windowOf(span, part, 3)))).toEqual([
			['08:30', '12:30'],
			['12:30', '16:30'],
			['16:30', '20:30'],
		]);
	});

	test('a day number is its date again, across leap days', () => {
		for (const iso of ['1970-01-01', '2024-02-29', '2026-11-24', '2100-03-01'])
			expect(dateOf(dayOf(Temporal.PlainDate.from(iso))).toString()).toBe(iso);
	});
});
