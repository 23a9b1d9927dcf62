import { inTenant } from '../host/db.ts';
import type { PersonName } from './neighbour-cast.ts';
import { answers, bank, disputes, type Matter, paid, pays, resolve, type Street, taken } from './neighbour-parts.ts';

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

/** The bank takes back what paid off a card, which has come again since. */
async function bounces({ press, manager, ...street }: Street): Promise<void> {
	const [payment] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(`select id from payment where tenant_id = $1 and debtor_id = $2 and state <> 'reversed' order by id`, [
				tx.tenantId,
				street.loan(anew, 0).debtor_id,
			]),
		),
	);
	await taken({ press, manager, ...street }, payment?.id ?? null);
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
		[5, '09:50', bounces],
	],
	'a file of a bank that counts in fen': [
		[
			3,
			'06:38',
			(street) =>
				bank(street, 'BOOK', 'near-fen', [{ number: 'FEN1', case: 'BK1', minor: 12_340n, at: `${street.on(2)}` }], { inFen: true }),
		],
	],
};
