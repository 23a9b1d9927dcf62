import { assert } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door, type Plain } from '../record/change.ts';

/**
 * Remembers how far the demonstration has come, in the record itself: each finished step is an act with its own idempotency key. So a killed load
 * goes on where it stopped, and nothing but the record has to be asked. Every step may be done again from its beginning: imports find duplicates,
 * day runs do nothing twice, calls are limited by the gate whoever makes them.
 */
const keyOf = (step: string) => `demonstration ${step}`;

/** What a finished step left behind, or null. */
export async function stepDone(door: Door, step: string): Promise<Record<string, string> | null> {
	const [row] = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<{ answer: Record<string, string> }>('select answer from record_entry where tenant_id = $1 and idempotency_key = $2', [
			tx.tenantId,
			keyOf(step),
		]),
	);
	return row?.answer ?? null;
}

async function markStep(door: Door, step: string, facts: Record<string, string> = {}): Promise<void> {
	done(await change(door, { act: 'demonstration.step', input: { step }, key: keyOf(step) }, async () => facts));
}

/** Does a step unless it was done; gives what it left behind. */
export async function once(door: Door, step: string, work: () => Promise<Record<string, string> | void>): Promise<Record<string, string>> {
	const earlier = await stepDone(door, step);
	if (earlier) return earlier;
	const facts = (await work()) ?? {};
	await markStep(door, step, facts);
	return facts;
}

/** The answer of something that the demonstration's own script may not be refused. */
export function done<T extends Plain | object>(answer: T | Refusal): T {
	assert(
		!isRefusal(answer),
		`the demonstration was refused: ${isRefusal(answer) ? `${answer.code} ${JSON.stringify(answer.details)}` : ''}`,
	);
	return answer;
}
