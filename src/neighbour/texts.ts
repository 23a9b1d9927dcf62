import { writeText } from '../content/actions.ts';
import type { TextName } from '../content/names.ts';
import type { Callers } from '../demo/callers.ts';
import { judgedFindings, type Words } from '../auditor/texts.ts';
import type { Matter, Street } from './parts.ts';

type Both = { readonly zh: string; readonly en: string };
const message: Both = {
	zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。客服{service}，投诉{complaint}，拒收请回复R。',
	en: '[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. Service {service}, complaints {complaint}, reply R to stop.',
};
const script: Both = {
	zh: '您好，这里是{agency}，通话将被录音。\n请问是{name}本人吗？\n您的账单应还{amount}，有困难可以分期。',
	en: 'Hello, this is {agency}; the call is recorded.\nAm I speaking with {name} in person?\n{amount} is due; instalments are possible.',
};
const friendly: Both = {
	zh: '您好，我是{agency}的工作人员，本次通话会录音，想请您转告{name}给我们回个电话，谢谢。',
	en: 'Hello, this is {agency}, and the call is recorded. Would you be so kind as to ask {name} to ring us back?',
};

/** What stands in which words, and what is put there instead: each lacks one thing, or says one that nobody may. */
type Changes = readonly (readonly [language: keyof Both, find: string, put: string])[];
const changed: readonly (readonly [name: TextName, of: Both, changes: Changes])[] = [
	[
		'reminder',
		message,
		[
			['zh', '【{agency}】', ''],
			['zh', '投诉{complaint}，', ''],
			['zh', '，拒收请回复R', ''],
			['zh', '尚有{amount}未还', '尚有3000元未还'],
			['zh', '客服', '再不还就让你坐牢。客服'],
			['en', ', reply R to stop', ''],
			['en', ', complaints {complaint}', ''],
			['en', '{amount} is', '$3,000 is'],
		],
	],
	[
		'call early',
		script,
		[
			['zh', '这里是{agency}，', ''],
			['zh', '，通话将被录音', ''],
			['zh', '，通话将被录音。', '。\n（通话录音）'],
			['zh', '请问是{name}本人吗？\n', ''],
			['zh', '\n请问是{name}本人吗？\n您的账单应还{amount}', '\n您的账单应还{amount}。\n请问是{name}本人吗？'],
			['zh', '应还{amount}', '应还3000元'],
			['zh', '有困难可以分期', '再不还就让你坐牢'],
			['en', '; the call is recorded', ''],
			['en', '{amount} is due', '$3,000 is due'],
			['en', 'Am I speaking with {name} in person?\n', ''],
		],
	],
	[
		'call third party',
		friendly,
		[
			['zh', '，本次通话会录音', ''],
			['zh', '我是{agency}的', '我是'],
			['zh', '转告{name}', '转告{name}他有一笔欠款逾期，'],
			['en', 'ring us back', 'ring us back about the debt'],
			['en', ', and the call is recorded', ''],
		],
	],
];

/** Words that each lack something are proposed one after the other. */
const proposes = async ({ press, compliance }: Street): Promise<void> => {
	for (const [name, of, changes] of changed)
		for (const [language, find, put] of changes)
			await press('text', (key) => writeText(compliance, { name, ...of, [language]: of[language].replace(find, () => put) }, key));
};

export const mattersOfTexts: Readonly<Record<string, Matter>> = {
	'words that lack something are proposed': [[1, '13:10:00', proposes]],
};

const owes = '您的账单应还3000元。';
const looked: readonly Words[] = [
	...changed.flatMap(([name, of, changes]): Words[] => {
		const use = {
			as: name === 'reminder' ? 'message' : 'script',
			to: name === 'call third party' ? 'third party' : 'debtor',
			whole: name !== 'reminder',
		} as const;
		return [
			...Object.values(of).map((text) => ({ text, ...use })),
			...changes.map(([language, find, put]) => ({ text: of[language].replace(find, () => put), ...use })),
		];
	}),
	// The same words for every use there is.
	...(
		[message.zh, message.zh.replace('，拒收请回复R', ''), message.zh.replace('{amount}', '3000元'), owes, '再不还就让你坐牢。'] as const
	).flatMap((text) => (['message', 'letter', 'script', 'note'] as const).map((as): Words => ({ text, as, to: 'debtor' }))),
	{ text: owes, as: 'script', to: 'third party' },
	{ text: owes, as: 'script', to: 'debtor', final: true },
];

/** Words that nobody keeps are looked at, each for what it is to be. */
export async function askAboutWords({ found }: Street, api: Callers): Promise<void> {
	const texts = looked.map(({ text, as, to, whole, final }) => ({
		text,
		...(whole ? { name: to === 'debtor' ? 'call early' : 'call third party' } : { as, to }),
		...(final ? { final } : {}),
	}));
	const { text } = await api.ask('compliance', 'POST', '/api/content/checks', { texts });
	const { items = [] } = JSON.parse(text) as { items?: { passes: boolean }[] };
	found(judgedFindings(looked.map((words, i) => ({ ...words, passes: items[i]?.passes ?? false }))));
}
