import { assert } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { random } from '../core/random.ts';
import { isBefore } from '../core/time.ts';
import { type Press, workOne, type World } from '../demo/calls.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { certify } from '../people/actions.ts';
import { assign } from '../queue/assign.ts';
import type { Door } from '../record/change.ts';
import type { Course } from './course.ts';
import type { SimulatedHouse } from './house.ts';
import type { SettableClock } from './misdeeds-parts.ts';
import { type Plan, shiftOf, zone } from './plan.ts';

/** A day on the floor: who has which debtor, and the agents at their desks. */
export type Floor = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly house: SimulatedHouse;
	readonly lead: Door;
	readonly day: number;
	/** The desk of an agent, by username, under a clock of its own. */
	desk(agent: string, clock: SettableClock): Door;
	/** A minute of the day, in the agency's zone. */
	at(minute: number): Temporal.Instant;
	add(name: string): void;
};

/** Hands out debtors nobody has: to the team as one pool, or evenly to its agents. */
export async function handOut({ house, plan, press, course, lead }: Floor): Promise<void> {
	const waiting = await press('unassigned', () =>
		inTenant(lead.pool, lead.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint }>(
				`select distinct s.debtor_id from debt_state s where s.tenant_id = $1 and s.status = 'open'
				    and not exists (select from assignment a where a.tenant_id = $1 and a.debtor_id = s.debtor_id) order by s.debtor_id`,
				[tx.tenantId],
			),
		),
	);
	if (waiting.length === 0) return;
	const give = async (ids: readonly bigint[], way: 'team' | 'random' | 'load' | 'amount', agents: readonly bigint[], seed: number) => {
		const debtors = { team_id: String(house.teamId), way, debtor_ids: ids.map(String), ...(way === 'team' ? {} : { seed }) };
		const named = await press('assign', (key) =>
			assign(lead, way === 'team' ? debtors : { ...debtors, agent_ids: agents.map(String) }, key),
		);
		// Whose certificate has run out is not to be named (CN-H1): the rules pass them over.
		const hasNone = isRefusal(named) && named.code === 'assignment.agents_not_certified';
		const given = hasNone ? await press('assign', (key) => assign(lead, debtors, key)) : named;
		assert(!isRefusal(given), `nobody could be assigned: ${isRefusal(given) ? given.code : ''}`);
	};
	const ids = waiting.map((each) => each.debtor_id);
	const handed = (id: bigint) => `debtor ${course.debtor(id)} is handed out`;
	if (plan.only) {
		// To whom they went when everybody was there.
		for (const id of ids) {
			const agent = house.agents[Number(course.as(handed(id), '0', course.debtor(id))) - 1];
			await give([id], agent === undefined ? 'team' : 'random', agent === undefined ? [] : [agent], 0);
		}
		return;
	}
	const draw = random(`${plan.seed} hands ${ids[0]}`);
	const way = draw.pick(['team', 'random', 'load', 'amount'] as const);
	await give(ids, way, house.agents, way === 'team' ? 0 : draw.below(1_000_000));
	const { rows } = await house.owner.query<{ debtor_id: string; agent_id: string | null }>(
		'select debtor_id::text, agent_id::text from assignment where tenant_id = $1 and debtor_id = any ($2::bigint[]) order by assignment.debtor_id',
		[String(house.tenantId), ids.map(String)],
	);
	for (const { debtor_id: id, agent_id: agent } of rows)
		course.as(handed(BigInt(id)), String(house.agents.findIndex((each) => String(each) === agent) + 1), course.debtor(id));
}

/** The agents at their desks, whoever's clock is earliest next, so that calls of different agents mix as they would. */
export async function desks(floor: Floor): Promise<void> {
	const { plan, press, course, day, desk, at: instantOf, add } = floor;
	let met: { id: bigint; calls: number } | null = null;
	const world = {
		seed: plan.seed,
		zone,
		press,
		numbers: (id: bigint, calls: number) => {
			met = { id, calls };
			return { debtor: course.debtor(id), calls };
		},
	};
	const again = course.kept(`day ${day} turn `);
	if (again) return turnsAgain(floor, again, world);
	const sitting = Array.from({ length: plan.agents }, (_, i) => {
		const shift = shiftOf(plan, i, day);
		const clock = settableClock(instantOf(shift.fromMinute));
		return { door: desk(`agent${i + 1}`, clock), clock, until: instantOf(shift.untilMinute), refusals: 0 };
	});
	while (sitting.length > 0) {
		const next = sitting.reduce((first, each) => (Temporal.Instant.compare(each.clock.now(), first.clock.now()) < 0 ? each : first));
		const at = next.clock.now();
		met = null;
		const turn = isBefore(at, next.until) ? await workOne(next, world) : 'home';
		if (met) writeDownTurn(course, { day, agent: next.door.actor.name, at, ...(met as { id: bigint; calls: number }) });
		if (turn === 'called') add('calls');
		if (turn === 'refused') add('given back');
		// Who is refused again and again (no certificate, say) stops pressing for the day.
		next.refusals = turn === 'refused' ? next.refusals + 1 : 0;
		if (turn === 'idle' || turn === 'home' || next.refusals === 3) sitting.splice(sitting.indexOf(next), 1);
	}
}

/** A turn at a desk goes by its hour, and by how many calls the debtor had had. */
function writeDownTurn(course: Course, turn: { day: number; agent: string; at: Temporal.Instant; id: bigint; calls: number }): void {
	const debtor = course.debtor(turn.id);
	const name = `day ${turn.day} turn ${turn.at} of ${turn.agent}`;
	if (course.happens(name, debtor)) course.as(name, String(turn.calls), debtor);
}

/** The kept turns of a day, each at its hour, whatever was left out between them. */
async function turnsAgain(
	{ course, desk, add }: Floor,
	turns: readonly (readonly [name: string, as: string])[],
	world: World,
): Promise<void> {
	for (const [name, calls] of [...turns].sort(([one], [other]) => (one < other ? -1 : 1))) {
		const [, at = '', agent = ''] = / turn (\S+) of (\S+)$/.exec(name) ?? [];
		const clock = settableClock(Temporal.Instant.from(at));
		let met: bigint | null = null;
		const numbers = (id: bigint) => {
			met = id;
			return { debtor: course.debtor(id), calls: Number(calls) };
		};
		const turn = await workOne({ door: desk(agent, clock), clock }, { ...world, numbers });
		if (turn === 'called') add('calls');
		if (met !== null && course.happens(name, course.debtor(met))) course.as(name, calls);
	}
}

/** Compliance writes down the new training of everybody whose certificate ran out. */
export async function renewCertificates(of: { readonly press: Press; readonly compliance: Door }, on: Temporal.PlainDate): Promise<void> {
	const { press, compliance } = of;
	const lapsed = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from login where tenant_id = $1 and role in ('agent', 'team_lead') and trained_on < $2::date - 360 order by id`,
				[tx.tenantId, on],
			),
		),
	);
	for (const { id } of lapsed)
		await press('certify', (key) => certify(compliance, { loginId: id, today: on, trained_on: on.toString() }, key));
}
