import type { Tx } from '../host/db.ts';
import { loadGuarantees } from '../debts/guarantee-store.ts';
import { loadLimitations } from '../debts/limitation-store.ts';
import { bookForDebts, type DebtChoice, jurisdictionFrom, type OwnLimits } from '../law/books.ts';
import { relationsAskedFor } from '../law/facts.ts';
import { type LawBook, yearsOf } from '../law/rows.ts';
import { contactLimitsOf, type StoredLimits } from '../tenants/rules.ts';
import type { Facts } from './rules.ts';
import { consentsOf, type ConsentRow, type CreditorEmail, creditorNotices, pointConsents, type WishRow, wishesOf } from './said-facts.ts';

/** Where a contact would go and what is known about it, in one row per ask. */
export type Target = {
	readonly debtorId: bigint;
	readonly pointId: bigint | null;
	readonly partyId: bigint | null;
	readonly kind: string | null;
	readonly valueIndex: Buffer | null;
	readonly facts: Facts;
	/** The law of this debtor: where they may be, who collects which debts, and what the mandates and the house allow. */
	readonly law: LawBook;
};

type DebtFactRow = Facts['debts'][number] & {
	readonly product: string;
	readonly collects_as: DebtChoice['collector'];
	readonly limits: StoredLimits | null;
	/** Looked up where a pack asks for them. */
	readonly notices: Notices | null;
	readonly creditor_email: CreditorEmail | null;
	readonly first_at: string | null;
	readonly overdue_since: string;
	readonly claim: { readonly verdict: string; readonly rule: string | null; readonly above_minor: number } | null;
};

/** An earlier contact; what came of it where the debtor's law looks at more than whether it was answered. */
type EarlierRow = Facts['earlier'][number] & { readonly line?: string | null; readonly said?: string | null };

type FactRow = {
	debtor_id: bigint;
	point_id: bigint | null;
	party_id: bigint | null;
	kind: string | null;
	value_index: Buffer | null;
	zones: string[];
	agreed: Facts['agreed_hours'];
	role: Facts['party'] | null;
	relation: string | null;
	/** The debts a guarantor or co-borrower answers for, and as what; null: not one. */
	answers_as: Readonly<Record<string, 'guarantor' | 'co_borrower'>> | null;
	/** What the permit being used is about. */
	permit_debt_ids: bigint[] | null;
	expires_on: Temporal.PlainDate | null;
	party_refused: boolean;
	named_by_debtor: boolean | null;
	point: Facts['point'];
	jurisdiction: string;
	debtor_kind: string;
	house_limits: StoredLimits | null;
	debts: DebtFactRow[] | null;
	holds: Facts['holds'] | null;
	consents: ConsentRow[] | null;
	wishes: WishRow[] | null;
	own_points_usable: bigint;
	earlier: EarlierRow[] | null;
	/** When the debtor was last reached, whomever we called and by whatever medium, or promised something; null: not within the history. */
	reached_at: string | null;
	agent: Facts['agent'];
};

/** History reaches back nine days: the longest window of any row is seven calendar dates. Abroad a third party's has no end (12 CFR 1006.10: once). */
const historyHours = 24 * 9;

/** Whether the person `y` of a contact `e` answers for none of its debts, so that who is said to be the right party there is the debtor, on somebody else's telephone. */
const isOther = (y: string, e: string) =>
	`(${y}.role = 'third_party' or ${y}.role <> 'third_party' and not debts_answered_for($1, ${e}.debtor_id, ${y}.id) && ${e}.debt_ids)`;

