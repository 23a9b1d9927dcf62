import { extendComplaint, fileComplaint } from '../complaints/actions.ts';
import { known } from '../core/assert.ts';
import type { Currency } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { setWhereabouts } from '../contact/wishes.ts';
import { generatedLines, nothingGenerated } from '../demo/generate.ts';
import { csvLine } from '../demo/sheet-file.ts';
import { districts } from '../demo/source.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { type Resolution, resolvePayment } from '../payments/queues.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { change } from '../record/change.ts';
import { bringFile, cellsOf, type Files, knowNumbers } from './files.ts';
import { type Office, pay, reverse } from './office.ts';

/**
 * Several loans of one person at one lender, and what becomes of the money for them: in the order of the law, as the payer names, by a contract's number, more than all of them, taken back; a debt in
 * dispute in America; a file brought in error and one taken back by its client, and money that comes for them all the same. One thing a day from the second day on, then again two months later.
 */
const clientCode = 'SIMX';
const every = 60;
const people = 4;
const loansEach = 3;

type Debt = { id: bigint; debtor_id: bigint; client_id: bigint; reference: string; currency: Currency; owed: bigint };
type Matter = Office & { readonly files: Files; readonly start: number };

const reference = (start: number, person: number, loan: number) => `LN${start}P${person}N${loan}`;

/** The debts under references that begin so, in their order. */
const debtsOf = ({ press, manager }: Matter, beginning: string): Promise<Debt[]> =>
	press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<Debt>(
				`select d.id, d.debtor_id, d.client_id, d.reference, d.currency, coalesce(b.owed_minor, 0) as owed from debt d join client c on c.tenant_id = $1 and c.id = d.client_id and c.code = $2
				   left join debt_balance b on b.tenant_id = $1 and b.debtor_id = d.debtor_id and b.debt_id = d.id where d.tenant_id = $1 and starts_with(d.reference, $3) order by d.reference, d.id`,
				[tx.tenantId, clientCode, beginning],
			),
		),
	);
const loansOf = (matter: Matter, person: number) => debtsOf(matter, `LN${matter.start}P${person}N`);

/** Rows of loans: each person's under one contract, the second of each on a car, the later ones due later. */
async function linesOf(
	{ plan, on }: Matter,
	what: string,
	names: readonly (readonly [reference: string, contract: string])[],
): Promise<string[]> {
	const order = {
		debts: names.length,
		seed: `${plan.seed} loans ${what}`,
		placedOn: on,
		messyPpm: 0,
		products: [['消费贷款', 1]] as const,
	};
	const [headings = '', ...rows] = [...generatedLines(await districts(), order, nothingGenerated())];
	const columns = cellsOf(headings.trimEnd());
	const at = (name: string) => columns.indexOf(name);
	const own = ['姓名', '身份证号', '手机', '家庭地址', '单位名称', '联系人1姓名', '联系人1关系', '联系人1手机'].map(at);
	const read = rows.map((row) => cellsOf(row.trimEnd()));
	const lines = names.map(([number, contract], i) => {
		const cells = [...known(read[i], 'row')];
		const first = names.findIndex((each) => each[1] === contract);
		for (const column of own) cells[column] = read[first]?.[column] ?? '';
		const loan = i - first;
		cells[at('案件编号')] = number;
		cells[at('合同编号')] = contract;
		cells[at('产品名称')] = loan === 1 ? '车贷' : '消费贷款';
		// The second person's first and third are due on one day.
		cells[at('逾期日期')] = on.subtract({ days: 95 - 20 * (loan === 2 && contract.endsWith('1') ? 0 : loan) }).toString();
		return csvLine(cells.slice(0, columns.length));
	});
	return [headings, ...lines];
}

async function bring(matter: Matter, what: string, rows: readonly (readonly [string, string])[]): Promise<bigint | null> {
	const { files, course, start } = matter;
	const [headings = '', ...all] = await linesOf(matter, what, rows);
	const sent = all.map((row, i) => ({ row, name: `loans ${start} ${what} row ${i + 1}` })).filter(({ name }) => course.happens(name));
	if (sent.length === 0) return null;
	const { placement_id: placementId } = await bringFile(files, clientCode, `loans-${start}-${what}`, [
		headings,
		...sent.map(({ row }) => row),
	]);
	await knowNumbers(
		files,
		placementId,
		sent.map(({ name }) => name),
	);
	return placementId === null ? null : BigInt(placementId);
}

