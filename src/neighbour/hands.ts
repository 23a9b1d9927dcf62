import { certify } from '../people/actions.ts';
import { assign } from '../queue/assign.ts';
import { lapsingTeams } from './cast-hands.ts';
import type { PersonName } from './cast.ts';
import { call, type Matter, next, type Street } from './parts.ts';

type Agent = (typeof lapsingTeams)['lapsing'][number];
const owner = 'of an agent whose training ends';

/** Compliance writes down a training that lasts until a day of this life. */
const trainedUntil = (day: number) => (street: Street) =>
	street.press('certify', (key) => {
		const on = street.on(day).subtract({ years: 1 });
		return certify(street.compliance, { loginId: street.agent('lapser').actor.id, today: street.on(0), trained_on: on.toString() }, key);
	});
const trainedOn = (day: number) => (street: Street) =>
	street.press('certify', (key) =>
		certify(
			street.compliance,
			{ loginId: street.agent('lapser').actor.id, today: street.on(day), trained_on: street.on(day).toString() },
			key,
		),
	);

const presses = (agent: Agent) => (street: Street) => next(street, street.agent(agent));
/** *Next*, and a call of whoever it gave that nobody answers. */
const works = (agent: Agent, names: readonly PersonName[]) => async (street: Street) => {
	const item = await next(street, street.agent(agent));
	const name = names.find((each) => String(street.loan(each).debtor_id) === item?.debtor_id);
	if (item && name)
		await call(street, street.agent(agent), street.loan(name), { said: 'none', line: 'no_answer' }, { item: BigInt(item.id) });
};
const all = [
	owner,
	'of that agent, and called no more',
	'handed out on the last day of a training',
	'handed out by the rules a day too late',
	'handed out by name after a new training',
] as const;
/** Somebody is handed out in the team: to the first by name, or as the rules say. */
const handsOut = (name: PersonName, byName: boolean) => (street: Street) =>
	street.press('assign', (key) =>
		assign(
			street.lead,
			{
				team_id: String(street.teamOf('lapsing')),
				debtor_ids: [String(street.loan(name).debtor_id)],
				way: 'count',
				...(byName ? { agent_ids: [String(street.agent('lapser').actor.id)] } : {}),
			},
			key,
		),
	);

/** The last day of a training, the days after it and a new one: what *Next* gives, to whom debtors may be handed, and who calls those of the agent meanwhile. */
export const mattersOfHands: Readonly<Record<string, Matter>> = {
	'a training ends': [
		[0, '06:30', trainedUntil(1)],
		[0, '09:00:00', works('lapser', all)],
		[1, '09:00:00', works('lapser', all)],
		[1, '09:05:00', handsOut('handed out on the last day of a training', true)],
		[2, '09:00:00', presses('lapser')],
		[2, '09:01:00', works('keeper', all)],
		[2, '09:05:00', handsOut('handed out by name a day too late', true)],
		[2, '09:06:00', handsOut('handed out by the rules a day too late', false)],
		[2, '12:00:00', works('keeper', all)],
		[3, '09:00:00', presses('lapser')],
		[3, '09:01:00', works('keeper', all)],
		[3, '12:00:00', trainedOn(3)],
		[3, '12:05:00', handsOut('handed out by name after a new training', true)],
		[4, '09:00:00', works('lapser', all)],
		[4, '12:00:00', works('lapser', all)],
	],
};
