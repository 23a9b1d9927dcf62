import type { Texts } from './texts.ts';

/** What the forms of a case have in common. */
export const fieldText = {
	debt: { zh: '债项', en: 'Debt' },
	reason: { zh: '撤回原因', en: 'Why it is taken back' },
	reasonMissing: { zh: '请写明原因。', en: 'Say why.' },
	cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Texts;
