import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import type { Dashboard, Summary } from './shapes.ts';
import { type Ask, dashboardOf, frameOf, readReport, summaryOf, usualDates } from './summary.ts';
import { ruleSentence } from './words.ts';

/** A report as a door asks for it: every part may be left out. Dates are `yyyy-MM-dd` and both included. */
export type Wanted = {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly client?: string | undefined;
	readonly as_of?: string | undefined;
};

/** Reads are at most ten years long, so that no question keeps the database for minutes. */
const daysMax = 3_660;
/** The house has nothing older; and the period before one still has dates our answers can carry. */
const yearMin = 1970;

async function read<T>(door: Door, wanted: Wanted, work: (...args: Parameters<typeof dashboardOf>) => Promise<T>): Promise<T | Refusal> {
	return inTenant(door.pool, door.tenantId, (tx) =>
		readReport(tx, async () => {
			const now = door.clock.now();
			const usual = usualDates((await loadTenant(tx)).zone, now);
			const to = wanted.to === undefined ? usual.to : Temporal.PlainDate.from(wanted.to);
			const from =
				wanted.from === undefined
					? wanted.to === undefined
						? usual.from
						: to.subtract({ days: 29 })
					: Temporal.PlainDate.from(wanted.from);
			if (from.year < yearMin) return refuse('request.malformed', { reason: `from：早于 ${yearMin} 年 (before ${yearMin})` });
			if (from.until(to, { largestUnit: 'day' }).days > daysMax) return refuse('report.period_too_long', { days: String(daysMax) });
			const asked = wanted.as_of === undefined ? now : Temporal.Instant.from(wanted.as_of);
			const ask: Ask = { from, to, asOf: Temporal.Instant.compare(asked, now) < 0 ? asked : now, client: wanted.client };
			const frame = await frameOf(tx, ask, door.actor.clientId);
			return isRefusal(frame) ? frame : work(tx, frame);
		}),
	);
}

/** The dashboard of a period; the last 30 days when none is named. A creditor-side login sees its own client only. */
export function readDashboard(door: Door, wanted: Wanted): Promise<Dashboard | Refusal> {
	return read(door, wanted, dashboardOf);
}

/** The work summary of a period, exact figures. A creditor-side login sees its own client only, and none of the agency's people. */
export async function readSummary(door: Door, wanted: Wanted): Promise<Summary | Refusal> {
	const summary = await read(door, wanted, (tx, frame) => summaryOf(tx, frame, ruleSentence));
	return isRefusal(summary) || door.actor.clientId === null ? summary : { ...summary, teams: [] };
}
