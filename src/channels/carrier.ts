import { hash } from 'node:crypto';

/** What carries messages. A send is asked for once; the answer says what became of it. */
export type Carrier = {
	readonly name: string;
	send(message: { to: string; text: string; reference: string }): Promise<{ carrierId: string; delivered: boolean }>;
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
