import { type ByComponent, type Component, type Currency, components, decimalText, nothingOwed, total } from '../core/money.ts';
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
} from '../intake/cells.ts';
import { isProblem, type Problem } from '../intake/problems.ts';
import type { Field, Mapping, Recognised } from '../intake/rules.ts';

/** A number or address of somebody, as placed. */
export type PlacedPoint = { readonly kind: 'mobile' | 'landline' | 'email' | 'address'; readonly label: string; readonly value: string };

/** Somebody named in the case beside the debtor. */
export type PlacedParty = {
	readonly role: 'guarantor' | 'co_borrower' | 'third_party';
	readonly relation: string;
	readonly name: string;
	readonly idNumber: string;
	readonly points: readonly PlacedPoint[];
};

/** One row of a placement file, understood. */
export type PlacedRow = {
	readonly row: number;
	readonly reference: string;
	readonly name: string;
	readonly identity: Identity | null;
	readonly employer: string;
	readonly card: string;
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
	readonly extra: Readonly<Record<string, string>>;
	readonly history: Readonly<Record<string, string>>;
	/** What was odd but did not stop the row: a malformed second phone number. */
	readonly remarks: readonly (Problem & { column: string })[];
	/** The row's facts as given, for the hash that tells a duplicate from another debt under the same key. */
	readonly facts: string;
};

export type Rejected = { readonly row: number; readonly problems: readonly (Problem & { column: string })[] };

export const products = ['credit_card', 'consumer_loan', 'micro_loan', 'mortgage', 'car_loan', 'invoice', 'other'] as const;
export type Product = (typeof products)[number];

