import { createHash } from 'node:crypto';
import { sendDueMessages } from '../channels/sender.ts';
import { assert } from '../core/assert.ts';
import { random } from '../core/random.ts';
import { isRefusal } from '../core/refusal.ts';
import { atLocal, isBefore } from '../core/time.ts';
import { workOne } from '../demo/calls.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { certify } from '../people/actions.ts';
import { recallPlacement } from '../placements/actions.ts';
import { assign, sweep } from '../queue/actions.ts';
import { canonical, type Door, type Plain } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { replayPeriod } from '../contact/replay.ts';
import { sealRecord, verifyRecord } from '../record/seals.ts';
import { receiveArrivals } from './abroad.ts';
import { asTheyStand, audit, auditedUntil, type Violation } from './auditor.ts';
import { answerWishes, type Inbox, receiveWishes, returnPayments } from './debtors.ts';
import { type Faults, faultsOn, noFaults } from './faults.ts';
import { bringPayments, bringPlacements, type Files } from './files.ts';
import { openSimulatedHouse, type SimulatedHouse } from './house.ts';
import { agentDoor, tryMisdeed } from './misdeeds.ts';
import { type Office, officeMisdeeds, settleWaiting } from './office.ts';
import { firstDayOf, misdeedsOf, type Plan, shiftOf, zone } from './plan.ts';

export type Simulation = {
	readonly seed: string;
	readonly days: number;
	readonly debts: number;
	readonly agents: number;
	readonly faults: Plan['faults'];
	/** SHA-256 over every entry of the record in order: the same seed gives the same on any machine. */
	readonly record_root: string;
	/** What the auditor found, empty when clean; the run stops with the day of the first. */
	readonly violations: readonly Violation[];
	/** Acts and refusals in the record. */
	readonly events: number;
	readonly counted: Readonly<Record<string, number>>;
	/** The days really lived through. */
	readonly lived: number;
	/** What the record tells of the debtor of the first finding, line by line; empty when clean. */
	readonly story: readonly string[];
	/** Where the time went: the days as they were lived, what they waited for the auditor of the day before, and the last look (every decision made again, the record sealed and verified). */
	readonly seconds: { readonly days: number; readonly audit: number; readonly last_look: number };
};

type Run = {
	readonly plan: Plan;
	readonly house: SimulatedHouse;
	readonly faults: Faults;
	readonly counted: Record<string, number>;
	/** Files that came, to be taken back later. */
	readonly recalls: { readonly day: number; readonly placementId: bigint }[];
	/** The last debtor whose arrival was looked at. */
	seen: bigint;
	/** What was found of the day's files. */
	readonly found: Violation[];
};

/**
 * Lives through the agency of a plan on a database of its own, day by day, driving the house's real actions under simulated clocks; the auditor looks at the books
 * after every day. One act after the other in an order that the seed decides. `say` hears of each day; `prepare` may alter the new database;
 * `through` may stand between the house and it.
 */
