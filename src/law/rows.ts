import type { Sentence } from '../core/refusal.ts';

/** How strong a row is: law or regulation, recommended standard, association self-discipline, guidance, a provider's limit, or our own. */
export type Force = 'law' | 'standard' | 'association' | 'standard and association' | 'guidance' | 'provider' | 'house';

/** One row, one rule. Dates are half-open [from, until). What a rule needs as a number stands here, not in the code that applies it. */
export type LawRow = {
	readonly id: string;
	readonly pack: 'CN' | 'house';
	readonly force: Force;
	readonly says: Sentence;
	readonly citation: Sentence;
	/** How sure we are of the text: read in the rule itself, in a report of it, from memory, or ours. */
	readonly certainty: 'found' | 'found by report' | 'memory' | 'house';
	readonly from: string;
	readonly until: string | null;
	/** The function that applies it, or null: its subject is not built yet. `do not enforce`: the text is unclear. */
	readonly enforcedBy: string | null;
	readonly limit?: {
		readonly count: number;
		readonly window: 'calendar day' | 'calendar dates' | 'years';
		readonly days?: number;
		readonly per: string;
	};
	readonly hours?: { readonly from: string; readonly until: string };
};

const s1 = (part = ''): Sentence => ({
	zh: `GB/T 45251-2025《互联网金融 个人网络消费信贷 贷后催收风控指引》${part}`,
	en: `GB/T 45251-2025, collection risk control for online consumer credit ${part}`.trim(),
});
const s2 = (part = ''): Sentence => ({
	zh: `中国银行业协会《金融机构个人消费类贷款催收工作指引（试行）》${part}`,
	en: `China Banking Association, guide to collecting personal consumer loans (trial) ${part}`.trim(),
});
const s1s2: Sentence = {
	zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
	en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
};
const card = (article: string): Sentence => ({
	zh: `商业银行信用卡业务监督管理办法 第${article}条`,
	en: `Measures on credit card business of commercial banks, art. ${article}`,
});
const pipl = (articles: string): Sentence => ({
	zh: `个人信息保护法 第${articles}条`,
	en: `Personal Information Protection Law, art. ${articles}`,
});
const civil = (articles: string): Sentence => ({ zh: `民法典 第${articles}条`, en: `Civil Code, art. ${articles}` });
const house: Sentence = { zh: '机构自定（从严）', en: 'house rule (stricter than the law)' };
const convention: Sentence = {
	zh: '互联网金融逾期债务催收自律公约（试行）',
	en: 'Self-discipline convention on collecting overdue internet-finance debts (trial)',
};

const gate = 'src/contact/rules.ts';

