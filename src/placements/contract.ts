import { type Currency, formatMoney, nothingOwed, type ByComponent } from '../core/money.ts';
import { normalise, parseAmount, parseDate, parseWhole } from '../intake/cells.ts';
import { isProblem, type ProblemCode } from '../intake/problems.ts';
import type { Field } from '../intake/rules.ts';
import { type Buyer, buyers, type Lender, lenders } from '../law/interest.ts';
import { checkInvoice, type InvoiceTerms } from '../law/invoice.ts';
import { checkClaim, type ClaimCheck, type Contract } from '../law/claim.ts';
import type { Reading } from './rules.ts';

const lenderWords: readonly (readonly [RegExp, Lender])[] = [
	[/助贷|联合贷|互联网贷/, 'bank_co_lending'],
	[/消费金融|消金/, 'consumer_finance'],
	[/小额贷|小贷/, 'micro_loan'],
	[/民间|个人|自然人|private/i, 'private'],
	[/担保|融资租赁|典当|保理|持牌|信托/, 'other_licensed'],
	[/银行|bank/i, 'bank'],
];

/** The kind of lender a cell names; null where it names none the house knows. */
export function lenderOf(text: string): Lender | null {
	const known = lenders.find((each) => each === text);
	return known ?? lenderWords.find(([words]) => words.test(text))?.[1] ?? null;
}

const buyerWords: readonly (readonly [RegExp, Buyer])[] = [
	[/机关|事业单位|政府|财政|public/i, 'public'],
	[/大型|large/i, 'large'],
	[/其他|中小|小微|中型|小型|微型|个体|other|small/i, 'other'],
];

/** The kind of buyer a cell names; null where it names none. */
function buyerOf(text: string): Buyer | null {
	return buyers.find((each) => each === text) ?? buyerWords.find(([words]) => words.test(text))?.[1] ?? null;
}

/** Whether a seller is small or medium, as a cell says; null where it does not. */
function isSmallOf(text: string): boolean | null {
	if (/中小|小微|中型|小型|微型|small|medium|micro|^(是|yes|true)$/i.test(text)) return true;
	return /大型|large|其他|other|^(否|no|false)$/i.test(text) ? false : null;
}

