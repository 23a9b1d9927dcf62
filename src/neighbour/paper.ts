import { join } from 'node:path';
import { closeComplaint } from '../complaints/actions.ts';
import { makePlan, withdrawPlan, withdrawPromise } from '../arrangements/actions.ts';
import { changeHold, placeHoldByHand } from '../contact/holds.ts';
import { endWish, recordWish } from '../contact/wishes.ts';
import { decideOnText, writeText } from '../content/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { changeGuarantee, tellGuarantee } from '../debts/guarantee-actions.ts';
import { changeTold, tellLimitation } from '../debts/limitation-actions.ts';
import { recordedTerms } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { importPlacement } from '../placements/import.ts';
import { change } from '../record/change.ts';
import { setStanding } from '../tenants/actions.ts';
import type { PersonName } from './cast.ts';
import { answers, call, complaintOf, disputes, enter, type Matter, promises, type Street } from './parts.ts';

/** The promise of a loan is taken back, at the debtor's wish; and once more. */
export const takesBack =
	(name: PersonName, loan = 0) =>
	async (street: Street) => {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name, loan);
		const { lead, press } = street;
		const [promise] = await press('read', () =>
			inTenant(lead.pool, lead.tenantId, (tx) =>
				tx.query<{ id: bigint }>('select id from promise where tenant_id = $1 and debtor_id = $2 and debt_id = $3', [
					tx.tenantId,
					debtorId,
					debtId,
				]),
			),
		);
		for (const _ of promise ? [1, 2] : [])
			await enter(street, lead, 'promise.withdraw', debtorId, { promise: promise?.id ?? 0n }, async (act) => {
				const done = await withdrawPromise(act, { debtorId, promiseId: promise?.id ?? 0n });
				return isRefusal(done) ? done : { id: String(done.promiseId) };
			});
	};

/** Instalments agreed without a call. */
export const plansAtTheDesk =
	(name: PersonName, instalments: number, loan = 0, replace = false) =>
	(street: Street) => {
		const { debtor_id: debtorId, debt_id: debtId, currency } = street.loan(name, loan);
		const plan = { debtId, currency, instalments, firstDueOn: street.on(3), replace };
		return enter(street, street.lead, 'plan.make', debtorId, recordedTerms({ plan }), async (act) => {
			const made = await makePlan(act, { debtorId, ...plan });
			return isRefusal(made) ? made : { id: String(made.planId) };
		});
	};

/** The plan of a loan is given up at the desk. */
export const givesUp =
	(name: PersonName, loan = 0) =>
	async (street: Street) => {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name, loan);
		const { lead, press } = street;
		const [plan] = await press('read', () =>
			inTenant(lead.pool, lead.tenantId, (tx) =>
				tx.query<{ id: bigint }>('select id from plan where tenant_id = $1 and debtor_id = $2 and debt_id = $3', [
					tx.tenantId,
					debtorId,
					debtId,
				]),
			),
		);
		if (plan)
			await enter(street, lead, 'plan.withdraw', debtorId, { plan: plan.id }, async (act) => {
				const done = await withdrawPlan(act, { debtorId, planId: plan.id });
				return isRefusal(done) ? done : { id: String(done.planId) };
			});
	};

/** Somebody's case is taken up again. */
const takesUp =
	(name: PersonName) =>
	async ({ press, compliance, loan }: Street) => {
		const { debtor_id: debtorId } = loan(name);
		const complaint = await complaintOf(compliance, press, debtorId);
		if (complaint !== null)
			await press('reopen', (key) =>
				change(compliance, { act: 'complaint.reopen', input: { complaint }, debtorId, key }, (act) =>
					closeComplaint(act, complaint, 'reopened', 'a new letter'),
				),
			);
	};

const nobody = { said: 'none', line: 'no_answer' } as const;
const calls =
	(name: PersonName, loan = 0) =>
	(street: Street) => {
		const to = street.loan(name, loan);
		return call(street, street.agent('talker'), to, nobody, { debtIds: [to.debt_id] });
	};

