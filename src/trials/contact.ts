import { askPermits, type Permit, type PermitAsk, placeAttempts, placeHold } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { recallPlacement } from '../placements/actions.ts';
import { change } from '../record/change.ts';
import { sealRecord } from '../record/seals.ts';
import { limitContacts } from '../tenants/actions.ts';
import { ask, end, type Ended, nobody, type Point, refusing, somebody, talk, use } from '../simulator/misdeeds-parts.ts';
import { calls, consent, enter, look, type Placed, reach, revoke, share, type Stage, texts, type Times, type Trial } from './parts.ts';

/** What the client’s file says of a number, corrected as of a day. */
export const know = (
	stage: Stage,
	{ debtor_id: debtorId, point_id: pointId }: Point,
	column: 'source' | 'lawful_basis' | 'expires_on' | 'place',
	value: string,
) =>
	stage.press('people', (key) =>
		change(
			stage.compliance,
			{ act: 'debtor.people', input: { debtor: debtorId, point: pointId, column, value }, debtorId, key },
			async ({ tx }) => {
				await tx.query(`update contact_point set ${column} = $4 where tenant_id = $1 and debtor_id = $2 and id = $3`, [
					tx.tenantId,
					debtorId,
					pointId,
					value,
				]);
				return { point: pointId };
			},
		),
	);

/** Asked for in one act, and placed in the same one, as a campaign is. */
const inOneAct = ({ press, agent }: Stage, asks: readonly PermitAsk[]) =>
	press('campaign', (key) =>
		change(agent, { act: 'contact.campaign', input: { asks: asks.length }, key, keepOnRefusal: true }, async (act) => {
			const given = (await askPermits(act, asks)).flatMap((permit, i): { permit: Permit; debtorId: bigint }[] =>
				isRefusal(permit) ? [] : [{ permit, debtorId: asks[i]?.debtorId ?? 0n }],
			);
			await placeAttempts(
				act,
				given.map(({ permit, debtorId }) => ({ debtorId, permitId: permit.permitId })),
			);
			return { placed: given.length };
		}),
	);

const held = (stage: Stage, of: Placed) =>
	enter(stage, 'hold.place', of, { kind: 'dispute', debt: of.debts[1] }, async (act) => {
		const { holdId } = await placeHold(act, {
			debtorId: of.debtor_id,
			debtId: of.debts[1] ?? null,
			kind: 'dispute',
			days: null,
			evidence: 'letter',
			facts: { written: true },
		});
		return { id: holdId };
	});

const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };

