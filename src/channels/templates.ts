import type { messagePlaces } from '../content/check.ts';
import type { scriptPlaces } from '../content/script-rules.ts';
import { assert, known } from '../core/assert.ts';
import type { Sentence } from '../core/refusal.ts';

/** The places a text may name: those its check allows. Every one that is named is filled, or the text is not made. */
type MessagePlace = (typeof messagePlaces)[number];
export type Place = MessagePlace | (typeof scriptPlaces)[keyof typeof scriptPlaces][number];
export type Places = Readonly<Partial<Record<Place, string>>>;
/** What a message to the debtor fills: a place that the check allows and the sender cannot fill does not compile. */
export type MessagePlaces = Readonly<Record<MessagePlace, string>>;

/** A text about a debt, made for the debtor in person. Only `render` makes one. */
export type DebtText = string & { readonly about: 'a debt' };

export type TemplateName = 'opening' | 'reminder' | 'promise_due' | 'instalment_offer';

/** A message with named places. Nothing here is for a third party: no message template is, so none can be sent to one (CN-P2). */
export type Template = {
	readonly name: TemplateName | 'typed';
	readonly to: 'debtor';
	/** Whether it names what is owed: then the permit is asked for that amount (CN-X1). */
	readonly namesAmount: boolean;
	readonly zh: string;
	readonly en: string;
	/** The approved version its words are of; left out: the shipped text. */
	readonly version?: number;
};

/**
 * The house's standard messages to the debtor in person. Each names the institution, the complaint line and the way to opt out (CN-I1, MESSAGE); none threatens,
 * names an authority, or speaks of borrowing elsewhere (CN-X2); the amount is the ledger's.
 */
export const templates: readonly (Template & { readonly name: TemplateName })[] = [
	{
		name: 'opening',
		to: 'debtor',
		namesAmount: true,
		zh: '【{agency}】{name}您好，受{client}委托与您联系：您在{client}的账单（尾号{tail}）已逾期，当前应还{amount}。如有困难可与我们协商分期。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, we write for {client}: your account ending {tail} is overdue, {amount} is due now. If this is hard, talk to us about instalments. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'reminder',
		to: 'debtor',
		namesAmount: true,
		zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. If you have paid, ignore this. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'promise_due',
		to: 'debtor',
		namesAmount: false,
		zh: '【{agency}】{name}您好，提醒您约定的还款明日到期（{client}，尾号{tail}）。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, the payment you agreed with {client} (ending {tail}) is due tomorrow. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'instalment_offer',
		to: 'debtor',
		namesAmount: false,
		zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）可以申请分期还款，减轻每期负担，不另收费用。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, you may pay your {client} account ending {tail} by instalments, at no extra charge. Service {service}, complaints {complaint}, reply R to stop.',
	},
];

/** The template of this name; null when the house has none. */
export function findTemplate(name: string): Template | null {
	return templates.find((template) => template.name === name) ?? null;
}

/** A message in the words of its approved version, where there is one. An amount is named when those words name it. */
export function inVersion(
	template: Template | null,
	approved: readonly { readonly name: string; readonly version: number; readonly zh: string; readonly en: string }[],
): Template | null {
	const text = approved.find((each) => each.name === template?.name);
	if (!template || !text) return template;
	const namesAmount = text.zh.includes('{amount}') || text.en.includes('{amount}');
	return { ...template, zh: text.zh, en: text.en, version: text.version, namesAmount };
}

/** Fills the places of a text. A place without a value is a fault: half a sentence is never said. */
export function fill(text: string, places: Places): string {
	return text.replace(/\{(\w+)\}/g, (_, place: string) => known(places[place as Place], `place {${place}} of a text`));
}

/** The text as it is sent, in the debtor's language: Chinese for `zh…`, else English. */
export function render(template: Template, language: string, places: Places): DebtText {
	const text = fill(template[language.startsWith('zh') ? 'zh' : 'en'], places);
	assert(text.length > 0, 'a message says something');
	return text as DebtText;
}

/** What a text tells besides its own words where its permit asks for it (US-D1, 12 CFR 1006.18(e)(1), (2)). */
const disclosures: Readonly<Record<string, Sentence>> = {
	disclose_attempt_to_collect: {
		zh: '本信息旨在催收债务，所获得的任何信息将用于该目的。',
		en: 'This is an attempt to collect a debt, and any information obtained will be used for that purpose.',
	},
	disclose_debt_collector: { zh: '本信息来自债务催收机构。', en: 'This message is from a debt collector.' },
};

/** The text with what it has to disclose, in the language of the rest of it (1006.18(e)(4)): of typed words that they are written in. */
export function disclosing(
	text: DebtText,
	obligations: readonly string[],
	{ template, language }: { template: Template; language: string },
): DebtText {
	const isChinese = template.name === 'typed' ? /\p{Script=Han}/u.test(template.zh) : language.startsWith('zh');
	const owed = obligations.flatMap((name) => disclosures[name] ?? []).map(({ zh, en }) => (isChinese ? zh : ` ${en}`));
	return `${text}${owed.join('')}` as DebtText;
}

/** Begins the reason of a message that the house could not make: the floor counts these, since a person has to mend the text. */
export const unmade = 'text not made: ';
export const numberless = 'no usable mobile number';

/** Why a message never came to the gate: nobody to send it to, or no text to send. Null for every other reason, which has words of its own. */
export function sentenceOfUnsent(reason: string): Sentence | null {
	if (reason === numberless) return { zh: '没有可用的手机号码', en: 'no mobile number that may be used' };
	if (!reason.startsWith(unmade)) return null;
	const [place] = /\{\w+\}/.exec(reason) ?? [];
	if (place)
		return {
			zh: `文本无法生成，未发送：占位 ${place} 没有内容`,
			en: `not sent, the text could not be made: nothing to fill ${place} with`,
		};
	const none = reason.startsWith(`${unmade}no template`);
	return none
		? { zh: '文本无法生成，未发送：没有这个模板', en: 'not sent, the text could not be made: there is no such template' }
		: { zh: '文本无法生成，未发送：密封的资料无法读取', en: 'not sent, the text could not be made: what is sealed cannot be read' };
}
