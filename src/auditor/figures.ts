import type { Pool } from '../host/db.ts';
import {
	batches,
	bucketNames,
	bucketOf,
	buckets,
	cycle,
	dueOf,
	type Line,
	type Measured,
	measure,
	moneyOf,
	rolls,
	verdictBy,
	type Window,
} from './figures-book.ts';
import { attemptsOf, complaints, contact, perDay, reachedBy, refusals, stages, teams } from './figures-contact.ts';
import { dayOf, grouped, type Rows, rowsOf, share, total } from './figures-rows.ts';

/**
 * The auditor of figures: reads plain rows, and works out every figure of a report by the sentences of docs/reference/metrics.md, with its own sums in memory. Like the other auditors it
 * imports nothing of the house.
 */
export const figuresInvariant = 'a report counts what is in the book';

export type Asked = { readonly from: string; readonly to: string; readonly asOf: Temporal.Instant; readonly client?: string | undefined };
export type Told = { readonly name: string; readonly asked: Asked; readonly answer: unknown };
type Figure = string | number | boolean | null;

const instant = (at: Temporal.Instant) => at.toString({ smallestUnit: 'microsecond' });
const earlier = (a: string, b: string) => (a < b ? a : b);

/** The whole calendar months before, where a period is whole months; else as many days. */
function periodBefore(from: Temporal.PlainDate, to: Temporal.PlainDate) {
	const next = to.add({ days: 1 });
	const whole = from.day === 1 && next.day === 1;
	const length = from.until(next, { largestUnit: whole ? 'month' : 'day' });
	return { from: from.subtract(length).toString(), to: from.subtract({ days: 1 }).toString() };
}

function windowOf({ house, clients }: Rows, { from, to, asOf, client }: Asked): Window {
	const startOf = (date: string) => instant(Temporal.PlainDate.from(date).toZonedDateTime(house.zone).toInstant());
	const known = instant(asOf);
	const knownOn = asOf.toZonedDateTimeISO(house.zone).toPlainDate().toString();
	return {
		from,
		to,
		last: earlier(to, knownOn),
		fromAt: startOf(from),
		untilAt: earlier(startOf(Temporal.PlainDate.from(to).add({ days: 1 }).toString()), known),
		asOf: known,
		knownOn,
		clientId: client === undefined ? null : (clients.find((each) => each.code === client)?.id ?? 'nobody'),
	};
}

/** What a report says where it sets a period beside the one before. */
const counts = (now: number | bigint, before: number | bigint) => {
	const [a, b] = [BigInt(now), BigInt(before)];
	const change = b === 0n ? null : share(a - b, b < 0n ? -b : b);
	// Beside next to nothing the change is no number that JSON tells exactly, and none is told.
	return { now: a, before: b, change: a - b, change_ppm: Number.isSafeInteger(change) ? change : null };
};
const rates = (now: number | null, before: number | null) => ({
	now,
	before,
	change_ppm: now === null || before === null ? null : now - before,
});
type Sums = Readonly<Record<string, number | bigint | null>>;
const beside = (now: Sums, before: Sums) =>
	Object.fromEntries(
		Object.entries(now).map(([name, value]) => {
			const other = before[name] ?? null;
			return [
				name,
				/rate|per_|ability|plan_done|day_reached|recovery/.test(name)
					? rates(value as number | null, other as number | null)
					: counts(value ?? 0, other ?? 0),
			];
		}),
	);

