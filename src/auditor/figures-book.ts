import { type Debt, dayOf, grouped, type Promised, type Rows, share, total, type Transfer } from './figures-rows.ts';

/** A period, both dates included, its instants half-open; what is known is known at `asOf`. */
export type Window = {
	readonly from: string;
	readonly to: string;
	/** The last day of it that has come. */
	readonly last: string;
	readonly fromAt: string;
	readonly untilAt: string;
	readonly asOf: string;
	/** The date of `asOf`: a verdict has no hour, and is known all that day. */
	readonly knownOn: string;
	readonly clientId: string | null;
};

export type Cash = { readonly on: string; readonly day: number; readonly minor: bigint; readonly within: boolean };
/** A debt on the book: placed by the end of the period, and not undone. */
export type Line = Debt & {
	readonly placed: bigint;
	readonly placedWithin: boolean;
	readonly start: bigint;
	readonly end: bigint;
	readonly surplus: bigint;
	readonly reduced: bigint;
	readonly recalled: bigint;
	readonly cash: readonly Cash[];
	readonly collected: bigint;
	readonly toDate: bigint;
	/** Days from placement to the last payment, where it was paid off in the period. */
	readonly closedAfter: number | null;
	/** It counts in the period. */
	readonly counts: boolean;
	readonly base: bigint;
	readonly bucket: number;
};
export type Measured = {
	readonly window: Window;
	readonly book: readonly Line[];
	/** Promises about debts of the book that were known of. */
	readonly promises: readonly Promised[];
	readonly made: readonly Promised[];
	readonly due: readonly (Promised & { readonly judged: string })[];
};

export function bucketOf(rows: Rows, debt: Debt, on: string): number {
	const past = dayOf(on) - dayOf(debt.overdue_since);
	if (past <= 0) return 0;
	const { edges } = rows.house;
	const at = edges.findIndex((edge) => past <= edge);
	return 1 + (at < 0 ? edges.length : at);
}
const nameOf = (rows: Rows, bucket: number) => (bucket > rows.house.edges.length ? `M${rows.house.edges.length}+` : `M${bucket}`);
export const bucketNames = (rows: Rows) => Array.from({ length: rows.house.edges.length + 2 }, (_, bucket) => nameOf(rows, bucket));

const later = (a: string, b: string) => (a > b ? a : b);
/** What an entry does to what is owed. */
const owing = ({ debit_account: to, credit_account: from, amount }: Transfer) => (to === 'owed' ? amount : from === 'owed' ? -amount : 0n);

/** The entries of each debt that were known and stood: neither undone nor undoing. And which surplus left a debt for another. */
function standing(rows: Rows, { asOf }: Window) {
	const known = rows.transfers.filter((entry) => entry.recorded_at <= asOf);
	const undone = new Set(known.filter((entry) => entry.reverses !== null).map((entry) => `${entry.reverses} ${entry.component}`));
	const stands = known.filter((entry) => entry.reverses === null && !undone.has(`${entry.entry_id} ${entry.component}`));
	const acts = new Map(grouped(known, (entry) => (entry.payment_id === null ? '' : `${entry.payment_id} ${entry.recorded_at}`)));
	/** When the money came that was moved on in the act that took it from here; null: it was paid back, or was no surplus. */
	const movedOn = (entry: Transfer): string | null =>
		entry.kind !== 'refunded' || entry.payment_id === null
			? null
			: (acts
					.get(`${entry.payment_id} ${entry.recorded_at}`)
					?.filter((other) => ['paid', 'surplus'].includes(other.kind) && other.entry_id > entry.entry_id)
					.map((other) => other.happened_at)
					.sort()[0] ?? null);
	return { of: new Map(grouped(stands, (entry) => entry.debt_id)), movedOn };
}

function lineOf(
	rows: Rows,
	window: Window,
	debt: Debt,
	entries: readonly Transfer[],
	movedOn: (entry: Transfer) => string | null,
): Line | null {
	const placed = total(
		entries.filter((entry) => entry.kind === 'placed'),
		(entry) => entry.amount,
	);
	if (placed === 0n || debt.placed_on > window.to) return null;
	const dated = entries
		.filter((entry) => entry.kind !== 'placed')
		.map((entry) => ({
			...entry,
			at: ['paid', 'surplus', 'refunded'].includes(entry.kind)
				? later(movedOn(entry) ?? entry.happened_at, debt.placed_at)
				: entry.happened_at,
		}));
	const until = dated.filter((entry) => entry.at < window.untilAt);
	const within = until.filter((entry) => entry.at >= window.fromAt);
	const sum = (kind: string, of = within) =>
		total(
			of.filter((entry) => entry.kind === kind),
			(entry) => entry.amount,
		);
	const paid = until.filter((entry) => entry.kind === 'paid');
	const cash = paid.map((entry): Cash => {
		const on = later(entry.happened_on, debt.placed_on);
		return { on, day: dayOf(on) - dayOf(debt.placed_on), minor: entry.amount, within: entry.at >= window.fromAt };
	});
	const placedWithin = debt.placed_on >= window.from;
	const start =
		(placedWithin ? 0n : placed) +
		total(
			dated.filter((entry) => entry.at < window.fromAt),
			owing,
		);
	const end = placed + total(until, owing);
	const lastPaid = paid
		.map((entry) => entry.at)
		.sort()
		.at(-1);
	const takenBack = until.some((entry) => entry.kind === 'recalled');
	const closed = end === 0n && !takenBack && lastPaid !== undefined && lastPaid >= window.fromAt;
	return {
		...debt,
		placed,
		placedWithin,
		start,
		end,
		surplus:
			sum('surplus') -
			total(
				within.filter((entry) => movedOn(entry) !== null),
				(entry) => entry.amount,
			),
		reduced: sum('reduced'),
		recalled: sum('recalled'),
		cash,
		collected: sum('paid'),
		toDate: sum('paid', until),
		closedAfter: closed ? Math.max(...cash.map(({ day }) => day)) : null,
		counts: placedWithin || start > 0n,
		base: placedWithin ? placed : start,
		bucket: bucketOf(rows, debt, later(debt.placed_on, window.from)),
	};
}

