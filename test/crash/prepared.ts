import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '../../src/core/assert.ts';
import { isRefusal, type Refusal } from '../../src/core/refusal.ts';
import { decimalText, isCurrency } from '../../src/core/money.ts';
import { generatedLines, nothingGenerated } from '../../src/demo/generate.ts';
import { paymentFileLines, type PaymentRow } from '../../src/demo/payments.ts';
import { writeLines } from '../../src/demo/sheet-file.ts';
import { districts } from '../../src/demo/source.ts';
import { systemClock } from '../../src/host/clock.ts';
import { readConfig } from '../../src/host/config.ts';
import { inTenant, type Tx } from '../../src/host/db.ts';
import { hashOfSecret } from '../../src/host/vault.ts';
import { type House, mainTenant, openHouse } from '../../src/house.ts';
import { keyPrefix } from '../../src/people/keys.ts';
import { importPlacement } from '../../src/placements/import.ts';
import { assign } from '../../src/queue/assign.ts';
import { runDay } from '../../src/strategy/actions.ts';
import { addClient } from '../../src/tenants/actions.ts';

/** A house at noon of a working day, laid out once and copied for every kill: a data folder, and files that will be sent to it. */
export type Prepared = {
	readonly folder: string;
	readonly zone: string;
	readonly on: Temporal.PlainDate;
	/** API keys by login. */
	readonly keys: Readonly<Record<string, string>>;
	/** A second placement file, with faulty rows. */
	readonly placementFile: string;
	readonly placementRows: number;
	/** A bank's file on debts of this house, over more than one chunk. */
	readonly paymentFile: string;
	readonly payments: readonly PaymentRow[];
	/** References that payments by hand may name, none of them in the file. */
	readonly payable: readonly string[];
	remove(): void;
};

export const client = 'BANK';
const agents = ['agent1', 'agent2', 'agent3', 'agent4'];
/** Debts that have had their day run, and debts that wait for it: more than one chunk of it. */
const worked = 120;
const waiting = 1_300;
const placedLater = 400;
const paidRows = 1_250;

