import { hash } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { maskPhone } from '../core/mask.ts';
import { systemClock } from '../host/clock.ts';
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

/** What the sandbox was handed, one line of JSON each, in the data folder. */
export const sandboxFile = 'sandbox-carrier.jsonl';

/**
 * The sandbox of a running house keeps its own book, as a real carrier would: what it was handed is written before it answers, in a file that no transaction of ours
 * touches. Whether a message went out twice is seen there and not in our tables. Numbers are masked; the words are not kept.
 */
export const sandboxWithBook = (folder: string): Carrier => ({
	name: 'sandbox',
	async send(message) {
		const line = {
			at: systemClock.now().toString(),
			reference: message.reference,
			to: maskPhone(message.to),
			characters: message.text.length,
		};
		await appendFile(join(folder, sandboxFile), `${JSON.stringify(line)}\n`, { mode: 0o600 });
		return sandboxCarrier.send(message);
	},
});
