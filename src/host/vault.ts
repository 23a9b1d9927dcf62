import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { assert, Fault } from '../core/assert.ts';

/**
 * Personal fields at rest: AES-256-GCM under a data key of the tenant, itself wrapped by the house key (envelope); equality through
 * an HMAC-SHA-256 blind index cut to 16 bytes. PIPL 51: encryption and de-identification.
 *
 * A sealed value is `version(1) | nonce(12) | tag(16) | ciphertext`, bound to its `context` as associated data, so a value copied
 * into another row does not open there.
 */
export type Vault = {
	seal(plain: string, context: string): Buffer;
	/** The plain text; a `Fault` when the bytes were altered or belong to another context. */
	open(sealed: Uint8Array, context: string): string;
	/** 16 bytes, equal for equal `kind` and `plain`. Normalise before: the index knows no spelling. */
	blindIndex(kind: string, plain: string): Buffer;
	/** HMAC-SHA-256 under a key for this use alone: what the gate signs its permits with. */
	sign(text: string): Buffer;
	/** The two padded blocks of that key, for the database's own check; kept where only the schema's owner reads. */
	signingPads(): { readonly inner: Buffer; readonly outer: Buffer };
	/** A key for one transaction and the number it is drawn from: with it the database vouches for the rows the transaction changes, and nobody who has only the database can. */
	voucher(): { readonly nonce: Buffer; readonly key: Buffer };
	/** The key drawn from that number, again. */
	voucherKey(nonce: Uint8Array): Buffer;
	/** The data key, for a worker thread of this very process; never stored, sent or logged. */
	keyForWorker(): Uint8Array;
};

const sealVersion = 1;

const nonceBytes = 12;
let nonces: Buffer = Buffer.alloc(0);
let nonceAt = 0;

/** 12 bytes from the system's generator, fetched a thousand at a time: one call each cost 13 µs, more than the encryption itself. Never given twice. */
function freshNonce(): Buffer {
	if (nonceAt >= nonces.length) {
		nonces = randomBytes(nonceBytes * 1_000);
		nonceAt = 0;
	}
	nonceAt += nonceBytes;
	return nonces.subarray(nonceAt - nonceBytes, nonceAt);
}

const hashBlock = 64;
const hashBytes = 32;
let hashed = Buffer.alloc(2 ** 12);

/**
 * HMAC-SHA-256 (RFC 2104) under one key, as the two digests it consists of: the object that `createHmac` makes for each value costs more than both (a placed row has eight indexes:
 * 2.9 µs each so, 1.2 as two digests). A digest comes as a string of its bytes, since for bytes Node makes a buffer of its own each time (1.1 µs instead of 0.3).
 */
function hmacOf({ inner, outer }: { readonly inner: Buffer; readonly outer: Buffer }): (text: string) => Buffer {
	const last = Buffer.alloc(hashBlock + hashBytes);
	outer.copy(last);
	return (text) => {
		// At most three bytes for each unit of UTF-16.
		if (hashed.length < hashBlock + text.length * 3) hashed = Buffer.alloc(hashBlock + text.length * 3);
		inner.copy(hashed);
		const length = hashBlock + hashed.write(text, hashBlock, 'utf8');
		last.write(hash('sha256', hashed.subarray(0, length), 'binary'), hashBlock, 'latin1');
		return Buffer.from(hash('sha256', last, 'binary'), 'latin1');
	};
}

/** HMAC pads its key with zeros to the block of the hash, 64 bytes for SHA-256. */
function padsOf(key: Buffer): { readonly inner: Buffer; readonly outer: Buffer } {
	const padded = (mask: number) => Buffer.from(Array.from({ length: hashBlock }, (_, i) => (key[i] ?? 0) ^ mask));
	return { inner: padded(0x36), outer: padded(0x5c) };
}

/**
 * A vault of one tenant from its unwrapped 32-byte data key. `nonce` gives 12 bytes, never the same twice: only the simulator, whose runs must be the same
 * bytes on every machine, brings its own.
 */
