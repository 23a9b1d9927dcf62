import { afterAll, beforeAll, expect, test } from 'vitest';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type TestDesk, testDesk, workFor } from '../support/desk.ts';

/** Limitation on the case and among what is near; a client's standing. */
let desk: TestDesk;
let debtorId: bigint;

beforeAll(async () => {
	desk = await testDesk();
	const door = await desk.database.door('admin', 'operator');
	await desk.login('compliance', 'officer');
	debtorId = await aDebtor(desk.database, 'D**');
	const loan = {
		debtorId,
		reference: 'L-1',
		product: 'consumer_loan',
		overdueSince: '2023-11-10',
		parts: { principal: 9_000_00n, interest: 900_00n },
	};
	await workFor(desk, await aDebt(desk.database, door, loan), { number: '13800007777' });
	desk.database.clock.set(testNow);
});
afterAll(() => desk.close());

test('a loan due on 2023-11-10 is shown as barred since 2026-11-10, stands among what is near, and an agreement told with its proof sets the clock to 2029-11-20', async () => {
	const page = await desk.open('officer');
	await page.getByRole('menuitem', { name: '合规' }).click();
	await page.getByRole('tab', { name: '临界提醒' }).click();
	const near = page.getByRole('region', { name: /时效将届满/ });
	await near.getByText('L-1').waitFor();
	expect(await near.innerText()).toContain('已过时效');
	await near.getByRole('link').click();
	const clock = page.getByRole('region', { name: '诉讼时效' });
	await clock.getByText(/债务人可以拒绝履行/).waitFor();
	await clock.getByRole('button', { name: '登记时效事件' }).click();
	await clock.getByLabel('事件', { exact: true }).click();
	await page.getByText('债务人同意履行全部债务（书面）').click();
	await clock.getByLabel('日期', { exact: true }).fill('2026-11-20');
	await clock.getByLabel(/依据/).fill('signed letter of 20 November');
	await clock.getByRole('button', { name: '登记时效事件' }).click();
	await clock.getByText('signed letter of 20 November').waitFor();
	await expect.poll(() => clock.innerText()).not.toContain('债务人可以拒绝履行');
	expect(await clock.innerText()).toMatch(/2029.11.20/);
});

test('a client’s contract and evaluation are put on file, and the client stands among what is near once its evaluation is over', async () => {
	const page = await desk.open('officer', { language: 'en', width: 390 });
	await page.goto(`${desk.address}/people`);
	await page.getByRole('tab', { name: 'Clients' }).click();
	await page.getByRole('button', { name: 'Record contract and evaluation' }).first().click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Contract until').fill('2027-06-30');
	await dialog.getByLabel(/Last evaluated/).fill('2025-11-20');
	await dialog.getByLabel(/Evidence/).fill('report of 2025');
	await dialog.getByRole('button', { name: 'Record contract and evaluation' }).click();
	await dialog.waitFor({ state: 'hidden' });
	await page.getByText('over: no new debts').waitFor();
	await page.goto(`${desk.address}/compliance`);
	await page.getByRole('tab', { name: 'Near' }).click();
	await page
		.getByRole('region', { name: /contract and evaluation/ })
		.getByText('over: no new debts')
		.waitFor();
});
