import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { inTenant } from '../host/db.ts';
import { type Lpr, lprOneYear, lprSource, lprWith } from '../law/interest.ts';
import { change, type Door } from '../record/change.ts';
import type { Settings } from './rules.ts';
import type { LprBody, LprView } from './shapes.ts';
import { loadTenant, updateLpr } from './store.ts';

/** The rates a house goes by: the table that is shipped and those it recorded. */
export const lprOf = (settings: Settings): Lpr => lprWith(settings.lpr.map(({ from, ppm }) => ({ from, ppm: BigInt(ppm) })));

/**
 * Records a 1-year LPR as published, with where it was read: loans signed from its day on are held against it. A second one for the same day replaces the first. Refusal:
 * `request.malformed` for a day that lies ahead.
 */
export function recordLpr(door: Door, { from, percent, source }: LprBody, key?: string): Promise<{ changed: true } | Refusal> {
	return change(door, { act: 'house.lpr', input: { from, percent, source }, key }, async ({ tx, now }) => {
		const { zone } = await loadTenant(tx);
		if (from > dateIn(zone, now).toString()) return refuse('request.malformed', { reason: 'from：在将来 (lies ahead)' });
		await updateLpr(tx, { from, ppm: Math.round(percent * 10_000), source });
		return { changed: true };
	});
}

/** Every rate there is, newest first, with where it is from and how sure we are. */
export function lprView(door: Door): Promise<LprView> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { settings } = await loadTenant(tx);
		const shipped = lprOneYear.map(({ from, ppm, certainty }) => ({ from, percent: Number(ppm) / 10_000, source: lprSource, certainty }));
		const recorded = settings.lpr.map(({ from, ppm, source }) => ({ from, percent: ppm / 10_000, source, certainty: 'house' }));
		return {
			known_until: lprOf(settings).knownUntil,
			items: [...shipped, ...recorded].sort((a, b) => (a.from < b.from ? 1 : -1)),
		};
	});
}
