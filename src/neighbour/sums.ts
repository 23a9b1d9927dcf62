import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { updateBalance } from '../payments/balance.ts';
import { change } from '../record/change.ts';
import { raisedFindings } from '../auditor/book.ts';
import { loansOf } from './book.ts';
import type { PersonName } from './cast.ts';
import { answers, bank, disputes, type Matter, paid, pays, resolve, type Street, taken } from './parts.ts';

const beside = 'who names one beside a dispute';
const anew = 'of a card paid off and placed anew';

/** More than one debt owes comes for the other, which is disputed, and waits; then whoever pays names the first. */
async function namesTheOther(street: Street): Promise<void> {
	const [named, disputed] = [street.loan(beside, 0), street.loan(beside, 1)];
	const payment = await paid(street, disputed, 310_000n, street.clock.now());
	street.clock.advance({ minutes: 5 });
	if (payment !== null) await resolve(street, payment, { action: 'spread', debtorId: named.debtor_id, debtIds: [named.debt_id] });
}

/** What was paid too much of one debt is more than the other owes. */
async function paysForBoth(street: Street, name: PersonName): Promise<void> {
	const [one, other] = [street.loan(name, 0), street.loan(name, 1)];
	const payment = await paid(street, one, 650_000n, street.clock.now());
	street.clock.advance({ minutes: 5 });
	if (payment !== null) await resolve(street, payment, { action: 'apply_to_debt', debtId: other.debt_id });
}

/** The bank takes back what somebody paid first, under whatever number that stands now. */
export const bounces =
	(name: PersonName) =>
	async (street: Street): Promise<void> => {
		const { press, manager } = street;
		const [payment] = await press('read', () =>
			inTenant(manager.pool, manager.tenantId, (tx) =>
				tx.query<{ id: bigint }>(`select id from payment where tenant_id = $1 and debtor_id = $2 and state <> 'reversed' order by id`, [
					tx.tenantId,
					street.loan(name).debtor_id,
				]),
			),
		);
		await taken(street, payment?.id ?? null);
	};

/** A client asks for more interest on a loan again and again of a day: what it may, what is too much with that, and what is little enough beside it. */
async function raises(street: Street): Promise<void> {
	const { press, manager, owner, on, found } = street;
	const loan = known(
		loansOf(street).find(({ reference }) => reference === 'BK5'),
		'loan',
	);
	const [debt] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ debtor_id: bigint; id: bigint }>(
				`select d.debtor_id, d.id from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = 'BOOK' where d.tenant_id = $1 and d.reference = $2`,
				[tx.tenantId, loan.reference],
			),
		),
	);
	const { debtor_id: debtorId, id: debtId } = known(debt, 'debt');
	const asked = [5_000n, 5_000n, 2_000n];
	let { interest } = loan;
	for (const more of asked) {
		const { costs, penalty, principal } = loan;
		const owed = { costs, interest: interest + more, penalty, principal };
		const raised = await press('balance', (key) =>
			change(manager, { act: 'debt.balance', input: { debtor: debtorId, debt: debtId, ...owed, on: `${on(3)}` }, debtorId, key }, (act) =>
				updateBalance(act, { debtorId, debtId, owed, on: on(3), reason: 'interest since' }),
			),
		);
		if (!isRefusal(raised)) interest += more;
		street.clock.advance({ minutes: 5 });
	}
	found(await raisedFindings(owner, { tenantId: manager.tenantId, client: 'BOOK' }, loan, { asked, on: on(3) }));
}

/** Sums that are more than one debt takes, that come in other units, and that go back where they came from. */
export const mattersOfSums: Readonly<Record<string, Matter>> = {
	'money for one debt named beside a dispute': [
		[0, '16:04', disputes(beside, 1)],
		[2, '12:20', namesTheOther],
		[8, '16:04', answers(beside)],
	],
	'a surplus of more than the other debt owes': [[1, '13:15', (street) => paysForBoth(street, 'who pays for both and more')]],
	'a card paid off, placed anew, and not paid': [
		[1, '12:25', pays(anew, 300_000n)],
		[5, '09:50', bounces(anew)],
	],
	'more is asked for a loan, and more': [[3, '09:40', raises]],
	'a file of a bank that counts in fen': [
		[
			3,
			'06:38',
			(street) =>
				bank(street, 'BOOK', 'near-fen', [{ number: 'FEN1', case: 'BK1', minor: 12_340n, at: `${street.on(2)}` }], { inFen: true }),
		],
	],
};
