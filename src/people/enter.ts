import { type Refusal, refuse } from '../core/refusal.ts';
import type { Clock } from '../host/clock.ts';
import type { Pool } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { nextTryAt } from './rules.ts';
import type { SignedIn, SignIn } from './sign-in.ts';
import { type CallerRow, countTry, findCallerOfUsername, forgetTries } from './store.ts';

/** What the entrance of the house needs. */
export type Entrance = {
	readonly signIn: SignIn;
	readonly owner: Pool;
	readonly clock: Clock;
	doorOf(caller: CallerRow): Promise<Door>;
};

/**
 * Signs somebody in: tries counted per name, the password checked by the library, the login open. Every entry of a known login, and every refusal of one,
 * is in the record. Refusals: `sign_in.wrong` (which of the two was wrong is not said), `sign_in.too_often`, `sign_in.not_ours`.
 */
export async function enter(at: Entrance, ask: { username: string; password: string; address: string }): Promise<SignedIn | Refusal> {
	const username = ask.username.trim().toLowerCase();
	const now = at.clock.now();
	const caller = await findCallerOfUsername(at.owner, username);
	const until = await countTry(at.owner, { username, address: ask.address, now }, (tries) => nextTryAt(tries, now));
	if (until !== null) return recorded(at, caller, ask.address, refuse('sign_in.too_often', {}, until));
	const entered = await at.signIn.signIn({ username, password: ask.password, address: ask.address });
	if (entered === 'too_often') return recorded(at, caller, ask.address, refuse('sign_in.too_often', {}, now.add({ minutes: 1 })));
	if (entered === 'not_ours') return recorded(at, caller, ask.address, refuse('sign_in.not_ours'));
	if (entered === 'wrong') return recorded(at, caller, ask.address, refuse('sign_in.wrong'));
	if (!caller) {
		// A closed login: its password is right and opens nothing.
		await at.signIn.endSessions(entered.userId);
		return refuse('sign_in.wrong');
	}
	await forgetTries(at.owner, username, ask.address);
	await recorded(at, caller, ask.address, null);
	return entered;
}

async function recorded<T extends Refusal | null>(at: Entrance, caller: CallerRow | null, address: string, refusal: T): Promise<T> {
	if (caller) await change(await at.doorOf(caller), { act: 'login.enter', input: { address } }, async () => refusal ?? {});
	return refusal;
}
