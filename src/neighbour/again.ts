import { typeMessage } from '../channels/typed.ts';
import { known } from '../core/assert.ts';
import type { Callers } from '../demo/callers.ts';
import { noPasswords } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import { changeLogin } from '../people/actions.ts';
import { closedKeyFindings, otherActFindings } from '../auditor/roles.ts';
import { takes, writes } from './cases.ts';
import { bringInvoices } from './invoices.ts';
import { holds } from './paper.ts';
import { answers, bank, complaintOf, enter, type Matter, next, pays, type Street } from './parts.ts';
import { compliance, manager, step } from './whose.ts';

const longer = 'whose longer terms are counted anew';
const led = 'to whom whoever leads wrote';
const abroad = 'whose bank is abroad';
const twin = 'paid off, recalled and placed anew by mistake';

/** Whoever leads writes to somebody in words of their own. */
function leadWrites(street: Street): Promise<unknown> {
	const { debtor_id: debtorId, debt_id: debtId } = street.loan(led);
	const text =
		'【{agency}】{name}您好，您在{client}的账单（尾号{tail}）尚有{amount}未还。如已还款请忽略。客服{service}，投诉{complaint}，拒收请回复R。';
	return enter(street, street.lead, 'message.type', debtorId, {}, (act) => typeMessage(act, { debtorId, debtId, text }));
}

/** A bank's file with hours of other places: each names how far its clock is from Greenwich, and one does not. */
function paidAbroad(street: Street): Promise<void> {
	const [evening, morning] = [street.on(1), street.on(2)];
	const rows = [
		[`${evening}T20:00:00Z`, `${evening}T20:00:00Z`],
		[`${evening} 22:30:00 +00:00`, `${evening}T22:30:00Z`],
		[`${morning}T00:30:00+0530`, `${evening}T19:00:00Z`],
		[`${morning} 03:00:00`, `${morning}T03:00:00+08:00`],
	] as const;
	return bank(
		street,
		'NEAR',
		'near-abroad',
		rows.map(([at, moment], i) => ({
			number: `ABROAD${i}`,
			case: street.loan(abroad).reference,
			minor: 1_000n + BigInt(i),
			at,
			moment: Temporal.Instant.from(moment),
		})),
	);
}

/** An agent is put into another team; their debtors stay behind. */
const changesTeams = ({ press, agent, teamOf }: Street) =>
	press('change teams', (key) =>
		changeLogin(agent('operator'), noPasswords, { loginId: agent('switcher').actor.id, team_ids: [String(teamOf('crossing'))] }, key),
	);

/** What begins anew, and what does not. */
export const mattersOfAgain: Readonly<Record<string, Matter>> = {
	'a case that was left longer is taken up again, and left longer again': [
		[1, '15:50:00', writes(longer, 'complaint')],
		[1, '15:51:00', step(longer, 'take', compliance)],
		[1, '15:52:00', step(longer, 'extend', manager)],
		[2, '15:50:00', step(longer, 'answer', compliance)],
		[3, '15:50:00', step(longer, 'reopen', compliance)],
		[4, '15:50:00', step(longer, 'take', compliance)],
		[4, '15:51:00', step(longer, 'extend', manager)],
		[5, '15:50:00', step(longer, 'answer', compliance)],
	],
	'whoever leads wrote to somebody, and would take the complaint of it': [
		[1, '10:41:00', leadWrites],
		[1, '11:58:00', writes(led, 'complaint')],
		[1, '11:59:00', takes(led, 'lead')],
		[2, '11:59:00', answers(led, 'upheld')],
	],
	'a bank tells hours of other places': [[2, '09:22:00', paidAbroad]],
	'invoices of small sellers and of large ones': [[3, '06:50', bringInvoices]],
	// Held, so that nobody writes to them in the day between.
	'a case paid off comes again by mistake, and its first file is taken back before that is undone': [
		[0, '10:06:00', pays(twin, 300_000n)],
		[1, '07:30:00', holds(twin, { kind: 'client_request', days: 3 })],
		[3, '10:07:00', pays(twin, 10_000n)],
	],
	'an agent goes to another team': [
		[1, '12:01:00', changesTeams],
		[1, '12:05:00', (street) => next(street, street.agent('switcher two'))],
	],
};

/** A number is looked for that nobody may see. */
async function looksForANumber({ around }: Street, api: Callers): Promise<void> {
	const { debtor_id: debtorId, point_id: point } = around('whose friend’s number is looked for');
	await api.call('talker', 'POST', `/api/debtors/${debtorId}/contact-points/${point}/unmask`, { purpose: 'curious' });
}

/** Two acts of one input under one key. */
async function closesAndReopens({ compliance: door, press, loan, found }: Street, api: Callers): Promise<void> {
	const complaint = known(await complaintOf(door, press, loan(longer).debtor_id), 'complaint');
	const ask = (verb: string) =>
		api.ask('compliance', 'POST', `/api/complaints/${complaint}/${verb}`, { reason: 'a call' }, 'neighbour key of two acts');
	const [first, other] = [await ask('close'), await ask('reopen')];
	found(otherActFindings({ first: first.status, other: other.status }));
}

/** A login with a key is closed, and opened again. */
async function comesBack(street: Street, api: Callers): Promise<void> {
	const admin = street.agent('operator');
	const name = 'who comes back';
	const id = await inTenant(
		street.owner,
		admin.tenantId,
		async (tx) => {
			const [row] = await tx.query<{ id: bigint }>(
				`insert into login (tenant_id, username, name, role, created_at) values ($1, $2, $2, 'agent', $3) returning id`,
				[tx.tenantId, name, street.clock.now()],
			);
			return known(row, 'login').id;
		},
		admin.vault,
	);
	await api.admit(admin, name, id);
	const opens = () => api.call(name, 'GET', '/api/law');
	const change = async (closed: boolean) => {
		street.clock.advance({ seconds: 1 });
		await api.call('operator', 'PATCH', `/api/logins/${id}`, { closed });
		return opens();
	};
	const before = await opens();
	const [shut, again] = [await change(true), await change(false)];
	street.found(closedKeyFindings({ before, shut, again }));
}

/** What is asked once more, under another name or by somebody who was away. */
export async function askOnceMore(street: Street, api: Callers): Promise<void> {
	await looksForANumber(street, api);
	await closesAndReopens(street, api);
	await comesBack(street, api);
}
