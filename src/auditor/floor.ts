import type { Books } from './parts.ts';

export const floorInvariant = 'the floor tells of the agency’s day, and a queue of what is in it';

type Finding = { readonly invariant: string; readonly sentence: string };
type Numbers = Readonly<Record<string, number>>;
/** The floor as a lead sees it. */
export type Floor = {
	readonly agents: readonly (Readonly<Record<'attempts' | 'answered' | 'right_party' | 'promises', number>> & {
		readonly name: string;
		readonly debtor: { readonly id: string } | null;
		readonly promised: readonly { readonly currency: string; readonly amount_minor: number }[];
	})[];
	readonly teams: readonly (Readonly<Record<'open' | 'callable' | 'claimed' | 'done', number>> & { readonly name: string })[];
	readonly hours: readonly { readonly hour: number; readonly attempts: number; readonly answered: number }[];
	readonly refusals: readonly { readonly rule: string; readonly count: number }[];
	readonly needs: Numbers;
};

const today = (column: string) => `(${column} at time zone $2)::date = ($3::timestamptz at time zone $2)::date`;
const calls = `contact_attempt a left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id
	join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id where a.tenant_id = $1 and a.channel = 'voice' and ${today('a.placed_at')}`;
const answered = `count(*) filter (where o.line in ('right_party', 'other_person'))`;
/** What somebody agreed to, instalments apart: a plan is one agreement. */
const promises = `promise m where m.tenant_id = $1 and m.made_by = l.id and m.plan_id is null and ${today('m.made_at')}`;
/** Of the day’s calls: those on it that lie open, that may be made now, that somebody has and that are done. */
const ofTeam = `work_item w where w.tenant_id = $1 and w.team_id = t.id and w.business_date = ($3::timestamptz at time zone $2)::date`;
const debtsOpen = `debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open' where d.tenant_id = $1`;
/** Given to a team and, where to one agent of it, to one who is still there. */
const hasSomebody = `exists (select from assignment g where g.tenant_id = $1 and g.debtor_id = d.debtor_id and (g.agent_id is null or exists (select from team_member m
	join login l on l.tenant_id = $1 and l.id = m.login_id and l.closed_at is null where m.tenant_id = $1 and m.team_id = g.team_id and m.login_id = g.agent_id)))`;

const lines = `select 'agent ' || l.name || ': ' || concat_ws(' ', c.calls, (select count(*) from ${promises}),
	  (select string_agg(m.currency || ' ' || m.minor, ', ' order by m.currency) from (select m.currency, sum(m.amount_minor) as minor from ${promises} group by m.currency) m),
	  (select 'on ' || w.debtor_id from work_item w where w.tenant_id = $1 and w.state = 'claimed' and w.claimed_by = l.id)) as line
	from login l cross join lateral (select concat_ws('/', count(*), ${answered}, count(*) filter (where o.line = 'right_party' and coalesce(p.facts #>> '{facts,party}', '') not in ('guarantor', 'co_borrower')))
	  from ${calls} and a.made_by = l.id) c (calls) where l.tenant_id = $1 and l.role = 'agent' and l.closed_at is null
	union all
	select 'team ' || t.name || ': ' || (select concat_ws('/', count(*) filter (where w.state = 'open'), count(*) filter (where w.state = 'open' and $3::timestamptz >= w.callable_from and $3::timestamptz < w.callable_until),
	  count(*) filter (where w.state = 'claimed'), count(*) filter (where w.state = 'done')) from ${ofTeam}) from team t where t.tenant_id = $1 and t.closed_at is null
	union all
	select 'hour ' || extract(hour from a.placed_at at time zone $2) || ': ' || concat_ws('/', count(*), ${answered}) from ${calls} group by extract(hour from a.placed_at at time zone $2)
	union all
	select 'rule ' || (e ->> 'rule') || ': ' || count(*) from contact_permit p cross join lateral jsonb_array_elements(p.reasons::jsonb) e
	 where p.tenant_id = $1 and not p.permitted and e ->> 'verdict' = 'refuses' and ${today('p.asked_at')} group by e ->> 'rule'
	union all
	select n.what || ': ' || n.many from (values
	  ('broken_promises', (select count(*) from promise m where m.tenant_id = $1 and m.state = 'broken' and m.judged_on = ($3::timestamptz at time zone $2)::date)),
	  ('unmatched_payments', (select count(*) from payment y where y.tenant_id = $1 and y.state = 'unmatched')),
	  ('overpaid_payments', (select count(*) from payment y where y.tenant_id = $1 and y.state = 'overpaid')),
	  ('recall_within_a_week', (select count(*) from ${debtsOpen} and d.recall_due_on - ($3::timestamptz at time zone $2)::date between 0 and 7)),
	  ('unassigned_debtors', (select count(distinct d.debtor_id) from ${debtsOpen} and not ${hasSomebody}))) n (what, many)`;

