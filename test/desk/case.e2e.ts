import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Door } from '../../src/record/change.ts';
import { testNow } from '../support/database.ts';
import { aDebt, aDebtor } from '../support/debts.ts';
import { type Person, type TestDesk, testDesk, workFor } from '../support/desk.ts';

/** What a call, a hold, a complaint and the history say on the case: each test has a debtor and people of its own. */
let desk: TestDesk;
let door: Door;
let number = 0;

beforeAll(async () => {
	desk = await testDesk();
	door = await desk.database.door('admin', 'operator');
});
afterAll(() => desk.close());
beforeEach(async () => {
	desk.database.clock.set(testNow);
	await desk.database.query(`update work_item set state = 'cancelled' where tenant_id = $1 and state = 'open'`, [desk.database.tenantId]);
});

async function aCall(said: { relation?: string } = {}): Promise<Person> {
	number++;
	const debtorId = await aDebtor(desk.database, `K${number}**`);
	const debt = await aDebt(desk.database, door, { debtorId, parts: { principal: 1_234_56n } });
	return workFor(desk, debt, { number: `1390000${String(number).padStart(4, '0')}`, ...said });
}

async function someone(role: 'agent' | 'team_lead' | 'compliance'): Promise<string> {
	const username = `${role}${++number}`;
	await desk.login(role, username);
	return username;
}

const row = async <Row extends Record<string, unknown>>(text: string, values: unknown[]): Promise<Row | undefined> =>
	(await desk.database.query<Row>(text, [desk.database.tenantId, ...values]))[0];

/** Takes the one open item and waits for the case. */
async function take(page: Page): Promise<void> {
	await page.getByRole('button', { name: /开始工作/ }).click();
	await page.getByRole('heading', { level: 1 }).filter({ hasText: '**' }).waitFor();
}

/** The case of a new debtor on an agent's desk. */
async function atWork(
	said: { relation?: string; before?: (person: Person) => Promise<unknown> } = {},
): Promise<{ page: Page; person: Person }> {
	const person = await aCall(said);
	await said.before?.(person);
	const page = await desk.open(await someone('agent'));
	await take(page);
	return { page, person };
}

/** Dials the chosen number; somebody, or the debtor, was told who calls. */
async function answered(page: Page, by: '本人' | '其他人'): Promise<void> {
	await page.keyboard.press('F2');
	await page.getByRole('radio', { name: new RegExp(`^${by}`) }).waitFor();
	await page.keyboard.press(by === '本人' ? '1' : '2');
	await page.getByRole('radiogroup', { name: /说了什么/ }).waitFor();
	await page.keyboard.press('i');
}

