import type { Sentence } from '../core/refusal.ts';
import { lawRows } from '../law/rows.ts';

/** The products of a debt as reports name them. */
export const productNames: Readonly<Record<string, Sentence>> = {
	credit_card: { zh: '信用卡', en: 'credit card' },
	consumer_loan: { zh: '消费贷款', en: 'consumer loan' },
	micro_loan: { zh: '小额贷款', en: 'micro loan' },
	mortgage: { zh: '房屋贷款', en: 'mortgage' },
	car_loan: { zh: '汽车贷款', en: 'car loan' },
	invoice: { zh: '应收账款', en: 'invoice' },
	other: { zh: '其他', en: 'other' },
};

const stageNames: Readonly<Record<string, Sentence>> = {
	opening: { zh: '首日', en: 'opening day' },
	daily: { zh: '二至五日', en: 'days 2 to 5' },
};

/** The stage of a treatment in words; `null` for one this table does not know, which is then shown by its own name. */
export function stageName(stage: string): Sentence | null {
	return stageNames[stage] ?? null;
}

/** What a rule of the gate says, for a table of refusals. A rule the house does not know any more is shown by its id alone. */
export function ruleSentence(rule: string): Sentence {
	return lawRows.find((row) => row.id === rule)?.says ?? { zh: '', en: '' };
}
