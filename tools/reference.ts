// Writes the generated pages of docs/reference. `node tools/reference.ts` after changing the law or the facts; a test compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactsFile } from '../src/contact/shapes.ts';
import { root } from '../src/host/config.ts';
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

export const pages: readonly (readonly [string, () => string])[] = [
	['docs/reference/law.md', lawPage],
	['docs/reference/contact-facts.schema.json', factsSchema],
];

if (process.argv[1]?.endsWith('reference.ts')) for (const [path, page] of pages) writeFileSync(join(root, path), page());
