import type { Pool } from '../host/db.ts';

/** A row of a file as its sender wrote it; an amount nobody can read is null. */
export type SentRow = {
	readonly row: number;
	readonly reference: string;
	readonly minor: bigint | null;
	/** What else a debt's row says in plain: `costs/interest/penalty/principal`, and the day since when it is overdue. Left out where a row does not say it so. */
	readonly says?: string | undefined;
	/** Nothing is wrong with it, as its sender knows. */
	readonly sound?: true | undefined;
	/** Of a debt: whose it is, by name. */
	readonly name?: string | undefined;
	/** Of a debt: whom it is about, by whatever tells one person from another; left out where the row does not say it in plain. */
	readonly person?: string | undefined;
	/** Of a payment: the first number it names a debt by as it was written, its day, its currency; and for each number it gives, the cases that number stands for, as far as the sender knows. */
	readonly named?: string | undefined;
	readonly on?: string | undefined;
	/** Of a payment: the moment, where a row tells it. */
	readonly moment?: string | undefined;
	readonly currency?: string | undefined;
	readonly stands?: readonly (readonly string[])[] | undefined;
};
/** What the house answered to a file. */
export type Answered = {
	readonly rows: number;
	readonly accepted: number;
	readonly rejected: number;
	readonly duplicates: number;
	/** Of a payment file: how many debts owe nothing any more because of it. */
	readonly settled_debts?: number;
};

type Sent = { readonly kind: 'placement' | 'payment'; readonly tenantId: bigint; readonly client: string; readonly id: string | null };
export const rowsInvariant = 'every imported row is accounted for';

/** What became of each row: a debt or payment of that number with its amount, or a place in the list of errors. */
const fates = {
	placement: `select s.row, s.reference, s.minor::text as minor, (select sum(l.amount_minor)::text from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed') as kept, s.says, null as became, null as debt_id, null as currency, case when d.placement_id = $4 then d.debtor_id::text end as debtor_id, case when d.placement_id = $4 then d.placement_row end as first,
	       case when d.placement_id = $4 then (select concat_ws('/', coalesce(sum(l.amount_minor) filter (where l.component = 'costs'), 0), coalesce(sum(l.amount_minor) filter (where l.component = 'interest'), 0), coalesce(sum(l.amount_minor) filter (where l.component = 'penalty'), 0),
	         coalesce(sum(l.amount_minor) filter (where l.component = 'principal'), 0)) from ledger_transfer l where l.tenant_id = $1 and l.debtor_id = d.debtor_id and l.debt_id = d.id and l.kind = 'placed') || ' since ' || d.overdue_since end as written,
	       exists (select from placement_error e where e.tenant_id = $1 and e.placement_id = $4 and e.row_number = s.row) as listed, null as payment_id, null::float8 as paid_at
	  from jsonb_to_recordset($2::jsonb) as s (row bigint, reference text, minor bigint, says text) left join lateral (
		select d.debtor_id, d.id, d.placement_id, d.placement_row, d.overdue_since from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $3 where d.tenant_id = $1 and d.reference = s.reference order by d.id desc limit 1) d on true`,
	payment: `select s.row, s.reference, s.minor::text as minor, p.amount_minor::text as kept, null as says, null as written, null as first, exists (select from payment_error e where e.tenant_id = $1 and e.import_id = $4 and e.row_number = s.row) as listed,
	       case when p.import_id = $4 and p.resolved_at is null then p.state || coalesce(' ' || nullif(p.reason, ''), '') end as became, p.debt_id::text, p.currency, null as debtor_id, p.id::text as payment_id, extract(epoch from p.paid_at)::float8 as paid_at
	  from (select s.*, row_number() over (partition by s.reference, s.minor, s.named, s.on order by s.row) as place from jsonb_to_recordset($2::jsonb) as s (row bigint, reference text, minor bigint, named text, "on" date)) s left join lateral (
		(select p.* from payment p join client c on c.tenant_id = $1 and c.id = p.client_id and c.code = $3 where p.tenant_id = $1 and s.reference <> '' and p.external_reference = s.reference
		  order by p.state <> 'reversed' desc, p.id desc limit 1)
		union all (select p.* from payment p join client c on c.tenant_id = $1 and c.id = p.client_id and c.code = $3 where p.tenant_id = $1 and s.reference = '' and starts_with(p.external_reference, 'content:') and p.debt_reference = s.named
		  and p.amount_minor = s.minor and (p.paid_at at time zone (select t.zone from tenant t where t.tenant_id = $1))::date = s.on order by p.id offset s.place - 1 limit 1)) p on true`,
};

