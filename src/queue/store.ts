import { isUnanswered } from '../channels/awaited.ts';
import { unmade } from '../channels/templates.ts';
import { known } from '../core/assert.ts';
import { isCertifiedAnywhere, lacksCertificate } from '../contact/certificate.ts';
import { inPerson } from '../contact/in-person.ts';
import type { Tx } from '../host/db.ts';
import { workable } from './assign-store.ts';

export type ItemRow = {
	id: bigint;
	debtor_id: bigint;
	debt_id: bigint;
	kind: string;
	step: string;
	business_date: Temporal.PlainDate;
	callable_from: Temporal.Instant;
	callable_until: Temporal.Instant;
	claimed_at: Temporal.Instant;
	claimed_now: boolean;
};

const columns = 'w.id, w.debtor_id, w.debt_id, w.kind, w.step, w.business_date, w.callable_from, w.callable_until, w.claimed_at';

/** The most waiting items that are counted; this many means this many or more. A desk needs no more, and the count costs the same on any book. */
export const waitingMax = 30;

/** What agent `$2` gave back, and why is kept with the debtor, in the hour before `$3`: it goes to others first. */
const leftBack = `written_words x where x.tenant_id = $1 and x.debtor_id = w.debtor_id and x.act = 'work.release' and x.about = w.id and x.written_by = $2
	and x.written_at > $3::timestamptz - interval '1 hour'`;
/** The certificate of agent `$2` is good for whoever is called; and the agent may not contact the debtor of `w` for want of one (CN-H1). */
const certified = `(select ${isCertifiedAnywhere('l', '$3::timestamptz')} from login l where l.tenant_id = $1 and l.id = $2)`;
const mayWork = `not exists (select from login l where l.tenant_id = $1 and l.id = $2 and ${lacksCertificate('l', 'w.debtor_id', '$3::timestamptz')} offset 0)`;
/** Items `w` that are open and may be called now, of tenant `$1` at `$3`. */
const inHours = `w.tenant_id = $1 and w.state = 'open' and w.callable_from <= $3 and w.callable_until > $3`;
const first = 'order by w.priority desc, w.id limit';

/**
 * What is offered to agent `$2`, where `may` is so of it: the agent's own items, in a team the agent is in; those of the team `m` that are nobody's; and how many there are of both. (`offset 0`:
 * looked up for each candidate.) For an agent with a certificate `may` is asked once; for one without, of each debtor, in a statement of its own: in one with the other, Next took 2.7 times as long
 * for everybody (60 agents at once, 182 ms beside 67).
 */
function offeredWhere(may: string) {
	const callable = `${inHours} and not exists (select from ${leftBack} offset 0) and ${may}`;
	const own = `${callable} and w.agent_id = $2 and exists (select from team_member t where t.tenant_id = $1 and t.login_id = $2 and t.team_id = w.team_id offset 0)`;
	const pool = `${callable} and w.agent_id is null and w.team_id = m.team_id`;
	const poolCount = `(select count(*) from team_member m cross join lateral (select from work_item w where ${pool} ${first} ${waitingMax}) x where m.tenant_id = $1 and m.login_id = $2)`;
	const ownCount = `(select count(*) from (select from work_item w where ${own} ${first} ${waitingMax}) x)`;
	return { own, pool, count: `${ownCount} + ${poolCount}`, may };
}
const offered = { certified: offeredWhere(certified), uncertified: offeredWhere(mayWork) } as const;
type Who = keyof typeof offered;

/** What may lie with the agent `$2`: an own item, or one of the agent's teams that is nobody's. */
const theirs = `work_item w join team_member m on m.tenant_id = w.tenant_id and m.team_id = w.team_id and m.login_id = $2`;
const forThem = `w.tenant_id = $1 and w.state = 'open' and (w.agent_id is null or w.agent_id = $2)`;

export type Waiting = { readonly waiting: number; readonly nextCallableAt: Temporal.Instant | null };

