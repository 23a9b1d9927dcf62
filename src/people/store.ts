import type { Pool, Tx } from '../host/db.ts';
import type { Role } from '../record/actor.ts';
import type { Try } from './rules.ts';

/** Who calls, as the door needs it. */
export type CallerRow = {
	id: bigint;
	tenant_id: bigint;
	tenant_code: string;
	name: string;
	role: Role;
	client_id: bigint | null;
	password_temporary: boolean;
};

const caller = `select l.id, l.tenant_id, t.code as tenant_code, l.name, l.role, l.client_id, l.password_temporary
  from dunwell.login l join dunwell.tenant t using (tenant_id)`;

/** The open login of a signed-in user. Asked by the house's owner: before the login is known no tenant is. */
export async function findCallerOfUser(owner: Pool, userId: string): Promise<CallerRow | null> {
	const { rows } = await owner.query<CallerRow>({
		name: 'caller of user',
		text: `${caller} where l.auth_user_id = $1 and l.closed_at is null`,
		values: [userId],
	});
	return rows[0] ?? null;
}

/** The open login an API key acts as; a revoked or expired key is none. */
export async function findCallerOfKey(owner: Pool, keyHash: Buffer, now: Temporal.Instant): Promise<CallerRow | null> {
	const { rows } = await owner.query<CallerRow>({
		name: 'caller of key',
		text: `${caller} join dunwell.api_key k on k.tenant_id = l.tenant_id and k.login_id = l.id
		        where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2) and l.closed_at is null`,
		values: [keyHash, now.toString()],
	});
	return rows[0] ?? null;
}

/** The open login somebody signs in as. */
export async function findCallerOfUsername(owner: Pool, username: string): Promise<CallerRow | null> {
	const { rows } = await owner.query<CallerRow>(
		`${caller} join auth."user" u on u.id = l.auth_user_id where u.username = lower($1) and l.closed_at is null`,
		[username],
	);
	return rows[0] ?? null;
}

/**
 * Counts a try to sign in before its password is looked at, unless `allowed` says no: tries of one name come one after another, so a hundred at once
 * are a hundred tries. Gives what `allowed` said.
 */
export async function countTry(
	owner: Pool,
	ask: { username: string; address: string; now: Temporal.Instant },
	allowed: (tries: readonly Try[]) => Temporal.Instant | null,
): Promise<Temporal.Instant | null> {
	const connection = await owner.connect();
	let broken = false;
	try {
		await connection.query('begin');
		await connection.query(`select pg_advisory_xact_lock(hashtextextended($1, 4))`, [`sign in ${ask.username}`]);
		await connection.query('delete from auth.failed_sign_in where at < $1', [ask.now.subtract({ hours: 24 }).toString()]);
		const { rows } = await connection.query<{ at: Temporal.Instant; address: string }>(
			'select at, address from auth.failed_sign_in where username = $1 order by at desc limit 500',
			[ask.username],
		);
		const until = allowed(rows.map((row) => ({ at: row.at, sameAddress: row.address === ask.address })));
		if (until === null)
			await connection.query('insert into auth.failed_sign_in (username, address, at) values ($1, $2, $3)', [
				ask.username,
				ask.address,
				ask.now.toString(),
			]);
		await connection.query('commit');
		return until;
	} catch (error) {
		await connection.query('rollback').catch(() => {
			broken = true;
		});
		throw error;
	} finally {
		connection.release(broken);
	}
}

/** After a successful sign-in the tries of this name from this address no longer count. */
export async function forgetTries(owner: Pool, username: string, address: string): Promise<void> {
	await owner.query('delete from auth.failed_sign_in where username = $1 and address = $2', [username, address]);
}

export type LoginRow = {
	id: bigint;
	username: string;
	name: string;
	role: string;
	client_code: string | null;
	skills: string[];
	exam_passed_on: Temporal.PlainDate | null;
	trained_on: Temporal.PlainDate | null;
	closed_at: Temporal.Instant | null;
	auth_user_id: string | null;
	password_temporary: boolean;
	teams: { id: string; code: string; name: string }[] | null;
};

/** Logins of the tenant, the automatic one left out, with their teams. */
export function listLoginRows(tx: Tx): Promise<LoginRow[]> {
	return tx.query(
		`select l.id, l.username, l.name, l.role, c.code as client_code, l.skills, l.exam_passed_on, l.trained_on, l.closed_at, l.auth_user_id, l.password_temporary,
		        (select json_agg(json_build_object('id', t.id::text, 'code', t.code, 'name', t.name) order by t.code)
		           from team_member m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id where m.tenant_id = l.tenant_id and m.login_id = l.id) as teams
		   from login l left join client c on c.tenant_id = l.tenant_id and c.id = l.client_id
		  where l.tenant_id = $1 and l.role <> 'system' order by l.role, l.username`,
		[tx.tenantId],
	);
}

