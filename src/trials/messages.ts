import type { Carrier } from '../channels/carrier.ts';
import { sendDueMessages } from '../channels/sender.ts';
import type { CarrierSays } from '../channels/shapes.ts';
import { settleMessage } from '../channels/unanswered.ts';
import { changeHold, placeHold, placeHoldByHand } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { inTenant } from '../host/db.ts';
import { change } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { handful, type PersonName } from './cast.ts';
import { atHome, consent, enter, reach, revoke, type Stage, type Trial, typeTo } from './parts.ts';

/** A carrier that takes its time over the first hand, and whose own number of a text says when it had it. `meanwhile` comes in at the end of that time. */
export const slowCarrier = (
	{ clock }: Stage,
	takes: Temporal.DurationLike,
	meanwhile: () => Promise<unknown> = async () => null,
): Carrier => {
	// The whole hand is with it before any time passes.
	const work = async () => {
		await Promise.resolve();
		clock.advance(takes);
		await meanwhile();
		clock.advance({ seconds: 1 });
	};
	let begun: Promise<unknown> | null = null;
	return {
		name: 'slow',
		async send() {
			const carrierId = `handed ${clock.now().toString()}`;
			begun ??= work();
			await begun;
			return { carrierId, delivered: true };
		},
	};
};

/** Typed to a handful, whom the first hand has, and then to one more. */
async function afterTheHandful(stage: Stage, last: PersonName, at: Temporal.Instant, carrier: Carrier): Promise<void> {
	stage.clock.set(at);
	for (const name of [...handful, last]) await typeTo(stage, stage.who(name));
	stage.clock.advance({ minutes: 1 });
	await stage.press('messages', () => sendDueMessages(stage.system, carrier));
}

const away: Carrier = { name: 'away', send: () => Promise.reject(new Error('no answer')) };

/** A text the carrier gives no answer for; twenty minutes later it is asked, and the lead writes down what it says. */
async function askedAfterwards(stage: Stage, at: Temporal.Instant, says: CarrierSays): Promise<void> {
	const { press, system, lead, clock } = stage;
	const who = stage.who('of texts without an answer');
	clock.set(at);
	await typeTo(stage, who);
	clock.advance({ minutes: 5 });
	await press('messages', () => sendDueMessages(system, away));
	clock.advance({ minutes: 20 });
	const { debtor_id: debtorId } = who;
	const [text] = await press('read', () =>
		inTenant(lead.pool, lead.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from message where tenant_id = $1 and debtor_id = $2 order by id desc limit 1', [
				tx.tenantId,
				debtorId,
			]),
		),
	);
	if (!text) return;
	const { id } = text;
	const said = { says, reason: '运营商回复' };
	await enter({ press, compliance: lead }, 'message.settle', who, { message: id, ...withoutWords(lead.vault, said) }, (act) =>
		settleMessage(act, { debtorId, id }, said),
	);
}

/** What becomes of a text between its permit and the carrier, and what is written back. */
export const trialsOfMessages: Readonly<Record<string, Trial>> = {
	'a carrier that takes a quarter of an hour': async (stage) => {
		await afterTheHandful(stage, 'texted too late', stage.at(9, '10:00'), slowCarrier(stage, { minutes: 15 }));
		// Time ran out on the day after: what never left is no demand.
		await reach(stage, stage.who('texted too late'), stage.at(0, '10:00'), { content: ['threatens_suit'] });
	},
	'a hold while the carrier is at work': async (stage) => {
		const { press, compliance } = stage;
		const { debtor_id: debtorId } = stage.who('held before it left');
		const hold = () =>
			press('hold', (key) =>
				change(compliance, { act: 'hold.place', input: { debtor: debtorId, kind: 'dispute' }, debtorId, key }, (act) =>
					placeHold(act, { debtorId, debtId: null, kind: 'dispute', days: null, evidence: 'letter' }),
				),
			);
		await afterTheHandful(stage, 'held before it left', stage.at(5, '10:00'), slowCarrier(stage, { seconds: 1 }, hold));
	},
	'a consent taken back, an attorney who answers and a debt that is refused while the carrier is at work': async (stage) => {
		const evidence = 'letter';
		const morning = stage.who('of a morning no more');
		stage.clock.set(stage.at(29, '09:00'));
		const given = await consent(stage, morning, {
			kind: 'times',
			from_at: stage.at(28, '08:00').toString(),
			until_at: stage.at(28, '10:00').toString(),
			proof: evidence,
		});
		// In Kolkata it is six.
		if (!isRefusal(given))
			await afterTheHandful(
				stage,
				'of a morning no more',
				stage.at(28, '08:30'),
				slowCarrier(stage, { seconds: 1 }, () => revoke(stage, morning, given.id)),
			);
		const client = stage.who('whose attorney answers at last');
		const { debtor_id: debtorId } = client;
		stage.clock.set(stage.at(26, '22:00'));
		await consent(stage, client, { kind: 'texts', contact_point_id: String(client.point_id), proof: evidence });
		const counsel = (state: 'unresponsive' | 'known') => ({ attorney: { state }, evidence });
		const input = { kind: 'counsel', days: null, attorney: { state: 'unresponsive' } };
		const held = await enter(stage, 'hold.place', client, input, async (act) => {
			const placed = await placeHoldByHand(act, debtorId, { kind: 'counsel', days: null, ...counsel('unresponsive') });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
		if (!isRefusal(held))
			await afterTheHandful(
				stage,
				'whose attorney answers at last',
				// In New York a morning, whether clocks are set for summer or not.
				stage.at(24, '21:30'),
				slowCarrier(stage, { seconds: 1 }, () =>
					enter(stage, 'hold.change', client, { hold: held.id, attorney: { state: 'known' } }, async (act) => {
						const done = await changeHold(act, { debtorId, holdId: BigInt(held.id), change: counsel('known') });
						return isRefusal(done) ? done : { id: done.holdId };
					}),
				),
			);
		const barred = stage.who('barred, who will not pay');
		const told = {
			debt_id: String(barred.debt_id),
			kind: 'refused_as_barred' as const,
			happened_on: stage.on.subtract({ days: 20 }).toString(),
		};
		await afterTheHandful(
			stage,
			'barred, who will not pay',
			stage.at(20, '17:30'),
			slowCarrier(stage, { seconds: 1 }, () =>
				enter(stage, 'limitation.tell', barred, told, (act) => tellLimitation(act, barred.debtor_id, { ...told, evidence })),
			),
		);
	},
	'a carrier that is asked what became of a text': async (stage) => {
		for (const [daysAgo, says] of [
			[9, 'never_handed_over'],
			[6, 'not_delivered'],
			[3, 'delivered'],
		] as const)
			await askedAfterwards(stage, stage.at(daysAgo, '10:00'), says);
	},
	'who writes back that they will not pay': async (stage) => {
		const who = stage.who('who writes back');
		const home = await atHome(stage, who);
		if (!home) return;
		const ended = { line: 'delivered', said: 'will_not_pay', identityDisclosed: true } as const;
		await reach(stage, home, stage.at(2, '10:00', 'America/New_York'), { channel: 'letter', ended });
		await reach(stage, who, stage.at(0, '10:00', 'America/New_York'));
	},
};
