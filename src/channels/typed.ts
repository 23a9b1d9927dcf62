import { mayWrite } from '../contact/actions.ts';
import { checkText } from '../content/check.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import type { Act } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { insertTyped } from './store.ts';

/**
 * Queues a text message of an agent's own words to the debtor in person. The words must pass the whole content check, warnings too: nobody looks at them a second time. The
 * gate is asked when it is sent, as it is for a call of theirs, and the amount is the ledger's. Who may not speak to the debtor for want of a certificate (CN-H1) writes neither, now or then; nor does anybody
 * while contact is held. Refusals: `text.blocked` with the words found, `thing.not_found`, `contact.agent_not_certified`, `hold.in_force`.
 */
export async function typeMessage(
	act: Act,
	message: { debtorId: bigint; debtId: bigint; text: string },
): Promise<{ id: string } | Refusal> {
	const [first] = checkText({ text: message.text, as: 'message' }).findings;
	if (first) {
		const words = first.span === null ? '' : `：${message.text.slice(first.span[0], first.span[1]).slice(0, 40)}`;
		return refuse('text.blocked', { found: `${first.says.zh} (${first.says.en})${words}` });
	}
	lockDebtor(act.tx, message.debtorId);
	const found = await act.tx.query(
		`select 1 from debt_state where tenant_id = $1 and debtor_id = $2 and debt_id = $3 and status = 'open'`,
		[act.tx.tenantId, message.debtorId, message.debtId],
	);
	if (found.length === 0) return refuse('thing.not_found', { what: 'open debt', id: String(message.debtId) });
	const refused = await mayWrite(act, message);
	if (refused) return refused;
	const { zone } = await loadTenant(act.tx);
	const id = await insertTyped(
		act.tx,
		{
			debtorId: message.debtorId,
			debtId: message.debtId,
			typedBy: act.actor.id,
			businessDate: dateIn(zone, act.now),
			now: act.now,
		},
		(made) => act.vault.seal(message.text, `message ${made}`),
	);
	act.tell(`debtor ${message.debtorId}`);
	return { id: String(id) };
}
