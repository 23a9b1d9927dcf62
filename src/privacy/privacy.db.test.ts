import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { assessmentList, eraseDebtor, eraseDue, recordAssessment, retentionOf } from './actions.ts';

let database: TestDatabase;
let door: Door;
beforeAll(async () => {
	database = await testDatabase();
	door = await database.door('compliance');
});
afterAll(() => database.close());

const at = (date: string): Door => ({ ...door, clock: settableClock(Temporal.Instant.from(`${date}T10:00:00+08:00`)) });
const act = async <T extends object>(on: string, work: (act: Act) => Promise<T | Refusal>) =>
	(await change(at(on), { act: 'privacy.erase', input: null }, work as never)) as T | Refusal;
const code = (answer: unknown) => (isRefusal(answer) ? answer.code : 'done');
const retention = (debtorId: bigint, on: string) =>
	inTenant(door.pool, door.tenantId, (tx) => retentionOf(tx, debtorId, at(on).clock.now()));

/** A debtor with a named number and a friend who refused, whose card debt was paid on 24 November 2026. */
async function paidOff(refused: boolean): Promise<{ debtorId: bigint }> {
	const placed = await aDebt(database, door, { parts: { principal: 100_00n } });
	const { debtorId } = placed;
	const { vault, tenantId } = database;
	const person = vault.blindIndex('person', `friend of ${debtorId}`);
	await database.query(
		`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked, refused_at) values ($1, $2, 'third_party', '朋友', $3, $4, '赵**', $5)`,
		[
			tenantId,
			debtorId,
			person,
			vault.seal('{"name":"赵某某"}', `party ${person.toString('hex')}`),
			refused ? '2026-11-20T00:00:00Z' : null,
		],
	);
	const number = vault.blindIndex('phone', `1990000${debtorId}`);
	await database.query(
		`insert into contact_point (tenant_id, debtor_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', '', $3, $4, '199****0001', 'placement 1', 'contract', '2026-11-01')`,
		[tenantId, debtorId, vault.seal('19900000001', `contact ${number.toString('hex')}`), number],
	);
	const paid = await change(door, { act: 'payment.record', input: null }, async (each) => {
		const done = await recordPayment(each, {
			clientId: placed.clientId,
			debtReference: placed.reference,
			amountMinor: 100_00n,
			currency: 'CNY',
			paidAt: each.now.subtract({ hours: 1 }),
			payer: '钱某某',
		});
		return isRefusal(done) ? done : { settles: done.settles };
	});
	expect(paid).toEqual({ settles: true });
	return { debtorId };
}

