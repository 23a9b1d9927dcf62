import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { aDebt, aDebtor, type PlacedDebt } from '../../test/support/debts.ts';
import { known } from '../core/assert.ts';
import { allRows } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { isCertifiedAnywhere, lacksCertificate } from './certificate.ts';
import { decide } from './rules.ts';
import { loadTargets } from './target-store.ts';

/** What *Next*, the day run and the hand-out ask of the database is what the gate says: it refuses by CN-H1, and by no other row for want of a certificate. */
let database: TestDatabase;
let system: Door;
beforeAll(async () => {
	database = await testDatabase();
	system = await database.door('system', 'system');
});
afterAll(() => database.close());

test('CN-H1 is the only row of any book that asks for a certificate', () => {
	const asks = allRows.filter(({ bounds }) => bounds.some((bound) => bound.kind === 'condition' && bound.name === 'certificate'));
	expect(asks.map(({ id }) => id)).toEqual(['CN-H1']);
});

const china = ['Asia/Shanghai'];
const noon = '2026-11-24T04:00:00Z';
// What is asked of whom: kind, products of the open debts, places, zones, exam, training, the instant, and whether the certificate is wanting.
test.each<
	[
		name: string,
		kind: string,
		products: string[],
		where: string,
		zones: string[],
		exam: string | null,
		trained: string | null,
		at: string,
		lacks: boolean,
	]
>([
	['trained a year ago today', 'person', ['credit_card'], 'CN', china, '2025-01-10', '2025-11-24', noon, false],
	['at the last second of that day', 'person', ['credit_card'], 'CN', china, '2025-01-10', '2025-11-24', '2026-11-24T15:59:59Z', false],
	['a second later', 'person', ['credit_card'], 'CN', china, '2025-01-10', '2025-11-24', '2026-11-24T16:00:00Z', true],
	['trained a year and a day ago', 'person', ['credit_card'], 'CN', china, '2025-01-10', '2025-11-23', noon, true],
	[
		'trained on a 29 February, on 28 February',
		'person',
		['credit_card'],
		'CN',
		china,
		'2027-01-10',
		'2028-02-29',
		'2029-02-28T04:00:00Z',
		false,
	],
	['and on 1 March', 'person', ['credit_card'], 'CN', china, '2027-01-10', '2028-02-29', '2029-03-01T04:00:00Z', true],
	['no exam', 'person', ['credit_card'], 'CN', china, null, '2026-11-01', noon, true],
	['no training', 'person', ['credit_card'], 'CN', china, '2026-11-01', null, noon, true],
	[
		'trained today, when it is still yesterday there',
		'person',
		['credit_card'],
		'CN US-CA',
		['America/Los_Angeles'],
		'2026-01-10',
		'2026-11-24',
		noon,
		true,
	],
	[
		'trained today, when it is today at one of the places',
		'person',
		['credit_card'],
		'CN US-CA',
		['America/Los_Angeles', ...china],
		'2026-01-10',
		'2026-11-24',
		noon,
		false,
	],
	[
		'a last day that is over at one of two places',
		'person',
		['credit_card'],
		'CN NZ',
		['Pacific/Auckland', ...china],
		'2025-01-10',
		'2025-11-24',
		'2026-11-24T12:00:00Z',
		true,
	],
	['in a province of China', 'person', ['credit_card'], 'CN-SH', china, null, null, noon, true],
	['in California', 'person', ['credit_card'], 'US-CA', ['America/Los_Angeles'], null, null, noon, false],
	['perhaps in China, perhaps in California', 'person', ['credit_card'], 'US-CA, cn', china, null, null, noon, true],
	['a company in China', 'company', ['credit_card'], 'CN', china, null, null, noon, false],
	['a trader who owes an invoice', 'person', ['invoice'], 'CN', china, null, null, noon, false],
	['a trader who owes an invoice and a card', 'person', ['invoice', 'credit_card'], 'CN', china, null, null, noon, true],
])(
	'%s: the database and the gate say the same of the certificate',
	async (name, kind, products, where, zones, exam, trained, at, lacks) => {
		const debtorId = await aDebtor(database);
		const placed: PlacedDebt[] = [];
		for (const product of products) placed.push(await aDebt(database, system, { debtorId, product }));
		await database.query('update debtor set kind = $2, jurisdiction = $3, zones = $4 where id = $1', [debtorId, kind, where, zones]);
		const { actor } = await database.door('agent', name);
		await database.query('update login set exam_passed_on = $2, trained_on = $3 where id = $1', [actor.id, exam, trained]);
		const now = Temporal.Instant.from(at);
		const [said] = await database.query<{ lacks: boolean; anywhere: boolean }>(
			`select ${lacksCertificate('l', '$3::bigint', '$4::timestamptz')} as lacks, ${isCertifiedAnywhere('l', '$4::timestamptz')} as anywhere from login l where l.tenant_id = $1 and l.id = $2`,
			[database.tenantId, actor.id, debtorId, now],
		);
		const [target] = await database.tx((tx) => loadTargets(tx, [{ debtorId, pointId: null }], { now, agentId: actor.id }));
		const { facts, law } = known(target ?? undefined, 'target');
		const { reasons } = decide({ channel: 'voice', purpose: 'collect', amount_minor: null, automatic: false }, facts, law, now);
		expect([said?.lacks, reasons.some(({ rule, verdict }) => rule === 'CN-H1' && verdict === 'refuses')]).toEqual([lacks, lacks]);
		if (said?.anywhere) expect(lacks).toBe(false);
	},
);
