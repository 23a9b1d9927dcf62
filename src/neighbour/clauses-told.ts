import { intendedBy } from '../contact/facts-file.ts';
import type { FactsFile } from '../contact/facts-shape.ts';
import { decide } from '../contact/rules.ts';

type Ask = NonNullable<FactsFile['ask']>;
type Facts = Partial<FactsFile['facts']>;
type Case = { readonly ask?: Ask; readonly facts?: Facts; readonly law?: FactsFile['law'] };

/** Eleven in New York, and the afternoon in Berlin. */
const now = '2026-03-10T15:00:00Z';
const ago = (days: number, hours = 0) =>
	Temporal.Instant.from(now)
		.subtract({ minutes: 60 * (24 * days + hours) })
		.toString();
const certified = { exam_passed_on: '2026-01-05', trained_on: '2026-01-05' } as const;

const four = ['business_name', 'request_to_reply', 'person_to_contact', 'telephone_number'] as const;
const friend = { party: 'third_party', relation: 'friend' } as const;
const told = { validation_sent_on: '2026-02-01' } as const;
const text = { channel: 'sms' } as const;
const mail = { channel: 'email' } as const;
const mayText = { text_consent_at: ago(10) } as const;
const stopped = { ...mayText, opted_out_at: ago(3), opted_out_of: ['sms'] } satisfies Facts['point'];
const confirms = { ...text, purpose: 'opt_out_confirmation' } as const;
/** What they began, and what we sent, so many hours ago. */
const theirs = (channel: 'voice' | 'sms' | 'email', hours: number) => ({ at: ago(0, hours), channel, direction: 'inbound' }) as const;
const ours = (channel: 'voice' | 'sms' | 'email', hours: number) => ({ at: ago(0, hours), channel }) as const;
const talk = (days: number, more: object = {}) => ({ at: ago(days), outcome: 'right_party', ...more }) as const;
/** From ten to one: they wrote or called within it or before. */
const mornings = { inconvenient_times: [{ from: '10:00', until: '13:00' }] } satisfies Facts;
const two = [
	{ id: '1', ...told },
	{ id: '2', ...told },
];
const account = two.map((debt) => ({ ...debt, servicing_account: 'A' }));
const about = (...ids: string[]) => ({ debt_ids: ids });
const calls = (count: number, ids: string[]) =>
	Array.from({ length: count }, (_, i) => ({ at: ago(1, i), outcome: 'no_answer', debt_ids: ids }) as const);

