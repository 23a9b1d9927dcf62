import { answerComplaint, closeComplaint, extendComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Callers } from '../demo/callers.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { tooManyFindings } from '../auditor/shown.ts';
import type { PersonName } from './cast.ts';
import { holds, surety } from './paper.ts';
import { call, complaintOf, type Matter, type Said, type Street } from './parts.ts';

const surely = (name: PersonName, said: Said) => (street: Street) =>
	call(street, street.agent('talker'), street.around(name), said, { debtIds: [street.loan(name).debt_id] });

/** Whoever stands surety for a debt of three years agrees to instalments, and pays none. */
const agrees = (name: PersonName) => (street: Street) => {
	const { debt_id: debtId, currency } = street.loan(name);
	return surely(name, { said: 'plan', plan: { debtId, currency, instalments: 3, firstDueOn: street.on(2) } })(street);
};

const rings = (name: PersonName) => (street: Street) =>
	call(street, street.agent('talker'), street.loan(name), { said: 'none', line: 'no_answer' });

/** Somebody complains of the manager. */
const complainsOfOne =
	(name: PersonName) =>
	({ press, compliance, manager, loan }: Street) => {
		const { debtor_id: debtorId } = loan(name);
		return press('complaint', (key) =>
			change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'complaint' }, debtorId, key }, (act) =>
				fileComplaint(act, { debtorId, kind: 'complaint', channel: 'letter', words: 'they were rude', aboutLogin: manager.actor.id }),
			),
		);
	};

const steps = {
	take: takeComplaint,
	extend: (act: Act, id: bigint) => extendComplaint(act, id, 'it is complex'),
	answer: (act: Act, id: bigint) => answerComplaint(act, id, { verdict: 'upheld', words: 'we are sorry' }),
	close: (act: Act, id: bigint) => closeComplaint(act, id, 'closed', 'settled'),
	reopen: (act: Act, id: bigint) => closeComplaint(act, id, 'reopened', 'a new letter'),
} as const satisfies Record<string, (act: Act, id: bigint) => Promise<{ id: string } | Refusal>>;

/** A step of somebody's case, by one of the house. */
export const step =
	(name: PersonName, what: keyof typeof steps, by: (street: Street) => Door) =>
	async (street: Street): Promise<void> => {
		const { press, loan } = street;
		const { debtor_id: debtorId } = loan(name);
		const door = by(street);
		const complaint = await complaintOf(door, press, debtorId);
		if (complaint === null) return;
		await press(what, (key) =>
			change(door, { act: `complaint.${what}`, input: { complaint }, debtorId, key }, async (act): Promise<{ id: string } | Refusal> => {
				const done = await steps[what](act, complaint);
				return isRefusal(done) ? done : { id: done.id };
			}),
		);
	};
const admin = (street: Street) => street.agent('operator');
export const manager = (street: Street) => street.manager;
export const compliance = (street: Street) => street.compliance;

const talked = 'whose surety is talked with';
const agreed = 'whose surety agrees to instalments';
const held = 'held by hand for a day';
const complains = 'who complains of the manager';

/** Whose word it was, what no days end, and who has no part in a case. */
export const mattersOfWhose: Readonly<Record<string, Matter>> = {
	'whoever stands surety is talked with, before the first message leaves': [
		[0, '09:35:00', surety(talked, { until: 300 })],
		[0, '09:36:00', surely(talked, { said: 'cannot_pay', willingness: 'unwilling', reason: 'no_ability' })],
	],
	'whoever stands surety agrees to instalments of what will soon be barred': [
		[0, '09:38:00', surety(agreed, { until: 300 })],
		[0, '09:39:00', agrees(agreed)],
		[9, '11:30:00', rings(agreed)],
	],
	'what no days end is to last a day': [
		...(['dispute', 'cease_request', 'deceased', 'incapacity'] as const).map((kind, i): Matter[number] => [
			1,
			`10:2${i}:30`,
			holds(held, { kind, days: 1 }),
		]),
		[2, '10:50:00', rings(held)],
	],
	'whoever is complained of lets it wait and closes it': [
		[1, '15:40:00', complainsOfOne(complains)],
		[1, '15:41:00', step(complains, 'take', compliance)],
		[1, '15:42:00', step(complains, 'extend', manager)],
		[1, '15:43:00', step(complains, 'extend', admin)],
		[2, '15:40:00', step(complains, 'answer', compliance)],
		[2, '15:41:00', step(complains, 'close', manager)],
		[2, '15:42:00', step(complains, 'close', compliance)],
	],
};

/** Somebody files complaint after complaint through a link, and asks to be let be, twice. */
export async function filesTooOften({ clock, found }: Street, api: Callers, debtorId: bigint): Promise<void> {
	const made = await api.ask('talker', 'POST', `/api/debtors/${debtorId}/portal-links`, {});
	const { path = '/portal/none' } = JSON.parse(made.text) as { path?: string };
	const filed: { kind: string; status: number }[] = [];
	for (const kind of [...Array.from({ length: 6 }, () => 'complaint'), 'cease', 'cease']) {
		clock.advance({ seconds: 10 });
		filed.push({ kind, status: await api.visit('POST', path, `kind=${kind}&words=again`) });
	}
	found(tooManyFindings(filed));
}

/** A number is asked for as if letters and e-mails went there; then its debtor files too often. */
export async function askByOtherNames(street: Street, api: Callers): Promise<void> {
	const { debtor_id: debtorId, point_id: pointId } = street.loan('who files too often');
	for (const channel of ['letter', 'email'])
		await api.call('talker', 'POST', `/api/debtors/${debtorId}/permits`, { contact_point_id: String(pointId), channel });
	await filesTooOften(street, api, debtorId);
}
