import { amountMax, type ByComponent, type Component, type Currency, components, decimalText, nothingOwed, total } from '../core/money.ts';
import {
	type Identity,
	normalise,
	parseAmount,
	parseCurrency,
	parseDate,
	parseIdentity,
	parsePhones,
	parseReference,
	parseRound,
	parseText,
	parseWhole,
	unreadableCell,
} from '../intake/cells.ts';
import { isProblem, type Problem } from '../intake/problems.ts';
import { type Field, type Mapping, type Recognised, shiftedCells } from '../intake/rules.ts';
import type { Lender, Lpr } from '../law/interest.ts';
import type { ClaimCheck } from '../law/claim.ts';
import { claimOf } from './contract.ts';
import { aliasesOf, type Cells, type ColumnProblem, extraOf, historyOf } from './kept.ts';

export type { ColumnProblem } from './kept.ts';

/** A number or address of somebody, as placed. */
export type PlacedPoint = { readonly kind: 'mobile' | 'landline' | 'email' | 'address'; readonly label: string; readonly value: string };

/** Somebody named in the case beside the debtor. */
export type PlacedParty = {
	readonly role: 'guarantor' | 'co_borrower' | 'third_party';
	readonly relation: string;
	readonly name: string;
	readonly idNumber: string;
	readonly address: string;
	readonly employer: string;
	readonly points: readonly PlacedPoint[];
};

/** One row of a placement file, understood. */
export type PlacedRow = {
	readonly row: number;
	readonly reference: string;
	/** Contract and card number where the file gives them beside the reference: a bank may name them instead. */
	readonly contract: string | null;
	readonly card: string | null;
	readonly name: string;
	readonly identity: Identity | null;
	readonly employer: string;
	readonly points: readonly PlacedPoint[];
	readonly parties: readonly PlacedParty[];
	readonly currency: Currency;
	readonly product: Product;
	readonly placedOn: Temporal.PlainDate;
	readonly recallDueOn: Temporal.PlainDate | null;
	readonly overdueSince: Temporal.PlainDate;
	readonly round: number | null;
	readonly batchNo: string;
	readonly owed: ByComponent;
	/** What the caps on the cost of a loan made of it, and what of it may not be demanded. */
	readonly claim: ClaimCheck | null;
	readonly cut: ByComponent;
	readonly extra: Readonly<Record<string, string>>;
	readonly history: Readonly<Record<string, string>>;
	/** What was odd but did not stop the row: a malformed second phone number. */
	readonly remarks: readonly ColumnProblem[];
	readonly facts: Facts;
};

/**
 * The facts of a row as understood, to tell a duplicate from another debt under the same reference. What the house adds itself (today as day of
 * placement) is no fact of the row: the same file sent tomorrow is the same.
 */
export type Facts = { readonly amounts: string; readonly dates: string; readonly all: string };

export type Rejected = { readonly row: number; readonly problems: readonly ColumnProblem[] };

export const products = ['credit_card', 'consumer_loan', 'micro_loan', 'mortgage', 'car_loan', 'invoice', 'other'] as const;
export type Product = (typeof products)[number];

/** What the file does not say itself. */
export type RowContext = {
	/** A text's columns can shift; a workbook's cells carry their address. */
	readonly format: string;
	readonly headings: readonly string[];
	readonly recognised: Recognised;
	readonly mapping: Mapping;
	readonly epoch1904: boolean;
	readonly today: Temporal.PlainDate;
	readonly currency: Currency;
	readonly product: Product;
	/** The kind of lender where a row does not say, by the mandate or the creditor; null: not known. The LPR with what the house recorded. */
	readonly lender: Lender | null;
	readonly lpr: Lpr;
	/** Dates already read: a file of a million rows has a few hundred days. */
	readonly dates: Map<string, Temporal.PlainDate | null | Problem>;
};

/** Which columns a placement needs, and which of them are missing. */
export function missingColumns(recognised: Recognised): string[] {
	const has = (...fields: Field[]) => fields.some((field) => [...recognised.fields.values()].includes(field));
	const missing: string[] = [];
	if (!has('reference', 'contract', 'card', 'file_number')) missing.push('案件编号 reference');
	if (!has('name')) missing.push('姓名 name');
	if (!has('placed_amount', 'newest_balance', 'principal')) missing.push('委案金额 amount placed');
	if (!has('overdue_since', 'days_past_due')) missing.push('逾期日期或逾期天数 overdue date or days past due');
	return missing;
}

