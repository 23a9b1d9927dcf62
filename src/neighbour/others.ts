import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Callers } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import { extendMandate } from '../placements/extend.ts';
import { tellGuarantee } from '../debts/guarantee-actions.ts';
import { csvLine } from '../demo/sheet-file.ts';
import { mandateFindings, mandatesOf } from '../auditor/mandates.ts';
import { type AskedOfOthers, othersFindings } from '../auditor/shown.ts';
import { bringFile } from '../simulator/files.ts';
import { type PersonName } from './cast.ts';
import { call, enter, type Matter, type NearDebt, next, type Street } from './parts.ts';
import { release } from '../queue/actions.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const nobody = { said: 'none', line: 'no_answer' } as const;
const rings =
	(name: PersonName, loan = 0) =>
	(street: Street) => {
		const to = street.loan(name, loan);
		return call(street, street.agent('talker'), to, nobody, { debtIds: [to.debt_id] });
	};

/** The client leaves one loan of somebody longer with the house, or the whole file it is in. */
export const leftLonger =
	(name: PersonName, until: number, { whole = false }: { whole?: boolean } = {}) =>
	async ({ press, manager, owner, found, loan, on }: Street): Promise<void> => {
		const { debtor_id: debtorId, debt_id: debtId } = loan(name);
		const [debt] = await press('read', () =>
			inTenant(manager.pool, manager.tenantId, (tx) =>
				tx.query<{ placement_id: bigint }>('select placement_id from debt where tenant_id = $1 and debtor_id = $2 and id = $3', [
					tx.tenantId,
					debtorId,
					debtId,
				]),
			),
		);
		const longer = { until: on(until), reason: '委案方留案', debtIds: whole ? null : [debtId] };
		const { placement_id: placement } = known(debt, 'debt');
		const before = await mandatesOf(owner, manager.tenantId);
		const left = await press('extend', (key) => extendMandate(manager, placement, longer, key));
		const asked = { placement: String(placement), until: longer.until.toString(), debts: longer.debtIds?.map(String) ?? null };
		found(mandateFindings(before, await mandatesOf(owner, manager.tenantId), isRefusal(left) ? null : asked));
	};

/** Somebody who is on the desk of one is rung by another, and wants to be called back in ten minutes. */
async function asksToBeCalledBack(street: Street, by: string, name: PersonName): Promise<void> {
	const callBackAt = street.clock.now().add({ minutes: 10 });
	await call(street, street.agent(by), street.loan(name), { said: 'call_back', callBackAt });
}
const presses = (by: string) => (street: Street) => next(street, street.agent(by));
/** What is on the desk is given back. */
const givesBack = (by: string) => async (street: Street) => {
	const item = await next(street, street.agent(by));
	if (item) await release(street.agent(by), { debtorId: BigInt(item.debtor_id), id: BigInt(item.id), reason: 'lunch' });
};

/** One person who borrowed the first loan of somebody together with them and guarantees the second, in two files of other headings; the second has been due for longer than a guarantee lasts. */
async function borrowsAndGuarantees(street: Street): Promise<void> {
	const row = (reference: string, dueOn: number) =>
		rowFrom({
			who: 921,
			around: 921,
			reference,
			batch: 'Bowes',
			contract: `HT${reference}`,
			placedOn: street.on(1),
			dueOn: street.on(dueOn),
		});
	for (const [reference, role, dueOn] of [
		['BORROWS', '共同借款人', -40],
		['STANDSFOR', '担保人', -220],
	] as const) {
		const lines = [csvLine(headings.map((heading) => heading.replace('联系人1', role))), row(reference, dueOn)];
		await bringFile(street, 'NEAR', `near-${reference.toLowerCase()}`, lines, []);
	}
}

