import { expect, test } from 'vitest';
import { ask, end, gateDesk, use } from '../../test/support/gate.ts';
import type { Carrier } from '../channels/carrier.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { shippedScripts } from '../channels/scripts.ts';
import { templates } from '../channels/templates.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { loadCase } from '../queue/actions.ts';
import { decideOnText, textViews, writeText } from './actions.ts';

/** A carrier that reaches everybody: the sandbox leaves some messages undelivered, by their number. */
const carrier: Carrier = { name: 'test', send: async ({ reference }) => ({ carrierId: `c-${reference}`, delivered: true }) };

/** Versions of the house's messages: written by one, approved by another, sent as approved and kept. */
const desk = gateDesk();
const text = {
	name: 'reminder' as const,
	zh: '【{agency}】{name}您好，{client}的账单（尾号{tail}）请留意还款，可申请分期。投诉{complaint}，拒收请回复R。',
	en: '[{agency}] {name}: a payment to {client} (ending {tail}) is due; instalments are possible. Complaints {complaint}, reply R to stop.',
};
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(answer.code);
	return answer;
};

test('a new reminder is sent only after a second person approved it; the message keeps its version and its exact words', async () => {
	const writer = await desk.database.door('team_lead');
	const officer = await desk.database.door('compliance');
	const made = done(await writeText(writer, text));
	expect(made.version).toBe(1);
	const [debtor] = await desk.database.query<{ identity_index: Buffer }>('select identity_index from debtor where id = $1', [
		desk.placed.debtorId,
	]);
	const context = `debtor ${debtor?.identity_index.toString('hex')}`;
	await desk.database.query('update debtor set sealed = $2 where id = $1', [
		desk.placed.debtorId,
		desk.database.vault.seal('{"name":"王小明"}', context),
	]);
	const send = async (step: string) => {
		await desk.database.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', 'reminder', $4, $5, $6)`,
			[
				desk.database.tenantId,
				desk.placed.debtorId,
				desk.placed.debtId,
				desk.database.clock.now(),
				desk.database.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate(),
				step,
			],
		);
		expect((await sendDueMessages({ ...(await desk.database.door('system')), clock: desk.database.clock }, carrier)).sent).toBe(1);
		const [row] = await desk.database.query<{ id: bigint; text_sealed: Buffer; text_version: number | null }>(
			'select id, text_sealed, text_version from message where debtor_id = $1 and step = $2',
			[desk.placed.debtorId, step],
		);
		if (!row) throw new Error('no message');
		return { version: row.text_version, words: desk.database.vault.open(row.text_sealed, `message ${row.id}`) };
	};
	expect(await send('one')).toMatchObject({ version: null, words: expect.stringContaining('如已还款请忽略') });
	expect(
		await decideOnText(await desk.database.door('team_lead'), { id: BigInt(made.id), verdict: 'approved', reason: null }),
	).toMatchObject({
		code: 'text.own_work',
	});
	done(await decideOnText(officer, { id: BigInt(made.id), verdict: 'approved', reason: null }));
	expect(await decideOnText(officer, { id: BigInt(made.id), verdict: 'refused', reason: 'late' })).toMatchObject({
		code: 'text.already_decided',
	});
	desk.database.clock.advance({ hours: 24 });
	expect(await send('two')).toMatchObject({ version: 1, words: expect.stringContaining('请留意还款，可申请分期') });
	const views = await textViews(writer, templates);
	expect(views.filter((view) => view.name === 'reminder').map(({ version, in_use }) => [version, in_use])).toEqual([
		[1, true],
		[0, false],
	]);
	done(await decideOnText(officer, { id: BigInt(made.id), verdict: 'retired', reason: null }));
	expect((await textViews(writer, templates)).find((view) => view.name === 'reminder' && view.in_use)?.version).toBe(0);
});

