import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from '../host/db.ts';

/**
 * Rows in COPY's binary form, written straight into one growing buffer: half the bytes of the text form (sealed values are bytes, not hex)
 * and nothing for the server to parse.
 */
export type CopyWriter = {
	row(columns: number): void;
	text(value: string | null): void;
	bytes(value: Uint8Array | null): void;
	int8(value: bigint | number | null): void;
	int4(value: number): void;
	int2(value: number | null): void;
	date(value: Temporal.PlainDate | null): void;
	/** What was written since the last call, as one complete COPY stream; null when there is nothing. */
	take(): Buffer | null;
};

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const epochDays = Date.UTC(2000, 0, 1) / 86_400_000;

export function copyWriter(): CopyWriter {
	let buffer = Buffer.allocUnsafe(2 ** 16);
	let at = 0;
	const room = (bytes: number) => {
		if (at + bytes <= buffer.length) return;
		const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes));
		buffer.copy(larger, 0, 0, at);
		buffer = larger;
	};
	const nothing = () => {
		room(4);
		at = buffer.writeInt32BE(-1, at);
	};
	return {
		row(columns) {
			if (at === 0) {
				signature.copy(buffer);
				at = signature.length;
			}
			room(2);
			at = buffer.writeInt16BE(columns, at);
		},
		text(value) {
			if (value === null) return nothing();
			room(4 + value.length * 3);
			// A NUL is no character in PostgreSQL.
			const length = buffer.write(value.includes('\0') ? value.replaceAll('\0', ' ') : value, at + 4, 'utf8');
			buffer.writeInt32BE(length, at);
			at += 4 + length;
		},
		bytes(value) {
			if (value === null) return nothing();
			room(4 + value.length);
			buffer.writeInt32BE(value.length, at);
			buffer.set(value, at + 4);
			at += 4 + value.length;
		},
		int8(value) {
			if (value === null) return nothing();
			room(12);
			buffer.writeInt32BE(8, at);
			at = buffer.writeBigInt64BE(BigInt(value), at + 4);
		},
		int4(value) {
			room(8);
			buffer.writeInt32BE(4, at);
			at = buffer.writeInt32BE(value, at + 4);
		},
		int2(value) {
			if (value === null) return nothing();
			room(6);
			buffer.writeInt32BE(2, at);
			at = buffer.writeInt16BE(value, at + 4);
		},
		date(value) {
			if (value === null) return nothing();
			room(8);
			buffer.writeInt32BE(4, at);
			at = buffer.writeInt32BE(Date.UTC(value.year, value.month - 1, value.day) / 86_400_000 - epochDays, at + 4);
		},
		take() {
			if (at === 0) return null;
			room(2);
			at = buffer.writeInt16BE(-1, at);
			// Its own memory, so that it can be handed to another thread.
			const taken = Buffer.from(new ArrayBuffer(at));
			buffer.copy(taken, 0, 0, at);
			at = 0;
			return taken;
		},
	};
}

/** Sends one COPY stream made by `copyWriter`. */
export async function copyInto(tx: Tx, table: string, content: Uint8Array | null): Promise<void> {
	if (content === null) return;
	const stream = (await tx.bare()).query(copyFrom(`copy ${table} from stdin (format binary)`));
	await new Promise<void>((resolve, reject) => {
		stream.on('finish', resolve);
		stream.on('error', reject);
		stream.end(content);
	});
}
