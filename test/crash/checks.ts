import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { sandboxFile } from '../../src/channels/carrier.ts';
import { known } from '../../src/core/assert.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { readConfig, root } from '../../src/host/config.ts';
import { inTenant } from '../../src/host/db.ts';
import { textOf } from '../../src/host/living.ts';
import { type House, mainTenant, openHouse } from '../../src/house.ts';
import { findDisagreements } from '../../src/ledger/store.ts';
import { importPayments } from '../../src/payments/import.ts';
import type { Door } from '../../src/record/change.ts';
import { sealRecord, verifyRecord } from '../../src/record/seals.ts';
import { audit } from '../../src/auditor/auditor.ts';
import { runDay } from '../../src/strategy/actions.ts';
import type { Journal } from './journal.ts';
import type { Subject } from './plan.ts';
import { client, type Prepared } from './prepared.ts';

/** What a verb answered, when the subject was a verb: from then on the house is bound by it. */
export type Answered = Readonly<Record<string, unknown>> | null;

/** Looks at a house after its crash and its recovery, with everything stopped but the database. Every finding is a sentence. */
export async function findingsIn(
	folder: string,
	prepared: Prepared,
	{ subject, journal, answered }: { subject: Subject; journal: Journal; answered: Answered },
): Promise<string[]> {
	const house = await openHouse({ config: readConfig({ DUNWELL_DATA: folder }), say: () => {} });
	try {
		const door = known(await house.door(mainTenant, 'manager'), 'manager');
		const system = known(await house.door(mainTenant, 'system'), 'system');
		const found = [...(await acknowledged(house, door, journal)), ...(await messages(house, folder, door.tenantId))];
		if (subject === 'placement') found.push(...(await placement(door, prepared, answered)));
		if (subject === 'payments') found.push(...(await payments(door, prepared, answered)));
		if (subject === 'day run') found.push(...(await dayRun(system, prepared)));
		await sealRecord(system);
		const { findings, unsealed } = await verifyRecord(system, null, () => house.signInDifferences(system.tenantId));
		found.push(...findings.map(({ sentence }) => `record: ${sentence}`));
		if (unsealed > 0) found.push(`record: ${unsealed} rows could not be sealed`);
		const disagreements = await inTenant(house.pool, door.tenantId, (tx) => findDisagreements(tx, 5));
		found.push(...disagreements.map((each) => `ledger check: debt ${each.debtId} disagrees`));
		const violations = await audit(house.owner, { tenantId: door.tenantId, day: prepared.on, zone: prepared.zone, whole: true });
		found.push(...violations.map(({ invariant, sentence }) => `auditor: ${invariant}: ${sentence}`));
		return found;
	} finally {
		await house.close();
	}
}

async function rowsOf<Row extends pg.QueryResultRow>(door: Door, text: string, values: readonly unknown[] = []): Promise<Row[]> {
	return inTenant(door.pool, door.tenantId, (tx) => tx.query<Row>(text, [tx.tenantId, ...values]));
}

/** Every acknowledged permit, attempt, outcome and payment is a row, each once; every answered key is in the record once. */
async function acknowledged(house: House, door: Door, journal: Journal): Promise<string[]> {
	const found: string[] = [];
	const logins = new Map(
		(await rowsOf<{ username: string; id: bigint }>(door, 'select username, id from login where tenant_id = $1')).map((row) => [
			row.username,
			row.id,
		]),
	);
	const keys = journal.pressed.map(({ login, key }) => `login ${logins.get(login)} ${key}`);
	const { rows: recorded } = await house.owner.query<{ idempotency_key: string; outcome: string }>(
		'select idempotency_key, outcome from record_entry where tenant_id = $1 and idempotency_key = any ($2)',
		[String(door.tenantId), keys],
	);
	for (const [i, { status, url, answer }] of journal.pressed.entries()) {
		const outcomes = recorded.filter((row) => row.idempotency_key === keys[i]).map((row) => row.outcome);
		const expected = status === 200 ? 'done' : 'refused';
		if (outcomes.length !== 1 || outcomes[0] !== expected)
			found.push(`${url} was answered ${status}, the record says ${outcomes.join(', ') || 'nothing'}: ${answer.slice(0, 120)}`);
	}
	for (const [kind, table, column] of [
		['permits', 'contact_permit', 'id'],
		['attempts', 'contact_attempt', 'id'],
		['outcome', 'contact_outcome', 'attempt_id'],
		['payments', 'payment', 'id'],
	] as const) {
		const answers = journal.pressed
			.filter((each) => each.status === 200 && each.url.endsWith(`/${kind}`))
			.map((each) => JSON.parse(each.answer) as Record<string, string>);
		const ids = answers.map((each) => each['id'] ?? each['attempt_id'] ?? '');
		const there = await rowsOf<{ id: bigint }>(
			door,
			`select ${column} as id from ${table} where tenant_id = $1 and ${column} = any ($2::bigint[])`,
			[ids],
		);
		const missing = ids.filter((id) => !there.some((row) => String(row.id) === id));
		if (missing.length > 0) found.push(`acknowledged and lost: ${kind} ${missing.join(', ')}`);
		// The same payment written down twice is one and named again; everything else was made for its key alone.
		if (kind !== 'payments' && new Set(ids).size !== ids.length) found.push(`one of ${kind} was given to two keys`);
	}
	return found;
}

