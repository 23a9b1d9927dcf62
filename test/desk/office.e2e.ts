import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileComplaint } from '../../src/complaints/actions.ts';
import { known } from '../../src/core/assert.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { importPayments } from '../../src/payments/import.ts';
import { importPlacement } from '../../src/placements/import.ts';
import { change, type Door } from '../../src/record/change.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { testDesk, type TestDesk } from '../support/desk.ts';
import { head, row } from '../support/placing.ts';

/** What the office screens keep, offer and say, with two clients and more than one page of each list, against the real server. */
let desk: TestDesk;
let folder: string;
let manager: Door;
const many = 201;

beforeAll(async () => {
	desk = await testDesk();
	folder = mkdtempSync(join(tmpdir(), 'dunwell-office-'));
	await desk.login('manager', 'manager1');
	await desk.login('admin', 'admin1');
	await desk.login('compliance', 'officer1');
	await desk.login('agent', 'agent1');
	manager = await desk.database.door('manager', 'manager1');
	const debtorId = await aDebtor(desk.database, '王**');
	await aDebt(desk.database, manager, { debtorId, client: 'ALPHA', reference: 'A-1', parts: { principal: 100_00n } });
	await aDebt(desk.database, manager, { debtorId, client: 'ALPHA', reference: 'A-2', parts: { principal: 300_00n } });
	await aDebt(desk.database, manager, { debtorId, client: 'BETA', reference: 'B-1', parts: { principal: 500_00n } });
});
afterAll(async () => {
	await desk.close();
	rmSync(folder, { recursive: true });
});

const csv = (name: string, ...lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
const fileOf = (name: string, ...lines: string[]): string => {
	const path = join(folder, name);
	writeFileSync(path, lines.join('\n'));
	return path;
};
const paidHead = '流水号,案件编号,还款金额,币种,还款日期';
const one = async <Row extends Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row> =>
	known((await desk.database.query<Row>(text, [desk.database.tenantId, ...values]))[0], 'row');

/** By keyboard: opens the list that has the focus, goes to the option with these words, takes it. */
async function choose(page: Page, name: string, words: string): Promise<void> {
	const box = page.getByRole('combobox', { name, exact: true });
	await box.focus();
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => box.getAttribute('aria-controls')).not.toBeNull();
	const list = page.locator(`.ant-select-dropdown:has([id="${await box.getAttribute('aria-controls')}"])`);
	await list.locator('.ant-select-item-option').first().waitFor();
	const active = list.locator('.ant-select-item-option-active').filter({ hasText: words });
	// A field for a typed number opens with nothing picked.
	for (let i = 0; i < 10 && (await active.count()) === 0; i++) await page.keyboard.press('ArrowDown');
	expect(await active.count()).toBe(1);
	await page.keyboard.press('Enter');
}

describe('a payment file, with two clients', () => {
	test('without a client column it is refused in words of the desk; with the client chosen its payment of 120.00 pays 100.00 and leaves 20.00', async () => {
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/payments`);
		const file = csv('paid.csv', paidHead, 'P-1,A-1,120.00,CNY,2026-11-23');
		await page.getByRole('combobox', { name: '委案方' }).waitFor();
		await page.locator('input[type=file]').setInputFiles(file);
		await page.getByRole('alert').filter({ hasText: '请选定委案方' }).waitFor();
		await choose(page, '委案方', 'ALPHA');
		await page.locator('input[type=file]').setInputFiles(file);
		await page.getByText('1 行：接收 1，拒收 0，重复 0').waitFor();
		await page.getByRole('region', { name: '还款' }).getByText('¥20.00').waitFor();
		// The next file may be another client's.
		await page.getByText('按文件中的“委案方”列').waitFor();
	});

	test('the surplus of 20.00 is set against a debt picked from what the debtor owes this client: the other client’s debt is not offered', async () => {
		const page = await desk.open('manager1', { language: 'en' });
		await page.goto(`${desk.address}/payments?state=overpaid`);
		await page.getByRole('button', { name: 'Set against a debt' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByText('Choose the debt.').waitFor();
		await choose(page, 'Debt', 'A-2');
		expect(await page.locator('.ant-select-item-option').allTextContents()).toEqual(['A-2 · ¥300.00']);
		await dialog.getByRole('button', { name: 'Confirm' }).click();
		await dialog.waitFor({ state: 'detached' });
		const { owed } = await one<{ owed: bigint }>(
			`select owed_minor as owed from debt d join debt_balance b on b.debt_id = d.id where d.tenant_id = $1 and d.reference = 'A-2'`,
		);
		expect(owed).toBe(280_00n);
	});

	test('a payment of nobody is given to a debtor found by reference and to a debt of theirs, by keyboard', async () => {
		const path = fileOf('nobody.csv', paidHead, 'P-2,WRONG-1,30.00,CNY,2026-11-23');
		if (isRefusal(await importPayments(manager, { path, clientCode: 'ALPHA' }))) throw new Error('import');
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/payments?state=unmatched`);
		await page.getByRole('button', { name: '指定债项' }).click();
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('combobox', { name: '查找债务人' }).focus();
		await page.keyboard.type('A-2');
		await page.locator('.ant-select-item-option').filter({ hasText: 'A-1 · A-2' }).waitFor();
		await page.keyboard.press('Enter');
		const { id } = await one<{ id: bigint }>(`select id from debtor where tenant_id = $1 and name_masked = '王**'`);
		await expect.poll(() => dialog.getByRole('textbox', { name: '债务人编号' }).inputValue()).toBe(String(id));
		await choose(page, '债项编号', 'A-2');
		await dialog.getByRole('button', { name: /确\s*认/ }).click();
		await dialog.waitFor({ state: 'detached' });
		const paid = await one(`select state, applied_minor as minor from payment where tenant_id = $1 and external_reference = 'P-2'`);
		expect(paid).toEqual({ state: 'applied', minor: 30_00n });
	});
});

