import { closeContact, type CloseContactInput } from '../arrangements/close-contact.ts';
import { random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { recordedEnd, recordedTerms } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { settableClock } from '../host/clock.ts';
import { change, type Door } from '../record/change.ts';
import { ask, findPoints, type Point, use } from './misdeeds-parts.ts';
import type { Office } from './office.ts';
import { oftener } from './plan.ts';

/** A call that is ended as a desk ends it, with what was said in it: something that binds the house at once, or terms nobody may agree to, a day or a month beyond what may be. */
type Talk = (
	point: Point,
	today: Temporal.PlainDate,
) => Omit<CloseContactInput, 'outcome'> & { readonly said: CloseContactInput['outcome']['said'] };
const of = ({ debt_id: debtId, currency }: Point) => ({ debtId, currency });
const talks: readonly (readonly [string, Talk])[] = [
	['a complaint', () => ({ said: 'complains' })],
	[
		'a promise too late',
		(point, today) => ({ said: 'promise', promise: { ...of(point), amountMinor: point.owed, dueOn: today.add({ days: 31 }) } }),
	],
	['a dispute', () => ({ said: 'disputes' })],
	[
		'instalments too late',
		(point, today) => ({ said: 'plan', plan: { ...of(point), instalments: 3, firstDueOn: today.add({ days: 46 }) } }),
	],
	['hardship', () => ({ said: 'hardship' })],
	[
		'a promise of yesterday',
		(point, today) => ({ said: 'promise', promise: { ...of(point), amountMinor: point.owed, dueOn: today.subtract({ days: 1 }) } }),
	],
	[
		'too many instalments',
		(point, today) => ({ said: 'plan', plan: { ...of(point), instalments: 61, firstDueOn: today.add({ days: 10 }) } }),
	],
	['no more calls', () => ({ said: 'refuses_contact' })],
];
/** So many are called one after the other until somebody may be. */
const peopleMost = 4;

/** Two talks of a short run's day, in turn; in a long one, one now and then. */
export async function talksDay(office: Office, agent: (index: number) => Door): Promise<void> {
	const { plan, course, press, day, on, manager } = office;
	if (plan.without.has('talks')) return;
	const draw = random(`${plan.seed} talks ${day}`);
	const short = oftener(plan) > 1;
	if (!short && !draw.chance(150_000)) return;
	const clock = settableClock(manager.clock.now());
	for (const turn of short ? [2 * day, 2 * day + 1] : [draw.below(talks.length)]) {
		const [what, talk] = talks[turn % talks.length] ?? [];
		const door = { ...agent(draw.below(plan.agents)), pool: manager.pool, clock };
		const all = await press('read', () => inTenant(door.pool, door.tenantId, (tx) => findPoints(tx, 'anybody')));
		const first = draw.below(Math.max(1, all.length));
		const name = `day ${day} talk of ${what}`;
		if (!talk || all.length === 0 || !course.happens(name)) continue;
		const numberOf = (point: Point) => course.debtor(point.debtor_id);
		const drawn = [...all.slice(first), ...all.slice(0, first)].slice(0, peopleMost);
		const numbers = course.as(name, drawn.map(numberOf).join(' ')).split(' ');
		for (const point of numbers.flatMap((number) => all.filter((each) => numberOf(each) === number)))
			if (await speak({ press, door, clock }, point, talk(point, on))) break;
	}
}

/** The call, if it may be placed, and its end; ended without terms where those are refused. Whether it took place. */
async function speak(
	{ press, door, clock }: Pick<Office, 'press'> & { readonly door: Door; readonly clock: ReturnType<typeof settableClock> },
	point: Point,
	{ said, ...terms }: ReturnType<Talk>,
): Promise<boolean> {
	const permit = await ask({ press }, door, point);
	if (isRefusal(permit)) return false;
	const attempt = await use({ press }, door, point, permit.permit);
	if (isRefusal(attempt)) return false;
	clock.advance({ seconds: 10 });
	const close = (input: Omit<CloseContactInput, 'outcome'>, words: typeof said) =>
		press('close', (key) =>
			change(
				door,
				{
					act: 'contact.close',
					input: { debtor: point.debtor_id, attempt: attempt.attempt, line: 'right_party', said: words, ...recordedTerms(input) },
					debtorId: point.debtor_id,
					key,
				},
				async (act): Promise<{ attempt_id: string } | Refusal> => {
					const outcome = {
						debtorId: point.debtor_id,
						attemptId: BigInt(attempt.attempt),
						line: 'right_party' as const,
						said: words,
						identityDisclosed: true,
					};
					const done = await closeContact(act, { outcome, ...input });
					return isRefusal(done) ? done : recordedEnd(done);
				},
			),
		);
	if (isRefusal(await close(terms, said))) await close({}, 'none');
	return true;
}
