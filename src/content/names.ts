/** What has versions: the house's messages, and its call scripts. */
export const messageNames = ['opening', 'reminder', 'promise_due', 'instalment_offer'] as const;
export const scriptNames = [
	'call opening',
	'call early',
	'call late',
	'call promise',
	'call broken promise',
	'call plan',
	'call surety',
	'call third party',
] as const;
export const textNames = [...messageNames, ...scriptNames] as const;
export type TextName = (typeof textNames)[number];
