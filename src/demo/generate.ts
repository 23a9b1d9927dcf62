import { assert } from '../core/assert.ts';
import { type Random, random } from '../core/random.ts';
import { addressOf, cardNumber, type District, employerOf, idNumber, mobile, mobileSegments, nameOf } from './identities.ts';
import { groupedText } from './portfolio.ts';
import { csvLine } from './sheet-file.ts';

export type GenerateOrder = {
	readonly debts: number;
	readonly seed: string;
	readonly placedOn: Temporal.PlainDate;
	/** Share of rows that carry a fault, in parts per million. */
	readonly messyPpm: number;
	/** What the client lends, by integer weights; cards, consumer and micro loans unless said. */
	readonly products?: readonly (readonly [string, number])[] | undefined;
};

export const generatedHeadings = [
	'案件编号',
	'批次号',
	'姓名',
	'证件类型',
	'身份证号',
	'手机',
	'家庭地址',
	'单位名称',
	'产品名称',
	'合同编号',
	'币种',
	'委案日期',
	'逾期日期',
	'委案金额',
	'本金',
	'利息',
	'罚息',
	'费用',
	'卡号',
	'联系人1姓名',
	'联系人1关系',
	'联系人1手机',
] as const;
type Row = Record<(typeof generatedHeadings)[number], string>;

/** The faults a messy row can carry, each what real files are full of. Every one must be reported by the import, none guessed. */
export const faults = {
	'identity number in scientific notation': (row: Row) => ({ ...row, 身份证号: `${row.身份证号[0]}.${row.身份证号.slice(1, 5)}E+17` }),
	'identity number with a wrong check character': (row: Row) => ({
		...row,
		身份证号: row.身份证号.slice(0, 17) + (row.身份证号[17] === '1' ? '2' : '1'),
	}),
	'amount that is no number': (row: Row) => ({ ...row, 委案金额: '见附件' }),
	'amount with three decimals': (row: Row) => ({ ...row, 本金: `${row.本金}5` }),
	'components that do not add up': (row: Row) => ({ ...row, 利息: '9,999,999.00' }),
	'no reference of any kind': (row: Row) => ({ ...row, 案件编号: '', 卡号: '', 合同编号: '' }),
	'date that does not exist': (row: Row) => ({ ...row, 逾期日期: '2026-02-30' }),
	'no name': (row: Row) => ({ ...row, 姓名: '' }),
} as const satisfies Record<string, (row: Row) => Row>;
export type FaultName = keyof typeof faults;
const faultNames = Object.keys(faults) as FaultName[];

/** Counts what was written; the same order always counts the same. */
export type Generated = { rows: number; messy: Record<FaultName, number>; placedMinor: bigint };

/** A walk through 0 … `size` - 1 that meets each number once, in an order that looks like chance. `size` up to 2⁹⁰ is safe; steps below 2²⁵. */
function shuffled(size: number, draw: Random): (index: number) => number {
	const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
	let step = draw.between(10_000_000, 30_000_000) | 1;
	while (greatestDivisor(step, size) !== 1) step += 2;
	const start = draw.below(size);
	return (index) => (start + index * step) % size;
}

const birthDays = 16_000;
const usualProducts = [
	['信用卡', 5],
	['消费贷款', 3],
	['小额贷款', 2],
] as const;

/**
 * The lines of a generated placement file, header first, as CSV. A million rows in bounded memory: every row comes from its own number and
 * the seed, and identity numbers and mobiles are distinct by construction, not by remembering them. One row in 20 is a second debt of the
 * person in the row before (共债). `counted` is filled while the lines are taken.
 */
