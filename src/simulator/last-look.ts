import { replayPeriod } from '../contact/replay.ts';
import type { Door } from '../record/change.ts';
import { sealRecord, verifyRecord } from '../record/seals.ts';
import type { Violation } from './auditor.ts';

/** At the end, for one agency: every stored decision comes out the same when made again, and the sealed record verifies. */
export async function lastLook(door: Door, day: string): Promise<Violation[]> {
	// Both only read what the days left, and seals are not of the record: one on each core.
	const [{ disagreements }, { findings, unsealed }] = await Promise.all([
		replayPeriod(door, Temporal.Instant.from('2000-01-01T00:00:00Z'), Temporal.Instant.from('2100-01-01T00:00:00Z')),
		sealRecord(door).then(() => verifyRecord(door)),
	]);
	const whole = unsealed === 0 ? [] : [`${unsealed} rows are not sealed`];
	return [
		...disagreements.map((each) => ({
			invariant: 'replay agrees with every stored decision',
			day,
			sentence: `permit ${each.permit_id} of ${each.asked_at} comes out otherwise`,
			debtor_id: each.debtor_id,
		})),
		...[...findings.map((finding) => finding.sentence), ...whole].map((sentence) => ({
			invariant: 'the record verifies',
			day,
			sentence,
			debtor_id: null,
		})),
	];
}

/** A fault of the house ends the run: an act that should have been answered was not. */
export function brokenOff(error: unknown, day: Temporal.PlainDate): Violation[] {
	const { message, stack } = error instanceof Error ? error : new Error(String(error));
	const at = /\/src\/(?!simulator)(\S+?):\d+/.exec(stack ?? '')?.[1];
	return [{ invariant: 'no act ends in a fault', day: day.toString(), sentence: `${message}${at ? ` (src/${at})` : ''}`, debtor_id: null }];
}
