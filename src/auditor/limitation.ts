import { steppedBy, suitInvariant } from './courts.ts';
import { answersAs, type Books, roleIn, thereAt } from './parts.ts';

/** What bears on the time a debt may be sued for, of one debt; dates of the agency. */
type Event = { readonly kind: string; readonly on: string; readonly until: string | null; readonly firm: boolean };
type Asked = {
	readonly id: string;
	readonly debtor_id: string;
	readonly asked_at: string;
	readonly days: readonly string[];
	readonly jurisdiction: string;
	readonly rules: readonly string[];
	readonly threatens: boolean;
	readonly debts: readonly { readonly id: string; readonly product: string; readonly due_on: string; readonly events: readonly Event[] }[];
};

export const limitationInvariant = 'a debt that time has barred is named as such, not threatened with a suit, and let be where it is gone';

export const nearEndInvariant = 'compliance is shown every end that is near, and nothing else';

const later = (on: string, by: Temporal.DurationLike) => Temporal.PlainDate.from(on).add(by).toString();
const stood = (row: string) => `${row}.recorded_at <= p.asked_at and (${row}.withdrawn_at is null or ${row}.withdrawn_at > p.asked_at)`;
const own = (row: string) => `${row}.tenant_id = $1 and ${row}.debtor_id = d.debtor_id and ${row}.debt_id = d.id`;

/** Of a text whose attempt is `a`: it left the house, as was known when a permit `p` was asked for. What the house itself stopped says why; what the carrier answered says nothing. */
const left = `not exists (select from message m where m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id and (m.settled_at is null or m.settled_at > p.asked_at or m.state = 'failed' and m.reason is not null))`;

/** What a guarantor agrees to is no agreement of the debtor's (民法典 195). Of a promise or plan `m`. */
const ofGuarantor = `exists (select from contact_attempt g join party y on y.tenant_id = $1 and y.debtor_id = g.debtor_id and y.id = g.party_id and y.role <> 'third_party'
		 where g.tenant_id = $1 and g.debtor_id = m.debtor_id and g.id = m.attempt_id and ${answersAs('m.debt_id', 'm.made_at')} = 'guarantor')`;

/** What had happened when a permit `p` was asked for, about debt `d`: paid, agreed, asked and reached, sued, judged, enforced, told (of a last day what was told last). `firm`: an agreement to the debt itself, or a demand that reached. */
const events = `select 'agreed' as kind, (l.happened_at at time zone $4)::date as on, null::date as until, false as firm from ledger_transfer l where ${own('l')} and l.kind = 'paid' and l.recorded_at <= p.asked_at
		and not exists (select from ledger_transfer r where ${own('r')} and r.reverses_entry_id = l.entry_id and r.recorded_at <= p.asked_at)
	union select 'promised', (m.made_at at time zone $4)::date, null, false from (select tenant_id, debtor_id, debt_id, made_at, state, withdrawn_for, attempt_id from promise where plan_id is null
		union all select n.tenant_id, n.debtor_id, n.debt_id, n.made_at, n.state, n.withdrawn_for, (select min(i.attempt_id) from promise i where i.tenant_id = $1 and i.debtor_id = n.debtor_id and i.plan_id = n.id) from plan n) m
		where ${own('m')} and m.made_at <= p.asked_at and (m.state <> 'withdrawn' or m.withdrawn_for in ('recalled', 'settled')) and not ${ofGuarantor}
	union select 'asked', (a.placed_at at time zone $4)::date, null, coalesce(o.line in ('right_party', 'delivered'), false) from contact_attempt a join contact_permit q on q.tenant_id = $1 and q.debtor_id = a.debtor_id and q.id = a.permit_id and q.purpose = 'collect'
		left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id and o.recorded_at <= p.asked_at
		left join contact_point c on c.tenant_id = $1 and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		where a.tenant_id = $1 and a.debtor_id = d.debtor_id and d.id = any (a.debt_ids) and a.party_id is null and a.placed_at < p.asked_at
		  and (o.line in ('right_party', 'delivered') or d.product = 'credit_card' and a.channel not in ('voice', 'visit') and c.source like 'placement %' and ${left})
	union select 'sued', s.filed_on, s.ended_on, false from suit s where ${own('s')} and ${stood('s')} and s.filed_on is not null
	union select 'judged', s.ended_on, s.perform_by, false from suit s where ${own('s')} and ${stood('s')} and s.ending = 'judged' and ${steppedBy('s', `'judged'`, 'p.asked_at')}
	union select 'enforced', x.applied_on, x.withdrawn_on, false from suit s join suit_enforcement x on x.tenant_id = $1 and x.debtor_id = s.debtor_id and x.suit_id = s.id and x.recorded_at <= p.asked_at where ${own('s')} and ${stood('s')}
	union select case e.kind when 'agreement' then 'agreed' when 'demand' then 'asked' when 'suit' then 'sued' else e.kind end, e.happened_on, e.ended_on, true from limitation_event e where ${own('e')} and ${stood('e')}
		and (e.kind not in ('last_due', 'last_day_to_sue') or e.id = (select l.id from limitation_event l where ${own('l')} and ${stood('l')} and l.kind = e.kind order by l.recorded_at desc, l.id desc limit 1))`;

