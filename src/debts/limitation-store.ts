import type { Tx } from '../host/db.ts';
import { jurisdictionFrom } from '../law/books.ts';
import { type DebtLimitation, type LimitationFact, limitationOfDebt, limitationRulesOf } from './limitation.ts';

type Row = {
	debt_id: bigint;
	jurisdiction: string;
	product: string;
	overdue_since: Temporal.PlainDate;
	facts:
		| {
				kind: LimitationFact['kind'];
				source: LimitationFact['source'];
				on: string;
				ended_on: string | null;
				reached: boolean;
				reserved: boolean;
		  }[]
		| null;
};

const given = (row: string) => `(${row}.state <> 'withdrawn' or ${row}.withdrawn_for in ('recalled', 'settled'))`;

/** What a guarantor promised is their own word: the debtor agreed to nothing by it (民法典 195). */
const byGuarantor = (attempt: string, of: string) => `exists (
	         select from contact_attempt a, lateral debts_answered_as(a.tenant_id, a.debtor_id, a.party_id) k
	          where a.tenant_id = ${of}.tenant_id and a.debtor_id = ${of}.debtor_id and a.id = ${attempt} and k.debt_id = ${of}.debt_id and k.role = 'guarantor')`;

/**
 * What bears on limitation, by debt: undone payments and withdrawn promises are none; a promise withdrawn because nothing was left to ask for was still given. A call the debtor took, or a message that arrived, in order to collect is a demand that
 * reached them; a message that left for a contact of the card's own file is one to a reserved contact, arrived or not (法释〔2021〕10号 art. 3): not one the carrier never got, nor
 * one of which nobody knows yet. Dates are the agency's.
 */
const reserved = `a.channel in ('sms', 'email', 'letter') and c.source like 'placement %' and not exists (
	         select from message m where m.tenant_id = a.tenant_id and m.debtor_id = a.debtor_id and m.attempt_id = a.id and (m.state = 'sending' or m.state = 'failed' and m.reason is not null))`;

/** A due day of the last instalment, or counsel's last day to sue, that was told anew since: what was told last stands, be it nearer or further. Of an event `e`. */
const superseded = `e.kind in ('last_due', 'last_day_to_sue') and exists (
	         select from limitation_event l where l.tenant_id = e.tenant_id and l.debtor_id = e.debtor_id and l.debt_id = e.debt_id and l.kind = e.kind and l.withdrawn_at is null
	            and (l.recorded_at, l.id) > (e.recorded_at, e.id))`;

const factsOfDebt = `
	select 'agreement' as kind, 'payment' as source, (t.happened_at at time zone n.zone)::date as happened_on, null::date as ended_on, true as reached, false as reserved
	  from ledger_transfer t
	 where t.tenant_id = d.tenant_id and t.debtor_id = d.debtor_id and t.debt_id = d.id and t.kind = 'paid'
	   and not exists (select from ledger_transfer r where r.tenant_id = t.tenant_id and r.debtor_id = t.debtor_id and r.reverses_entry_id = t.entry_id)
	union
	select 'agreement', 'promise', (p.made_at at time zone n.zone)::date, null, true, false
	  from promise p where p.tenant_id = d.tenant_id and p.debtor_id = d.debtor_id and p.debt_id = d.id and p.plan_id is null and ${given('p')}
	   and not ${byGuarantor('p.attempt_id', 'p')}
	union
	select 'agreement', 'plan', (p.made_at at time zone n.zone)::date, null, true, false
	  from plan p where p.tenant_id = d.tenant_id and p.debtor_id = d.debtor_id and p.debt_id = d.id and ${given('p')}
	   and not ${byGuarantor(`any (array(select i.attempt_id from promise i where i.tenant_id = p.tenant_id and i.debtor_id = p.debtor_id and i.plan_id = p.id))`, 'p')}
	union
	select 'demand', case when a.channel = 'voice' then 'talk' else 'message' end, (a.placed_at at time zone n.zone)::date, null,
	       o.line in ('right_party', 'delivered'), ${reserved}
	  from contact_attempt a
	  join contact_permit q on q.tenant_id = a.tenant_id and q.debtor_id = a.debtor_id and q.id = a.permit_id and q.purpose = 'collect'
	  left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
	  left join contact_point c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
	 where a.tenant_id = d.tenant_id and a.debtor_id = d.debtor_id and d.id = any (a.debt_ids) and a.party_id is null
	   and (o.line in ('right_party', 'delivered') or (${reserved}))
	union
	-- A suit and the judgment it came to (with the last day of performance it names), and each application to enforce that.
	select c.kind, 'court', c.happened_on, c.ended_on, true, false
	  from suit s cross join lateral (values ('suit', s.filed_on, s.ended_on), ('judgment', case when s.ending = 'judged' then s.ended_on end, s.perform_by)) c (kind, happened_on, ended_on)
	 where s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.withdrawn_at is null and c.happened_on is not null
	union
	select 'enforcement', 'court', x.applied_on, x.withdrawn_on, true, false
	  from suit s join suit_enforcement x on x.tenant_id = s.tenant_id and x.debtor_id = s.debtor_id and x.suit_id = s.id
	 where s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.withdrawn_at is null
	union
	select e.kind, 'told', e.happened_on, e.ended_on, true, false
	  from limitation_event e where e.tenant_id = d.tenant_id and e.debtor_id = d.debtor_id and e.debt_id = d.id and e.withdrawn_at is null and not (${superseded})`;