const errorRows = (start: number) => [0, 1].map((i) => [`LE${start}N${i}`, `HE${start}N${i}`] as const);

async function brought(matter: Matter): Promise<void> {
	const { press, manager, start } = matter;
	const rows = Array.from({ length: people * loansEach }, (_, i) => {
		const person = Math.floor(i / loansEach);
		return [reference(start, person, i % loansEach), `HT${start}P${person}`] as const;
	});
	await bring(matter, 'several', rows);
	const inError = await bring(matter, 'in error', errorRows(start));
	if (inError === null) return;
	await press('undo', (key) => undoPlacement(manager, inError, key));
	// The first of the two comes again, with other sums.
	await bring(matter, 'again', errorRows(start).slice(0, 1));
}

const paidFor = (matter: Matter, debt: Debt, amountMinor: bigint, named: string = debt.reference, currency: Currency = debt.currency) =>
	pay(matter, {
		clientId: debt.client_id,
		externalReference: `LNPAY${matter.day} ${named} ${currency}`,
		debtReference: named,
		amountMinor,
		currency,
		paidAt: matter.manager.clock.now().subtract({ hours: 20 }),
	});

/** Five minutes on. */
const later = (matter: Matter): Matter => ({
	...matter,
	manager: { ...matter.manager, clock: settableClock(matter.manager.clock.now().add({ minutes: 5 })) },
});

/** For a debt that was brought in error, for the one that was brought again, in a currency nobody lent, and more than was lent. */
async function paidAfterError(matter: Matter): Promise<void> {
	const [again, inError] = await Promise.all([debtsOf(matter, `LE${matter.start}N0`), debtsOf(matter, `LE${matter.start}N1`)]);
	for (const debt of [again.at(-1), inError.at(-1)]) if (debt) await paidFor(matter, debt, 50_000n);
	const [loan] = await loansOf(matter, 0);
	if (loan) await paidFor(matter, loan, 10_000n, loan.reference, 'USD');
	// And too much for one loan, which goes on to another.
	const [, other, over] = await loansOf(matter, 3);
	const payment = other && over && over.owed > 0n ? await paidFor(matter, over, over.owed + 40_000n) : null;
	if (payment !== null && other) await resolve(later(matter), payment, { action: 'apply_to_debt', debtId: other.id });
}

async function paidByContract(matter: Matter): Promise<void> {
	const loans = await loansOf(matter, 0);
	const [first, second] = loans;
	if (first && second) await paidFor(matter, first, (first.owed + second.owed) / 2n + 10_001n, `HT${matter.start}P0`);
}

/** Money whose case nobody named is spread over a person's loans; `named`: which, in the payer's order. */
async function spread(
	matter: Matter,
	person: number,
	share: (owed: bigint) => bigint,
	named: (loans: readonly Debt[]) => readonly Debt[] | null,
): Promise<void> {
	const { day } = matter;
	const loans = await loansOf(matter, person);
	const [first] = loans;
	const owed = loans.reduce((sum, each) => sum + each.owed, 0n);
	if (!first || owed === 0n) return;
	const payment = await paidFor(matter, first, share(owed), `UNNAMED${day}P${person}`);
	if (payment === null) return;
	const debtIds = named(loans)?.map(({ id }) => id) ?? null;
	await resolve(
		matter,
		payment,
		{ action: 'spread', debtorId: first.debtor_id, debtIds },
		debtIds ? { debt_ids: debtIds.map(String) } : {},
	);
}

function resolve(
	{ press, manager }: Matter,
	payment: bigint,
	how: Resolution,
	said: { readonly debt_ids?: readonly string[] } = {},
): Promise<unknown> {
	const input = { payment, action: how.action, ...said };
	return press('resolve', (key) =>
		change(manager, { act: 'payment.resolve', input, key }, async (act): Promise<{ payment: string } | Refusal> => {
			const done = await resolvePayment(act, payment, how);
			return isRefusal(done) ? done : { payment: String(done.id) };
		}),
	);
}

