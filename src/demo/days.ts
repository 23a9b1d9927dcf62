import { join } from 'node:path';
import { known } from '../core/assert.ts';
import { random } from '../core/random.ts';
import { atLocal, dateIn, daysBetween } from '../core/time.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { type House, mainTenant } from '../house.ts';
import { importPayments } from '../payments/import.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { assign } from '../queue/assign.ts';
import type { Door } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { loadTenant } from '../tenants/store.ts';
import { type Agent, type World, workOne } from './calls.ts';
import { cast, clients, teams } from './cast.ts';
import { generatedLines, nothingGenerated } from './generate.ts';
import { answerComplaints, bankReturn, placeIncident, tryAnyway } from './incidents.ts';
import { paymentsOn } from './money.ts';
import { paymentFileLines } from './payments.ts';
import { portfolio } from './portfolio.ts';
import { writeLines, writeXlsx } from './sheet-file.ts';
import { districts, readCustomers, shippedSource } from './source.ts';
import { done, once } from './steps.ts';

export type Day = {
	readonly index: number;
	readonly on: Temporal.PlainDate;
	readonly world: World;
	readonly folder: string;
	readonly thin: number;
};

/** Half hours in which agents work, and the hour the day closes. */
const opensAt = 8 * 60 + 30;
const closesAt = 19 * 60;
const sliceMinutes = 30;

/** What is placed on which working day: parts of the portfolio in tenths of its customers, or generated loans. */
const placements: readonly (
	| { readonly day: number; readonly client: 'SFYH'; readonly from: number; readonly until: number }
	| { readonly day: number; readonly client: 'SFXJ'; readonly debts: number; readonly end?: 'undone' | 'recalled' }
)[] = [
	{ day: 0, client: 'SFYH', from: 0, until: 5 },
	{ day: 1, client: 'SFXJ', debts: 60, end: 'undone' },
	{ day: 2, client: 'SFXJ', debts: 300 },
	{ day: 3, client: 'SFXJ', debts: 40, end: 'recalled' },
	{ day: 5, client: 'SFYH', from: 5, until: 8 },
	{ day: 8, client: 'SFYH', from: 8, until: 10 },
];

/** A clock of a day that stands at a minute after midnight. */
const clockAt = ({ world, on }: Day, minute: number) => settableClock(atLocal(world.zone, on, '00:00').add({ minutes: minute }));
const doorAt = (door: Door, day: Day, minute: number): Door => ({ ...door, clock: clockAt(day, minute) });

/** Everybody who acts in these days, signed in. */
type Staff = {
	readonly agents: readonly Door[];
	readonly trainee: Door;
	readonly lead: Door;
	readonly compliance: Door;
	readonly manager: Door;
	readonly system: Door;
};

async function staffOf(house: House, quick: Pool): Promise<Staff> {
	const door = async (username: string) => known(await house.door(mainTenant, username), `login ${username}`);
	const desk = async (username: string) => ({ ...(await door(username)), pool: quick });
	const callers = cast.filter((member) => member.role === 'agent' && member.trainedDaysAgo !== null);
	const trainee = known(
		cast.find((member) => member.role === 'agent' && member.trainedDaysAgo === null),
		'trainee',
	);
	return {
		agents: await Promise.all(callers.map((member) => desk(member.username))),
		trainee: await desk(trainee.username),
		lead: await door('lead'),
		compliance: await door('compliance'),
		manager: await door('manager'),
		system: await desk('system'),
	};
}

/**
 * One working day: what the clients place, the hand-out, the day run, half hour by half hour at the desks, messages, incidents, the banks' files. Every
 * part may be done again, so a day that was cut off is simply begun again; half hours that were finished are not told twice. Gives a line of what happened.
 */
export async function liveDay(house: House, quick: Pool, day: Day): Promise<string> {
	const staff = await staffOf(house, quick);
	const paid = await receivePayments(doorAt(staff.manager, day, 7 * 60 + 15), day);
	const placed = await place(day, doorAt(staff.manager, day, 7 * 60 + 30));
	await assignNew(doorAt(staff.lead, day, 7 * 60 + 50), day.world);
	await learnSizes(house);
	const run = done(await runDay(doorAt(staff.system, day, 8 * 60), day.on));
	let calls = 0;
	for (let minute = opensAt; minute < closesAt; minute += sliceMinutes) {
		const step = `day ${day.on} ${minute}`;
		const slice = await once(staff.system, step, async () => ({ calls: String(await halfHour(day, staff, minute)) }));
		calls += Number(slice['calls']);
		if (day.index === 0 && minute <= opensAt + 2 * sliceMinutes) await learnSizes(house);
		if (minute === 10 * 60 || minute === 15 * 60) await sendDueMessages(doorAt(staff.system, day, minute + 10));
	}
	await incidents(day, staff);
	return `${placed}${run.calls} planned, ${calls} calls, ${paid} payments, ${run.promises_broken} promises broken`;
}

