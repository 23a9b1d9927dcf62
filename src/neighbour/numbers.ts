import { join } from 'node:path';
import { recordWish } from '../contact/wishes.ts';
import { assert, known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { importPayments } from '../payments/import.ts';
import { addClient, changeClient } from '../tenants/actions.ts';
import { clientFindings, type Named, rowsInvariant } from '../auditor/files.ts';
import { bringFile } from '../simulator/files.ts';
import { caseOf, type PersonName, rowsOf } from './cast.ts';
import { leftLonger } from './others.ts';
import { bank, enter, type Matter, pays, type Street } from './parts.ts';
import { bounces } from './sums.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const gone = 'of a client that is gone';
const misplaced = 'of a card placed anew by mistake';
const meant = 'of a card placed anew by mistake, and meant';
const little = 'who paid a little, then recalled';

async function closes(street: Street, code: string): Promise<void> {
	const { press, manager, agent } = street;
	const [client] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from client where tenant_id = $1 and code = $2', [tx.tenantId, code]),
		),
	);
	await press('close', (key) => changeClient(agent('operator'), { clientId: known(client, 'client').id, closed: true }, key));
}

/** A row of somebody in a file that was taken back. */
const rowOfBrief = (street: Street, name: PersonName) => rowsOf('brief', street.on(0)).filter((row) => row.startsWith(caseOf(name, 0)));

/** What was paid in part before it was taken back comes again with the sum it had; then with the rest, beside one whose payment the bank took back. */
async function bringsAgain(street: Street): Promise<void> {
	const reference = caseOf(little, 0);
	const all = rowOfBrief(street, little);
	await bringFile(street, 'NEAR', 'near-brief-part', [csvLine(headings), ...all], [reference]);
	const rest = all.map((row) => row.replace('3000.00', '2400.00').replace('2700.00', '2100.00'));
	await bringFile(street, 'NEAR', 'near-brief-rest', [csvLine(headings), ...rest, ...rowOfBrief(street, 'paid, then recalled')], []);
}

const terms = { kind: 'consumer_finance', product: 'consumer_loan', currency: 'CNY' } as const;
/** Clients of which one is called by another’s code, two by one name, and two more by one name of which the first is closed. */
const alike: readonly (readonly [code: string, name: string])[] = [
	['ALIKE1', 'ALIKE2'],
	['ALIKE2', '同名消费金融'],
	['ALIKE3', '同名消费金融'],
	['ALIKE4', '更名消费金融'],
	['ALIKE5', '更名消费金融'],
];

async function comeAlike(street: Street): Promise<void> {
	const operator = street.agent('operator');
	for (const [code, name] of alike) {
		const added = await street.press('client', (key) => addClient(operator, { ...terms, code, name, creditor: '同名消费金融' }, key));
		assert(!isRefusal(added), `no client ${code}`);
	}
	await closes(street, 'ALIKE4');
	for (const [i, code] of ['ALIKE1', 'ALIKE2'].entries()) {
		const row = { who: 940 + i, around: 940 + i, reference: 'ALIKE', batch: 'Balike', contract: `HT${code}` };
		const line = rowFrom({ ...row, placedOn: street.on(0), dueOn: street.on(-40) });
		await bringFile(street, code, `near-${code.toLowerCase()}`, [csvLine(headings), line], []);
	}
}

/** One file of payments for several clients, each named as somebody names it. */
async function payAlike(street: Street): Promise<void> {
	const { press, manager, owner, folder, found, on } = street;
	const rows: readonly (Named & { readonly names: string })[] = [
		{ number: 'ALIKE-1', names: 'ALIKE2', client: 'ALIKE2' },
		{ number: 'ALIKE-2', names: '同名消费金融', client: null },
		{ number: 'ALIKE-3', names: '更名消费金融', client: 'ALIKE5' },
		{ number: 'ALIKE-4', names: 'ALIKE4', client: 'ALIKE4' },
	];
	const path = join(folder, 'near-alike.csv');
	await writeLines(path, 'gb18030', [
		csvLine(['委案方', '流水号', '案件编号', '还款金额', '币种', '还款时间']),
		...rows.map(({ names, number }) => csvLine([names, number, 'ALIKE', '100.00', '人民币', `${on(1)}`])),
	]);
	const imported = await press('payments', () => importPayments(manager, { path }));
	assert(!isRefusal(imported), 'the file of several clients was refused');
	found(await clientFindings(owner, { tenantId: manager.tenantId, id: imported.import_id }, rows));
}

