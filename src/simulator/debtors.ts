import { agreeHours, liftHold, placeHold } from '../contact/actions.ts';
import { type Random, random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { reversePayment } from '../payments/queues.ts';
import { change, type Door } from '../record/change.ts';
import { type Plan, wishes } from './plan.ts';

/** What debtors, courts and banks do of themselves, each through the house's own action. */
export type Inbox = { readonly plan: Plan; readonly press: Press; readonly compliance: Door; readonly manager: Door; readonly day: number };

const openDebtors = (door: Door, press: Press) =>
	press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint }>(
				`select distinct debtor_id from debt_state where tenant_id = $1 and status = 'open' order by debtor_id`,
				[tx.tenantId],
			),
		),
	);

/** Disputes, hardship, cease requests, complaints, deaths: a hold each, at once. Gives how many came in. */
export async function receiveWishes({ plan, press, compliance, day }: Inbox): Promise<number> {
	let count = 0;
	for (const { debtor_id: debtorId } of await openDebtors(compliance, press)) {
		const draw = random(`${plan.seed} wishes ${debtorId} ${day}`);
		for (const { kind, hold, ppm, days } of wishes) {
			if (!draw.chance(ppm) || plan.without.has(kind)) continue;
			count++;
			await press('hold', (key) =>
				change(compliance, { act: 'hold.place', input: { debtor: debtorId, kind: hold, day }, debtorId, key }, (act) =>
					placeHold(act, { debtorId, debtId: null, kind: hold, days, evidence: `letter of day ${day}` }),
				),
			);
		}
		if (draw.chance(150) && !plan.without.has('agreed hours')) {
			count++;
			await agreeOnHours({ press, compliance }, debtorId, draw);
		}
	}
	return count;
}

function agreeOnHours({ press, compliance }: Pick<Inbox, 'press' | 'compliance'>, debtorId: bigint, draw: Random): Promise<unknown> {
	const hours = draw.pick([
		{ from: '21:00', until: '23:30' },
		{ from: '06:30', until: '08:00' },
		{ from: '22:00', until: '00:30' },
	]);
	return press('hours', (key) =>
		change(compliance, { act: 'hours.agree', input: { debtor: debtorId, ...hours }, debtorId, key }, (act) =>
			agreeHours(act, { debtorId, hours, evidence: 'recorded call' }),
		),
	);
}

/** Disputes and complaints that were answered: the hold is lifted. */
export async function answerWishes({ press, compliance }: Inbox, today: Temporal.PlainDate): Promise<void> {
	const answered = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint; id: bigint }>(
				`select h.debtor_id, h.id from hold h join unnest($2::text[], $3::int[]) as a (kind, after) using (kind)
			  where h.tenant_id = $1 and h.lifted_at is null and h.from_at < $4::timestamptz - a.after * interval '24 hours' order by h.id`,
				[
					tx.tenantId,
					wishes.filter((wish) => wish.liftsAfter !== null).map((wish) => wish.hold),
					wishes.flatMap((wish) => (wish.liftsAfter === null ? [] : [wish.liftsAfter])),
					compliance.clock.now(),
				],
			),
		),
	);
	for (const hold of answered)
		await press('lift', (key) =>
			change(
				compliance,
				{ act: 'hold.lift', input: { debtor: hold.debtor_id, hold: hold.id }, debtorId: hold.debtor_id, key },
				async (act): Promise<{ hold: string } | Refusal> => {
					const lifted = await liftHold(act, { debtorId: hold.debtor_id, holdId: hold.id, today });
					return isRefusal(lifted) ? lifted : { hold: lifted.holdId };
				},
			),
		);
}

/** Payments the bank takes back: one applied payment in 60, some days after it came. */
export async function returnPayments({ plan, press, manager, day }: Inbox): Promise<number> {
	if (plan.without.has('returned payments')) return 0;
	const payments = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from payment where tenant_id = $1 and state = 'applied' and recorded_at between $2::timestamptz - interval '96 hours' and $2::timestamptz - interval '48 hours' order by id`,
				[tx.tenantId, manager.clock.now()],
			),
		),
	);
	const returned = payments.filter(({ id }) => random(`${plan.seed} return ${id} ${day}`).chance(8_000));
	for (const { id } of returned)
		await press('return', (key) =>
			change(manager, { act: 'payment.reverse', input: { payment: id }, key }, async (act): Promise<{ payment: string } | Refusal> => {
				const reversed = await reversePayment(act, id, '代扣退票');
				return isRefusal(reversed) ? reversed : { payment: String(reversed.id) };
			}),
		);
	return returned.length;
}
