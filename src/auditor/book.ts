import type { Pool } from '../host/db.ts';
import type { Invariant } from './parts.ts';

/** A loan as its lender’s file told it. */
export type LoanRow = {
	readonly reference: string;
	readonly minor: bigint;
	readonly principal: bigint;
	readonly interest: bigint;
	readonly penalty: bigint;
	readonly costs: bigint;
	readonly placedOn: Temporal.PlainDate;
	readonly since: Temporal.PlainDate;
	/** Told in place of the day since when. */
	readonly daysPastDue?: number;
	/**
	 * By a bank through a platform, under a contract since October 2025, or by a private lender, with the LPR of the day it was signed in ppm: what was lent, and what was paid on interest and fees
	 * before the placing.
	 */
	readonly lent?: {
		readonly signedOn: Temporal.PlainDate;
		readonly minor: bigint;
		readonly chargesPaidMinor: bigint;
		readonly privatelyAt?: bigint;
	};
	/** How many people beside the debtor answer for it. */
	readonly answer: number;
};

export const lawfulClaim = 'of a placed loan no more is demanded than the law leaves, and of nobody who does not answer for it';

/** All in, in ppm a year, of what a bank lends through a platform (CN-IR2, the notice on internet co-lending, art. 6). */
const capOfCoLending = 240_000n;
/** What a loan may cost from its contract to a day: privately lent four times the LPR in force when it was signed, from the day that is published on (CN-IR1, 民间借贷规定 25). */
function costUntil(on: Temporal.PlainDate, { signedOn, minor, privatelyAt }: NonNullable<LoanRow['lent']>): bigint {
	const days = BigInt(signedOn.until(on, { largestUnit: 'day' }).days);
	return (minor * days * (privatelyAt === undefined ? capOfCoLending : 4n * privatelyAt)) / 365_000_000n;
}
/** What may not be demanded: what was charged with what was paid, less what the cap leaves on what was lent from the contract to the placing. */
function barredOf({ interest, penalty, costs, placedOn, lent }: LoanRow): bigint {
	if (!lent) return 0n;
	const charged = interest + penalty + costs;
	const above = charged + lent.chargesPaidMinor - costUntil(placedOn, lent);
	return above < 0n ? 0n : above > charged ? charged : above;
}

/** Lays what a lender’s file tells of a contract and of people beside what is demanded, and of whom: a spouse owes nothing by being one (民法典 1064), who stands surety does. */
export async function loanFindings(
	owner: Pool,
	{ tenantId, client }: { readonly tenantId: bigint; readonly client: string },
	loans: readonly LoanRow[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows } = await owner.query<{ reference: string; cut: string; answering: string }>(
		`select d.reference, (select coalesce(sum(l.amount_minor), 0)::text from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'reduced') as cut,
		        (select count(*)::text from party y where y.tenant_id = $1 and y.debtor_id = d.debtor_id and y.role <> 'third_party') as answering
		   from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $2 where d.tenant_id = $1 and d.reference = any ($3::text[])`,
		[String(tenantId), client, loans.map(({ reference }) => reference)],
	);
	const kept = new Map(rows.map((row) => [row.reference, row]));
	return loans.flatMap((loan) => {
		const { cut, answering } = kept.get(loan.reference) ?? { cut: 'nothing', answering: 'nobody' };
		const barred = barredOf(loan);
		return [
			...(cut === String(barred) ? [] : [`of loan ${loan.reference} ${barred} may not be demanded, and ${cut} was taken off`]),
			...(answering === String(loan.answer)
				? []
				: [`for loan ${loan.reference} ${loan.answer} answer beside the debtor, and ${answering} are asked`]),
		].map((sentence) => ({ invariant: lawfulClaim, sentence }));
	});
}

