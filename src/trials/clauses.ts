import { recordNotice } from '../contact/wishes.ts';
import { isRefusal } from '../core/refusal.ts';
import { countersAt } from '../counters/client.ts';
import { change } from '../record/change.ts';
import { ask, type Ended, end, nobody, talk, use } from '../simulator/misdeeds-parts.ts';
import { askCounted } from './count.ts';
import { hold } from './edges.ts';
import { atHome, calls, consent, enter, type Placed, reach, type Stage, texts, type Times, type Trial, wish } from './parts.ts';

const york = 'America/New_York';
const london = 'Europe/London';
const evidence = 'recorded call';
const english =
	'[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. If you have paid, ignore this. Service {service}, complaints {complaint}, reply R to stop.';
const spoken: Ended = { line: 'other_person', said: 'none', identityDisclosed: true };
const engaged: Ended = { line: 'busy', said: 'none', identityDisclosed: false };

/** A home is to be entered without a word of that, with the person's leave, and not at all. */
async function homeIsEntered(stage: Stage, who: Placed, place?: string): Promise<void> {
	const home = await atHome(stage, who);
	if (!home) return;
	const goes = (daysAgo: number, visit: { enters_home?: boolean; entry_agreed?: boolean }) =>
		reach(stage, home, stage.at(daysAgo, '10:00', place), { channel: 'visit', visit: { people: 2, announced: true, ...visit } });
	await goes(5, { enters_home: true });
	await goes(4, { enters_home: true, entry_agreed: false });
	await goes(3, { enters_home: true, entry_agreed: true });
	await goes(2, {});
}

/** The number was looked up and belongs to whom it did. */
const checked = ({ press, compliance, clock }: Stage, { debtor_id: debtorId, point_id: pointId }: Placed) =>
	press('people', (key) =>
		change(compliance, { act: 'debtor.people', input: { debtor: debtorId, checked: pointId }, debtorId, key }, async ({ tx }) => {
			await tx.query('update contact_point set reassignment_checked_at = $4 where tenant_id = $1 and debtor_id = $2 and id = $3', [
				tx.tenantId,
				debtorId,
				pointId,
				clock.now(),
			]);
			return { point: pointId };
		}),
	);

/** The agent's own words, at ten in the morning in New York. */
const texted = (stage: Stage, who: Placed, daysAgo: number) => texts(stage, who, [stage.at(daysAgo, '10:00', york)], { text: english });

/** Somebody talked with agrees to be called again, and is. */
async function agrees(stage: Stage, who: Placed, ended: Ended): Promise<void> {
	await calls(stage, who, [[6, '10:00']], { ended: talk }, york);
	await calls(stage, who, [[5, '10:00']], {}, york);
	stage.clock.set(stage.at(5, '11:00', york));
	await consent(stage, who, { kind: 'calls', proof: 'e-mail' });
	await calls(stage, who, [[4, '10:00']], {}, york);
	await calls(stage, who, [[3, '10:00']], { ended }, york);
	await calls(stage, who, [[2, '10:00']], {}, york);
}

/** An agent of an agency that shares the count of a lender's, whose calls it may place without it; nobody answers there. */
const sharing = (stage: Stage, localShare: number) => ({
	...stage.agent,
	counters: countersAt({ url: 'http://127.0.0.1:9', key: Buffer.alloc(32, 7), token: 'a token', localShare, waitMs: 2_000 }),
});

