import { join } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { recordNotice, setWhereabouts } from '../contact/wishes.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { recallPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { addClient, changeClient, limitContacts } from '../tenants/actions.ts';
import { type Hear, playedFindings } from '../auditor/played.ts';
import type { Violation } from '../auditor/auditor.ts';
import type { Course } from '../simulator/course.ts';
import { learnSizes, type SimulatedHouse } from '../simulator/house.ts';
import type { Point } from '../simulator/misdeeds-parts.ts';
import { firstDayOf, type Plan, zone } from '../simulator/plan.ts';
import {
	came,
	type Code,
	codes,
	currencyOf,
	debtsOf,
	headings,
	lender,
	people,
	type Person,
	type PersonName,
	places,
	rowOf,
	mandates,
	trialNames,
} from './cast.ts';
import { trialsOfContact } from './contact.ts';
import { trialsOfCount } from './count.ts';
import { trialsOfEdges } from './edges.ts';
import { trialsAfterErasure, trialsOfErasure } from './erasure.ts';
import { trialsOfAgain, trialsOfAgainAfter } from './again.ts';
import { trialsOfAnswers } from './answers.ts';
import { trialsOfApart } from './apart.ts';
import { trialsOfClauses } from './clauses.ts';
import { trialsOfTerms } from './clauses-terms.ts';
import { trialsOfHours } from './hours.ts';
import { trialsOfLastDays } from './last-days.ts';
import { trialsOfMessages } from './messages.ts';
import { trialsOfOthers, trialsOfOthersOfOld } from './others.ts';
import { trialsOfPlaces } from './places.ts';
import { trialsOfPrivacy } from './privacy.ts';
import { trialsOfReach } from './reach.ts';
import { trialsOfSuits } from './suits.ts';
import { trialsOfReturned } from './returned.ts';
import { trialsOfSeldom, trialsOfSeldomOfOld } from './seldom.ts';
import { trialsOfTwice } from './twice.ts';
import { trialsOfTime } from './time.ts';
import { trialsOfWhereabouts } from './whereabouts.ts';
import { trialsOfWhose } from './whose.ts';
import { enter, type Placed, type Stage, trained, type Trial } from './parts.ts';

const trials: Readonly<Record<string, Trial>> = {
	...trialsOfContact,
	...trialsOfHours,
	// Before it is erased.
	...trialsOfPrivacy,
	...trialsOfErasure,
	...trialsOfOthersOfOld,
	...trialsOfSeldomOfOld,
	...trialsOfAgain,
	...trialsOfTime,
	...trialsAfterErasure,
	...trialsOfEdges,
	...trialsOfMessages,
	...trialsOfReach,
	...trialsOfCount,
	...trialsOfPlaces,
	...trialsOfWhose,
	...trialsOfLastDays,
	...trialsOfOthers,
	...trialsOfAgainAfter,
	...trialsOfTwice,
	...trialsOfAnswers,
	...trialsOfApart,
	...trialsOfWhereabouts,
	...trialsOfSuits,
	...trialsOfReturned,
	...trialsOfSeldom,
	...trialsOfClauses,
	...trialsOfTerms,
};

export type Evening = {
	readonly plan: Plan;
	readonly house: SimulatedHouse;
	readonly course: Course;
	readonly on: Temporal.PlainDate;
	readonly hear?: Hear | undefined;
};

/**
 * What is tried in every run, whatever its seed and however short: on its last evening, on people placed for it and for nothing else, each the subject of one trial that goes up to an edge of the law
 * and over it. Nothing is drawn, nobody else is touched, and their days are told afterwards, under clocks set back: the days before stay as they were. Nothing here expects a refusal.
 *
 * The files come, each trial is made, what is left is taken back. Gives how many were tried, and what came out otherwise than it is written.
 */
export async function lastEvening({
	plan,
	house,
	course,
	on,
	hear,
}: Evening): Promise<{ readonly tried: number; readonly found: readonly Violation[] }> {
	if (plan.without.has('trials')) return { tried: 0, found: [] };
	const mine = Object.entries(trials).filter(([name]) => course.happens(`trial ${name}`));
	if (mine.length === 0) return { tried: 0, found: [] };
	let pressed = 0;
	const press: Press = (name, work) => work(`trial ${++pressed} ${name}`);
	const clock = settableClock(house.clock.now());
	const by = (username: string) => house.door(username, clock);
	const at = (daysAgo: number, time: string, place: string = zone) =>
		on.subtract({ days: daysAgo }).toZonedDateTime({ timeZone: place, plainTime: time }).toInstant();
	const set = (instant: Temporal.Instant) => {
		clock.set(instant);
	};
	const placed = new Map<Code, bigint>();
	const agent = by('trial');
	const everybody = new Map<PersonName, Placed>();
	const found: Violation[] = [];
	const stage: Stage = {
		on,
		clock,
		press,
		agent,
		agentId: agent.actor.id,
		newcomer: by('newcomer'),
		compliance: by('compliance'),
		manager: by('manager'),
		lead: by('lead'),
		operator: by('operator'),
		system: by('system'),
		owner: house.owner,
		found: (findings) => found.push(...findings.map((each) => ({ ...each, day: on.toString() }))),
		who: (name) => known(everybody.get(name), `trial of ${name}`),
		at,
		placementOf: (code) => known(placed.get(code), `placement of ${code}`),
	};
	// The house's own limits of the run are lifted, so that it is the law that is met.
	set(firstDayOf(plan).toZonedDateTime({ timeZone: zone, plainTime: '06:00:01' }).toInstant());
	await press('limit', (key) => limitContacts(stage.operator, null, key));
	set(at(340, '06:00'));
	await trained(stage, on.subtract({ days: 340 }), on.subtract({ days: 345 }));
	set(at(30, '06:00'));
	await trained(stage, on.subtract({ days: 30 }));
	for (const code of codes) {
		set(on.subtract(came[code]).toZonedDateTime({ timeZone: zone, plainTime: '07:00' }).toInstant());
		placed.set(code, await bringFile(stage, house, code));
	}
	// In a short run most of the house came just now: of tables it has never looked at the database expects the worst, and each call to somebody around takes seven times as long.
	await learnSizes(house.owner);
	for (const [name, person] of await placedPeople(stage)) everybody.set(name, person);
	set(at(329, '09:00'));
	for (const [name, person] of people) if (person.lives) await moveTo(stage, stage.who(name), person);
	for (const [, trial] of mine) await trial(stage);
	// After the last call that was tried.
	set(at(0, '23:50'));
	for (const code of codes) await press('recall', (key) => recallPlacement(stage.manager, stage.placementOf(code), '委案方收回', key));
	// Of a run made small only what is left is played; and so many years before a 29 February is another day.
	const whole = mine.length === Object.keys(trials).length && !(on.month === 2 && on.day === 29);
	const { owner, tenantId } = house;
	if (whole) stage.found(await playedFindings(owner, { tenantId, zone, script: 'trials', people: trialNames, hear }));
	return { tried: mine.length, found };
}

