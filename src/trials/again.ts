import { settleElsewhere } from '../contact/elsewhere.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { referSuit, stepSuit } from '../debts/suit-actions.ts';
import type { Act } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { end, type Ended, refusing, somebody, talk, use } from '../simulator/misdeeds-parts.ts';
import { askCounted, counted } from './count.ts';
import { enter, type Placed, reach, type Stage, type Trial } from './parts.ts';

const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };
const day = ({ on }: Stage, daysBefore: number): Temporal.PlainDate => on.subtract({ years: 7, days: daysBefore });
/** A moment of the time before the file of old was taken back. */
const at = (stage: Stage, daysBefore: number) =>
	day(stage, daysBefore).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant();

/** An act the record has as the doors write it: of words an index. */
const told = (
	stage: Stage,
	who: Placed,
	act: string,
	body: Parameters<typeof withoutWords>[1],
	work: (act: Act) => Promise<{ readonly id: string } | Refusal>,
) => enter(stage, act, who, withoutWords(stage.compliance.vault, body), work);

const evidence = '试行人的案卷';
const suit = { kind: 'court', court: '东城区人民法院', venue: 'CN-BJ', ground: 'residence', evidence } as const;

/** Sued for years ago: one by the house, which told the number of the case when it was filed, and one by the creditor. */
async function wereSued(stage: Stage): Promise<void> {
	stage.clock.set(at(stage, 40));
	const own = stage.who('gone, whom the house sued');
	const meant = { ...suit, debt_id: String(own.debt_id), brought_by: 'us' } as const;
	const referred = await told(stage, own, 'suit.refer', meant, (act) => referSuit(act, own.debtor_id, meant));
	stage.clock.set(at(stage, 38));
	if (!isRefusal(referred)) {
		const filed = { step: 'filed', on: day(stage, 39).toString(), case_number: '（2019）京0101民初8号', evidence } as const;
		await told(stage, own, 'suit.step', { suit: referred.id, ...filed }, (act) =>
			stepSuit(act, { debtorId: own.debtor_id, id: BigInt(referred.id) }, filed),
		);
	}
	const other = stage.who('gone, whom the creditor sued');
	const brought = {
		...suit,
		debt_id: String(other.debt_id),
		brought_by: 'creditor',
		filed_on: day(stage, 45).toString(),
		case_number: '（2019）京0101民初9号',
	} as const;
	await told(stage, other, 'suit.refer', brought, (act) => referSuit(act, other.debtor_id, brought));
}

/** A friend of whom two numbers are on file refuses on one of them. The other is the number of somebody who is around another debtor now. */
async function friendRefuses(stage: Stage): Promise<void> {
	const who = stage.who('gone, whose friend has two numbers');
	const { around } = stage.who('of a friend’s other number');
	stage.clock.set(at(stage, 41));
	await enter(stage, 'debtor.people', who, { reached_at: around.point_id }, async ({ tx }) => {
		const [row] = await tx.query<{ id: bigint }>(
			`insert into contact_point (tenant_id, debtor_id, party_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
			 select own.tenant_id, own.debtor_id, own.party_id, p.kind, p.label, p.value_sealed, p.value_index, p.value_masked, own.source, own.lawful_basis, own.sourced_on
			   from contact_point own join contact_point p on p.tenant_id = $1 and p.debtor_id = $4 and p.id = $5
			  where own.tenant_id = $1 and own.debtor_id = $2 and own.id = $3 returning id`,
			[tx.tenantId, who.debtor_id, who.around.point_id, around.debtor_id, around.point_id],
		);
		return { id: String(row?.id) };
	});
	await reach(stage, who, at(stage, 40), { ended: dead });
	await reach(stage, who.around, at(stage, 39), { ended: refusing });
}

/** Before the erasing: what it takes with it, and whom it leaves known. */
export const trialsOfAgain: Readonly<Record<string, Trial>> = {
	'suits of old, and their numbers': wereSued,
	'a friend of two numbers refuses, around one who is erased': friendRefuses,
};

/** What one lender's calls are to another's, a part of a country with a law of its own, and a call that is told of before it is placed. */
export const trialsOfAgainAfter: Readonly<Record<string, Trial>> = {
	'somebody at the other number of a friend who refused another, who is erased': async (stage) => {
		const who = stage.who('of a friend’s other number');
		await reach(stage, who, stage.at(0, '19:20'), { ended: dead });
		await reach(stage, who.around, stage.at(0, '19:30'));
	},
	'answered calls about the debt of one lender, and one about another’s': async (stage) => {
		const who = stage.who('of two lenders, asked apart');
		const [one, other] = [who.debts.slice(0, 1), who.debts.slice(1)];
		for (const time of ['11:00', '11:10', '11:20', '11:30']) await reach(stage, who, stage.at(0, time), { debtIds: one, ended: somebody });
		await reach(stage, who, stage.at(0, '11:40'), { debtIds: other, ended: somebody });
	},
	'limitation in Wales': async (stage) => {
		const who = stage.who('barred in Wales');
		await reach(stage, who, stage.at(0, '10:00', 'Europe/London'));
		await reach(stage, who, stage.at(0, '10:10', 'Europe/London'), { content: ['threatens_suit'] });
	},
	'a permit the shared count asks after before the call is placed': (stage) =>
		counted(stage, async (counters) => {
			const who = stage.who('counted before the call');
			const agent = { ...stage.agent, counters };
			const settle = () => settleElsewhere({ ...stage.system, counters });
			stage.clock.set(stage.at(0, '14:00'));
			const permit = await askCounted(stage, agent, who);
			stage.clock.advance({ minutes: 2 });
			await settle();
			const attempt = isRefusal(permit) ? permit : await use(stage, agent, who, permit.permit);
			stage.clock.advance({ minutes: 2 });
			if (!isRefusal(attempt)) await end(stage, agent, who, attempt.attempt, talk);
			await settle();
		}),
};
