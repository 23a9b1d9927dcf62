import { answerComplaint, complaintLines, takeComplaint } from '../complaints/actions.ts';
import type { ComplaintKind } from '../complaints/rules.ts';
import { askPermit, placeHold } from '../contact/actions.ts';
import type { HoldKind } from '../contact/rules.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { reversePayment } from '../payments/queues.ts';
import { change, type Door } from '../record/change.ts';
import type { Agent } from './calls.ts';
import { done } from './steps.ts';

/** A hold of each kind that no call of these days brings by itself, with the evidence compliance noted. */
const holds: readonly { readonly kind: HoldKind; readonly days: number | null; readonly evidence: string }[] = [
	{ kind: 'dispute', days: null, evidence: '书面异议：称卡片被盗刷，附报警回执，待发卡行核查' },
	{ kind: 'complaint', days: 15, evidence: '监管热线转来投诉，15 日内答复' },
	{ kind: 'hardship', days: 30, evidence: '困难申请表及住院证明' },
	{ kind: 'breathing_space', days: 60, evidence: '当地债务重整程序通知' },
	{ kind: 'cease_request', days: null, evidence: '书面要求停止电话联系，只接受书信' },
	{ kind: 'counsel', days: null, evidence: '律师函：今后由律师代为联系' },
	{ kind: 'deceased', days: null, evidence: '家属提供死亡证明，待核对继承情况' },
	{ kind: 'minor', days: null, evidence: '核对生日：附属卡持卡人未满 18 岁' },
	{ kind: 'incapacity', days: null, evidence: '监护人提供无民事行为能力判决书' },
	{ kind: 'bankruptcy', days: null, evidence: '个人破产申请受理裁定' },
	{ kind: 'client_request', days: 10, evidence: '委案方邮件：核对账单，请暂停十日' },
];

/** Places hold number `index` on a debtor without one, by its own place among the debtors. */
export async function placeIncident(door: Door, index: number): Promise<void> {
	const hold = holds[index];
	if (!hold) return;
	const [debtor] = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<{ id: bigint }>(
			`select r.id from debtor r where r.tenant_id = $1 and not exists (select from hold h where h.tenant_id = $1 and h.debtor_id = r.id)
			    and exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = r.id and s.status = 'open') order by r.id offset $2 limit 1`,
			[tx.tenantId, 40 + index * 13],
		),
	);
	if (!debtor) return;
	done(
		await change(
			door,
			{ act: 'hold.place', input: { debtor: debtor.id, kind: hold.kind, evidence: hold.evidence }, debtorId: debtor.id },
			(act) => placeHold(act, { ...hold, debtorId: debtor.id, debtId: null }),
		),
	);
}

type Point = { debtor_id: bigint; id: bigint };

/**
 * Somebody dials without Next: late at night, without a certificate, or a relative of a debtor who answered only lately. The gate refuses, and it is on
 * record. Gives whether it did.
 */
export async function tryAnyway({ door }: Agent, whom: { party: 'debtor' | 'third_party'; offset: number }): Promise<boolean> {
	const [point] = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<Point>(
			`select p.debtor_id, p.id from contact_point p
			   join debt_state s on s.tenant_id = p.tenant_id and s.debtor_id = p.debtor_id and s.status = 'open' and s.stage in ('opening', 'bucket')
			  where p.tenant_id = $1 and p.kind = 'mobile' and p.state in ('unverified', 'good')
			    and case when $2 = 'debtor' then p.party_id is null else p.party_id is not null and s.reached_at is not null end
			    and not exists (select from hold h where h.tenant_id = p.tenant_id and h.debtor_id = p.debtor_id)
			  order by s.reached_at desc nulls last, p.debtor_id, p.id offset $3 limit 1`,
			[tx.tenantId, whom.party, whom.offset],
		),
	);
	if (!point) return false;
	const debtorId = point.debtor_id;
	const asked = await change(
		door,
		{ act: 'contact.ask', input: { debtor: debtorId, point: point.id, channel: 'voice' }, debtorId, keepOnRefusal: true },
		async (act) => {
			const permit = await askPermit(act, { debtorId, contactPointId: point.id, channel: 'voice' });
			return isRefusal(permit) ? permit : { permit: String(permit.permitId) };
		},
	);
	return isRefusal(asked);
}

/** The bank takes one applied payment back: its entries are reversed and the debt is open again. */
export async function bankReturn(door: Door): Promise<void> {
	const [payment] = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<{ id: bigint }>(`select id from payment where tenant_id = $1 and state = 'applied' order by id offset 3 limit 1`, [
			tx.tenantId,
		]),
	);
	if (!payment) return;
	done(
		await change(door, { act: 'payment.reverse', input: { payment: payment.id, reason: '代扣退票' } }, async (act) => {
			const reversed = await reversePayment(act, payment.id, '代扣退票：余额不足');
			return isRefusal(reversed) ? reversed : { id: String(reversed.id) };
		}),
	);
}

const answers: Readonly<Record<ComplaintKind, { readonly verdict: 'upheld' | 'partly' | 'not_upheld'; readonly words: string }>> = {
	complaint: { verdict: 'partly', words: '已核对通话记录：次数在规定之内，语速过快一节成立，已对坐席辅导。' },
	dispute: { verdict: 'not_upheld', words: '已向委案方核对账单，金额无误，明细随函附上。' },
	hardship: { verdict: 'upheld', words: '困难属实，暂停联系三十日，之后可申请分期。' },
	cease: { verdict: 'upheld', words: '已停止电话联系，今后以信函联系。' },
};

/** Compliance looks into the oldest of what debtors brought, and answers it. Gives how many. */
export async function answerComplaints(door: Door, most: number): Promise<number> {
	const waiting = (await complaintLines(door, { state: 'received' })).items.slice(0, most);
	for (const { id, kind } of waiting) {
		const complaint = BigInt(id);
		done(await change(door, { act: 'complaint.take', input: { complaint } }, (act) => takeComplaint(act, complaint)));
		const answer = answers[kind];
		done(
			await change(door, { act: 'complaint.answer', input: { complaint, verdict: answer.verdict } }, (act) =>
				answerComplaint(act, complaint, answer),
			),
		);
	}
	return waiting.length;
}
