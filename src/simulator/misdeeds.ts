import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { atLocal, isBefore } from '../core/time.ts';
import { unmask } from '../contact/actions.ts';
import { inTenant } from '../host/db.ts';
import { takeNext } from '../queue/actions.ts';
import { change, type Door } from '../record/change.ts';
import { forge } from './forgeries.ts';
import { agreeTooMuch, askedToLeave, askedToStop, sendTyped } from './misdeeds-said.ts';
import {
	ask,
	type Asked,
	end,
	type Ended,
	findPoints,
	hangingUp,
	nobody,
	type Point,
	refusing,
	type SettableClock,
	somebody,
	talk,
	type Tried,
	use,
	type Whom,
} from './misdeeds-parts.ts';
import { type Misdeed, misdeeds, zone as zoneOfAgency } from './plan.ts';

type Calling = { readonly tried: Tried; readonly door: Door; readonly clock: SettableClock };

/** A whole call: asked for, placed if it may be, ended. Whether it took place. */
async function call({ tried, door, clock }: Calling, point: Point, asked: Asked = {}, ended: Ended = nobody): Promise<boolean> {
	const permit = await ask(tried, door, point, asked);
	if (isRefusal(permit)) return false;
	const attempt = await use(tried, door, point, permit.permit);
	if (isRefusal(attempt)) return false;
	clock.advance({ seconds: 20 });
	await end(tried, door, point, attempt.attempt, ended);
	return true;
}

async function calls(calling: Calling, point: Point, count: number, seconds: number, ended?: (place: number) => Ended): Promise<void> {
	for (let i = 0; i < count; i++) {
		await call(calling, point, {}, ended?.(i));
		calling.clock.advance({ seconds });
	}
}

/** Whom each is tried on. */
const targets: Readonly<Partial<Record<Misdeed, Whom>>> = {
	'relative first': 'relative',
	'collect from a relative': 'relative',
	'refuser again': 'refuser',
	'call on hold': 'held',
	'message on hold': 'held',
	'call abroad': 'abroad',
	'again after a talk': 'abroad',
	'edge of hours abroad': 'abroad',
	'about a settled debt': 'settled',
	'dead number': 'dead',
	'one number, two debtors': 'sharing',
	'a visit': 'home',
};

/** Tries one misdeed, from the clock's time on; where there is nobody to try it on, the next of the list. In a run lived again in part: the same one, on the same person, or none. */
export async function tryMisdeed(tried: Tried, clock: SettableClock, misdeed: Misdeed, name: string): Promise<void> {
	const { course } = tried;
	const key = (point: Point) => `${course.debtor(point.debtor_id)}${point.party_id === null ? '' : ' person'}`;
	const [[, kept] = []] = course.kept(name) ?? [];
	if (kept === undefined && course.kept('') !== null) return;
	for (let i = 0; i < misdeeds.length; i++) {
		const which = known(misdeeds[(misdeeds.indexOf(misdeed) + i) % misdeeds.length], 'misdeed');
		const door = { ...(which === 'automatic calls' ? tried.system : tried.door), clock };
		const points = await tried.press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, targets[which] ?? 'anybody')));
		if (points.length === 0 || (kept && !kept.startsWith(`${which}: `))) continue;
		const drawn = tried.draw.pick(points);
		const point = kept ? points.find((each) => kept === `${which}: ${key(each)}`) : drawn;
		if (!point) return;
		course.happens(name, course.debtor(point.debtor_id));
		course.as(name, `${which}: ${key(point)}`);
		await deed({ tried, door, clock }, point, which, points);
		return;
	}
}

/** Six of a list from a place on, its beginning after its end. */
const some = (points: readonly Point[], from: number): readonly Point[] => [...points.slice(from), ...points.slice(0, from)].slice(0, 6);

async function deed(calling: Calling, point: Point, misdeed: Misdeed, others: readonly Point[]): Promise<void> {
	const { tried, door, clock } = calling;
	const { draw } = tried;
	switch (misdeed) {
		case 'late call':
			return throughTheNight(calling, others);
		case 'call abroad':
		case 'relative first':
		case 'call on hold':
		case 'refuser again':
		case 'about a settled debt':
		case 'dead number':
			for (const each of some(others, draw.below(others.length))) await call(calling, each);
			return;
		case 'against a wish':
			await askedToLeave({ ...tried, door }, point);
			clock.advance({ seconds: 60 });
			for (const each of [point, ...some(others, draw.below(others.length))]) await call(calling, each);
			return sendTyped({ ...tried, door, clock }, point);
		case 'too much demanded':
			await call(calling, point, { amountMinor: draw.chance(500_000) ? point.owed + 1n : point.owed * 3n });
			return;
		case 'collect from a relative':
			await call(calling, point, draw.chance(500_000) ? { purpose: 'collect' } : { amountMinor: 100n, purpose: 'locate' });
			return;
		case 'call after call':
			return calls(calling, point, 9, 60);
		case 'answered call after call':
			return calls(calling, point, 6, 60, () => somebody);
		case 'automatic calls':
			return calls(calling, point, 7, 35);
		case 'one number, two debtors':
			for (const [i, each] of others.slice(0, 6).entries()) await calls(calling, each, 3 + (i % 2), 60);
			return;
		case 'again after a talk':
			// Late at night here it is day in America.
			for (const each of others.slice(0, 3)) await calls(calling, each, 9, 500, (i) => (i === 0 && draw.chance(400_000) ? talk : nobody));
			return;
		case 'edge of hours':
		case 'edge of hours abroad':
			return atTheEdge(calling, point);
		case 'relatives of the lost':
			return relativesOfLost(calling, some(others, draw.below(others.length)));
		case 'a visit':
			await call(calling, point, { channel: 'visit' });
			return;
		case 'unmask':
			return look(calling, point);
		case 'takes two':
			return takeTwo(calling);
		case 'permit used twice':
		case 'held in between':
		case 'permit used late':
		case 'two outcomes':
			return around(calling, point, misdeed);
		case 'message on hold':
		case 'message after message':
			return sendTyped({ ...tried, door, clock }, point);
		case 'agreed too much':
			return agreeTooMuch({ ...tried, door, clock }, point);
		case 'no permit':
			return forge({ ...tried, door }, point);
	}
}

