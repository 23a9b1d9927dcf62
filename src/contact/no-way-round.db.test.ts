import { describe, expect, test } from 'vitest';
import { testNow } from '../../test/support/database.ts';
import { aDebt } from '../../test/support/debts.ts';
import { aPoint, ask, gateDesk, use } from '../../test/support/gate.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';

/** One who writes SQL as the application does: nothing of a contact can be made, lent or altered without the gate. */
const desk = gateDesk();

describe('no way round in the database', () => {
	/** The attempt a permit allows, written by hand, with whatever else is said. */
	const insertAttempt = (permitId: bigint, said: { placedAt?: Temporal.Instant; number?: string; channel?: string } = {}) =>
		desk.database.query(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, value_index, creditor_ids, debt_ids, made_by, placed_at)
			 select $1, $2, $3, $6, p.contact_point_id, coalesce($7::bytea, p.value_index), coalesce(p.creditor_ids, '{}'), coalesce(p.debt_ids, '{}'), $4, $5
			   from (select 1) one left join contact_permit p on p.debtor_id = $2 and p.id = $3`,
			[
				desk.database.tenantId,
				desk.placed.debtorId,
				permitId,
				desk.door.actor.id,
				said.placedAt ?? testNow,
				said.channel ?? 'voice',
				said.number === undefined ? null : desk.database.vault.blindIndex('phone', said.number),
			],
		);

	test('an attempt without a permit cannot be inserted', async () => {
		await expect(insertAttempt(987_654_321n)).rejects.toThrow('violates foreign key constraint');
	});

	test('an attempt on a refused permit cannot be inserted', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		const refused = await ask(desk);
		if (!isRefusal(refused)) throw new Error('permitted at 22:30');
		await expect(insertAttempt(BigInt(known(refused.details['permit_id'], 'permit')))).rejects.toThrow('violates foreign key constraint');
	});

	test('a second attempt on one permit cannot be inserted, nor a permit edited afterwards', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		await insertAttempt(permit.permitId);
		await expect(insertAttempt(permit.permitId)).rejects.toThrow('duplicate key');
		await expect(desk.database.query('update contact_permit set permitted = true')).rejects.toThrow('permission denied');
	});

	test('an attempt after its permit ran out, on another number or by another channel cannot be inserted', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const wrong = 'a contact attempt is not what its permit allows';
		await expect(insertAttempt(permit.permitId, { placedAt: testNow.add({ minutes: 10 }) })).rejects.toThrow(wrong);
		await expect(insertAttempt(permit.permitId, { number: '19900000001' })).rejects.toThrow(wrong);
		await expect(insertAttempt(permit.permitId, { channel: 'sms' })).rejects.toThrow(wrong);
		await insertAttempt(permit.permitId, { placedAt: testNow.add({ minutes: 9 }) });
	});

	test('a message cannot be marked as sent without its attempt', async () => {
		await desk.database.query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', 'opening', $4, '2026-11-24', 'opening')`,
			[desk.database.tenantId, desk.placed.debtorId, desk.placed.debtId, testNow],
		);
		await expect(desk.database.query(`update message set state = 'sent' where debtor_id = $1`, [desk.placed.debtorId])).rejects.toThrow(
			'violates check',
		);
		await expect(
			desk.database.query(`update message set state = 'sent', attempt_id = 987654321 where debtor_id = $1`, [desk.placed.debtorId]),
		).rejects.toThrow('a message that left without an attempt of its own');
	});

	/** One who may write SQL as the application does, but has not the gate's key: copies a permit that was given, with whatever else is said. */
	const forge = (permitId: bigint, said: Readonly<Record<string, string>>) =>
		desk.database.query(
			`insert into contact_permit overriding system value
			 select (jsonb_populate_record(p, $3::jsonb)).* from contact_permit p where p.debtor_id = $1 and p.id = $2`,
			[desk.placed.debtorId, permitId, JSON.stringify(said)],
		);

	test.each([
		['under a number of its own', { id: '900000001' }],
		['for another debtor', { debtor_id: 'other' }],
		['to another person’s number', { id: '900000002', contact_point_id: 'other' }],
		['valid for a year', { id: '900000003', expires_at: '2027-11-24T00:00:00Z' }],
		['about another debt', { id: '900000004', debt_ids: '{1,2,3}' }],
		['without a signature', { id: '900000005', signature: 'none' }],
	])('a permit copied by SQL %s cannot be inserted', async (_, said) => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const other = await aDebt(desk.database, desk.door);
		const point = await aPoint(desk, desk.placed.debtorId);
		const forged = Object.fromEntries(
			Object.entries(said).map(([name, value]) => [
				name,
				value === 'other' ? String(name === 'debtor_id' ? other.debtorId : point) : value === 'none' ? '\\x' : value,
			]),
		);
		// The point stays on the first debtor: without it the foreign key would refuse before the signature is looked at.
		const all = 'debtor_id' in forged ? { ...forged, contact_point_id: null as unknown as string } : forged;
		await expect(forge(permit.permitId, all)).rejects.toThrow('a permit that the gate did not give');
	});

	test('a refused decision turned into a permit by SQL cannot be inserted', async () => {
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T14:30:00Z'));
		const refused = await ask(desk);
		if (!isRefusal(refused)) throw new Error('permitted at 22:30');
		const forged = { id: '900000006', permitted: 'true', expires_at: '2026-11-25T14:30:00Z' };
		await expect(forge(BigInt(known(refused.details['permit_id'], 'permit')), forged)).rejects.toThrow(
			'a permit that the gate did not give',
		);
	});

	test('the application’s role cannot read the key of the signatures, set it, or take the check away', async () => {
		await expect(desk.database.query('select * from permit_key')).rejects.toThrow('permission denied');
		await expect(desk.database.query('update permit_key set inner_pad = outer_pad')).rejects.toThrow('permission denied');
		await expect(desk.database.query('alter table contact_permit disable trigger permit_is_signed')).rejects.toThrow('must be owner');
		await expect(desk.database.query(`set session_replication_role = 'replica'`)).rejects.toThrow('permission denied');
		await expect(desk.database.query('delete from contact_permit')).rejects.toThrow('permission denied');
	});

	test('an attempt cannot be lent to a message of another channel or another debt', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const attempt = await use(desk, permit.permitId);
		if (isRefusal(attempt)) throw new Error(attempt.code);
		const other = await aDebt(desk.database, desk.door, { debtorId: desk.placed.debtorId });
		const message = (channel: string, debtId: bigint, step: string) =>
			desk.database.query(
				`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step, state, attempt_id)
				 values ($1, $2, $3, $4, 'opening', $5, '2026-11-24', $7, 'sent', $6)`,
				[desk.database.tenantId, desk.placed.debtorId, debtId, channel, testNow, attempt.attemptId, step],
			);
		await expect(message('sms', desk.placed.debtId, 'one')).rejects.toThrow('a message that left without an attempt of its own');
		await expect(message('letter', other.debtId, 'two')).rejects.toThrow('a message that left without an attempt of its own');
	});
});