/** A debtor says what they do not want while a file names another by a case number, beside the contract both have: nobody has to wait for whom the money does not concern. */
async function paysBesideOthers(street: Street): Promise<void> {
	const { compliance, owner, found, loan, on } = street;
	const [name, other] = ['of one contract', 'of the same contract'] as const;
	const { debtor_id: debtorId } = loan(other);
	const said = { kind: 'refused_medium', channel: 'email', evidence: 'a letter' } as const;
	const row = { number: 'FRAME1', case: caseOf(name, 0), contract: 'HTSHARED', minor: 10_000n, at: `${on(2)}` };
	let paying: Promise<void> = Promise.resolve();
	await enter(street, compliance, 'wish.record', debtorId, said, async (act) => {
		const made = await recordWish(act, debtorId, said);
		const [own] = await act.tx.query<{ pid: number }>('select pg_backend_pid() as pid');
		let paid = false;
		paying = bank(street, 'NEAR', 'near-frame', [{ ...row, stands: [[row.case], []] }]).finally(() => {
			paid = true;
		});
		// Told where it is awaited.
		paying.catch(() => {});
		while (!paid)
			if ((await owner.query(waitsFor, [own?.pid])).rows.length > 0) {
				found([{ invariant: rowsInvariant, sentence: `a payment that names ${name} waits for ${other}` }]);
				break;
			}
		return made;
	});
	await paying;
}

/** Whoever waits for a session. */
const waitsFor = `select from pg_stat_activity a where a.wait_event_type = 'Lock' and $1 = any (pg_blocking_pids(a.pid))`;

/** Numbers that stood for something else in between, clients that are gone or called alike, and what only looks as if it were there already. */
export const mattersOfNumbers: Readonly<Record<string, Matter>> = {
	'a card paid off, and placed anew by mistake': [
		[1, '12:27', pays(misplaced, 300_000n)],
		[1, '12:28', pays(meant, 300_000n)],
		[5, '09:52', bounces(misplaced)],
		[6, '09:05', pays(misplaced, 10_000n)],
	],
	'money for what was taken back, and placed anew by mistake since': [
		[
			3,
			'06:41',
			(street) =>
				bank(street, 'NEAR', 'near-late', [
					{ number: 'LATE1', case: 'MISREAD', minor: 5_000n, at: `${street.on(2)}` },
					{ number: 'LATE2', contract: 'HTMISREAD', minor: 5_000n, at: `${street.on(2)}`, stands: [['MISREAD']] },
				]),
		],
	],
	'paid in part, taken back, and placed again': [[6, '06:21', bringsAgain]],
	'a client is closed, its last payment taken back, and paid again': [
		[1, '12:29', pays(gone, 300_000n)],
		[1, '12:40', (street) => closes(street, 'GONE')],
		[2, '09:31', bounces(gone)],
		[
			3,
			'06:43',
			(street) =>
				bank(street, 'GONE', 'near-gone-late', [{ number: 'GONE1', case: caseOf(gone, 0), minor: 300_000n, at: `${street.on(2)}` }]),
		],
	],
	'clients that are called alike': [
		[0, '06:40', comeAlike],
		[2, '06:42', payAlike],
	],
	'a client whose contract is over leaves a loan longer': [[3, '11:35:00', leftLonger('of a client that goes, to be left longer', 20)]],
	'money beside a contract of many': [[3, '09:50', paysBesideOthers]],
};