function types(rows: Rows, now: Measured, before: Measured) {
	const sums = (measured: Measured, key: string) => {
		const lines = measured.book.filter((line) => line.counts && `${line.product} ${line.currency}` === key);
		const reached = reachedBy(attemptsOf(rows, measured));
		const debtors = [...new Set(lines.map((line) => line.debtor_id))];
		const collected = total(lines, (line) => line.collected);
		const ids = new Set(lines.map((line) => line.id));
		const judged = measured.due.filter((promise) => ids.has(promise.debt_id) && promise.judged !== 'open');
		const placed = lines.filter((line) => line.placedWithin);
		return {
			debts: lines.length,
			placed_debts: placed.length,
			placed_minor: total(placed, (line) => line.placed),
			collected_minor: collected,
			recovery: share(
				collected,
				total(lines, (line) => line.base),
			),
			contactability: share(debtors.filter((debtor) => reached.has(debtor)).length, debtors.length),
			kept_rate: share(judged.filter((promise) => promise.judged === 'kept').length, judged.length),
		};
	};
	const all = [...now.book, ...before.book].filter((line) => line.counts);
	return grouped(all, (line) => `${line.product} ${line.currency}`).map(([key]) => {
		const [product, currency] = key.split(' ');
		return { product, currency, ...beside(sums(now, key), sums(before, key)) };
	});
}

/** What stood at the end of the period, for the days after it. */
function outlook(rows: Rows, measured: Measured, currency: string) {
	const { window, book } = measured;
	const open = book.filter((line) => line.end > 0n);
	const own = open.filter((line) => line.currency === currency);
	const on = new Set(own.map((line) => line.id));
	const until = (days: number) => Temporal.PlainDate.from(window.to).add({ days }).toString();
	const due = measured.promises.filter(
		(each) =>
			on.has(each.debt_id) &&
			each.made_at < window.untilAt &&
			each.due_on > window.to &&
			each.due_on <= until(7) &&
			verdictBy(each, window.last) === 'open',
	);
	const promised = total(due, (each) => each.amount);
	const rate = dueOf(measured, currency).kept_rate_minor;
	const sum = (lines: readonly Line[]) => total(lines, (line) => line.end);
	const rolling = own.filter((line) => bucketOf(rows, line, until(7)) > bucketOf(rows, line, window.to));
	const recalled = own.filter((line) => line.recall_due_on !== null && line.recall_due_on <= until(30));
	const holds = rows.holds.filter(
		({ from_at: from, until_at: ends, lifted_at: lifted }) =>
			from < window.untilAt && (ends === null || ends > window.untilAt) && (lifted === null || lifted > window.untilAt),
	);
	const isHeld = (line: Line) =>
		holds.some((hold) => hold.debtor_id === line.debtor_id && (hold.debt_id === null || hold.debt_id === line.id));
	const free = new Set(open.filter((line) => !isHeld(line)).map((line) => line.debtor_id));
	const plans = rows.plans.filter(
		(plan) =>
			on.has(plan.debt_id) &&
			plan.made_at < window.untilAt &&
			(plan.state === 'open' || (plan.ended_on !== null && plan.ended_on > window.last)),
	);
	return {
		currency,
		open_minor: sum(own),
		promises_due_7_count: due.length,
		promises_due_7_minor: promised,
		expected_7_minor: rate === null ? null : (promised * BigInt(rate)) / 1_000_000n,
		rolling_7_debts: rolling.length,
		rolling_7_minor: sum(rolling),
		recall_30_debts: recalled.length,
		recall_30_minor: sum(recalled),
		held_debtors: new Set(own.map((line) => line.debtor_id).filter((debtor) => !free.has(debtor))).size,
		plans_open: plans.length,
	};
}

