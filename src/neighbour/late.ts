import { makePromise, promisesEndedBy } from '../arrangements/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { recordedTerms } from '../demo/calls.ts';
import { updateBalance } from '../payments/balance.ts';
import { reversePayment } from '../payments/queues.ts';
import { change } from '../record/change.ts';
import { keptFindings } from '../auditor/agreements.ts';
import type { PersonName } from './cast.ts';
import { enter, type Matter, paymentsOf, pays, promises, type Street } from './parts.ts';
import { givesUp, holds, plansAtTheDesk, takesBack } from './paper.ts';

/** A promise by letter in place of the one before. */
const promisesAnew = (name: PersonName, dueOn: number) => (street: Street) => {
	const { debtor_id: debtorId, debt_id: debtId, currency } = street.loan(name);
	const promise = { debtId, currency, amountMinor: 100_000n, dueOn: street.on(dueOn), replace: true };
	return enter(street, street.lead, 'promise.make', debtorId, recordedTerms({ promise }), async (act) => {
		const made = await makePromise(act, { debtorId, ...promise });
		return isRefusal(made) ? made : { id: String(made.promiseId) };
	});
};

const charged = 'in breathing space';
/** The client sends new figures as of a day: more interest than was placed, and of one part less. */
const says = (more: { interest?: bigint; costs?: bigint }, as: number) => (street: Street) => {
	const { press, manager, loan, on } = street;
	const { debtor_id: debtorId, debt_id: debtId } = loan(charged);
	const owed = { costs: 5_000n, interest: 20_000n, penalty: 5_000n, principal: 270_000n, ...more };
	return press('balance', (key) =>
		change(manager, { act: 'debt.balance', input: { debtor: debtorId, debt: debtId, ...owed, on: `${on(as)}` }, debtorId, key }, (act) =>
			updateBalance(act, { debtorId, debtId, owed, on: on(as), reason: 'interest since' }),
		),
	);
};

/** The bank takes back all that somebody paid, one after the other; of each it is told which promises it had kept. */
async function takenAndTold(street: Street, name: PersonName): Promise<void> {
	const { press, manager, owner, found, clock } = street;
	for (const payment of await paymentsOf(street, street.loan(name))) {
		const told = await press('reverse', (key) =>
			change(manager, { act: 'payment.reverse', input: { payment }, key }, async (act): Promise<{ kept: string[] } | Refusal> => {
				const undone = await reversePayment(act, payment, 'returned by the bank');
				return isRefusal(undone) ? undone : { kept: (await promisesEndedBy(act, undone)).kept.map(String) };
			}),
		);
		if (!isRefusal(told)) found(await keptFindings(owner, { tenantId: manager.tenantId, payment, kept: told.kept }));
		clock.advance({ minutes: 5 });
	}
}

const anew = 'who promises anew past the last day';
const back = 'who takes a promise back past its last day';
const plan = 'who gives instalments up past their last day';
const early = 'who takes a promise back before a word of it';
const twice = 'who pays before a promise and after it';

/** What was agreed and is past its last day before a day run comes by; and what is taken back in time, and what was kept by it. */
export const mattersOfLate: Readonly<Record<string, Matter>> = {
	'agreements on the morning after their last day of grace': [
		[0, '14:56:00', promises(anew)],
		[0, '14:58:00', promises(back)],
		[1, '09:34:00', plansAtTheDesk(plan, 2)],
		[1, '09:07:00', pays(anew, 20_000n)],
		[4, '06:40:00', promisesAnew(anew, 6)],
		[4, '06:41:00', takesBack(back)],
		[5, '06:40:00', givesUp(plan)],
	],
	'a promise is taken back on the morning of the word of it': [
		[0, '15:02:00', promises(early)],
		[1, '09:21:00', takesBack(early)],
	],
	'money before a promise, towards it, and told after it was kept': [
		[0, '09:51:00', pays(twice, 10_000n)],
		[0, '15:04:00', promises(twice)],
		[1, '09:08:00', pays(twice, 100_000n)],
		[2, '09:06:00', pays(twice, 5_000n, { at: [1, '12:00'] })],
		// Past its last day, so that it stays kept.
		[4, '09:25:00', (street) => takenAndTold(street, twice)],
	],
	'more interest in a breathing space, of its days and of a day before': [
		[1, '16:30:00', holds(charged, { kind: 'breathing_space', days: null })],
		[3, '09:45:00', says({ interest: 20_100n }, 3)],
		[3, '09:46:00', says({ costs: 5_100n }, 2)],
		[3, '09:47:00', says({ interest: 20_100n }, 0)],
	],
};
