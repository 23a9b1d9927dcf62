import { sendDueMessages } from '../channels/sender.ts';
import { random } from '../core/random.ts';
import { isRefusal } from '../core/refusal.ts';
import { done } from '../demo/steps.ts';
import { atLocal, isBefore } from '../core/time.ts';
import { settableClock } from '../host/clock.ts';
import type { Pool } from '../host/db.ts';
import { recallPlacement } from '../placements/actions.ts';
import { sweep } from '../queue/actions.ts';
import type { Door } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { sealRecord } from '../record/seals.ts';
import { receiveArrivals } from './abroad.ts';
import type { Hear } from '../auditor/played.ts';
import { audit, auditedUntil, type Violation } from '../auditor/auditor.ts';
import { courtDay, type Courts } from './courts.ts';
import { contended } from './contended.ts';
import { type Course, courseOf, type Happening } from './course.ts';
import { answerWishes, type Inbox, receiveWishes, returnPayments } from './debtors.ts';
import { desks, type Floor, handOut, renewCertificates } from './desks.ts';
import { type Faults, faultsOn, noFaults } from './faults.ts';
import { bringPayments, bringPlacements, type Files } from './files.ts';
import { learnSizes, learnsOn, openSimulatedHouse, recordRoot, type Server, type SimulatedHouse } from './house.ts';
import { agentDoor, tryMisdeed } from './misdeeds.ts';
import { besidesOf, night, tryBeside } from './misdeeds-besides.ts';
import { brokenOff, lastLook } from './last-look.ts';
import { loansDay } from './loans.ts';
import { playedInvariant } from '../auditor/played.ts';
import { besideTheHouse } from '../neighbour/neighbour.ts';
import { type Office, officeMisdeeds, settleWaiting } from './office.ts';
import { entriesOf, storyOf } from './story.ts';
import { talksDay } from './talks.ts';
import { lastEvening } from '../trials/trials.ts';
import { firstDayOf, lastDayOf, misdeedsOf, type Plan, zone } from './plan.ts';

export type Simulation = {
	readonly seed: string;
	readonly days: number;
	readonly debts: number;
	readonly agents: number;
	readonly faults: Plan['faults'];
	/** SHA-256 over every entry of the record in order: the same seed gives the same on any machine. */
	readonly record_root: string;
	/** What the auditor found, empty when clean; unless it goes on, the run stops with the day of the first. */
	readonly violations: readonly Violation[];
	/** Acts and refusals in the record. */
	readonly events: number;
	readonly counted: Readonly<Record<string, number>>;
	/** The days really lived through. */
	readonly lived: number;
	/** Every single thing that happened, by name; a plan's `only` keeps some of them. */
	readonly happened: ReadonlyMap<string, Happening>;
	/** What the record tells of the debtor of the first finding, line by line; empty when clean. */
	readonly story: readonly string[];
	/** Where the time went: the days as they were lived, what they waited for the auditor of the day before, and the last look (every decision made again, the record sealed and verified). */
	readonly seconds: { readonly days: number; readonly audit: number; readonly last_look: number };
};

type Clock = ReturnType<typeof settableClock>;
type Run = {
	readonly plan: Plan;
	readonly house: SimulatedHouse;
	readonly faults: Faults;
	/** Of courts and guarantees, of loans and of talks, drawn apart: what they do moves no cut of the rest. */
	readonly courtFaults: Faults;
	readonly loanFaults: Faults;
	readonly talkFaults: Faults;
	readonly course: Course;
	readonly counted: Record<string, number>;
	/** Files that came, to be taken back later. */
	readonly recalls: { readonly day: number; readonly placementId: bigint }[];
	/** The last debtor whose arrival was looked at. */
	seen: bigint;
	/** What was found of the day's files. */
	readonly found: Violation[];
	readonly hear: Hear | undefined;
};

/**
 * `say` hears of each day; `prepare` may alter the new database; `through` may stand between the house and it; `keepAs`: its name, which it keeps after the run; `hear`: how the scripts came out;
 * `goOn`: it lives to its end whatever is found.
 */
export type Beside = {
	readonly say?: (day: number, line: string) => void;
	readonly prepare?: (owner: Pool) => Promise<void>;
	readonly through?: (pool: Pool) => Pool;
	readonly keepAs?: string | undefined;
	readonly hear?: Hear | undefined;
	readonly goOn?: boolean;
};

/**
 * Lives through the agency of a plan on a database of its own, day by day, driving the house's real actions under simulated clocks; the auditor looks at the books
 * after every day. One act after the other in an order that the seed decides.
 */
