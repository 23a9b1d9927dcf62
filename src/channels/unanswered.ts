import { recordReceipts } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import type { Act, Door } from '../record/change.ts';
import { writeWords } from '../record/written-words.ts';
import { unansweredAfter } from './awaited.ts';
import type { CarrierSays, UnansweredList } from './shapes.ts';
import { findUnanswered, loadSending, markSettled } from './store.ts';

/** As many are shown at once; they are few, or one crash left up to 400. */
const shownMax = 500;

/** Texts whose carrier never answered, or that a crash kept from it: nobody knows, and the house sends none of them again. Oldest first. */
export function unansweredMessages(door: Door): Promise<UnansweredList> {
	return inTenant(door.pool, door.tenantId, async (tx) => ({
		items: (await findUnanswered(tx, door.clock.now(), shownMax)).map((row) => ({
			id: String(row.id),
			debtor: { id: String(row.debtor_id), name_masked: row.name_masked },
			debt_reference: row.reference,
			template: row.template,
			number_masked: row.number_masked,
			since: row.placed_at.toString(),
			carrier_reference: `${tx.tenantId}-${row.id}`,
		})),
	}));
}

/**
 * What the carrier says on being asked about a text it never answered for. Delivered or not, it is settled as if it had answered then. Never handed over, it never left: it is no demand
 * (CN-S1), and yet its contact counts against the limits, for who cannot be sure of it counts it. The first word stands: a carrier that answers afterwards changes nothing. Refusals: `thing.not_found`,
 * `message.answered` where it was settled or never left, `message.awaited` while its sender may still be at it.
 */
export async function settleMessage(
	act: Act,
	of: { readonly debtorId: bigint; readonly id: bigint },
	said: { readonly says: CarrierSays; readonly reason: string },
): Promise<{ id: string } | Refusal> {
	lockDebtor(act.tx, of.debtorId);
	const row = await loadSending(act.tx, of);
	if (!row) return refuse('thing.not_found', { what: 'message', id: String(of.id) });
	if (row.state !== 'sending') return refuse('message.answered', { state: row.state });
	const from = known(row.placed_at, 'attempt').add(unansweredAfter);
	if (Temporal.Instant.compare(act.now, from) < 0) return refuse('message.awaited', {}, from);
	const delivered = said.says === 'delivered';
	await recordReceipts(act, [{ debtorId: of.debtorId, attemptId: known(row.attempt_id, 'attempt'), delivered }]);
	const reason = said.says === 'never_handed_over' ? 'not handed over' : null;
	await markSettled(act.tx, [{ debtor_id: of.debtorId, id: of.id, delivered, carrierId: null, reason }], act.now);
	writeWords(act, { debtorId: of.debtorId, act: 'message.settle', about: of.id, words: said.reason });
	act.tell('floor');
	return { id: String(of.id) };
}