/** An earlier contact `e` as the rules read it. Whom the same number reaches is the same person, under whatever name the next file has them. */
const earlierColumns = `'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'channel', e.channel,
		                'party', case when not ${isOther('ey', 'e')} then ey.role when e.party_id is null or e.line = 'right_party' then 'debtor' else 'third_party' end, 'same_number', (p.value_index is not null and e.value_index = p.value_index), 'same_debtor', e.debtor_id = d.id,
		                'same_person', (e.debtor_id = d.id and p.party_id is not null and e.party_id is not null and (e.party_id = p.party_id or e.value_index = p.value_index)),
		                'creditor_ids', array(select c::text from unnest(e.creditor_ids) c), 'answered', e.answered,
		                'lapses_at', to_char(e.lapses_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * The gate's facts for many intended contacts at once, in one statement: a permit for one call and a thousand for a campaign are the same query.
 * Permits given and neither used nor run out stand in the history as contacts that lapse. `permitId` is the permit being used: the
 * contact goes where it says, about the debts it says; `debtIds`, else: what an ask is about. `agentId` is who speaks in this one, where it is not who speaks in all. Null where there is no such
 * debtor or contact point.
 */
export async function loadTargets(
	tx: Tx,
	asks: readonly {
		debtorId: bigint;
		pointId: bigint | null;
		permitId?: bigint | undefined;
		agentId?: bigint | undefined;
		debtIds?: readonly bigint[] | undefined;
	}[],
	at: { now: Temporal.Instant; agentId: bigint | null },
): Promise<(Target | null)[]> {
	// One ask by its own values: of arrays the planner expects ten, finds the plan it could keep too dear, and makes it anew at every ask (3 ms).
	const [one] = asks.length === 1 ? asks : [];
	const rows = await tx.prepared<FactRow & { place: bigint }>(
		one ? 'gate facts of one' : 'gate facts',
		`select a.place, d.id as debtor_id, p.id as point_id, p.party_id, p.kind, p.value_index, d.zones, d.jurisdiction, d.kind as debtor_kind, y.role, y.relation, y.named_by_debtor,
		        case when y.role <> 'third_party' then (select coalesce(json_object_agg(k.debt_id, k.role), '{}') from debts_answered_as($1, d.id, y.id) k) end as answers_as, g.debt_ids as permit_debt_ids,
		        (select json_build_object('from', h.from_time, 'until', h.until_time) from agreed_hours h where h.tenant_id = $1 and h.debtor_id = d.id and h.ended_at is null) as agreed,
		        (y.refused_at is not null or (y.id is not null and exists (
		          select from party o join debt theirs on theirs.tenant_id = $1 and theirs.debtor_id = o.debtor_id
		            join debt ours on ours.tenant_id = $1 and ours.debtor_id = d.id and ours.creditor_id = theirs.creditor_id
		           where o.tenant_id = $1 and o.person_index = y.person_index and o.refused_at is not null
		          union all
		          -- The next file may write the same person with another number first, or with an identity number: who shares a number with somebody who refused is taken for them.
		          -- So is whom a number reaches that somebody refused who answered it in the place of its debtor.
		          select from contact_point mine join contact_point named on named.tenant_id = $1 and named.value_index = mine.value_index
		            left join party o on o.tenant_id = $1 and o.debtor_id = named.debtor_id and o.id = named.party_id
		            join debt theirs on theirs.tenant_id = $1 and theirs.debtor_id = named.debtor_id
		            join debt ours on ours.tenant_id = $1 and ours.debtor_id = d.id and ours.creditor_id = theirs.creditor_id
		           where mine.tenant_id = $1 and mine.debtor_id = d.id and mine.party_id = y.id and (named.state = 'refused' or o.refused_at is not null)))) as party_refused,
		        case when p.id is null then null else json_strip_nulls(json_build_object('state', p.state, 'source', p.source, 'lawful_basis', p.lawful_basis, 'place', p.place,
		                'reassignment_checked_at', to_char(p.reassignment_checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) end as point, p.expires_on,
		        (select n.settings -> 'contactLimits' from tenant n where n.tenant_id = $1) as house_limits,
		        (select json_agg(json_strip_nulls(json_build_object('kind', w.kind, 'weekdays', w.weekdays, 'from', w.from_time, 'until', w.until_time, 'from_on', w.from_on, 'until_on', w.until_on,
		                'place', w.place, 'channel', w.channel, 'said_at', to_char(w.said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) order by w.id)
		           from contact_wish w where w.tenant_id = $1 and w.debtor_id = d.id and w.ended_at is null) as wishes,
		        (select json_agg(json_strip_nulls(json_build_object('kind', g.kind, 'point_id', g.contact_point_id::text, 'debt_ids', case when g.debt_id is not null then json_build_array(g.debt_id::text) end,
		                'given_at', to_char(g.given_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'from_at', to_char(g.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		                'until_at', to_char(g.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'revoked_at', to_char(g.revoked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))) order by g.id)
		           from contact_consent g where g.tenant_id = $1 and g.debtor_id = d.id
		            -- What lets a number or address be written to is a fact of the point now; other consents the rules follow through time.
		            and (g.contact_point_id is null or (coalesce(g.from_at, g.given_at) <= $6 and (g.until_at is null or g.until_at > $6)))) as consents,
		        (select json_agg(json_build_object('id', t.id::text, 'creditor_id', t.creditor_id::text, 'status', s.status, 'owed_minor', coalesce(b.owed_minor, 0),
		                'currency', t.currency, 'product', t.product, 'overdue_since', t.overdue_since, 'claim', t.claim_check, 'mandate_until',
		                to_char((t.recall_due_on + 1)::timestamp at time zone (select n.zone from tenant n where n.tenant_id = $1) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'collects_as', c.collects_as, 'limits', c.mandate -> 'contactLimits',
		                'notices', case when d.jurisdiction <> 'CN' then
		                  (select json_object_agg(n.kind, json_build_object('sent_on', n.sent_on, 'received_on', n.received_on) order by n.sent_on)
		                     from debt_notice n where n.tenant_id = $1 and n.debtor_id = d.id and n.debt_id = t.id and n.kind <> 'creditor_email') end,
		                'creditor_email', case when d.jurisdiction <> 'CN' and p.kind = 'email' then
		                  (select json_build_object('sent_on', n.sent_on, 'opt_out_until', n.opt_out_until, 'domain', n.domain)
		                     from debt_notice n where n.tenant_id = $1 and n.debtor_id = d.id and n.debt_id = t.id and n.kind = 'creditor_email' and n.contact_point_id = p.id
		                    order by n.sent_on desc, n.id desc limit 1) end,
		                'first_at', case when d.jurisdiction <> 'CN' then
		                  (select to_char(min(f.placed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from contact_attempt f
		                     join contact_outcome fo on fo.tenant_id = f.tenant_id and fo.debtor_id = f.debtor_id and fo.attempt_id = f.id and (fo.line = 'right_party' or fo.line = 'delivered')
		                     left join party fy on fy.tenant_id = f.tenant_id and fy.debtor_id = f.debtor_id and fy.id = f.party_id
		                    where f.tenant_id = $1 and f.debtor_id = d.id and (f.party_id is null or fo.line = 'right_party' and ${isOther('fy', 'f')}) and t.id = any (f.debt_ids)) end) order by t.id)
		           from debt t join client c on c.tenant_id = t.tenant_id and c.id = t.client_id join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		           left join debt_balance b on b.tenant_id = t.tenant_id and b.debtor_id = t.debtor_id and b.debt_id = t.id
		          where t.tenant_id = $1 and t.debtor_id = d.id) as debts,
		        (select json_agg(jsonb_build_object('kind', h.kind, 'from_at', to_char(h.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		                'until_at', to_char(h.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'debt_id', h.debt_id::text)
		                  || jsonb_strip_nulls(jsonb_build_object('written', h.written, 'attorney', h.attorney)) order by h.id)
		           from hold h where h.tenant_id = $1 and h.debtor_id = d.id and h.lifted_at is null) as holds,
		        -- A number refused by somebody else who answered it is not dialled again, yet it is no wrong one: it makes nobody lost (CN-P1).
		        (select count(*) from contact_point o where o.tenant_id = $1 and o.debtor_id = d.id and o.party_id is null and o.kind in ('mobile', 'landline')
		            and o.state not in ('wrong', 'invalid')) as own_points_usable,
		        h.earlier, to_char(greatest(h.reached_at, (select max(q.made_at) from promise q where q.tenant_id = $1 and q.debtor_id = d.id and q.made_at > $4)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as reached_at,
		        (select json_build_object('exam_passed_on', l.exam_passed_on, 'trained_on', l.trained_on) from login l where l.tenant_id = $1 and l.id = a.agent_id) as agent
		   from ${one ? '(values ($2::bigint, $3::bigint, $7::bigint, $5::bigint, 1::bigint))' : 'unnest($2::bigint[], $3::bigint[], $7::bigint[], $5::bigint[]) with ordinality'} a (debtor_id, point_id, permit_id, agent_id, place)
		   join debtor d on d.tenant_id = $1 and d.id = a.debtor_id
		   left join contact_permit g on g.tenant_id = $1 and g.debtor_id = d.id and g.id = a.permit_id
		   left join contact_point p on p.tenant_id = $1 and p.debtor_id = d.id and p.id = coalesce(a.point_id, g.contact_point_id)
		   left join party y on y.tenant_id = $1 and y.debtor_id = d.id and y.id = p.party_id
		   cross join lateral (select json_agg(case when d.jurisdiction = 'CN' then json_build_object(${earlierColumns})
		                      else json_build_object(${earlierColumns}, 'line', e.line, 'said', e.said, 'debt_ids', array(select b::text from unnest(e.debt_ids) b)) end
		             order by e.at, e.lapses_at is null desc, e.id) as earlier, max(e.at) filter (where e.debtor_id = d.id and (e.line = 'right_party'
		               or e.party_id is null and e.line = 'delivered' and e.said not in ('none', 'wrong_person', 'deceased'))) as reached_at
		        from (select x.id, x.debtor_id, x.party_id, x.placed_at as at, x.channel, x.value_index, x.creditor_ids, x.debt_ids, o.line, o.said, o.answered, null::timestamptz as lapses_at
		                from (select * from contact_attempt x where x.tenant_id = $1 and x.debtor_id = d.id
		                         and (x.placed_at > $4 or (d.jurisdiction <> 'CN' and p.party_id is not null and x.party_id is not null and (x.party_id = p.party_id or x.value_index = p.value_index)))
		                      union all select * from contact_attempt x where x.tenant_id = $1 and x.value_index = p.value_index and x.placed_at > $4 and x.debtor_id <> d.id) x
		                left join contact_outcome o on o.tenant_id = x.tenant_id and o.debtor_id = x.debtor_id and o.attempt_id = x.id
		              union all
		              select x.id, x.debtor_id, x.party_id, x.asked_at, x.channel, x.value_index, x.creditor_ids, x.debt_ids, null, null, null, x.expires_at
		                from (select * from contact_permit x where x.tenant_id = $1 and x.debtor_id = d.id and x.permitted and x.channel <> 'unmask' and x.expires_at > $6
		                      union all select * from contact_permit x where x.tenant_id = $1 and x.value_index = p.value_index and x.permitted and x.channel <> 'unmask'
		                         and x.expires_at > $6 and x.debtor_id <> d.id) x
		               where x.id is distinct from a.permit_id
		                 and not exists (select from contact_attempt u where u.tenant_id = x.tenant_id and u.debtor_id = x.debtor_id and u.permit_id = x.id)) e
		        left join party ey on ey.tenant_id = $1 and ey.debtor_id = e.debtor_id and ey.id = e.party_id) h
		  where a.point_id is null or p.id is not null`,
		[
			tx.tenantId,
			one ? one.debtorId : asks.map((ask) => ask.debtorId),
			one ? one.pointId : asks.map((ask) => ask.pointId),
			at.now.subtract({ hours: historyHours }),
			one ? (one.agentId ?? at.agentId) : asks.map((ask) => ask.agentId ?? at.agentId),
			at.now,
			one ? (one.permitId ?? null) : asks.map((ask) => ask.permitId ?? null),
		],
	);
	const limitations = await loadLimitations(
		tx,
		rows.flatMap((row) => mayBeBarred(row, at.now)),
	);
	const guarantees = await guaranteesOf(tx, rows);
	const targets: (Target | null)[] = asks.map(() => null);
	for (const row of rows) {
		const place = Number(row.place) - 1;
		targets[place] = targetOf(
			row,
			standing(row, asks[place]?.debtIds ?? row.permit_debt_ids),
			limitations,
			guaranteedBy(row, guarantees.get(row.party_id ?? 0n)),
		);
	}
	return targets;
}

/** The guarantees of the guarantors among those meant (CN-S2), by party; where there is none, nothing more is asked of the database. */
function guaranteesOf(tx: Tx, rows: readonly FactRow[]): ReturnType<typeof loadGuarantees> {
	const guarantors = rows.flatMap(({ answers_as: answers, debtor_id: debtorId, party_id: partyId }) =>
		partyId !== null && Object.values(answers ?? {}).includes('guarantor') ? [{ debtorId, partyId }] : [],
	);
	return loadGuarantees(tx, guarantors);
}

/** Of these guarantees those of debts they guarantee: what they borrowed themselves they owe on their own account. */
const guaranteedBy = ({ answers_as: answers }: FactRow, guarantees: Guarantees | undefined): Guarantees | undefined =>
	guarantees && new Map([...guarantees].filter(([debtId]) => answers?.[String(debtId)] === 'guarantor'));

/**
 * Debts whose limitation can be over: in China two years past due, if there is a judgment, else three. Elsewhere what counsel found may be any day. A younger portfolio asks
 * nothing more of the database.
 */
function mayBeBarred(row: FactRow, now: Temporal.Instant): { debtorId: bigint; debtId: bigint }[] {
	const china = row.jurisdiction === 'CN';
	const due = now
		.toZonedDateTimeISO('UTC')
		.toPlainDate()
		.subtract({ years: yearsOf('CN-S3') })
		.add({ days: 1 })
		.toString();
	return (row.debts ?? []).flatMap((debt) =>
		debt.status === 'open' && (!china || debt.overdue_since < due) ? [{ debtorId: row.debtor_id, debtId: BigInt(debt.id) }] : [],
	);
}

type Limitations = Awaited<ReturnType<typeof loadLimitations>>;
type Guarantees = NonNullable<ReturnType<Awaited<ReturnType<typeof loadGuarantees>>['get']>>;

/** The end of a guarantee nobody claimed so far; one that was claimed in time no longer ends by itself. */
const guaranteeFact = (found: ReturnType<Guarantees['get']>): { guarantee_until?: string } =>
	found && found.claimedOn === null ? { guarantee_until: found.endsOn } : {};

/**
 * Whom a contact about these debts reaches, and of which debts it may speak. A guarantor or co-borrower owes what they answer for; where no open debt of those is meant they owe
 * nothing of it and are a third party (regulation.md §0.3, CN-P1 to CN-P4). Who borrowed one of those meant and guarantees another is the guarantor in it, the stricter reading (CN-S2).
 */
function standing(row: FactRow, about: readonly bigint[] | null): { party: Facts['party']; debts: readonly DebtFactRow[] } {
	const { answers_as: answers } = row;
	const debts = row.debts ?? [];
	if (row.role === null || answers === null) return { party: row.role ?? 'debtor', debts };
	const own = debts.filter(({ id }) => answers[id] !== undefined);
	const meant = own.filter(({ id, status }) => status === 'open' && (about === null || about.includes(BigInt(id))));
	if (meant.length === 0) return { party: 'third_party', debts };
	return { party: meant.some(({ id }) => answers[id] === 'guarantor') ? 'guarantor' : 'co_borrower', debts: own };
}

function targetOf(
	row: FactRow,
	{ party, debts }: ReturnType<typeof standing>,
	limitations: Limitations,
	guarantees: Guarantees | undefined,
): Target {
	const earlier = row.earlier ?? [];
	return {
		debtorId: row.debtor_id,
		pointId: row.point_id,
		partyId: row.party_id,
		kind: row.kind,
		valueIndex: row.value_index,
		law: lawOf(row, debts),
		facts: {
			zones: row.zones,
			// For the debtor's own ears: nobody else agreed to be called at night (CN-T1).
			agreed_hours: row.party_id === null ? row.agreed : null,
			party,
			// A permit is kept for good, and whoever is in it is erased one day (PIPL 47).
			...(row.relation && relationsAskedFor.includes(row.relation) ? { relation: row.relation } : {}),
			party_refused: row.party_refused,
			party_named_by_debtor: row.named_by_debtor ?? true,
			point: row.point && {
				...row.point,
				expires_on: row.expires_on?.toString() ?? null,
				...pointConsents(row),
				...creditorNotices(debts),
			},
			debts: debts.map((debt) => ({ ...debtFact(debt, limitations), ...guaranteeFact(guarantees?.get(BigInt(debt.id))) })),
			holds: row.holds ?? [],
			own_points_usable: Number(row.own_points_usable),
			failed_in_row: failedInRow(earlier, row.reached_at),
			earlier: row.jurisdiction === 'CN' ? earlier : earlier.map(abroad),
			agent: row.agent,
			...wishesOf(row.wishes ?? []),
			...consentsOf(row.consents ?? [], row.party_id === null),
		},
	};
}

/**
 * Calls to the debtor in a row that failed, since they were last reached: at the door, on somebody else's phone, by what they wrote back, by a promise in a call of their own (CN-P1; `reachedAt` in
 * the form of `at`, which sorts as text).
 */
function failedInRow(earlier: readonly EarlierRow[], reachedAt: string | null): number {
	let failed = 0;
	for (const each of earlier) {
		if (each.channel !== 'voice' || !each.same_debtor || each.party !== 'debtor' || each.answered === null) continue;
		failed = each.answered || (reachedAt !== null && each.at <= reachedAt) ? 0 : failed + 1;
	}
	return failed;
}

/**
 * What came of a contact as Regulation F asks (comment 14(b)(3)(ii)-1): a busy tone or dead number did not connect; a talk is one with the person meant, whom a third party's
 * telephone is answered by as `other_person`; a number that turned out to be another's was no call to this person. A phone switched off is taken as connected, the stricter reading.
 */
function abroad({ line, said, ...each }: EarlierRow): Facts['earlier'][number] {
	if (line === null || line === undefined || each.channel !== 'voice') return each;
	return {
		...each,
		talked: line === 'right_party' || (line === 'other_person' && each.party === 'third_party'),
		...(line === 'busy' || line === 'invalid' ? { connected: false } : {}),
		...(said === 'wrong_person' ? { misdirected: true } : {}),
	};
}

/** Books by what chose them, so that a thousand asks of one portfolio choose once. */
const chosen = new Map<string, LawBook>();

/** The law of this debtor (regulation.md §0.6). Several places may be named, as `US-MA US-NY`: their packs all apply. */
function lawOf(row: FactRow, debts: readonly DebtFactRow[]): LawBook {
	const of = debts.filter((debt) => debt.status === 'open');
	const name = JSON.stringify([
		row.jurisdiction,
		row.debtor_kind,
		row.house_limits,
		(of.length > 0 ? of : debts).map((debt) => [debt.collects_as, debt.product, debt.limits]),
	]);
	const known = chosen.get(name);
	if (known) return known;
	const kindOf = (product: string) => (row.debtor_kind === 'company' || product === 'invoice' ? 'business' : 'consumer');
	const choices = (of.length > 0 ? of : debts).map(
		(debt): DebtChoice => ({
			collector: debt.collects_as,
			kind: kindOf(debt.product),
			product: debt.product,
			mandate: ownLimits(debt.limits),
		}),
	);
	const book = bookForDebts(
		row.jurisdiction.split(/[\s,]+/).map(jurisdictionFrom),
		choices.length > 0 ? choices : [{ collector: 'agency', kind: kindOf('other') }],
		ownLimits(row.house_limits),
	);
	if (chosen.size > 5_000) chosen.clear();
	chosen.set(name, book);
	return book;
}

const ownLimits = (stored: StoredLimits | null): OwnLimits | null => (stored === null ? null : contactLimitsOf(stored));

type Notices = Partial<Record<'validation' | 'transfer', { readonly sent_on: string; readonly received_on: string | null }>>;

/** What the caps on the cost of a loan made of the claim as placed (CN-IR1 to CN-IR4). */
function claimFacts(claim: DebtFactRow['claim']): Partial<Facts['debts'][number]> {
	if (claim?.verdict === 'warned') return { above_guidance: true };
	return claim?.verdict === 'cut' && claim.rule !== null ? { capped_by: claim.rule, above_cap_minor: claim.above_minor } : {};
}

/** A debt as the law looks at it. Notices are looked up where a pack asks for them; a bought debt without one was not told of. */
function debtFact(row: DebtFactRow, limitations: Limitations): Facts['debts'][number] {
	const { validation, transfer } = row.notices ?? {};
	const limitation = limitations.get(BigInt(row.id));
	return {
		id: row.id,
		creditor_id: row.creditor_id,
		status: row.status,
		owed_minor: row.owed_minor,
		currency: row.currency,
		...(row.mandate_until ? { mandate_until: row.mandate_until } : {}),
		...claimFacts(row.claim),
		...(limitation?.endsOn ? { [limitation.rule === 'CN-S3' ? 'enforce_until' : 'suit_until']: limitation.endsOn } : {}),
		...(limitation?.knownEverywhere === false ? { suit_until_unknown: true } : {}),
		...(limitation?.refusedOn ? { barred_and_refused: true } : {}),
		...(row.first_at ? { first_communication_at: row.first_at } : {}),
		...(validation ? { validation_sent_on: validation.sent_on, validation_received_on: validation.received_on } : {}),
		...(row.collects_as === 'debt_buyer' ? { transfer_told_on: transfer?.sent_on ?? null } : {}),
	};
}
