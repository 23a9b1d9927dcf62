import { join } from 'node:path';
import { setLanguage } from '../contact/wishes.ts';
import { known } from '../core/assert.ts';
import type { Callers } from '../demo/callers.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { importPlacement } from '../placements/import.ts';
import { setStanding } from '../tenants/actions.ts';
import type { PersonName } from './cast.ts';
import { leftLonger } from './others.ts';
import { enter, type Matter, type Street } from './parts.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const yearly = 'of a client that evaluates once a year';

/** The client evaluated the house so long before a day. */
const evaluated =
	(day: number, before: Temporal.DurationLike) =>
	async (street: Street): Promise<void> => {
		const operator = street.agent('operator');
		const [client] = await street.press('read', () =>
			inTenant(operator.pool, operator.tenantId, (tx) =>
				tx.query<{ id: bigint }>(`select id from client where tenant_id = $1 and code = 'YEARLY'`, [tx.tenantId]),
			),
		);
		const standing = {
			clientId: known(client, 'client').id,
			contract_until: street.on(400).toString(),
			evaluated_on: street.on(day).subtract(before).toString(),
			evidence: 'the evaluation',
		};
		await street.press('standing', (key) => setStanding(operator, standing, key));
	};

/** One more of its debts comes from the client. */
async function placesOneMore({ press, manager, folder, on }: Street): Promise<void> {
	const path = join(folder, 'near-yearly-more.csv');
	const row = rowFrom({
		who: 930,
		around: 930,
		reference: 'YEARLY1',
		batch: 'Byearly',
		contract: 'HTYEARLY1',
		placedOn: on(3),
		dueOn: on(-40),
	});
	await writeLines(path, 'gb18030', [csvLine(headings), row]);
	await press('placement', () => importPlacement(manager, { path, clientCode: 'YEARLY' }));
}

/** The language in which somebody is written to. */
export const readsEnglish =
	(name: PersonName) =>
	(street: Street): Promise<unknown> => {
		const { debtor_id: debtorId } = street.loan(name);
		const language = 'en' as const;
		return enter(street, street.compliance, 'debtor.language', debtorId, { language }, (act) => setLanguage(act, debtorId, { language }));
	};

/** How old an evaluation may be, and what a machine writes to whom. */
export const mattersOfPlaces: Readonly<Record<string, Matter>> = {
	'an evaluation of a year, and of a year and a day': [
		[1, '11:20:00', evaluated(2, { years: 1 })],
		[2, '11:40:00', leftLonger(yearly, 20)],
		[3, '11:40:00', leftLonger(yearly, 30)],
		[3, '11:45:00', placesOneMore],
		[4, '11:40:00', evaluated(4, { days: 0 })],
		[4, '11:45:00', placesOneMore],
	],
	'somebody who reads English is written to by a machine': [[0, '09:57:00', readsEnglish('who reads English')]],
};

/** A visit and a call are asked for at a telephone number, and at an address. */
export async function askForVisits(street: Street, api: Callers): Promise<void> {
	const { manager, loan } = street;
	const { debtor_id: debtorId } = loan('to be visited');
	const points = await inTenant(manager.pool, manager.tenantId, (tx) =>
		tx.query<{ id: bigint }>(
			`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null and kind in ('mobile', 'address') order by kind desc`,
			[tx.tenantId, debtorId],
		),
	);
	for (const { id } of points)
		for (const how of [{ channel: 'visit', visit: { people: 2 } }, { channel: 'voice' }])
			await api.call('talker', 'POST', `/api/debtors/${debtorId}/permits`, { contact_point_id: String(id), ...how });
}
