import { afterAll, beforeAll, expect, test } from 'vitest';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type TestDesk, testDesk, workFor } from '../support/desk.ts';

/** Limitation, suits and guarantees on the case and among what is near; a client's standing. */
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

test('a suit the creditor brought and its judgment of 2024-12-01 turn the clock into the time to enforce until 2026-12-01; a guarantee of six months is over', async () => {
	const door = await desk.database.door('admin', 'operator');
	const other = await aDebtor(desk.database, 'E**');
	await workFor(
		desk,
		await aDebt(desk.database, door, { debtorId: other, reference: 'L-2', product: 'consumer_loan', overdueSince: '2024-01-10' }),
		{
			number: '13800008888',
		},
	);
	await desk.database.query(
		`insert into party (tenant_id, debtor_id, role, person_index, sealed, name_masked) values ($1, $2, 'guarantor', '\\x01', '\\x00', '李*')`,
		[desk.database.tenantId, other],
	);
	const page = await desk.open('officer', { language: 'en' });
	await page.goto(`${desk.address}/debtors/${other}`);
	const suits = page.getByRole('region', { name: 'Suits and enforcement' });
	await suits.getByRole('button', { name: 'Refer or record a suit' }).click();
	await suits.getByLabel('Brought by').click();
	await page.getByText('The creditor, already').click();
	await suits.getByLabel('Court or arbitral body').fill('北京市海淀区人民法院');
	await suits.getByLabel(/Where it sits/).fill('北京市海淀区');
	await suits.getByLabel(/handed in to the court/).fill('2024-06-03');
	await suits.getByLabel(/Evidence/).fill('notice of the court');
	await suits.getByRole('button', { name: 'Refer or record a suit' }).click();
	await suits.getByText('notice of the court').waitFor();
	await suits.getByRole('button', { name: 'What became of it' }).click();
	await suits.getByLabel('Date', { exact: true }).fill('2024-12-01');
	await suits.getByLabel(/Evidence/).fill('judgment');
	await suits.getByRole('button', { name: 'What became of it' }).last().click();
	const clock = page.getByRole('region', { name: 'Limitation' });
	await clock.getByText('(CN-S3)').waitFor();
	expect(await clock.innerText()).toMatch(/two years to apply for enforcement from 2024-12-01/);
	const guarantees = page.getByRole('region', { name: 'Guarantees' });
	await guarantees.getByText(/word is taken/).waitFor();
	await guarantees.getByRole('button', { name: 'Record a guarantee' }).click();
	await guarantees.getByLabel(/Evidence/).fill('contract, clause 9');
	await guarantees.getByRole('button', { name: 'Record a guarantee' }).click();
	await guarantees.getByText('Over: the guarantor owes nothing').waitFor();
	expect(await guarantees.innerText()).toMatch(/contract, clause 9/);
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
