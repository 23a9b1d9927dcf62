import { answersAs, dayIn, type Invariant, stoodAt, thereAt } from './parts.ts';

/** Whether a step of a suit had been written down by an instant: the table keeps the day it happened, the record when it was told. */
export const steppedBy = (
	suit: string,
	steps: string,
	at: string,
) => `exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = ${suit}.debtor_id and e.act = 'suit.step' and e.outcome = 'done'
	and e.input ->> 'suit' = ${suit}.id::text and e.input ->> 'step' in (${steps}) and e.at <= ${at})`;
const standing = (row: string, at: string) =>
	`${row}.recorded_at <= ${at} and (${row}.withdrawn_at is null or ${row}.withdrawn_at > ${at})`;

/** The last day of a guarantee (民法典 692): as agreed, if that is later than the due date (the last instalment's as told last), else six months after it. */
const ends = `cross join lateral (select coalesce((select v.happened_on from limitation_event v where v.tenant_id = $1 and v.debtor_id = g.debtor_id and v.debt_id = g.debt_id and v.kind = 'last_due'
		and ${standing('v', 'a.placed_at')} order by v.recorded_at desc, v.id desc limit 1), d.overdue_since) as due_on) due
	cross join lateral (select case when g.ends_on > due.due_on then g.ends_on else (due.due_on + interval '6 months')::date end as ends_on) n`;

/** A claim in time on a joint guarantor: asked elsewhere, or by a call they took or a message that reached them. */
const asked = `g.kind = 'joint' and (coalesce(g.claimed_on <= n.ends_on, false) or exists (select from contact_attempt e join contact_permit q on q.tenant_id = $1 and q.debtor_id = e.debtor_id and q.id = e.permit_id and q.purpose = 'collect'
	join contact_outcome o on o.tenant_id = $1 and o.debtor_id = e.debtor_id and o.attempt_id = e.id and o.line in ('right_party', 'delivered')
	where e.tenant_id = $1 and e.debtor_id = a.debtor_id and e.party_id = a.party_id and g.debt_id = any (e.debt_ids) and e.id <> a.id and e.placed_at <= a.placed_at and ${dayIn('$4', 'e.placed_at')} <= n.ends_on))`;

/** On a general one: a suit against the debtor filed in time and not dropped since (民法典 693; 担保制度解释 31: withdrawn or dismissed and not brought anew, it is none, nor is an order for payment). */
const sued = `g.kind = 'general' and (exists (select from suit s where s.tenant_id = $1 and s.debtor_id = g.debtor_id and s.debt_id = g.debt_id and s.filed_on <= n.ends_on and ${standing('s', 'a.placed_at')}
		and s.kind <> 'payment_order' and not ${steppedBy('s', `'withdrawn', 'dismissed'`, 'a.placed_at')})
	or exists (select from limitation_event v where v.tenant_id = $1 and v.debtor_id = g.debtor_id and v.debt_id = g.debt_id and v.kind = 'suit' and v.happened_on <= n.ends_on and ${standing('v', 'a.placed_at')}))`;

/** What was told of a guarantee, as it was taken. */
const toldOf = (entry: string, guarantee: string) =>
	`${entry}.tenant_id = $1 and ${entry}.debtor_id = ${guarantee}.debtor_id and ${entry}.outcome = 'done' and (${entry}.act = 'guarantee.tell' and ${entry}.answer ->> 'id' = ${guarantee}.id::text
	or ${entry}.act = 'guarantee.change' and ${entry}.input ->> 'guarantee' = ${guarantee}.id::text)`;

const ours = `from suit s join debt d on d.tenant_id = $1 and d.debtor_id = s.debtor_id and d.id = s.debt_id join client c on c.tenant_id = $1 and c.id = d.client_id
	${thereAt('s.debtor_id', 's.recorded_at')}
	where s.tenant_id = $1 and s.brought_by = 'us' and s.recorded_at >= $2 and s.recorded_at < $3`;