describe('CN-R2, PIPL 47: personal data is kept as long as the law wants, and then erased', () => {
	test('a card paid on 24 November 2026 is kept on 23 November 2031 and erased on the 24th: nothing names the debtor any more, the money stays', async () => {
		const { debtorId } = await paidOff(false);
		const refused = await act('2031-11-23', (each) => eraseDebtor(each, debtorId));
		expect(refused).toMatchObject({ code: 'privacy.must_be_kept', details: { because: 'CN-R2', from: '2031-11-24' } });
		expect(isRefusal(refused) && refused.allowedFrom?.toString()).toBe('2031-11-23T16:00:00Z');
		expect(await retention(debtorId, '2031-11-24')).toMatchObject({ from: '2031-11-24', due: true });

		expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
		const [debtor] = await database.query<{ sealed: Buffer; identity_index: Buffer; name_masked: string }>(
			'select * from debtor where id = $1',
			[debtorId],
		);
		expect(database.vault.open(known(debtor, 'debtor').sealed, `debtor ${known(debtor, 'debtor').identity_index.toString('hex')}`)).toBe(
			'{"name":""}',
		);
		const left = await database.query<{ words: string }>(
			`select concat_ws('/', name_masked, id_masked, birth_on) as words from debtor where id = $1 union all select concat_ws('/', name_masked, relation) from party where debtor_id = $1
			 union all select concat_ws('/', value_masked, label) from contact_point where debtor_id = $1`,
			[debtorId],
		);
		expect(left.map(({ words }) => words.replaceAll('/', ''))).toEqual(['', '', '']);
		const payers = await database.query('select 1 from payment where debtor_id = $1 and payer_sealed is not null', [debtorId]);
		expect(payers).toEqual([]);
		const [booked] = await database.query<{ minor: bigint }>(
			`select sum(amount_minor)::bigint as minor from ledger_transfer where debtor_id = $1 and kind = 'paid'`,
			[debtorId],
		);
		expect(booked?.minor).toBe(100_00n);
		expect(code(await act('2031-11-25', (each) => eraseDebtor(each, debtorId)))).toBe('privacy.already_erased');
	});

	test('a third party who refused stays known by a blind index alone, so that the refusal still binds (CN-P3)', async () => {
		const { debtorId } = await paidOff(true);
		const person = database.vault.blindIndex('person', `friend of ${debtorId}`);
		expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
		const parties = await database.query<{ person_index: Buffer; name_masked: string }>(
			'select person_index, name_masked from party where debtor_id = $1',
			[debtorId],
		);
		expect(parties).toEqual([{ person_index: person, name_masked: '' }]);
	});

	test('the job erases the two that are due and nobody who is still collected, and a second time none', async () => {
		const before = await eraseDue(at('2031-11-23'));
		expect(before).toBe(0);
		const due = [await paidOff(false), await paidOff(false)];
		const open = await aDebt(database, door);
		expect(await eraseDue(at('2031-11-24'))).toBe(due.length);
		expect(await eraseDue(at('2031-11-24'))).toBe(0);
		expect(await retention(open.debtorId, '2031-11-24')).toMatchObject({ erased_at: null, from: null, because: ['collecting'] });
	});

	test('a complaint nobody answered yet keeps everything past its day', async () => {
		const { debtorId } = await paidOff(false);
		await database.query(
			`insert into complaint (tenant_id, debtor_id, kind, channel, received_at, received_on, words_sealed, received_by) select $1, $2, 'complaint', 'letter', $3, '2031-11-01', '\\x00', min(id) from login`,
			[database.tenantId, debtorId, '2031-11-01T00:00:00Z'],
		);
		expect(await act('2031-11-24', (each) => eraseDebtor(each, debtorId))).toMatchObject({
			code: 'privacy.must_be_kept',
			details: { because: 'complaint' },
		});
	});
});

test('a file handed in with a complaint goes with the debtor, and nobody empties one of a debtor who is not erased', async () => {
	const { debtorId } = await paidOff(false);
	await database.query(
		`with filed as (insert into complaint (tenant_id, debtor_id, kind, channel, received_at, received_on, words_sealed, received_by, state, verdict, answered_at)
		                select $1, $2, 'complaint', 'letter', $3, '2026-11-20', '\\x00', min(id), 'closed', 'upheld', $3 from login returning id)
		 insert into complaint_file (tenant_id, debtor_id, complaint_id, name, type, bytes, sha256, sealed, added_by, added_at)
		 select $1, $2, filed.id, 'statement of 钱某某.pdf', 'application/pdf', 9, sha256('x'), 'the sealed file', (select min(id) from login), $3 from filed`,
		[database.tenantId, debtorId, '2026-11-20T00:00:00Z'],
	);
	const kept = () =>
		database.query<{ name: string; bytes: number }>('select name, length(sealed) as bytes from complaint_file where debtor_id = $1', [
			debtorId,
		]);
	await database.query('select erase_complaint_files($1)', [debtorId]);
	expect(await kept()).toEqual([{ name: 'statement of 钱某某.pdf', bytes: 15 }]);
	expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
	expect(await kept()).toEqual([{ name: 'erased', bytes: 0 }]);
});

