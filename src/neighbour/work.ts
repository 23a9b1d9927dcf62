import { makePromise } from '../arrangements/actions.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { typeMessage } from '../channels/typed.ts';
import { noPasswords } from '../demo/callers.ts';
import { changeLogin } from '../people/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { release, sweep } from '../queue/actions.ts';
import { assign } from '../queue/assign.ts';
import { change } from '../record/change.ts';
import { ask, end, use } from '../simulator/misdeeds-parts.ts';
import { type PersonName, type TeamName, teams } from './cast.ts';
import { holds } from './paper.ts';
import { call, close, enter, type Matter, next, pays, type Street } from './parts.ts';

type Agent = (typeof teams)[TeamName][number];
const nobody = { said: 'none', line: 'no_answer' } as const;

const words =
	'【{agency}】{name}您好，您在{client}的账单（尾号{tail}）已逾期{days}天，尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。';

/** *Next*, and nothing more. */
const presses = (agent: Agent) => (street: Street) => next(street, street.agent(agent));
/** *Next*, and a call that nobody answers. */
const works = (agent: Agent, name: PersonName) => async (street: Street) => {
	const item = await next(street, street.agent(agent));
	if (item) await call(street, street.agent(agent), street.loan(name), nobody, { item: BigInt(item.id) });
};
/** What is on the desk of one agent is given back, by that agent or by another who has not got it. */
const givesBack =
	(agent: Agent, by: Agent = agent) =>
	async (street: Street) => {
		const item = await next(street, street.agent(agent));
		if (item) await release(street.agent(by), { debtorId: BigInt(item.debtor_id), id: BigInt(item.id), reason: 'lunch' });
	};
/** The debtor is given to an agent of the team, or to all of it. */
const givenTo = (team: TeamName, name: PersonName, agent?: Agent) => (street: Street) =>
	street.press('assign', (key) =>
		assign(
			street.lead,
			{
				team_id: String(street.teamOf(team)),
				debtor_ids: [String(street.loan(name).debtor_id)],
				...(agent ? { way: 'random', agent_ids: [String(street.agent(agent).actor.id)] } : { way: 'team' }),
			},
			key,
		),
	);
/** An agent's own words to somebody. */
const types =
	(name: PersonName) =>
	({ press, agent, loan }: Street) => {
		const { debtor_id: debtorId, debt_id: debtId } = loan(name);
		return press('type', (key) =>
			change(
				agent('talker'),
				{ act: 'message.type', input: { debtor: debtorId }, debtorId, key },
				(act): Promise<{ id: string } | Refusal> => typeMessage(act, { debtorId, debtId, text: words }),
			),
		);
	};
/** An agent’s login is closed. */
const goes =
	(name: Agent) =>
	({ press, agent }: Street) =>
		press('close login', (key) => changeLogin(agent('operator'), noPasswords, { loginId: agent(name).actor.id, closed: true }, key));
const sends = ({ press, system }: Street) => press('messages', () => sendDueMessages(system));
const swept = ({ press, system }: Street) => press('sweep', () => sweep(system));

