import { type Refusal, refuse } from '../core/refusal.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { wrongSettings } from './rules.ts';
import type { AgencyChange, AgencyView } from './shapes.ts';
import { loadTenant, lockTenant, type Tenant, updateAgency } from './store.ts';

const placedAnything = async (tx: Tx) => (await tx.query('select from debt where tenant_id = $1 limit 1', [tx.tenantId])).length > 0;

const viewOf = ({ name, zone, settings }: Tenant, zoneFixed: boolean): AgencyView => ({
	name,
	zone,
	zone_fixed: zoneFixed,
	bucket_edges: [...settings.bucketEdges],
	opening_calls: settings.openingCalls,
	daily_calls_until_day: settings.dailyCallsUntilDay,
	opening_cut_off: settings.openingCutOff,
	work_from: settings.workFrom,
	work_until: settings.workUntil,
	promise_grace_days: settings.promiseGraceDays,
});

/** What the agency is called and the numbers it works by. */
export function agencyView(door: Door): Promise<AgencyView> {
	return inTenant(door.pool, door.tenantId, async (tx) => viewOf(await loadTenant(tx), await placedAnything(tx)));
}

/**
 * Changes what the agency is called, as its agents say it and its reports are headed, and the numbers it works by; what is not named stays. They hold from the next day
 * run on; a promise keeps the grace it was made with. Refusals: `agency.zone_fixed` once something was placed, since every business date is of that zone; `request.malformed`.
 */
export function changeAgency(door: Door, input: AgencyChange, key?: string): Promise<AgencyView | Refusal> {
	return change(door, { act: 'house.change', input, key }, async ({ tx }) => {
		const { zone, settings } = await lockTenant(tx);
		const fixed = await placedAnything(tx);
		if (input.zone !== undefined && input.zone !== zone && fixed) return refuse('agency.zone_fixed', { zone });
		const named = Object.fromEntries(
			Object.entries({
				bucketEdges: input.bucket_edges,
				openingCalls: input.opening_calls,
				dailyCallsUntilDay: input.daily_calls_until_day,
				openingCutOff: input.opening_cut_off,
				workFrom: input.work_from,
				workUntil: input.work_until,
				promiseGraceDays: input.promise_grace_days,
			}).filter(([, value]) => value !== undefined),
		);
		const wrong = wrongSettings({ ...settings, ...named }, input.zone ?? zone);
		if (wrong) return refuse('request.malformed', { reason: wrong });
		return viewOf(await updateAgency(tx, { name: input.name?.trim() ?? null, zone: input.zone ?? null, settings: named }), fixed);
	});
}
