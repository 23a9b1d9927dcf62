import { type Static, Type } from 'typebox';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
const Total = Type.Object({ currency: Type.String(), count: Type.Integer(), amount_minor: Type.Integer() });

export const ImportErrorView = Type.Object({
	row: Type.Integer(),
	column: Type.String(),
	value: Type.String(),
	code: Type.String(),
	message: Sentence,
	mend: Sentence,
});
export const ImportAnswerView = Type.Object({
	placement_id: TextOrNull,
	batch_no: TextOrNull,
	dry_run: Type.Boolean(),
	rows: Type.Integer(),
	accepted: Type.Integer(),
	rejected: Type.Integer(),
	duplicates: Type.Integer(),
	errors: Type.Array(ImportErrorView),
	warnings: Type.Array(ImportErrorView),
	control: Type.Object({
		counted: Type.Array(
			Type.Object({ currency: Type.String(), count: Type.Integer(), amount_minor: Type.Integer(), amount: Type.String() }),
		),
		declared: Type.Object({ count: Type.Union([Type.Integer(), Type.Null()]), amount: TextOrNull }),
	}),
	columns: Type.Array(Type.Object({ heading: Type.String(), field: Type.String() })),
	notes: Type.Array(Sentence),
	format: Type.String(),
	encoding: Type.String(),
});
export const AnalysisView = Type.Object({
	headings: Type.Array(Type.Object({ heading: Type.String(), field: TextOrNull, sample: Type.String() })),
	missing: Type.Array(Type.String()),
	header_row: Type.Integer(),
	sheet: TextOrNull,
	format: Type.String(),
	encoding: Type.String(),
	preview: Type.Array(Type.Array(Type.String())),
	checked: Type.Object({ rows: Type.Integer(), refused: Type.Integer(), errors: Type.Array(ImportErrorView) }),
	notes: Type.Array(Sentence),
});
export const PlacementView = Type.Object({
	id: Type.String(),
	client: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() }),
	batch_no: Type.String(),
	file_name: Type.String(),
	state: Type.String(),
	placed_on: Type.String(),
	recall_due_on: TextOrNull,
	rows: Type.Integer(),
	accepted: Type.Integer(),
	rejected: Type.Integer(),
	duplicates: Type.Integer(),
	counted: Type.Array(Total),
	notes: Type.Array(Sentence),
	started_at: Type.String(),
	finished_at: TextOrNull,
	ended_at: TextOrNull,
	end_reason: TextOrNull,
});
/** How many debts left the book. */
export const EndedView = Type.Object({
	debts: Type.Integer(),
	promises_withdrawn: Type.Integer({
		description: 'promises and instalments on which nothing is left to ask for; what was paid in time is judged kept',
	}),
});
export const ExtendBody = Type.Object({
	until: Type.String({ format: 'date', description: 'the last day of the mandate' }),
	reason: Type.String({ minLength: 1, maxLength: 500 }),
	debt_ids: Type.Optional(
		Type.Array(Type.String({ pattern: '^\\d{1,18}$' }), {
			minItems: 1,
			maxItems: 1_000,
			uniqueItems: true,
			description: 'these debts of it only',
		}),
	),
});
export const PlacementList = Type.Object({
	items: Type.Array(PlacementView),
	next: Type.Union([Type.String(), Type.Null()], { description: '`after` of the page behind this one; null on the last' }),
});
export const PlacementListQuery = Type.Object({
	client: Type.Optional(Type.String({ maxLength: 60, description: 'the code of one client' })),
	state: Type.Optional(Type.String({ maxLength: 20, description: 'imported, undone, recalled …' })),
	after: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$' })),
	limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
});
export const ExtendedView = Type.Object({ debts: Type.Integer({ description: 'open debts whose mandate ended earlier' }) });
export const RecallBody = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

export type ImportAnswerView = Static<typeof ImportAnswerView>;
export type ImportErrorView = Static<typeof ImportErrorView>;
export type AnalysisView = Static<typeof AnalysisView>;
export type ExtendedView = Static<typeof ExtendedView>;
export type EndedView = Static<typeof EndedView>;
export type PlacementList = Static<typeof PlacementList>;
export type PlacementView = Static<typeof PlacementView>;
