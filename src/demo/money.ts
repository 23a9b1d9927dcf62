import { assert } from '../core/assert.ts';
import { type Currency, isCurrency } from '../core/money.ts';
import { random } from '../core/random.ts';
import type { Tx } from '../host/db.ts';
import { keptOf, natureOf } from './behaviour.ts';
import type { PaymentRow } from './payments.ts';

type PromiseRow = {
	id: bigint;
	debtor_id: bigint;
	reference: string;
	amount_minor: bigint;
	currency: string;
	due_on: Temporal.PlainDate;
	made_on: Temporal.PlainDate;
};
export type PayersNumbers = {
	debtor(id: bigint): string;
	debt(id: bigint): string;
	promise(of: {
		readonly id: bigint;
		readonly debtor_id: bigint;
		readonly reference: string;
		readonly made_on: Temporal.PlainDate;
	}): string;
};
type OpenDebt = { debtor_id: bigint; debt_id: bigint; reference: string; owed_minor: bigint; currency: string; days_past_due: number };

/** One open debt in this many pays on a day without having promised anything, per million. */
const unaskedPpm = 2_500;

function known(currency: string): Currency {
	assert(isCurrency(currency), `a currency the house does not hold: ${currency}`);
	return currency;
}

/**
 * What debtors of a client pay on a day: the promises they keep, in full or in part, on the due date or a day either side of it, and a few payments
 * nobody asked for. Everything is drawn from streams of the promise or the debt, so a day told again is told the same, under the same numbers.
 */
export async function paymentsOn(
	tx: Tx,
	{
		client,
		on,
		seed,
		zone,
		unasked = () => unaskedPpm,
		numbers = { debtor: String, debt: String, promise: ({ id }) => String(id) },
	}: {
		client: string;
		on: Temporal.PlainDate;
		seed: string;
		zone: string;
		/** Chance that an open debt is paid on a day without a promise, in parts per million, by days past due. */
		unasked?: (daysPastDue: number) => number;
		/** Under which number each draws and pays; its own unless said. */
		numbers?: PayersNumbers;
	},
): Promise<(PaymentRow & { readonly debtorId: bigint | null })[]> {
	const promises = await tx.query<PromiseRow>(
		`select p.id, p.debtor_id, d.reference, p.amount_minor, p.currency, p.due_on, (p.made_at at time zone $4)::date as made_on
		   from promise p join debt d on d.tenant_id = p.tenant_id and d.debtor_id = p.debtor_id and d.id = p.debt_id
		   join client c on c.tenant_id = d.tenant_id and c.id = d.client_id
		  where p.tenant_id = $1 and c.code = $2 and p.state = 'open' and p.due_on between $3::date - 1 and $3::date + 1 order by p.id`,
		[tx.tenantId, client, on, zone],
	);
	const open = await tx.query<OpenDebt>(
		`select d.debtor_id, d.id as debt_id, d.reference, b.owed_minor, d.currency, ($3::date - d.overdue_since) as days_past_due
		   from debt d join client c on c.tenant_id = d.tenant_id and c.id = d.client_id
		   join debt_state s on s.tenant_id = d.tenant_id and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open'
		   join debt_balance b on b.tenant_id = d.tenant_id and b.debtor_id = d.debtor_id and b.debt_id = d.id and b.owed_minor > 0
		  where d.tenant_id = $1 and c.code = $2 and d.placed_on < $3 order by d.debtor_id, d.id`,
		[tx.tenantId, client, on],
	);
	const method = (draw: ReturnType<typeof random>) => draw.pick(['手机银行', '代扣', '网银', '柜台', '支付宝转账']);
	const rows: (PaymentRow & { readonly debtorId: bigint | null })[] = [];
	for (const promise of promises) {
		const number = numbers.promise(promise);
		const draw = random(`${seed} promise ${number}`);
		const kept = keptOf(draw, natureOf(random(`${seed} debtor ${numbers.debtor(promise.debtor_id)}`)));
		const wanted = promise.due_on.add({
			days: draw.weighed([
				[-1, 2],
				[0, 6],
				[1, 1],
			] as const),
		});
		// Never before it was promised: banks write days, and the day of the promise began before the call.
		const payOn = Temporal.PlainDate.compare(wanted, promise.made_on) <= 0 ? promise.due_on : wanted;
		if (kept === 'nothing' || !payOn.equals(on)) continue;
		const part = BigInt(draw.between(2, 7));
		const minor = kept === 'full' ? promise.amount_minor : (promise.amount_minor * part + 9n) / 10n;
		rows.push({
			number: `BKP${number}`,
			debtorId: promise.debtor_id,
			on,
			reference: promise.reference,
			minor,
			currency: known(promise.currency),
			method: method(draw),
		});
	}
	for (const debt of open) {
		const number = numbers.debt(debt.debt_id);
		const draw = random(`${seed} unasked ${number} ${on}`);
		if (!draw.chance(unasked(debt.days_past_due))) continue;
		const minor = draw.weighed([
			['all', 2],
			['part', 5],
			['over', 1],
		] as const);
		// Some round up: what is too much is a refund due and waits in its queue.
		const amount =
			minor === 'all'
				? debt.owed_minor
				: minor === 'part'
					? debt.owed_minor / BigInt(draw.between(3, 12)) + 1n
					: debt.owed_minor + BigInt(draw.between(1, 20)) * 1_000n;
		rows.push({
			number: `BKU${number}D${on.toString().replaceAll('-', '')}`,
			debtorId: debt.debtor_id,
			on,
			reference: debt.reference,
			minor: amount,
			currency: known(debt.currency),
			method: method(draw),
		});
	}
	const stray = random(`${seed} stray ${client} ${on}`);
	// Money whose case nobody knows: a typing error in the reference, as a bank sends every few days.
	if (rows.length > 0 && stray.chance(400_000)) {
		const like = stray.pick(rows);
		rows.push({
			...like,
			debtorId: null,
			number: `BKX${on.toString().replaceAll('-', '')}`,
			reference: `${like.reference.slice(0, -2)}9${stray.between(0, 9)}X`,
			minor: BigInt(stray.between(50, 900)) * 10_000n,
		});
	}
	return rows;
}
