import type { Invariant } from './parts.ts';

/** Who may do what, written down here a second time: the acts of the record, and whose logins may have done them. */
const mayHave: Readonly<Record<string, readonly string[]>> = {
	'placement.import': ['manager', 'admin'],
	'placement.undo': ['manager', 'admin'],
	'placement.recall': ['manager', 'admin', 'client'],
	'placement.extend': ['manager', 'admin', 'client'],
	'payment.import': ['manager', 'admin'],
	'payment.record': ['manager', 'admin'],
	'payment.resolve': ['manager', 'admin'],
	'payment.reverse': ['manager', 'admin'],
	'debt.balance': ['manager', 'admin'],
	'hold.place': ['agent', 'team_lead', 'compliance'],
	'debtor.language': ['agent', 'team_lead', 'compliance'],
	'hold.lift': ['team_lead', 'compliance'],
	'complaint.take': ['compliance', 'manager', 'team_lead'],
	'complaint.answer': ['compliance', 'manager', 'team_lead'],
	'complaint.extend': ['compliance', 'manager', 'admin'],
	'house.limit': ['compliance', 'admin'],
	'house.change': ['admin'],
	'login.certify': ['compliance', 'admin'],
	'login.add': ['admin'],
	'login.change': ['admin'],
	'client.add': ['admin'],
	'client.change': ['admin'],
	'api_key.make': ['admin'],
	'assignment.change': ['team_lead', 'manager', 'admin'],
	'message.settle': ['team_lead', 'manager'],
	'promise.make': ['agent', 'team_lead'],
	'plan.make': ['agent', 'team_lead'],
	'contact.ask': ['agent', 'team_lead', 'system'],
	'contact.unmask': ['agent', 'team_lead', 'compliance'],
	'work.next': ['agent', 'team_lead'],
	'work.release': ['agent', 'team_lead'],
	'dayrun.plan': ['manager', 'admin', 'system'],
	'dayrun.judge': ['manager', 'admin', 'system'],
	'text.approve': ['compliance', 'admin'],
	'privacy.erase': ['compliance', 'admin', 'system'],
};
const table = Object.entries(mayHave)
	.map(([act, roles]) => `('${act}', array[${roles.map((role) => `'${role}'`).join(', ')}])`)
	.join(', ');

export const roleInvariants: readonly Invariant[] = [
	{
		name: 'an act is done by somebody whose role may',
		// As the login is now: of one that was changed since nobody can tell. Where tests act past the door, as whoever is at hand, nothing is held against them.
		serial: true,
		text: `select e.debtor_id, e.act || ' of ' || e.at || ' was done by ' || l.username || ', who is ' || l.role as sentence from record_entry e
		  join (values ${table}) m (act, roles) on m.act = e.act join login l on l.tenant_id = $1 and l.id = e.actor_id and l.role <> all (m.roles)
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.outcome = 'done' and not exists (select from record_entry c where c.tenant_id = $1 and c.at > e.at and c.act = 'login.change' and c.outcome = 'done' and c.input ->> 'login' = l.id::text)`,
	},
	{
		name: 'a client’s login acts on its own client’s placements',
		text: `select e.debtor_id, e.act || ' of ' || e.at || ' was done by ' || l.username || ' of client ' || l.client_id || ' on placement ' || n.id || ' of client ' || n.client_id as sentence from record_entry e
		  join login l on l.tenant_id = $1 and l.id = e.actor_id and l.role = 'client' join placement n on n.tenant_id = $1 and n.id::text = e.input ->> 'placement' and n.client_id is distinct from l.client_id
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act like 'placement.%' and e.outcome = 'done'`,
	},
	{
		name: 'a key of a closed login opens nothing any more',
		text: `select null::bigint as debtor_id, 'key ' || k.id || ' of ' || k.made_at || ' of ' || l.username || ' is good, and its login was closed at ' || e.at as sentence from record_entry e
		  join login l on l.tenant_id = $1 and l.id::text = e.input ->> 'login' join api_key k on k.tenant_id = $1 and k.login_id = l.id and k.made_at <= e.at and (k.revoked_at is null or k.revoked_at > e.at)
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'login.change' and e.outcome = 'done' and e.input ->> 'closed' = 'true'`,
	},
	{
		name: 'a house is never left without somebody who manages it',
		text: `select null::bigint as debtor_id, string_agg(l.username, ', ') || ' managed the house, and none is left' as sentence from login l
		 where l.tenant_id = $1 and l.role = 'admin' and l.auth_user_id is not null having bool_and(l.closed_at is not null)`,
	},
	{
		name: 'an exam and a training are of the days that were written down last',
		// In the order they were written: which of two was the last is not told where many write at once.
		serial: true,
		text: `with written as materialized (select e.id, coalesce(e.input ->> 'login', e.answer ->> 'id') as login, e.input::jsonb as input from record_entry e
			where e.tenant_id = $1 and e.act in ('login.add', 'login.change', 'login.certify') and e.outcome = 'done')
		select null::bigint as debtor_id, of.what || ' of ' || l.username || ' is ' || coalesce(of.day::text, 'no day') || ', written down was ' || coalesce(told.day, 'none') as sentence
		  from login l cross join lateral (values ('exam_passed_on', l.exam_passed_on), ('trained_on', l.trained_on)) of (what, day)
		  cross join lateral (select w.input ->> of.what as day from written w where w.login = l.id::text and jsonb_exists(w.input, of.what) order by w.id desc limit 1) told
		 where l.tenant_id = $1 and of.day is distinct from told.day::date`,
	},
];