const old = `(d.overdue_since < (p.asked_at at time zone $4)::date - 725 or there.jurisdiction <> 'CN' and exists (select from limitation_event e where ${own('e')} and e.kind = 'last_day_to_sue')
	or there.jurisdiction <> 'CN' and p.facts -> 'ask' -> 'content' ? 'threatens_suit')`;

const lastOf = (list: readonly Event[], kind: string) =>
	list
		.filter((event) => event.kind === kind)
		.sort((a, b) => (a.on < b.on ? -1 : 1))
		.at(-1);

/** The last day of a period of years, begun anew by what came while it ran; null while a suit (an application to enforce) goes on. */
function endOf(begin: string, years: number, of: { list: readonly Event[]; stops: string }): string | null {
	const bars = of.list.filter((event) => event.kind === 'bar');
	const ended = (from: string) =>
		bars.reduce<string | null>(
			(end, bar) => {
				if (end === null || bar.on > end) return end;
				if (bar.until === null) return null;
				return bar.until < later(end, { months: -6 }) || later(bar.until, { months: 6 }) < end ? end : later(bar.until, { months: 6 });
			},
			later(from, { years }),
		);
	let from = begin;
	for (const event of [...of.list].sort((a, b) => (a.on < b.on ? -1 : 1))) {
		if (event.on < begin || !['agreed', 'promised', 'asked', of.stops].includes(event.kind)) continue;
		const end = ended(from);
		const isLate = end !== null && event.on > end;
		if (isLate && !(event.kind === 'agreed' && event.firm)) continue;
		if (event.kind === of.stops && event.until === null) return null;
		const to = event.kind === of.stops ? (event.until ?? event.on) : event.on;
		if (to > from) from = to;
	}
	return ended(from);
}

/** The last day under the law of one place; null: none, or none that is known. */
function lastDay(place: string, debt: Asked['debts'][number]): string | null {
	const { events: list } = debt;
	const counsel = lastOf(list, 'last_day_to_sue');
	const judged = lastOf(list, 'judged');
	// What a court has judged is sued for no more; of the time to enforce it China's alone is known.
	if (judged && place !== 'CN') return null;
	if (counsel && !judged)
		return list.some((event) => event.kind === 'sued' && event.until === null && event.on <= counsel.on) ? null : counsel.on;
	const due = lastOf(list, 'last_due')?.on ?? debt.due_on;
	if (judged) return endOf(judged.until ?? judged.on, 2, { list, stops: 'enforced' });
	if (place === 'CN') {
		const end = endOf(due, 3, { list, stops: 'sued' });
		const longest = later(due, { years: 20 });
		return end === null || end > longest ? longest : end;
	}
	if (!place.startsWith('UK')) return null;
	// Payments, and acknowledgements that were told; in Scotland a suit. A promise by telephone is neither.
	const scots = place === 'UK-SCT';
	let end = later(due, { years: scots ? 5 : 6 });
	for (const { kind, on } of [...list].sort((a, b) => (a.on < b.on ? -1 : 1)))
		if ((kind === 'agreed' || (scots && kind === 'sued')) && on >= due && on <= end) end = later(on, { years: scots ? 5 : 6 });
	return end;
}

