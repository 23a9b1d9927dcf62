import { expect, test } from 'vitest';
import { testDatabase } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { Fault } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { makeBook } from '../strategy/book.ts';
import { askInBulk, askPermit, type PermitAsk } from './actions.ts';

const asksMost = 1_500;

/** Every decision on a made-up book whose numbers are shared by three debtors each, some wrong, some past their time, in the order decided. */
async function decisions(ask: (door: Door, asks: readonly PermitAsk[]) => Promise<void>): Promise<string[]> {
	const database = await testDatabase({ inTest: true });
	const door = await database.door('system');
	const { tenantId } = database;
	await makeBook(database.owner, { tenantId, debts: 1_200, on: Temporal.PlainDate.from('2026-11-24'), reviewOn: [] });
	const points = await inTenant(database.owner, tenantId, (tx) =>
		tx.query<{ debtor_id: bigint; id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, state, source, lawful_basis, sourced_on, expires_on)
			 select $1, d.id, 'mobile', '\\x00', decode(md5('p' || d.id / 3), 'hex'), '138****0000', case when d.id % 11 = 0 then 'wrong' else 'good' end,
			        'placement 1', 'contract', '2026-11-01', case when d.id % 13 = 0 then '2026-11-20'::date end
			   from debtor d where d.tenant_id = $1 order by d.id returning debtor_id, id`,
			[tx.tenantId],
		),
	);
	points.sort((a, b) => Number(a.debtor_id - b.debtor_id));
	const again = [...points, ...points].slice(0, asksMost);
	const asks = again.map(({ debtor_id: debtorId, id }, i) => ({
		debtorId,
		contactPointId: id,
		channel: i % 7 === 3 ? ('sms' as const) : ('voice' as const),
		...(i % 17 === 0 ? { amountMinor: 10n ** 9n, currency: 'CNY' } : {}),
	}));
	await ask(door, asks);
	const rows = await database.query<Record<string, unknown>>(
		'select permitted, channel, reasons, obligations, allowed_from, expires_at, debt_ids, creditor_ids from contact_permit order by id',
	);
	return rows.map((row) => JSON.stringify(row, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)));
}
const asking = { act: 'test.ask', input: {}, keepOnRefusal: true };

test('1,500 asks in bulk get exactly what they get one by one, also where debtors share a number and are asked for twice', async () => {
	const bulk = await decisions(async (door, asks) => {
		const chunks = await askInBulk(
			door,
			() => asking,
			asks,
			async (_, permits) => ({ asked: permits.length }),
		);
		expect(chunks).toEqual([{ asked: 1_000 }, { asked: 500 }]);
	});
	const oneByOne = await decisions(async (door, asks) => {
		for (const each of asks)
			await change(door, asking, async (act) => {
				const permit = await askPermit(act, each);
				return isRefusal(permit) ? permit : { id: String(permit.permitId) };
			});
	});
	expect(bulk).toHaveLength(asksMost);
	expect(new Set(bulk.map((each) => each.includes('"permitted":true')))).toEqual(new Set([true, false]));
	expect(bulk).toEqual(oneByOne);
});

test('of 5,000 asks in bulk the second thousand faults: the first is kept, what had begun by then ends by itself, the last is never begun, the fault is told', async () => {
	const database = await testDatabase({ inTest: true });
	const door = await database.door('system');
	const { debtorId } = await aDebt(database, door);
	const done = askInBulk(
		door,
		(asks) => ({ act: 'test.ask', input: { from: asks[0]?.contactPointId } }),
		Array.from({ length: 5_000 }, (_, i) => ({ debtorId, contactPointId: BigInt(1_000_000 + i), channel: 'voice' as const })),
		async (_, permits, asks) => {
			if (asks[0]?.contactPointId === 1_001_000n) throw new Fault('the second thousand');
			return { refused: permits.filter(isRefusal).length };
		},
	);
	await expect(done).rejects.toThrow('the second thousand');
	const kept = await database.query<{ first: string; refused: string }>(
		`select input ->> 'from' as first, answer ->> 'refused' as refused from record_entry where act = 'test.ask' order by id`,
	);
	expect(kept[0]).toEqual({ first: '1000000', refused: '1000' });
	expect(kept.map(({ first }) => first)).not.toContain('1001000');
	expect(kept.map(({ first }) => first)).not.toContain('1004000');
});
