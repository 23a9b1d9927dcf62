import { parseCard, parseReference, parseText } from '../intake/cells.ts';
import { isProblem, type Problem } from '../intake/problems.ts';
import type { Field, Recognised } from '../intake/rules.ts';

/** What a placed row carries beside its facts: other numbers of the debt, unknown columns, remarks. Pure. */
export type ColumnProblem = Problem & { readonly column: string };

/** A row's cells by field, several columns of one field in order. */
export type Cells = ReadonlyMap<Field, readonly { column: number; cell: string }[]>;

type KeptReading = {
	readonly cells: Cells;
	readonly context: { readonly headings: readonly string[]; readonly recognised: Recognised };
	readonly remarks: ColumnProblem[];
};

/** Numbers a payment may name besides the reference: a damaged one is none. */
export function aliasesOf(read: { first(field: Field): string }, reference: string): { contract: string | null; card: string | null } {
	const contract = parseReference(read.first('contract'));
	const card = parseCard(read.first('card'));
	return {
		contract: contract === null || isProblem(contract) || contract === reference ? null : contract,
		card: card === null || isProblem(card) || card.digits === reference ? null : card.digits,
	};
}

/** Fields with a meaning but no column of their own in the house; kept with the debt as they came. */
const keptFields: readonly Field[] = [
	'contract',
	'row_number',
	'file_number',
	'id_type',
	'client',
	'newest_balance',
	'remark',
	'debt_reference',
	'paid_amount',
	'paid_on',
	'external_reference',
	'payer',
	'method',
];

/** Facts of the contract (CN-IR1 to CN-IR6): read, and kept as they came among the unknown columns, where they stood before they had a meaning, so that a file sent again is the same. */
const contractFields: ReadonlySet<Field> = new Set([
	'lender',
	'signed_on',
	'contract_amount',
	'charges_paid',
	'buyer',
	'seller',
	'delivered_on',
	'agreed_days',
	'agreed_rate',
]);
/** Beside a file number the row number was never anything but unknown; alone it stood in its place. */
const numbersBeside = ({ fields }: Recognised): Field | null => ([...fields.values()].includes('file_number') ? 'row_number' : null);
const columnsKnown = new WeakMap<Recognised, readonly { column: number; heading: string }[]>();

function asTheyCame({ headings, recognised }: KeptReading['context']): readonly { column: number; heading: string }[] {
	let columns = columnsKnown.get(recognised);
	if (!columns) {
		const beside = numbersBeside(recognised);
		const contract = [...recognised.fields].flatMap(([column, field]) =>
			contractFields.has(field) || field === beside ? [{ column, heading: headings[column] ?? field }] : [],
		);
		columns = [...recognised.unknown, ...contract].sort((a, b) => a.column - b.column);
		columnsKnown.set(recognised, columns);
	}
	return columns;
}

/** What is kept beside the facts: unknown columns, contract and card numbers, remarks. Sealed, since they may name people. */
export function extraOf({ cells: found, context, remarks }: KeptReading, cells: readonly string[]): Record<string, string> {
	const { headings } = context;
	const extra: Record<string, string> = {};
	for (const { column, heading } of asTheyCame(context)) {
		const cell = cells[column];
		if (cell !== undefined && cell !== '') extra[heading] = parseText(cell);
	}
	for (const field of keptFields) {
		for (const { cell, column } of found.get(field) ?? []) {
			// The resident's card is what every row has; only another document is worth a word.
			if (field === 'id_type' && /身份证/.test(cell)) continue;
			if (field === 'newest_balance' && !found.has('placed_amount')) continue;
			if (field === numbersBeside(context.recognised)) continue;
			extra[headings[column] ?? field] = parseText(cell);
		}
	}
	const at = found.get('card')?.[0];
	const card = at ? parseCard(at.cell) : null;
	if (at && card !== null) {
		const column = headings[at.column] ?? 'card';
		if (isProblem(card)) remarks.push({ ...card, column });
		else extra[column] = card.digits;
	}
	return extra;
}

/** Old remarks and columns without a lawful use (PIPL 6): into the sealed note that no screen of work opens. */
export function historyOf(cells: readonly string[], { quarantined, unlawful }: Recognised): Record<string, string> {
	const history: Record<string, string> = {};
	for (const { column, heading } of quarantined) {
		const cell = cells[column];
		if (cell !== undefined && cell !== '') history[heading] = parseText(cell, 2_000);
	}
	for (const { column, heading } of unlawful) {
		const cell = cells[column];
		if (cell !== undefined && cell !== '') history[`拒收 refused: ${heading}`] = parseText(cell, 200);
	}
	return history;
}
