import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../src/host/config.ts';

/**
 * What a machine can check of STYLE.md. Each rule is a function from source files to violations, and each is shown to be able to fail on a
 * small planted example: a rule that cannot fail protects nothing.
 */
type Source = { readonly path: string; readonly text: string };
type Rule = { readonly name: string; readonly check: (files: readonly Source[]) => string[]; readonly planted: readonly Source[] };

function sourcesUnder(folder: string): Source[] {
	return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
		.map((entry) => {
			const file = join(entry.parentPath, entry.name);
			return { path: relative(root, file), text: readFileSync(file, 'utf8') };
		})
		.filter((file) => !file.path.includes('fixtures') && !file.path.includes('node_modules'));
}

const isTest = (path: string) => /\.(test|e2e)\.tsx?$/.test(path) || path.startsWith('test/');

/** Lines that match, as `path:line text`, comments left out. */
function linesMatching(files: readonly Source[], pattern: RegExp, except: (path: string) => boolean = () => false): string[] {
	return files
		.filter((file) => !except(file.path))
		.flatMap((file) =>
			file.text
				.split('\n')
				.flatMap((line, i) => (/^\s*(\/\/|\*|\/\*)/.test(line) || !pattern.test(line) ? [] : [`${file.path}:${i + 1} ${line.trim()}`])),
		);
}

/** Modules from top to bottom; each imports only from its own row's modules or those below. */
const layers: readonly (readonly string[])[] = [
	['demo', 'simulator'],
	['reports'],
	['strategy', 'queue'],
	['arrangements', 'payments'],
	['contact', 'channels'],
	['placements', 'intake'],
	['debts', 'ledger'],
	['debtors'],
	['people', 'tenants'],
	['record'],
	['host'],
	['law'],
	['core'],
];
const layerOf = new Map(layers.flatMap((names, i) => names.map((name) => [name, i] as const)));

/** Files at the top of src (the doors: cli, server, worker, house) may import everything. */
function moduleOf(path: string): string | null {
	return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function importsOf(file: Source): string[] {
	return [...file.text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => join(dirname(file.path), match[1] ?? ''));
}

const rules: readonly Rule[] = [
	{
		name: 'only host/clock reads the clock, and nothing of the trade is random',
		check: (files) =>
			linesMatching(
				files,
				/Date\.now\(|new Date\(\)|Temporal\.Now|Math\.random\(/,
				(path) => path === 'src/host/clock.ts' || isTest(path) || !path.startsWith('src/'),
			),
		planted: [{ path: 'src/debts/rules.ts', text: 'const today = Temporal.Now.plainDateISO();' }],
	},
	{
		name: 'no float touches money: no parseFloat, no toFixed, no / 100',
		check: (files) =>
			linesMatching(
				files,
				/parseFloat|\.toFixed\(|(?:[mM]inor|amount)\w*\)?\s*\/\s*100/,
				(path) => !path.startsWith('src/') || isTest(path) || path.endsWith('bench.ts'),
			),
		planted: [{ path: 'src/payments/rules.ts', text: 'const yuan = amountMinor / 100;' }],
	},
	{
		name: 'modules import downwards only',
		check: (files) =>
			files.flatMap((file) => {
				const from = moduleOf(file.path);
				if (from === null || isTest(file.path)) return [];
				const own = layerOf.get(from);
				if (own === undefined) return [`${file.path}: module ${from} has no place in the order`];
				return importsOf(file).flatMap((target) => {
					const to = moduleOf(target);
					if (to === null)
						return target.startsWith('src/') && from !== 'demo' && !/(cli|jobs|routes|bench)\.ts$/.test(file.path)
							? [`${file.path} imports ${target}`]
							: [];
					const other = layerOf.get(to);
					return other !== undefined && other < own ? [`${file.path} imports upwards: ${target}`] : [];
				});
			}),
		planted: [{ path: 'src/ledger/actions.ts', text: "import { x } from '../payments/rules.ts';" }],
	},
	{
		name: 'rules are pure: they import only core, law and other rules',
		check: (files) =>
			files
				.filter((file) => /^src\/[^/]+\/rules\.ts$/.test(file.path))
				.flatMap((file) =>
					importsOf(file)
						.filter((target) => !/^src\/(core|law)\/|^src\/intake\/(cells|problems)\.ts$/.test(target) && !target.endsWith('/rules.ts'))
						.map((target) => `${file.path} imports ${target}`),
				),
		planted: [{ path: 'src/debts/rules.ts', text: "import { createPool } from '../host/db.ts';" }],
	},
	{
		name: 'a store is opened by its own module only',
		check: (files) =>
			files
				.filter((file) => !isTest(file.path))
				.flatMap((file) =>
					importsOf(file)
						.filter((target) => target.endsWith('/store.ts') && file.path.endsWith('/store.ts') && moduleOf(target) !== moduleOf(file.path))
						.filter((target) => !/^src\/(tenants|debtors)\//.test(target))
						.map((target) => `${file.path} imports ${target}`),
				),
		planted: [{ path: 'src/payments/store.ts', text: "import { x } from '../ledger/store.ts';" }],
	},
	{
		name: 'no index files, no imports of packages by deep relative paths',
		check: (files) => files.filter((file) => /\/index\.tsx?$/.test(file.path)).map((file) => file.path),
		planted: [{ path: 'src/debts/index.ts', text: '' }],
	},
	{
		name: 'nothing is switched off: no any, no ignored types, no skipped or single tests, no lint exceptions',
		check: (files) =>
			linesMatching(
				files,
				/:\s*any\b|\bas any\b|<any>|@ts-(ignore|nocheck|expect-error)|\b(test|it|describe)\.(skip|only|todo)\b|(oxlint|eslint|biome)-(disable|ignore)|\bTODO\b|\bFIXME\b/,
				(path) => path === 'test/house-rules.test.ts',
			),
		planted: [{ path: 'src/debts/store.ts', text: 'const row: any = {};' }],
	},
	{
		name: 'the desk imports from the server only core and, as types, shapes',
		check: (files) =>
			files
				.filter((file) => file.path.startsWith('web/'))
				.flatMap((file) =>
					file.text
						.split('\n')
						.filter((line) => /from '(\.\.\/)+src\//.test(line))
						.filter(
							(line) =>
								!/src\/core\//.test(line) && !(/^\s*import type/.test(line) && /\/(shapes|permissions|actor|rules)\.ts'/.test(line)),
						)
						.map((line) => `${file.path}: ${line.trim()}`),
				),
		planted: [{ path: 'web/desk/main.tsx', text: "import { change } from '../../src/record/change.ts';" }],
	},
];

const files = ['src', 'web', 'test', 'tools', 'bin'].flatMap((folder) => {
	try {
		return sourcesUnder(folder);
	} catch {
		return [];
	}
});

describe('house rules', () => {
	test('the rules look at a real tree of more than 20 source files', () => {
		expect(files.length).toBeGreaterThan(20);
	});

	test.each(rules)('$name', ({ check }) => {
		expect(check(files)).toEqual([]);
	});

	test.each(rules)('the rule can fail: $name', ({ check, planted }) => {
		expect(check(planted)).toHaveLength(planted.length);
	});
});