/** The zone where it is noon: the house's own clock cannot be moved, so its debtors live where one may call now. */
export function zoneOfNoon(now: Temporal.Instant): string {
	const hours = 12 - now.toZonedDateTimeISO('UTC').hour;
	// Named the other way round: Etc/GMT-8 is eight hours ahead.
	return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

function done<T extends object>(answer: T | Refusal): T {
	if (isRefusal(answer)) throw new Error(`the house could not be prepared: ${answer.code} ${JSON.stringify(answer.details)}`);
	return answer;
}

/** A folder that the database's own user may enter, as root too. */
export function openFolder(prefix: string): string {
	const folder = mkdtempSync(join(tmpdir(), prefix));
	chmodSync(folder, 0o755);
	return folder;
}

export async function prepare(): Promise<Prepared> {
	const base = openFolder('dunwell-crash-base-');
	const folder = join(base, 'house');
	const house = await openHouse({ config: readConfig({ DUNWELL_DATA: folder }), say: () => {} });
	const remove = () => rmSync(base, { recursive: true, force: true });
	try {
		const zone = zoneOfNoon(systemClock.now());
		const { id: tenantId } = await house.tenant(mainTenant);
		await vouched(house, tenantId, (tx) => tx.query('update tenant set zone = $2 where tenant_id = $1', [tenantId, zone]));
		const on = systemClock.now().toZonedDateTimeISO(zone).toPlainDate();
		const keys = await people(house, tenantId, on);
		const operator = known(await house.door(mainTenant, 'operator'), 'operator');
		done(await addClient(operator, { code: client, name: 'A Bank', serviceLine: '400-000-0000', complaintLine: '400-000-0001' }));
		await place(house, { base, name: 'first', debts: worked, messyPpm: 0, on }, zone);
		await assignAll(house);
		await runDay(operator, on);
		await place(house, { base, name: 'second', debts: waiting, messyPpm: 0, on }, zone);
		await assignAll(house);
		await house.owner.query('analyze');
		const placementFile = join(base, 'third.csv');
		await writeFile(placementFile, { debts: placedLater, seed: 'third', messyPpm: 60_000, on });
		const { payments, payable } = await paymentsFor(house, tenantId, on);
		const paymentFile = join(base, 'payments.csv');
		await writeLines(paymentFile, 'gb18030', paymentFileLines(payments));
		await house.close();
		return { folder, zone, on, keys, placementFile, placementRows: placedLater, paymentFile, payments, payable, remove };
	} catch (error) {
		await house.close();
		remove();
		throw error;
	}
}

/** What no screen does, written by the database's owner in the house's name. */
async function vouched<T>(house: House, tenantId: bigint, work: (tx: Tx) => Promise<T>): Promise<T> {
	return inTenant(house.owner, tenantId, work, await house.vault(mainTenant));
}

async function people(house: House, tenantId: bigint, on: Temporal.PlainDate): Promise<Record<string, string>> {
	const keys: Record<string, string> = {};
	await vouched(house, tenantId, async (tx) => {
		const now = systemClock.now();
		const [team] = await tx.query<{ id: bigint }>(`insert into team (tenant_id, code, name) values ($1, 'T1', 'Team') returning id`, [
			tenantId,
		]);
		const roles = {
			...Object.fromEntries(agents.map((name) => [name, 'agent'])),
			manager: 'manager',
			lead: 'team_lead',
			compliance: 'compliance',
		};
		for (const [username, role] of Object.entries(roles)) {
			const [login] = await tx.query<{ id: bigint }>(
				`insert into login (tenant_id, username, name, role, exam_passed_on, trained_on, created_at) values ($1, $2, $2, $3, $4, $4, $5) returning id`,
				[tenantId, username, role, on.subtract({ days: 30 }), now],
			);
			const id = known(login, 'login').id;
			if (role === 'agent')
				await tx.query('insert into team_member (tenant_id, team_id, login_id) values ($1, $2, $3)', [
					tenantId,
					known(team, 'team').id,
					id,
				]);
			const key = `${keyPrefix}crash-harness-${username}`;
			await tx.query(
				`insert into api_key (tenant_id, login_id, name, key_hash, shown, made_by, made_at) values ($1, $2, $3, $4, $5, $2, $6)`,
				[tenantId, id, `key of ${username}`, hashOfSecret(key), key.slice(0, 10), now],
			);
			keys[username] = key;
		}
	});
	return keys;
}

type File = { readonly debts: number; readonly seed: string; readonly messyPpm: number; readonly on: Temporal.PlainDate };

async function writeFile(path: string, { debts, seed, messyPpm, on }: File): Promise<void> {
	const order = { debts, seed, messyPpm, placedOn: on, products: [['信用卡', 1]] as const };
	await writeLines(path, 'gb18030', generatedLines(await districts(), order, nothingGenerated()));
}

async function place(house: House, file: Omit<File, 'seed'> & { base: string; name: string }, zone: string): Promise<void> {
	const path = join(file.base, `${file.name}.csv`);
	await writeFile(path, { ...file, seed: file.name });
	done(await importPlacement(known(await house.door(mainTenant, 'manager'), 'manager'), { path, clientCode: client }));
	await vouched(house, (await house.tenant(mainTenant)).id, (tx) => tx.query('update debtor set zones = array[$1]', [zone]));
}

async function assignAll(house: House): Promise<void> {
	const lead = known(await house.door(mainTenant, 'lead'), 'lead');
	const { team, free } = await inTenant(lead.pool, lead.tenantId, async (tx) => ({
		team: known((await tx.query<{ id: bigint }>('select id from team where tenant_id = $1 and code = $2', [tx.tenantId, 'T1']))[0], 'team'),
		free: await tx.query<{ id: bigint }>(
			'select id from debtor d where tenant_id = $1 and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = d.id)',
			[tx.tenantId],
		),
	}));
	done(await assign(lead, { team_id: String(team.id), way: 'team', debtor_ids: free.map(({ id }) => String(id)) }));
}

/** Payments on the debts that wait for the day run, a part of each; the debts that were worked are left for payments by hand. */
async function paymentsFor(house: House, tenantId: bigint, on: Temporal.PlainDate) {
	const rows = await inTenant(house.owner, tenantId, (tx) =>
		tx.query<{ reference: string; owed: bigint; currency: string }>(
			`select d.reference, b.owed_minor as owed, d.currency from debt d
			   join debt_balance b on b.tenant_id = d.tenant_id and b.debtor_id = d.debtor_id and b.debt_id = d.id where d.tenant_id = $1 order by d.id`,
			[tx.tenantId],
		),
	);
	const payments = rows.slice(-waiting, -waiting + paidRows).map(({ reference, owed, currency }, i): PaymentRow => {
		if (!isCurrency(currency)) throw new Error(`no currency: ${currency}`);
		// Every tenth pays all of it, every fiftieth more than that.
		const minor = i % 50 === 0 ? owed + 10_000n : i % 10 === 0 ? owed : (owed + 2n) / 3n;
		return { number: `BK${String(i).padStart(6, '0')}`, on: on.subtract({ days: 1 }), reference, minor, currency, method: '代扣' };
	});
	return { payments, payable: rows.slice(0, worked).map(({ reference }) => reference) };
}

export const amountOf = (row: PaymentRow): string => decimalText(row);