export function* generatedLines(districts: readonly District[], order: GenerateOrder, counted: Generated): Generator<string> {
	assert(order.debts >= 0 && order.debts <= 30_000_000, 'demo generate: at most 30 million debts');
	const draw = random(`${order.seed} generate`);
	const personAt = shuffled(districts.length * birthDays * 4, draw);
	const mobileAt = shuffled(mobileSegments.length * 100_000_000, draw);
	const oldest = Temporal.PlainDate.from('1955-01-01');
	const birthOn = Array.from({ length: birthDays }, (_, day) => oldest.add({ days: day }).toString());
	const overdueOn = Array.from({ length: 400 }, (_, day) => order.placedOn.subtract({ days: day + 1 }).toString());
	const placedOn = order.placedOn.toString();
	// Two files of different seeds never share a reference.
	const series = `GEN${random(`${order.seed} series`).next().toString(36).padStart(7, '0').slice(-5).toUpperCase()}`;
	const batchNo = `${series}-${placedOn.replaceAll('-', '')}`;
	let person: Pick<Row, '姓名' | '身份证号' | '手机' | '家庭地址' | '单位名称'> | null = null;
	yield csvLine(generatedHeadings);
	for (let index = 0; index < order.debts; index++) {
		if (person === null || !draw.chance(50_000)) {
			const place = personAt(index);
			const at = districts[place % districts.length] as District;
			const sex = Math.floor(place / districts.length) % 2 ? 'male' : 'female';
			const which = (Math.floor(place / (districts.length * 2)) % 2) as 0 | 1;
			const day = Math.floor(place / (districts.length * 4));
			person = {
				姓名: nameOf(draw, sex),
				身份证号: idNumber(at.code, birthOn[day] as string, sex, which),
				手机: mobile(mobileAt(index * 2)),
				家庭地址: addressOf(draw, at),
				单位名称: employerOf(draw, at),
			};
		}
		const row = rowOf(
			{
				index,
				draw,
				person,
				series,
				batchNo,
				placedOn,
				overdueOn,
				contact: mobile(mobileAt(index * 2 + 1)),
				products: order.products ?? usualProducts,
			},
			counted,
		);
		const faulty = order.messyPpm > 0 && draw.chance(order.messyPpm) ? draw.pick(faultNames) : null;
		if (faulty) counted.messy[faulty] += 1;
		counted.rows += 1;
		const written = faulty ? faults[faulty](row) : row;
		yield csvLine(generatedHeadings.map((heading) => written[heading]));
	}
}

export const nothingGenerated = (): Generated => ({
	rows: 0,
	messy: Object.fromEntries(faultNames.map((name) => [name, 0])) as Generated['messy'],
	placedMinor: 0n,
});

type RowFacts = {
	index: number;
	draw: Random;
	person: Pick<Row, '姓名' | '身份证号' | '手机' | '家庭地址' | '单位名称'>;
	series: string;
	batchNo: string;
	placedOn: string;
	overdueOn: readonly string[];
	contact: string;
	products: readonly (readonly [string, number])[];
};

function rowOf({ index, draw, person, series, batchNo, placedOn, overdueOn, contact, products }: RowFacts, counted: Generated): Row {
	const product = draw.weighed<string>(products);
	const principal = BigInt(draw.between(50_000, 6_000_000));
	const interest = (principal * BigInt(draw.between(0, 120))) / 1_000n;
	const penalty = (principal * BigInt(draw.between(0, 40))) / 1_000n;
	const costs = draw.chance(100_000) ? BigInt(draw.between(1_000, 20_000)) : 0n;
	const placed = principal + interest + penalty + costs;
	counted.placedMinor += placed;
	const number = String(index + 1).padStart(8, '0');
	return {
		案件编号: `${series}${number}`,
		批次号: batchNo,
		...person,
		证件类型: '身份证',
		产品名称: product,
		合同编号: product === '信用卡' ? '' : `HT${series.slice(3)}${number}`,
		币种: '人民币',
		委案日期: placedOn,
		逾期日期: draw.pick(overdueOn),
		委案金额: groupedText(placed),
		本金: groupedText(principal),
		利息: groupedText(interest),
		罚息: groupedText(penalty),
		费用: groupedText(costs),
		卡号: product === '信用卡' ? cardNumber(index % 1_000_000_000) : '',
		联系人1姓名: nameOf(draw, draw.chance(500_000) ? 'male' : 'female'),
		联系人1关系: draw.pick(['配偶', '父亲', '母亲', '朋友']),
		联系人1手机: contact,
	};
}
