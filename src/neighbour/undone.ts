import { known } from '../core/assert.ts';
import { csvLine } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { updateBalance } from '../payments/balance.ts';
import { undoPlacement } from '../placements/actions.ts';
import { change } from '../record/change.ts';
import { bringFile } from '../simulator/files.ts';
import type { Matter, Street } from './parts.ts';
import { headings, rowFrom } from '../trials/cast.ts';

/** A loan comes, the client says that more interest and less principal is owed, and its file is found to be wrong: nothing may be left of it. */
async function changesAndUndoes(street: Street): Promise<void> {
	const { press, manager, on } = street;
	const of = { who: 930, around: 930, reference: 'UNDONE1', batch: 'Bundone', contract: 'HTUNDONE1', placedOn: on(2), dueOn: on(-40) };
	const { placement_id: id } = await bringFile(street, 'SISTER', 'near-undone', [csvLine(headings), rowFrom(of)]);
	const placement = BigInt(known(id, 'placement'));
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint; id: bigint }>('select debtor_id, id from debt where tenant_id = $1 and placement_id = $2', [
				tx.tenantId,
				placement,
			]),
		),
	);
	const { debtor_id: debtorId, id: debtId } = known(debt, 'debt');
	for (const owed of [
		{ costs: 5_000n, interest: 27_000n, penalty: 5_000n, principal: 270_000n },
		{ costs: 5_000n, interest: 27_000n, penalty: 5_000n, principal: 260_000n },
	])
		await press('balance', (key) =>
			change(manager, { act: 'debt.balance', input: { debtor: debtorId, debt: debtId, ...owed, on: `${on(3)}` }, debtorId, key }, (act) =>
				updateBalance(act, { debtorId, debtId, owed, on: on(3), reason: 'interest since' }),
			),
		);
	await press('end', (key) => undoPlacement(manager, placement, key));
}

/** What was placed in error. */
export const mattersOfUndone: Readonly<Record<string, Matter>> = {
	'a loan placed in error of which the client has said more since': [[3, '06:48', changesAndUndoes]],
};