/** The China pack and the house's own rows (regulation.md §3). Where sources differ the strictest is the default. */
export const lawRows: readonly LawRow[] = [
	{
		id: 'CN-T1',
		pack: 'CN',
		force: 'standard and association',
		says: {
			zh: '每日 22:00 至次日 8:00 不得催收，债务人另行同意的除外',
			en: 'no collection between 22:00 and 08:00 unless the debtor agreed otherwise',
		},
		citation: s1s2,
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
		hours: { from: '08:00', until: '22:00' },
	},
	{
		id: 'CN-F1',
		pack: 'CN',
		force: 'standard',
		says: {
			zh: '对同一债务人每日接通的电话催收不超过 3 次（含智能语音，按出借人合计）',
			en: 'at most 3 answered calls per debtor and day, AI voice included, counted per lender',
		},
		citation: s1(),
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
		limit: { count: 3, window: 'calendar day', per: 'lender + debtor' },
	},
	{
		id: 'CN-F2',
		pack: 'CN',
		force: 'association',
		says: { zh: '对同一号码每日拨打不超过 6 次', en: 'at most 6 attempts per number and day' },
		citation: s2(),
		certainty: 'found by report',
		from: '2026-01-30',
		until: null,
		enforcedBy: gate,
		limit: { count: 6, window: 'calendar day', per: 'number' },
	},
	{
		id: 'CN-F3',
		pack: 'CN',
		force: 'standard',
		says: { zh: '同一信贷产品间隔 7 日（所限内容不明）', en: '7 days per credit product (unclear what it limits)' },
		citation: s1(),
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: 'do not enforce',
	},
	{
		id: 'CN-F4',
		pack: 'CN',
		force: 'standard',
		says: { zh: '外访每日不超过 1 次，且不少于 2 人', en: 'at most 1 visit a day, by at least 2 people' },
		citation: s2('第22条'),
		certainty: 'found by report',
		from: '2026-01-30',
		until: null,
		enforcedBy: null,
		limit: { count: 1, window: 'calendar day', per: 'debtor' },
	},
	{
		id: 'CN-F5',
		pack: 'house',
		force: 'house',
		says: { zh: '短信每日不超过 1 条，连续 7 日不超过 3 条', en: 'at most 1 message a day and 3 in 7 calendar dates' },
		citation: house,
		certainty: 'house',
		from: '2025-01-01',
		until: null,
		enforcedBy: gate,
		limit: { count: 3, window: 'calendar dates', days: 7, per: 'debtor' },
	},
	{
		id: 'CN-F6',
		pack: 'CN',
		force: 'provider',
		says: {
			zh: '语音通知每号每分钟 1 次、每小时 5 次、24 小时 20 次',
			en: 'voice notices: 1 a minute, 5 an hour, 20 in 24 hours per callee',
		},
		citation: { zh: '云通信平台限制', en: 'a cloud platform’s limit' },
		certainty: 'found',
		from: '2025-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-P1',
		pack: 'CN',
		force: 'standard and association',
		says: {
			zh: '仅在债务人失联、死亡或丧失行为能力时方可联系第三方',
			en: 'third parties only when the debtor cannot be reached, is dead or lacks capacity',
		},
		citation: s1s2,
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
		limit: { count: 3, window: 'calendar dates', per: 'failed attempts in a row' },
	},
	{
		id: 'CN-P2',
		pack: 'CN',
		force: 'standard and association',
		says: {
			zh: '对第三方只可询问联系方式或请其转告，不得透露债务信息',
			en: 'to a third party only a question for a way to reach the debtor or a word to pass on, nothing about the debt',
		},
		citation: s1s2,
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-P3',
		pack: 'CN',
		force: 'standard',
		says: { zh: '第三方明确拒绝后不得再联系', en: 'a third party is never contacted again after the first refusal' },
		citation: s1(),
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-P4',
		pack: 'CN',
		force: 'association',
		says: { zh: '只可联系债务人事先提供的联系人', en: 'only contacts the debtor named beforehand' },
		citation: { zh: `${convention.zh} 第14条`, en: `${convention.en}, art. 14` },
		certainty: 'found by report',
		from: '2018-03-28',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-P5',
		pack: 'house',
		force: 'house',
		says: { zh: '对同一第三方 7 日内不超过 2 次', en: 'at most 2 attempts per third party in 7 calendar dates' },
		citation: house,
		certainty: 'house',
		from: '2025-01-01',
		until: null,
		enforcedBy: gate,
		limit: { count: 2, window: 'calendar dates', days: 7, per: 'person' },
	},
	{
		id: 'CN-I1',
		pack: 'CN',
		force: 'association',
		says: { zh: '开场须表明机构身份并告知录音', en: 'name the institution and announce the recording at the opening' },
		citation: s2(),
		certainty: 'found by report',
		from: '2018-03-28',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-V1',
		pack: 'CN',
		force: 'association',
		says: { zh: '未经同意不得入户，须出示证件并录音录像', en: 'no entry without consent; ID shown; recorded' },
		citation: s2(),
		certainty: 'found by report',
		from: '2018-03-28',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-R1',
		pack: 'CN',
		force: 'law',
		says: { zh: '信用卡催收录音保存不少于 2 年', en: 'card recordings are kept at least 2 years' },
		citation: card('68'),
		certainty: 'found by report',
		from: '2011-01-13',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-R2',
		pack: 'CN',
		force: 'law',
		says: { zh: '消费金融公司记录保存不少于 5 年', en: 'consumer-finance records are kept at least 5 years' },
		citation: { zh: '消费金融公司管理办法', en: 'Measures on consumer finance companies' },
		certainty: 'found by report',
		from: '2024-04-18',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-R3',
		pack: 'CN',
		force: 'law',
		says: { zh: '口头分期协议录音保存至债务结清', en: 'the recording of an oral instalment deal is kept until the debt is cleared' },
		citation: card('70'),
		certainty: 'found by report',
		from: '2011-01-13',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-L1',
		pack: 'CN',
		force: 'law',
		says: { zh: '信用卡个性化分期最长 5 年', en: 'personal card instalments run at most 5 years' },
		citation: card('70'),
		certainty: 'found by report',
		from: '2011-01-13',
		until: null,
		enforcedBy: 'src/arrangements/rules.ts',
		limit: { count: 5, window: 'years', per: 'agreement' },
	},
	{
		id: 'CN-L2',
		pack: 'CN',
		force: 'law',
		says: { zh: '按约履行分期期间停止催收', en: 'no collection while the instalment agreement is kept' },
		citation: card('70'),
		certainty: 'found by report',
		from: '2011-01-13',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-A1',
		pack: 'CN',
		force: 'law',
		says: { zh: '清偿顺序：费用、利息、主债务', en: 'application: costs, interest, principal' },
		citation: civil('561'),
		certainty: 'found',
		from: '2021-01-01',
		until: null,
		enforcedBy: 'src/law/allocation.ts',
	},
	{
		id: 'CN-A2',
		pack: 'CN',
		force: 'law',
		says: { zh: '信用卡逾期 91 日以上先本金后利息', en: 'cards 91 days past due and more: principal first' },
		citation: card('57'),
		certainty: 'found by report',
		from: '2011-01-13',
		until: null,
		enforcedBy: 'src/law/allocation.ts',
	},
	{
		id: 'CN-A3',
		pack: 'CN',
		force: 'law',
		says: { zh: '多笔债务的抵充次序', en: 'allocation between several debts' },
		citation: civil('560'),
		certainty: 'found',
		from: '2021-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-S1',
		pack: 'CN',
		force: 'law',
		says: { zh: '诉讼时效三年，最长二十年', en: 'limitation: 3 years, at most 20' },
		citation: civil('188-195'),
		certainty: 'found',
		from: '2021-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-S2',
		pack: 'CN',
		force: 'law',
		says: { zh: '保证期间六个月', en: 'guarantee period: 6 months' },
		citation: civil('692'),
		certainty: 'found',
		from: '2021-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-S3',
		pack: 'CN',
		force: 'law',
		says: { zh: '申请执行二年', en: 'enforcement within 2 years' },
		citation: { zh: '民事诉讼法 第250条', en: 'Civil Procedure Law, art. 250' },
		certainty: 'found',
		from: '2024-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-IR1',
		pack: 'CN',
		force: 'law',
		says: { zh: '民间借贷合计不超过 4 倍 LPR', en: 'private lending: all-in at most 4 × LPR' },
		citation: { zh: '民间借贷司法解释 第25、28、29条', en: 'Supreme Court on private lending, arts 25, 28, 29' },
		certainty: 'found',
		from: '2021-01-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-X1',
		pack: 'CN',
		force: 'law',
		says: { zh: '催收金额不得高于依法应还余额', en: 'never demand more than is lawfully owed' },
		citation: { zh: '刑法 第293条之一；民法典 第680条', en: 'Criminal Law art. 293-1; Civil Code art. 680' },
		certainty: 'found',
		from: '2021-03-01',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-X2',
		pack: 'CN',
		force: 'association',
		says: { zh: '不得诱导借新还旧，不得另收费用', en: 'no urging to borrow, no extra fee' },
		citation: s2(),
		certainty: 'found by report',
		from: '2026-01-30',
		until: null,
		enforcedBy: 'src/channels/templates.ts',
	},
	{
		id: 'CN-D1',
		pack: 'CN',
		force: 'law',
		says: { zh: '联系方式须有来源与合法性基础', en: 'a contact point needs a source and a lawful basis' },
		citation: pipl('13、23、28'),
		certainty: 'found',
		from: '2021-11-01',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'CN-D2',
		pack: 'CN',
		force: 'law',
		says: { zh: '敏感信息与自动化决策须事前影响评估', en: 'impact assessment before sensitive data or automated decisions' },
		citation: pipl('55-56'),
		certainty: 'found',
		from: '2021-11-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-D3',
		pack: 'CN',
		force: 'law',
		says: { zh: '自动化决策须可说明、可拒绝', en: 'automated decisions are explained and may be refused' },
		citation: pipl('24'),
		certainty: 'found',
		from: '2021-11-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-CR1',
		pack: 'CN',
		force: 'law',
		says: { zh: '报送征信前须告知', en: 'credit-bureau report only after telling the debtor' },
		citation: { zh: '征信业管理条例 第15-16条', en: 'Credit Reporting Regulation, arts 15-16' },
		certainty: 'found',
		from: '2013-03-15',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-O1',
		pack: 'CN',
		force: 'standard and association',
		says: { zh: '机构评估超过 12 个月或合同到期不得委派', en: 'no placement with an agency whose evaluation is older than 12 months' },
		citation: s1s2,
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'CN-H1',
		pack: 'CN',
		force: 'standard',
		says: { zh: '未通过考试或培训超过 12 个月不得作业', en: 'no work without a passed exam and training within 12 months' },
		citation: s1(),
		certainty: 'found by report',
		from: '2025-02-28',
		until: null,
		enforcedBy: gate,
		limit: { count: 1, window: 'years', per: 'agent' },
	},
	{
		id: 'CN-C1',
		pack: 'CN',
		force: 'law',
		says: { zh: '投诉 15 日办结，复杂 30 日，经批准可再延 30 日', en: 'complaints within 15 days, 30 when complex, 30 more with approval' },
		citation: { zh: '银行业保险业消费投诉处理管理办法', en: 'Measures on consumer complaints in banking and insurance' },
		certainty: 'found by report',
		from: '2020-03-01',
		until: null,
		enforcedBy: null,
	},
	{
		id: 'HOLD',
		pack: 'house',
		force: 'house',
		says: {
			zh: '争议、投诉、困难、停催请求等期间不联系',
			en: 'no contact during a dispute, complaint, hardship, cease request and the like',
		},
		citation: house,
		certainty: 'house',
		from: '2025-01-01',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'STATE',
		pack: 'house',
		force: 'house',
		says: { zh: '已结清、退案或撤销的债务不得联系', en: 'no contact about a debt that is settled, recalled or undone' },
		citation: house,
		certainty: 'house',
		from: '2025-01-01',
		until: null,
		enforcedBy: gate,
	},
	{
		id: 'POINT',
		pack: 'house',
		force: 'house',
		says: { zh: '空号、错号或本人拒绝的号码不得使用', en: 'a wrong, invalid or refused contact point is not used' },
		citation: house,
		certainty: 'house',
		from: '2025-01-01',
		until: null,
		enforcedBy: gate,
	},
];

/** The rows in force on a date, by id. */
export function lawInForce(on: Temporal.PlainDate, rows: readonly LawRow[] = lawRows): ReadonlyMap<string, LawRow> {
	const day = on.toString();
	return new Map(rows.filter((row) => row.from <= day && (row.until === null || day < row.until)).map((row) => [row.id, row]));
}

/** A short fingerprint of the rows (FNV-1a, 64 bit): decisions store it, so it is known which text they were made under. */
export function lawVersion(rows: readonly LawRow[] = lawRows): string {
	let hash = 0xcbf29ce484222325n;
	for (const letter of JSON.stringify(rows)) {
		hash ^= BigInt(letter.codePointAt(0) ?? 0);
		hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
	}
	return `cn-${hash.toString(16).padStart(16, '0')}`;
}