/** The end of the guarantee is told, and whoever answers for both is asked for one and for the other. */
async function asksWhoAnswersForBoth(street: Street): Promise<void> {
	const { press, manager, compliance } = street;
	const loans = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<NearDebt>(
				`select t.reference, t.client_id, t.debtor_id, t.id as debt_id, p.id as point_id, p.party_id, b.owed_minor as owed, t.currency, d.zones
				   from debt t join debtor d on d.tenant_id = $1 and d.id = t.debtor_id join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.id
				   join contact_point p on p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is not null
				  where t.tenant_id = $1 and t.reference in ('BORROWS', 'STANDSFOR') order by t.id`,
				[tx.tenantId],
			),
		),
	);
	const guaranteed = known(loans[1], 'loan with a surety');
	const body = { debt_id: String(guaranteed.debt_id), party_id: String(guaranteed.party_id), kind: 'joint' as const };
	await enter(street, compliance, 'guarantee.tell', guaranteed.debtor_id, body, (act) =>
		tellGuarantee(act, guaranteed.debtor_id, { ...body, evidence: 'clause 9' }),
	);
	for (const loan of loans) await call(street, street.agent('talker'), loan, nobody, { debtIds: [loan.debt_id], purpose: 'collect' });
}

/** Mandates that are longer for some, debtors whom two would have at once, and who answers for two loans in two ways. */
export const mattersOfOthers: Readonly<Record<string, Matter>> = {
	'one loan of two is left longer with the house, and a whole file': [
		[1, '10:40:00', leftLonger('left longer for one of two', 5)],
		[1, '10:41:00', leftLonger('left longer with the file', 5, { whole: true })],
		[3, '10:40:00', rings('left longer for one of two')],
		[3, '10:41:00', rings('left longer for one of two', 1)],
		[3, '10:42:00', rings('left longer with the file')],
		[6, '10:40:00', rings('left longer with the file')],
	],
	'called back while on the desk of another': [
		[1, '09:00:00', presses('leaver')],
		[1, '09:01:00', (street) => asksToBeCalledBack(street, 'leaver two', 'left behind')],
		[1, '09:12:00', presses('leaver two')],
		[1, '09:13:00', givesBack('leaver')],
		[1, '09:14:00', presses('leaver two')],
		[1, '09:20:00', givesBack('leaver two')],
	],
	'who borrowed one loan and guarantees another': [
		[1, '06:30', borrowsAndGuarantees],
		[2, '14:50:00', asksWhoAnswersForBoth],
	],
};

/** Pages of another agency's debtor, case and placement, and the end of it, by whoever of this one may open and end the own. */
const asks = [
	['lead', 'GET', 'debtor', 'debtors/:id'],
	['compliance', 'GET', 'debtor', 'debtors/:id/timeline'],
	['talker', 'GET', 'debtor', 'debtors/:id/ledger'],
	['lead', 'GET', 'debtor', 'debtors/:id/suits'],
	['compliance', 'GET', 'complaint', 'complaints/:id'],
	['compliance', 'GET', 'complaint', 'complaints/:id/pack?format=json'],
	['manager', 'GET', 'placement', 'placements/:id'],
	['manager', 'GET', 'placement', 'placements/:id/errors.csv'],
	['client', 'GET', 'placement', 'placements/:id'],
	['manager', 'POST', 'placement', 'placements/:id/extend'],
] as const;

/** What is another agency's in the same database is asked for by its number; and each table for rows of another. */
export async function askForOthers({ owner, manager, on, found }: Street, api: Callers): Promise<void> {
	const { tenantId } = manager;
	const all: AskedOfOthers[] = [];
	for (const [by, method, of, path] of asks) {
		const { rows } = await owner.query<{ id: string }>(`select id::text from ${of} where tenant_id <> $1 order by ${of}.id desc limit 1`, [
			String(tenantId),
		]);
		for (const { id } of rows) {
			const body = method === 'POST' ? { until: on(60).toString(), reason: '委案方留案' } : undefined;
			all.push({
				by,
				ask: `${method} ${path.replace(':id', id)}`,
				status: await api.call(by, method, `/api/${path.replace(':id', id)}`, body),
			});
		}
	}
	const { rows: tables } = await owner.query<{ name: string }>(
		`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
		  where c.relnamespace = 'dunwell'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege('dunwell_app', c.oid, 'select') order by 1`,
	);
	const shown = await inTenant(manager.pool, tenantId, (tx) =>
		tx.query<{ name: string }>(
			tables.map(({ name }) => `(select '${name}' as name from ${name} where tenant_id <> $1 limit 1)`).join(' union all '),
			[tx.tenantId],
		),
	);
	found(
		othersFindings(
			all,
			shown.map(({ name }) => name),
		),
	);
}
