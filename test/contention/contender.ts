import type { Clock } from '../../src/host/clock.ts';
import { createPool } from '../../src/host/db.ts';
import { vaultOf } from '../../src/host/vault.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { askPermit } from '../../src/contact/actions.ts';
import { closeWorkItem } from '../../src/debts/pressure.ts';
import { takeNext } from '../../src/queue/actions.ts';
import { change, type Door } from '../../src/record/change.ts';

/** What a process of contenders is told: so many desks, each with a connection of its own. */
export type Orders = {
	readonly url: string;
	readonly tenantId: string;
	readonly dataKey: string;
	readonly at: string;
	readonly desks: readonly { readonly id: string; readonly name: string }[];
	readonly contest: { readonly kind: 'permit'; readonly debtorId: string; readonly pointId: string } | { readonly kind: 'next' };
};
/** What each desk got: the permit's number or the refusal's code; the items it worked, in order. */
export type Got = { readonly desk: string; readonly got: readonly string[] };

/**
 * A process of its own with many desks, for contests over real connections: it opens them all, says that it is ready, and begins when it is told. Next is pressed until
 * the queue is dry, however often two desks meet.
 */
if (process.send) process.once('message', (orders: Orders) => void contend(orders));

async function contend({ url, tenantId, dataKey, at, desks, contest }: Orders): Promise<void> {
	const now = Temporal.Instant.from(at);
	const clock: Clock = { now: () => now };
	const pool = createPool(url, { max: desks.length });
	const doors = desks.map(
		({ id, name }): Door => ({
			pool,
			clock,
			tenantId: BigInt(tenantId),
			vault: vaultOf(Buffer.from(dataKey, 'base64')),
			actor: { id: BigInt(id), name, role: 'agent', clientId: null },
		}),
	);
	// Every connection is open before anybody begins.
	const held = await Promise.all(desks.map(() => pool.connect()));
	for (const connection of held) connection.release();
	process.send?.('ready');
	await new Promise((resolve) => process.once('message', resolve));
	const work = contest.kind === 'permit' ? (door: Door) => askOnce(door, contest) : pressUntilDry;
	const got = await Promise.all(doors.map(async (door): Promise<Got> => ({ desk: String(door.actor.id), got: await work(door) })));
	process.send?.(got);
	await pool.end();
	process.disconnect?.();
}

async function askOnce(door: Door, { debtorId, pointId }: { debtorId: string; pointId: string }): Promise<string[]> {
	const input = { debtorId, pointId };
	const permit = await change(door, { act: 'contact.ask', input, keepOnRefusal: true }, async (act) => {
		const given = await askPermit(act, { debtorId: BigInt(debtorId), contactPointId: BigInt(pointId), channel: 'voice' });
		return isRefusal(given) ? given : { permitId: given.permitId };
	});
	return [isRefusal(permit) ? permit.code : `permit ${permit.permitId}`];
}

async function pressUntilDry(door: Door): Promise<string[]> {
	const worked: string[] = [];
	for (let empty = 0; empty < 3; ) {
		const item = await takeNext(door);
		if (!item) {
			empty++;
			// Another desk may hold a debtor whose next call is not done yet.
			await new Promise((resolve) => setTimeout(resolve, 100));
			continue;
		}
		empty = 0;
		worked.push(`${item.debtor_id}/${item.id}`);
		await change(door, { act: 'test.finish', input: { item: item.id } }, async (act) => ({
			closed: await closeWorkItem(act, { debtorId: BigInt(item.debtor_id), workItemId: BigInt(item.id), reason: 'done' }),
		}));
	}
	return worked;
}
