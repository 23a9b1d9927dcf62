import { join } from 'node:path';
import { answerComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { closeContact, type CloseContactInput } from '../arrangements/close-contact.ts';
import { assert } from '../core/assert.ts';
import { type Currency, decimalText } from '../core/money.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { recordedEnd, recordedTerms } from '../demo/calls.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { importPayments } from '../payments/import.ts';
import { type Resolution, resolvePayment } from '../payments/queues.ts';
import { takeNext } from '../queue/actions.ts';
import { type Act, change, type Door, type Plain } from '../record/change.ts';
import { fileFindings } from '../auditor/files.ts';
import type { Files } from '../simulator/files.ts';
import { ask, type Asked, type Point, type SettableClock, use } from '../simulator/misdeeds-parts.ts';
import type { ClientCode, PersonName, TeamName } from './cast.ts';
import { pay, reverse } from '../simulator/office.ts';

/** A debt of the neighbouring agency as it was placed; `point`: the debtor's own number. */
export type NearDebt = Point & { client_id: bigint; reference: string; currency: Currency };

/** What a matter of the neighbouring agency has. */
export type Street = Pick<Files, 'press' | 'owner' | 'folder' | 'manager' | 'found' | 'add'> & {
	readonly clock: SettableClock;
	readonly compliance: Door;
	readonly lead: Door;
	readonly system: Door;
	agent(name: string): Door;
	/** A loan of somebody as it was placed last. */
	loan(name: PersonName, at?: number): NearDebt;
	/** The number of somebody around. */
	around(name: PersonName): Point;
	teamOf(name: TeamName): bigint;
	/** The clock at an hour of a day, counted from the first. */
	at(day: number, time: string): Temporal.Instant;
	on(day: number): Temporal.PlainDate;
};
/** Something on a day at an hour; several of one hour in the order of the matters. */
export type Moment = readonly [day: number, time: string, work: (street: Street) => Promise<unknown>];
export type Matter = readonly Moment[];

/** Money entered by hand, from an hour of a day on; its id. */
export const paid = (
	street: Street,
	debt: NearDebt,
	amountMinor: bigint,
	paidAt: Temporal.Instant,
	more: { named?: string; currency?: Currency } = {},
) =>
	pay(street, {
		clientId: debt.client_id,
		debtReference: more.named ?? debt.reference,
		amountMinor,
		currency: more.currency ?? debt.currency,
		paidAt,
	});

/** A payment comes at an hour, valued at that or another. */
export const pays =
	(
		name: PersonName,
		amountMinor: bigint,
		{ loan = 0, at, ...more }: { loan?: number; at?: readonly [number, string]; named?: string; currency?: Currency } = {},
	) =>
	(street: Street) =>
		paid(street, street.loan(name, loan), amountMinor, at ? street.at(...at) : street.clock.now(), more);

/** The bank takes a payment back. */
export function taken(street: Street, payment: bigint | null): Promise<unknown> {
	return payment === null ? Promise.resolve() : reverse(street, { id: payment, debtor_id: null, debt_id: null });
}

/** What came for a debt and stands, in its order. */
export async function paymentsOf({ press, manager }: Street, { debtor_id: debtorId, debt_id: debtId }: NearDebt): Promise<bigint[]> {
	const rows = await press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from payment where tenant_id = $1 and debtor_id = $2 and debt_id = $3 and state <> 'reversed' order by id`,
				[tx.tenantId, debtorId, debtId],
			),
		),
	);
	return rows.map(({ id }) => id);
}

export const resolve = ({ press, manager }: Pick<Street, 'press' | 'manager'>, payment: bigint, how: Resolution) =>
	press('resolve', (key) =>
		change(
			manager,
			{
				act: 'payment.resolve',
				input: { payment, action: how.action, ...('debtIds' in how && how.debtIds ? { debt_ids: how.debtIds } : {}) },
				key,
			},
			async (act): Promise<{ payment: string } | Refusal> => {
				const done = await resolvePayment(act, payment, how);
				return isRefusal(done) ? done : { payment: String(done.id) };
			},
		),
	);

/** A row of a bank's file; `stands`: for which cases each of its numbers stands. */
export type BankRow = {
	readonly number: string;
	readonly case?: string;
	readonly contract?: string;
	readonly card?: string;
	/** Null: `written` is no amount. */
	readonly minor: bigint | null;
	readonly written?: string;
	readonly at: string;
	/** Which moment that is, where the row names a place of its own. */
	readonly moment?: Temporal.Instant;
	readonly currency?: string;
	readonly stands?: readonly (readonly string[])[];
};
const bankHeadings = ['流水号', '案件编号', '合同编号', '卡号', '还款金额', '币种', '还款时间'];

/** A bank's file comes, and is looked at beside what became of it. */
export async function bank(
	street: Street,
	client: ClientCode,
	name: string,
	rows: readonly BankRow[],
	{ inFen = false }: { inFen?: boolean } = {},
): Promise<void> {
	const { press, manager, owner, folder, found } = street;
	const path = join(folder, `${name}.csv`);
	const lines = rows.map((row) =>
		csvLine([
			row.number,
			row.case ?? '',
			row.contract ?? '',
			row.card ?? '',
			row.minor === null ? (row.written ?? '') : inFen ? `${row.minor}` : decimalText({ minor: row.minor, currency: 'CNY' }),
			row.currency ?? '人民币',
			row.at,
		]),
	);
	await writeLines(path, 'gb18030', [
		csvLine(bankHeadings.map((each) => (inFen && each === '还款金额' ? `${each}（分）` : each))),
		...lines,
	]);
	const imported = await press('payments', () => importPayments(manager, { path, clientCode: client }));
	assert(!isRefusal(imported), 'the bank’s file was refused');
	const sent = rows.map(({ number, minor, at, moment, stands, ...row }, i) => ({
		row: i + 2,
		reference: number,
		minor,
		named: row.case ?? row.contract ?? row.card ?? '',
		on: at.slice(0, 10),
		...(moment ? { moment: moment.toString(), sound: true as const } : {}),
		currency: row.currency === undefined ? 'CNY' : 'USD',
		stands: stands ?? [row.case ?? ''].map((each) => [each]),
	}));
	found(await fileFindings(owner, { kind: 'payment', tenantId: manager.tenantId, client, id: imported.import_id }, sent, imported));
}

/** What is said at the end of a call. */
type Outcome = CloseContactInput['outcome'];
export type Said = Omit<CloseContactInput, 'outcome'> & {
	readonly said: Outcome['said'];
	readonly line?: Outcome['line'];
	/** What the agent writes down of it. */
	readonly note?: string;
};

/** A call: asked for, placed, and ended with the debtor as a desk ends it; the end alone is not kept where its terms are refused. Whether it took place. */
export async function call(
	street: Pick<Street, 'press' | 'clock'>,
	door: Door,
	to: Point,
	said: Said = { said: 'none' },
	{ item, ...asked }: Asked & { item?: bigint } = {},
): Promise<boolean> {
	const permit = await ask(street, door, to, asked);
	if (isRefusal(permit)) return false;
	const attempt = await use(street, door, to, permit.permit, item);
	if (isRefusal(attempt)) return false;
	street.clock.advance({ seconds: 20 });
	if (isRefusal(await close(street, door, to, attempt.attempt, said))) await close(street, door, to, attempt.attempt, { said: 'none' });
	return true;
}

export const close = (
	{ press }: Pick<Street, 'press'>,
	door: Door,
	{ debtor_id: debtorId }: Point,
	attempt: string,
	{ said, line = 'right_party', note, ...terms }: Said,
) =>
	press('close', (key) =>
		change(
			door,
			{ act: 'contact.close', input: { debtor: debtorId, attempt, line, said, ...recordedTerms(terms) }, debtorId, key },
			async (act) => {
				const outcome = {
					debtorId,
					attemptId: BigInt(attempt),
					line,
					said,
					identityDisclosed: line === 'right_party',
					...(note === undefined ? {} : { note }),
				};
				const done = await closeContact(act, { outcome, ...terms });
				return isRefusal(done) ? done : recordedEnd(done);
			},
		),
	);

/** *Next*: the item on the desk, or none. */
export const next = ({ press }: Street, door: Door) => press('next', (key) => takeNext(door, key));

/** A promise of a third of what is owed by the third day, which has a day of grace, told in a call. */
export const promises =
	(
		name: PersonName,
		{ dueOn = 2, amount = 100_000n, loan = 0, replace = false }: { dueOn?: number; amount?: bigint; loan?: number; replace?: boolean } = {},
	) =>
	(street: Street) => {
		const { debt_id: debtId, currency, ...to } = street.loan(name, loan);
		return call(
			street,
			street.agent('talker'),
			{ ...to, debt_id: debtId, currency },
			{
				said: 'promise',
				promise: { debtId, currency, amountMinor: amount, dueOn: street.on(dueOn), replace },
			},
		);
	};

/** One loan of somebody is disputed by letter. */
export const disputes =
	(name: PersonName, loan = 0, whose: PersonName = name) =>
	({ press, compliance, loan: find }: Street) => {
		const { debtor_id: debtorId } = find(name);
		const { debt_id: debtId } = find(whose, loan);
		return press('complaint', (key) =>
			change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'dispute', debts: [debtId] }, debtorId, key }, (act) =>
				fileComplaint(act, { debtorId, kind: 'dispute', channel: 'letter', words: 'not mine', debtIds: [debtId] }),
			),
		);
	};

/** Somebody disputes, and names no debt: all of them. */
export const disputesAll =
	(name: PersonName) =>
	({ press, compliance, loan: find }: Street) => {
		const { debtor_id: debtorId } = find(name);
		return press('complaint', (key) =>
			change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'dispute' }, debtorId, key }, (act) =>
				fileComplaint(act, { debtorId, kind: 'dispute', channel: 'letter', words: 'I owe nothing' }),
			),
		);
	};

/** The first case of somebody, null where there is none. */
export async function complaintOf(door: Door, press: Street['press'], debtorId: bigint): Promise<bigint | null> {
	const [complaint] = await press('read', () =>
		inTenant(door.pool, door.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from complaint where tenant_id = $1 and debtor_id = $2 order by id', [tx.tenantId, debtorId]),
		),
	);
	return complaint?.id ?? null;
}

/** Somebody’s case is taken and answered; not upheld unless said. */
export const answers =
	(name: PersonName, verdict: 'upheld' | 'partly' | 'not_upheld' = 'not_upheld') =>
	async ({ press, compliance, loan }: Street) => {
		const { debtor_id: debtorId } = loan(name);
		const complaint = await complaintOf(compliance, press, debtorId);
		if (complaint === null) return;
		const about = { input: { complaint }, debtorId };
		await press('take', (key) => change(compliance, { act: 'complaint.take', ...about, key }, (act) => takeComplaint(act, complaint)));
		await press('answer', (key) =>
			change(compliance, { act: 'complaint.answer', ...about, key }, (act) =>
				answerComplaint(act, complaint, { verdict, words: 'the contract is signed' }),
			),
		);
	};

type Made = { readonly id: string };

/** Something written down on somebody's page; its id, null where it was refused. */
export async function enter(
	{ press }: Street,
	door: Door,
	act: string,
	debtorId: bigint,
	input: { readonly [name: string]: Plain | undefined },
	work: (act: Act) => Promise<Made | Refusal>,
): Promise<bigint | null> {
	const made = await press(act, (key) =>
		change(door, { act, input: { debtor: debtorId, ...input }, debtorId, key }, async (under): Promise<Made | Refusal> => {
			const done = await work(under);
			return isRefusal(done) ? done : { id: done.id };
		}),
	);
	return isRefusal(made) ? null : BigInt(made.id);
}
