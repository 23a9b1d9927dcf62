import { answerComplaint, complaintLines, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { agreeHours, liftHold, placeHold } from '../contact/actions.ts';
import { recordWish } from '../contact/wishes.ts';
import { type Random, random } from '../core/random.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { reversePayment } from '../payments/queues.ts';
import { change, type Door } from '../record/change.ts';
import type { Course } from './course.ts';
import { oftener, type Plan, wishes } from './plan.ts';

/** What debtors, courts and banks do of themselves, each through the house's own action. */
export type Inbox = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly compliance: Door;
	readonly manager: Door;
	readonly day: number;
};

const openDebtors = (door: Door, press: Press) =>
	press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint }>(
				`select distinct debtor_id from debt_state where tenant_id = $1 and status = 'open' order by debtor_id`,
				[tx.tenantId],
			),
		),
	);

/** Disputes, hardship, cease requests, complaints: a case with its clock; deaths and what is left to others: a hold; hours, times and media. Gives how many came in. */
export async function receiveWishes(inbox: Inbox): Promise<number> {
	const { plan, press, compliance, course, day } = inbox;
	let count = 0;
	for (const { debtor_id: debtorId } of await openDebtors(compliance, press)) {
		const number = course.debtor(debtorId);
		const happens = (what: string) => course.happens(`day ${day} debtor ${number} ${what}`, number);
		const draw = random(`${plan.seed} wishes ${number} ${day}`);
		for (const wish of wishes) {
			if (!draw.chance(wish.ppm * oftener(plan)) || plan.without.has(wish.kind) || !happens(wish.kind)) continue;
			count++;
			await receiveOne(inbox, debtorId, wish, draw);
		}
		if (draw.chance(150 * oftener(plan)) && !plan.without.has('agreed hours') && happens('agreed hours')) {
			count++;
			await agreeOnHours(inbox, debtorId, draw);
		}
		if (draw.chance(800 * oftener(plan)) && !plan.without.has('wishes') && happens('wishes')) {
			count++;
			await wishToBeLeft(inbox, debtorId, draw);
		}
	}
	return count;
}

function receiveOne({ press, compliance, day }: Inbox, debtorId: bigint, wish: (typeof wishes)[number], draw: Random): Promise<unknown> {
	const { brings } = wish;
	if (brings === null) {
		// What a court, a doctor or the client says: no case to answer.
		const hold = draw.pick(['deceased', 'incapacity', 'counsel', 'bankruptcy', 'breathing_space', 'client_request'] as const);
		const days = hold === 'breathing_space' ? 60 : hold === 'client_request' ? 10 : null;
		return press('hold', (key) =>
			change(compliance, { act: 'hold.place', input: { debtor: debtorId, kind: hold, days, day }, debtorId, key }, (act) =>
				placeHold(act, { debtorId, debtId: null, kind: hold, days, evidence: `letter of day ${day}` }),
			),
		);
	}
	const channel = draw.pick(['letter', 'email', 'phone', 'regulator'] as const);
	return press('complaint', (key) =>
		change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: brings, channel, day }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: brings, channel, words: `brought on day ${day}` }),
		),
	);
}

