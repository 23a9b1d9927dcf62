import { closeContact, type CloseContactInput } from '../arrangements/close-contact.ts';
import type { CloseContactAnswer } from '../arrangements/shapes.ts';
import { askPermit, placeAttempt } from '../contact/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Random, random } from '../core/random.ts';
import { atLocal, dateIn, type Zone } from '../core/time.ts';
import type { settableClock } from '../host/clock.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { release, takeNext } from '../queue/actions.ts';
import { change, type Door } from '../record/change.ts';
import { type Answer, answerOf, type Nature, natureOf, promisedMinor } from './behaviour.ts';

/** An agent of the demonstration at a desk, with a clock of its own that its calls move forward. */
export type Agent = { readonly door: Door; readonly clock: ReturnType<typeof settableClock> };
/** `press`: how a desk's button is pressed, with a name of that very press. The simulator presses again, under the same key, when the house did not answer. */
export type World = {
	readonly seed: string;
	readonly zone: Zone;
	readonly press?: <T>(name: string, work: (key?: string) => Promise<T>) => Promise<T>;
	/** Under which number a debtor's draws are made, and after how many calls: its own and the calls so far, unless a run is lived through again in part. */
	readonly numbers?: (debtorId: bigint, calls: number) => { readonly debtor: string; readonly calls: number };
};
export type Press = NonNullable<World['press']>;
const once: Press = (_, work) => work();

/** Seconds between the end of a call and the next one: notes, reading the next case, a glass of water. */
const wrapUpSeconds = [210, 450] as const;

type CaseFacts = {
	point_id: bigint | null;
	point_party: bigint | null;
	calls: number;
	debts: { id: string; owed: string; currency: string; agreed: boolean }[] | null;
};

/**
 * What the agent sees before dialling: the number to use, the calls so far, the open debts. The debtor's own number comes first; a contact person is
 * asked once.
 */
async function readCase(tx: Tx, debtorId: bigint): Promise<CaseFacts | null> {
	const [facts] = await tx.prepared<CaseFacts>(
		'demonstration case',
		`select p.id as point_id, p.party_id as point_party,
		        (select count(*)::int from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and a.channel = 'voice') as calls,
		        (select json_agg(json_build_object('id', d.id::text, 'owed', b.owed_minor::text, 'currency', d.currency, 'agreed', exists (
		                   select from promise m where m.tenant_id = $1 and m.debtor_id = $2 and m.debt_id = d.id and m.state = 'open')) order by b.owed_minor desc)
		           from debt d join debt_state s on s.tenant_id = $1 and s.debtor_id = $2 and s.debt_id = d.id and s.status = 'open'
		           join debt_balance b on b.tenant_id = $1 and b.debtor_id = $2 and b.debt_id = d.id and b.owed_minor > 0
		          where d.tenant_id = $1 and d.debtor_id = $2) as debts
		   from debtor r
		   left join lateral (select p.id, p.party_id from contact_point p where p.tenant_id = $1 and p.debtor_id = r.id and p.kind = 'mobile'
		                         and p.state not in ('wrong', 'invalid', 'refused')
		                         and (p.party_id is null or not exists (select from contact_attempt x where x.tenant_id = $1 and x.debtor_id = r.id and x.party_id = p.party_id))
		                       order by p.party_id nulls first, p.id limit 1) p on true
		  where r.tenant_id = $1 and r.id = $2`,
		[tx.tenantId, debtorId],
	);
	return facts ?? null;
}

/**
 * One turn at the desk through the real actions: Next, the permit, the attempt, the outcome. What the debtor does is drawn from streams of the debtor's
 * own, so it does not depend on which agent calls. `idle`: nothing to do now; `refused`: the gate said no and the case was given back with the reason.
 */
