import { endWish, recordNotice, recordWish } from '../contact/wishes.ts';
import type { Callers } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import type { PersonName } from './cast.ts';
import { bringClaims } from './clauses-claims.ts';
import { call, enter, type Matter, type Said, type Street } from './parts.ts';

const sold = 'whose debt was sold in Réunion';
const apart = 'about whom no machine decides';
const urged = 'who may be urged to nothing';
const abroad = [sold, 'whom the lender’s own staff call in Réunion', 'whose debt nobody sold in Réunion'] as const;

const nobody: Said = { said: 'none', line: 'no_answer' };
/** Eight in the evening in China is four in the afternoon there. */
const rings = (name: PersonName) => (street: Street) => call(street, street.agent('talker'), street.loan(name), nobody);

/** Whoever owes is told on paper who bought the debt. */
const tellsOfTransfer = (street: Street) => {
	const { debtor_id: debtorId, debt_id: debtId } = street.loan(sold);
	const notice = { kind: 'transfer' as const, debt_id: String(debtId), sent_on: street.on(3).toString(), evidence: 'a letter' };
	return enter(street, street.compliance, 'notice.record', debtorId, notice, (act) => recordNotice(act, debtorId, notice, street.on(3)));
};

const wantsNoMachine = (street: Street) => {
	const { debtor_id: debtorId } = street.loan(apart);
	const said = { kind: 'no_automatic_contact' as const, evidence: 'a letter' };
	return enter(street, street.compliance, 'wish.record', debtorId, said, (act) => recordWish(act, debtorId, said));
};

const mindsNoMachine = async (street: Street) => {
	const { debtor_id: debtorId } = street.loan(apart);
	const { press, compliance } = street;
	const [wish] = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from contact_wish where tenant_id = $1 and debtor_id = $2', [tx.tenantId, debtorId]),
		),
	);
	const id = wish?.id ?? 0n;
	return enter(street, compliance, 'wish.end', debtorId, { wish: id }, (act) => endWish(act, debtorId, 'wish', id));
};

/** Clauses that speak of who collects, and of who decides; and what a loan or an invoice may cost. */
export const mattersOfClauses: Readonly<Record<string, Matter>> = {
	'a debt that was sold in the European Union': [
		...[1, 2, 3, 4].flatMap((day) => abroad.map((name, i): Matter[number] => [day, `20:0${i}:00`, rings(name)])),
		[3, '19:30:00', tellsOfTransfer],
	],
	'a machine is to decide nothing, and then again': [
		[0, '07:42:00', wantsNoMachine],
		[3, '07:42:00', mindsNoMachine],
	],
	'claims of lenders and sellers on whom another law or none is': [[3, '06:45:00', bringClaims]],
};

/** What is asked for at the door, with all that may be said of it: a sum, words, how a home is visited. */
export async function askWithAllSaid(street: Street, api: Callers): Promise<void> {
	const { manager, loan, clock } = street;
	const { debtor_id: debtorId, point_id: pointId, owed } = loan(urged);
	const [home] = await inTenant(manager.pool, manager.tenantId, (tx) =>
		tx.query<{ id: bigint }>(
			`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null and kind = 'address' order by id`,
			[tx.tenantId, debtorId],
		),
	);
	const asks = async (said: object, point: bigint = pointId) => {
		// What was permitted before has run out.
		clock.advance({ minutes: 11 });
		await api.call('talker', 'POST', `/api/debtors/${debtorId}/permits`, { contact_point_id: String(point), channel: 'voice', ...said });
	};
	const before = clock.now();
	await asks({ content: ['urges_borrowing'] });
	await asks({ content: ['extra_fee'] });
	await asks({ content: ['presses_lump_sum'] });
	await asks({ amount_minor: Number(owed) + 1 });
	await asks({ amount_minor: Number(owed) });
	await asks({ visit: { people: 2 } });
	const { point_id: friend } = street.around(urged);
	await asks({ purpose: 'collect' }, friend);
	for (const visit of [{ people: 2, enters_home: true }, { people: 2, enters_home: true, entry_agreed: true }, { people: 1 }])
		await asks({ channel: 'visit', visit }, home?.id);
	clock.set(before);
}