/** What a lead sees of the day at an instant of it, beside what was written down. */
export async function floorFindings(
	owner: Books,
	of: { readonly tenantId: bigint; readonly zone: string; readonly now: Temporal.Instant },
	{ agents, teams, hours, refusals, needs }: Floor,
): Promise<Finding[]> {
	const { rows } = await owner.query<{ line: string }>({ text: lines, values: [String(of.tenantId), of.zone, of.now.toString()] });
	const shown = [
		...agents.map(({ name, debtor, promised, ...each }) => {
			const sums = promised.map(({ currency, amount_minor: minor }) => `${currency} ${minor}`).sort();
			const counts = `${each.attempts}/${each.answered}/${each.right_party} ${each.promises}`;
			return `agent ${name}: ${[counts, ...(sums.length > 0 ? [sums.join(', ')] : []), ...(debtor ? [`on ${debtor.id}`] : [])].join(' ')}`;
		}),
		...teams.map((each) => `team ${each.name}: ${each.open}/${each.callable}/${each.claimed}/${each.done}`),
		...hours.map((each) => `hour ${each.hour}: ${each.attempts}/${each.answered}`),
		...refusals.map(({ rule, count }) => `rule ${rule}: ${count}`),
		...Object.entries(needs).map(([what, many]) => `${what}: ${many}`),
	];
	const there = rows.map(({ line }) => line);
	const asked = shown.filter((line) => !line.startsWith('messages_'));
	return [
		...asked.filter((line) => !there.includes(line)).map((line) => `the floor shows ${line}`),
		...there.filter((line) => !asked.includes(line)).map((line) => `the floor does not show ${line}`),
	].map((sentence) => ({ invariant: floorInvariant, sentence }));
}

/** Queues of payments as somebody was shown them; `of`: the client whose login asked. */
export type Queues = {
	readonly by: string;
	readonly of: bigint | null;
	readonly queues: readonly { readonly state: string; readonly currency: string; readonly count: number; readonly amount_minor: number }[];
};

/** What waits, in each currency: money that belongs nowhere, and what came beyond what was owed. */
export async function queueFindings(owner: Books, tenantId: bigint, asked: readonly Queues[]): Promise<Finding[]> {
	const found: Finding[] = [];
	for (const { by, of, queues } of asked) {
		const { rows } = await owner.query<{ line: string }>({
			text: `select y.state || ' ' || y.currency || ' ' || count(*) || ' ' || sum(y.amount_minor - y.applied_minor - y.returned_minor) as line from payment y
				where y.tenant_id = $1 and y.state in ('unmatched', 'overpaid') and y.client_id = coalesce($2::bigint, y.client_id) group by y.state, y.currency`,
			values: [String(tenantId), of === null ? null : String(of)],
		});
		const shown = queues.map((each) => `${each.state} ${each.currency} ${each.count} ${each.amount_minor}`).sort();
		const there = rows.map(({ line }) => line).sort();
		if (shown.join() !== there.join())
			found.push({
				invariant: floorInvariant,
				sentence: `${by} is shown as waiting ${shown.join(', ') || 'nothing'}, there is ${there.join(', ') || 'nothing'}`,
			});
	}
	return found;
}
