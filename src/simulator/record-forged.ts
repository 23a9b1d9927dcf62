import { assert } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Pool } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { currentHead, sealRecord, verifyRecord } from '../record/seals.ts';
import { type Forged, forgedFindings, putBackFindings } from '../auditor/seals.ts';

/** A column of one row of a table made otherwise, and made again what it was. */
const altered: readonly (readonly [table: string, column: string, there: string, back: string, key?: string, of?: string])[] = [
	['debt_state', 'status', `'recalled'`, `'open'`, 'debt_id', `status = 'open'`],
	['debt', 'overdue_since', 'overdue_since + 1', 'overdue_since - 1'],
	['debtor', 'name_masked', `name_masked || '.'`, 'left(name_masked, -1)'],
	['contact_point', 'value_masked', `value_masked || '.'`, 'left(value_masked, -1)'],
	['hold', 'from_at', `from_at - interval '1 day'`, `from_at + interval '1 day'`],
	['promise', 'amount_minor', 'amount_minor + 1', 'amount_minor - 1'],
	['payment', 'paid_at', `paid_at - interval '1 day'`, `paid_at + interval '1 day'`],
	['complaint', 'received_on', 'received_on - 1', 'received_on + 1'],
	['message', 'due_at', `due_at - interval '1 minute'`, `due_at + interval '1 minute'`],
	['work_item', 'priority', 'priority + 1', 'priority - 1'],
	['login', 'name', `name || '.'`, 'left(name, -1)'],
	['client', 'service_line', `service_line || '.'`, 'left(service_line, -1)'],
	['contact_permit', 'law_version', `law_version || '.'`, 'left(law_version, -1)'],
	['contact_outcome', 'ended_at', `ended_at - interval '1 second'`, `ended_at + interval '1 second'`, 'attempt_id', 'ended_at is not null'],
	['record_entry', 'act', `act || '.'`, 'left(act, -1)'],
];
const slippedIn = '1000000000';

/**
 * Somebody who has the database in their hands, and switches its triggers off, alters a row of many tables, removes one and slips one in, and puts back a copy of the record that lacks its last seal; then all
 * is made what it was, and the record gone on with. After each the record is verified beside the head that was kept before. The agency is over: nothing comes after it.
 */
export async function forgeRecord(door: Door, owner: Pool): Promise<{ invariant: string; sentence: string }[]> {
	const kept = await currentHead(door);
	assert(!isRefusal(kept), 'no seal to keep');
	const tenant = String(door.tenantId);
	const forged: Forged[] = [];
	let removed = '';
	await pastTheHouse(owner, async (run) => {
		for (const [table, column, there, , name = 'id', of = 'true'] of altered) {
			const [key] = await run(
				`update ${table} set ${column} = ${there} where tenant_id = $1 and ${name} = (select min(${name}) from ${table} where tenant_id = $1 and ${of}) returning ${name}::text as told`,
				[tenant],
			);
			if (key !== undefined) forged.push({ what: 'altered', table, column, key });
		}
		const [hold] = await run(
			`insert into hold select (jsonb_populate_record(null::hold, to_jsonb(h) || '{"id": ${slippedIn}}')).* from hold h where tenant_id = $1 order by id limit 1 returning id::text as told`,
			[tenant],
		);
		if (hold !== undefined) forged.push({ what: 'inserted', table: 'hold', key: hold });
		const last = `(select max(id) from hold where tenant_id = $1 and id < ${slippedIn} and id > (select min(id) from hold where tenant_id = $1))`;
		[removed = ''] = await run(`delete from hold where tenant_id = $1 and id = ${last} returning to_jsonb(hold)::text as told`, [tenant]);
		if (removed !== '') forged.push({ what: 'removed', table: 'hold', key: String((JSON.parse(removed) as { id: number }).id) });
		for (const [table, seal] of [
			['record_leaf', 'seal'],
			['record_seal', 'number'],
		] as const)
			await run(`delete from ${table} where tenant_id = $1 and ${seal} = $2 returning '' as told`, [tenant, kept.number]);
	});
	const { findings } = await verifyRecord(door, kept);
	await pastTheHouse(owner, async (run) => {
		for (const { what, table, column, key } of forged) {
			const [, , , back = '', name = 'id'] = altered.find(([of, at]) => of === table && at === column) ?? [];
			if (what === 'altered')
				await run(`update ${table} set ${column} = ${back} where tenant_id = $1 and ${name} = $2 returning '' as told`, [tenant, key]);
			else if (what === 'inserted') await run(`delete from hold where tenant_id = $1 and id = $2 returning '' as told`, [tenant, key]);
			else await run(`insert into hold select (jsonb_populate_record(null::hold, $1::jsonb)).* returning '' as told`, [removed]);
		}
	});
	await sealRecord(door);
	const own = await currentHead(door);
	assert(!isRefusal(own), 'nothing sealed');
	const besideKept = await verifyRecord(door, kept);
	const besideOwn = await verifyRecord(door, own);
	return [...forgedFindings(forged, findings), ...putBackFindings(besideKept.findings, besideOwn.findings)];
}

/** In one transaction of the owner, with the triggers of these tables switched off; `run` gives the column `told`. */
async function pastTheHouse(
	owner: Pool,
	work: (run: (text: string, values: readonly string[]) => Promise<string[]>) => Promise<void>,
): Promise<void> {
	const tables = altered.map(([table]) => table);
	const client = await owner.connect();
	try {
		await client.query(`begin; ${tables.map((table) => `alter table ${table} disable trigger user`).join('; ')}`);
		await work(async (text, values) => (await client.query<{ told: string }>(text, [...values])).rows.map(({ told }) => told));
		await client.query(`${tables.map((table) => `alter table ${table} enable trigger user`).join('; ')}; commit`);
		client.release();
	} catch (error) {
		// With its transaction: what was switched off is on again, and nobody else is given the connection as it is.
		client.release(true);
		throw error;
	}
}
