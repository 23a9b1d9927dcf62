import { assert, known } from '../core/assert.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import type { CertificateBody, LoginChange, LoginView, NewLogin, TeamChange } from './shapes.ts';
import type { SignIn } from './sign-in.ts';
import { countOtherAdmins, freeDebtors, listLoginRows, loadLoginForUpdate, setTeams } from './store.ts';

export { freeDebtors };

/** Logins of the tenant (the automatic one left out), with their teams. */
export async function listLogins(tx: Tx): Promise<LoginView[]> {
	return (await listLoginRows(tx)).map((row) => ({
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
		password_temporary: row.password_temporary,
		teams: row.teams ?? [],
	}));
}

type Options = { readonly key?: string | undefined /** Its owner sets an own one at the first sign-in. */; readonly temporary?: boolean };

/**
 * Makes a login with its password. The password never reaches the record. Where none could be set (the name opens another agency's door) the login is closed at once: nobody works
 * under it. Refusals: `login.username_taken`, `login.certificate_in_future`, `client.unknown`, `thing.not_found` (team).
 */
export async function addLogin(door: Door, signIn: SignIn, login: NewLogin, options: Options = {}): Promise<{ id: string } | Refusal> {
	const { password, ...facts } = login;
	const made = await change(door, { act: 'login.add', input: facts, key: options.key }, async (act) => {
		const { tx, now, tell } = act;
		// Li and li are one name to whoever signs in; two who ask for it in the same moment come one after another.
		await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 5))', [`login ${login.username.toLowerCase()}`]);
		const taken = await tx.query('select 1 from login where tenant_id = $1 and lower(username) = lower($2)', [tx.tenantId, login.username]);
		if (taken.length > 0) return refuse('login.username_taken', { username: login.username });
		const ahead = certificateAhead(login, await todayOf(act));
		if (ahead) return ahead;
		let clientId: bigint | null = null;
		if (login.role === 'client') {
			const [client] = await tx.query<{ id: bigint }>('select id from client where tenant_id = $1 and code = $2 and closed_at is null', [
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
		const { id } = known(row, 'login');
		const [unknown] = await setTeams(tx, id, login.team_ids ?? []);
		if (unknown !== undefined) return refuse('thing.not_found', { what: 'team', id: unknown });
		tell('people');
		return { id: String(id) };
	});
	if (isRefusal(made)) return made;
	return connect(door, signIn, { id: BigInt(made.id), username: login.username, name: login.name }, { password, fresh: true, ...options });
}

/**
 * The library's user behind a login. Asked again under the same key nothing happens: the person may have set an own password meanwhile.
 * Refusal: `login.username_taken` when somebody signs in under this name already.
 */
async function connect(
	door: Door,
	signIn: SignIn,
	login: { id: bigint; username: string; name: string },
	{ password, temporary = false, fresh = false, ...options }: Options & { password: string; fresh?: boolean },
): Promise<{ id: string } | Refusal> {
	const key = options.key === undefined ? undefined : `${options.key} connect`;
	if (key !== undefined && (await wasDone(door, key))) return { id: String(login.id) };
	const set = await signIn.setPassword(login.id, login.username, login.name, password);
	const what = { act: 'login.connect', input: { login: login.id, temporary }, key, keepOnRefusal: true };
	return change(door, what, async ({ tx, now }) => {
		if (set === null) {
			if (fresh)
				await tx.query('update login set closed_at = $3 where tenant_id = $1 and id = $2 and auth_user_id is null', [
					tx.tenantId,
					login.id,
					now,
				]);
			return refuse('login.username_taken', { username: login.username });
		}
		await tx.query('update login set auth_user_id = $3, password_word = $4, password_temporary = $5 where tenant_id = $1 and id = $2', [
			tx.tenantId,
			login.id,
			set.userId,
			set.word,
			temporary,
		]);
		return { id: String(login.id) };
	});
}

async function wasDone(door: Door, key: string): Promise<boolean> {
	const found = await inTenant(door.pool, door.tenantId, (tx) =>
		tx.query(`select 1 from record_entry where tenant_id = $1 and idempotency_key = $2 and outcome = 'done'`, [tx.tenantId, key]),
	);
	return found.length > 0;
}

/**
 * Changes a login: name, teams, skills, certificate (CN-H1), closing, a new password. A closed login's sessions and keys end at once, and the debtors of one that is
 * closed or leaves their team are that team's again.
 * Refusals: `thing.not_found`, `login.last_admin`, `login.certificate_in_future`.
 */
export async function changeLogin(
	door: Door,
	signIn: SignIn,
	{ loginId, ...input }: LoginChange & { loginId: bigint },
	key?: string,
): Promise<{ id: string } | Refusal> {
	const { password, ...facts } = input;
	let endedUser: string | null = null;
	const changed = await change(
		door,
		{ act: 'login.change', input: { login: loginId, ...facts, password_set: password !== undefined }, key },
		async (act) => {
			const { tx, now, actor, tell } = act;
			endedUser = null;
			// Administrators are locked first and in order: two who close each other come one after another.
			const others = input.closed === true ? await countOtherAdmins(tx, loginId) : 0;
			const login = await loadLoginForUpdate(tx, loginId);
			if (!login) return refuse('thing.not_found', { what: 'login', id: String(loginId) });
			if (input.closed === true && login.role === 'admin' && login.auth_user_id !== null && others === 0) return refuse('login.last_admin');
			const ahead = certificateAhead(input, await todayOf(act));
			if (ahead) return ahead;
			await tx.query(
				`update login set name = coalesce($3, name), skills = coalesce($4, skills),
			        closed_at = case when $5::boolean is null then closed_at when $5 then coalesce(closed_at, $6) else null end
			  where tenant_id = $1 and id = $2`,
				[tx.tenantId, loginId, input.name ?? null, input.skills ?? null, input.closed ?? null, now],
			);
			await writeCertificate(act, loginId, input);
			const [unknown] = input.team_ids ? await setTeams(tx, loginId, input.team_ids) : [];
			if (unknown !== undefined) return refuse('thing.not_found', { what: 'team', id: unknown });
			if (input.closed === true) {
				await tx.query('update api_key set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and login_id = $2', [
					tx.tenantId,
					loginId,
					now,
				]);
				endedUser = login.auth_user_id;
			}
			const freed = input.closed === true || input.team_ids ? await freeDebtors(tx, loginId, actor.id, now) : 0;
			if (freed > 0) tell('queue');
			tell('people');
			return { id: String(loginId), username: login.username, name: input.name ?? login.name, freed_debtors: freed };
		},
	);
	if (isRefusal(changed)) return changed;
	if (endedUser !== null) await signIn.endSessions(endedUser);
	if (password === undefined) return { id: changed.id };
	return connect(door, signIn, { id: loginId, username: changed.username, name: changed.name }, { password, temporary: true, key });
}

/** The agency's own date. */
const todayOf = async ({ tx, now }: Act) => dateIn((await loadTenant(tx)).zone, now);

/** No exam was passed tomorrow. */
function certificateAhead(dates: CertificateBody, today: Temporal.PlainDate): Refusal | null {
	for (const date of [dates.exam_passed_on, dates.trained_on])
		if (date && Temporal.PlainDate.compare(Temporal.PlainDate.from(date), today) > 0)
			return refuse('login.certificate_in_future', { date });
	return null;
}

async function writeCertificate({ tx }: Act, loginId: bigint, dates: CertificateBody): Promise<void> {
	await tx.query(
		`update login set exam_passed_on = case when $3 then $4::date else exam_passed_on end, trained_on = case when $5 then $6::date else trained_on end
		  where tenant_id = $1 and id = $2`,
		[
			tx.tenantId,
			loginId,
			dates.exam_passed_on !== undefined,
			dates.exam_passed_on ?? null,
			dates.trained_on !== undefined,
			dates.trained_on ?? null,
		],
	);
}

/** Writes down the exam and the training of an agent (CN-H1: no contact without them). Refusals: `thing.not_found`, `login.certificate_in_future`. */
export function certify(
	door: Door,
	input: CertificateBody & { loginId: bigint; today: Temporal.PlainDate },
	key?: string,
): Promise<{ id: string } | Refusal> {
	const { loginId, today, ...dates } = input;
	return change(door, { act: 'login.certify', input: { login: loginId, ...dates }, key }, async (act) => {
		if (!(await loadLoginForUpdate(act.tx, loginId))) return refuse('thing.not_found', { what: 'login', id: String(loginId) });
		const ahead = certificateAhead(dates, today);
		if (ahead) return ahead;
		await writeCertificate(act, loginId, dates);
		act.tell('people');
		return { id: String(loginId) };
	});
}

/**
 * Sets the own password. Other sessions of this person end; the answer carries the new session's cookies.
 * Refusals: `sign_in.wrong_password`, `sign_in.same_password`.
 */
export async function changeOwnPassword(
	door: Door,
	signIn: SignIn,
	headers: Headers,
	ask: { current: string; next: string },
): Promise<{ cookies: string[] } | Refusal> {
	const set = ask.current === ask.next ? null : await signIn.changePassword(headers, ask);
	const changed = await change(door, { act: 'login.own_password', input: {} }, async ({ tx, actor }) => {
		if (ask.current === ask.next) return refuse('sign_in.same_password');
		if (set === null) return refuse('sign_in.wrong_password');
		await tx.query('update login set password_word = $3, password_temporary = false where tenant_id = $1 and id = $2', [
			tx.tenantId,
			actor.id,
			set.word,
		]);
		return {};
	});
	return isRefusal(changed) ? changed : { cookies: set?.cookies ?? [] };
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
		? await connect(door, signIn, { id: there.id, username: login.username, name: login.name }, { password: login.password })
		: await addLogin(door, signIn, login);
	assert(!isRefusal(made), `login ${login.username} could not be made`);
}

/** Opens a team. Refusal: `team.code_taken`. */
export function addTeam(door: Door, team: { code: string; name: string }, key?: string): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'team.add', input: team, key }, async ({ tx, tell }) => {
		const [row] = await tx.query<{ id: bigint }>(
			'insert into team (tenant_id, code, name) values ($1, $2, $3) on conflict (tenant_id, code) do nothing returning id',
			[tx.tenantId, team.code, team.name],
		);
		if (!row) return refuse('team.code_taken', { code: team.code });
		tell('people');
		return { id: String(row.id) };
	});
}

