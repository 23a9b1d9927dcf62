import { liftHold } from '../contact/holds.ts';
import { decideOnText, writeText } from '../content/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { type Callers, noPasswords } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import { enter as signIn } from '../people/enter.ts';
import { loadFloor } from '../queue/actions.ts';
import { assign } from '../queue/assign.ts';
import { type Floor, floorFindings, queueFindings, type Queues } from '../auditor/floor.ts';
import { type HandedOut, handsFindings, handsOf } from '../auditor/hands.ts';
import { twiceTeams } from './cast-twice.ts';
import { type Guess, guessFindings } from '../auditor/guesses.ts';
import { caseOf, type ClientCode, type PersonName } from './cast.ts';
import { holds } from './paper.ts';
import { bank, enter, type Matter, type Street } from './parts.ts';
import { readsEnglish } from './places.ts';
import { filesTooOften } from './whose.ts';
import { zone } from '../simulator/plan.ts';

/** A lead looks over the floor. */
async function looksOverTheFloor({ owner, lead, clock, found }: Street): Promise<void> {
	found(await floorFindings(owner, { tenantId: lead.tenantId, zone, now: clock.now() }, await loadFloor(lead)));
}

/** Some are handed out to the two of a team, or to one of them; it is shown first where it is only tried. */
const handsOut =
	(names: readonly PersonName[], way: HandedOut['way'], { to, tried = false }: { to?: 0 | 1; tried?: boolean } = {}) =>
	async ({ press, lead, owner, agent, teamOf, loan, found }: Street): Promise<void> => {
		const { tenantId } = lead;
		const agents = twiceTeams.loading.filter((_, i) => to === undefined || i === to).map((name) => agent(name).actor.id);
		const chosen = names.map((name) => loan(name).debtor_id);
		const before = await handsOf(owner, { tenantId, agents, chosen });
		const body = { team_id: String(teamOf('loading')), debtor_ids: chosen.map(String), way, agent_ids: agents.map(String), dry_run: tried };
		const handed = await press('assign', (key) => assign(lead, body, key));
		found(isRefusal(handed) ? [] : handsFindings(before, { way, hands: handed.hands }));
	};
const fourOf = ['handed out first', 'handed out second', 'handed out third', 'handed out fourth'] as const;
const twoOf = ['handed out fifth', 'handed out sixth'] as const;

/** A first message that names the amount in English alone. */
const opening = {
	name: 'opening',
	zh: '【{agency}】{name}您好，受{client}委托与您联系：尾号{tail}的账单已逾期，可来电商议。客服{service}，投诉{complaint}，拒收请回复R。',
	en: '[{agency}] {name}, we write for {client}: {amount} is overdue on your account ending {tail}, call us about it. Service {service}, complaints {complaint}, reply R to stop.',
} as const;
async function namesTheAmountInEnglish({ press, compliance, manager }: Street): Promise<void> {
	const text = await press('text', (key) => writeText(compliance, opening, key));
	if (isRefusal(text)) return;
	await press('approve', (key) => decideOnText(manager, { id: BigInt(text.id), verdict: 'approved', reason: null }, key));
}

/** The bank of each of two lenders gives its own payment the same number. */
const underOneNumber = (client: ClientCode, name: PersonName) => (street: Street) =>
	bank(street, client, `near-number-${client.toLowerCase()}`, [
		{ number: 'ONENUMBER', case: caseOf(name, 0), minor: 20_000n, at: `${street.on(0)} 11:00:00` },
	]);

const letBe = 'who files too often, once let be';
/** Somebody may be contacted again. */
async function mayBeContacted(street: Street): Promise<void> {
	const { compliance, press, on, loan } = street;
	const { debtor_id: debtorId } = loan(letBe);
	const [hold] = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from hold where tenant_id = $1 and debtor_id = $2 order by id', [tx.tenantId, debtorId]),
		),
	);
	if (!hold) return;
	await enter(street, compliance, 'hold.lift', debtorId, { hold: hold.id }, async (act) => {
		const lifted = await liftHold(act, { debtorId, holdId: hold.id, today: on(5) });
		return isRefusal(lifted) ? lifted : { id: lifted.holdId };
	});
}