const tooWide = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('a number that somebody else answers', () => {
	test('a friend of a debtor whose only number is dead is dialled by F2 to ask for a way to the debtor (CN-P2); their refusal ends contact with them and holds nothing', async () => {
		const { page, person } = await atWork({
			relation: '朋友',
			before: ({ debtorId }) =>
				desk.database.query(`update contact_point set state = 'invalid' where debtor_id = $1 and party_id is null`, [debtorId]),
		});
		await answered(page, '其他人');
		expect(await row('select purpose from contact_permit where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			purpose: 'locate',
		});
		await page.getByRole('radio', { name: /要求停止联系/ }).click();
		await page.getByText(/不再拨打此号码/).waitFor();
		expect(await page.getByText(/保存后立即停催/).count()).toBe(0);
		await page.getByRole('button', { name: '保存后暂停' }).click();
		await page.getByText('已保存', { exact: true }).waitFor();
		expect(
			await row('select refused_at is not null as refused from party where tenant_id = $1 and debtor_id = $2', [person.debtorId]),
		).toEqual({ refused: true });
		expect(await row('select 1 from hold where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toBeUndefined();
	});

	test('on the debtor’s own number a refusal ends calls to it and puts no hold on the case (CN-P3)', async () => {
		const { page, person } = await atWork();
		await answered(page, '其他人');
		await page.getByRole('radio', { name: /要求停止联系/ }).click();
		await page.getByText(/不再拨打此号码/).waitFor();
		expect(await page.getByText(/保存后立即停催/).count()).toBe(0);
		await page.getByRole('button', { name: '保存后暂停' }).click();
		await page.getByText('已保存', { exact: true }).waitFor();
		expect(await row('select state from contact_point where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			state: 'refused',
		});
		expect(await row('select 1 from hold where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toBeUndefined();
	});
});

test('a wrong answer is taken back by Escape and the right one given by its digit, although the hands were in the note', async () => {
	const { page, person } = await atWork();
	await answered(page, '其他人');
	await page.keyboard.press('1');
	await expect.poll(() => page.getByRole('textbox', { name: '备注' }).and(page.locator(':focus')).count()).toBe(1);
	await page.keyboard.press('Escape');
	await page.getByRole('radiogroup', { name: /说了什么/ }).waitFor();
	await page.keyboard.press('2');
	await page.keyboard.press('F8');
	await page.getByText('已保存', { exact: true }).waitFor();
	expect(await row('select said from contact_outcome where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
		said: 'wrong_person',
	});
});

describe('a date typed over another and saved by F8 without leaving the field', () => {
	test('is the date of the promise; half typed it is none', async () => {
		const { page, person } = await atWork();
		await answered(page, '本人');
		await page.keyboard.press('1');
		await page.getByRole('textbox', { name: '金额' }).waitFor();
		await page.keyboard.type('500');
		await page.getByRole('button', { name: '3 天后' }).click();
		const date = page.getByRole('textbox', { name: '还款日期' });
		expect(await date.inputValue()).toBe('2026-11-27');
		await date.press('End');
		await page.keyboard.press('Backspace');
		expect(await date.inputValue()).toBe('2026-11-2');
		await page.keyboard.press('F8');
		await page.getByRole('status').filter({ hasText: '请选择还款日期。' }).waitFor();
		await page.keyboard.type('5');
		await page.keyboard.press('F8');
		await page.getByText('已保存：承诺 ¥500.00').waitFor();
		expect(await row('select due_on::text as due_on from promise where tenant_id = $1 and debtor_id = $2', [person.debtorId])).toEqual({
			due_on: '2026-11-25',
		});
	});

	test('left half typed the field is empty, and so is what would be saved', async () => {
		const { page } = await atWork();
		await answered(page, '本人');
		await page.keyboard.press('1');
		await page.keyboard.type('500');
		await page.getByRole('button', { name: '3 天后' }).click();
		const date = page.getByRole('textbox', { name: '还款日期' });
		await date.press('End');
		await page.keyboard.press('Backspace');
		await page.getByRole('textbox', { name: '备注' }).click();
		await expect.poll(() => date.inputValue()).toBe('');
		await page.keyboard.press('F8');
		await page.getByRole('status').filter({ hasText: '请选择还款日期。' }).waitFor();
	});

	test('is the time of the call back, on the debtor’s clock', async () => {
		const { page, person } = await atWork();
		await answered(page, '本人');
		await page.keyboard.press('9');
		await page.getByRole('button', { name: '明天 10:00' }).click();
		const at = page.getByRole('textbox', { name: /再联系时间/ });
		expect(await at.inputValue()).toBe('2026-11-25 10:00');
		await at.press('Control+A');
		await page.keyboard.type('2026-11-26 16:30');
		await page.keyboard.press('F8');
		await page.getByText(/已保存：11\/26 16:30 回拨/).waitFor();
		expect(
			await row(`select callable_from from work_item where tenant_id = $1 and debtor_id = $2 and state = 'open'`, [person.debtorId]),
		).toEqual({ callable_from: Temporal.Instant.from('2026-11-26T08:30:00Z') });
	});
});

describe('leaving and waiting', () => {
	test('a case that went back to the queue meanwhile is left', async () => {
		const { page, person } = await atWork();
		await desk.database.query(
			`update work_item set state = 'open', claimed_by = null, claimed_at = null, callable_from = '2026-11-24T12:00:00Z' where id = $1`,
			[person.itemId],
		);
		await page.keyboard.press('F4');
		await page.getByRole('dialog').getByRole('textbox', { name: '离开的原因' }).fill('系统维护');
		await page.keyboard.press('Enter');
		await page.getByText('本案已不在您名下').waitFor();
		await page.getByText('现在没有可以联系的债务人').waitFor();
	});

	test('with 1 waiting whose debtor is on another desk Next says so; when that desk leaves, work is ready without pressing anything', async () => {
		const { debtorId, debtId } = await aCall();
		await desk.database.query(
			`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			 select tenant_id, debtor_id, debt_id, kind, business_date, 'opening 2/3', team_id, 1, callable_from, callable_until from work_item
			  where tenant_id = $1 and debtor_id = $2 and debt_id = $3`,
			[desk.database.tenantId, debtorId, debtId],
		);
		const [first, second] = [await desk.open(await someone('agent')), await desk.open(await someone('agent'))];
		await take(first);
		await second.getByRole('button', { name: /开始工作/ }).click();
		await second.getByText('现在没有可以联系的债务人').waitFor();
		expect(await second.getByText('待办 1').isVisible()).toBe(true);
		expect(await second.getByText(/今天没有待办/).count()).toBe(0);
		await second.getByText(/都在其他同事手上/).waitFor();
		await first.keyboard.press('F4');
		await first.getByRole('dialog').getByRole('textbox', { name: '离开的原因' }).fill('系统维护');
		await first.keyboard.press('Enter');
		await second.getByText('准备好了就开始').waitFor();
	});
});

describe('the case page', () => {
	test('a hold on one of two debts names that debt, in the head and in the list; nothing is wider than a telephone', async () => {
		const { debtorId } = await aCall();
		const other = await aDebt(desk.database, door, { debtorId, reference: `ONE-${number}` });
		await desk.database.query(
			`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) values ($1, $2, $3, 'dispute', $4, 'letter', $5)`,
			[desk.database.tenantId, debtorId, other.debtId, testNow, door.actor.id],
		);
		const page = await desk.open(await someone('team_lead'), { width: 390 });
		await page.goto(`${desk.address}/debtors/${debtorId}`);
		await page.getByText(`停催（仅 ONE-${number - 1}）：`).waitFor();
		await page
			.getByRole('region', { name: '停催' })
			.getByText(`仅 ONE-${number - 1}`, { exact: true })
			.waitFor();
		expect(await tooWide(page)).toBe(0);
	});

	test('of 252 events the newest 200 are shown with a word that there are earlier ones, which come when asked for', async () => {
		const { debtorId } = await aCall();
		await desk.database.query(
			`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by, lifted_at) select $1, $2, 'dispute', $3::timestamptz - n * interval '1 minute', 'hold ' || n, $4, $3 from generate_series(1, 251) n`,
			[desk.database.tenantId, debtorId, testNow, door.actor.id],
		);
		const page = await desk.open(await someone('team_lead'));
		await page.goto(`${desk.address}/debtors/${debtorId}`);
		const history = page.getByRole('region', { name: '经过' });
		await history.getByText('以上是最近 200 条，之前还有。').waitFor();
		expect(await history.locator('.event').count()).toBe(200);
		await history.getByRole('button', { name: '显示更早的经过' }).press('Enter');
		await expect.poll(() => history.locator('.event').count()).toBe(252);
		expect(await history.getByRole('button', { name: '显示更早的经过' }).count()).toBe(0);
	});

	test('a consent until 10:00 of a debtor in New York ends at 15:00 UTC and is shown at 10:00', async () => {
		const { debtorId } = await aCall();
		await desk.database.query(`update debtor set zones = '{America/New_York}' where id = $1`, [debtorId]);
		const page = await desk.open(await someone('team_lead'));
		await page.goto(`${desk.address}/debtors/${debtorId}`);
		const facts = page.getByRole('region', { name: /同意、通知、所在地与语言/ });
		await facts.getByRole('button', { name: '登记同意' }).click();
		await facts.getByLabel('同意的内容').click();
		await page.getByText('不便时间联系', { exact: true }).click();
		await facts.getByLabel(/有效至（债务人当地/).fill('2026-12-01T10:00');
		await facts.getByLabel(/证明/).fill('call 12');
		await facts.getByRole('button', { name: '登记同意' }).click();
		await facts.getByText('12/01 10:00').waitFor();
		expect(await row('select until_at from contact_consent where tenant_id = $1 and debtor_id = $2', [debtorId])).toEqual({
			until_at: Temporal.Instant.from('2026-12-01T15:00:00Z'),
		});
	});

	test('an agent hears that a debtor reads English and has them written to in it, by keyboard alone; pressed again, in Chinese', async () => {
		const { debtorId } = await aCall();
		const page = await desk.open(await someone('agent'));
		await page.goto(`${desk.address}/debtors/${debtorId}`);
		const facts = page.getByRole('region', { name: /同意、通知、所在地与语言/ });
		const reads = () => row('select language from debtor where tenant_id = $1 and id = $2', [debtorId]);
		await facts.getByRole('button', { name: '改用英文' }).press('Enter');
		await facts.getByRole('button', { name: '改用中文' }).waitFor();
		expect(await reads()).toEqual({ language: 'en' });
		await facts.getByRole('button', { name: '改用中文' }).press('Enter');
		await facts.getByRole('button', { name: '改用英文' }).waitFor();
		expect(await reads()).toEqual({ language: 'zh' });
	});

	test('a regulator’s letter of 14 November about a colleague, typed in on the 24th, is due 15 days from the 14th (CN-C1)', async () => {
		const { debtorId } = await aCall();
		const colleague = await someone('agent');
		const page = await desk.open(await someone('compliance'));
		await page.goto(`${desk.address}/debtors/${debtorId}`);
		const care = page.getByRole('region', { name: '债务人的意愿与同意' });
		await care.getByRole('button', { name: '登记投诉或申请' }).click();
		await care.getByLabel('渠道').click();
		await page.getByText('监管转办', { exact: true }).click();
		await care.getByLabel(/收到日/).fill('2026-11-25');
		await care.getByText('收到日须在 2026-09-26 至 2026-11-24 之间。').waitFor();
		await care.getByLabel(/收到日/).fill('2026-11-14');
		await care.getByLabel('监管转办编号').fill('CBIRC-7');
		await care.getByLabel('投诉涉及的同事').fill(colleague);
		await page.keyboard.press('Enter');
		await care.getByLabel('陈述').fill('每天来电');
		await care.getByRole('button', { name: '登记投诉或申请' }).click();
		await care.getByText(/已登记，编号/).waitFor();
		expect(await care.innerText()).toContain('2026-11-29');
		expect(
			await row(
				`select c.channel, c.received_on::text as received_on, c.regulator_reference, l.name = $3 as about from complaint c join login l on l.id = c.about_login where c.tenant_id = $1 and c.debtor_id = $2`,
				[debtorId, colleague],
			),
		).toEqual({ channel: 'regulator', received_on: '2026-11-14', regulator_reference: 'CBIRC-7', about: true });
	});
});
