import type { Tx } from '../host/db.ts';
import type { Ask, Facts } from '../contact/rules.ts';
import type { Sentence } from '../core/refusal.ts';

/** Reads over the gate's stored decisions. */
export type StoredReason = {
	readonly rule: string;
	readonly verdict: string;
	readonly sentence: Sentence;
	readonly citation: Sentence;
	readonly lifts_at: string | null;
};

export type DecisionRow = {
	id: bigint;
	debtor_id: bigint;
	debtor_name: string;
	asked_at: Temporal.Instant;
	asked_by: bigint;
	asked_by_name: string;
	asked_by_role: string;
	channel: string;
	purpose: string;
	party: string;
	number_masked: string | null;
	permitted: boolean;
	refused_by: string[];
	allowed_from: Temporal.Instant | null;
	expires_at: Temporal.Instant | null;
	attempted_at: Temporal.Instant | null;
};

export type DecisionFilter = {
	readonly debtorId?: bigint | undefined;
	readonly actorId?: bigint | undefined;
	readonly rule?: string | undefined;
	readonly permitted?: boolean | undefined;
	readonly channel?: string | undefined;
	/** Instants [from, until). */
	readonly fromAt?: Temporal.Instant | undefined;
	readonly untilAt?: Temporal.Instant | undefined;
	/** The last line of the page before: moment in microseconds, debtor, permit. */
	readonly after?: readonly [bigint, bigint, bigint] | undefined;
	readonly limit: number;
};

const parts = `p.id, p.debtor_id, d.name_masked as debtor_name, p.asked_at, p.asked_by, l.name as asked_by_name, l.role as asked_by_role, p.channel, p.purpose,
	coalesce(p.facts -> 'facts' ->> 'party', y.role, 'debtor') as party, c.value_masked as number_masked, p.permitted,
	array(select distinct r ->> 'rule' from jsonb_array_elements(p.reasons) r where r ->> 'verdict' = 'refuses' order by 1) as refused_by,
	p.allowed_from, p.expires_at, a.placed_at as attempted_at`;
const joined = `
	join debtor d on d.tenant_id = p.tenant_id and d.id = p.debtor_id
	join login l on l.tenant_id = p.tenant_id and l.id = p.asked_by
	left join contact_point c on c.tenant_id = p.tenant_id and c.debtor_id = p.debtor_id and c.id = p.contact_point_id
	left join party y on y.tenant_id = p.tenant_id and y.debtor_id = p.debtor_id and y.id = p.party_id
	left join contact_attempt a on a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id`;

/** Decisions, newest first. The page is cut before anything is joined, so that a search of a million decisions reads an index and one page. */
export function findDecisions(tx: Tx, filter: DecisionFilter): Promise<DecisionRow[]> {
	const [afterAt, afterDebtor, afterId] = filter.after ?? [null, null, null];
	return tx.query<DecisionRow>(
		`with p as materialized (
		   select * from contact_permit p
		    where tenant_id = $1 and ($2::bigint is null or debtor_id = $2) and ($3::bigint is null or asked_by = $3)
		      and ($4::text is null or exists (select from jsonb_array_elements(p.reasons) r where r ->> 'rule' = $4))
		      and ($5::boolean is null or permitted = $5) and ($6::text is null or channel = $6)
		      and ($7::timestamptz is null or asked_at >= $7) and ($8::timestamptz is null or asked_at < $8)
		      and ($9::bigint is null or (asked_at, debtor_id, id) < (timestamptz 'epoch' + $9::bigint * interval '1 microsecond', $10::bigint, $11::bigint))
		    order by asked_at desc, debtor_id desc, id desc limit $12)
		 select ${parts} from p ${joined} order by p.asked_at desc, p.debtor_id desc, p.id desc`,
		[
			tx.tenantId,
			filter.debtorId ?? null,
			filter.actorId ?? null,
			filter.rule ?? null,
			filter.permitted ?? null,
			filter.channel ?? null,
			filter.fromAt ?? null,
			filter.untilAt ?? null,
			afterAt,
			afterDebtor,
			afterId,
			filter.limit,
		],
	);
}

export type WholeDecisionRow = DecisionRow & {
	debt_ids: bigint[];
	obligations: string[];
	reasons: StoredReason[];
	facts: { ask?: Ask; facts?: Facts };
	law_version: string;
	line: string | null;
	said: string | null;
	recorded_at: Temporal.Instant | null;
	/** What whoever looked at a number said it was for, sealed; null where nothing was said. */
	looked_for: Buffer | null;
};

/** One decision with the facts it was made from; null when there is none. */
export async function findDecision(tx: Tx, debtorId: bigint, permitId: bigint): Promise<WholeDecisionRow | null> {
	const [row] = await tx.query<WholeDecisionRow>(
		`select ${parts}, p.debt_ids, p.obligations, p.reasons, p.facts, p.law_version, o.line, o.said, o.recorded_at, w.words_sealed as looked_for
		   from contact_permit p ${joined}
		   left join contact_outcome o on o.tenant_id = p.tenant_id and o.debtor_id = p.debtor_id and o.attempt_id = a.id
		   left join written_words w on w.tenant_id = p.tenant_id and w.debtor_id = p.debtor_id and w.act = 'contact.unmask' and w.about = p.id
		  where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3`,
		[tx.tenantId, debtorId, permitId],
	);
	return row ?? null;
}