test('what was written down of the debtor’s words goes with the debtor, the plan a hold stands on stays; nobody empties them of one who is not erased', async () => {
	const { debtorId } = await paidOff(false);
	const words = '钱某某的妻子来电';
	const [debt] = await database.query<{ id: bigint }>('select id from debt where debtor_id = $1', [debtorId]);
	const debtId = known(debt, 'debt').id;
	const by = door.actor.id;
	const parameters = [database.tenantId, debtorId, words, by, '2026-11-20T00:00:00Z'];
	for (const statement of [
		`insert into hold (tenant_id, debtor_id, kind, evidence, placed_by, from_at, attorney, attorney_sealed) values ($1, $2, 'counsel', $3, $4, $5, 'known', '\\x00')`,
		`insert into hold (tenant_id, debtor_id, kind, evidence, placed_by, from_at) select $1, $2, 'kept_plan', 'plan ' || length($3::text), $4, $5`,
		`insert into agreed_hours (tenant_id, debtor_id, from_time, until_time, evidence, recorded_by, agreed_at) values ($1, $2, '20:00', '21:00', $3, $4, $5)`,
		`insert into contact_wish (tenant_id, debtor_id, kind, evidence, recorded_by, said_at) values ($1, $2, 'vulnerable', $3, $4, $5)`,
		`insert into contact_consent (tenant_id, debtor_id, kind, proof, recorded_by, given_at, recorded_at) values ($1, $2, 'calls', $3, $4, $5, $5)`,
	])
		await database.query(statement, parameters);
	for (const statement of [
		`insert into debt_notice (tenant_id, debtor_id, evidence, recorded_by, recorded_at, debt_id, kind, sent_on) values ($1, $2, $3, $4, $5, $6, 'validation', '2026-11-20')`,
		`insert into limitation_event (tenant_id, debtor_id, evidence, recorded_by, recorded_at, debt_id, kind, happened_on) values ($1, $2, $3, $4, $5, $6, 'demand', '2026-11-20')`,
	])
		await database.query(statement, [...parameters, debtId]);
	const kept = async () =>
		(
			await database.query<{ words: string }>(
				`select concat_ws(' ', evidence, attorney, attorney_sealed) as words from hold where debtor_id = $1 union all select evidence from agreed_hours where debtor_id = $1
				 union all select evidence from contact_wish where debtor_id = $1 union all select proof from contact_consent where debtor_id = $1
				 union all select evidence from debt_notice where debtor_id = $1 union all select evidence from limitation_event where debtor_id = $1`,
				[debtorId],
			)
		).map((row) => row.words);
	const before = await kept();
	expect(before).toEqual([`${words} known \\x00`, 'plan 8', words, words, words, words, words]);
	await inTenant(door.pool, door.tenantId, (tx) => tx.query('select erase_debtor_words($1)', [debtorId]));
	expect(await kept()).toEqual(before);
	expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
	expect(await kept()).toEqual(['erased known', 'plan 8', 'erased', 'erased', 'erased', 'erased', 'erased']);
	await expect(inTenant(door.pool, door.tenantId, (tx) => tx.query(`update contact_wish set evidence = 'x'`))).rejects.toThrow(
		/permission denied/,
	);
});

test('CN-D2: an assessment is put on file, cannot be dated ahead, and cannot be edited or removed by the application', async () => {
	const list = () => inTenant(door.pool, door.tenantId, (tx) => assessmentList(tx, door.clock.now()));
	expect((await list()).missing).toEqual(['sensitive_data', 'automated_decisions', 'delegation']);
	const file = (made_on: string) =>
		act('2026-11-24', (each) => recordAssessment(each, { kind: 'automated_decisions', made_on, report: 'file 12' }));
	expect(code(await file('2026-11-25'))).toBe('request.malformed');
	expect(code(await file('2026-11-24'))).toBe('done');
	expect(await list()).toMatchObject({
		items: [{ kind: 'automated_decisions', made_on: '2026-11-24' }],
		missing: ['sensitive_data', 'delegation'],
	});
	for (const statement of [`update processing_assessment set report = 'x'`, 'delete from processing_assessment'])
		await expect(inTenant(door.pool, door.tenantId, (tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
});