/** Lays what a client asked more for on a day, one time after another, beside what was added: each as long as all of it stays within what the loan may cost until then. */
export async function raisedFindings(
	owner: Pool,
	{ tenantId, client }: { readonly tenantId: bigint; readonly client: string },
	{ reference, interest, penalty, costs, lent, ...loan }: LoanRow,
	{ asked, on }: { readonly asked: readonly bigint[]; readonly on: Temporal.PlainDate },
): Promise<{ invariant: string; sentence: string }[]> {
	if (!lent) return [];
	const stood = interest + penalty + costs + lent.chargesPaidMinor - barredOf({ reference, interest, penalty, costs, lent, ...loan });
	const most = costUntil(on, lent);
	const should = asked.reduce((sum, more) => (stood + sum + more > most ? sum : sum + more), 0n);
	const { rows } = await owner.query<{ added: string }>(
		`select coalesce(sum(l.amount_minor), 0)::text as added from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $2
		   join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'accrued' where d.tenant_id = $1 and d.reference = $3`,
		[String(tenantId), client, reference],
	);
	const added = rows[0]?.added ?? 'nothing';
	return added === String(should)
		? []
		: [
				{
					invariant: lawfulClaim,
					sentence: `of ${asked.join(' and ')} more for loan ${reference} ${should} may be demanded on ${on}, and ${added} was added`,
				},
			];
}

/** An invoice as its seller's file told it, under a contract since June 2025: who owes it, whether the seller is small or medium, when it was delivered, the days and the rate a year agreed; null: none. */
export type InvoiceRow = {
	readonly reference: string;
	readonly buyer: 'public' | 'large' | 'other';
	readonly small: boolean;
	readonly deliveredOn: Temporal.PlainDate;
	readonly since: Temporal.PlainDate;
	readonly placedOn: Temporal.PlainDate;
	readonly days: number | null;
	readonly ratePpm: bigint | null;
	readonly minor: bigint;
	readonly interest: bigint;
};

/** Since when an invoice is late, and what of its late interest is lawful (保障中小企业款项支付条例 9, 17): a small seller is paid by a public body within 30 days, by agreement 60, by a large firm within 60 or as agreed, and has 0.05 % a day; any other sale is as agreed. */
function lawfulOf({ buyer, small, days, ratePpm, deliveredOn, since, placedOn, minor }: InvoiceRow) {
	const protects = small && buyer !== 'other';
	const term = !protects ? days : buyer === 'public' ? Math.min(days ?? 30, 60) : (days ?? 60);
	const due = term === null ? since : deliveredOn.add({ days: term });
	const late = BigInt(Math.max(0, due.until(placedOn, { largestUnit: 'day' }).days));
	return {
		since: Temporal.PlainDate.compare(due, since) > 0 ? due : since,
		most: (minor * late * (ratePpm ?? (protects ? 182_500n : 0n))) / 365_000_000n,
	};
}

/** Lays what a seller's file tells of invoices beside what is demanded, and since when. */
export async function invoiceFindings(
	owner: Pool,
	{ tenantId, client }: { readonly tenantId: bigint; readonly client: string },
	invoices: readonly InvoiceRow[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows } = await owner.query<{ reference: string; kept: string }>(
		`select d.reference, (select coalesce(sum(l.amount_minor), 0) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'reduced') || ' is taken off, late since ' || d.overdue_since as kept
		   from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $2 where d.tenant_id = $1 and d.reference = any ($3::text[])`,
		[String(tenantId), client, invoices.map(({ reference }) => reference)],
	);
	const kept = new Map(rows.map((row) => [row.reference, row.kept]));
	return invoices.flatMap((invoice) => {
		const { since, most } = lawfulOf(invoice);
		const should = `${invoice.interest > most ? invoice.interest - most : 0n} is taken off, late since ${since}`;
		const is = kept.get(invoice.reference) ?? 'nothing is kept';
		return is === should ? [] : [{ invariant: lawfulClaim, sentence: `of invoice ${invoice.reference} ${should}; kept: ${is}` }];
	});
}

/** What the law makes of a claim as it was placed: what may not be demanded of it, and how it was judged (null: no law speaks of it), or what would have to be known. */
export type JudgedClaim = {
	readonly reference: string;
	readonly barred: bigint;
	readonly verdict: 'within' | 'cut' | 'warned' | 'not judged' | null;
	readonly missing: readonly string[];
};

