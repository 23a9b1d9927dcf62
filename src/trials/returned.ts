import type { Carrier } from '../channels/carrier.ts';
import { sendDueMessages } from '../channels/sender.ts';
import type { CarrierSays } from '../channels/shapes.ts';
import { settleMessage } from '../channels/unanswered.ts';
import { changeGuarantee } from '../debts/guarantee-actions.ts';
import { inTenant } from '../host/db.ts';
import { withoutWords } from '../record/written-words.ts';
import { end } from '../simulator/misdeeds-parts.ts';
import { surety } from './reach.ts';
import { calls, enter, type Placed, type Stage, type Trial, typeTo } from './parts.ts';

const evidence = 'letter';
const away: Carrier = { name: 'away', send: () => Promise.reject(new Error('no answer')) };

type Text = { readonly id: bigint; readonly attempt_id: bigint | null };
/** What was typed to somebody last. */
async function lastText({ press, lead }: Stage, { debtor_id: debtorId }: Placed): Promise<Text | null> {
	const [text] = await press('read', () =>
		inTenant(lead.pool, lead.tenantId, (tx) =>
			tx.query<Text>('select id, attempt_id from message where tenant_id = $1 and debtor_id = $2 order by id desc limit 1', [
				tx.tenantId,
				debtorId,
			]),
		),
	);
	return text ?? null;
}

/** The lead writes down what the carrier says of a text when it is asked. */
async function settle(stage: Stage, who: Placed, says: CarrierSays): Promise<void> {
	const text = await lastText(stage, who);
	if (!text) return;
	const { id } = text;
	const said = { says, reason: '运营商回复' };
	const input = { message: id, ...withoutWords(stage.lead.vault, said) };
	await enter({ press: stage.press, compliance: stage.lead }, 'message.settle', who, input, (act) =>
		settleMessage(act, { debtorId: who.debtor_id, id }, said),
	);
}

/** A text goes out, by the agent's own words. */
async function sends(stage: Stage, who: Placed, at: Temporal.Instant, carrier: Carrier): Promise<void> {
	stage.clock.set(at);
	await typeTo(stage, who);
	stage.clock.advance({ minutes: 5 });
	await stage.press('messages', () => sendDueMessages(stage.system, carrier));
}

/** What comes back: claims, answers, words, and calls that were another's. */
export const trialsOfReturned: Readonly<Record<string, Trial>> = {
	'claims on whoever stands surety, told in any order': async (stage) => {
		const who = stage.who('whose surety was claimed on elsewhere');
		stage.clock.set(stage.at(9, '09:00'));
		const guarantee = await surety(stage, who, { until: -20 });
		if (guarantee === null) return;
		const claimed = (daysAgo: number) => {
			const change = { claimed_on: stage.on.subtract({ days: daysAgo }).toString() };
			stage.clock.advance({ minutes: 1 });
			return enter(stage, 'guarantee.change', who, { guarantee, ...change }, (act) =>
				changeGuarantee(act, { debtorId: who.debtor_id, id: guarantee }, { ...change, evidence }),
			);
		};
		await claimed(8);
		// The day after its last one.
		await claimed(19);
		await calls(stage, who.around, [[8, '10:00']]);
		await claimed(20);
		await calls(stage, who.around, [[7, '10:00']]);
		await claimed(15);
		await claimed(20);
		await claimed(25);
		await calls(stage, who.around, [[6, '10:00']]);
	},
	'calls to another of the number of a friend': async (stage) => {
		const [other, who] = [stage.who('called in vain beside another’s friend'), stage.who('whose friend is called in vain beside')];
		await calls(stage, other, [
			[5, '10:00'],
			[5, '11:00'],
			[4, '10:00'],
		]);
		await calls(stage, who.around, [[3, '10:00']]);
		await calls(stage, who, [
			[2, '10:00'],
			[2, '11:00'],
		]);
		await calls(stage, who.around, [[2, '12:00']]);
		await calls(stage, who, [[1, '10:00']]);
		await calls(stage, who.around, [[0, '10:00']]);
	},
	'what is written back to a text that the carrier said nothing of': async (stage) => {
		for (const [name, said, time] of [
			['who disputes in answer to a text', 'disputes', '10:00'],
			['who wants peace in answer to a text', 'refuses_contact', '11:00'],
			['who answers a text with nothing', 'none', '12:00'],
		] as const) {
			const who = stage.who(name);
			await sends(stage, who, stage.at(3, time), away);
			const attempt = (await lastText(stage, who))?.attempt_id;
			if (attempt) await end(stage, stage.agent, who, String(attempt), { line: 'delivered', said, identityDisclosed: true });
			stage.clock.advance({ minutes: 20 });
			await settle(stage, who, 'delivered');
			await calls(stage, who, [[2, time]]);
		}
	},
	'a carrier that answers after it was asked': async (stage) => {
		const { clock } = stage;
		for (const [name, says, time] of [
			['settled as undelivered, then delivered', 'not_delivered', '13:00'],
			['settled as delivered, then undelivered', 'delivered', '14:00'],
		] as const) {
			const who = stage.who(name);
			await sends(stage, who, stage.at(4, time), {
				name: 'late',
				async send() {
					clock.advance({ minutes: 20 });
					await settle(stage, who, says);
					clock.advance({ minutes: 1 });
					return { carrierId: `late ${who.debtor_id}`, delivered: says !== 'delivered' };
				},
			});
		}
	},
};