/** The file of those who are erased brings what others had written of them and what nobody may keep, to be erased with them. */
const withRemarks = (code: Code, lines: readonly string[]): string[] =>
	lines.map((line, i) => {
		const more = i === 0 ? '上手催记,通话记录' : '家人代接，称其外出,每日三次';
		return code === 'LONG' ? `${line.trimEnd()},${more}\n` : line;
	});

/** The client and its file, one row for each debt of its people. */
async function bringFile({ press, operator, manager, on }: Stage, house: SimulatedHouse, code: Code): Promise<bigint> {
	const client = {
		code,
		name: `${lender[code]} ${code}`,
		creditor: lender[code],
		kind: 'consumer_finance',
		product: 'consumer_loan',
	} as const;
	const added = await press('client', (key) =>
		addClient(operator, { ...client, currency: currencyOf(code), serviceLine: '400-000-0000', complaintLine: '400-000-0001' }, key),
	);
	assert(!isRefusal(added), `no client ${code}`);
	const limits = mandates[code];
	if (limits)
		await press('mandate', (key) => changeClient(operator, { clientId: BigInt(added.id), mandate: { contact_limits: limits } }, key));
	const lines = people.flatMap(([name, person], i) => (debtsOf(person).includes(code) ? [rowOf({ i, name, person, code, on })] : []));
	const path = join(house.folder, `${code}.csv`);
	await writeLines(path, 'gb18030', withRemarks(code, [csvLine(headings), ...lines]));
	const imported = await press('placement', () => importPlacement(manager, { path, clientCode: code }));
	assert(!isRefusal(imported) && imported.accepted === lines.length && imported.placement_id !== null, `the file of ${code} was refused`);
	return BigInt(imported.placement_id);
}

async function placedPeople({ press, manager }: Stage): Promise<[PersonName, Placed][]> {
	const rows = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<Point & { reference: string; around_point: bigint; around_party: bigint }>(
				`select t.reference, t.debtor_id, t.id as debt_id, own.id as point_id, null::bigint as party_id, b.owed_minor as owed, t.currency, d.zones, around.id as around_point, around.party_id as around_party
				   from client c join debt t on t.tenant_id = $1 and t.client_id = c.id join debtor d on d.tenant_id = $1 and d.id = t.debtor_id
				   join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.id
				   cross join lateral (select p.id from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is null order by p.id limit 1) own
				   cross join lateral (select p.id, p.party_id from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is not null order by p.id limit 1) around
				  where c.tenant_id = $1 and c.code = any ($2) order by t.id`,
				[tx.tenantId, [...codes]],
			),
		),
	);
	return people.map(([name, person], i) => {
		const debts = debtsOf(person).map((code) =>
			known(
				rows.find((row) => row.reference === `${code}-${i}`),
				`the debt of ${name}`,
			),
		);
		const first = known(debts[0], 'debt');
		return [
			name,
			{
				...first,
				around: { ...first, point_id: first.around_point, party_id: first.around_party },
				debts: debts.map((debt) => debt.debt_id),
			},
		];
	});
}

async function moveTo(stage: Stage, of: Placed, { lives, unnoticed }: Person): Promise<void> {
	if (!lives) return;
	const { debtor_id: debtorId, debts } = of;
	const { jurisdictions, zones } = places[lives];
	const where = { jurisdictions: [...jurisdictions], zones: [...zones], evidence: 'the client’s file' };
	await enter(stage, 'debtor.whereabouts', of, where, (act) => setWhereabouts(act, debtorId, where));
	if ((lives !== 'New York' && lives !== 'New York City') || unnoticed) return;
	const on = stage.on.subtract({ days: 329 });
	for (const debt of debts)
		await enter(stage, 'notice.record', of, { debt }, (act) =>
			recordNotice(act, debtorId, { kind: 'validation', debt_id: String(debt), sent_on: on.toString(), evidence: 'letter' }, on),
		);
}
