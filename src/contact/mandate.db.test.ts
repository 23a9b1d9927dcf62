import { describe, expect, test } from 'vitest';
import { ask, gateDesk } from '../../test/support/gate.ts';
import { aDebt, at, call, facts, judge, morning } from '../../test/support/facts.ts';
import { makePlan, makePromise } from '../arrangements/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';

const desk = gateDesk();

describe('MANDATE: the client’s mandate ends with the 24th in Shanghai', () => {
	const until = '2026-11-24T16:00:00Z';
	const rules = (now: Temporal.Instant, ...debts: readonly object[]) => {
		const decided = judge(call, facts({ debts: debts.map((debt, i) => ({ ...aDebt, id: String(i + 1), ...debt })) }), now);
		const said = decided.reasons.filter(({ verdict }) => verdict === 'refuses').map(({ rule }) => rule);
		return said.length === 0 ? said : [...said, decided.allowedFrom === null ? 'never' : String(decided.allowedFrom)];
	};

	test('on that day a call is allowed, the next morning it is refused, and no time heals it', () => {
		expect(rules(morning, { mandate_until: until })).toEqual([]);
		expect(rules(at('2026-11-25T02:00:00Z'), { mandate_until: until })).toEqual(['MANDATE', 'never']);
	});

	test('of two debts whose one has no end the call is allowed, about that one alone', () => {
		const now = at('2026-11-25T02:00:00Z');
		expect(rules(now, { mandate_until: until }, {})).toEqual([]);
		const decided = judge(
			call,
			facts({
				debts: [
					{ ...aDebt, mandate_until: until },
					{ ...aDebt, id: '2' },
				],
			}),
			now,
		);
		expect(decided).toMatchObject({ permitted: true, debtIds: ['2'] });
		expect(
			judge(
				{ ...call, debt_ids: ['1'] },
				facts({
					debts: [
						{ ...aDebt, mandate_until: until },
						{ ...aDebt, id: '2' },
					],
				}),
				now,
			),
		).toMatchObject({
			permitted: false,
		});
	});

	test('a notice the law asks for may still go', () => {
		expect(
			judge(
				{ ...call, channel: 'letter', purpose: 'required_by_law' },
				facts({ debts: [{ ...aDebt, mandate_until: until }] }),
				at('2026-11-25T02:00:00Z'),
			),
		).toMatchObject({ permitted: true });
	});
});

test('the day after the expected recall no permit is given and nothing is agreed; on the day itself both are', async () => {
	const { debtorId, debtId } = desk.placed;
	const ends = (on: string) => desk.database.query('update debt set recall_due_on = $2 where id = $1', [debtId, on]);
	const agreeing = {
		debtorId,
		debtId,
		currency: 'CNY',
		amountMinor: 100n,
		dueOn: Temporal.PlainDate.from('2026-11-26'),
		firstDueOn: Temporal.PlainDate.from('2026-11-26'),
		instalments: 3,
	};
	const agree = (make: typeof makePromise | typeof makePlan) =>
		change(desk.door, { act: 'test.agree', input: null }, async (act) => {
			const made = await make(act, agreeing);
			return isRefusal(made) ? made : { made: true };
		});
	await ends('2026-11-23');
	expect(await ask(desk)).toMatchObject({ code: 'contact.mandate_over' });
	expect(await agree(makePromise)).toMatchObject({ code: 'debt.mandate_over' });
	expect(await agree(makePlan)).toMatchObject({ code: 'debt.mandate_over' });
	await ends('2026-11-24');
	expect(isRefusal(await ask(desk))).toBe(false);
	expect(await agree(makePromise)).toEqual({ made: true });
});
