import { makePromise } from '../arrangements/actions.ts';
import { fileComplaint } from '../complaints/actions.ts';
import { recordOutcome } from '../contact/actions.ts';
import { decideOnText, writeText } from '../content/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import type { LimitationFact } from '../debts/limitation.ts';
import { referSuit, stepSuit } from '../debts/suit-actions.ts';
import type { SuitBody, SuitStepBody } from '../debts/suit-shapes.ts';
import { recallPlacement } from '../placements/actions.ts';
import { eraseDebtor, eraseDue } from '../privacy/actions.ts';
import { change } from '../record/change.ts';
import { refusalFindings, refusersOf } from '../auditor/privacy.ts';
import { ask, nobody, talk, use } from '../simulator/misdeeds-parts.ts';
import { enter, type Placed, pays, reach, type Stage, texts, type Trial } from './parts.ts';

const before = ({ on }: Stage, long: Temporal.DurationLike): string => on.subtract(long).toString();
const evidence = 'papers of the court';

export const told = (stage: Stage, of: Placed, kind: LimitationFact['kind'], on: string) => {
	const event = { debt_id: String(of.debt_id), kind, happened_on: on, evidence };
	return enter(stage, 'limitation.tell', of, event, (act) => tellLimitation(act, of.debtor_id, event));
};

/** The creditor sued years ago; what the court and the creditor did since. */
export async function sued(stage: Stage, of: Placed, filedOn: string, steps: readonly Omit<SuitStepBody, 'evidence'>[]): Promise<void> {
	const body = {
		debt_id: String(of.debt_id),
		kind: 'court' as const,
		brought_by: 'creditor' as const,
		court: '东城区人民法院',
		venue: 'CN-BJ',
		ground: 'residence' as const,
		filed_on: filedOn,
		evidence,
	};
	const suit = await enter(stage, 'suit.refer', of, body, (act) => referSuit(act, of.debtor_id, body));
	if (isRefusal(suit)) return;
	for (const each of steps) {
		const step: SuitStepBody = { ...each, evidence };
		await enter(stage, 'suit.step', of, { suit: suit.id, ...step }, (act) =>
			stepSuit(act, { debtorId: of.debtor_id, id: BigInt(suit.id) }, step),
		);
	}
}

/** Called on the last day, and once more with the threat of a suit. */
export async function threatened(stage: Stage, of: Placed, time: string, place?: string): Promise<void> {
	await reach(stage, of, stage.at(0, time, place));
	stage.clock.advance({ minutes: 5 });
	await reach(stage, of, stage.clock.now(), { content: ['threatens_suit'] });
}

const typed = {
	whole:
		'【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。',
	'without a name': '{name}您好，您的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。',
	'without a line for complaints': '【{agency}】{name}您好，您的账单（尾号{tail}）尚有{amount}未还。客服{service}，拒收请回复R。',
	'without a way out': '【{agency}】{name}您好，您的账单（尾号{tail}）尚有{amount}未还。客服{service}，投诉{complaint}。',
	threatening: '【{agency}】{name}，再不还款就让你坐牢，我们上门抓你。客服{service}，投诉{complaint}，拒收请回复R。',
} as const;
const english =
	'[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. If you have paid, ignore this. Service {service}, complaints {complaint}, reply R to stop.';

