import { closeContact } from '../arrangements/close-contact.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordedEnd } from '../demo/calls.ts';
import { change } from '../record/change.ts';
import { ask, type Ended, nobody, use } from '../simulator/misdeeds-parts.ts';
import { know } from './contact.ts';
import { atHome, calls, consent, type Placed, reach, type Stage, texts, type Trial, wish } from './parts.ts';

const evidence = 'recorded call';
const delivered: Ended = { line: 'delivered', said: 'none', identityDisclosed: true };

/** A call that is ended as the page ends it, with whatever comes of it. */
async function closed(stage: Stage, to: Placed, time: string, { line, said, identityDisclosed }: Ended): Promise<void> {
	const { agent, clock, press } = stage;
	const { debtor_id: debtorId } = to;
	clock.set(stage.at(0, time));
	const permit = await ask(stage, agent, to);
	const attempt = isRefusal(permit) ? permit : await use(stage, agent, to, permit.permit);
	if (isRefusal(attempt)) return;
	clock.advance({ seconds: 20 });
	const outcome = { debtorId, attemptId: BigInt(attempt.attempt), line, said, identityDisclosed };
	await press('close', (key) =>
		change(
			agent,
			{ act: 'contact.close', input: { debtor: debtorId, attempt: attempt.attempt, line, said }, debtorId, key },
			async (act) => {
				const done = await closeContact(act, { outcome });
				return isRefusal(done) ? done : recordedEnd(done);
			},
		),
	);
}

/** What the law of one place says and that of another does not, and what is known of a person wherever they live. */
export const trialsOfPlaces: Readonly<Record<string, Trial>> = {
	'somebody else who complains and disputes': async (stage) => {
		const heard = (said: 'complains' | 'disputes'): Ended => ({ line: 'other_person', said, identityDisclosed: true });
		await closed(stage, stage.who('about whom somebody complains'), '10:00', heard('complains'));
		await closed(stage, stage.who('for whom somebody disputes'), '10:10', heard('disputes'));
	},
	'calls nobody wrote the end of, and people around': async (stage) => {
		const who = stage.who('of whom nothing was heard');
		await calls(
			stage,
			who,
			[4, 3, 2, 1].map((day) => [day, '10:00'] as const),
			{ ended: null },
		);
		await calls(stage, who.around, [[0, '10:00']]);
	},
	'a lasting consent on times, and the night': async (stage) => {
		for (const [name, place] of [
			['who may be called at any time', undefined],
			['who may be called at any time there', 'America/New_York'],
		] as const) {
			const who = stage.who(name);
			stage.clock.set(stage.at(3, '10:00', place));
			await wish(stage, who, { kind: 'inconvenient_time', from: '10:00', until: '12:00', evidence });
			stage.clock.advance({ minutes: 5 });
			await consent(stage, who, { kind: 'times', proof: evidence });
			await calls(
				stage,
				who,
				[
					[2, '11:00'],
					[2, '23:30'],
					[1, '03:00'],
				],
				{},
				place,
			);
		}
	},
	'visits in England': async (stage) => {
		const place = 'Europe/London';
		const home = await atHome(stage, stage.who('who is vulnerable in England'));
		if (!home) return;
		const visited = (daysAgo: number, announced: boolean) =>
			reach(stage, home, stage.at(daysAgo, '10:00', place), { channel: 'visit', visit: { people: 2, announced } });
		await visited(5, false);
		await visited(4, true);
		stage.clock.set(stage.at(3, '10:00', place));
		await wish(stage, home, { kind: 'vulnerable', evidence });
		await visited(2, true);
	},
	'a medium refused in England': async (stage) => {
		const place = 'Europe/London';
		const who = stage.who('who wants no texts in England');
		stage.clock.set(stage.at(3, '10:00', place));
		await wish(stage, who, { kind: 'refused_medium', channel: 'sms', evidence });
		await wish(stage, who, { kind: 'refused_medium', channel: 'letter', evidence });
		await texts(stage, who, [stage.at(2, '10:00', place)]);
		const home = await atHome(stage, who);
		if (home) await reach(stage, home, stage.at(1, '10:00', place), { channel: 'letter', ended: delivered });
		await calls(stage, who, [[1, '10:30']], {}, place);
	},
	'a parent of somebody grown up in the United States': async (stage) => {
		const { around, owed: amountMinor, currency } = stage.who('whose parent is asked');
		const at = (daysAgo: number) => stage.at(daysAgo, '10:00', 'America/New_York');
		await reach(stage, around, at(2), { purpose: 'collect' });
		await reach(stage, around, at(1), { amountMinor, currency });
	},
	'two debts, the mandate of one of which is over': async (stage) => {
		const who = stage.who('whose one mandate is over');
		await calls(stage, who, [
			[3, '10:00'],
			[2, '10:00'],
			[1, '10:00'],
		]);
		await calls(stage, who, [[0, '10:00']], { debtIds: who.debts });
	},
	'letters and calls in New York City': async (stage) => {
		const place = 'America/New_York';
		const who = stage.who('in New York City');
		const home = await atHome(stage, who);
		if (!home) return;
		for (const daysAgo of [7, 5, 4, 3, 2])
			await reach(stage, home, stage.at(daysAgo, '10:00', place), { channel: 'letter', ended: delivered });
		await calls(
			stage,
			who,
			[
				[1, '10:00'],
				[0, '09:00'],
			],
			{ ended: nobody },
			place,
		);
	},
	'wishes where no law speaks of them': async (stage) => {
		const place = 'Asia/Singapore';
		const who = stage.who('who is let be in Singapore');
		stage.clock.set(stage.at(3, '10:00', place));
		await wish(stage, who, { kind: 'inconvenient_time', from: '12:00', until: '14:00', evidence });
		await wish(stage, who, { kind: 'refused_medium', channel: 'sms', evidence });
		await calls(
			stage,
			who,
			[
				[1, '11:59:30'],
				[1, '12:30'],
			],
			{},
			place,
		);
		await texts(stage, who, [stage.at(0, '10:00', place)]);
		const working = stage.who('at work in Singapore');
		stage.clock.set(stage.at(3, '11:00', place));
		await know(stage, working, 'place', 'work');
		await calls(stage, working, [[2, '10:00']], {}, place);
		stage.clock.set(stage.at(2, '11:00', place));
		await wish(stage, working, { kind: 'inconvenient_place', place: 'work', evidence });
		await calls(stage, working, [[1, '10:00']], {}, place);
	},
};
