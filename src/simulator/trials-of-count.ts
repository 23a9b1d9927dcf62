import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askPermits } from '../contact/actions.ts';
import { askingElsewhere, settleElsewhere } from '../contact/elsewhere.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Counters, countersAt } from '../counters/client.ts';
import { serveCounters } from '../counters/serve.ts';
import { change, type Door } from '../record/change.ts';
import { end, type Ended, nobody, talk, use } from './misdeeds-parts.ts';
import type { Placed, Stage, Trial } from './trials-parts.ts';

/** With the count that a lender's agencies share, while it is served. */
async function counted(stage: Stage, work: (counters: Counters) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dunwell-count-'));
	const token = 'a token of the network';
	const service = await serveCounters({ folder, host: '127.0.0.1', port: 0, token, clock: stage.clock });
	try {
		await work(countersAt({ url: `http://127.0.0.1:${service.port}`, key: Buffer.alloc(32, 7), token, localShare: 1, waitMs: 10_000 }));
	} finally {
		await service.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A permit that took its place in the shared count. */
const askCounted = ({ press }: Stage, door: Door, { debtor_id: debtorId, point_id: contactPointId }: Placed) =>
	press('ask elsewhere', (key) => {
		const asks = [{ debtorId, contactPointId, channel: 'voice' as const }];
		return askingElsewhere(door, asks, (elsewhere, took) =>
			change(
				door,
				{ act: 'contact.ask', input: { debtor: debtorId, point: contactPointId }, debtorId, keepOnRefusal: true, key },
				async (act): Promise<{ permit: string } | Refusal> => {
					const permit = known(took(await askPermits(act, asks, elsewhere))[0], 'answer');
					return isRefusal(permit) ? permit : { permit: String(permit.permitId) };
				},
			),
		);
	});

/** What the count shared with a lender's other agencies is told of a call. */
export const trialsOfCount: Readonly<Record<string, Trial>> = {
	'calls longer than their permit, which the shared count asks after meanwhile': (stage) =>
		counted(stage, async (counters) => {
			const who = stage.who('counted with others');
			const agent = { ...stage.agent, counters };
			const tell = () => settleElsewhere({ ...stage.system, counters });
			const calls: readonly (readonly [time: string, ended: Ended | null])[] = [
				['11:00', talk],
				['12:00', nobody],
				// A permit that nobody uses.
				['13:00', null],
			];
			for (const [time, ended] of calls) {
				stage.clock.set(stage.at(0, time));
				const permit = await askCounted(stage, agent, who);
				const attempt = isRefusal(permit) || ended === null ? null : await use(stage, agent, who, permit.permit);
				stage.clock.advance({ minutes: 12 });
				await tell();
				stage.clock.advance({ minutes: 3 });
				if (attempt !== null && ended !== null && !isRefusal(attempt)) await end(stage, agent, who, attempt.attempt, ended);
				await tell();
			}
		}),
};
