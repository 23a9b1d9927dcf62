import { hash } from 'node:crypto';
import type { DebtText } from './templates.ts';

/** A number of the debtor in person. Only the sender's own query makes one, and that query asks for numbers without a party. */
export type DebtorNumber = string & { readonly of: 'the debtor' };

/** What may leave the house: a text about a debt goes to a number of the debtor's own, or it does not compile (CN-P2). */
export type OutgoingMessage = { readonly to: DebtorNumber; readonly text: DebtText; readonly reference: string };

/** What carries messages. A send is asked for once; the answer says what became of it. A throw means that nobody knows. */
export type Carrier = {
	readonly name: string;
	send(message: OutgoingMessage): Promise<{ carrierId: string; delivered: boolean }>;
};

/**
 * The default carrier is a sandbox: nothing leaves the machine. It answers like a carrier, the same for the same number: about 3 % of numbers cannot be
 * reached. Real carriers (SMPP 3.4, HTTP providers) take its place behind the same port.
 */
export const sandboxCarrier: Carrier = {
	name: 'sandbox',
	send: async ({ to, reference }) => ({
		carrierId: `sandbox-${reference}`,
		delivered: Number.parseInt(hash('sha256', to).slice(0, 6), 16) % 100 >= 3,
	}),
};
