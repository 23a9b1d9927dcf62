import { type Static, Type } from 'typebox';
import { StandingView } from '../tenants/shapes.ts';
import { LimitationView } from './limitation-shapes.ts';
import { Components } from '../ledger/shapes.ts';

const Minor = Type.Integer({ description: 'minor units of the currency beside it' });
const DateText = Type.String({ format: 'date' });
const Instant = Type.String({ format: 'date-time' });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** One line of the arithmetic. `sign` is +1 where the line adds to what is owed, -1 where it takes away; the last line is the result. */
export const ArithmeticLine = Type.Object({
	line: Type.Union([
		Type.Literal('placed'),
		Type.Literal('accrued'),
		Type.Literal('paid'),
		Type.Literal('reduced'),
		Type.Literal('recalled'),
		Type.Literal('owed'),
	]),
	sign: Type.Integer(),
	amount_minor: Minor,
	components: Components,
});

/** A debt as the case screen shows it. */
export const DebtView = Type.Object({
	id: Type.String(),
	debtor_id: Type.String(),
	reference: Type.String(),
	product: Type.String(),
	currency: Type.String(),
	/** `standing`: whether the client may still place with us (CN-O1); what is placed stays, and the case says so. */
	client: Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), standing: StandingView }),
	creditor: Type.Object({ id: Type.String(), name: Type.String() }),
	placement: orNull(Type.Object({ id: Type.String(), batch_no: Type.String() })),
	status: Type.String({ description: 'open, settled, recalled, undone or closed' }),
	placed_on: DateText,
	recall_due_on: orNull(DateText),
	/** Days left until the client takes the debt back; negative when the day has passed. */
	recall_in_days: orNull(Type.Integer()),
	round: orNull(Type.Integer()),
	overdue_since: DateText,
	days_past_due: Type.Integer(),
	bucket: Type.Integer(),
	bucket_name: Type.String(),
	components: Components,
	owed_minor: Minor,
	received_minor: Minor,
	/** Paid too much and owed back to the payer. */
	refund_due_minor: Minor,
	last_paid_at: orNull(Instant),
	/** placed + accrued - paid - reduced (- recalled) = owed, line by line. Lines of nothing are left out, except placed and owed. */
	arithmetic: Type.Array(ArithmeticLine),
	/** The order a payment of today would be applied in, with the rule that says so. */
	application: Type.Object({
		order: Type.Array(Type.String()),
		rule: Type.String(),
		citation: Type.Object({ zh: Type.String(), en: Type.String() }),
	}),
	/** When the limitation ends and why (CN-S1; elsewhere by the debtor’s law). */
	limitation: LimitationView,
	/** What the caps on the cost of a loan, or on an invoice's late interest, made of the claim as placed (CN-IR1 to CN-IR5); null: none speaks of it. */
	claim: orNull(
		Type.Object({
			verdict: Type.Enum(['within', 'cut', 'warned', 'not judged']),
			rule: orNull(Type.String()),
			above_minor: Minor,
			says: Type.Object({ zh: Type.String(), en: Type.String() }),
			citation: orNull(Type.Object({ zh: Type.String(), en: Type.String() })),
		}),
	),
	stage: Type.String(),
	review_on: orNull(DateText),
	reached_at: orNull(Instant),
	willingness: Type.String(),
	ability: Type.String(),
	reason: Type.String(),
	key_case: Type.Boolean(),
});

export type ArithmeticLine = Static<typeof ArithmeticLine>;
export type DebtView = Static<typeof DebtView>;