export async function simulate(
	server: Server,
	plan: Plan,
	{ say = () => {}, prepare = async () => {}, through = (pool) => pool, keepAs, hear, goOn = false }: Beside = {},
): Promise<Simulation> {
	const house = await openSimulatedHouse(server, plan, keepAs);
	const seconds = { days: 0, audit: 0, last_look: 0 };
	const took = stopwatch(seconds);
	try {
		await prepare(house.owner);
		const faultsOf = (stream: string) =>
			plan.faults === 'all' ? faultsOn(house.pool, random(`${plan.seed} ${stream}`), 900) : noFaults(through(house.pool));
		const faults = faultsOf('faults');
		const [courtFaults, loanFaults, talkFaults] = [faultsOf('faults of courts'), faultsOf('faults of loans'), faultsOf('faults of talks')];
		const course = courseOf(plan.only);
		const run: Run = {
			plan,
			house,
			faults,
			courtFaults,
			loanFaults,
			talkFaults,
			course,
			counted: {},
			recalls: [],
			seen: 0n,
			found: [],
			hear,
		};
		let violations: readonly Violation[] = [];
		const ends = () => violations.length > 0 && !goOn;
		const last = lastDayOf(plan);
		// The auditor looks at the books as a day left them while the next is lived: a day goes from the house to the database and back, one act at a time, and leaves a core to it.
		let audited: Audited = { findings: Promise.resolve([]) };
		let day = 0;
		for (; day < plan.days; day++) {
			const on = firstDayOf(plan).add({ days: day });
			if (!course.happens(`day ${day}`)) continue;
			const broken = await liveDay(run, day).catch((error: unknown) => brokenOff(error, on));
			if (learnsOn.includes(day) && !plan.only) await learnSizes(house.owner);
			took('days');
			violations = violations.concat(await audited.findings);
			if (ends()) break;
			audited = broken ? { findings: Promise.resolve(broken) } : await beginAudit(run, on, { last: day === last });
			took('audit');
			say(day, line(run));
			if (broken) {
				day++;
				break;
			}
		}
		if (!ends()) violations = violations.concat(await audited.findings);
		took('audit');
		const lastLived = firstDayOf(plan).add({ days: Math.max(0, day - 1) });
		const beside = ends() ? null : await besideTheHouse({ plan, house: { ...house, pool: through(house.pool) }, course, hear, goOn });
		if (beside) violations = violations.concat(beside.violations);
		let whose: Pick<Door, 'tenantId' | 'vault'> = violations.length > 0 && beside ? beside.compliance : house;
		took('days');
		const told = { owner: house.owner, first: firstDayOf(plan), figures: !plan.without.has('figures of reports') };
		// That a script came out otherwise is told after what is wrong by a rule of its own.
		for (const { compliance: door, last } of [{ compliance: house.door('compliance'), last: lastLived }, ...(beside ? [beside] : [])])
			if (goOn || violations.every(({ invariant }) => invariant === playedInvariant))
				violations = (await lastLook({ ...told, door, last })).concat(violations);
		took('last_look');
		const { root, events } = await recordRoot(house);
		const both = ends() ? null : await contended({ plan, house, course, goOn });
		if (both) {
			violations = violations.concat(both.violations);
			whose = both.compliance;
		}
		took('last_look');
		const { seed, days, debts, agents } = plan;
		// Of a run made small everybody who is left is part of the story, but of a script, which is left whole.
		const debtorId = plan.only && violations[0]?.invariant !== playedInvariant ? null : (violations[0]?.debtor_id ?? null);
		const until = violations[0] && auditedUntil(Temporal.PlainDate.from(violations[0].day), zone);
		const story = violations.length === 0 ? [] : storyOf(await entriesOf(house.owner, { ...whose, zone, debtorId, until }));
		return {
			seed,
			days,
			debts,
			agents,
			faults: plan.faults,
			record_root: root,
			violations,
			events,
			counted: run.counted,
			happened: course.happened,
			lived: day,
			story,
			seconds,
		};
	} finally {
		await house.close();
	}
}

type Audited = { readonly findings: Promise<readonly Violation[]> };

/** Begins to audit the books as a day left them, on the last day everything. What was found of the day's files comes first. */
async function beginAudit({ house, found }: Run, on: Temporal.PlainDate, { last }: { last: boolean }): Promise<Audited> {
	const ofFiles = [...found];
	const { books, done } = await house.readers.asTheyStand();
	const findings = audit(house.owner, { ...house, day: on, zone, whole: last, open: house.vault.open, serial: true, books })
		.then((violations) => ofFiles.concat(violations))
		.finally(done);
	// It is asked for when the next day is over: until then a failure of it is not unheard.
	findings.catch(() => {});
	return { findings };
}

