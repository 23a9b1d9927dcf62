// Asks the gate before calling, without a database: `node examples/gate.ts` (Node 26). The first call of the morning to a debtor in Ohio, then the one after a talk, then
// every quarter of an hour of a week.
import { type Ask, bookFor, decide, type Facts, lawVersion, prepare } from 'dunwell/gate';

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

// Read once, decided 672 times: milliseconds in, milliseconds out.
const contact = prepare(call, { ...facts, earlier: [talk] }, law);
const monday = Date.UTC(2026, 10, 30, 5);
let open = 0;
for (let quarter = 0; quarter < 7 * 96; quarter++) if (contact.at(monday + quarter * 900_000).permitted) open++;
console.log(`the week of 30 November: open at ${open} of 672 quarter-hours`);
console.log(`law ${lawVersion(law).slice(0, 12)}`);
