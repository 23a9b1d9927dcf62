import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Door } from '../../src/record/change.ts';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type Person, type TestDesk, testDesk, workFor } from '../support/desk.ts';

/**
 * The agent's desk against the real server: by role and label, as a person with a screen reader or only a keyboard meets it. Each test has debtors
 * and agents of its own; the clock is the server's and stands at 10:00 in Shanghai unless a test moves it.
 */
let desk: TestDesk;
let door: Door;
let number = 0;

beforeAll(async () => {
	desk = await testDesk();
	door = await desk.database.door('admin', 'operator');
});
afterAll(() => desk.close());
beforeEach(() => desk.database.clock.set(testNow));

/** A debtor with 1,234.56 CNY owed and an open call; the most urgent of all so far, so that Next gives this one. */
async function aCall(said: { relation?: string; surety?: boolean } = {}): Promise<Person> {
	number++;
	const debtorId = await aDebtor(desk.database, `W${number}**`);
	const debt = await aDebt(desk.database, door, { debtorId, parts: { interest: 234_56n, principal: 1_000_00n } });
	return workFor(desk, debt, { number: `1380000${String(number).padStart(4, '0')}`, priority: 100 + number, ...said });
}

async function anAgent(): Promise<string> {
	const username = `agent${++number}`;
	await desk.login('agent', username);
	return username;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const row = async <Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row | undefined> =>
	(await desk.database.query<Row>(text, [desk.database.tenantId, ...values]))[0];

/** Signs in, presses Next and waits for the case. */
async function atWork(
	options: { language?: 'zh' | 'en'; width?: number } = {},
	said: { relation?: string; surety?: boolean } = {},
): Promise<{ page: Page; person: Person }> {
	const person = await aCall(said);
	const page = await desk.open(await anAgent(), options);
	await page.getByRole('button', { name: options.language === 'en' ? /Start work/ : /开始工作/ }).click();
	await heading(page).filter({ hasText: '**' }).waitFor();
	return { page, person };
}

describe('a working day by keyboard alone', () => {
	test('sign in, F8 for the next debtor, F2 to dial, 1 i 1 for a promise of the debtor who was told who calls, amount, date, F8: the promise stands, the item is done', async () => {
		const after = await aCall();
		const { debtorId, debtId, itemId } = await aCall();
		const username = await anAgent();
		const page = await desk.open(username);
		await page.getByRole('button', { name: /开始工作/ }).waitFor();
		await page.keyboard.press('F8');
		await page.getByRole('status').filter({ hasText: '现在可以联系，至 22:00' }).waitFor();
		expect(await page.getByText('今天还可拨打 6 次').isVisible()).toBe(true);
		await page.keyboard.press('F2');
		await page.getByRole('radiogroup', { name: /谁接的/ }).waitFor();
		await page.keyboard.press('1');
		await page.getByRole('radiogroup', { name: /说了什么/ }).waitFor();
		await page.keyboard.press('i');
		await page.keyboard.press('1');
		await page.getByRole('textbox', { name: '金额' }).waitFor();
		// The hands go on where the amount is typed: digits are now an amount, not a choice.
		await page.keyboard.type('234.56');
		await page.getByText('尚欠 ¥1,234.56 − 承诺 ¥234.56 = 之后尚欠 ¥1,000.00').waitFor();
		await page.keyboard.press('F8');
		await page.getByRole('status').filter({ hasText: '请选择还款日期。' }).waitFor();
		const date = page.getByRole('button', { name: '3 天后' });
		for (let i = 0; i < 12 && (await date.and(page.locator(':focus')).count()) === 0; i++) await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.keyboard.press('F8');
		await page.getByText('已保存：承诺 ¥234.56').waitFor();
		await heading(page)
			.filter({ hasNotText: `W${number - 1}**` })
			.waitFor();
		expect(
			await row('select debt_id, amount_minor, due_on::text as due_on, state from promise where tenant_id = $1 and debtor_id = $2', [
				debtorId,
			]),
		).toEqual({ debt_id: debtId, amount_minor: 234_56n, due_on: '2026-11-27', state: 'open' });
		expect(await row('select state from work_item where tenant_id = $1 and id = $2', [itemId])).toEqual({ state: 'done' });
		expect(await row('select state from work_item where tenant_id = $1 and id = $2', [after.itemId])).toEqual({ state: 'claimed' });
	});

	test('digits typed into the note stay in the note', async () => {
		const { page, person } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('radiogroup', { name: /谁接的/ }).waitFor();
		await page.keyboard.press('F9');
		await page.keyboard.type('call 3 again');
		expect(await page.getByRole('textbox', { name: '备注' }).inputValue()).toBe('call 3 again');
		expect(await page.getByRole('radiogroup', { name: /谁接的/ }).isVisible()).toBe(true);
		await page.getByRole('radio', { name: /无人接听/ }).click();
		await page.keyboard.press('F8');
		await page.getByText('已保存', { exact: true }).waitFor();
		expect(await row('select line, said from contact_outcome where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			line: 'no_answer',
			said: 'none',
		});
	});

	test('? lists the keys; with the list open F8 does nothing', async () => {
		await aCall();
		const page = await desk.open(await anAgent());
		await page.getByRole('button', { name: /开始工作/ }).waitFor();
		await page.keyboard.press('?');
		const help = page.getByRole('dialog', { name: '快捷键' });
		await help.getByRole('row', { name: /F8/ }).waitFor();
		await page.keyboard.press('F8');
		await page.keyboard.press('Escape');
		await help.waitFor({ state: 'hidden' });
		expect(await page.getByRole('button', { name: /开始工作/ }).isVisible()).toBe(true);
	});

	test('a plan shows the server’s own instalments, which sum to 1,234.56, before it is saved', async () => {
		const { page, person } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('radio', { name: /^本人/ }).waitFor();
		await page.keyboard.press('1');
		await page.getByRole('radiogroup', { name: /说了什么/ }).waitFor();
		await page.keyboard.press('i');
		await page.keyboard.press('2');
		await page.getByRole('button', { name: '7 天后' }).click();
		await page.getByText('共 3 期，合计 ¥1,234.56').waitFor();
		await page.keyboard.press('F8');
		await page.getByText('已保存', { exact: true }).waitFor();
		const made = await row<{ sum: bigint; n: bigint }>(
			'select sum(amount_minor)::bigint as sum, count(*) as n from promise where tenant_id = $1 and debtor_id = $2',
			[person.debtorId],
		);
		expect(made).toEqual({ sum: 1_234_56n, n: 3n });
	});
});

describe('the law on the screen', () => {
	test('a call asked for at 22:05 is refused with the rule, its citation and from when: 2026/11/25 08:00 (CN-T1)', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T13:55:00Z'));
		const { page, person } = await atWork();
		// The desk stays on the case as it read it at 21:55: read again at 22:05 it would show the refusal without asking the gate.
		await page.route(/\/api\/debtors\/\d+$/, () => undefined);
		// A reading that was on its way already is answered at 21:55 too.
		await page.waitForTimeout(1_000);
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T14:05:00Z'));
		await page.keyboard.press('F2');
		const refusal = page.getByRole('alert').filter({ hasText: '这次拨打不允许' });
		await refusal.waitFor();
		expect(await refusal.innerText()).toMatch(/08:00–22:00[\s\S]*GB\/T 45251-2025[\s\S]*最早可于 2026\/11\/25 08:00 进行/);
		expect(await row('select permitted from contact_permit where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			permitted: false,
		});
		expect(await row('select 1 from contact_attempt where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toBeUndefined();
	});

	test('a contact person cannot be dialled while the debtor can be reached, and the screen says why (CN-P1)', async () => {
		const { page } = await atWork({}, { relation: '朋友' });
		const people = page.getByRole('region', { name: '联系人与号码' });
		expect(await people.getByRole('button', { name: /^拨打/ }).count()).toBe(1);
		await people.getByRole('button', { name: '为什么' }).click();
		expect(await people.getByRole('alert').innerText()).toMatch(/不得联系第三方/);
	});

	test('whoever stands surety is asked for by their own name once they are called: the words for the debtor go (CN-P2)', async () => {
		const { page } = await atWork({}, { relation: '保证人', surety: true });
		const script = page.locator('.script');
		await script.filter({ hasText: /请问是W\d+\*\*本人吗/ }).waitFor();
		await page.getByRole('region', { name: '联系人与号码' }).getByRole('button', { name: /^拨打/ }).nth(1).click();
		await script.filter({ hasText: '请问是L**本人吗？' }).waitFor();
		expect(await script.innerText()).toMatch(/您是保证人或共同借款人。这笔账单已逾期 \d+ 天，目前应还 ¥?1,234.56/);
		expect(await script.innerText()).not.toMatch(/W\d+\*\*本人/);
	});

	test('the full number is one recorded look away, and the record does not hold it', async () => {
		const { page, person } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('button', { name: '查看号码' }).click();
		await page.getByText('完整号码（已记录查看）').waitFor();
		const looked = await row<{ n: bigint; kept: string }>(
			`select count(*) as n, max(input::text || answer::text) as kept from record_entry where tenant_id = $1 and debtor_id = $2 and act = 'contact.unmask'`,
			[person.debtorId],
		);
		expect(looked?.n).toBe(1n);
		expect(looked?.kept).not.toMatch(/\b\d{11}\b/);
	});

	test('after a cease request nothing may be dialled: saving it leaves a hold', async () => {
		const { page, person } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('radio', { name: /^本人/ }).waitFor();
		await page.keyboard.press('1');
		await page.getByRole('radiogroup', { name: /说了什么/ }).waitFor();
		await page.keyboard.press('i');
		await page.keyboard.press('-');
		await page.getByText(/保存后立即停催/).waitFor();
		await page.getByRole('button', { name: '保存后暂停' }).click();
		await page.getByText('已保存', { exact: true }).waitFor();
		expect(await row('select kind from hold where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			kind: 'cease_request',
		});
		await page.goto(`${desk.address}/debtors/${person.debtorId}`);
		await page.getByText('停催：要求停止联系').waitFor();
	});
});

describe('leaving a case', () => {
	test('is stopped until a reason is given; then the item is open again with it', async () => {
		const { page, person } = await atWork();
		await page.getByRole('menuitem', { name: '债务人' }).click();
		const stop = page.getByRole('dialog', { name: /还没有结果/ });
		await stop.waitFor();
		// By the keyboard: a forced click while the dialog still moves can hit the page behind it, which closes the dialog.
		await stop.getByRole('button', { name: '放回队列并离开' }).focus();
		await page.keyboard.press('Enter');
		expect(await stop.getByRole('status').innerText()).toBe('请写明原因，至少两个字。');
		await stop.getByRole('textbox', { name: '离开的原因' }).fill('系统维护');
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/debtors/);
		expect(await row('select state, close_reason from work_item where tenant_id = $1 and id = $2', [person.itemId])).toEqual({
			state: 'open',
			close_reason: 'left',
		});
		const events = page.locator('.event', { hasText: '系统维护' });
		await page.goto(`${new URL(page.url()).origin}/debtors/${person.debtorId}`);
		await events.getByText('放回队列').waitFor();
	});

	test('during a call there is no way out but the outcome, also not by closing the page', async () => {
		const { page, person } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('radiogroup', { name: /谁接的/ }).waitFor();
		await page.keyboard.press('F4');
		const stop = page.getByRole('dialog', { name: /还没有结果/ });
		await stop.getByText('已经拨出的电话必须有结果').waitFor();
		await stop.getByRole('button', { name: '留在本案' }).click();
		const asked = page.waitForEvent('dialog');
		void page.close({ runBeforeUnload: true });
		const question = await asked;
		expect(question.type()).toBe('beforeunload');
		await question.dismiss();
		expect(await row('select state from work_item where tenant_id = $1 and id = $2', [person.itemId])).toEqual({ state: 'claimed' });
	});

	test('a page loaded again finds the case and the running call where they were', async () => {
		const { page } = await atWork();
		await page.keyboard.press('F2');
		await page.getByRole('radiogroup', { name: /谁接的/ }).waitFor();
		page.on('dialog', (question) => void question.accept());
		await page.reload();
		await page.getByRole('radiogroup', { name: /谁接的/ }).waitFor();
		expect(await page.getByRole('timer', { name: '通话计时' }).isVisible()).toBe(true);
	});
});

describe('the queue', () => {
	test('two agents pressing Next in the same moment get two debtors', async () => {
		await Promise.all([aCall(), aCall()]);
		const names = [await anAgent(), await anAgent()];
		const pages = await Promise.all(names.map((name) => desk.open(name)));
		await Promise.all(pages.map((page) => page.getByRole('button', { name: /开始工作/ }).click()));
		const shown = await Promise.all(
			pages.map(async (page) => {
				await heading(page).filter({ hasText: '**' }).waitFor();
				return heading(page).innerText();
			}),
		);
		expect(new Set(shown).size).toBe(2);
	});

	test('an empty queue says when the next debtor may be contacted', async () => {
		await desk.database.query(`update work_item set callable_from = '2026-11-24T06:30:00Z' where tenant_id = $1 and state = 'open'`, [
			desk.database.tenantId,
		]);
		await aCall();
		await desk.database.query(`update work_item set callable_from = '2026-11-24T06:30:00Z' where tenant_id = $1 and state = 'open'`, [
			desk.database.tenantId,
		]);
		const page = await desk.open(await anAgent());
		await page.getByText(/最早一个 11\/24 14:30 进入可联系时间/).waitFor();
		await desk.database.query(`update work_item set state = 'cancelled' where tenant_id = $1 and state = 'open'`, [desk.database.tenantId]);
	});
});

describe('for whom the desk is', () => {
	test.each([
		['with motion', 'no-preference'],
		['without motion, for whom it makes ill', 'reduce'],
	] as const)('a wrong password is refused in words and nobody is let in (%s)', async (_, motion) => {
		const page = await desk.open(await anAgent(), { motion });
		await page.getByRole('button', { name: /催收员/ }).click();
		await page.getByRole('menuitem', { name: '退出登录' }).click();
		await page.getByLabel('用户名').fill('nobody');
		await page.getByLabel('密码', { exact: true }).fill('not the password');
		await page.keyboard.press('Enter');
		expect(await page.getByRole('alert').innerText()).toContain('用户名或密码不正确');
		await page.goto(`${desk.address}/desk`);
		await page.waitForURL(/sign-in/);
	});

	test('a manager finds no desk in the menu and is told so at its address', async () => {
		await desk.login('manager', 'manager');
		const page = await desk.open('manager');
		expect(await page.getByRole('menuitem', { name: '工作台' }).count()).toBe(0);
		await page.goto(`${desk.address}/desk`);
		await page.getByText('您的角色不能打开这个页面').waitFor();
	});

	test('a debtor is found by the full number and opened for reading, without a button that dials', async () => {
		const person = await aCall();
		const name = `W${number}**`;
		const phone = `1380000${String(number).padStart(4, '0')}`;
		await desk.login('compliance', 'compliance');
		const page = await desk.open('compliance');
		await page.getByRole('banner').getByRole('searchbox', { name: '查找债务人' }).fill(phone);
		await page.keyboard.press('Enter');
		await page.getByRole('link', { name }).click();
		await page.waitForURL(new RegExp(`/debtors/${person.debtorId}$`));
		await page.getByRole('region', { name: '联系人与号码' }).waitFor();
		expect(await page.getByRole('button', { name: /拨打/ }).count()).toBe(0);
	});
});

/** Chinese left on an English screen; the language switch names Chinese in Chinese on purpose. */
async function chineseOn(page: Page): Promise<string[]> {
	const text = await page.evaluate<string[]>(`[
		...document.body.innerText.split('\\n'),
		...[...document.querySelectorAll('[aria-label],[title],[placeholder]')].flatMap((each) =>
			['aria-label', 'title', 'placeholder'].map((name) => each.getAttribute(name) ?? '')),
	]`);
	return text.filter((line) => /[\u4e00-\u9fff]/.test(line) && line.trim() !== '中文');
}

describe('in English', () => {
	test('no Chinese is left on queue, case, call, forms, dialogs and search', async () => {
		const { page } = await atWork({ language: 'en' }, { relation: 'friend' });
		expect(await chineseOn(page)).toEqual([]);
		await page.getByRole('button', { name: 'Why' }).click();
		await page.keyboard.press('F2');
		await page.getByRole('radio', { name: /The debtor in person/ }).waitFor();
		expect(await chineseOn(page)).toEqual([]);
		await page.keyboard.press('1');
		await page.getByRole('radiogroup', { name: /What was said/ }).waitFor();
		expect(await chineseOn(page)).toEqual([]);
		await page.keyboard.press('2');
		await page.getByRole('button', { name: 'In 7 days' }).click();
		await page.getByText('3 instalments, ¥1,234.56 in all').waitFor();
		expect(await chineseOn(page)).toEqual([]);
		await page.keyboard.press('F4');
		await page.getByRole('dialog').waitFor();
		expect(await chineseOn(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
		await page.getByRole('button', { name: '中文' }).click();
		await page.getByRole('region', { name: '催记结果' }).waitFor();
	});
});

describe('on a telephone of 390 px', () => {
	test('the act comes first, nothing is wider than the screen, and a call is made and closed by thumb', async () => {
		const { page, person } = await atWork({ width: 390 });
		const tooWide = () => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
		expect(await tooWide()).toBe(0);
		const [people, money] = await Promise.all(['联系人与号码', '欠款'].map((name) => page.getByRole('region', { name }).boundingBox()));
		expect(people?.y).toBeLessThan(money?.y ?? 0);
		await page.getByRole('button', { name: /^拨打/ }).click();
		await page.getByRole('radio', { name: /^本人/ }).click();
		await page.getByRole('checkbox', { name: /已表明机构和姓名/ }).click();
		await page.getByRole('radio', { name: /承诺还款/ }).click();
		expect(await tooWide()).toBe(0);
		await page.getByRole('button', { name: /全部/ }).first().click();
		await page.getByRole('button', { name: '明天' }).click();
		await page.getByRole('button', { name: '保存后暂停' }).click();
		await page.getByText('已保存：承诺 ¥1,234.56').waitFor();
		expect(await row('select amount_minor from promise where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			amount_minor: 1_234_56n,
		});
	});
});
