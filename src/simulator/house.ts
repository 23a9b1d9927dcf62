import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { type Clock, settableClock } from '../host/clock.ts';
import { createPool, inTenant, type Pool, type Tx } from '../host/db.ts';
import { migrate } from '../host/migrate.ts';
import { type Vault, vaultOf } from '../host/vault.ts';
import { canonical, type Door, type Plain } from '../record/change.ts';
import { random } from '../core/random.ts';
import { addClient, changeClient, limitContacts } from '../tenants/actions.ts';
import { ensureTenant, findTenant } from '../tenants/store.ts';
import type { Books } from '../auditor/parts.ts';
import { clients, firstDayOf, type Plan, zone } from './plan.ts';

/**
 * A house of its own for one simulated agency: a fresh database on the server at hand, its keys and nonces drawn from the seed, so that the same seed writes the same
 * bytes on every machine. Gone when the run is over, unless it is kept under a name.
 */
export type SimulatedHouse = {
	readonly url: string;
	readonly pool: Pool;
	readonly owner: Pool;
	/** The auditor's. */
	readonly readers: Readers;
	readonly vault: Vault;
	readonly tenantId: bigint;
	/** The agency's clock; agents have their own. */
	readonly clock: ReturnType<typeof settableClock>;
	/** Where the clients' files lie. */
	readonly folder: string;
	/** Ids of the agents, in order. */
	readonly agents: readonly bigint[];
	readonly teamId: bigint;
	door(username: string, clock?: Clock): Door;
	close(): Promise<void>;
};

/** The auditor's two connections, from the first day to the last: what it asks is planned on each once, not anew wherever it happens to come. */
export type Readers = {
	/** The books as they are, for as long as nobody writes on them. */
	readonly now: readonly [Books, Books];
	/** The books as they stand now, until `done` lets go of them, whatever is written on them meanwhile. */
	asTheyStand(): Promise<{ readonly books: readonly [Books, Books]; done(): void }>;
};

