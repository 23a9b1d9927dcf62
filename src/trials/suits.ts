import { isRefusal } from '../core/refusal.ts';
import { changeTold, limitationOfDebtor } from '../debts/limitation-actions.ts';
import { referSuit } from '../debts/suit-actions.ts';
import { clockFindings } from '../auditor/limitation.ts';
import { zone } from '../simulator/plan.ts';
import type { PersonName } from './cast.ts';
import { suitsCast } from './cast-suits.ts';
import { surety } from './reach.ts';
import { sued, threatened, told } from './time.ts';
import { calls, enter, type Placed, type Stage, type Trial } from './parts.ts';

const york = 'America/New_York';
const london = 'Europe/London';
const evidence = 'papers of the court';
const day = ({ on }: Stage, daysAhead: number): string => on.add({ days: daysAhead }).toString();

/** Somebody in New York is sued for by the house. */
const sues = (stage: Stage, who: Placed) => {
	const place = { venue: 'US-NY-KINGS', lives_in: 'US-NY-KINGS', ground: 'residence' } as const;
	const body = { debt_id: String(who.debt_id), kind: 'court', brought_by: 'us', court: 'Civil Court', evidence, ...place } as const;
	return enter(stage, 'suit.refer', who, body, (act) => referSuit(act, who.debtor_id, body));
};

/** Last days to sue: told once more, found by nobody, and past since a court has judged. */
export const trialsOfSuits: Readonly<Record<string, Trial>> = {
	'a last day that is told once more, nearer and further': async (stage) => {
		const told3 = [
			['told a nearer day', 10, -1],
			['told a further day', -1, 10],
			['told a nearer day in error', 10, -1],
		] as const;
		for (const [name, before, since] of told3) {
			const who = stage.who(name);
			stage.clock.set(stage.at(3, '12:00'));
			await told(stage, who, 'last_day_to_sue', day(stage, before));
			stage.clock.set(stage.at(2, '12:00'));
			const again = await told(stage, who, 'last_day_to_sue', day(stage, since));
			stage.clock.set(stage.at(1, '12:00'));
			if (name === 'told a nearer day in error' && !isRefusal(again)) {
				const change = { withdrawn: true, evidence } as const;
				await enter(stage, 'limitation.change', who, { event: again.id, withdrawn: true }, (act) =>
					changeTold(act, { debtorId: who.debtor_id, id: BigInt(again.id) }, change),
				);
			}
			await threatened(stage, who, '09:00', york);
			stage.clock.advance({ minutes: 5 });
			await sues(stage, who);
		}
	},
	'a suit is threatened where nobody found the last day, and once counsel has': async (stage) => {
		for (const [name, place] of [
			['whose day nobody found', york],
			['whose day nobody found, in two countries', zone],
			['whose day nobody found in Singapore', 'Asia/Singapore'],
		] as const) {
			const who = stage.who(name);
			await threatened(stage, who, '09:10', place);
			stage.clock.advance({ minutes: 5 });
			await told(stage, who, 'last_day_to_sue', day(stage, 1));
			await calls(stage, who, [[0, '09:40']], { content: ['threatens_suit'] }, place);
		}
	},
	'a judgment where counsel’s day, or the years, are past': async (stage) => {
		stage.clock.set(stage.at(3, '12:00'));
		const [american, scots, english] = [stage.who('judged in New York'), stage.who('judged in Scotland'), stage.who('judged in England')];
		await told(stage, american, 'last_day_to_sue', day(stage, -30));
		await told(stage, english, 'refused_as_barred', day(stage, -4));
		for (const [who, time, place] of [
			[american, '09:20', york],
			[scots, '10:00', london],
			[english, '10:00', london],
		] as const) {
			await calls(stage, who, [[2, time]], { content: ['threatens_suit'] }, place);
			stage.clock.set(stage.at(1, '12:00'));
			await sued(stage, who, day(stage, -300), [{ step: 'judged', on: day(stage, -100) }]);
			await calls(stage, who, [[0, time]], { content: ['threatens_suit'] }, place);
		}
	},
	'a last instalment that is told once more': async (stage) => {
		const [own, other] = [stage.who('told a nearer instalment'), stage.who('whose surety was told a nearer instalment')];
		stage.clock.set(stage.at(3, '12:00'));
		await surety(stage, other);
		for (const [daysAgo, years, days] of [
			[3, 2, 0],
			[2, 3, -1],
		] as const) {
			stage.clock.set(stage.at(daysAgo, '12:10'));
			await told(stage, own, 'last_due', stage.on.subtract({ years }).add({ days }).toString());
			await told(stage, other, 'last_due', day(stage, years === 2 ? -30 : -220));
		}
		await threatened(stage, own, '10:00');
		await calls(stage, other.around, [[0, '10:00']]);
	},
	'what is shown of a last day that was told once more, or was judged': async (stage) => {
		const { owner, compliance, clock, found } = stage;
		clock.set(stage.at(0, '23:40'));
		for (const name of Object.keys(suitsCast) as PersonName[]) {
			const { debtor_id: debtorId } = stage.who(name);
			const shown = await limitationOfDebtor(compliance, debtorId);
			if (isRefusal(shown)) continue;
			found(await clockFindings(owner, { tenantId: compliance.tenantId, debtorId, now: clock.now(), zone }, shown.debts));
		}
	},
};
