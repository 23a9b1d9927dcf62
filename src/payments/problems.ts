import type { Sentence } from '../core/refusal.ts';
import { type Problem, type ProblemCode, sentencesOf } from '../intake/problems.ts';
import type { PaymentRowError } from './shapes.ts';

type Entry = { readonly message: Sentence; readonly mend: Sentence };

/** What can be wrong with a row of a payment file, beyond what can be wrong with any cell (src/intake/problems.ts). */
export const paymentProblems = {
	'payment.reference_missing': {
		message: { zh: '缺少案件编号、合同号或卡号', en: 'no case, contract or card number is given' },
		mend: { zh: '请填写其中一项', en: 'give one of them' },
	},
	'payment.amount_missing': {
		message: { zh: '缺少还款金额', en: 'the amount paid is missing' },
		mend: { zh: '请填写还款金额', en: 'give the amount paid' },
	},
	'payment.amount_not_positive': {
		message: { zh: '还款金额必须大于零', en: 'the amount paid must be above zero' },
		mend: {
			zh: '退票、冲正请在还款页面对原还款做冲正，不要用负数',
			en: 'a returned payment is reversed on the payment itself, not by a negative row',
		},
	},
	'payment.date_missing': {
		message: { zh: '缺少还款日期', en: 'the date of payment is missing' },
		mend: { zh: '请填写还款日期，如 2026-11-24', en: 'give the date, such as 2026-11-24' },
	},
	'payment.date_in_future': {
		message: { zh: '还款日期在今天之后', en: 'the date of payment is after today' },
		mend: { zh: '请核对日期；未到账的还款不能入账', en: 'check the date; money that has not come in cannot be recorded' },
	},
	'payment.currency_missing': {
		message: { zh: '未注明币种，而该委案方的债项有多种币种', en: 'no currency is given and this client’s debts have several' },
		mend: { zh: '请增加“币种”列，或在映射文件中指定 currency', en: 'add a currency column, or name the currency in the mapping file' },
	},
	'payment.client_unknown': {
		message: { zh: '没有这个委案方', en: 'there is no such client' },
		mend: { zh: '请填写委案方代码或名称', en: 'give the client’s code or name' },
	},
	'payment.client_ambiguous': {
		message: { zh: '有多个委案方叫这个名称', en: 'several clients have this name' },
		mend: { zh: '请填写委案方代码', en: 'give the client’s code' },
	},
	'payment.other_facts': {
		message: { zh: '该流水号已入账，但内容不同', en: 'this payment number is recorded already with other facts' },
		mend: {
			zh: '若是另一笔还款请用新流水号；若原记录有误请先冲正，再导入本文件',
			en: 'another payment needs a number of its own; a wrong record is reversed first, then this file is imported again',
		},
	},
} as const satisfies Record<string, Entry>;

export type PaymentProblemCode = keyof typeof paymentProblems;

/** One thing wrong with one row; `value` is masked already. */
export type RowProblem = {
	readonly row: number;
	readonly column: string;
	readonly value: string;
	readonly code: ProblemCode | PaymentProblemCode;
	readonly details?: Problem['details'];
};

const isOurs = (code: RowProblem['code']): code is PaymentProblemCode => Object.hasOwn(paymentProblems, code);

/** A row's problem as the answer shows it. */
export function rowErrorOf(problem: RowProblem): PaymentRowError {
	const { row, column, value, code } = problem;
	const { message, mend } = isOurs(code) ? paymentProblems[code] : sentencesOf({ code, details: problem.details });
	return { row, column, value, code, message, mend };
}
