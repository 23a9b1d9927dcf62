import { makePlan } from '../arrangements/actions.ts';
import { liftHold } from '../contact/holds.ts';
import { isRefusal } from '../core/refusal.ts';
import { recordedTerms } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { assign } from '../queue/assign.ts';
import { call, enter, type Matter, type Moment, next, paymentsOf, pays, promises, type Street, taken } from './parts.ts';

const bounced = 'whose money bounced, recalled and placed again as it was';
const plan = 'whose plan holds nobody off';
const longer = 'wanted back later than the file is left';
const last = 'who promises for the last day';
const back = 'to be called back by another team';

/** Whatever came of somebody is taken back by the bank. */
async function bounces(street: Street): Promise<void> {
	for (const payment of await paymentsOf(street, street.loan(bounced))) await taken(street, payment);
}

async function lastBounces(street: Street): Promise<void> {
	await taken(street, (await paymentsOf(street, street.loan(longer))).at(-1) ?? null);
}

/** Three instalments from the tenth day on: the word of the first goes out on the ninth. */
function agreesToInstalments(street: Street): Promise<unknown> {
	const { debtor_id: debtorId, debt_id: debtId, currency } = street.loan(plan);
	const terms = { debtId, currency, instalments: 3, firstDueOn: street.on(9) };
	return enter(street, street.lead, 'plan.make', debtorId, recordedTerms({ plan: terms }), async (act) => {
		const made = await makePlan(act, { debtorId, ...terms });
		return isRefusal(made) ? made : { id: String(made.planId) };
	});
}

/** The hold of the plan is to be lifted by hand while the plan goes on. */
async function wantsToHearOfIt(street: Street): Promise<void> {
	const { compliance, press, on } = street;
	const { debtor_id: debtorId } = street.loan(plan);
	const [hold] = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from hold where tenant_id = $1 and debtor_id = $2 order by id', [tx.tenantId, debtorId]),
		),
	);
	if (!hold) return;
	await enter(street, compliance, 'hold.lift', debtorId, { hold: hold.id }, async (act) => {
		const lifted = await liftHold(act, { debtorId, holdId: hold.id, today: on(1) });
		return isRefusal(lifted) ? lifted : { id: lifted.holdId };
	});
}

/** Somebody is given to a team whose number is higher than that of whoever rings them. */
const givenToAnother =
	(name: typeof back | typeof last) =>
	({ press, lead, teamOf, loan }: Street) =>
		press('assign', (key) =>
			assign(lead, { team_id: String(teamOf('crossing')), debtor_ids: [String(loan(name).debtor_id)], way: 'team' }, key),
		);

/** Somebody else than works them is on the line. */
const asksForACallBack = (street: Street) =>
	call(street, street.agent('talker'), street.loan(back), {
		said: 'call_back',
		callBackAt: street.clock.now().add({ minutes: 40 }),
	});

async function isCalledBack(street: Street): Promise<void> {
	const item = await next(street, street.agent('crosser'));
	if (item) await call(street, street.agent('crosser'), street.loan(back), { said: 'none', line: 'no_answer' }, { item: BigInt(item.id) });
}

/** What comes again as it was, goes on longer than the rest, or goes on with others. */
export const mattersAnew: Readonly<Record<string, Matter>> = {
	'all that came for a case bounces, and the case is recalled and comes again': [
		[0, '10:05:00', pays(bounced, 100_000n)],
		[1, '09:31:00', bounces],
	],
	'of three payments the last bounces, and the one before is the last that stands': [
		...[2, 3, 4].map((day): Moment => [day, '09:41:00', pays(longer, 10_000n)]),
		[4, '11:41:00', lastBounces],
	],
	'a plan goes on when its hold is lifted': [
		[0, '09:41:00', agreesToInstalments],
		[1, '09:33:00', wantsToHearOfIt],
	],
	'called back for the team that works them': [
		[5, '09:02:00', givenToAnother(back)],
		[5, '09:40:00', asksForACallBack],
		[5, '10:25:00', isCalledBack],
	],
	// Of a period that ends on the last day, what is due on it is none of the week after, and what is due seven days later is.
	'promises for the last day of all, and for a week after it': [
		// The call of that day is nobody's who asks for work on it.
		[9, '15:05:00', givenToAnother(last)],
		[9, '15:10:00', promises(last, { dueOn: 35 })],
		[30, '15:10:00', promises(last, { dueOn: 42, loan: 1 })],
	],
};