/** A call whose end is written down two hours later, when a call after it has long been told and sealed. */
async function toldLate(stage: Stage, who: Placed, daysAgo: number, meanwhile: () => Promise<void>): Promise<void> {
	stage.clock.set(stage.at(daysAgo, '10:00'));
	const permit = await ask(stage, stage.agent, who);
	const attempt = isRefusal(permit) ? permit : await use(stage, stage.agent, who, permit.permit);
	await meanwhile();
	stage.clock.set(stage.at(daysAgo, '10:30'));
	await sealRecord(stage.compliance);
	stage.clock.set(stage.at(daysAgo, '12:30'));
	if (!isRefusal(attempt)) await end(stage, stage.agent, who, attempt.attempt, dead);
}
/** Whom one may call, when, how often, with whose leave. */
export const trialsOfContact: Readonly<Record<string, Trial>> = {
	'a permit for two debts, one of which ends': async (stage) => {
		const who = stage.who('halved');
		stage.clock.set(stage.at(0, '10:00'));
		const permit = await ask(stage, stage.agent, who);
		stage.clock.advance({ minutes: 1 });
		await stage.press('recall', (key) => recallPlacement(stage.manager, stage.placementOf('BACK'), '委案方收回', key));
		stage.clock.advance({ minutes: 1 });
		if (!isRefusal(permit)) {
			const attempt = await use(stage, stage.agent, who, permit.permit);
			if (!isRefusal(attempt)) await end(stage, stage.agent, who, attempt.attempt);
		}
		await calls(stage, who, [[0, '10:10']]);
		await reach(stage, who, stage.at(0, '10:20'), { debtIds: who.debts });
		await reach(stage, who, stage.at(0, '10:30'), { debtIds: who.debts.slice(1) });
	},
	'a permit for two debts, one of which is held': async (stage) => {
		const who = stage.who('held in part in between');
		stage.clock.set(stage.at(0, '10:00'));
		const permit = await ask(stage, stage.agent, who);
		stage.clock.advance({ minutes: 1 });
		await held(stage, who);
		stage.clock.advance({ minutes: 1 });
		if (!isRefusal(permit)) {
			const attempt = await use(stage, stage.agent, who, permit.permit);
			if (!isRefusal(attempt)) await end(stage, stage.agent, who, attempt.attempt);
		}
		await calls(stage, who, [[0, '10:10']]);
	},
	'a number without source, without basis, past its last day': async (stage) => {
		stage.clock.set(stage.at(2, '09:00'));
		await know(stage, stage.who('sourceless'), 'source', ' ');
		await know(stage, stage.who('baseless'), 'lawful_basis', ' ');
		await know(stage, stage.who('expired'), 'expires_on', stage.on.subtract({ days: 1 }).toString());
		await know(stage, stage.who('expiring'), 'expires_on', stage.on.toString());
		for (const name of ['sourceless', 'baseless', 'expired', 'expiring'] as const) await calls(stage, stage.who(name), [[0, '10:00']]);
		await look(stage, stage.who('sourceless'), stage.at(0, '10:10'));
	},
	'people around the lost': async (stage) => {
		for (const name of ['lost', 'lost, who was met'] as const) {
			const who = stage.who(name);
			await calls(stage, who.around, [[7, '09:30']]);
			await calls(stage, who, [[7, '10:00']], { ended: dead });
			await calls(stage, who.around, [[6, '10:00']], { ended: name === 'lost' ? nobody : somebody });
			await calls(stage, who.around, [
				[4, '10:00'],
				[0, '10:00'],
				[0, '11:00'],
			]);
		}
	},
	'people around one who was met in between': async (stage) => {
		const who = stage.who('met in between');
		await calls(stage, who, [
			[4, '10:00'],
			[3, '10:00'],
		]);
		await calls(stage, who, [[2, '10:00']], { ended: somebody });
		await calls(stage, who, [[1, '10:00']]);
		await calls(stage, who.around, [[0, '10:00']]);
	},
	'somebody around who refused': async (stage) => {
		const names = ['refused', 'of the same friend', 'of the same friend by another name'] as const;
		await toldLate(stage, stage.who(names[0]), 6, () => calls(stage, stage.who(names[1]), [[6, '10:00']], { ended: dead }));
		for (const name of names) {
			const who = stage.who(name);
			if (name === names[2]) await calls(stage, who, [[6, '10:00']], { ended: dead });
			await calls(stage, who.around, [[5, name === 'refused' ? '10:00' : '11:00']], { ended: refusing });
			await look(stage, who.around, stage.at(4, '10:00'));
		}
		await calls(stage, stage.who('refused').around, [[0, '10:00']]);
	},
	'what others say': async (stage) => {
		const said = (name: 'wrong' | 'told dead' | 'told disputed', what: Ended['said']) =>
			calls(
				stage,
				stage.who(name),
				[
					[1, '10:00'],
					[0, '10:00'],
				],
				{ ended: { line: 'other_person', said: what, identityDisclosed: true } },
			);
		await said('wrong', 'wrong_person');
		await said('told dead', 'deceased');
		await said('told disputed', 'disputes');
		// Nobody said who calls.
		await calls(stage, stage.who('met in between'), [[0, '11:00']], { ended: { ...somebody, identityDisclosed: false } });
	},
	'answered calls of one lender': async (stage) => {
		const who = stage.who('of two lenders');
		const [one = 0n, other = 0n] = who.debts;
		stage.clock.set(stage.at(2, '09:00'));
		const points = [who, ...(await share(stage, stage.who('trained'), [who])).slice(1)];
		for (const [i, debt] of [one, other, one, other, one].entries())
			await reach(stage, points[i % points.length] ?? who, stage.at(0, `10:${10 + i}`), { debtIds: [debt], ended: somebody });
	},
	'calls nobody wrote the end of': async (stage) => {
		const times: Times = ['10:00', '10:05', '10:10', '10:15', '10:20'].map((time) => [0, time]);
		await calls(stage, stage.who('unheard'), times, { ended: null });
	},
	'one number, many debtors, in one act': async (stage) => {
		const [first, ...others] = [stage.who('sharing one'), stage.who('sharing two'), stage.who('sharing three')];
		stage.clock.set(stage.at(2, '09:00'));
		const points = await share(stage, first, others);
		stage.clock.set(stage.at(0, '10:00'));
		const asks = points.flatMap((point) =>
			Array.from({ length: 3 }, (): PermitAsk => ({ debtorId: point.debtor_id, contactPointId: point.point_id, channel: 'voice' })),
		);
		await inOneAct(stage, asks);
		const { debtor_id: debtorId, point_id: contactPointId } = stage.who('texted twice');
		await texts(stage, stage.who('texted twice'), [stage.at(0, '09:00'), stage.at(0, '09:01')], { together: true });
		stage.clock.set(stage.at(0, '10:10'));
		await inOneAct(
			stage,
			Array.from({ length: 5 }, (): PermitAsk => ({ debtorId, contactPointId, channel: 'voice' })),
		);
	},
	'a text every other day': (stage) =>
		texts(stage, stage.who('texted'), [
			stage.at(6, '10:00'),
			stage.at(4, '10:00'),
			stage.at(4, '15:00'),
			stage.at(2, '10:00'),
			stage.at(0, '10:00'),
		]),
	'a machine that calls six times in an hour': (stage) =>
		calls(
			stage,
			stage.who('dialled'),
			['10:00', '10:00:40', '10:02', '10:04', '10:06', '10:08', '10:10'].map((time) => [0, time] as const),
			{ by: stage.system },
		),
	'more than the client allows': async (stage) => {
		const day: Times = [
			[0, '10:00'],
			[0, '10:10'],
			[0, '10:20'],
		];
		await calls(stage, stage.who('strict'), [[0, '08:30'], ...day, [0, '20:30']]);
		await calls(stage, stage.who('strict in part'), day);
		await calls(stage, stage.who('strict for a week'), [[6, '10:00'], [6, '11:00'], [2, '10:00'], [2, '11:00'], ...day]);
		await texts(stage, stage.who('strict in texts'), [stage.at(5, '10:00'), stage.at(0, '10:00')]);
	},
	'more than the house allows': async (stage) => {
		const limit = (limits: Parameters<typeof limitContacts>[1]) =>
			stage.press('limit', (key) => limitContacts(stage.operator, limits, key));
		// Nobody else is called in these minutes, here or abroad.
		stage.clock.set(stage.at(0, '08:01'));
		await limit({ calls_per_day_max: 1 });
		await calls(stage, stage.who('of the house'), [
			[0, '08:02'],
			[0, '08:06'],
		]);
		stage.clock.set(stage.at(0, '08:10'));
		await limit(null);
	},
	'one of two debts is disputed': async (stage) => {
		for (const [name, place] of [
			['disputed here', undefined],
			['disputed there', 'America/New_York'],
		] as const) {
			const who = stage.who(name);
			stage.clock.set(stage.at(20, '10:00'));
			await held(stage, who);
			await calls(stage, who, [[0, '09:00']], {}, place);
			await reach(stage, who, stage.at(0, '09:30', place), { debtIds: who.debts });
			await reach(stage, who, stage.at(0, '09:40', place), { debtIds: who.debts.slice(1) });
		}
	},
	'calls in the United States': async (stage) => {
		const place = 'America/New_York';
		const seven: Times = [
			[7, '10:00'],
			...[6, 5, 4].flatMap(
				(day): Times => [
					[day, '10:00'],
					[day, '15:00'],
				],
			),
			[1, '10:00'],
			[0, '09:00'],
		];
		await calls(stage, stage.who('seven times'), seven, {}, place);
		const talked = stage.who('of one talk');
		await calls(stage, talked, [[6, '10:00']], { ended: talk }, place);
		await calls(
			stage,
			talked,
			[
				[3, '10:00'],
				[0, '09:00'],
			],
			{},
			place,
		);
		const agreed = stage.who('of an agreed call');
		await calls(stage, agreed, [[5, '10:00']], { ended: talk }, place);
		stage.clock.set(stage.at(4, '10:00', place));
		const given = await consent(stage, agreed, { kind: 'calls', proof: 'e-mail' });
		await calls(stage, agreed, [[3, '10:00']], {}, place);
		stage.clock.set(stage.at(2, '10:00', place));
		if (!isRefusal(given)) await revoke(stage, agreed, given.id);
		await calls(stage, agreed, [[1, '10:00']], {}, place);
	},
	'texts, people and papers in the United States': async (stage) => {
		const place = 'America/New_York';
		await texts(stage, stage.who('of no text'), [stage.at(1, '10:00', place)]);
		const old = stage.who('of an old text');
		stage.clock.set(stage.at(62, '10:00', place));
		await consent(stage, old, { kind: 'texts', contact_point_id: String(old.point_id), proof: 'e-mail' });
		await texts(stage, old, [stage.at(5, '10:00', place), stage.at(1, '10:00', place)]);
		const again = stage.who('of a text no more');
		stage.clock.set(stage.at(3, '10:00', place));
		const taken = await consent(stage, again, { kind: 'texts', contact_point_id: String(again.point_id), proof: 'e-mail' });
		stage.clock.advance({ hours: 1 });
		if (!isRefusal(taken)) await revoke(stage, again, taken.id);
		await texts(stage, again, [stage.at(1, '11:00', place)]);
		const around = stage.who('asked around');
		await calls(stage, around.around, [[5, '10:00']], { ended: somebody }, place);
		await calls(stage, around.around, [[0, '09:00']], {}, place);
		const unnoticed = stage.who('unnoticed');
		await calls(stage, unnoticed, [[8, '10:00']], { ended: talk }, place);
		await calls(stage, unnoticed, [[0, '09:00']], {}, place);
	},
};