async function openReaders(owner: Pool): Promise<Readers & { close(): void }> {
	const both = await Promise.all([owner.connect(), owner.connect()]);
	const [one, two] = both;
	const begin = 'begin isolation level repeatable read read only';
	return {
		now: both,
		async asTheyStand() {
			await one.query(begin);
			const { rows } = await one.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
			await two.query(`${begin}; set transaction snapshot '${rows[0]?.snapshot ?? ''}'`);
			// Whatever is asked next comes after it; one that is gone says so then.
			return { books: both, done: () => both.forEach((reader) => void reader.query('rollback').catch(() => {})) };
		},
		// One in the middle of a statement is of no use to anybody.
		close: () => both.forEach((reader) => reader.release(true)),
	};
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** 12 bytes that never repeat: eight of the seed, four that count. */
function countedNonces(seed: string): () => Buffer {
	const from = digest(`nonces ${seed}`).subarray(0, 8);
	let count = 0;
	return () => {
		const nonce = Buffer.alloc(12);
		from.copy(nonce);
		nonce.writeUInt32BE(++count, 8);
		return nonce;
	};
}

/** Of the simulated database alone: the auditor asks day after day what happened in a day, of tables that the product reads by debtor; the office picks a client’s debt by number. */
const auditIndexes = [
	'contact_outcome (tenant_id, recorded_at)',
	'debt (tenant_id, client_id, id)',
	'ledger_transfer (tenant_id, recorded_at)',
	'payment (tenant_id, recorded_at)',
	'work_item (tenant_id, claimed_at)',
	'work_item (tenant_id, closed_at)',
	'work_item (tenant_id, business_date)',
	`work_item (tenant_id, debtor_id) where state = 'open'`,
	'message (tenant_id, settled_at)',
	'message (tenant_id, due_at)',
	'message (tenant_id, business_date)',
	'record_entry (tenant_id, at, debtor_id)',
	`record_entry (tenant_id, debtor_id, at) where act = 'debtor.whereabouts'`,
	`record_entry (tenant_id, at) where act = 'login.certify'`,
];

/**
 * The days after which the planner is told how large the tables have become: they grow from nothing faster than the database's own housekeeping looks. Each time everything is planned anew, which a
 * short run feels.
 */
export const learnsOn: readonly number[] = [0, 1, 4, 16, 32, 64, 128, 256, 512, 1024, 2048];
export async function learnSizes(owner: Pool): Promise<void> {
	await owner.query('analyze');
}

/** A life of days is over before the database's own housekeeping pays: it took a fifth of the database's work, and each time it looked at a table everything was planned anew. */
const shortLifeDaysMax = 31;
const withoutHousekeeping = `do $$ declare each regclass; begin
	for each in select oid from pg_class where relkind = 'r' and relnamespace = 'dunwell'::regnamespace loop
		execute format('alter table %s set (autovacuum_enabled = off)', each);
	end loop; end $$`;

let made = 0;

/** A server whose user makes databases; `template`: one with everything but the agency in it. */
export type Server = string | { readonly url: string; readonly template: string };

/** The address of another database of the same server. */
export const databaseAt = (serverUrl: string, name: string): string =>
	Object.assign(new URL(serverUrl), { pathname: `/${name}` }).toString();

async function makeSchema(url: string): Promise<void> {
	await migrate(url);
	const owner = createPool(url, { as: 'owner', max: 1 });
	await owner.query(auditIndexes.map((on) => `create index on ${on}`).join('; '));
	await owner.end();
}

/** Many small runs: their databases are copies of one, which is made in half the time such a run takes. `drop` when the last is over. */
export async function openTemplate(serverUrl: string): Promise<{ readonly on: Server; drop(): Promise<void> }> {
	const template = `dunwell_simulation_${process.pid}_${++made}`;
	const server = createPool(serverUrl, { as: 'owner', max: 1 });
	const drop = async () => {
		await server.query(`drop database if exists ${template} with (force)`);
		await server.end();
	};
	try {
		await server.query(`create database ${template}`);
		await makeSchema(databaseAt(serverUrl, template));
	} catch (error) {
		await drop();
		throw error;
	}
	return { on: { url: serverUrl, template }, drop };
}

/** Does some work on copies of a template of its own. */
export async function withTemplate<Answer>(serverUrl: string, work: (server: Server) => Promise<Answer>): Promise<Answer> {
	const template = await openTemplate(serverUrl);
	try {
		return await work(template.on);
	} finally {
		await template.drop();
	}
}

/** Whether a server has a database of this name already. Refusal: `simulation.name_taken`. */
export async function nameTaken(serverUrl: string, name: string): Promise<Refusal | null> {
	const server = createPool(serverUrl, { as: 'owner', max: 1 });
	try {
		const { rows } = await server.query('select from pg_database where datname = $1', [name]);
		return rows.length === 0 ? null : refuse('simulation.name_taken', { name });
	} finally {
		await server.end();
	}
}

/** Opens the house of a plan in a database of its own; `keepAs`: its name, which it keeps when the house is closed. */
export async function openSimulatedHouse(on: Server, plan: Plan, keepAs?: string): Promise<SimulatedHouse> {
	const [serverUrl, template] = typeof on === 'string' ? [on, null] : [on.url, on.template];
	const name = keepAs ?? `dunwell_simulation_${process.pid}_${++made}`;
	const server = createPool(serverUrl, { as: 'owner', max: 1 });
	await server.query(`create database ${name}${template === null ? '' : ` template ${template}`}`);
	const url = databaseAt(serverUrl, name);
	if (template === null) await makeSchema(url);
	const owner = createPool(url, { as: 'owner', max: 4, quick: true });
	const pool = createPool(url, { max: 6, quick: true });
	const folder = await mkdtemp(join(tmpdir(), 'dunwell-simulation-'));
	const readers = await openReaders(owner);
	const close = async () => {
		readers.close();
		await Promise.all([pool.end(), owner.end()]);
		if (keepAs === undefined) await server.query(`drop database if exists ${name} with (force)`);
		await server.end();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		if (keepAs === undefined && plan.days <= shortLifeDaysMax) await owner.query(withoutHousekeeping);
		const opened = await makeAgency({ owner, pool }, plan);
		return { url, pool, owner, readers, folder, close, ...opened };
	} catch (error) {
		await close();
		throw error;
	}
}

type Person = {
	readonly username: string;
	readonly role: string;
	readonly passedOn?: Temporal.PlainDate | null;
	readonly trainedOn?: Temporal.PlainDate | null;
};

/** An agency with its logins; its key and nonces come of the seed. */
export async function openAgency(
	{ owner, pool }: Pick<SimulatedHouse, 'owner' | 'pool'>,
	{ seed, code, name, clock, people }: { seed: string; code: string; name: string; clock: Clock; people: readonly Person[] },
): Promise<Pick<SimulatedHouse, 'tenantId' | 'vault' | 'door'>> {
	const dataKey = digest(`data key ${seed}`);
	await ensureTenant(owner, digest(`house key ${seed}`), code, name, clock.now(), dataKey);
	const { tenant } = known(await findTenant(owner, code), 'tenant');
	const vault = vaultOf(dataKey, countedNonces(seed));
	const all = await inTenant(
		owner,
		tenant.id,
		async (tx) => {
			for (const { username, role, passedOn = null, trainedOn = null } of people)
				await tx.query(
					`insert into login (tenant_id, username, name, role, exam_passed_on, trained_on, created_at) values ($1, $2, $2, $3, $4, $5, $6)`,
					[tx.tenantId, username, role, passedOn, trainedOn, clock.now()],
				);
			return tx.query<{ id: bigint; username: string; name: string; role: Door['actor']['role'] }>(
				'select id, username, name, role from login where tenant_id = $1',
				[tx.tenantId],
			);
		},
		vault,
	);
	const logins = new Map(all.map(({ username, ...actor }) => [username, { ...actor, clientId: null }]));
	const door = (username: string, at: Clock = clock): Door => ({
		pool,
		clock: at,
		tenantId: tenant.id,
		vault,
		actor: known(logins.get(username), `login ${username}`),
	});
	return { tenantId: tenant.id, vault, door };
}

/** A team with its agents; its number. */
export async function openTeam(
	{ owner, tenantId, vault }: Pick<SimulatedHouse, 'owner' | 'tenantId' | 'vault'>,
	{ code, name, agents }: { code: string; name: string; agents: readonly bigint[] },
): Promise<bigint> {
	const make = async (tx: Tx) => {
		const [team] = await tx.query<{ id: bigint }>('insert into team (tenant_id, code, name) values ($1, $2, $3) returning id', [
			tx.tenantId,
			code,
			name,
		]);
		const { id } = known(team, 'team');
		await tx.query('insert into team_member (tenant_id, team_id, login_id) select $1, $2, id from unnest($3::bigint[]) id', [
			tx.tenantId,
			id,
			agents,
		]);
		return id;
	};
	return inTenant(owner, tenantId, make, vault);
}

async function makeAgency({ owner, pool }: { owner: Pool; pool: Pool }, plan: Plan) {
	const clock = settableClock(firstDayOf(plan).toZonedDateTime({ timeZone: zone, plainTime: '06:00' }).toInstant());
	const ago = (days: number) => {
		const on = firstDayOf(plan).subtract({ days });
		return { passedOn: on, trainedOn: on };
	};
	// Everybody passed the exam in the autumn before; the certificate of every third agent runs out in the first week.
	const desks = Array.from({ length: plan.agents }, (_, i) => ({
		username: `agent${i + 1}`,
		role: 'agent',
		...ago(i % 3 === 2 ? 360 : 30),
	}));
	const { tenantId, vault, door } = await openAgency(
		{ owner, pool },
		{
			seed: plan.seed,
			code: 'main',
			name: '模拟机构 Simulated Agency',
			clock,
			people: [
				...['lead', 'compliance', 'manager'].map((name) => ({ username: name, role: name === 'lead' ? 'team_lead' : name, ...ago(30) })),
				...desks,
				// In no team, and has not passed the exam.
				{ username: 'newcomer', role: 'agent', trainedOn: ago(30).trainedOn },
				// In no team either: calls those who are placed for a trial (trials.ts).
				{ username: 'trial', role: 'agent' },
			],
		},
	);
	const agents = desks.map(({ username }) => door(username).actor.id);
	const teamId = await openTeam({ owner, tenantId, vault }, { code: 'T1', name: '模拟组', agents });
	for (const client of clients) {
		const { products: _, mandate, ...terms } = client;
		const added = await addClient(door('operator'), { ...terms, serviceLine: '400-000-0000', complaintLine: '400-000-0001' });
		if (isRefusal(added)) throw new Error(`client ${client.code}: ${added.code}`);
		if (mandate) await changeClient(door('operator'), { clientId: BigInt(added.id), mandate });
	}
	// Some houses allow less than the law and every client.
	if (random(`${plan.seed} own limits`).chance(300_000)) await limitContacts(door('operator'), { calls_per_day_max: 3 });
	return { vault, tenantId, clock, agents, teamId, door };
}

/** SHA-256 over every entry of the record, of both agencies, in the order of their numbers, each as JSON with sorted keys; `pageRows` entries are read at a time. */
export async function recordRoot({ owner }: Pick<SimulatedHouse, 'owner'>, pageRows = 5_000): Promise<{ root: string; events: number }> {
	const hash = createHash('sha256');
	let after = '0';
	let events = 0;
	for (;;) {
		const { rows } = await owner.query<Record<string, Plain>>(
			// By the number itself: the bare name would be the text beside it, in whose order "9999" comes last and pages skip the rest.
			`select e.id::text, e.at::text, act, actor_id::text, debtor_id::text, outcome, code, idempotency_key, input, answer from record_entry e
			  where e.id > $1 order by e.id limit $2`,
			[after, pageRows],
		);
		for (const row of rows) hash.update(canonical(row)).update('\n');
		events += rows.length;
		after = String(rows.at(-1)?.['id'] ?? after);
		if (rows.length < pageRows) return { root: hash.digest('hex'), events };
	}
}
