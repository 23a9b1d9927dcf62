import type { Texts } from './texts.ts';

/** The house's messages and what the content check says of them. */
export const contentText = {
	texts: { zh: '短信文本', en: 'Messages' },
	intro: {
		zh: '只有经另一人批准的版本才会发送；没有批准版本时用出厂文本。批准后不能修改，只能写新版本。',
		en: 'Only a version that another person approved is sent; while there is none, the shipped text is. An approved text is never edited: write a new version.',
	},
	name: { zh: '短信', en: 'Message' },
	versionOf: { zh: '第 {version} 版', en: 'Version {version}' },
	state: { zh: '状态', en: 'State' },
	inUse: { zh: '使用中', en: 'In use' },
	words: { zh: '文本', en: 'Words' },
	who: { zh: '撰写 / 审批', en: 'Written / decided' },
	writtenBy: { zh: '{name} 撰写', en: 'Written by {name}' },
	decidedBy: { zh: '{name} 审批', en: 'Decided by {name}' },
	write: { zh: '写新版本', en: 'Write a version' },
	send: { zh: '提交审批', en: 'Send for approval' },
	zhWords: { zh: '中文文本', en: 'Chinese words' },
	enWords: { zh: '英文文本', en: 'English words' },
	places: {
		zh: '可用占位：{list}。金额只能用 {place}，不得手写。',
		en: 'Places: {list}. The amount is {place} and is never typed.',
	},
	bothWords: { zh: '请写好中文和英文。', en: 'Write both languages.' },
	blocked: { zh: '内容检查有不可发送的地方，请先改好。', en: 'The content check found what may not be sent: change it first.' },
	unchecked: { zh: '正在检查内容…', en: 'The words are being checked…' },
	clean: { zh: '内容检查通过', en: 'The content check found nothing' },
	found: { zh: '内容检查结果', en: 'What the content check found' },
	approve: { zh: '批准', en: 'Approve' },
	refuse: { zh: '不批准', en: 'Do not approve' },
	retire: { zh: '停用', en: 'Retire' },
	ownWork: { zh: '本人撰写，由他人审批', en: 'Your own: somebody else decides' },
	reason: { zh: '不批准的理由', en: 'Reason for not approving' },
	reasonMissing: { zh: '请写明理由。', en: 'Give the reason.' },
	cancel: { zh: '取消', en: 'Cancel' },
	none: { zh: '没有短信文本', en: 'There are no messages' },
	noneNext: { zh: '请写第一个版本。', en: 'Write the first version.' },
} as const satisfies Texts;

export const textNameText = {
	opening: { zh: '首次提示', en: 'Opening' },
	reminder: { zh: '还款提醒', en: 'Reminder' },
	promise_due: { zh: '承诺到期提醒', en: 'Promise due' },
	instalment_offer: { zh: '分期说明', en: 'Instalment offer' },
} as const satisfies Texts;

export const textStateText = {
	draft: { zh: '待审批', en: 'Waiting' },
	approved: { zh: '已批准', en: 'Approved' },
	refused: { zh: '未批准', en: 'Not approved' },
	retired: { zh: '已停用', en: 'Retired' },
	shipped: { zh: '出厂', en: 'Shipped' },
} as const satisfies Texts;

export const severityText = {
	block: { zh: '不可发送', en: 'May not be sent' },
	warn: { zh: '请复核', en: 'Look again' },
} as const satisfies Texts;
