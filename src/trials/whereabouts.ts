import { recordNotice } from '../contact/wishes.ts';
import { isRefusal } from '../core/refusal.ts';
import { ask, type Ended, use } from '../simulator/misdeeds-parts.ts';
import { alsoAt, calls, enter, type Placed, reach, type Stage, type Trial } from './parts.ts';

const york = 'America/New_York';
const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };
const delivered: Ended = { line: 'delivered', said: 'none', identityDisclosed: true };

/** The lender wrote to somebody that the house may write to their address; it says until which day they may opt out, and whose domain that is. */
async function toldByTheLender(
	stage: Stage,
	to: Placed,
	{ domain = 'public', sent = 41, until = 6 }: { domain?: 'public' | 'employer'; sent?: number; until?: number },
): Promise<void> {
	const on = (daysAgo: number) => stage.on.subtract({ days: daysAgo });
	const notice = {
		kind: 'creditor_email' as const,
		debt_id: String(to.debt_id),
		contact_point_id: String(to.point_id),
		sent_on: on(sent).toString(),
		opt_out_until: on(until).toString(),
		domain,
		evidence: 'letter',
	};
	await enter(stage, 'notice.record', to, { debt: to.debt_id, until: notice.opt_out_until }, (act) =>
		recordNotice(act, to.debtor_id, notice, on(30)),
	);
}

/** By which number or address somebody is reached, on which day of whom, and by the law of which of several places. */
export const trialsOfWhereabouts: Readonly<Record<string, Trial>> = {
	'a landline where the mobile is dead, and an address for e-mails where both are': async (stage) => {
		const who = stage.who('who has a landline besides');
		stage.clock.set(stage.at(3, '09:20'));
		const landline = await alsoAt(stage, who, 'landline', '01065120001');
		await alsoAt(stage, who, 'email', 'landline@example.com');
		if (!landline) return;
		await calls(stage, who, [[2, '10:00']], { ended: dead });
		await calls(stage, who.around, [[1, '10:00']]);
		await calls(stage, landline, [[1, '11:00']], { ended: dead });
		await calls(stage, who.around, [[0, '10:00']]);
	},
	// In New York it is noon.
	'the last minutes of a mandate, by the day of the agency': async (stage) => {
		const { agent, clock } = stage;
		const who = stage.who('wanted back, in New York');
		await calls(stage, who, [[2, '23:40']]);
		clock.set(stage.at(2, '23:55'));
		const permit = await ask(stage, agent, who);
		clock.set(stage.at(1, '00:00:30'));
		if (!isRefusal(permit)) await use(stage, agent, who, permit.permit);
		await calls(stage, who, [[1, '00:10']]);
	},
	'e-mails on the ground of what the lender wrote': async (stage) => {
		const [told, short, desk, part] = [
			stage.who('told of e-mails by the lender'),
			stage.who('told of e-mails, with a day too few to opt out'),
			stage.who('told of e-mails to their desk'),
			stage.who('told of e-mails about one of two debts'),
		];
		const writes = (to: Placed, daysAgo: number, time: string, debtIds?: readonly bigint[]) =>
			reach(stage, to, stage.at(daysAgo, time, york), { channel: 'email', ended: delivered, ...(debtIds ? { debtIds } : {}) });
		stage.clock.set(stage.at(30, '10:00', york));
		const addressOf = async (who: Placed, i: number, how: Parameters<typeof toldByTheLender>[2] = {}) => {
			const address = await alsoAt(stage, who, 'email', `told${i}@example.com`);
			if (address) await toldByTheLender(stage, address, how);
			return address ?? who;
		};
		const toTold = await addressOf(told, 1);
		const toShort = await addressOf(short, 2, { sent: 40 });
		const toDesk = await addressOf(desk, 3, { domain: 'employer' });
		const toPart = await addressOf(part, 4);
		// The evening of the last day is the morning of the next in China.
		await writes(toTold, 6, '20:30');
		await writes(toTold, 5, '08:30');
		await writes(toShort, 5, '10:00');
		await writes(toDesk, 5, '10:10');
		await writes(toPart, 5, '10:20');
		await writes(toPart, 5, '10:30', part.debts.slice(0, 1));
	},
	// In New York it is evening; by the law of the United States the day ends at nine in either.
	'calls to who may be in either of two places, and to a friend': async (stage) => {
		for (const name of ['in China or Massachusetts', 'in Massachusetts or China'] as const) {
			const who = stage.who(name);
			const on = (...days: number[]) => days.map((day) => [day, '08:30'] as const);
			await calls(stage, who, on(9, 8));
			await calls(stage, who.around, on(5));
			await calls(stage, who, on(3, 2));
		}
	},
};
