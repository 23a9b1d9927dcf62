import { type Currency, decimalText, isCurrency } from '../core/money.ts';
import { assert } from '../core/assert.ts';
import type { Random } from '../core/random.ts';
import type { Tx } from '../host/db.ts';
import { csvLine } from './sheet-file.ts';

export type PlacedDebt = { readonly reference: string; readonly owedMinor: bigint; readonly currency: Currency };
export type PaymentRow = {
	/** The bank's number of the payment. */
	readonly number: string;
	readonly on: Temporal.PlainDate;
	readonly reference: string;
	readonly minor: bigint;
	readonly currency: Currency;
	readonly method: string;
};

/** Open debts of a client with what is owed, in the order of their references. */
export async function placedForPayment(tx: Tx, clientCode: string): Promise<PlacedDebt[]> {
	const rows = await tx.query<{ reference: string; owed_minor: bigint; currency: string }>(
		`select d.reference, b.owed_minor, d.currency
		   from debt d
		   join client c on c.tenant_id = d.tenant_id and c.id = d.client_id
		   join debt_state s on s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id
		   join debt_balance b on b.tenant_id = d.tenant_id and b.debtor_id = d.debtor_id and b.debt_id = d.id
		  where d.tenant_id = $1 and c.code = $2 and s.status = 'open' and b.owed_minor > 0
		  order by d.reference`,
		[tx.tenantId, clientCode],
	);
	return rows.map((row) => {
		assert(isCurrency(row.currency), `a currency the house does not hold: ${row.currency}`);
		return { reference: row.reference, owedMinor: row.owed_minor, currency: row.currency };
	});
}

export const paymentHeadings = ['流水号', '案件编号', '还款金额', '币种', '还款日期', '还款方式', '备注'] as const;
const currencyNames: Partial<Record<Currency, string>> = { CNY: '人民币', TWD: '新台币', HKD: '港币', USD: '美元' };

/** The lines of a bank's file, each payment under the bank's own number of it. */
export function paymentFileLines(rows: readonly PaymentRow[]): string[] {
	return [
		csvLine(paymentHeadings),
		...rows.map((row) =>
			csvLine([
				row.number,
				row.reference,
				decimalText(row),
				currencyNames[row.currency] ?? row.currency,
				row.on.toString(),
				row.method,
				'',
			]),
		),
	];
}

/**
 * Payments on placed debts: `sharePpm` of them pay, most in full or a round part; one row in a hundred names a case nobody placed
 * (unmatched), one in a hundred pays 100.00 more than is owed (overpaid).
 */
export function paymentLines(draw: Random, debts: readonly PlacedDebt[], { on, sharePpm }: { on: Temporal.PlainDate; sharePpm: number }) {
	const rows: PaymentRow[] = [];
	const counts = { unmatched: 0, overpaid: 0 };
	const amounts: Record<string, bigint> = {};
	for (const debt of debts) {
		if (!draw.chance(sharePpm)) continue;
		const part = draw.weighed([
			['full', 5],
			['half', 3],
			['tenth', 2],
			['over', 1],
		] as const);
		const over = part === 'over' && draw.chance(110_000);
		const minor = over
			? debt.owedMinor + 10_000n
			: part === 'half'
				? (debt.owedMinor + 1n) / 2n
				: part === 'tenth'
					? (debt.owedMinor + 9n) / 10n
					: debt.owedMinor;
		const reference = draw.chance(10_000) ? `WU${debt.reference.slice(-6)}` : debt.reference;
		if (reference !== debt.reference) counts.unmatched += 1;
		else if (over) counts.overpaid += 1;
		amounts[debt.currency] = (amounts[debt.currency] ?? 0n) + minor;
		const number = `BK${on.toString().replaceAll('-', '')}${String(rows.length + 1).padStart(5, '0')}`;
		rows.push({ number, on, reference, minor, currency: debt.currency, method: draw.pick(['代扣', '对公转账', '柜台', '网银']) });
	}
	return { lines: paymentFileLines(rows), rows: rows.length, ...counts, amounts };
}
