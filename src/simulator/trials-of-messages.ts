import type { Carrier } from '../channels/carrier.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { placeHold } from '../contact/actions.ts';
import { change } from '../record/change.ts';
import { handful, type PersonName } from './trials-cast.ts';
import { atHome, reach, type Stage, type Trial, typeTo } from './trials-parts.ts';

/** A carrier that takes its time over the first hand, and whose own number of a text says when it had it. `meanwhile` comes in at the end of that time. */
const slowCarrier = ({ clock }: Stage, takes: Temporal.DurationLike, meanwhile: () => Promise<unknown> = async () => null): Carrier => {
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
	'who writes back that they will not pay': async (stage) => {
		const who = stage.who('who writes back');
		const home = await atHome(stage, who);
		if (!home) return;
		const ended = { line: 'delivered', said: 'will_not_pay', identityDisclosed: true } as const;
		await reach(stage, home, stage.at(2, '10:00', 'America/New_York'), { channel: 'letter', ended });
		await reach(stage, who, stage.at(0, '10:00', 'America/New_York'));
	},
};
