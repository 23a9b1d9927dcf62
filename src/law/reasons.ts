import type { Sentence } from '../core/refusal.ts';
import { textOfMoment } from '../core/time.ts';
import { awayWords } from './counts.ts';
import type { Case } from './facts.ts';
import type { Spoken } from './holds.ts';
import type { Duty, LawBook, LawRow } from './rows.ts';
import type { Moment } from './windows.ts';

export type Reason = {
	readonly rule: string;
	readonly verdict: 'permits' | 'refuses' | 'requires' | 'warns';
	readonly sentence: Sentence;
	readonly citation: Sentence;
	/** By time alone this rule would stop refusing at this instant; null: not by time alone. */
	readonly lifts_at: string | null;
};

/** What a row says at a moment, and a duty that comes with a yes by its row. */
export type Said = Spoken & { readonly row: LawRow };
export type Due = readonly [LawRow, Duty];

/** What is said of a contact that no row refuses. */
export type Yes = { readonly reasons: readonly Reason[]; readonly obligations: readonly string[]; readonly warnings: readonly string[] };

/** The reasons of a decision: what refuses first, in the declared order; then what is required; then what warns; then what was looked at and permits. */
export function reasonsOf(
	rows: LawBook,
	spoke: { readonly refused: readonly Said[]; readonly duties: readonly Due[]; readonly warned: readonly Said[] },
	of: Case | null,
): Reason[] {
	const { refused, duties, warned } = spoke;
	const reasons = refused.map(({ row, sentence, liftsAt }) => reasonOf(row, 'refuses', sentence, liftsAt));
	for (const [row, duty] of duties) reasons.push(reasonOf(row, 'requires', duty.says));
	for (const { row, sentence, liftsAt } of warned) reasons.push(reasonOf(row, 'warns', sentence, liftsAt));
	const named = reasons.length;
	for (const row of rows) {
		if (row.bounds.every((bound) => bound.kind === 'duties')) continue;
		let isNamed = false;
		for (let i = 0; i < named && !isNamed; i++) isNamed = reasons[i]?.rule === row.id;
		if (!isNamed) reasons.push(permitsOf(row, of));
	}
	return reasons;
}

export const yesOf = (
	rows: LawBook,
	spoke: { readonly duties: readonly Due[]; readonly warned: readonly Said[] },
	of: Case | null,
): Yes => ({
	reasons: reasonsOf(rows, { refused: [], ...spoke }, of),
	obligations: spoke.duties.map(([, duty]) => duty.name),
	warnings: [...new Set(spoke.warned.map(({ row }) => row.id))],
});

function reasonOf(row: LawRow, verdict: Reason['verdict'], sentence: Sentence, liftsAt: Moment | null = null): Reason {
	return { rule: row.id, verdict, sentence, citation: row.citation, lifts_at: liftsAt === null ? null : textOfMoment(liftsAt) };
}

const permitting = new WeakMap<LawRow, Reason>();

/** What a row says that was looked at and permits: the same each time, but for a count of the whole network that could not be had. */
function permitsOf(row: LawRow, of: Case | null): Reason {
	if (of?.facts.elsewhere?.state === 'away') return reasonOf(row, 'permits', saysOf(row, of));
	let reason = permitting.get(row);
	if (!reason) permitting.set(row, (reason = reasonOf(row, 'permits', row.says)));
	return reason;
}

/** What a row says of a contact it permits; with it that a count of the whole network could not be had, and what was taken instead. */
function saysOf(row: LawRow, of: Case): Sentence {
	const away = row.bounds.flatMap((bound) =>
		bound.kind === 'count' ? bound.limits.flatMap((limit) => awayWords(limit, of) ?? []) : [],
	)[0];
	return away ? { zh: `${row.says.zh}（${away.zh}）`, en: `${row.says.en} (${away.en})` } : row.says;
}
