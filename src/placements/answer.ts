import type { Sentence } from '../core/refusal.ts';
import { type ProblemCode, sentencesOf } from '../intake/problems.ts';
import type { ColumnProblem } from './rules.ts';
import type { LeftOver } from './store.ts';

/** One thing wrong with one row, as the answer and the error file show it. */
export type ImportError = {
	readonly row: number;
	readonly column: string;
	readonly value: string;
	readonly code: ProblemCode;
	readonly message: Sentence;
	readonly mend: Sentence;
};

/**
 * `rows = accepted + rejected + duplicates`, always. `errors` are what stopped a row, `warnings` what did not (a malformed second phone number,
 * left out); each list ends at 10,000, the error file has all errors.
 */
export type ImportAnswer = {
	readonly placement_id: string | null;
	readonly batch_no: string | null;
	readonly dry_run: boolean;
	readonly rows: number;
	readonly accepted: number;
	readonly rejected: number;
	readonly duplicates: number;
	readonly errors: readonly ImportError[];
	readonly warnings: readonly ImportError[];
	readonly control: {
		readonly counted: readonly { currency: string; count: number; amount_minor: number; amount: string }[];
		readonly declared: { count: number | null; amount: string | null };
	};
	readonly columns: readonly { readonly heading: string; readonly field: string }[];
	readonly notes: readonly Sentence[];
	readonly format: string;
	readonly encoding: string;
};

/** Of these the record keeps the answer: enough to see what happened, small enough for a row of it. */
export const recorded = { errors: 20, notes: 10, columns: 60, limitBytes: 262_144 };

/** A problem of a row as the answer shows it. */
export function errorOf(row: number, problem: ColumnProblem): ImportError {
	return { row, column: problem.column, value: problem.value, code: problem.code, ...sentencesOf(problem) };
}

const kinds: Readonly<Record<Exclude<LeftOver['what'], 'name' | 'paid'>, Sentence>> = {
	person: { zh: '姓名或证件号', en: 'name or identity number' },
	amounts: { zh: '币种或金额', en: 'currency or amounts' },
	dates: { zh: '日期、产品或手别', en: 'dates, product or round' },
	rest: { zh: '联系方式、联系人或其他列', en: 'contact points, people or other columns' },
};

/** What is told of a row that the database refused: in what kind it differs from the debt that lives under its reference. */
export function lateProblem({ reference, what, firstRow }: LeftOver): ColumnProblem {
	if (what === 'name') return { code: 'identity.other_name', value: '', column: '姓名' };
	if (what === 'paid') return { code: 'reference.paid_in_part', value: reference.slice(0, 30), column: '委案金额' };
	const where: Sentence = firstRow
		? { zh: `本文件第 ${firstRow} 行`, en: `row ${firstRow} of this file` }
		: { zh: '之前的批次', en: 'an earlier batch' };
	return {
		code: 'reference.other_facts',
		value: reference.slice(0, 30),
		column: '案件编号',
		details: { what_zh: kinds[what].zh, what_en: kinds[what].en, where_zh: where.zh, where_en: where.en },
	};
}

/** What the record keeps of an answer. */
export function shortened(answer: ImportAnswer): ImportAnswer {
	return {
		...answer,
		errors: answer.errors.slice(0, recorded.errors),
		warnings: answer.warnings.slice(0, recorded.errors),
		notes: answer.notes.slice(0, recorded.notes).map(({ zh, en }) => ({ zh: zh.slice(0, 1_000), en: en.slice(0, 1_000) })),
		columns: answer.columns.slice(0, recorded.columns),
	};
}