/** What time ends, keeps and erases; and words that two people look at. */
export const trialsOfTime: Readonly<Record<string, Trial>> = {
	'debts of three years': async (stage) => {
		stage.clock.set(stage.at(1, '12:00'));
		await told(stage, stage.who('who agreed'), 'agreement', before(stage, { years: 2 }));
		for (const name of ['barred', 'barred tomorrow', 'who agreed'] as const) await threatened(stage, stage.who(name), '10:00');
	},
	'judgments of two years': async (stage) => {
		stage.clock.set(stage.at(1, '12:00'));
		const filed = before(stage, { years: 4 });
		const judged = (long: Temporal.DurationLike) => ({ step: 'judged' as const, on: before(stage, long) });
		await sued(stage, stage.who('judged long ago'), filed, [judged({ years: 2, days: 1 })]);
		await sued(stage, stage.who('judged two years ago'), filed, [judged({ years: 2 })]);
		await sued(stage, stage.who('enforced no more'), filed, [
			judged({ years: 3, months: 6 }),
			{ step: 'enforcement', on: before(stage, { years: 3 }) },
			{ step: 'enforcement_withdrawn', on: before(stage, { years: 2, days: 1 }) },
		]);
		for (const name of ['judged long ago', 'judged two years ago', 'enforced no more'] as const)
			await threatened(stage, stage.who(name), '10:00');
	},
	'limitation in Scotland, England and New York': async (stage) => {
		stage.clock.set(stage.at(1, '12:00'));
		await told(stage, stage.who('who will not pay'), 'refused_as_barred', before(stage, { days: 1 }));
		await told(stage, stage.who('sued no more'), 'last_day_to_sue', before(stage, { days: 1 }));
		for (const name of ['extinguished', 'extinguished tomorrow', 'who will not pay'] as const)
			await threatened(stage, stage.who(name), '10:00', 'Europe/London');
		await threatened(stage, stage.who('sued no more'), '09:00', 'America/New_York');
	},
	'money and promises before the end and after it': async (stage) => {
		const [late, promised] = [stage.who('who paid too late'), stage.who('who promised too late')];
		for (const who of [stage.who('who paid in time'), late]) {
			stage.clock.set(stage.at(5, '12:00'));
			await pays(stage, who, 10_000n);
		}
		stage.clock.set(stage.at(5, '12:10'));
		const promise = { debtId: promised.debt_id, amountMinor: 10_000n, currency: promised.currency, dueOn: stage.on.subtract({ days: 3 }) };
		await enter({ ...stage, compliance: stage.lead }, 'promise.make', promised, { debt_id: promised.debt_id }, async (act) => {
			const made = await makePromise(act, { debtorId: promised.debtor_id, ...promise });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		});
		for (const name of ['who paid in time', 'who paid too late', 'who promised too late'] as const)
			await threatened(stage, stage.who(name), '10:00');
	},
	'a suit over what is gone in Scotland': async (stage) => {
		stage.clock.set(stage.at(0, '11:00'));
		for (const name of ['sued for when it was gone', 'sued for on its last day'] as const) {
			const who = stage.who(name);
			const body = {
				debt_id: String(who.debt_id),
				kind: 'court',
				brought_by: 'us',
				court: 'Edinburgh Sheriff Court',
				venue: 'UK-SCT',
				ground: 'residence',
				evidence,
			} as const;
			await enter(stage, 'suit.refer', who, body, (act) => referSuit(act, who.debtor_id, body));
			stage.clock.advance({ minutes: 5 });
		}
	},
	'suits in the United States, where nobody signed and where somebody is only said to live': async (stage) => {
		const who = stage.who('sued where they do not live');
		stage.clock.set(stage.at(0, '11:20'));
		await told(stage, who, 'last_day_to_sue', stage.on.add({ years: 1 }).toString());
		const places: readonly Pick<SuitBody, 'venue' | 'signed_in' | 'lives_in'>[] = [
			{ venue: 'US-TX-HARRIS' },
			{ venue: 'US-TX-HARRIS', lives_in: 'US-TX-HARRIS' },
			{ venue: 'US-TX-HARRIS', lives_in: 'US-TX-HARRIS', signed_in: 'US-DE-KENT' },
			// It begins with the letters of a place on record, and lies in none.
			{ venue: 'US-NYX-KINGS', lives_in: 'US-NYX-KINGS' },
			{ venue: 'US-NY-KINGS', lives_in: 'US-NY-KINGS', signed_in: 'US-DE-KENT' },
		];
		for (const place of places) {
			const body = {
				debt_id: String(who.debt_id),
				kind: 'court',
				brought_by: 'us',
				court: 'Civil Court',
				ground: 'residence',
				evidence,
				...place,
			} as const;
			await enter(stage, 'suit.refer', who, body, (act) => referSuit(act, who.debtor_id, body));
			stage.clock.advance({ minutes: 5 });
		}
	},
	'what is kept and what is erased': async (stage) => {
		const { press, compliance, manager, system, clock, on } = stage;
		const at = (long: Temporal.DurationLike) =>
			on.subtract(long).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant();
		await reach(stage, stage.who('gone long ago'), at({ years: 7, days: 40 }), { ended: talk });
		clock.set(at({ years: 7 }));
		await told(stage, stage.who('gone long ago'), 'demand', before(stage, { years: 7 }));
		await press('recall', (key) => recallPlacement(manager, stage.placementOf('LONG'), '委案方收回', key));
		clock.set(at({ years: 4 }));
		await press('recall', (key) => recallPlacement(manager, stage.placementOf('NEWER'), '委案方收回', key));
		clock.set(stage.at(0, '18:40'));
		const complains = stage.who('who complains').debtor_id;
		await press('complaint', (key) =>
			change(compliance, { act: 'complaint.file', input: { debtor: complains, kind: 'complaint' }, debtorId: complains, key }, (act) =>
				fileComplaint(act, { debtorId: complains, kind: 'complaint', channel: 'letter', words: 'of old' }),
			),
		);
		for (const name of ['gone not so long', 'who complains', 'barred'] as const) {
			const { debtor_id: debtorId } = stage.who(name);
			await press('erase', (key) =>
				change(
					compliance,
					{ act: 'privacy.erase', input: { debtor: debtorId, by: 'hand' }, debtorId, key },
					(act): Promise<{ erased: true } | Refusal> => eraseDebtor(act, debtorId),
				),
			);
		}
		clock.advance({ minutes: 5 });
		const refused = await refusersOf(stage.owner, system.tenantId);
		await eraseDue(system);
		stage.found(refusalFindings(refused, await refusersOf(stage.owner, system.tenantId)));
	},
	'texts one writes and another approves': async (stage) => {
		const { press, compliance, manager, clock } = stage;
		clock.set(stage.at(0, '17:30'));
		const write = (zh: string) => press('text', (key) => writeText(compliance, { name: 'reminder', zh, en: english }, key));
		for (const zh of Object.values(typed)) {
			const text = await write(zh);
			if (isRefusal(text)) continue;
			for (const by of [compliance, manager])
				await press('approve', (key) => decideOnText(by, { id: BigInt(text.id), verdict: 'approved', reason: null }, key));
		}
		const draft = await write(typed.whole);
		const who = stage.who('scripted');
		clock.set(stage.at(0, '17:40'));
		const permit = await ask(stage, stage.agent, who);
		if (isRefusal(permit)) return;
		const attempt = await use(stage, stage.agent, who, permit.permit);
		if (isRefusal(attempt)) return;
		const versions = [isRefusal(draft) ? 2 : draft.version, null];
		for (const version of versions) {
			const { debtor_id: debtorId } = who;
			const outcome = {
				...nobody,
				debtorId,
				attemptId: BigInt(attempt.attempt),
				script: { name: version === null ? 'call opening' : 'reminder', version },
			};
			await press('end', (key) =>
				change(
					stage.agent,
					{ act: 'contact.outcome', input: { debtor: debtorId, attempt: attempt.attempt, version }, debtorId, key },
					async (act): Promise<{ answered: boolean } | Refusal> => {
						const ended = await recordOutcome(act, outcome);
						return isRefusal(ended) ? ended : { answered: ended.answered };
					},
				),
			);
		}
	},
	'words that lack something': async (stage) => {
		const { whole: _, ...lacking } = typed;
		// A day for each, since one text a day is all that leaves.
		for (const [i, text] of Object.values(lacking).entries())
			await texts(stage, stage.who('typed'), [stage.at(2 * i + 1, '15:00')], { text });
	},
};
