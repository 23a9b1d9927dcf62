import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** Of a last day, and of what is counted together: each shown by a trial of the last evening. */
export const lastDayBugs: readonly Bug[] = [
	bug('an e-mail takes no place among texts and e-mails together', 'no more than the house and the client allow', [
		[
			'src/law/counts.ts',
			"if (limit.channel === 'texts and e-mails') return channel === 'sms' || channel === 'email';",
			"if (limit.channel === 'texts and e-mails') return channel === 'sms';",
		],
	]),
	bug('a dispute on the thirtieth day is too late', 'what the debtor said holds at once', [
		['src/law/conditions-elsewhere.ts', '.add({ days: validationDays })', '.add({ days: validationDays - 1 })'],
	]),
	bug('a dispute on the thirty-first day is in time', 'what the debtor said holds at once', [
		['src/law/conditions-elsewhere.ts', '.add({ days: validationDays })', '.add({ days: validationDays + 1 })'],
	]),
	bug('a crisis protects one day less after its treatment', 'no contact while a hold is in force', [
		['src/law/uk.ts', 'const daysAfterTreatment = 30;', 'const daysAfterTreatment = 29;'],
	]),
	bug('a talk with the debtor is a claim on whoever stands surety', 'a guarantor is asked only while the guarantee stands', [
		['src/debts/guarantee-store.ts', 'and a.party_id = g.party_id and g.debt_id = any (a.debt_ids)', 'and g.debt_id = any (a.debt_ids)'],
	]),
];