/** A person in New York disputes one of the loans; money comes for it, and for nobody knows which. */
async function disputedAbroad(matter: Matter): Promise<void> {
	const { press, compliance, manager } = matter;
	const [disputed] = await loansOf(matter, 3);
	if (!disputed) return;
	const { debtor_id: debtorId, id } = disputed;
	const where = { jurisdictions: ['US-NY'], zones: ['America/New_York'], evidence: 'the client’s file' };
	await press('whereabouts', (key) =>
		change(compliance, { act: 'debtor.whereabouts', input: { debtor: debtorId, ...where }, debtorId, key }, (act) =>
			setWhereabouts(act, debtorId, where),
		),
	);
	const filed = await press('complaint', (key) =>
		change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'dispute', debts: [id] }, debtorId, key }, (act) =>
			fileComplaint(act, { debtorId, kind: 'dispute', channel: 'letter', words: 'not my car', debtIds: [id] }),
		),
	);
	// Its term is made longer once, as it may be, and once more.
	if (isRefusal(filed)) return;
	for (const time of [1, 2])
		await press('extend', (key) =>
			change(manager, { act: 'complaint.extend', input: { complaint: filed.id, time }, debtorId, key }, (act) =>
				extendComplaint(act, BigInt(filed.id), 'the shop is asked'),
			),
		);
	await paidFor(matter, disputed, 30_000n);
	await spread(
		matter,
		3,
		(owed) => owed / 2n,
		() => null,
	);
}

/** What came by the contract's number, or over all the loans, is taken back by the bank. */
async function takenBack(matter: Matter, named: string): Promise<void> {
	const { press, manager } = matter;
	const [payment] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from payment where tenant_id = $1 and starts_with(external_reference, 'LNPAY') and strpos(external_reference, $2) > 0 and state <> 'reversed' order by id desc limit 1`,
				[tx.tenantId, named],
			),
		),
	);
	if (payment) await reverse(matter, { id: payment.id, debtor_id: null, debt_id: null });
}

/** The client takes its loans back; a debtor pays all the same, and a bank takes back what was paid before. */
async function recalled(matter: Matter): Promise<void> {
	const { press, manager, start } = matter;
	const [loan] = await loansOf(matter, 0);
	if (!loan) return;
	const [placement] = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ placement_id: bigint }>('select placement_id from debt where tenant_id = $1 and id = $2', [tx.tenantId, loan.id]),
		),
	);
	if (!placement) return;
	await press('recall', (key) => recallPlacement(manager, placement.placement_id, '委案方收回', key));
	const after = later(matter);
	await paidFor(after, loan, 20_000n);
	await takenBack(after, `HT${start}P0`);
}

const reversed = (loans: readonly Debt[]) => [...loans].reverse().slice(0, 2);
const saga: readonly (readonly [string, (matter: Matter) => Promise<void>])[] = [
	['are brought', brought],
	['are paid after an error', paidAfterError],
	['are paid by contract', paidByContract],
	['are paid as named', (matter) => spread(matter, 1, (owed) => owed / 2n, reversed)],
	[
		'are paid in order',
		(matter) =>
			spread(
				matter,
				2,
				(owed) => owed / 2n,
				() => null,
			),
	],
	['are disputed abroad', disputedAbroad],
	[
		'are paid and more',
		(matter) =>
			spread(
				matter,
				2,
				(owed) => owed + 12_345n,
				() => null,
			),
	],
	['are taken back by the bank', (matter) => takenBack(matter, `UNNAMED${matter.day - 1}P2`)],
	['are taken back by the client', recalled],
];

/** The day's matter of the loans, if it has one. */
export async function loansDay(office: Office, files: Files): Promise<void> {
	const { plan, course, day } = office;
	const at = (day - 1) % every;
	const [what, work] = (day > 0 ? saga[at] : undefined) ?? [];
	if (!work || plan.without.has('loans') || !course.happens(`day ${day} loans ${what}`)) return;
	await work({ ...office, files, start: day - at });
}
