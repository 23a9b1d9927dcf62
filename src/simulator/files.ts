import { join } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { random } from '../core/random.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { generatedLines, nothingGenerated } from '../demo/generate.ts';
import { type PayersNumbers, paymentsOn } from '../demo/money.ts';
import { paymentFileLines } from '../demo/payments.ts';
import { writeLines } from '../demo/sheet-file.ts';
import { districts } from '../demo/source.ts';
import { inTenant, type Pool } from '../host/db.ts';
import { importPayments } from '../payments/import.ts';
import { importPlacement } from '../placements/import.ts';
import type { Door } from '../record/change.ts';
import { fileFindings, type SentRow } from '../auditor/files.ts';
import type { Course } from './course.ts';
import { clients, oftener, type Plan, placementsOf, unaskedPpm, zone } from './plan.ts';

/** The clients' and banks' files of a day, brought through the house's own door, and looked at beside what became of them. */
export type Files = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly manager: Door;
	readonly owner: Pool;
	readonly folder: string;
	readonly day: number;
	readonly on: Temporal.PlainDate;
	readonly recalls: { readonly day: number; readonly placementId: bigint }[];
	add(name: string, count?: number): void;
	found(violations: readonly { invariant: string; sentence: string }[]): void;
};

/** A line of one of our own CSV files. */
export const cellsOf = (line: string) =>
	[...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replace(/^"|"$/g, '').replaceAll('""', '"'));

const minorIn = (text: string): bigint | null => {
	const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.replaceAll(',', ''));
	return match ? BigInt((match[1] ?? '') + (match[2] ?? '').padEnd(2, '0')) : null;
};

function rowsOf(lines: readonly string[], reference: string, amount: string): SentRow[] {
	const [headings = [], ...rows] = lines.map(cellsOf);
	const at = [headings.indexOf(reference), headings.indexOf(amount)] as const;
	return rows.map((cells, i) => ({
		row: i + 2,
		reference: cells[at[0]] ?? '',
		minor: minorIn(cells[at[1]] ?? ''),
		says: saidBy(headings, cells),
		name: cells[headings.indexOf('姓名')],
		person: personIn(headings, cells),
		...(reference === '流水号' ? paidFor(headings, cells) : {}),
	}));
}

/** Who a row is about, where it tells that in plain: an identity number, or a name with a telephone number, or a name that is nobody else's. */
function personIn(headings: readonly string[], cells: readonly string[]): string | undefined {
	const [name = '', identity = '', phone = ''] = ['姓名', '身份证号', '手机'].map((heading) => cells[headings.indexOf(heading)] ?? '');
	if (/^\d{17}[\dX]$/.test(identity)) return identity;
	if (name === '' || identity !== '') return undefined;
	return /^1\d{10}$/.test(phone)
		? `${name} ${phone}`
		: phone === ''
			? `${name} of ${cells[headings.indexOf('案件编号')] ?? ''}`
			: undefined;
}

/** What a payment’s row names and when, by the bank’s own columns. */
function paidFor(headings: readonly string[], cells: readonly string[]): Pick<SentRow, 'named' | 'on' | 'stands'> {
	const [named = '', on = ''] = [cells[headings.indexOf('案件编号')], cells[headings.indexOf('还款日期')]];
	return { named, on: /^\d{4}-\d\d-\d\d$/.test(on) && on !== '2026-02-30' ? on : undefined, stands: [[named]] };
}

/** The parts and the day of a debt's row, where it gives them in plain. */
function saidBy(headings: readonly string[], cells: readonly string[]): string | undefined {
	const cell = (heading: string) => cells[headings.indexOf(heading)] ?? '';
	const parts = ['费用', '利息', '罚息', '本金'].map((heading) => minorIn(cell(heading)));
	const since = cell('逾期日期');
	return parts.includes(null) || !/^\d{4}-\d\d-\d\d$/.test(since) ? undefined : `${parts.join('/')} since ${since}`;
}

/** Sends the clients' files of the day. */
export async function bringPlacements(files: Files): Promise<void> {
	const { plan, day, on, course } = files;
	for (const [i, planned] of placementsOf(plan).entries()) {
		if (planned.day !== day) continue;
		const client = known(
			clients.find((each) => each.code === planned.client),
			'client',
		);
		const order = {
			debts: planned.debts,
			seed: `${plan.seed} file ${planned.people}`,
			placedOn: on,
			messyPpm: planned.messyPpm,
			products: client.products,
		};
		const [headings = '', ...all] = [...generatedLines(await districts(), order, nothingGenerated())];
		const sent = all.map((row, at) => ({ row, name: `file ${i} row ${at + 1}` })).filter(({ name }) => course.happens(name));
		if (sent.length === 0) continue;
		const lines = [headings, ...sent.map(({ row }) => row)];
		const { placement_id: placementId } = await bringFile(files, client.code, `${planned.client}-${i}`, lines);
		await knowNumbers(
			files,
			placementId,
			sent.map(({ name }) => name),
		);
		if (placementId !== null && planned.recalledAfter !== null && course.happens(`file ${i} recalled`))
			files.recalls.push({ day: day + planned.recalledAfter, placementId: BigInt(placementId) });
		if (planned.again && course.happens(`file ${i} again`)) await bringFile(files, client.code, `${planned.client}-${i}-again`, lines);
	}
}

