import { type ByComponent, type Component, nothingOwed, toWire, total } from '../core/money.ts';
import type { Sentence } from '../core/refusal.ts';
import { type Cap, capOf, type Lender, type Lpr, lprKnownUntil, privateRuleFrom, withinCap } from './interest.ts';
import { cnRows } from './cn.ts';

/** What a client's file or mandate says of the contract behind a debt; null: it does not. */
export type Contract = {
	readonly lender: Lender | null;
	readonly signedOn: Temporal.PlainDate | null;
	/** What was lent, and what was paid on interest, penalty and fees before the debt was placed. */
	readonly amountMinor: bigint | null;
	readonly chargesPaidMinor: bigint | null;
};

export type MissingFact =
	| 'lender'
	| 'signed_on'
	| 'components'
	| 'contract_amount'
	| 'lpr'
	| 'older_contract'
	| 'buyer'
	| 'seller'
	| 'delivered_on'
	| 'older_invoice';

/** What the caps made of a claim, kept with the debt as plain data. */
export type ClaimCheck = {
	readonly verdict: 'within' | 'cut' | 'warned' | 'not judged';
	readonly rule: Cap['rule'] | null;
	readonly lender: Lender | null;
	readonly signed_on: string | null;
	readonly cap_ppm: number | null;
	/** On what it was reckoned, from the contract to the placement; whether the contract’s own amount was given. */
	readonly base_minor: number | null;
	readonly base_given: boolean;
	readonly days: number | null;
	/** Interest, penalty and fees claimed with what was paid on them; what the cap leaves; what is above it and not demandable. */
	readonly claimed_minor: number | null;
	readonly allowed_minor: number | null;
	readonly above_minor: number;
	readonly missing: readonly MissingFact[];
	/** Of an invoice: from when late interest was allowed. Not kept before invoices were held against CN-IR5. */
	readonly due_on?: string | undefined;
};

export type Claim = {
	readonly contract: Contract;
	readonly owed: ByComponent;
	/** Whether the file tells principal from the rest. */
	readonly split: boolean;
	readonly product: string;
	readonly currency: string;
	readonly placedOn: Temporal.PlainDate;
};

/** In which components what is above a cap is cut: what is added for being late first, the principal (where interest was written into it) last. */
const cutOrder: readonly Component[] = ['penalty', 'costs', 'interest', 'principal'];

/**
 * Holds a claim as placed against the cap on what its loan may cost (CN-IR1 to CN-IR3 cut, CN-IR4 warns). Only what is certain is cut: the whole time from the contract to the
 * placement is allowed for, on the amount lent, or on the principal still owed where that is not given (the stricter reading, told). What is missing is named, not guessed. Null where
 * no cap speaks of the debt: a bank's or another licensed lender's own loan, a card, an invoice, another currency.
 */
export function checkClaim(claim: Claim, lpr?: Lpr): { readonly check: ClaimCheck; readonly cut: ByComponent } | null {
	const { contract, owed, currency, product, placedOn } = claim;
	const { lender, signedOn, amountMinor } = contract;
	if (currency !== 'CNY' || product === 'credit_card' || product === 'invoice') return null;
	if (lender === 'bank' || lender === 'other_licensed' || (lender === null && product === 'other')) return null;
	const lacking = (missing: MissingFact[]) => ({ check: notJudged(contract, missing), cut: nothingOwed });
	if (lender === null || signedOn === null)
		return lacking([...(lender === null ? (['lender'] as const) : []), ...(signedOn === null ? (['signed_on'] as const) : [])]);
	if (lender === 'private' && signedOn.toString() < privateRuleFrom) return lacking(['older_contract']);
	if (lender === 'private' && signedOn.toString() > (lpr?.knownUntil ?? lprKnownUntil)) return lacking(['lpr']);
	const cap = capOf({ lender, signedOn: signedOn.toString() }, lpr?.on);
	if (cap === null) return null;
	if (!claim.split && amountMinor === null) return lacking(['components']);
	const base = amountMinor ?? owed.principal;
	if (base <= 0n) return lacking(['contract_amount']);
	// Principal beyond what was lent is interest or fees by another name (法释〔2020〕17号 arts 26, 27).
	const inPrincipal = amountMinor !== null && owed.principal > amountMinor ? owed.principal - amountMinor : 0n;
	const charges: ByComponent = { ...owed, principal: inPrincipal };
	const days = Math.max(1, signedOn.until(placedOn, { largestUnit: 'day' }).days);
	const claimed = total(charges) + (contract.chargesPaidMinor ?? 0n);
	const held = heldAgainst(cap, { base, days, claimed, charges });
	return {
		check: {
			...held.check,
			verdict: held.warns ? 'warned' : held.check.verdict,
			lender,
			signed_on: signedOn.toString(),
			base_given: amountMinor !== null,
		},
		cut: held.cut,
	};
}

/** A claim held against a cap on a base for days: the figures, and what is cut from the charges. Whose contract it is, the caller says. */
export function heldAgainst(
	cap: Cap,
	{
		base,
		days,
		claimed,
		charges,
	}: { readonly base: bigint; readonly days: number; readonly claimed: bigint; readonly charges: ByComponent },
): { readonly check: Omit<ClaimCheck, 'lender' | 'signed_on' | 'base_given'>; readonly cut: ByComponent; readonly warns: boolean } {
	const { allowedMinor, aboveMinor, warns } = withinCap(
		{ principalMinor: base, days, interestMinor: claimed, penaltyMinor: 0n, feesMinor: 0n },
		cap,
	);
	const cut = cutFrom(charges, aboveMinor);
	const check = {
		verdict: total(cut) > 0n ? ('cut' as const) : ('within' as const),
		rule: cap.rule,
		cap_ppm: Number(cap.ppm),
		base_minor: toWire(base),
		days,
		claimed_minor: toWire(claimed),
		allowed_minor: toWire(allowedMinor),
		above_minor: toWire(total(cut)),
		missing: [],
	};
	return { check, cut, warns };
}

