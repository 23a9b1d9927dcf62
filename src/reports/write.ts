import { jsonText } from '../host/command.ts';
import { reportOf } from './document.ts';
import { htmlOf } from './html.ts';
import { pdfOf } from './pdf.ts';
import type { Format, Summary } from './shapes.ts';
import { xlsxOf } from './xlsx.ts';

export const mediaTypes: Readonly<Record<Format, string>> = {
	html: 'text/html; charset=utf-8',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	pdf: 'application/pdf',
	json: 'application/json; charset=utf-8',
};

/** The summary in the form asked for; all four carry the same figures. */
export async function written(summary: Summary, format: Format): Promise<Buffer> {
	switch (format) {
		case 'json':
			return Buffer.from(`${jsonText(summary)}\n`);
		case 'html':
			return Buffer.from(await htmlOf(reportOf(summary)));
		case 'xlsx':
			return xlsxOf(reportOf(summary));
		case 'pdf':
			return pdfOf(reportOf(summary));
	}
}

export const fileName = (summary: Summary, format: Format) => `dunwell-summary-${summary.period.from}-${summary.period.to}.${format}`;
