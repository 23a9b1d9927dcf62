import { type Static, Type } from 'typebox';
import { processingKinds } from './rules.ts';

const DateText = Type.String({ format: 'date' });
const Kind = Type.Enum([...processingKinds], {
	description:
		'sensitive_data: identity numbers, finances; automated_decisions: the day run and its messages; delegation: data received from, or given to, another',
});

/** Until when a debtor's data is kept, and why. */
export const RetentionView = Type.Object({
	debtor_id: Type.String(),
	name: Type.String({ description: 'masked' }),
	erased_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
		description: 'when it was erased; what came in since is erased in its turn',
	}),
	from: Type.Union([DateText, Type.Null()], {
		description: 'the first day it may be erased, and then is; null: not while something goes on',
	}),
	because: Type.Array(Type.String(), { description: 'the rules that keep it longest, or what goes on: collecting, complaint, refund due' }),
	due: Type.Boolean(),
});
export const RetentionList = Type.Object({
	/** Of the debtors about whom nothing is collected any more the 200 that came first, by the day of their erasing. */
	items: Type.Array(RetentionView),
	erased: Type.Integer({ minimum: 0, description: 'debtors erased so far' }),
});

export const AssessmentBody = Type.Object(
	{
		kind: Kind,
		made_on: DateText,
		report: Type.String({ minLength: 1, maxLength: 1000, description: 'where the report lies and what it found' }),
	},
	{ additionalProperties: false },
);
export const AssessmentList = Type.Object({
	items: Type.Array(
		Type.Object({
			id: Type.String(),
			kind: Kind,
			made_on: DateText,
			report: Type.String(),
			recorded_by: Type.String(),
			recorded_at: Type.String({ format: 'date-time' }),
		}),
	),
	/** Uses of personal data without one (PIPL 55). */
	missing: Type.Array(Kind),
});

export type RetentionView = Static<typeof RetentionView>;
export type RetentionList = Static<typeof RetentionList>;
export type AssessmentBody = Static<typeof AssessmentBody>;
export type AssessmentList = Static<typeof AssessmentList>;