/** In New York, by an agency, of a consumer's debt of which the notice was sent. */
const inNewYork: Readonly<Record<string, Case>> = {
	'a message of four parts': { ask: { voicemail: [...four] } },
	'a message with a salutation and a time': { ask: { voicemail: [...four, 'salutation', 'date_and_time', 'times_to_reply'] } },
	'a message without a number': { ask: { voicemail: four.slice(0, 3) } },
	'a message that tells of a debt': { ask: { voicemail: [...four, 'debt'] } },
	'a message whose name tells it': { ask: { voicemail: [...four, 'name_telling_collection'] } },
	'a message left for a friend': { ask: { voicemail: [...four] }, facts: friend },
	'a message left for the spouse': { ask: { voicemail: [...four] }, facts: { ...friend, relation: 'wife' } },
	'a message left for the attorney': { ask: { voicemail: ['debt'] }, facts: { ...friend, relation: 'attorney' } },
	'a post nobody said is private': { ask: { channel: 'social' } },
	'a post others see': { ask: { channel: 'social', public: true } },
	'a post nobody else sees': { ask: { channel: 'social', public: false } },
	'a postcard': { ask: { channel: 'letter', postcard: true } },
	'an envelope that tells': { ask: { channel: 'letter', envelope_tells: true } },
	'a letter': { ask: { channel: 'letter' } },
	'a text to a number that disclosed': { ask: text, facts: { point: { ...mayText, disclosed_to_others: true } } },
	'a text to who texted sixty days ago': { ask: text, facts: { point: { texted_us_at: ago(60) } } },
	'a text to who texted sixty-one days ago': { ask: text, facts: { point: { texted_us_at: ago(61) } } },
	'a text to who texted, of an old check': {
		ask: text,
		facts: { point: { texted_us_at: ago(90), reassignment_checked_at: ago(61) } },
	},
	'a text to who texted, of a new check': { ask: text, facts: { point: { texted_us_at: ago(90), reassignment_checked_at: ago(60) } } },
	'a text to a number that was only checked': { ask: text, facts: { point: { reassignment_checked_at: ago(5) } } },
	'a text to who will agree': { ask: text, facts: { point: { text_consent_at: ago(-1) } } },
	'an e-mail to an address that disclosed': { ask: mail, facts: { point: { email_consent: true, disclosed_to_others: true } } },
	'an e-mail to who wrote': { ask: mail, facts: { earlier: [theirs('email', 900)] } },
	'an e-mail where the last collector wrote': { ask: mail, facts: { point: { prior_collector_used: true } } },
	'an e-mail to a desk': { ask: mail, facts: { point: { employer_provided: true } } },
	'an e-mail to a desk they wrote from': { ask: mail, facts: { point: { employer_provided: true, emailed_us: true } } },
	'a text after STOP': { ask: text, facts: { point: stopped } },
	'a call after STOP': { facts: { point: stopped } },
	'a call to a number nobody is to use': { facts: { point: { ...mayText, opted_out_at: ago(3) } } },
	'a text before STOP': { ask: text, facts: { point: { ...stopped, opted_out_at: ago(-1) } } },
	'a text the law asks for after STOP': { ask: { ...text, purpose: 'required_by_law' }, facts: { point: stopped } },
	'a confirmation': { ask: confirms, facts: { point: stopped } },
	'a confirmation with a sum': { ask: { ...confirms, amount_minor: 1 }, facts: { point: stopped } },
	'a confirmation with a threat': { ask: { ...confirms, content: ['threatens_suit'] }, facts: { point: stopped } },
	'a second confirmation': { ask: confirms, facts: { point: stopped, earlier: [ours('sms', 48)] } },
	'a confirmation after a text of before': { ask: confirms, facts: { point: stopped, earlier: [ours('sms', 96)] } },
	'a confirmation after their own text': { ask: confirms, facts: { point: stopped, earlier: [theirs('sms', 48)] } },
	'a confirmation by telephone': {
		ask: { purpose: 'opt_out_confirmation' },
		facts: { point: { ...stopped, opted_out_of: ['voice'] } },
	},
	'a confirmation of a refused medium': { ask: confirms, facts: { refused_media: ['sms'] } },
	'a confirmation to who refused nothing': { ask: confirms },
	'an answer within their morning': { ask: { ...mail, responds: true }, facts: { ...mornings, earlier: [theirs('email', 0.5)] } },
	'a second answer within their morning': {
		ask: { ...mail, responds: true },
		facts: { ...mornings, earlier: [theirs('email', 0.5), ours('email', 0.25)] },
	},
	'an answer to what came before their morning': {
		ask: { ...mail, responds: true },
		facts: { ...mornings, earlier: [theirs('email', 2)] },
	},
	'an answer by another medium': {
		ask: { ...mail, responds: true },
		facts: { ...mornings, point: { emailed_us: true }, earlier: [theirs('voice', 0.5)] },
	},
	'no answer within their morning': { ask: mail, facts: { ...mornings, earlier: [theirs('email', 0.5)] } },
	'their own call within their morning': { ask: { direction: 'inbound' }, facts: mornings },
	'an answer by a refused medium': {
		ask: { ...text, responds: true },
		facts: { refused_media: ['sms'], earlier: [theirs('sms', 5)] },
	},
	'an answer beside the attorney': {
		ask: { ...mail, responds: true },
		facts: { holds: [{ kind: 'counsel', from_at: ago(5) }], earlier: [theirs('email', 5)] },
	},
	'no answer beside the attorney': {
		ask: mail,
		facts: { holds: [{ kind: 'counsel', from_at: ago(5) }], earlier: [theirs('email', 5)] },
	},
	'an answer where they work': {
		ask: { responds: true },
		facts: { inconvenient_places: ['work'], point: { place: 'work' }, earlier: [{ ...theirs('voice', 5), talked: false }] },
	},
	'a call to a hospital': { facts: { point: { place: 'hospital' } } },
	'a call to a mobile in a hospital': { facts: { person_at: 'hospital' } },
	'a letter to who lies in a hospital': { ask: { channel: 'letter' }, facts: { person_at: 'hospital' } },
	'a call about what was not talked about': {
		ask: about('1'),
		facts: { debts: two, earlier: [talk(2, { debt_ids: ['1', '2'], discussed_debt_ids: ['2'] })] },
	},
	'a call about what was talked about': {
		ask: about('2'),
		facts: { debts: two, earlier: [talk(2, { debt_ids: ['1', '2'], discussed_debt_ids: ['2'] })] },
	},
	'a call about what they would not talk about': {
		ask: about('1'),
		facts: { debts: two, earlier: [talk(2, { debt_ids: ['1'], discussed_debt_ids: ['2'] })] },
	},
	'a call after a talk with another collector': { facts: { earlier: [talk(2, { other_collector: true })] } },
	'a call after a wrong number': { facts: { earlier: [{ at: ago(2), outcome: 'wrong_number' }] } },
	'a call after a talk of a recording': { facts: { earlier: [{ at: ago(2), outcome: 'machine' }] } },
	'an eighth call of one account': { ask: about('2'), facts: { debts: account, earlier: calls(7, ['1']) } },
	'a first call of another debt': { ask: about('2'), facts: { debts: two, earlier: calls(7, ['1']) } },
	'a call in a dispute that was answered': { facts: { holds: [{ kind: 'dispute', from_at: ago(5), answered_at: ago(1) }] } },
	'a call in a dispute that will be answered': { facts: { holds: [{ kind: 'dispute', from_at: ago(5), answered_at: ago(-1) }] } },
	'a call in a dispute by word of mouth': { facts: { holds: [{ kind: 'dispute', from_at: ago(5), written: false }] } },
	'a notice after a request to stop': {
		ask: { channel: 'letter', purpose: 'closing_notice' },
		facts: { holds: [{ kind: 'cease_request', from_at: ago(5) }] },
	},
	'a friend who asked back': { facts: { ...friend, party_asked_back: true, earlier: [{ at: ago(9), outcome: 'other_person' }] } },
	'a friend who did not': { facts: { ...friend, earlier: [{ at: ago(9), outcome: 'other_person' }] } },
	'a friend whose line was engaged': { facts: { ...friend, earlier: [{ at: ago(9), outcome: 'busy' }] } },
};