/**
 * *Next*, in one statement (for an agent without a certificate, in a second): the item this agent already holds, else the best of the agent's own that may be called now, else the best of those that are
 * nobody's in the agent's teams; skipping what other desks are taking in this moment, debtors somebody holds and those the agent has no certificate for. And how many wait besides. Two unique
 * indexes make sure: one claim per agent, one per debtor. (`offset 0`: looked up for each candidate; as a join the planner read all claims of the house,
 * and what is left of ended ones, for each Next.)
 */
export async function claimNext(tx: Tx, agentId: bigint, now: Temporal.Instant): Promise<{ item: ItemRow | null } & Waiting> {
	const row = await claimAs(tx, 'certified', agentId, now);
	const who: Who = row.certified ? 'certified' : 'uncertified';
	const found = row.certified ? row : await claimAs(tx, who, agentId, now);
	const { id } = found;
	const waiting = Math.min(waitingMax, Number(found.waiting));
	if (id !== null) return { item: { ...found, id }, waiting, nextCallableAt: null };
	return { item: null, waiting, nextCallableAt: waiting > 0 ? null : await findNextCallable(tx, who, agentId, now) };
}

type TakenRow = Omit<ItemRow, 'id'> & { waiting: bigint; id: bigint | null; certified: boolean };

async function claimAs(tx: Tx, who: Who, agentId: bigint, now: Temporal.Instant): Promise<TakenRow> {
	const { own, pool, count } = offered[who];
	const free = `not exists (select from work_item c where c.tenant_id = $1 and c.debtor_id = w.debtor_id and c.state = 'claimed' offset 0)`;
	const [row] = await tx.prepared<TakenRow>(
		`work next ${who}`,
		`with mine as (select ${columns} from work_item w where w.tenant_id = $1 and w.claimed_by = $2 and w.state = 'claimed'),
		      own as (
			select w.debtor_id, w.id from work_item w where ${own} and ${free} and not exists (select from mine) ${first} 1 for update of w skip locked),
		      pool as (
			select p.debtor_id, p.id from team_member m
			 cross join lateral (select w.debtor_id, w.id, w.priority from work_item w where ${pool} and ${free} ${first} 1 for update of w skip locked) p
			 where m.tenant_id = $1 and m.login_id = $2 and not exists (select from mine) and not exists (select from own)
			 order by p.priority desc, p.id limit 1),
		      taken as (
			update work_item w set state = 'claimed', claimed_by = $2, claimed_at = $3 from (select * from own union all select * from pool) p
			 where w.tenant_id = $1 and w.debtor_id = p.debtor_id and w.id = p.id
			returning ${columns})
		 select i.*, ${count} - (i.claimed_now is true)::int as waiting, ${certified} as certified
		   from (values (1)) one left join (select *, false as claimed_now from mine union all select *, true from taken limit 1) i on true`,
		[tx.tenantId, agentId, now],
	);
	return known(row, 'answer of Next');
}

export async function findCurrent(tx: Tx, agentId: bigint): Promise<ItemRow | null> {
	const [row] = await tx.prepared<ItemRow>(
		'work current',
		`select ${columns}, false as claimed_now from work_item w where w.tenant_id = $1 and w.claimed_by = $2 and w.state = 'claimed'`,
		[tx.tenantId, agentId],
	);
	return row ?? null;
}

/** How many items wait for this agent now (up to `waitingMax`) and, when none does, when the next becomes callable. */
export async function countWaiting(tx: Tx, agentId: bigint, now: Temporal.Instant): Promise<Waiting> {
	const counted = await countAs(tx, 'certified', agentId, now);
	const who: Who = counted.certified ? 'certified' : 'uncertified';
	const found = counted.certified ? counted : await countAs(tx, who, agentId, now);
	const waiting = Math.min(waitingMax, Number(found.waiting));
	return { waiting, nextCallableAt: waiting > 0 ? null : await findNextCallable(tx, who, agentId, now) };
}

async function countAs(tx: Tx, who: Who, agentId: bigint, now: Temporal.Instant): Promise<{ waiting: bigint; certified: boolean }> {
	const [row] = await tx.prepared<{ waiting: bigint; certified: boolean }>(
		`work waiting ${who}`,
		`select ${offered[who].count} as waiting, ${certified} as certified`,
		[tx.tenantId, agentId, now],
	);
	return known(row, 'count');
}

