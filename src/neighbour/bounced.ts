import type { PersonName } from './cast.ts';
import { givesUp, plansAtTheDesk } from './paper.ts';
import { type Matter, paymentsOf, pays, promises, type Street, taken } from './parts.ts';

const plan = 'whose instalments bounce the same morning';
const first = 'whose first instalment bounces past its last day';
const inTime = 'whose promise bounces on its last day';
const late = 'whose promise bounces the morning after';
const again = 'whose promise bounces and is kept again';
const another = 'whose promise bounces after another';
const given = 'whose given up instalments bounce';
const settled = 'whose debt is paid off, and the money bounces';

/** The bank takes back what somebody paid first, and stands. */
const bounces = (name: PersonName) => async (street: Street) => {
	const [payment] = await paymentsOf(street, street.loan(name));
	await taken(street, payment ?? null);
};

/** What was kept before its last day (of a promise the fourth day, of a first instalment the fifth), and its money is taken back: by that day, or past it. */
export const mattersBounced: Readonly<Record<string, Matter>> = {
	'two instalments of three kept at once, and their money taken back ten minutes later': [
		[0, '15:20:00', plansAtTheDesk(plan, 3)],
		[1, '09:50:00', pays(plan, 200_000n)],
		[1, '10:00:00', bounces(plan)],
	],
	'a first instalment kept, and its money taken back past its last day': [
		[0, '15:22:00', plansAtTheDesk(first, 2)],
		[1, '09:52:00', pays(first, 150_000n)],
		[5, '09:20:00', bounces(first)],
	],
	'a promise kept early, and its money taken back by its last day and the morning after': [
		[0, '15:24:00', promises(inTime)],
		[0, '15:26:00', promises(late)],
		[1, '09:54:00', pays(inTime, 100_000n)],
		[1, '09:55:00', pays(late, 100_000n)],
		[3, '21:30:00', bounces(inTime)],
		[4, '06:50:00', bounces(late)],
	],
	'a promise kept, its money taken back, and kept again on its last day': [
		[0, '15:28:00', promises(again)],
		[1, '09:56:00', pays(again, 100_000n)],
		[2, '09:30:00', bounces(again)],
		[3, '16:30:00', pays(again, 100_000n)],
	],
	'another promise after one that was kept, and the money of the first taken back': [
		[0, '15:30:00', promises(another, { dueOn: 5 })],
		[1, '09:57:00', pays(another, 100_000n)],
		[1, '15:00:00', promises(another, { dueOn: 3 })],
		[2, '09:31:00', bounces(another)],
		[3, '16:31:00', pays(another, 100_000n)],
	],
	'instalments given up after the first was paid, and its money taken back': [
		[0, '15:32:00', plansAtTheDesk(given, 3)],
		[1, '09:58:00', pays(given, 100_000n)],
		[2, '15:10:00', givesUp(given)],
		[3, '09:40:00', bounces(given)],
	],
	'instalments kept by what pays the debt off, and that taken back': [
		[0, '15:34:00', plansAtTheDesk(settled, 3)],
		[1, '09:59:00', pays(settled, 300_000n)],
		[2, '09:32:00', bounces(settled)],
		[3, '16:32:00', pays(settled, 100_000n)],
	],
};
