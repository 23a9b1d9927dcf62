/**
 * The trade's words by their sound: pinyin, characters of the same sound, characters taken apart. Hand-made and kept to words that matter; each variant was looked for in 25,726 forum
 * comments (COLD's train part) and left out where it is a word of its own (保安 sounds like 报案, 发源 like 法院, 老来 like 老赖).
 */
type Sounding = {
	readonly word: string;
	/** Syllables, one a character. */
	readonly pinyin: string;
	/** For each character the others it is written with; `-` for none. */
	readonly written: string;
	/** What may not stand before or after. */
	readonly not?: { readonly before?: string; readonly after?: string };
};

const sounding: readonly Sounding[] = [
	{ word: '坐牢', pinyin: 'zuo lao', written: '做作座 劳捞', not: { after: '动工务力烦累' } },
	{ word: '牢饭', pinyin: 'lao fan', written: '劳 犯泛' },
	{ word: '监狱', pinyin: 'jian yu', written: '- 域预' },
	{ word: '拘留', pinyin: 'ju liu', written: '拒驹 刘溜' },
	{ word: '逮捕', pinyin: 'dai bu', written: '- 补布' },
	{ word: '警察', pinyin: 'jing cha', written: '井景警 查察擦', not: { after: '看' } },
	{ word: '民警', pinyin: 'min jing', written: '- 井景' },
	{ word: '公安', pinyin: 'gong an', written: '工弓功供 桉按', not: { before: '办施手员职竣开完加', after: '全装排心定静慰徽逸' } },
	{ word: '派出所', pinyin: 'pai chu suo', written: '派 - 锁索' },
	{ word: '法院', pinyin: 'fa yuan', written: '发 愿苑园', not: { before: '无办方想说看做用语书理头' } },
	{ word: '法庭', pinyin: 'fa ting', written: '发 廷', not: { before: '理' } },
	{ word: '法官', pinyin: 'fa guan', written: '- -' },
	{ word: '检察院', pinyin: 'jian cha yuan', written: '- 查 -' },
	{ word: '公检法', pinyin: 'gong jian fa', written: '工 捡 -' },
	{ word: '经侦', pinyin: 'jing zhen', written: '- 针真珍', not: { before: '已曾神' } },
	{ word: '立案', pinyin: 'li an', written: '- 桉' },
	{ word: '报警', pinyin: 'bao jing', written: '爆抱 井景' },
	{ word: '传票', pinyin: 'chuan piao', written: '- 飘' },
	{ word: '诈骗', pinyin: 'zha pian', written: '炸榨 片' },
	{ word: '律师', pinyin: 'lv shi', written: '侓绿率 师湿狮' },
	{ word: '律师', pinyin: 'lü shi', written: '- -' },
	{ word: '起诉', pinyin: 'qi su', written: '启 素溯' },
	{ word: '上门', pinyin: 'shang men', written: '尚 们闷', not: { before: '身晚早以网世' } },
	{ word: '催收', pinyin: 'cui shou', written: '崔摧璀 -' },
	{ word: '老赖', pinyin: 'lao lai', written: '佬 癞懒莱濑' },
	{ word: '骗子', pinyin: 'pian zi', written: '- -' },
	{ word: '丢人', pinyin: 'diu ren', written: '- -' },
	{ word: '曝光', pinyin: 'bao guang', written: '暴爆 -' },
	{ word: '通讯录', pinyin: 'tong xun lu', written: '同 迅训汛信 鹿路' },
	{ word: '老婆', pinyin: 'lao po', written: '- -' },
	{ word: '同事', pinyin: 'tong shi', written: '- -' },
	{ word: '领导', pinyin: 'ling dao', written: '- -' },
	{ word: '老板', pinyin: 'lao ban', written: '- -' },
	{ word: '亲戚', pinyin: 'qin qi', written: '- -' },
	{ word: '单位', pinyin: 'dan wei', written: '- -' },
	{ word: '借钱', pinyin: 'jie qian', written: '- 浅', not: { before: '直间' } },
	{ word: '贷款', pinyin: 'dai kuan', written: '代 -' },
	{ word: '网贷', pinyin: 'wang dai', written: '- -' },
	{ word: '套现', pinyin: 'tao xian', written: '- 線' },
	{ word: '周转', pinyin: 'zhou zhuan', written: '- -' },
	{ word: '抵押', pinyin: 'di ya', written: '- 压鸭' },
	{ word: '手续费', pinyin: 'shou xu fei', written: '- 序 -' },
	{ word: '冻结', pinyin: 'dong jie', written: '- -' },
	{ word: '欠款', pinyin: 'qian kuan', written: '- -' },
	{ word: '欠钱', pinyin: 'qian qian', written: '- -' },
	{ word: '还钱', pinyin: 'huan qian', written: '- 浅' },
	{ word: '逾期', pinyin: 'yu qi', written: '- -' },
	{ word: '征信', pinyin: 'zheng xin', written: '- -' },
	{ word: '傻逼', pinyin: 'sha bi', written: '煞沙啥 币笔比屄', not: { after: '例如赛较' } },
	{ word: '废物', pinyin: 'fei wu', written: '- -' },
	{ word: '垃圾', pinyin: 'la ji', written: '辣 鸡' },
	{ word: '去死', pinyin: 'qu si', written: '- -' },
	{ word: '滚蛋', pinyin: 'gun dan', written: '- -' },
];

