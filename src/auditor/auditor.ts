import type { Pool } from '../host/db.ts';
import { abroadInvariants } from './abroad.ts';
import { agreementInvariants } from './agreements.ts';
import { columnFindings } from './columns.ts';
import { bookInvariants } from './book.ts';
import { contactInvariants } from './contact.ts';
import { certificateInvariants } from './certificates.ts';
import { deskInvariants } from './desk.ts';
import { figuresInvariant } from './figures.ts';
import { guardInvariants } from './guards.ts';
import { holdInvariants } from './holds.ts';
import { goneFindings, limitationFindings, suitFindings } from './limitation.ts';
import { moneyInvariants } from './money.ts';
import { courtInvariants, guaranteeInvariants } from './courts.ts';
import { type Books, type Invariant, shared } from './parts.ts';
import { peopleInvariants } from './people.ts';
import { permitInvariants } from './permits.ts';
import { placeInvariants } from './places.ts';
import { queueInvariants } from './queue.ts';
import { privacyInvariants } from './privacy.ts';
import { recordInvariants } from './record.ts';
import { roleInvariants } from './roles.ts';
import { sealFindings } from './seals.ts';
import { textFindings, textInvariant } from './texts.ts';
import { noteFindings, type Open, textInvariants, wordFindings } from './words.ts';
import { workInvariants } from './work.ts';

/**
 * The auditor: written apart from the product. It reads the bare tables as the database's owner with its own SQL and its own arithmetic, and imports no rule, no
 * law and no store of the house, so that a mistake made there is not made here again. It needs nothing but a database: a simulated one, one after a crash, a live one.
 */
export type Violation = {
	readonly invariant: string;
	/** The day after which it was found. */
	readonly day: string;
	readonly sentence: string;
	readonly debtor_id: string | null;
};

export type Audit = {
	readonly tenantId: bigint;
	/** The day that was just lived through. */
	readonly day: Temporal.PlainDate;
	/** The agency's zone. */
	readonly zone: string;
	/** Look at everything there is, not only at what this day touched; and derive the sealed record again. */
	readonly whole: boolean;
	/** Opens the words of messages, where the agency's key is at hand. */
	readonly open?: Open | undefined;
	/** One act came after the other, and a day had one run. */
	readonly serial?: boolean | undefined;
	/** The books, on two connections that always are the same two: so no statement is planned anew for having come to another one. */
	readonly books?: readonly [Books, Books] | undefined;
};

type Finding = { invariant: string; sentence: string; debtor_id: bigint | string | null };

export const invariants: readonly Invariant[] = [
	...moneyInvariants,
	...bookInvariants,
	...contactInvariants.map((each): Invariant => ({ ...each, of: 'window_attempts' })),
	...peopleInvariants.map((each): Invariant => ({ ...each, of: 'window_attempts' })),
	...abroadInvariants.map((each): Invariant => ({ ...each, of: 'window_attempts' })),
	...placeInvariants.map((each): Invariant => ({ ...each, of: 'window_attempts' })),
	...holdInvariants,
	...guaranteeInvariants.map((each): Invariant => ({ ...each, of: 'window_attempts' })),
	...courtInvariants,
	...agreementInvariants,
	...permitInvariants,
	...workInvariants,
	...deskInvariants,
	...certificateInvariants,
	...queueInvariants,
	...recordInvariants,
	...guardInvariants,
	...roleInvariants,
	...privacyInvariants,
	...textInvariants,
];

/** Looked at once, when a life is over (last-look.ts): it asks the house for its reports. */
export const lastInvariants: readonly string[] = [figuresInvariant];

const findingsMax = 20;

/** The findings of one invariant under its name. */
const named = ({ name, text }: Invariant) =>
	`(select '${name.replaceAll("'", "''")}' as invariant, x.debtor_id::bigint as debtor_id, x.sentence::text as sentence from (${text}) x limit ${findingsMax})`;

/** Statements as they are sent: one for each invariant, or one for all that look at the same thing, which is then made once. */
const statements: readonly Invariant[] = [
	...(Object.keys(shared) as (keyof typeof shared)[]).map((of): Invariant => {
		const looks = invariants.filter((each) => each.of === of).map(named);
		return { name: of, text: `with ${of} as materialized (${shared[of]()}) ${looks.join(' union all ')}` };
	}),
	...invariants.filter((each) => each.of === undefined).map((each): Invariant => ({ ...each, text: named(each) })),
];

const sunday = 7;
const types: Readonly<Record<string, string>> = { $1: 'bigint', $2: 'timestamptz', $3: 'timestamptz', $4: 'text', $5: 'date' };

