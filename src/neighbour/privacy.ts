import { answerComplaint, extendComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { writeText } from '../content/actions.ts';
import type { Callers } from '../demo/callers.ts';
import { change, type Door } from '../record/change.ts';
import {
	clientFindings,
	draftFindings,
	holdsFindings,
	identityFindings,
	ownKeyFindings,
	packFindings,
	type Shown,
} from '../auditor/shown.ts';
import type { Open } from '../auditor/words.ts';
import { ask } from '../simulator/misdeeds-parts.ts';
import { call, complaintOf, type Matter, type Street } from './parts.ts';

const name = 'whose term is longer';

/** A number is asked for, and nothing comes of it. */
const asks = (street: Street) => ask(street, street.agent('talker'), street.loan(name));

/** A call, about which its agent writes down what was said. */
const note = '对方一直骂人，我就说再不还钱就让你坐牢，还要上门堵门。';
const isNoted = (street: Street) => call(street, street.agent('talker'), street.loan(name), { said: 'none', line: 'right_party', note });

const complains = ({ press, compliance, loan }: Street) => {
	const { debtor_id: debtorId } = loan(name);
	return press('complaint', (key) =>
		change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'complaint' }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: 'complaint', channel: 'letter', words: '他们威胁我。' }),
		),
	);
};

const steps = {
	extend: (act: Parameters<typeof extendComplaint>[0], id: bigint) => extendComplaint(act, id, '录音还要再听一遍。'),
	take: (act: Parameters<typeof takeComplaint>[0], id: bigint) => takeComplaint(act, id),
	answer: (act: Parameters<typeof answerComplaint>[0], id: bigint) =>
		answerComplaint(act, id, { verdict: 'upheld', words: '情况属实，已处理。' }),
} as const;
const step = (what: keyof typeof steps, by: (street: Street) => Door) => async (street: Street) => {
	const { debtor_id: debtorId } = street.loan(name);
	const door = by(street);
	const complaint = await complaintOf(door, street.press, debtorId);
	if (complaint === null) return;
	await street.press(what, (key) =>
		change(door, { act: `complaint.${what}`, input: { complaint }, debtorId, key }, (act) => steps[what](act, complaint)),
	);
};
const manager = (street: Street) => street.manager;
const compliance = (street: Street) => street.compliance;

/** What concerns who somebody is, what was said to them and who looks into it. */
export const mattersOfPrivacy: Readonly<Record<string, Matter>> = {
	'a complaint with a longer term, and whoever allowed it': [
		[1, '11:40:00', asks],
		[1, '11:41:00', isNoted],
		[1, '11:45:00', complains],
		[1, '11:46:00', step('extend', manager)],
		[1, '11:47:00', step('take', manager)],
		[1, '11:48:00', asks],
		[2, '11:40:00', step('take', compliance)],
		[2, '11:41:00', step('answer', compliance)],
	],
};

/** In no words that are shipped. */
const draft = {
	name: 'call third party',
	zh: '您好，我是{agency}的工作人员，本次通话会录音，打扰您几分钟，想请您转告{name}给我们回个电话，谢谢您的帮忙。',
	en: '{agency} here, and the call is recorded. We would be most grateful if you asked {name} to ring us back at some point.',
} as const;

/** Pages that tell of somebody, and whose login opens them. */
const pages = (debtorId: bigint, reference: string) =>
	[
		['talker', `debtors/${debtorId}`],
		['lead', `debtors/${debtorId}`],
		['compliance', `debtors/${debtorId}/timeline`],
		['lead', `debtors?query=${reference}`],
		['manager', `debtors/${debtorId}/ledger`],
		['compliance', 'complaints'],
		['lead', 'floor'],
	] as const;

/** What is shown to whom: a client's login asks for everything it may, others for somebody's pages and the evidence pack of a complaint; and two press at once with one key. */
export async function askWhatIsShown(street: Street, api: Callers, open: Open): Promise<void> {
	const { owner, press, compliance: by, lead, found, loan } = street;
	const { tenantId } = by;
	const get = async (as: string, path: string): Promise<Shown> => {
		const { status, text } = await api.ask(as, 'GET', `/api/${path}`);
		return { by: as, ask: `GET ${path}`, status, text };
	};
	const { debtor_id: debtorId, client_id: clientId, reference } = loan(name);
	const ofClient: Shown[] = [];
	for (const path of ['clients', 'creditors', 'placements', 'payments', 'reports/summary']) ofClient.push(await get('client', path));
	found(await clientFindings(owner, { tenantId, clientId }, ofClient));
	await press('text', (key) => writeText(by, draft, key));
	const shown: Shown[] = [];
	for (const [as, path] of pages(debtorId, reference)) shown.push(await get(as, path));
	const complaint = await complaintOf(by, press, debtorId);
	if (complaint !== null) {
		const pack = await get('compliance', `complaints/${complaint}/pack?format=json`);
		found(await packFindings(owner, { tenantId, debtorId }, pack.text));
		shown.push(pack, await get('compliance', `complaints/${complaint}`));
	}
	found(await identityFindings(owner, open, tenantId, shown));
	found(await draftFindings(owner, tenantId, shown));
	const key = 'one key of two';
	const pressed: Shown[] = [];
	for (const as of ['lead', 'compliance']) {
		const hold = { kind: 'client_request', days: 1, evidence: '来电的人说上门堵他，委案方要求暂停。' };
		const { status, text } = await api.ask(as, 'POST', `/api/debtors/${debtorId}/holds`, hold, key);
		pressed.push({ by: as, ask: 'POST holds', status, text });
	}
	found(await holdsFindings(owner, { tenantId, debtorId }, await get('talker', `debtors/${debtorId}`)));
	found(await ownKeyFindings(owner, { tenantId, key, logins: [lead.actor.id, by.actor.id] }, pressed));
}
