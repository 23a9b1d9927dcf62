import { handed } from './contact.ts';
import { answersAs, type Invariant, owedBefore, owedSide, stoodAt, thereAt, touched } from './parts.ts';

/** Which kinds move a balance up, which down: held by hand, beside the accounts the ledger itself sums. */
const byKind = `case l.kind when 'placed' then l.amount_minor when 'accrued' then l.amount_minor when 'paid' then -l.amount_minor
	when 'reduced' then -l.amount_minor when 'recalled' then -l.amount_minor else 0 end`;

const componentOf = (component: string) =>
	`case ${component} when 'costs' then b.costs_minor when 'interest' then b.interest_minor when 'penalty' then b.penalty_minor else b.principal_minor end`;

const paymentsTouched = `select * from payment p where p.tenant_id = $1 and (p.recorded_at >= $2 and p.recorded_at < $3 or p.resolved_at >= $2 and p.resolved_at < $3)`;

/** An entry `l` of a payment as it was first booked, not as its surplus was moved on afterwards, be it in the same moment. */
const asBooked = (l: string) =>
	`not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = ${l}.debtor_id and r.payment_id = ${l}.payment_id and r.kind = 'refunded' and r.entry_id < ${l}.entry_id)`;

/**
 * Payments that were set against several debts in one act, or spread by hand: every debt that might have had a share, with what was owed on it just before and what it got. Whatever number named
 * them is their common one; by hand it is all the payer owes the client, first those the payer named.
 */
const shares = `with p as (${paymentsTouched}),
	first as (
		select p.id, p.debtor_id, p.client_id, p.currency, p.paid_at, p.debt_id, p.resolution, l.recorded_at as at, min(l.entry_id) as entry_id, array_agg(distinct l.debt_id) as debts from p
		  join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.payment_id = p.id and l.kind in ('paid', 'surplus')
		   and l.recorded_at = (select min(f.recorded_at) from ledger_transfer f where f.tenant_id = $1 and f.debtor_id = p.debtor_id and f.payment_id = p.id)
		   and ${asBooked('l')}
		 group by 1, 2, 3, 4, 5, 6, 7, 8 having count(distinct l.debt_id) > 1 or p.resolution = 'spread'),
	said as (
		select f.id, array(select jsonb_array_elements_text(e.input -> 'debt_ids')::bigint) as named from first f join record_entry e on e.tenant_id = $1 and e.act = 'payment.resolve' and e.outcome = 'done' and e.at = f.at
		   and coalesce(e.input ->> 'payment_id', e.input ->> 'payment') = f.id::text and jsonb_typeof(e.input -> 'debt_ids') = 'array'),
	open as (
		select f.id, f.debtor_id, d.id as debt_id, o.owed, coalesce(g.got, 0) as got, coalesce(g.over, 0) as over, there.jurisdiction ~ '\\mUS' and exists (
		         select from hold h where h.tenant_id = $1 and h.debtor_id = f.debtor_id and h.kind = 'dispute' and (h.debt_id is null or h.debt_id = d.id) and ${stoodAt('h', 'f.at')}) as barred,
		       (coalesce(array_position(s.named, d.id), 1000), d.overdue_since > (f.paid_at at time zone $4)::date, d.product in ('mortgage', 'car_loan')
		         or exists (select from party y where y.tenant_id = $1 and y.debtor_id = f.debtor_id and y.role <> 'third_party' and ${answersAs('d.id', 'f.at')} = 'guarantor'), d.overdue_since) as rank
		  from first f left join said s using (id) join debt d on d.tenant_id = $1 and d.debtor_id = f.debtor_id and d.client_id = f.client_id and d.currency = f.currency and d.created_at < f.at
		  cross join lateral (select coalesce(sum(${owedSide}), 0) as owed from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = f.debtor_id and l.debt_id = d.id and l.entry_id < f.entry_id) o
		  left join lateral (select sum(l.amount_minor) filter (where l.kind = 'paid') as got, sum(l.amount_minor) filter (where l.kind = 'surplus') as over from ledger_transfer l
		         where l.tenant_id = $1 and l.debtor_id = f.debtor_id and l.debt_id = d.id and l.payment_id = f.id and l.recorded_at = f.at and ${asBooked('l')}) g on true ${thereAt('f.debtor_id', 'f.at')}
		 where (o.owed > 0 or g.got > 0 or g.over > 0)
		   and (f.resolution = 'spread' or d.id = any (f.debts) or exists (select from debt_alias a join debt_alias b on b.tenant_id = $1 and b.client_id = a.client_id and b.alias = a.alias
		         where a.tenant_id = $1 and a.debtor_id = f.debtor_id and a.debt_id = f.debt_id and b.debtor_id = f.debtor_id and b.debt_id = d.id)))`;