/** The limitation of debts, by debt. One statement however many. */
export async function loadLimitations(
	tx: Tx,
	debts: readonly { readonly debtorId: bigint; readonly debtId: bigint }[],
): Promise<Map<bigint, DebtLimitation & { readonly facts: readonly LimitationFact[] }>> {
	if (debts.length === 0) return new Map();
	const rows = await tx.prepared<Row>(
		'limitation of debts',
		`select d.id as debt_id, b.jurisdiction, d.product, d.overdue_since,
		        (select json_agg(json_build_object('kind', f.kind, 'source', f.source, 'on', f.happened_on, 'ended_on', f.ended_on, 'reached', coalesce(f.reached, false),
		                'reserved', coalesce(f.reserved, false)) order by f.happened_on, f.kind, f.source) from (${factsOfDebt}) f) as facts
		   from unnest($2::bigint[], $3::bigint[]) asked (debtor_id, debt_id)
		   join debt d on d.tenant_id = $1 and d.debtor_id = asked.debtor_id and d.id = asked.debt_id
		   join debtor b on b.tenant_id = $1 and b.id = d.debtor_id
		   join tenant n on n.tenant_id = $1`,
		[tx.tenantId, debts.map((debt) => debt.debtorId), debts.map((debt) => debt.debtId)],
	);
	return new Map(
		rows.map((row) => {
			const facts = (row.facts ?? []).map(({ ended_on: endedOn, ...fact }): LimitationFact => ({ ...fact, endedOn }));
			const rules = limitationRulesOf(row.jurisdiction.split(/[\s,]+/).map(jurisdictionFrom));
			const found = limitationOfDebt(rules, { dueOn: row.overdue_since.toString(), product: row.product }, facts);
			return [row.debt_id, { ...found, facts }] as const;
		}),
	);
}

export type ToldRow = {
	id: bigint;
	debt_id: bigint;
	kind: LimitationFact['kind'];
	happened_on: Temporal.PlainDate;
	ended_on: Temporal.PlainDate | null;
	evidence: string;
	recorded_by_name: string;
	recorded_at: Temporal.Instant;
	withdrawn_at: Temporal.Instant | null;
};

/** What was told about a debtor's debts, newest first. */
export function listTold(tx: Tx, debtorId: bigint): Promise<ToldRow[]> {
	return tx.query(
		`select e.*, l.name as recorded_by_name from limitation_event e join login l on l.tenant_id = e.tenant_id and l.id = e.recorded_by
		  where e.tenant_id = $1 and e.debtor_id = $2 order by e.id desc`,
		[tx.tenantId, debtorId],
	);
}

const judgments = `
	select from suit s where s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.ending = 'judged' and s.withdrawn_at is null`;

type NearEnd = {
	readonly debtor_id: bigint;
	readonly debt_id: bigint;
	readonly reference: string;
	readonly debtor_name: string;
	readonly owed_minor: bigint;
	readonly currency: string;
};

