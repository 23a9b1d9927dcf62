import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const told = 'an outcome says whether anybody answered, and by whom they were called';
const surety = 'a guarantor is asked only while the guarantee stands';

/** What comes between a permit and its use, past the gate, of one debt and not the other, on a first day: each shown by a trial of reach. */
export const reachBugs: readonly Bug[] = [
	bug('a permit is used on the facts it was given on', 'no contact while a hold is in force', [
		[
			'src/contact/permits.ts',
			"const facts = known(withElsewhere(target, permit.facts.facts.elsewhere), 'target').facts;",
			'const facts = permit.facts.facts;',
		],
	]),
	bug('a permit without any signature is taken', 'every decision bears the gate’s signature', [
		['migrations/0007-signed-permits-and-wishes.sql', 'where p.signature is null or k.tenant_id is null', 'where k.tenant_id is null'],
	]),
	bug('the database takes an attempt on a permit that ran out', 'every attempt uses exactly one permit, once, in time', [
		[
			'migrations/0001-the-house.sql',
			'or a.placed_at < p.asked_at or a.placed_at >= p.expires_at) then',
			'or a.placed_at < p.asked_at) then',
		],
	]),
	bug('who stood surety in error refuses, and it is not kept', told, [
		['migrations/0033-who-answers-for-which-debt.sql', 'g.party_id = of_party and g.withdrawn_at is null);', 'g.party_id = of_party);'],
	]),
	bug('who stands surety for another debt refuses, and it is not kept', told, [
		[
			'src/contact/store.ts',
			"case when y.role <> 'third_party' and not debts_answered_for($1, a.debtor_id, y.id) && a.debt_ids then 'third_party' else y.role end as party_role,",
			'y.role as party_role,',
		],
	]),
	bug('a call about another debt claims on the guarantee', surety, [
		[
			'src/debts/guarantee-store.ts',
			'and a.party_id = g.party_id and g.debt_id = any (a.debt_ids)) as asked_on',
			'and a.party_id = g.party_id) as asked_on',
		],
	]),
	bug('a general guarantor is bound by being asked', surety, [
		[
			'src/law/limitation.ts',
			"[...(guarantee.kind === 'joint' ? claims.askedOn : claims.suedOn)]",
			'[...claims.askedOn, ...claims.suedOn]',
		],
	]),
	bug(
		'a promise begins the years anew in the United Kingdom',
		'a debt that time has barred is named as such, not threatened with a suit, and let be where it is gone',
		[
			[
				'src/debts/limitation.ts',
				"(kind === 'agreement' && (source === 'payment' || source === 'told'))",
				"(kind === 'agreement' && source !== 'plan')",
			],
		],
	),
	bug('a debt with a judgment is sued for again', 'nobody is sued twice, while held, out of place or out of time', [
		['src/debts/suit-actions.ts', "['referred', 'pending', 'judged', 'enforcement']", "['referred', 'pending', 'enforcement']"],
	]),
	bug('a row of law waits a day', 'at most 6 calls a day to one number', [
		['src/law/in-force.ts', 'row.from <= date && (row.until', 'row.from < date && (row.until'],
	]),
	bug(
		'a call longer than its permit is let go by the shared count',
		'the shared count is told of a call when it is over, and what came of it',
		[['src/contact/reservation-store.ts', '(a.id is null and p.expires_at <= $2)', 'p.expires_at <= $2']],
	),
];

/** Of the day’s plan, shown by people of the neighbouring agency. */
export const reachedNearby: readonly Bug[] = [
	bug('a call is planned on the day after the mandate', 'the day’s calls are as urgent and as many as the strategy says', [
		['src/strategy/rules.ts', 'on > debt.recallDueOn) return', 'on > debt.recallDueOn + 1) return'],
	]),
	bug('a call is planned by the first zone alone', 'nobody is offered work outside the team, the assignment or the hours of it', [
		['src/strategy/rules.ts', 'atLocal(zone, on, time).epochMilliseconds', 'atLocal(zones[0] ?? zone, on, time).epochMilliseconds'],
	]),
];