/** What the file does not say itself. */
export type RowContext = {
	readonly headings: readonly string[];
	readonly recognised: Recognised;
	readonly mapping: Mapping;
	readonly epoch1904: boolean;
	readonly today: Temporal.PlainDate;
	readonly currency: Currency;
	readonly product: Product;
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
function byField(cells: readonly string[], recognised: Recognised): Map<Field, { column: number; cell: string }[]> {
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

/** Understands one row, or says everything that is wrong with it (not only the first thing). */
export function readRow(row: number, cells: readonly string[], context: RowContext): PlacedRow | Rejected {
	const { recognised, mapping, headings } = context;
	const found = byField(cells, recognised);
	const wrong: (Problem & { column: string })[] = [];
	const remarks: (Problem & { column: string })[] = [];
	const take = <T>(field: Field, parse: (cell: string, column: number) => T | null | Problem): T | null => {
		const at = found.get(field)?.[0];
		if (!at) return null;
		const value = parse(at.cell, at.column);
		if (!isProblem(value)) return value;
		wrong.push({ ...value, column: headings[at.column] ?? field });
		return null;
	};
	const lacking = (code: Problem['code'], column: string) => wrong.push({ code, value: '', column });

	const reference =
		take('reference', parseReference) ??
		take('contract', parseReference) ??
		take('card', parseReference) ??
		take('file_number', parseReference);
	if (reference === null && wrong.length === 0) lacking('reference.missing', '案件编号');
	const name = parseText(found.get('name')?.[0]?.cell ?? '', 100);
	if (name === '') lacking('name.missing', '姓名');
	const identity = take('id_number', parseIdentity);
	if (identity?.birthOn && Temporal.PlainDate.compare(identity.birthOn.add({ years: 18 }), context.today) > 0)
		lacking('debtor.minor', '证件号');
	const currency = take('currency', parseCurrency) ?? context.currency;
	const dateHints = { order: mapping.dateOrder, epoch1904: context.epoch1904 };
	const date = (cell: string) => parseDate(cell, dateHints);
	const placedOn = take('placed_on', date) ?? context.today;
	const recallDueOn = take('recall_due_on', date);
	const dueOn = take('overdue_since', date);
	const daysPastDue = take('days_past_due', parseWhole);
	const overdueSince = dueOn ?? (daysPastDue === null ? null : placedOn.subtract({ days: daysPastDue }));
	if (overdueSince === null && !wrong.some((problem) => problem.code.startsWith('date') || problem.code === 'number.not_whole'))
		lacking('date.missing', '逾期日期');
	if (overdueSince && Temporal.PlainDate.compare(overdueSince, placedOn) > 0) lacking('date.in_future', '逾期日期');

	const owed = amountsOf(found, currency, context, wrong);
	if (wrong.length > 0 || reference === null || overdueSince === null || owed === null) return { row, problems: wrong };
	const extra: Record<string, string> = {};
	for (const { column, heading } of recognised.unknown) if ((cells[column] ?? '') !== '') extra[heading] = parseText(cells[column] ?? '');
	for (const { cell, column } of found.get('remark') ?? []) extra[headings[column] ?? 'remark'] = parseText(cell);
	for (const field of ['contract', 'file_number', 'id_type'] as const) {
		const at = found.get(field)?.[0];
		if (at) extra[headings[at.column] ?? field] = parseText(at.cell, 100);
	}
	const roundAt = found.get('round')?.[0];
	const round = roundAt ? parseRound(roundAt.cell) : null;
	// Nothing is decided by the round, so an odd one is kept as it came and does not stop the row.
	if (isProblem(round) && roundAt) extra[headings[roundAt.column] ?? 'round'] = parseText(roundAt.cell, 40);
	const history: Record<string, string> = {};
	for (const { column, heading } of recognised.quarantined)
		if ((cells[column] ?? '') !== '') history[heading] = parseText(cells[column] ?? '', 2_000);
	return {
		row,
		reference,
		name,
		identity,
		employer: parseText(found.get('employer')?.[0]?.cell ?? '', 200),
		card: parseText(found.get('card')?.[0]?.cell ?? '', 40),
		points: pointsOf(found, headings, remarks),
		parties: partiesOf(found, headings, remarks),
		currency,
		product: productOf(parseText(found.get('product')?.[0]?.cell ?? '', 60), context.product),
		placedOn,
		recallDueOn,
		overdueSince,
		round: isProblem(round) ? null : round,
		batchNo: parseText(found.get('batch_no')?.[0]?.cell ?? '', 60),
		owed,
		extra,
		history,
		remarks,
		facts: [...recognised.fields.keys()].map((column) => normalise(cells[column] ?? '')).join('\u001f'),
	};
}

/** Amounts by component. Given components must sum to the amount placed to the minor unit: a difference is reported, never rounded away. */
function amountsOf(
	found: ReadonlyMap<Field, { column: number; cell: string }[]>,
	currency: Currency,
	{ recognised, mapping, headings }: RowContext,
	wrong: (Problem & { column: string })[],
): ByComponent | null {
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
	if ((placed ?? sum) <= 0n) {
		wrong.push({ code: 'amount.not_positive', value: decimalText({ minor: placed ?? sum, currency }), column: '委案金额' });
		return null;
	}
	if (placed === null) return owed;
	if (Object.keys(given).length === 0) return { ...nothingOwed, principal: placed };
	if (sum !== placed) {
		const text = (minor: bigint) => decimalText({ minor, currency });
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

type Cells = ReadonlyMap<Field, { column: number; cell: string }[]>;

function phonePoints(
	list: readonly { column: number; cell: string }[] | undefined,
	label: string,
	headings: readonly string[],
	remarks: (Problem & { column: string })[],
): PlacedPoint[] {
	return (list ?? []).flatMap(({ column, cell }) => {
		const { phones, problems } = parsePhones(cell);
		for (const problem of problems) remarks.push({ ...problem, column: headings[column] ?? label });
		return phones.map(({ kind, digits }) => ({ kind, label, value: digits }));
	});
}

function pointsOf(found: Cells, headings: readonly string[], remarks: (Problem & { column: string })[]): PlacedPoint[] {
	const points = [
		...phonePoints(found.get('phone'), '本人', headings, remarks),
		...phonePoints(found.get('home_phone'), '家庭', headings, remarks),
		...phonePoints(found.get('work_phone'), '单位', headings, remarks),
	];
	const email = normalise(found.get('email')?.[0]?.cell ?? '').toLowerCase();
	if (/^[^@\s]{1,64}@[^@\s]{1,190}\.[a-z]{2,}$/.test(email)) points.push({ kind: 'email', label: '邮箱', value: email });
	const addresses: readonly (readonly [Field, string])[] = [
		['address', '联系地址'],
		['home_address', '家庭地址'],
		['work_address', '单位地址'],
		['registered_address', '户籍地址'],
		['statement_address', '账单地址'],
	];
	for (const [field, label] of addresses) {
		const value = parseText(found.get(field)?.[0]?.cell ?? '', 300);
		if (value !== '') points.push({ kind: 'address', label, value });
	}
	return points;
}

/** People beside the debtor. A spouse is a contact and owes nothing (民法典 1064); guarantors and co-borrowers are liable. */
function partiesOf(found: Cells, headings: readonly string[], remarks: (Problem & { column: string })[]): PlacedParty[] {
	const people = new Map<string, { role: string; number: number }>();
	for (const field of found.keys()) {
		const match = /^(contact|spouse|guarantor|co_borrower)(\d+)\./.exec(field);
		if (match?.[1]) people.set(`${match[1]}${match[2]}`, { role: match[1], number: Number(match[2]) });
	}
	const parties: PlacedParty[] = [];
	for (const [person, { role }] of people) {
		const cell = (fact: string) => parseText(found.get(`${person}.${fact}` as Field)?.[0]?.cell ?? '', 300);
		const list = (fact: string) => found.get(`${person}.${fact}` as Field);
		const name = cell('name');
		const points = [
			...phonePoints(list('phone'), '手机', headings, remarks),
			...phonePoints(list('home_phone'), '家庭', headings, remarks),
			...phonePoints(list('work_phone'), '单位', headings, remarks),
		];
		if (name === '' && points.length === 0) continue;
		const liable = role === 'guarantor' || role === 'co_borrower';
		parties.push({
			role: liable ? role : 'third_party',
			relation: cell('relation') || (role === 'spouse' ? '配偶' : ''),
			name,
			idNumber: cell('id_number'),
			points,
		});
	}
	return parties;
}

/** Control totals of one currency. */
export type ControlTotal = { readonly currency: string; readonly count: number; readonly minor: bigint };

/** Totals a client writes above its table (户数：3589，总金额：212,694,301.00). The amount is decimal text. */
export function totalsAbove(lines: readonly string[]): { count?: number; amount?: string } {
	const text = lines.map(normalise).join(' ');
	const count = /(?:总?户数|案件数|总件数|笔数)\s*[:]\s*([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '');
	const amount = /(?:总金额|委案总额|金额合计|总额)\s*[:]\s*[^\d-]{0,4}([\d,]+(?:\.\d+)?)/.exec(text)?.[1]?.replaceAll(',', '');
	return { ...(count ? { count: Number(count) } : {}), ...(amount ? { amount } : {}) };
}

/** Whether what the client declared (户数, 总金额) is what was counted, per field that was declared. */
export function totalsDiffer(
	declared: { count?: number | undefined; minor?: bigint | undefined },
	counted: readonly ControlTotal[],
): boolean {
	const count = counted.reduce((sum, each) => sum + each.count, 0);
	const minor = counted.reduce((sum, each) => sum + each.minor, 0n);
	return (declared.count !== undefined && declared.count !== count) || (declared.minor !== undefined && declared.minor !== minor);
}
