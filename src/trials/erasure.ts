import type { Carrier } from '../channels/carrier.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { placeHoldByHand } from '../contact/holds.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Ended, refusing } from '../simulator/misdeeds-parts.ts';
import { enter, pays, reach, type Stage, type Trial, typeTo } from './parts.ts';

/** A moment of the time before their file was taken back. */
const at = ({ on }: Stage, daysBefore: number) =>
	on.subtract({ years: 7, days: daysBefore }).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant();

const dead: Ended = { line: 'invalid', said: 'none', identityDisclosed: false };
const unreachable: Carrier = { name: 'unreachable', send: async ({ reference }) => ({ carrierId: `none ${reference}`, delivered: false }) };

/** Before the erasing: what it has to take with it, to keep, and to wait for. */
export const trialsOfErasure: Readonly<Record<string, Trial>> = {
	'somebody around refuses, of one who is erased': async (stage) => {
		const who = stage.who('gone, whose friend refused');
		await reach(stage, who, at(stage, 40), { ended: dead });
		await reach(stage, who.around, at(stage, 39), { ended: refusing });
	},
	'texts of old, one that came to nobody and one that never left': async (stage) => {
		const who = stage.who('gone, whose texts never arrived');
		stage.clock.set(at(stage, 40));
		await typeTo(stage, who);
		stage.clock.advance({ minutes: 5 });
		await stage.press('messages', () => sendDueMessages(stage.system, unreachable));
		stage.clock.set(at(stage, 30));
		await typeTo(stage, who, { i: 1 });
		stage.clock.advance({ minutes: 5 });
		await enter(stage, 'hold.place', who, { kind: 'client_request' }, async (act) => {
			const placed = await placeHoldByHand(act, who.debtor_id, { kind: 'client_request', days: 5, evidence: '委案方的信' });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
	},
	'more than was owed, of old, and never given back': async (stage) => {
		stage.clock.set(at(stage, 40));
		await pays(stage, stage.who('gone, to whom money is owed'), 310_000n);
	},
};

/** After the erasing: the friend who refused is around somebody else of that lender. */
export const trialsAfterErasure: Readonly<Record<string, Trial>> = {
	'somebody around who had refused another, who is erased': async (stage) => {
		for (const name of ['of a friend who refused long ago', 'of that friend by another name'] as const) {
			const who = stage.who(name);
			await reach(stage, who, stage.at(0, '19:00'), { ended: dead });
			await reach(stage, who.around, stage.at(0, '19:10'));
		}
	},
};
