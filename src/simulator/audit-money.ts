import { type Invariant, owedBefore, owedSide, touched } from './audit-parts.ts';

/** Which kinds move a balance up, which down: held by hand, beside the accounts the ledger itself sums. */
const byKind = `case l.kind when 'placed' then l.amount_minor when 'accrued' then l.amount_minor when 'paid' then -l.amount_minor
	when 'reduced' then -l.amount_minor when 'recalled' then -l.amount_minor else 0 end`;

const componentOf = (component: string) =>
	`case ${component} when 'costs' then b.costs_minor when 'interest' then b.interest_minor when 'penalty' then b.penalty_minor else b.principal_minor end`;

const paymentsTouched = `select * from payment p where p.tenant_id = $1 and (p.recorded_at >= $2 and p.recorded_at < $3 or p.resolved_at >= $2 and p.resolved_at < $3)`;

export const moneyInvariants: readonly Invariant[] = [
	{
		name: 'the books balance',
		text: `with t as (${touched}),
		sums as (
			select l.debtor_id, l.debt_id, coalesce(sum(${owedSide}) filter (where l.component = 'costs'), 0) as costs, coalesce(sum(${owedSide}) filter (where l.component = 'interest'), 0) as interest,
			       coalesce(sum(${owedSide}) filter (where l.component = 'penalty'), 0) as penalty, coalesce(sum(${owedSide}) filter (where l.component = 'principal'), 0) as principal,
			       sum(l.amount_minor * ((l.debit_account = 'received')::int - (l.credit_account = 'received')::int)) as received,
			       sum(l.amount_minor * ((l.credit_account = 'refund_due')::int - (l.debit_account = 'refund_due')::int)) as refund
			  from ledger_transfer l join t using (debtor_id, debt_id) where l.tenant_id = $1 group by 1, 2)
		select s.debtor_id, 'debt ' || s.debt_id || ': its balance is ' || coalesce(concat_ws('/', b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor), 'missing')
			|| ', its transfers come to ' || concat_ws('/', s.costs, s.interest, s.penalty, s.principal, s.received, s.refund) as sentence
		  from sums s left join debt_balance b on b.tenant_id = $1 and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		 where (b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor) is distinct from (s.costs, s.interest, s.penalty, s.principal, s.received, s.refund)`,
	},
	{
		name: 'owed = placed + accrued - applied - reduced, per component',
		text: `with t as (${touched}),
		undone as (select l.debtor_id, l.reverses_entry_id as entry_id, l.component from ledger_transfer l join t using (debtor_id, debt_id) where l.tenant_id = $1 and l.reverses_entry_id is not null),
		parts as (
			select l.debtor_id, l.debt_id, l.component, sum(case when u.entry_id is null then ${byKind} else 0 end) as minor
			  from ledger_transfer l join t using (debtor_id, debt_id)
			  left join undone u on u.debtor_id = l.debtor_id and u.entry_id = l.entry_id and u.component = l.component
			 where l.tenant_id = $1 and l.component <> 'surplus' and l.kind <> 'reversed' group by 1, 2, 3)
		select p.debtor_id, 'debt ' || p.debt_id || ' ' || p.component || ': the kinds come to ' || p.minor || ', the balance says ' || ${componentOf('p.component')} as sentence
		  from parts p join debt_balance b on b.tenant_id = $1 and b.debtor_id = p.debtor_id and b.debt_id = p.debt_id
		 where p.minor < 0 or p.minor <> ${componentOf('p.component')}`,
	},
	{
		name: 'a debt is settled when nothing is owed, and only then',
		text: `select s.debtor_id, 'debt ' || s.debt_id || ' is ' || s.status || ' and owes ' || coalesce(b.owed, 0) as sentence
		  from (${touched}) t join debt_state s on s.tenant_id = $1 and s.debtor_id = t.debtor_id and s.debt_id = t.debt_id
		  left join lateral (select sum(${owedSide}) as owed from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = s.debtor_id and l.debt_id = s.debt_id) b on true
		 where case s.status when 'open' then coalesce(b.owed, 0) <= 0 when 'closed' then false else coalesce(b.owed, 0) <> 0 end`,
	},
	{
		name: 'every payment is applied, waits or was given back, to the last unit',
		text: `with p as (${paymentsTouched})
		select p.debtor_id, 'payment ' || p.id || ' of ' || p.amount_minor || ' (' || p.state || ', ' || concat_ws('/', p.applied_minor, p.surplus_minor, p.returned_minor) || '): the ledger has ' || l.paid || ' applied, '
			|| l.surplus || ' too much and ' || l.refunded || ' of that gone on' as sentence
		  from p cross join lateral (
			select coalesce(sum(l.amount_minor) filter (where l.kind = 'paid'), 0) as paid, coalesce(sum(l.amount_minor) filter (where l.kind = 'surplus'), 0) as surplus,
			       coalesce(sum(l.amount_minor) filter (where l.kind = 'refunded'), 0) as refunded
			  from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.payment_id = p.id and l.kind <> 'reversed'
			   and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id and r.component = l.component)) l
		 where case when p.state = 'reversed' or p.debt_id is null then (l.paid, l.surplus, l.refunded) <> (0, 0, 0)
		            else (l.paid, l.surplus - l.refunded, l.paid + l.surplus - (l.refunded - p.returned_minor)) <> (p.applied_minor, p.surplus_minor, p.amount_minor) end
		union all
		select p.debtor_id, 'payment ' || p.id || ' is ' || p.state || ' with ' || concat_ws('/', p.applied_minor, p.surplus_minor, p.returned_minor) || ' of ' || p.amount_minor
		  from p where p.applied_minor + p.surplus_minor + p.returned_minor <> case when p.state in ('unmatched', 'reversed') then 0 else p.amount_minor end
		            or p.state = 'applied' and p.surplus_minor > 0 or p.state = 'overpaid' and p.surplus_minor = 0
		union all
		select min(p.debtor_id), count(*) || ' payments under the number ' || p.external_reference from payment p where p.tenant_id = $1 and p.external_reference in (select external_reference from p)
		 group by p.client_id, p.external_reference having count(*) > 1`,
	},
	{
		name: 'a payment goes to the debt it names',
		text: `with p as (${paymentsTouched})
		select d.debtor_id, 'payment ' || p.id || ' names ' || p.debt_reference || ', which is debt ' || d.id || ', and is ' || p.state || coalesce(' on debt ' || p.debt_id, ' (' || p.reason || ')') as sentence
		  from p join debt d on d.tenant_id = $1 and d.client_id = p.client_id and d.reference = p.debt_reference and d.currency = p.currency and d.created_at < p.recorded_at and not d.ended
		 where p.resolution is null and p.debt_id is distinct from d.id
		union all
		select p.debtor_id, 'payment ' || p.id || ' in ' || p.currency || ' of client ' || p.client_id || ' stands on debt ' || d.id || ' in ' || d.currency || ' of client ' || d.client_id
		  from p join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id where d.currency <> p.currency or d.client_id <> p.client_id`,
	},
	{
		name: 'a payment is applied in the order of the law',
		// A card of 91 days and more: principal first (信用卡办法 57). Any other debt: costs, interest and penalty, principal (民法典 561), or as its client agreed.
		text: `with entry as (
			select l.debtor_id, l.debt_id, l.entry_id, l.payment_id, min(l.happened_at) as happened_at, jsonb_object_agg(l.component, l.amount_minor) as applied
			  from ledger_transfer l where l.tenant_id = $1 and l.kind = 'paid' and l.recorded_at >= $2 and l.recorded_at < $3 group by 1, 2, 3, 4),
		ordered as (
			select e.*, case when d.product = 'credit_card' and (e.happened_at at time zone $4)::date - d.overdue_since >= 91 then array['principal', 'costs', 'interest', 'penalty']
			                 when d.product = 'credit_card' and (e.happened_at at time zone $4)::date - d.overdue_since >= 1 then array['costs', 'interest', 'penalty', 'principal']
			                 else coalesce((select array(select jsonb_array_elements_text(c.mandate -> 'applicationOrder')) from client c where c.tenant_id = $1 and c.id = d.client_id
			                                  and jsonb_typeof(c.mandate -> 'applicationOrder') = 'array' and jsonb_array_length(c.mandate -> 'applicationOrder') = 4), array['costs', 'interest', 'penalty', 'principal']) end as parts
			  from entry e join debt d on d.tenant_id = $1 and d.debtor_id = e.debtor_id and d.id = e.debt_id),
		spread as (
			select o.debtor_id, o.debt_id, o.payment_id, u.place, u.part, coalesce((o.applied ->> u.part)::bigint, 0) as applied,
			       (select coalesce(sum(${owedSide}), 0) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = o.debtor_id and l.debt_id = o.debt_id and l.component = u.part and l.entry_id < o.entry_id) as before
			  from ordered o cross join lateral unnest(o.parts) with ordinality u (part, place))
		select s.debtor_id, 'payment ' || s.payment_id || ' on debt ' || s.debt_id || ' put ' || n.applied || ' on ' || n.part || ' and ' || s.applied || ' on ' || s.part || ', of which ' || s.before || ' was owed' as sentence
		  from spread s join spread n on n.payment_id = s.payment_id and n.debt_id = s.debt_id and n.place > s.place where n.applied > 0 and s.applied <> s.before`,
	},
	{
		name: 'nobody is asked for more than is owed',
		text: `select p.debtor_id, 'permit ' || p.id || ' names ' || (p.facts -> 'ask' ->> 'amount_minor') || ', owed was ' || o.minor as sentence
		  from contact_permit p cross join lateral (
			select coalesce(sum(${owedSide}), 0) as minor from ledger_transfer l
			 where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = any (p.debt_ids) and l.recorded_at <= p.asked_at
			   and (p.facts -> 'ask' ->> 'currency' is null or l.currency = p.facts -> 'ask' ->> 'currency')) o
		 where p.tenant_id = $1 and p.permitted and p.asked_at >= $2 and p.asked_at < $3 and (p.facts -> 'ask' ->> 'amount_minor')::bigint > o.minor
		union all
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' on debt ' || p.debt_id || ', on which less was owed' from promise p
		 where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3 and p.amount_minor > ${owedBefore('p.debtor_id', 'array[p.debt_id]', `p.made_at + interval '1 microsecond'`)}
		union all
		select p.debtor_id, 'plan ' || p.id || ' of ' || p.total_minor || ' on debt ' || p.debt_id || ', on which less was owed' from plan p
		 where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3 and p.total_minor > ${owedBefore('p.debtor_id', 'array[p.debt_id]', `p.made_at + interval '1 microsecond'`)}`,
	},
];
