import { replayPeriod } from '../contact/replay.ts';
import { isRefusal } from '../core/refusal.ts';
import { settableClock } from '../host/clock.ts';
import type { Pool } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { sealRecord, verifyRecord } from '../record/seals.ts';
import { readSummary } from '../reports/read.ts';
import { type Asked, figureFindings, figuresInvariant, type Told } from '../auditor/figures.ts';
import type { Violation } from '../auditor/auditor.ts';
import { zone } from './plan.ts';

export const replayInvariant = 'replay agrees with every stored decision';

/** The agency that is looked at: its door, the owner of its database, its life, both dates included, and whether its reports are asked for too. */
export type Lived = {
	readonly door: Door;
	readonly owner: Pool;
	readonly first: Temporal.PlainDate;
	readonly last: Temporal.PlainDate;
	readonly figures: boolean;
};

/** At the end, for one agency: every stored decision comes out the same when made again, the sealed record verifies, and its reports count what is in the book. */
export async function lastLook({ door, owner, first, last, figures: asked }: Lived): Promise<Violation[]> {
	const day = last.toString();
	// All only read what the days left, and seals are not of the record: one on each core.
	const [{ disagreements, not_at_hand: without }, { findings, unsealed }, figures] = await Promise.all([
		replayPeriod(door, Temporal.Instant.from('2000-01-01T00:00:00Z'), Temporal.Instant.from('2100-01-01T00:00:00Z')),
		sealRecord(door).then(() => verifyRecord(door)),
		asked ? reportsTold({ door, owner, first, last }).then((told) => figureFindings(owner, { tenantId: door.tenantId, told })) : [],
	]);
	// Of each the law's text is at hand and the facts were kept.
	const unmade = without === 0 ? [] : [`${without} decisions cannot be made again`];
	const whole = unsealed === 0 ? [] : [`${unsealed} rows are not sealed`];
	return [
		...disagreements.map((each) => ({
			invariant: replayInvariant,
			day,
			sentence: `permit ${each.permit_id} of ${each.asked_at} comes out otherwise`,
			debtor_id: each.debtor_id,
		})),
		...unmade.map((sentence) => ({ invariant: replayInvariant, day, sentence, debtor_id: null })),
		...[...findings.map((finding) => finding.sentence), ...whole].map((sentence) => ({
			invariant: 'the record verifies',
			day,
			sentence,
			debtor_id: null,
		})),
		...figures.map(({ sentence }) => ({ invariant: figuresInvariant, day, sentence, debtor_id: null })),
	];
}

/**
 * What the house's own summary says of the whole life, of its last week, of one client and of the life as it was known in the middle of a day in its midst, when much of the period
 * had not come, and promises were not judged and money not returned that were later.
 */
async function reportsTold({ door, owner, first, last }: Omit<Lived, 'figures'>): Promise<Told[]> {
	const at = (on: Temporal.PlainDate, plainTime: string) => on.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
	const asOf = at(last.add({ days: 1 }), '08:00');
	const midst = first.add({ days: Math.floor(first.until(last).days / 2) });
	const life = { from: first.toString(), to: last.toString(), asOf };
	// Of the client with the most debts.
	const { rows } = await owner.query<{ code: string }>(
		'select c.code from client c join debt d on d.tenant_id = c.tenant_id and d.client_id = c.id where c.tenant_id = $1 group by 1 order by count(*) desc, 1 limit 1',
		[door.tenantId],
	);
	const asked: [string, Asked][] = [
		['the whole life', life],
		['the last week', { ...life, from: last.subtract({ days: 6 }).toString() }],
		...rows.map(({ code }): [string, Asked] => [`client ${code}`, { ...life, client: code }]),
		['the whole life as known in its midst', { ...life, asOf: at(midst, '14:30') }],
	];
	const told: Told[] = [];
	for (const [name, each] of asked) {
		const wanted = { from: each.from, to: each.to, as_of: each.asOf.toString(), client: each.client };
		const answer = await readSummary({ ...door, clock: settableClock(asOf) }, wanted).catch((error: unknown) => ({ broke: String(error) }));
		told.push({ name, asked: each, answer: isRefusal(answer) ? { refused: answer.code } : answer });
	}
	return told;
}

/** A fault of the house ends the run: an act that should have been answered was not. */
export function brokenOff(error: unknown, day: Temporal.PlainDate): Violation[] {
	const { message, stack } = error instanceof Error ? error : new Error(String(error));
	const at = /\/src\/(?!simulator)(\S+?):\d+/.exec(stack ?? '')?.[1];
	return [{ invariant: 'no act ends in a fault', day: day.toString(), sentence: `${message}${at ? ` (src/${at})` : ''}`, debtor_id: null }];
}
