import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Pool } from '../host/db.ts';

/** What is left of a person in the book, and what each act about them came to: no number that the database gave, and no date. By the name of each part; one that is not there is empty. */
export type Played = Readonly<Record<string, string>>;
/** As written: null where it does not come out the same on every day. */
export type Written = Readonly<Record<string, string | null>>;
/** The people of a script by their names. */
export type Script = ReadonlyMap<string, Played>;
export type ScriptName = 'neighbour' | 'trials';

const each = (what: string, from: string, order = 'x.id') =>
	`(select string_agg(concat_ws(' ', ${what}), ', ' order by ${order}) from ${from} x where x.tenant_id = $1 and x.debtor_id = b.id)`;
const late = (from: string, until: string) => `((${until} at time zone $3)::date - (${from} at time zone $3)::date) || ' days'`;

const parts: Readonly<Record<string, string>> = {
	acts: each(`x.act, x.code`, 'record_entry'),
	debts: `(select string_agg(concat_ws(' ', s.status, case when d.ended then 'ended' end,
		  (select concat_ws('/', l.costs_minor, l.interest_minor, l.penalty_minor, l.principal_minor) from debt_balance l where l.tenant_id = $1 and l.debtor_id = b.id and l.debt_id = d.id),
		  s.stage, s.willingness, s.ability, s.reason, case when s.key_case then 'key' end), ', ' order by d.id)
		from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = b.id and s.debt_id = d.id where d.tenant_id = $1 and d.debtor_id = b.id)`,
	promises: each(
		`x.amount_minor, (x.due_on - (x.made_at at time zone $3)::date) || ' days', x.state, x.paid_minor, x.withdrawn_for`,
		'promise',
	),
	plans: each(`x.total_minor, x.instalments, x.state, x.withdrawn_for`, 'plan'),
	payments: each(
		`x.amount_minor, x.currency, x.state, nullif(x.reason, ''), x.applied_minor, x.surplus_minor, x.returned_minor, x.resolution`,
		'payment',
	),
	holds: each(`x.kind, ${late('x.from_at', 'x.until_at')}, case when x.lifted_at is not null then 'lifted' end`, 'hold'),
	cases: each(`x.kind, x.channel, x.state, x.verdict, x.extensions, cardinality(x.debt_ids)`, 'complaint'),
	suits: each(`x.kind, x.brought_by, x.ending, case when x.withdrawn_at is not null then 'withdrawn' end`, 'suit'),
	limitation: each(`x.kind, case when x.withdrawn_at is not null then 'withdrawn' end`, 'limitation_event'),
	consents: each(`x.kind, case when x.revoked_at is not null then 'revoked' end`, 'contact_consent'),
	wishes: each(`x.kind, x.channel, case when x.ended_at is not null then 'ended' end`, 'contact_wish'),
	numbers: each(`x.kind, x.state, case when x.party_id is not null then 'of another' end`, 'contact_point'),
	messages: each(`x.channel, x.template, x.state, x.reason`, 'message'),
	work: each(`x.kind, x.priority, x.state, x.close_reason`, 'work_item'),
	permits: each(
		`x.channel, case when not x.permitted then 'no' end, ${late('x.asked_at', 'x.allowed_from')}`,
		'contact_permit',
		'x.asked_at, x.id',
	),
};

/** Written by `tools/played.ts`. */
export const playedFile = fileURLToPath(new URL('played.json', import.meta.url));

/** What is written of a script, by people. */
const written = (script: ScriptName): Readonly<Record<string, Written>> =>
	(JSON.parse(readFileSync(playedFile, 'utf8')) as Record<ScriptName, Record<string, Written>>)[script];

/** Equal neighbours of a list once, with how many they are. */
function shorter(list: string): string {
	const runs: { what: string; times: number }[] = [];
	for (const what of list.split(', ')) {
		const last = runs.at(-1);
		if (last?.what === what) last.times++;
		else runs.push({ what, times: 1 });
	}
	return runs.map(({ what, times }) => (times === 1 ? what : `${what} ×${times}`)).join(', ');
}

const house = 'the house';
/** Acts of an agency about nobody in particular, with the numbers each was answered with. */
const houseText = `select string_agg(concat_ws(' ', e.act, e.code, n.numbers), ', ' order by e.id) as acts from record_entry e
	  cross join lateral (select string_agg(k.value::text, '/' order by k.key) as numbers from jsonb_each(case when jsonb_typeof(e.answer::jsonb) = 'object' then e.answer::jsonb else '{}' end) k where jsonb_typeof(k.value) = 'number') n
	 where e.tenant_id = $1 and e.debtor_id is null`;

