import { expect, test } from 'vitest';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { inTenant } from '../host/db.ts';
import { recallPlacement } from './actions.ts';
import { listPlacements, type PlacementFilter } from './store.ts';

const desk = placingDesk();
const listed = (filter: PlacementFilter = {}, clientId: bigint | null = null) =>
	inTenant(desk.door.pool, desk.door.tenantId, (tx) => listPlacements(tx, clientId, filter));

test('five batches are listed newest first, two on a page, and none is left behind: the oldest can still be recalled', async () => {
	const ids: bigint[] = [];
	for (let i = 0; i < 5; i++) ids.push(BigInt(known((await desk.imported(desk.fileOf(head, row(760 + i)))).placement_id, 'placement')));
	const seen: bigint[] = [];
	let after: bigint | undefined;
	for (;;) {
		const { items, next } = await listed({ after, limit: 2 });
		expect(items.length).toBeLessThanOrEqual(2);
		seen.push(...items.map(({ id }) => id));
		if (next === null) break;
		after = next;
	}
	expect(seen.filter((id) => ids.includes(id))).toEqual(ids.toReversed());
	expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? 1 : -1)));
	const oldest = known(ids[0], 'batch');
	await recallPlacement(desk.door, oldest, '收回');
	expect((await listed({ state: 'recalled' })).items.map(({ id }) => id)).toEqual([oldest]);
	const { client_code: client, client_id: clientId } = known((await listed()).items[0], 'batch');
	expect((await listed({ client, limit: 200 }, clientId)).items.map(({ id }) => id)).toEqual(seen);
	expect(await listed({ client: 'ELSE' })).toEqual({ items: [], next: null });
	expect(await listed({}, clientId + 1_000n)).toEqual({ items: [], next: null });
});