test('a new call script is shown once somebody else approved it; each call keeps which version was on the screen, and a version there never was is refused', async () => {
	const writer = await desk.database.door('team_lead');
	const officer = await desk.database.door('compliance');
	const script = {
		name: 'call early' as const,
		zh: '您好，这里是{agency}，通话将被录音。\n请问是{name}本人吗？\n您的账单应还{amount}，有困难可以分期。',
		en: 'Hello, this is {agency}; the call is recorded.\nAm I speaking with {name} in person?\n{amount} is due; instalments are possible.',
	};
	expect(await writeText(writer, { ...script, zh: script.zh.replace('通话将被录音。', '') })).toMatchObject({
		code: 'text.blocked',
		details: { found: expect.stringContaining('录音') },
	});
	const made = done(await writeText(writer, script));
	const shown = async () => done(await loadCase(desk.door, desk.placed.debtorId)).script;
	// The case of an agent opens while its work item is theirs.
	await desk.database.query(
		`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until, state, claimed_by, claimed_at)
		 values ($1, $2, $3, 'call', '2026-11-24', 'daily', 1, 1, $4, $5, 'claimed', $6, $4)`,
		[
			desk.database.tenantId,
			desk.placed.debtorId,
			desk.placed.debtId,
			desk.database.clock.now(),
			desk.database.clock.now().add({ hours: 1 }),
			desk.door.actor.id,
		],
	);
	await desk.database.query(`update debtor set sealed = $2, name_masked = '王*明' where id = $1`, [
		desk.placed.debtorId,
		desk.database.vault.seal('{"name":"王小明"}', 'x'),
	]);
	expect(await shown()).toMatchObject({ name: 'call early', version: null });
	expect(await decideOnText(writer, { id: BigInt(made.id), verdict: 'approved', reason: null })).toMatchObject({ code: 'text.own_work' });
	done(await decideOnText(officer, { id: BigInt(made.id), verdict: 'approved', reason: null }));
	expect(await shown()).toMatchObject({
		name: 'call early',
		version: made.version,
		text: { zh: expect.stringContaining('请问是王*明本人吗') },
	});
	const permit = done(await ask(desk));
	const attempt = done(await use(desk, permit.permitId));
	expect(await end(desk, attempt.attemptId, { script: { name: 'call early', version: 99 } })).toMatchObject({ code: 'thing.not_found' });
	done(await end(desk, attempt.attemptId, { script: { name: 'call early', version: made.version } }));
	expect(
		await desk.database.query('select script, script_version from contact_outcome where attempt_id = $1', [attempt.attemptId]),
	).toEqual([{ script: 'call early', script_version: made.version }]);
	// What was in use stays known when it is retired: calls name it.
	done(await decideOnText(officer, { id: BigInt(made.id), verdict: 'retired', reason: null }));
	expect(await shown()).toMatchObject({ version: null });
	expect(
		(await textViews(writer, shippedScripts)).filter(({ name }) => name === 'call early').map(({ version, state }) => [version, state]),
	).toEqual([
		[1, 'retired'],
		[0, 'shipped'],
	]);
});

test('a text that threatens cannot even be proposed, and the database lets nobody approve their own work or alter what was approved', async () => {
	const writer = await desk.database.door('compliance');
	const refused = await writeText(writer, { ...text, zh: `${text.zh}否则让你坐牢。` });
	expect(refused).toMatchObject({ code: 'text.blocked', details: { found: expect.stringContaining('坐牢') } });
	const made = done(await writeText(writer, { ...text, name: 'opening' }));
	await expect(
		desk.database.query(`update message_text set state = 'approved', decided_by = written_by, decided_at = written_at where id = $1`, [
			made.id,
		]),
	).rejects.toThrow('violates check');
	await expect(desk.database.query(`update message_text set zh = 'x' where id = $1`, [made.id])).rejects.toThrow('permission denied');
	expect(await decideOnText(writer, { id: 999_999n, verdict: 'approved', reason: null })).toMatchObject({ code: 'thing.not_found' });
});