/** The verdict on a promise as it was known by the end of a day. */
export const verdictBy = (promise: Promised, on: string): string =>
	promise.judged_on !== null && promise.judged_on > on ? 'open' : promise.state;

export function measure(rows: Rows, window: Window): Measured {
	const { of, movedOn } = standing(rows, window);
	const book = rows.debts
		.filter((debt) => window.clientId === null || debt.client_id === window.clientId)
		.map((debt) => lineOf(rows, window, debt, of.get(debt.id) ?? [], movedOn))
		.filter((line) => line !== null);
	const ids = new Set(book.map((line) => line.id));
	const promises = rows.promises.filter((promise) => ids.has(promise.debt_id) && promise.made_at <= window.asOf);
	return {
		window,
		book,
		promises,
		made: promises.filter((promise) => promise.plan_id === null && promise.made_at >= window.fromAt && promise.made_at < window.untilAt),
		due: promises
			.filter((promise) => promise.due_on >= window.from && promise.due_on <= window.to)
			.map((promise) => ({ ...promise, judged: verdictBy(promise, window.knownOn) }))
			.filter(({ judged }) => judged !== 'withdrawn'),
	};
}

const placedOf = (lines: readonly Line[]) => lines.filter((line) => line.placedWithin);
const openOf = (lines: readonly Line[]) => lines.filter((line) => line.end > 0n);

/** The sums of some debts and the promises about them. */
export function moneyOf({ made }: Measured, lines: readonly Line[], currency: string) {
	const own = lines.filter((line) => line.currency === currency);
	const promised = made.filter((promise) => promise.currency === currency);
	return {
		placed_debts: placedOf(own).length,
		placed_minor: total(placedOf(own), (line) => line.placed),
		promised_count: promised.length,
		promised_minor: total(promised, (promise) => promise.amount),
		collected_debts: own.filter((line) => line.collected > 0n).length,
		collected_minor: total(own, (line) => line.collected),
		settled_debts: own.filter((line) => line.closedAfter !== null).length,
		open_debts: openOf(own).length,
		open_minor: total(openOf(own), (line) => line.end),
		surplus_minor: total(own, (line) => line.surplus),
		reduced_minor: total(own, (line) => line.reduced),
		recalled_minor: total(own, (line) => line.recalled),
	};
}

export function dueOf({ due }: Measured, currency: string) {
	const own = due.filter((promise) => promise.currency === currency);
	const judged = (verdict: string) => own.filter((promise) => promise.judged === verdict);
	const minor = (of: readonly Promised[]) => total(of, (promise) => promise.amount);
	return {
		due_count: own.length,
		due_minor: minor(own),
		kept_count: judged('kept').length,
		kept_minor: minor(judged('kept')),
		partly_count: judged('partly_kept').length,
		broken_count: judged('broken').length,
		pending_count: judged('open').length,
		pending_minor: minor(judged('open')),
		kept_rate_count: share(judged('kept').length, own.length - judged('open').length),
		kept_rate_minor: share(minor(judged('kept')), minor(own) - minor(judged('open'))),
	};
}

const debtorsOf = (lines: readonly Line[]) => new Set(lines.map((line) => line.debtor_id));
const promisedOn = ({ made }: Measured, lines: readonly Line[]) => {
	const ids = new Set(lines.map((line) => line.id));
	const own = made.filter((promise) => ids.has(promise.debt_id));
	return { promised_count: own.length, promised_minor: total(own, (promise) => promise.amount) };
};

/** Σ(amount × days) ÷ Σ amount in tenths of a day, cut. */
export function meanTenths(cash: readonly Pick<Cash, 'day' | 'minor'>[]): number | null {
	const all = total(cash, ({ minor }) => minor);
	return all === 0n ? null : Number((10n * total(cash, ({ day, minor }) => BigInt(day) * minor)) / all);
}

/** The day by which half the money had come. */
function medianOf(cash: readonly Cash[]): number | null {
	const half = total(cash, ({ minor }) => minor);
	let come = 0n;
	for (const { day, minor } of [...cash].sort((a, b) => a.day - b.day)) {
		come += minor;
		if (come * 2n >= half) return day;
	}
	return null;
}