/** Whether anybody knows the last day under the law of a place: beyond China and the United Kingdom counsel finds it, until a court has judged. */
const isFound = (place: string, { events: list }: Asked['debts'][number]) =>
	place === 'CN' || place.startsWith('UK') || list.some(({ kind }) => kind === 'last_day_to_sue' || kind === 'judged');

/** The laws of the places a debtor may be in; where the part of the United Kingdom is not known, both. */
const placesOf = (jurisdiction: string): string[] =>
	jurisdiction.split(/[\s,]+/).flatMap((place) => {
		if (place === 'CN' || place === 'UK-SCT') return [place];
		if (place === 'UK') return ['UK-EAW', 'UK-SCT'];
		return place.startsWith('UK') ? ['UK-EAW'] : ['US'];
	});

function faultsOf({ jurisdiction, days, rules, threatens, debts }: Asked): string[] {
	const places = placesOf(jurisdiction);
	const ends = debts.map((debt) => {
		const all = places.flatMap((place) => lastDay(place, debt) ?? []).sort();
		return { debt, on: all[0] ?? null };
	});
	const barred = ends.filter(({ on }) => on !== null && days.some((day) => day > on));
	const says = barred.map(({ debt, on }) => `debt ${debt.id}, barred since ${on}`).join(', ');
	const all = barred.length === ends.length;
	const named = rules.includes('CN-S1') || rules.includes('CN-S3');
	return [
		...(barred.length > 0 && places.includes('CN') && !named ? [`does not say so of ${says}`] : []),
		...(barred.length === 0 && named
			? [`is told that a debt is barred, which ends on ${ends.map(({ on }) => on ?? 'no day').join(', ')}`]
			: []),
		...(threatens
			? debts
					.filter((debt) => !places.every((place) => isFound(place, debt)))
					.map((debt) => `threatens a suit over debt ${debt.id}, whose last day nobody found`)
			: []),
		...(barred.length > 0 && threatens ? [`threatens a suit over ${says}`] : []),
		...(all && places.includes('UK-SCT') ? [`collects ${says}, which is gone`] : []),
		...(all && jurisdiction.startsWith('UK') && debts.every(({ events: list }) => lastOf(list, 'refused_as_barred'))
			? [`goes on after the person would not pay ${says}`]
			: []),
	];
}

/** The debts of `p` with what bears on their time, as was known when it was asked. */
const debtsWithEvents = `(select json_agg(json_build_object('id', d.id::text, 'product', d.product, 'due_on', d.overdue_since, 'events', coalesce((select json_agg(json_build_object('kind', e.kind, 'on', e.on, 'until', e.until, 'firm', e.firm)) from (${events}) e), '[]')) order by d.id)
		          from debt d where d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = any (p.debt_ids))`;

/** Permits of the window that speak of an old debt, or of one counsel found a last day of, or threaten a suit, to whoever owes it. */
export async function limitationFindings(
	books: Books,
	{ tenantId, from, until, zone }: { tenantId: bigint; from: string; until: string; zone: string },
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<Asked>({
		name: 'audit limitation',
		text: `select p.id::text, p.debtor_id::text, p.asked_at::text, array(select distinct (p.asked_at at time zone z)::date::text from unnest(there.zones) z) as days, there.jurisdiction,
		       array(select r ->> 'rule' from jsonb_array_elements(p.reasons) r) as rules, coalesce(p.facts -> 'ask' -> 'content' ? 'threatens_suit', false) as threatens,
		       ${debtsWithEvents} as debts
		  from contact_permit p left join party y on y.tenant_id = $1 and y.debtor_id = p.debtor_id and y.id = p.party_id ${thereAt('p.debtor_id', 'p.asked_at')}
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and p.permitted and p.channel <> 'unmask' and ${roleIn('p.debt_ids', 'p.asked_at')} <> 'third_party'
		   and exists (select from debt d where d.tenant_id = $1 and d.debtor_id = p.debtor_id and d.id = any (p.debt_ids) and ${old})`,
		values: [String(tenantId), from, until, zone],
	});
	return rows.flatMap((asked) =>
		faultsOf(asked).map((fault) => ({
			invariant: limitationInvariant,
			debtor_id: asked.debtor_id,
			sentence: `permit ${asked.id} of ${asked.asked_at} ${fault}`,
		})),
	);
}