const inStates = `there.jurisdiction ~ '\\mUS' and c.collects_as <> 'creditor' and d.product <> 'invoice' and exists (select from debtor b where b.tenant_id = $1 and b.id = s.debtor_id and b.kind = 'person')`;
/** Counsel's last day, as it was told last when the suit was referred. */
const lastDay = `(select v.happened_on from limitation_event v where v.tenant_id = $1 and v.debtor_id = s.debtor_id and v.debt_id = s.debt_id and v.kind = 'last_day_to_sue' and ${standing('v', 's.recorded_at')}
	order by v.recorded_at desc, v.id desc limit 1)`;
/** Where it may be brought (12 CFR 1006.30(d)): where the contract was signed, where the consumer lives if that lies where they are on record; over land, where that lies. */
const mayBeBrought = `select from record_entry e where e.tenant_id = $1 and e.debtor_id = s.debtor_id and e.act = 'suit.refer' and e.outcome = 'done' and e.answer ->> 'id' = s.id::text
	and case when s.ground = 'real_property' and e.input ? 'real_property_in' then upper(s.venue) = upper(e.input ->> 'real_property_in')
	    else upper(s.venue) = upper(e.input ->> 'signed_in') or upper(s.venue) = upper(e.input ->> 'lives_in')
	         and exists (select from regexp_split_to_table(there.jurisdiction, '[\\s,]+') place where upper(e.input ->> 'lives_in') = upper(place) or starts_with(upper(e.input ->> 'lives_in'), upper(place) || '-')) end`;

export const suitInvariant = 'nobody is sued twice, while held, out of place or out of time';
export const courtInvariants: readonly Invariant[] = [
	{
		name: 'a suit goes its steps in order and is enforced once judged',
		text: `select s.debtor_id, 'suit ' || s.id || ': filed ' || coalesce(s.filed_on::text, '-') || ', ' || coalesce(s.ending, 'not ended') || ' ' || coalesce(s.ended_on::text, '-') || coalesce(', to be performed by ' || s.perform_by, '')
			|| coalesce(', enforcement applied for on ' || x.applied_on, '') as sentence
		  from suit s left join suit_enforcement x on x.tenant_id = $1 and x.debtor_id = s.debtor_id and x.suit_id = s.id
		 where s.tenant_id = $1 and (s.ended_on < s.filed_on or s.ended_on is not null and s.filed_on is null or s.perform_by < s.ended_on or s.brought_by = 'us' and s.filed_on < ${dayIn('$4', 's.recorded_at')}
		        or s.filed_on >= ($3::timestamptz at time zone $4)::date or s.ended_on >= ($3::timestamptz at time zone $4)::date
		        or x.id is not null and (s.ending is distinct from 'judged' or x.applied_on < s.ended_on or x.applied_on > ${dayIn('$4', 'x.recorded_at')} or x.withdrawn_on < x.applied_on
		           or exists (select from suit_enforcement y where y.tenant_id = $1 and y.debtor_id = s.debtor_id and y.suit_id = s.id and y.id > x.id and (x.withdrawn_on is null or y.applied_on < x.withdrawn_on))))`,
	},
	{
		name: suitInvariant,
		text: `select s.debtor_id, 'suit ' || s.id || ' over debt ' || s.debt_id || ' of ' || s.recorded_at || ', although suit ' || o.id || ' stands' as sentence from suit s
		  join suit o on o.tenant_id = $1 and o.debtor_id = s.debtor_id and o.debt_id = s.debt_id and o.id < s.id and ${standing('o', 's.recorded_at')} and not ${steppedBy('o', `'dismissed', 'withdrawn'`, 's.recorded_at')}
		 where s.tenant_id = $1 and s.brought_by = 'us' and s.recorded_at >= $2 and s.recorded_at < $3
		union all
		select s.debtor_id, 'suit ' || s.id || ' over debt ' || s.debt_id || ' of ' || s.recorded_at || ' while ' || h.kind || ' holds since ' || h.from_at from (select s.*, there.jurisdiction ${ours}) s
		  join hold h on h.tenant_id = $1 and h.debtor_id = s.debtor_id and (h.debt_id is null or h.debt_id = s.debt_id) and ${stoodAt('h', 's.recorded_at')}
		 where h.kind = 'bankruptcy' or h.kind = 'breathing_space' and s.jurisdiction ~ '\\mUK' or h.kind = 'dispute' and s.jurisdiction ~ '\\mUS'
		union all
		select s.debtor_id, 'suit ' || s.id || ' over debt ' || s.debt_id || ' of ' || s.recorded_at || ', whose last day was ' || coalesce(${lastDay}::text, 'not known') ${ours}
		   and ${inStates} and coalesce(${lastDay} < ${dayIn('$4', 's.recorded_at')}, true)
		union all
		select s.debtor_id, 'suit ' || s.id || ' in ' || s.venue || ', where nobody signed or lives' ${ours} and ${inStates} and not exists (${mayBeBrought})`,
	},
];

