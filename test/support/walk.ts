import { Value } from 'typebox/value';
import { known } from '../../src/core/assert.ts';
import type { RouteDeclared } from '../../src/host/http.ts';
import type { Role } from '../../src/record/actor.ts';
import { type AgencyIds, anAgency } from './agency.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { type Answer, type Ask, type Session, type TestServer, testServer } from './server.ts';

export const walkedRoles = ['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client'] as const;

/** The real server before three agencies' worth of things, and somebody of every role signed in. */
export type Walk = {
	readonly database: TestDatabase;
	readonly server: TestServer;
	readonly own: AgencyIds;
	readonly foreign: AgencyIds;
	/** Of the same agency as `own`, placed by another client. */
	readonly neighbour: AgencyIds;
	as(role: Role): Session;
	/** Routes of the API; HEAD is left to GET. */
	routes(): RouteDeclared[];
	/** Those that ask who is there. */
	guarded(): RouteDeclared[];
	close(): Promise<void>;
};

export async function openWalk(): Promise<Walk> {
	const database = await testDatabase({ poolMax: 20 });
	const server = await testServer(database);
	const own = await anAgency(database, 'OWNHOUSE');
	const neighbour = await anAgency(database, 'NEIGHBOUR');
	const foreign = await anAgency(await database.agency('other'), 'ZZFOREIGN');
	const sessions = new Map<Role, Session>();
	for (const role of walkedRoles) {
		const teams = role === 'client' ? {} : { team_ids: [String(own.team)] };
		sessions.set(role, await server.as(role, role, { client_code: own.clientCode, ...teams }));
	}
	const routes = () => server.app.routesDeclared.filter(({ url, method }) => url.startsWith('/api/') && method !== 'HEAD');
	return {
		database,
		server,
		own,
		foreign,
		neighbour,
		routes,
		as: (role) => known(sessions.get(role), role),
		guarded: () => routes().filter(({ config }) => !config.public),
		async close() {
			await server.close();
			await database.close();
		},
	};
}

export const nameOf = ({ method, url }: RouteDeclared) => `${method} ${url}`;
/** `/api/live` never ends, so a caller who is let in is not walked there; src/live.db.test.ts has its own tests. */
export const endless = (route: RouteDeclared) => route.url === '/api/live';
export const codeOf = async (answer: Promise<Answer>) => {
	const { status, body } = await answer;
	return [status, body['code']];
};

/** The address of a route with an agency's ids in it. */
export function addressOf({ url }: RouteDeclared, ids: AgencyIds): string {
	const noun = url.split('/')[2] ?? '';
	const first = {
		logins: ids.login,
		teams: ids.team,
		keys: ids.key,
		clients: ids.client,
		creditors: ids.creditor,
		placements: ids.placement,
		payments: ids.payment,
	};
	const inner = /\/(promises|plans|attempts)\/:one/.exec(url)?.[1];
	const one = { promises: ids.promise, plans: ids.plan, attempts: ids.attempt }[inner ?? ''] ?? 0n;
	return (
		url
			.replace('/api/work/:debtor/:id', `/api/work/${ids.debtor}/${ids.item}`)
			.replace('/api/messages/:debtor/:id', `/api/messages/${ids.debtor}/999999`)
			.replace('/:debt/', `/${ids.debt}/`)
			.replace('/api/decisions/:debtor/:permit', `/api/decisions/${ids.debtor}/${ids.permit}`)
			.replace('/api/debtors/:id', `/api/debtors/${ids.debtor}`)
			.replace(':point', String(ids.point))
			.replace(':hold', String(ids.hold))
			.replace(':one', String(one))
			// What no agency of the walk has: found nowhere.
			.replace(/:(wish|consent|event|file|suit|guarantee)/, '999999')
			.replace(':id', String(first[noun as keyof typeof first] ?? 0n))
			.concat(queries[url] ?? '')
	);
}
const queries: Readonly<Record<string, string>> = { '/api/debtors': '?query=ZZFOREIGN-R1' };

