import { writeText } from '../content/actions.ts';
import type { Callers } from '../demo/callers.ts';
import type { Door } from '../record/change.ts';
import { liveFindings, liveWords } from '../auditor/live.ts';
import { callers } from './doors.ts';
import type { Street } from './parts.ts';

const draft = {
	name: 'instalment_offer',
	zh: '【{agency}】{name}您好，您在{client}的账单（尾号{tail}）可以分期偿还。客服{service}，投诉{complaint}，拒收请回复R。',
	en: '[{agency}] {name}, you may pay your {client} account ending {tail} in parts. Service {service}, complaints {complaint}, reply R to stop.',
} as const;

/** After it nobody is told anything more; every role hears one of them. */
const last = ['texts:last', 'placements:last'] as const;

/** A desk of every role lies open while another agency of the house, and then this one, tells of everything there is to tell of, and each writes a text. */
export async function listenAtDoors({ owner, press, compliance, found }: Street, api: Callers, other: Door): Promise<void> {
	const desks = [];
	for (const [role, as] of Object.entries(callers)) desks.push({ role, ...(await api.listen(as, last)) });
	const tell = (tenantId: bigint, topics: readonly string[]) =>
		owner.query(`select pg_notify('dunwell', $1::text || ' ' || topic) from unnest($2::text[]) topic`, [String(tenantId), topics]);
	const words = (of: string) => liveWords.map((word) => (word === 'debtor' ? `debtor ${of}` : `${word}:${of}`));
	await press('text', (key) => writeText(other, draft, key));
	await tell(other.tenantId, words('other'));
	await tell(compliance.tenantId, words('own'));
	await press('text', (key) => writeText(compliance, draft, key));
	await tell(compliance.tenantId, last);
	const heard = [];
	for (const { role, heard: topics } of desks) heard.push({ role, topics: await topics });
	found(liveFindings(heard, [...words('own'), 'texts']));
}
