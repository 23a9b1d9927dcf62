// Writes the generated pages of docs/reference. `node tools/reference.ts` after changing the law, the facts, a refusal, a permission or a route; a test compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Answer } from '../src/contact/answer-shape.ts';
import { FactsFile } from '../src/contact/facts-shape.ts';
import { CheckAnswer, CheckBody } from '../src/content/shapes.ts';
import { Outage } from '../src/core/assert.ts';
import { type RefusalCode, refusalCodes } from '../src/core/refusal-codes.ts';
import { systemClock } from '../src/host/clock.ts';
import { root } from '../src/host/config.ts';
import { createPool } from '../src/host/db.ts';
import { permissions } from '../src/people/permissions.ts';
import { openSignIn } from '../src/people/sign-in.ts';
import { type Role, roles } from '../src/record/actor.ts';
import { createServer } from '../src/server.ts';
import { allRows, type Bound, lawBooks, type LawRow, lawVersion, type Window } from '../src/law/rows.ts';

const forces: Record<LawRow['force'], string> = {
	law: '法律法规 law',
	standard: '推荐性国标 standard',
	association: '行业自律 association',
	'standard and association': '国标+自律 standard and association',
	guidance: '监管指引 guidance',
	provider: '平台限制 provider',
	house: '机构自定 house',
};

function windowText(window: Window): string {
	if (window.kind === 'calendar day') return window.kind;
	return window.kind === 'calendar dates' ? `${window.days} calendar dates` : `${window.minutes} rolling minutes`;
}

function boundText(bound: Bound): string {
	if (bound.kind === 'hours of day')
		return `[${bound.hours.from}, ${bound.hours.until}${bound.hours.untilIncluded ? ']' : ')'}${bound.unlessAgreed ? ' unless agreed' : ''}`;
	if (bound.kind === 'count')
		return bound.limits
			.map((limit) => `≤${limit.count} ${limit.channel} ${limit.counts} / ${windowText(limit.window)} / ${limit.per}`)
			.join('<br>');
	if (bound.kind === 'condition') return bound.count === 0 ? bound.name : `${bound.name}: ${bound.count}`;
	if (bound.kind === 'duties') return bound.duties.map((duty) => duty.name).join('<br>');
	return bound.limit ? `${bound.limit.zh}<br>${bound.limit.en}` : '';
}

/** Names of tests and groups of tests that name a row, by row. A row without one is not shown to hold. */
export function testsOfRows(): Map<string, string[]> {
	const found = new Map<string, string[]>();
	const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
	for (const file of files.map((name) => name.replaceAll('\\', '/')).sort()) {
		const text = readFileSync(join(root, 'src', file), 'utf8');
		// The name is the string a test, a group or a table of tests is given before its body.
		for (const [, name = ''] of text.matchAll(/^\s*(?:(?:test|describe)\(|\](?: as const)?\)\(|.*\.each\(.*\)\()['`](.+)['`],/gm))
			for (const row of allRows)
				if (new RegExp(`(?<![\\w-])${row.id}(?!\\w)`).test(name))
					found.set(row.id, [...(found.get(row.id) ?? []), `\`src/${file}\`: ${name}`]);
	}
	return found;
}

/** Every file the doors of the house reach by imports: the server, the command line, what runs by itself. */
export function reachedFiles(): Set<string> {
	const reached = new Set<string>();
	const waiting = ['src/server.ts', 'src/cli.ts', 'src/start.ts'];
	for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
		if (reached.has(file)) continue;
		reached.add(file);
		for (const [, target = ''] of readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import\()'(\.{1,2}\/[^']+\.ts)'/g))
			waiting.push(posix.join(posix.dirname(file), target));
	}
	return reached;
}

/** Whether a file applies law in the product: reached from a door, and no mere statement of it (`src/law/`). */
export const applies = (file: string | null, reached: ReadonlySet<string>): boolean =>
	file !== null && !file.startsWith('src/law/') && reached.has(file);

/** docs/reference/law.md: every row, what enforces it, and the tests that show both sides of its line. */
export function lawPage(): string {
	const reached = reachedFiles();
	const open = allRows.filter((row) => row.enforcedBy === null);
	const unclear = allRows.filter((row) => row.enforcedBy === 'do not enforce');
	const enforced = allRows.filter((row) => applies(row.enforcedBy, reached));
	const pure = allRows.filter((row) => ![...open, ...unclear, ...enforced].includes(row));
	const tests = testsOfRows();
	const both = ({ zh, en }: { zh: string; en: string }) => `${zh}<br>${en}`;
	const line = (row: LawRow) =>
		[
			row.id,
			row.pack,
			forces[row.force],
			row.effect,
			[row.channels.join(', '), row.party ?? ''].filter(Boolean).join('; '),
			both(row.says),
			row.bounds.map(boundText).filter(Boolean).join('<br>'),
			row.countedPer,
			row.exception ? both(row.exception) : '',
			both(row.citation),
			row.certainty,
			`${row.from}${row.until ? ` – ${row.until}` : ''}`,
		].join(' | ');
	const heads = 'row | pack | force | effect | speaks of | says | limit | counted per | exception | source | certainty | in force';
	const table = (rows: readonly LawRow[]) =>
		[`| ${heads} |`, `|${heads.replaceAll(/[^|]+/g, ' --- ')}|`, ...rows.map((row) => `| ${line(row)} |`)].join('\n');
	const shown = (row: LawRow) => (tests.get(row.id) ?? []).map((name) => `\n  - ${name}`).join('');
	const proof = (row: LawRow) => `- **${row.id}** by \`${row.enforcedBy}\`${shown(row)}`;
	const waiting = open.filter((row) => tests.has(row.id)).map((row) => `- **${row.id}**${shown(row)}`);
	return `# The law as rows

Generated from the packs in \`src/law/\` by \`tools/reference.ts\`. Not legal advice: a lawyer reads it before launch. Times are local to the debtor; [from, until).
A further pack only adds rows, so it can only tighten. Which packs a debtor has: jurisdiction (every one they may be in) × who collects × kind of debt, then the
client's mandate and the house (\`src/law/books.ts\`).

| book | rows | version (SHA-256 of the rows; each stored decision names its own) |
| --- | --- | --- |
${Object.entries(lawBooks)
	.map(([name, book]) => `| ${name} | ${book.length} | \`${lawVersion(book)}\` |`)
	.join('\n')}