/**
 * Renames or closes a team. A team whose debtors still owe something is not closed: refusal `team.has_debtors`. Those with nothing open are nobody's then: should one owe again (a payment
 * that bounces, a new placement), the team for such debtors gets them.
 */
export function changeTeam(
	door: Door,
	{ teamId, ...input }: TeamChange & { teamId: bigint },
	key?: string,
): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'team.change', input: { team: teamId, ...input }, key }, async ({ tx, now, tell }) => {
		if (input.closed === true) {
			const [assigned] = await tx.query<{ debtors: bigint }>(
				`select count(*) as debtors from assignment a where a.tenant_id = $1 and a.team_id = $2
				    and exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = a.debtor_id and s.status = 'open')`,
				[tx.tenantId, teamId],
			);
			if (assigned && assigned.debtors > 0n) return refuse('team.has_debtors', { debtors: String(assigned.debtors) });
			await tx.query('delete from assignment where tenant_id = $1 and team_id = $2', [tx.tenantId, teamId]);
		}
		const [row] = await tx.query<{ id: bigint }>(
			`update team set name = coalesce($3, name), closed_at = case when $4::boolean is null then closed_at when $4 then coalesce(closed_at, $5) else null end
			  where tenant_id = $1 and id = $2 returning id`,
			[tx.tenantId, teamId, input.name ?? null, input.closed ?? null, now],
		);
		if (!row) return refuse('thing.not_found', { what: 'team', id: String(teamId) });
		tell('people');
		return { id: String(row.id) };
	});
}
