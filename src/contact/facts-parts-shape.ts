import { Type } from 'typebox';
import { attorneyStates, holdKinds } from '../law/hold-kinds.ts';
import { closed, Instant, orNull } from './facts-elsewhere-shape.ts';

/** The parts of a facts file's `facts`: the number or address, the debts, holds, consents, and the history. */
export const Day = (description: string) => Type.String({ format: 'date', description });
export const Clock = Type.String({
	pattern: '^([01]\\d|2[0-3]):[0-5]\\d$',
	description: 'a time of the day at the person’s place, 24 hours',
});
export const ClockEnd = Type.String({
	pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$',
	description:
		'not included; 24:00 is the end of the day; an end before the beginning is on the next day, one that is the beginning is none',
});
export const Hours = Type.Object({ from: Clock, until: ClockEnd }, closed);
export const Ids = (description: string) => Type.Array(Type.String(), { description });
/** Beyond it JSON numbers are no longer whole numbers one can tell apart. */
const largest = Number.MAX_SAFE_INTEGER;
export const Amount = ({ description }: { description: string }) => Type.Integer({ minimum: 0, maximum: largest, description });
const channels = ['voice', 'sms', 'email', 'letter', 'visit', 'social', 'unmask'] as const;
export const Channel = (description: string) => Type.Enum([...channels], { description });
export const Party = (description: string) => Type.Enum(['debtor', 'guarantor', 'co_borrower', 'third_party'], { description });
export const Place = Type.Enum(['home', 'work', 'hospital', 'funeral', 'place_of_worship', 'school', 'other']);

const CreditorNotice = Type.Object(
	{
		sent_on: Day('the creditor’s notice of the transfer and of this address, which it used with the person'),
		opt_out_until: Day('the last day to opt out'),
		debt_ids: Type.Optional(Ids('the debts it is about; left out: all')),
	},
	closed,
);

export const Point = Type.Object(
	{
		state: Type.Optional(Type.Enum(['unverified', 'good', 'wrong', 'invalid', 'refused'], { default: 'good' })),
		source: Type.Optional(Type.String({ description: 'where it came from; empty: no provenance, so it cannot be used', default: 'file' })),
		lawful_basis: Type.Optional(Type.String({ default: 'contract' })),
		expires_on: Type.Optional(orNull(Day('the last day it may be used'))),
		place: Type.Optional(
			orNull(
				Type.Enum(['home', 'work', 'hospital', 'funeral', 'place_of_worship', 'school', 'other'], {
					description: 'the place it reaches (a landline or postal address); null or left out: none (a mobile, an e-mail address)',
				}),
			),
		),
		texted_us_at: Type.Optional(
			orNull(Instant('the person’s own last text about the debt from this number; left out: as the history says')),
		),
		text_consent_at: Type.Optional(orNull(Instant('consent to texts given directly to us, first or renewed; null once withdrawn'))),
		reassignment_checked_at: Type.Optional(orNull(Instant('the last check in a complete database that the number was not reassigned'))),
		emailed_us: Type.Optional(
			Type.Boolean({ description: 'the person used this address to write to us about the debt; left out: as the history says' }),
		),
		email_consent: Type.Optional(Type.Boolean({ description: 'consent to this address given directly to us' })),
		creditor_notice: Type.Optional(
			Type.Union([CreditorNotice, Type.Array(CreditorNotice, { description: 'several, each about debts of its own' }), Type.Null()]),
		),
		prior_collector_used: Type.Optional(
			Type.Boolean({ description: 'the collector immediately before used it lawfully and the person did not opt out' }),
		),
		employer_provided: Type.Optional(Type.Boolean()),
		public_domain: Type.Optional(Type.Boolean({ description: 'false: a domain not open to the public' })),
		opted_out_at: Type.Optional(orNull(Instant('the person asked that this address or number not be used'))),
		opted_out_of: Type.Optional(
			Type.Array(Channel('a channel'), {
				description: 'what it is not to be used for since then; left out: nothing at all. STOP to a text: ["sms"], and calls stay open',
			}),
		),
		disclosed_to_others: Type.Optional(Type.Boolean({ description: 'it is known to have led to a disclosure to somebody else' })),
	},
	{ ...closed, description: 'the number or address it would go to' },
);

