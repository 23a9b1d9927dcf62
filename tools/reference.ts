// Writes the generated pages of docs/reference. `node tools/reference.ts` after changing the law, the facts, a refusal, a permission or a route; a test compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactsFile } from '../src/contact/shapes.ts';
import { Outage } from '../src/core/assert.ts';
import { type RefusalCode, refusalCodes } from '../src/core/refusal-codes.ts';
import { systemClock } from '../src/host/clock.ts';
import { root } from '../src/host/config.ts';
import { createPool } from '../src/host/db.ts';
import { permissions } from '../src/people/permissions.ts';
import { openSignIn } from '../src/people/sign-in.ts';
import { type Role, roles } from '../src/record/actor.ts';
import { createServer } from '../src/server.ts';
import { type LawRow, lawRows, lawVersion } from '../src/law/rows.ts';

const forces: Record<LawRow['force'], string> = {
	law: '法律法规 law',
	standard: '推荐性国标 standard',
	association: '行业自律 association',
	'standard and association': '国标+自律 standard and association',
	guidance: '监管指引 guidance',
	provider: '平台限制 provider',
	house: '机构自定 house',
};

function limitText(row: LawRow): string {
	if (row.hours) return `${row.hours.from}–${row.hours.until}`;
	if (!row.limit) return '';
	const { count, window, days, per } = row.limit;
	return `${count} / ${days ? `${days} ${window}` : window} / ${per}`;
}

/** docs/reference/law.md: every row, what enforces it, and the tests that show both sides of its line. */
export function lawPage(): string {
	const enforced = lawRows.filter((row) => row.enforcedBy !== null && row.enforcedBy !== 'do not enforce');
	const open = lawRows.filter((row) => row.enforcedBy === null);
	const unclear = lawRows.filter((row) => row.enforcedBy === 'do not enforce');
	const line = (row: LawRow) =>
		`| ${row.id} | ${forces[row.force]} | ${row.says.zh}<br>${row.says.en} | ${limitText(row)} | ${row.citation.zh}<br>${row.citation.en} | ${row.certainty} | ${row.from}${row.until ? ` – ${row.until}` : ''} | ${row.enforcedBy ?? ''} |`;
	const table = (rows: readonly LawRow[]) =>
		[
			'| row | force | says | limit | source | certainty | in force | enforced by |',
			'| --- | --- | --- | --- | --- | --- | --- | --- |',
			...rows.map(line),
		].join('\n');
	return `# The law as rows

Generated from \`src/law/rows.ts\` by \`tools/reference.ts\`; version \`${lawVersion()}\`. Not legal advice: a lawyer reads it before launch.

## Enforced (${enforced.length})

Both sides of each line are shown in \`src/contact/rules.test.ts\` (pure), \`src/contact/actions.db.test.ts\` (database) and \`src/law/allocation.test.ts\`.

${table(enforced)}

## Not yet: their subject is not built (${open.length})

${table(open)}

## Not enforced: the text is unclear (${unclear.length})

${table(unclear)}
`;
}

/** docs/reference/contact-facts.schema.json: what \`contact explain --facts\` reads. */
export function factsSchema(): string {
	return `${JSON.stringify(FactsFile, null, '\t')}\n`;
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
A \`client\` login sees its own placements, payments and figures only; an \`agent\` reaches only the debtors of its teams.

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
];

if (process.argv[1]?.endsWith('reference.ts')) for (const [path, page] of pages) writeFileSync(join(root, path), await page());
