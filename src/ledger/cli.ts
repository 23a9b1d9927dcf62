import type { Cli } from '../cli.ts';
import { type Currency, formatMoney } from '../core/money.ts';
import { inTenant } from '../host/db.ts';
import { countLedger, findDisagreements } from './store.ts';

const shownMax = 100;

/** `dunwell ledger check`: sums every transfer and compares with the balances on the screens. Exit 1 when any disagrees. */
export function commands(cli: Cli): void {
	cli.verb('ledger', 'check', 'sum the ledger by hand and compare it with every balance').action(
		cli.run('record.view', async ({ door }) => {
			const { counts, disagreements } = await inTenant(door.pool, door.tenantId, async (tx) => ({
				counts: await countLedger(tx),
				disagreements: await findDisagreements(tx, shownMax),
			}));
			const owed = counts.owed.map(({ currency, minor }) => formatMoney({ minor, currency: currency as Currency })).join(', ');
			const lines = disagreements.map(
				(each) => `debt ${each.debtId} of debtor ${each.debtorId}: the ledger says otherwise than its balance`,
			);
			return {
				answer: {
					transfers: counts.transfers,
					debts: counts.debts,
					owed: counts.owed,
					disagreements: disagreements.map((each) => ({
						debtor_id: each.debtorId,
						debt_id: each.debtId,
						summed: each.summed,
						kept: each.kept,
					})),
				},
				text: [
					`${counts.transfers} transfers of ${counts.debts} debts, owed ${owed || 'nothing'}`,
					...lines,
					`${disagreements.length} disagree`,
				].join('\n'),
				partlyRefused: disagreements.length > 0,
			};
		}),
	);
}
