import { makePlan, makePromise } from '../arrangements/actions.ts';
import { recordConsent, recordNotice } from '../contact/wishes.ts';
import { placeHoldByHand } from '../contact/holds.ts';
import { isRefusal } from '../core/refusal.ts';
import { tellGuarantee } from '../debts/guarantee-actions.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { referSuit } from '../debts/suit-actions.ts';
import { ask } from '../simulator/misdeeds-parts.ts';
import type { PersonName } from './cast.ts';
import { enter, type Matter, type Street } from './parts.ts';

/** Everything that names a loan, a number or a person beside the debtor, with those of another debtor. */
const mixed =
	(name: PersonName, other: PersonName) =>
	async (street: Street): Promise<void> => {
		const { compliance, lead, on } = street;
		const own = street.loan(name);
		const theirs = street.loan(other);
		const { debtor_id: debtorId, currency } = own;
		const { debt_id: debtId } = theirs;
		const said = { debt_id: String(debtId), evidence: 'a letter' };
		const input = { debt_id: debtId };
		await enter(street, lead, 'promise.make', debtorId, input, async (act) => {
			const made = await makePromise(act, { debtorId, debtId, currency, amountMinor: 10_000n, dueOn: on(3) });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		});
		await enter(street, lead, 'plan.make', debtorId, input, async (act) => {
			const made = await makePlan(act, { debtorId, debtId, currency, instalments: 3, firstDueOn: on(3) });
			return isRefusal(made) ? made : { id: String(made.planId) };
		});
		await enter(street, compliance, 'hold.place', debtorId, input, async (act) => {
			const placed = await placeHoldByHand(act, debtorId, { ...said, kind: 'client_request', days: 3 });
			return isRefusal(placed) ? placed : { id: placed.holdId };
		});
		await enter(street, compliance, 'limitation.tell', debtorId, input, (act) =>
			tellLimitation(act, debtorId, { ...said, kind: 'agreement', happened_on: on(-10).toString() }),
		);
		for (const [debt, party] of [
			[debtId, street.around(name).party_id],
			[own.debt_id, street.around(other).party_id],
		] as const)
			await enter(street, compliance, 'guarantee.tell', debtorId, { debt, party }, (act) =>
				tellGuarantee(act, debtorId, { debt_id: String(debt), party_id: String(party), kind: 'joint', evidence: 'clause 9' }),
			);
		await enter(street, compliance, 'notice.record', debtorId, input, (act) =>
			recordNotice(act, debtorId, { ...said, kind: 'validation', sent_on: on(0).toString() }, on(0)),
		);
		for (const consent of [{ debt_id: String(debtId) }, { contact_point_id: String(theirs.point_id) }])
			await enter(street, compliance, 'consent.record', debtorId, consent, (act) =>
				recordConsent(act, debtorId, { kind: 'calls', ...consent, proof: 'a letter' }),
			);
		await enter(street, compliance, 'suit.refer', debtorId, input, (act) =>
			referSuit(act, debtorId, {
				debt_id: String(debtId),
				kind: 'court',
				brought_by: 'us',
				court: 'a court',
				venue: 'CN',
				ground: 'agreed',
				evidence: 'clause 9',
			}),
		);
		const agent = street.agent('talker');
		await ask(street, agent, { ...own, point_id: theirs.point_id });
		await ask(street, agent, { ...own, debt_id: debtId }, { debtIds: [debtId] });
		await ask(street, agent, { ...street.around(name), point_id: street.around(other).point_id });
	};

/** Whoever is married to a debtor owes nothing by that (民法典 1064), and is asked for the money all the same. */
const asksTheSpouse = (name: PersonName) => (street: Street) =>
	ask(street, street.agent('talker'), street.around(name), { debtIds: [street.loan(name).debt_id], purpose: 'collect' });

/** A number in the United States may be texted for a day; asked for then and after. */
const texts = (name: PersonName) => (street: Street) => ask(street, street.agent('talker'), street.loan(name), { channel: 'sms' });
const maybeTexted = (name: PersonName) => async (street: Street) => {
	const { debtor_id: debtorId, point_id: point } = street.loan(name);
	const said = { kind: 'texts' as const, contact_point_id: String(point), proof: 'an e-mail' };
	await enter(street, street.compliance, 'consent.record', debtorId, said, (act) =>
		recordConsent(act, debtorId, { ...said, until_at: street.at(2, '22:30').toString() }),
	);
	await texts(name)(street);
};

const called = (name: PersonName) => (street: Street) => ask(street, street.agent('talker'), street.loan(name));

/** What is another debtor’s is nobody else’s. */
export const mattersOfStrangers: Readonly<Record<string, Matter>> = {
	'whoever is married to a debtor is asked for the money': [[1, '14:31:00', asksTheSpouse('whose spouse is on file')]],
	'who was never trained asks for a call': [[1, '14:32:00', (street) => ask(street, street.agent('untaught'), street.loan('half'))]],
	'a consent to texts that ends': [
		[1, '22:30:00', maybeTexted('whose consent to texts ends')],
		[2, '22:29:00', texts('whose consent to texts ends')],
		[2, '22:31:00', texts('whose consent to texts ends')],
	],
	'the last day of a mandate, and the next': [
		[2, '14:40:00', called('whose mandate ends')],
		[3, '14:40:00', called('whose mandate ends')],
	],
	'an hour of work in one of two zones, and in both': [
		[1, '08:40:00', called('in one of two zones')],
		[1, '14:41:00', called('in one of two zones')],
	],
	'loans, numbers and people of another debtor': [[1, '14:30:00', mixed('beside another', 'half')]],
};
