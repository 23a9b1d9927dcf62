import { type Random, random } from '../core/random.ts';
import { daysBetween } from '../core/time.ts';
import { cardNumber, type District, type Person, people } from './identities.ts';

/** One customer of the card portfolio: amounts in whole New Taiwan dollars, newest month first. */
export type Customer = {
	readonly id: number;
	readonly limit: number;
	readonly sex: 'male' | 'female';
	readonly age: number;
	/** PAY_0: months late in the last statement (0 or less: not late). */
	readonly monthsLate: number;
	readonly bills: readonly number[];
	readonly paid: readonly number[];
};

/** The columns of the source, as every copy of the data set names them. */
export const sourceColumns = [
	'ID',
	'LIMIT_BAL',
	'SEX',
	'AGE',
	'PAY_0',
	...[1, 2, 3, 4, 5, 6].map((n) => `BILL_AMT${n}`),
	...[1, 2, 3, 4, 5, 6].map((n) => `PAY_AMT${n}`),
] as const;

/** Why a late customer is not placed. Counted and printed, never dropped in silence. */
export type Left = { readonly notLate: number; readonly nothingOwed: number };

/** A placement file as rows of text cells: title rows, headings, cases, totals. */
export type Sheet = {
	readonly titles: readonly string[];
	readonly headings: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly totals: readonly string[];
};
export type Portfolio = {
	readonly sheet: Sheet;
	readonly placed: number;
	readonly debtors: number;
	readonly placedMinor: bigint;
	readonly left: Left;
};

export type PortfolioOrder = {
	readonly seed: string;
	readonly placedOn: Temporal.PlainDate;
	readonly batchNo: string;
	/** Take only the customers of this part, half-open: `{ from: 1, until: 2, of: 3 }` is the second third, by customer. */
	readonly part?: { readonly from: number; readonly until: number; readonly of: number } | undefined;
};

export const headings = [
	'序号',
	'案件编号',
	'批次号',
	'委托方',
	'姓名',
	'证件类型',
	'身份证号',
	'卡号',
	'手机',
	'单位名称',
	'家庭地址',
	'产品名称',
	'币种',
	'委案日期',
	'预计退案日期',
	'委案金额',
	'本金',
	'利息',
	'违约金',
	'逾期天数',
	'逾期日期',
	'信用额度',
	'最低还款额',
	'账单日',
	'开卡日',
	'最后还款金额',
	'催收手别',
	'联系人1姓名',
	'联系人1关系',
	'联系人1手机',
	'联系人2姓名',
	'联系人2关系',
	'联系人2手机',
	'QQ',
	'原催收记录',
	'备注1',
] as const;

/** What earlier agencies wrote; some of it is what no agency may do any more, and must stay history (`docs/concepts/never.md`). */
const oldRemarks = [
	'本人接通，称资金周转，未承诺',
	'无人接听',
	'可联村委',
	'网搜无效',
	'承诺月底还款，未兑现',
	'占线关机',
	'可联家人，答应转告',
	'114查询无效',
	'空号错号',
	'',
	'',
	'',
	'',
];
const relations = ['配偶', '父亲', '母亲', '兄弟', '姐妹', '朋友', '同事'];

/** NT$ to minor units (cents). */
const minorOf = (dollars: number) => BigInt(dollars) * 100n;
const lesserOf = (a: bigint, b: bigint) => (a < b ? a : b);

