import { inTenant } from '../host/db.ts';
import { caseOf, type PersonName } from './cast.ts';
import {
	answers,
	bank,
	type BankRow,
	disputes,
	disputesAll,
	type Matter,
	paid,
	paymentsOf,
	pays,
	resolve,
	type Street,
	taken,
} from './parts.ts';

const day = ({ on }: Street, at: number, time = '') => `${on(at)}${time && ` ${time}`}`;
const row = (name: PersonName, number: string, minor: bigint, at: string, loan = 0): BankRow => ({
	number,
	case: caseOf(name, loan),
	minor,
	at,
});

/** Money for one debt more than once in a file, for numbers that stand for several cases or for none any more, and why it waits. */
export const mattersOfMoney: Readonly<Record<string, Matter>> = {
	'two payments of one debt in one file': [
		[
			1,
			'06:30',
			(street) =>
				bank(street, 'NEAR', 'near-two', [
					// The later one comes first in the file.
					row('paid twice', 'TWO1', 10_000n, day(street, 1, '05:00:00')),
					row('paid twice', 'TWO2', 18_000n, day(street, 1, '03:00:00')),
					row('paid in halves', 'HALF1', 150_000n, day(street, 0)),
					row('paid in halves', 'HALF2', 150_000n, day(street, 0)),
					row('paid whole and more', 'WHOLE1', 300_000n, day(street, 0, '10:00:00')),
					row('paid whole and more', 'WHOLE2', 20_000n, day(street, 0, '11:00:00')),
					row('paid too much and more', 'MUCH1', 305_000n, day(street, 0, '10:00:00')),
					row('paid too much and more', 'MUCH2', 20_000n, day(street, 0, '11:00:00')),
					// Half a fen is no money, and is not rounded to any.
					{ ...row('paid twice', 'TWO3', 0n, day(street, 1)), minor: null, written: '100.005' },
				]),
		],
	],
	'rows that say something twice': [
		[1, '06:31', (street) => bank(street, 'NEAR', 'near-twice', rowsTwice(street))],
		[1, '06:32', (street) => bank(street, 'NEAR', 'near-twice-again', rowsTwice(street))],
	],
	'numbers that stand for ended debts too': [
		[
			2,
			'06:30',
			(street) =>
				bank(street, 'NEAR', 'near-ended', [
					{
						number: 'END1',
						contract: 'HTHALF',
						minor: 50_000n,
						at: day(street, 1),
						stands: [[caseOf('of a contract half ended', 0), caseOf('of a contract half ended', 1)]],
					},
					row('of a case that came thrice', 'END2', 10_000n, day(street, 1)),
					{
						number: 'END3',
						case: caseOf('of two contracts', 0),
						contract: 'HTTWO',
						minor: 10_000n,
						at: day(street, 1),
						stands: [[caseOf('of two contracts', 0)], [caseOf('of two contracts', 1)]],
					},
				]),
		],
		[
			4,
			'06:30',
			(street) =>
				bank(street, 'NEAR', 'near-ended-more', [
					{ number: 'END4', contract: 'HTENDED', minor: 20_000n, at: day(street, 3), stands: [['ENDED1', 'ENDED2']] },
					row('of a case that came thrice', 'END5', 10_000n, day(street, 3)),
					row('of a case that came twice', 'END6', 10_000n, day(street, 3)),
				]),
		],
	],
	'why a payment waits': [
		// Half a minute after the messages: what leaves and what a hold takes back do not fall on one instant.
		[0, '16:00:30', disputes('in dispute abroad')],
		[0, '16:03', disputesAll('who disputes everything abroad')],
		[8, '16:00', answers('in dispute abroad')],
		[8, '16:03', answers('who disputes everything abroad')],
		[
			1,
			'06:33',
			(street) =>
				bank(street, 'NEAR', 'near-waiting', [
					{ number: 'WAIT1', case: 'NOBODY1', minor: 10_000n, at: day(street, 0) },
					{ ...row('promised in the middle', 'WAIT2', 10_000n, day(street, 0)), currency: '美元' },
					row('placed in error', 'WAIT3', 10_000n, day(street, 0)),
					row('in dispute abroad', 'WAIT4', 10_000n, day(street, 0)),
					{
						number: 'WAIT5',
						contract: 'HTSHARED',
						minor: 10_000n,
						at: day(street, 0),
						stands: [[caseOf('of one contract', 0), caseOf('of the same contract', 0)]],
					},
					{
						number: 'WAIT6',
						contract: 'HTONE',
						card: 'HTTWO',
						minor: 10_000n,
						at: day(street, 0),
						stands: [[caseOf('of two contracts', 0)], [caseOf('of two contracts', 1)]],
					},
					{ number: 'WAIT7', contract: 'HTNOBODY', minor: 10_000n, at: day(street, 0), stands: [[]] },
					// A case of another lender, and everything that is owed to somebody is disputed.
					{ ...row('of one lender only', 'WAIT8', 10_000n, day(street, 0)), stands: [[]] },
					row('who disputes everything abroad', 'WAIT9', 10_000n, day(street, 0)),
				]),
		],
	],
	'a disputed loan is paid when the other is, after it and before it': [
		[0, '16:01', disputes('in dispute beside a loan that is paid')],
		[0, '16:02', disputes('in dispute beside a loan that is paid later')],
		[
			2,
			'06:34',
			(street) =>
				bank(street, 'NEAR', 'near-beside', [
					row('in dispute beside a loan that is paid', 'BESIDE1', 10_000n, day(street, 1)),
					row('in dispute beside a loan that is paid', 'BESIDE2', 300_000n, day(street, 0), 1),
					row('in dispute beside a loan that is paid later', 'BESIDE3', 300_000n, day(street, 1), 1),
					row('in dispute beside a loan that is paid later', 'BESIDE4', 10_000n, day(street, 0)),
				]),
		],
		[8, '16:01', answers('in dispute beside a loan that is paid')],
		[8, '16:02', answers('in dispute beside a loan that is paid later')],
	],
	'a contract of a loan and a loan secured by a car': [
		[
			1,
			'06:34',
			(street) => {
				const both = [0, 1].map((loan) => caseOf('of a contract partly secured', loan));
				return bank(street, 'NEAR', 'near-secured', [
					{ number: 'SECURED1', contract: 'HTSECURED', minor: 350_000n, at: day(street, 1, '06:00:00'), stands: [both] },
				]);
			},
		],
	],
	'money of one lender, put by hand on the debt of another': [[1, '09:00', (street) => putOn(street, 'WAIT8', 'of one lender only')]],
	'a payment without a number, taken back, in the same file again': [
		[
			1,
			'06:36',
			(street) => bank(street, 'NEAR', 'near-unnumbered', [row('paid without a number and taken back', '', 10_000n, day(street, 0))]),
		],
		[1, '09:10', (street) => takeBackAll(street, 'paid without a number and taken back')],
		[
			2,
			'06:36',
			(street) => bank(street, 'NEAR', 'near-unnumbered-again', [row('paid without a number and taken back', '', 10_000n, day(street, 0))]),
		],
	],
	'cards of ninety days and of ninety-one': [
		[1, '12:10', pays('of a card, 90 days', 40_000n)],
		[1, '12:11', pays('of a card, 91 days', 40_000n)],
		[1, '12:13', pays('of a card, 91 days before dawn', 40_000n, { at: [1, '00:00'] })],
	],
	'a contract of which one loan is paid': [
		[1, '12:00', pays('of a contract that is partly paid', 300_000n)],
		[
			2,
			'06:31',
			(street) => {
				const both = [0, 1].map((loan) => caseOf('of a contract that is partly paid', loan));
				return bank(street, 'NEAR', 'near-part', [
					{ number: 'PART1', contract: 'HTPART', minor: 10_000n, at: day(street, 1, '13:00:00'), stands: [both] },
				]);
			},
		],
	],
	'recalled after it was paid, and paid after that': [
		[0, '12:00', pays('paid, then recalled', 100_000n)],
		[0, '12:01', pays('settled, then recalled', 300_000n)],
		[2, '12:02', (street) => recalledMoney(street)],
		[2, '12:00', pays('half recalled', 20_000n)],
		[0, '12:03', pays('paid and no more', 20_000n)],
		[0, '09:20', pays('of two loans, one paid', 300_000n)],
	],
	'a surplus on another debt, and back': [
		[
			1,
			'13:00',
			async (street) => {
				const [one, other] = [street.loan('who pays all at once', 0), street.loan('who pays all at once', 1)];
				const payment = await paid(street, one, 310_000n, street.clock.now());
				street.clock.advance({ minutes: 5 });
				if (payment === null) return;
				await resolve(street, payment, { action: 'apply_to_debt', debtId: other.debt_id });
				street.clock.advance({ minutes: 5 });
				await taken(street, payment);
			},
		],
	],
	'a surplus on the debt of somebody else, and back': [
		[
			1,
			'13:20',
			async (street) => {
				const payment = await paid(street, street.loan('who pays too much'), 310_000n, street.clock.now());
				street.clock.advance({ minutes: 5 });
				if (payment === null) return;
				const { debt_id: debtId } = street.loan('who owes what another paid too much');
				await resolve(street, payment, { action: 'apply_to_debt', debtId });
				street.clock.advance({ minutes: 5 });
				await taken(street, payment);
			},
		],
	],
};

