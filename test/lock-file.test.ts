import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../src/host/config.ts';
import { type LockFile, missingEntries } from '../tools/complete-lock.mjs';

const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));

describe('the lock file', () => {
	test('describes every platform package, so that npm ci accepts it on every machine (else: node tools/complete-lock.mjs)', () => {
		expect(missingEntries(read('package-lock.json') as LockFile)).toEqual({});
	});

	test('the rule can fail: a package for Linux on arm64 with musl that only its parent names', () => {
		const lock: LockFile = {
			packages: {
				'node_modules/lint': { version: '1.0.0', dev: true, optionalDependencies: { '@lint/binding-linux-arm64-musl': '1.0.0' } },
			},
		};
		expect(missingEntries(lock)).toEqual({
			'node_modules/@lint/binding-linux-arm64-musl': {
				version: '1.0.0',
				cpu: ['arm64'],
				dev: true,
				libc: ['musl'],
				optional: true,
				os: ['linux'],
			},
		});
	});

	test('every dependency has an exact version', () => {
		const { dependencies, devDependencies, optionalDependencies } = read('package.json') as Record<string, Record<string, string>>;
		const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
		expect(all.length).toBeGreaterThan(30);
		expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
	});
});
