import type { scriptPlaces } from '../content/script-rules.ts';
import { known } from '../core/assert.ts';
import type { Sentence } from '../core/refusal.ts';
import { fill, type Places } from './templates.ts';

/** The checkpoints of a call, in order. Before `right_party` is answered nothing of a debt is said. */
export type Checkpoint = 'greeting' | 'recording' | 'right_party' | 'purpose' | 'listen' | 'options' | 'ask' | 'close';

/** One thing to say, and what the agent must know beside it (never said aloud). */
export type ScriptPart = { readonly at: Checkpoint; readonly say: Sentence; readonly aside?: Sentence };
export type ScriptName = 'opening' | 'early' | 'late' | 'promise' | 'broken promise' | 'plan' | 'surety' | 'third party';
export type CallScript = {
	readonly name: ScriptName;
	readonly to: keyof typeof scriptPlaces;
	readonly title: Sentence;
	readonly parts: readonly ScriptPart[];
};

/** As screens show it: one title, one text, and which version it is; none: the one shipped with the program. */
export type Script = { readonly name: ScriptTextName; readonly version: number | null; readonly title: Sentence; readonly text: Sentence };
/** What its versions are kept under. */
export type ScriptTextName = `call ${ScriptName}`;
type Approved = { readonly name: string; readonly version: number; readonly zh: string; readonly en: string };

const greeting: ScriptPart = {
	at: 'greeting',
	say: { zh: '您好，这里是{agency}，受{client}委托来电。', en: 'Hello, this is {agency}, calling for {client}.' },
};
const recording: ScriptPart = { at: 'recording', say: { zh: '本次通话将被录音。', en: 'This call is recorded.' } };
const rightParty: ScriptPart = {
	at: 'right_party',
	say: { zh: '请问是{name}本人吗？', en: 'Am I speaking with {name} in person?' },
	aside: {
		zh: '确认本人之前，不说任何债务内容。不是本人：只请其转告，或致歉结束。',
		en: 'Say nothing about the debt before this is confirmed. Somebody else: only ask to pass on a word, or apologise and end.',
	},
};
const opening = [greeting, recording, rightParty];
const close: ScriptPart = {
	at: 'close',
	say: {
		zh: '和您确认一遍：日期、金额、还款方式。如您有异议或困难，可以随时告诉我们；投诉电话 {complaint}。谢谢您。',
		en: 'Let me repeat what we agreed: date, amount, way of paying. If you disagree or cannot pay, tell us at any time; complaints {complaint}. Thank you.',
	},
};
const reason: ScriptPart = {
	at: 'listen',
	say: {
		zh: '想先了解一下原因：是忘记了、扣款出了问题，还是近期有困难？',
		en: 'May I ask the reason first: forgotten, a failed debit, or hard times?',
	},
	aside: {
		zh: '听完再谈。提到疾病、失业、未成年、去世、律师、异议、投诉：如实登记，系统会停催。',
		en: 'Listen first. Illness, lost work, a minor, a death, a lawyer, a dispute, a complaint: record it as it is, contact stops.',
	},
};
const twoWays: ScriptPart = {
	at: 'options',
	say: {
		zh: '您看两种方式哪种做得到：一次还清，或者分期，分期不另收费用。',
		en: 'Which of two ways can you keep: all at once, or by instalments at no extra charge?',
	},
	aside: { zh: '不建议任何人为还款再去借款。', en: 'Never suggest borrowing to pay.' },
};