/** Letters the trade knows, and characters taken apart. */
const others: readonly (readonly [RegExp, string])[] = [
	[/txl/u, '通讯录'],
	[/(?<![a-z])jc(?![a-z])/u, '警察'],
	[/(?<![a-z])gjf(?![a-z])/u, '公检法'],
	[/(?<![a-z])ga(?=局|机关|那边)/u, '公安'],
	[/(?<![a-z])fy(?=传票|那边|已经|起诉|见)/u, '法院'],
	[/(?<![a-z])ls函/u, '律师函'],
	[/氵去/u, '法'],
	[/阝完/u, '院'],
	[/讠斥/u, '诉'],
	[/亻昔/u, '借'],
	[/亻崔/u, '催'],
	[/扌爪/u, '抓'],
	[/贝欠/u, '败'],
	[/彳聿/u, '律'],
	[/老l赖/u, '老赖'],
	[/(?<=这个?|你个?|当|臭|死)老[来莱](?!了|得|说|问|看|找)|^老[来莱](?=你|您|先生|还)/mu, '老赖'],
];

const oneOf = (word: string, syllable: string, written: string): string => `(?:[${word}${written === '-' ? '' : written}]|${syllable})`;

/** One pattern for all of them; what was found is written out by `wordOf`. */
export const soundsLike = new RegExp(
	[
		...sounding.map(({ word, pinyin, written }) => {
			const [syllables, characters] = [pinyin.split(' '), written.split(' ')];
			const parts = [...word].map((character, i) => oneOf(character, syllables[i] ?? '', characters[i] ?? '-'));
			// Three characters leave little doubt: there one may be its first letter alone.
			const loose =
				parts.length > 2
					? parts.map((part, i) => `(?:${part}|(?<=[${word}])${syllables[i]?.[0]}|${syllables[i]?.[0]}(?=[${word}]))`)
					: parts;
			return `(${loose.join('[a-z]?')})`;
		}),
		...others.map(([pattern]) => `(${pattern.source})`),
	].join('|'),
	'gmu',
);

const words = [...sounding.map(({ word }) => word), ...others.map(([, word]) => word)];

/** The word that a match of `soundsLike` stands for; what was written, where what stands beside it makes another word of it. Not in the pattern: there it costs a third of the time. */
export function wordOf(match: RegExpMatchArray): string {
	const nth = match.slice(1).findIndex((group) => group !== undefined);
	const not = sounding[nth]?.not;
	const [text, from] = [match.input ?? '', match.index ?? 0];
	const beside = (at: number, signs: string | undefined) =>
		signs !== undefined && at >= 0 && at < text.length && signs.includes(text[at] ?? '');
	if (beside(from - 1, not?.before) || beside(from + match[0].length, not?.after)) return match[0];
	return words[nth] ?? match[0];
}