/** Asks that were refused for nothing but that the debt is gone, as time ends it in Scotland alone: of one that is owed there still, or of somebody who lives elsewhere. */
export async function goneFindings(
	books: Books,
	{ tenantId, from, until, zone }: { tenantId: bigint; from: string; until: string; zone: string },
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<
		Pick<Asked, 'id' | 'debtor_id' | 'asked_at' | 'days' | 'jurisdiction'> & { readonly debts: Asked['debts'] | null }
	>({
		name: 'audit gone',
		text: `select p.id::text, p.debtor_id::text, p.asked_at::text, array(select distinct (p.asked_at at time zone z)::date::text from unnest(there.zones) z) as days, there.jurisdiction, ${debtsWithEvents} as debts
		  from contact_permit p ${thereAt('p.debtor_id', 'p.asked_at')}
		 where p.tenant_id = $1 and p.asked_at >= $2 and p.asked_at < $3 and not p.permitted and p.channel <> 'unmask'
		   and (select array_agg(distinct r ->> 'rule') from jsonb_array_elements(p.reasons) r where r ->> 'verdict' = 'refuses') = array['UK-S1-SCT']`,
		values: [String(tenantId), from, until, zone],
	});
	return rows.flatMap(({ id, debtor_id: debtorId, asked_at: at, days, jurisdiction, debts }) => {
		const there = placesOf(jurisdiction).includes('UK-SCT');
		const owed = (debts ?? []).filter((debt) => {
			const last = there ? lastDay('UK-SCT', debt) : null;
			return last === null || days.every((day) => day <= last);
		});
		return owed.length === 0
			? []
			: [
					{
						invariant: limitationInvariant,
						debtor_id: debtorId,
						sentence: `permit ${id} of ${at} was refused in ${jurisdiction} as of what is gone in Scotland, and debt ${owed.map((debt) => debt.id).join(', ')} is not`,
					},
				];
	});
}

/** The clock of a debt as a page shows it. */
export type ShownClock = {
	readonly debt_id: string;
	readonly limitation: { readonly ends_on: string | null; readonly days_left: number | null; readonly barred: boolean };
};

/** What is shown of the time left to sue, beside what there is of it: on the last day a debt is not barred yet, the day after it is. */
export async function clockFindings(
	books: Books,
	of: { readonly tenantId: bigint; readonly debtorId: bigint; readonly now: Temporal.Instant; readonly zone: string },
	shown: readonly ShownClock[],
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<Pick<Asked, 'jurisdiction' | 'debts'> & { readonly on: string }>({
		text: `select (p.asked_at at time zone $4)::date::text as on, there.jurisdiction, ${debtsWithEvents} as debts
		  from (select d.debtor_id, array_agg(d.id) as debt_ids, $3::timestamptz as asked_at from debt d where d.tenant_id = $1 and d.debtor_id = $2 group by d.debtor_id) p ${thereAt('p.debtor_id', 'p.asked_at')}`,
		values: [String(of.tenantId), String(of.debtorId), of.now.toString(), of.zone],
	});
	return rows.flatMap(({ on, jurisdiction, debts }) =>
		debts.flatMap((debt) => {
			const page = shown.find(({ debt_id: id }) => id === debt.id)?.limitation;
			const [last = null] = placesOf(jurisdiction)
				.flatMap((place) => lastDay(place, debt) ?? [])
				.sort();
			const left = last === null ? null : Temporal.PlainDate.from(on).until(last, { largestUnit: 'day' }).days;
			const [is, should] = [
				[page?.ends_on ?? null, page?.days_left ?? null, page?.barred === true],
				[last, left, last !== null && on > last],
			].map((each) => each.join(' '));
			return is === should
				? []
				: [
						{
							invariant: limitationInvariant,
							debtor_id: String(of.debtorId),
							sentence: `debt ${debt.id} is shown on ${on} as ${is}, and is ${should} (last day, days left, barred)`,
						},
					];
		}),
	);
}

/** Days ahead of an end, and after it, in which it is worth a look. */
const near = { ahead: 90, after: 30 } as const;