type Fate = {
	row: string;
	reference: string;
	minor: string | null;
	kept: string | null;
	says: string | null;
	written: string | null;
	listed: boolean;
	first: string | null;
	became: string | null;
	debt_id: string | null;
	currency: string | null;
	debtor_id: string | null;
	payment_id: string | null;
	paid_at: number | null;
};
/** By the day paid; of one moment in the order they were booked. */
const byDay = (one: Fate, other: Fate) =>
	(one.paid_at ?? 0) - (other.paid_at ?? 0) || Number(BigInt(one.payment_id ?? 0) - BigInt(other.payment_id ?? 0));

/** Looks at a file beside what the house says of it and what it kept: each row once, with its own amount, or named as wrong. */
export async function fileFindings(
	owner: Pool,
	sent: Sent,
	rows: readonly SentRow[],
	answered: Answered,
): Promise<{ invariant: string; sentence: string }[]> {
	const said = `file of ${rows.length} rows: ${answered.rows} rows, ${answered.accepted} accepted, ${answered.rejected} rejected, ${answered.duplicates} duplicates`;
	const found: string[] = [];
	if (answered.rows !== rows.length || answered.accepted + answered.rejected + answered.duplicates !== rows.length) found.push(said);
	const { rows: fate } = await owner.query<Fate>(fates[sent.kind], [
		String(sent.tenantId),
		JSON.stringify(rows.map((row) => ({ ...row, minor: row.minor === null ? null : String(row.minor) }))),
		sent.client,
		sent.id,
	]);
	const good = fate.filter((each) => !each.listed && each.minor !== null && each.kept === each.minor);
	// A file that changed nothing keeps no list: the debt found may be an earlier file's, and the row a refused one. Its counts tell below.
	for (const each of sent.id === null ? [] : fate)
		if (!each.listed && each.kept !== null && each.minor !== null && each.kept !== each.minor)
			found.push(`row ${each.row} (${each.reference}) of ${each.minor} was kept as ${each.kept}`);
	for (const { row, reference, says, written, listed } of fate)
		if (!listed && says && written && says !== written) found.push(`row ${row} (${reference}) of ${says} was kept as ${written}`);
	// Of several rows under one number the first that can be read is the one that counts.
	for (const { row, reference, first, says, listed } of fate)
		if (first !== null && Number(row) < Number(first) && says !== null && !listed)
			found.push(`row ${row} (${reference}) came before row ${first}, which was kept`);
	const sound = new Set(rows.flatMap(({ row, sound: isSound }) => (isSound ? [row] : [])));
	for (const { row, reference, listed } of fate)
		if (listed && sound.has(Number(row))) found.push(`row ${row} (${reference}) was refused, and nothing is wrong with it`);
	const moments = new Map(rows.map(({ row, moment }) => [row, moment]));
	for (const { row, paid_at: at } of fate) {
		const moment = moments.get(Number(row));
		if (moment !== undefined && at !== null && Temporal.Instant.from(moment).epochMilliseconds !== at * 1000)
			found.push(`row ${row} was paid at ${moment}, and is kept as of ${Temporal.Instant.fromEpochMilliseconds(at * 1000).toString()}`);
	}
	const names = new Map(rows.map(({ row, name: whose }) => [row, whose]));
	for (const [debtorId, of] of Map.groupBy(
		fate.filter((each) => each.debtor_id !== null && !each.listed),
		(each) => each.debtor_id,
	)) {
		const whose = new Set(of.map(({ row }) => names.get(Number(row))));
		if (whose.size > 1) found.push(`debtor ${debtorId} goes by ${[...whose].join(' and ')}`);
	}
	found.push(...confused(rows, fate));
	if (answered.settled_debts !== undefined) {
		const { rows: settled } = await owner.query<{ count: string }>(settledText, [String(sent.tenantId), sent.id]);
		if (settled[0]?.count !== String(answered.settled_debts))
			found.push(`${said}; ${answered.settled_debts} debts settled, there are ${settled[0]?.count}`);
	}
	if (sent.kind === 'payment') found.push(...(await misplaced(owner, sent, rows, fate)));
	const lost = fate.length - good.length - fate.filter((each) => each.listed).length;
	// Of a file that changed nothing no list is kept; its count still has every row.
	if (sent.id === null ? good.length < answered.accepted + answered.duplicates : lost > 0)
		found.push(`${said}; ${good.length} are there, ${fate.filter((each) => each.listed).length} listed as wrong`);
	return found.map((sentence) => ({ invariant: rowsInvariant, sentence: `${sent.kind} ${sentence}` }));
}

