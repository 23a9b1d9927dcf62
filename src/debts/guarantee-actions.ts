import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import type { Act, Door } from '../record/change.ts';
import { loadWords, writeWords } from '../record/written-words.ts';
import { loadTenant } from '../tenants/store.ts';
import type { GuaranteeBody, GuaranteeChange, GuaranteeList } from './guarantee-shapes.ts';
import { guaranteeOfRow, listGuarantees } from './guarantee-store.ts';

const malformed = (reason: string) => refuse('request.malformed', { reason });

/**
 * Records for which debt a guarantor stands, how and until when, with its evidence: from the commit on the gate refuses to collect from a guarantor whose period ended unclaimed
 * (CN-S2, 民法典 692, 693). Refusals: `thing.not_found` for a debt that is not the debtor's and for who is no guarantor or borrowed it, `guarantee.recorded_before`, `request.malformed` for a claim that lies ahead or
 * is none (a general guarantor is claimed on by suit against the debtor).
 */
export async function tellGuarantee(act: Act, debtorId: bigint, told: GuaranteeBody): Promise<{ id: string } | Refusal> {
	const bad = claimFault(told.kind, told.claimed_on, dateIn((await loadTenant(act.tx)).zone, act.now).toString());
	if (bad) return bad;
	lockDebtor(act.tx, debtorId);
	const [known] = await act.tx.query<{ debt: boolean; guarantor: boolean; before: boolean }>(
		`select exists (select from debt d where d.tenant_id = $1 and d.debtor_id = $2 and d.id = $3) as debt,
		        exists (select from party p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $4 and p.role <> 'third_party'
		                   and not exists (select from debts_answered_as($1, $2, $4) k where k.debt_id = $3 and k.role = 'co_borrower')) as guarantor,
		        exists (select from guarantee g where g.tenant_id = $1 and g.debtor_id = $2 and g.debt_id = $3 and g.party_id = $4 and g.withdrawn_at is null) as before`,
		[act.tx.tenantId, debtorId, told.debt_id, told.party_id],
	);
	if (!known?.debt) return refuse('thing.not_found', { what: 'debt', id: told.debt_id });
	if (!known.guarantor) return refuse('thing.not_found', { what: 'guarantor', id: told.party_id });
	if (known.before) return refuse('guarantee.recorded_before');
	const [made] = await act.tx.query<{ id: bigint }>(
		`insert into guarantee (tenant_id, debtor_id, debt_id, party_id, kind, ends_on, claimed_on, evidence, recorded_by, recorded_at)
		 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
		[
			act.tx.tenantId,
			debtorId,
			told.debt_id,
			told.party_id,
			told.kind,
			told.ends_on ?? null,
			told.claimed_on ?? null,
			told.evidence,
			act.actor.id,
			act.now,
		],
	);
	act.tell(`debtor ${debtorId}`);
	return { id: String(made?.id) };
}

/**
 * Tells when a joint guarantor was asked outside of this house, or withdraws what was recorded in error. The first claim is the one that counts (民法典 693, 694): a later one does not take its place.
 * Refusals: `thing.not_found`, `request.malformed`.
 */
export async function changeGuarantee(
	act: Act,
	{ debtorId, id }: { debtorId: bigint; id: bigint },
	change: GuaranteeChange,
): Promise<{ id: string } | Refusal> {
	const today = dateIn((await loadTenant(act.tx)).zone, act.now).toString();
	lockDebtor(act.tx, debtorId);
	const [row] = await act.tx.query<{ kind: GuaranteeBody['kind']; claimed_on: string | null }>(
		'select kind, claimed_on::text as claimed_on from guarantee where tenant_id = $1 and debtor_id = $2 and id = $3 and withdrawn_at is null',
		[act.tx.tenantId, debtorId, id],
	);
	if (!row) return refuse('thing.not_found', { what: 'guarantee', id: String(id) });
	if ((change.claimed_on === undefined) === (change.withdrawn === undefined))
		return malformed('claimed_on, withdrawn：二选一 (one of them)');
	const bad = claimFault(row.kind, change.claimed_on, today);
	if (bad) return bad;
	if (change.claimed_on !== undefined && row.claimed_on !== null && change.claimed_on > row.claimed_on)
		return malformed(
			`claimed_on：已登记更早的主张 ${row.claimed_on}；登记有误请撤销后重新登记 (a claim of ${row.claimed_on} is on record and counts; if it is wrong, withdraw the guarantee and record it anew)`,
		);
	await act.tx.query(
		`update guarantee set claimed_on = coalesce($4, claimed_on), withdrawn_at = case when $5 then $6::timestamptz end, withdrawn_by = case when $5 then $7::bigint end
		  where tenant_id = $1 and debtor_id = $2 and id = $3`,
		[act.tx.tenantId, debtorId, id, change.claimed_on ?? null, change.withdrawn === true, act.now, act.actor.id],
	);
	writeWords(act, { debtorId, act: 'guarantee.change', about: id, words: change.evidence });
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

function claimFault(kind: GuaranteeBody['kind'], claimedOn: string | undefined, today: string): Refusal | null {
	if (claimedOn === undefined) return null;
	if (kind === 'general')
		return malformed(
			'claimed_on：一般保证以起诉债务人主张，请登记诉讼 (a general guarantor is claimed on by suit against the debtor: record the suit)',
		);
	return claimedOn > today ? malformed('claimed_on：在将来 (lies ahead)') : null;
}

/** The guarantees of a debtor's debts and where each stands today, and the guarantors. Refusal: `thing.not_found`. */
export function guaranteesOfDebtor(door: Door, debtorId: bigint): Promise<GuaranteeList | Refusal> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const today = dateIn((await loadTenant(tx)).zone, now).toString();
		const [debtor] = await tx.query('select id from debtor where tenant_id = $1 and id = $2', [tx.tenantId, debtorId]);
		if (!debtor) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
		const guarantors = await tx.query<{ id: bigint; name_masked: string }>(
			`select p.id, p.name_masked from party p where p.tenant_id = $1 and p.debtor_id = $2 and p.role <> 'third_party' and exists (
			   select from debt d where d.tenant_id = $1 and d.debtor_id = $2 and not exists (select from debts_answered_as($1, $2, p.id) k where k.debt_id = d.id and k.role = 'co_borrower')) order by p.id`,
			[tx.tenantId, debtorId],
		);
		const grounds = await loadWords(tx, door.vault, debtorId, ['guarantee.change']);
		return {
			guarantees: (await listGuarantees(tx, debtorId)).map((row) => {
				const { endsOn, claimedOn } = guaranteeOfRow(row);
				return {
					id: String(row.id),
					debt_id: String(row.debt_id),
					party_id: String(row.party_id),
					party_name: row.party_name,
					kind: row.kind,
					ends_on: endsOn,
					agreed: row.agreed_ends_on?.toString() === endsOn,
					claimed_on: claimedOn,
					state: claimedOn !== null ? 'claimed' : today > endsOn ? 'over' : 'in period',
					evidence: [row.evidence, ...(grounds.get(row.id) ?? [])].join('\n'),
					recorded_by: row.recorded_by_name,
					recorded_at: row.recorded_at.toString(),
					withdrawn_at: row.withdrawn_at?.toString() ?? null,
				};
			}),
			guarantors: guarantors.map(({ id, name_masked: name }) => ({ party_id: String(id), name })),
		};
	});
}
