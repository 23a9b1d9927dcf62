import type { Sentence } from '../../../src/core/refusal.ts';
import type { Texts } from './texts.ts';

/** Personal data: how long it is kept, its erasing, the assessments. */
export const privacyText = {
	title: { zh: '个人信息', en: 'Personal data' },
	assessments: { zh: '影响评估', en: 'Impact assessments' },
	missing: {
		zh: '尚无评估：{kinds}。个人信息保护法第55条要求事前评估。',
		en: 'No assessment yet: {kinds}. PIPL art. 55 wants one beforehand.',
	},
	none: { zh: '还没有登记的评估', en: 'No assessment on file' },
	noneNext: {
		zh: '在上面登记评估报告的存放位置和结论；至少保存三年。',
		en: 'Put one on file above: where the report lies and what it found; kept three years and more.',
	},
	kind: { zh: '处理活动', en: 'Use of data' },
	madeOn: { zh: '评估日期', en: 'Made on' },
	report: { zh: '报告位置与结论', en: 'Report and finding' },
	by: { zh: '登记人', en: 'Put on file by' },
	add: { zh: '登记评估', en: 'Put on file' },
	reportMissing: { zh: '请填写日期和报告。', en: 'Give the date and the report.' },
	retention: { zh: '保存与删除', en: 'Keeping and erasing' },
	retentionHow: {
		zh: '债务全部了结后，按各法规最长的期限保存，到期由系统每夜自动删除姓名、证件、联系方式；账目与决定保留。已删除 {erased} 人。',
		en: 'When nothing is collected any more, data is kept for the longest term of any rule; then name, identity and numbers are erased each night. Amounts and decisions stay. {erased} erased so far.',
	},
	debtor: { zh: '债务人', en: 'Debtor' },
	nameless: { zh: '已删除，后又收到资料', en: 'erased; more came in since' },
	from: { zh: '可删除日', en: 'Erased from' },
	because: { zh: '依据', en: 'Kept by' },
	erase: { zh: '立即删除', en: 'Erase now' },
	noRetention: { zh: '还没有债务全部了结的债务人', en: 'No debtor’s debts have all ended yet' },
	noRetentionNext: {
		zh: '债务全部结清、退案后，债务人会出现在这里，并写明可删除日。',
		en: 'When all are settled or recalled the debtor appears here, with the day their data is erased.',
	},
} as const satisfies Texts;

export const processingText: Readonly<Record<'sensitive_data' | 'automated_decisions' | 'delegation', Sentence>> = {
	sensitive_data: { zh: '敏感个人信息', en: 'sensitive data' },
	automated_decisions: { zh: '自动化决策', en: 'automated decisions' },
	delegation: { zh: '委托处理', en: 'delegation' },
};

const goingText: Readonly<Record<string, Sentence>> = {
	collecting: { zh: '仍在催收', en: 'still collected' },
	complaint: { zh: '投诉未结', en: 'an open complaint' },
	'refund due': { zh: '有应退款', en: 'money owed back' },
};
/** A rule's id, or what goes on, in words. */
export const keptBecause = (because: string): Sentence => goingText[because] ?? { zh: because, en: because };
