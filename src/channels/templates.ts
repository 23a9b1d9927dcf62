import { assert, known } from '../core/assert.ts';

/** The places a text may name; every one is filled or the text is not made. */
export type Place = 'agency' | 'client' | 'name' | 'tail' | 'amount' | 'days' | 'service' | 'complaint';
export type Places = Readonly<Partial<Record<Place, string>>>;

/** A text about a debt, made for the debtor in person. Only `render` makes one. */
export type DebtText = string & { readonly about: 'a debt' };

export type TemplateName = 'opening' | 'reminder' | 'promise_due' | 'instalment_offer';

/** A message with named places. Nothing here is for a third party: no message template is, so none can be sent to one (CN-P2). */
export type Template = {
	readonly name: TemplateName;
	readonly to: 'debtor';
	/** Whether it names what is owed: then the permit is asked for that amount (CN-X1). */
	readonly namesAmount: boolean;
	readonly zh: string;
	readonly en: string;
};

/**
 * The house's standard messages to the debtor in person. Each names the institution, the complaint line and the way to opt out (CN-I1, MESSAGE); none threatens,
 * names an authority, or speaks of borrowing elsewhere (CN-X2); the amount is the ledger's.
 */
export const templates: readonly Template[] = [
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

const forbidden: readonly (readonly [RegExp, string])[] = [
	[
		/起诉|坐牢|抓捕|逮捕|拘留|报警|立案|公安|警察|检察院|法院|律师函|后果自负|上门|曝光|通知.{0,6}(家人|亲属|单位|村委|邻居)|\b(arrest|jail|police|court|sue|bailiff|prosecut\w*)\b/i,
		'threat or false authority',
	],
	[/老赖|不要脸|丢人|骗子|无耻|\b(shame\w*|deadbeat|liar)\b/i, 'shaming'],
	[/借钱还|找.{0,4}借|网贷还款|套现|卖房|\bborrow (from|money)\b|\bsell your\b/i, 'pressing to borrow'],
];
/** What tells a third party that there is a debt. */
const tellsOfDebt =
	/欠|逾期|债|还款|账单|贷款|催收|分期|本金|利息|违约金|\{(amount|days|tail|client)\}|\b(debts?|owe\w*|overdue|loan|repay\w*|instalments?|collect\w*)\b/i;

const said = (text: string) => forbidden.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);

/** What is wrong with a message before it may be approved: forbidden speech (CN-X2), or a needed part missing. The full content check is a later issue. */
export function lint(text: string): string[] {
	const wrong = said(text);
	for (const place of ['{agency}', '{client}', '{complaint}']) if (!text.includes(place)) wrong.push(`missing ${place}`);
	if (!/拒收|to stop/.test(text)) wrong.push('missing opt-out');
	return wrong;
}

/** What is wrong with words an agent is given to say; to a third party nothing may tell of a debt (CN-P2). */
export function lintSpeech(text: string, to: 'debtor' | 'third party'): string[] {
	const wrong = said(text);
	if (to === 'third party' && tellsOfDebt.test(text)) wrong.push('tells of a debt');
	return wrong;
}
