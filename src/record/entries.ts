import type { Refusal } from '../core/refusal.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Act, canonical, type Plain } from './change.ts';

/** One of many acts done in one transaction: what was asked, about whom, and the answer or the refusal. */
export type Entry = { readonly act: string; readonly debtorId: bigint; readonly input: Plain; readonly answer: Plain | Refusal };

/**
 * Appends many acts and refusals to the record in one statement: a bulk act is one transaction, yet each debtor's part of it stands in the
 * record by itself. The bulk act's own entry is appended by `change`.
 */
export async function recordEach(act: Act, entries: readonly Entry[]): Promise<void> {
	if (entries.length === 0) return;
	const refusals = entries.map(({ answer }) => (isRefusal(answer) ? answer : null));
	await act.tx.prepared(
		'record append each',
		`insert into record_entry (tenant_id, at, act, actor_id, debtor_id, outcome, code, input, answer)
		 select $1, $2, e.act, $3, e.debtor_id, case when e.code is null then 'done' else 'refused' end, e.code, e.input, e.answer
		   from unnest($4::text[], $5::bigint[], $6::text[], $7::jsonb[], $8::jsonb[]) with ordinality as e (act, debtor_id, code, input, answer, place)
		  order by e.place`,
		[
			act.tx.tenantId,
			act.now,
			act.actor.id,
			entries.map((entry) => entry.act),
			entries.map((entry) => entry.debtorId),
			refusals.map((refusal) => refusal?.code ?? null),
			entries.map((entry) => canonical(entry.input)),
			entries.map(({ answer }, i) => {
				const refusal = refusals[i];
				return canonical(refusal ? { details: refusal.details, allowedFrom: refusal.allowedFrom?.toString() ?? null } : (answer as Plain));
			}),
		],
	);
}