type HoldBody = Parameters<typeof placeHoldByHand>[2];
/** A hold is placed by hand, and may be written about afterwards. */
export const holds =
	(
		name: PersonName,
		{
			loan,
			changed,
			...body
		}: Omit<HoldBody, 'evidence' | 'debt_id'> & { loan?: number; changed?: Parameters<typeof changeHold>[1]['change'] },
	) =>
	async (street: Street) => {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name, loan);
		const { compliance } = street;
		const more = loan === undefined ? {} : { debt_id: String(debtId) };
		const hold = await enter(street, compliance, 'hold.place', debtorId, { kind: body.kind, days: body.days, ...more }, async (act) => {
			const placed = await placeHoldByHand(act, debtorId, { ...body, ...more, evidence: 'a letter' });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
		if (hold === null || !changed) return;
		await enter(street, compliance, 'hold.change', debtorId, { hold }, async (act) => {
			const done = await changeHold(act, { debtorId, holdId: hold, change: changed });
			return isRefusal(done) ? done : { id: done.holdId };
		});
	};

/** Whoever stands surety for the first loan is asked to pay the second, and called about it once more without that word. */
const asksForTheOther = (name: PersonName) => async (street: Street) => {
	const debtIds = [street.loan(name, 1).debt_id];
	for (const asked of [{ debtIds, purpose: 'collect' as const }, { debtIds }])
		await call(street, street.agent('talker'), street.around(name), nobody, asked);
};

type Told = Parameters<typeof tellLimitation>[2];
/** Something that moves the end of limitation is told; it may be found to be wrong, and that again. */
const tells =
	(name: PersonName, day: number, { withdrawn = 0, until, kind }: { kind: Told['kind']; until?: number; withdrawn?: number }) =>
	async (street: Street) => {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name);
		const body = {
			kind,
			debt_id: String(debtId),
			happened_on: street.on(day).toString(),
			...(until === undefined ? {} : { ended_on: street.on(until).toString() }),
		};
		const id = await enter(street, street.compliance, 'limitation.tell', debtorId, body, (act) =>
			tellLimitation(act, debtorId, { ...body, evidence: 'a letter' }),
		);
		for (let i = 0; i < withdrawn && id !== null; i++)
			await enter(street, street.compliance, 'limitation.change', debtorId, { event: id, withdrawn: true }, (act) =>
				changeTold(act, { debtorId, id }, { withdrawn: true, evidence: 'it was another debt' }),
			);
	};

/** Somebody around stands surety until a day, counted from the first, and is called; `asked`: the day the lender asked them; `error`: it is found to be wrong. */
export const surety =
	(name: PersonName, { until, asked, error = false }: { until?: number; asked?: number; error?: boolean } = {}) =>
	async (street: Street) => {
		const { compliance, on } = street;
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name);
		const { party_id: party } = street.around(name);
		await enter(street, compliance, 'debtor.people', debtorId, { surety: true }, async ({ tx }) => {
			await tx.query(`update party set role = 'guarantor' where tenant_id = $1 and debtor_id = $2 and id = $3`, [
				tx.tenantId,
				debtorId,
				party,
			]);
			return { id: String(party) };
		});
		const body = {
			debt_id: String(debtId),
			party_id: String(party),
			kind: 'joint' as const,
			...(until === undefined ? {} : { ends_on: on(until).toString() }),
			...(asked === undefined ? {} : { claimed_on: on(asked).toString() }),
		};
		const id = await enter(street, compliance, 'guarantee.tell', debtorId, body, (act) =>
			tellGuarantee(act, debtorId, { ...body, evidence: 'clause 9' }),
		);
		if (error && id !== null)
			await enter(street, compliance, 'guarantee.change', debtorId, { guarantee: id, withdrawn: true }, (act) =>
				changeGuarantee(act, { debtorId, id }, { withdrawn: true, evidence: 'the clause is another’s' }),
			);
		await call(street, street.agent('talker'), street.around(name), nobody);
	};