/** A right body of every route that takes one, naming an agency's things. */
export const bodies: Readonly<Record<string, (ids: AgencyIds) => object>> = {
	'POST /api/auth/sign-in/username': () => ({ username: 'nobody', password: 'nothing' }),
	'POST /api/me/password': () => ({ current_password: 'wrong', new_password: 'another secret' }),
	'POST /api/logins': () => ({ username: `x${Math.round(performance.now() * 1e6)}`, name: 'x', role: 'agent', password: 'long enough' }),
	'PATCH /api/logins/:id': () => ({ skills: ['大额'] }),
	'POST /api/logins/:id/certificate': () => ({ trained_on: '2026-11-01' }),
	'POST /api/teams': (ids) => ({ code: `${ids.mark}-team`, name: 'taken' }),
	'PATCH /api/teams/:id': (ids) => ({ name: `${ids.mark}-team` }),
	'POST /api/keys': (ids) => ({ login_id: String(ids.login), name: 'integrator' }),
	'POST /api/clients': (ids) => ({ code: ids.clientCode, name: 'taken' }),
	'PATCH /api/clients/:id': () => ({ service_line: '400-000-0000' }),
	'PUT /api/clients/:id/standing': () => ({ contract_until: '2027-06-30', evaluated_on: '2026-06-01', evidence: 'report' }),
	'POST /api/creditors': (ids) => ({ name: `Creditor of ${ids.clientCode}`, kind: 'bank' }),
	'PATCH /api/creditors/:id': () => ({ kind: 'bank' }),
	'PUT /api/lpr': () => ({ from: '2026-10-20', percent: 3, source: 'www.chinamoney.com.cn' }),
	'PUT /api/contact-limits': () => ({ limits: { calls_per_day_max: 5 } }),
	'PATCH /api/agency': () => ({ opening_calls: 2 }),
	'POST /api/debtors/:id/complaints': () => ({ kind: 'complaint', channel: 'phone', words: 'you called too often' }),
	'POST /api/complaints/:id/take': () => ({}),
	'POST /api/complaints/:id/extend': () => ({ reason: 'complex' }),
	'POST /api/complaints/:id/answer': () => ({ verdict: 'upheld', words: 'you are right' }),
	'POST /api/complaints/:id/files': () => ({ name: 'letter.txt', content_base64: Buffer.from('a letter').toString('base64') }),
	'POST /api/complaints/:id/close': () => ({ reason: 'accepted' }),
	'POST /api/complaints/:id/reopen': () => ({ reason: 'not accepted' }),
	'POST /api/debtors/:id/messages': (ids) => ({
		debt_id: String(ids.debt),
		text: '【{agency}】您好，您申请的分期已受理。投诉{complaint}，拒收请回复R。',
	}),
	'POST /api/messages/:debtor/:id/settle': () => ({ says: 'not_delivered', reason: 'ticket 7 of the carrier' }),
	'POST /api/assessments': () => ({ kind: 'sensitive_data', made_on: '2026-11-01', report: 'file 12' }),
	'POST /api/content/check': () => ({ text: '您好', as: 'script' }),
	'POST /api/content/checks': () => ({ texts: [{ text: '您好', channel: 'voice' }] }),
	'POST /api/flagged-words/:id/look': () => ({ verdict: 'fine' }),
	'POST /api/texts': () => ({
		name: 'reminder',
		zh: '【{agency}】{client}提醒您还款。投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {client}: a payment is due. Complaints {complaint}, reply R to stop.',
	}),
	'POST /api/texts/:id/refuse': () => ({ reason: 'not clear' }),
	'POST /api/what-if': () => ({ from: '2026-11-01', to: '2026-11-30' }),
	'POST /api/placements/:id/recall': () => ({ reason: 'asked for' }),
	'POST /api/placements/:id/extend': () => ({ until: '2026-12-31', reason: 'left longer' }),
	'POST /api/debtors/:id/debts/:debt/balance': () => ({
		costs_minor: 0,
		interest_minor: 0,
		penalty_minor: 0,
		principal_minor: 100,
		on: '2026-11-23',
		reason: 'as the client says',
	}),
	'POST /api/payments': (ids) => ({
		client: ids.clientCode,
		external_reference: 'W-1',
		debt_reference: ids.reference,
		amount_minor: 100,
		currency: 'CNY',
		paid_at: '2026-11-23T00:00:00Z',
	}),
	'POST /api/payments/:id/resolve': (ids) => ({ action: 'assign', debtor_id: String(ids.debtor), debt_id: String(ids.debt) }),
	'POST /api/payments/:id/reverse': () => ({ reason: 'a mistake' }),
	'POST /api/debtors/:id/permits': (ids) => ({ contact_point_id: String(ids.point), channel: 'voice' }),
	'POST /api/debtors/:id/attempts': (ids) => ({ permit_id: String(ids.permit) }),
	'POST /api/debtors/:id/contact-points/:point/unmask': () => ({ purpose: 'to call' }),
	'POST /api/debtors/:id/holds': () => ({ kind: 'dispute', days: null, evidence: 'said so' }),
	'POST /api/debtors/:id/holds/:hold/change': () => ({ written: true, evidence: 'letter' }),
	'POST /api/debtors/:id/agreed-hours': () => ({ from: '20:00', until: '23:00', evidence: 'asked for it' }),
	'POST /api/debtors/:id/wishes': () => ({ kind: 'refused_medium', channel: 'letter', evidence: 'said so' }),
	'POST /api/debtors/:id/consents': () => ({ kind: 'times', proof: 'recording' }),
	'POST /api/debtors/:id/notices': (ids) => ({ kind: 'validation', debt_id: String(ids.debt), sent_on: '2026-11-20', evidence: 'letter' }),
	'PUT /api/debtors/:id/language': () => ({ language: 'en' }),
	'PUT /api/debtors/:id/whereabouts': () => ({ jurisdictions: ['CN'], zones: ['Asia/Shanghai'], evidence: 'contract' }),
	'POST /api/debtors/:id/limitation-events': (ids) => ({
		debt_id: String(ids.debt),
		kind: 'demand',
		happened_on: '2026-11-01',
		evidence: 'letter with receipt',
	}),
	'PATCH /api/debtors/:id/limitation-events/:event': () => ({ withdrawn: true, evidence: 'told in error' }),
	'POST /api/debtors/:id/suits': (ids) => ({
		debt_id: String(ids.debt),
		kind: 'court',
		brought_by: 'us',
		court: '北京市海淀区人民法院',
		venue: '北京市海淀区',
		ground: 'residence',
		evidence: 'the client’s order',
	}),
	'POST /api/debtors/:id/suits/:suit/steps': () => ({ step: 'filed', on: '2026-11-24', evidence: 'the court’s notice' }),
	'POST /api/debtors/:id/guarantees': (ids) => ({ debt_id: String(ids.debt), party_id: '999999', kind: 'joint', evidence: 'contract' }),
	'PATCH /api/debtors/:id/guarantees/:guarantee': () => ({ withdrawn: true, evidence: 'told in error' }),
	'POST /api/debtors/:id/barred-refusals': (ids) => ({ debt_id: String(ids.debt), evidence: 'said so on the telephone' }),
	'POST /api/debtors/:id/promises': (ids) => ({
		debt_id: String(ids.debt),
		amount_minor: 100,
		currency: 'CNY',
		due_on: '2026-11-25',
		dry_run: true,
	}),
	'POST /api/debtors/:id/plans': (ids) => ({
		debt_id: String(ids.debt),
		currency: 'CNY',
		instalments: 3,
		first_due_on: '2026-11-25',
		dry_run: true,
	}),
	'POST /api/debtors/:id/promises/:one/withdraw': () => ({ reason: 'asked for' }),
	'POST /api/debtors/:id/plans/:one/withdraw': () => ({ reason: 'asked for' }),
	'POST /api/debtors/:id/attempts/:one/outcome': () => ({ line: 'no_answer', said: 'none', identity_disclosed: false }),
	'POST /api/work/:debtor/:id/release': () => ({ reason: 'lunch' }),
	'POST /api/assignments': (ids) => ({ way: 'team', team_id: String(ids.team), debtor_ids: [String(ids.debtor)], dry_run: true }),
	'POST /api/day-runs': () => ({ on: '2026-11-24' }),
};