/** What compliance is shown of ends that are near, beside the open debts whose end is: all of them and no other, the first to end first. */
export async function nearEndFindings(
	books: Books,
	of: { readonly tenantId: bigint; readonly now: Temporal.Instant; readonly zone: string },
	shown: readonly ShownClock[],
): Promise<{ invariant: string; sentence: string; debtor_id: string | null }[]> {
	const { rows } = await books.query<Pick<Asked, 'debtor_id' | 'jurisdiction' | 'debts'> & { readonly on: string }>({
		text: `select p.debtor_id::text, (p.asked_at at time zone $3)::date::text as on, there.jurisdiction, ${debtsWithEvents.replaceAll('$4', '$3')} as debts
		  from (select s.debtor_id, array_agg(s.debt_id) as debt_ids, $2::timestamptz as asked_at from debt_state s where s.tenant_id = $1 and s.status = 'open' group by s.debtor_id) p ${thereAt('p.debtor_id', 'p.asked_at')}`,
		values: [String(of.tenantId), of.now.toString(), of.zone],
	});
	const ends = rows.flatMap(({ debtor_id: debtor, on, jurisdiction, debts }) =>
		debts.flatMap((debt) => {
			const [last] = placesOf(jurisdiction)
				.flatMap((place) => lastDay(place, debt) ?? [])
				.sort();
			if (last === undefined) return [];
			const left = Temporal.PlainDate.from(on).until(last, { largestUnit: 'day' }).days;
			return left > near.ahead || left < -near.after ? [] : [{ debtor, debt: debt.id, left }];
		}),
	);
	const told = shown.map(({ debt_id: debt, limitation }) => ({ debt, left: limitation.days_left ?? 0 }));
	const wrong = [
		...ends
			.filter(({ debt, left }) => !told.some((each) => each.debt === debt && each.left === left))
			.map(({ debtor, debt, left }) => ({ debtor, says: `debt ${debt} has ${left} days left, and is not shown so` })),
		...told
			.filter(({ debt }) => !ends.some((each) => each.debt === debt))
			.map(({ debt, left }) => ({ debtor: null, says: `debt ${debt} is shown with ${left} days left, and its end is not near` })),
		...told
			.filter(({ left }, i) => left < (told[i - 1]?.left ?? left))
			.map(({ debt }) => ({ debtor: null, says: `debt ${debt} is shown behind one that ends later` })),
	];
	return wrong.map(({ debtor, says }) => ({ invariant: nearEndInvariant, debtor_id: debtor, sentence: says }));
}

/** Suits this house means to bring over what a Scottish debtor owed and time has ended: five years after it was due, paid or acknowledged the obligation itself is gone (Prescription and Limitation (Scotland) Act 1973, s. 6). */
export async function suitFindings(
	books: Books,
	{ tenantId, from, until, zone }: { tenantId: bigint; from: string; until: string; zone: string },
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<Pick<Asked, 'id' | 'debtor_id' | 'jurisdiction' | 'debts'> & { readonly on: string }>({
		name: 'audit suits',
		text: `select p.id::text, p.debtor_id::text, (p.asked_at at time zone $4)::date::text as on, there.jurisdiction, ${debtsWithEvents} as debts
		  from (select s.id, s.debtor_id, array[s.debt_id] as debt_ids, s.recorded_at as asked_at from suit s where s.tenant_id = $1 and s.brought_by = 'us' and s.recorded_at >= $2 and s.recorded_at < $3) p ${thereAt('p.debtor_id', 'p.asked_at')}
		 where there.jurisdiction ~ '\\mUK'`,
		values: [String(tenantId), from, until, zone],
	});
	return rows.flatMap(({ id, debtor_id: debtorId, on, jurisdiction, debts }) =>
		debts.flatMap((debt) => {
			const last = placesOf(jurisdiction).includes('UK-SCT') ? lastDay('UK-SCT', debt) : null;
			return last === null || on <= last
				? []
				: [
						{
							invariant: suitInvariant,
							debtor_id: debtorId,
							sentence: `suit ${id} of ${on} is over debt ${debt.id}, which was gone after ${last}`,
						},
					];
		}),
	);
}
