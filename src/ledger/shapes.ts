import { type Static, Type } from 'typebox';

const Minor = Type.Integer({ description: 'minor units of the currency beside it' });

/** An amount by the four components of a debt. */
export const Components = Type.Object({ costs_minor: Minor, interest_minor: Minor, penalty_minor: Minor, principal_minor: Minor });

export const TransferView = Type.Object({
	component: Type.String({ description: 'costs, interest, penalty, principal or surplus' }),
	debit_account: Type.String(),
	credit_account: Type.String(),
	amount_minor: Minor,
});

/** One event of a debt: its transfers share the entry id. */
export const EntryView = Type.Object({
	entry_id: Type.String(),
	debt_id: Type.String(),
	kinds: Type.Array(Type.String(), { description: 'placed, accrued, paid, surplus, refunded, reduced, recalled or reversed' }),
	currency: Type.String(),
	happened_at: Type.String({ format: 'date-time' }),
	recorded_at: Type.String({ format: 'date-time' }),
	reverses_entry_id: Type.Union([Type.String(), Type.Null()]),
	reversed_by_entry_id: Type.Union([Type.String(), Type.Null()]),
	payment_id: Type.Union([Type.String(), Type.Null()]),
	transfers: Type.Array(TransferView),
});

export const LedgerView = Type.Object({ debtor_id: Type.String(), entries: Type.Array(EntryView) });

export type Components = Static<typeof Components>;
export type TransferView = Static<typeof TransferView>;
export type EntryView = Static<typeof EntryView>;
export type LedgerView = Static<typeof LedgerView>;
