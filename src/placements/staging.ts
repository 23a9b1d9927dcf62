import { jsonText } from '../core/json.ts';
import { known } from '../core/assert.ts';
import { maskAddress, maskIdNumber, maskName, maskPhone, maskTail } from '../core/mask.ts';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { type CopyWriter, copyWriter } from './copy.ts';
import { aliasOf } from '../debts/alias.ts';
import type { ColumnProblem, PlacedParty, PlacedPoint, PlacedRow } from './rules.ts';

/** Temporary tables of one import: one chunk of rows as they came, sealed, before anything is decided about them. */
export async function openStaging(tx: Tx): Promise<void> {
	await tx.query(`
		create temp table staged (
			row bigint, reference text, facts_hash bytea, identity_index bytea, kind text, sealed bytea, name_masked text, id_masked text,
			birth_on date, currency text, product text, placed_on date, recall_due_on date, overdue_since date, round smallint,
			costs bigint, interest bigint, penalty bigint, principal bigint, extra_sealed bytea, history_sealed bytea, contract_alias bigint, card_alias bigint,
			claim_check text, cut_costs bigint, cut_interest bigint, cut_penalty bigint, cut_principal bigint
		) on commit drop;
		create temp table staged_party (
			row bigint, role text, relation text, person_index bytea, sealed bytea, name_masked text
		) on commit drop;
		create temp table staged_point (
			row bigint, person_index bytea, kind text, label text, value_sealed bytea, value_index bytea, value_masked text
		) on commit drop;
		create temp table staged_problem (
			row bigint, column_name text, value_masked text, code text, details text, row_sealed bytea
		) on commit drop`);
}

/**
 * Has the database count the tables of a house that is still small, so that what is placed next is planned for the rows that are there. Takes the lock that counting takes until the transaction
 * ends, and waits for nobody. False: another holds it; the next chunk asks again. Migration 0029 says what happened without it.
 */
export async function countPlaced(tx: Tx): Promise<boolean> {
	const [counted] = await tx.query<{ all: boolean }>('select count_what_is_placed() as all');
	return known(counted, 'an answer').all;
}

/** One chunk as COPY streams, a stream for each staging table. */
export type StagedCopies = {
	readonly staged: Buffer | null;
	readonly parties: Buffer | null;
	readonly points: Buffer | null;
	readonly problems: Buffer | null;
};

export type Sealer = {
	add(placed: PlacedRow): void;
	reject(row: number, problems: readonly ColumnProblem[], cells: readonly string[]): void;
	take(): StagedCopies;
};

/** Seals rows one by one into COPY streams. Pure but for the vault's nonces. */
export function sealerOf(vault: Vault, clientCode: string): Sealer {
	const staged = copyWriter();
	const parties = copyWriter();
	const points = copyWriter();
	const problems = copyWriter();
	const sealedOrNull = (value: Readonly<Record<string, string>>, context: string) => {
		for (const _ in value) return vault.seal(JSON.stringify(value), context);
		return null;
	};
	const addPoint = (row: number, personIndex: Buffer | null, point: PlacedPoint) => {
		const phone = point.kind === 'mobile' || point.kind === 'landline';
		const index = vault.blindIndex(phone ? 'phone' : point.kind, point.value);
		points.row(7);
		points.int8(row);
		points.bytes(personIndex);
		points.text(point.kind);
		points.text(point.label);
		points.bytes(vault.seal(point.value, pointContext(index)));
		points.bytes(index);
		points.text(phone ? maskPhone(point.value) : point.kind === 'address' ? maskAddress(point.value) : maskTail(point.value));
	};
	const addParty = (row: number, party: PlacedParty) => {
		const personIndex = vault.blindIndex('person', personOf(party));
		const { name, idNumber, address, employer } = party;
		parties.row(6);
		parties.int8(row);
		parties.text(party.role);
		parties.text(party.relation);
		parties.bytes(personIndex);
		parties.bytes(
			vault.seal(
				JSON.stringify({ name, idNumber, ...(address ? { address } : {}), ...(employer ? { employer } : {}) }),
				partyContext(personIndex),
			),
		);
		parties.text(maskName(name));
		for (const point of party.points) addPoint(row, personIndex, point);
	};
	return {
		add(placed) {
			addRow(staged, placed, vault, clientCode, sealedOrNull);
			for (const point of distinct(placed.points, pointKey)) addPoint(placed.row, null, point);
			for (const party of distinctPeople(placed.parties)) addParty(placed.row, party);
		},
		reject(row, found, cells) {
			// The whole source row is kept sealed once per row, so that the client's error file can be written again.
			const source = vault.seal(JSON.stringify(cells), `row ${row}`);
			for (const [i, problem] of found.entries()) {
				problems.row(6);
				problems.int8(row);
				problems.text(problem.column.slice(0, 200));
				problems.text(problem.value);
				problems.text(problem.code);
				problems.text(jsonText(problem.details ?? {}));
				problems.bytes(i === 0 ? source : null);
			}
		},
		take: () => ({ staged: staged.take(), parties: parties.take(), points: points.take(), problems: problems.take() }),
	};
}