/** A debt `k` under `there` that takes no payment `p` although it is named: one of several, in dispute in the United States (12 CFR 1006.30(c)). */
const closed = (
	beside: string,
) => `there.jurisdiction ~ '\\mUS' and exists (select from hold h where h.tenant_id = $1 and h.debtor_id = k.debtor_id and h.kind = 'dispute' and (h.debt_id is null or h.debt_id = k.id) and ${stoodAt('h', 'p.recorded_at')})
	and ${owedBefore('k.debtor_id', 'array[k.id]', 'p.recorded_at')} > 0
	and exists (select from debt o where o.tenant_id = $1 and o.debtor_id = k.debtor_id and o.id <> k.id and o.created_at < p.recorded_at and ${owedBefore('k.debtor_id', 'array[o.id]', beside)} > 0)`;

/** What an entry `l` moves from where to where, of which debt and by which payment. */
const moves = (
	to: string,
	from: string,
) => `string_agg(concat_ws(' ', l.amount_minor, l.currency, l.component, 'from', ${from}, 'to', ${to}, 'on debt', l.debt_id, 'by payment ' || l.payment_id), ', '
	order by l.component, l.debt_id, l.amount_minor)`;

export const moneyInvariants: readonly Invariant[] = [
	{
		name: 'the books balance',
		text: `with t as (${touched}),
		sums as (
			select l.debtor_id, l.debt_id, coalesce(sum(${owedSide}) filter (where l.component = 'costs'), 0) as costs, coalesce(sum(${owedSide}) filter (where l.component = 'interest'), 0) as interest,
			       coalesce(sum(${owedSide}) filter (where l.component = 'penalty'), 0) as penalty, coalesce(sum(${owedSide}) filter (where l.component = 'principal'), 0) as principal,
			       sum(l.amount_minor * ((l.debit_account = 'received')::int - (l.credit_account = 'received')::int)) as received,
			       sum(l.amount_minor * ((l.credit_account = 'refund_due')::int - (l.debit_account = 'refund_due')::int)) as refund,
			       max(l.happened_at) filter (where l.kind = 'paid' and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id)) as paid_at
			  from ledger_transfer l join t using (debtor_id, debt_id) where l.tenant_id = $1 group by 1, 2)
		select s.debtor_id, 'debt ' || s.debt_id || ': its balance is ' || coalesce(concat_ws('/', b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor), 'missing')
			|| ', its transfers come to ' || concat_ws('/', s.costs, s.interest, s.penalty, s.principal, s.received, s.refund) as sentence
		  from sums s left join debt_balance b on b.tenant_id = $1 and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		 where (b.costs_minor, b.interest_minor, b.penalty_minor, b.principal_minor, b.received_minor, b.refund_due_minor) is distinct from (s.costs, s.interest, s.penalty, s.principal, s.received, s.refund)
		union all
		select s.debtor_id, 'debt ' || s.debt_id || ' was last paid at ' || coalesce(b.last_paid_at::text, 'no time') || ', its last money that stands is of ' || coalesce(s.paid_at::text, 'no time') from sums s
		  join debt_balance b on b.tenant_id = $1 and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id where b.last_paid_at is distinct from s.paid_at`,
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
		name: 'what undoes an entry is its mirror',
		text: `with r as (select distinct l.debtor_id, l.entry_id, l.reverses_entry_id from ledger_transfer l where l.tenant_id = $1 and l.kind = 'reversed' and l.recorded_at >= $2 and l.recorded_at < $3)
		select r.debtor_id, 'entry ' || r.entry_id || ' undoes entry ' || r.reverses_entry_id || ': ' || coalesce(o.moved, 'nothing') || ', and is ' || coalesce(u.moved, 'nothing') as sentence from r
		  cross join lateral (select ${moves('l.credit_account', 'l.debit_account')} as moved from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = r.debtor_id and l.entry_id = r.reverses_entry_id and l.kind <> 'reversed') o
		  cross join lateral (select ${moves('l.debit_account', 'l.credit_account')} as moved from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = r.debtor_id and l.entry_id = r.entry_id and l.reverses_entry_id = r.reverses_entry_id) u
		 where o.moved is distinct from u.moved
		union all
		-- It happens when it is undone: a month that was reported stays as it was.
		select distinct l.debtor_id, 'entry ' || l.entry_id || ' undid entry ' || l.reverses_entry_id || ' at ' || l.recorded_at || ', as of ' || l.happened_at from ledger_transfer l
		 where l.tenant_id = $1 and l.kind = 'reversed' and l.recorded_at >= $2 and l.recorded_at < $3 and l.happened_at <> l.recorded_at`,
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
		select p.debtor_id, 'payment ' || p.id || ' was given back at ' || e.at || ', and nothing of it is (' || p.state || ')' from record_entry e
		  join payment p on p.tenant_id = $1 and p.id = coalesce(e.input ->> 'payment_id', e.input ->> 'payment')::bigint
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'payment.resolve' and e.outcome = 'done' and e.input ->> 'action' in ('refund', 'return_to_client') and p.returned_minor = 0
		union all
		select min(p.debtor_id), count(*) || ' payments under the number ' || p.external_reference from payment p where p.tenant_id = $1 and p.state <> 'reversed' and p.external_reference in (select external_reference from p)
		 group by p.client_id, p.external_reference having count(*) > 1`,
	},
	{
		name: 'a payment goes to the debt it names',
		text: `with p as (${paymentsTouched})
		select k.debtor_id, 'payment ' || p.id || ' names ' || p.debt_reference || ', which is debt ' || k.id || ', and is ' || p.state || coalesce(' on debt ' || p.debt_id, ' (' || p.reason || ')') as sentence
		  from p join debt k on k.tenant_id = $1 and k.client_id = p.client_id and k.reference = p.debt_reference and k.currency = p.currency and k.created_at < p.recorded_at and not k.ended
		 ${thereAt('k.debtor_id', 'p.recorded_at')}
		 where p.resolution is null and (p.reason = 'disputed_debt' or p.debt_id is distinct from k.id) and not (p.reason = 'disputed_debt' and p.debt_id is null and ${closed('p.recorded_at')})
		union all
		select p.debtor_id, 'payment ' || p.id || ' stands on debt ' || k.id || ', which is disputed in the United States, beside others' from p join debt k on k.tenant_id = $1 and k.debtor_id = p.debtor_id and k.id = p.debt_id ${thereAt('k.debtor_id', 'p.recorded_at')}
		 where p.resolution is null and p.reason = '' and ${closed(`p.recorded_at + interval '1 microsecond'`)}
		union all
		select p.debtor_id, 'payment ' || p.id || ' in ' || p.currency || ' of client ' || p.client_id || ' stands on debt ' || d.id || ' in ' || d.currency || ' of client ' || d.client_id
		  from p join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id where d.currency <> p.currency or d.client_id <> p.client_id
		union all
		select distinct l.debtor_id, 'payment ' || p.id || ', of debtor ' || coalesce(p.debtor_id::text, 'nobody') || ', was booked (' || l.kind || ') at ' || l.recorded_at || ' on debt ' || l.debt_id || ' of debtor ' || l.debtor_id from ledger_transfer l
		  join payment p on p.tenant_id = $1 and p.id = l.payment_id
		 where l.tenant_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and l.debtor_id is distinct from p.debtor_id
		union all
		select p.debtor_id, 'payment ' || p.id || ' of ' || p.recorded_at || ' stands on debt ' || d.id || ', undone on ' || l.ended_at from p
		  join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.state = 'undone' and l.ended_at < p.recorded_at
		union all
		select l.debtor_id, 'payment ' || l.payment_id || ' was applied on ' || l.recorded_at || ' to debt ' || d.id || ', taken back on ' || e.ended_at from ledger_transfer l
		  join debt d on d.tenant_id = $1 and d.debtor_id = l.debtor_id and d.id = l.debt_id join placement e on e.tenant_id = $1 and e.id = d.placement_id and e.ended_at < l.recorded_at
		 where l.tenant_id = $1 and l.recorded_at >= $2 and l.recorded_at < $3 and l.kind = 'paid'
		union all
		select d.debtor_id, 'payment ' || p.id || ' names ' || p.debt_reference || ', which was debt ' || d.id || ' until ' || l.ended_at || ', and is ' || p.state || coalesce(' on debt ' || p.debt_id, ' (' || p.reason || ')')
		  from p cross join lateral (select d.* from debt d left join placement u on u.tenant_id = $1 and u.id = d.placement_id and u.state = 'undone' and u.ended_at < p.recorded_at
		         where d.tenant_id = $1 and d.client_id = p.client_id and d.reference = p.debt_reference and d.created_at < p.recorded_at and u.id is null order by d.id desc limit 1) d
		  join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.state = 'recalled' and l.ended_at < p.recorded_at where p.resolution is null and d.currency = p.currency and p.debt_id is distinct from d.id
		union all
		select p.debtor_id, 'payment ' || p.id || ' is ' || p.state || ' (' || p.reason || '), its debt ' || p.debt_id || ' was ' || case when l.id is null then 'not ' else '' end || 'recalled by then' from p
		  left join debt d on d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = p.debt_id left join placement l on l.tenant_id = $1 and l.id = d.placement_id and l.state = 'recalled' and l.ended_at < p.recorded_at
		 where p.resolution is null and p.reason is distinct from case p.state when 'applied' then '' when 'overpaid' then case when l.id is null then 'paid_too_much' else 'debt_recalled' end else p.reason end or p.state in ('resolved', 'reversed') and p.reason <> ''
		union all
		select p.debtor_id, 'payment ' || p.id || ' of ' || p.paid_at || ' counts from ' || min(l.happened_at) from p join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.payment_id = p.id and l.kind in ('paid', 'surplus')
		 where l.happened_at <> p.paid_at group by p.debtor_id, p.id, p.paid_at
		union all
		select p.debtor_id, 'payment ' || p.id || ' names entry ' || coalesce(p.entry_id::text, 'none') || ', which is not its own' from p where p.debt_id is not null
		   and not exists (select from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = p.debtor_id and l.debt_id = p.debt_id and l.entry_id = p.entry_id and l.payment_id = p.id)`,
	},
	{
		name: 'a payment over several debts goes in the order of the law',
		// 民法典 560: as the payer names; else the due before the undue, then the less secured, then the earliest due, equal ones in proportion. Nothing to a debt in dispute in the United States (12 CFR 1006.30(c)).
		text: `${shares}
		select o.debtor_id, 'payment ' || o.id || ' put ' || n.got || ' on debt ' || n.debt_id || ' and ' || o.got || ' on debt ' || o.debt_id || ', which comes before it and owed ' || o.owed as sentence
		  from open o join open n on n.id = o.id and n.rank > o.rank and n.got > 0 where not o.barred and o.got < o.owed
		union all
		select o.debtor_id, 'payment ' || o.id || ' put ' || o.got || ' on debt ' || o.debt_id || ', which is disputed' from open o where o.barred and o.got + o.over > 0
		union all
		select o.debtor_id, 'payment ' || o.id || ' left ' || n.over || ' over, and ' || (o.owed - o.got) || ' is owed on debt ' || o.debt_id from open o join open n on n.id = o.id and n.over > 0 where not o.barred and o.got < o.owed
		union all
		select o.debtor_id, 'payment ' || o.id || ' left ' || o.over || ' over on debt ' || o.debt_id || ' and not on the first' from open o join open n on n.id = o.id and n.rank < o.rank and n.got > 0 where o.over > 0
		union all
		select o.debtor_id, 'payment ' || o.id || ' put ' || o.got || ' on debt ' || o.debt_id || ' of the ' || t.got || ' for its like, which owed ' || t.owed from open o
		  join (select id, rank, sum(got) as got, sum(owed) as owed from open where not barred group by 1, 2) t on t.id = o.id and t.rank = o.rank where not o.barred and abs(o.got * t.owed - t.got * o.owed) >= t.owed`,
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
		  from spread s join spread n on n.payment_id = s.payment_id and n.debt_id = s.debt_id and n.place > s.place where n.applied > 0 and s.applied <> s.before
		union all
		select p.debtor_id, 'payment ' || p.id || ' of ' || p.paid_at || ' was applied to debt ' || p.debt_id || ' after payment ' || q.id || ' of ' || q.paid_at || ', which came in the same rows' from (${paymentsTouched}) p
		  join payment q on q.tenant_id = $1 and q.import_id = p.import_id and q.recorded_at = p.recorded_at and q.debtor_id = p.debtor_id and q.debt_id = p.debt_id and q.paid_at > p.paid_at and q.entry_id < p.entry_id
		 where p.resolution is null and q.resolution is null`,
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
		select a.debtor_id, 'text ' || a.id || ' was handed over at ' || h.at || ' and names ' || (p.facts -> 'ask' ->> 'amount_minor') || ', of which less was owed by then' from contact_attempt a
		  join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id ${handed}
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and a.channel = 'sms' and h.at is not null and (p.facts -> 'ask' ->> 'amount_minor')::bigint > ${owedBefore('a.debtor_id', 'a.debt_ids', 'h.at')}
		union all
		select p.debtor_id, 'promise ' || p.id || ' of ' || p.amount_minor || ' on debt ' || p.debt_id || ', on which less was owed' from promise p
		 where p.tenant_id = $1 and p.plan_id is null and p.made_at >= $2 and p.made_at < $3 and p.amount_minor > ${owedBefore('p.debtor_id', 'array[p.debt_id]', `p.made_at + interval '1 microsecond'`)}
		union all
		select p.debtor_id, 'plan ' || p.id || ' of ' || p.total_minor || ' on debt ' || p.debt_id || ', on which less was owed' from plan p
		 where p.tenant_id = $1 and p.made_at >= $2 and p.made_at < $3 and p.total_minor > ${owedBefore('p.debtor_id', 'array[p.debt_id]', `p.made_at + interval '1 microsecond'`)}`,
	},
];
