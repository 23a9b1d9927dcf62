import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { flagWords } from '../../src/content/flags.ts';
import { change } from '../../src/record/change.ts';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type Person, type TestDesk, testDesk, workFor } from '../support/desk.ts';

/** Versions of the house's messages at the desk: written by a lead, approved by compliance. */
let desk: TestDesk;
let person: Person;
/** Pictures to look at, beside the test's others. */
const pictureOf = (name: string) => join(tmpdir(), `dunwell-${name}.png`);

beforeAll(async () => {
	desk = await testDesk();
	await desk.login('team_lead', 'lead');
	await desk.login('compliance', 'officer');
	const door = await desk.database.door('admin', 'operator');
	person = await workFor(desk, await aDebt(desk.database, door, { debtorId: await aDebtor(desk.database, 'W**') }), {
		number: '13800007777',
	});
	await desk.login('agent', 'caller');
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

test('a script without the announcement of the recording cannot be proposed; mended it is approved on a telephone’s screen without scrolling sideways, and the agent reads it', async () => {
	const page = await desk.open('lead');
	await page.goto(`${desk.address}/compliance`);
	await page.getByRole('tab', { name: '话术' }).click();
	const scripts = page.getByRole('region', { name: '话术' });
	await scripts.getByRole('article', { name: '首次联系' }).waitFor();
	await page.getByRole('button', { name: '写新版本' }).click();
	const form = page.getByRole('form', { name: '写新版本' });
	const words = form.getByLabel('中文文本');
	await expect.poll(() => words.inputValue()).toContain('想先了解一下原因');
	const shipped = await words.inputValue();
	await words.fill(shipped.replace('本次通话将被录音。', ''));
	await form.getByText('须告知通话录音').waitFor();
	await words.fill(shipped.replace('想先了解一下原因', '想先听听您最近的情况'));
	await expect.poll(() => form.getByText('内容检查通过').count()).toBe(2);
	await form.getByRole('button', { name: '提交审批' }).click();
	await scripts.getByText('待审批').waitFor();

	const telephone = await desk.open('officer', { width: 390 });
	await telephone.goto(`${desk.address}/compliance?tab=scripts`);
	const card = telephone.getByRole('article', { name: '首次联系' });
	const approve = card.getByRole('button', { name: /批\s*准/ }).first();
	await approve.scrollIntoViewIfNeeded();
	const box = await approve.boundingBox();
	expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
	expect(await telephone.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
	await telephone.screenshot({ path: pictureOf('scripts-390'), fullPage: true });
	// By keyboard, as every act of the desk.
	await approve.focus();
	await telephone.keyboard.press('Enter');
	await card.getByText('使用中').first().waitFor();
	await page.screenshot({ path: pictureOf('scripts-1440'), fullPage: true });

	const agent = await desk.open('caller');
	await agent.getByText('准备好了就开始').waitFor();
	await agent.keyboard.press('F8');
	await agent.getByText('想先听听您最近的情况').waitFor();
	await agent.getByText('话术第 1 版').waitFor();
});

test('a note that names a threat is saved, stands among the words to look at with the words marked, and is judged by compliance', async () => {
	const agent = await desk.database.door('agent', 'caller');
	await change(agent, { act: 'test.flag', input: {}, debtorId: person.debtorId }, async (act) => {
		flagWords(act, { debtorId: person.debtorId, source: 'outcome', sourceId: 1n, words: '告诉他再不还就让他坐牢，挂断' });
		return {};
	});
	const officer = await desk.open('officer', { width: 390 });
	await officer.goto(`${desk.address}/compliance?tab=words`);
	const list = officer.getByRole('region', { name: '用语复核' });
	await list.locator('mark', { hasText: '坐牢' }).waitFor();
	await officer.screenshot({ path: pictureOf('words-390'), fullPage: true });
	await list.getByLabel('备注（可不填）').fill('约谈');
	await list.getByRole('button', { name: '用语不当' }).click();
	await list.getByText('没有用语').waitFor();
	await officer.getByText('已复核', { exact: true }).click();
	await list.getByText('约谈').waitFor();
	expect(await desk.database.query('select verdict, remark from flagged_words where tenant_id = $1', [desk.database.tenantId])).toEqual([
		{ verdict: 'wrong', remark: '约谈' },
	]);
});
