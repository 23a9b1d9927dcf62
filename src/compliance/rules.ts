import type { RefusalCode, Sentence } from '../core/refusal.ts';
import type { Channel, CountLimit, LawBook, LawRow } from '../law/rows.ts';

/** Pure parts of the compliance desk: what changes in the law and when, and rows tried on top of a book. */

/** Who applies a row: the gate, another module, nothing yet (its subject is not built), or nothing on purpose (its text is unclear). */
export function enforcementOf(row: LawRow): 'gate' | 'elsewhere' | 'not yet' | 'not enforced' {
	if (row.enforcedBy === null) return 'not yet';
	if (row.enforcedBy === 'do not enforce') return 'not enforced';
	return row.enforcedBy === 'src/contact/rules.ts' ? 'gate' : 'elsewhere';
}

export type LawChange = { readonly on: string; readonly change: 'begins' | 'ends'; readonly row: LawRow };

/** Every day on which a row begins or ends, latest first; a row that ends does so on the first day it is no longer in force. */
export function changesOf(book: LawBook): LawChange[] {
	return book
		.flatMap((row): LawChange[] => [
			{ on: row.from, change: 'begins', row },
			...(row.until === null ? [] : [{ on: row.until, change: 'ends' as const, row }]),
		])
		.sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : a.row.id < b.row.id ? -1 : 1));
}

/** What a compliance officer tries on top of a book. */
export type Trial = {
	readonly hours?: { readonly from: string; readonly until: string } | undefined;
	readonly limits?:
		| readonly {
				readonly channel: Channel;
				readonly counts: CountLimit['counts'];
				readonly per: CountLimit['per'];
				readonly count: number;
				readonly days: number;
		  }[]
		| undefined;
};

const citation: Sentence = { zh: '假设（未生效）', en: 'a trial, not in force' };

/** The trial as rows of the house's pack. They are stacked on a book like any other rows, so they can only tighten it. */
export function trialRows(trial: Trial): LawRow[] {
	const hours = trial.hours;
	const limits = trial.limits ?? [];
	return [
		...(hours === undefined
			? []
			: [
					trialRow('TRY-HOURS', 'contact.outside_hours', ['voice', 'sms', 'email', 'letter', 'visit'], {
						says: { zh: `试行时段 ${hours.from}–${hours.until}`, en: `tried hours ${hours.from}–${hours.until}` },
						bounds: [{ kind: 'hours of day', hours, unlessAgreed: false }],
					}),
				]),
		...limits.map((limit, i) =>
			trialRow(`TRY-LIMIT-${i + 1}`, 'contact.attempt_limit_reached', [limit.channel], {
				says: {
					zh: `试行上限：${limit.channel} ${limit.days} 日内 ${limit.count} 次`,
					en: `tried limit: ${limit.count} ${limit.channel} in ${limit.days} calendar dates`,
				},
				bounds: [
					{
						kind: 'count',
						limits: [
							{
								count: limit.count,
								channel: limit.channel,
								counts: limit.counts,
								per: limit.per,
								of: 'anyone',
								window: limit.days === 1 ? { kind: 'calendar day' } : { kind: 'calendar dates', days: limit.days },
							},
						],
					},
				],
			}),
		),
	];
}

function trialRow(id: string, code: RefusalCode, channels: LawRow['channels'], row: Pick<LawRow, 'says' | 'bounds'>): LawRow {
	return {
		...row,
		id,
		code,
		channels,
		pack: 'house',
		force: 'house',
		party: 'anyone',
		effect: 'block',
		countedPer: '',
		exception: null,
		citation,
		certainty: 'house',
		from: '1900-01-01',
		until: null,
		enforcedBy: 'src/contact/rules.ts',
	};
}

/** The last day a certificate covers: `years` after the latest training (CN-H1). Null without exam or training. */
export function certificateEndsOn(
	agent: { readonly examPassedOn: string | null; readonly trainedOn: string | null },
	years: number,
): Temporal.PlainDate | null {
	if (agent.examPassedOn === null || agent.trainedOn === null) return null;
	return Temporal.PlainDate.from(agent.trainedOn).add({ years });
}