export const buckets = (rows: Rows, measured: Measured, reached: ReadonlySet<string>) =>
	grouped(
		measured.book.filter((line) => line.counts),
		(line) => `${line.currency} ${line.bucket}`,
	).map(([key, lines]) => {
		const [currency, bucket] = key.split(' ') as [string, string];
		const collected = total(lines, (line) => line.collected);
		const base = total(lines, (line) => line.base);
		return {
			currency,
			bucket: Number(bucket),
			name: nameOf(rows, Number(bucket)),
			debts: lines.length,
			debtors: debtorsOf(lines).size,
			contacted_debtors: [...debtorsOf(lines)].filter((debtor) => reached.has(debtor)).length,
			base_minor: base,
			...promisedOn(measured, lines),
			collected_minor: collected,
			recovery: share(collected, base),
			open_minor: total(openOf(lines), (line) => line.end),
		};
	});

/** Batches and their curves: the 200 newest lines of batch and currency, the curves of the 12 newest. */
export function batches(rows: Rows, measured: Measured, reached: ReadonlySet<string>) {
	const { window, book } = measured;
	const lines = grouped(
		book.filter((line) => line.placement_id !== null),
		(line) => `${line.placement_id} ${line.currency}`,
	).flatMap(([key, own]) => {
		const [id, currency] = key.split(' ') as [string, string];
		const placement = rows.placements.find((each) => each.id === id);
		if (!placement) return [];
		const placed = total(own, (line) => line.placed);
		const cash = own.flatMap((line) => line.cash);
		const day = Math.max(0, dayOf(window.last) - dayOf(placement.placed_on));
		const last = Math.max(day, ...cash.map((each) => each.day));
		const come = (until: number) =>
			total(
				cash.filter((each) => each.day <= until),
				({ minor }) => minor,
			);
		const row = {
			placement_id: id,
			batch_no: placement.batch_no,
			client: rows.clients.find((client) => client.id === placement.client_id)?.code ?? '',
			placed_on: placement.placed_on,
			currency,
			debts: own.length,
			contacted_debtors: [...debtorsOf(own)].filter((debtor) => reached.has(debtor)).length,
			placed_minor: placed,
			...promisedOn(measured, own),
			collected_minor: total(own, (line) => line.collected),
			collected_to_date_minor: total(own, (line) => line.toDate),
			recovery: share(
				total(own, (line) => line.toDate),
				placed,
			),
			cycle_days_tenths: meanTenths(cash.filter(({ within }) => within)),
			day,
		};
		const points = () =>
			Array.from({ length: Math.min(last, 365) + 1 }, (_, n) => ({ day: n, collected_minor: come(n), rate: share(come(n), placed) }));
		return [{ row, curve: () => ({ placement_id: id, batch_no: placement.batch_no, currency, placed_minor: placed, points: points() }) }];
	});
	lines.sort(
		({ row: a }, { row: b }) =>
			dayOf(b.placed_on) - dayOf(a.placed_on) || Number(b.placement_id) - Number(a.placement_id) || (a.currency < b.currency ? -1 : 1),
	);
	return { batches: lines.slice(0, 200).map(({ row }) => row), curves: lines.slice(0, 12).map(({ curve }) => curve()) };
}

export const cycle = (now: Measured, before: Measured, currency: string) => {
	const cashOf = ({ book }: Measured) =>
		book.filter((line) => line.currency === currency).flatMap((line) => line.cash.filter(({ within }) => within));
	const closed = now.book.flatMap((line) =>
		line.currency === currency && line.closedAfter !== null ? [{ day: line.closedAfter, minor: 1n }] : [],
	);
	return {
		currency,
		mean_days_tenths: meanTenths(cashOf(now)),
		median_days: medianOf(cashOf(now)),
		closed_debts: closed.length,
		closed_mean_days_tenths: meanTenths(closed),
		before_mean_days_tenths: meanTenths(cashOf(before)),
	};
};

export const rolls = (rows: Rows, { window, book }: Measured) =>
	grouped(
		book.filter((line) => line.start > 0n && !line.placedWithin),
		(line) => `${line.currency} ${line.bucket}`,
	).map(([key, lines]) => {
		const [currency, text] = key.split(' ') as [string, string];
		const bucket = Number(text);
		const rolled = openOf(lines).filter((line) => bucketOf(rows, line, window.last) === bucket + 1);
		const settled = lines.filter((line) => line.closedAfter !== null);
		const minor = total(rolled, (line) => line.end);
		return {
			currency,
			bucket,
			name: nameOf(rows, bucket),
			next_name: nameOf(rows, bucket + 1),
			start_debts: lines.length,
			start_minor: total(lines, (line) => line.start),
			rolled_debts: rolled.length,
			rolled_minor: minor,
			roll_rate:
				bucket > rows.house.edges.length
					? null
					: share(
							minor,
							total(lines, (line) => line.start),
						),
			settled_debts: settled.length,
			settled_minor: total(settled, (line) => line.start),
		};
	});
