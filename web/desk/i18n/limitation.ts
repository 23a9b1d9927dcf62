import type { Texts } from './texts.ts';

/** The limitation clock on the case and among what is near. */
export const limitationText = {
	title: { zh: '诉讼时效', en: 'Limitation' },
	until: { zh: '时效至', en: 'Limitation until' },
	barred: { zh: '已过时效', en: 'Barred' },
	enforceUntil: { zh: '申请执行时效至', en: 'Enforcement until' },
	stands: { zh: '中止、诉讼或执行中', en: 'Does not run' },
	unknown: { zh: '未知', en: 'Not known' },
	restarts: { zh: '何事使其重新计算', en: 'What begins it anew' },
	tell: { zh: '登记时效事件', en: 'Tell what bears on it' },
	refuses: { zh: '债务人以已过时效拒付', en: 'Will not pay: statute-barred' },
	kind: { zh: '事件', en: 'What happened' },
	on: { zh: '日期', en: 'Date' },
	endedOn: { zh: '结束日期（诉讼、中止；进行中留空）', en: 'End (suit or bar; empty while it goes on)' },
	evidence: { zh: '依据（文书、回执、录音编号）', en: 'Evidence (document, receipt, recording)' },
	missing: { zh: '请填写日期与依据。', en: 'Give the date and the evidence.' },
	evidenceMissing: { zh: '请写明依据。', en: 'Name the evidence.' },
	told: { zh: '已登记', en: 'Told' },
	withdraw: { zh: '撤回', en: 'Withdraw' },
	withdrawn: { zh: '已撤回', en: 'withdrawn' },
	near: { zh: '时效将届满或近日届满（前 90 日至后 30 日）', en: 'Limitation about to end, or just ended (90 days before to 30 after)' },
	cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Texts;

export const toldText = {
	demand: { zh: '已到达债务人的履行请求（催收函等）', en: 'A demand that reached the debtor' },
	agreement: { zh: '债务人同意履行全部债务（书面）', en: 'The debtor’s agreement to the whole debt (in writing)' },
	suit: { zh: '起诉或仲裁', en: 'Suit or arbitration' },
	bar: { zh: '时效中止事由（194 条）', en: 'What kept the creditor from acting (art. 194)' },
	last_due: { zh: '最后一期到期日（189 条）', en: 'The last instalment’s due date (art. 189)' },
	last_day_to_sue: { zh: '律师确定的最后起诉日', en: 'The last day to sue, as counsel found' },
	refused_as_barred: { zh: '以已过时效为由拒付', en: 'Will not pay because it is barred' },
} as const satisfies Texts;
