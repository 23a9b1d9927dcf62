import { unsound } from './cast-unsound.ts';
import { assert, known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { setWhereabouts } from '../contact/wishes.ts';
import type { Press } from '../demo/calls.ts';
import { openCallers } from '../demo/callers.ts';
import { csvLine } from '../demo/sheet-file.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { sweep } from '../queue/actions.ts';
import { assign } from '../queue/assign.ts';
import { change, type Door } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { addClient, changeClient } from '../tenants/actions.ts';
import { type Hear, playedFindings } from '../auditor/played.ts';
import { audit, type Violation } from '../auditor/auditor.ts';
import type { Course } from '../simulator/course.ts';
import { bringFile } from '../simulator/files.ts';
import { learnSizes, openAgency, openTeam, type SimulatedHouse } from '../simulator/house.ts';
import { brokenOff } from '../simulator/last-look.ts';
import type { Point } from '../simulator/misdeeds-parts.ts';
import {
	caseOf,
	clients,
	type ClientCode,
	type FileName,
	files,
	leaders,
	nearNames,
	people,
	type PersonName,
	rowsOf,
	type TeamName,
	teams,
} from './cast.ts';
import { mattersAnew } from './anew.ts';
import { mattersApart } from './apart.ts';
import { mattersBounced } from './bounced.ts';
import { askAtDoors, callerNames, pressAgain } from './doors.ts';
import { mattersOfBook } from './book.ts';
import { mattersOfBuyers } from './buyers.ts';
import { mattersOfHands } from './hands.ts';
import { mattersOfCases } from './cases.ts';
import { mattersOfCells } from './cells.ts';
import { clauseAbroad } from './cast-clauses.ts';
import { askWithAllSaid, mattersOfClauses } from './clauses.ts';
import { mattersOfFiles } from './files.ts';
import { askOnceMore, mattersOfAgain } from './again.ts';
import { mattersOfLarge, typeTooMuch } from './large.ts';
import { mattersOfLate } from './late.ts';
import { askForLists, askWhoThatIs } from './lists.ts';
import { listenAtDoors } from './live.ts';
import { mattersOfMoney } from './money.ts';
import { mattersOfNumbers } from './numbers.ts';
import { askForOthers, mattersOfOthers } from './others.ts';
import { mattersOfPaper } from './paper.ts';
import { mattersOfPeople } from './people.ts';
import { askForVisits, mattersOfPlaces } from './places.ts';
import { askWhatIsShown, mattersOfPrivacy } from './privacy.ts';
import { askForPlacements, askWhomOneFinds, mattersOfSight } from './seen.ts';
import { mattersOfPromises } from './promises.ts';
import { askForQueues, askToBeLetBe, guessAtPasswords, mattersOfTwice } from './twice.ts';
import { type Matter, type NearDebt, type Street } from './parts.ts';
import { mattersOfSeldom } from './seldom.ts';
import { mattersOfSums } from './sums.ts';
import { mattersOfStrangers } from './strangers.ts';
import { askPastTerms, hourly } from './terms.ts';
import { askAboutWords, mattersOfTexts } from './texts.ts';
import { toldAtTheEnd, toldInTheEvening } from './told.ts';
import { mattersOfUndone } from './undone.ts';
import { askByOtherNames, mattersOfWhose } from './whose.ts';
import { mattersOfWork } from './work.ts';
import { firstDayOf, type Plan, zone } from '../simulator/plan.ts';
import { headings } from '../trials/cast.ts';

type Placed = Map<string, NearDebt & { around: Point }>;
type Kept = Street & { readonly placed: Placed; readonly placements: Map<FileName, bigint> };
const matters: Readonly<Record<string, Matter>> = {
	...mattersOfMoney,
	...mattersOfPromises,
	...mattersOfWork,
	...mattersOfPaper,
	...mattersOfStrangers,
	...mattersOfPrivacy,
	...mattersOfBook,
	...mattersOfSums,
	...mattersOfSight,
	...mattersOfCases,
	...mattersOfCells,
	...mattersOfPeople,
	...mattersOfUndone,
	...mattersOfFiles,
	...mattersOfOthers,
	...mattersOfTexts,
	...mattersOfLate,
	...mattersOfNumbers,
	...mattersOfLarge,
	...mattersOfWhose,
	...mattersAnew,
	...mattersOfPlaces,
	...mattersOfAgain,
	...mattersOfTwice,
	...mattersApart,
	...mattersOfBuyers,
	...mattersOfHands,
	...mattersBounced,
	...mattersOfSeldom,
	...mattersOfClauses,
};

/** The days the neighbouring agency lives: its first ten, one in time for a second month’s instalment, and the one on which that is judged. */
const lived: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 35];

