import { makePromise, withdrawPlan } from '../arrangements/actions.ts';
import { inTenant } from '../host/db.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import type { PersonName } from './cast.ts';
import { call, type Matter, type Moment, paymentsOf, pays, promises, type Street, taken } from './parts.ts';

/** Instalments that begin on the third day. */
const plans =
	(name: PersonName, instalments: number, { total = 100_001n, dueOn = 2, currency = 'CNY', replace = false, loan = 0 } = {}) =>
	(street: Street) => {
		const to = street.loan(name, loan);
		return call(street, street.agent('talker'), to, {
			said: 'plan',
			plan: { debtId: to.debt_id, currency, totalMinor: total, instalments, firstDueOn: street.on(dueOn), replace },
		});
	};
const talks = (name: PersonName) => (street: Street) => call(street, street.agent('talker'), street.loan(name));

/** The hour of each call of a day: one every two minutes, so that the agent is on one line at a time. */
const inTurn = (day: number, from: string, works: readonly ((street: Street) => Promise<unknown>)[]): Moment[] =>
	works.map(
		(work, i): Moment => [
			day,
			Temporal.PlainTime.from(from)
				.add({ minutes: 2 * i })
				.toString(),
			work,
		],
	);

const pastDue = [
	'2 days',
	'30 days',
	'31 days',
	'60 days',
	'61 days',
	'90 days',
	'91 days',
	'120 days',
	'121 days',
	'180 days',
	'181 days',
] as const;

/** What is agreed and how it is judged, what it quiets, and what the days past due make of a call. */
export const mattersOfPromises: Readonly<Record<string, Matter>> = {
	'money of the day a promise is made, of its last and of the next': [
		[0, '09:30:00', pays('known before', 100_000n, { at: [0, '09:00'] })],
		...inTurn(0, '10:30', [
			promises('on the last instant'),
			promises('on the first instant after'),
			promises('that very morning'),
			promises('known before'),
			promises('half'),
			promises('taken back'),
			promises('for the other loan'),
			promises('in good time'),
			promises('promised whole', { amount: 300_000n }),
			promises('settled with money of before', { amount: 300_000n }),
			promises('settled by money of before', { amount: 300_000n }),
			promises('of two loans, one settled first'),
		]),
		[2, '10:30:00', promises('promised and recalled', { dueOn: 5 })],
		[0, '14:00:00', pays('that very morning', 100_000n, { at: [0, '09:00'] })],
		[1, '09:00:00', pays('in good time', 100_000n)],
		[1, '09:01:00', pays('taken back', 100_000n)],
		[1, '09:02:00', pays('for the other loan', 100_000n, { loan: 1 })],
		[1, '09:03:00', pays('promised whole', 200_000n)],
		// Of the day before the promise it counts for nothing towards it, and still pays the debt.
		[1, '09:03:00', pays('settled with money of before', 200_000n, { at: [-1, '12:00'] })],
		[1, '09:04:00', pays('settled with money of before', 100_000n)],
		[1, '09:05:00', pays('settled by money of before', 300_000n, { at: [-1, '12:00'] })],
		[2, '09:00:00', pays('half', 50_000n)],
		[2, '09:01:00', pays('promised whole', 150_000n)],
		[2, '09:02:00', (street) => lastTaken(street, 'taken back')],
		// The morning after the day of grace: the other loan is paid off first, then the promise.
		[4, '06:28:00', pays('of two loans, one settled first', 300_000n, { loan: 1 })],
		[4, '06:29:00', pays('of two loans, one settled first', 100_000n, { at: [3, '20:00'] })],
		[4, '06:30:00', pays('on the last instant', 100_000n, { at: [3, '23:59:30'] })],
		[4, '06:31:00', pays('on the first instant after', 100_000n, { at: [4, '00:00'] })],
	],
	'a promise that comes by letter, before the day’s first message': [
		[
			0,
			'09:40:00',
			({ press, lead, loan, on }) => {
				const { debtor_id: debtorId, debt_id: debtId, currency } = loan('promised by letter');
				return press('promise', (key) =>
					change(
						lead,
						{ act: 'promise.make', input: { debtor: debtorId, debt_id: debtId }, debtorId, key },
						async (act): Promise<{ promise: string } | Refusal> => {
							const made = await makePromise(act, { debtorId, debtId, currency, amountMinor: 100_000n, dueOn: on(6) });
							return isRefusal(made) ? made : { promise: String(made.promiseId) };
						},
					),
				);
			},
		],
	],
	'a promise on one of several loans': inTurn(0, '11:00', [
		promises('promised one of three', { dueOn: 4 }),
		promises('promised two of three', { dueOn: 3 }),
		promises('promised two of three', { dueOn: 6, loan: 1 }),
		promises('promised for tomorrow', { dueOn: 1 }),
		promises('promised in the middle', { dueOn: 7 }),
	]),
	'instalments kept, half kept and given up': [
		...inTurn(0, '11:30', [
			plans('who keeps two', 2),
			plans('who keeps one', 2),
			plans('who keeps one and a half', 3),
			plans('who pays all at once', 3, { loan: 1 }),
			plans('who gives up', 3),
		]),
		...(['who keeps two', 'who keeps one', 'who keeps one and a half'] as const).map(
			(name, i): Moment => [2, `09:1${i}:00`, pays(name, name === 'who keeps one and a half' ? 33_334n : 50_001n)],
		),
		[3, '09:10:00', (street) => givesUp(street)],
		[30, '09:10:00', pays('who keeps two', 50_000n)],
		[30, '09:11:00', pays('who keeps one and a half', 20_000n)],
	],
	'agreed a second time, for too long, in other money, on nothing': [
		...inTurn(0, '12:00', [
			promises('who promised before', { dueOn: 5 }),
			plans('who promised before', 3),
			plans('who promised before', 3, { replace: true }),
			plans('of sixty-one months', 61, { total: 300_000n }),
			plans('in another currency', 3, { currency: 'USD' }),
			promises('who planned before', { dueOn: 5 }),
			promises('who planned before', { dueOn: 6 }),
			promises('who planned before', { dueOn: 7, replace: true }),
		]),
		[0, '15:30:00', pays('who owes nothing', 300_000n)],
		[0, '15:40:00', plans('who owes nothing', 3)],
	],
	'the edges of the buckets': [
		...inTurn(0, '13:00', pastDue.map(talks)),
		[
			0,
			'13:40:00',
			(street) =>
				call(street, street.agent('talker'), street.loan('of inability'), { said: 'cannot_pay', ability: 'unable', reason: 'no_ability' }),
		],
	],
};

async function lastTaken(street: Street, name: PersonName): Promise<void> {
	for (const payment of await paymentsOf(street, street.loan(name))) await taken(street, payment);
}

/** The plan of whoever gives it up. */
async function givesUp(street: Street): Promise<void> {
	const { press, lead, manager } = street;
	const { debtor_id: debtorId } = street.loan('who gives up');
	const [plan] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from plan where tenant_id = $1 and debtor_id = $2', [tx.tenantId, debtorId]),
		),
	);
	if (!plan) return;
	await press('withdraw', (key) =>
		change(
			lead,
			{ act: 'plan.withdraw', input: { debtor: debtorId, plan: plan.id }, debtorId, key },
			async (act): Promise<{ plan: string } | Refusal> => {
				const done = await withdrawPlan(act, { debtorId, planId: plan.id });
				return isRefusal(done) ? done : { plan: String(done.planId) };
			},
		),
	);
}