export const Debt = Type.Object(
	{
		id: Type.String(),
		creditor_id: Type.Optional(Type.String({ default: '1', description: 'the lender: answered calls in China are counted per lender' })),
		status: Type.Optional(Type.Enum(['open', 'settled', 'recalled', 'undone', 'closed'], { default: 'open' })),
		owed_minor: Type.Optional(
			Type.Integer({
				minimum: -largest,
				maximum: largest,
				description: 'what is lawfully owed, in minor units; left out: as much as ask.amount_minor, or one',
			}),
		),
		mandate_until: Type.Optional(orNull(Instant('when the client’s mandate for it ends; left out: it has no end'))),
		currency: Type.Optional(Type.String()),
		servicing_account: Type.Optional(Type.String({ description: 'student loans serviced under one account number count as one debt' })),
		suit_until: Type.Optional(orNull(Day('the last day on which it may be sued for; afterwards it is time-barred'))),
		suit_until_unknown: Type.Optional(
			Type.Boolean({
				description: 'nobody found the last day to sue under a law that may apply, so that no suit is threatened; left out: it is known',
			}),
		),
		enforce_until: Type.Optional(
			orNull(Day('the last day to apply for enforcement of the judgment on it (China); afterwards it is warned of')),
		),
		guarantee_until: Type.Optional(
			orNull(
				Day('whom it reaches is its guarantor: the last day of the guarantee, not claimed so far; left out: claimed in time, or not known'),
			),
		),
		capped_by: Type.Optional(
			Type.String({ description: 'the cap of the law that was cut from its claim (CN-IR1, CN-IR2, CN-IR3, CN-IR5)' }),
		),
		above_cap_minor: Type.Optional(Amount({ description: 'what was cut: claimed, not owed, not among owed_minor' })),
		above_guidance: Type.Optional(Type.Boolean({ description: 'its cost is above guidance given by word of mouth (CN-IR4)' })),
		barred_and_refused: Type.Optional(Type.Boolean({ description: 'the person said they will not pay because it is statute-barred' })),
		first_communication_at: Type.Optional(
			orNull(Instant('when we first communicated about it, whoever began; a limited-content message is no communication')),
		),
		validation_sent_on: Type.Optional(orNull(Day('when the validation notice was sent'))),
		validation_received_on: Type.Optional(orNull(Day('when it was received: a dispute is timely for 30 days from then'))),
		transfer_told_on: Type.Optional(
			orNull(Day('when the borrower was told of the transfer to the buyer; null: not yet; left out: not transferred')),
		),
	},
	closed,
);

export const Hold = Type.Object(
	{
		kind: Type.Enum(holdKinds, {
			description:
				'dispute: also a request for the original creditor; cease_request: also a refusal to pay; counsel: represented by an attorney; kept_plan: an instalment agreement being kept; deceased, minor, incapacity: of the debtor, and what lets an executor, parent or guardian stand for them',
		}),
		from_at: Instant('when we received it: a notice counts from its receipt, not from its posting'),
		until_at: Type.Optional(
			orNull(
				Instant(
					'when it ends; null or left out: until lifted, but for a breathing space in England and Wales, or a part of the UK that is not said: left out, it ends after its 60 days, the first of them the day after from_at: it starts on the day after its entry on the register, when the notice is sent (in Scotland, which has a moratorium of its own, it is named)',
				),
			),
		),
		crisis: Type.Optional(
			Type.Boolean({
				description: 'breathing_space: of a mental health crisis: it ends 30 days after the treatment, and until then has no end',
			}),
		),
		treatment_ended_on: Type.Optional(orNull(Day('breathing_space of a crisis: the last day of treatment'))),
		debt_id: Type.Optional(orNull(Type.String({ description: 'only about this debt; left out: about the debtor' }))),
		written: Type.Optional(Type.Boolean({ description: 'said in writing or by an electronic medium we accept; left out: it was' })),
		attorney: Type.Optional(
			Type.Enum(attorneyStates, {
				description:
					'counsel: name and address known (default), not to be found, does not answer in reasonable time, or agrees to direct contact',
			}),
		),
		answered_at: Type.Optional(orNull(Instant('dispute: when it was answered, or the person was told it repeats one that was'))),
		duplicate: Type.Optional(
			Type.Boolean({ description: 'dispute: it repeats one that was answered; it holds until answered_at all the same' }),
		),
	},
	closed,
);