export type Span = { readonly fromAt: Temporal.Instant; readonly untilAt: Temporal.Instant; readonly zone: string };

export function refusalCounts(
	tx: Tx,
	{ fromAt, untilAt }: Span,
): Promise<{ rule: string; count: number; debtors: number; agents: number }[]> {
	return tx.query(
		`select r ->> 'rule' as rule, count(distinct (p.debtor_id, p.id))::int as count, count(distinct p.debtor_id)::int as debtors, count(distinct p.asked_by)::int as agents
		   from contact_permit p cross join lateral jsonb_array_elements(p.reasons) r
		  where p.tenant_id = $1 and not p.permitted and p.asked_at >= $2 and p.asked_at < $3 and r ->> 'verdict' = 'refuses'
		  group by 1 order by 2 desc, 1`,
		[tx.tenantId, fromAt, untilAt],
	);
}

/** Decisions of each day of the agency, and of each person who asked. */
export function verdictCounts(
	tx: Tx,
	{ fromAt, untilAt, zone }: Span,
): Promise<{ on: Temporal.PlainDate; login_id: bigint; name: string; permitted: number; refused: number }[]> {
	return tx.query(
		`select (p.asked_at at time zone $4)::date as "on", p.asked_by as login_id, l.name, count(*) filter (where p.permitted)::int as permitted,
		        count(*) filter (where not p.permitted)::int as refused
		   from contact_permit p join login l on l.tenant_id = p.tenant_id and l.id = p.asked_by
		  where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 group by 1, 2, 3 order by 1, 3`,
		[tx.tenantId, fromAt, untilAt, zone],
	);
}

export type Remade = {
	id: bigint;
	debtor_id: bigint;
	asked_at: Temporal.Instant;
	permitted: boolean;
	attempted: boolean;
	facts: { ask?: Ask; facts?: Facts };
};

/** A page of decisions with their facts, newest first, to be made again. */
export function pageOfFacts(
	tx: Tx,
	{ fromAt, untilAt }: Span,
	page: { before: { at: Temporal.Instant; debtorId: bigint; id: bigint } | null; size: number },
): Promise<Remade[]> {
	return tx.query(
		`select p.id, p.debtor_id, p.asked_at, p.permitted, p.facts,
		        exists (select from contact_attempt a where a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id) as attempted
		   from contact_permit p
		  where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and ($4::timestamptz is null or (p.asked_at, p.debtor_id, p.id) < ($4, $5::bigint, $6::bigint))
		  order by p.asked_at desc, p.debtor_id desc, p.id desc limit $7`,
		[tx.tenantId, fromAt, untilAt, page.before?.at ?? null, page.before?.debtorId ?? null, page.before?.id ?? null, page.size],
	);
}

export type Busy = { debtor_id: bigint; point_id: bigint; debtor_name: string; number_masked: string };

/** Numbers contacted since an instant, the busiest first. */
export function busiestPoints(tx: Tx, since: Temporal.Instant, most: number): Promise<Busy[]> {
	return tx.query(
		`select a.debtor_id, a.contact_point_id as point_id, d.name_masked as debtor_name, c.value_masked as number_masked
		   from (select tenant_id, debtor_id, contact_point_id, count(*) as contacts from contact_attempt
		          where tenant_id = $1 and placed_at > $2 and contact_point_id is not null group by 1, 2, 3 order by 4 desc, 2, 3 limit $3) a
		   join debtor d on d.tenant_id = a.tenant_id and d.id = a.debtor_id
		   join contact_point c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		  order by a.contacts desc, 1, 2`,
		[tx.tenantId, since, most],
	);
}

export function certificates(
	tx: Tx,
): Promise<{ login_id: bigint; name: string; exam_passed_on: Temporal.PlainDate | null; trained_on: Temporal.PlainDate | null }[]> {
	return tx.query(
		`select id as login_id, name, exam_passed_on, trained_on from login where tenant_id = $1 and role in ('agent', 'team_lead') and closed_at is null order by trained_on nulls first, name`,
		[tx.tenantId],
	);
}

export function endingHolds(
	tx: Tx,
	between: { now: Temporal.Instant; until: Temporal.Instant },
): Promise<{ debtor_id: bigint; debtor_name: string; hold_id: bigint; kind: string; until_at: Temporal.Instant }[]> {
	return tx.query(
		`select h.debtor_id, d.name_masked as debtor_name, h.id as hold_id, h.kind, h.until_at from hold h join debtor d on d.tenant_id = h.tenant_id and d.id = h.debtor_id
		  where h.tenant_id = $1 and h.lifted_at is null and h.until_at >= $2 and h.until_at < $3 order by h.until_at, h.id limit 500`,
		[tx.tenantId, between.now, between.until],
	);
}
