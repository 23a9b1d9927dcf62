import { Type } from 'typebox';
import { isRefusal } from '../core/refusal.ts';
import { type App, answer } from '../host/http.ts';
import { readDashboard, readSummary } from './read.ts';
import { Dashboard, DashboardQuery, Summary as SummaryShape, SummaryQuery } from './shapes.ts';
import { fileName, mediaTypes, written } from './write.ts';

const file = { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) };
/** One summary in four forms. */
const summaryAnswers = {
	content: {
		'application/json': { schema: SummaryShape },
		'text/html': { schema: Type.String() },
		'application/pdf': file,
		[mediaTypes.xlsx]: file,
	},
};

/** Figures over HTTP. A creditor-side login sees its own client's only. */
export function routes(app: App): void {
	app.get(
		'/api/dashboard',
		{ config: { permission: 'report.view' }, schema: { querystring: DashboardQuery, response: { 200: Dashboard } } },
		async (request, reply) => answer(reply, await readDashboard(request.door, request.query)),
	);

	app.get(
		'/api/reports/summary',
		{ config: { permission: 'report.view' }, schema: { querystring: SummaryQuery, response: { 200: summaryAnswers } } },
		async (request, reply) => {
			const summary = await readSummary(request.door, request.query);
			if (isRefusal(summary)) return answer(reply, summary);
			const format = request.query.format ?? 'json';
			// A page opens in the browser; the other files are saved.
			const disposition = format === 'html' || format === 'json' ? 'inline' : 'attachment';
			return reply
				.type(mediaTypes[format])
				.header('content-disposition', `${disposition}; filename="${fileName(summary, format)}"`)
				.send(await written(summary, format));
		},
	);
}
