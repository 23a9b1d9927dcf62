import { agreeHours, revokeHours } from '../contact/actions.ts';
import { random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import {
	ask,
	end,
	type Ended,
	findPoints,
	nobody,
	type Point,
	type SettableClock,
	somebody,
	talk,
	type Tried,
	use,
	type Whom,
} from './misdeeds-parts.ts';
import { agreeTooMuch, sendTyped } from './misdeeds-said.ts';
import { oftener, type Plan } from './plan.ts';

/**
 * What is tried besides, drawn apart from the other misdeeds so that those stay as they were: what a rule that was altered by a little lets pass, and nothing else in the days is
 * sure to go near. In a short run each comes every fifth day, in this order; in a long one now and then.
 */
const besides = [
	'answered calls',
	'one number',
	'beyond the client',
	'a newcomer',
	'a cent more',
	'two texts at once',
	'nobody says who calls',
	'a settled debt',
	'a threat',
	'hours taken back',
] as const;
export type Beside = (typeof besides)[number] | 'dawn' | 'after ten' | 'a text a day';
export type PlannedBeside = { readonly beside: Beside; readonly agent: number; readonly minute: number };

const early = 7 * 60 + 41;
const dawn = [7 * 60 + 52, 7 * 60 + 59] as const;
const evening = 17 * 60 + 30;
export const night = 22 * 60;

/** What is tried besides on a day, in the order of its minutes: before the lawful hours, in the evening before the other misdeeds, and at ten when they are over. */
export function besidesOf(plan: Plan, day: number): PlannedBeside[] {
	if (plan.without.has('misdeeds')) return [];
	const short = oftener(plan) > 1;
	const draw = random(`${plan.seed} besides ${day}`);
	const agent = () => draw.below(plan.agents);
	const first = draw.chance(short ? 800_000 : 200_000) ? [{ beside: 'dawn' as const, agent: agent(), minute: draw.between(...dawn) }] : [];
	const last = first.length > 0 ? [{ beside: 'after ten' as const, agent: agent(), minute: night }] : [];
	// Five days on end, so that a limit of seven dates is met.
	const text = day % 30 < 5 ? [{ beside: 'a text a day' as const, agent: agent(), minute: evening }] : [];
	const some = short
		? [besides[(2 * day) % besides.length], besides[(2 * day + 1) % besides.length]]
		: draw.chance(200_000)
			? [draw.pick(besides)]
			: [];
	const rest = some.flatMap((beside) =>
		beside ? [{ beside, agent: agent(), minute: beside === 'hours taken back' ? early : evening }] : [],
	);
	return [...first, ...text, ...rest, ...last].sort((a, b) => a.minute - b.minute);
}

type At = Tried & { readonly door: Door; readonly clock: SettableClock };
/** So many are tried one after the other until somebody may be called. */
const peopleMost = 3;
const whom: Readonly<Partial<Record<Beside, Whom>>> = {
	'one number': 'sharing',
	'beyond the client': 'limited',
	'a settled debt': 'settled',
};

/** Tries it, from the clock's time on, on those who owe; in a run that is kept, on those it was tried on. `name`: of the happening. */
export async function tryBeside(at: At, { beside, name }: { beside: Beside; name: string }, newcomer: Door): Promise<void> {
	const { press, door, draw, course } = at;
	const all = await press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, whom[beside] ?? 'anybody')));
	if (all.length === 0) return;
	// The same people each day, for a text a day.
	const first = beside === 'a text a day' ? 0 : draw.below(all.length);
	const numberOf = (each: Point) => course.debtor(each.debtor_id);
	const now = [...all.slice(first), ...all.slice(0, first)].slice(0, peopleMost);
	const numbers = course.as(name, now.map(numberOf).join(' ')).split(' ');
	const points = numbers.flatMap((number) => all.filter((each) => numberOf(each) === number));
	const [point] = points;
	if (!point) return;
	switch (beside) {
		case 'after ten':
			at.clock.advance({ seconds: 10 });
			for (const each of points) await call(at, each);
			return;
		case 'dawn':
			at.clock.advance({ seconds: 50 });
			for (const each of points) await call(at, each);
			return;
		case 'answered calls':
			return callsToOne(at, points, 5, somebody);
		case 'beyond the client':
			return callsToOne(at, points, 6, nobody);
		case 'one number':
			for (const each of points.slice(0, 2)) for (let i = 0; i < 6; i++) await call(at, each);
			return;
		case 'a newcomer':
			return callsToOne({ ...at, door: { ...newcomer, clock: at.clock } }, points, 1, talk);
		case 'nobody says who calls':
			for (const each of points) if (await call(at, each, [{ ...somebody, identityDisclosed: false }, nobody])) return;
			return;
		case 'a cent more':
			for (const each of points) await agreeTooMuch(at, each, 'a cent more');
			return;
		case 'a settled debt':
			for (const each of points) await call(at, each);
			return;
		case 'two texts at once':
			return sendTyped(at, point, 'together');
		case 'a threat':
			return sendTyped(at, point, 'threatening');
		case 'a text a day':
			for (const each of points) await sendTyped(at, each, 'once');
			return;
		case 'hours taken back':
			return afterTakingBack(at, points);
	}
}

/** Asked for and placed, if it may be; ended with the first of these words that are taken. Whether it took place. */
async function call(at: At, point: Point, words: readonly Ended[] = [nobody]): Promise<boolean> {
	const permit = await ask(at, at.door, point);
	if (isRefusal(permit)) return false;
	const attempt = await use(at, at.door, point, permit.permit);
	if (isRefusal(attempt)) return false;
	at.clock.advance({ seconds: 20 });
	for (const said of words) if (!isRefusal(await end(at, at.door, point, attempt.attempt, said))) break;
	return true;
}

/** So many calls to the first who may be called at all. */
async function callsToOne(at: At, points: readonly Point[], count: number, ended: Ended): Promise<void> {
	for (const point of points) {
		if (!(await call(at, point, [ended]))) continue;
		for (let i = 1; i < count; i++) await call(at, point, [ended]);
		return;
	}
}

/** Debtors agree to the early morning, take it back, and are called in it. */
async function afterTakingBack(at: At, points: readonly Point[]): Promise<void> {
	const { press, door, clock } = at;
	for (const point of points) {
		const { debtor_id: debtorId } = point;
		const hours = { from: '06:30', until: '08:00' };
		await press('hours', (key) =>
			change(door, { act: 'hours.agree', input: { debtor: debtorId, ...hours }, debtorId, key }, (act) =>
				agreeHours(act, { debtorId, hours, evidence: 'recorded call' }),
			),
		);
		clock.advance({ seconds: 60 });
		await press('hours', (key) =>
			change(
				door,
				{ act: 'hours.revoke', input: { debtor: debtorId }, debtorId, key },
				(act): Promise<{ ended: true } | Refusal> => revokeHours(act, debtorId),
			),
		);
		clock.advance({ seconds: 60 });
		await call(at, point);
	}
}
