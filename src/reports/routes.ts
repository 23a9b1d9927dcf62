import { isRefusal } from '../core/refusal.ts';
import { type App, answer } from '../host/http.ts';
import { readDashboard, readSummary } from './read.ts';
import { Dashboard, DashboardQuery, SummaryQuery } from './shapes.ts';
import { fileName, mediaTypes, written } from './write.ts';

/** Figures over HTTP. A creditor-side login sees its own client's only. */
export function routes(app: App): void {
	app.get(
		'/api/dashboard',
		{ config: { permission: 'report.view' }, schema: { querystring: DashboardQuery, response: { 200: Dashboard } } },
		async (request, reply) => answer(reply, await readDashboard(request.door, request.query)),
	);

	app.get(
		'/api/reports/summary',
		{ config: { permission: 'report.view' }, schema: { querystring: SummaryQuery } },
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