/** Adds the time since it was last asked to one of the sums, to a thousandth of a second. */
function stopwatch<Name extends string>(sums: Record<Name, number>): (to: Name) => void {
	let from = performance.now();
	return (to) => {
		const now = performance.now();
		sums[to] = Math.round(sums[to] * 1_000 + now - from) / 1_000;
		from = now;
	};
}

const line = ({ counted }: Run) =>
	Object.entries(counted)
		.map(([name, number]) => `${name} ${number}`)
		.join(', ');

function add(run: Run, name: string, count = 1): void {
	if (count > 0) run.counted[name] = (run.counted[name] ?? 0) + count;
}

/** A door of this run: through the pool with its faults. */
function doorOf(run: Run, username: string, at?: Temporal.Instant): Door {
	const door = run.house.door(username, at ? settableClock(at) : run.house.clock);
	return { ...door, pool: run.faults.pool };
}

function minuteOf({ plan }: Pick<Run, 'plan'>, day: number, minute: number): Temporal.Instant {
	return atLocal(zone, firstDayOf(plan).add({ days: day }), '00:00').add({ minutes: minute });
}

async function liveDay(run: Run, day: number): Promise<null> {
	const { house, plan, faults } = run;
	const on = firstDayOf(plan).add({ days: day });
	const working = on.dayOfWeek <= 5;
	const at = (minute: number) => house.clock.set(minuteOf(run, day, minute));
	at(6 * 60 + 30);
	if (working) await bringPayments(filesOf(run, day));
	at(7 * 60);
	await bringPlacements(filesOf(run, day));
	await loansDay(officeThrough(run, run.loanFaults, day, 7 * 60), { ...filesOf(run, day), press: run.loanFaults.press });
	run.seen = await receiveArrivals({ plan, press: faults.press, course: run.course, compliance: doorOf(run, 'compliance'), on }, run.seen);
	await recallDue(run, day);
	at(7 * 60 + 40);
	await handOut(floorOf(run, day));
	const dawn = settableClock(house.clock.now());
	await misdeedsBesides(run, day, dawn, (minute) => minute < 8 * 60);
	at(8 * 60);
	// What was tried at dawn may have gone past eight: the day run comes after it, by the clock too.
	if (isBefore(house.clock.now(), dawn.now())) house.clock.set(dawn.now());
	const system = doorOf(run, 'system');
	const twice =
		plan.faults === 'all' && random(`${plan.seed} twice ${day}`).chance(100_000) && run.course.happens(`day ${day} day run again`);
	const ran = done(await faults.press('day run', () => runDay(system, on, { workers: 1 })));
	if (twice) await faults.press('day run', () => runDay(system, on, { workers: 1 }));
	add(run, 'promises kept', ran.promises_kept);
	add(run, 'promises broken', ran.promises_broken + ran.promises_partly_kept);
	if (!plan.without.has('lapsed certificates') && day % 30 === 29 && run.course.happens(`day ${day} training`))
		await renewCertificates({ press: faults.press, compliance: doorOf(run, 'compliance') }, on);
	const inbox = inboxOf(run, day, 8 * 60 + 10);
	add(run, 'wishes', await receiveWishes(inbox));
	await answerWishes(inbox, on);
	if (working) await desks(floorOf(run, day));
	for (const minute of [10 * 60 + 10, 16 * 60]) {
		if (!run.course.happens(`day ${day} messages at ${minute}`)) continue;
		const door = doorOf(run, 'system', minuteOf(run, day, minute));
		const sent = await faults.press('messages', () => sendDueMessages(door));
		add(run, 'messages', sent.sent + sent.undelivered);
	}
	const office = officeOf(run, day, 17 * 60);
	add(run, 'settled by hand', working ? await settleWaiting(office) : 0);
	add(run, 'misdeeds tried', await officeMisdeeds(office));
	add(run, 'returned', await returnPayments(inboxOf(run, day, 17 * 60 + 20)));
	add(run, 'court matters', await courtDay(courtsOf(run, day, on)));
	at(17 * 60 + 25);
	await faults.press('sweep', () => sweep(system));
	await talksDay(officeThrough(run, run.talkFaults, day, 17 * 60 + 26), (agent) => doorOf(run, `agent${agent + 1}`));
	await misdeedsOfDay(run, day);
	// What is told late is sealed late.
	const late =
		day === lastDayOf(plan) ? await lastEvening({ plan, house, course: run.course, on, hear: run.hear }) : { tried: 0, found: [] };
	add(run, 'trials', late.tried);
	run.found.push(...late.found);
	if (on.dayOfWeek === 7 || late.tried > 0) await sealRecord(house.door('compliance'));
	return null;
}

