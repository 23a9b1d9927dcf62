import { makePromise } from '../arrangements/actions.ts';
import { placeHoldByHand } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { changeGuarantee, tellGuarantee } from '../debts/guarantee-actions.ts';
import { referSuit } from '../debts/suit-actions.ts';
import { forge, waysPastTheGate } from '../simulator/forgeries.ts';
import { ask, type Ended, end, nobody, refusing, talk, use } from '../simulator/misdeeds-parts.ts';
import { sued, threatened } from './time.ts';
import { atHome, calls, enter, type Placed, pays, reach, type Stage, trained, type Trial, wish } from './parts.ts';

const evidence = 'letter';
const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };

/** A permit is asked for; something comes in between; it is used. */
async function usedAfter(stage: Stage, who: Placed, time: string, between: () => Promise<unknown>): Promise<void> {
	stage.clock.set(stage.at(0, time));
	const permit = await ask(stage, stage.agent, who);
	stage.clock.advance({ minutes: 1 });
	await between();
	stage.clock.advance({ minutes: 1 });
	const attempt = isRefusal(permit) ? permit : await use(stage, stage.agent, who, permit.permit);
	if (!isRefusal(attempt)) await end(stage, stage.agent, who, attempt.attempt);
}

/** The house refers a suit over somebody's debt to the court of the place where they live. */
export function suesInBeijing(stage: Stage, who: Placed): Promise<unknown> {
	const body = {
		debt_id: String(who.debt_id),
		kind: 'court',
		brought_by: 'us',
		court: '东城区人民法院',
		venue: 'CN-BJ',
		ground: 'residence',
		evidence,
	} as const;
	return enter(stage, 'suit.refer', who, body, (act) => referSuit(act, who.debtor_id, body));
}

type Surety = { readonly debt?: number; readonly kind?: 'joint' | 'general' /** Days from the last one. */; readonly until?: number };
/** Whoever is around somebody stands surety for one of their debts; null where that was refused. */
export async function surety(stage: Stage, who: Placed, { debt = 0, kind = 'joint', until }: Surety = {}): Promise<bigint | null> {
	const { party_id: party } = who.around;
	await enter(stage, 'debtor.people', who, { surety: true }, async ({ tx }) => {
		await tx.query(`update party set role = 'guarantor' where tenant_id = $1 and debtor_id = $2 and id = $3`, [
			tx.tenantId,
			who.debtor_id,
			party,
		]);
		return { id: String(party) };
	});
	const body = {
		debt_id: String(who.debts[debt]),
		party_id: String(party),
		kind,
		...(until === undefined ? {} : { ends_on: stage.on.add({ days: until }).toString() }),
	};
	const told = await enter(stage, 'guarantee.tell', who, body, (act) => tellGuarantee(act, who.debtor_id, { ...body, evidence }));
	return isRefusal(told) ? null : BigInt(told.id);
}

