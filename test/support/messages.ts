import { randomUUID } from 'node:crypto';
import type { Carrier, OutgoingMessage } from '../../src/channels/carrier.ts';
import { known } from '../../src/core/assert.ts';
import { type TestDatabase, testNow } from './database.ts';
import { aDebt, type PlacedDebt } from './debts.ts';

/** A carrier that keeps what it was given. */
export function aCarrier(
	answer: (message: OutgoingMessage) => boolean | 'away' = () => true,
): Carrier & { readonly given: OutgoingMessage[] } {
	const given: OutgoingMessage[] = [];
	return {
		name: 'test',
		given,
		async send(message) {
			given.push(message);
			const delivered = answer(message);
			if (delivered === 'away') throw new Error('the carrier is away');
			return { carrierId: `c-${message.reference}`, delivered };
		},
	};
}

/** Sums of a sender that had nothing to do. */
export const nothing = { sent: 0, undelivered: 0, refused: 0, later: 0, unknown: 0, stopped: 0 };

/** Debtors who may be written to and messages to them, in the database of a test. */
export function messagesOf(databaseOf: () => TestDatabase) {
	async function aNumber(debtorId: bigint, number: string, partyId: bigint | null = null): Promise<void> {
		const database = databaseOf();
		const index = database.vault.blindIndex('phone', number);
		await database.query(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $3, 'mobile', $4, $5, '138****0000', 'placement 1', 'contract', '2026-11-01')`,
			[database.tenantId, debtorId, partyId, database.vault.seal(number, `contact ${index.toString('hex')}`), index],
		);
	}

	/** A debtor with a name, a debt of 1,000.00 and, unless said otherwise, a mobile number. */
	async function aCase(number: string | null = `199${randomUUID().slice(0, 8)}`): Promise<PlacedDebt & { number: string | null }> {
		const database = databaseOf();
		const placed = await aDebt(database, await database.door('agent'));
		const [row] = await database.query<{ identity_index: Buffer }>('select identity_index from debtor where id = $1', [placed.debtorId]);
		const context = `debtor ${known(row, 'debtor').identity_index.toString('hex')}`;
		await database.query('update debtor set sealed = $2 where id = $1', [
			placed.debtorId,
			database.vault.seal('{"name":"王小明"}', context),
		]);
		if (number !== null) await aNumber(placed.debtorId, number);
		return { ...placed, number };
	}

	async function aMessage(of: PlacedDebt, said: { template?: string; dueAt?: Temporal.Instant; step?: string } = {}): Promise<void> {
		await databaseOf().query(
			`insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step) values ($1, $2, $3, 'sms', $4, $5, '2026-11-24', $6)`,
			[databaseOf().tenantId, of.debtorId, of.debtId, said.template ?? 'opening', said.dueAt ?? testNow, said.step ?? 'opening'],
		);
	}
	const kept = async (of: PlacedDebt) =>
		known(
			(
				await databaseOf().query<{
					state: string;
					reason: string | null;
					due_at: Temporal.Instant;
					attempt_id: bigint | null;
					text_sealed: Buffer | null;
					id: bigint;
				}>('select state, reason, due_at, attempt_id, text_sealed, id from message where debtor_id = $1 order by id desc limit 1', [
					of.debtorId,
				])
			)[0],
			'message',
		);
	return { aNumber, aCase, aMessage, kept };
}