/**
 * Tells the planner how large the tables have become. They grow from nothing within seconds here, before the database's own housekeeping looks; without
 * it the first day's statements read whole tables (44 s instead of 23 s for that day).
 */
async function learnSizes(house: House): Promise<void> {
	const names = [
		'debtor',
		'party',
		'contact_point',
		'hold',
		'debt',
		'debt_state',
		'ledger_transfer',
		'debt_balance',
		'contact_permit',
		'contact_attempt',
	];
	const more = ['contact_outcome', 'message', 'promise', 'plan', 'assignment', 'work_item', 'payment', 'record_entry'];
	await house.owner.query(`analyze ${[...names, ...more].map((name) => `dunwell.${name}`).join(', ')}`);
}

/** When the agent's last call ended, where that was after the half hour had begun: nobody is on two calls at once. */
async function lastCallEnded({ pool, tenantId, actor }: Door, begins: Temporal.Instant): Promise<Temporal.Instant | null> {
	const [row] = await inTenant(pool, tenantId, (tx) =>
		tx.query<{ at: Temporal.Instant | null }>(
			`select max(o.ended_at) as at from contact_attempt a join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
			  where a.tenant_id = $1 and a.made_by = $2 and a.channel = 'voice' and a.placed_at > $3 and o.ended_at > $4`,
			[tenantId, actor.id, begins.subtract({ minutes: 2 * sliceMinutes }), begins],
		),
	);
	return row?.at ?? null;
}

