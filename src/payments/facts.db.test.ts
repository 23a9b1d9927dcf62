import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase, testNow } from '../../test/support/database.ts';
import { aClient, aDebt } from '../../test/support/debts.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { settableClock } from '../host/clock.ts';
import { eraseDebtor } from '../privacy/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { sealRecord, verifyRecord } from '../record/seals.ts';
import { recordPayment } from './actions.ts';
import { keyPayments, payerContext } from './facts.ts';
import { importPayments } from './import.ts';
import { resolvePayment } from './queues.ts';

let database: TestDatabase;
let door: Door;
let folder: string;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('admin');
	folder = mkdtempSync(join(tmpdir(), 'dunwell-facts-'));
	await aClient(database);
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await database.close();
});

let count = 0;
async function bring(lines: readonly string[], clientCode = 'BANK') {
	const path = join(folder, `payments-${++count}.csv`);
	writeFileSync(path, lines.join('\r\n'));
	const answer = await importPayments(door, { path, clientCode });
	if (isRefusal(answer)) throw new Error(answer.code);
	return { accepted: answer.accepted, duplicates: answer.duplicates };
}

type Kept = { id: bigint; client_id: bigint; external_reference: string; facts_hash: Buffer; payer_sealed: Buffer | null };
const kept = (of: string) =>
	database.query<Kept>(
		`select p.id, client_id, external_reference, facts_hash, payer_sealed from payment p join client c on c.id = p.client_id where c.code = $1 order by p.id`,
		[of],
	);

/** The hash of a payment's facts as versions before kept it, in plain. */
const plain = (card: string, thousandths: string, paidAt: string, currency = '') =>
	createHash('sha256')
		.update(JSON.stringify([[card], thousandths, currency, paidAt]))
		.digest('hex');

test('of a card in a payment file nobody who has only the database finds the ten digits between its ends by trying them', async () => {
	await bring(['卡号,还款金额,币种,还款日期', '6222020000004321,100.00,CNY,2026-11-20']);
	const rows = await kept('BANK');
	expect(rows.map((row) => [row.facts_hash.length, row.external_reference])).toEqual([
		[16, `content:${rows[0]?.facts_hash.toString('hex')}:1`],
	]);
	// The ends of the card are in the row, so are amount and time.
	const tried = Array.from({ length: 100 }, (_, i) =>
		plain(`6222020000${String(i).padStart(2, '0')}4321`, '100000', '2026-11-19T16:00:00Z'),
	);
	const shown = rows.map((row) => `${row.facts_hash.toString('hex')} ${row.external_reference}`).join(' ');
	expect(tried.filter((each) => shown.includes(each.slice(0, 12)))).toEqual([]);
});