/**
 * Open debts with a judgment of so long ago that the time to enforce it may be near its end (in China, where it is known), to be looked at exactly: those nobody applies to enforce. Judgments are few, so
 * what began it anew since is not looked at here. Of more than `most` the youngest judgments: the oldest ended long ago.
 */
export function judgedNearEnd(tx: Tx, of: { readonly today: Temporal.PlainDate; readonly most: number }): Promise<NearEnd[]> {
	return tx.query(
		`select d.debtor_id, d.id as debt_id, d.reference, b.name_masked as debtor_name, coalesce(w.owed_minor, 0) as owed_minor, d.currency
		   from debt d join debt_state t on t.tenant_id = d.tenant_id and t.debtor_id = d.debtor_id and t.debt_id = d.id and t.status = 'open'
		   join debtor b on b.tenant_id = d.tenant_id and b.id = d.debtor_id
		   left join debt_balance w on w.tenant_id = d.tenant_id and w.debtor_id = d.debtor_id and w.debt_id = d.id
		  where d.tenant_id = $1 and not d.ended and b.jurisdiction like '%CN%'
		    and exists (${judgments} and s.ended_on <= ($2::date + $3::int - interval '2 years')::date
		                  and not exists (select from suit_enforcement x where x.tenant_id = s.tenant_id and x.debtor_id = s.debtor_id and x.suit_id = s.id and x.withdrawn_on is null))
		  order by (select max(coalesce(s.perform_by, s.ended_on)) from suit s where s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.ending = 'judged') desc, d.id
		  limit $4`,
		[tx.tenantId, of.today, nearEnd.ahead, of.most],
	);
}

/** Days ahead of, and after, an end that is worth a look. */
export const nearEnd = { ahead: 90, after: 30 } as const;

/**
 * Open debts whose limitation may end soon or ended lately, to be looked at exactly: the last thing that can begin it (the due date, or what restarts it) lies just so many
 * years back, something that stood in the way is just gone, or counsel's day is near. A demand of the last days may have come after the end and begin nothing. Only debts three years past due are read (by index): younger ones cannot end.
 */
export function debtsNearEnd(tx: Tx, of: { readonly today: Temporal.PlainDate; readonly most: number }): Promise<NearEnd[]> {
	return tx.query(
		`select d.debtor_id, d.id as debt_id, d.reference, b.name_masked as debtor_name, coalesce(w.owed_minor, 0) as owed_minor, d.currency
		   from debt d join debt_state s on s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open'
		   join debtor b on b.tenant_id = d.tenant_id and b.id = d.debtor_id join tenant n on n.tenant_id = d.tenant_id
		   left join debt_balance w on w.tenant_id = d.tenant_id and w.debtor_id = d.debtor_id and w.debt_id = d.id
		   cross join lateral (select case when b.jurisdiction like '%CN%' then 3 when b.jurisdiction ~ '(UK|GB)-(EAW|ENG|WLS)' then 6 else 5 end as years) y
		   cross join lateral (select ($2::date - $3::int - make_interval(years => y.years))::date as low, ($2::date + $4::int - make_interval(years => y.years))::date as high) span
		  where d.tenant_id = $1 and not d.ended and d.overdue_since <= ($2::date + $4::int - interval '3 years')::date and d.overdue_since <= span.high and not exists (${judgments})
		    and (d.overdue_since >= span.low or exists (
		          select from (${factsOfDebt}) f
		           where case when f.kind = 'bar' then f.ended_on + interval '6 months' >= $2::date - $3::int
		                      when f.kind = 'last_day_to_sue' then f.happened_on between $2::date - $3::int and $2::date + $4::int
		                      else coalesce(f.ended_on, f.happened_on) between span.low and span.high end))
		    and not exists (select from (${factsOfDebt}) f
		                     where f.reached and f.happened_on > span.high
		                       and (f.kind = 'agreement' or (f.kind = 'demand' and y.years = 3 and f.happened_on <= $2::date - $3::int)) and (y.years = 3 or f.source in ('payment', 'told')))
		  order by d.overdue_since desc, d.id limit $5`,
		[tx.tenantId, of.today, nearEnd.after, nearEnd.ahead, of.most],
	);
}
