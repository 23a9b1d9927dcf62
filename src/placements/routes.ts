import { Type } from 'typebox';
import { isRefusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type App, answer, keyOf, receiveFile } from '../host/http.ts';
import type { Mapping } from '../intake/rules.ts';
import type { Door } from '../record/change.ts';
import { analysePlacement, askForErrors, recallPlacement, undoPlacement } from './actions.ts';
import { extendMandate } from './extend.ts';
import { errorFile } from './error-file.ts';
import { importPlacement } from './import.ts';
import { mappingFrom } from './cli.ts';
import {
	AnalysisView,
	ImportAnswerView,
	PlacementList,
	PlacementListQuery,
	type PlacementView,
	PlacementView as PlacementShape,
	EndedView,
	ExtendBody,
	ExtendedView,
	RecallBody,
} from './shapes.ts';
import { findPlacement, listPlacements, type PlacementRow } from './store.ts';

const Id = Type.Object({ id: Type.String({ pattern: '^\\d{1,18}$' }) });
const mappingField = 'JSON: columns by heading, sheet, header row, date format; what it does not name is recognised';

function view(row: PlacementRow): PlacementView {
	return {
		id: String(row.id),
		client: { id: String(row.client_id), code: row.client_code, name: row.client_name },
		batch_no: row.batch_no,
		file_name: row.file_name,
		state: row.state,
		placed_on: row.placed_on.toString(),
		recall_due_on: row.recall_due_on?.toString() ?? null,
		rows: Number(row.rows_total),
		accepted: Number(row.accepted),
		rejected: Number(row.rejected),
		duplicates: Number(row.duplicates),
		counted: row.counted.map((each) => ({ currency: each.currency, count: each.count, amount_minor: Number(each.minor) })),
		notes: row.notes,
		started_at: row.started_at.toString(),
		finished_at: row.finished_at?.toString() ?? null,
		ended_at: row.ended_at?.toString() ?? null,
		end_reason: row.end_reason,
	};
}

/** Tells the desk how far an import is, on a connection of its own: the import's transaction is not seen before it commits. */
function progressTo(door: Door, token: string | undefined): (progress: { step: string; rows: number }) => void {
	if (!token || !/^\w{4,64}$/.test(token)) return () => {};
	return ({ step, rows }) => {
		door.pool.query(`select pg_notify('dunwell', $1)`, [`${door.tenantId} import:${token}:${step}:${rows}`]).catch(() => {});
	};
}

/** Placements: analyse, import, list, error file, undo, recall, extend. */
export function routes(app: App): void {
	app.post(
		'/api/placements/analyse',
		{
			config: { permission: 'placement.import', form: { mapping: mappingField } },
			schema: { response: { 200: AnalysisView } },
		},
		async (request, reply) => {
			const upload = await receiveFile(request);
			if (isRefusal(upload)) return answer(reply, upload);
			try {
				const mapping: Mapping | ReturnType<typeof refuse> = upload.fields['mapping'] ? mappingFrom(upload.fields['mapping']) : {};
				if (isRefusal(mapping)) return await answer(reply, mapping);
				return await answer(reply, await analysePlacement(request.door, { path: upload.path, mapping }));
			} finally {
				upload.remove();
			}
		},
	);
	app.post(
		'/api/placements',
		{
			config: {
				permission: 'placement.import',
				form: {
					client: 'code of the client',
					mapping: mappingField,
					dry_run: '`true`: the whole answer, and nothing is kept',
					expect_count: 'how many debts the client says there are',
					expect_amount: 'the total the client says, `1234.50 CNY`',
					confirm_totals: '`true`: import although the totals differ',
					progress: 'a token: progress is told live as `import:<token>:<step>:<rows>`',
				},
			},
			schema: { response: { 200: ImportAnswerView } },
		},
		async (request, reply) => {
			const upload = await receiveFile(request);
			if (isRefusal(upload)) return answer(reply, upload);
			try {
				const { fields } = upload;
				const mapping = fields['mapping'] ? mappingFrom(fields['mapping']) : undefined;
				if (isRefusal(mapping)) return await answer(reply, mapping);
				const count = fields['expect_count'];
				if (count !== undefined && !/^\d{0,9}$/.test(count))
					return await answer(reply, refuse('request.malformed', { reason: 'expect_count' }));
				return await answer(
					reply,
					await importPlacement(request.door, {
						path: upload.path,
						fileName: upload.fileName,
						clientCode: fields['client'] ?? '',
						mapping,
						dryRun: fields['dry_run'] === 'true',
						expectCount: count ? Number(count) : undefined,
						expectAmount: fields['expect_amount'] || undefined,
						confirmTotals: fields['confirm_totals'] === 'true',
						key: keyOf(request),
						onProgress: progressTo(request.door, fields['progress']),
					}),
				);
			} finally {
				upload.remove();
			}
		},
	);
	app.get(
		'/api/placements',
		{ config: { permission: 'placement.view' }, schema: { querystring: PlacementListQuery, response: { 200: PlacementList } } },
		async ({ door, query }, reply) => {
			const after = query.after === undefined ? undefined : BigInt(query.after);
			const { items, next } = await inTenant(door.pool, door.tenantId, (tx) =>
				listPlacements(tx, door.actor.clientId, { ...query, after }),
			);
			return answer(reply, { items: items.map(view), next: next === null ? null : String(next) });
		},
	);
	app.get(
		'/api/placements/:id',
		{ config: { permission: 'placement.view' }, schema: { params: Id, response: { 200: PlacementShape } } },
		async ({ door, params }, reply) => {
			const found = await inTenant(door.pool, door.tenantId, (tx) => findPlacement(tx, BigInt(params.id), door.actor.clientId));
			return answer(reply, found ? view(found) : refuse('thing.not_found', { what: 'placement', id: params.id }));
		},
	);
	app.get(
		'/api/placements/:id/errors.csv',
		{ config: { permission: 'placement.errors' }, schema: { params: Id } },
		async ({ door, params }, reply) => {
			const id = BigInt(params.id);
			const asked = await askForErrors(door, id);
			if (isRefusal(asked)) return answer(reply, asked);
			return reply
				.type('text/csv; charset=utf-8')
				.header('content-disposition', `attachment; filename="errors-${params.id}.csv"`)
				.send(errorFile(door, id));
		},
	);
	app.post(
		'/api/placements/:id/undo',
		{ config: { permission: 'placement.undo' }, schema: { params: Id, response: { 200: EndedView } } },
		async (request, reply) => answer(reply, await undoPlacement(request.door, BigInt(request.params.id), keyOf(request))),
	);
	app.post(
		'/api/placements/:id/recall',
		{ config: { permission: 'placement.recall' }, schema: { params: Id, body: RecallBody, response: { 200: EndedView } } },
		async (request, reply) =>
			answer(reply, await recallPlacement(request.door, BigInt(request.params.id), request.body.reason, keyOf(request))),
	);
	app.post(
		'/api/placements/:id/extend',
		{ config: { permission: 'placement.recall' }, schema: { params: Id, body: ExtendBody, response: { 200: ExtendedView } } },
		async (request, reply) => {
			const { until, reason, debt_ids: debtIds } = request.body;
			const extended = { until: Temporal.PlainDate.from(until), reason, debtIds: debtIds?.map(BigInt) ?? null };
			return answer(reply, await extendMandate(request.door, BigInt(request.params.id), extended, keyOf(request)));
		},
	);
}
