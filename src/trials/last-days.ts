import { changeHold, placeHoldByHand } from '../contact/actions.ts';
import { recordNotice } from '../contact/wishes.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Ended, nobody, talk } from '../simulator/misdeeds-parts.ts';
import { hold } from './edges.ts';
import { surety } from './reach.ts';
import { calls, enter, type Placed, reach, type Stage, texts, type Trial } from './parts.ts';

const york = 'America/New_York';
const london = 'Europe/London';
const evidence = 'letter';
const delivered: Ended = { line: 'delivered', said: 'none', identityDisclosed: true };

/** Somebody has an address for e-mails too; null where none could be written down. */
async function atAddress(stage: Stage, who: Placed, address: string): Promise<Placed | null> {
	const { vault } = stage.compliance;
	const index = vault.blindIndex('email', address);
	const sealed = vault.seal(address, `contact ${Buffer.from(index).toString('hex')}`);
	const made = await enter(stage, 'debtor.people', who, { writes_from: true }, async ({ tx }) => {
		const [row] = await tx.query<{ id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select p.tenant_id, p.debtor_id, 'email', '邮箱', $4, $5, '***@example.com', p.source, p.lawful_basis, p.sourced_on
			   from contact_point p where p.tenant_id = $1 and p.debtor_id = $2 and p.id = $3 returning id`,
			[tx.tenantId, who.debtor_id, who.point_id, sealed, index],
		);
		return { id: String(row?.id) };
	});
	return isRefusal(made) ? null : { ...who, point_id: BigInt(made.id) };
}

/** The validation notice of a debt, received thirty days before the fifth day from the end. */
async function noticed(stage: Stage, of: Placed): Promise<void> {
	const on = (daysAgo: number) => stage.on.subtract({ days: daysAgo });
	stage.clock.set(stage.at(34, '10:00', york));
	const notice = {
		kind: 'validation' as const,
		debt_id: String(of.debt_id),
		sent_on: on(40).toString(),
		received_on: on(35).toString(),
		evidence,
	};
	await enter(stage, 'notice.record', of, { debt: of.debt_id }, (act) => recordNotice(act, of.debtor_id, notice, on(34)));
}

/** The last day on which something counts or protects, and the first on which it does not. */
export const trialsOfLastDays: Readonly<Record<string, Trial>> = {
	'two e-mails and a text of a client that allows one of them': async (stage) => {
		const who = stage.who('strict in texts and e-mails');
		stage.clock.set(stage.at(6, '09:00'));
		const address = await atAddress(stage, who, 'strict@example.com');
		if (address)
			for (const daysAgo of [6, 3]) await reach(stage, address, stage.at(daysAgo, '10:00'), { channel: 'email', ended: delivered });
		await texts(stage, who, [stage.at(0, '10:00')]);
	},
	'a dispute on the thirtieth day, and on the one after it': async (stage) => {
		const [last, late] = [stage.who('who disputes on the last day'), stage.who('who disputes a day too late')];
		for (const who of [last, late]) await noticed(stage, who);
		stage.clock.set(stage.at(5, '23:30', york));
		await hold(stage, last, 'dispute');
		stage.clock.set(stage.at(4, '00:30', york));
		await hold(stage, late, 'dispute');
		for (const who of [last, late]) await calls(stage, who, [[3, '10:00']], {}, york);
	},
	'thirty days after the treatment of a crisis': async (stage) => {
		const who = stage.who('after a crisis');
		const { debtor_id: debtorId } = who;
		stage.clock.set(stage.at(60, '10:00', london));
		const crisis = { kind: 'breathing_space' as const, days: null, crisis: true };
		const placed = await enter(stage, 'hold.place', who, crisis, async (act) => {
			const done = await placeHoldByHand(act, debtorId, { ...crisis, evidence });
			return isRefusal(done) ? done : { id: done.holdId };
		});
		if (isRefusal(placed)) return;
		stage.clock.set(stage.at(30, '10:00', london));
		const ended = { treatment_ended_on: stage.on.subtract({ days: 31 }).toString() };
		await enter(stage, 'hold.change', who, { hold: placed.id, ...ended }, async (act) => {
			const done = await changeHold(act, { debtorId, holdId: BigInt(placed.id), change: { ...ended, evidence } });
			return isRefusal(done) ? done : { id: done.holdId };
		});
		await calls(
			stage,
			who,
			[
				[1, '20:30'],
				[0, '08:30'],
			],
			{},
			london,
		);
	},
	'a talk with the debtor, and a guarantee that ends': async (stage) => {
		const who = stage.who('whose surety nobody asked');
		stage.clock.set(stage.at(20, '09:30'));
		await surety(stage, who, { until: -5 });
		await calls(stage, who, [[10, '10:00']], { ended: talk });
		await calls(stage, who.around, [[0, '10:00']], { ended: nobody });
	},
};