/** A number twice, once for another sum; no number twice, and once for another sum. */
function rowsTwice(street: Street): BankRow[] {
	const on = day(street, 0);
	return [
		row('paid twice under one number', 'SAME1', 10_000n, on),
		row('paid twice under one number', 'SAME1', 10_000n, on),
		row('paid under another sum', 'SAME2', 10_000n, on),
		row('paid under another sum', 'SAME2', 12_000n, on),
		row('paid without a number', '', 10_000n, on),
		row('paid without a number', '', 10_000n, on),
		row('paid without a number', '', 11_000n, on),
	];
}

/** A payment that waits is put by hand on somebody's debt. */
async function putOn(street: Street, number: string, name: PersonName): Promise<void> {
	const { press, manager } = street;
	const [payment] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from payment where tenant_id = $1 and external_reference = $2', [tx.tenantId, number]),
		),
	);
	const { debtor_id: debtorId, debt_id: debtId } = street.loan(name);
	if (payment) await resolve(street, payment.id, { action: 'assign', debtorId, debtId });
}

/** The bank takes back all that came for somebody. */
async function takeBackAll(street: Street, name: PersonName): Promise<void> {
	for (const payment of await paymentsOf(street, street.loan(name))) {
		await taken(street, payment);
		street.clock.advance({ minutes: 5 });
	}
}

/** More comes for a debt that is gone since; then the bank takes back all that came for it. */
async function recalledMoney(street: Street): Promise<void> {
	await paid(street, street.loan('paid, then recalled'), 40_000n, street.at(0, '13:00'));
	street.clock.advance({ minutes: 5 });
	await takeBackAll(street, 'paid, then recalled');
}