async function findNextCallable(tx: Tx, who: Who, agentId: bigint, now: Temporal.Instant): Promise<Temporal.Instant | null> {
	const { may } = offered[who];
	const [row] = await tx.prepared<{ next_at: Temporal.Instant | null }>(
		`work next callable ${who}`,
		`select least((select min(w.callable_from) from ${theirs} where ${forThem} and w.callable_from > $3 and ${may}),
		              (select min(l.at) from ${theirs} cross join lateral (select max(x.written_at) + interval '1 hour' as at from ${leftBack}) l
		                where ${forThem} and ${inHours} and l.at < w.callable_until and ${may})) as next_at`,
		[tx.tenantId, agentId, now],
	);
	return row?.next_at ?? null;
}

/** The agent's exam and training as they are on file, where work of theirs that is or will yet be callable asks for a certificate they have not got (CN-H1); null where none does. */
export async function findWithheld(
	tx: Tx,
	agentId: bigint,
	now: Temporal.Instant,
): Promise<{ exam_passed_on: Temporal.PlainDate | null; trained_on: Temporal.PlainDate | null } | null> {
	const [row] = await tx.prepared<{ exam_passed_on: Temporal.PlainDate | null; trained_on: Temporal.PlainDate | null }>(
		'work withheld',
		`select l.exam_passed_on, l.trained_on from login l where l.tenant_id = $1 and l.id = $2 and not ${isCertifiedAnywhere('l', '$3::timestamptz')}
		    and exists (select from ${theirs} where ${forThem} and w.callable_until > $3 and ${lacksCertificate('l', 'w.debtor_id', '$3::timestamptz')} offset 0)`,
		[tx.tenantId, agentId, now],
	);
	return row ?? null;
}

/**
 * The open work reserved for agents who may not contact its debtor for want of a certificate (CN-H1) is the team's: nobody else would be offered it. The debtor stays
 * theirs, and so does the work that is made once they have a certificate again. How many items.
 */
export async function freeUncertified(tx: Tx, now: Temporal.Instant): Promise<number> {
	const freed = await tx.query(
		`update work_item w set agent_id = null from login l
		  where w.tenant_id = $1 and w.state in ('open', 'claimed') and l.tenant_id = $1 and l.id = w.agent_id and ${lacksCertificate('l', 'w.debtor_id', '$2::timestamptz')} returning 1`,
		[tx.tenantId, now],
	);
	return freed.length;
}

/** What is given back waits for the next while its hours last, unless what it was for has ended meanwhile (`cancelWork`): then it is cancelled with that reason. */
const waits = `closed_at is null and callable_until > $2`;
const givenBack = `update work_item set state = case when ${waits} then 'open' else 'cancelled' end, claimed_by = null, claimed_at = null,
	        closed_at = case when ${waits} then null else $2 end, close_reason = case when closed_at is null then $3 else close_reason end
	  where tenant_id = $1 and state = 'claimed'`;

/** Gives a claimed item back (open again) or ends it; false when it is not this agent's any more. Why it was left lies with the debtor (`written_words`), not here. */
export async function releaseItem(
	tx: Tx,
	item: { debtorId: bigint; id: bigint; agentId: bigint; now: Temporal.Instant },
): Promise<boolean> {
	const rows = await tx.prepared('work release', `${givenBack} and debtor_id = $4 and id = $5 and claimed_by = $6 returning id`, [
		tx.tenantId,
		item.now,
		'left',
		item.debtorId,
		item.id,
		item.agentId,
	]);
	return rows.length > 0;
}

/** Whether a call or visit that this login made to the debtor since it claimed the item waits for its outcome, whatever item it was said to be for. */
export async function findUnended(tx: Tx, debtorId: bigint, agentId: bigint, itemId: bigint): Promise<boolean> {
	const rows = await tx.prepared(
		'work open attempt',
		`select 1 from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and a.made_by = $3 and a.channel in ('voice', 'visit')
		    and (a.work_item_id = $4 or a.placed_at >= (select w.claimed_at from work_item w where w.tenant_id = $1 and w.debtor_id = $2 and w.id = $4 and w.claimed_by = $3))
		    and not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = $2 and o.attempt_id = a.id) limit 1`,
		[tx.tenantId, debtorId, agentId, itemId],
	);
	return rows.length > 0;
}