const usual: readonly (readonly [day: number, time: string, work: (street: Kept) => Promise<unknown>])[] = lived.flatMap(
	(day): (typeof usual)[number][] => [
		[day, '07:00', (street) => bringFiles(street, day)],
		[day, '08:00', ({ press, system, on }) => press('day run', () => runDay(system, on(day), { workers: 1 }))],
		[day, '10:10', ({ press, system }) => press('messages', () => sendDueMessages(system))],
		[day, '15:00', (street) => endFiles(street, day)],
		[day, '16:00', ({ press, system }) => press('messages', () => sendDueMessages(system))],
		[day, '17:25', ({ press, system }) => press('sweep', () => sweep(system))],
	],
);

/**
 * An agency beside the first in the same database, of over a hundred debtors of its own, each the subject of one matter of money, promises, instalments, work or files that goes up to an edge and over it. It lives
 * the same days in every run, whatever the seed and however short: when the first agency's are over, under a clock set back, with the auditor after every one of them. Nothing of it is drawn.
 *
 * Gives what was found, and the door of its compliance, through which its decisions, seals and reports are looked at last, and its last day; null where nothing of it is to happen.
 */
export async function besideTheHouse(of: {
	readonly plan: Plan;
	readonly house: SimulatedHouse;
	readonly course: Course;
	readonly hear?: Hear | undefined;
	readonly goOn: boolean;
}): Promise<{ readonly violations: Violation[]; readonly compliance: Door; readonly last: Temporal.PlainDate } | null> {
	const { plan, house, course, hear, goOn } = of;
	if (plan.without.has('neighbour')) return null;
	const mine = Object.entries(matters).filter(([name]) => course.happens(`neighbour ${name}`));
	if (mine.length === 0) return null;
	const found: Violation[] = [];
	const { street, tenantId, vault } = await moveIn(of, found);
	let evening = {};
	for (const day of lived) {
		const broken = await liveDay(street, mine, day).catch((error: unknown) => brokenOff(error, street.on(day)));
		if (broken) return { violations: [...broken, ...found], compliance: street.compliance, last: street.on(day) };
		if (day === 9) evening = await toldInTheEvening(street);
		if (day === 0) await learnSizes(house.owner);
		const whole = day === lived.at(-1);
		if (whole && course.happens('neighbour asks at the door')) await atTheDoor(street, house, vault);
		found.push(
			...(await audit(house.owner, {
				tenantId,
				day: street.on(day),
				zone,
				whole,
				open: vault.open,
				serial: true,
				books: house.readers.now,
			})),
		);
		if (found.length > 0 && !goOn) break;
		// Of a run made small only what is left is played.
		if (whole && mine.length === Object.keys(matters).length) found.push(...(await looked(street, house, evening, hear)));
	}
	return { violations: found, compliance: street.compliance, last: dateIn(zone, street.clock.now()) };
}

/** How everybody came out, and what the house tells of itself, beside what is written of it. */
async function looked(street: Street, { owner }: SimulatedHouse, evening: object, hear: Hear | undefined): Promise<Violation[]> {
	const figures = { ...evening, ...(await toldAtTheEnd(street)) };
	const { tenantId } = street.compliance;
	const findings = await playedFindings(owner, { tenantId, zone, script: 'neighbour', people: nearNames, figures, hear });
	const day = dateIn(zone, street.clock.now()).toString();
	return findings.map((each) => ({ ...each, day }));
}

async function liveDay(street: Kept, mine: readonly (readonly [string, Matter])[], day: number): Promise<null> {
	const moments = [...usual, ...mine.flatMap(([, matter]) => matter)].filter(([on]) => on === day);
	for (const [, time, work] of moments.sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0))) {
		street.clock.set(street.at(day, time));
		await work(street);
	}
	return null;
}