function filesOf(run: Run, day: number): Files {
	const { plan, house, faults, recalls, course } = run;
	const on = firstDayOf(plan).add({ days: day });
	return {
		plan,
		course,
		recalls,
		day,
		on,
		press: faults.press,
		manager: doorOf(run, 'manager'),
		owner: house.owner,
		folder: house.folder,
		add: (name, count) => add(run, name, count),
		found: (violations) => run.found.push(...violations.map((each) => ({ ...each, day: on.toString(), debtor_id: null }))),
	};
}

function officeOf(run: Run, day: number, minute: number): Office {
	return {
		...inboxOf(run, day, minute),
		lead: doorOf(run, 'lead', minuteOf(run, day, minute)),
		on: firstDayOf(run.plan).add({ days: day }),
	};
}

/** The office with faults of its own. */
function officeThrough(run: Run, faults: Faults, day: number, minute: number): Office {
	return officeOf({ ...run, faults }, day, minute);
}

function inboxOf(run: Run, day: number, minute: number): Inbox {
	const at = minuteOf(run, day, minute);
	const { plan, course, faults } = run;
	return { plan, course, press: faults.press, compliance: doorOf(run, 'compliance', at), manager: doorOf(run, 'manager', at), day };
}

async function recallDue(run: Run, day: number): Promise<void> {
	const manager = doorOf(run, 'manager');
	for (const { placementId } of run.recalls.filter((each) => each.day === day)) {
		const recalled = await run.faults.press('recall', (key) => recallPlacement(manager, placementId, '委案方收回', key));
		if (!isRefusal(recalled)) add(run, 'recalled', recalled.debts);
	}
}

function courtsOf(run: Run, day: number, on: Temporal.PlainDate): Courts {
	const { plan, course, courtFaults, house } = run;
	const clock = settableClock(minuteOf(run, day, 17 * 60 + 21));
	const through = (door: Door): Door => ({ ...door, pool: courtFaults.pool, clock });
	return {
		plan,
		course,
		clock,
		day,
		on,
		press: (name, work) => courtFaults.press(`court ${name}`, work),
		compliance: through(doorOf(run, 'compliance')),
		agents: house.agents.map((_, i) => through(doorOf(run, `agent${i + 1}`))),
	};
}

function floorOf(run: Run, day: number): Floor {
	const { plan, course, faults, house } = run;
	return {
		plan,
		course,
		house,
		day,
		press: faults.press,
		lead: doorOf(run, 'lead'),
		desk: (agent, clock) => ({ ...doorOf(run, agent), clock }),
		at: (minute) => minuteOf(run, day, minute),
		add: (name) => add(run, name),
	};
}

async function misdeedsOfDay(run: Run, day: number): Promise<void> {
	const doors = run.house.agents.map((_, i) => doorOf(run, `agent${i + 1}`));
	const on = firstDayOf(run.plan).add({ days: day });
	const clock = settableClock(minuteOf(run, day, 17 * 60 + 30));
	await misdeedsBesides(run, day, clock, (minute) => minute >= 8 * 60 && minute < night);
	for (const [i, { agent, misdeed, draw, minute }] of misdeedsOf(run.plan, day).entries()) {
		if (isBefore(minuteOf(run, day, 26 * 60), clock.now())) break;
		add(run, 'misdeeds tried');
		const { course, faults } = run;
		const begins = minuteOf(run, day, minute);
		const begun = isBefore(clock.now(), begins) ? begins : clock.now();
		const name = `day ${day} misdeed ${i}`;
		clock.set(Temporal.Instant.from(course.kept(`${name} `)?.[0]?.[0].split(' from ')[1] ?? begun.toString()));
		const tried = { door: agentDoor(doors, agent), system: doorOf(run, 'system'), press: faults.press, course, on, draw };
		await tryMisdeed(tried, clock, misdeed, `${name} from ${clock.now()}`);
	}
	if (isBefore(clock.now(), minuteOf(run, day, night + 20))) await misdeedsBesides(run, day, clock, (minute) => minute === night);
}

async function misdeedsBesides(run: Run, day: number, clock: Clock, when: (minute: number) => boolean): Promise<void> {
	const on = firstDayOf(run.plan).add({ days: day });
	for (const { beside, agent, minute } of besidesOf(run.plan, day)) {
		const name = `day ${day} beside ${beside}`;
		if (!when(minute) || !run.course.happens(name)) continue;
		add(run, 'misdeeds tried');
		const begins = minuteOf(run, day, minute);
		if (isBefore(clock.now(), begins)) clock.set(begins);
		const door = { ...doorOf(run, `agent${agent + 1}`), clock };
		const draw = random(`${run.plan.seed} beside ${day} ${beside}`);
		const at = { door, clock, system: doorOf(run, 'system'), press: run.faults.press, course: run.course, on, draw };
		await tryBeside(at, { beside, name }, doorOf(run, 'newcomer'));
	}
}
