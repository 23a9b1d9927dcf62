import type { Refusal } from '../core/refusal.ts';
import { type Act, type Change, change, type Door, type Plain } from '../record/change.ts';
import { askingElsewhere } from './elsewhere.ts';
import { asksMax, askPermits, type Permit, type PermitAsk } from './permits.ts';

/**
 * Asks the gate for any number of contacts, `asksMax` in a transaction, answered exactly as one after the other would be. `what` names the act of each transaction, `use` gets its permits and
 * refusals in the order asked and says what the record keeps of it.
 *
 * Two transactions are under way at a time: while one decides and writes, the next reads its facts. It begins when the one before holds all its locks, so it waits for that one wherever both ask
 * for the same debtor or number, and sees what was given there. Only where the database has one run again (a deadlock with somebody else) does the next go first.
 *
 * Calls take their places in the count shared with the lender's other agencies by one question for each transaction, before it begins.
 *
 * Throws what `change` throws: each transaction is kept or fails by itself, those under way are waited for, none is begun after a failure.
 */
export async function askInBulk<Answer extends Plain>(
	door: Door,
	what: (asks: readonly PermitAsk[]) => Change,
	asks: readonly PermitAsk[],
	use: (act: Act, permits: readonly (Permit | Refusal)[], asks: readonly PermitAsk[]) => Promise<Answer | Refusal>,
): Promise<(Answer | Refusal)[]> {
	const underWay: Promise<Answer | Refusal>[] = [];
	try {
		for (let from = 0; from < asks.length; from += asksMax) {
			const some = asks.slice(from, from + asksMax);
			await underWay.at(-2);
			const locked = Promise.withResolvers<void>();
			const done = askingElsewhere(door, some, (elsewhere, took) =>
				change(door, { ...what(some), keepOnRefusal: true }, async (act) =>
					use(act, took(await askPermits(act, some, elsewhere, locked.resolve)), some),
				),
			);
			underWay.push(done);
			await Promise.race([locked.promise, done]);
		}
		return await Promise.all(underWay);
	} finally {
		await Promise.allSettled(underWay);
	}
}
