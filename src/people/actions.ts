import { assert, known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { LoginChange, LoginView, NewLogin } from './shapes.ts';
import type { SignIn } from './sign-in.ts';

type LoginRow = {
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
	teams: { id: string; code: string; name: string }[] | null;
};

/** Logins of the tenant (the automatic one left out), with their teams. */
export async function listLogins(tx: Tx): Promise<LoginView[]> {
	const rows = await tx.query<LoginRow>(
		`select l.id, l.username, l.name, l.role, c.code as client_code, l.skills, l.exam_passed_on, l.trained_on, l.closed_at, l.auth_user_id,
		        (select json_agg(json_build_object('id', t.id::text, 'code', t.code, 'name', t.name) order by t.code)
		           from team_member m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id where m.tenant_id = l.tenant_id and m.login_id = l.id) as teams
		   from login l left join client c on c.tenant_id = l.tenant_id and c.id = l.client_id
		  where l.tenant_id = $1 and l.role <> 'system' order by l.role, l.username`,
		[tx.tenantId],
	);
	return rows.map((row) => ({
		id: String(row.id),
		username: row.username,
		name: row.name,
		role: row.role,
		client_code: row.client_code,
		skills: row.skills,
		exam_passed_on: row.exam_passed_on?.toString() ?? null,
		trained_on: row.trained_on?.toString() ?? null,
		closed: row.closed_at !== null,
		can_sign_in: row.auth_user_id !== null && row.closed_at === null,
		teams: row.teams ?? [],
	}));
}

export async function teamsOf(tx: Tx, loginId: bigint): Promise<{ id: string; code: string; name: string }[]> {
	const rows = await tx.query<{ id: bigint; code: string; name: string }>(
		'select t.id, t.code, t.name from team_member m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id where m.tenant_id = $1 and m.login_id = $2 and t.closed_at is null order by t.code',
		[tx.tenantId, loginId],
	);
	return rows.map((row) => ({ id: String(row.id), code: row.code, name: row.name }));
}

/** Makes a login with its password. Refusals: `login.username_taken`, `client.unknown`. The password never reaches the record. */
export async function addLogin(door: Door, signIn: SignIn, login: NewLogin, key?: string): Promise<{ id: string } | Refusal> {
	const { password, ...facts } = login;
	const made = await change(door, { act: 'login.add', input: facts, key }, async ({ tx, now, tell }) => {
		const taken = await tx.query('select 1 from login where tenant_id = $1 and username = $2', [tx.tenantId, login.username]);
		if (taken.length > 0) return refuse('login.username_taken', { username: login.username });
		let clientId: bigint | null = null;
		if (login.role === 'client') {
			const [client] = await tx.query<{ id: bigint }>('select id from client where tenant_id = $1 and code = $2', [
				tx.tenantId,
				login.client_code ?? '',
			]);
			if (!client) return refuse('client.unknown', { code: login.client_code ?? '' });
			clientId = client.id;
		}
		const [row] = await tx.query<{ id: bigint }>(
			`insert into login (tenant_id, username, name, role, client_id, skills, exam_passed_on, trained_on, created_at)
			 values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
			[
				tx.tenantId,
				login.username,
				login.name,
				login.role,
				clientId,
				login.skills ?? [],
				login.exam_passed_on ?? null,
				login.trained_on ?? null,
				now,
			],
		);
		const id = known(row, 'login').id;
		await setTeams(tx, id, login.team_ids ?? []);
		tell('people');
		return { id: String(id) };
	});
	if (isRefusal(made)) return made;
	return connect(door, signIn, { id: BigInt(made.id), username: login.username, name: login.name }, password);
}

/** The library's user behind a login. Refusal: `login.username_taken` when somebody signs in under this name already. */
async function connect(
	door: Door,
	signIn: SignIn,
	login: { id: bigint; username: string; name: string },
	password: string,
): Promise<{ id: string } | Refusal> {
	const userId = await signIn.setPassword(login.id, login.username, login.name, password);
	return change(door, { act: 'login.connect', input: { login: login.id } }, async ({ tx }) => {
		if (userId === null) return refuse('login.username_taken', { username: login.username });
		await tx.query('update login set auth_user_id = $3 where tenant_id = $1 and id = $2', [tx.tenantId, login.id, userId]);
		return { id: String(login.id) };
	});
}

async function setTeams(tx: Tx, loginId: bigint, teamIds: readonly string[]): Promise<void> {
	await tx.query('delete from team_member where tenant_id = $1 and login_id = $2', [tx.tenantId, loginId]);
	await tx.query(
		`insert into team_member (tenant_id, team_id, login_id) select $1, id, $2 from team where tenant_id = $1 and id = any ($3::bigint[])`,
		[tx.tenantId, loginId, teamIds.map(BigInt)],
	);
}

/** Changes a login: name, teams, skills, certificate (CN-H1), closing, a new password. */
export async function changeLogin(
	door: Door,
	signIn: SignIn,
	loginId: bigint,
	input: LoginChange,
	key?: string,
): Promise<{ id: string } | Refusal> {
	const { password, ...facts } = input;
	const changed = await change(
		door,
		{ act: 'login.change', input: { login: loginId, ...facts, password_set: password !== undefined }, key },
		async ({ tx, now, tell }) => {
			const [row] = await tx.query<{ username: string; name: string }>(
				`update login set name = coalesce($3, name), skills = coalesce($4, skills),
			        exam_passed_on = case when $5 then $6::date else exam_passed_on end, trained_on = case when $7 then $8::date else trained_on end,
			        closed_at = case when $9::boolean is null then closed_at when $9 then coalesce(closed_at, $10) else null end
			  where tenant_id = $1 and id = $2 and role <> 'system' returning username, name`,
				[
					tx.tenantId,
					loginId,
					input.name ?? null,
					input.skills ?? null,
					input.exam_passed_on !== undefined,
					input.exam_passed_on ?? null,
					input.trained_on !== undefined,
					input.trained_on ?? null,
					input.closed ?? null,
					now,
				],
			);
			if (!row) return refuse('thing.not_found', { what: 'login', id: String(loginId) });
			if (input.team_ids) await setTeams(tx, loginId, input.team_ids);
			tell('people');
			return { id: String(loginId), username: row.username, name: row.name };
		},
	);
	if (isRefusal(changed)) return changed;
	if (password === undefined) return { id: changed.id };
	return connect(door, signIn, { id: loginId, username: changed.username, name: changed.name }, password);
}

/** A login that is there afterwards with this password, also after an earlier try was cut off: the demonstration's and the first administrator's. */
export async function ensureLogin(door: Door, signIn: SignIn, login: NewLogin): Promise<void> {
	const [there] = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query<{ id: bigint; auth_user_id: string | null }>('select id, auth_user_id from login where tenant_id = $1 and username = $2', [
			tx.tenantId,
			login.username,
		]),
	);
	if (there?.auth_user_id) return;
	const made = there
		? await connect(door, signIn, { id: there.id, username: login.username, name: login.name }, login.password)
		: await addLogin(door, signIn, login);
	assert(!isRefusal(made), `login ${login.username} could not be made`);
}

/** Opens a team. */
export function addTeam(door: Door, team: { code: string; name: string }, key?: string): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'team.add', input: team, key }, async ({ tx, tell }) => {
		const [row] = await tx.query<{ id: bigint }>(
			'insert into team (tenant_id, code, name) values ($1, $2, $3) on conflict (tenant_id, code) do nothing returning id',
			[tx.tenantId, team.code, team.name],
		);
		if (!row) return refuse('client.code_taken', { code: team.code });
		tell('people');
		return { id: String(row.id) };
	});
}