export function notJudged({ lender, signedOn }: Pick<Contract, 'lender' | 'signedOn'>, missing: readonly MissingFact[]): ClaimCheck {
	return {
		verdict: 'not judged',
		rule: null,
		lender,
		signed_on: signedOn?.toString() ?? null,
		cap_ppm: null,
		base_minor: null,
		base_given: false,
		days: null,
		claimed_minor: null,
		allowed_minor: null,
		above_minor: 0,
		missing,
	};
}

/** Takes what is above a cap from the charges that are still claimed; what was paid before is not ours to give back. */
function cutFrom(charges: ByComponent, aboveMinor: bigint): ByComponent {
	const cut = { ...nothingOwed };
	let left = aboveMinor;
	for (const component of cutOrder) {
		const taken = charges[component] < left ? charges[component] : left;
		cut[component] = taken;
		left -= taken;
	}
	return cut;
}

export const missingWords: Readonly<Record<MissingFact, Sentence>> = {
	lender: { zh: '出借人类型', en: 'the kind of lender' },
	signed_on: { zh: '合同签订日期', en: 'the date of the contract' },
	components: { zh: '本金与息费的划分（或合同金额）', en: 'principal apart from interest and fees (or the contract’s amount)' },
	contract_amount: { zh: '合同金额', en: 'the contract’s amount' },
	lpr: {
		zh: '一年期 LPR（签订日；其他买卖为违约日）',
		en: 'the 1-year LPR of the day it was signed (of an invoice between others, of the breach)',
	},
	buyer: { zh: '付款方类型（机关事业单位、大型企业、其他）', en: 'the kind of buyer (public, large, other)' },
	seller: { zh: '卖方是否为中小企业', en: 'whether the seller is a small or medium firm' },
	delivered_on: { zh: '交付日期', en: 'the day of delivery' },
	older_invoice: {
		zh: '2025-06-01 之前的合同适用修订前的条例，须由人核定',
		en: 'a contract from before 2025-06-01 is under the regulation as it was: a person judges it',
	},
	older_contract: {
		zh: '2020-08-20 之前的合同适用旧规则（民间借贷规定第31条），须由人核定',
		en: 'a contract from before 2020-08-20 is under the older rule (art. 31): a person judges it',
	},
};

const percent = (ppm: number) => `${ppm / 10_000}%`;

/** On what a cap was reckoned: which amount, how many days, at what rate. */
function reckonedOn(check: ClaimCheck, money: (minor: number) => string): Sentence {
	const base = money(check.base_minor ?? 0);
	const rate = percent(check.cap_ppm ?? 0);
	if (check.rule === 'CN-IR5')
		return {
			zh: `${check.base_given ? '发票金额' : '剩余货款'} ${base}、自 ${check.due_on ?? ''} 到期起 ${check.days} 天、年化 ${rate}`,
			en: `${check.base_given ? 'the invoice’s amount' : 'what is still owed on the invoice'} ${base}, ${check.days} days from its due date ${check.due_on ?? ''}, ${rate} a year`,
		};
	return {
		zh: `${check.base_given ? '合同金额' : '剩余本金（未提供合同金额，从严）'} ${base}、${check.days} 天、年化 ${rate}`,
		en: `${check.base_given ? 'the contract’s amount' : 'the principal still owed (the contract’s amount was not given: the stricter reading)'} ${base}, ${check.days} days, ${rate} a year`,
	};
}

/** What the caps made of a claim, in words, with the article. */
export function claimWords(
	check: ClaimCheck,
	money: (minor: number) => string,
): { readonly says: Sentence; readonly citation: Sentence | null } {
	const row = cnRows.find((each) => each.id === check.rule);
	const citation = row?.citation ?? null;
	if (check.verdict === 'not judged' || check.cap_ppm === null || check.claimed_minor === null)
		return {
			says: {
				zh: `未核对利率上限，缺少：${check.missing.map((each) => missingWords[each].zh).join('、')}`,
				en: `not held against the rate caps; missing: ${check.missing.map((each) => missingWords[each].en).join(', ')}`,
			},
			citation,
		};
	const allowed = check.allowed_minor ?? 0;
	const on = reckonedOn(check, money);
	const claimed: Sentence =
		check.rule === 'CN-IR5'
			? {
					zh: `逾期利息（含已付）合计 ${money(check.claimed_minor)}`,
					en: `late interest (with what was paid) comes to ${money(check.claimed_minor)}`,
				}
			: {
					zh: `息费（含已付）合计 ${money(check.claimed_minor)}`,
					en: `interest, penalty and fees (with what was paid) come to ${money(check.claimed_minor)}`,
				};
	const verdict: Sentence = {
		within: { zh: '未超过上限', en: 'within the cap' },
		cut: {
			zh: `上限为 ${money(allowed)}，超出部分中 ${money(check.above_minor)} 不得主张，已从应还中扣除`,
			en: `the cap leaves ${money(allowed)}; ${money(check.above_minor)} of what is above may not be demanded and was taken off what is owed`,
		},
		warned: { zh: '超过口头窗口指导上限，请与委案方核对', en: 'above the guidance given by word of mouth: check with the client' },
		'not judged': { zh: '', en: '' },
	}[check.verdict];
	return { says: { zh: `${claimed.zh}（${on.zh}）：${verdict.zh}`, en: `${claimed.en} (${on.en}): ${verdict.en}` }, citation };
}
