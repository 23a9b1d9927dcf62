import { type BenchDatabase, ratioOf, timed } from '../host/bench.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { say } from '../host/log.ts';
import { leafOf, sealRecord, sourceNames, verifyRecord } from '../record/seals.ts';
import { hashesOf } from '../record/journal-tables.ts';
import { benchDoor } from '../strategy/bench.ts';

/** An act leaves so many rows: its version names them all. */
const rowsOfAct = 10;

/** Entries of the record as acts leave them, ten in a statement, each statement with its version by the house's own trigger. */
async function makeEntries(owner: Pool, { tenantId, vault, actor }: Awaited<ReturnType<typeof benchDoor>>, acts: number): Promise<void> {
	await inTenant(
		owner,
		tenantId,
		(tx) =>
			tx.query(
				`do $$ begin for act in 1..${acts} loop
				   insert into record_entry (tenant_id, at, act, actor_id, debtor_id, outcome, input_hash, input, answer)
				   select ${tenantId}, timestamptz '2026-11-24 02:00:00Z' + act * interval '10 ms', 'contact.ask', ${actor.id}, act * ${rowsOfAct} + n, 'done', sha256(int8send(act::bigint)),
				          jsonb_build_object('debtor', act * ${rowsOfAct} + n, 'channel', 'voice', 'contact_point_id', (act * 7 + n)::text, 'purpose', 'collect'),
				          jsonb_build_object('id', (act * ${rowsOfAct} + n)::text, 'expires_at', '2026-11-24T02:10:00Z', 'obligations', '["disclose_identity", "record_call"]'::jsonb)
				     from generate_series(1, ${rowsOfAct}) n;
				 end loop; end $$`,
			),
		vault,
	);
}

/**
 * The record sealed and verified whole, beside floors that do the least there is to do: for the seal one statement that reads the same rows, hashes the same bytes and writes the hashes into a
 * bare table with the same two indexes; for the verification one that reads and hashes them, and the rows a second time as their versions have them, and compares nothing.
 */
export async function benchRecord(database: BenchDatabase, rows: number): Promise<object> {
	const { owner } = database;
	const door = await benchDoor(owner, database.pool(4));
	const acts = Math.ceil(rows / (rowsOfAct + 1));
	say(`${acts} acts of ${rowsOfAct} rows, each with its version …`);
	const made = await timed(() => makeEntries(owner, door, acts));
	await owner.query('vacuum analyze');
	const leaves = sourceNames.map(
		(source) =>
			`select '${source}' as source, t.${source === 'contact_outcome' ? 'attempt_id' : 'id'} as id, ${leafOf(source)} as leaf from ${source} t where t.tenant_id = ${door.tenantId}`,
	);
	say('the floors …');
	await owner.query(
		'create table floor_leaf (source text, id bigint, leaf bytea, place bigint generated always as identity primary key); create unique index on floor_leaf (source, id)',
	);
	const sealFloor = await timed(() => owner.query(`insert into floor_leaf (source, id, leaf) ${leaves.join(' union all ')}`));
	await owner.query('drop table floor_leaf');
	const versionHash = hashesOf('record_entry').at(-1);
	const verifyFloor = await timed(() =>
		owner.query(
			`select count(leaf) from (${leaves.join(' union all ')}) x union all select count(${versionHash}) from record_entry t where t.tenant_id = ${door.tenantId}`,
		),
	);
	say('the seal …');
	const seal = await timed(() => sealRecord(door));
	await owner.query('vacuum analyze');
	say('the verification …');
	const verify = await timed(() => verifyRecord(door));
	if (verify.answer.findings.length > 0 || verify.answer.unsealed > 0)
		throw new Error(`the record is not whole: ${JSON.stringify(verify.answer)}`);
	const nothing = await timed(() => sealRecord(door));
	return {
		bench: 'record',
		rows: seal.answer.leaves,
		seals: seal.answer.seals,
		versions: verify.answer.versions,
		seal_seconds: seal.seconds,
		seal_floor_seconds: sealFloor.seconds,
		seal_ratio: ratioOf(seal.seconds, sealFloor.seconds),
		verify_seconds: verify.seconds,
		verify_floor_seconds: verifyFloor.seconds,
		verify_ratio: ratioOf(verify.seconds, verifyFloor.seconds),
		nothing_new_seconds: nothing.seconds,
		made_seconds: made.seconds,
		floor_is:
			'seal: one statement that reads the same rows, hashes the same bytes and writes the hashes into a bare table with the same indexes; verify: one that reads and hashes them, and each row a second time as its version has it, and compares nothing',
	};
}