function agreeOnHours({ press, compliance }: Inbox, debtorId: bigint, draw: Random): Promise<unknown> {
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

/** A medium, or times of the day or week, the debtor asks to be left. */
function wishToBeLeft({ press, compliance }: Inbox, debtorId: bigint, draw: Random): Promise<unknown> {
	const wish = draw.pick([
		{ kind: 'refused_medium' as const, channel: 'sms' as const },
		{ kind: 'refused_medium' as const, channel: 'voice' as const },
		{ kind: 'inconvenient_time' as const, from: '09:00', until: '12:00' },
		{ kind: 'inconvenient_time' as const, weekdays: [1, 3, 5] },
	]);
	return press('wish', (key) =>
		change(compliance, { act: 'wish.record', input: { debtor: debtorId, ...wish }, debtorId, key }, (act) =>
			recordWish(act, debtorId, { ...wish, evidence: 'recorded call' }),
		),
	);
}

const answerAfterDays = 2;

/**
 * Compliance looks into what has waited two days, and answers it; what was upheld stays held until it is lifted some weeks later. Of the complaints that came today, one in
 * four is pressed on somebody who may be part of the case.
 */
export async function answerWishes({ plan, press, compliance, manager, course, day }: Inbox, today: Temporal.PlainDate): Promise<void> {
	const { items: waiting } = await press('read', () => complaintLines(compliance, { state: 'received' }));
	for (const { id, kind, received_at: received, debtor_id: debtor } of waiting) {
		const number = course.debtor(debtor);
		const draw = random(`${plan.seed} complaint ${course.as(`${kind} of debtor ${number} at ${received}`, id, number)} ${day}`);
		const on = Temporal.Instant.from(received).toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
		if (on.until(today).days < answerAfterDays || !course.happens(`day ${day} ${kind} of debtor ${number} is looked into`, number))
			continue;
		const debtorId = BigInt(debtor);
		const take = (by: Door) =>
			press('take', (key) =>
				change(by, { act: 'complaint.take', input: { complaint: id }, debtorId, key }, (act) => takeComplaint(act, BigInt(id))),
			);
		let [handler, other] = draw.chance(150_000) ? [manager, compliance] : [compliance, manager];
		let taken = await take(handler);
		// Whoever gave it its longer term, or is part of the case, leaves it to somebody else at once: it would lie past its day.
		if (isRefusal(taken)) {
			[handler, other] = [other, handler];
			taken = await take(handler);
		}
		if (isRefusal(taken)) continue;
		const verdict = draw.pick(['upheld', 'partly', 'not_upheld'] as const);
		await press('answer', (key) =>
			change(handler, { act: 'complaint.answer', input: { complaint: id, verdict }, debtorId, key }, (act) =>
				answerComplaint(act, BigInt(id), { verdict, words: `${kind}: looked into` }),
			),
		);
	}
	if (course.happens(`day ${day} old holds are lifted`)) await liftOld({ press, compliance }, today);
}

/** Holds of disputes and hardship that have stood for some weeks, and what a doctor or client said, are lifted. */
async function liftOld({ press, compliance }: Pick<Inbox, 'press' | 'compliance'>, today: Temporal.PlainDate): Promise<void> {
	const old = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint; id: bigint }>(
				`select h.debtor_id, h.id from hold h where h.tenant_id = $1 and h.lifted_at is null and h.kind in ('dispute', 'hardship', 'complaint', 'counsel')
				    and h.from_at < $2::timestamptz - interval '480 hours' order by h.id`,
				[tx.tenantId, compliance.clock.now()],
			),
		),
	);
	for (const hold of old)
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

/** Payments the bank takes back: one applied payment in ten, some days after it came. */
export async function returnPayments({ plan, press, manager, course, day }: Inbox): Promise<number> {
	if (plan.without.has('returned payments')) return 0;
	const payments = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint; debtor_id: bigint; reference: string }>(
				`select id, debtor_id, external_reference as reference from payment where tenant_id = $1 and state = 'applied' and recorded_at between $2::timestamptz - interval '96 hours' and $2::timestamptz - interval '48 hours' order by id`,
				[tx.tenantId, manager.clock.now()],
			),
		),
	);
	const returned = payments.filter(({ id, debtor_id: debtorId, reference }) => {
		const number = course.debtor(debtorId);
		const payment = course.as(`payment ${reference}`, id, number);
		const back = random(`${plan.seed} return ${payment} ${day}`).chance(60_000);
		return back && course.happens(`day ${day} payment ${reference} is taken back`, number);
	});
	for (const { id } of returned)
		await press('return', (key) =>
			change(manager, { act: 'payment.reverse', input: { payment: id }, key }, async (act): Promise<{ payment: string } | Refusal> => {
				const reversed = await reversePayment(act, id, '代扣退票');
				return isRefusal(reversed) ? reversed : { payment: String(reversed.id) };
			}),
		);
	return returned.length;
}