/** `1234567n` → `12,345.67`: amounts as clients write them. */
export function groupedText(minor: bigint): string {
	const cents = (minor % 100n).toString().padStart(2, '0');
	return `${(minor / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

/**
 * The components of what a customer owes. The source has only the bill, so they are derived from the six bills and always add up to it:
 * - placed = the last bill (BILL_AMT1);
 * - interest = 0.05 % a day for 30 days on the bill carried into each late month (BILL_AMT2 for the first, BILL_AMT3 for the second …,
 *   as far back as the source goes), at most 12 % of what is placed;
 * - penalty (违约金) = 5 % of the minimum payment (10 % of the carried bill) of each late month, at most 4 % of what is placed;
 * - principal = the rest.
 * Every division rounds down to the cent.
 */
export function componentsOf(customer: Customer): { placed: bigint; interest: bigint; penalty: bigint; principal: bigint } {
	const placed = minorOf(customer.bills[0] ?? 0);
	const carried = customer.bills.slice(1, 1 + customer.monthsLate).reduce((sum, bill) => sum + (bill > 0 ? minorOf(bill) : 0n), 0n);
	const interest = lesserOf((carried * 30n * 5n) / 10_000n, (placed * 12n) / 100n);
	const penalty = lesserOf((carried * 5n) / 1_000n, (placed * 4n) / 100n);
	return { placed, interest, penalty, principal: placed - interest - penalty };
}

/**
 * The earliest unpaid due date of a customer `monthsLate` months late on `on` whose payments fall due on day `dueDay` of the month:
 * the last due date before `on` is the newest of as many missed ones.
 */
export function overdueSince(on: Temporal.PlainDate, dueDay: number, monthsLate: number): Temporal.PlainDate {
	const thisMonth = on.with({ day: dueDay });
	const newest = Temporal.PlainDate.compare(thisMonth, on) < 0 ? thisMonth : thisMonth.subtract({ months: 1 });
	return newest.subtract({ months: monthsLate - 1 });
}

/**
 * Turns the customers who were late in the last statement into a placement file as a Chinese client sends it. About one in 25 is given
 * the identity of an earlier customer of the same sex: one person with two cards (共债). Deterministic by seed and date.
 */
export function portfolio(customers: Iterable<Customer>, districts: readonly District[], order: PortfolioOrder): Portfolio {
	const rows: string[][] = [];
	const left = { notLate: 0, nothingOwed: 0 };
	const owners: { person: Person; sex: Customer['sex'] }[] = [];
	let sums = { placed: 0n, interest: 0n, penalty: 0n, principal: 0n };
	const source = people(districts);
	for (const customer of customers) {
		if (order.part && !isOfPart(customer.id, order.part)) continue;
		if (customer.monthsLate < 1) {
			left.notLate += 1;
			continue;
		}
		const parts = componentsOf(customer);
		if (parts.placed <= 0n) {
			left.nothingOwed += 1;
			continue;
		}
		// A stream per customer: whoever else is in the file, this customer is given the same invented person.
		const draw = random(`${order.seed} customer ${customer.id}`);
		const twin = draw.chance(40_000) ? owners.findLast((owner) => owner.sex === customer.sex) : undefined;
		const person = twin?.person ?? source.person(draw, { sex: customer.sex, age: Math.max(customer.age, 20), on: order.placedOn });
		if (!twin) owners.push({ person, sex: customer.sex });
		rows.push(caseRow({ customer, parts, person, order, place: rows.length + 1, mobile: () => source.mobile(draw), draw }));
		sums = {
			placed: sums.placed + parts.placed,
			interest: sums.interest + parts.interest,
			penalty: sums.penalty + parts.penalty,
			principal: sums.principal + parts.principal,
		};
	}
	return { sheet: sheetOf(rows, sums, order), placed: rows.length, debtors: owners.length, placedMinor: sums.placed, left };
}

/** Which part a customer falls into does not follow the order of the source, so that each part is as mixed as the whole. */
function isOfPart(id: number, { from, until, of }: NonNullable<PortfolioOrder['part']>): boolean {
	const place = (id * 7919) % of;
	return place >= from && place < until;
}

function sheetOf(rows: string[][], sums: ReturnType<typeof componentsOf>, { placedOn, batchNo }: PortfolioOrder): Sheet {
	const totals: Partial<Record<(typeof headings)[number], string>> = {
		序号: '合计',
		姓名: `${rows.length}户`,
		委案金额: groupedText(sums.placed),
		本金: groupedText(sums.principal),
		利息: groupedText(sums.interest),
		违约金: groupedText(sums.penalty),
	};
	return {
		titles: [
			'示范银行信用卡中心 委外催收案件清单',
			`批次号：${batchNo}　委案日期：${placedOn}　户数：${rows.length}　总金额：${groupedText(sums.placed)}（新台币）`,
		],
		headings,
		rows,
		totals: headings.map((heading) => totals[heading] ?? ''),
	};
}

type CaseFacts = {
	customer: Customer;
	parts: ReturnType<typeof componentsOf>;
	person: Person;
	order: PortfolioOrder;
	place: number;
	mobile: () => string;
	draw: Random;
};

function caseRow({ customer, parts, person, order, place, mobile, draw }: CaseFacts): string[] {
	const { placedOn } = order;
	const statementDay = draw.pick([1, 5, 8, 12, 15, 20, 25]);
	const dueDay = ((statementDay + 19) % 28) + 1;
	const since = overdueSince(placedOn, dueDay, customer.monthsLate);
	const tenth = parts.placed / 10n;
	const minimum = lesserOf(parts.placed, tenth > 100_000n ? tenth : 100_000n);
	const opened = placedOn.subtract({ days: draw.between(400, 3_600) });
	const contact = () => [contactName(draw), draw.pick(relations), mobile()] as const;
	const [first, second] = [contact(), draw.chance(350_000) ? contact() : ['', '', '']];
	return [
		String(place),
		reference(customer.id),
		order.batchNo,
		'示范银行信用卡中心',
		person.name,
		'身份证',
		person.idNumber,
		cardNumber(customer.id),
		person.mobile,
		draw.chance(700_000) ? person.employer : '',
		person.address,
		'信用卡',
		'新台币',
		// Three ways to write a date, as clients do.
		placedOn.toString(),
		placedOn.add({ days: 90 }).toString(),
		groupedText(parts.placed),
		groupedText(parts.principal),
		groupedText(parts.interest),
		groupedText(parts.penalty),
		String(daysBetween(since, placedOn)),
		`${since.year}/${since.month}/${since.day}`,
		groupedText(minorOf(customer.limit)),
		groupedText(minimum),
		String(statementDay),
		opened.toString().replaceAll('-', ''),
		groupedText(minorOf(Math.max(customer.paid[0] ?? 0, 0))),
		draw.pick(['一手', '一手', '二手', '三手']),
		...first,
		...second,
		// QQ numbers never begin with 0; a column without lawful use all the same, which the import must refuse.
		draw.chance(300_000) ? `0${draw.between(10_000_000, 99_999_999)}` : '',
		draw.pick(oldRemarks),
		draw.chance(50_000) ? '客户要求下午联系' : '',
	];
}

/** A contact person's name. */
function contactName(draw: Random): string {
	return (
		draw.pick(['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴']) +
		draw.pick(['建国', '秀英', '桂兰', '志强', '海燕', '玉梅', '文斌', '丽华'])
	);
}

export const reference = (customer: number) => `XYK${String(customer).padStart(6, '0')}`;
