import { placeHoldByHand } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { heldBeforeItLeft } from './cast-apart.ts';
import { enter, type Stage, texts, type Trial } from './parts.ts';

/** Of two people the client asks to leave one debt alone: the one their text is about, and the other. */
export async function oneIsHeld(stage: Stage): Promise<void> {
	for (const [i, name] of heldBeforeItLeft.entries()) {
		const who = stage.who(name);
		const body = { kind: 'client_request' as const, days: 2, debt_id: String(known(who.debts[i], 'debt')) };
		await enter(stage, 'hold.place', who, body, async (act) => {
			const placed = await placeHoldByHand(act, who.debtor_id, { ...body, evidence: 'letter' });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
	}
}

/** What is owed in another currency. */
export const trialsOfApart: Readonly<Record<string, Trial>> = {
	'a text about dollars': (stage) => texts(stage, stage.who('who owes dollars'), [stage.at(0, '10:00')]),
};