/** Somebody at 22:00 itself, and every twenty minutes until it is midnight. */
async function throughTheNight(calling: Calling, points: readonly Point[]): Promise<void> {
	const { tried, clock } = calling;
	const ten = atLocal(zoneOfAgency, tried.on, '22:00');
	if (isBefore(clock.now(), ten)) clock.set(ten);
	for (let i = 0; i < 6; i++) {
		await call(calling, tried.draw.pick(points));
		clock.advance({ minutes: 20 });
	}
}

/** The first minute of the lawful hours and the last before them, the last and the first after, in one of the person's zones; a permit of the last is used when they are over. */
async function atTheEdge(calling: Calling, point: Point): Promise<void> {
	const { tried, door, clock } = calling;
	const morning = tried.on.add({ days: 1 });
	const zone = tried.draw.pick(point.zones);
	const edges = ['07:59', '20:59', '21:10', '21:59', '22:00'].flatMap((time) => [
		atLocal(zone, tried.on, time),
		atLocal(zone, morning, time),
	]);
	const ahead = edges.filter((at) => isBefore(clock.now(), at) && isBefore(at, atLocal(zoneOfAgency, morning, '06:00')));
	if (ahead.length === 0) return;
	const at = tried.draw.pick(ahead).add({ seconds: 50 });
	clock.set(at);
	const permit = await ask(tried, door, point);
	clock.set(at.add({ seconds: tried.draw.pick([9, 10, 11]) }));
	if (isRefusal(permit)) {
		await call(calling, point);
		return;
	}
	const attempt = await use(tried, door, point, permit.permit);
	if (!isRefusal(attempt)) await end(tried, door, point, attempt.attempt);
}

/** What people around say, call after call: nobody there, a word passed on, a refusal. */
const answers: readonly (readonly Ended[])[] = [
	[nobody, nobody, nobody, nobody],
	[nobody, somebody, nobody, nobody],
	[refusing, nobody, nobody, nobody],
	[hangingUp, nobody, nobody, nobody],
];

/** Calls to a debtor that nobody answers, and after each of them one to somebody around; when the debtor is lost, again and again, also to those who refuse. */
async function relativesOfLost(calling: Calling, points: readonly Point[]): Promise<void> {
	const { tried, door } = calling;
	const people = await tried.press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, 'relative')));
	for (const point of points.slice(0, 3)) {
		const around = people.filter((each) => each.debtor_id === point.debtor_id);
		for (let i = 0; i < 3; i++) {
			await calls(calling, point, 1, 60);
			const [first] = around;
			if (first && i < 2) await call(calling, first);
		}
		for (const person of around) {
			const said = tried.draw.pick(answers);
			await calls(calling, person, 4, 60, (i) => known(said[i], 'answer'));
		}
	}
}

/** A look at an unmasked number: of the debtor, and of somebody around. */
async function look({ tried, door }: Calling, point: Point): Promise<void> {
	const people = await tried.press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, 'relative')));
	for (const each of [point, ...people.slice(0, 1)])
		await tried.press('unmask', (key) =>
			change(
				door,
				{
					act: 'contact.unmask',
					input: { debtor: each.debtor_id, point: each.point_id, purpose: 'curious' },
					debtorId: each.debtor_id,
					keepOnRefusal: true,
					key,
				},
				async (act): Promise<{ permit_id: string } | Refusal> => {
					const opened = await unmask(act, { debtorId: each.debtor_id, contactPointId: each.point_id });
					return isRefusal(opened) ? opened : { permit_id: String(opened.permitId) };
				},
			),
		);
}

async function around({ tried, door, clock }: Calling, point: Point, misdeed: Misdeed): Promise<void> {
	const permit = await ask(tried, door, point);
	if (isRefusal(permit)) return;
	if (misdeed === 'held in between') await askedToStop({ ...tried, door }, point);
	clock.advance({ seconds: 30 });
	if (misdeed === 'permit used late') clock.advance({ minutes: tried.draw.pick([10, 11, 60]) });
	const attempt = await use(tried, door, point, permit.permit);
	if (isRefusal(attempt)) return;
	clock.advance({ seconds: 5 });
	if (misdeed === 'permit used twice') await use(tried, door, point, permit.permit);
	if (misdeed !== 'two outcomes') {
		await end(tried, door, point, attempt.attempt);
		return;
	}
	const said = tried.draw.pick(['hardship', 'disputes', 'complains', 'refuses_contact'] as const);
	await end(tried, door, point, attempt.attempt, { ...talk, said });
	await end(tried, door, point, attempt.attempt, talk);
}

/** *Next* twice, without a word on the first. */
async function takeTwo({ tried: { press }, door }: Calling): Promise<void> {
	for (let i = 0; i < 2; i++) await press('next', (key) => takeNext(door, key));
}

/** Somebody of the agency by the place in the list. */
export const agentDoor = (doors: readonly Door[], index: number): Door => known(doors[index], `agent ${index}`);