/** No calls, and then calls again: the wish is ended twice. */
const wishes = (name: PersonName) => async (street: Street) => {
	const { debtor_id: debtorId } = street.loan(name);
	const said = { kind: 'refused_medium', channel: 'voice', evidence: 'a letter' } as const;
	const id = await enter(street, street.compliance, 'wish.record', debtorId, said, (act) => recordWish(act, debtorId, said));
	await calls(name)(street);
	for (const _ of id === null ? [] : [1, 2])
		await enter(street, street.compliance, 'wish.end', debtorId, { wish: id ?? 0n }, (act) => endWish(act, debtorId, 'wish', id ?? 0n));
	await calls(name)(street);
};

const reworded = {
	name: 'opening' as const,
	zh: '【{agency}】{name}您好，{client}委托我们提醒：尾号{tail}的账单逾期未还{amount}，可来电商议。客服{service}，投诉{complaint}，拒收请回复R。',
	en: '[{agency}] {name}: {client} asked us to remind you of {amount} overdue on your account ending {tail}. Service {service}, complaints {complaint}, reply R to stop.',
};
const remindful = { ...reworded, name: 'promise_due' as const };
/** A message in other words, which whoever wrote them may not approve. */
const rewords =
	(words: typeof reworded | typeof remindful) =>
	async ({ press, compliance, manager }: Street): Promise<void> => {
		const text = await press('text', (key) => writeText(compliance, words, key));
		if (isRefusal(text)) return;
		for (const by of [compliance, manager])
			await press('approve', (key) => decideOnText(by, { id: BigInt(text.id), verdict: 'approved', reason: null }, key));
	};

/** Until when the contract with a client runs; and its file once more. */
const standing = (until: number | null) => async (street: Street) => {
	const { press, manager, folder } = street;
	const { client_id: clientId } = street.loan('of a client that goes');
	if (until !== null)
		await press('standing', (key) =>
			setStanding(
				street.agent('operator'),
				{ clientId, contract_until: street.on(until).toString(), evaluated_on: street.on(0).toString(), evidence: 'the contract' },
				key,
			),
		);
	await press('placement', () => importPlacement(manager, { path: join(folder, 'near-over.csv'), clientCode: 'OVER' }));
};

