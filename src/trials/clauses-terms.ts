import { changeHold, placeHoldByHand } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import type { LimitationEventBody } from '../debts/limitation-shapes.ts';
import { referSuit } from '../debts/suit-actions.ts';
import type { SuitBody } from '../debts/suit-shapes.ts';
import type { Ended } from '../simulator/misdeeds-parts.ts';
import { hold, lift } from './edges.ts';
import { threatened } from './time.ts';
import { atHome, calls, enter, type Placed, reach, type Stage, type Trial } from './parts.ts';

const london = 'Europe/London';
const evidence = 'papers of the court';
const lost: Ended = { line: 'undelivered', said: 'none', identityDisclosed: false };

/** The house means to sue at a place. */
const sues = (stage: Stage, who: Placed, place: Pick<SuitBody, 'venue' | 'lives_in' | 'signed_in' | 'real_property_in'>) => {
	const body = {
		debt_id: String(who.debt_id),
		kind: 'court',
		brought_by: 'us',
		court: 'the court of that place',
		ground: place.real_property_in === undefined ? 'residence' : 'real_property',
		evidence,
		...place,
	} as const;
	stage.clock.advance({ minutes: 5 });
	return enter(stage, 'suit.refer', who, body, (act) => referSuit(act, who.debtor_id, body));
};

const tells = (stage: Stage, who: Placed, event: Pick<LimitationEventBody, 'kind' | 'happened_on' | 'ended_on'>) => {
	const told = { debt_id: String(who.debt_id), ...event, evidence };
	return enter(stage, 'limitation.tell', who, told, (act) => tellLimitation(act, who.debtor_id, told));
};

type ByHand = Parameters<typeof placeHoldByHand>[2];
const holdsByHand = async (stage: Stage, who: Placed, body: Omit<ByHand, 'evidence'>): Promise<string | null> => {
	const placed = await enter(stage, 'hold.place', who, body, async (act) => {
		const done = await placeHoldByHand(act, who.debtor_id, { ...body, evidence });
		return isRefusal(done) ? done : { id: done.holdId };
	});
	return isRefusal(placed) ? null : placed.id;
};