/** What is seen of a case only by who asks at the right moment: between a permit and its use, past the gate, of one debt and not the other, on a first day. */
export const trialsOfReach: Readonly<Record<string, Trial>> = {
	'a hold, a wish and a payment between a permit and its use': async (stage) => {
		const held = stage.who('held in between');
		await usedAfter(stage, held, '10:00', () =>
			enter(stage, 'hold.place', held, { kind: 'client_request', days: 2 }, async (act) => {
				const placed = await placeHoldByHand(act, held.debtor_id, { kind: 'client_request', days: 2, evidence });
				return isRefusal(placed) ? placed : { id: placed.holdId };
			}),
		);
		const quiet = stage.who('who wants no calls in between');
		await usedAfter(stage, quiet, '10:05', () => wish(stage, quiet, { kind: 'refused_medium', channel: 'voice', evidence }));
		const paid = stage.who('paid in between');
		await usedAfter(stage, paid, '10:10', () => pays(stage, paid, paid.owed));
	},
	'rows written past the gate': async (stage) => {
		const who = stage.who('written past the gate');
		stage.clock.set(stage.at(0, '10:00'));
		// Nobody uses it: it runs out.
		await ask(stage, stage.agent, who);
		await reach(stage, who, stage.at(0, '10:30'));
		stage.clock.set(stage.at(0, '11:00'));
		await forge({ press: stage.press, door: stage.agent }, who, waysPastTheGate);
	},
	'whoever stands surety for nothing, or for another debt, and refuses': async (stage) => {
		const error = stage.who('whose surety was an error');
		stage.clock.set(stage.at(5, '09:00'));
		const guarantee = await surety(stage, error);
		stage.clock.set(stage.at(5, '09:10'));
		if (guarantee !== null)
			await enter(stage, 'guarantee.change', error, { guarantee, withdrawn: true }, (act) =>
				changeGuarantee(act, { debtorId: error.debtor_id, id: guarantee }, { withdrawn: true, evidence }),
			);
		const other = stage.who('whose surety is for the other debt');
		stage.clock.set(stage.at(5, '09:20'));
		await surety(stage, other, { debt: 1, until: 30 });
		for (const who of [error, other]) {
			const first = { debtIds: who.debts.slice(0, 1) };
			await calls(stage, who, [[4, '10:00']], { ended: dead });
			await calls(stage, who.around, [[3, '10:00']], { ...first, ended: refusing });
			await calls(stage, who.around, [[1, '10:00']], first);
		}
		await calls(stage, other.around, [[1, '11:00']], { debtIds: other.debts.slice(1) });
	},
	'a claim about another debt, and one that is no suit': async (stage) => {
		const both = stage.who('asked about the other debt');
		stage.clock.set(stage.at(20, '09:00'));
		await surety(stage, both, { debt: 0, until: -5 });
		stage.clock.set(stage.at(20, '09:10'));
		await surety(stage, both, { debt: 1, until: 30 });
		const general = stage.who('whose surety must be sued for');
		stage.clock.set(stage.at(20, '09:20'));
		await surety(stage, general, { kind: 'general', until: -5 });
		await calls(stage, both.around, [[10, '10:00']], { debtIds: both.debts.slice(1), ended: talk });
		await calls(stage, general.around, [[10, '11:00']], { ended: talk });
		await calls(stage, both.around, [[0, '10:00']], { debtIds: both.debts.slice(0, 1), ended: nobody });
		await calls(stage, general.around, [[0, '11:00']]);
	},
	'a promise in a call where only paper counts': async (stage) => {
		const who = stage.who('who promised in Scotland');
		stage.clock.set(stage.at(20, '18:00'));
		const promise = { debtId: who.debt_id, amountMinor: 10_000n, currency: who.currency, dueOn: stage.on.subtract({ days: 15 }) };
		await enter({ ...stage, compliance: stage.lead }, 'promise.make', who, { debt_id: who.debt_id }, async (act) => {
			const made = await makePromise(act, { debtorId: who.debtor_id, ...promise });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		});
		await threatened(stage, who, '10:00', 'Europe/London');
	},
	'a debt with a judgment, sued for again': async (stage) => {
		const who = stage.who('judged and sued again');
		stage.clock.set(stage.at(1, '12:00'));
		const on = (days: number) => stage.on.subtract({ days }).toString();
		await sued(stage, who, on(300), [{ step: 'judged', on: on(100) }]);
		stage.clock.advance({ minutes: 5 });
		await suesInBeijing(stage, who);
	},
	'the first day of a row of law': async (stage) => {
		// The calls a day to one number, and the visits. Some lives end before that day.
		const daysAgo = Temporal.PlainDate.from('2026-01-30').until(stage.on).days;
		if (daysAgo < 0 || daysAgo > 300) return;
		const who = stage.who('called on the first day');
		// Trained before it, for these calls; and as before when they are over.
		stage.clock.set(stage.at(daysAgo + 1, '06:00'));
		await trained(stage, stage.on.subtract({ days: daysAgo + 30 }));
		const home = await atHome(stage, who);
		for (const [time, people] of [
			['17:00', 1],
			['18:00', 2],
		] as const)
			if (home) await reach(stage, home, stage.at(daysAgo + 1, time), { channel: 'visit', visit: { people } });
		for (let hour = 10; hour < 17; hour++) await reach(stage, who, stage.at(daysAgo, `${hour}:00`));
		if (home)
			for (const time of ['17:00', '18:00']) await reach(stage, home, stage.at(daysAgo, time), { channel: 'visit', visit: { people: 2 } });
		stage.clock.set(stage.at(0, '17:15'));
		await trained(stage, stage.on.subtract({ days: 30 }));
	},
};
