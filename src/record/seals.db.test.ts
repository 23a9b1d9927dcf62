import { beforeEach, describe, expect, test } from 'vitest';
import { aPoint, ask, contact, end, gateDesk, use } from '../../test/support/gate.ts';
import { aDebt } from '../../test/support/debts.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { faultOfProof, type Proof, proofOf } from './proofs.ts';
import { currentHead, type KeptHead, sealRecord, verifyRecord } from './seals.ts';

/** A record of real calls, sealed; then bytes are changed as the owner of the tables could. */
const desk = gateDesk();
const now = Temporal.Instant.from('2026-11-24T02:00:00Z');
const owner = (text: string, values: readonly unknown[] = []) => desk.database.owner.query(text, [...values]);
const head = async () => (await currentHead(desk.door)) as KeptHead;
const found = async (kept: KeptHead | null = null) =>
	(await verifyRecord(desk.door, kept)).findings.map(({ what, source, row }) => [what, source, row]);

beforeEach(async () => {
	desk.database.clock.set(now);
	for (let i = 0; i < 2; i++) expect(await contact(desk)).toBe('done');
	await sealRecord(desk.door);
});

/** As the superuser, past every trigger. */
const behind = (text: string, values: readonly unknown[] = []) =>
	inTenant(desk.database.owner, desk.database.tenantId, async (tx) => {
		await tx.query('set local session_replication_role = replica');
		return tx.query(text, values);
	});

/** Changes a row behind the house's back and puts it back when the look is over. */
async function changed(table: string, set: string, where: string, look: () => Promise<void>): Promise<void> {
	await behind(`create table kept as select * from ${table} where ${where}`);
	await behind(`update ${table} set ${set} where ${where}`);
	try {
		await look();
	} finally {
		await behind(`delete from ${table} where ${where}`);
		await behind(`insert into ${table} select * from kept`);
		await behind('drop table kept');
	}
}

const last = async (table: string, id = 'id') =>
	String(((await owner(`select max(${id}) as id from dunwell.${table}`)).rows[0] as { id: bigint }).id);

