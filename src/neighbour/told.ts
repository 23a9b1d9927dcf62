import { isRefusal } from '../core/refusal.ts';
import { nearLimits } from '../compliance/near-limits.ts';
import { limitationOfDebtor } from '../debts/limitation-actions.ts';
import { readSummary } from '../reports/read.ts';
import { nearEndFindings } from '../auditor/limitation.ts';
import { nearTheirEnd } from './cast-seldom.ts';
import { type PersonName, people } from './cast.ts';
import { contactsTold } from './clauses-told.ts';
import type { Street } from './parts.ts';
import { zone } from '../simulator/plan.ts';

/** Its summary of some days, each part under its name and theirs. */
async function summary({ compliance, on }: Street, from: number, to: number): Promise<object> {
	const told = await readSummary(compliance, { from: on(from).toString(), to: on(to).toString() });
	return Object.fromEntries(Object.entries(told).map(([name, inside]) => [`${name} of days ${from} to ${to}`, inside]));
}

/** When the debts of somebody can be sued for no more: three years and so many days from the first day; whether that day is behind. */
async function clocks({ compliance, loan, on }: Street, name: PersonName): Promise<object> {
	const told = await limitationOfDebtor(compliance, loan(name).debtor_id);
	if (isRefusal(told)) return {};
	return told.debts.map(({ limitation: { ends_on: end, barred, known } }) => ({
		days: end === null ? 0 : on(0).until(Temporal.PlainDate.from(end).subtract({ years: 3 }), { largestUnit: 'day' }).days,
		endless: Number(end === null),
		barred: Number(barred),
		known: Number(known),
	}));
}

/** What is near a limit on an evening. */
export async function toldInTheEvening({ compliance, owner, clock, found }: Street): Promise<object> {
	const { limitations, ...near } = await nearLimits(compliance);
	// How many days they have left is another matter in a leap year.
	found(await nearEndFindings(owner, { tenantId: compliance.tenantId, now: clock.now(), zone }, limitations));
	return { 'near limits': near };
}

/** What the neighbouring agency tells of itself at the end. */
export async function toldAtTheEnd(street: Street): Promise<object> {
	const limitation: Record<string, object> = {};
	// How many days three years have since is another matter in a leap year.
	for (const [name] of people) if (!(name in nearTheirEnd)) limitation[name] = await clocks(street, name);
	return { ...(await summary(street, 0, 9)), ...(await summary(street, 30, 35)), limitation, 'contacts told in a file': contactsTold() };
}
