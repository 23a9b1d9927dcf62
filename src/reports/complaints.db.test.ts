import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAgencyInNovember } from '../../test/support/november.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { reportOf } from './document.ts';
import { cellText } from './cells.ts';
import type { Summary } from './shapes.ts';
import { frameOf, readReport, summaryOf } from './summary.ts';

/** The November of summary.db.test.ts: five calls and a text of four debts on the book. */
const november = { from: Temporal.PlainDate.from('2026-11-01'), to: Temporal.PlainDate.from('2026-11-30') };
let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	await anAgencyInNovember(database);
});
afterAll(() => database.close());

async function knownAt(asOf: string): Promise<Summary> {
	const found = await inTenant(database.pool, database.tenantId, (tx) =>
		readReport(tx, async () => {
			const frame = await frameOf(tx, { ...november, asOf: Temporal.Instant.from(asOf) }, null);
			return isRefusal(frame) ? frame : summaryOf(tx, frame, (rule) => ({ zh: rule, en: rule }));
		}),
	);
	if (isRefusal(found)) throw new Error(found.code);
	return found;
}

describe('complaint rates', () => {
	const empty = { now: 0, before: 0, change: 0, change_ppm: null };
	test('none: the rates are nought, not unknown, where contacts were made', async () => {
		expect((await knownAt('2026-12-05T02:00:00Z')).complaints).toMatchObject({
			received: empty,
			per_contact: { now: 0, before: 0 },
			per_case: { now: 0 },
		});
	});

	test('two received in November, one upheld in part on 3 December and one at all: 3,333 in 10,000 of 6 contacts, 500 in 1,000 of 4 cases; a dispute is none', async () => {
		const [debtor, debtor2] = await database.query<{ debtor_id: bigint }>('select distinct debtor_id from debt order by 1 limit 2');
		const [login] = await database.query<{ id: bigint }>('select id from login limit 1');
		const made = (kind: string, receivedAt: string, verdict: string | null, answeredAt: string | null, of = debtor) =>
			database.query(
				`insert into complaint (tenant_id, debtor_id, kind, channel, received_at, received_on, words_sealed, received_by, state, verdict, answered_at)
				 values ($1, $2, $3, 'letter', $4::timestamptz, $4::timestamptz::date, '\\x00', $5, $6, $7, $8::timestamptz)`,
				[database.tenantId, of?.debtor_id, kind, receivedAt, login?.id, verdict === null ? 'received' : 'answered', verdict, answeredAt],
			);
		await made('complaint', '2026-11-10T02:00:00Z', 'partly', '2026-12-03T02:00:00Z');
		await made('complaint', '2026-11-30T15:59:59Z', 'not_upheld', '2026-12-01T02:00:00Z', debtor2);
		await made('complaint', '2026-11-30T16:00:00Z', 'upheld', '2026-12-01T02:00:00Z');
		await made('dispute', '2026-11-11T02:00:00Z', null, null);
		const rates = async (known: string) => (await knownAt(known)).complaints;
		expect(await rates('2026-12-05T02:00:00Z')).toMatchObject({
			received: { now: 2, before: 0 },
			upheld: { now: 1 },
			contacts: { now: 6 },
			cases: { now: 4 },
			per_contact: { now: 333_333 },
			per_case: { now: 500_000 },
			upheld_per_contact: { now: 166_666 },
			upheld_per_case: { now: 250_000 },
		});
		expect(await rates('2026-12-02T02:00:00Z')).toMatchObject({ received: { now: 2 }, upheld: { now: 0 } });
		expect(await rates('2026-11-20T02:00:00Z')).toMatchObject({ received: { now: 1 } });
		const rows = reportOf(await knownAt('2026-12-05T02:00:00Z'))
			.sections.flatMap((section) => section.tables)
			.find((table) => table.id === 'complaints')?.rows;
		expect(rows?.map((row) => row.map(cellText).join(' | '))).toEqual([
			'投诉件数 complaints received | 2 | 0 | +2 | —',
			'其中属实（含部分属实） of them upheld, or in part | 1 | 0 | +1 | —',
			'每万次联系投诉 complaints per 10,000 contacts | 3,333.33 | 0.00 | +3,333.33 | ',
			'每千案投诉 complaints per 1,000 cases | 500.00 | 0.00 | +500.00 | ',
			'每万次联系属实投诉 upheld per 10,000 contacts | 1,666.66 | 0.00 | +1,666.66 | ',
			'每千案属实投诉 upheld per 1,000 cases | 250.00 | 0.00 | +250.00 | ',
		]);
	});

	test('one upheld on 3 December and opened again on the 8th stays upheld in the report of November; answered otherwise on the 20th it is not, from then on', async () => {
		const [{ debtor_id } = { debtor_id: 0n }] = await database.query<{ debtor_id: bigint }>(
			'select debtor_id from debt order by 1 limit 1',
		);
		const upheld = async (known: string) => (await knownAt(known)).complaints.upheld.now;
		const before = await upheld('2026-12-05T02:00:00Z');
		const [{ id } = { id: 0n }] = await database.query<{ id: bigint }>(
			`insert into complaint (tenant_id, debtor_id, kind, channel, received_at, received_on, words_sealed, received_by, state, verdict, answered_at)
			 select $1, $2, 'complaint', 'letter', '2026-11-12T02:00:00Z', '2026-11-12', '\\x00', min(id), 'answered', 'not_upheld', '2026-12-20T02:00:00Z' from login returning id`,
			[database.tenantId, debtor_id],
		);
		for (const [at, what, verdict] of [
			['2026-12-03T02:00:00Z', 'answered', 'upheld'],
			['2026-12-08T02:00:00Z', 'reopened', null],
			['2026-12-20T02:00:00Z', 'answered', 'not_upheld'],
		])
			await database.query(
				`insert into complaint_event (tenant_id, debtor_id, complaint_id, at, what, by_login, verdict) select $1, $2, $3, $4, $5, min(id), $6 from login`,
				[database.tenantId, debtor_id, id, at, what, verdict],
			);
		expect(await upheld('2026-12-02T02:00:00Z')).toBe(0);
		for (const known of ['2026-12-05T02:00:00Z', '2026-12-10T02:00:00Z']) expect(await upheld(known)).toBe(before + 1);
		expect(await upheld('2026-12-21T02:00:00Z')).toBe(before);
	});
});