describe('a sealed record', () => {
	test('is whole; what comes after is unsealed until the next seal', async () => {
		expect(await verifyRecord(desk.door)).toMatchObject({ unsealed: 0, findings: [], late: 0 });
		await contact(desk);
		const { unsealed, findings } = await verifyRecord(desk.door);
		// Six rows and the seven statements that left them so.
		expect(unsealed).toBe(13);
		expect(findings).toEqual([]);
		expect(await sealRecord(desk.door)).toEqual({ seals: 1, leaves: 13, late: 0 });
		expect(await sealRecord(desk.door)).toEqual({ seals: 0, leaves: 0, late: 0 });
	});

	test('has in it an outcome told two hours after its call, when the calls after it were long sealed, and no call of it is late', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const open = await use(desk, permit.permitId);
		if (isRefusal(open)) throw new Error(open.code);
		const placed = await aDebt(desk.database, desk.door);
		const next = { ...desk, placed, mobile: await aPoint(desk, placed.debtorId) };
		expect(await contact(next)).toBe('done');
		expect((await sealRecord(desk.door)).seals).toBe(1);
		desk.database.clock.set(now.add({ hours: 2 }));
		expect(await end(desk, open.attemptId)).toMatchObject({ answered: true });
		expect(await verifyRecord(desk.door)).toMatchObject({ findings: [] });
		await sealRecord(desk.door);
		expect(await verifyRecord(desk.door)).toMatchObject({ unsealed: 0, findings: [], late: 0 });
		expect(isRefusal(await proofOf(desk.door, 'contact_outcome', String(open.attemptId)))).toBe(false);
		desk.database.clock.set(now.add({ hours: 5 }));
		expect(await contact(next)).toBe('done');
		await sealRecord(desk.door);
		expect(await verifyRecord(desk.door)).toMatchObject({ unsealed: 0, findings: [], late: 0 });
	});

	test.each([
		['record_entry', 'id', `input = input || '{"debtorId": 1}'`],
		['contact_permit', 'id', `law_version = 'another'`],
		['contact_attempt', 'id', `placed_at = placed_at + interval '1 second'`],
		['contact_outcome', 'attempt_id', `answered = not answered`],
	])('names the %s whose bytes were changed', async (table, id, set) => {
		const row = await last(table, id);
		await changed(table, set, `${id} = ${row}`, async () => expect(await found()).toEqual([['altered', table, row]]));
		expect(await found()).toEqual([]);
	});

	test('names a ledger transfer whose amount was changed by one unit, whatever its trigger says', async () => {
		const row = await last('ledger_transfer');
		await changed('ledger_transfer', 'amount_minor = amount_minor + 1', `id = ${row}`, async () =>
			expect((await found())[0]).toEqual(['altered', 'ledger_transfer', row]),
		);
	});

	test('names a row that is gone', async () => {
		const row = await last('record_entry');
		await behind('create table kept as select * from record_entry where id = $1::bigint'.replace('$1', row));
		await behind('delete from record_entry where id = $1', [row]);
		expect(await found()).toEqual([['removed', 'record_entry', row]]);
		await behind('insert into record_entry select * from kept');
		await behind('drop table kept');
		expect(await found()).toEqual([]);
	});

	test('sealed anew by somebody without the key is a forged seal; a leaf changed to fit breaks its root', async () => {
		const kept = await head();
		const { rows } = await owner('select head, signature from dunwell.record_seal where number = $1', [kept.number]);
		const { signature } = rows[0] as { signature: Buffer };
		await owner('update dunwell.record_seal set signature = $2 where number = $1', [kept.number, Buffer.alloc(64, 7)]);
		expect((await found()).map(([what]) => what)).toEqual(['seal forged']);
		await owner('update dunwell.record_seal set signature = $2 where number = $1', [kept.number, signature]);
		const leaf = (
			(await owner('select leaf from dunwell.record_leaf where seal = $1 and position = 0', [kept.number])).rows[0] as { leaf: Buffer }
		).leaf;
		await owner('update dunwell.record_leaf set leaf = $2 where seal = $1 and position = 0', [kept.number, Buffer.alloc(32, 1)]);
		expect((await found()).map(([what]) => what).sort()).toEqual(['altered', 'seal broken']);
		await owner('update dunwell.record_leaf set leaf = $2 where seal = $1 and position = 0', [kept.number, leaf]);
		expect(await found()).toEqual([]);
	});

	test('whose seal is given another time does not follow the one before: the time decides which rows came late', async () => {
		const { number } = await head();
		await owner(`update dunwell.record_seal set sealed_at = sealed_at + interval '3 hours' where number = $1`, [number]);
		expect((await found()).map(([what]) => what)).toContain('seal broken');
		await owner(`update dunwell.record_seal set sealed_at = sealed_at - interval '3 hours' where number = $1`, [number]);
		expect(await found()).toEqual([]);
	});

	test('put back from before is older than the head kept elsewhere; another record is another', async () => {
		const kept = await head();
		expect(await found(kept)).toEqual([]);
		expect((await found({ ...kept, number: String(BigInt(kept.number) + 3n) })).map(([what]) => what)).toEqual(['older than kept']);
		expect((await found({ ...kept, head: '00'.repeat(32) })).map(([what]) => what)).toEqual(['other than kept']);
	});

	test('names the versions that are gone when the tables alone are put back from an older copy, as whole as they were among themselves', async () => {
		const tables = ['row_version', 'login', 'record_entry', 'contact_permit', 'contact_attempt', 'contact_outcome'];
		for (const table of tables) await behind(`create table older_${table} as select * from ${table}`);
		await contact(desk);
		await sealRecord(desk.door);
		expect(await found()).toEqual([]);
		for (const table of tables) await behind(`create table newer_${table} as select * from ${table}`);
		const putBack = async (from: 'older' | 'newer') => {
			for (const table of tables) {
				await behind(`delete from ${table}`);
				const { rows } = await owner(
					`select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns where table_schema = 'dunwell' and table_name = $1 and is_generated = 'NEVER'`,
					[table],
				);
				const { names } = rows[0] as { names: string };
				await behind(`insert into ${table} (${names}) overriding system value select ${names} from ${from}_${table}`);
			}
		};
		await putBack('older');
		const named = await found();
		expect(new Set(named.map(([what]) => what))).toEqual(new Set(['removed']));
		expect(named.map(([, source]) => source)).toEqual(expect.arrayContaining(['record_entry', 'contact_permit', 'row_version']));
		await putBack('newer');
		expect(await found()).toEqual([]);
		for (const table of tables) await behind(`drop table older_${table}; drop table newer_${table}`);
	});

	test('takes no seal and no leaf away by the application’s own role', async () => {
		for (const text of ['delete from record_leaf', 'update record_leaf set row_id = 1', 'delete from record_seal'])
			await expect(desk.database.query(text)).rejects.toThrow(/permission denied/);
	});
});

