import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headOf, leafOf, nodeOf, nothingBefore, pathOf, rootFrom, rootOf } from './merkle.ts';

const leaves = (count: number) => Array.from({ length: count }, (_, i) => leafOf(Buffer.from(`leaf ${i}`)));

describe('a Merkle tree by RFC 9162', () => {
	test('of one leaf is the leaf; of three its left part holds two', () => {
		const [a, b, c] = leaves(3) as [Buffer, Buffer, Buffer];
		expect(rootOf([a])).toEqual(a);
		expect(rootOf([a, b, c])).toEqual(nodeOf(nodeOf(a, b), c));
	});

	test('has the roots of the test vectors of Certificate Transparency for 1 to 8 leaves', () => {
		const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
		const given = inputs.map((hex) => leafOf(Buffer.from(hex, 'hex')));
		expect(rootOf(given.slice(0, 1)).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
		expect(rootOf(given.slice(0, 2)).toString('hex')).toBe('fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125');
		expect(rootOf(given).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
	});

	test('every leaf’s path leads to the root; another leaf, another place or a cut path does not', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, seed) => {
				const all = leaves(count);
				const at = seed % count;
				const [root, path] = [rootOf(all), pathOf(all, at)];
				expect(rootFrom(all[at] as Buffer, path, at, count)).toEqual(root);
				expect(rootFrom(leafOf(Buffer.from('other')), path, at, count)?.equals(root) ?? false).toBe(false);
				if (count > 1) {
					expect(rootFrom(all[at] as Buffer, path.slice(1), at, count)?.equals(root) ?? false).toBe(false);
					const other = (at + 1) % count;
					expect(rootFrom(all[at] as Buffer, path, other, count)?.equals(root) ?? false).toBe(false);
				}
			}),
		);
	});

	test('a head changes with what came before it, its root, its number, its count and its time', () => {
		const root = rootOf(leaves(2));
		const base = { root, number: 1n, leaves: 2, sealedMicros: 1_700_000_000_000_000n };
		const heads = [
			headOf(nothingBefore, base),
			headOf(root, base),
			headOf(nothingBefore, { ...base, number: 2n }),
			headOf(nothingBefore, { ...base, leaves: 3 }),
			headOf(nothingBefore, { ...base, sealedMicros: 1_700_000_000_000_001n }),
			headOf(nothingBefore, { ...base, root: rootOf(leaves(3)) }),
		];
		expect(new Set(heads.map((head) => head.toString('hex'))).size).toBe(6);
	});
});
