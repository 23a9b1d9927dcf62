import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testNow } from '../support/database.ts';
import { type TestDesk, testDesk } from '../support/desk.ts';

/** Versions of the house's messages at the desk: written by a lead, approved by compliance. */
let desk: TestDesk;

beforeAll(async () => {
	desk = await testDesk();
	await desk.login('team_lead', 'lead');
	await desk.login('compliance', 'officer');
});
afterAll(() => desk.close());
beforeEach(() => desk.database.clock.set(testNow));

test('a threat is named while it is typed and cannot be proposed; the mended version waits for somebody else and is in use once approved', async () => {
	const page = await desk.open('lead');
	await page.goto(`${desk.address}/compliance`);
	await page.getByRole('tab', { name: '短信文本' }).click();
	await page.getByRole('region', { name: '短信文本' }).getByText('出厂').first().waitFor();
	await page.getByRole('button', { name: '写新版本' }).click();
	const form = page.getByRole('form', { name: '写新版本' });
	await form.getByText('内容检查通过').first().waitFor();
	const words = form.getByLabel('中文文本');
	const shipped = await words.inputValue();
	await words.fill(`${shipped}否则让你坐牢。`);
	await form.locator('mark', { hasText: '坐牢' }).waitFor();
	await form.getByText('请先改好').waitFor();
	await words.fill(shipped.replace('如有困难', '如果有困难'));
	await expect.poll(() => form.getByText('内容检查通过').count()).toBe(2);
	await form.getByRole('button', { name: '提交审批' }).click();
	await page.getByRole('region', { name: '短信文本' }).getByText('待审批').waitFor();

	const officer = await desk.open('officer', { language: 'en' });
	await officer.goto(`${desk.address}/compliance`);
	await officer.getByRole('tab', { name: 'Messages' }).click();
	await officer.getByRole('button', { name: 'Approve', exact: true }).click();
	await officer.getByRole('button', { name: 'Retire' }).waitFor();
	const rows = await desk.database.query<{ state: string }>('select state from message_text where tenant_id = $1', [
		desk.database.tenantId,
	]);
	expect(rows).toEqual([{ state: 'approved' }]);
});
