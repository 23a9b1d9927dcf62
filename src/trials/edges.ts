import { makePlan, makePromise } from '../arrangements/actions.ts';
import { answerComplaint, extendComplaint, type Filing, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { liftHold, placeHold, placeHoldByHand } from '../contact/actions.ts';
import type { HoldKind } from '../contact/rules.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { change, type Door } from '../record/change.ts';
import { somebody } from '../simulator/misdeeds-parts.ts';
import { zone } from '../simulator/plan.ts';
import { know } from './contact.ts';
import { atHome, calls, enter, type Placed, reach, type Stage, type Times, type Trial, wish } from './parts.ts';

const evidence = 'letter';

export async function hold(stage: Stage, of: Placed, kind: HoldKind, debtId: bigint | null = null): Promise<string | null> {
	const placed = await enter(stage, 'hold.place', of, { kind, debt: debtId }, async (act) => ({
		id: (await placeHold(act, { debtorId: of.debtor_id, debtId, kind, days: null, evidence })).holdId,
	}));
	return isRefusal(placed) ? null : placed.id;
}

export const lift = (stage: Stage, of: Placed, id: string) =>
	enter(stage, 'hold.lift', of, { hold: id }, async (act) => {
		const lifted = await liftHold(act, { debtorId: of.debtor_id, holdId: BigInt(id), today: dateIn(zone, act.now) });
		return isRefusal(lifted) ? lifted : { id: lifted.holdId };
	});

/** Said in a letter, of the day it came; its number. */
async function file(stage: Stage, of: Placed, said: Omit<Filing, 'debtorId' | 'channel' | 'words'>): Promise<bigint | null> {
	const filing: Filing = { debtorId: of.debtor_id, channel: 'letter', words: 'I do not agree.', ...said };
	const input = { kind: filing.kind, channel: 'letter', received_at: filing.receivedAt?.toString() };
	const filed = await enter(stage, 'complaint.file', of, input, (act) => fileComplaint(act, filing));
	return isRefusal(filed) ? null : BigInt(filed.id);
}

/** A step of a complaint, by whoever takes it. */
const step = (
	{ press }: Stage,
	by: Door,
	act: 'take' | 'extend' | 'answer',
	id: bigint,
	verdict: 'upheld' | 'not_upheld' = 'upheld',
): Promise<unknown> =>
	press(`complaint ${act}`, (key) =>
		change(by, { act: `complaint.${act}`, input: { complaint: id, verdict }, key }, (now): Promise<{ id: string } | Refusal> => {
			if (act === 'take') return takeComplaint(now, id);
			return act === 'extend'
				? extendComplaint(now, id, 'it is complex')
				: answerComplaint(now, id, { verdict, words: 'We looked into it.' });
		}),
	);

const kinds: readonly HoldKind[] = [
	'client_request',
	'bankruptcy',
	'counsel',
	'breathing_space',
	'minor',
	'incapacity',
	'hardship',
	'dispute',
];

/** What a rule lets pass that was altered by a little: of holds, wishes, places, lenders, currencies, and of what is brought to the office. */
export const trialsOfEdges: Readonly<Record<string, Trial>> = {
	'a hold of every kind': async (stage) => {
		const who = stage.who('held in turn');
		for (const [i, kind] of kinds.entries()) {
			const day = kinds.length - i;
			stage.clock.set(stage.at(day, '09:00'));
			const id = await hold(stage, who, kind);
			await calls(stage, who, [[day, '10:00']]);
			stage.clock.set(stage.at(day, '11:00'));
			if (id !== null) await lift(stage, who, id);
		}
		const twice = stage.who('held twice');
		stage.clock.set(stage.at(3, '09:00'));
		await hold(stage, twice, 'dispute');
		const asked = await hold(stage, twice, 'client_request');
		stage.clock.set(stage.at(2, '09:00'));
		if (asked !== null) await lift(stage, twice, asked);
		const breathing = stage.who('in breathing space');
		stage.clock.set(stage.at(1, '18:00'));
		await enter(stage, 'hold.place', breathing, { kind: 'breathing_space', days: null }, async (act) => {
			const placed = await placeHoldByHand(act, breathing.debtor_id, { kind: 'breathing_space', days: null, evidence });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
	},
	'one of two debts is held, and both sums are named': async (stage) => {
		const who = stage.who('held in part');
		stage.clock.set(stage.at(3, '09:00'));
		await hold(stage, who, 'dispute', who.debts[1] ?? null);
		await reach(stage, who, stage.at(0, '10:00'), { amountMinor: who.owed + 1n });
	},
	'a friend who did not answer, before it was found that nobody is lost': async (stage) => {
		const who = stage.who('whose friend did not answer');
		stage.clock.set(stage.at(8, '09:00'));
		const gone = await hold(stage, who, 'incapacity');
		await calls(stage, who.around, [
			[8, '10:00'],
			[7, '10:00'],
			[1, '10:00'],
		]);
		stage.clock.set(stage.at(1, '11:00'));
		if (gone !== null) await lift(stage, who, gone);
		await calls(stage, who.around, [[0, '10:00']]);
		// Twice in vain is not thrice.
		await calls(stage, who, [
			[0, '10:30'],
			[0, '11:00'],
		]);
		await calls(stage, who.around, [[0, '11:30']]);
	},
	'more yuan than are owed in yuan': (stage) => {
		const who = stage.who('in two currencies');
		return reach(stage, who, stage.at(0, '10:00'), { amountMinor: who.owed + 1n, currency: 'CNY' });
	},
	'an evening in England, and of one whose debt is barred': async (stage) => {
		await calls(
			stage,
			stage.who('of the evening'),
			[
				[1, '20:58'],
				[1, '21:02'],
				[1, '21:30'],
			],
			{},
			'Europe/London',
		);
		await calls(stage, stage.who('barred in the west'), [[0, '21:55']]);
	},
	'a day in two places, and from its beginning to its end': async (stage) => {
		const answered = { ended: somebody };
		// In New York it is the same morning and evening of one date.
		await calls(
			stage,
			stage.who('on two continents'),
			[
				[1, '21:20'],
				[1, '21:30'],
				[1, '21:40'],
				[0, '08:20'],
			],
			answered,
		);
		await calls(
			stage,
			stage.who('from dawn to dusk'),
			[
				[0, '08:05'],
				[0, '08:15'],
				[0, '08:25'],
				[0, '21:30'],
			],
			answered,
		);
	},
	'calls about the debts of two lenders, and one about the second’s': async (stage) => {
		const who = stage.who('of a second lender');
		const times: Times = ['10:00', '10:10', '10:20'].map((time) => [0, time]);
		await calls(stage, who, times, { ended: somebody, debtIds: who.debts });
		await reach(stage, who, stage.at(0, '10:30'), { ended: somebody, debtIds: who.debts.slice(1) });
	},
	'days, nights and places that were asked to be left': async (stage) => {
		stage.clock.set(stage.at(9, '09:00'));
		const sunday = stage.who('of Sundays');
		await wish(stage, sunday, { kind: 'inconvenient_time', weekdays: [7], evidence });
		await calls(stage, sunday, [[stage.on.dayOfWeek % 7, '10:00']]);
		stage.clock.set(stage.at(9, '09:00'));
		const night = stage.who('over midnight');
		await wish(stage, night, { kind: 'inconvenient_time', from: '20:00', until: '09:00', evidence });
		await calls(stage, night, [
			[1, '19:30'],
			[1, '20:30'],
			[0, '08:30'],
			[0, '09:30'],
		]);
		stage.clock.set(stage.at(9, '09:00'));
		const two = stage.who('of two wishes');
		for (const [from, until] of [
			['10:00', '11:00'],
			['15:00', '16:00'],
		] as const)
			await wish(stage, two, { kind: 'inconvenient_time', from, until, evidence });
		await calls(stage, two, [
			[0, '10:30'],
			[0, '15:30'],
		]);
		for (const [name, asked] of [
			['at work', { kind: 'inconvenient_place', place: 'work', evidence }],
			['at a strict firm', { kind: 'employer_forbids', evidence }],
		] as const) {
			stage.clock.set(stage.at(9, '09:00'));
			await know(stage, stage.who(name), 'place', 'work');
			await wish(stage, stage.who(name), asked);
			await calls(stage, stage.who(name), [[0, '10:00']]);
		}
		stage.clock.set(stage.at(9, '09:00'));
		await wish(stage, stage.who('of no machine'), { kind: 'no_automatic_contact', evidence });
		await calls(stage, stage.who('of no machine'), [[0, '10:00']], { by: stage.system });
	},
	'visits of one day': async (stage) => {
		const who = stage.who('visited');
		const home = await atHome(stage, who);
		if (!home) return;
		for (const [time, people] of [
			['10:00', 1],
			['11:00', 2],
			['15:00', 2],
		] as const)
			await reach(stage, home, stage.at(0, time), { channel: 'visit', visit: { people } });
	},
	'what is brought to the office': async (stage) => {
		const { compliance, manager, lead } = stage;
		stage.clock.set(stage.at(3, '10:00'));
		const peace = await file(stage, stage.who('who wants peace'), { kind: 'cease' });
		stage.clock.set(stage.at(3, '11:00'));
		if (peace !== null) {
			await step(stage, manager, 'take', peace);
			stage.clock.set(stage.at(2, '11:00'));
			await step(stage, manager, 'answer', peace, 'not_upheld');
		}
		const who = stage.who('who is answered');
		stage.clock.set(stage.at(3, '12:00'));
		const complaint = await file(stage, who, { kind: 'complaint' });
		if (complaint !== null) {
			stage.clock.set(stage.at(3, '13:00'));
			await step(stage, lead, 'take', complaint);
			stage.clock.set(stage.at(2, '13:00'));
			await step(stage, manager, 'answer', complaint);
			// Who handles it takes a promise, and so is part of it.
			stage.clock.set(stage.at(2, '14:00'));
			const promised = { debtId: who.debt_id, amountMinor: 10_000n, currency: who.currency, dueOn: stage.on.add({ days: 3 }) };
			await enter({ ...stage, compliance: lead }, 'promise.make', who, { debt_id: who.debt_id }, async (act) => {
				const made = await makePromise(act, { debtorId: who.debtor_id, ...promised });
				return isRefusal(made) ? made : { id: String(made.promiseId) };
			});
			stage.clock.set(stage.at(1, '13:00'));
			await step(stage, lead, 'answer', complaint);
		}
		stage.clock.set(stage.at(20, '10:00'));
		const late = await file(stage, stage.who('who waits too long'), { kind: 'complaint' });
		if (late !== null) {
			stage.clock.set(stage.at(1, '15:00'));
			await step(stage, manager, 'extend', late);
			stage.clock.set(stage.at(1, '15:10'));
			await step(stage, compliance, 'take', late);
			stage.clock.set(stage.at(1, '15:20'));
			await step(stage, compliance, 'answer', late);
		}
		const both = stage.who('who disputes both');
		stage.clock.set(stage.at(1, '16:00'));
		await file(stage, both, { kind: 'dispute', debtIds: both.debts, receivedAt: stage.at(4, '16:00') });
	},
	'a plan that is only shown': async (stage) => {
		const who = stage.who('who is shown a plan');
		stage.clock.set(stage.at(0, '17:00'));
		await stage.press('plan', (key) =>
			change(
				stage.agent,
				{ act: 'plan.make', input: { debtor: who.debtor_id }, debtorId: who.debtor_id, key, dryRun: true },
				async (act): Promise<{ id: string } | Refusal> => {
					const terms = { debtId: who.debt_id, currency: who.currency, instalments: 3, firstDueOn: stage.on.add({ days: 10 }) };
					const made = await makePlan(act, { debtorId: who.debtor_id, ...terms });
					return isRefusal(made) ? made : { id: String(made.planId) };
				},
			),
		);
	},
};
