import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import iconv from 'iconv-lite';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { assert, known } from '../core/assert.ts';
import { random } from '../core/random.ts';
import { isRefusal, sentenceOf } from '../core/refusal.ts';
import { bench, type BenchDatabase, type Machine, ratioOf, timed } from '../host/bench.ts';
import { systemClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { vaultOfTenant } from '../host/vault.ts';
import { idCheckCharacter } from '../intake/cells.ts';
import type { Door } from '../record/change.ts';
import { ensureTenant, findTenant } from '../tenants/store.ts';
import { importPlacement } from './import.ts';

/** `rows_per_s` of the import beside `floor_rows_per_s`: COPY of the very rows it stored into bare tables, in the same run. */
export type ImportBench = {
	readonly rows: number;
	readonly file_mb: number;
	readonly seconds: number;
	readonly rows_per_s: number;
	readonly stored_rows: number;
	readonly floor_seconds: number;
	readonly floor_rows_per_s: number;
	/** Speed of the import as a share of the floor's; the target is at least 0.25. */
	readonly ratio: number;
	readonly peak_rss_mb: number;
	readonly machine: Machine;
};

/** What one placed debt becomes. */
const tables = [
	'debtor',
	'party',
	'party_debt',
	'contact_point',
	'debt',
	'debt_alias',
	'debt_state',
	'ledger_transfer',
	'debt_balance',
] as const;

/** Imports a generated file of `rows` debts (GB18030 CSV, 20 columns, every row whole) into a database of its own. */
export async function benchImport(serverUrl: string, { rows, say }: { rows: number; say: (line: string) => void }): Promise<ImportBench> {
	const folder = mkdtempSync(join(tmpdir(), 'dunwell-bench-import-'));
	try {
		return await bench(serverUrl, async (database) => {
			const file = join(folder, 'placement.csv');
			say(`writing a file of ${rows} rows`);
			const bytes = await writeFile(file, rows);
			const door = await doorOf(database);
			say('importing');
			const { answer, seconds } = await timed(() => importPlacement(door, { path: file, clientCode: 'BENCH' }));
			const peak = process.resourceUsage().maxRSS;
			if (isRefusal(answer)) throw new Error(sentenceOf(answer).en);
			assert(answer.accepted === rows, `accepted ${answer.accepted} of ${rows}: ${JSON.stringify(answer.errors[0] ?? null)}`);
			say(`imported in ${seconds} s; copying the same rows into bare tables`);
			const floor = await floorOf(database, folder);
			return {
				rows,
				file_mb: Math.round(bytes / 2 ** 20),
				seconds,
				rows_per_s: Math.round(rows / seconds),
				stored_rows: floor.stored,
				floor_seconds: floor.seconds,
				floor_rows_per_s: Math.round(rows / floor.seconds),
				ratio: ratioOf(floor.seconds, seconds),
				peak_rss_mb: Math.round(peak / 1024),
			};
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function doorOf(database: BenchDatabase): Promise<Door> {
	const now = systemClock.now();
	const key = Buffer.alloc(32, 1);
	await ensureTenant(database.owner, key, 'main', 'Bench', now);
	const { tenant, wrappedKey } = known(await findTenant(database.owner, 'main'), 'tenant');
	const pool = database.pool(4);
	const id = await inTenant(pool, tenant.id, async (tx) => {
		const [creditor] = await tx.query<{ id: bigint }>(
			`insert into creditor (tenant_id, name, kind) values ($1, 'Bench', 'bank') returning id`,
			[tx.tenantId],
		);
		await tx.query(`insert into client (tenant_id, code, name, creditor_id, created_at) values ($1, 'BENCH', 'Bench', $2, $3)`, [
			tx.tenantId,
			known(creditor, 'creditor').id,
			now,
		]);
		const [login] = await tx.query<{ id: bigint }>(`select id from login where username = 'operator'`);
		return known(login, 'operator').id;
	});
	const vault = vaultOfTenant(key, tenant.id, wrappedKey);
	return { pool, clock: systemClock, tenantId: tenant.id, vault, actor: { id, name: 'bench', role: 'admin', clientId: null } };
}

/** COPY of the stored rows, table by table, into tables without key, index, trigger or policy. The files are written before the clock starts. */
async function floorOf(database: BenchDatabase, folder: string): Promise<{ stored: number; seconds: number }> {
	const client = new pg.Client({ connectionString: database.url, options: '-c search_path=dunwell' });
	await client.connect();
	try {
		const plans: { table: string; columns: string; file: string }[] = [];
		let stored = 0;
		for (const table of tables) {
			const { rows } = await client.query<{ columns: string }>(
				`select string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns from information_schema.columns
				  where table_schema = 'dunwell' and table_name = $1 and is_generated = 'NEVER'`,
				[table],
			);
			const { columns } = known(rows[0], table);
			const file = join(folder, table);
			await pipeline(client.query(copyTo(`copy ${table} (${columns}) to stdout`)), createWriteStream(file));
			await client.query(`create table bare_${table} as select ${columns} from ${table} with no data`);
			plans.push({ table, columns, file });
		}
		await client.query('checkpoint');
		const { seconds } = await timed(async () => {
			await client.query('begin');
			for (const { table, columns, file } of plans) {
				const copy = client.query(copyFrom(`copy bare_${table} (${columns}) from stdin`));
				await pipeline(createReadStream(file, { highWaterMark: 2 ** 18 }), copy as unknown as Writable);
				stored += copy.rowCount;
			}
			await client.query('commit');
		});
		return { stored, seconds };
	} finally {
		await client.end();
	}
}

const headings =
	'案件编号,批次号,姓名,身份证号,手机,家庭地址,单位名称,产品名称,合同编号,币种,委案日期,逾期日期,委案金额,本金,利息,罚息,卡号,联系人1姓名,联系人1关系,联系人1手机';

/** Rows of one seed: distinct people, three amounts that add up, a phone, an address and a contact person each. */
async function writeFile(path: string, rows: number): Promise<number> {
	const draw = random('bench import');
	const file = await open(path, 'w');
	let waiting = `${headings}\r\n`;
	let bytes = 0;
	const two = (value: number) => String(value).padStart(2, '0');
	const yuan = (fen: number) => `${Math.floor(fen / 100)}.${two(fen % 100)}`;
	const grouped = (fen: number) => `"${yuan(fen).replace(/\B(?=(\d{3})+\.)/g, ',')}"`;
	const letters = '王李张刘陈杨赵黄周吴伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂';
	const name = () => Array.from({ length: 3 }, () => letters[draw.below(letters.length)]).join('');
	try {
		for (let i = 0; i < rows; i++) {
			// 801 numbers of each district, none of which ends in 000 as damaged ones do; no two alike.
			const sequence = `${1 + Math.floor((i % 801) / 89)}${10 + ((i % 801) % 89)}`;
			const first17 = `${110_000 + Math.floor(i / 801)}${1960 + draw.below(40)}${two(1 + draw.below(12))}${two(1 + draw.below(28))}${sequence}`;
			const [principal, interest, penalty] = [100_000 + draw.below(9_000_000), draw.below(400_000), 1 + draw.below(90_000)];
			const phone = (from: number) => `10${from}${String(i).padStart(8, '0')}`;
			waiting += `B${i},BENCH-1,${name()},${first17}${idCheckCharacter(first17)},${phone(1)},某省某市某区示例路${i % 977}号${i % 31}室,某市示例有限公司,信用卡,HT${i},人民币,2026-11-24,2026-${two(1 + draw.below(9))}-${two(1 + draw.below(28))},${grouped(principal + interest + penalty)},${grouped(principal)},${grouped(interest)},${yuan(penalty)},69999900${String(i).padStart(8, '0')},${name()},朋友,${phone(2)}\r\n`;
			if (waiting.length > 262_144 || i === rows - 1) {
				const chunk = iconv.encode(waiting, 'gb18030');
				waiting = '';
				bytes += chunk.length;
				await file.write(chunk);
			}
		}
	} finally {
		await file.close();
	}
	return bytes;
}