/** Lays what the law makes of claims beside what was taken off them, and what is kept of why. */
export async function claimFindings(
	owner: Pool,
	{ tenantId, client }: { readonly tenantId: bigint; readonly client: string },
	claims: readonly JudgedClaim[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows } = await owner.query<{ reference: string; kept: string }>(
		`select d.reference, concat_ws(', ', (select coalesce(sum(l.amount_minor), 0)::text from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'reduced') || ' taken off', d.claim_check ->> 'verdict',
		        (select string_agg(m, ' and ' order by m) from jsonb_array_elements_text(d.claim_check -> 'missing') m)) as kept
		   from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $2 where d.tenant_id = $1 and d.reference = any ($3::text[])`,
		[String(tenantId), client, claims.map(({ reference }) => reference)],
	);
	const kept = new Map(rows.map((row) => [row.reference, row.kept]));
	return claims.flatMap(({ reference, barred, verdict, missing }) => {
		const should = [`${barred} taken off`, verdict, [...missing].sort().join(' and ')].filter((part) => part).join(', ');
		const is = kept.get(reference) ?? 'nothing';
		return is === should ? [] : [{ invariant: lawfulClaim, sentence: `of claim ${reference} is kept: ${is}; should be: ${should}` }];
	});
}

export const declaredInvariant = 'what is placed comes from a client that is ours, as it was declared';
export const maskedInvariant = 'the number of a card or contract is kept by its ends';

export const paidOffInvariant = 'what was paid off is not placed anew';
export const namesakeInvariant = 'who is known by name alone answers for one row';

/** What a debt was placed with, part by part. */
const placedWith = (debt: string) =>
	`(select string_agg(l.component || ' ' || l.amount_minor, ', ' order by l.component, l.amount_minor) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = ${debt}.debtor_id and l.debt_id = ${debt}.id and l.kind = 'placed')`;

/** A run of twelve digits and more, in groups or not. */
const long = `'\\d([ ._/-]?\\d){11,}'`;

