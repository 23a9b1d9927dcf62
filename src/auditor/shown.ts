import type { Books } from './parts.ts';
import type { Open } from './words.ts';

/** What a login asked the API for, and the text of what it was shown. */
export type Shown = { readonly by: string; readonly ask: string; readonly status: number; readonly text: string };
type Finding = { invariant: string; sentence: string };

export const clientInvariant = 'a client’s login is shown its own client and no other';
export const packInvariant = 'an evidence pack has everything there is of its debtor';
export const identityInvariant = 'no page shows an identity number or a telephone number that nobody looked up';
export const draftInvariant = 'nobody is shown words that no second person approved';
export const sightInvariant = 'an agent finds and opens the debtors of the own teams and calls, and nobody else';
export const holdsInvariant = 'a page shows every hold that nobody lifted, the last first';
export const termInvariant = 'a key and a link open the house in their time, and not after it';
export const ownKeyInvariant = 'a key stands for what its own login asked';
export const agencyInvariant = 'an agency is shown nothing of another';

/** A creditor-side login of one client: no other is named in anything it is shown, by whatever name, and nobody who works for the agency, nor a team of them. */
export async function clientFindings(
	owner: Books,
	of: { tenantId: bigint; clientId: bigint },
	shown: readonly Shown[],
): Promise<Finding[]> {
	const { rows } = await owner.query<{ id: string; code: string; name: string }>({
		text: 'select id::text, code, name from client where tenant_id = $1',
		values: [String(of.tenantId)],
	});
	const others = rows.filter(({ id }) => id !== String(of.clientId));
	const { rows: people } = await owner.query<{ name: string }>({
		text: `select name from team where tenant_id = $1 union select l.name from login l join team_member m on m.tenant_id = $1 and m.login_id = l.id where l.tenant_id = $1 order by 1`,
		values: [String(of.tenantId)],
	});
	return shown.flatMap(({ ask, status, text }) =>
		status === 200
			? [
					...others.filter(({ code, name }) => text.includes(`"${code}"`) || text.includes(name)).map(({ code }) => `a client ${code}`),
					...people.filter(({ name }) => text.includes(`"${name}"`)).map(({ name }) => `who works for the agency: ${name}`),
				].map((what) => ({ invariant: clientInvariant, sentence: `${ask} shows ${what}` }))
			: [{ invariant: clientInvariant, sentence: `${ask} is answered ${status}` }],
	);
}

/** What a creditor-side login asks of a placement: to read it, or to change something of it. */
export type AskedOfPlacement = { readonly ask: string; readonly placement: string; readonly changes: boolean; readonly status: number };

/** A creditor-side login reads the placements of its own client, and to it there is none of another. */
export async function placementFindings(
	owner: Books,
	of: { tenantId: bigint; clientId: bigint },
	asked: readonly AskedOfPlacement[],
): Promise<Finding[]> {
	const { rows } = await owner.query<{ id: string }>({
		text: 'select id::text from placement where tenant_id = $1 and client_id = $2',
		values: [String(of.tenantId), String(of.clientId)],
	});
	const own = new Set(rows.map(({ id }) => id));
	return asked.flatMap(({ ask, placement, changes, status }) =>
		(own.has(placement) ? changes || status === 200 : status === 404)
			? []
			: [{ invariant: clientInvariant, sentence: `${ask} of ${own.has(placement) ? 'its own' : 'another'} client is answered ${status}` }],
	);
}

const rowsOf: Readonly<Record<string, string>> = {
	debts: 'select count(*) from debt where tenant_id = $1 and debtor_id = $2',
	contacts: 'select count(*) from contact_permit where tenant_id = $1 and debtor_id = $2',
	'contacts that were refused': 'select count(*) from contact_permit where tenant_id = $1 and debtor_id = $2 and not permitted',
	'contacts that took place': 'select count(*) from contact_attempt where tenant_id = $1 and debtor_id = $2',
	'contacts with an end': 'select count(*) from contact_outcome where tenant_id = $1 and debtor_id = $2',
	messages: 'select count(*) from message where tenant_id = $1 and debtor_id = $2',
	payments: 'select count(*) from payment where tenant_id = $1 and debtor_id = $2',
	arrangements:
		'select (select count(*) from promise where tenant_id = $1 and debtor_id = $2) + (select count(*) from plan where tenant_id = $1 and debtor_id = $2)',
	holds: 'select count(*) from hold where tenant_id = $1 and debtor_id = $2',
	entries: 'select count(*) from record_entry where tenant_id = $1 and debtor_id = $2',
	files: 'select count(*) from complaint_file where tenant_id = $1 and debtor_id = $2',
};