export async function workOne(agent: Agent, world: World): Promise<'called' | 'refused' | 'idle'> {
	const { door } = agent;
	const press = world.press ?? once;
	const item = await press('next', (key) => takeNext(door, key));
	if (item === null) return 'idle';
	const debtorId = BigInt(item.debtor_id);
	const workItemId = BigInt(item.id);
	const facts = await press('case', () => inTenant(door.pool, door.tenantId, (tx) => readCase(tx, debtorId)));
	const { debtor, calls } = world.numbers?.(debtorId, facts?.calls ?? 0) ?? { debtor: debtorId, calls: facts?.calls ?? 0 };
	const draw = random(`${world.seed} debtor ${debtor} call ${calls}`);
	if (!facts?.point_id || !facts.debts) return giveBack(agent, press, { debtorId, id: workItemId, reason: '没有可用号码' });
	const attempt = await dial(agent, press, { debtorId, pointId: facts.point_id, workItemId });
	if (isRefusal(attempt)) return giveBack(agent, press, { debtorId, id: workItemId, reason: attempt.code });
	const nature = natureOf(random(`${world.seed} debtor ${debtor}`));
	const answer = facts.point_party === null ? answerOf(draw, nature, calls) : contactPerson(draw);
	agent.clock.advance({ seconds: 12 + answer.seconds });
	const closed = await close(agent, world, { debtorId, attemptId: attempt.id, facts, answer, nature, draw });
	// An agreement the rules do not take (a date beyond the mandate, say) is noted without one.
	if (isRefusal(closed))
		await close(agent, world, { debtorId, attemptId: attempt.id, facts, answer: { ...answer, said: 'none' }, nature, draw });
	agent.clock.advance({ seconds: draw.between(...wrapUpSeconds) });
	return 'called';
}

/** Leaves the case with the reason. */
async function giveBack({ door, clock }: Agent, press: Press, item: { debtorId: bigint; id: bigint; reason: string }): Promise<'refused'> {
	await press('release', (key) => release(door, item, key));
	clock.advance({ seconds: 40 });
	return 'refused';
}

/** Permit and attempt in one act: the desk's call button. */
function dial(
	{ door }: Agent,
	press: Press,
	call: { debtorId: bigint; pointId: bigint; workItemId: bigint | null },
): Promise<{ id: string } | Refusal> {
	const { debtorId, pointId, workItemId } = call;
	const input = { debtor: debtorId, point: pointId, item: workItemId };
	return press('dial', (key) =>
		change(door, { act: 'contact.attempt', input, debtorId, keepOnRefusal: true, key }, async (act): Promise<{ id: string } | Refusal> => {
			const permit = await askPermit(act, { debtorId, contactPointId: pointId, channel: 'voice' });
			if (isRefusal(permit)) return permit;
			const placed = await placeAttempt(act, { debtorId, permitId: permit.permitId, workItemId });
			return isRefusal(placed) ? placed : { id: String(placed.attemptId) };
		}),
	);
}

/** A contact person is only asked to pass on a word (CN-P2). */
function contactPerson(draw: Random): Answer {
	const line = draw.weighed([
		['other_person', 4],
		['no_answer', 5],
		['declined', 1],
	] as const);
	if (line !== 'other_person') return { line, said: 'none', seconds: 20 };
	return {
		line,
		said: draw.weighed([
			['will_pass_on', 6],
			['none', 2],
			['refuses_contact', 2],
		] as const),
		seconds: 45,
	};
}

const notes: Partial<Record<Answer['said'], readonly string[]>> = {
	promise: ['本人确认欠款，约定还款日期', '称发工资后还，已约定日期', '本人愿意处理，先还一部分'],
	plan: ['收入不稳定，协商分期', '愿意分期，已确认每期金额'],
	paid: ['称昨日已还，待核对到账', '称已通过手机银行还款'],
	cannot_pay: ['称失业中，暂无能力', '生意亏损，无力一次还清'],
	will_not_pay: ['不认可违约金，拒绝还款', '态度抵触，未承诺'],
	disputes: ['称该笔消费非本人办理，要求核查'],
	complains: ['投诉来电时间，已转合规'],
	hardship: ['家人住院，已登记困难'],
	will_pass_on: ['接听人答应转告，未透露任何债务信息'],
	call_back: ['开会中，约定稍后回拨'],
	refuses_contact: ['要求停止来电，已登记'],
	wrong_person: ['号码非本人，已标记错号'],
};

