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

/** The stages of the default treatment (`src/strategy/rules.ts`). */
const stageNames: Readonly<Record<string, Sentence>> = {
	opening: { zh: '首五日', en: 'opening days' },
	bucket: { zh: '按阶段跟进', en: 'by bucket' },
	promise: { zh: '承诺到期日', en: 'promise due' },
	'broken promise': { zh: '承诺未兑现', en: 'broken promise' },
	plan: { zh: '分期', en: 'instalment plan' },
	'call back': { zh: '约定回拨', en: 'call back' },
	'our fault': { zh: '我方原因', en: 'our fault' },
	'person decides': { zh: '由人工决定', en: 'a person decides' },
	'no number': { zh: '无可用号码', en: 'no usable number' },
};

/** The stage of a treatment in words; `null` for one this table does not know, which is then shown by its own name. */
export function stageName(stage: string): Sentence | null {
	return stageNames[stage] ?? null;
}

/** What a rule of the gate says, for a table of refusals. A rule the house does not know any more is shown by its id alone. */
export function ruleSentence(rule: string): Sentence {
	return lawRows.find((row) => row.id === rule)?.says ?? { zh: '', en: '' };
}