describe('more than a page', () => {
	beforeAll(async () => {
		const numbers = Array.from({ length: many }, (_, i) => i + 1);
		const placed = fileOf('many.csv', head, ...numbers.map((n) => row(n, { id: '', phone: '' })));
		const paid = fileOf('many-paid.csv', paidHead, ...numbers.map((n) => `M-${n},R${n},1.00,CNY,2026-11-23`));
		const done = [
			await importPlacement(manager, { path: placed, clientCode: 'ALPHA' }),
			await importPayments(manager, { path: paid, clientCode: 'ALPHA' }),
		];
		expect(done).toMatchObject([{ accepted: many }, { accepted: many }]);
	});

	test('of 203 payments 200 are shown first, and then all: the oldest, too, can be reversed', async () => {
		const page = await desk.open('manager1', { language: 'en' });
		await page.goto(`${desk.address}/payments`);
		await page.getByText('200 shown').waitFor();
		await page.getByRole('button', { name: 'Load more' }).click();
		await page.getByText('203 shown').waitFor();
		expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
		const table = page.getByRole('region', { name: 'Payments' });
		await table.locator('.ant-table-row').first().hover();
		await page.mouse.wheel(0, 60_000);
		await table.locator('.ant-table-row').filter({ hasText: 'P-1' }).getByRole('button', { name: 'Reverse' }).waitFor();
	});

	test('of 202 debtors to hand out 200 are shown first, and then all', async () => {
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/assignments`);
		await page.getByText('已显示 200 条').waitFor();
		await page.getByRole('button', { name: '加载更多' }).click();
		await page.getByText('已显示 202 条').waitFor();
	});
});

test('a preview asked for by number and answered when the form says by amount does not stand for it: it has to be looked at first', async () => {
	const page = await desk.open('manager1', { language: 'en' });
	await page.goto(`${desk.address}/assignments`);
	await choose(page, 'Team', 'Team A');
	let go = () => {};
	const held = new Promise<void>((resolve) => {
		go = resolve;
	});
	await page.route('**/api/assignments', async (route) => {
		if (route.request().method() === 'POST') await held;
		await route.continue();
	});
	await page.getByRole('button', { name: 'Preview' }).click();
	await page.getByText('Evenly by amount').click();
	const answered = page.waitForResponse((response) => response.request().method() === 'POST');
	go();
	await answered;
	const submit = page.getByRole('form', { name: 'Hand out' }).locator('button[type=submit]');
	await expect.poll(() => submit.getAttribute('class')).not.toContain('loading');
	expect(await submit.textContent()).toContain('Preview');
	await page.getByText('Evenly by number').click();
	await expect.poll(() => submit.textContent()).toContain('Assign');
});

test('of a file read again with another column the client, the totals and the dry run stay; its doubtful second phone is shown with how to mend it', async () => {
	const page = await desk.open('manager1');
	await page.goto(`${desk.address}/placements/import`);
	const form = page.getByRole('form', { name: '导入' });
	await page.locator('input[type=file]').setInputFiles(csv('one.csv', `${head},备用`, `${row(900)},12`, `${row(901)},13800138000`));
	await choose(page, '委案方', 'BETA');
	await form.getByLabel('户数（委案方声明）').fill('2');
	await form.getByLabel('总金额（委案方声明）').fill('220.00 CNY');
	await form.getByRole('checkbox', { name: '试运行' }).check();
	await choose(page, '含义 备用', '家庭电话');
	const filledIn = async () => ({
		client: await form.locator('.ant-select-content, .ant-select-selection-item').first().textContent(),
		count: await form.getByLabel('户数（委案方声明）').inputValue(),
		amount: await form.getByLabel('总金额（委案方声明）').inputValue(),
		dry: await form.getByRole('checkbox', { name: '试运行' }).isChecked(),
	});
	const filled = { client: 'BETA (BETA)', count: '2', amount: '220.00 CNY', dry: true };
	await form.getByRole('button', { name: /试\s*运\s*行/ }).waitFor();
	expect(await filledIn()).toEqual(filled);
	await form.getByText('正在按新的列重新读取文件…').waitFor({ state: 'detached' });
	expect(await filledIn()).toEqual(filled);
	await form.getByRole('button', { name: /试\s*运\s*行/ }).click();
	await page.getByRole('heading', { name: '试运行结果（未保存）' }).waitFor();
	await page.getByRole('heading', { name: '已接收，但有内容未采用或存疑' }).waitFor();
	expect(await page.locator('.ant-table-row').filter({ hasText: '备用' }).count()).toBe(1);
	await page.getByRole('button', { name: '回到这个文件' }).click();
	expect(await filledIn()).toEqual(filled);
});

describe('logins', () => {
	const line = (page: Page, name: string, region: string) =>
		page.getByRole('region', { name: region }).locator('.ant-table-row').filter({ hasText: name });

	test('compliance certifies an agent and can change nothing else', async () => {
		await desk.database.query(
			`update login set exam_passed_on = '2025-03-01', trained_on = null where tenant_id = $1 and username = 'agent1'`,
			[desk.database.tenantId],
		);
		const page = await desk.open('officer1');
		await page.goto(`${desk.address}/people`);
		const agent = line(page, 'agent1', '人员');
		await agent.getByText('2025/03/01').waitFor();
		expect(await agent.getByRole('button').allTextContents()).toEqual(['登记培训与考试']);
		await agent.getByRole('button', { name: '登记培训与考试' }).click();
		const form = page.getByRole('form', { name: '登记培训与考试 agent1' });
		expect(await form.getByLabel('考试通过日').inputValue()).toBe('2025-03-01');
		await form.getByLabel('培训日').fill('2026-11-25');
		await form.getByText('日期不能晚于今天。').waitFor();
		await form.getByLabel('培训日').fill('2026-11-23');
		await form.getByRole('button', { name: /保\s*存/ }).click();
		await agent.getByText('2025/03/01').waitFor();
		await agent.getByText('2026/11/23').waitFor();
	});

	test('an administrator gives an agent a skill, another team and, forgotten, a new password that only opens the page for an own one', async () => {
		await desk.database.query(`insert into team (tenant_id, code, name) values ($1, 'Z', 'Team Z')`, [desk.database.tenantId]);
		const page = await desk.open('admin1', { language: 'en' });
		await page.goto(`${desk.address}/people`);
		const agent = line(page, 'agent1', 'Logins');
		await agent.getByRole('button', { name: 'Change' }).focus();
		await page.keyboard.press('Enter');
		const form = page.getByRole('form', { name: 'Change agent1' });
		await form.getByText('Nothing is changed yet.').waitFor();
		await choose(page, 'Teams', 'Team Z');
		await page.keyboard.press('Escape');
		await choose(page, 'Skills', 'Mortgage');
		await page.keyboard.press('Escape');
		await form.getByLabel(/^New password/).fill('short');
		await form.getByText('The password needs 8 characters or more.').waitFor();
		await form.getByLabel(/^New password/).fill('a new one of the house');
		await page.keyboard.press('Enter');
		await page.getByText('agent1 has a new password: tell them.').waitFor();
		await agent.getByText('Team A、Team Z').waitFor();
		await agent.getByText('Mortgage').waitFor();
		await page.context().clearCookies();
		await page.goto(`${desk.address}/sign-in`);
		await page.getByLabel('User name').fill('agent1');
		await page.getByLabel('Password', { exact: true }).fill('a new one of the house');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Set your own password' }).waitFor();
	});

	test('that the last administrator cannot be closed is said above the list, which stays', async () => {
		const page = await desk.open('admin1');
		await page.goto(`${desk.address}/people`);
		const admin = line(page, 'admin1', '人员');
		await admin.getByRole('button', { name: /停\s*用/ }).click();
		await page.getByRole('alert').waitFor();
		expect(await admin.count()).toBe(1);
	});
});

test('an administrator adds a client with the lines its debtors are told and the kind of its creditor, and mends a line', async () => {
	const page = await desk.open('admin1');
	await page.goto(`${desk.address}/people`);
	await page.getByRole('tab', { name: '委案方' }).click();
	await page.getByRole('button', { name: '添加委案方' }).click();
	const form = page.getByRole('form', { name: '添加委案方' });
	await form.getByLabel('代码').fill('GAMMA');
	await form.getByLabel('名称').fill('伽马支行');
	await form.getByRole('textbox', { name: '债权人' }).fill('伽马银行');
	await choose(page, '债权人类别', '银行');
	await form.getByLabel('投诉电话').fill('95500');
	await form.getByRole('button', { name: '添加委案方' }).click();
	const client = page.getByRole('region', { name: '委案方' }).locator('.ant-table-row').filter({ hasText: 'GAMMA' });
	await client.getByText('95500').waitFor();
	await client.getByRole('button', { name: /更\s*改/ }).click();
	const change = page.getByRole('form', { name: '更改委案方' });
	await change.getByText('还没有更改。').waitFor();
	await change.getByLabel('投诉电话').fill('');
	await change.getByLabel('客服电话').fill('95501');
	await page.keyboard.press('Enter');
	await client.getByText('95501').waitFor();
	expect(await client.getByText('95500').count()).toBe(0);
	const [kept] = await desk.database.query(
		`select c.name, c.service_line, c.complaint_line, o.name as creditor, o.kind from client c join creditor o on o.tenant_id = c.tenant_id and o.id = c.creditor_id where c.tenant_id = $1 and c.code = 'GAMMA'`,
		[desk.database.tenantId],
	);
	expect(kept).toEqual({ name: '伽马支行', service_line: '95501', complaint_line: null, creditor: '伽马银行', kind: 'bank' });
});

test('a complaint is answered by its handler alone, in up to 4,000 characters, and what was typed stays when somebody else has taken it', async () => {
	const debtorId = await aDebtor(desk.database, '李**');
	await aDebt(desk.database, manager, { debtorId, client: 'BETA', reference: 'B-9' });
	const filed = await change(manager, { act: 'test.complaint', input: {} }, (act) =>
		fileComplaint(act, { debtorId, kind: 'complaint', channel: 'letter', words: 'calls at the office' }),
	);
	if (isRefusal(filed)) throw new Error(filed.code);
	const officer = await desk.open('officer1');
	const other = await desk.open('manager1');
	for (const page of [officer, other]) {
		await page.goto(`${desk.address}/compliance?tab=complaints`);
		await page.getByRole('button', { name: `打开 ${filed.id}` }).click();
	}
	await officer.getByRole('button', { name: '由我处理' }).click();
	const answer = officer.getByRole('form', { name: '答复' });
	await officer.getByRole('button', { name: /^答\s*复$/ }).click();
	const long = '答'.repeat(3_500);
	await answer.getByLabel('答复', { exact: true }).fill(long);
	// The manager hears of it, is not offered to answer, and takes it over.
	await other.getByText('officer1').first().waitFor();
	expect(await other.getByRole('button', { name: /^答\s*复$/ }).count()).toBe(0);
	await other.getByRole('button', { name: '由我处理' }).click();
	await other.getByRole('button', { name: /^答\s*复$/ }).waitFor();
	await answer.locator('button[type=submit]').click();
	await answer.getByRole('alert').filter({ hasText: 'manager1' }).waitFor();
	await answer.getByRole('button', { name: /取\s*消/ }).click();
	await officer.getByRole('button', { name: '由我处理' }).click();
	await officer.getByRole('button', { name: /^答\s*复$/ }).click();
	expect((await answer.getByLabel('答复', { exact: true }).inputValue()).length).toBe(3_500);
	await answer.locator('button[type=submit]').click();
	await officer.getByText(long).waitFor();
});

test('the floor’s numbers lead where their things are worked, or nowhere', async () => {
	const page = await desk.open('manager1', { language: 'en' });
	await page.goto(`${desk.address}/floor`);
	await page.getByText('Promises broken today').waitFor();
	const links = await page.locator('.tile a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
	expect(links).toEqual([
		'/payments?state=unmatched',
		'/payments?state=overpaid',
		'/placements',
		'/assignments?unassigned=true',
		'/floor/messages',
		'/compliance?tab=texts',
	]);
});

test('a client’s login sees its payments without a link to a debtor, whom it may not open', async () => {
	const id = await desk.login('manager', 'alpha1');
	await desk.database.query(
		`update login set role = 'client', client_id = (select id from client where tenant_id = $1 and code = 'ALPHA') where tenant_id = $1 and id = $2`,
		[desk.database.tenantId, id],
	);
	const page = await desk.open('alpha1');
	await page.goto(`${desk.address}/payments`);
	await page.getByText('已显示 200 条').waitFor();
	expect(await page.locator('a[href^="/debtors"]').count()).toBe(0);
});
