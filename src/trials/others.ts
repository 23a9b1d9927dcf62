import { type Ended, refusing, talk } from '../simulator/misdeeds-parts.ts';
import { call } from '../neighbour/parts.ts';
import { threatened } from './time.ts';
import { calls, enter, type Placed, reach, type Stage, type Trial } from './parts.ts';

const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };

/** Whoever is around somebody borrowed the first of their debts together with them. */
const borrowedToo = (stage: Stage, who: Placed) =>
	enter(stage, 'debtor.people', who, { borrowed_too: true }, async ({ tx }) => {
		await tx.query(
			`with named as (update party set role = 'co_borrower' where tenant_id = $1 and debtor_id = $2 and id = $3 returning id)
			 insert into party_debt (tenant_id, debtor_id, party_id, debt_id, role) select $1, $2, named.id, $4, 'co_borrower' from named`,
			[tx.tenantId, who.debtor_id, who.around.party_id, who.debt_id],
		);
		return { id: String(who.around.party_id) };
	});

/** Calls of the last day to somebody around who has the number of another: the debtor is lost. */
async function lostAndAsked(stage: Stage, who: Placed, time: string): Promise<void> {
	await calls(stage, who, [[1, time]], { ended: dead });
	await calls(stage, who.around, [[0, time]]);
}

/** Before the erasing: on the number of somebody of old another answers, and wants no calls there. */
export const trialsOfOthersOfOld: Readonly<Record<string, Trial>> = {
	'somebody else refuses on a number of old': async (stage) => {
		const at = stage.on.subtract({ years: 7, days: 40 }).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant();
		await reach(stage, stage.who('gone, whose number somebody refused'), at, { ended: refusing });
	},
};

/** Who borrowed too, and who refused on another's telephone. */
export const trialsOfOthers: Readonly<Record<string, Trial>> = {
	'a promise of whoever borrowed too': async (stage) => {
		const own = stage.who('whose co-borrower promises');
		const other = stage.who('whose co-borrower promises for the other debt');
		stage.clock.set(stage.at(9, '09:00'));
		for (const who of [own, other]) await borrowedToo(stage, who);
		for (const [who, debtId, time] of [
			[own, own.debt_id, '10:00'],
			[other, other.debts[1] ?? 0n, '10:10'],
		] as const) {
			const promise = { debtId, currency: who.currency, amountMinor: 10_000n, dueOn: stage.on.subtract({ days: 3 }) };
			stage.clock.set(stage.at(5, time));
			await call(stage, stage.agent, who.around, { said: 'promise', promise }, { debtIds: who.debts.slice(0, 1) });
		}
		// About the other debt they are no more than somebody around; and where none is named it is their own.
		await calls(stage, other.around, [[4, '10:00']], { debtIds: other.debts.slice(1) });
		await calls(stage, other.around, [[4, '10:10']]);
		await threatened(stage, own, '10:00');
	},
	'talks with whoever borrowed too, and with the debtor': async (stage) => {
		const who = stage.who('whose co-borrower is talked with');
		stage.clock.set(stage.at(9, '09:10'));
		await borrowedToo(stage, who);
		await calls(
			stage,
			who.around,
			[
				[0, '10:00'],
				[0, '10:10'],
			],
			{ ended: talk },
		);
		await calls(stage, who, [[0, '10:20']], { ended: talk });
		for (const [to, time] of [
			[who.around, '10:30'],
			[who, '10:40'],
		] as const)
			await calls(stage, to, [[0, time]]);
	},
	'a number somebody refused is that of somebody around another': async (stage) => {
		await calls(stage, stage.who('whose number somebody refused'), [[3, '10:00']], { ended: refusing });
		await lostAndAsked(stage, stage.who('whose friend has a number somebody refused'), '10:00');
		await lostAndAsked(stage, stage.who('of another lender, whose friend has that number'), '10:10');
		await lostAndAsked(stage, stage.who('whose friend has a number of the gone'), '10:20');
	},
	'a friend whom the debtor never named': async (stage) => {
		const who = stage.who('whose friend nobody named');
		stage.clock.set(stage.at(9, '09:20'));
		await enter(stage, 'debtor.people', who, { named: false }, async ({ tx }) => {
			await tx.query(`update party set named_by_debtor = false where tenant_id = $1 and debtor_id = $2`, [tx.tenantId, who.debtor_id]);
			return { id: String(who.around.party_id) };
		});
		await lostAndAsked(stage, who, '10:30');
	},
};
