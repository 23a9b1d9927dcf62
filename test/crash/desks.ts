import { type Random, random } from '../../src/core/random.ts';
import type { Journal } from './journal.ts';
import { client, type Prepared } from './prepared.ts';

type Item = { id: string; debtor_id: string; debt_id: string };
type Case = {
	contact_points: { id: string; kind: string; party: unknown; state: string }[];
	debts: { id: string; owed_minor?: number }[];
};

/** An agent's desk for some rounds: Next, permit, call, outcome; now and then a hold, a number tried twice, a debtor given back. */
export async function sitAtDesk(journal: Journal, seed: string, agent: string, rounds: number, today: Temporal.PlainDate): Promise<void> {
	const draw = random(`${seed} desk ${agent}`);
	for (let round = 0; round < rounds; round++) {
		const next = await journal.press(agent, 'POST', '/api/work/next');
		const item = next.body['item'] as Item | null;
		if (next.status !== 200 || !item) return;
		const of = `/api/debtors/${item.debtor_id}`;
		const shown = (await journal.press(agent, 'GET', of)).body as unknown as Case;
		const point = shown.contact_points.find((each) => each.party === null && each.kind === 'mobile');
		const permit = point && (await journal.press(agent, 'POST', `${of}/permits`, { contact_point_id: point.id, channel: 'voice' }));
		if (permit?.status !== 200) {
			await journal.press(agent, 'POST', `/api/work/${item.debtor_id}/${item.id}/release`, { reason: 'no call now' });
			continue;
		}
		const attempt = await journal.press(agent, 'POST', `${of}/attempts`, { permit_id: permit.body['id'], work_item_id: item.id });
		// Pressed twice by mistake, under another key: must be refused.
		if (draw.chance(100_000)) await journal.press(agent, 'POST', `${of}/attempts`, { permit_id: permit.body['id'], work_item_id: item.id });
		if (attempt.status === 200) await close(journal, draw, { agent, of, attemptId: String(attempt.body['id']), item, today });
	}
}

type Call = { agent: string; of: string; attemptId: string; item: Item; today: Temporal.PlainDate };

async function close(journal: Journal, draw: Random, { agent, of, attemptId, item, today }: Call): Promise<void> {
	const said = draw.weighed([
		['none', 4],
		['promise', 4],
		['disputes', 1],
		['refuses_contact', 1],
		['cannot_pay', 1],
	] as const);
	const promise =
		said === 'promise'
			? {
					promise: {
						debt_id: item.debt_id,
						amount_minor: draw.between(10_000, 40_000),
						currency: 'CNY',
						due_on: today.add({ days: draw.between(1, 4) }).toString(),
					},
				}
			: {};
	await journal.press(agent, 'POST', `${of}/attempts/${attemptId}/outcome`, {
		line: said === 'none' ? 'no_answer' : 'right_party',
		said,
		identity_disclosed: said !== 'none',
		...promise,
	});
}

/** The manager writes down payments by hand, the same one twice now and then; compliance places a hold. */
export async function sitInOffice(journal: Journal, seed: string, prepared: Prepared, count: number): Promise<void> {
	const draw = random(`${seed} office`);
	for (let i = 0; i < count; i++) {
		const body = {
			client,
			external_reference: `HAND${i}`,
			debt_reference: draw.pick(prepared.payable),
			amount_minor: draw.between(1_000, 90_000),
			currency: 'CNY',
			paid_at: `${prepared.on.subtract({ days: 1 })}T10:00:00+08:00`,
			method: 'counter',
		};
		await journal.press('manager', 'POST', '/api/payments', body);
		if (draw.chance(200_000)) await journal.press('manager', 'POST', '/api/payments', body);
	}
}
