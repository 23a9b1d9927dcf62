import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { inTenant } from '../host/db.ts';
import { agencyView, changeAgency } from './agency.ts';
import { loadTenant } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase({ poolMax: 12 });
});
afterAll(() => database.close());

test('an agency is called what its administrator says, and what is not named stays', async () => {
	const door = await database.door('admin');
	const before = await agencyView(door);
	const answer = await changeAgency(door, { name: ' 诚信催收有限公司 ', promise_grace_days: 2 });
	expect(answer).toEqual({ ...before, name: '诚信催收有限公司', promise_grace_days: 2 });
	expect(await agencyView(door)).toEqual(answer);
	const { settings } = await inTenant(door.pool, door.tenantId, loadTenant);
	expect([settings.promiseGraceDays, settings.openingCalls]).toEqual([2, 3]);
});

test('eight changes of eight numbers in the same moment on eight connections are all there', async () => {
	const door = await database.door('admin');
	const changes = {
		name: '同时机构',
		bucket_edges: [29, 59, 89],
		opening_calls: 2,
		daily_calls_until_day: 7,
		opening_cut_off: '17:30',
		work_from: '09:00',
		work_until: '19:00',
		promise_grace_days: 3,
	};
	await Promise.all(Object.entries(changes).map(([name, value]) => changeAgency(door, { [name]: value })));
	expect(await agencyView(door)).toMatchObject(changes);
});

test.each([
	[{ bucket_edges: [30, 30] }, /bucket_edges/],
	[{ bucket_edges: [60, 30] }, /bucket_edges/],
	[{ work_from: '20:00' }, /work_until/],
	[{ zone: 'Asia/Peking' }, /Asia\/Peking/],
	[{ zone: '+08:00' }, /\+08:00/],
])('%j is refused and changes nothing, not the name beside it either', async (change, reason) => {
	const door = await database.door('admin');
	const before = await agencyView(door);
	const answer = await changeAgency(door, { name: '别的名字', ...change });
	expect(answer).toMatchObject({ code: 'request.malformed', details: { reason: expect.stringMatching(reason) } });
	expect(await agencyView(door)).toEqual(before);
});

test('the zone of an agency is chosen before anything is placed, and stays once something is', async () => {
	const door = await database.door('admin');
	expect(await changeAgency(door, { zone: 'Asia/Singapore' })).toMatchObject({ zone: 'Asia/Singapore', zone_fixed: false });
	await aDebt(database, door);
	expect(await changeAgency(door, { zone: 'Asia/Shanghai', name: '换区机构' })).toMatchObject({ code: 'agency.zone_fixed' });
	expect(await changeAgency(door, { zone: 'Asia/Singapore', name: '同区机构' })).toMatchObject({ name: '同区机构', zone_fixed: true });
});
