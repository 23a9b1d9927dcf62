import type { Books } from './parts.ts';

export const handsInvariant = 'who is handed out goes to whoever has least of them';

/** An agent with how many debtors of theirs owe something, and how many of those are not among the ones handed out. */
type Hand = { readonly agent: string; readonly open: number; readonly kept: number };

export async function handsOf(
	owner: Books,
	of: { readonly tenantId: bigint; readonly agents: readonly bigint[]; readonly chosen: readonly bigint[] },
): Promise<Hand[]> {
	const { rows } = await owner.query<{ agent: string; open: string; kept: string }>({
		text: `select a.agent::text, count(g.debtor_id) as open, count(g.debtor_id) filter (where not g.debtor_id = any ($3::bigint[])) as kept from unnest($2::bigint[]) a (agent)
			left join assignment g on g.tenant_id = $1 and g.agent_id = a.agent and exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = g.debtor_id and s.status = 'open') group by a.agent order by a.agent`,
		values: [String(of.tenantId), of.agents.map(String), of.chosen.map(String)],
	});
	return rows.map(({ agent, open, kept }) => ({ agent, open: Number(open), kept: Number(kept) }));
}

/** What a hand-out was answered with: how many each got, and had before. */
export type HandedOut = {
	readonly way: 'load' | 'count' | 'random';
	readonly hands: readonly { readonly agent_id: string | null; readonly debtors: number; readonly before: number }[];
};

/** By load nobody gets one who had, or has by then, more than another; by number and by lot all get as many, give or take one. */
export function handsFindings(before: readonly Hand[], { way, hands }: HandedOut): { invariant: string; sentence: string }[] {
	const had = new Map(before.map((hand) => [hand.agent, hand]));
	const got = hands.map(({ agent_id: agent, debtors, before: told }) => {
		const { open, kept } = had.get(agent ?? '') ?? { open: 0, kept: 0 };
		return { agent, debtors, told, open, has: way === 'load' ? kept + debtors : debtors };
	});
	const least = Math.min(...got.map(({ has }) => has));
	return [
		...got
			.filter(({ debtors, has }) => debtors > 0 && has > least + 1)
			.map(({ agent, debtors, has }) => `by ${way} login ${agent} gets ${debtors} and has ${has}, another has ${least}`),
		...got
			.filter(({ open, told }) => open !== told)
			.map(({ agent, open, told }) => `login ${agent} is said to have had ${told}, and had ${open}`),
	].map((sentence) => ({ invariant: handsInvariant, sentence }));
}
