import { isRefusal } from '../core/refusal.ts';
import type { Callers } from '../demo/callers.ts';
import { assign } from '../queue/assign.ts';
import { type AskedFor, type AskedOfPlacement, placementFindings, sightFindings } from '../auditor/shown.ts';
import { ask, use } from '../simulator/misdeeds-parts.ts';
import { caseOf, type PersonName, type TeamName } from './cast.ts';
import { call, type Matter, next, type Street } from './parts.ts';
import { zone } from '../simulator/plan.ts';

const nobody = { said: 'none', line: 'no_answer' } as const;
const rings = (agent: 'giver' | 'taker', name: PersonName) => (street: Street) =>
	call(street, street.agent(agent), street.loan(name), nobody);

/** *Next*, and a call to somebody else in the name of what is on the desk. */
async function ringsForAnother(street: Street): Promise<void> {
	const door = street.agent('giver');
	const item = await next(street, door);
	if (item) await call(street, door, street.loan('given away'), nobody, { item: BigInt(item.id) });
}

const givenTo =
	(team: TeamName, name: PersonName) =>
	({ press, lead, teamOf, loan }: Street) =>
		press('assign', (key) => assign(lead, { team_id: String(teamOf(team)), debtor_ids: [String(loan(name).debtor_id)], way: 'team' }, key));

/** *Next*, a call that nobody takes, and that is that. */
async function worksAlone(street: Street): Promise<void> {
	const door = street.agent('mover');
	const item = await next(street, door);
	if (item) await call(street, door, street.loan('once on the desk of another team'), nobody, { item: BigInt(item.id) });
}

/** A call of which nobody ever writes down the end. */
async function ringsAndForgets(street: Street): Promise<void> {
	const [door, to] = [street.agent('mover'), street.loan('whose call nobody ended')];
	const permit = await ask(street, door, to);
	if (!isRefusal(permit)) await use(street, door, to, permit.permit);
}

/** Thirty days before the door is asked, and five minutes less; and a debtor who is given to another team while they are on a desk. */
export const mattersOfSight: Readonly<Record<string, Matter>> = {
	'rung by those of another team': [
		[5, '17:20:00', rings('giver', 'rung by another team')],
		[5, '17:30:00', rings('taker', 'rung by another team')],
	],
	'worked a month ago, and another team’s since': [
		[4, '09:00:00', worksAlone],
		[4, '09:10:00', ringsAndForgets],
		[4, '10:00:00', givenTo('staying', 'once on the desk of another team')],
	],
	'given to another team while on a desk': [
		[35, '16:30:00', ringsForAnother],
		[35, '16:35:00', givenTo('moving', 'on the desk of another team')],
	],
};

const agents = ['talker', 'giver', 'taker', 'mover'] as const;
const asked: readonly PersonName[] = [
	'rung by another team',
	'on the desk of another team',
	'given away',
	'of another client of that lender',
	'half',
];
/** Those whom the last of the agents had to do with a month ago, and nobody else of them. */
const longAgo: readonly PersonName[] = ['once on the desk of another team', 'whose call nobody ended'];
/** Two whom nobody has assigned: they are the first team's. */
const unassigned = ['SAME', 'ONE1'] as const;

/** Agents look for debtors of their own teams and of others, open them, and try what a promise of theirs would be. */
export async function askWhomOneFinds({ owner, compliance, clock, agent, found }: Street, api: Callers): Promise<void> {
	const { tenantId } = compliance;
	const references = [...[...asked, ...longAgo].map((name) => caseOf(name, 0)), ...unassigned];
	const { rows } = await owner.query<{ id: string; reference: string; debt: string; currency: string }>(
		'select debtor_id::text as id, reference, debt.id::text as debt, currency from debt where tenant_id = $1 and reference = any ($2) order by debt.id',
		[String(tenantId), references],
	);
	const ofLongAgo = new Set(longAgo.map((name) => caseOf(name, 0)));
	const due = clock.now().toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 }).toString();
	const all: AskedFor[] = [];
	for (const by of agents)
		for (const { id, reference, debt, currency } of rows.filter((row) => ofLongAgo.has(row.reference) === (by === 'mover'))) {
			const promise = { debt_id: debt, amount_minor: 100, currency, due_on: due, dry_run: true };
			const list = await api.ask(by, 'GET', `/api/debtors?query=${reference}`);
			all.push({
				by,
				login: agent(by).actor.id,
				debtor: id,
				reference,
				opened: await api.call(by, 'GET', `/api/debtors/${id}/ledger`),
				acted: await api.call(by, 'POST', `/api/debtors/${id}/promises`, promise),
				listed: list.text.includes(`"${id}"`),
			});
		}
	found(await sightFindings(owner, { tenantId, now: clock.now() }, all));
}

/** A client's login opens every placement there is and its rejected rows, and asks for the end and for more time of those of others. */
export async function askForPlacements({ owner, compliance, loan, on, found }: Street, api: Callers): Promise<void> {
	const { tenantId } = compliance;
	const { client_id: clientId } = loan('half');
	const { rows } = await owner.query<{ id: string; own: boolean }>(
		'select id::text, client_id = $2 as own from placement where tenant_id = $1 order by placement.id',
		[String(tenantId), String(clientId)],
	);
	const all: AskedOfPlacement[] = [];
	const reason = '委案方要求';
	const until = on(60).toString();
	for (const { id, own } of rows) {
		const asks = [
			['GET', '', undefined],
			['GET', '/errors.csv', undefined],
			...(own
				? []
				: ([
						['POST', '/recall', { reason }],
						['POST', '/extend', { until, reason }],
					] as const)),
		] as const;
		for (const [method, path, body] of asks) {
			const status = await api.call('client', method, `/api/placements/${id}${path}`, body);
			all.push({ ask: `${method} placements/${id}${path}`, placement: id, changes: body !== undefined, status });
		}
	}
	found(await placementFindings(owner, { tenantId, clientId }, all));
}