/** Clauses of how somebody is reached, of which others than the debtor are spoken with, and of what is said. */
export const trialsOfClauses: Readonly<Record<string, Trial>> = {
	'a home that is entered': async (stage) => {
		await homeIsEntered(stage, stage.who('whose home is entered'));
		await homeIsEntered(stage, stage.who('whose home is entered in England'), london);
	},
	'what may be pressed for in England': async (stage) => {
		const who = stage.who('urged to borrow in England');
		for (const [i, mark] of (['presses_lump_sum', 'urges_borrowing', 'extra_fee'] as const).entries())
			await reach(stage, who, stage.at(4 - i, '10:00', london), { content: [mark] });
		await reach(stage, who, stage.at(1, '10:00', london), { content: ['extra_fee', 'presses_lump_sum'] });
	},
	'texts to a number that was checked': async (stage) => {
		const who = stage.who('whose number was checked');
		stage.clock.set(stage.at(130, '10:00', york));
		await consent(stage, who, { kind: 'texts', contact_point_id: String(who.point_id), proof: 'e-mail' });
		await texted(stage, who, 70);
		await texted(stage, who, 69);
		stage.clock.set(stage.at(63, '09:00', york));
		await checked(stage, who);
		await texted(stage, who, 40);
		await texted(stage, who, 3);
		await texted(stage, who, 2);
	},
	'a machine that is not wanted in New York': async (stage) => {
		const who = stage.who('called by a machine in New York');
		const rung = (daysAgo: number, time: string, by = stage.system) => reach(stage, who, stage.at(daysAgo, time, york), { by });
		await rung(3, '10:00');
		stage.clock.set(stage.at(2, '09:00', york));
		await wish(stage, who, { kind: 'no_automatic_contact', evidence });
		await rung(2, '10:00');
		await rung(1, '10:00', stage.agent);
		await rung(1, '11:00');
	},
	'a talk, and a call in vain, after calls were agreed to': async (stage) => {
		await agrees(stage, stage.who('who talks after agreeing to calls'), talk);
		await agrees(stage, stage.who('who does not answer after agreeing to calls'), nobody);
		const lapsing = stage.who('whose agreement to calls lapses');
		stage.clock.set(stage.at(12, '09:30', york));
		await consent(stage, lapsing, { kind: 'calls', proof: 'e-mail' });
		// Seven dates with its own: the first of these calls counts for nothing.
		const twice = (...days: number[]): Times =>
			days.flatMap(
				(day): Times => [
					[day, '10:00'],
					[day, '15:00'],
				],
			);
		await calls(stage, lapsing, [[6, '15:00'], ...twice(5, 4, 3), [2, '10:00'], [1, '10:00']], {}, york);
		const shorter = stage.who('who agreed to calls for two days');
		await calls(stage, shorter, [...twice(6, 5, 4), [3, '10:00']], {}, york);
		stage.clock.set(stage.at(3, '11:00', york));
		await consent(stage, shorter, { kind: 'calls', until_at: stage.at(1, '12:00', york).toString(), proof: 'e-mail' });
		await calls(
			stage,
			shorter,
			[
				[2, '10:00'],
				[1, '11:00'],
				[1, '13:00'],
			],
			{},
			york,
		);
	},
	'whoever stands for somebody, and whom a debt may be spoken of with': async (stage) => {
		const attorney = stage.who('whose attorney is called').around;
		const { owed: amountMinor, currency } = attorney;
		const eight: Times = [5, 4, 3, 2].flatMap(
			(day): Times => [
				[day, '10:00'],
				[day, '15:00'],
			],
		);
		await calls(stage, attorney, eight, { purpose: 'inform', amountMinor, currency, ended: spoken }, york);
		const client = stage.who('whose attorney is called');
		await calls(stage, client, [[1, '10:00']], {}, york);
		stage.clock.set(stage.at(1, '11:00', york));
		await hold(stage, client, 'counsel');
		await calls(stage, attorney, [[1, '12:00']], { ended: spoken }, york);
		await calls(stage, client, [[0, '09:00']], {}, york);
		for (const [name, kind] of [
			['whose executor is called', 'deceased'],
			['whose parent is called for a minor', 'minor'],
		] as const) {
			const who = stage.who(name);
			const asks = (daysAgo: number) => reach(stage, who.around, stage.at(daysAgo, '10:00', york), { purpose: 'collect' });
			await asks(5);
			stage.clock.set(stage.at(4, '09:00', york));
			await hold(stage, who, kind);
			await asks(4);
			await asks(3);
			await calls(stage, who, [[2, '10:00']], {}, york);
		}
	},
	'two calls and texts in Massachusetts': async (stage) => {
		const who = stage.who('texted and called in Massachusetts');
		const other = stage.who('engaged in Massachusetts');
		stage.clock.set(stage.at(20, '10:00', york));
		for (const each of [who, other]) {
			const notice = {
				kind: 'validation' as const,
				debt_id: String(each.debt_id),
				sent_on: stage.on.subtract({ days: 21 }).toString(),
				evidence,
			};
			await enter(stage, 'notice.record', each, { debt: each.debt_id }, (act) =>
				recordNotice(act, each.debtor_id, notice, stage.on.subtract({ days: 20 })),
			);
			await consent(stage, each, { kind: 'texts', contact_point_id: String(each.point_id), proof: 'e-mail' });
		}
		await texted(stage, who, 9);
		await calls(
			stage,
			who,
			[
				[8, '10:00'],
				[3, '10:00'],
				[2, '10:00'],
			],
			{},
			york,
		);
		await texted(stage, who, 1);
		await calls(stage, who, [[1, '10:30']], {}, york);
		// What is engaged reached no number.
		await calls(
			stage,
			other,
			[
				[5, '10:00'],
				[5, '11:00'],
			],
			{ ended: engaged },
			york,
		);
		await texted(stage, other, 4);
		await calls(stage, other, [[3, '10:00']], {}, york);
		await texted(stage, other, 2);
	},
	'a firm that owes an invoice': async (stage) => {
		const who = stage.who('whose firm owes an invoice');
		const five: Times = ['10:00', '10:10', '10:20', '10:30', '10:40'].map((time) => [1, time]);
		await calls(stage, who, [...five, [1, '21:50'], [1, '22:10'], [0, '07:55']], { ended: talk });
		await calls(stage, who.around, [[0, '10:00']]);
		await reach(stage, who, stage.at(0, '11:00'), { amountMinor: who.owed + 1n });
	},
	'hours that two clients allow together': async (stage) => {
		const both = stage.who('of the hours of two clients');
		const day: Times = [
			[1, '08:40'],
			[1, '09:10'],
			[1, '11:50'],
			[0, '12:10'],
		];
		await calls(stage, both, day);
		await reach(stage, both, stage.at(0, '12:20'), { debtIds: both.debts.slice(0, 1) });
		const none = stage.who('of no hour of two clients');
		await calls(stage, none, [
			[1, '09:00'],
			[1, '13:00'],
			[1, '16:00'],
		]);
	},
	'a sum without its currency': async (stage) => {
		const who = stage.who('asked in no currency');
		const [own, other] = [who.debts.slice(0, 1), who.debts.slice(1)];
		await reach(stage, who, stage.at(2, '10:00'), { amountMinor: 10_000n });
		await reach(stage, who, stage.at(2, '10:10'), { amountMinor: 10_000n, debtIds: other });
		await reach(stage, who, stage.at(1, '10:00'), { amountMinor: who.owed + 1n, debtIds: own });
		await reach(stage, who, stage.at(1, '10:10'), { amountMinor: who.owed, currency: 'USD' });
	},
	'the count of a lender’s agencies is away, or is not asked': async (stage) => {
		const away = stage.who('called while the count is away');
		const agent = sharing(stage, 1);
		for (const [time, ended] of [
			['10:00', nobody],
			['10:10', talk],
			['10:20', talk],
		] as const) {
			stage.clock.set(stage.at(1, time));
			const permit = await askCounted(stage, agent, away);
			const attempt = isRefusal(permit) ? permit : await use(stage, agent, away, permit.permit);
			stage.clock.advance({ minutes: 1 });
			if (!isRefusal(attempt)) await end(stage, agent, away, attempt.attempt, ended);
		}
		const unasked = stage.who('called without asking the count');
		await calls(
			stage,
			unasked,
			[
				[1, '11:00'],
				[1, '11:10'],
			],
			{ ended: talk, by: agent },
		);
		// Without the count a call to anybody else is as it was.
		stage.clock.set(stage.at(1, '11:20'));
		await ask(stage, agent, unasked.around);
		await calls(stage, stage.who('called without a share of the count'), [[1, '11:30']], { by: sharing(stage, 0) });
	},
};