test('what versions before kept plain is keyed once: the same file again is duplicates, of two currencies both, the payer still opens, and the record is whole', async () => {
	const head = '卡号,还款金额,币种,还款日期,还款人';
	const yuan = [head, '6222020000005678,100.00,CNY,2026-11-20,王小明', '6222020000005678,100.00,CNY,2026-11-20,'];
	const dollars = [head, '6222020000005678,100.00,USD,2026-11-20,'];
	const numbered = ['流水号,卡号,还款金额,币种,还款日期', 'N1,6222020000005678,7.00,CNY,2026-11-20'];
	await aClient(database, 'OLD');
	const all = async () => [await bring(yuan, 'OLD'), await bring(dollars, 'OLD'), await bring(numbered, 'OLD')].map(Object.values);
	expect(await all()).toEqual([
		[2, 0],
		[1, 0],
		[1, 0],
	]);
	const now = await kept('OLD');
	// As versions before left them: the hash without the currency, and where that number was taken one made of the hash with it.
	const at = '2026-11-19T16:00:00Z';
	const hash = plain('6222020000005678', '100000', at);
	const old = [
		[hash, `content:${hash.slice(0, 32)}:1`],
		[hash, `content:${hash.slice(0, 32)}:2`],
		[hash, `content:${plain('6222020000005678', '100000', at, 'USD').slice(0, 32)}:1`],
		[plain('6222020000005678', '7000', at), 'N1'],
	];
	const back = now.map((row, i) => ({ ...row, hash: old[i]?.[0] ?? '', number: old[i]?.[1] ?? '' }));
	await database.tx(async (tx) => {
		for (const row of back)
			await tx.query('update payment set facts_hash = $3, external_reference = $4, payer_sealed = $5 where tenant_id = $1 and id = $2', [
				tx.tenantId,
				row.id,
				Buffer.from(row.hash, 'hex'),
				row.number,
				row.payer_sealed && database.vault.seal('王小明', payerContext(row.client_id, row.number)),
			]);
	});
	await keyPayments(door);
	const after = await kept('OLD');
	expect(after.map(({ facts_hash, external_reference }) => [facts_hash, external_reference])).toEqual(
		now.map(({ facts_hash, external_reference }) => [facts_hash, external_reference]),
	);
	expect(
		after.map((row) => row.payer_sealed && database.vault.open(row.payer_sealed, payerContext(row.client_id, row.external_reference))),
	).toEqual(['王小明', null, null, null]);
	expect(await all()).toEqual([
		[0, 2],
		[0, 1],
		[0, 1],
	]);
	await keyPayments(door);
	const done = await database.query(`select answer from record_entry where act = 'payment.key'`);
	expect(done).toEqual([{ answer: { payments: 4 } }]);
	await sealRecord(door);
	expect((await verifyRecord(door)).findings).toEqual([]);
});

test('of somebody erased the index of a payment’s facts and the number made of it go; told again, one under the bank’s own number is refused, one without waits as money to give back', async () => {
	const { debtorId, clientId, reference } = await aDebt(database, door, { parts: { principal: 100_00n } });
	const payment = {
		clientId,
		debtReference: reference,
		amountMinor: 100_00n,
		currency: 'CNY',
		paidAt: testNow.subtract({ hours: 1 }),
	} as const;
	const on = async (date: string, work: (act: Act) => Promise<object | Refusal>) => {
		const at = { ...door, clock: settableClock(Temporal.Instant.from(`${date}T10:00:00+08:00`)) };
		const done = await change(at, { act: 'payment.record', input: null }, work as never);
		return isRefusal(done) ? done.code : done;
	};
	const tell = (date: string, own?: string) =>
		on(date, async (act) => {
			const done = await recordPayment(act, { ...payment, externalReference: own });
			return isRefusal(done) ? done : { id: String(done.paymentId), duplicate: done.duplicate, state: done.state };
		});
	const first = await tell('2026-11-24');
	expect(first).toMatchObject({ duplicate: false, state: 'applied' });
	const { id } = first as { id: string };
	expect(await tell('2026-11-24')).toEqual({ id, duplicate: true, state: null });
	const own = (await tell('2026-11-24', 'B1')) as { id: string };
	expect(own).toMatchObject({ duplicate: false, state: 'overpaid' });
	await on('2026-11-24', async (act) => {
		const done = await resolvePayment(act, BigInt(own.id), { action: 'refund', note: '' });
		return isRefusal(done) ? done : {};
	});
	const left = () =>
		database.query(
			`select encode(facts_hash, 'hex') as facts, external_reference as number from payment where debtor_id = $1 order by id`,
			[debtorId],
		);
	expect(await on('2031-11-24', (act) => eraseDebtor(act, debtorId))).toEqual({ erased: true });
	expect(await left()).toEqual([
		{ facts: '', number: `content:erased ${id}` },
		{ facts: '', number: 'B1' },
	]);
	expect(await tell('2031-11-25', 'B1')).toBe('payment.other_facts');
	expect(await tell('2031-11-25')).toMatchObject({ duplicate: false, state: 'overpaid' });
});