export const bookInvariants: readonly Invariant[] = [
	{
		name: declaredInvariant,
		text: `select d.debtor_id, 'debt ' || d.id || ' was placed at ' || d.created_at || ' by client ' || c.code || ', closed at ' || c.closed_at as sentence from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.closed_at < d.created_at
		 where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3
		union all
		select s.debtor_id, 'debt ' || s.debt_id || ' is open, and its client ' || c.code || ' is closed since ' || c.closed_at from client c join debt d on d.tenant_id = $1 and d.client_id = c.id
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open' where c.tenant_id = $1 and c.closed_at < $3
		union all
		-- 中国银行业协会催收工作指引 (CN-O1): whose contract is over, or who evaluated the house longer than twelve months ago, may place nothing more, nor leave it longer.
		select null, 'placement ' || n.id || ' of client ' || c.code || ' was left with the house at ' || e.at || ', its contract ended on ' || coalesce(c.contract_until::text, 'no day') || ', it last evaluated the house on ' || coalesce(c.evaluated_on::text, 'no day')
		  from record_entry e join placement n on n.tenant_id = $1 and n.id::text = e.input ->> 'placement' join client c on c.tenant_id = $1 and c.id = n.client_id
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'placement.extend' and e.outcome = 'done' and c.collects_as = 'agency' and (c.contract_until < (e.at at time zone $4)::date or c.evaluated_on + interval '12 months' < (e.at at time zone $4)::date)
		   and not exists (select from record_entry s where s.tenant_id = $1 and s.act = 'client.standing' and s.at > e.at)
		union all
		select d.debtor_id, 'debt ' || d.id || ' was placed at ' || d.created_at || ' by client ' || c.code || ', its contract ended on ' || coalesce(c.contract_until::text, 'no day') || ', it last evaluated the house on ' || coalesce(c.evaluated_on::text, 'no day')
		  from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.collects_as = 'agency' and (c.contract_until < (d.created_at at time zone $4)::date or c.evaluated_on + interval '12 months' < (d.created_at at time zone $4)::date)
		 where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3
		   and not exists (select from record_entry s where s.tenant_id = $1 and s.act = 'client.standing' and s.outcome = 'done' and s.input ->> 'client' = c.id::text and s.at > d.created_at)
		union all
		select null, 'placement ' || n.id || ' was declared as ' || coalesce(n.count || ' debts ', '') || coalesce('of ' || n.amount, '') || ', and ' || k.count || ' of ' || k.minor || ' in ' || k.currencies || ' came' from (
			select (e.answer ->> 'answer')::jsonb ->> 'placement_id' as id, (e.input #>> '{declared,count}')::bigint as count, e.input #>> '{declared,amount}' as amount from record_entry e
			 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'placement.import' and e.outcome = 'done' and e.input ->> 'confirm' = 'false') n
		  cross join lateral (select count(distinct d.id) as count, coalesce(sum(l.amount_minor), 0) as minor, string_agg(distinct d.currency, ' ') as currencies from debt d
			join ledger_transfer l on l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed' where d.tenant_id = $1 and d.placement_id = n.id::bigint) k
		 where n.id is not null and (n.count <> k.count or n.amount ~ '^[0-9]+([.][0-9]{2})?$' and k.currencies in ('CNY', 'USD') and n.amount::numeric * 100 <> k.minor)`,
	},
	{
		name: maskedInvariant,
		text: `select p.debtor_id, 'payment ' || p.id || ' keeps the number it names in clear, of ' || length(p.debt_reference) || ' characters' as sentence from payment p
		 where p.tenant_id = $1 and p.recorded_at >= $2 and p.recorded_at < $3 and p.debt_reference ~ ${long} and p.debt_reference !~ '[[:alpha:]]'
		union all
		select e.debtor_id, 'the record of ' || e.act || ' at ' || e.at || ' tells the number of a debt in clear' from record_entry e
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'payment.record' and e.input ->> 'debt_reference' ~ ${long} and e.input ->> 'debt_reference' !~ '[[:alpha:]]'`,
	},
	{
		name: paidOffInvariant,
		// The same sum, part by part, overdue since the same day under the same number of the same client: no card that is overdue once more.
		text: `select d.debtor_id, 'debt ' || d.id || ' (' || d.reference || ', ' || ${placedWith('d')} || ', overdue since ' || d.overdue_since || ') is debt ' || o.id || ' once more, which was paid off' as sentence
		  from debt d join debt o on o.tenant_id = $1 and o.client_id = d.client_id and o.reference = d.reference and o.id < d.id and o.overdue_since = d.overdue_since and o.currency = d.currency
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = o.debtor_id and s.debt_id = o.id and s.status = 'settled'
		 where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3 and ${placedWith('o')} = ${placedWith('d')}
		union all
		-- What was paid before it was taken back is not asked for once more: it comes with what is owed now.
		select d.debtor_id, 'debt ' || d.id || ' (' || d.reference || ', ' || ${placedWith('d')} || ', overdue since ' || d.overdue_since || ') is debt ' || o.id || ' once more, of which ' || k.paid || ' had been paid when it was taken back'
		  from debt d join debt o on o.tenant_id = $1 and o.client_id = d.client_id and o.reference = d.reference and o.id < d.id and o.overdue_since = d.overdue_since and o.currency = d.currency
		  join debt_state s on s.tenant_id = $1 and s.debtor_id = o.debtor_id and s.debt_id = o.id and s.status = 'recalled'
		  cross join lateral (select sum(l.amount_minor) as paid from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = o.debtor_id and l.debt_id = o.id and l.kind = 'paid' and l.recorded_at < d.created_at
		         and not exists (select from ledger_transfer r where r.tenant_id = $1 and r.debtor_id = l.debtor_id and r.reverses_entry_id = l.entry_id and r.recorded_at < d.created_at)) k
		 where d.tenant_id = $1 and d.created_at >= $2 and d.created_at < $3 and k.paid > 0 and ${placedWith('o')} = ${placedWith('d')}`,
	},
	{
		name: namesakeInvariant,
		text: `select b.id as debtor_id, 'debtor ' || b.id || ', of whom no file told an identity number or a mobile, answers for ' || k.cases as sentence from debtor b
		  cross join lateral (select string_agg(distinct d.reference, ', ') as cases, count(distinct (d.client_id, d.reference)) as count, max(d.created_at) as last from debt d where d.tenant_id = $1 and d.debtor_id = b.id) k
		 where b.tenant_id = $1 and b.id_masked = '' and b.erased_at is null and k.count > 1 and k.last >= $2 and k.last < $3
		   and not exists (select from contact_point p where p.tenant_id = $1 and p.debtor_id = b.id and p.party_id is null and p.kind = 'mobile')
		union all
		-- A telephone number beside the name tells them apart among the people of one client, and of no other.
		select b.id, 'debtor ' || b.id || ', of whom no file told an identity number, owes to ' || k.clients from debtor b
		  cross join lateral (select string_agg(distinct c.code, ', ') as clients, count(distinct d.client_id) as count, max(d.created_at) as last from debt d join client c on c.tenant_id = $1 and c.id = d.client_id where d.tenant_id = $1 and d.debtor_id = b.id) k
		 where b.tenant_id = $1 and b.id_masked = '' and b.erased_at is null and k.count > 1 and k.last >= $2 and k.last < $3`,
	},
];