export const scripts: readonly CallScript[] = [
	{
		name: 'opening',
		to: 'debtor',
		title: { zh: '首次联系', en: 'First contact' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '来电是因为您在{client}的账单已逾期 {days} 天，目前应还 {amount}。',
					en: 'I am calling because your account with {client} is {days} days overdue; {amount} is due now.',
				},
				aside: { zh: '本金、利息、违约金分别说明，以屏幕金额为准。', en: 'Name principal, interest and penalty apart, as on the screen.' },
			},
			reason,
			{
				at: 'ask',
				say: { zh: '能一次还清吗？不能的话，这周可以先还多少？', en: 'Can all be paid? If not, how much can be paid this week?' },
			},
			twoWays,
			close,
		],
	},
	{
		name: 'early',
		to: 'debtor',
		title: { zh: '跟进（逾期 90 天以内）', en: 'Follow-up (up to 90 days)' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '上次联系之后情况有变化吗？目前应还 {amount}，逾期 {days} 天。',
					en: 'Has anything changed since we spoke? {amount} is due, {days} days overdue.',
				},
			},
			reason,
			twoWays,
			close,
		],
	},
	{
		name: 'late',
		to: 'debtor',
		title: { zh: '跟进（逾期 91 天以上）', en: 'Follow-up (91 days and more)' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '您的账单逾期已 {days} 天，目前应还 {amount}。想和您一起看看怎样的安排最可行。',
					en: 'Your account is {days} days overdue, {amount} is due. I would like to look with you for an arrangement that can last.',
				},
			},
			{
				...reason,
				say: {
					zh: '您目前每月大概可以拿出多少用于还款，又不影响基本生活？',
					en: 'How much a month could you set aside without harm to what you live on?',
				},
			},
			{
				...twoWays,
				aside: {
					zh: '减免须经批准，不得自行承诺。不建议任何人为还款再去借款。',
					en: 'A reduction needs approval: promise none. Never suggest borrowing to pay.',
				},
			},
			close,
		],
	},
	{
		name: 'promise',
		to: 'debtor',
		title: { zh: '承诺到期', en: 'Promise due' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '您约定今天还款。已经付了吗？如果有变化，我们重新约一个做得到的日期。',
					en: 'You agreed to pay today. Has it been done? If something changed, let us agree a date that can be kept.',
				},
			},
			close,
		],
	},
	{
		name: 'broken promise',
		to: 'debtor',
		title: { zh: '承诺未兑现', en: 'Promise not kept' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '约定的款项还没有收到。是哪里出了问题？我们看看怎样的安排您能做到。',
					en: 'The agreed payment has not arrived. What went wrong? Let us see what arrangement you can keep.',
				},
			},
			reason,
			twoWays,
			close,
		],
	},
	{
		name: 'plan',
		to: 'debtor',
		title: { zh: '分期到期', en: 'Instalment due' },
		parts: [
			...opening,
			{
				at: 'purpose',
				say: {
					zh: '本期分期款今天到期。按约履行期间我们不会催收。',
					en: 'This instalment is due today. While the plan is kept we do not collect.',
				},
			},
			close,
		],
	},
	{
		name: 'surety',
		to: 'surety',
		title: { zh: '保证人或共同借款人', en: 'Guarantor or co-borrower' },
		parts: [
			greeting,
			recording,
			{
				at: 'right_party',
				say: { zh: '请问是{contact}本人吗？', en: 'Am I speaking with {contact} in person?' },
				aside: {
					zh: '确认本人之前，不说任何债务内容，也不提借款人是谁。不是本人：致歉结束。',
					en: 'Say nothing about the debt before this is confirmed, nor who borrowed. Somebody else: apologise and end.',
				},
			},
			{
				at: 'purpose',
				say: {
					zh: '{name}在{client}的账单，您是保证人或共同借款人。这笔账单已逾期 {days} 天，目前应还 {amount}。',
					en: 'You guaranteed, or borrowed together with {name}, an account with {client}. It is {days} days overdue; {amount} is due now.',
				},
				aside: {
					zh: '只说其承担责任的那一笔；借款人的其他债务、处境一概不提。',
					en: 'Only of the debt they answer for: nothing of the borrower’s other debts or of how they are.',
				},
			},
			{
				at: 'listen',
				say: {
					zh: '您知道这笔账单吗？如果您认为自己没有担保、保证期间已过，或金额不对，请直接告诉我们。',
					en: 'Do you know of it? If you think you did not guarantee it, that the guarantee is over or the amount wrong, please tell us.',
				},
				aside: {
					zh: '有异议、投诉、疾病等：如实登记，系统会停催。',
					en: 'A dispute, a complaint, an illness: record it as it is, contact stops.',
				},
			},
			{
				at: 'ask',
				say: {
					zh: '您打算怎样处理：一次还清，还是约一个做得到的日期和金额？',
					en: 'What would you like to do: pay at once, or agree a date and an amount that can be kept?',
				},
				aside: { zh: '不建议任何人为还款再去借款。', en: 'Never suggest borrowing to pay.' },
			},
			close,
		],
	},
	{
		name: 'third party',
		to: 'third party',
		title: { zh: '第三方：只询问联系方式或请其转告', en: 'Third party: only locate or pass on a word' },
		parts: [
			{ at: 'greeting', say: { zh: '您好，这里是{agency}。', en: 'Hello, this is {agency}.' } },
			recording,
			{
				at: 'right_party',
				say: {
					zh: '我们想联系{name}，有事需与本人说明。您方便告诉我们怎样可以联系到本人吗？',
					en: 'We are trying to reach {name} about a personal matter. Could you tell us how to reach them?',
				},
				aside: {
					zh: '不说债务、金额、逾期，也不说受谁委托。对方追问：“涉及个人信息，只能与本人说明。”',
					en: 'Nothing about a debt, an amount, or for whom we call. If asked: “It is personal; we can only tell them.”',
				},
			},
			{
				at: 'ask',
				say: {
					zh: '如果不方便，可以请您转告本人与我们联系吗？',
					en: 'If that is not convenient, could you ask them to get in touch with us?',
				},
				aside: {
					zh: '对方不愿意：立即致歉结束，登记“拒绝联系”，以后不再联系。不向其收款；其主动提出代偿，先登记。',
					en: 'If they would rather not: apologise and end, record “refuses contact”, never again. Take no money; if they offer to pay, record the offer first.',
				},
			},
			{ at: 'close', say: { zh: '打扰您了，谢谢。', en: 'Sorry for the trouble, and thank you.' } },
		],
	},
];