type PackContact = { readonly permitted: boolean; readonly attempt_id: string | null; readonly line: string | null };
type Pack = { readonly content: Readonly<Record<string, readonly object[]>> & { readonly contacts: readonly PackContact[] } };

/** A pack beside the rows of its debtor, as they were when it was made. */
export async function packFindings(owner: Books, of: { tenantId: bigint; debtorId: bigint }, text: string): Promise<Finding[]> {
	const { content } = JSON.parse(text) as Pack;
	const counted: Readonly<Record<string, number>> = {
		'contacts that were refused': content.contacts.filter(({ permitted }) => !permitted).length,
		'contacts that took place': content.contacts.filter(({ attempt_id: attempt }) => attempt !== null).length,
		'contacts with an end': content.contacts.filter(({ line }) => line !== null).length,
	};
	const found: Finding[] = [];
	for (const [what, count] of Object.entries(rowsOf)) {
		const { rows } = await owner.query<{ n: string }>({
			text: `select (${count})::text as n`,
			values: [String(of.tenantId), String(of.debtorId)],
		});
		const told = counted[what] ?? content[what]?.length ?? 0;
		if (String(told) !== rows[0]?.n)
			found.push({ invariant: packInvariant, sentence: `a pack tells of ${told} ${what}, there are ${rows[0]?.n}` });
	}
	return found;
}

/** As many letters of a number as tell a district or a birth date, and as many digits as are dialled. */
const tell = 8;

/** Pages about some debtors: none has a part of an identity number that is long enough to tell something, and none the whole of a telephone number. */
export async function identityFindings(owner: Books, open: Open, tenantId: bigint, shown: readonly Shown[]): Promise<Finding[]> {
	const { rows } = await owner.query<{ id: string; sealed: Buffer; person: string; numbers: { sealed: string; index: string }[] }>({
		text: `select d.id::text, d.sealed, encode(d.identity_index, 'hex') as person, (select coalesce(json_agg(json_build_object('sealed', encode(p.value_sealed, 'hex'), 'index', encode(p.value_index, 'hex'))), '[]')
		         from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind in ('mobile', 'landline')) as numbers
		  from debtor d where d.tenant_id = $1 and d.erased_at is null`,
		values: [String(tenantId)],
	});
	const unseen = shown.filter(({ status }) => status !== 200);
	const found = unseen.map(({ by, ask, status }) => ({ invariant: identityInvariant, sentence: `${ask} by ${by} is answered ${status}` }));
	const telling = rows.flatMap(({ id, sealed, person, numbers }) => {
		const pages = shown.filter(({ text }) => text.includes(`"${id}"`));
		if (pages.length === 0) return [];
		const { idNumber } = JSON.parse(open(sealed, `debtor ${person}`)) as { idNumber: string };
		const parts = [
			...Array.from({ length: Math.max(0, idNumber.length - tell + 1) }, (_, i) => idNumber.slice(i, i + tell)),
			...numbers.map((each) => open(Buffer.from(each.sealed, 'hex'), `contact ${each.index}`)).filter((each) => each.length >= tell),
		];
		return pages
			.filter(({ text }) => parts.some((part) => text.includes(part)))
			.map(({ by, ask }) => ({ invariant: identityInvariant, sentence: `${ask} shows ${by} who debtor ${id} is` }));
	});
	return [...found, ...telling];
}

