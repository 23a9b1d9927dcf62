import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendDueMessages } from '../../src/channels/sender.ts';
import { testDesk, type TestDesk } from '../support/desk.ts';
import { aCarrier, messagesOf } from '../support/messages.ts';

/** Two texts whose carrier was away, and a lead who asked it. */
let desk: TestDesk;
beforeAll(async () => {
	desk = await testDesk();
	await desk.login('team_lead', 'lead1');
	await desk.login('manager', 'manager1');
	await desk.login('admin', 'admin1');
	const { aCase, aMessage } = messagesOf(() => desk.database);
	for (let i = 0; i < 2; i++) await aMessage(await aCase());
	await sendDueMessages(
		await desk.database.door('system'),
		aCarrier(() => 'away'),
	);
	desk.database.clock.advance({ minutes: 20 });
});
afterAll(() => desk.close());

test('the tile of the floor leads to the two texts without an answer; by keyboard the lead records that the carrier never had one of them', async () => {
	const page = await desk.open('lead1');
	await page.goto(`${desk.address}/floor`);
	await page.getByRole('link', { name: /2\s*发送无回执/ }).click();
	const list = page.getByRole('region', { name: '发送无回执的短信' });
	await list.getByText('138****0000').first().waitFor();
	expect(await list.getByRole('button', { name: '登记结果' }).count()).toBe(2);
	await page.screenshot({ path: join(tmpdir(), 'dunwell-unanswered-1440.png'), fullPage: true });
	await list.getByRole('button', { name: '登记结果' }).first().focus();
	await page.keyboard.press('Enter');
	const form = page.getByRole('form', { name: '登记结果' });
	await form.getByText('请选择运营商的答复。').waitFor();
	await form.getByRole('radio', { name: '已送达', exact: true }).focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await form.getByText('不计为催收主张').waitFor();
	await form.getByRole('textbox', { name: '依据' }).fill('运营商工单 7');
	await page.keyboard.press('Enter');
	await expect.poll(() => list.getByRole('button', { name: '登记结果' }).count()).toBe(1);
	expect(await desk.database.query(`select state, reason from message where state <> 'sending'`)).toEqual([
		{ state: 'failed', reason: 'not handed over' },
	]);
});

test('on a telephone of 390 px the manager records that the other was delivered, and nothing is left; the administrator sees the list and records nothing', async () => {
	const admin = await desk.open('admin1', { language: 'en' });
	await admin.goto(`${desk.address}/floor/messages`);
	await admin.getByText('138****0000').waitFor();
	expect(await admin.getByRole('button', { name: 'Record the answer' }).count()).toBe(0);

	const page = await desk.open('manager1', { language: 'en', width: 390 });
	await page.goto(`${desk.address}/floor/messages`);
	const act = page.getByRole('button', { name: 'Record the answer' });
	await act.waitFor();
	const box = await act.boundingBox();
	expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
	await page.screenshot({ path: join(tmpdir(), 'dunwell-unanswered-390.png'), fullPage: true });
	expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
	await act.click();
	const form = page.getByRole('form', { name: 'Record the answer' });
	await form.getByRole('radio', { name: 'Delivered', exact: true }).click();
	await form.getByRole('textbox', { name: 'How that is known' }).fill('the carrier’s log');
	await page.screenshot({ path: join(tmpdir(), 'dunwell-unanswered-dialog-390.png'), fullPage: true });
	await form.getByRole('button', { name: 'Record', exact: true }).click();
	await page.getByText('Every message was answered for').waitFor();
});
