import { closeContact } from '../arrangements/close-contact.ts';
import { fileComplaint } from '../complaints/actions.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { typeMessage } from '../channels/typed.ts';
import { recordWish } from '../contact/wishes.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { recordedEnd, recordedTerms } from '../demo/calls.ts';
import { change, type Door } from '../record/change.ts';
import { ask, end, type Point, type SettableClock, type Tried, use } from './misdeeds-parts.ts';
import { zone } from './plan.ts';

type At = Tried & { readonly door: Door; readonly clock: SettableClock };

const typed =
	'【{agency}】{name}您好，您在{client}的账单（尾号{tail}）已逾期{days}天，尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。';
const threat = '【{agency}】{name}，再不还款就让你坐牢，我们上门抓你。客服{service}，投诉{complaint}，拒收请回复R。';

/** The agent's own words, twice in one hour, sent as any message is: one after the other or together; or words nobody may send. */
export async function sendTyped(at: At, point: Point, how: 'in turn' | 'once' | 'together' | 'threatening' = 'in turn'): Promise<void> {
	const { press, door, system, clock } = at;
	const text = how === 'threatening' ? threat : typed;
	for (let i = 0; i < (how === 'once' ? 1 : 2); i++) {
		await press('type', (key) =>
			change(
				door,
				{ act: 'message.type', input: { debtor: point.debtor_id, debt: point.debt_id, i }, debtorId: point.debtor_id, key },
				(act): Promise<{ id: string } | Refusal> => typeMessage(act, { debtorId: point.debtor_id, debtId: point.debt_id, text }),
			),
		);
		clock.advance({ minutes: 5 });
		if (how === 'together' && i === 0) continue;
		await press('messages', () => sendDueMessages({ ...system, clock }));
	}
}

/** A call in which more is agreed than is owed, too late, for too long, or a second time. */
export async function agreeTooMuch(at: At, point: Point, how: 'anyhow' | 'a cent more' = 'anyhow'): Promise<void> {
	const { press, door, clock, draw } = at;
	const permit = await ask(at, door, point);
	if (isRefusal(permit)) return;
	const attempt = await use(at, door, point, permit.permit);
	if (isRefusal(attempt)) return;
	clock.advance({ seconds: 90 });
	const today = dateIn(zone, clock.now());
	const of = { debtId: point.debt_id, currency: point.currency };
	const centMore = { promise: { ...of, amountMinor: point.owed + 1n, dueOn: today.add({ days: 3 }) } };
	const anyhow = draw.pick([
		centMore,
		{ promise: { ...of, amountMinor: point.owed, dueOn: today.subtract({ days: 1 }) } },
		{ promise: { ...of, amountMinor: point.owed, dueOn: today.add({ days: 40 }) } },
		{ promise: { ...of, amountMinor: (point.owed + 1n) / 2n, dueOn: today.add({ days: 2 }) } },
		{ plan: { ...of, instalments: 61, firstDueOn: today.add({ days: 10 }) } },
		// And what may be agreed.
		{ plan: { ...of, instalments: 3, firstDueOn: today.add({ days: 10 }) } },
		{ promise: { ...of, amountMinor: point.owed, dueOn: today.add({ days: 1 }) } },
	]);
	const terms = how === 'a cent more' ? centMore : anyhow;
	const outcome = {
		debtorId: point.debtor_id,
		attemptId: BigInt(attempt.attempt),
		line: 'right_party' as const,
		said: 'plan' in terms ? ('plan' as const) : ('promise' as const),
		identityDisclosed: true,
	};
	const closed = await press('close', (key) =>
		change(
			door,
			{
				act: 'contact.close',
				input: { debtor: point.debtor_id, attempt: attempt.attempt, line: outcome.line, said: outcome.said, ...recordedTerms(terms) },
				debtorId: point.debtor_id,
				key,
			},
			async (act): Promise<{ attempt_id: string } | Refusal> => {
				const done = await closeContact(act, { outcome, ...terms });
				return isRefusal(done) ? done : recordedEnd(done);
			},
		),
	);
	if (isRefusal(closed)) await end(at, door, point, attempt.attempt);
}

/** The debtor asks for no more contact while a permit for a call lies on the desk. */
export function askedToStop({ press, door }: Tried & { readonly door: Door }, point: Point): Promise<unknown> {
	const { debtor_id: debtorId } = point;
	return press('complaint', (key) =>
		change(door, { act: 'complaint.file', input: { debtor: debtorId, kind: 'cease', by: 'chat' }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: 'cease', channel: 'desk', words: 'no more calls' }),
		),
	);
}

/** The debtor wants no calls, or no texts, any more; the agent writes it down. */
export function askedToLeave({ press, door, draw }: Tried & { readonly door: Door }, point: Point): Promise<unknown> {
	const { debtor_id: debtorId } = point;
	const channel = draw.pick(['voice', 'sms'] as const);
	return press('wish', (key) =>
		change(door, { act: 'wish.record', input: { debtor: debtorId, channel }, debtorId, key }, (act) =>
			recordWish(act, debtorId, { kind: 'refused_medium', channel, evidence: 'said in a call' }),
		),
	);
}