/** The carrier's own book beside our messages: nothing went out twice, nothing went out unrecorded, nothing is called delivered that never left. */
async function messages(house: House, folder: string, tenantId: bigint): Promise<string[]> {
	const found: string[] = [];
	const sent = new Map<string, number>();
	// A disk that was full in the middle of a line leaves a piece of it.
	for (const [, id] of textOf(join(folder, sandboxFile)).matchAll(/"reference":"\d+-(\d+)"/g))
		sent.set(id ?? '', (sent.get(id ?? '') ?? 0) + 1);
	const { rows } = await house.owner.query<{ id: bigint; state: string; stopped: boolean }>(
		// With a reason of its own the house stopped it between permit and carrier.
		`select id, state, state = 'failed' and reason is not null as stopped from message where tenant_id = $1`,
		[String(tenantId)],
	);
	const states = new Map(rows.map((row) => [String(row.id), row.stopped ? 'stopped' : row.state]));
	for (const [id, times] of sent) {
		const state = states.get(id);
		if (times > 1) found.push(`message ${id} (${state}) left the house ${times} times`);
		if (state === undefined || state === 'queued' || state === 'withdrawn' || state === 'stopped')
			found.push(`message ${id} left the house and is ${state ?? 'unknown'}`);
	}
	for (const [id, state] of states)
		if ((state === 'delivered' || state === 'failed') && !sent.has(id)) found.push(`message ${id} is ${state} and never left`);
	return found;
}

/** The file is in whole, once; the same again finds only duplicates. */
async function placement(door: Door, { placementRows }: Prepared, answered: Answered): Promise<string[]> {
	const found: string[] = [];
	const placed = await rowsOf<{ rows_total: bigint; accepted: bigint; rejected: bigint; duplicates: bigint; debts: bigint; state: string }>(
		door,
		`select rows_total, accepted, rejected, duplicates, state, (select count(*) from debt d where d.tenant_id = $1 and d.placement_id = p.id) as debts
		   from placement p where tenant_id = $1 and file_name = 'third.csv'`,
	);
	const whole = placed.filter((row) => row.accepted > 0n);
	if (whole.length !== 1) found.push(`the file came in ${whole.length} times`);
	for (const row of placed)
		if (row.rows_total !== BigInt(placementRows) || row.debts !== row.accepted)
			found.push(`a placement of ${row.rows_total} rows, ${row.accepted} accepted, ${row.debts} debts (${row.state})`);
	const { rows, accepted, rejected, duplicates } = (answered ?? {}) as Record<string, number>;
	if (rows !== placementRows || (accepted ?? 0) + (rejected ?? 0) + (duplicates ?? 0) !== rows)
		found.push(`the import answered ${JSON.stringify({ rows, accepted, rejected, duplicates })}`);
	return found;
}