/** Every agent works until the half hour is over; they meet at its end, so that no desk runs hours ahead of another. */
async function halfHour(day: Day, { agents }: Staff, minute: number): Promise<number> {
	const until = clockAt(day, minute + sliceMinutes).now();
	const counts = await Promise.all(
		agents.map(async (door) => {
			const clock = clockAt(day, minute);
			const hungUp = await lastCallEnded(door, clock.now());
			if (hungUp) clock.set(hungUp);
			clock.advance({ seconds: random(`${day.world.seed} ${door.actor.id} ${day.on} ${minute}`).between(5, 240) });
			const agent: Agent = { door: { ...door, clock }, clock };
			let calls = 0;
			while (Temporal.Instant.compare(clock.now(), until) < 0) {
				const turn = await workOne(agent, day.world);
				if (turn === 'idle') break;
				if (turn === 'called') calls += 1;
			}
			return calls;
		}),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

async function place(day: Day, manager: Door): Promise<string> {
	let told = '';
	for (const [index, order] of placements.entries()) {
		if (order.day !== day.index) continue;
		const { accepted } = await once(manager, `placement ${index}`, async () => ({ accepted: String(await placeOne(day, manager, index)) }));
		told += `${order.client} ${accepted} placed, `;
	}
	return told;
}

/** Writes the client's file and imports it through the product's own door. */
async function placeOne(day: Day, manager: Door, index: number): Promise<number> {
	const order = known(placements[index], 'placement');
	const batchNo = `${order.client}${day.on.toString().replaceAll('-', '')}`;
	const path = join(day.folder, `${batchNo}-${index}.${order.client === 'SFYH' ? 'xlsx' : 'csv'}`);
	if (order.client === 'SFYH') {
		const customers = done(await readCustomers(shippedSource));
		const part = { from: order.from, until: order.until, of: 10 };
		const some = customers.filter((_, place) => place % day.thin === 0);
		await writeXlsx(path, portfolio(some, await districts(), { seed: day.world.seed, placedOn: day.on, batchNo, part }).sheet);
	} else {
		const products = [
			['消费贷款', 7],
			['小额贷款', 3],
		] as const;
		const generated = {
			debts: Math.ceil(order.debts / day.thin),
			seed: `${day.world.seed} ${batchNo}`,
			placedOn: day.on,
			messyPpm: 0,
			products,
		};
		await writeLines(path, 'gb18030', generatedLines(await districts(), generated, nothingGenerated()));
	}
	const imported = done(await importPlacement(manager, { path, clientCode: order.client }));
	const end = order.client === 'SFXJ' ? order.end : undefined;
	if (end && imported.placement_id !== null) {
		// Undone at once: it was the wrong file. Recalled: the client takes its cases back.
		const id = BigInt(imported.placement_id);
		done(end === 'undone' ? await undoPlacement(manager, id) : await recallPlacement(manager, id, '委案方收回，转其他机构'));
	}
	return imported.accepted;
}

/** Days past due up to which a debtor is the early team's. */
const earlyUntilDays = 60;

/**
 * Hands out what nobody has yet (分案): early cases to the first team as one pool, later ones to the second team's agents evenly by amount. Debtors with
 * two cards go as one.
 */
export async function assignNew(lead: Door, { seed }: World): Promise<void> {
	const { early, late, teamIds, lateAgents } = await inTenant(lead.pool, lead.tenantId, async (tx) => {
		const rows = await tx.query<{ debtor_id: bigint; since: Temporal.PlainDate }>(
			`select s.debtor_id, min(d.overdue_since) as since
			   from debt_state s join debt d on d.tenant_id = s.tenant_id and d.debtor_id = s.debtor_id and d.id = s.debt_id
			  where s.tenant_id = $1 and s.status = 'open' and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = s.debtor_id)
			  group by s.debtor_id order by s.debtor_id`,
			[tx.tenantId],
		);
		const today = dateIn((await loadTenant(tx)).zone, lead.clock.now());
		const isEarly = (since: Temporal.PlainDate) => daysBetween(since, today) <= earlyUntilDays;
		const found = await tx.query<{ id: bigint; code: string }>('select id, code from team where tenant_id = $1', [tx.tenantId]);
		const names = cast.filter((member) => member.role === 'agent' && member.teams.includes('late')).map((member) => member.username);
		const agents = await tx.query<{ id: bigint }>('select id from login where tenant_id = $1 and username = any ($2)', [
			tx.tenantId,
			names,
		]);
		return {
			early: rows.filter((row) => isEarly(row.since)).map((row) => String(row.debtor_id)),
			late: rows.filter((row) => !isEarly(row.since)).map((row) => String(row.debtor_id)),
			lateAgents: agents.map((agent) => String(agent.id)),
			teamIds: new Map(found.map((team) => [team.code, String(team.id)])),
		};
	});
	const idOf = (code: string) => known(teamIds.get(code), `team ${code}`);
	const give = async (debtorIds: string[], body: { team_id: string; way: 'team' | 'amount'; agent_ids?: string[] }) => {
		if (debtorIds.length > 0) done(await assign(lead, { ...body, debtor_ids: debtorIds, seed: Number(seed) }));
	};
	await give(early, { team_id: idOf(teams.early.code), way: 'team' });
	await give(late, { team_id: idOf(teams.late.code), way: 'amount', agent_ids: lateAgents });
}

/** What does not happen by itself: holds that compliance places, contacts somebody tries although they may not, a payment the bank takes back. */
async function incidents(day: Day, { agents, trainee, compliance, manager }: Staff): Promise<void> {
	const late = (door: Door, minute: number): Agent => {
		const clock = clockAt(day, minute);
		return { door: { ...door, clock }, clock };
	};
	// When the desks are empty: a hold of 17:00 written down after a call of 18:00 was placed would say that it was placed against it.
	if (day.index >= 2)
		for (const index of [2 * (day.index - 2), 2 * (day.index - 2) + 1])
			await placeIncident(doorAt(compliance, day, 19 * 60 + 10 + index), index);
	// What debtors brought is looked into by compliance, some of it each day; the newest waits.
	if (day.index >= 2)
		await once(compliance, `complaints ${day.on}`, async () => ({
			answered: String(await answerComplaints(doorAt(compliance, day, 19 * 60 + 40), 6)),
		}));
	const first = known(agents[0], 'agent');
	// After ten at night, twice in these days.
	if (day.index === 3 || day.index === 6) await tryAnyway(late(first, 22 * 60 + 30), { party: 'debtor', offset: day.index });
	// A debtor's relative while the debtor can be reached; after the day's calls, since these are among the facts.
	if (day.index % 2 === 1) await tryAnyway(late(known(agents[1], 'agent'), 19 * 60 + 20), { party: 'third_party', offset: day.index * 3 });
	// The trainee began yesterday and has no certificate yet.
	if (day.index >= 8) for (const offset of [1, 2, 5]) await tryAnyway(late(trainee, 19 * 60 + 25 + offset), { party: 'debtor', offset });
	if (day.index === 7) await once(manager, 'bank return', async () => bankReturn(doorAt(manager, day, 19 * 60 + 50)));
}

/**
 * The banks' files, one per client, as they come in the morning: what was paid since the working day before, weekends included, so that promises are
 * judged with the money that came. Through the product's own import.
 */
export async function receivePayments(manager: Door, { on, world, folder }: Pick<Day, 'on' | 'world' | 'folder'>): Promise<number> {
	const last = on.subtract({ days: 1 });
	// On a Monday: Friday, Saturday and Sunday.
	const days = [last];
	for (let paidOn = last; paidOn.dayOfWeek > 5; ) {
		paidOn = paidOn.subtract({ days: 1 });
		days.unshift(paidOn);
	}
	let rows = 0;
	for (const { code } of clients) {
		const paid = await inTenant(manager.pool, manager.tenantId, async (tx) => {
			const found = [];
			for (const paidOn of days) found.push(...(await paymentsOn(tx, { client: code, on: paidOn, seed: world.seed, zone: world.zone })));
			return found;
		});
		if (paid.length === 0) continue;
		const path = join(folder, `${code}-${on}-payments.csv`);
		await writeLines(path, 'gb18030', paymentFileLines(paid));
		rows += done(await importPayments(manager, { path, clientCode: code })).accepted;
	}
	return rows;
}
