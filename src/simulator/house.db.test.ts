import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { change, type Door } from '../record/change.ts';
import { recordRoot } from './house.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
});
afterAll(() => database.close());

const house = () => ({ owner: database.owner, tenantId: door.tenantId });
const note = (place: number) => change(door, { act: `note ${place}`, input: { place } }, async () => ({ place }));

test('the root of a run is over all 25 acts of it, read 25, 7 or 4 at a time', async () => {
	const before = (await recordRoot(house())).events;
	for (let place = 1; place <= 25; place++) await note(place);
	const whole = await recordRoot(house());
	expect(whole.events).toBe(before + 25);
	expect(await recordRoot(house(), 7)).toEqual(whole);
	expect(await recordRoot(house(), 4)).toEqual(whole);
	await note(26);
	const more = await recordRoot(house(), 4);
	expect(more.events).toBe(before + 26);
	expect(more.root).not.toBe(whole.root);
});