/** Routes that take a file, with their other fields. */
const uploads: Readonly<Record<string, (ids: AgencyIds) => Record<string, string>>> = {
	'POST /api/placements/analyse': () => ({}),
	'POST /api/placements': (ids) => ({ client: ids.clientCode, dry_run: 'true' }),
	'POST /api/payments/import': (ids) => ({ client: ids.clientCode, dry_run: 'true' }),
};
export const part = (name: string, value: string) => `--cut\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
export const filePart =
	'--cut\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\na,b\r\n1,2\r\n';
const multipart = { 'content-type': 'multipart/form-data; boundary=cut' };

export function askOf(route: RouteDeclared, ids: AgencyIds): Ask {
	if (route.method === 'GET') return {};
	const fields = uploads[nameOf(route)]?.(ids);
	if (!fields) return { body: bodies[nameOf(route)]?.(ids) ?? {} };
	const parts = Object.entries(fields).map(([name, value]) => part(name, value));
	return { body: `${parts.join('')}${filePart}--cut--\r\n`, headers: multipart };
}
/** Refusals that say no more than 404 would. */
export const elsewhere: Readonly<Record<string, number>> = { 'POST /api/work/:debtor/:id/release': 409 };

/** Where an answer is not what its route declares; null when it is. Every route declares its answer, but for files. */
export function shapeBreach(route: RouteDeclared, body: unknown): string | null {
	const declared = (route.schema['response'] as Record<string, { content?: Record<string, { schema: object }> }> | undefined)?.['200'];
	const shape = declared?.content ? declared.content['application/json']?.schema : declared;
	if (!shape) return /\.(csv|pdf)$/.test(route.url) ? null : 'declares no answer';
	const [error] = Value.Errors(shape, body);
	return error ? `${error.instancePath} ${error.message}` : null;
}
