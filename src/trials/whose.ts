import { agreeHours } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { ask, type Ended, end, refusing, somebody, talk, use } from '../simulator/misdeeds-parts.ts';
import { call } from '../neighbour/parts.ts';
import { hold } from './edges.ts';
import { suesInBeijing, surety } from './reach.ts';
import { threatened } from './time.ts';
import { atHome, calls, consent, enter, type Placed, reach, type Stage, texts, type Times, type Trial } from './parts.ts';

const york = 'America/New_York';
const english =
	'[{agency}] {name}, {amount} is still due on your {client} account ending {tail}. If you have paid, ignore this. Service {service}, complaints {complaint}, reply R to stop.';
const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };

/** Whoever is around somebody lives where they do. */
async function atHomeOfAround(stage: Stage, who: Placed): Promise<Placed | null> {
	const home = await atHome(stage, who);
	if (!home) return null;
	const made = await enter(stage, 'debtor.people', who, { lives_with: who.around.party_id }, async ({ tx }) => {
		const [row] = await tx.query<{ id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select p.tenant_id, p.debtor_id, $4, p.kind, p.label, p.value_sealed, p.value_index, p.value_masked, p.source, p.lawful_basis, p.sourced_on
			   from contact_point p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3 returning id`,
			[tx.tenantId, who.debtor_id, home.point_id, who.around.party_id],
		);
		return { id: String(row?.id) };
	});
	return isRefusal(made) ? null : { ...who, party_id: who.around.party_id, point_id: BigInt(made.id) };
}

/** Two calls ring at once; what came of the first is told after the second. */
async function toldAfterwards(stage: Stage, who: Placed, at: Temporal.Instant, first: Ended, second: Ended): Promise<void> {
	stage.clock.set(at);
	const attempts: string[] = [];
	for (let i = 0; i < 2; i++) {
		const permit = await ask(stage, stage.agent, who);
		const attempt = isRefusal(permit) ? permit : await use(stage, stage.agent, who, permit.permit);
		if (!isRefusal(attempt)) attempts.unshift(attempt.attempt);
		stage.clock.advance({ seconds: 30 });
	}
	for (const [i, attempt] of attempts.entries()) {
		await end(stage, stage.agent, who, attempt, i === 0 ? second : first);
		stage.clock.advance({ seconds: 30 });
	}
}

/** Whose telephone it was, whose word, whose hours and whose debt. */
export const trialsOfWhose: Readonly<Record<string, Trial>> = {
	'the debtor answers on a friend’s telephone': async (stage) => {
		const here = stage.who('who answers on a friend’s telephone');
		const three: Times = ['10:00', '10:10', '10:20'].map((time) => [1, time]);
		await calls(stage, here, three);
		await calls(stage, here.around, [[0, '09:30']], { ended: talk });
		await calls(
			stage,
			here,
			three.map(([, time]) => [0, time]),
			{ ended: talk },
		);
		const there = stage.who('who answers on a friend’s telephone there');
		await calls(stage, there.around, [[7, '10:00']], { ended: talk }, york);
		await calls(
			stage,
			there,
			[
				[6, '10:00'],
				[0, '09:00'],
			],
			{},
			york,
		);
		const unnoticed = stage.who('unnoticed, on a friend’s telephone');
		await calls(stage, unnoticed.around, [[8, '10:00']], { ended: talk }, york);
		await calls(stage, unnoticed, [[0, '09:00']], {}, york);
	},
	'two texts in English in the United States': async (stage) => {
		const who = stage.who('written to in English');
		stage.clock.set(stage.at(6, '10:00', york));
		await consent(stage, who, { kind: 'texts', contact_point_id: String(who.point_id), proof: 'e-mail' });
		await texts(stage, who, [stage.at(5, '10:00', york), stage.at(3, '10:00', york)], { text: english });
	},
	'a spouse in the United States is talked with': async (stage) => {
		const who = stage.who('whose spouse is talked with');
		await calls(stage, who.around, [[5, '10:00']], { ended: somebody }, york);
		await calls(stage, who.around, [[3, '10:00']], {}, york);
		await calls(stage, who, [[2, '10:00']], {}, york);
	},
	'nights, hours and calls the debtor agreed to, and whoever stands surety': async (stage) => {
		const nights = stage.who('who agreed to nights alone');
		const night = stage.who('who agreed to that night alone');
		const agreed = stage.who('who agreed to calls alone');
		stage.clock.set(stage.at(9, '09:00'));
		for (const who of [nights, night, agreed]) await surety(stage, who, { until: 30 });
		stage.clock.set(stage.at(3, '10:00'));
		await enter(stage, 'hours.agree', nights, {}, async (act) => {
			const hours = { from: '22:00', until: '23:00' };
			const made = await agreeHours(act, { debtorId: nights.debtor_id, hours, evidence: 'recorded call' });
			return isRefusal(made) ? made : { id: made.agreedHoursId };
		});
		const [from, until] = [stage.at(0, '22:00'), stage.at(0, '23:00')];
		await consent(stage, night, { kind: 'times', from_at: from.toString(), until_at: until.toString(), proof: 'recorded call' });
		for (const who of [nights, night]) {
			await calls(stage, who.around, [[0, '22:20']]);
			await calls(stage, who, [[0, '22:30']]);
		}
		stage.clock.set(stage.at(6, '09:00', york));
		await consent(stage, agreed, { kind: 'calls', proof: 'e-mail' });
		const eight: Times = [6, 5, 4, 3].flatMap(
			(day): Times => [
				[day, '10:00'],
				[day, '15:00'],
			],
		);
		await calls(stage, agreed.around, eight, {}, york);
	},
	'a friend of the lost, told of the debt and visited': async (stage) => {
		const told = stage.who('whose friend would be told');
		await calls(stage, told, [[1, '10:00']], { ended: dead });
		await reach(stage, told.around, stage.at(0, '10:00'), { content: ['tells_third_party'] });
		const visited = stage.who('whose friend is visited');
		await calls(stage, visited, [[3, '10:00']], { ended: dead });
		stage.clock.set(stage.at(3, '11:00'));
		const [home, around] = [await atHome(stage, visited), await atHomeOfAround(stage, visited)];
		if (!home || !around) return;
		const goesTo = (to: Placed, daysAgo: number, time: string, people: number) =>
			reach(stage, to, stage.at(daysAgo, time), { channel: 'visit', visit: { people } });
		await goesTo(around, 2, '10:00', 1);
		await goesTo(home, 1, '10:00', 2);
		await goesTo(around, 1, '15:00', 2);
		await goesTo(around, 0, '10:00', 2);
	},
	'a friend is asked to pay where no law speaks of friends': async (stage) => {
		const { around, owed: amountMinor, currency } = stage.who('whose friend is asked to pay in Singapore');
		const at = (time: string) => stage.at(1, time, 'Asia/Singapore');
		await reach(stage, around, at('10:00'), { purpose: 'collect' });
		await reach(stage, around, at('10:10'), { purpose: 'inform', amountMinor, currency });
		await reach(stage, around, at('10:20'));
	},
	'a refusal, and what is told afterwards of the call before': async (stage) => {
		const who = stage.who('refused, and told of afterwards');
		await toldAfterwards(stage, who, stage.at(1, '10:00'), talk, refusing);
		await calls(stage, who, [[0, '10:00']]);
	},
	'a promise of whoever stands surety': async (stage) => {
		const barred = stage.who('whose surety promises');
		const other = stage.who('whose surety promises for the other debt');
		stage.clock.set(stage.at(9, '09:00'));
		for (const who of [barred, other]) await surety(stage, who, { until: 30 });
		const of = ({ currency }: Placed, debtId: bigint) => ({
			said: 'promise' as const,
			promise: { debtId, currency, amountMinor: 10_000n, dueOn: stage.on.subtract({ days: 3 }) },
		});
		stage.clock.set(stage.at(5, '10:00'));
		await call(stage, stage.agent, barred.around, of(barred, barred.debt_id));
		stage.clock.set(stage.at(5, '10:10'));
		await call(stage, stage.agent, other.around, of(other, other.debts[1] ?? 0n), { debtIds: other.debts.slice(0, 1) });
		await threatened(stage, barred, '10:00');
	},
	'a suit over a debt of somebody bankrupt': async (stage) => {
		const who = stage.who('bankrupt, and sued for');
		stage.clock.set(stage.at(1, '11:40'));
		await hold(stage, who, 'bankruptcy');
		stage.clock.set(stage.at(0, '11:40'));
		await suesInBeijing(stage, who);
	},
};