/** Pages beside the words of texts that are drafts or were refused: a piece of those between its places that no approved text has is on none. */
export async function draftFindings(owner: Books, tenantId: bigint, shown: readonly Shown[]): Promise<Finding[]> {
	const { rows } = await owner.query<{ name: string; state: string; zh: string; en: string }>({
		text: 'select name, state, zh, en from message_text where tenant_id = $1',
		values: [String(tenantId)],
	});
	const approved = rows.filter(({ state }) => state === 'approved' || state === 'retired').flatMap(({ zh, en }) => [zh, en]);
	const pieces = rows
		.filter(({ state }) => state === 'draft' || state === 'refused')
		.flatMap(({ name, zh, en }) => [zh, en].flatMap((words) => words.split(/\{\w+\}/)).map((piece) => ({ name, piece })))
		.filter(({ piece }) => piece.length >= tell && !approved.some((each) => each.includes(piece)));
	return shown.flatMap(({ by, ask, text }) =>
		pieces
			.filter(({ piece }) => text.includes(piece))
			.map(({ name }) => ({ invariant: draftInvariant, sentence: `${ask} shows ${by} a ${name} that nobody approved` })),
	);
}

/** Several logins that asked for the same under one key: each was answered for itself, with a row and an entry of its own. */
export async function ownKeyFindings(
	owner: Books,
	of: { tenantId: bigint; key: string; logins: readonly bigint[] },
	shown: readonly Shown[],
): Promise<Finding[]> {
	const { rows } = await owner.query<{ actor_id: string }>({
		text: `select actor_id::text from record_entry where tenant_id = $1 and right(idempotency_key, length($2)) = $2 and outcome = 'done'`,
		values: [String(of.tenantId), of.key],
	});
	const made = new Set(shown.map(({ text }) => text)).size;
	const wrong = of.logins.filter((login) => rows.filter(({ actor_id: actor }) => actor === String(login)).length !== 1);
	return made === shown.length && wrong.length === 0 && shown.every(({ status }) => status === 200)
		? []
		: [
				{
					invariant: ownKeyInvariant,
					sentence: `${shown.length} logins asked for a thing each under one key, ${made} were made (${shown.map(({ status }) => status).join(', ')}), and logins ${wrong.join(', ') || 'all'} have none in the record`,
				},
			];
}

/** The page of a debtor beside the holds that are written down. */
export async function holdsFindings(owner: Books, of: { tenantId: bigint; debtorId: bigint }, { by, text }: Shown): Promise<Finding[]> {
	const { rows } = await owner.query<{ id: string }>({
		text: 'select id::text from hold where tenant_id = $1 and debtor_id = $2 and lifted_at is null order by from_at desc, hold.id desc',
		values: [String(of.tenantId), String(of.debtorId)],
	});
	const { holds = [] } = JSON.parse(text) as { holds?: { id: string }[] };
	const [shown, written] = [holds, rows].map((each) => each.map(({ id }) => id).join(', '));
	return shown === written
		? []
		: [{ invariant: holdsInvariant, sentence: `${by} is shown the holds ${shown || 'none'}, written are ${written}` }];
}

/** A debtor an agent looked for by the number of a case, and tried to open. */
export type AskedFor = {
	readonly by: string;
	readonly login: bigint;
	readonly debtor: string;
	readonly reference: string;
	readonly opened: number;
	/** What an act on them was answered. */
	readonly acted: number;
	readonly listed: boolean;
};