const productWords: readonly (readonly [RegExp, Product])[] = [
	[/信用卡|贷记卡|credit.?card/i, 'credit_card'],
	[/小额贷款|小贷|微贷|micro/i, 'micro_loan'],
	[/车贷|汽车|car|auto/i, 'car_loan'],
	[/房贷|按揭|住房|mortgage/i, 'mortgage'],
	[/应收|发票|货款|invoice/i, 'invoice'],
	[/消费|现金|信用贷|个人贷|借款|loan/i, 'consumer_loan'],
];

export function productOf(text: string, otherwise: Product): Product {
	if (text === '') return otherwise;
	if ((products as readonly string[]).includes(text)) return text as Product;
	return productWords.find(([words]) => words.test(text))?.[1] ?? otherwise;
}

/** Gathers a row's cells by field, several columns of one field in order. */
function byField(cells: readonly string[], recognised: Recognised): Cells {
	const found = new Map<Field, { column: number; cell: string }[]>();
	for (const [column, field] of recognised.fields) {
		const cell = cells[column] ?? '';
		if (cell === '') continue;
		const list = found.get(field);
		if (list) list.push({ column, cell });
		else found.set(field, [{ column, cell }]);
	}
	return found;
}

/** One row while it is being read: its cells by field and what is wrong so far. */
export type Reading = {
	readonly cells: Cells;
	readonly context: RowContext;
	readonly wrong: ColumnProblem[];
	readonly remarks: ColumnProblem[];
	first(field: Field): string;
	take<T>(field: Field, parse: (cell: string) => T | null | Problem): T | null;
	lacking(code: Problem['code'], column: string): void;
};

function reading(cells: Cells, context: RowContext): Reading {
	const wrong: ColumnProblem[] = [];
	const { headings } = context;
	return {
		cells,
		context,
		wrong,
		remarks: [],
		first: (field) => cells.get(field)?.[0]?.cell ?? '',
		take(field, parse) {
			const at = cells.get(field)?.[0];
			if (!at) return null;
			const value = parse(at.cell);
			if (!isProblem(value)) return value;
			wrong.push({ ...value, column: headings[at.column] ?? field });
			return null;
		},
		lacking: (code, column) => wrong.push({ code, value: '', column }),
	};
}

/** Understands one row, or says everything that is wrong with it (not only the first thing). */
export function readRow(row: number, cells: readonly string[], context: RowContext): PlacedRow | Rejected {
	const broken = brokenCells(cells, context);
	if (broken.length > 0) return { row, problems: broken };
	const read = reading(byField(cells, context.recognised), context);
	const { wrong, take } = read;
	const reference =
		take('reference', parseReference) ??
		take('contract', parseReference) ??
		take('card', parseReference) ??
		take('file_number', parseReference);
	if (reference === null && wrong.length === 0) read.lacking('reference.missing', '案件编号');
	const name = parseText(read.first('name'), 100).replace(/\s+/g, ' ');
	if (name === '') read.lacking('name.missing', '姓名');
	const identity = take('id_number', parseIdentity);
	if (identity?.birthOn && isMinor(identity.birthOn, context.today)) read.lacking('debtor.minor', '证件号');
	const currency = take('currency', parseCurrency) ?? context.currency;
	const dates = datesOf(read);
	const owed = amountsOf(read, currency);
	if (wrong.length > 0 || reference === null || dates === null || owed === null) return { row, problems: wrong };
	const extra = extraOf(read, cells);
	const round = read.first('round') === '' ? null : parseRound(read.first('round'));
	// Nothing is decided by the round, so an odd one is kept as it came and does not stop the row.
	if (isProblem(round)) extra['手别'] = parseText(read.first('round'), 40);
	const product = productOf(parseText(read.first('product'), 60), context.product);
	const claim = claimOf(read, { owed, currency, product, placedOn: dates.placedOn, overdueSince: dates.overdueSince });
	// A debt on which the law leaves nothing to demand is not placed: it could only stand there, owing nothing.
	if (total(claim.cut) >= total(owed))
		wrong.push({ code: 'amount.nothing_allowed', value: decimalText({ minor: total(owed), currency }), column: '委案金额' });
	const placed = {
		row,
		reference,
		...aliasesOf(read, reference),
		name,
		identity,
		employer: parseText(read.first('employer'), 200),
		points: pointsOf(read),
		parties: partiesOf(read),
		currency,
		product,
		placedOn: dates.placedOn,
		recallDueOn: dates.recallDueOn,
		round: isProblem(round) ? null : round,
		batchNo: parseText(read.first('batch_no'), 60),
		owed,
		...claim,
		extra,
		history: historyOf(cells, context.recognised),
		remarks: read.remarks,
	};
	if (wrong.length > 0) return { row, problems: wrong };
	return { ...placed, facts: factsOf(placed, dates.given) };
}