async function moveIn({ plan, house }: Parameters<typeof besideTheHouse>[0], found: Violation[]) {
	const first = firstDayOf(plan);
	const at = (day: number, time: string) => first.add({ days: day }).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
	const clock = settableClock(at(0, '06:00'));
	let pressed = 0;
	const press: Press = (name, work) => work(`neighbour ${++pressed} ${name}`);
	const {
		tenantId,
		vault,
		door: by,
	} = await openAgency(house, {
		seed: `${plan.seed} neighbour`,
		code: 'near',
		name: '邻近机构 Neighbouring Agency',
		clock,
		people: [
			{ username: 'lead', role: 'team_lead' },
			{ username: 'compliance', role: 'compliance' },
			{ username: 'manager', role: 'manager' },
			...Object.values(teams)
				.flat()
				.map((username) => ({ username, role: leaders.includes(username) ? 'team_lead' : 'agent' })),
		].map((person) => ({
			...person,
			passedOn: first.subtract({ days: 30 }),
			trainedOn: person.username === 'untaught' ? null : first.subtract({ days: 30 }),
		})),
	});
	const teamIds = new Map<TeamName, bigint>();
	for (const [code, agents] of Object.entries(teams) as [TeamName, readonly string[]][]) {
		teamIds.set(
			code,
			await openTeam({ owner: house.owner, tenantId, vault }, { code, name: code, agents: agents.map((name) => by(name).actor.id) }),
		);
	}
	for (const { code, lender, mandate, ...terms } of clients) {
		const added = await addClient(by('operator'), {
			...terms,
			code,
			name: `${lender} ${code}`,
			creditor: lender,
			currency: 'CNY',
			serviceLine: '400-000-0000',
			complaintLine: '400-000-0001',
		});
		assert(!isRefusal(added), `no client ${code}`);
		if (mandate) await changeClient(by('operator'), { clientId: BigInt(added.id), mandate });
	}
	const placed: Placed = new Map();
	const loan = (name: PersonName, i = 0) => known(placed.get(caseOf(name, i)), `loan ${i} of ${name}`);
	const street: Kept = {
		placed,
		placements: new Map(),
		add: () => {},
		press,
		clock,
		owner: house.owner,
		folder: house.folder,
		found: (violations) =>
			found.push(
				...violations.map((each) => ({ ...each, day: clock.now().toZonedDateTimeISO(zone).toPlainDate().toString(), debtor_id: null })),
			),
		manager: by('manager'),
		compliance: by('compliance'),
		lead: by('lead'),
		system: by('system'),
		agent: by,
		loan,
		around: (name) => loan(name).around,
		teamOf: (name) => known(teamIds.get(name), 'team'),
		at,
		on: (day) => first.add({ days: day }),
	};
	return { street, tenantId, vault };
}

/** The API is asked by every role. */
async function atTheDoor(street: Kept, house: SimulatedHouse, vault: SimulatedHouse['vault']): Promise<void> {
	const { client_id: clientId } = street.loan('half');
	const [client] = await inTenant(
		house.owner,
		street.manager.tenantId,
		(tx) =>
			tx.query<{ id: bigint }>(
				`insert into login (tenant_id, username, name, role, client_id, created_at) values ($1, 'client', 'client', 'client', $2, $3) returning id`,
				[tx.tenantId, clientId, street.clock.now()],
			),
		vault,
	);
	const logins = new Map(callerNames.map((name) => [name, name === 'client' ? known(client, 'client').id : street.agent(name).actor.id]));
	const until = street.clock.now().add({ hours: 1 });
	const api = await openCallers(
		{ ...house, clock: street.clock, vault: async (code) => (code === 'near' ? vault : house.vault), counters: undefined },
		street.agent('operator'),
		{ logins, seed: 'neighbour', until: { [hourly]: until } },
	);
	const first = house.door('compliance', street.clock);
	try {
		await api.admit(house.door('operator', street.clock), 'of the first agency', first.actor.id);
		await askWhomOneFinds(street, api);
		await askAtDoors(street, api);
		await pressAgain(street);
		await askWhatIsShown(street, api, vault.open);
		await askForPlacements(street, api);
		await askForOthers(street, api);
		await askForLists(street, api);
		await askForQueues(street, api);
		await askWhoThatIs(street, api, vault.open, house);
		await askAboutWords(street, api);
		await typeTooMuch(street, api);
		await listenAtDoors(street, api, first);
		await askByOtherNames(street, api);
		await askForVisits(street, api);
		await askOnceMore(street, api);
		await askToBeLetBe(street, api);
		await askWithAllSaid(street, api);
		await guessAtPasswords(street, vault);
		await askPastTerms(street, api, until);
	} finally {
		await api.close();
	}
}