const [agent, lead, compliance, manager, admin, client] = ['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client'];
const people = [agent, lead, compliance, manager, admin];
const office = [lead, compliance, manager, admin];

/** What may be asked of the API by whom: nothing there is of these numbers, and nothing is said, so that only the door answers. */
export const doors: readonly (readonly [roles: readonly string[], asks: string])[] = [
	[[agent, lead], 'POST debtors/0/promises, debtors/0/plans, debtors/0/promises/0/withdraw, debtors/0/plans/0/withdraw'],
	[
		[agent, lead],
		'POST debtors/0/attempts/0/outcome, debtors/0/messages, debtors/0/permits, debtors/0/attempts, debtors/0/agreed-hours, debtors/0/agreed-hours/end, work/0/0/release, work/next',
	],
	[
		[agent, lead, compliance],
		'POST debtors/0/complaints, debtors/0/holds, complaints/0/files, debtors/0/portal-links, debtors/0/contact-points/0/unmask, debtors/0/barred-refusals, debtors/0/wishes, debtors/0/consents, debtors/0/notices; PUT debtors/0/language',
	],
	[
		[lead, compliance],
		'POST debtors/0/holds/0/lift, debtors/0/holds/0/change, debtors/0/guarantees, debtors/0/limitation-events, debtors/0/wishes/0/end; PUT debtors/0/whereabouts; PATCH debtors/0/limitation-events/0',
	],
	[
		[lead, compliance, manager],
		'POST debtors/0/suits, debtors/0/suits/0/steps, complaints/0/take, complaints/0/answer, complaints/0/close, complaints/0/reopen, texts',
	],
	[[compliance, manager, admin], 'POST complaints/0/extend'],
	[
		[compliance, admin],
		'POST texts/0/approve, texts/0/refuse, flagged-words/0/look, debtors/0/erase, assessments, logins/0/certificate; PUT contact-limits, lpr, clients/0/standing; GET retention, debtors/0/retention, assessments, flagged-words, complaints/0/pack',
	],
	[
		[manager, admin],
		'GET payments/imports/0/errors.csv; POST payments, payments/0/resolve, payments/0/reverse, debtors/0/debts/0/balance, placements/0/undo',
	],
	[[lead, manager], 'POST messages/0/0/settle'],
	[[manager, admin, client], 'POST placements/0/recall, placements/0/extend; GET placements/0/errors.csv'],
	[[lead, manager, admin], 'POST assignments; GET floor, messages/unanswered, assignments, day-runs'],
	[
		[admin],
		'POST logins, teams, keys, keys/0/revoke, clients, creditors; PATCH logins/0, teams/0, clients/0, creditors/0, agency; GET keys',
	],
	[people, 'GET debtors/0, debtors/0/ledger, debtors/0/suits, debtors, texts'],
	[office, 'GET complaints/0, logins, agency, decisions, near-limits'],
	[[...office, client], 'GET placements, placements/0, payments, reports/summary, clients'],
];

/** What was asked at the door of the API, and what came of it; `may`: whether the one who asked may. */
export type AskedAtDoor = { readonly by: string; readonly ask: string; readonly may: boolean; readonly status: number };

/** Asks that get past the door although the asker’s role may not, or do not although it may. 403 is the door’s word; what comes past it is answered otherwise. */
export function doorFindings(asked: readonly AskedAtDoor[]): { invariant: string; sentence: string }[] {
	return asked.flatMap(({ by, ask, may, status }) =>
		status < 500 && status !== 401 && (status === 403) !== may
			? []
			: [{ invariant: doorInvariant, sentence: `${ask} by ${by}, who ${may ? 'may' : 'may not'}, is answered ${status}` }],
	);
}
export const doorInvariant = 'nobody gets past the door whose role may not';

/** One act asked for three times with one key: as it was, again, and for something else. What was answered, and how many rows there are of it. */
export function keyFindings(answers: { readonly first: string; readonly again: string; readonly other: string; readonly rows: number }) {
	const { first, again, other, rows } = answers;
	return first === again && other === 'idempotency.key_reused_with_other_input' && rows === 1
		? []
		: [
				{
					invariant: keyInvariant,
					sentence: `one key asked for ${first}, again for ${again} and with other words for ${other}; ${rows} were made`,
				},
			];
}
/** One key under which an act was asked for, and then another act of the same input. What the door answered. */
export const otherActFindings = ({ first, other }: { readonly first: number; readonly other: number }) =>
	first === 200 && other === 409
		? []
		: [{ invariant: keyInvariant, sentence: `an act is answered ${first}, and another of the same input under its key ${other}` }];

/** A key of a login that is closed and opened again: before, while it is closed, and after. */
export const closedKeyFindings = ({ before, shut, again }: { readonly before: number; readonly shut: number; readonly again: number }) =>
	before === 200 && shut === 401 && again === 401
		? []
		: [
				{
					invariant: doorInvariant,
					sentence: `a key is answered ${before}, with ${shut} when its login is closed and ${again} when that is open again`,
				},
			];

export const keyInvariant = 'a key stands for one act with one input';