## Enforced (${enforced.length})

A row stands here only where the gate or an action of the product applies it: the file named is reached from the server or the command line (checked by a test), and the
tests named below show both sides of its line.

${table(enforced)}

### By what, and which tests show it

${enforced.map(proof).join('\n')}

${pure.length === 0 ? '' : `## A pure rule, tested, that no action calls yet (${pure.length})\n\n${table(pure)}\n\n${pure.map(proof).join('\n')}\n\n`}## Not yet: their subject is not built (${open.length})

The house reports nothing to a credit bureau: in China the lender does (as the provider of information it is the one that must tell the person before), and no bureau's file is written for one in the United
States. A decision to report that reaches no bureau would be a subject in name only, so nothing here can break those rows. The rules are written and tested, and wait for it.

${table(open)}

${waiting.join('\n')}

## Not enforced: the text is unclear (${unclear.length})

${table(unclear)}
`;
}

const draft = 'https://json-schema.org/draft/2020-12/schema';

/** docs/reference/contact-answer.schema.json: what it answers. */
export const answerSchema = (): string => `${JSON.stringify({ $schema: draft, ...Answer }, null, '\t')}\n`;

/** docs/reference/contact-facts.schema.json: what `contact explain --facts` reads. */
export function factsSchema(): string {
	const folder = join(root, 'examples/facts');
	const examples = readdirSync(folder)
		.sort()
		.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown);
	return `${JSON.stringify({ $schema: draft, ...FactsFile, examples }, null, '\t')}\n`;
}

/** docs/reference/content-check.schema.json: what \`content check\` reads (a line of a file) and answers. */
export function contentSchema(): string {
	return `${JSON.stringify({ $defs: { text: CheckBody, answer: CheckAnswer }, oneOf: [{ $ref: '#/$defs/text' }, { $ref: '#/$defs/answer' }] }, null, '\t')}\n`;
}

/** docs/reference/refusals.md: every sentence the house may refuse with. */
export function refusalsPage(): string {
	const line = ([code, entry]: [string, (typeof refusalCodes)[RefusalCode]]) =>
		`| \`${code}\` | ${entry.status} | ${entry.retry ? 'yes' : ''} | ${entry.sentence.zh}<br>${entry.sentence.en} | ${entry.citation ? `${entry.citation.zh}<br>${entry.citation.en}` : ''} |`;
	const all = Object.entries(refusalCodes).sort(([a], [b]) => (a < b ? -1 : 1));
	return `# Refusals

Generated from \`src/core/refusal-codes.ts\` by \`tools/reference.ts\`. A refusal is an answer, not an error: it is recorded, and over HTTP it is a problem
document (RFC 9457) with these sentences. Codes are stable. "Retry": asking again later can help, often from \`allowed_from\` on.

| code | status | retry | sentence | behind it |
| --- | --- | --- | --- | --- |
${all.map(line).join('\n')}
`;
}

/** docs/reference/permissions.md: the one table of roles × permissions. */
export function permissionsPage(): string {
	const people = roles.filter((role) => role !== 'system');
	const line = (permission: string, holders: readonly Role[]) =>
		`| \`${permission}\` | ${people.map((role) => (holders.includes(role) ? '●' : '')).join(' | ')} |`;
	return `# Roles × permissions

Generated from \`src/people/permissions.ts\` by \`tools/reference.ts\`. Every route and every verb names one; \`src/server.db.test.ts\` walks each route with each role.
A \`client\` login sees its own placements, payments and figures only; an \`agent\` opens the debtors of its teams, those it contacted within 30 days, and one whose call it has not ended.

| permission | ${people.join(' | ')} |
| --- | ${people.map(() => ':-:').join(' | ')} |
${Object.entries(permissions)
	.map(([permission, holders]) => line(permission, holders))
	.join('\n')}
`;
}

/** docs/reference/openapi.json: the document the server gives at /openapi.json. The routes are asked; no database is. */
export async function openApiDocument(): Promise<string> {
	const url = 'postgres://nobody@127.0.0.1:9/none';
	const pool = createPool(url);
	const signIn = openSignIn(url, new Uint8Array(32));
	const closed = async () => {
		throw new Outage('the reference has no database');
	};
	const app = await createServer({ url, pool, owner: pool, clock: systemClock, vault: closed }, signIn);
	try {
		await app.ready();
		return `${JSON.stringify(app.swagger(), null, '\t')}\n`;
	} finally {
		await app.close();
		await Promise.all([signIn.close(), pool.end()]);
	}
}

export const pages: readonly (readonly [string, () => string | Promise<string>])[] = [
	['docs/reference/refusals.md', refusalsPage],
	['docs/reference/permissions.md', permissionsPage],
	['docs/reference/openapi.json', openApiDocument],
	['docs/reference/law.md', lawPage],
	['docs/reference/contact-facts.schema.json', factsSchema],
	['docs/reference/contact-answer.schema.json', answerSchema],
	['docs/reference/content-check.schema.json', contentSchema],
];

if (process.argv[1]?.endsWith('reference.ts')) for (const [path, page] of pages) writeFileSync(join(root, path), await page());
