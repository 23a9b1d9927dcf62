import { Type } from 'typebox';
import { inTenant } from '../host/db.ts';
import { type App, answer } from '../host/http.ts';
import { refuse } from '../core/refusal.ts';
import { explainNextStep, runDay } from './actions.ts';
import { dateOf } from './rules.ts';
import { NextStep } from './shapes.ts';

const count = Type.Integer({ minimum: 0 });
const DaySummary = Type.Object({
	business_date: Type.String({ format: 'date' }),
	chunks: count,
	debtors: count,
	debts: count,
	calls: count,
	messages: count,
	held: count,
	settled: count,
	promises_kept: count,
	promises_partly_kept: count,
	promises_broken: count,
	not_worked: count,
});
const DayRun = Type.Object({
	business_date: Type.String({ format: 'date' }),
	started_at: Type.String({ format: 'date-time' }),
	finished_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
	/** Empty until the run has finished. */
	summary: Type.Partial(DaySummary),
});
const Body = Type.Object({ on: Type.Optional(Type.String({ format: 'date' })) });

/** Day runs: start one, see the last ones. */
export function routes(app: App): void {
	app.post(
		'/api/day-runs',
		{ config: { permission: 'dayrun.run' }, schema: { body: Body, response: { 200: DaySummary } } },
		async ({ door, body }, reply) => {
			return answer(reply, await runDay(door, body.on === undefined ? undefined : Temporal.PlainDate.from(body.on)));
		},
	);
	app.get(
		'/api/debtors/:id/next-step',
		{
			config: { permission: 'debtor.view' },
			schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) }), response: { 200: NextStep } },
		},
		async ({ door, params }, reply) => {
			const explained = await explainNextStep(door, BigInt(params.id));
			if (!explained) return answer(reply, refuse('thing.not_found', { what: 'debtor', id: params.id }));
			const debts = explained.debts.map(({ debtId, stage, calls, message, reviewOn, because }) => ({
				debt_id: String(debtId),
				stage,
				calls,
				message,
				review_on: reviewOn === null ? null : dateOf(reviewOn).toString(),
				because: [...because],
			}));
			return answer(reply, { decided_by: explained.decidedBy, debts });
		},
	);
	app.get(
		'/api/day-runs',
		{ config: { permission: 'floor.view' }, schema: { response: { 200: Type.Object({ items: Type.Array(DayRun) }) } } },
		async ({ door }, reply) => {
			const items = await inTenant(door.pool, door.tenantId, (tx) =>
				tx.query<{
					business_date: Temporal.PlainDate;
					started_at: Temporal.Instant;
					finished_at: Temporal.Instant | null;
					summary: object;
				}>(
					'select business_date, started_at, finished_at, summary from day_run where tenant_id = $1 order by business_date desc limit 30',
					[tx.tenantId],
				),
			);
			return answer(reply, { items });
		},
	);
}
