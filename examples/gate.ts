// Asks the gate before calling, without a database: `node examples/gate.ts` (Node 26). The first call of the morning to a debtor in Ohio, then the one after a talk.
import { type Ask, bookFor, decide, type Facts, lawVersion } from 'dunwell/gate';

const law = bookFor({ places: [{ country: 'US', state: 'OH' }], collector: 'agency', kind: 'consumer' });
const call: Ask = { channel: 'voice', purpose: 'collect', amount_minor: 48_250, currency: 'USD', automatic: false };
const facts: Facts = {
	zones: ['America/New_York'],
	agreed_hours: null,
	party: 'debtor',
	party_refused: false,
	party_named_by_debtor: true,
	point: { state: 'good', source: 'placement 7', lawful_basis: 'contract', expires_on: null },
	debts: [
		{
			id: 'card',
			creditor_id: 'first-bank',
			status: 'open',
			owed_minor: 48_250,
			currency: 'USD',
			first_communication_at: '2026-11-02T15:00:00Z',
			validation_sent_on: '2026-11-02',
		},
	],
	holds: [],
	own_points_usable: 1,
	failed_in_row: 0,
	earlier: [],
	agent: { exam_passed_on: '2026-06-01', trained_on: '2026-06-01' },
};

function show(title: string, given: Facts, at: string): void {
	const decision = decide(call, given, law, Temporal.Instant.from(at));
	const spoke = decision.reasons.filter((reason) => reason.verdict !== 'permits').map((reason) => `${reason.verdict} ${reason.rule}`);
	console.log(`${title}: ${decision.permitted ? 'permitted' : 'refused'}; ${spoke.join(', ')}; from ${String(decision.allowedFrom)}`);
}

show('07:30 in Ohio', facts, '2026-11-24T12:30:00Z');
show('10:00 in Ohio', facts, '2026-11-24T15:00:00Z');
const talk = {
	at: '2026-11-24T15:00:00Z',
	channel: 'voice',
	party: 'debtor',
	same_number: true,
	same_debtor: true,
	same_person: false,
	creditor_ids: ['first-bank'],
	answered: true,
} as const;
show('the day after a talk', { ...facts, earlier: [talk] }, '2026-11-25T15:00:00Z');
console.log(`law ${lawVersion(law).slice(0, 12)}`);
