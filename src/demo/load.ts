import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '../core/assert.ts';
import { dateIn } from '../core/time.ts';
import { settableClock } from '../host/clock.ts';
import { createPool, inTenant } from '../host/db.ts';
import { houseKey } from '../host/vault.ts';
import { type House, mainTenant } from '../house.ts';
import { addTeam, ensureLogin } from '../people/actions.ts';
import { openSignIn } from '../people/sign-in.ts';
import type { Door } from '../record/change.ts';
import { runDay } from '../strategy/actions.ts';
import { recordAssessment } from '../privacy/actions.ts';
import { change } from '../record/change.ts';
import { addClient } from '../tenants/actions.ts';
import { changeAgency } from '../tenants/agency.ts';
import type { World } from './calls.ts';
import { cast, clients, complaintLine, demonstrationPassword, serviceLine, teams } from './cast.ts';
import { type Day, liveDay, receivePayments } from './days.ts';
import { done, once, stepDone } from './steps.ts';

/** How much of it: ten working days of the whole portfolio, or (for tests) fewer days and every n-th case only. */
export type Size = { readonly workingDays: number; readonly thin: number };
const whole: Size = { workingDays: 10, thin: 1 };

/**
 * Makes the demonstration agency, once: clients, teams and a login per role; the real card portfolio as placement files imported through the product's
 * own door; then ten working days before today lived through under a clock of their own, by simulated agents on as many connections, all through the
 * real actions. Today's queue is filled at the end.
 *
 * Finished steps are remembered in the record, so a load that was killed goes on where it stopped, with the day it had begun on. A house that has
 * clients of its own is left alone. `say` gets a line per step.
 */
export async function loadDemonstration(house: House, say: (line: string) => void, { workingDays, thin }: Size = whole): Promise<void> {
	const operator = known(await house.door(mainTenant, 'operator'), 'login operator');
	if (await stepDone(operator, 'finished')) return;
	const begun = await stepDone(operator, 'begun');
	if (!begun && (await hasClients(operator))) return;
	const { zone } = await house.tenant(mainTenant);
	const { today, seed } = await once(operator, 'begun', async () => ({ today: dateIn(zone, house.clock.now()).toString(), seed: '1' }));
	const world: World = { seed: known(seed, 'seed'), zone };
	const days = daysBefore(Temporal.PlainDate.from(known(today, 'first day')), workingDays);
	if (begun) say('示范机构：接着上次继续 continuing the demonstration agency');
	const first = known(days[0], 'a working day');
	await once(operator, 'people', async () => {
		say('示范机构：委案方、团队、人员 clients, teams, people');
		await makePeople(house, atHour(operator, { zone, on: first }, '07:00'), first);
	});
	const quick = createPool(house.url, { max: 16, quick: true });
	const folder = await mkdtemp(join(tmpdir(), 'dunwell-demonstration-'));
	try {
		for (const [index, on] of days.entries()) {
			const day: Day = { index, on, world, folder, thin };
			await once(operator, `day ${on}`, async () => {
				say(`示范机构：第 ${index + 1}/${workingDays} 个工作日 working day ${on} ${await liveDay(house, quick, day)}`);
			});
		}
		await once(operator, 'finished', async () => {
			const on = dateIn(zone, house.clock.now());
			const manager = known(await house.door(mainTenant, 'manager'), 'login manager');
			await receivePayments(manager, { on, world, folder });
			const { calls, messages } = done(await runDay(operator, on));
			say(`示范机构：今日待办 today’s queue: ${calls} calls, ${messages} messages`);
		});
	} finally {
		await quick.end();
		await rm(folder, { recursive: true, force: true });
	}
}

async function hasClients(door: Door): Promise<boolean> {
	const found = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query('select from client where tenant_id = $1 limit 1', [tx.tenantId]),
	);
	return found.length > 0;
}

/** The `count` Mondays to Fridays before a day, oldest first. */
export function daysBefore(today: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
	const days: Temporal.PlainDate[] = [];
	for (let on = today.subtract({ days: 1 }); days.length < count; on = on.subtract({ days: 1 })) if (on.dayOfWeek <= 5) days.unshift(on);
	return days;
}

/** The same login at another hour. */
export function atHour(door: Door, { zone, on }: { zone: string; on: Temporal.PlainDate }, time: string): Door {
	return { ...door, clock: settableClock(on.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(zone).toInstant()) };
}

/** The house assessed what it does with personal data before it began (PIPL 55); delegation is left for whoever tries the page. */
const assessments = [
	['sensitive_data', '示范：合规档案 2026-03，证件号加密保存，查看须许可'],
	['automated_decisions', '示范：合规档案 2026-04，日排程可说明、可拒绝'],
] as const;

async function makePeople(house: House, operator: Door, on: Temporal.PlainDate): Promise<void> {
	done(await changeAgency(operator, { name: '善催示范机构 Dunwell Demonstration Agency' }, 'demonstration agency'));
	for (const { evaluatedDaysAgo, ...client } of clients) {
		const standing = { contractUntil: on.add({ years: 1 }).toString(), evaluatedOn: on.subtract({ days: evaluatedDaysAgo }).toString() };
		done(await addClient(operator, { ...client, ...standing, serviceLine, complaintLine }, `demonstration client ${client.code}`));
	}
	for (const [kind, report] of assessments)
		done(
			await change(operator, { act: 'privacy.assess', input: { kind, report }, key: `demonstration assessment ${kind}` }, (act) =>
				recordAssessment(act, { kind, made_on: on.subtract({ days: 40 }).toString(), report }),
			),
		);
	for (const team of Object.values(teams)) done(await addTeam(operator, team, `demonstration team ${team.code}`));
	const ids = new Map(
		(
			await inTenant(operator.pool, operator.tenantId, (tx) =>
				tx.query<{ id: bigint; code: string }>('select id, code from team where tenant_id = $1', [tx.tenantId]),
			)
		).map((team) => [team.code, String(team.id)]),
	);
	const signIn = openSignIn(house.url, houseKey(join(house.config.data, 'house.key'), house.config.houseKey));
	try {
		for (const member of cast) {
			const trained = member.trainedDaysAgo === null ? null : on.subtract({ days: member.trainedDaysAgo }).toString();
			await ensureLogin(operator, signIn, {
				username: member.username,
				name: member.name,
				role: member.role,
				password: demonstrationPassword,
				skills: [...member.skills],
				team_ids: member.teams.map((team) => known(ids.get(teams[team].code), 'team')),
				exam_passed_on: trained,
				trained_on: trained,
				...(member.client ? { client_code: member.client } : {}),
			});
		}
	} finally {
		await signIn.close();
	}
}
