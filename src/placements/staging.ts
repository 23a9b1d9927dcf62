import { hash } from 'node:crypto';
import { maskAddress, maskIdNumber, maskName, maskPhone, maskTail } from '../core/mask.ts';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { from as copyFrom } from 'pg-copy-streams';
import type { PlacedParty, PlacedPoint, PlacedRow } from './rules.ts';

/** COPY's text form of one value. */
function copyText(value: string | number | bigint | Buffer | null | undefined): string {
	if (value === null || value === undefined) return '\\N';
	if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
	if (typeof value !== 'string') return String(value);
	return /[\\\n\r\t]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t') : value;
}

export function copyLine(values: readonly (string | number | bigint | Buffer | null | undefined)[]): string {
	return `${values.map(copyText).join('\t')}\n`;
}

/** Temporary tables of one import: as the rows come, sealed, before anything is decided about them. */
export async function openStaging(tx: Tx): Promise<void> {
	await tx.connection.query(`
		create temp table staged (
			row bigint, reference text, facts_hash bytea, identity_index bytea, kind text, sealed bytea, name_masked text, id_masked text,
			birth_on date, currency text, product text, placed_on date, recall_due_on date, overdue_since date, round smallint,
			costs bigint, interest bigint, penalty bigint, principal bigint, extra_sealed bytea, history_sealed bytea
		) on commit drop;
		create temp table staged_party (
			row bigint, role text, relation text, person_index bytea, sealed bytea, name_masked text
		) on commit drop;
		create temp table staged_point (
			row bigint, person_index bytea, kind text, label text, value_sealed bytea, value_index bytea, value_masked text
		) on commit drop;
		create temp table staged_problem (row bigint, column_name text, value_masked text, code text, details jsonb, row_sealed bytea) on commit drop`);
}

export async function copyInto(tx: Tx, table: string, text: string): Promise<void> {
	if (text === '') return;
	const stream = tx.connection.query(copyFrom(`copy ${table} from stdin`));
	await new Promise<void>((resolve, reject) => {
		stream.on('finish', resolve);
		stream.on('error', reject);
		stream.end(text);
	});
}

/** The lines of one batch for each staging table. */
export type StagedText = { staged: string; parties: string; points: string };

/** Seals a batch of rows. Pure but for the vault's nonces; runs beside the database, which takes the batch before. */
export function seal(rows: readonly PlacedRow[], vault: Vault, clientCode: string): StagedText {
	const text: StagedText = { staged: '', parties: '', points: '' };
	for (const placed of rows) {
		const identityIndex = vault.blindIndex('identity', identityOf(placed, clientCode));
		const person = JSON.stringify({
			name: placed.name,
			idNumber: placed.identity?.number ?? '',
			employer: placed.employer,
			card: placed.card,
		});
		text.staged += copyLine([
			placed.row,
			placed.reference,
			hash('sha256', placed.facts, 'buffer').subarray(0, 16),
			identityIndex,
			placed.identity?.kind ?? 'person',
			vault.seal(person, debtorContext(identityIndex)),
			maskName(placed.name),
			maskIdNumber(placed.identity?.number ?? ''),
			placed.identity?.birthOn?.toString() ?? null,
			placed.currency,
			placed.product,
			placed.placedOn.toString(),
			placed.recallDueOn?.toString() ?? null,
			placed.overdueSince.toString(),
			placed.round,
			placed.owed.costs,
			placed.owed.interest,
			placed.owed.penalty,
			placed.owed.principal,
			sealedOrNull(vault, placed.extra, `extra ${placed.reference}`),
			sealedOrNull(vault, placed.history, `history ${placed.reference}`),
		]);
		for (const point of placed.points) text.points += pointLine(placed.row, null, point, vault);
		for (const party of placed.parties) {
			const personIndex = vault.blindIndex('person', personOf(party));
			text.parties += copyLine([
				placed.row,
				party.role,
				party.relation,
				personIndex,
				vault.seal(JSON.stringify({ name: party.name, idNumber: party.idNumber }), partyContext(personIndex)),
				maskName(party.name),
			]);
			for (const point of party.points) text.points += pointLine(placed.row, personIndex, point, vault);
		}
	}
	return text;
}

/** What a debtor's sealed value is bound to. */
export const debtorContext = (identityIndex: Uint8Array) => `debtor ${Buffer.from(identityIndex).toString('hex')}`;
export const partyContext = (personIndex: Uint8Array) => `party ${Buffer.from(personIndex).toString('hex')}`;
export const pointContext = (valueIndex: Uint8Array) => `contact ${Buffer.from(valueIndex).toString('hex')}`;

/** One person across files and clients by identity number; without one, the client's own person of this name and number, or this debt alone. */
function identityOf(placed: PlacedRow, clientCode: string): string {
	if (placed.identity) return placed.identity.number;
	const phone = placed.points.find((point) => point.kind === 'mobile')?.value;
	return phone ? `${clientCode}\u001f${placed.name}\u001f${phone}` : `${clientCode}\u001f${placed.name}\u001f${placed.reference}`;
}

function personOf(party: PlacedParty): string {
	return party.idNumber || `${party.name}\u001f${party.points[0]?.value ?? ''}`;
}

function sealedOrNull(vault: Vault, value: Readonly<Record<string, string>>, context: string): Buffer | null {
	for (const _ in value) return vault.seal(JSON.stringify(value), context);
	return null;
}

function pointLine(row: number, personIndex: Buffer | null, point: PlacedPoint, vault: Vault): string {
	const phone = point.kind === 'mobile' || point.kind === 'landline';
	const index = vault.blindIndex(phone ? 'phone' : point.kind, point.value);
	const masked = phone ? maskPhone(point.value) : point.kind === 'address' ? maskAddress(point.value) : maskTail(point.value);
	return copyLine([row, personIndex, point.kind, point.label, vault.seal(point.value, pointContext(index)), index, masked]);
}
