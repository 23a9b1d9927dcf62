import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../../src/host/config.ts';

/**
 * What a machine can check of STYLE.md. Each rule is a function from source files to violations, and each is shown to be able to fail on
 * small planted examples, one violation each: a rule that cannot fail protects nothing.
 */
export type Source = { readonly path: string; readonly text: string };
export type Rule = { readonly name: string; readonly check: (files: readonly Source[]) => string[]; readonly planted: readonly Source[] };

/** Every source file of the house, with its path from the root. */
export function sources(): Source[] {
	return ['src', 'web', 'test', 'tools', 'bin', 'migrations'].filter((folder) => existsSync(join(root, folder))).flatMap(sourcesUnder);
}

function sourcesUnder(folder: string): Source[] {
	return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|sql)$/.test(entry.name))
		.map((entry) => {
			const file = join(entry.parentPath, entry.name);
			return { path: relative(root, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') };
		})
		.filter((file) => !/(^|\/)(fixtures|node_modules|dist)\//.test(file.path))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const isTest = (path: string) => /\.(test|e2e)\.tsx?$/.test(path) || path.startsWith('test/');
const isServer = (path: string) => path.startsWith('src/') && !isTest(path);
const isComment = (line: string) => /^\s*(\/\/|\/?\*|--)/.test(line);

/** Lines that match, as `path:line text`; lines that are only a comment count when asked for. */
function linesMatching(
	files: readonly Source[],
	pattern: RegExp,
	where: (path: string) => boolean,
	comments: 'code only' | 'comments too' = 'code only',
): string[] {
	return files
		.filter((file) => where(file.path))
		.flatMap((file) =>
			file.text
				.split('\n')
				.flatMap((line, i) =>
					pattern.test(line) && (comments === 'comments too' || !isComment(line)) ? [`${file.path}:${i + 1} ${line.trim()}`] : [],
				),
		);
}

/** Modules from top to bottom; each imports only from its own row's modules or those below. */
const layers: readonly (readonly string[])[] = [
	['demo', 'simulator', 'trials', 'neighbour'],
	['auditor'],
	['reports', 'compliance'],
	['strategy', 'queue'],
	['arrangements', 'payments', 'placements', 'complaints', 'privacy'],
	['contact', 'channels', 'content'],
	['intake'],
	['debts', 'ledger'],
	['debtors'],
	['people', 'tenants'],
	['record'],
	['counters'],
	['host'],
	['law'],
	['core'],
];
const layerOf = new Map(layers.flatMap((names, i) => names.map((name) => [name, i] as const)));

/** Stores that every module above may read, and for what. */
const sharedStores: Readonly<Record<string, string>> = {
	tenants: 'the settings of the agency',
	debtors: 'the locks every act on a debtor begins with',
};

/**
 * Where else a module opens another one's store, and why. Elsewhere a store is its own module's affair: others go through its actions, inside
 * the same transaction.
 */
export const storeDoors: Readonly<Record<string, string>> = {
	'arrangements -> debts': 'the debt a promise or plan is made on, and its classes',
	'channels -> content': 'the versions of the texts in use',
	'compliance -> debts': 'debts whose limitation is near its end',
	'contact -> debts': 'the limitation of old debts and the guarantees of guarantors, facts of the gate',
	'compliance -> contact': 'the facts the gate decides from, to see who is near a limit',
	'payments -> debts': 'the status of many debts after a payment, set-based',
	'payments -> ledger': 'the entries a reversal names',
	'debts -> ledger': 'the arithmetic shown beside a balance',
};

/** The module of a path; null for files at the top of src (the doors: cli, server, worker, house), which may import everything. */
function moduleOf(path: string): string | null {
	return /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function importsOf(file: Source): string[] {
	return [...file.text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => join(dirname(file.path), match[1] ?? ''));
}

/** Every opening of another module's store, but for the shared ones, as `module -> module`. */
export function storeDoorsUsed(files: readonly Source[]): string[] {
	const used = files
		.filter((file) => isServer(file.path) && moduleOf(file.path) !== null)
		.flatMap((file) =>
			importsOf(file)
				.filter((target) => target.endsWith('store.ts') && moduleOf(target) !== moduleOf(file.path))
				.map((target) => ({ from: moduleOf(file.path), to: moduleOf(target) ?? 'src' }))
				.filter(({ to }) => !(to in sharedStores))
				.map(({ from, to }) => `${from} -> ${to}`),
		);
	return [...new Set(used)].sort();
}

export const rules: readonly Rule[] = [
	{
		name: 'only host/clock reads the clock',
		check: (files) =>
			linesMatching(
				files,
				/Date\.now\(|new Date\(\)|Temporal\.Now|Math\.random\(/,
				(path) => isServer(path) && path !== 'src/host/clock.ts',
			),
		planted: [
			{ path: 'src/debts/rules.ts', text: 'const today = Temporal.Now.plainDateISO();' },
			{ path: 'src/debts/store.ts', text: 'const at = new Date();' },
			{ path: 'src/queue/actions.ts', text: 'const agent = agents[Math.floor(Math.random() * agents.length)];' },
		],
	},
	{
		name: 'chance belongs to host (keys, nonces) and to seeds: no other module draws',
		check: (files) =>
			linesMatching(files, /random(UUID|Bytes|Int)\(|getRandomValues\(/, (path) => isServer(path) && !path.startsWith('src/host/')),
		planted: [{ path: 'src/payments/actions.ts', text: 'const key = crypto.randomUUID();' }],
	},
	{
		name: 'SQL gets business time as a parameter and never asks the server for it',
		check: (files) =>
			linesMatching(
				files,
				/(?<![.\w])now\(\)(?!:)|\bcurrent_(date|timestamp|time)\b|\b(clock|statement|transaction)_timestamp\(|\blocaltimestamp\b/i,
				(path) => (isServer(path) || path.startsWith('migrations/')) && !['src/host/migrate.ts', 'src/host/clock.ts'].includes(path),
			),
		planted: [
			{ path: 'src/debts/store.ts', text: 'await tx.query(`select id from debt where review_on <= current_date`);' },
			{ path: 'migrations/0002-more.sql', text: 'create table more (made_at timestamptz not null default now());' },
		],
	},
	{
		name: 'what a statement gives as text it puts in order by the column, whose table it names: as text 100 comes before 99',
		check: (files) =>
			linesMatching(
				files,
				/\bselect [^`'"()]*?\b(\w+)::text(?! as\b)[^`'"]*\border by [^`'"()]*(?<![.\w])\1(?=[ ,)`'"]|$)|::text as (\w+)[^`'"]*\border by [^`'"()]*(?<![.\w])\2(?=[ ,)`'"]|$)/,
				isServer,
			),
		planted: [
			{ path: 'src/debts/store.ts', text: 'await tx.query(`select id::text, owed from debt order by owed, id`);' },
			{ path: 'src/debts/store.ts', text: 'await tx.query(`select debtor_id::text as id from debt order by id`);' },
		],
	},
	{
		name: 'no float touches money: no parseFloat, no toFixed, no / 100',
		check: (files) =>
			linesMatching(
				files,
				/parseFloat|\.toFixed\(|(?:[mM]inor|[aA]mount)\w*\)?\s*\/\s*100(?!n)/,
				(path) => isServer(path) && !path.endsWith('bench.ts'),
			),
		planted: [
			{ path: 'src/payments/rules.ts', text: 'const yuan = amountMinor / 100;' },
			{ path: 'src/intake/rules.ts', text: 'const amount = parseFloat(text);' },
			{ path: 'src/reports/rules.ts', text: 'const shown = rate.toFixed(2);' },
		],
	},
	{
		name: 'modules import downwards only, and a door is imported by no module',
		check: (files) =>
			files.flatMap((file) => {
				const from = moduleOf(file.path);
				if (from === null || isTest(file.path)) return [];
				const own = layerOf.get(from);
				if (own === undefined) return [`${file.path}: module ${from} has no place in the order`];
				return importsOf(file).flatMap((target) => {
					const to = moduleOf(target);
					if (to === null) {
						const mayOpenDoors = from === 'demo' || /(cli|jobs|routes|bench)\.ts$/.test(file.path);
						return target.startsWith('src/') && !mayOpenDoors ? [`${file.path} imports ${target}`] : [];
					}
					const other = layerOf.get(to);
					return other !== undefined && other < own ? [`${file.path} imports upwards: ${target}`] : [];
				});
			}),
		planted: [
			{ path: 'src/ledger/actions.ts', text: "import { x } from '../payments/rules.ts';" },
			{ path: 'src/ledger/store.ts', text: "import { openHouse } from '../house.ts';" },
			{ path: 'src/lottery/rules.ts', text: '' },
		],
	},
	{
		name: 'the auditor is written apart: nothing of the house is imported there but the type of a pool',
		check: (files) =>
			linesMatching(files, /^(import|export|\}).*\bfrom '(?!\.\/[\w-]+\.ts'|node:)|import\(/, (path) =>
				path.startsWith('src/auditor/'),
			).filter((line) => !line.includes("import type { Pool } from '../host/db.ts';")),
		planted: [
			{ path: 'src/auditor/auditor.ts', text: "import { decide } from '../contact/rules.ts';" },
			{ path: 'src/auditor/money.ts', text: "import { transfersOf } from '../ledger/rules.ts';" },
			{ path: 'src/auditor/contact.ts', text: "import { zone } from '../simulator/plan.ts';" },
		],
	},
	{
		name: 'imports are relative within the house and name their ending, never deeper than one folder up',
		check: (files) =>
			linesMatching(files, /(from|import\()\s*'(\.\.\/\.\.\/|\.[^']*(?<!\.(ts|tsx|mjs|css|json|svg|woff2))'|(src|web|test)\/)/, isServer),
		planted: [
			{ path: 'src/debts/store.ts', text: "import { x } from '../../web/desk/x.ts';" },
			{ path: 'src/debts/actions.ts', text: "import { x } from './rules';" },
		],
	},
	{
		name: 'rules are pure: they import only core, law and other rules',
		check: (files) =>
			files
				.filter((file) => /^src\/[^/]+\/rules\.ts$/.test(file.path))
				.flatMap((file) =>
					importsOf(file)
						.filter(
							(target) =>
								!/^src\/(core|law)\/|^src\/intake\/(cells|fields|problems|synonyms)\.ts$|^src\/placements\/(contract|kept)\.ts$|^src\/content\/(fold|kinds|model|patterns|stance|traditional)\.ts$/.test(
									target,
								) && !target.endsWith('/rules.ts'),
						)
						.map((target) => `${file.path} imports ${target}`),
				),
		planted: [{ path: 'src/debts/rules.ts', text: "import { createPool } from '../host/db.ts';" }],
	},
	{
		name: 'a store is opened by its own module, but for the doors that are written down with a reason',
		check: (files) => storeDoorsUsed(files).filter((door) => !(door in storeDoors)),
		planted: [
			{ path: 'src/arrangements/store.ts', text: "import { x } from '../ledger/store.ts';" },
			{ path: 'src/queue/actions.ts', text: "import { x } from '../contact/store.ts';" },
		],
	},
	{
		name: 'no index files',
		check: (files) => files.filter((file) => /\/index\.(ts|tsx|mjs)$/.test(file.path)).map((file) => file.path),
		planted: [{ path: 'src/debts/index.ts', text: '' }],
	},
	{
		name: 'nothing is switched off: no any, no ignored types, no skipped or single tests, no lint exceptions, no leftovers',
		check: (files) => [
			...linesMatching(
				files,
				/:\s*any\b|\bas any\b|<any>|\bany\[\]|\b(test|it|describe)\.(skip|only|todo|fails|skipIf|runIf)\b|\bdebugger\b/,
				(path) => !path.endsWith('house-rules.ts') && !path.startsWith('migrations/'),
			),
			...linesMatching(
				files,
				/@ts-(ignore|nocheck|expect-error)|(oxlint|eslint|biome)-(disable|ignore)|\b(TODO|FIXME|XXX|HACK)\b/,
				(path) => !path.endsWith('house-rules.ts'),
				'comments too',
			),
		],
		planted: [
			{ path: 'src/debts/store.ts', text: 'const row: any = {};' },
			{ path: 'src/debts/rules.test.ts', text: "test.skip('a debt of 90 days is in M3', () => {});" },
			{ path: 'src/debts/actions.ts', text: '// TODO' },
			{ path: 'src/debts/views.ts', text: '\t// @ts-ignore' },
			{ path: 'web/desk/main.tsx', text: '/* oxlint-disable */' },
		],
	},
	{
		name: 'names are words of the trade: no Service, Manager, Helper, Util, no process or handle',
		check: (files) =>
			linesMatching(
				files,
				/\b(function|const|let|type|class|interface)\s+((process|handle|manage)[A-Z]\w*|\w+(Service|Manager|Helper|Utils?)\b)/,
				(path) => /^(src|web)\//.test(path),
			).concat(files.filter((file) => /(service|manager|helper|util)s?\.tsx?$/i.test(file.path)).map((file) => file.path)),
		planted: [
			{ path: 'src/payments/actions.ts', text: 'export async function processPayment() {}' },
			{ path: 'src/queue/actions.ts', text: 'export class QueueManager {}' },
			{ path: 'src/debts/utils.ts', text: '' },
		],
	},
	{
		name: 'a test is named by a sentence of the trade: never "works", "should" or a number alone',
		check: (files) =>
			linesMatching(
				files,
				/\b(test|it)\(\s*['"`][^'"`]*\b(should|works( (fine|correctly))?['"`]|case \d)/i,
				(path) => isTest(path) && !path.endsWith('house-rules.ts'),
			),
		planted: [
			{ path: 'src/debts/rules.test.ts', text: "test('should age the debt', () => {});" },
			{ path: 'src/debts/actions.db.test.ts', text: "test('import works', () => {});" },
		],
	},
	{
		name: 'a test does not replace our own code: no mocks',
		check: (files) =>
			linesMatching(files, /\bvi\.(mock|doMock|spyOn|stubGlobal|fn)\(/, (path) => isTest(path) && !path.endsWith('house-rules.ts')),
		planted: [{ path: 'src/debts/actions.db.test.ts', text: "vi.mock('./store.ts');" }],
	},
	{
		name: 'the desk imports from the server only core and, as types, shapes',
		check: (files) =>
			files
				.filter((file) => file.path.startsWith('web/') && !isTest(file.path))
				.flatMap((file) =>
					[...file.text.matchAll(/\b(import|export)\s+(type\s)?[^;']*?from\s+'((?:\.\.\/)+src\/[^']+)'/g)]
						.filter(
							([, , asType, target = '']) =>
								!/\/src\/core\//.test(target) && !(asType && /\/([a-z]+-)?(shapes|permissions|actor|rules)\.ts$/.test(target)),
						)
						.map(([, , , target]) => `${file.path} imports ${target}`),
				),
		planted: [
			{ path: 'web/desk/main.tsx', text: "import { change } from '../../src/record/change.ts';" },
			{ path: 'web/desk/routes.tsx', text: "import { DebtShape } from '../../src/debts/shapes.ts';" },
		],
	},
];

/** What is over a limit today. It may shrink and never grow: `node tools/ratchet.ts` writes down what has become better. */
export type Ratchet = { readonly longFiles: Readonly<Record<string, number>>; readonly untestedRefusals: readonly string[] };

export const linesMax = 400;
export const ratchetFile = join(root, 'test', 'house-rules.ratchet.json');
export const readRatchet = () => JSON.parse(readFileSync(ratchetFile, 'utf8')) as Ratchet;

/** Tables of data, one entry after the other: the trade decides how long they are, and a reader looks one up. */
const tables = new Set([
	'src/core/refusal-codes.ts',
	'src/law/cn.ts',
	'src/law/us.ts',
	'src/law/earlier.ts',
	'src/intake/synonyms.ts',
	'src/placements/kept.ts',
	'web/desk/i18n/case.ts',
]);

/** Files over the soft limit with their lines; tables of data are none. */
export function longFiles(files: readonly Source[]): Record<string, number> {
	return Object.fromEntries(
		files
			.filter((file) => !file.path.endsWith('.sql') && !tables.has(file.path))
			.map((file) => [file.path, file.text.split('\n').length - 1] as const)
			.filter(([, lines]) => lines > linesMax),
	);
}

/** Files that are too long and not yet in the ratchet, or longer than the ratchet allows. */
export function grownFiles(files: readonly Source[], { longFiles: allowed }: Ratchet): string[] {
	return Object.entries(longFiles(files))
		.filter(([path, lines]) => lines > (allowed[path] ?? linesMax))
		.map(([path, lines]) => `${path}: ${lines} lines, allowed ${allowed[path] ?? linesMax}`);
}

/** Refusal codes that no test expects. */
export function untestedRefusals(files: readonly Source[], codes: readonly string[]): string[] {
	const tests = files.filter((file) => isTest(file.path)).map((file) => file.text);
	return codes.filter((code) => !tests.some((text) => text.includes(`'${code}'`)));
}

/** Refusal codes that nothing gives: a sentence nobody will ever read. */
export function unusedRefusals(files: readonly Source[], codes: readonly string[]): string[] {
	const givers = files.filter((file) => isServer(file.path) && file.path !== 'src/core/refusal-codes.ts').map((file) => file.text);
	return codes.filter((code) => !givers.some((text) => text.includes(`'${code}'`)));
}

/** One dated row of law, whatever its subject. */
export type DatedRow = {
	readonly id: string;
	readonly citation: { readonly zh: string; readonly en: string };
	readonly from: string;
	readonly until: string | null;
};

/** Rows of law without a citation in both languages, or without dates that make an interval [from, until). */
export function rowsWithoutSource(rows: readonly DatedRow[]): string[] {
	const isDate = (text: unknown) => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
	return rows.flatMap(({ id, citation, from, until }) => [
		...(citation?.zh?.trim() && citation?.en?.trim() ? [] : [`${id}: no citation in both languages`]),
		...(isDate(from) && (until === null || (isDate(until) && from < until)) ? [] : [`${id}: from ${from} until ${until} is no interval`]),
	]);
}