/** Rows of two people that became one debtor’s, and of one person that became two debtors’. */
function confused(rows: readonly SentRow[], fate: readonly Fate[]): string[] {
	const people = new Map(rows.map(({ row, person }) => [row, person]));
	const told = fate.flatMap(({ row, debtor_id: debtor, listed }) => {
		const person = people.get(Number(row));
		return debtor === null || listed || person === undefined ? [] : [{ row, debtor, person }];
	});
	const several = (one: 'debtor' | 'person', other: 'debtor' | 'person', says: string) =>
		[...Map.groupBy(told, (each) => each[one]).values()]
			.filter((of) => new Set(of.map((each) => each[other])).size > 1)
			.map((of) => `rows ${of.map(({ row }) => row).join(', ')} ${says}`);
	return [
		...several('debtor', 'person', 'are about several people and became one debtor’s'),
		...several('person', 'debtor', 'are about one person and became several debtors’'),
	];
}

/** Debts that owe nothing since a payment of this file, and owed something before it. */
const settledText = `select count(*)::text as count from (
	select l.debtor_id, l.debt_id from ledger_transfer l join payment p on p.tenant_id = $1 and p.debtor_id = l.debtor_id and p.id = l.payment_id and p.import_id = $2::bigint where l.tenant_id = $1 and l.kind = 'paid' group by 1, 2) t
	 join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.debt_id and b.costs_minor + b.interest_minor + b.penalty_minor + b.principal_minor = 0`;

type Case = {
	reference: string;
	debt_id: string;
	debtor_id: string;
	currency: string;
	ended: boolean;
	undone: boolean;
	recalled: boolean;
	open: boolean;
	/** Disputed in the United States. */
	disputed: boolean;
	/** The debtor has another that is open. */
	beside: boolean;
	/** The payments of this file after which others were not open any more. */
	closed_by: string[];
};

/** The debt each case number stands for: the live one, else the one that ended last, one that was undone only where there was no other; and whether it was open before this file. */
const casesText = `select distinct on (d.reference) d.reference, d.id::text as debt_id, d.debtor_id::text, d.currency, d.ended, coalesce(l.state = 'undone', false) as undone, coalesce(l.state = 'recalled', false) as recalled,
	       s.status = 'open' or exists (select from ledger_transfer t join payment p on p.tenant_id = $1 and p.debtor_id = t.debtor_id and p.id = t.payment_id and p.import_id = $4 where t.tenant_id = $1 and t.debtor_id = s.debtor_id and t.debt_id = s.debt_id) as open,
	       b.jurisdiction ~ '\\mUS' and exists (select from hold h where h.tenant_id = $1 and h.debtor_id = d.debtor_id and h.kind = 'dispute' and (h.debt_id is null or h.debt_id = d.id) and h.lifted_at is null) as disputed,
	       exists (select from debt_state o where o.tenant_id = $1 and o.debtor_id = d.debtor_id and o.debt_id <> d.id and o.status = 'open') as beside,
	       array(select (array_agg(p.id::text order by p.paid_at desc, p.id desc))[1] from debt_state o join ledger_transfer t on t.tenant_id = $1 and t.debtor_id = o.debtor_id and t.debt_id = o.debt_id and t.kind = 'paid'
	               join payment p on p.tenant_id = $1 and p.debtor_id = t.debtor_id and p.id = t.payment_id and p.import_id = $4
	              where o.tenant_id = $1 and o.debtor_id = d.debtor_id and o.debt_id <> d.id and o.status <> 'open' group by o.debt_id) as closed_by
	  from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $3 join debtor b on b.tenant_id = $1 and b.id = d.debtor_id
	  join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id left join placement l on l.tenant_id = $1 and l.id = d.placement_id
	 where d.tenant_id = $1 and d.reference = any ($2::text[]) order by d.reference, d.ended, undone, d.id desc`;