const lateFromDays = 91;

/** Which script a step of the treatment uses. An unknown step follows up by days past due. */
export function scriptNameFor(step: string, daysPastDue: number): ScriptName {
	const stage = step.replace(/ \d\/\d$/, '');
	const named = scripts.find((script) => script.name === stage && script.to === 'debtor');
	return named?.name ?? (daysPastDue >= lateFromDays ? 'late' : 'early');
}

/** The words of a shipped script, its places open, each aside in brackets on a line of its own. */
const wordsOf = (script: CallScript, of: 'zh' | 'en'): string =>
	script.parts
		.map(({ say, aside }) => [say[of], ...(aside ? [of === 'zh' ? `（${aside.zh}）` : `(${aside.en})`] : [])].join('\n'))
		.join('\n\n');

/** The shipped words of every script, as versions of it are written from them. */
export const shippedScripts = scripts.map((script) => ({
	name: `call ${script.name}` as const,
	to: script.to,
	zh: wordsOf(script, 'zh'),
	en: wordsOf(script, 'en'),
}));

/** A script in the words of its approved version, where there is one; its places filled, the asides in brackets. */
export function renderScript(name: ScriptName, places: Places, approved: readonly Approved[]): Script {
	const script = known(
		scripts.find((each) => each.name === name),
		'script',
	);
	const version = approved.find((each) => each.name === `call ${name}`);
	return {
		name: `call ${name}`,
		version: version?.version ?? null,
		title: script.title,
		text: { zh: fill(version?.zh ?? wordsOf(script, 'zh'), places), en: fill(version?.en ?? wordsOf(script, 'en'), places) },
	};
}

type DebtorPlaces = Readonly<Record<(typeof scriptPlaces.debtor)[number], string>>;

/** The call script for a work item's step; every place its check allows is given. */
export function scriptFor(step: string, places: DebtorPlaces, approved: readonly Approved[]): Script {
	return renderScript(scriptNameFor(step, Number(places.days)), places, approved);
}
