import { type Static, Type } from 'typebox';
import type { LawBook } from '../law/rows.ts';
import { lawVersion } from '../law/rows.ts';
import type { Decision } from './rules.ts';
import { reasonViews } from './view.ts';

/** What `dunwell contact explain --json` answers, as a JSON Schema (docs/reference/contact-answer.schema.json). */
const closed = { additionalProperties: false } as const;
const InstantOrNull = (description: string) => Type.Union([Type.String({ format: 'date-time' }), Type.Null()], { description });
const Sentence = Type.Object({ zh: Type.String(), en: Type.String() }, closed);
const Count = (description: string) => Type.Union([Type.Integer(), Type.Null()], { description });

export const Answer = Type.Object(
	{
		permitted: Type.Boolean(),
		reasons: Type.Array(
			Type.Object(
				{
					rule: Type.String({ description: 'the id of the row (docs/reference/law.md)' }),
					verdict: Type.Enum(['refuses', 'requires', 'warns', 'permits']),
					sentence: Sentence,
					citation: Type.Union([Sentence, Type.Null()]),
					allowed_from: InstantOrNull('when this rule alone stops refusing by time; null: it does not refuse, or never stops by time'),
				},
				closed,
			),
			{
				description: 'every rule that was looked at: what refuses first, in a fixed order; then what is required, what warns, what permits',
			},
		),
		allowed_from: InstantOrNull(
			'the first instant at which time alone makes it permitted; the instant asked for when it is; null when time alone never does',
		),
		allowed_from_local: Type.Record(Type.String(), Type.String(), {
			description: 'the same instant on the clock of each candidate zone; empty when null',
		}),
		obligations: Type.Array(Type.String(), { description: 'what comes with a yes, by name; the rules that require say it in words' }),
		warnings: Type.Array(Type.String(), { description: 'ids of rules that warn: they refuse nothing' }),
		expires_at: InstantOrNull('until when a permit given now could be used; null when refused'),
		usable_until: InstantOrNull('until when the lawful hours go on; null when refused'),
		counters: Type.Object(
			{
				attempts_today: Type.Integer({ description: 'calls to the number today' }),
				attempts_limit: Count('null: no such limit'),
				answered_today: Type.Integer({ description: 'answered calls of the lender to the debtor today' }),
				answered_limit: Count('null: no such limit'),
			},
			closed,
		),
		debt_ids: Type.Array(Type.String(), { description: 'the debts the contact may speak of' }),
		at: Type.String({ format: 'date-time', description: 'the instant it was decided for' }),
		packs: Type.Array(Type.String(), { description: 'the packs of the law book, one on top of the other' }),
		law_version: Type.String({ description: 'SHA-256 of the law’s text' }),
	},
	{
		$id: 'contact-answer',
		...closed,
		title: 'What dunwell contact explain --json answers',
		description:
			'Exit code 0: permitted; 1: refused; 2: the file was not understood (a problem document instead, with the place in details.reason).',
	},
);
export type Answer = Static<typeof Answer>;

export function answerOf(decision: Decision, at: Temporal.Instant, law: LawBook, zones: readonly string[]): Answer {
	const { allowedFrom, counters } = decision;
	const clock = (zone: string) => allowedFrom?.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' }) ?? '';
	return {
		permitted: decision.permitted,
		reasons: reasonViews(decision.reasons),
		allowed_from: allowedFrom?.toString() ?? null,
		allowed_from_local: allowedFrom ? Object.fromEntries(zones.map((zone) => [zone, clock(zone)])) : {},
		obligations: [...decision.obligations],
		warnings: [...decision.warnings],
		expires_at: decision.expiresAt?.toString() ?? null,
		usable_until: decision.usableUntil?.toString() ?? null,
		counters: {
			attempts_today: counters.attemptsToday,
			attempts_limit: counters.attemptsLimit,
			answered_today: counters.answeredToday,
			answered_limit: counters.answeredLimit,
		},
		debt_ids: [...decision.debtIds],
		at: at.toString(),
		packs: [...new Set(law.map((row) => row.pack))],
		law_version: lawVersion(law),
	};
}

const marks = { refuses: '✗', requires: '!', warns: '~', permits: '✓' } as const;

/** The same for people: the verdict, then each rule with its mark. */
export function answerText(answer: Answer): string {
	const local = Object.entries(answer.allowed_from_local).map(([zone, at]) => `${zone} ${at.slice(0, 16).replace('T', ' ')}`);
	return [
		answer.permitted
			? `许可 permitted until ${answer.expires_at}`
			: `拒绝 refused${answer.allowed_from ? `; 可联系时间 allowed from ${answer.allowed_from} (${local.join(', ')})` : '; time alone does not help'}`,
		...answer.reasons.map(
			(reason) => `${marks[reason.verdict]} ${reason.rule}  ${reason.sentence.zh} / ${reason.sentence.en}  (${reason.citation?.zh ?? ''})`,
		),
	].join('\n');
}