/** The files of a day. */
async function bringFiles(street: Kept, day: number): Promise<void> {
	const { press } = street;
	for (const [name, { client, day: comes, ends }] of Object.entries(files) as [FileName, (typeof files)[FileName]][]) {
		if (comes !== day) continue;
		await place(street, name, client);
		if (ends?.day === day) await endOf(street, name);
	}
	if (day === 0) await moveAbroad(street);
	for (const [name, { team, own, loans }] of people)
		if (files[loans?.[0]?.file ?? 'first'].day === day)
			await press('assign', (key) =>
				assign(
					street.lead,
					{
						team_id: String(street.teamOf(team ?? 'talking')),
						debtor_ids: [String(street.loan(name).debtor_id)],
						...(own && team ? { way: 'random', agent_ids: [String(street.agent(teams[team][0]).actor.id)] } : { way: 'team' }),
					},
					key,
				),
			);
}

/** The end of those that came before a day. */
async function endFiles(street: Kept, day: number): Promise<void> {
	for (const [name, { day: came, ends }] of Object.entries(files) as [FileName, (typeof files)[FileName]][])
		if (ends?.day === day && came < day) await endOf(street, name);
	// And once more what is gone.
	if (day === 2) await endOf(street, 'brief');
}

function endOf({ press, manager, placements }: Kept, name: FileName): Promise<unknown> {
	const id = known(placements.get(name), `placement of ${name}`);
	return press('end', (key) =>
		files[name].ends?.how === 'undone' ? undoPlacement(manager, id, key) : recallPlacement(manager, id, '委案方收回', key),
	);
}

async function place(street: Kept, name: FileName, client: ClientCode): Promise<void> {
	const { press, manager, placements, placed } = street;
	const lines = [csvLine(headings), ...rowsOf(name, street.on(0))];
	const { placement_id: id } = await bringFile(street, client, `near-${name}`, lines, unsound);
	const placementId = BigInt(known(id, `placement of ${name}`));
	placements.set(name, placementId);
	const rows = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<NearDebt & { around_point: bigint; around_party: bigint }>(
				`select t.reference, t.client_id, t.debtor_id, t.id as debt_id, own.id as point_id, null::bigint as party_id, b.owed_minor as owed, t.currency, d.zones, around.id as around_point, around.party_id as around_party
				   from debt t join debtor d on d.tenant_id = $1 and d.id = t.debtor_id join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.id
				   cross join lateral (select p.id from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is null order by p.id limit 1) own
				   cross join lateral (select p.id, p.party_id from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is not null order by p.id limit 1) around
				  where t.tenant_id = $1 and t.placement_id = $2 order by t.id`,
				[tx.tenantId, placementId],
			),
		),
	);
	for (const row of rows) placed.set(row.reference, { ...row, around: { ...row, point_id: row.around_point, party_id: row.around_party } });
}

const abroad = {
	'New York': { jurisdictions: ['US-NY'], zones: ['America/New_York'], evidence: 'the client’s file' },
	Singapore: { jurisdictions: ['SG'], zones: ['Asia/Singapore'], evidence: 'the client’s file' },
	England: { jurisdictions: ['UK-EAW'], zones: ['Europe/London'], evidence: 'the client’s file' },
	'Shanghai or Kolkata': { jurisdictions: ['CN'], zones: ['Asia/Shanghai', 'Asia/Kolkata'], evidence: 'the client’s file' },
	...clauseAbroad,
};

/** Those who live elsewhere. */
async function moveAbroad({ press, compliance, loan }: Kept): Promise<void> {
	for (const [name, { lives }] of people) {
		if (!lives) continue;
		const where = abroad[lives];
		const debtorId = loan(name).debtor_id;
		await press('whereabouts', (key) =>
			change(compliance, { act: 'debtor.whereabouts', input: { debtor: debtorId, ...where }, debtorId, key }, (act) =>
				setWhereabouts(act, debtorId, where),
			),
		);
	}
}
