import { nothingOwed, total, type ByComponent } from '../core/money.ts';
import { type Claim, type ClaimCheck, heldAgainst, type MissingFact, notJudged } from './claim.ts';
import {
	type Buyer,
	hangsOnLpr,
	invoiceDueOn,
	invoiceRuleFrom,
	lateInterestOf,
	type Lpr,
	lprDayOf,
	lprKnownUntil,
	lprOn,
} from './interest.ts';

/** What a client's file says of an invoice between firms; null: it does not. Days and rates as agreed, the rate in ppm a year. */
export type InvoiceTerms = {
	readonly buyer: Buyer | null;
	/** Whether the seller was a small or medium firm when the contract was made (条例 art. 3). */
	readonly sellerIsSmall: boolean | null;
	readonly signedOn: Temporal.PlainDate | null;
	readonly deliveredOn: Temporal.PlainDate | null;
	readonly agreedDays: number | null;
	readonly agreedPpmYear: bigint | null;
	/** The invoice's own amount, and what was paid on late interest before it was placed. */
	readonly amountMinor: bigint | null;
	readonly chargesPaidMinor: bigint | null;
};

/**
 * Holds the late interest of an invoice against what the law leaves (CN-IR5, 保障中小企业款项支付条例 17; 买卖合同解释 18), from the day it was due (CN-IR6, art. 9). Only what is certain is
 * cut: the whole invoice is taken for the whole time, interest and penalty count, costs of collecting it do not. The regulation speaks of a public body or large firm that owes a
 * small or medium one; any other sale is as between others. What is missing is named, not guessed.
 *
 * @param claim `overdueSince` is the file's own due date, taken where the law fixes none.
 * @returns `check` is null where nothing is claimed beside the price or no law here speaks of it; `dueOn` is the due date the law fixes, before which nobody is late, null: none.
 */
export function checkInvoice(
	claim: Pick<Claim, 'owed' | 'placedOn' | 'currency'> & { readonly overdueSince: Temporal.PlainDate },
	terms: InvoiceTerms,
	lpr?: Lpr,
): { readonly check: ClaimCheck | null; readonly cut: ByComponent; readonly dueOn: Temporal.PlainDate | null } {
	const nothing = { check: null, cut: nothingOwed, dueOn: null };
	if (claim.currency !== 'CNY') return nothing;
	const { amountMinor, signedOn, agreedPpmYear } = terms;
	const { principal, interest, penalty } = claim.owed;
	// A price beyond the invoice's amount is late interest by another name.
	const inPrincipal = amountMinor !== null && principal > amountMinor ? principal - amountMinor : 0n;
	const charges: ByComponent = { ...nothingOwed, interest, penalty, principal: inPrincipal };
	const claimed = total(charges) + (terms.chargesPaidMinor ?? 0n);
	const buyer = terms.sellerIsSmall === false ? 'other' : terms.buyer;
	const dueOn = dueOf({ ...terms, buyer });
	const from = dueOn ?? claim.overdueSince;
	const missing = missingOf({ ...terms, buyer }, from, lpr);
	if (buyer === null || missing.length > 0)
		return { ...nothing, check: claimed === 0n ? null : notJudged({ lender: null, signedOn }, missing), dueOn };
	const days = Math.max(0, from.until(claim.placedOn, { largestUnit: 'day' }).days);
	const ppm = lateInterestOf({ buyer, signedOn: signedOn?.toString() ?? null, dueOn: from.toString(), agreedPpmYear }, lpr?.on).ppmYearMost;
	const base = amountMinor ?? principal;
	const { check, cut } = heldAgainst({ rule: 'CN-IR5', ppm, effect: 'cut' }, { base, days, claimed, charges });
	return {
		check: {
			...check,
			lender: null,
			signed_on: signedOn?.toString() ?? null,
			base_given: amountMinor !== null,
			due_on: from.toString(),
		},
		cut,
		dueOn,
	};
}

/** When it was due, as the law or the agreement has it (CN-IR6); null where that is not known. */
function dueOf({ buyer, sellerIsSmall, signedOn, deliveredOn, agreedDays }: InvoiceTerms): Temporal.PlainDate | null {
	if (buyer === null || deliveredOn === null) return null;
	if (buyer !== 'other' && (sellerIsSmall === null || signedOn === null || signedOn.toString() < invoiceRuleFrom)) return null;
	const due = invoiceDueOn({ buyer, deliveredOn: deliveredOn.toString(), agreedDays });
	return due === null ? null : Temporal.PlainDate.from(due);
}

/** What is not known and would have to be guessed. */
function missingOf(
	{ buyer, sellerIsSmall, signedOn, deliveredOn, agreedPpmYear }: InvoiceTerms,
	dueOn: Temporal.PlainDate,
	lpr: Lpr | undefined,
): MissingFact[] {
	if (buyer === null) return ['buyer'];
	const missing: MissingFact[] = [];
	const signed = signedOn?.toString() ?? null;
	if (buyer !== 'other') {
		if (sellerIsSmall === null) missing.push('seller');
		if (deliveredOn === null) missing.push('delivered_on');
		if (signed === null) return [...missing, 'signed_on'];
		if (signed < invoiceRuleFrom) missing.push('older_invoice');
	}
	const day = lprDayOf({ buyer, signedOn: signed, dueOn: dueOn.toString() });
	const isKnown = day !== null && day <= (lpr?.knownUntil ?? lprKnownUntil) && (lpr?.on ?? lprOn)(day) !== null;
	if (hangsOnLpr({ buyer, agreedPpmYear }) && !isKnown) missing.push('lpr');
	return missing;
}
