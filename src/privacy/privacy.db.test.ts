import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somebodyWaits, type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt, type PlacedDebt } from '../../test/support/debts.ts';
import { head, idOf, placingDesk, row } from '../../test/support/placing.ts';
import { answerComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { lockImports } from '../debtors/locks.ts';
import { searchDebtors } from '../debtors/store.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { recordPayment } from '../payments/actions.ts';
import { resolvePayment } from '../payments/queues.ts';
import { recallPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
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
async function paidOff(refused: boolean): Promise<PlacedDebt> {
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
	return placed;
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

	test('a card’s number that was the case’s own goes but for its last four digits; another case number stays', async () => {
		const { debtorId, debtId } = await paidOff(false);
		const other = await paidOff(false);
		await database.query('update debt set reference = $2 where id = $1', [debtId, '6999 9900 0000 1234']);
		for (const each of [debtorId, other.debtorId]) expect(code(await act('2031-11-24', (now) => eraseDebtor(now, each)))).toBe('done');
		const kept = await database.query<{ reference: string }>('select reference from debt where id = any ($1) order by id', [
			[debtId, other.debtId],
		]);
		expect(kept.map(({ reference }) => reference)).toEqual([`erased 1234 ${debtId}`, other.reference]);
		const indexed = await database.query<{ id: bigint }>(`select id from debt where id = any ($1) and facts_hash <> ''`, [
			[debtId, other.debtId],
		]);
		expect(indexed).toEqual([{ id: other.debtId }]);
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

	test('so do their numbers, under whatever name the next file has them (CN-P3); the debtor’s own does not, and nobody is found by either', async () => {
		const { debtorId } = await paidOff(true);
		const { vault, tenantId } = database;
		const own = vault.blindIndex('phone', `1990000${debtorId}`);
		const theirs = vault.blindIndex('phone', `1980000${debtorId}`);
		await database.query(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, state, source, lawful_basis, sourced_on)
			 select $1, $2, id, 'mobile', '', $3, $4, '198****0001', 'refused', 'placement 1', 'contract', '2026-11-01' from party where debtor_id = $2`,
			[tenantId, debtorId, vault.seal('19800000001', `contact ${theirs.toString('hex')}`), theirs],
		);
		expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
		const points = await database.query<{ own: boolean; index: Buffer; sealed: Buffer; state: string }>(
			'select party_id is null as own, value_index as index, value_sealed as sealed, state from contact_point where debtor_id = $1 order by 1',
			[debtorId],
		);
		expect(points.map(({ index, state }) => [index.equals(theirs), index.equals(own), state])).toEqual([
			[true, false, 'refused'],
			[false, false, 'invalid'],
		]);
		expect(points.map(({ index, sealed }) => vault.open(sealed, `contact ${index.toString('hex')}`))).toEqual(['', '']);
		for (const number of [`1990000${debtorId}`, `1980000${debtorId}`])
			expect(await database.tx((tx) => searchDebtors(tx, vault, number, 10, null))).toEqual([]);
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

describe('PIPL 47: what comes in about somebody who is erased is kept as for anybody, and erased then', () => {
	const erased = async () => {
		const placed = await paidOff(false);
		expect(code(await act('2031-11-24', (each) => eraseDebtor(each, placed.debtorId)))).toBe('done');
		return placed;
	};

	test('money that a bank sends in 2032 under the old reference: while it is owed back, five years from then, no longer', async () => {
		const { debtorId, clientId, reference } = await erased();
		const payers = () => database.query('select from payment where debtor_id = $1 and payer_sealed is not null', [debtorId]);
		const paid = await act('2032-02-01', async (each) => {
			const done = await recordPayment(each, {
				clientId,
				debtReference: reference,
				amountMinor: 5_00n,
				currency: 'CNY',
				paidAt: each.now,
				payer: '钱某某',
			});
			return isRefusal(done) ? done : { paymentId: done.paymentId };
		});
		if (isRefusal(paid)) throw new Error(paid.code);
		expect(await payers()).toHaveLength(1);
		expect(await retention(debtorId, '2032-02-01')).toMatchObject({ from: null, because: ['refund due'], due: false });
		const returned = await act('2032-02-02', async (each) => {
			const done = await resolvePayment(each, paid.paymentId, { action: 'refund', note: '退回钱某某的账户' });
			return isRefusal(done) ? done : { state: done.state };
		});
		expect(returned).toEqual({ state: 'resolved' });
		expect(await act('2037-02-01', (each) => eraseDebtor(each, debtorId))).toMatchObject({
			code: 'privacy.must_be_kept',
			details: { because: 'CN-R2', from: '2037-02-02' },
		});
		expect(await eraseDue(at('2037-02-01'))).toBe(0);
		expect(await eraseDue(at('2037-02-02'))).toBe(1);
		expect(await payers()).toEqual([]);
		expect(await retention(debtorId, '2037-02-02')).toMatchObject({ erased_at: '2037-02-02T02:00:00Z', due: false });
		expect(code(await act('2037-02-03', (each) => eraseDebtor(each, debtorId)))).toBe('privacy.already_erased');
	});

	test('a letter of the regulator about the case: while it is open; answered, its words and its reference go the next night', async () => {
		const { debtorId } = await erased();
		const filed = await act('2032-03-01', (each) =>
			fileComplaint(each, { debtorId, kind: 'complaint', channel: 'regulator', words: '钱某某投诉', regulatorReference: 'NFRA-77' }),
		);
		if (isRefusal(filed)) throw new Error(filed.code);
		const id = BigInt(filed.id);
		expect(await act('2032-03-02', (each) => eraseDebtor(each, debtorId))).toMatchObject({ details: { because: 'complaint' } });
		expect(code(await act('2032-03-02', (each) => takeComplaint(each, id)))).toBe('done');
		expect(code(await act('2032-03-03', (each) => answerComplaint(each, id, { verdict: 'not_upheld', words: '钱某某：查无此事' })))).toBe(
			'done',
		);
		const told = () =>
			database.query(
				`select from complaint where debtor_id = $1 and (words_sealed <> '' or answer_sealed is not null or regulator_reference <> '')`,
				[debtorId],
			);
		expect(await told()).toHaveLength(1);
		expect(await eraseDue(at('2032-03-04'))).toBe(1);
		expect(await told()).toEqual([]);
		expect(await eraseDue(at('2032-03-05'))).toBe(0);
	});
});

describe('an import and an erasing of the same person', () => {
	const desk = placingDesk();

	/** Somebody whose one debt was taken back in November 2026 and who is due five years later, and the file that brings another debt of theirs on that day. */
	async function dueAndPlacedAgain(n: number) {
		const first = await desk.imported(desk.fileOf(head, row(n)));
		const placementId = BigInt(known(first.placement_id, 'placement'));
		const [{ debtorId } = { debtorId: 0n }] = await desk.database.query<{ debtorId: bigint }>(
			'select debtor_id as "debtorId" from debt where placement_id = $1',
			[placementId],
		);
		expect(await recallPlacement(desk.door, placementId, '收回')).toMatchObject({ debts: 1 });
		const later = { ...desk.door, clock: settableClock(Temporal.Instant.from('2031-11-24T10:00:00+08:00')) };
		const path = desk.fileOf(head, row(n + 1, { id: idOf(n), due: '2031-08-01', on: '2031-11-20' }));
		const place = () => importPlacement(later, { path, clientCode: desk.client });
		const erasing = (work: (act: Act) => Promise<unknown>) =>
			change(later, { act: 'privacy.erase', input: null }, async (each) => {
				await work(each);
				return null;
			});
		const seen = () =>
			desk.database.query(
				`select d.erased_at is not null as erased, (select count(*) from debt_state s where s.debtor_id = d.id and s.status = 'open') as open,
				        (select count(*) from contact_point c where c.debtor_id = d.id and c.value_masked <> '') as numbers
				   from debtor d where d.id = $1 or d.id in (select debtor_id from debt where reference = $2) order by d.id`,
				[debtorId, `R${n + 1}`],
			);
		return { debtorId, later, place, erasing, seen };
	}

	test('while an import is under way nobody is erased, by hand or by the job; what it brought is then a reason to keep', async () => {
		const { debtorId, later, place, erasing, seen } = await dueAndPlacedAgain(1);
		const answers: unknown[] = [];
		await erasing(async (importing) => {
			await lockImports(importing.tx);
			await erasing(async (each) => answers.push(code(await eraseDebtor(each, debtorId))));
			answers.push(await eraseDue(later));
		});
		expect(answers).toEqual(['privacy.import_under_way', 0]);
		expect(await place()).toMatchObject({ accepted: 1 });
		await erasing(async (each) => answers.push(await eraseDebtor(each, debtorId)));
		expect(answers[2]).toMatchObject({ code: 'privacy.must_be_kept', details: { because: 'collecting' } });
		expect(await seen()).toEqual([{ erased: false, open: 1n, numbers: 2n }]);
	});

	test('an import that comes while somebody is being erased waits, and its debt is that of somebody unknown before', async () => {
		const { debtorId, place, erasing, seen } = await dueAndPlacedAgain(3);
		const placing: ReturnType<typeof place>[] = [];
		await erasing(async (each) => {
			expect(await eraseDebtor(each, debtorId)).toEqual({ erased: true });
			const placed = place();
			placing.push(placed);
			await Promise.race([placed, somebodyWaits(desk.database)]);
		});
		expect(await Promise.all(placing)).toMatchObject([{ accepted: 1 }]);
		expect(await seen()).toEqual([
			{ erased: true, open: 0n, numbers: 0n },
			{ erased: false, open: 1n, numbers: 1n },
		]);
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

test('the court of a suit and its number there go with the debtor; where it lies and its days stay', async () => {
	const { debtorId } = await paidOff(false);
	await database.query(
		`insert into suit (tenant_id, debtor_id, debt_id, kind, brought_by, court, venue, ground, evidence, case_number, filed_on, recorded_by, recorded_at)
		 select $1, $2, id, 'court', 'creditor', '东城区人民法院', 'CN-BJ', 'residence', 'papers', '（2026）京0101民初77号', '2026-11-02', $3, $4 from debt where debtor_id = $2`,
		[database.tenantId, debtorId, door.actor.id, '2026-11-20T00:00:00Z'],
	);
	expect(code(await act('2031-11-24', (each) => eraseDebtor(each, debtorId)))).toBe('done');
	const kept = () => database.query('select court, case_number, venue, ground, evidence from suit where debtor_id = $1', [debtorId]);
	const gone = { court: 'erased', case_number: null, venue: 'CN-BJ', ground: 'residence', evidence: 'erased' };
	expect(await kept()).toEqual([gone]);
	// An older version left the number with somebody erased: the next night it goes.
	await database.query(`update suit set case_number = '（2026）京0101民初77号' where debtor_id = $1`, [debtorId]);
	expect(await eraseDue(at('2031-11-25'))).toBe(1);
	expect(await kept()).toEqual([gone]);
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