/** Whether the gate refused a call of this login to the debtor since it claimed the item. */
export async function wasRefused(tx: Tx, debtorId: bigint, agentId: bigint, itemId: bigint): Promise<boolean> {
	const rows = await tx.prepared(
		'work refused',
		`select 1 from work_item w join contact_permit p on p.tenant_id = $1 and p.debtor_id = $2 and p.asked_by = $3 and p.channel = 'voice' and not p.permitted and p.asked_at >= w.claimed_at
		  where w.tenant_id = $1 and w.debtor_id = $2 and w.id = $4 and w.claimed_by = $3 limit 1`,
		[tx.tenantId, debtorId, agentId, itemId],
	);
	return rows.length > 0;
}

/** The debtor's open calls wait until the gate allows one; those whose hours are over by then are closed (`from` null: all of them). A call back that was given back waits too, and is not closed: it was promised. */
export function postponeCalls(tx: Tx, debtorId: bigint, itemId: bigint, from: Temporal.Instant | null, now: Temporal.Instant): void {
	const over = '($3::timestamptz is null or callable_until <= $3)';
	tx.later(
		'work postpone',
		`update work_item set callable_from = case when ${over} then callable_from else greatest(callable_from, $3) end, state = case when ${over} then 'cancelled' else state end,
		        closed_at = case when ${over} then $4::timestamptz end, close_reason = case when ${over} then 'not allowed' else close_reason end
		  where tenant_id = $1 and debtor_id = $2 and state = 'open' and (kind = 'call' or id = $5 and not ${over})`,
		[tx.tenantId, debtorId, from, now, itemId],
	);
}

/** Items claimed by desks that were abandoned are given back. How many. */
export async function sweepLeases(tx: Tx, now: Temporal.Instant, olderThan: Temporal.Duration): Promise<number> {
	const rows = await tx.query(`${givenBack} and claimed_at < $4 returning id`, [
		tx.tenantId,
		now,
		'desk abandoned',
		now.subtract({ seconds: olderThan.total('seconds') }),
	]);
	return rows.length;
}

export type FloorRow = {
	id: bigint;
	name: string;
	team: string | null;
	debtor_id: bigint | null;
	name_masked: string | null;
	since: Temporal.Instant | null;
	attempts: bigint;
	answered: bigint;
	right_party: bigint;
	promises: bigint;
	promised: { currency: string; minor: number }[] | null;
	last_at: Temporal.Instant | null;
};

/** One row per agent with the counts of the agency's day since `from`. */
export function listFloor(tx: Tx, from: Temporal.Instant): Promise<FloorRow[]> {
	return tx.query(
		`select l.id, l.name, (select string_agg(t.name, '、' order by t.code) from team_member m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id
		                        where m.tenant_id = l.tenant_id and m.login_id = l.id) as team,
		        w.debtor_id, d.name_masked, w.claimed_at as since, coalesce(a.attempts, 0) as attempts, coalesce(a.answered, 0) as answered, coalesce(a.right_party, 0) as right_party,
		        coalesce(p.promises, 0) as promises, p.promised, a.last_at
		   from login l
		   left join work_item w on w.tenant_id = l.tenant_id and w.claimed_by = l.id and w.state = 'claimed'
		   left join debtor d on d.tenant_id = w.tenant_id and d.id = w.debtor_id
		   left join (select a.made_by, count(*) as attempts, count(*) filter (where o.answered) as answered, count(*) filter (where ${inPerson('o')}) as right_party, max(coalesce(o.ended_at, a.placed_at)) as last_at
		                from contact_attempt a left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		               where a.tenant_id = $1 and a.placed_at >= $2 and a.channel = 'voice' group by 1) a on a.made_by = l.id
		   left join (select made_by, sum(n)::bigint as promises, json_agg(json_build_object('currency', currency, 'minor', minor)) as promised
		                from (select made_by, currency, count(*) as n, sum(amount_minor)::bigint as minor from promise where tenant_id = $1 and made_at >= $2 and plan_id is null group by 1, 2) x group by 1) p on p.made_by = l.id
		  where l.tenant_id = $1 and l.role = 'agent' and l.closed_at is null order by l.name`,
		[tx.tenantId, from],
	);
}