/** Whom an agent may open (docs/guides/agent.md): the debtors of the own teams, nobody's where the team is the house's first, those of the team's planned calls, and whom the agent contacted in the last 30 days, or in a call whose end is still to be written down. */
export async function sightFindings(
	owner: Books,
	of: { tenantId: bigint; now: Temporal.Instant },
	asked: readonly AskedFor[],
): Promise<Finding[]> {
	const { rows } = await owner.query<{ may: boolean }>({
		text: `select exists (select from team_member m where m.tenant_id = $1 and m.login_id = p.login and (
			m.team_id = given.team_id or given.team_id is null and m.team_id = (select min(t.id) from team t where t.tenant_id = $1 and t.closed_at is null)
			or m.team_id in (select w.team_id from work_item w where w.tenant_id = $1 and w.debtor_id = p.debtor and w.state in ('open', 'claimed'))))
		  or exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = p.debtor and w.state = 'claimed' and w.claimed_by = p.login)
		  or exists (select from contact_attempt a where a.tenant_id = $1 and a.debtor_id = p.debtor and a.made_by = p.login and (a.placed_at >= $4::timestamptz - interval '720 hours'
			or not exists (select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id))) as may
		  from unnest($2::bigint[], $3::bigint[]) with ordinality p (login, debtor, place) left join assignment given on given.tenant_id = $1 and given.debtor_id = p.debtor order by p.place`,
		values: [String(of.tenantId), asked.map(({ login }) => String(login)), asked.map(({ debtor }) => debtor), of.now.toString()],
	});
	return asked.flatMap(({ by, reference, opened, acted, listed }, i) => {
		const may = rows[i]?.may ?? false;
		return opened === (may ? 200 : 404) && (acted !== 404) === may && acted < 500 && listed === may
			? []
			: [
					{
						invariant: sightInvariant,
						sentence: `${by}, who ${may ? 'may' : 'may not'} open ${reference}, is answered ${opened}, for an act ${acted}, and ${listed ? 'finds it' : 'does not find it'}`,
					},
				];
	});
}

/** What somebody tried to open by something that is good for a time, when, and what was answered. */
export type Opened = { readonly by: 'key' | 'link'; readonly ask: string; readonly at: Temporal.Instant; readonly status: number };

/** Of a key the time it was made for, of a debtor's link fourteen days of twenty-four hours: until then it opens, and from then on nothing is there. */
export async function termFindings(
	owner: Books,
	of: { tenantId: bigint; debtorId: bigint; key: string },
	opened: readonly Opened[],
): Promise<Finding[]> {
	const { rows } = await owner.query<{ may: boolean; over: string }>({
		text: `select o.at < t.over as may, t.over::text as over from unnest($2::text[], $3::timestamptz[]) with ordinality o (what, at, place) join (
			(select 'key' as what, k.expires_at as over from api_key k where k.tenant_id = $1 and k.name = $5)
			union all (select 'link', l.made_at + interval '336 hours' from portal_link l where l.tenant_id = $1 and l.debtor_id = $4 order by l.id desc limit 1)) t using (what) order by o.place`,
		values: [String(of.tenantId), opened.map(({ by }) => by), opened.map(({ at }) => at.toString()), String(of.debtorId), of.key],
	});
	return opened.flatMap(({ by, ask, at, status }, i) => {
		const { may, over } = rows[i] ?? { may: false, over: 'never' };
		return status < 300 === may && status < 500
			? []
			: [{ invariant: termInvariant, sentence: `${ask} at ${at.toString()} by a ${by} that is good until ${over} is answered ${status}` }];
	});
}

/** What somebody asks for that is another agency's, by its number; and the tables that show rows of another to the application when it speaks for this one. */
export type AskedOfOthers = { readonly by: string; readonly ask: string; readonly status: number };
export const othersFindings = (asked: readonly AskedOfOthers[], tables: readonly string[]): Finding[] =>
	[
		...asked
			.filter(({ status }) => status !== 404)
			.map(({ by, ask, status }) => `${ask} by ${by}, of another agency, is answered ${status}`),
		...tables.map((table) => `table ${table} shows rows of another agency`),
	].map((sentence) => ({ invariant: agencyInvariant, sentence }));

/** What was filed through a debtor's link in a day: after five of them more of the same may wait, a request to stop may not while none is in force (15 USC 1692c(c)). */
export function tooManyFindings(
	filed: readonly { readonly kind: string; readonly status: number }[],
): { invariant: string; sentence: string }[] {
	return filed.flatMap(({ kind, status }, i) => {
		const isFirst = filed.findIndex((each) => each.kind === kind) === i;
		const should = i < 5 || isFirst ? 303 : 429;
		return status === should
			? []
			: [
					{
						invariant: 'what the debtor said holds at once',
						sentence: `filing ${i + 1} of a day, a ${kind}, is answered ${status}, not ${should}`,
					},
				];
	});
}