/** The login under this id, locked until the transaction ends; null when there is none or it is the automatic one. */
export async function loadLoginForUpdate(
	tx: Tx,
	loginId: bigint,
): Promise<{ username: string; name: string; role: Role; closed_at: Temporal.Instant | null; auth_user_id: string | null } | null> {
	const [row] = await tx.query<{
		username: string;
		name: string;
		role: Role;
		closed_at: Temporal.Instant | null;
		auth_user_id: string | null;
	}>(`select username, name, role, closed_at, auth_user_id from login where tenant_id = $1 and id = $2 and role <> 'system' for update`, [
		tx.tenantId,
		loginId,
	]);
	return row ?? null;
}

/** Open administrators who can sign in, other than this one; all administrators are locked, so that two who close each other come one after another. */
export async function countOtherAdmins(tx: Tx, loginId: bigint): Promise<number> {
	const rows = await tx.query<{ id: bigint; open: boolean }>(
		`select id, (closed_at is null and auth_user_id is not null) as open from login where tenant_id = $1 and role = 'admin' order by id for update`,
		[tx.tenantId],
	);
	return rows.filter((row) => row.open && row.id !== loginId).length;
}

/** Puts a login into these teams and no other; gives the ids that are no open team. */
export async function setTeams(tx: Tx, loginId: bigint, teamIds: readonly string[]): Promise<string[]> {
	const ids = [...new Set(teamIds)];
	const found = await tx.query<{ id: bigint }>(
		'select id from team where tenant_id = $1 and id = any ($2::bigint[]) and closed_at is null',
		[tx.tenantId, ids],
	);
	const known = new Set(found.map((row) => String(row.id)));
	await tx.query('delete from team_member where tenant_id = $1 and login_id = $2', [tx.tenantId, loginId]);
	await tx.query('insert into team_member (tenant_id, team_id, login_id) select $1, id, $2 from unnest($3::bigint[]) id', [
		tx.tenantId,
		loginId,
		[...known],
	]);
	return ids.filter((id) => !known.has(id));
}

/**
 * Frees what was given to a login that is closed, or no longer in the team: its debtors are the team's again, and so is the open work about them and the call
 * backs it promised. What is on a desk stays there until it is given back or swept, and is nobody's own then. `loginId` null: of every such login. How many
 * debtors.
 */
export async function freeDebtors(tx: Tx, loginId: bigint | null, by: bigint, now: Temporal.Instant): Promise<number> {
	const away = (row: string) => `${row}.agent_id is not null and ($2::bigint is null or ${row}.agent_id = $2)
		and not exists (select from team_member m join login l on l.tenant_id = $1 and l.id = m.login_id and l.closed_at is null
		                 where m.tenant_id = $1 and m.login_id = ${row}.agent_id and m.team_id = ${row}.team_id)`;
	const freed = await tx.query(
		`update assignment a set agent_id = null, assigned_at = $3, assigned_by = $4 where a.tenant_id = $1 and ${away('a')} returning 1`,
		[tx.tenantId, loginId, now, by],
	);
	await tx.query(
		`update work_item w set agent_id = null
		  where w.tenant_id = $1 and w.state in ('open', 'claimed') and ${away('w')}`,
		[tx.tenantId, loginId],
	);
	return freed.length;
}

export function listTeamsOf(tx: Tx, loginId: bigint): Promise<{ id: bigint; code: string; name: string }[]> {
	return tx.query(
		`select t.id, t.code, t.name from team_member m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id
		  where m.tenant_id = $1 and m.login_id = $2 and t.closed_at is null order by t.code`,
		[tx.tenantId, loginId],
	);
}

export function listTeams(tx: Tx): Promise<{ id: bigint; code: string; name: string; members: bigint }[]> {
	return tx.query(
		`select t.id, t.code, t.name, (select count(*) from team_member m join login l on l.tenant_id = m.tenant_id and l.id = m.login_id and l.closed_at is null
		                                where m.tenant_id = t.tenant_id and m.team_id = t.id) as members
		   from team t where t.tenant_id = $1 and t.closed_at is null order by t.code`,
		[tx.tenantId],
	);
}

export type KeyRow = {
	id: bigint;
	name: string;
	shown: string;
	login_id: bigint;
	username: string;
	role: string;
	made_at: Temporal.Instant;
	expires_at: Temporal.Instant | null;
	revoked_at: Temporal.Instant | null;
};

export function listKeys(tx: Tx): Promise<KeyRow[]> {
	return tx.query(
		`select k.id, k.name, k.shown, k.login_id, l.username, l.role, k.made_at, k.expires_at, k.revoked_at
		   from api_key k join login l on l.tenant_id = k.tenant_id and l.id = k.login_id where k.tenant_id = $1 order by k.id desc`,
		[tx.tenantId],
	);
}
