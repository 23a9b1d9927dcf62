import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../core/assert.ts';
import { houseKey, newWrappedKey, vaultOf, vaultOfTenant } from './vault.ts';

const vault = vaultOf(randomBytes(32));

test('a sealed name opens in its own row and nowhere else', () => {
	const sealed = vault.seal('张三', 'debtor 1');
	expect(vault.open(sealed, 'debtor 1')).toBe('张三');
	expect(() => vault.open(sealed, 'debtor 2')).toThrow(Fault);
	expect(sealed.includes(Buffer.from('张三'))).toBe(false);
});

test('one altered byte anywhere is noticed', () => {
	const sealed = vault.seal('13800000000', 'x');
	for (let i = 0; i < sealed.length; i++) {
		const altered = Buffer.from(sealed);
		altered[i] = (altered[i] ?? 0) ^ 1;
		expect(() => vault.open(altered, 'x')).toThrow(Fault);
	}
});

test('sealing the same number twice gives different bytes, its blind index the same 16', () => {
	expect(vault.seal('a', 'x').equals(vault.seal('a', 'x'))).toBe(false);
	expect(vault.blindIndex('phone', 'a')).toHaveLength(16);
	expect(vault.blindIndex('phone', 'a').equals(vault.blindIndex('phone', 'a'))).toBe(true);
	expect(vault.blindIndex('phone', 'a').equals(vault.blindIndex('id', 'a'))).toBe(false);
	expect(vault.blindIndex('phone', 'a').equals(vaultOf(randomBytes(32)).blindIndex('phone', 'a'))).toBe(false);
});

test('a blind index is the first 16 bytes of HMAC-SHA-256 under the key of indexes: of Chinese, of half a character, of nothing, and of 100,000 characters after a short one', () => {
	const dataKey = randomBytes(32);
	const own = vaultOf(dataKey);
	const indexKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'dunwell blind index', 32));
	for (const plain of ['13800000000', '王小明', '\ud800', '', 'x'.repeat(61), '善'.repeat(100_000), 'again short'])
		expect(own.blindIndex('phone', plain)).toEqual(createHmac('sha256', indexKey).update(`phone\0${plain}`).digest().subarray(0, 16));
});

test('50,000 values sealed one after another have 50,000 nonces', () => {
	const nonces = new Set(Array.from({ length: 50_000 }, () => vault.seal('', 'x').subarray(1, 13).toString('hex')));
	expect(nonces.size).toBe(50_000);
});

test('a tenant’s data key opens under the house key it was wrapped with, for that tenant only', () => {
	const key = randomBytes(32);
	const wrapped = newWrappedKey(key, 1n);
	const sealed = vaultOfTenant(key, 1n, wrapped).seal('a', 'x');
	expect(vaultOfTenant(key, 1n, wrapped).open(sealed, 'x')).toBe('a');
	expect(() => vaultOfTenant(key, 2n, wrapped)).toThrow(Fault);
	expect(() => vaultOfTenant(randomBytes(32), 1n, wrapped)).toThrow(Fault);
});

test('the house key is made once, mode 600, and no draft is left beside it', () => {
	const folder = mkdtempSync(join(tmpdir(), 'dunwell-key-'));
	const file = join(folder, 'house.key');
	const first = houseKey(file, undefined);
	expect(houseKey(file, undefined).equals(first)).toBe(true);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readdirSync(folder)).toEqual(['house.key']);
	expect(() => houseKey(file, 'dG9vIHNob3J0')).toThrow(Fault);
});
