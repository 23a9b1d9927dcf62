import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { known } from '../../src/core/assert.ts';
import { root } from '../../src/host/config.ts';
import type { App } from '../../src/host/http.ts';
import { openSignIn } from '../../src/people/sign-in.ts';
import { createServer, type ServedHouse } from '../../src/server.ts';
import { onTestFailed } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type TestDatabase, testDatabase, testHouseKey } from './database.ts';

/** The real server with the real desk on a clone of the database, and a browser before it. The clock stands where a test puts it. */
export type TestDesk = {
	readonly database: TestDatabase;
	readonly address: string;
	/** A login with the password of all tests, in the team of all tests. */
	login(role: 'agent' | 'team_lead' | 'compliance' | 'manager' | 'admin', username: string): Promise<bigint>;
	/** A fresh browser context, signed in; its own cookies, so several stand side by side. */
	open(username: string, options?: { language?: 'zh' | 'en'; width?: number; motion?: 'reduce' | 'no-preference' }): Promise<Page>;
	close(): Promise<void>;
};

const password = 'a long enough password';
const fieldOf = { zh: ['用户名', '密码', '登录'], en: ['User name', 'Password', 'Sign in'] } as const;

export async function testDesk(): Promise<TestDesk> {
	builtDesk();
	const database = await testDatabase({ poolMax: 20 });
	const house: ServedHouse = {
		url: database.url,
		pool: database.pool,
		owner: database.owner,
		clock: database.clock,
		vault: async () => database.vault,
	};
	const signIn = openSignIn(database.url, testHouseKey);
	const app: App = await createServer(house, signIn);
	const address = await app.listen({ host: '127.0.0.1', port: 0 });
	const browser: Browser = await launchBrowser();
	const contexts: BrowserContext[] = [];
	const [team] = await database.query<{ id: bigint }>(`insert into team (tenant_id, code, name) values ($1, 'A', 'Team A') returning id`, [
		database.tenantId,
	]);
	const teamId = known(team, 'team').id;
	return {
		database,
		address,
		async login(role, username) {
			const { actor } = await database.door(role, username);
			const set = known(await signIn.setPassword(actor.id, username, username, password), 'sign-in');
			await database.query('update login set auth_user_id = $3, password_word = $4 where tenant_id = $1 and id = $2', [
				database.tenantId,
				actor.id,
				set.userId,
				set.word,
			]);
			await database.query('insert into team_member (tenant_id, team_id, login_id) values ($1, $2, $3)', [
				database.tenantId,
				teamId,
				actor.id,
			]);
			return actor.id;
		},
		async open(username, { language = 'zh', width = 1440, motion = 'reduce' } = {}) {
			// Nothing moves under the pointer: on a busy machine a click lands where a dialog was a moment before.
			const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, reducedMotion: motion });
			contexts.push(context);
			context.setDefaultTimeout(45_000);
			const page = await context.newPage();
			// What the desk showed when a test failed says more than a timeout.
			onTestFailed(async ({ task }) => {
				const picture = join(tmpdir(), `dunwell-${task.name.replace(/[^\w]+/g, '-').slice(0, 60)}-${username}.png`);
				await page.screenshot({ path: picture, fullPage: true }).catch(() => {});
				process.stderr.write(`desk of ${username}: ${picture}\n`);
			});
			await page.addInitScript((chosen) => localStorage.setItem('dunwell.language', chosen), language);
			await page.goto(address);
			const [name, secret, enter] = fieldOf[language];
			await page.getByLabel(name).fill(username);
			await page.getByLabel(secret, { exact: true }).fill(password);
			await page.getByRole('button', { name: enter, exact: true }).click();
			await page.getByRole('banner').waitFor();
			return page;
		},
		async close() {
			await Promise.all(contexts.map((context) => context.close()));
			await browser.close();
			await app.close();
			await signIn.close();
			await database.close();
		},
	};
}

/** Builds the desk when it is missing or older than its sources; `npm test` has built it before. */
export function builtDesk(): void {
	const built = join(root, 'dist', 'desk', 'index.html');
	const newest = Math.max(
		...readdirSync(join(root, 'web'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
	);
	if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
	// As it is shipped: in this process NODE_ENV is `test`, and React and Ant Design would come in their development form, half as heavy again.
	execFileSync(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
		cwd: root,
		env: { ...process.env, NODE_ENV: 'production' },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
}

export type Person = { readonly debtorId: bigint; readonly debtId: bigint; readonly itemId: bigint };

/** Gives a debtor a number and an open work item of the team, callable all day. */
export async function workFor(
	{ database }: Pick<TestDesk, 'database'>,
	debt: { debtorId: bigint; debtId: bigint },
	said: { number: string; priority?: number; relation?: string; surety?: boolean },
): Promise<Person> {
	const { tenantId, vault } = database;
	const [team] = await database.query<{ id: bigint }>(`select id from team where tenant_id = $1 and code = 'A'`, [tenantId]);
	await aNumber(database, debt.debtorId, said.number, null);
	if (said.relation !== undefined) {
		const [party] = await database.query<{ id: bigint }>(
			`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked) values ($1, $2, $6, $3, $4, $5, 'L**') returning id`,
			[
				tenantId,
				debt.debtorId,
				said.relation,
				vault.blindIndex('person', said.number),
				vault.seal('{}', 'party'),
				said.surety ? 'guarantor' : 'third_party',
			],
		);
		if (said.surety)
			await database.query(`insert into party_debt (tenant_id, debtor_id, party_id, debt_id, role) values ($1, $2, $3, $4, 'guarantor')`, [
				tenantId,
				debt.debtorId,
				known(party, 'party').id,
				debt.debtId,
			]);
		await aNumber(database, debt.debtorId, `${said.number.slice(0, -1)}0`, known(party, 'party').id);
	}
	await database.query(
		`insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by)
		 select $1, $2, $3, $4, min(id) from login where tenant_id = $1`,
		[tenantId, debt.debtorId, known(team, 'team').id, database.clock.now()],
	);
	const [item] = await database.query<{ id: bigint }>(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
		 values ($1, $2, $3, 'call', '2026-11-24', 'opening 1/3', $4, $5, '2026-11-24T00:00:00Z', '2026-11-24T15:00:00Z') returning id`,
		[tenantId, debt.debtorId, debt.debtId, known(team, 'team').id, said.priority ?? 100],
	);
	return { ...debt, itemId: known(item, 'work item').id };
}

async function aNumber(database: TestDatabase, debtorId: bigint, number: string, partyId: bigint | null): Promise<void> {
	const index = database.vault.blindIndex('phone', number);
	await database.query(
		`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $3, 'mobile', $4, $5, $6, 'placement B1', 'contract: PIPL 13(2), placed by the creditor', '2026-11-01')`,
		[
			database.tenantId,
			debtorId,
			partyId,
			database.vault.seal(number, `contact ${index.toString('hex')}`),
			index,
			`${number.slice(0, 3)}****${number.slice(-4)}`,
		],
	);
}