/** Who has whom on the desk when it is given to somebody else, given back or left; and what permits nobody has used yet stand for. */
export const mattersOfWork: Readonly<Record<string, Matter>> = {
	'given to another in the middle of the day': [
		[0, '09:00:00', presses('giver')],
		[0, '09:05:00', givenTo('handing', 'given away', 'taker')],
		[0, '09:06:00', works('giver', 'given away')],
		[0, '13:00:00', presses('giver')],
		[0, '13:01:00', presses('taker')],
		// Back to the first while the second has it on the desk.
		[0, '13:02:00', givenTo('handing', 'given away', 'giver')],
		[0, '13:03:00', works('taker', 'given away')],
		[0, '17:00:00', presses('taker')],
		[0, '17:01:00', works('giver', 'given away')],
		[0, '18:00:00', givenTo('handing', 'given away', 'taker')],
		[1, '09:00:00', works('taker', 'given away')],
		[1, '10:00:00', givenTo('moving', 'given away unworked', 'mover two')],
	],
	'given back': [
		[0, '09:00:00', presses('sharer')],
		[0, '09:05:00', givesBack('sharer')],
		[0, '09:06:00', presses('sharer two')],
		[0, '09:07:00', givesBack('sharer two', 'sharer')],
		[0, '12:00:00', presses('sharer two')],
		// Its hours are over, and it is no call of the day any more.
		[0, '12:40:00', givesBack('sharer two')],
		[0, '13:00:00', presses('sharer')],
		[0, '13:01:00', (street) => unended(street, 'sharer', 'shared and left')],
		[0, '13:02:00', givesBack('sharer')],
		[0, '13:03:00', (street) => remembers(street, 'sharer', 'shared and left')],
		[0, '17:00:00', presses('sharer two')],
		[0, '17:30:00', givesBack('sharer two')],
		// A call that was placed from the case, and not from the desk.
		[1, '09:10:00', (street) => unended(street, 'sharer', 'shared and left', { itemNamed: false })],
		[1, '09:11:00', givesBack('sharer')],
		[1, '09:12:00', (street) => remembers(street, 'sharer', 'shared and left')],
		[1, '09:13:00', givesBack('sharer')],
	],
	'left on the desk': [
		[0, '09:00:00', presses('leaver')],
		[0, '10:30:00', swept],
		[0, '10:31:00', presses('leaver two')],
		// Two hours to the second, and a second more.
		[0, '11:00:00', swept],
		[0, '11:00:01', swept],
		[0, '11:30:00', swept],
		[0, '11:31:00', givesBack('leaver two')],
		[0, '18:00:00', givesBack('stayer')],
	],
	'left in the middle of a call': [
		[0, '09:00:00', (street) => unended(street, 'crosser', 'crossed over')],
		// Swept at half past eleven. The other has it by now when the first remembers.
		[0, '11:41:00', presses('crosser two')],
		[0, '11:42:00', (street) => remembers(street, 'crosser', 'crossed over')],
		[0, '11:43:00', givesBack('crosser two')],
	],
	'on a desk while what it is for ends': [
		[0, '09:00:00', presses('idler')],
		[0, '09:01:00', presses('idler two')],
		[0, '09:30:00', pays('settled on a desk', 300_000n)],
		[0, '09:31:00', holds('held on a desk', { kind: 'dispute', days: null })],
		[0, '09:40:00', givesBack('idler')],
		// The other’s was swept at half past eleven: there is nothing for anybody.
		[0, '11:45:00', presses('idler')],
		[0, '11:46:00', presses('idler two')],
		[0, '11:50:00', givesBack('idler')],
		[0, '11:51:00', givesBack('idler two')],
	],
	'an agent goes': [
		[0, '09:00:00', presses('goer')],
		[0, '09:05:00', goes('goer')],
		[0, '09:06:00', presses('goer two')],
		// What lay on the desk was swept at half past eleven.
		[0, '12:15:00', works('goer two', 'of an agent who goes')],
		[1, '09:00:00', works('goer two', 'of an agent who goes')],
	],
	'permits that nobody has used yet': [
		[5, '10:00:00', (street) => asked(street, ['asked for again', 'asked for again', 'asked for again', 'asked for again'])],
		// They have run out.
		[5, '10:20:00', (street) => asked(street, ['asked for again'])],
		[
			5,
			'11:00:00',
			(street) =>
				asked(street, [
					...(['on one number', 'on the same number', 'on that number too'] as const),
					...(['on one number', 'on the same number', 'on that number too'] as const),
					...(['on one number', 'on the same number', 'on that number too'] as const),
				]),
		],
		[5, '11:30:00', (street) => asked(street, ['to be written to', 'to be written to'], 'sms')],
	],
	'calls that nobody answers, within the life of their permits': [
		[
			5,
			'14:30:00',
			async (street) => {
				for (let i = 0; i < 5; i++) {
					await call(street, street.agent('talker'), street.loan('called without answer'), nobody);
					street.clock.advance({ minutes: 1 });
				}
			},
		],
	],
	'people around who do not answer': [
		[
			5,
			'13:00:00',
			async (street) => {
				const agent = street.agent('talker');
				const friend = street.around('with friends');
				for (let i = 0; i < 3; i++) {
					await call(street, agent, street.loan('with friends'), nobody);
					street.clock.advance({ minutes: 10 });
					// Before the debtor is lost, and after.
					for (const more of i < 2 ? [1] : [1, 2, 3, 4]) {
						const permit = await ask(street, agent, friend);
						const attempt = isRefusal(permit) ? permit : await use(street, agent, friend, permit.permit);
						if (!isRefusal(attempt)) await end(street, agent, friend, attempt.attempt);
						street.clock.advance({ minutes: more });
					}
				}
			},
		],
	],
	'a debtor whom three calls do not reach promises unasked': [
		[
			5,
			'13:40:00',
			async (street) => {
				const agent = street.agent('talker');
				const own = street.loan('who promises unasked');
				const { debtor_id: debtorId, debt_id: debtId, currency } = own;
				for (let i = 0; i < 3; i++) await call(street, agent, own, nobody);
				street.clock.advance({ minutes: 1 });
				await enter(street, street.lead, 'promise.make', debtorId, { debt_id: debtId }, async (act) => {
					const made = await makePromise(act, { debtorId, debtId, currency, amountMinor: 100_000n, dueOn: street.on(7) });
					return isRefusal(made) ? made : { id: String(made.promiseId) };
				});
				street.clock.advance({ minutes: 1 });
				await call(street, agent, street.around('who promises unasked'), nobody);
			},
		],
	],
	'an agent’s own words before the lawful hours, after them, and about what is gone': [
		[1, '07:30:00', types('in good time')],
		[1, '07:35:00', sends],
		[1, '14:58:00', types('half recalled')],
		[1, '22:20:00', types('taken back')],
		[1, '22:21:00', sends],
		[2, '09:30:00', types('half recalled')],
	],
	'called once, in a file that somebody would undo': [
		[0, '14:00:00', (street) => call(street, street.agent('talker'), street.loan('called and no more'), nobody)],
	],
};

/** *Next*, and a call without its end. */
async function unended(street: Street, agent: Agent, name: PersonName, { itemNamed = true } = {}): Promise<void> {
	const item = await next(street, street.agent(agent));
	const permit = await ask(street, street.agent(agent), street.loan(name));
	if (item && !isRefusal(permit))
		await use(street, street.agent(agent), street.loan(name), permit.permit, itemNamed ? BigInt(item.id) : undefined);
}

/** The end of the call that has none yet. */
async function remembers(street: Street, agent: Agent, name: PersonName): Promise<void> {
	const door = street.agent(agent);
	const to = street.loan(name);
	const [attempt] = await street.press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select a.id from contact_attempt a where a.tenant_id = $1 and a.debtor_id = $2 and not exists (
				   select from contact_outcome o where o.tenant_id = $1 and o.debtor_id = a.debtor_id and o.attempt_id = a.id) order by a.id desc limit 1`,
				[tx.tenantId, to.debtor_id],
			),
		),
	);
	if (attempt) await close(street, door, to, String(attempt.id), nobody);
}

async function asked(street: Street, names: readonly PersonName[], channel: 'voice' | 'sms' = 'voice'): Promise<void> {
	for (const name of names) {
		await ask(street, street.agent('talker'), street.loan(name), { channel });
		street.clock.advance({ seconds: 20 });
	}
}