describe('a proof', () => {
	const aProof = async () => {
		const row = await last('record_entry');
		const proof = await proofOf(desk.door, 'record_entry', row);
		if (isRefusal(proof)) throw new Error(proof.code);
		return proof;
	};

	test('of one entry holds by itself, also after later seals and against a head kept then', async () => {
		const proof = await aProof();
		expect(faultOfProof(proof)).toBeNull();
		expect(JSON.parse(proof.content)).toMatchObject({ act: 'contact.outcome' });
		await contact(desk);
		await sealRecord(desk.door);
		const later = (await proofOf(desk.door, 'record_entry', proof.row)) as Proof;
		expect(later.after).toHaveLength(1);
		expect(faultOfProof(later, await head())).toBeNull();
	});

	test('with one letter of the content, one hash of the path or the signature changed does not hold', async () => {
		const proof = await aProof();
		const flipped = `${proof.head.startsWith('0') ? '1' : '0'}${proof.head.slice(1)}`;
		for (const forged of [
			{ ...proof, content: proof.content.replace('"done"', '"gone"') },
			{ ...proof, row: String(BigInt(proof.row) + 1n) },
			{ ...proof, tenant: '999' },
			{ ...proof, seal: { ...proof.seal, position: proof.seal.position === 0 ? 1 : 0 } },
			{ ...proof, head: flipped },
			{ ...proof, signature: '00'.repeat(64) },
		])
			expect(faultOfProof(forged)).not.toBeNull();
		expect(faultOfProof(proof, { ...(await head()), number: '999' })).toContain('999');
	});

	test('of a row that is not sealed there is none', async () => {
		expect(await proofOf(desk.door, 'record_entry', '999999')).toMatchObject({ code: 'thing.not_found' });
	});
});

test('a forged entry under a number far below is named, and also when it was sealed late', async () => {
	// Two hours on, a forged entry takes a number far below.
	desk.database.clock.set(now.add({ hours: 2 }));
	await behind(
		`insert into record_entry (tenant_id, id, at, act, actor_id, outcome, input, answer) values ($1, -5, $2, 'payment.record', $3, 'done', '{}', '{}')`,
		[String(desk.database.tenantId), now.toString(), String(desk.door.actor.id)],
	);
	expect(await found()).toEqual([['inserted', 'record_entry', '-5']]);
	expect(await sealRecord(desk.door, { late: true })).toMatchObject({ late: 1 });
	// Sealed late it is counted as late, and still no act of the house brought it.
	expect(await verifyRecord(desk.door)).toMatchObject({ late: 1, findings: [{ what: 'inserted', row: '-5' }] });
});