export const Consent = Type.Object(
	{
		kind: Type.Enum(['calls', 'times', 'places', 'attorney', 'third_parties', 'court'], {
			description:
				'to further calls (at most seven dates); to a time or place otherwise inconvenient; to contact beside an attorney; to third parties; or a court’s permission. A consent to a time opens closed hours too when it names an end at most a day away',
		}),
		given_at: Instant('a consent to calls ends with the first conversation after it'),
		from_at: Type.Optional(orNull(Instant('from when it reaches (call back on Monday)'))),
		until_at: Type.Optional(orNull(Instant('a shorter time that was agreed'))),
		revoked_at: Type.Optional(orNull(Instant('when it was taken back'))),
		debt_ids: Type.Optional(Ids('the debts it is about; left out: all')),
		given_to: Type.Optional(
			Type.Enum(['us', 'creditor', 'earlier_collector'], {
				default: 'us',
				description: 'only a consent given directly to us counts (comment 6(b)(4)(i)-2)',
			}),
		),
		during_wrongful_contact: Type.Optional(
			Type.Boolean({
				description: 'asked for and given during a contact at an inconvenient time or place: it does not count (1006.6(b)(4)(i))',
			}),
		),
		proof: Type.Optional(Type.String({ description: 'what proves it' })),
	},
	closed,
);

export const Inconvenient = Type.Object(
	{
		weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, description: '1 Monday to 7 Sunday' })),
		from: Type.Optional(Clock),
		until: Type.Optional(ClockEnd),
		from_on: Type.Optional(Day('first day')),
		until_on: Type.Optional(Day('last day, included')),
	},
	{ ...closed, description: 'a time the person called inconvenient, at their place; what is left out does not narrow it' },
);

/** What came of a call, in the product's words and those of a dialler. */
export const outcomes = [
	'right_party',
	'other_person',
	'machine',
	'no_answer',
	'declined',
	'dropped',
	'busy',
	'off',
	'invalid',
	'wrong_number',
] as const;

export const EarlierShape = Type.Object(
	{
		at: Instant('when it was placed, sent or came in'),
		channel: Type.Optional(Channel('default voice')),
		direction: Type.Optional(Type.Enum(['outbound', 'inbound'], { default: 'outbound', description: 'inbound: the person began it' })),
		outcome: Type.Optional(
			Type.Enum([...outcomes], {
				description:
					'right_party: talked with the person; other_person; machine: voicemail or recording; no_answer: rang; declined; dropped: answered and cut off before a talk; busy and invalid (not in service) did not connect; off: switched off; wrong_number: somebody else’s. Sets answered, connected, talked, misdirected where they are left out. Left out with answered: counted as answered and talked, the stricter reading',
			}),
		),
		party: Type.Optional(Party('who was meant; default: the party of this contact, so say debtor in a file that asks about a third party')),
		same_number: Type.Optional(Type.Boolean({ default: true, description: 'to the number now meant' })),
		same_debtor: Type.Optional(Type.Boolean({ default: true })),
		same_person: Type.Optional(
			Type.Boolean({
				description: 'the same person beside the debtor: third party, guarantor or co-borrower; default: true when both are of one kind',
			}),
		),
		creditor_ids: Type.Optional(Ids('whose debts it was about; default: every creditor of facts.debts')),
		answered: Type.Optional(orNull(Type.Boolean({ description: 'null or unknown: counted as answered' }))),
		connected: Type.Optional(Type.Boolean({ description: 'it reached the dialled number; false beside an answer is refused' })),
		talked: Type.Optional(Type.Boolean({ description: 'the person talked with us' })),
		misdirected: Type.Optional(Type.Boolean({ description: 'the number was found to be another person’s' })),
		debt_ids: Type.Optional(
			Ids('the debts it was placed about (an unanswered call counts for at least one, as you choose); left out: all'),
		),
		discussed_debt_ids: Type.Optional(
			Ids(
				'the debts talked about, whoever brought them up; left out: debt_ids. Where none of debt_ids is among them, those count as talked about too',
			),
		),
		other_collector: Type.Optional(Type.Boolean({ description: 'made by another collector' })),
		lapses_at: Type.Optional(orNull(Instant('a permit not used yet: counts like a contact until it runs out'))),
	},
	closed,
);
