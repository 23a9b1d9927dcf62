import { known } from '../core/assert.ts';
import type { Random } from '../core/random.ts';

/**
 * Invented people. Nobody real can be meant (design §11):
 * - identity numbers have a true district, a plausible birth date and a right check character, but sequence 996 to 999: numbers that the
 *   older 15-digit scheme set aside for people over a hundred, never given to anybody of these birth years;
 * - mobile numbers begin with 154, 161, 163 or 164, segments that no carrier was given;
 * - card numbers begin with 699999, which is no issuer's, and pass the Luhn check;
 * - streets carry the word 示例 (example) and employers 虚构 (fictitious).
 */
export type Person = {
	readonly name: string;
	readonly idNumber: string;
	readonly mobile: string;
	readonly address: string;
	readonly employer: string;
};

export type District = { readonly code: string; readonly province: string; readonly city: string; readonly district: string };
export type Sex = 'male' | 'female';

export const mobileSegments = ['154', '161', '163', '164'] as const;
export const cardPrefix = '699999';

const surnames: readonly (readonly [string, number])[] = [
	['王', 72],
	['李', 71],
	['张', 68],
	['刘', 54],
	['陈', 45],
	['杨', 31],
	['黄', 22],
	['赵', 21],
	['周', 20],
	['吴', 20],
	['徐', 17],
	['孙', 16],
	['马', 13],
	['朱', 13],
	['胡', 12],
	['郭', 12],
	['何', 12],
	['林', 11],
	['高', 10],
	['罗', 10],
	['郑', 9],
	['梁', 9],
	['谢', 8],
	['宋', 7],
	['唐', 7],
	['许', 7],
	['韩', 6],
	['邓', 6],
	['冯', 6],
	['曹', 6],
	['彭', 5],
	['曾', 5],
	['肖', 5],
	['田', 5],
	['董', 5],
	['潘', 5],
	['袁', 5],
	['蔡', 5],
	['蒋', 5],
	['余', 5],
	['欧阳', 1],
	['上官', 1],
	['䶮', 1],
];
const given: Record<Sex, string> = {
	male: '伟强磊军洋勇杰涛明超平刚波辉斌鹏宇浩飞凯亮健林建国志文华新海峰龙云山川松柏栋梁',
	female: '芳娜敏静丽艳娟霞秀英兰玲桂香月莉红梅琴云洁雪琳婷雯倩蓉萍燕妮颖晶慧莹嘉怡欣',
};
const streets = ['示例一路', '示例二路', '示例东街', '示例南街', '示例大道', '示例新村', '示例巷'];
const trades = ['商贸', '科技', '物流', '餐饮管理', '建筑劳务', '服饰', '电子', '广告传媒', '物业', '机械'];
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the first 17 digits of an identity number (GB 11643-1999). */
export function idCheckCharacter(first17: string): string {
	let sum = 0;
	for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (weights[i] as number);
	return '10X98765432'.charAt(sum % 11);
}

/** An identity number in the impossible range; `place` 0 or 1 chooses between the two numbers a sex has there. */
export function idNumber(district: string, birthOn: string, sex: Sex, place: 0 | 1): string {
	const first17 = `${district}${birthOn.replaceAll('-', '')}${sex === 'male' ? 997 + 2 * place : 996 + 2 * place}`;
	return first17 + idCheckCharacter(first17);
}

/** The digit that makes a number pass the Luhn check. */
function luhnDigit(digits: string): string {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
		sum += i % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit;
	}
	return String((10 - (sum % 10)) % 10);
}

/** Card number `index` of the range no issuer has: 16 digits. */
export function cardNumber(index: number): string {
	const digits = cardPrefix + String(index).padStart(9, '0');
	return digits + luhnDigit(digits);
}

export function mobile(index: number): string {
	const segment = known(mobileSegments[Math.floor(index / 100_000_000) % mobileSegments.length], 'segment');
	return segment + String(index % 100_000_000).padStart(8, '0');
}

export function nameOf(random: Random, sex: Sex): string {
	const pool = given[sex];
	const one = () => pool.charAt(random.below(pool.length));
	return random.weighed(surnames) + one() + (random.chance(820_000) ? one() : '');
}

export function addressOf(random: Random, at: District): string {
	const city = at.city === '市辖区' || at.city === '县' || at.city.includes('直辖') ? '' : at.city;
	return `${at.province}${city}${at.district}${random.pick(streets)}${random.between(900, 999)}号${random.between(1, 30)}栋${random.between(101, 3204)}室`;
}

export function employerOf(random: Random, at: District): string {
	const town = at.district.length > 2 ? at.district.replace(/(市|区|县)$/, '') : at.district;
	return `${town}虚构${random.pick(trades)}有限公司`;
}

/** Draws people whose identity numbers and mobiles never repeat within this source; each draw takes its own stream. */
export function people(districts: readonly District[]) {
	const numbers = new Set<string>();
	const mobiles = new Set<string>();
	const once = <T>(taken: Set<T>, draw: () => T): T => {
		for (let tries = 0; tries < 1_000; tries++) {
			const value = draw();
			if (taken.has(value)) continue;
			taken.add(value);
			return value;
		}
		throw new Error('the range of invented numbers is used up');
	};
	const freshMobile = (random: Random) => once(mobiles, () => mobile(random.below(mobileSegments.length * 100_000_000)));
	return {
		mobile: freshMobile,
		/** A person of this sex who is `age` on `on`. */
		person(random: Random, { sex, age, on }: { sex: Sex; age: number; on: Temporal.PlainDate }): Person & { at: District } {
			const at = random.pick(districts);
			const number = once(numbers, () => {
				const birthOn = on.subtract({ years: age, days: random.below(365) });
				return idNumber(at.code, birthOn.toString(), sex, random.chance(500_000) ? 1 : 0);
			});
			return {
				at,
				name: nameOf(random, sex),
				idNumber: number,
				mobile: freshMobile(random),
				address: addressOf(random, at),
				employer: employerOf(random, at),
			};
		},
	};
}

/** The lines of `data/cn-reference/districts.csv`. */
export function districtsFrom(csv: string): District[] {
	return csv
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => {
			const [code = '', province = '', city = '', district = ''] = line.split(',');
			return { code, province, city, district };
		});
}
