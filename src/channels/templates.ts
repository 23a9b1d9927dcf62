import type { Sentence } from '../core/refusal.ts';

/** A text with named places. A message to a third party's number has no template here, so none can be sent (CN-P2). */
export type Template = {
	readonly name: 'opening' | 'reminder' | 'promise_due' | 'instalment_offer';
	readonly zh: string;
	readonly en: string;
};

/**
 * The house's standard messages to the debtor in person. Each names the institution, the complaint line and the way to opt out (CN-I1, F5); none threatens,
 * names an authority, or speaks of borrowing elsewhere (CN-X2); the amount is the ledger's.
 */
export const templates: readonly Template[] = [
	{
		name: 'opening',
		zh: '【{agency}】{name}您好，受{client}委托与您联系：您在{client}的账单（尾号{tail}）已逾期，当前应还{amount}。如有困难可与我们协商分期。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, we write for {client}: your account ending {tail} is overdue, {amount} is due now. If this is hard, talk to us about instalments. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'reminder',
		zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. If you have paid, ignore this. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'promise_due',
		zh: '【{agency}】{name}您好，提醒您约定的还款明日到期（{client}，尾号{tail}）。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, the payment you agreed with {client} (ending {tail}) is due tomorrow. Service {service}, complaints {complaint}, reply R to stop.',
	},
	{
		name: 'instalment_offer',
		zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）可以申请分期还款，减轻每期负担，不另收费用。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, you may pay your {client} account ending {tail} by instalments, at no extra charge. Service {service}, complaints {complaint}, reply R to stop.',
	},
];

export type Places = Readonly<Record<'agency' | 'name' | 'client' | 'tail' | 'amount' | 'service' | 'complaint', string>>;

/** The text as it is sent, in the debtor's language. */
export function render(name: Template['name'], language: string, places: Places): string {
	const template = templates.find((each) => each.name === name);
	const text = template?.[language.startsWith('zh') ? 'zh' : 'en'] ?? '';
	return text.replace(/\{(\w+)\}/g, (_, place: string) => places[place as keyof Places] ?? '');
}

const forbidden: readonly (readonly [RegExp, string])[] = [
	[
		/起诉|坐牢|抓捕|逮捕|报警|公安|法院传票|后果自负|上门|曝光|通知.{0,6}(家人|亲属|单位|村委|邻居)|arrest|jail|police/i,
		'threat or false authority',
	],
	[/老赖|不要脸|丢人|骗子|shame|deadbeat/i, 'shaming'],
	[/借钱还|找.{0,4}借|网贷还款|borrow (from|money)/i, 'pressing to borrow'],
];

/** What is wrong with a text before it may be approved: forbidden speech, or a needed part missing. The full content check is a later issue. */
export function lint(text: string): string[] {
	const wrong = forbidden.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
	for (const place of ['{agency}', '{client}', '{complaint}']) if (!text.includes(place)) wrong.push(`missing ${place}`);
	if (!/拒收|to stop/.test(text)) wrong.push('missing opt-out');
	return wrong;
}

export type Script = { readonly title: Sentence; readonly text: Sentence };

const opening: Sentence = {
	zh: '您好，这里是{agency}，受{client}委托来电，本次通话将被录音。请问是{name}本人吗？\n（确认本人之前，不说任何债务内容。）',
	en: 'Hello, this is {agency}, calling for {client}. This call is recorded. Am I speaking with {name} in person?\n(Say nothing about the debt before this is confirmed.)',
};
const close: Sentence = {
	zh: '复述约定：日期、金额、还款方式。如您有异议或困难，可以随时告诉我们；投诉电话 {complaint}。谢谢您。',
	en: 'Repeat what was agreed: date, amount, way of paying. If you disagree or cannot pay, tell us at any time; complaints {complaint}. Thank you.',
};
const middles: Readonly<Record<string, Script>> = {
	opening: {
		title: { zh: '首次联系', en: 'First contact' },
		text: {
			zh: '说明来意：您在{client}的账单已逾期 {days} 天，目前应还 {amount}（本金、利息、违约金分别说明）。\n先问原因：是忘记了、扣款出了问题，还是近期有困难？\n能一次还清吗？不能的话，这周可以先还多少？其余我们可以谈分期。',
			en: 'Say why you call: the account is {days} days overdue, {amount} is due now (name principal, interest and penalty apart).\nAsk for the reason first: forgotten, a failed debit, or hard times?\nCan all be paid? If not, how much this week? The rest can be paid by instalments.',
		},
	},
	bucket: {
		title: { zh: '跟进', en: 'Follow-up' },
		text: {
			zh: '上次之后情况有变化吗？目前应还 {amount}，逾期 {days} 天。\n按能力给两个方案：一次还清，或分期（不另收费用）。不催促借款还款。',
			en: 'Has anything changed since we spoke? {amount} is due, {days} days overdue.\nOffer two ways by ability: all at once, or instalments at no charge. Never suggest borrowing.',
		},
	},
	promise: {
		title: { zh: '承诺到期', en: 'Promise due' },
		text: {
			zh: '您约定今天还款。已经付了吗？如果有变化，我们重新约一个做得到的日期。',
			en: 'You agreed to pay today. Has it been done? If something changed, let us agree a date that can be kept.',
		},
	},
	'broken promise': {
		title: { zh: '承诺未兑现', en: 'Promise not kept' },
		text: {
			zh: '约定的款项没有收到。是哪里出了问题？我们看看怎样的安排您能做到。',
			en: 'The agreed payment has not arrived. What went wrong? Let us see what arrangement you can keep.',
		},
	},
	plan: {
		title: { zh: '分期到期', en: 'Instalment due' },
		text: {
			zh: '本期分期款今天到期。按约履行期间我们不会催收。',
			en: 'This instalment is due today. While the plan is kept we do not collect.',
		},
	},
};

/** The call script for a work item's step: opening, the step's own part, close. */
export function scriptFor(step: string, places: Readonly<Record<string, string>>): Script {
	const stage = step.replace(/ \d\/\d$/, '');
	const middle = middles[stage] ?? middles['bucket'];
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? '');
	const join = (language: 'zh' | 'en') => fill([opening[language], middle?.text[language] ?? '', close[language]].join('\n\n'));
	return { title: middle?.title ?? { zh: '联系', en: 'Contact' }, text: { zh: join('zh'), en: join('en') } };
}