const china = { country: 'CN' } as const;
/** At ten in the morning. */
const inChina: Readonly<Record<string, Case>> = {
	'a friend who offers to pay': { ask: { purpose: 'collect' }, facts: { ...friend, party_offers_to_pay: true, own_points_usable: 0 } },
	'a friend who offers nothing': { ask: { purpose: 'collect' }, facts: { ...friend, own_points_usable: 0 } },
	'a guarantor past the guarantee': { facts: { party: 'guarantor', debts: [{ id: '1', guarantee_until: '2026-03-09' }] } },
	'a guarantor past it who offers': {
		facts: { party: 'guarantor', party_offers_to_pay: true, debts: [{ id: '1', guarantee_until: '2026-03-09' }] },
	},
	'a guarantor on its last day': { facts: { party: 'guarantor', debts: [{ id: '1', guarantee_until: '2026-03-10' }] } },
	'above the guidance': { facts: { debts: [{ id: '1', above_guidance: true }] } },
	'urged to borrow': { ask: { content: ['urges_borrowing'] } },
	'an extra fee': { ask: { content: ['extra_fee'] } },
	'pressed for a lump sum': { ask: { content: ['presses_lump_sum'] } },
	'a message on a network, the second of a day': {
		ask: { channel: 'social', public: false },
		facts: { earlier: [{ at: '2026-03-10T01:00:00Z', channel: 'social' }] },
	},
	'a training a year ago': { facts: { agent: { exam_passed_on: '2025-01-05', trained_on: '2025-03-10' } } },
	'a training a year and a day ago': { facts: { agent: { exam_passed_on: '2025-01-05', trained_on: '2025-03-09' } } },
	'an exam to come': { facts: { agent: { exam_passed_on: '2026-03-11', trained_on: '2026-01-05' } } },
};

const transferred = (on: string | null): Case => ({ facts: { debts: [{ id: '1', transfer_told_on: on }] } });
const elsewhere: Readonly<Record<string, Case>> = {
	'sold, and nobody told': transferred(null),
	'sold, and told today': transferred('2026-03-10'),
	'sold, and told tomorrow': transferred('2026-03-11'),
	'sold, a look at it': { ...transferred(null), ask: { purpose: 'inform' } },
	'sold to the creditor': { ...transferred(null), law: { country: 'DE', collector: 'creditor' } },
	'a post in England': { law: 'UK-EAW', ask: { channel: 'social' } },
	'a postcard in Scotland': { law: 'UK-SCT', ask: { channel: 'letter', postcard: true } },
	'a debt gone in Scotland, of a firm': {
		law: { country: 'UK', state: 'SCT', kind: 'business' },
		facts: { debts: [{ id: '1', suit_until: '2026-01-01' }] },
	},
	'a debt gone in Scotland': { law: 'UK-SCT', facts: { debts: [{ id: '1', suit_until: '2026-01-01' }] } },
	'a debt that may be gone in Britain': { law: 'GB', facts: { debts: [{ id: '1', suit_until: '2026-01-01' }] } },
};

/** Whether a contact may be, and each rule that refuses it or warns. */
function said({ ask = {}, facts = {}, law }: Case, usual: { law: NonNullable<FactsFile['law']>; zone: string; at: string }): object {
	const { zone, at } = usual;
	const file = { now: at, law: law ?? usual.law, ask, facts: { zones: [zone], agent: certified, debts: [{ id: '1', ...told }], ...facts } };
	const asked = intendedBy(file, Temporal.Instant.from(at));
	const { permitted, reasons } = decide(asked.ask, asked.facts, asked.law, asked.at);
	const spoke = reasons.filter(({ verdict }) => verdict === 'refuses' || verdict === 'warns');
	return { ...(permitted ? { permitted: 1 } : {}), ...Object.fromEntries(spoke.map(({ rule, verdict }) => [`${rule} ${verdict}`, 1])) };
}

/** What the gate says of contacts that are told it in a file, of which no act of this house brings all that is told: what is left on a machine, posted, opted out of, begun by the person themselves. */
export function contactsTold(): object {
	const all = (cases: Readonly<Record<string, Case>>, usual: Parameters<typeof said>[1]) =>
		Object.entries(cases).map(([name, each]): [string, object] => [name, said(each, usual)]);
	return Object.fromEntries([
		...all(inNewYork, { law: 'US-NY', zone: 'America/New_York', at: now }),
		...all(inChina, { law: china, zone: 'Asia/Shanghai', at: '2026-03-10T02:00:00Z' }),
		...all(elsewhere, { law: 'DE', zone: 'Europe/Berlin', at: now }),
	]);
}