/** A rate a year in parts per million, of `12%`, `12` or `3.45%`; null where it is none. */
function ratePpmOf(text: string): bigint | null {
	const [, whole, part = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?\s*[%％]?$/.exec(text) ?? [];
	return whole === undefined ? null : BigInt(`${whole}${part.padEnd(4, '0')}`);
}

/** Reads facts of the contract. None of it stops a row: what cannot be read is left out and told. */
function reader({ cells, context, remarks }: Reading, currency: Currency) {
	const { headings, mapping, recognised } = context;
	const told = <T>(field: Field, parse: (cell: string, column: number) => T): Exclude<T, { code: string }> | null => {
		const at = cells.get(field)?.[0];
		if (!at) return null;
		const value = parse(at.cell, at.column);
		if (!isProblem(value)) return value as Exclude<T, { code: string }>;
		remarks.push({ ...value, column: headings[at.column] ?? field });
		return null;
	};
	return {
		date: (field: Field) => told(field, (text) => parseDate(text, { order: mapping.dateOrder, epoch1904: context.epoch1904 })),
		whole: (field: Field) => told(field, parseWhole),
		amount: (field: Field) =>
			told(field, (cell, column) =>
				parseAmount(cell, currency, { unit: recognised.units.get(column), decimalComma: mapping.decimalComma }),
			),
		/** A word the house knows; one it does not know is told. */
		word: <T>(field: Field, known: (text: string) => T | null, code: ProblemCode): T | null => {
			const at = cells.get(field)?.[0];
			const cell = normalise(at?.cell ?? '');
			const value = cell === '' ? null : known(cell);
			if (cell !== '' && value === null) remarks.push({ code, value: cell.slice(0, 20), column: headings[at?.column ?? -1] ?? field });
			return value;
		},
	};
}

function contractOf(read: Reading, currency: Currency): Contract {
	const { date, amount, word } = reader(read, currency);
	return {
		lender: normalise(read.first('lender')) === '' ? read.context.lender : word('lender', lenderOf, 'lender.unknown'),
		signedOn: date('signed_on'),
		amountMinor: amount('contract_amount'),
		chargesPaidMinor: amount('charges_paid'),
	};
}

function termsOf(read: Reading, currency: Currency): InvoiceTerms {
	const { date, whole, amount, word } = reader(read, currency);
	return {
		buyer: word('buyer', buyerOf, 'invoice.unknown_word'),
		sellerIsSmall: word('seller', isSmallOf, 'invoice.unknown_word'),
		signedOn: date('signed_on'),
		deliveredOn: date('delivered_on'),
		agreedDays: whole('agreed_days'),
		agreedPpmYear: word('agreed_rate', ratePpmOf, 'invoice.unknown_word'),
		amountMinor: amount('contract_amount'),
		chargesPaidMinor: amount('charges_paid'),
	};
}

type Row = {
	readonly owed: ByComponent;
	readonly currency: Currency;
	readonly product: string;
	readonly placedOn: Temporal.PlainDate;
	/** The due date the file says. */
	readonly overdueSince: Temporal.PlainDate;
};
/** What the law makes of a row's claim, what is cut from it, and since when it is overdue. */
type Claimed = { readonly claim: ClaimCheck | null; readonly cut: ByComponent; readonly overdueSince: Temporal.PlainDate };

/** What the caps make of a row's claim. A row without a word on its contract, of a lender with no cap, costs nothing. */
export function claimOf(read: Reading, row: Row): Claimed {
	const { cells, context } = read;
	const { overdueSince } = row;
	if (row.product === 'invoice') return invoiceOf(read, row);
	const noClaim = { claim: null, cut: nothingOwed, overdueSince };
	// No cap speaks of a bank's own loans: a million rows of its cards ask nothing here.
	if (!cells.has('lender') && (context.lender === 'bank' || context.lender === 'other_licensed')) return noClaim;
	const split = (['principal', 'interest', 'penalty', 'costs'] as const).some((field) => cells.has(field));
	const checked = checkClaim({ ...row, contract: contractOf(read, row.currency), split }, context.lpr);
	if (!checked) return noClaim;
	tell(read, checked.check, row.currency);
	return { claim: checked.check, cut: checked.cut, overdueSince };
}

/**
 * An invoice's late interest above what the law leaves is cut (CN-IR5). Where the law fixes when it was due (CN-IR6), an earlier day of the file is not taken, and one that is not due
 * yet is not placed: nobody is late.
 */
function invoiceOf(read: Reading, row: Row): Claimed {
	const { check, cut, dueOn } = checkInvoice(row, termsOf(read, row.currency), read.context.lpr);
	if (check) tell(read, check, row.currency);
	if (dueOn === null || Temporal.PlainDate.compare(dueOn, row.overdueSince) <= 0)
		return { claim: check, cut, overdueSince: row.overdueSince };
	const due = { value: row.overdueSince.toString(), details: { rule: 'CN-IR6', due: dueOn.toString() }, column: '到期日' };
	if (Temporal.PlainDate.compare(dueOn, row.placedOn) >= 0) read.wrong.push({ code: 'invoice.not_due', ...due });
	else read.remarks.push({ code: 'invoice.due_later', ...due });
	return { claim: check, cut, overdueSince: dueOn };
}

function tell({ remarks }: Reading, check: ClaimCheck, currency: Currency): void {
	const details = { rule: check.rule ?? '', above: formatMoney({ minor: BigInt(check.above_minor), currency }) };
	if (check.verdict === 'cut') remarks.push({ code: 'claim.above_cap', value: '', details, column: '利息' });
	if (check.verdict === 'warned') remarks.push({ code: 'claim.above_guidance', value: '', details, column: '利息' });
}