/** Who hears how a script came out, in place of its being held against what is written. */
export type Hear = (script: ScriptName, came: Script) => void;
type Play = {
	readonly tenantId: bigint;
	readonly zone: string;
	readonly script: ScriptName;
	/** Names by the number of their first debt; those of the neighbouring agency are all it has. */
	readonly people: ReadonlyMap<string, string>;
	/** Figures the agency gives of itself. */
	readonly figures?: object;
	readonly hear?: Hear | undefined;
};

/** The numbers of figures that are not nought, by their places; without dates, names and what the database numbered. */
function numbersIn(figures: unknown, place: string): string[] {
	if (typeof figures === 'number') return figures === 0 ? [] : [`${place} ${figures}`];
	if (typeof figures !== 'object' || figures === null) return [];
	return Object.entries(figures).flatMap(([name, inside]) =>
		name === 'day' ? [] : numbersIn(inside, place === '' ? name : `${place}.${name}`),
	);
}

/** How a script came out, and who its people are in the book. */
async function playedBy(
	owner: Pool,
	{ tenantId, zone, script, people, figures = {} }: Play,
): Promise<{ readonly came: Script; readonly debtors: ReadonlyMap<string, string> }> {
	const { rows } = await owner.query<{ reference: string; debtor_id: string } & Record<string, string | null>>(
		`select d.reference, b.id::text as debtor_id, ${Object.entries(parts)
			.map(([name, text]) => `${text} as ${name}`)
			.join(', ')}
		   from debt d join debtor b on b.tenant_id = $1 and b.id = d.debtor_id where d.tenant_id = $1 and d.reference = any ($2) order by d.id`,
		[String(tenantId), [...people.keys()], zone],
	);
	const { rows: all } = script === 'trials' ? { rows: [] } : await owner.query<{ acts: string }>(houseText, [String(tenantId)]);
	const shown = Object.entries(figures).map(([name, inside]): [string, string] => [name, numbersIn(inside, '').join(', ')]);
	const nameOf = (reference: string) => people.get(reference) ?? reference;
	const came = new Map([
		...all.map(({ acts }): [string, Played] => [
			house,
			{ acts: shorter(acts), ...Object.fromEntries(shown.filter(([, text]) => text !== '')) },
		]),
		...rows.map((row): [string, Played] => [
			nameOf(row.reference),
			Object.fromEntries(Object.keys(parts).flatMap((part) => (row[part] ? [[part, shorter(row[part])]] : []))),
		]),
	]);
	return { came, debtors: new Map(rows.map((row) => [nameOf(row.reference), row.debtor_id])) };
}

export const playedInvariant = 'what is played comes out as it is written';

/**
 * Holds a script beside what is written of it: every act of it done, or refused with its reason, what is left of everybody, and the figures the agency gives of it. The law is not asked here:
 * whoever changes what comes out writes it anew (`node tools/played.ts`), and reads what has changed.
 */
export async function playedFindings(
	owner: Pool,
	play: Play,
): Promise<{ invariant: string; sentence: string; debtor_id: string | null }[]> {
	const { came, debtors } = await playedBy(owner, play);
	if (play.hear) {
		play.hear(play.script, came);
		return [];
	}
	const all = written(play.script);
	const found = [...new Set([...came.keys(), ...Object.keys(all)])].flatMap((name) =>
		[...new Set([...Object.keys(came.get(name) ?? {}), ...Object.keys(all[name] ?? {})])].flatMap((part) => {
			const is = came.get(name)?.[part] ?? '';
			const should = all[name]?.[part] ?? (all[name]?.[part] === null ? null : '');
			return should === null || is === should
				? []
				: [{ invariant: playedInvariant, debtor_id: debtors.get(name) ?? null, sentence: `${name}, ${part}: ${difference(is, should)}` }];
		}),
	);
	// Somebody's story tells more than the agency's figures.
	return found.toSorted((a, b) => Number(a.debtor_id === null) - Number(b.debtor_id === null));
}

/** Where two lists part. */
function difference(is: string, should: string): string {
	const [one, other] = [is.split(', '), should.split(', ')];
	const at = one.findIndex((each, i) => each !== other[i]);
	const place = at === -1 ? one.length : at;
	return `number ${place + 1} is ${one[place] || 'none'}, written is ${other[place] || 'none'}`;
}
