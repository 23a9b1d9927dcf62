import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import type { ClockJob } from '../host/jobs.ts';
import type { Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { runDay } from './actions.ts';

/** Before the first lawful call of the day (CN-T1: 08:00) and until the last, in the agency's own zone. */
const from = Temporal.PlainTime.from('06:10');
const until = Temporal.PlainTime.from('21:00');

/**
 * The day run of each morning, and again each half hour: what was placed meanwhile gets its first step today. A run that finds nothing due touches
 * nothing, so a missed morning is made up for at the next half hour.
 */
export const jobs: readonly ClockJob<Door>[] = [
	{
		name: 'day_run',
		crontab: '10,40 * * * *',
		attemptsMax: 5,
		async run(door) {
			const { zone } = await inTenant(door.pool, door.tenantId, loadTenant);
			const time = door.clock.now().toZonedDateTimeISO(zone).toPlainTime();
			if (Temporal.PlainTime.compare(time, from) < 0 || Temporal.PlainTime.compare(time, until) >= 0) return null;
			const summary = await runDay(door);
			return isRefusal(summary) || summary.debts === 0
				? null
				: `day run ${summary.business_date}: ${summary.debts} debts, ${summary.calls} calls, ${summary.messages} messages`;
		},
	},
];
