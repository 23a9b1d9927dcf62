import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { findClient } from '../placements/client.ts';
import { addClient } from './actions.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

test('a creditor of whom no kind was said is of no kind of lender, so that a cap on its interest is named as not judged (CN-IR1 to CN-IR4), not taken for a bank’s', async () => {
	const door = await database.door('admin');
	expect(await addClient(door, { code: 'SAIDNOT', name: '某某公司' })).toMatchObject({ code: 'SAIDNOT' });
	expect((await database.tx((tx) => findClient(tx, 'SAIDNOT')))?.lender).toBeNull();
	expect(await addClient(door, { code: 'MICRO', name: '某某小贷', kind: 'micro_loan' })).toMatchObject({ code: 'MICRO' });
	expect((await database.tx((tx) => findClient(tx, 'MICRO')))?.lender).toBe('micro_loan');
});

test('a second client of a creditor on file as micro lender is refused as a bank’s, and taken where it says the same or nothing', async () => {
	const door = await database.door('admin');
	const creditor = '同一小贷';
	await addClient(door, { code: 'ONE', name: '一', creditor, kind: 'micro_loan' });
	expect(await addClient(door, { code: 'TWO', name: '二', creditor, kind: 'bank' })).toMatchObject({
		code: 'request.malformed',
		details: { reason: expect.stringMatching(/micro_loan/) },
	});
	expect(await addClient(door, { code: 'TWO', name: '二', creditor })).toMatchObject({ code: 'TWO' });
	expect(await addClient(door, { code: 'THREE', name: '三', creditor, kind: 'micro_loan' })).toMatchObject({ code: 'THREE' });
	expect(await database.query('select kind from creditor where name = $1', [creditor])).toEqual([{ kind: 'micro_loan' }]);
});