/** Payments that went elsewhere than their numbers say, or wait for another reason. Only where the file says what each number stands for. */
async function misplaced(owner: Pool, sent: Sent, rows: readonly SentRow[], fate: readonly Fate[]): Promise<string[]> {
	const told = rows.filter(({ stands }) => stands !== undefined);
	if (told.length === 0) return [];
	const { rows: all } = await owner.query<Case>(casesText, [
		String(sent.tenantId),
		told.flatMap(({ stands = [] }) => stands.flat()),
		sent.client,
		sent.id,
	]);
	const cases = new Map(all.map((each) => [each.reference, each]));
	const places = new Map([...fate].sort(byDay).map(({ payment_id: id }, i) => [id, i]));
	return told.flatMap(({ row, named = '', stands = [] }) => {
		const {
			became = null,
			debt_id: debtId = null,
			currency = null,
			payment_id: id = null,
		} = fate.find((each) => Number(each.row) === row) ?? {};
		if (became === null || currency === null) return [];
		const meant = meantBy(named, stands, cases);
		const closed = (by: string) => (places.get(by) ?? 0) < (places.get(id) ?? 0);
		const expected = expectedOf(meant, currency, closed);
		const where = debtId === null || meant.debts.some((debt) => debt.debt_id === debtId);
		return expected.includes(became) && where
			? []
			: [`row ${row} (${named}) is ${became}${debtId ? ` on debt ${debtId}` : ''}; its numbers make it ${expected.join(' or ')}`];
	});
}

/** Which debts the numbers of a row mean: those under a case number before those under a contract’s or card’s; of one number the live ones before the one that ended last. */
function meantBy(
	named: string,
	stands: readonly (readonly string[])[],
	cases: ReadonlyMap<string, Case>,
): { debts: Case[]; byOne: boolean } {
	const direct = cases.has(named) && stands[0]?.length === 1 && stands[0][0] === named;
	const numbers = (direct ? stands.slice(0, 1) : stands).map((number) => {
		const found = number.flatMap((each) => cases.get(each) ?? []);
		const live = found.filter(({ ended }) => !ended);
		const last = found.sort((a, b) => Number(BigInt(b.debt_id) - BigInt(a.debt_id))).slice(0, 1);
		return live.length > 0 ? live : last;
	});
	const debts = [...new Map(numbers.flat().map((debt) => [debt.debt_id, debt])).values()];
	return { debts, byOne: numbers.some((number) => debts.every((debt) => number.includes(debt))) };
}

/** `closed`: whether a payment of the file came before this row’s. */
function expectedOf({ debts, byOne }: ReturnType<typeof meantBy>, currency: string, closed: (by: string) => boolean): string[] {
	const [debt] = debts;
	if (!debt) return ['unmatched no_such_reference'];
	if (debts.length > 1) {
		const several = debts.every((each) => each.open && each.debtor_id === debt.debtor_id && each.currency === currency);
		return byOne && several ? ['applied', 'overpaid paid_too_much'] : ['unmatched several_debts'];
	}
	if (debt.undone) return ['unmatched debt_undone'];
	if (debt.currency !== currency) return ['unmatched other_currency'];
	if (debt.disputed && debt.open && !debt.ended && (debt.beside || !debt.closed_by.every(closed))) return ['unmatched disputed_debt'];
	if (debt.ended) return [debt.recalled ? 'overpaid debt_recalled' : 'overpaid paid_too_much'];
	return ['applied', 'overpaid paid_too_much'];
}

/** A row of a file of payments for several clients: which of them it names, as its sender knows; null: none that could be told from another. */
export type Named = { readonly number: string; readonly client: string | null };

/** Rows that went to another client than they name, or to one of several. */
export async function clientFindings(
	owner: Pool,
	{ tenantId, id }: { readonly tenantId: bigint; readonly id: string | null },
	rows: readonly Named[],
): Promise<{ invariant: string; sentence: string }[]> {
	const { rows: kept } = await owner.query<{ number: string; code: string }>(
		`select p.external_reference as number, c.code from payment p join client c on c.tenant_id = $1 and c.id = p.client_id where p.tenant_id = $1 and p.import_id = $2`,
		[String(tenantId), id],
	);
	const went = new Map(kept.map(({ number, code }) => [number, code]));
	return rows
		.filter(({ number, client }) => (went.get(number) ?? null) !== client)
		.map(({ number, client }) => ({
			invariant: rowsInvariant,
			sentence: `payment ${number} names ${client ?? 'no client that could be told from another'}, and went to ${went.get(number) ?? 'nobody'}`,
		}));
}
