import { makePromise } from '../arrangements/actions.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { setWhereabouts } from '../contact/wishes.ts';
import { isRefusal } from '../core/refusal.ts';
import { limitationOfDebtor } from '../debts/limitation-actions.ts';
import { mobile } from '../demo/identities.ts';
import { clockFindings } from '../auditor/limitation.ts';
import { refusing, talk } from '../simulator/misdeeds-parts.ts';
import { zone } from '../simulator/plan.ts';
import type { PersonName } from './cast.ts';
import { heldBeforeItLeft } from './cast-apart.ts';
import { beforeItLeft, secondHandful } from './cast-twice.ts';
import { oneIsHeld } from './apart.ts';
import { slowCarrier } from './messages.ts';
import { surety } from './reach.ts';
import { sued, threatened } from './time.ts';
import { alsoAt, calls, enter, pays, type Placed, reach, type Stage, texts, type Trial, typeTo, wish } from './parts.ts';

/** A promise of a third by the fifth day after, told to the lead. */
const promises = (stage: Stage, who: Placed) => {
	const { debtor_id: debtorId, debt_id: debtId, currency } = who;
	const promise = { debtId, amountMinor: 100_000n, currency, dueOn: stage.on.subtract({ days: 7 }) };
	return enter({ ...stage, compliance: stage.lead }, 'promise.make', who, { debt_id: debtId }, async (act) => {
		const made = await makePromise(act, { debtorId, ...promise });
		return isRefusal(made) ? made : { id: String(made.promiseId) };
	});
};

/** Whose clocks are looked up on the evening: some are barred, some on their last day. */
const looked = [
	'barred',
	'barred tomorrow',
	'who agreed',
	'judged long ago',
	'judged two years ago',
	'enforced no more',
	'enforced a second time',
] as const satisfies readonly PersonName[];

/** What is done a second time, once the first is over and while it is not; and what has a second number or a second place. */
export const trialsOfTwice: Readonly<Record<string, Trial>> = {
	'a second application to enforce a judgment': async (stage) => {
		const who = stage.who('enforced a second time');
		const on = (years: number, days = 0) => stage.on.subtract({ years, days }).toString();
		stage.clock.set(stage.at(1, '12:20'));
		await sued(stage, who, on(4), [
			{ step: 'judged', on: on(3, 200) },
			{ step: 'enforcement', on: on(3) },
			{ step: 'enforcement', on: on(2, 300) },
			{ step: 'enforcement_withdrawn', on: on(2, 200) },
			{ step: 'enforcement', on: on(2, 100) },
			{ step: 'enforcement_withdrawn', on: on(2) },
		]);
		await threatened(stage, who, '10:00');
	},
	'a suit in time that is dismissed, and one that goes on': async (stage) => {
		const on = (daysAgo: number) => stage.on.subtract({ days: daysAgo }).toString();
		const [dismissed, pending] = [stage.who('whose suit was dismissed'), stage.who('whose suit goes on')];
		stage.clock.set(stage.at(20, '09:40'));
		for (const who of [dismissed, pending]) await surety(stage, who, { kind: 'general', until: -5 });
		stage.clock.set(stage.at(7, '09:40'));
		await sued(stage, dismissed, on(15), [{ step: 'dismissed', on: on(8) }]);
		await sued(stage, pending, on(15), []);
		for (const who of [dismissed, pending]) await calls(stage, who.around, [[0, '11:20']]);
	},
	'a number that is refused, and another': async (stage) => {
		const who = stage.who('refused on one of two numbers');
		stage.clock.set(stage.at(6, '09:10'));
		await alsoAt(stage, who, 'mobile', mobile(398_900_001));
		await calls(stage, who, [[5, '10:30']], { ended: refusing });
		await texts(stage, who, [stage.at(3, '10:30')]);
	},
	'what comes in of five while the carrier is at work': async (stage) => {
		const where = { jurisdictions: ['CN'], zones: ['Asia/Shanghai', 'Asia/Kolkata'], evidence: 'letter' };
		const meanwhile = async () => {
			const moves = stage.who('who moves before it left');
			await enter(stage, 'debtor.whereabouts', moves, where, (act) => setWhereabouts(act, moves.debtor_id, where));
			await pays(stage, stage.who('who pays before it left'), 10_000n);
			await wish(stage, stage.who('who wants no texts before it left'), { kind: 'refused_medium', channel: 'sms', evidence: 'letter' });
			await promises(stage, stage.who('who promises before it left'));
			await reach(stage, stage.who('refused before it left'), stage.clock.now(), { ended: refusing });
			await reach(stage, stage.who('who is reached before it left'), stage.clock.now(), { ended: talk });
			await oneIsHeld(stage);
		};
		// In Kolkata it is noon.
		stage.clock.set(stage.at(12, '14:30'));
		for (const name of [...secondHandful, ...beforeItLeft, ...heldBeforeItLeft]) await typeTo(stage, stage.who(name));
		stage.clock.advance({ minutes: 1 });
		await stage.press('messages', () => sendDueMessages(stage.system, slowCarrier(stage, { seconds: 1 }, meanwhile)));
	},
	'what is shown of the time that is left to sue': async (stage) => {
		const { owner, compliance, clock, found } = stage;
		clock.set(stage.at(0, '10:50'));
		for (const name of looked) {
			const { debtor_id: debtorId } = stage.who(name);
			const shown = await limitationOfDebtor(compliance, debtorId);
			if (isRefusal(shown)) continue;
			found(await clockFindings(owner, { tenantId: compliance.tenantId, debtorId, now: clock.now(), zone }, shown.debts));
		}
	},
};