export function vaultOf(dataKey: Uint8Array, nonce: () => Buffer = freshNonce): Vault {
	assert(dataKey.length === 32, 'a data key has 32 bytes');
	const sealKey = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, '', 'dunwell seal', 32)));
	const indexed = hmacOf(padsOf(Buffer.from(hkdfSync('sha256', dataKey, '', 'dunwell blind index', 32))));
	const signKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'dunwell permit', 32));
	const voucherMaster = Buffer.from(hkdfSync('sha256', dataKey, '', 'dunwell row version', 32));
	const voucherKey = (number: Uint8Array) => createHmac('sha256', voucherMaster).update(number).digest();
	return {
		seal(plain, context) {
			const number = nonce();
			const cipher = createCipheriv('aes-256-gcm', sealKey, number).setAAD(Buffer.from(context));
			const body = cipher.update(plain, 'utf8');
			// GCM is a stream: nothing is left for the end.
			cipher.final();
			const sealed = Buffer.allocUnsafe(29 + body.length);
			sealed[0] = sealVersion;
			number.copy(sealed, 1);
			cipher.getAuthTag().copy(sealed, 13);
			body.copy(sealed, 29);
			return sealed;
		},
		open(sealed, context) {
			assert(sealed[0] === sealVersion && sealed.length >= 29, 'unknown seal version');
			const decipher = createDecipheriv('aes-256-gcm', sealKey, sealed.subarray(1, 13))
				.setAAD(Buffer.from(context))
				.setAuthTag(sealed.subarray(13, 29));
			try {
				return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
			} catch {
				throw new Fault('a sealed value was altered or moved to another row');
			}
		},
		blindIndex(kind, plain) {
			return indexed(`${kind}\0${plain}`).subarray(0, 16);
		},
		sign: (text) => createHmac('sha256', signKey).update(text).digest(),
		signingPads: () => padsOf(signKey),
		voucher() {
			const number = nonce();
			return { nonce: number, key: voucherKey(number) };
		},
		voucherKey,
		keyForWorker: () => dataKey,
	};
}

/** 256 random bits as text, for a key that is given out once and kept only as its hash. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url');
}

/** SHA-256: enough for what is random itself; never for a password a person chose. */
export function hashOfSecret(secret: string): Buffer {
	return createHash('sha256').update(secret).digest();
}

/** A fresh data key for a new tenant, wrapped under the house key. */
export function newWrappedKey(houseKey: Uint8Array, tenantId: bigint, dataKey: Buffer = randomBytes(32)): Buffer {
	return vaultOf(houseKey).seal(dataKey.toString('base64'), `tenant ${tenantId}`);
}

/** Opens a tenant's wrapped data key. */
export function vaultOfTenant(houseKey: Uint8Array, tenantId: bigint, wrapped: Uint8Array): Vault {
	return vaultOf(Buffer.from(vaultOf(houseKey).open(wrapped, `tenant ${tenantId}`), 'base64'));
}

/** Whether this house key is the one a tenant's data key was wrapped with. */
export function opensTenant(houseKey: Uint8Array, tenantId: bigint, wrapped: Uint8Array): boolean {
	try {
		vaultOfTenant(houseKey, tenantId, wrapped);
		return true;
	} catch (error) {
		if (error instanceof Fault) return false;
		throw error;
	}
}

/**
 * The house key: `DUNWELL_KEY` (base64 of 32 bytes) where a key store provides it, else a file of mode 600 made at first start.
 * Losing it loses every name and number, so the operator's page tells to back it up apart from the database.
 */
export function houseKey(file: string, fromEnvironment: string | undefined): Buffer {
	if (fromEnvironment) {
		const key = Buffer.from(fromEnvironment, 'base64');
		assert(key.length === 32, 'DUNWELL_KEY must be base64 of 32 bytes');
		return key;
	}
	if (!existsSync(file)) {
		mkdirSync(dirname(file), { recursive: true });
		// Written whole under another name, then linked: of two processes starting at once, the first key made is the key of both.
		const draft = `${file}.${process.pid}.new`;
		writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
		try {
			linkSync(draft, file);
		} catch (error) {
			if (!existsSync(file)) throw error;
		} finally {
			rmSync(draft);
		}
	}
	const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
	assert(key.length === 32, `${file} does not hold a 32-byte key`);
	return key;
}
