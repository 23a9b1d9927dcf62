import type { Pool } from '../host/db.ts';

export const mandateInvariant = 'what is left longer with the house is left no shorter, and nothing else is';

/** Until when a debt is the house's to collect; null: until it is asked back. */
export type Mandate = { readonly debt: string; readonly placement: string; readonly open: boolean; readonly ends: string | null };

/** The mandates of an agency's debts, by debt. */
export async function mandatesOf(owner: Pool, tenantId: bigint): Promise<readonly Mandate[]> {
	const { rows } = await owner.query<Mandate>(
		`select d.id::text as debt, d.placement_id::text as placement, s.status = 'open' as open, d.recall_due_on::text as ends from debt d
		   join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id where d.tenant_id = $1 order by d.id`,
		[String(tenantId)],
	);
	return rows;
}

/** What a client asked for; null: it was refused. `debts` null: the whole placement. */
export type LeftLonger = { readonly placement: string; readonly until: string; readonly debts: readonly string[] | null } | null;

/** Mandates that end on another day than the client left them until: it gives time, to open debts it named whose time is shorter, and takes none. */
export function mandateFindings(
	before: readonly Mandate[],
	after: readonly Mandate[],
	asked: LeftLonger,
): { invariant: string; sentence: string }[] {
	const now = new Map(after.map(({ debt, ends }) => [debt, ends]));
	return before.flatMap(({ debt, placement, open, ends }) => {
		const named = asked !== null && asked.placement === placement && (asked.debts?.includes(debt) ?? true);
		const should = named && open && ends !== null && ends < asked.until ? asked.until : ends;
		const is = now.get(debt) ?? null;
		return is === should
			? []
			: [
					{
						invariant: mandateInvariant,
						sentence: `debt ${debt}, whose mandate ended on ${ends ?? 'no day'}, has one until ${is ?? 'no day'} after placement ${asked?.placement ?? 'none'} was left until ${asked?.until ?? 'no day'}; it is ${should ?? 'no day'}`,
					},
				];
	});
}