/** What the floor shows of a day of promises and instalments, of a quiet one and of the last. */
export const mattersOfTwice: Readonly<Record<string, Matter>> = {
	'the floor is looked over': [
		[0, '17:20:00', looksOverTheFloor],
		[2, '11:00:00', looksOverTheFloor],
		[35, '16:40:00', looksOverTheFloor],
	],
	'handed out anew, by what each has beside them': [
		[1, '10:50:00', handsOut(fourOf, 'random', { to: 0 })],
		[1, '10:50:30', handsOut(twoOf, 'random', { to: 1 })],
		[1, '10:51:00', handsOut([...fourOf, ...twoOf], 'count', { tried: true })],
		[1, '10:51:30', handsOut(fourOf.slice(1), 'random', { tried: true })],
		[1, '10:52:00', handsOut(fourOf, 'load')],
	],
	'let be, and contacted again': [
		[5, '10:45:00', holds(letBe, { kind: 'cease_request', days: null })],
		[5, '10:46:00', mayBeContacted],
	],
	'money under one number of two banks': [
		[1, '06:39', underOneNumber('NEAR', 'paid under a number of two banks')],
		[1, '06:40', underOneNumber('CARD', 'paid under that number too')],
	],
	'the amount is named in one language alone': [
		[4, '06:45', namesTheAmountInEnglish],
		[4, '07:30', readsEnglish('who is written to in English')],
	],
};

/** The floor and the queues of payments at the door, and a client’s login sees its own. */
export async function askForQueues({ owner, lead, clock, loan, found }: Street, api: Callers): Promise<void> {
	const { tenantId } = lead;
	const floor = await api.ask('lead', 'GET', '/api/floor');
	found(await floorFindings(owner, { tenantId, zone, now: clock.now() }, JSON.parse(floor.text) as Floor));
	const asked: Queues[] = [];
	for (const [by, of] of [
		['manager', null],
		['client', loan('half').client_id],
	] as const) {
		const { text } = await api.ask(by, 'GET', '/api/payments?limit=1');
		asked.push({ by, of, queues: (JSON.parse(text) as Pick<Queues, 'queues'>).queues });
	}
	found(await queueFindings(owner, tenantId, asked));
}

/** Whoever was let be once asks to be let be again. */
export const askToBeLetBe = (street: Street, api: Callers) => filesTooOften(street, api, street.loan(letBe).debtor_id);

const guessed = 'idler two';
const [stranger, office] = ['203.0.113.9', '198.51.100.2'] as const;

/** A stranger guesses at somebody's password while its owner signs in at the office, up to the edge of what is counted and over it. */
export async function guessAtPasswords(
	{ owner, clock, agent, compliance, found }: Street,
	open: Street['compliance']['vault'],
): Promise<void> {
	const door = agent(guessed);
	const { tenantId } = compliance;
	const user = `near ${guessed}`;
	await owner.query(
		`insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt", username) values ($1, $1, $1, true, $2, $2, $1)`,
		[user, clock.now().toString()],
	);
	await inTenant(
		owner,
		tenantId,
		(tx) => tx.query('update login set auth_user_id = $3 where tenant_id = $1 and id = $2', [tx.tenantId, door.actor.id, user]),
		open,
	);
	// The library that knows passwords is not here: one is right, and every other is wrong.
	const passwords = {
		...noPasswords,
		signIn: async ({ password }: { password: string }) => (password === 'right' ? { userId: user, cookies: [] } : ('wrong' as const)),
	};
	const tries: Guess[] = [];
	const attempt = async (from: string, password: string) => {
		const at = clock.now();
		const came = await signIn({ signIn: passwords, owner, clock, doorOf: async () => door }, { username: user, password, address: from });
		const wrong = isRefusal(came) ? (came.code === 'sign_in.too_often' ? 'too often' : 'wrong') : 'entered';
		tries.push({ from, at, came: wrong });
		clock.advance({ seconds: 5 });
	};
	for (let i = 0; i < 9; i++) await attempt(stranger, `guess ${i}`);
	await attempt(office, 'mistyped');
	await attempt(office, 'right');
	for (let i = 9; i < 11; i++) await attempt(stranger, `guess ${i}`);
	await attempt(office, 'right');
	const first = known(tries[0], 'first try').at;
	for (const seconds of [599, 600]) {
		clock.set(first.add({ seconds }));
		await attempt(stranger, 'one more');
	}
	found(guessFindings(tries));
}
