import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Cell, cellText } from './cells.ts';
import type { Chart, Report, Section, Table } from './document.ts';
import type { Sentence } from '../core/refusal.ts';

const escaped = (text: string) =>
	text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] as string);
const both = ({ zh, en }: Sentence) => `<span lang="zh-Hans">${escaped(zh)}</span> <span class="en" lang="en">${escaped(en)}</span>`;

function cell(content: Cell): string {
	if (content.kind === 'text')
		return `<td class="text">${escaped(content.text)}${content.small ? ` <span class="small">${escaped(content.small)}</span>` : ''}</td>`;
	const fell =
		(content.kind === 'count' && content.signed && content.count < 0) || (content.kind === 'money' && content.signed && content.minor < 0);
	return `<td${fell ? ' class="fell"' : ''}>${escaped(cellText(content))}</td>`;
}

function table({ title, columns, rows, strong }: Table): string {
	const head = columns
		.map(
			({ head: { zh, en }, wide }) =>
				`<th scope="col"${wide ? ' class="wide"' : ''}>${escaped(zh)}<span class="en" lang="en">${escaped(en)}</span></th>`,
		)
		.join('');
	const body = rows.map((row, i) => `<tr${strong?.has(i) ? ' class="strong"' : ''}>${row.map(cell).join('')}</tr>`).join('\n');
	return `<figure class="table"><figcaption>${both(title)}</figcaption><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></figure>`;
}

const chart = ({ title, svg }: Chart) => `<figure class="chart"><figcaption>${both(title)}</figcaption>${svg}</figure>`;

function sectionOf({ id, title, note, charts, tables }: Section): string {
	const inside = [...charts.map(chart), ...tables.map(table)].join('\n');
	const nothing = '<p class="nothing">本期无数据 <span class="en">nothing in this period</span></p>';
	return `<section id="${id}"><h2>${escaped(title.zh)}<span class="en" lang="en">${escaped(title.en)}</span></h2>${note ? `<p class="note">${both(note)}</p>` : ''}${inside || nothing}</section>`;
}

/**
 * The report as one HTML file: charts inline, styles inline, and of Noto Sans SC just the pieces its characters need (about 1 MB), so that
 * it reads the same on a machine without Chinese fonts and without a network. Prints on A4.
 */
export async function htmlOf(report: Report): Promise<string> {
	const tiles = report.tiles
		.map(
			({ label, value, change }) =>
				`<div class="tile"><span class="label">${both(label)}</span><b>${escaped(value)}</b><span class="change">${escaped(change)}</span></div>`,
		)
		.join('');
	const body = `<header><p class="agency">${escaped(report.agency)}</p><h1>${escaped(report.title.zh)}<span class="en" lang="en">${escaped(report.title.en)}</span></h1>
${report.client === null ? '' : `<p class="client">委案方 <span class="en">client</span> ${escaped(report.client)}</p>`}
<ul class="lines">${report.lines.map((line) => `<li>${both(line)}</li>`).join('')}</ul></header>
<div class="tiles">${tiles}</div>
${report.sections.map(sectionOf).join('\n')}
<footer><h2>口径<span class="en" lang="en">How each figure is made</span></h2><ol>${report.definitions.map((line) => `<li>${both(line)}</li>`).join('')}</ol></footer>`;
	return `<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(`${report.title.zh} ${report.agency}`)}</title>
<style>${await fontFaces(body)}${style}</style></head>
<body>
${body}
</body></html>
`;
}