type Closing = { debtorId: bigint; attemptId: string; facts: CaseFacts; answer: Answer; nature: Nature; draw: Random };

function close({ door, clock }: Agent, { zone, press = once }: World, { debtorId, attemptId, facts, answer, nature, draw }: Closing) {
	const today = dateIn(zone, clock.now());
	const debt = facts.debts?.find((each) => !each.agreed);
	// Somebody who has agreed already confirms it: nothing new is agreed on top.
	const said = (answer.said === 'promise' || answer.said === 'plan') && !debt ? 'none' : answer.said;
	const owed = BigInt(debt?.owed ?? 0);
	const terms = debt && { debtId: BigInt(debt.id), currency: debt.currency };
	const noted = notes[said];
	const right = answer.line === 'right_party';
	const dueOn = today.add({
		days: draw.weighed([
			[1, 4],
			[2, 4],
			[3, 4],
			[5, 2],
			[7, 2],
			[12, 1],
		] as const),
	});
	const amountMinor = debt ? promisedMinor(draw, nature, owed) : 0n;
	// Everything is drawn before the act, so that an act made again is the same.
	const closing = {
		outcome: {
			debtorId,
			attemptId: BigInt(attemptId),
			line: answer.line,
			said,
			note: noted ? draw.pick(noted) : undefined,
			identityDisclosed: right || answer.line === 'other_person' || answer.line === 'declined',
		},
		promise: said === 'promise' && terms ? { ...terms, amountMinor, dueOn } : undefined,
		plan:
			said === 'plan' && terms
				? { ...terms, instalments: draw.pick([3, 6, 12]), firstDueOn: today.add({ days: draw.pick([2, 3, 10]) }) }
				: undefined,
		callBackAt: said === 'call_back' ? callBackAt(zone, today, draw) : undefined,
		willingness: right ? (nature.willing ? ('willing' as const) : ('unwilling' as const)) : undefined,
		ability: right ? nature.ability : undefined,
		reason: right && draw.chance(600_000) ? nature.reason : undefined,
	};
	const input = { debtor: debtorId, attempt: attemptId, line: answer.line, said, ...recordedTerms(closing) };
	return press('close', (key) =>
		change(door, { act: 'contact.close', input, debtorId, key }, async (act) => {
			const closed = await closeContact(act, closing);
			return isRefusal(closed) ? closed : recordedEnd(closed);
		}),
	);
}

/** What the record keeps of the answer to a contact’s end. */
export const recordedEnd = ({ attempt_id, promise, plan }: CloseContactAnswer) => ({
	attempt_id,
	promise: promise?.id ?? null,
	plan: plan?.id ?? null,
});

/** What was agreed, as the API's bodies say it and the record keeps it. */
export const recordedTerms = ({ promise, plan }: Pick<CloseContactInput, 'promise' | 'plan'>) => ({
	...(promise && {
		promise: {
			debt_id: promise.debtId,
			amount_minor: promise.amountMinor,
			currency: promise.currency,
			due_on: promise.dueOn.toString(),
			replace: promise.replace === true,
		},
	}),
	...(plan && {
		plan: {
			debt_id: plan.debtId,
			total_minor: plan.totalMinor ?? null,
			currency: plan.currency,
			instalments: plan.instalments,
			first_due_on: plan.firstDueOn.toString(),
			replace: plan.replace === true,
		},
	}),
});

/** The next working day at an hour people name. */
function callBackAt(zone: Zone, today: Temporal.PlainDate, draw: Random): Temporal.Instant {
	const next = today.dayOfWeek >= 5 ? today.add({ days: 8 - today.dayOfWeek }) : today.add({ days: 1 });
	return atLocal(zone, next, `${draw.pick(['09', '10', '11', '14', '15', '16'])}:${draw.pick(['00', '30'])}`);
}
