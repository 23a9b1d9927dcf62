import type { Texts } from './texts.ts';

/** The house's messages and what the content check says of them. */
export const contentText = {
	texts: { zh: '短信文本', en: 'Messages' },
	intro: {
		zh: '只有经另一人批准的版本才会发送；没有批准版本时用出厂文本。批准后不能修改，只能写新版本。',
		en: 'Only a version that another person approved is sent; while there is none, the shipped text is. An approved text is never edited: write a new version.',
	},
	name: { zh: '用于', en: 'For' },
	versionOf: { zh: '第 {version} 版', en: 'Version {version}' },
	inUse: { zh: '使用中', en: 'In use' },
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
	noAmount: {
		zh: '可用占位：{list}。对第三人不得提及债务和金额。',
		en: 'Places: {list}. A third party is told of no debt and no amount.',
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
	none: { zh: '没有文本', en: 'There are no texts' },
	scripts: { zh: '话术', en: 'Scripts' },
	scriptIntro: {
		zh: '坐席看到的是经另一人批准的版本；没有批准版本时用出厂话术。每次通话记下当时显示的版本。',
		en: 'Agents see the version another person approved; while there is none, the shipped script. Each call keeps which version was on the screen.',
	},
	asides: {
		zh: '单独成行、用括号括起的话是给坐席看的提示，不读出来。',
		en: 'A line in brackets of its own is for the agent to know and is never said.',
	},
	before: { zh: '以前的版本（{count}）', en: 'Earlier versions ({count})' },
	shownVersion: { zh: '话术第 {version} 版', en: 'Script version {version}' },
	shownShipped: { zh: '出厂话术', en: 'Shipped script' },
	flagged: { zh: '用语复核', en: 'Words to look at' },
	wordsIntro: {
		zh: '催记、停催理由和投诉处理中被内容检查标出的用语。记录照原样保存；请判断其中说的是事实转述，还是坐席用语有问题。撰写人不能判断自己的用语。',
		en: 'Words the content check found in notes, grounds of holds and complaints. They are kept as written: say whether they only tell what happened, or somebody of ours spoke wrongly. Nobody judges their own.',
	},
	wordsShown: { zh: '显示哪些', en: 'Which are shown' },
	wordsOpen: { zh: '待复核', en: 'Open' },
	wordsOpenCount: { zh: '待复核（{count}）', en: 'Open ({count})' },
	wordsLooked: { zh: '已复核', en: 'Looked at' },
	wordsNone: { zh: '没有用语', en: 'There are no words here' },
	wordsNoneNext: { zh: '有新的标记时会出现在这里。', en: 'New ones appear here by themselves.' },
	wordsLookedNone: { zh: '复核过的用语会列在这里。', en: 'Those that were looked at are listed here.' },
	wordsErased: { zh: '已随债务人信息删除', en: 'Erased with the debtor' },
	ownWords: { zh: '本人所写，由他人复核', en: 'Your own: somebody else looks' },
	remark: { zh: '备注（可不填）', en: 'Remark (may be left empty)' },
	noneNext: { zh: '请写第一个版本。', en: 'Write the first version.' },
} as const satisfies Texts;

export const textNameText = {
	'call opening': { zh: '首次联系', en: 'First contact' },
	'call early': { zh: '跟进（90 天以内）', en: 'Follow-up (up to 90 days)' },
	'call late': { zh: '跟进（91 天以上）', en: 'Follow-up (91 days and more)' },
	'call promise': { zh: '承诺到期', en: 'Promise due' },
	'call broken promise': { zh: '承诺未兑现', en: 'Promise not kept' },
	'call plan': { zh: '分期到期', en: 'Instalment due' },
	'call surety': { zh: '保证人或共同借款人', en: 'Guarantor or co-borrower' },
	'call third party': { zh: '第三方', en: 'Third party' },
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

/** What the check can find, in short. */
export const findingText = {
	threat: { zh: '威胁', en: 'Threat' },
	false_authority: { zh: '假借公权力', en: 'False authority' },
	shaming: { zh: '羞辱或公开', en: 'Shaming' },
	third_party_pressure: { zh: '以亲友单位相压', en: 'Pressure through others' },
	third_party_disclosure: { zh: '向第三方透露', en: 'Tells a third party' },
	pressing_to_borrow: { zh: '诱导借款', en: 'Pressing to borrow' },
	extra_fee: { zh: '另收费用', en: 'Extra fee' },
	pressing_lump_sum: { zh: '逼迫一次还清', en: 'Lump sum' },
	threat_of_suit: { zh: '以诉讼相威胁', en: 'Threat of suit' },
	abuse: { zh: '侮辱', en: 'Abuse' },
	amount_free_text: { zh: '手写金额', en: 'Typed amount' },
	missing_identity: { zh: '缺机构名称', en: 'No name' },
	missing_complaint_line: { zh: '缺投诉电话', en: 'No complaint line' },
	missing_opt_out: { zh: '缺拒收方式', en: 'No way out' },
	missing_recording: { zh: '未告知录音', en: 'Recording not announced' },
	missing_right_party: { zh: '未核实本人', en: 'Right party not asked' },
	unknown_place: { zh: '没有的占位', en: 'Unknown place' },
} as const satisfies Texts;

export const flagSourceText = {
	outcome: { zh: '催记', en: 'Note of a call' },
	hold: { zh: '停催理由', en: 'Ground of a hold' },
	agreed_hours: { zh: '约定时段的依据', en: 'Evidence of agreed hours' },
	complaint: { zh: '投诉处理记录', en: 'Written in a complaint' },
	answer: { zh: '投诉答复', en: 'Answer to a complaint' },
} as const satisfies Texts;

export const flagVerdictText = {
	fine: { zh: '无问题', en: 'Nothing wrong' },
	wrong: { zh: '用语不当', en: 'Wrongly said' },
} as const satisfies Texts;