/** What is written on somebody's page without a call. */
export const mattersOfPaper: Readonly<Record<string, Matter>> = {
	'a promise of two is taken back': [
		[0, '14:20:00', promises('who takes a word back', { dueOn: 4 })],
		[0, '14:22:00', promises('who takes a word back', { dueOn: 5, loan: 1 })],
		[1, '09:20:00', takesBack('who takes a word back')],
	],
	'instalments agreed at the desk': [
		[1, '09:30:00', plansAtTheDesk('who agrees at the desk', 3)],
		[1, '09:31:00', plansAtTheDesk('who agrees at the desk', 4)],
	],
	'two plans kept, of which one is given up': [
		[1, '09:32:00', plansAtTheDesk('who keeps two instalment plans, and gives one up', 3)],
		[1, '09:33:00', plansAtTheDesk('who keeps two instalment plans, and gives one up', 3, 1)],
		[1, '09:40:00', givesUp('who keeps two instalment plans, and gives one up')],
		[1, '09:41:00', calls('who keeps two instalment plans, and gives one up')],
		[1, '09:42:00', calls('who keeps two instalment plans, and gives one up', 1)],
	],
	'instalments agreed anew': [
		[1, '09:50:00', plansAtTheDesk('who plans anew', 3)],
		[1, '09:51:00', plansAtTheDesk('who plans anew', 4, 0, true)],
	],
	'hardship told in a call': [
		[0, '10:31:00', (street) => call(street, street.agent('talker'), street.loan('in hardship by telephone'), { said: 'hardship' })],
		[8, '16:10:00', answers('in hardship by telephone')],
	],
	'a case that is taken up again': [
		[0, '16:20:00', disputes('whose case is taken up again')],
		[1, '16:20:00', answers('whose case is taken up again')],
		[2, '16:20:00', takesUp('whose case is taken up again')],
		[3, '16:20:00', answers('whose case is taken up again')],
	],
	'called about two loans, of which the second was placed in error': [
		[
			0,
			'10:32:00',
			(street) => {
				const name = 'called about both, one placed in error';
				const debtIds = [0, 1].map((loan) => street.loan(name, loan).debt_id);
				return call(street, street.agent('talker'), street.loan(name), nobody, { debtIds });
			},
		],
	],
	'peace is wanted, and whoever stands surety is called': [
		[1, '14:20:00', holds('who wants peace, and whose surety is called', { kind: 'cease_request', days: null })],
		[1, '14:21:00', surety('who wants peace, and whose surety is called')],
	],
	'instalments where no row of law speaks of a plan': [
		[1, '16:05:00', plansAtTheDesk('who keeps instalments abroad', 3)],
		[1, '16:10:00', calls('who keeps instalments abroad')],
	],
	'a hold on its last second and on the next': [
		[0, '09:30:00', holds('held for two days', { kind: 'client_request', days: 2 })],
		[2, '09:29:59', calls('held for two days')],
		[2, '09:30:00', calls('held for two days')],
	],
	'a hold on one loan of two, put in writing': [
		[
			1,
			'10:20:00',
			holds('held for one of two', { kind: 'dispute', days: null, loan: 0, changed: { written: true, evidence: 'the letter came' } }),
		],
		[1, '10:30:00', calls('held for one of two')],
		[1, '10:40:00', calls('held for one of two', 1)],
	],
	'no calls, and calls again': [[1, '10:50:00', wishes('who is called again')]],
	'disputed in one of two, and in a loan of somebody else': [
		[1, '11:00:00', disputes('who disputes one of two', 1)],
		[1, '11:00:30', disputes('who disputes one of two', 0, 'half')],
		[3, '11:00:00', answers('who disputes one of two')],
	],
	'what moves the end of limitation, told and taken back': [
		[1, '11:10:00', tells('told of in error', -30, { kind: 'agreement', withdrawn: 2 })],
		[1, '11:12:00', tells('told of a suit', -50, { kind: 'suit' })],
		[1, '11:13:00', tells('told of a suit', -40, { kind: 'demand' })],
		[1, '11:14:00', tells('told of a suit', 300, { kind: 'agreement' })],
		[1, '11:15:00', tells('told of a suit that ended', -50, { kind: 'suit', until: -20 })],
		[1, '11:16:00', tells('told of a suit that ended', -30, { kind: 'agreement' })],
	],
	'who stands surety, and for how long': [
		// Agreed to end before the debt was due: six months, as where nothing is agreed.
		[1, '14:10:00', surety('whose surety ends too soon', { until: -80 })],
		[1, '14:11:00', surety('whose surety ends on the due day', { until: -70 })],
		[1, '14:12:00', surety('whose surety is over')],
		[1, '14:14:00', surety('whose surety was asked', { asked: -100 })],
		[1, '14:16:00', surety('whose surety was asked late', { asked: -10 })],
		[1, '14:17:00', surety('whose surety was told of in error', { error: true })],
		[1, '14:18:00', surety('whose surety stands for one of two')],
		[1, '14:19:00', asksForTheOther('whose surety stands for one of two')],
	],
	'the first message in other words': [[0, '06:50:00', rewords(reworded)]],
	'a word before a promise is due, in words that name what is owed': [[0, '06:52:00', rewords(remindful)]],
	'a reminder in words that nobody else has approved': [
		[0, '06:55:00', ({ press, compliance }) => press('text', (key) => writeText(compliance, { ...reworded, name: 'reminder' }, key))],
	],
	'a client whose contract ends': [
		[1, '11:30:00', standing(2)],
		[2, '11:30:00', standing(null)],
		[3, '11:30:00', standing(null)],
	],
};
