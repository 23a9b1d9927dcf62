import { fileComplaint } from '../complaints/actions.ts';
import { known } from '../core/assert.ts';
import { inTenant } from '../host/db.ts';
import { updateBalance } from '../payments/balance.ts';
import { change } from '../record/change.ts';
import { raisedFindings } from '../auditor/book.ts';
import { loansOf } from './book.ts';
import type { PersonName } from './cast.ts';
import { cardNumber } from './cast-apart.ts';
import { namesakes } from './files.ts';
import { holds, surety } from './paper.ts';
import { answers, bank, call, type Matter, paymentsOf, pays, resolve, type Street } from './parts.ts';

const ninetieth = 'whose surplus came on the ninetieth day';
const later = 'whose surplus came on the ninety-first day';
const guaranteed = 'of a guaranteed loan and a bare one';
const charged = 'in breathing space, and figures of its first day';
const alone = 'who asks to be left alone over one of two';
const numbered = 'known by the number of a card';

/** What was paid too much of one card pays the other, a day later. */
const paysTheOther = (name: PersonName) => async (street: Street) => {
	const [payment] = await paymentsOf(street, street.loan(name, 0));
	if (payment !== undefined) await resolve(street, payment, { action: 'apply_to_debt', debtId: street.loan(name, 1).debt_id });
};

type Owed = { readonly costs: bigint; readonly interest: bigint; readonly penalty: bigint; readonly principal: bigint };
type Debt = { readonly debtor_id: bigint; readonly debt_id: bigint };

/** The client says what is owed of a debt as of a day: so much more than the books have. */
async function saysMore(street: Street, { debtor_id: debtorId, debt_id: debtId }: Debt, more: Partial<Owed>, as: number): Promise<void> {
	const { press, manager, on } = street;
	const [balance] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<Owed>(
				`select costs_minor as costs, interest_minor as interest, penalty_minor as penalty, principal_minor as principal
				   from debt_balance where tenant_id = $1 and debtor_id = $2 and debt_id = $3`,
				[tx.tenantId, debtorId, debtId],
			),
		),
	);
	const { costs, interest, penalty, principal } = known(balance, 'balance');
	const owed = {
		costs: costs + (more.costs ?? 0n),
		interest: interest + (more.interest ?? 0n),
		penalty: penalty + (more.penalty ?? 0n),
		principal: principal + (more.principal ?? 0n),
	};
	await press('balance', (key) =>
		change(manager, { act: 'debt.balance', input: { debtor: debtorId, debt: debtId, ...owed, on: `${on(as)}` }, debtorId, key }, (act) =>
			updateBalance(act, { debtorId, debtId, owed, on: on(as), reason: 'figures of the client' }),
		),
	);
}

/** Of a loan that costs nearly what it may its client asks for more costs, more principal and more interest: each little enough alone. */
async function raisesInTurn(street: Street): Promise<void> {
	const { press, manager, owner, found, on, clock } = street;
	const loan = known(
		loansOf(street).find(({ reference }) => reference === 'BK3'),
		'loan',
	);
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<Debt>(
				`select d.debtor_id, d.id as debt_id from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = 'BOOK' where d.tenant_id = $1 and d.reference = $2`,
				[tx.tenantId, loan.reference],
			),
		),
	);
	const turns = [{ costs: 300n }, { principal: 300n }, { interest: 300n }, { penalty: 100n }] as const satisfies Partial<Owed>[];
	for (const more of turns) {
		await saysMore(street, known(debt, 'debt'), more, 3);
		clock.advance({ minutes: 1 });
	}
	const asked = turns.flatMap((more): bigint[] => Object.values(more));
	found(await raisedFindings(owner, { tenantId: manager.tenantId, client: 'BOOK' }, loan, { asked, on: on(3) }));
}

/** Somebody asks by letter to be left alone, and names one of two debts. */
function asksToBeLeftAlone({ press, compliance, loan }: Street): Promise<unknown> {
	const { debtor_id: debtorId, debt_id: debtId } = loan(alone);
	return press('complaint', (key) =>
		change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'cease', debts: [debtId] }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: 'cease', channel: 'letter', words: 'leave me alone', debtIds: [debtId] }),
		),
	);
}

const rings = (name: PersonName, loan: number) => (street: Street) =>
	call(street, street.agent('talker'), street.loan(name, loan), { said: 'none', line: 'no_answer' });

/** Money of a card known by its number alone, as it stands on the card and without its gaps; and of a card nobody has. */
function paidByCard(street: Street): Promise<void> {
	const { reference } = street.loan(numbered);
	const at = `${street.on(0)}`;
	return bank(street, 'CARD', 'near-card', [
		{ number: 'BYCARD1', card: cardNumber.grouped, minor: 10_000n, at, stands: [[reference]] },
		{ number: 'BYCARD2', card: cardNumber.bare, minor: 20_000n, at, stands: [[reference]] },
		{ number: 'BYCARD3', card: cardNumber.bare.replace('6222', '6223'), minor: 10_000n, at, stands: [[]] },
	]);
}

/** What is kept apart: the day money came and the day it is put elsewhere, the guaranteed debt and the bare one, two lenders' people of one name. */
export const mattersApart: Readonly<Record<string, Matter>> = {
	'a surplus of one card pays another a day later': [
		[1, '12:14:00', pays(ninetieth, 320_000n)],
		[1, '12:15:00', pays(later, 320_000n)],
		[2, '12:14:00', paysTheOther(ninetieth)],
		[2, '12:15:00', paysTheOther(later)],
	],
	'a contract of a loan somebody stands surety for, and a bare one': [
		[0, '15:10:00', surety(guaranteed, { until: 300 })],
		[
			1,
			'06:38',
			(street) =>
				bank(street, 'NEAR', 'near-guaranteed', [
					{
						number: 'BARE1',
						contract: 'HTAPART',
						minor: 310_000n,
						at: `${street.on(0)} 20:00:00`,
						stands: [[0, 1].map((loan) => street.loan(guaranteed, loan).reference)],
					},
				]),
		],
	],
	'more is asked for a loan part by part': [[3, '09:55:00', raisesInTurn]],
	'more interest as of the first day of a breathing space, and of the day before': [
		[1, '16:31:00', holds(charged, { kind: 'breathing_space', days: null })],
		[3, '09:57:00', (street) => saysMore(street, street.loan(charged), { interest: 100n }, 1)],
		[3, '09:58:00', (street) => saysMore(street, street.loan(charged), { interest: 200n }, 0)],
	],
	'a request to be left alone names one debt of two': [
		[1, '11:20:00', asksToBeLeftAlone],
		[2, '11:20:00', rings(alone, 0)],
		[2, '11:21:00', rings(alone, 1)],
		[3, '11:20:00', answers(alone)],
		[4, '11:21:00', rings(alone, 1)],
	],
	'people of one name and one telephone at two lenders': [
		[2, '06:26', namesakes('SISTER', 'near-name-here', [['APART1', 7]])],
		[2, '06:27', namesakes('THIRD', 'near-name-there', [['APART2', 7]])],
	],
	'money by the number of a card': [[1, '06:39', paidByCard]],
};