/** When a day is over for the auditor: what is tried at night belongs to the day before. */
export const auditedUntil = (day: Temporal.PlainDate, zone: string): Temporal.Instant =>
	day.add({ days: 1 }).toZonedDateTime(zone).add({ hours: 8 }).toInstant();

/** Audits one day, or everything; every finding is a sentence with its debtor. Reads only. */
export async function audit(
	owner: Pool,
	{ tenantId, day, zone, whole, open, serial = false, books: both = [owner, owner] }: Audit,
): Promise<Violation[]> {
	const from = whole ? Temporal.Instant.from('1970-01-01T00:00:00Z') : day.toZonedDateTime(zone).toInstant();
	const week = whole ? from : day.subtract({ days: 6 }).toZonedDateTime(zone).toInstant();
	const until = auditedUntil(day, zone);
	const found: Violation[] = [];
	const add = (invariant: string, rows: readonly Omit<Finding, 'invariant'>[]) => {
		for (const { sentence, debtor_id: debtorId } of rows)
			found.push({ invariant, day: day.toString(), sentence, debtor_id: debtorId === null ? null : String(debtorId) });
	};
	const due = statements.filter((each) => (!each.weekly || whole || day.dayOfWeek === sunday) && (!each.serial || serial));
	const answers: Finding[][] = [];
	const [books] = both;
	/** Every other statement, always the same on the same connection: it is planned there once. */
	const look = async (reader: Books, which: number) => {
		for (const [i, invariant] of due.entries())
			if (statements.indexOf(invariant) % 2 === which) answers[i] = await rowsOf(reader, invariant);
	};
	const rowsOf = async (reader: Books, { name, text, weekly }: Invariant): Promise<Finding[]> => {
		const since = weekly ? week : from;
		const values: Record<string, string> = {
			$1: String(tenantId),
			$2: since.toString(),
			$3: until.toString(),
			$4: zone,
			$5: day.toString(),
		};
		// Numbered anew, since a statement may not be given what it does not use.
		const used = Object.keys(values).filter((place) => text.includes(place));
		const numbered = text.replace(/\$\d/g, (place) => `$${used.indexOf(place) + 1}::${types[place]}`);
		const { rows } = await reader.query<Finding>({
			// A plan made for one day does not suit everything: the whole is asked anew.
			...(whole ? {} : { name: `audit ${name.slice(0, 50)}` }),
			text: numbered,
			values: used.map((place) => values[place]),
		});
		return rows;
	};
	// The day is over, and both cores are free.
	await Promise.all(both.map(look));
	for (const rows of answers) for (const row of rows) add(row.invariant, [row]);
	const window = { tenantId, from: from.toString(), until: until.toString() };
	if (open)
		for (const findings of [await wordFindings(books, open, window), await noteFindings(books, open, window)])
			for (const { invariant, ...finding } of findings) add(invariant, [finding]);
	if (whole) for (const { invariant, ...finding } of await columnFindings(books, { tenantId, coded: serial })) add(invariant, [finding]);
	for (const findingsOf of [limitationFindings, goneFindings, suitFindings])
		for (const { invariant, ...finding } of await findingsOf(books, { ...window, zone })) add(invariant, [finding]);
	if (whole) add(textInvariant, await textFindings(books, tenantId));
	if (whole) add('the record verifies', await sealFindings(owner, tenantId));
	return found;
}

/** How many invariants a house is held against: those of any house, and the sealed record. */
export const invariantsOfHouses = invariants.filter((each) => !each.serial).length + 1;

export type HouseAudit = { readonly tenants: number; readonly violations: readonly (Violation & { readonly tenant: string })[] };

/**
 * Audits every agency of a database, everything there is, as of its last day run up to `today` (null: of whatever day it lives in). `openOf`: the key of an agency,
 * where it is at hand.
 */
export async function auditHouse(
	owner: Pool,
	today: Temporal.PlainDate | null,
	openOf: (tenant: string) => Promise<Open | undefined> = async () => undefined,
): Promise<HouseAudit> {
	const { rows } = await owner.query<{ tenant_id: string; code: string; zone: string; last: string | null }>(
		`select t.tenant_id::text, t.code, t.zone, (select max(business_date)::text from day_run r where r.tenant_id = t.tenant_id and r.business_date <= coalesce($1::date, r.business_date)) as last from tenant t order by t.tenant_id`,
		[today?.toString() ?? null],
	);
	const violations: (Violation & { readonly tenant: string })[] = [];
	for (const { tenant_id: id, code, zone, last } of rows) {
		const day = last === null ? today : Temporal.PlainDate.from(last);
		if (day === null) continue;
		const found = await audit(owner, { tenantId: BigInt(id), day, zone, whole: true, open: await openOf(code) });
		violations.push(...found.map((violation) => ({ tenant: code, ...violation })));
	}
	return { tenants: rows.length, violations };
}
