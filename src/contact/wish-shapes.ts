import { type Static, Type } from 'typebox';

const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const ClockEnd = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
const DateText = Type.String({ format: 'date' });
const Instant = Type.String({ format: 'date-time' });
const Evidence = Type.String({ minLength: 1, maxLength: 1000 });
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(shape: S) => Type.Union([shape, Type.Null()]);
const closed = { additionalProperties: false } as const;

/** Whose domain an address is of: open to the public, the employer's, another closed one. */
const domains = ['public', 'employer', 'other'] as const;
const Place = Type.Enum(['home', 'work', 'hospital', 'funeral', 'place_of_worship', 'school', 'other']);
const Medium = Type.Enum(['voice', 'sms', 'email', 'letter', 'visit']);

/** What a person asks to be left. A time: ISO weekdays (1 Monday), hours at the debtor's place, dates both included; what is left out does not narrow it. */
export const WishBody = Type.Object(
	{
		kind: Type.Enum([
			'inconvenient_time',
			'inconvenient_place',
			'refused_medium',
			'employer_forbids',
			'no_automatic_contact',
			'vulnerable',
		]),
		weekdays: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true })),
		from: Type.Optional(Clock),
		until: Type.Optional(ClockEnd),
		from_on: Type.Optional(DateText),
		until_on: Type.Optional(DateText),
		place: Type.Optional(Place),
		channel: Type.Optional(Medium),
		evidence: Evidence,
	},
	closed,
);
/** What a person agrees to, with what proves it. `texts` and `emails` are for one number or address. */
export const ConsentBody = Type.Object(
	{
		kind: Type.Enum(['calls', 'times', 'places', 'attorney', 'third_parties', 'court', 'texts', 'emails']),
		contact_point_id: Type.Optional(Id),
		debt_id: Type.Optional(Id),
		from_at: Type.Optional(Instant),
		until_at: Type.Optional(Instant),
		proof: Evidence,
	},
	closed,
);
/**
 * A notice the law wants: the validation notice of a debt, that it was transferred, or its creditor's to an e-mail address, which names the address, the last day to opt out
 * and whose domain it is.
 */
export const NoticeBody = Type.Object(
	{
		kind: Type.Enum(['validation', 'transfer', 'creditor_email']),
		debt_id: Id,
		sent_on: DateText,
		received_on: Type.Optional(DateText),
		contact_point_id: Type.Optional(Id),
		opt_out_until: Type.Optional(DateText),
		domain: Type.Optional(Type.Enum(domains)),
		evidence: Evidence,
	},
	closed,
);
/** Where the debtor may be: jurisdictions (`CN`, `US-MA`; several when it is not sure), and every time zone of theirs. Each must allow a contact. */
export const WhereaboutsBody = Type.Object(
	{
		jurisdictions: Type.Array(Type.String({ pattern: '^[A-Z]{2}(-[A-Z]{2,3}){0,2}$' }), { minItems: 1, maxItems: 5, uniqueItems: true }),
		zones: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 8, uniqueItems: true }),
		evidence: Evidence,
	},
	closed,
);
/** The language the debtor asked to be written to in. */
export const LanguageBody = Type.Object({ language: Type.Enum(['zh', 'en']) }, closed);

export const WishesView = Type.Object({
	jurisdictions: Type.Array(Type.String()),
	zones: Type.Array(Type.String()),
	/** The house's own messages are in it; what somebody types is as it was typed. */
	language: LanguageBody.properties.language,
	/** What the last change of the whereabouts stands on; null: they are as the client told them. */
	whereabouts_evidence: orNull(Type.String()),
	agreed_hours: orNull(Type.Object({ from: Type.String(), until: Type.String(), evidence: Type.String(), agreed_at: Type.String() })),
	wishes: Type.Array(
		Type.Object({
			id: Type.String(),
			kind: WishBody.properties.kind,
			weekdays: orNull(Type.Array(Type.Integer())),
			from: orNull(Type.String()),
			until: orNull(Type.String()),
			from_on: orNull(Type.String()),
			until_on: orNull(Type.String()),
			place: orNull(Type.String()),
			channel: orNull(Type.String()),
			evidence: Type.String(),
			said_at: Type.String(),
			ended_at: orNull(Type.String()),
		}),
	),
	consents: Type.Array(
		Type.Object({
			id: Type.String(),
			kind: ConsentBody.properties.kind,
			contact_point_id: orNull(Type.String()),
			debt_id: orNull(Type.String()),
			given_at: Type.String(),
			from_at: orNull(Type.String()),
			until_at: orNull(Type.String()),
			proof: Type.String(),
			revoked_at: orNull(Type.String()),
		}),
	),
	notices: Type.Array(
		Type.Object({
			id: Type.String(),
			debt_id: Type.String(),
			kind: NoticeBody.properties.kind,
			sent_on: Type.String(),
			received_on: orNull(Type.String()),
			contact_point_id: orNull(Type.String()),
			opt_out_until: orNull(Type.String()),
			domain: orNull(Type.Enum(domains)),
			evidence: Type.String(),
		}),
	),
});

export type WishBody = Static<typeof WishBody>;
export type ConsentBody = Static<typeof ConsentBody>;
export type NoticeBody = Static<typeof NoticeBody>;
export type LanguageBody = Static<typeof LanguageBody>;
export type WhereaboutsBody = Static<typeof WhereaboutsBody>;
export type WishesView = Static<typeof WishesView>;