/** Every row of the bank's file is one payment of its amount; the same file again changes nothing. */
async function payments(door: Door, prepared: Prepared, answered: Answered): Promise<string[]> {
	const found: string[] = [];
	const { rows, accepted, duplicates } = (answered ?? {}) as Record<string, number>;
	if (rows !== prepared.payments.length || (accepted ?? 0) + (duplicates ?? 0) !== rows)
		found.push(`the import answered ${JSON.stringify({ rows, accepted, duplicates })}`);
	const kept = await rowsOf<{ external_reference: string; amount_minor: bigint }>(
		door,
		`select external_reference, amount_minor from payment where tenant_id = $1 and external_reference like 'BK%'`,
	);
	const amounts = new Map(kept.map((row) => [row.external_reference, row.amount_minor]));
	const wrong = prepared.payments.filter((row) => amounts.get(row.number) !== row.minor);
	if (kept.length !== prepared.payments.length || wrong.length > 0)
		found.push(`${kept.length} payments of ${prepared.payments.length}, ${wrong.length} missing or of another amount`);
	const again = await importPayments(door, { path: prepared.paymentFile, clientCode: client });
	if ('accepted' in again && again.accepted > 0) found.push(`the same file again brought ${again.accepted} more payments`);
	return found;
}

/**
 * Nothing is left for a second run, every debt has its step, and none has two of one kind. The desks went on beside it: a debtor who was spoken to or
 * who paid is looked at again the same day, so theirs may be due; one run takes them and leaves nothing for the next.
 */
async function dayRun(system: Door, { on }: Prepared): Promise<string[]> {
	const found: string[] = [];
	const due = await rowsOf<{ debt_id: bigint }>(
		system,
		`select s.debt_id from debt_state s where s.tenant_id = $1 and s.status = 'open' and s.review_on <= $2
		    and not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = s.debtor_id)
		    and not exists (select from payment p where p.tenant_id = $1 and p.debtor_id = s.debtor_id)`,
		[on],
	);
	if (due.length > 0)
		found.push(`after the day run ${due.length} debts nobody touched were still due: ${due.map((row) => row.debt_id).join(', ')}`);
	await runDay(system, on);
	const run = await runDay(system, on);
	const again = known(isRefusal(run) ? null : run, 'day run');
	if (again.debts > 0 || again.calls > 0 || again.messages > 0)
		found.push(`a day run with nothing between still found ${again.debts} debts, ${again.calls} calls`);
	const [left] = await rowsOf<{ unseen: bigint; bare: bigint; open: bigint }>(
		system,
		`select count(*) filter (where s.stage = 'new') as unseen,
		        count(*) filter (where not exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = s.debtor_id)) as bare,
		        (select count(*) from day_run_chunk c where c.tenant_id = $1 and c.done_at is null) as open
		   from debt_state s where s.tenant_id = $1 and s.status = 'open'`,
	);
	if (left && (left.unseen > 0n || left.bare > 0n || left.open > 0n))
		found.push(`after the day run ${left.unseen} debts were not looked at, ${left.bare} have no call, ${left.open} chunks are open`);
	return found;
}

/** What a database looks like from outside: every column, constraint, index, policy and trigger of the house's schema, and the migrations it says it had. */
export async function shapeOf(url: string): Promise<string> {
	const owner = new pg.Client({ connectionString: url });
	await owner.connect();
	try {
		const { rows } = await owner.query<{ line: string }>(`
			select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || column_default, '') as line
			  from information_schema.columns where table_schema = 'dunwell'
			union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'dunwell'::regnamespace
			union all select 'index ' || indexdef from pg_indexes where schemaname = 'dunwell'
			union all select 'policy ' || tablename || ' ' || policyname || ' ' || coalesce(qual, '') from pg_policies where schemaname = 'dunwell'
			union all select 'trigger ' || pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'dunwell'::regnamespace and not t.tgisinternal
			union all select 'migration ' || number || ' ' || name || ' ' || sha256 from dunwell.migration
			order by 1`);
		return rows.map(({ line }) => line).join('\n');
	} finally {
		await owner.end();
	}
}

/** The migrations of this release against what a database says it had. */
export function migrationFindings(shape: string, reference: string): string[] {
	const files = readdirSync(join(root, 'migrations')).filter((name) => name.endsWith('.sql')).length;
	const said = shape.split('\n').filter((line) => line.startsWith('migration ')).length;
	const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
	return [
		...(said === files ? [] : [`${said} of ${files} migrations`]),
		...(shape === reference ? [] : [`the schema is not the one a quiet start makes (${hash(shape)}, ${hash(reference)})`]),
	];
}
