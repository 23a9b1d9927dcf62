import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDesk, type TestDesk } from '../support/desk.ts';
import { aClient } from '../support/debts.ts';
import { head, row } from '../support/placing.ts';

/** The pages of the manager and the administrator against the real server, one after the other on the same agency. */
let desk: TestDesk;

beforeAll(async () => {
	desk = await testDesk();
	await aClient(desk.database, 'BANK');
	await desk.login('manager', 'manager1');
	await desk.login('admin', 'admin1');
	await desk.login('agent', 'agent1');
	await desk.login('agent', 'agent2');
});
afterAll(() => desk.close());

const count = async (text: string): Promise<number> =>
	Number((await desk.database.query<{ count: bigint }>(text, [desk.database.tenantId]))[0]?.count);
const csv = (name: string, ...lines: string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });

/** By keyboard: opens the list that has the focus, waits until it has something, takes the first. */
async function chooseFirst(page: Page): Promise<void> {
	await page.keyboard.press('ArrowDown');
	await page.locator('.ant-select-item-option-active').last().waitFor();
	await page.keyboard.press('Enter');
}

describe('a manager', () => {
	test('imports a file of three rows with one malformed amount: 2 accepted, 1 rejected, and takes the error file with that row', async () => {
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/placements/import`);
		await page.locator('input[type=file]').setInputFiles(csv('placed.csv', head, row(1), row(2), row(3, { placed: 'abc' })));
		await page.getByRole('heading', { name: '核对列' }).waitFor();
		await page.getByRole('status').filter({ hasText: '请选择委案方。' }).waitFor();
		await page.getByRole('combobox', { name: '委案方' }).focus();
		await chooseFirst(page);
		await page.getByRole('button', { name: /^导\s*入$/ }).click();
		await page.getByRole('heading', { name: '导入结果' }).waitFor();
		const tile = (name: string) => page.locator('.tile').filter({ hasText: name }).first().locator('strong').textContent();
		expect([await tile('行数'), await tile('接收'), await tile('拒收'), await tile('重复')]).toEqual(['3', '2', '1', '0']);
		const download = page.waitForEvent('download');
		await page.getByRole('link', { name: '错误文件' }).click();
		expect((await download).suggestedFilename()).toMatch(/\.csv$/);
		expect(await count('select count(*) from debt where tenant_id = $1')).toBe(2);
	});

	test('previews the two debtors handed out evenly, one to each agent, before anything is assigned, then confirms', async () => {
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/assignments`);
		await page.getByRole('status').filter({ hasText: '请先选择组。' }).waitFor();
		await page.getByRole('combobox', { name: '组', exact: true }).focus();
		await chooseFirst(page);
		await page.getByRole('button', { name: /^预\s*览$/ }).click();
		await page.getByRole('button', { name: '确认分配' }).waitFor();
		const hands = page.getByRole('form', { name: '分配' }).getByRole('row');
		expect(
			await hands
				.filter({ hasText: /agent[12]/ })
				.locator('td:nth-child(2)')
				.allTextContents(),
		).toEqual(['1', '1']);
		expect(await count('select count(*) from assignment where tenant_id = $1 and agent_id is not null')).toBe(0);
		await page.getByRole('button', { name: '确认分配' }).click();
		await page.getByText('已分配 2 位债务人。').waitFor();
		expect(await count('select count(*) from assignment where tenant_id = $1 and agent_id is not null')).toBe(2);
	});

	test('a payment for a reference nobody knows waits in the queue with its reason', async () => {
		const page = await desk.open('manager1');
		await page.goto(`${desk.address}/payments`);
		await page
			.locator('input[type=file]')
			.setInputFiles(csv('paid.csv', '流水号,案件编号,还款金额,币种,还款日期', 'P-1,NOBODY-1,100.00,CNY,2026-11-23'));
		await page.getByText('1 行：接收 1，拒收 0，重复 0').waitFor();
		await page.getByRole('region', { name: '还款' }).getByText('没有这个案件编号').waitFor();
	});

	test('the floor and the dashboard open with the agents and the money placed', async () => {
		const page = await desk.open('manager1', { language: 'en' });
		await page.goto(`${desk.address}/floor`);
		await page.getByText('agent1').first().waitFor();
		await page.goto(`${desk.address}/dashboard`);
		await page.getByText('By bucket').waitFor();
	});
});

describe('an administrator', () => {
	test('adds an agent by keyboard, certifies them, and their first password opens nothing but the page for one of their own', async () => {
		const page = await desk.open('admin1');
		await page.goto(`${desk.address}/people`);
		await page.getByRole('button', { name: '添加人员' }).focus();
		await page.keyboard.press('Enter');
		const form = page.getByRole('form', { name: '添加人员' });
		await form.getByRole('textbox', { name: '用户名' }).fill('newcomer');
		await form.getByRole('textbox', { name: '姓名' }).fill('New Comer');
		await form.getByRole('combobox', { name: '角色' }).focus();
		await chooseFirst(page);
		await form.getByLabel(/初始密码/).fill('a long enough password');
		await page.keyboard.press('Enter');
		const line = page.getByRole('region', { name: '人员' }).locator('.ant-table-row').filter({ hasText: 'New Comer' });
		await line.getByText('无——不得联系债务人（CN-H1）').waitFor();
		await line.getByRole('button', { name: '登记培训与考试' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('form', { name: '登记培训与考试 New Comer' }).getByLabel('考试通过日').focus();
		await page.keyboard.press('Enter');
		await line.getByText('2026/11/24').first().waitFor();
		await page.context().clearCookies();
		await page.goto(`${desk.address}/sign-in`);
		await page.getByLabel('用户名').fill('newcomer');
		await page.getByLabel('密码', { exact: true }).fill('a long enough password');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: '设置自己的密码' }).waitFor();
		await page.goto(`${desk.address}/desk`);
		await page.getByRole('heading', { name: '设置自己的密码' }).waitFor();
	});
});