/** The whole report of a period, as it ought to be told. */
function reportOf(rows: Rows, asked: Asked) {
	const [from, to] = [Temporal.PlainDate.from(asked.from), Temporal.PlainDate.from(asked.to)];
	const past = periodBefore(from, to);
	const window = windowOf(rows, asked);
	const now = measure(rows, window);
	const before = measure(rows, windowOf(rows, { ...asked, ...past }));
	const client = rows.clients.find((each) => each.code === asked.client);
	const reached = reachedBy(attemptsOf(rows, now));
	const currencies = grouped(now.book, ({ currency }) => currency).map(([currency]) => currency);
	const refused = [refusals(rows, now), refusals(rows, before)] as const;
	const open = currencies.filter((currency) => now.book.some((line) => line.currency === currency && line.end > 0n));
	const dates = Array.from({ length: Math.max(0, dayOf(window.last) - dayOf(window.from) + 1) }, (_, n) =>
		from.add({ days: n }).toString(),
	);
	return {
		period: {
			from: asked.from,
			to: asked.to,
			days: dayOf(asked.to) - dayOf(asked.from) + 1,
			before_from: past.from,
			before_to: past.to,
			as_of: asked.asOf.toString(),
			zone: rows.house.zone,
			agency: rows.house.name,
			client: client ? { code: client.code, name: client.name } : null,
			bucket_names: bucketNames(rows),
		},
		money: currencies.map((currency) => ({
			currency,
			...beside(moneyOf(now, now.book, currency), moneyOf(before, before.book, currency)),
		})),
		contact: beside(contact(rows, now), contact(rows, before)),
		promises: currencies.map((currency) => {
			const { pending_count: count, pending_minor: minor, ...due } = dueOf(now, currency);
			return { currency, ...beside(due, dueOf(before, currency)), pending_count: count, pending_minor: minor };
		}),
		buckets: buckets(rows, now, reached),
		...batches(rows, now, reached),
		days: perDay(rows, now, dates),
		cycle: currencies.map((currency) => cycle(now, before, currency)),
		types: types(rows, now, before),
		teams: teams(rows, now),
		complaints: beside(complaints(rows, now), complaints(rows, before)),
		refusals: [...refused[0]].map(([rule, whose]) => ({
			rule,
			count: counts(whose.length, refused[1].get(rule)?.length ?? 0),
			debtors: new Set(whose).size,
		})),
		rolls: rolls(rows, now),
		stages: stages(rows, now),
		outlook: open.map((currency) => outlook(rows, now, currency)),
	};
}

/** By what the lines of a list are told apart; a point of a curve and a name of a bucket by their places. */
const keys: readonly string[] = ['placement_id', 'team_id', 'login_id', 'rule', 'stage', 'product', 'currency', 'bucket', 'on'];

/** Every figure under its path; words that only explain a figure are none. */
function* figuresOf(value: unknown, path: string): Generator<[path: string, figure: Figure]> {
	if (Array.isArray(value)) {
		for (const [i, line] of value.entries()) {
			const key = keys.flatMap((name) => (line instanceof Object && name in line ? [String(line[name as keyof typeof line])] : []));
			yield* figuresOf(line, `${path}[${key.length === 0 ? i : key.join(' ')}]`);
		}
	} else if (value instanceof Object) {
		for (const [name, part] of Object.entries(value))
			if (name !== 'sentence') yield* figuresOf(part, path === '' ? name : `${path}.${name}`);
	} else yield [path, typeof value === 'bigint' ? Number(value) : (value as Figure)];
}

const findingsMax = 20;

/** Where what a report told differs from what is in the book, figure by figure. */
export async function figureFindings(
	owner: Pool,
	{ tenantId, told }: { readonly tenantId: bigint; readonly told: readonly Told[] },
): Promise<{ readonly sentence: string }[]> {
	const rows = await rowsOf(owner, tenantId);
	return told.flatMap(({ name, asked, answer }) => {
		const says = new Map(figuresOf(answer, ''));
		const holds = new Map(figuresOf(reportOf(rows, asked), ''));
		return [...new Set([...says.keys(), ...holds.keys()])]
			.filter((path) => says.get(path) !== holds.get(path))
			.slice(0, findingsMax)
			.map((path) => ({
				sentence: `the report of ${name} (${asked.from} to ${asked.to}, known at ${asked.asOf.toString()}) says ${path} is ${String(says.get(path))}; the book says ${String(holds.get(path))}`,
			}));
	});
}