const style = `
:root{--ink:#1f2a30;--soft:#5f6b72;--line:#dfe4e7;--tone:#0b6e69}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1020px;padding:40px 32px 64px;color:var(--ink);background:#fff;font:14px/1.6 'Noto Sans SC Report','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif;font-variant-numeric:tabular-nums}
.en,.small{color:var(--soft);font-weight:400;font-size:.82em}
header{border-bottom:2px solid var(--tone);padding-bottom:14px}
.agency{margin:0;color:var(--tone);font-weight:700}
h1{margin:2px 0 6px;font-size:28px;line-height:1.3}
h1 .en{font-size:15px;margin-left:12px}
.client{margin:0 0 6px;font-weight:700}
.lines{list-style:none;margin:0;padding:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:12px;margin:20px 0 8px}
.tile{border:1px solid var(--line);border-radius:6px;padding:10px 14px;display:flex;flex-direction:column}
.tile .label{color:var(--soft);font-size:13px}
.tile b{font-size:19px;line-height:1.5;white-space:nowrap}
.tile .change{color:var(--soft);font-size:12px}
h2{margin:34px 0 8px;font-size:18px;break-after:avoid}
h2 .en{font-size:13px;margin-left:10px}
.note{margin:0 0 8px;color:var(--soft)}
.nothing{color:var(--soft)}
figure{margin:0 0 18px}
figure.chart{break-inside:avoid}
figcaption{font-weight:700;margin:8px 0 4px;break-after:avoid}
figcaption .en{margin-left:6px}
svg{width:100%;height:auto;max-width:900px}
figure.table{overflow-x:auto}
table{border-collapse:collapse;width:100%}
thead{display:table-header-group}
th{font-weight:700;font-size:12.5px;text-align:right;vertical-align:bottom;padding:4px 8px;border-bottom:1.5px solid var(--ink);white-space:nowrap}
th .en{display:block;line-height:1.2}
th.wide,td.text:first-child{text-align:left}
td{text-align:right;padding:5px 8px;border-bottom:1px solid var(--line);white-space:nowrap}
td.text:first-child{white-space:normal;min-width:110px}
tr.strong td{font-weight:700;background:#f3f7f7}
tr{break-inside:avoid}
td.fell{color:#9a3412}
footer{margin-top:40px;border-top:1px solid var(--line);color:var(--soft);font-size:12.5px}
footer h2{font-size:15px;margin-top:14px;color:var(--ink)}
footer ol{padding-left:20px;margin:0}
footer .en{display:block}
@page{size:A4;margin:14mm 12mm}
@media print{body{max-width:none;padding:0;font-size:10.5px}h1{font-size:22px}h2{font-size:14px;margin-top:20px}.tile b{font-size:14px}.tiles{grid-template-columns:repeat(4,1fr);gap:8px}td,th{padding:3px 5px}th{font-size:10px}figure.table{overflow:visible}}
@media (max-width:640px){body{padding:20px 14px 40px}h1 .en,h2 .en{display:block;margin:0}}
`;

const fontFolder = new URL('../../node_modules/@fontsource-variable/noto-sans-sc/', import.meta.url);

/** The font's pieces (by their declared ranges) that hold a character of the text, inlined. */
async function fontFaces(text: string): Promise<string> {
	const css = await readFile(fileURLToPath(new URL('index.css', fontFolder)), 'utf8');
	const used = new Set([...text].map((character) => character.codePointAt(0) as number));
	const faces: string[] = [];
	for (const [, file = '', ranges = ''] of css.matchAll(/url\(\.\/files\/([\w.-]+)\)[^}]*unicode-range:\s*([^;}]+)/g)) {
		const spans = ranges.split(',').map((range) =>
			range
				.trim()
				.slice(2)
				.split('-')
				.map((hex) => Number.parseInt(hex, 16)),
		);
		const needed = spans.some(([first = 0, last = first]) => {
			if (last - first < used.size) {
				for (let point = first; point <= last; point++) if (used.has(point)) return true;
				return false;
			}
			return [...used].some((point) => point >= first && point <= last);
		});
		if (!needed) continue;
		const piece = await readFile(fileURLToPath(new URL(`files/${file}`, fontFolder)));
		faces.push(
			`@font-face{font-family:'Noto Sans SC Report';font-weight:100 900;src:url(data:font/woff2;base64,${piece.toString('base64')}) format('woff2');unicode-range:${ranges.trim()}}`,
		);
	}
	return faces.join('');
}