const pointKey = (point: PlacedPoint) => `${point.kind} ${point.value}`;

/** Each value once: the same number may stand in two columns of a row. The database counts on it. */
function distinct<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
	if (values.length < 2) return values;
	const seen = new Set<string>();
	return values.filter((value) => {
		const key = keyOf(value);
		if (seen.has(key)) return false;
		seen.add(key);
		return true;
	});
}

/** Each person once, with all numbers given for them. */
function distinctPeople(parties: readonly PlacedParty[]): readonly PlacedParty[] {
	const points = new Map<string, PlacedPoint[]>();
	for (const party of parties) points.set(personOf(party), [...(points.get(personOf(party)) ?? []), ...party.points]);
	return distinct(parties, personOf).map((party) => ({ ...party, points: distinct(points.get(personOf(party)) ?? [], pointKey) }));
}

function addRow(
	to: CopyWriter,
	placed: PlacedRow,
	vault: Vault,
	clientCode: string,
	sealedOrNull: (value: Readonly<Record<string, string>>, context: string) => Buffer | null,
): void {
	const identityIndex = vault.blindIndex('identity', identityOf(placed, clientCode));
	const idNumber = placed.identity?.number ?? '';
	to.row(28);
	to.int8(placed.row);
	to.text(placed.reference);
	to.bytes(factsHash(placed, vault));
	to.bytes(identityIndex);
	to.text(placed.identity?.kind ?? 'person');
	to.bytes(vault.seal(JSON.stringify({ name: placed.name, idNumber, employer: placed.employer }), debtorContext(identityIndex)));
	to.text(maskName(placed.name));
	to.text(maskIdNumber(idNumber));
	to.date(placed.identity?.birthOn ?? null);
	to.text(placed.currency);
	to.text(placed.product);
	to.date(placed.placedOn);
	to.date(placed.recallDueOn);
	to.date(placed.overdueSince);
	to.int2(placed.round);
	to.int8(placed.owed.costs);
	to.int8(placed.owed.interest);
	to.int8(placed.owed.penalty);
	to.int8(placed.owed.principal);
	to.bytes(sealedOrNull(placed.extra, `extra ${placed.reference}`));
	to.bytes(sealedOrNull(placed.history, `history ${placed.reference}`));
	to.int8(placed.contract === null ? null : aliasOf(vault, placed.contract));
	to.int8(placed.card === null ? null : aliasOf(vault, placed.card));
	to.text(placed.claim === null ? null : jsonText(placed.claim));
	to.int8(placed.cut.costs);
	to.int8(placed.cut.interest);
	to.int8(placed.cut.penalty);
	to.int8(placed.cut.principal);
}

/** What a debtor's, a party's and a contact point's sealed value is bound to. */
export const debtorContext = (identityIndex: Uint8Array) => `debtor ${Buffer.from(identityIndex).toString('hex')}`;
export const partyContext = (personIndex: Uint8Array) => `party ${Buffer.from(personIndex).toString('hex')}`;
export const pointContext = (valueIndex: Uint8Array) => `contact ${Buffer.from(valueIndex).toString('hex')}`;

/**
 * 16 bytes over all facts, keyed (they hold names and numbers), then 4 over the amounts and 4 over dates and product, so that a row that differs
 * can be told in what.
 */
function factsHash({ facts }: PlacedRow, vault: Vault): Buffer {
	const hash = Buffer.allocUnsafe(24);
	vault.blindIndex('facts', facts.all).copy(hash);
	hash.writeInt32BE(checksum(facts.amounts), 16);
	hash.writeInt32BE(checksum(facts.dates), 20);
	return hash;
}

/** FNV-1a. */
function checksum(text: string): number {
	let sum = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
	return sum | 0;
}

/** One person across files and clients by identity number; without one, the client's own person of this name and number, or this debt alone. */
function identityOf(placed: PlacedRow, clientCode: string): string {
	if (placed.identity) return placed.identity.number;
	const phone = placed.points.find((point) => point.kind === 'mobile')?.value;
	return phone ? `${clientCode}\u001f${placed.name}\u001f${phone}` : `${clientCode}\u001f${placed.name}\u001f${placed.reference}`;
}

function personOf(party: PlacedParty): string {
	return party.idNumber || `${party.name}\u001f${party.points[0]?.value ?? ''}`;
}
