import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { isRefusal } from '../core/refusal.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { Difference } from '../record/journal.ts';

/** That this hash is this user's password, given as the n-th of theirs. */
type Password = { readonly userId: string; readonly hash: string };
type Session = { readonly userId: string; readonly token: string };

/**
 * The house's word for the rows of the sign-in library: HMAC-SHA-256 under a key derived from the house key, which lies in no database. Who can write the tables but has no key can
 * neither give a user another password nor a session another user: the word of either fits no other row.
 */
export type Words = {
	/** `turn`: which password of this user it is, from 1. */
	password(of: Password, turn: number): string;
	/** Which password of this user the word stands for; null: the word is not the house's. */
	turnOf(of: { readonly userId: string; readonly hash: string | null; readonly word: string | null }): number | null;
	session(of: Session): string;
	isSession(of: Session & { readonly word?: string | null | undefined }): boolean;
};

export function wordsOf(houseKey: Uint8Array): Words {
	const key = Buffer.from(hkdfSync('sha256', houseKey, '', 'dunwell sign-in words', 32));
	const word = (...parts: readonly string[]) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
	const same = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
	const password = ({ userId, hash }: Password, turn: number) => `${turn}.${word('password', userId, hash, String(turn))}`;
	const session = ({ userId, token }: Session) => word('session', userId, token);
	return {
		password,
		turnOf({ userId, hash, word: given }) {
			const turn = turnIn(given);
			return given !== null && hash !== null && same(given, password({ userId, hash }, turn)) ? turn : null;
		},
		session,
		isSession: ({ word: given, ...of }) => typeof given === 'string' && same(given, session(of)),
	};
}

/** The number that a word names, whether or not it is the house's; 0: none. */
const turnIn = (word: string | null): number => Number(/^(\d{1,9})\./.exec(word ?? '')?.[1] ?? 0);

type AccountRow = {
	username: string;
	user_id: string;
	password_word: string | null;
	called: string | null;
	id: string | null;
	hash: string | null;
	word: string | null;
};

/** The library's rows of the agency's logins. Asked by the schema's owner: the application's role never sees them. */
async function accountsOf(owner: Pool, tenantId: bigint): Promise<AccountRow[]> {
	const { rows } = await owner.query<AccountRow>(
		`select l.username, l.auth_user_id as user_id, l.password_word, u.username as called, a.id, a.password as hash, a.word
		   from dunwell.login l left join auth."user" u on u.id = l.auth_user_id left join auth."account" a on a."userId" = l.auth_user_id
		  where l.tenant_id = $1 and l.auth_user_id is not null order by l.id, a.id`,
		[String(tenantId)],
	);
	return rows;
}

/**
 * What is not as the house left it in the library's tables, for `record verify`: a password of another's making, an older one put back, none at all; a user under another name; a
 * session that was begun, or given to somebody else, by no act of the house.
 */
export async function signInDifferences(owner: Pool, words: Words, tenantId: bigint): Promise<Difference[]> {
	const found: Difference[] = [];
	for (const { username, user_id, password_word, called, id, hash, word } of await accountsOf(owner, tenantId)) {
		const differs = (what: Difference['what'], sentence: string) => found.push({ what, source: 'auth.account', row: username, sentence });
		if (called !== username.toLowerCase())
			found.push({ what: 'altered', source: 'auth.user', row: username, sentence: `login ${username} signs in under another name` });
		const turn = words.turnOf({ userId: user_id, hash, word });
		if (id === null) differs('removed', `the password of login ${username} is gone, and no act of the house removed it`);
		else if (turn === null) differs('altered', `the password of login ${username} was set by no act of the house`);
		else if (turn < turnIn(password_word)) differs('altered', `an older password of login ${username} was put back`);
	}
	const { rows } = await owner.query<{ username: string; id: string; token: string; user_id: string; word: string | null }>(
		`select l.username, s.id, s.token, s."userId" as user_id, s.word from auth."session" s join dunwell.login l on l.auth_user_id = s."userId"
		  where l.tenant_id = $1 order by s."createdAt", s.id`,
		[String(tenantId)],
	);
	for (const { username, id, token, user_id, word } of rows)
		if (!words.isSession({ userId: user_id, token, word }))
			found.push({
				what: 'inserted',
				source: 'auth.session',
				row: id,
				sentence: `session ${id} of login ${username} was begun by no act of the house`,
			});
	return found;
}

/**
 * Passwords from before the house gave its word for them are taken as they are found, once for each agency: the entry of the record that says so is sealed, and a word that is missing
 * afterwards is missed. Does nothing when it was done.
 */
export async function vouchForPasswords(owner: Pool, words: Words, door: Door): Promise<void> {
	const key = 'passwords vouched for';
	const done = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query('select 1 from record_entry where tenant_id = $1 and idempotency_key = $2', [tx.tenantId, key]),
	);
	if (done.length > 0) return;
	for (const { user_id, id, hash, word } of await accountsOf(owner, door.tenantId))
		if (id !== null && hash !== null && word === null)
			await owner.query('update auth."account" set word = $2 where id = $1 and word is null', [
				id,
				words.password({ userId: user_id, hash }, 1),
			]);
	const given = (await accountsOf(owner, door.tenantId)).filter((each) => each.word !== null && each.password_word === null);
	const taken = await change(door, { act: 'login.vouch_passwords', input: {}, key }, async ({ tx }) => {
		await tx.query(
			`update login l set password_word = u.word from unnest($2::text[], $3::text[]) u (user_id, word)
			  where l.tenant_id = $1 and l.auth_user_id = u.user_id and l.password_word is null`,
			[tx.tenantId, given.map((each) => each.user_id), given.map((each) => each.word)],
		);
		return { logins: given.length };
	});
	if (isRefusal(taken)) throw new Error(`passwords could not be vouched for: ${taken.code}`);
}
