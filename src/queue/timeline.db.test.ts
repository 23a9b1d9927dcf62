import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Door } from '../record/change.ts';
import { loadCase } from './actions.ts';
import { loadTimeline } from './timeline.ts';

let database: TestDatabase;
let lead: Door;
beforeAll(async () => {
	database = await testDatabase();
	lead = await database.door('team_lead');
});
afterAll(() => database.close());

/** A debtor placed, and so many holds, all of one moment. */
async function history(holds: number): Promise<bigint> {
	const { debtorId } = await aDebt(database, lead);
	await database.query(
		`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by, lifted_at) select $1, $2, 'dispute', $3, 'hold ' || n, $4, $3 from generate_series(1, $5::int) n`,
		[database.tenantId, debtorId, testNow, lead.actor.id, holds],
	);
	return debtorId;
}

async function before(debtorId: bigint, after: string | null) {
	const page = await loadTimeline(lead, debtorId, after);
	if (isRefusal(page)) throw new Error(page.code);
	return page;
}

test('the case shows the newest 200 of 451 events and where the rest begins; three pages hold each event once, the newest first', async () => {
	const debtorId = await history(450);
	const view = await loadCase(lead, debtorId);
	if (isRefusal(view)) throw new Error(view.code);
	expect(view.timeline).toHaveLength(200);
	const second = await before(debtorId, view.timeline_next);
	const third = await before(debtorId, second.next);
	expect([second.items.length, third.items.length, third.next]).toEqual([200, 51, null]);
	const all = [...view.timeline, ...second.items, ...third.items];
	expect(new Set(all.map(({ id }) => id)).size).toBe(451);
	expect(all.map(({ at }) => at)).toEqual(
		all
			.map(({ at }) => at)
			.sort()
			.reverse(),
	);
});

test('of exactly 200 events nothing is left to show', async () => {
	const view = await loadCase(lead, await history(199));
	expect(view).toMatchObject({ timeline_next: null });
	expect('timeline' in view && view.timeline).toHaveLength(200);
});