export async function simulate(
	serverUrl: string,
	plan: Plan,
	say: (day: number, line: string) => void = () => {},
	prepare: (owner: Pool) => Promise<void> = async () => {},
	through: (pool: Pool) => Pool = (pool) => pool,
): Promise<Simulation> {
	const house = await openSimulatedHouse(serverUrl, plan);
	const seconds = { days: 0, audit: 0, last_look: 0 };
	const took = stopwatch(seconds);
	try {
		await prepare(house.owner);
		const draw = random(`${plan.seed} faults`);
		const faults = plan.faults === 'all' ? faultsOn(house.pool, draw, 900) : noFaults(through(house.pool));
		const run: Run = { plan, house, faults, counted: {}, recalls: [], seen: 0n, found: [] };
		let violations: readonly Violation[] = [];
		// The auditor looks at the books as a day left them while the next is lived: a day goes from the house to the database and back, one act at a time, and leaves a core to it.
		let audited: Audited = { findings: Promise.resolve([]) };
		let day = 0;
		for (; day < plan.days; day++) {
			const on = firstDayOf(plan).add({ days: day });
			const broken = await liveDay(run, day).catch((error: unknown) => brokenOff(error, on));
			if (learns(day)) await learnSizes(house.owner);
			took('days');
			violations = await audited.findings;
			if (violations.length > 0) break;
			audited = broken ? { findings: Promise.resolve(broken) } : await beginAudit(run, on, { last: day === plan.days - 1 });
			took('audit');
			say(day, line(run));
			if (broken) {
				day++;
				break;
			}
		}
		if (violations.length === 0) violations = await audited.findings;
		took('audit');
		if (violations.length === 0)
			violations = await lastLook(
				house,
				firstDayOf(plan)
					.add({ days: Math.max(0, day - 1) })
					.toString(),
			);
		took('last_look');
		const { root, events } = await recordRoot(house);
		const { seed, days, debts, agents } = plan;
		const story = await storyOf(house, violations[0]);
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
	const { books, done } = await asTheyStand(house.owner);
	const findings = audit(house.owner, { ...house, day: on, zone, whole: last, open: house.vault.open, books })
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

/** A fault of the house ends the run: an act that should have been answered was not. */
function brokenOff(error: unknown, day: Temporal.PlainDate): Violation[] {
	const { message, stack } = error instanceof Error ? error : new Error(String(error));
	const at = /\/src\/(?!simulator)(\S+?):\d+/.exec(stack ?? '')?.[1];
	return [{ invariant: 'no act ends in a fault', day: day.toString(), sentence: `${message}${at ? ` (src/${at})` : ''}`, debtor_id: null }];
}

/** The days after which the planner is told how large the tables have become: they grow from nothing faster than the database's own housekeeping looks. */
const learns = (day: number) => day === 0 || Number.isInteger(Math.log2(day));
async function learnSizes(owner: Pool): Promise<void> {
	await owner.query('analyze');
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
	run.seen = await receiveArrivals({ plan, press: faults.press, compliance: doorOf(run, 'compliance'), on }, run.seen);
	await recallDue(run, day);
	at(7 * 60 + 40);
	await handOut(run);
	at(8 * 60);
	const system = doorOf(run, 'system');
	const twice = plan.faults === 'all' && random(`${plan.seed} twice ${day}`).chance(100_000);
	const ran = await faults.press('day run', () => runDay(system, on, { workers: 1 }));
	if (twice) await faults.press('day run', () => runDay(system, on, { workers: 1 }));
	add(run, 'promises kept', ran.promises_kept);
	add(run, 'promises broken', ran.promises_broken + ran.promises_partly_kept);
	if (!plan.without.has('lapsed certificates') && day % 30 === 29) await renewCertificates(run, on);
	const inbox = inboxOf(run, day, 8 * 60 + 10);
	add(run, 'wishes', await receiveWishes(inbox));
	await answerWishes(inbox, on);
	if (working) await desks(run, day);
	for (const minute of [10 * 60 + 10, 16 * 60]) {
		const door = doorOf(run, 'system', minuteOf(run, day, minute));
		const sent = await faults.press('messages', () => sendDueMessages(door));
		add(run, 'messages', sent.sent + sent.undelivered);
	}
	const office = officeOf(run, day, 17 * 60);
	add(run, 'settled by hand', working ? await settleWaiting(office) : 0);
	add(run, 'misdeeds tried', await officeMisdeeds(office));
	add(run, 'returned', await returnPayments(inboxOf(run, day, 17 * 60 + 20)));
	at(17 * 60 + 25);
	await faults.press('sweep', () => sweep(system));
	await misdeedsOfDay(run, day);
	if (on.dayOfWeek === 7) await sealRecord(house.door('compliance'));
	return null;
}

function filesOf(run: Run, day: number): Files {
	const { plan, house, faults, recalls } = run;
	const on = firstDayOf(plan).add({ days: day });
	return {
		plan,
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

function inboxOf(run: Run, day: number, minute: number): Inbox {
	const at = minuteOf(run, day, minute);
	return { plan: run.plan, press: run.faults.press, compliance: doorOf(run, 'compliance', at), manager: doorOf(run, 'manager', at), day };
}

async function recallDue(run: Run, day: number): Promise<void> {
	const manager = doorOf(run, 'manager');
	for (const { placementId } of run.recalls.filter((each) => each.day === day)) {
		const recalled = await run.faults.press('recall', (key) => recallPlacement(manager, placementId, '委案方收回', key));
		if (!isRefusal(recalled)) add(run, 'recalled', recalled.debts);
	}
}

/** Hands out debtors nobody has: to the team as one pool, or evenly to its agents. */
async function handOut(run: Run): Promise<void> {
	const { house, plan, faults } = run;
	const lead = doorOf(run, 'lead');
	const waiting = await faults.press('unassigned', () =>
		inTenant(lead.pool, lead.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint }>(
				`select distinct s.debtor_id from debt_state s where s.tenant_id = $1 and s.status = 'open'
				    and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = s.debtor_id) order by s.debtor_id`,
				[tx.tenantId],
			),
		),
	);
	if (waiting.length === 0) return;
	const draw = random(`${plan.seed} hands ${waiting[0]?.debtor_id}`);
	const way = draw.pick(['team', 'random', 'load', 'amount'] as const);
	const hands = way === 'team' ? {} : { agent_ids: house.agents.map(String), seed: draw.below(1_000_000) };
	const debtors = { team_id: String(house.teamId), way, debtor_ids: waiting.map((each) => String(each.debtor_id)), ...hands };
	const given = await faults.press('assign', (key) => assign(lead, debtors, key));
	assert(!isRefusal(given), `nobody could be assigned: ${isRefusal(given) ? given.code : ''}`);
}

/** The agents at their desks, whoever's clock is earliest next, so that calls of different agents mix as they would. */
async function desks(run: Run, day: number): Promise<void> {
	const { plan, faults } = run;
	const world = { seed: plan.seed, zone, press: faults.press };
	const sitting = Array.from({ length: plan.agents }, (_, i) => {
		const shift = shiftOf(plan, i, day);
		const clock = settableClock(minuteOf(run, day, shift.fromMinute));
		return { door: { ...doorOf(run, `agent${i + 1}`), clock }, clock, until: minuteOf(run, day, shift.untilMinute), refusals: 0 };
	});
	while (sitting.length > 0) {
		const next = sitting.reduce((first, each) => (Temporal.Instant.compare(each.clock.now(), first.clock.now()) < 0 ? each : first));
		const turn = Temporal.Instant.compare(next.clock.now(), next.until) < 0 ? await workOne(next, world) : 'home';
		if (turn === 'called') add(run, 'calls');
		if (turn === 'refused') add(run, 'given back');
		// Who is refused again and again (no certificate, say) stops pressing for the day.
		next.refusals = turn === 'refused' ? next.refusals + 1 : 0;
		if (turn === 'idle' || turn === 'home' || next.refusals === 3) sitting.splice(sitting.indexOf(next), 1);
	}
}

async function misdeedsOfDay(run: Run, day: number): Promise<void> {
	const doors = run.house.agents.map((_, i) => doorOf(run, `agent${i + 1}`));
	const on = firstDayOf(run.plan).add({ days: day });
	const clock = settableClock(minuteOf(run, day, 17 * 60 + 30));
	for (const { agent, misdeed, draw, minute } of misdeedsOf(run.plan, day)) {
		if (isBefore(minuteOf(run, day, 26 * 60), clock.now())) break;
		add(run, 'misdeeds tried');
		const begins = minuteOf(run, day, minute);
		if (isBefore(clock.now(), begins)) clock.set(begins);
		await tryMisdeed({ door: agentDoor(doors, agent), system: doorOf(run, 'system'), press: run.faults.press, on, draw }, clock, misdeed);
	}
}

/** Compliance writes down the new training of everybody whose certificate ran out. */
async function renewCertificates(run: Run, on: Temporal.PlainDate): Promise<void> {
	const compliance = doorOf(run, 'compliance');
	const lapsed = await inTenant(run.house.pool, run.house.tenantId, (tx) =>
		tx.query<{ id: bigint }>(
			`select id from login where tenant_id = $1 and role in ('agent', 'team_lead') and trained_on < $2::date - 360 order by id`,
			[tx.tenantId, on],
		),
	);
	for (const { id } of lapsed)
		await run.faults.press('certify', (key) => certify(compliance, { loginId: id, today: on, trained_on: on.toString() }, key));
}

/** SHA-256 over every entry of the record in the order of their numbers, each as JSON with sorted keys. */
async function recordRoot({ owner, tenantId }: SimulatedHouse): Promise<{ root: string; events: number }> {
	const hash = createHash('sha256');
	let after = '0';
	let events = 0;
	for (;;) {
		const { rows } = await owner.query<Record<string, Plain>>(
			`select id::text, at::text, act, actor_id::text, debtor_id::text, outcome, code, idempotency_key, input, answer from record_entry
			  where tenant_id = $1 and id > $2 order by id limit 5000`,
			[String(tenantId), after],
		);
		for (const row of rows) hash.update(canonical(row)).update('\n');
		events += rows.length;
		after = String(rows.at(-1)?.['id'] ?? after);
		if (rows.length < 5_000) return { root: hash.digest('hex'), events };
	}
}

/** At the end: every stored decision comes out the same when made again, and the sealed record verifies. */
async function lastLook(house: SimulatedHouse, day: string): Promise<Violation[]> {
	const door = house.door('compliance');
	// Both only read what the days left, and seals are not of the record: one on each core.
	const [{ disagreements }, { findings, unsealed }] = await Promise.all([
		replayPeriod(door, Temporal.Instant.from('2000-01-01T00:00:00Z'), Temporal.Instant.from('2100-01-01T00:00:00Z')),
		sealRecord(door).then(() => verifyRecord(door)),
	]);
	const whole = unsealed === 0 ? [] : [`${unsealed} rows are not sealed`];
	return [
		...disagreements.map((each) => ({
			invariant: 'replay agrees with every stored decision',
			day,
			sentence: `permit ${each.permit_id} of ${each.asked_at} comes out otherwise`,
			debtor_id: each.debtor_id,
		})),
		...[...findings.map((finding) => finding.sentence), ...whole].map((sentence) => ({
			invariant: 'the record verifies',
			day,
			sentence,
			debtor_id: null,
		})),
	];
}

const storyMost = 30;

/** The last acts on the debtor of a finding, or of all where it is nobody’s, until the day of the finding was over: as dated lines. */
async function storyOf({ owner, tenantId }: SimulatedHouse, found: Violation | undefined): Promise<string[]> {
	const ends = found ? auditedUntil(Temporal.PlainDate.from(found.day), zone).toString() : 'infinity';
	const { rows } = await owner.query<{ at: string; name: string; act: string; code: string | null; input: Plain }>(
		`select to_char(e.at at time zone $3, 'YYYY-MM-DD HH24:MI:SS') as at, l.name, e.act, e.code, e.input
		   from record_entry e join login l on l.tenant_id = e.tenant_id and l.id = e.actor_id
		  where e.tenant_id = $1 and ($2::bigint is null or e.debtor_id = $2) and e.at < $4 order by e.id desc limit ${storyMost}`,
		[String(tenantId), found?.debtor_id ?? null, zone, ends],
	);
	return rows
		.reverse()
		.map(({ at, name, act, code, input }) => `${at} ${name} ${act}${code === null ? '' : ` refused: ${code}`} ${canonical(input)}`);
}
