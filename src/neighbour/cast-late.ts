/** Of whom more comes when their matter seemed to be over: clients, files and people of the neighbouring agency, in the words of cast.ts. */

/** A client that is closed once its one debt is paid off, and a lender of very large sums, of whom no cap on interest is judged. */
export const lateClients = [
	{ code: 'GONE', lender: '离开消费金融', kind: 'consumer_finance', product: 'consumer_loan', mandate: null },
	{ code: 'LARGE', lender: '大额商行', kind: 'other', product: 'micro_loan', mandate: null },
] as const;

/** `misread` brings what was taken back, `misplaced` what was paid off; both are undone within the minute. `meant` brings one of those again, and means it. */
export const lateFiles = {
	gone: { client: 'GONE', day: 0, ends: null },
	misread: { client: 'NEAR', day: 2, ends: { day: 2, how: 'undone' } },
	misplaced: { client: 'CARD', day: 4, ends: { day: 4, how: 'undone' } },
	meant: { client: 'CARD', day: 5, ends: null },
} as const;

const card = '信用卡';
export const latePeople = {
	// Of what is past its last day, and of what is taken back in time.
	'who promises anew past the last day': {},
	'who takes a promise back past its last day': {},
	'who gives instalments up past their last day': {},
	'who takes a promise back before a word of it': {},
	'who pays before a promise and after it': {},
	'in breathing space': { lives: 'England' },
	// Of clients that go.
	'of a client that goes, to be left longer': { loans: [{ file: 'over', wantedBack: 5 }] },
	'of a client that is gone': { loans: [{ file: 'gone' }] },
	// Of numbers under which something was placed by mistake.
	'of a case placed anew by mistake': {
		loans: [
			{ file: 'brief', case: 'MISREAD' },
			{ file: 'misread', case: 'MISREAD', days: 70 },
		],
	},
	'of a card placed anew by mistake': {
		loans: [
			{ file: 'cards', product: card, case: 'MISPLACED' },
			{ file: 'misplaced', product: card, case: 'MISPLACED' },
		],
	},
	'of a card placed anew by mistake, and meant': {
		loans: [
			{ file: 'cards', product: card, case: 'MEANT' },
			{ file: 'misplaced', product: card, case: 'MEANT', days: 55 },
			{ file: 'meant', product: card, case: 'MEANT', days: 55 },
		],
	},
} as const;
