import { type Currency, formatMoney, nothingOwed, type ByComponent } from '../core/money.ts';
import { normalise, parseAmount, parseDate } from '../intake/cells.ts';
import { isProblem } from '../intake/problems.ts';
import type { Field } from '../intake/rules.ts';
import { type Lender, lenders } from '../law/interest.ts';
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

const noClaim = { claim: null, cut: nothingOwed };

/** What the row says of its contract. None of it stops a row: what cannot be read is left out and told. */
function contractOf({ cells, context, remarks, first }: Reading, currency: Currency): Contract {
	const { headings, mapping, recognised } = context;
	const told = <T>(field: Field, parse: (cell: string, column: number) => T): Exclude<T, { code: string }> | null => {
		const at = cells.get(field)?.[0];
		if (!at) return null;
		const value = parse(at.cell, at.column);
		if (!isProblem(value)) return value as Exclude<T, { code: string }>;
		remarks.push({ ...value, column: headings[at.column] ?? field });
		return null;
	};
	const amount = (cell: string, column: number) =>
		parseAmount(cell, currency, { unit: recognised.units.get(column), decimalComma: mapping.decimalComma });
	const cell = normalise(first('lender'));
	const lender = cell === '' ? context.lender : lenderOf(cell);
	if (cell !== '' && lender === null)
		remarks.push({
			code: 'lender.unknown',
			value: cell.slice(0, 20),
			column: headings[cells.get('lender')?.[0]?.column ?? -1] ?? 'lender',
		});
	return {
		lender,
		signedOn: told('signed_on', (text) => parseDate(text, { order: mapping.dateOrder, epoch1904: context.epoch1904 })),
		amountMinor: told('contract_amount', amount),
		chargesPaidMinor: told('charges_paid', amount),
	};
}

/** What the caps make of a row's claim, and what is cut from it. A row without a word on its contract, of a lender with no cap, costs nothing. */
export function claimOf(
	read: Reading,
	row: { owed: ByComponent; currency: Currency; product: string; placedOn: Temporal.PlainDate },
): { claim: ClaimCheck | null; cut: ByComponent } {
	const { cells, context, remarks } = read;
	// No cap speaks of a bank's own loans: a million rows of its cards ask nothing here.
	if (!cells.has('lender') && (context.lender === 'bank' || context.lender === 'other_licensed')) return noClaim;
	const contract = contractOf(read, row.currency);
	const split = (['principal', 'interest', 'penalty', 'costs'] as const).some((field) => cells.has(field));
	const checked = checkClaim({ ...row, contract, split }, context.lpr);
	if (!checked) return noClaim;
	const { check, cut } = checked;
	const details = { rule: check.rule ?? '', above: formatMoney({ minor: BigInt(check.above_minor), currency: row.currency }) };
	if (check.verdict === 'cut') remarks.push({ code: 'claim.above_cap', value: '', details, column: '利息' });
	if (check.verdict === 'warned') remarks.push({ code: 'claim.above_guidance', value: '', details, column: '利息' });
	return { claim: check, cut };
}
