import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Fault } from '../core/assert.ts';
import { cellText } from './cells.ts';
import type { Report } from './document.ts';

const fonts = new URL('../../node_modules/@expo-google-fonts/noto-sans-sc/', import.meta.url);
const folder = fileURLToPath(new URL('.', import.meta.url));

/** What the template reads: the document with its cells as text and its charts as files beside it. */
export function templateInput(report: Report) {
	return {
		title: report.title,
		agency: report.agency,
		client: report.client,
		lines: report.lines,
		tiles: report.tiles,
		definitions: report.definitions,
		sections: report.sections.map((section) => ({
			title: section.title,
			note: section.note ?? null,
			charts: section.charts.map((chart) => ({ title: chart.title, file: `${chart.id}.svg` })),
			tables: section.tables.map((table) => ({
				title: table.title,
				columns: table.columns.map(({ head, wide, read }) => ({ ...head, wide: wide === true, read: read === true })),
				rows: table.rows.map((row, index) => ({
					strong: table.strong?.has(index) ?? false,
					cells: row.map((cell) =>
						cell.kind === 'text' ? { text: cell.text, small: cell.small ?? '' } : { text: cellText(cell), small: '' },
					),
				})),
			})),
		})),
	};
}

/** The report as a PDF (A4), set by Typst with the full Noto Sans SC embedded as subsets: rare characters of names included. */
export function pdfOf(report: Report): Buffer {
	const compiler = NodeCompiler.create({
		workspace: folder,
		fontArgs: [{ fontPaths: ['400Regular', '700Bold'].map((weight) => fileURLToPath(new URL(weight, fonts))) }],
	});
	compiler.mapShadow(`${folder}summary.json`, Buffer.from(JSON.stringify(templateInput(report))));
	for (const section of report.sections)
		for (const chart of section.charts) compiler.mapShadow(`${folder}${chart.id}.svg`, Buffer.from(chart.svg));
	const made = compiler.compile({ mainFilePath: `${folder}summary.typ` });
	const { result } = made;
	if (!result) throw new Fault(`the report’s template does not compile: ${JSON.stringify(made.takeDiagnostics()?.shortDiagnostics)}`);
	const bytes = compiler.pdf(result);
	compiler.evictCache(10);
	return bytes;
}
