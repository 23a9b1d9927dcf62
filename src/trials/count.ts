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
import { othersFindings } from '../auditor/permits.ts';
import { end, type Ended, nobody, talk, use } from '../simulator/misdeeds-parts.ts';
import { type Code, identityOfPerson, lender, type PersonName } from './cast.ts';
import type { Placed, Stage, Trial } from './parts.ts';

/** With the count that a lender's agencies share, while it is served. */
export async function counted(stage: Stage, work: (counters: Counters) => Promise<void>): Promise<void> {
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
export const askCounted = ({ press }: Stage, door: Door, { debtor_id: debtorId, point_id: contactPointId }: Placed) =>
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

const elsewhere = 'another-agency-of-the-lender';

/** Another agency at the same count: it knows a lender by name, or by a credit code as it writes that, and somebody by the identity number. Its calls, by what it names them, which stand until they were let go. */
export function otherAgency({ clock }: Stage, counters: Counters, name: PersonName, code: string | null = null) {
	const placed = new Map<string, { readonly id: string; readonly key: string; readonly at: string }>();
	return {
		calls: async (call: string, of: Code = 'TRIAL') => {
			const key = counters.keyOf({ name: lender[of], credit_code: code }, identityOfPerson(name));
			const rung = { id: `call-elsewhere-${call}`, key, at: clock.now().toString() };
			if (of === 'TRIAL' || code !== null) placed.set(call, rung);
			await counters.reserve(elsewhere, [rung]);
		},
		tells: async (call: string, answered: boolean) => {
			await counters.settle(elsewhere, [{ ...known(placed.get(call), 'call'), answered }]);
			if (!answered) placed.delete(call);
		},
		stand: () => [...placed.values()].map(({ at }) => Temporal.Instant.from(at)),
	};
}

/** What the count shared with a lender's other agencies is told of a call, and what it tells of theirs. */
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
	'calls of the lender’s other agencies, over and under way': (stage) =>
		counted(stage, async (counters) => {
			const who = stage.who('rung by another agency');
			const agent = { ...stage.agent, counters };
			const other = otherAgency(stage, counters, 'rung by another agency');
			const calls = async (time: string, ended: Ended) => {
				stage.clock.set(stage.at(0, time));
				const permit = await askCounted(stage, agent, who);
				stage.found(await othersFindings(stage.owner, { tenantId: agent.tenantId, debtorId: who.debtor_id, stand: other.stand() }));
				if (isRefusal(permit)) return;
				const attempt = await use(stage, agent, who, permit.permit);
				stage.clock.advance({ minutes: 1 });
				if (!isRefusal(attempt)) await end(stage, agent, who, attempt.attempt, ended);
				await settleElsewhere({ ...stage.system, counters });
			};
			stage.clock.set(stage.at(0, '10:00'));
			for (const call of ['one', 'two', 'three']) {
				await other.calls(call);
				stage.clock.advance({ minutes: 1 });
			}
			// Of another lender's nothing counts.
			await other.calls('four', 'OTHER');
			await other.tells('two', true);
			await other.tells('three', false);
			await calls('10:10', nobody);
			await other.calls('five');
			// Three of theirs, two of which ring still.
			await calls('10:20', nobody);
			await other.tells('one', false);
			await other.tells('five', false);
			await calls('10:30', talk);
			await other.calls('six');
			// One of ours, and two of theirs, of which one rings still.
			await calls('10:40', nobody);
		}),
};
