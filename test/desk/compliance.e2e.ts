import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askPermit } from '../../src/contact/actions.ts';
import { known } from '../../src/core/assert.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { change } from '../../src/record/change.ts';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type Person, type TestDesk, testDesk, workFor } from '../support/desk.ts';

/** The compliance officer's desk, and holds on the case, against the real server. */
let desk: TestDesk;
let person: Person;

beforeAll(async () => {
	desk = await testDesk();
	const door = await desk.database.door('admin', 'operator');
	await desk.login('compliance', 'officer');
	const debtorId = await aDebtor(desk.database, 'C**');
	person = await workFor(desk, await aDebt(desk.database, door, { debtorId }), { number: '13800009999' });
});
afterAll(() => desk.close());
beforeEach(() => desk.database.clock.set(testNow));

/** A call asked for at an instant; whether it was permitted. */
async function asked(at: string): Promise<boolean> {
	desk.database.clock.set(Temporal.Instant.from(at));
	const agent = await desk.database.door('agent', 'caller');
	const [point] = await desk.database.query<{ id: bigint }>('select id from contact_point where tenant_id = $1 and debtor_id = $2', [
		desk.database.tenantId,
		person.debtorId,
	]);
	const permit = await change(agent, { act: 'contact.ask', input: { at }, debtorId: person.debtorId, keepOnRefusal: true }, async (act) => {
		const given = await askPermit(act, { debtorId: person.debtorId, contactPointId: known(point, 'point').id, channel: 'voice' });
		return isRefusal(given) ? given : { id: String(given.permitId) };
	});
	return !isRefusal(permit);
}

test('a call asked for at 22:05 is found among the decisions by its rule, and opens with the text, the citation and “the same answer”', async () => {
	expect(await asked('2026-11-23T14:05:00Z')).toBe(false);
	expect(await asked('2026-11-24T02:00:00Z')).toBe(true);
	const page = await desk.open('officer');
	await page.getByRole('menuitem', { name: '合规' }).click();
	await page.getByRole('tab', { name: '联系决定' }).click();
	const table = page.getByRole('region', { name: '联系决定' });
	await table.getByText('caller').first().waitFor();
	await page.getByLabel('规则', { exact: true }).fill('CN-T1');
	await expect.poll(() => table.getByText('拒绝', { exact: true }).count()).toBe(1);
	await table.getByRole('button', { name: /为\s*什\s*么/ }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('结论一致').waitFor();
	expect(await dialog.innerText()).toContain('GB/T 45251-2025');
});

test('refusals stand by rule, the law has its rows and its calendar, and a trial of 10:00 to 12:00 names what would have been refused', async () => {
	await asked('2026-11-24T06:00:00Z');
	const page = await desk.open('officer', { language: 'en' });
	await page.goto(`${desk.address}/compliance`);
	await page.getByRole('tab', { name: 'Refusals' }).click();
	await page.getByRole('region', { name: 'Refusals' }).getByText('CN-T1').waitFor();
	await page.getByRole('tab', { name: 'The law' }).click();
	await page.getByRole('region', { name: 'The law' }).getByText('CN-T1', { exact: true }).waitFor();
	await page.getByRole('tab', { name: 'Law calendar' }).click();
	await page.getByRole('region', { name: 'Law calendar' }).getByText('Begins').first().waitFor();
	await page.getByRole('tab', { name: 'What if' }).click();
	await page.getByLabel('Hours from').fill('10:00');
	expect(await page.getByText('Give both ends of the hours.').count()).toBe(1);
	await page.getByLabel('Hours until').fill('12:00');
	await page.getByRole('button', { name: 'Try it' }).click();
	await page.getByRole('region', { name: 'What if' }).getByText('TRY-HOURS').waitFor();
});

test('a hold is placed on the case with its evidence and lifted again by compliance', async () => {
	const page = await desk.open('officer');
	await page.goto(`${desk.address}/debtors/${person.debtorId}`);
	await page.getByRole('button', { name: '登记停催' }).click();
	const form = page.getByRole('form', { name: '登记停催' });
	await form.getByText('请写明依据').waitFor();
	await form.getByLabel('依据', { exact: true }).fill('来信称不是本人消费');
	await form.getByRole('button', { name: '登记停催' }).click();
	await page.getByText('停催：异议').waitFor();
	const held = async () =>
		(
			await desk.database.query<{ open: number }>(
				'select count(*) filter (where lifted_at is null)::int as open from hold where debtor_id = $1',
				[person.debtorId],
			)
		)[0]?.open;
	expect(await held()).toBe(1);
	await page.getByRole('button', { name: /解\s*除/ }).click();
	await expect.poll(held).toBe(0);
	await expect.poll(() => page.getByText('停催：异议').count()).toBe(0);
});

test('an officer records a consent and where the debtor may be: at 21:30 in New York the call that Shanghai allows is refused', async () => {
	expect(await asked('2026-11-24T02:30:00Z')).toBe(true);
	const page = await desk.open('officer');
	await page.goto(`${desk.address}/debtors/${person.debtorId}`);
	const panel = page.getByRole('region', { name: '同意、通知、所在地与语言' });
	await panel.getByRole('button', { name: '登记同意' }).click();
	await panel.getByLabel('同意的内容').focus();
	await page.keyboard.press('Enter');
	await page.getByTitle('与第三方沟通').click();
	await panel.getByLabel('证明（录音编号、书面文件…）').fill('letter 7');
	await panel.getByRole('button', { name: '登记同意' }).click();
	await panel.getByText('letter 7').waitFor();
	await panel.getByRole('button', { name: '更改所在地' }).click();
	await panel.getByLabel(/^法域/).fill('CN US-NY');
	await panel.getByLabel(/^时区/).fill('Asia/Shanghai America/New_York');
	await panel.getByLabel('依据', { exact: true }).fill('told us on the telephone');
	await panel.getByRole('button', { name: '更改所在地' }).click();
	await panel.getByText('CN、US-NY').waitFor();
	expect(await asked('2026-11-24T02:30:00Z')).toBe(false);
});