/** Cells nobody can read, and a row whose cells stand in the wrong columns: nothing of such a row can be trusted. */
function brokenCells(cells: readonly string[], { format, headings, recognised }: RowContext): ColumnProblem[] {
	const shifted = shiftedCells(cells, headings, format);
	if (shifted) return [shifted];
	const broken: ColumnProblem[] = [];
	for (const column of recognised.fields.keys()) {
		const problem = unreadableCell(cells[column] ?? '');
		if (problem) broken.push({ ...problem, column: headings[column] ?? '' });
	}
	return broken;
}

/** Under 18 (民法典 17). Whoever is 19 by the year is not, whatever the day: that is nearly everyone. */
const isMinor = (birthOn: Temporal.PlainDate, today: Temporal.PlainDate) =>
	birthOn.year + 18 >= today.year && Temporal.PlainDate.compare(birthOn.add({ years: 18 }), today) > 0;

type Dates = {
	readonly placedOn: Temporal.PlainDate;
	readonly recallDueOn: Temporal.PlainDate | null;
	readonly overdueSince: Temporal.PlainDate;
	/** As the file says it, for the facts. */
	readonly given: string;
};

/** When the debt was placed, is to go back, and has been overdue since: given as a date, or as days past due on the day of placement. */
function datesOf(read: Reading): Dates | null {
	const { context, wrong, take } = read;
	const hints = { order: context.mapping.dateOrder, epoch1904: context.epoch1904 };
	const date = (cell: string) => {
		const before = context.dates.get(cell);
		if (before !== undefined) return before;
		const parsed = parseDate(cell, hints);
		if (context.dates.size < 20_000) context.dates.set(cell, parsed);
		return parsed;
	};
	const before = wrong.length;
	const placedGiven = take('placed_on', date);
	const recallDueOn = take('recall_due_on', date);
	const dueOn = take('overdue_since', date);
	const daysPastDue = take('days_past_due', parseWhole);
	const placedOn = placedGiven ?? context.today;
	const overdueSince = dueOn ?? (daysPastDue === null ? null : placedOn.subtract({ days: daysPastDue }));
	if (overdueSince === null) {
		if (wrong.length === before) read.lacking('date.missing', '逾期日期');
		return null;
	}
	if (Temporal.PlainDate.compare(overdueSince, placedOn) > 0) read.lacking('date.in_future', '逾期日期');
	return { placedOn, recallDueOn, overdueSince, given: `${placedGiven ?? ''}|${recallDueOn ?? ''}|${dueOn ?? daysPastDue ?? ''}` };
}

function factsOf(placed: Omit<PlacedRow, 'facts'>, dates: string): Facts {
	const { owed } = placed;
	const amounts = `${placed.currency} ${owed.costs} ${owed.interest} ${owed.penalty} ${owed.principal}`;
	const when = `${dates} ${placed.product} ${placed.round ?? ''}`;
	let all = `${placed.reference}\u001f${placed.name}\u001f${placed.identity?.number ?? ''}\u001f${amounts}\u001f${when}\u001f${placed.employer}`;
	for (const point of placed.points) all += `\u001f${point.label} ${point.value}`;
	for (const party of placed.parties) {
		all += `\u001f${party.role} ${party.relation} ${party.name} ${party.idNumber}`;
		for (const point of party.points) all += `\u001f${point.value}`;
	}
	for (const name in placed.extra) all += `\u001f${name} ${placed.extra[name]}`;
	for (const name in placed.history) all += `\u001f${name} ${placed.history[name]}`;
	return { amounts, dates: when, all };
}