/** Clauses of time: what stops a suit, what puts limitation off, and when a breathing space is over. */
export const trialsOfTerms: Readonly<Record<string, Trial>> = {
	'suits that a hold stops, or that nobody knows to be in time': async (stage) => {
		const before = (daysAgo: number) => stage.on.subtract({ days: daysAgo }).toString();
		const within = stage.on.add({ years: 1 }).toString();
		const breathing = stage.who('sued for in a breathing space');
		stage.clock.set(stage.at(2, '12:00'));
		const space = await hold(stage, breathing, 'breathing_space');
		await sues(stage, breathing, { venue: 'UK-EAW' });
		stage.clock.set(stage.at(1, '12:00'));
		if (space !== null) await lift(stage, breathing, space);
		await sues(stage, breathing, { venue: 'UK-EAW' });
		const kings = { venue: 'US-NY-KINGS', lives_in: 'US-NY-KINGS' };
		const disputes = stage.who('sued for in dispute');
		stage.clock.set(stage.at(2, '12:30'));
		await tells(stage, disputes, { kind: 'last_day_to_sue', happened_on: within });
		const dispute = await hold(stage, disputes, 'dispute');
		await sues(stage, disputes, kings);
		stage.clock.set(stage.at(1, '12:30'));
		if (dispute !== null) await lift(stage, disputes, dispute);
		await sues(stage, disputes, kings);
		const unknown = stage.who('sued for, nobody knows until when');
		stage.clock.set(stage.at(2, '13:00'));
		await sues(stage, unknown, kings);
		await tells(stage, unknown, { kind: 'last_day_to_sue', happened_on: before(3) });
		stage.clock.set(stage.at(0, '13:00'));
		await sues(stage, unknown, kings);
		const land = stage.who('sued for over land');
		const bergen = 'US-NJ-BERGEN';
		stage.clock.set(stage.at(1, '13:20'));
		await tells(stage, land, { kind: 'last_day_to_sue', happened_on: within });
		await sues(stage, land, { ...kings, real_property_in: bergen });
		await sues(stage, land, { venue: bergen, lives_in: kings.lives_in });
		await sues(stage, land, { venue: bergen, real_property_in: bergen });
	},
	'what keeps a creditor from suing': async (stage) => {
		const before = (daysAgo: number) => stage.on.subtract({ days: daysAgo }).toString();
		for (const [name, from, until] of [
			['kept from suing until lately', 300, 170],
			['kept from suing until long ago', 500, 400],
			['kept from suing still', 60, null],
			['kept from suing too late', 30, null],
		] as const) {
			const who = stage.who(name);
			stage.clock.set(stage.at(1, '13:40'));
			await tells(stage, who, { kind: 'bar', happened_on: before(from), ...(until === null ? {} : { ended_on: before(until) }) });
			await threatened(stage, who, '13:00');
		}
	},
	'twenty years, whatever was agreed': async (stage) => {
		for (const name of ['owing for twenty years', 'owing for more than twenty years'] as const) {
			const who = stage.who(name);
			stage.clock.set(stage.at(1, '14:00'));
			await tells(stage, who, { kind: 'agreement', happened_on: stage.on.subtract({ days: 200 }).toString() });
			await threatened(stage, who, '14:00');
		}
	},
	'a letter that did not arrive': async (stage) => {
		for (const name of ['written to in vain', 'written to in vain about a card'] as const) {
			const who = stage.who(name);
			const home = await atHome(stage, who);
			if (home) await reach(stage, home, stage.at(20, '10:00'), { channel: 'letter', ended: lost });
			await threatened(stage, who, '15:00');
		}
	},
	'calls before the day of a training, and on it': (stage) =>
		calls(stage, stage.who('called before a training'), [
			[31, '10:00'],
			[30, '10:00'],
		]),
	'debts that are held for days, each for its own': async (stage) => {
		const who = stage.who('held for days in part');
		const [one = '', other = ''] = who.debts.map(String);
		stage.clock.set(stage.at(6, '09:00'));
		await holdsByHand(stage, who, { kind: 'client_request', days: 2, debt_id: one });
		await holdsByHand(stage, who, { kind: 'hardship', days: 4, debt_id: other });
		await holdsByHand(stage, who, { kind: 'dispute', days: 4, debt_id: other });
		await calls(stage, who, [
			[5, '10:00'],
			[4, '08:50'],
			[4, '09:10'],
		]);
		await reach(stage, who, stage.at(3, '10:00'), { amountMinor: who.owed + 1n });
		await reach(stage, who, stage.at(3, '10:10'), { debtIds: who.debts.slice(1) });
		await reach(stage, who, stage.at(2, '09:10'), { amountMinor: who.owed + 1n });
	},
	'a breathing space that began before it was told of': async (stage) => {
		const who = stage.who('told of late in a breathing space');
		const on = (daysAgo: number) => stage.on.subtract({ days: daysAgo }).toString();
		const breathing = { kind: 'breathing_space', days: null } as const;
		stage.clock.set(stage.at(10, '12:00', london));
		for (const body of [
			{ ...breathing, days: 30 },
			{ ...breathing, begun_on: on(8) },
			{ ...breathing, begun_on: on(70) },
			{ ...breathing, treatment_ended_on: on(20) },
			{ ...breathing, begun_on: on(62) },
		])
			await holdsByHand(stage, who, body);
		await calls(
			stage,
			who,
			[
				[3, '20:00'],
				[2, '08:30'],
			],
			{},
			london,
		);
	},
	'a breathing space of a crisis': async (stage) => {
		const who = stage.who('in a crisis that ended');
		stage.clock.set(stage.at(75, '12:00', london));
		const held = await holdsByHand(stage, who, { kind: 'breathing_space', days: null, crisis: true });
		await calls(stage, who, [[12, '10:00']], {}, london);
		stage.clock.set(stage.at(11, '12:00', london));
		const ended = stage.on.subtract({ days: 34 }).toString();
		if (held !== null)
			await enter(stage, 'hold.change', who, { hold: held, treatment_ended_on: ended }, async (act) => {
				const change = { treatment_ended_on: ended, evidence };
				const done = await changeHold(act, { debtorId: who.debtor_id, holdId: BigInt(held), change });
				return isRefusal(done) ? done : { id: done.holdId };
			});
		await calls(
			stage,
			who,
			[
				[4, '20:00'],
				[3, '08:30'],
			],
			{},
			london,
		);
	},
};
