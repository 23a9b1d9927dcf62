import { ask, type Ended, nobody, somebody, talk } from '../simulator/misdeeds-parts.ts';
import { surety } from './reach.ts';
import { alsoAt, atHome, calls, consent, type Placed, reach, type Stage, type Times, type Trial } from './parts.ts';

const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };
const delivered: Ended = { line: 'delivered', said: 'none', identityDisclosed: true };
const refusing: Ended = { line: 'delivered', said: 'refuses_contact', identityDisclosed: true };

/** An e-mail and a letter just before the night begins and just after, just before it ends and just after. */
async function atNight(stage: Stage, who: Placed, email: string, begins: readonly [string, string], place?: string): Promise<void> {
	stage.clock.set(stage.at(4, '10:00', place));
	const home = await atHome(stage, who);
	const address = await alsoAt(stage, who, 'email', email);
	if (!home || !address) return;
	await consent(stage, who, { kind: 'emails', contact_point_id: String(address.point_id), proof: 'letter' });
	const times: Times = [...begins.map((time) => [2, time] as const), [1, '07:55'], [1, '08:05']];
	await calls(stage, home, times, { channel: 'letter', ended: delivered }, place);
	await calls(stage, address, times, { channel: 'email', ended: delivered }, place);
}

/** A debtor is lost; a friend is written to, who answers or does not, and is called and written to again. */
async function friendIsWrittenTo(stage: Stage, who: Placed, address: string, ended: Ended): Promise<void> {
	await calls(stage, who, [[3, '10:00']], { ended: dead });
	stage.clock.set(stage.at(3, '11:00'));
	const home = await alsoAt(stage, who.around, 'address', address);
	if (!home) return;
	await reach(stage, home, stage.at(2, '10:00'), { channel: 'letter', ended });
	await calls(stage, who.around, [[1, '10:00']]);
	await reach(stage, home, stage.at(0, '10:00'), { channel: 'letter', ended: delivered });
}

/** What is written and not said: by night, and in answer; and whose answered calls, and whose number, count together. */
export const trialsOfAnswers: Readonly<Record<string, Trial>> = {
	'letters and e-mails at night': async (stage) => {
		const who = stage.who('written to at night');
		await atNight(stage, who, 'night@example.com', ['21:55', '22:05']);
		const home = await atHome(stage, who);
		const visit = { channel: 'visit', visit: { people: 2 } } as const;
		if (home)
			await calls(
				stage,
				home,
				[
					[2, '22:30'],
					[1, '07:30'],
					[1, '09:00'],
				],
				visit,
			);
	},
	'letters and e-mails at night, elsewhere': async (stage) => {
		for (const [name, begins, place] of [
			['England', ['20:55', '21:05'], 'Europe/London'],
			['New York', ['20:55', '21:05'], 'America/New_York'],
			['Singapore', ['21:55', '22:05'], 'Asia/Singapore'],
		] as const)
			await atNight(stage, stage.who(`written to at night in ${name}`), `night.${place.toLowerCase()}@example.com`, begins, place);
	},
	'answered calls about the debt of one lender, and one about the debts of two': async (stage) => {
		for (const [name, used, hour] of [
			['whose second lender’s calls are used up', 1, 13],
			['whose first lender’s calls are used up', 0, 14],
		] as const) {
			const who = stage.who(name);
			const [own, other] = [who.debts.slice(used, used + 1), who.debts.slice(1 - used, 2 - used)];
			const about = (debtIds: readonly bigint[], minute: string) =>
				reach(stage, who, stage.at(0, `${hour}:${minute}`), { debtIds, ended: somebody });
			await about(own, '00');
			await about(own, '05');
			await about(other, '10');
			// The third of the one, the second of the other.
			await about(who.debts, '15');
			await about(who.debts, '20');
			await reach(stage, who, stage.at(0, `${hour}:25`), { ended: somebody });
			await about(other, '30');
			await about(other, '35');
		}
	},
	'talks with whoever stands surety, and with the debtor': async (stage) => {
		const who = stage.who('whose surety answers');
		stage.clock.set(stage.at(9, '09:50'));
		await surety(stage, who, { until: 30 });
		await calls(
			stage,
			who.around,
			[
				[0, '12:00'],
				[0, '12:10'],
			],
			{ ended: talk },
		);
		await calls(stage, who, [[0, '12:20']], { ended: talk });
		for (const [to, time] of [
			[who.around, '12:30'],
			[who, '12:40'],
		] as const)
			await calls(stage, to, [[0, time]], { ended: nobody });
	},
	'a number that is a debtor’s own and that of another’s friend': async (stage) => {
		const [own, lost] = [stage.who('whose number is a friend’s too'), stage.who('whose friend has that number too')];
		await calls(stage, lost, [[1, '15:00']], { ended: dead });
		const five: Times = ['00', '05', '10', '15', '20'].map((minute) => [0, `15:${minute}`]);
		await calls(stage, own, five);
		for (const [to, time] of [
			[lost.around, '15:30'],
			[own, '15:35'],
			[lost.around, '15:40'],
		] as const)
			await calls(stage, to, [[0, time]]);
		const [named, asks] = [
			stage.who('whose number is that of a friend who is asked for'),
			stage.who('whose friend is asked for by that number'),
		];
		await calls(stage, asks, [[1, '15:10']], { ended: dead });
		await calls(stage, named, five);
		// A permit for the friend that nobody uses: while it is good it is the sixth.
		stage.clock.set(stage.at(0, '15:45'));
		await ask(stage, stage.agent, asks.around);
		await calls(stage, named, [
			[0, '15:50'],
			[0, '15:58'],
			[0, '16:05'],
		]);
	},
	'a friend who is written to, and writes back': async (stage) => {
		await friendIsWrittenTo(stage, stage.who('whose friend refuses by letter'), '北京市东城区试行街901号', refusing);
		await friendIsWrittenTo(stage, stage.who('whose friend writes nothing back'), '北京市东城区试行街902号', delivered);
		const other = stage.who('of the friend who refused by letter');
		await calls(stage, other, [[1, '16:00']], { ended: dead });
		await calls(stage, other.around, [[0, '16:10']]);
	},
};