/** Amounts by component. Given components must sum to the amount placed to the minor unit: a difference is reported, never rounded away. */
function amountsOf({ cells: found, context, wrong }: Reading, currency: Currency): ByComponent | null {
	const { recognised, mapping, headings } = context;
	const read = (field: Field): bigint | null => {
		let sum: bigint | null = null;
		for (const { column, cell } of found.get(field) ?? []) {
			const amount = parseAmount(cell, currency, { unit: recognised.units.get(column), decimalComma: mapping.decimalComma });
			if (isProblem(amount)) {
				wrong.push({ ...amount, column: headings[column] ?? field });
				return null;
			}
			if (amount !== null) sum = (sum ?? 0n) + amount;
		}
		return sum;
	};
	const before = wrong.length;
	const placed = read('placed_amount') ?? read('newest_balance');
	const given: Partial<Record<Component, bigint>> = {};
	for (const component of components) {
		const amount = read(component);
		if (amount === null) continue;
		if (amount < 0n) wrong.push({ code: 'amount.negative_component', value: decimalText({ minor: amount, currency }), column: component });
		given[component] = amount;
	}
	if (wrong.length > before) return null;
	const owed: ByComponent = { ...nothingOwed, ...given };
	const sum = total(owed);
	if (placed === null && Object.keys(given).length === 0) {
		wrong.push({ code: 'amount.missing', value: '', column: '委案金额' });
		return null;
	}
	const whole = placed ?? sum;
	const text = (minor: bigint) => decimalText({ minor, currency });
	if (whole <= 0n || whole > amountMax) {
		wrong.push({ code: whole <= 0n ? 'amount.not_positive' : 'amount.too_large', value: text(whole), column: '委案金额' });
		return null;
	}
	if (placed === null) return owed;
	if (Object.keys(given).length === 0) return { ...nothingOwed, [mapping.totalAs ?? 'principal']: placed };
	if (sum !== placed) {
		wrong.push({
			code: 'amount.components_differ',
			value: text(placed),
			details: { sum: text(sum), total: text(placed), difference: text(placed - sum) },
			column: '委案金额',
		});
		return null;
	}
	return owed;
}

function phonePoints({ cells, context, remarks }: Reading, field: Field, label: string): PlacedPoint[] {
	const points: PlacedPoint[] = [];
	for (const { column, cell } of cells.get(field) ?? []) {
		const { phones, problems } = parsePhones(cell);
		for (const problem of problems) remarks.push({ ...problem, column: context.headings[column] ?? label });
		for (const { kind, digits } of phones) points.push({ kind, label, value: digits });
	}
	return points;
}

const addresses: readonly (readonly [Field, string])[] = [
	['address', '联系地址'],
	['home_address', '家庭地址'],
	['work_address', '单位地址'],
	['registered_address', '户籍地址'],
	['statement_address', '账单地址'],
];

function pointsOf(read: Reading): PlacedPoint[] {
	const points = [
		...phonePoints(read, 'phone', '本人'),
		...phonePoints(read, 'home_phone', '家庭'),
		...phonePoints(read, 'work_phone', '单位'),
	];
	const email = normalise(read.first('email')).toLowerCase();
	if (/^[^@\s]{1,64}@[^@\s]{1,190}\.[a-z]{2,}$/.test(email)) points.push({ kind: 'email', label: '邮箱', value: email });
	for (const [field, label] of addresses) {
		const cell = read.first(field);
		const value = cell === '' ? '' : parseText(cell, 300);
		if (value !== '') points.push({ kind: 'address', label, value });
	}
	return points;
}

/** People beside the debtor. A spouse is a contact and owes nothing (民法典 1064); guarantors and co-borrowers are liable. */
function partiesOf(read: Reading): PlacedParty[] {
	const people = new Set<string>();
	for (const field of read.cells.keys()) {
		const dot = field.indexOf('.');
		if (dot > 0) people.add(field.slice(0, dot));
	}
	const parties: PlacedParty[] = [];
	for (const person of people) {
		const cell = (fact: string) => parseText(read.first(`${person}.${fact}` as Field), 300);
		const points = (['phone', 'home_phone', 'work_phone'] as const).flatMap((fact) =>
			phonePoints(read, `${person}.${fact}` as Field, fact === 'phone' ? '手机' : fact === 'home_phone' ? '家庭' : '单位'),
		);
		const name = cell('name');
		if (name === '' && points.length === 0) continue;
		const role = person.replace(/\d+$/, '');
		parties.push({
			role: role === 'guarantor' || role === 'co_borrower' ? role : 'third_party',
			relation: cell('relation') || (role === 'spouse' ? '配偶' : ''),
			name,
			idNumber: cell('id_number'),
			address: cell('address'),
			employer: cell('employer'),
			points,
		});
	}
	return parties;
}