type Needs = Record<'broken' | 'unmatched' | 'overpaid' | 'recall_soon' | 'unassigned' | 'stuck_messages' | 'unmade_messages', bigint>;

/** Counts of the floor that are not about one agent. */
export async function floorCounts(
	tx: Tx,
	from: Temporal.Instant,
	today: Temporal.PlainDate,
	now: Temporal.Instant,
): Promise<{
	teams: { id: bigint; name: string; open: bigint; callable: bigint; claimed: bigint; done: bigint }[];
	refusals: { rule: string; n: bigint }[];
	needs: Needs;
	hours: { hour: number; attempts: bigint; answered: bigint }[];
}> {
	const teams = await tx.query<{ id: bigint; name: string; open: bigint; callable: bigint; claimed: bigint; done: bigint }>(
		`select t.id, t.name, count(*) filter (where w.state = 'open') as open, count(*) filter (where w.state = 'open' and w.callable_from <= $3 and w.callable_until > $3) as callable,
		        count(*) filter (where w.state = 'claimed') as claimed, count(*) filter (where w.state = 'done') as done
		   from team t left join work_item w on w.tenant_id = t.tenant_id and w.team_id = t.id and w.business_date = $2
		  where t.tenant_id = $1 and t.closed_at is null group by t.id, t.name, t.code order by t.code`,
		[tx.tenantId, today, now],
	);
	const refusals = await tx.query<{ rule: string; n: bigint }>(
		`select r ->> 'rule' as rule, count(*) as n from contact_permit p cross join lateral jsonb_array_elements(p.reasons) r
		  where p.tenant_id = $1 and p.asked_at >= $2 and not p.permitted and r ->> 'verdict' = 'refuses' group by 1 order by 2 desc, 1`,
		[tx.tenantId, from],
	);
	const [needs] = await tx.query<Needs>(
		`select (select count(*) from promise where tenant_id = $1 and state = 'broken' and judged_on = $2) as broken,
		        (select count(*) from payment where tenant_id = $1 and state = 'unmatched') as unmatched,
		        (select count(*) from payment where tenant_id = $1 and state = 'overpaid') as overpaid,
		        (select count(*) from debt d join debt_state s on s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id
		          where d.tenant_id = $1 and s.status = 'open' and d.recall_due_on between $2 and $2::date + 7) as recall_soon,
		        (select count(distinct s.debtor_id) from debt_state s where s.tenant_id = $1 and s.status = 'open'
		            and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = s.debtor_id and ${workable})) as unassigned,
		        (select count(*) from message m where m.tenant_id = $1 and ${isUnanswered('$5')}) as stuck_messages,
		        (select count(*) from record_entry where tenant_id = $1 and at >= $3 and act = 'message.send' and starts_with(answer ->> 'withdrawn', $4)) as unmade_messages`,
		[tx.tenantId, today, from, unmade, now],
	);
	const hours = await tx.query<{ hour: number; attempts: bigint; answered: bigint }>(
		`select extract(hour from a.placed_at at time zone t.zone)::int as hour, count(*) as attempts, count(*) filter (where o.answered) as answered
		   from contact_attempt a join tenant t on t.tenant_id = a.tenant_id
		   left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		  where a.tenant_id = $1 and a.placed_at >= $2 and a.channel = 'voice' group by 1 order by 1`,
		[tx.tenantId, from],
	);
	return {
		teams,
		refusals,
		needs: needs ?? { broken: 0n, unmatched: 0n, overpaid: 0n, recall_soon: 0n, unassigned: 0n, stuck_messages: 0n, unmade_messages: 0n },
		hours,
	};
}