/** Brings one placement file and lays what the house says of it beside what it kept. `unsound`: the cases whose rows may be refused, where the sender knows. */
export async function bringFile(
	files: Pick<Files, 'press' | 'manager' | 'owner' | 'folder' | 'add' | 'found'>,
	client: string,
	name: string,
	lines: readonly string[],
	unsound: readonly string[] | null = null,
) {
	const { press, manager, owner, folder, add } = files;
	const path = join(folder, `${name}.csv`);
	await writeLines(path, 'gb18030', lines);
	const imported = await press('placement', () => importPlacement(manager, { path, clientCode: client }));
	assert(!isRefusal(imported), `the simulated file was refused: ${isRefusal(imported) ? imported.code : ''}`);
	add('placed', imported.accepted);
	add('rejected', imported.rejected);
	add('duplicates', imported.duplicates);
	const of = { kind: 'placement', tenantId: manager.tenantId, client, id: imported.placement_id } as const;
	files.found(
		await fileFindings(
			owner,
			of,
			rowsOf(lines, '案件编号', '委案金额').map((row) => ({
				...row,
				sound: unsound && !unsound.includes(row.reference) ? true : undefined,
			})),
			imported,
		),
	);
	return imported;
}

/** Which debtor and debt each row became: draws are made under these numbers, or under those of the run that is lived again. `names`: the rows in order. */
export async function knowNumbers({ owner, manager, course }: Files, placementId: string | null, names: readonly string[]): Promise<void> {
	if (placementId === null) return;
	const { rows } = await owner.query<{ placement_row: number | bigint; debtor_id: string; id: string }>(
		'select placement_row, debtor_id::text, id::text from debt where tenant_id = $1 and placement_id = $2 order by debt.id',
		[String(manager.tenantId), placementId],
	);
	for (const { placement_row: row, debtor_id: debtorId, id } of rows) {
		// The headings are row 1 of the file.
		const name = known(names[Number(row) - 2], 'row');
		const numbers = course.as(name, `${debtorId} ${id}`);
		course.calls(BigInt(debtorId), BigInt(id), numbers);
		course.as(name, numbers, course.debtor(debtorId));
	}
}

const payersNumbers = (course: Course): PayersNumbers => ({
	debtor: (id) => course.debtor(id),
	debt: (id) => course.debt(id),
	promise: ({ id, debtor_id: debtorId, reference, made_on: madeOn }) =>
		course.as(`promise on ${reference} of ${madeOn}`, id, course.debtor(debtorId)),
});

/** Rows no bank should send: an amount in words, a day that is none, no amount. */
const badRows = [
	',无流水,十元,人民币,2026-01-05,网银,',
	'BAD1,无流水,100.00,人民币,2026-02-30,网银,',
	'BAD2,无流水,,人民币,2026-01-05,网银,',
];

/** The banks' files of the days since the last one, sometimes twice, sometimes with rows that came before or that nobody can read. */
export async function bringPayments(files: Files): Promise<void> {
	const { plan, press, manager, owner, folder, day, on, add, course } = files;
	const numbers = payersNumbers(course);
	const since = on.dayOfWeek === 1 ? 3 : 1;
	const short = oftener(plan) > 1;
	const unasked = plan.without.has('unasked payments') ? () => 0 : (days: number) => unaskedPpm(days) * (short ? 4 : 1);
	for (const { code } of clients) {
		const paid = await inTenant(owner, manager.tenantId, async (tx) => {
			const rows = [];
			for (let back = since; back >= 1; back--)
				rows.push(...(await paymentsOn(tx, { client: code, on: on.subtract({ days: back }), seed: plan.seed, zone, unasked, numbers })));
			return rows.filter(({ number, debtorId }) =>
				course.happens(`day ${day} payment ${number}`, debtorId === null ? null : course.debtor(debtorId)),
			);
		});
		if (paid.length === 0) continue;
		const draw = random(`${plan.seed} double ${code} ${day}`);
		const double =
			draw.chance(short ? 400_000 : 150_000) &&
			!plan.without.has('double payments') &&
			course.happens(`day ${day} payments of ${code} again`);
		// Somebody sends 100,000 more than was meant: a surplus that waits.
		const over = draw.chance(short ? 300_000 : 10_000) && !plan.without.has('unasked payments');
		const bad =
			draw.chance(200_000) && !plan.without.has('messy payments') && course.happens(`day ${day} bad row of ${code}`)
				? [draw.pick(badRows)]
				: [];
		const path = join(folder, `${code}-${on}-payments.csv`);
		const most = over ? course.as(`day ${day} too much to ${code}`, paid[0]?.number ?? '') : null;
		const sent = paid.map((row) => (row.number === most ? { ...row, minor: row.minor + 10_000_000n } : row));
		const lines = [...paymentFileLines(sent), ...bad];
		await writeLines(path, 'gb18030', lines);
		for (let i = 0; i < (double ? 2 : 1); i++) {
			const imported = await press('payments', () => importPayments(manager, { path, clientCode: code }));
			assert(!isRefusal(imported), `the bank’s file was refused: ${isRefusal(imported) ? imported.code : ''}`);
			add('payments', imported.accepted);
			const file = { kind: 'payment', tenantId: manager.tenantId, client: code, id: imported.import_id } as const;
			files.found(await fileFindings(owner, file, rowsOf(lines, '流水号', '还款金额'), imported));
		}
	}
}