/** Of the attempts of the window. */
export const guaranteeInvariants: readonly Invariant[] = [
	{
		name: 'a guarantor is asked only while the guarantee stands',
		text: `select a.debtor_id, a.channel || ' attempt ' || a.id || ' at ' || a.placed_at || ' asks guarantor ' || a.party_id || ' of debt ' || g.debt_id || ', whose guarantee (' || g.kind || ') ended on ' || n.ends_on || ' without a claim' as sentence
		  from window_attempts a join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id
		  join guarantee g on g.tenant_id = $1 and g.debtor_id = a.debtor_id and g.party_id = a.party_id and g.debt_id = any (a.debt_ids) and ${standing('g', 'a.placed_at')}
		  join debt d on d.tenant_id = $1 and d.debtor_id = g.debtor_id and d.id = g.debt_id ${ends}
		 join party y on y.tenant_id = $1 and y.debtor_id = a.debtor_id and y.id = a.party_id
		 where a.role <> 'third_party' and ${answersAs('g.debt_id', 'a.placed_at')} = 'guarantor' and a.jurisdiction ~ '\\mCN' and (p.purpose in ('collect', 'locate') or p.facts -> 'ask' ->> 'amount_minor' is not null) and not coalesce((p.facts ->> 'party_offers_to_pay')::boolean, false)
		   and exists (select from unnest(a.zones) z where ${dayIn('z', 'a.placed_at')} > n.ends_on) and not (${asked}) and not (${sued})
		union all
		-- The first claim is the one that counts (民法典 693, 694), in whatever order they are told.
		select g.debtor_id, 'guarantee ' || g.id || ' counts as claimed on ' || coalesce(g.claimed_on::text, 'no day') || ', and the first claim that was told is of ' || coalesce(t.first_on::text, 'no day') from guarantee g
		  cross join lateral (select min((e.input ->> 'claimed_on')::date) as first_on from record_entry e where ${toldOf('e', 'g')}) t
		 where g.tenant_id = $1 and g.claimed_on is distinct from t.first_on
		union all
		select e.debtor_id, 'a claim of ' || (e.input ->> 'claimed_on') || ' on guarantor ' || g.party_id || ' was refused at ' || e.at || ', and none before it had been told' from record_entry e
		  join guarantee g on g.tenant_id = $1 and g.debtor_id = e.debtor_id and g.id::text = e.input ->> 'guarantee' and g.kind = 'joint' and ${standing('g', 'e.at')}
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'guarantee.change' and e.outcome = 'refused' and e.code = 'request.malformed' and not e.input ? 'withdrawn' and (e.input ->> 'claimed_on')::date <= ${dayIn('$4', 'e.at')}
		   and not exists (select from record_entry b where ${toldOf('b', 'g')} and b.id < e.id and (b.input ->> 'claimed_on')::date < (e.input ->> 'claimed_on')::date)`,
	},
];
