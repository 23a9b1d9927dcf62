import type { Pool } from '../host/db.ts';

/** Dates are texts, and instants are texts of microseconds in UTC: both are compared as they stand. */
export type Rows = {
	readonly house: { readonly zone: string; readonly name: string; readonly edges: readonly number[] };
	readonly clients: readonly { readonly id: string; readonly code: string; readonly name: string }[];
	readonly placements: readonly {
		readonly id: string;
		readonly batch_no: string;
		readonly client_id: string;
		readonly placed_on: string;
	}[];
	readonly debts: readonly Debt[];
	readonly transfers: readonly Transfer[];
	readonly promises: readonly Promised[];
	readonly plans: readonly Plan[];
	readonly attempts: readonly Attempt[];
	readonly refused: readonly Refused[];
	readonly items: readonly Item[];
	readonly complaints: readonly Complaint[];
	/** What each was answered, every time, in order. */
	readonly answers: readonly { readonly complaint_id: string; readonly at: string; readonly verdict: string }[];
	readonly holds: readonly Hold[];
	readonly assignments: readonly { readonly debtor_id: string; readonly team_id: string; readonly agent_id: string | null }[];
	readonly members: readonly { readonly team_id: string; readonly team: string; readonly login_id: string; readonly login: string }[];
};
type OfDebt = { readonly debtor_id: string; readonly debt_id: string };
export type Debt = {
	readonly id: string;
	readonly debtor_id: string;
	readonly client_id: string;
	readonly placement_id: string | null;
	readonly product: string;
	readonly currency: string;
	readonly placed_on: string;
	/** The first instant of that day at the agency. */
	readonly placed_at: string;
	readonly overdue_since: string;
	readonly recall_due_on: string | null;
	readonly opened_on: string | null;
};
export type Transfer = OfDebt & {
	readonly entry_id: number;
	readonly kind: string;
	readonly component: string;
	readonly debit_account: string;
	readonly credit_account: string;
	readonly amount: bigint;
	readonly happened_at: string;
	readonly happened_on: string;
	readonly recorded_at: string;
	readonly reverses: number | null;
	readonly payment_id: string | null;
};
export type Promised = OfDebt & {
	readonly amount: bigint;
	readonly currency: string;
	readonly due_on: string;
	readonly made_at: string;
	readonly made_on: string;
	readonly made_by: string;
	readonly state: string;
	readonly judged_on: string | null;
	readonly plan_id: string | null;
};
type Plan = OfDebt & { readonly made_at: string; readonly state: string; readonly ended_on: string | null };
export type Attempt = {
	readonly debtor_id: string;
	readonly channel: string;
	readonly made_by: string;
	readonly asked_for: string | null;
	readonly item: string | null;
	readonly placed_at: string;
	readonly placed_on: string;
	readonly line: string | null;
	readonly said: string | null;
	readonly told_at: string | null;
	/** When a text was stopped before its carrier had it. */
	readonly stopped_at: string | null;
};
type Refused = {
	readonly debtor_id: string;
	readonly asked_by: string;
	readonly asked_at: string;
	readonly reasons: readonly { readonly rule: string; readonly verdict: string }[];
};
type Item = {
	readonly id: string;
	readonly debtor_id: string;
	readonly kind: string;
	readonly business_date: string;
	readonly step: string;
	readonly state: string;
	readonly closed_at: string | null;
	readonly close_reason: string | null;
};
type Complaint = {
	readonly id: string;
	readonly debtor_id: string;
	readonly received_at: string;
	readonly verdict: string | null;
	readonly answered_at: string | null;
};
type Hold = {
	readonly debtor_id: string;
	readonly debt_id: string | null;
	readonly from_at: string;
	readonly until_at: string | null;
	readonly lifted_at: string | null;
};

const instant = (at: string) => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const dateOf = (at: string) => `(${at} at time zone t.zone)::date::text`;

const asked = {
	house: `select zone, name, settings -> 'bucketEdges' as edges from tenant x where tenant_id = $1`,
	clients: `select id::text, code, name from client x where tenant_id = $1`,
	placements: `select id::text, batch_no, client_id::text, placed_on::text from placement x where tenant_id = $1`,
	debts: `select x.id::text, x.debtor_id::text, x.client_id::text, x.placement_id::text, x.product, x.currency::text, x.placed_on::text, x.overdue_since::text, x.recall_due_on::text, s.opened_on::text,
			${instant('(x.placed_on::timestamp at time zone t.zone)')} as placed_at from debt x join tenant t using (tenant_id) join debt_state s on s.tenant_id = $1 and s.debtor_id = x.debtor_id and s.debt_id = x.id where x.tenant_id = $1`,
	transfers: `select debtor_id::text, debt_id::text, entry_id::int, kind, component, debit_account, credit_account, amount_minor as amount, ${instant('happened_at')} as happened_at, ${dateOf('happened_at')} as happened_on,
			${instant('recorded_at')} as recorded_at, reverses_entry_id::int as reverses, payment_id::text from ledger_transfer x join tenant t using (tenant_id) where x.tenant_id = $1`,
	promises: `select debtor_id::text, debt_id::text, amount_minor as amount, currency::text, due_on::text, ${instant('made_at')} as made_at, ${dateOf('made_at')} as made_on, made_by::text, state, judged_on::text, plan_id::text
			from promise x join tenant t using (tenant_id) where x.tenant_id = $1`,
	plans: `select debtor_id::text, debt_id::text, ${instant('made_at')} as made_at, state, ended_on::text from plan x where tenant_id = $1`,
	attempts: `select x.debtor_id::text, x.channel, x.made_by::text, g.facts #>> '{facts,party}' as asked_for, x.work_item_id::text as item, ${instant('x.placed_at')} as placed_at, ${dateOf('x.placed_at')} as placed_on, o.line, o.said, ${instant('o.recorded_at')} as told_at,
			  (select ${instant('m.settled_at')} from message m where m.tenant_id = $1 and m.debtor_id = x.debtor_id and m.attempt_id = x.id and m.state = 'failed' and m.reason is not null) as stopped_at
			from contact_attempt x join tenant t using (tenant_id) left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = x.debtor_id and o.attempt_id = x.id
			left join contact_permit g on g.tenant_id = $1 and g.debtor_id = x.debtor_id and g.id = x.permit_id where x.tenant_id = $1`,
	refused: `select debtor_id::text, asked_by::text, ${instant('asked_at')} as asked_at, reasons from contact_permit x where tenant_id = $1 and not permitted`,
	items: `select id::text, debtor_id::text, kind, business_date::text, step, state, ${instant('closed_at')} as closed_at, close_reason from work_item x where tenant_id = $1`,
	complaints: `select id::text, debtor_id::text, ${instant('received_at')} as received_at, verdict, ${instant('answered_at')} as answered_at from complaint x where tenant_id = $1 and kind = 'complaint'`,
	answers: `select complaint_id::text, ${instant('at')} as at, verdict from complaint_event x where tenant_id = $1 and verdict is not null order by id`,
	holds: `select debtor_id::text, debt_id::text, ${instant('from_at')} as from_at, ${instant('until_at')} as until_at, ${instant('lifted_at')} as lifted_at from hold x where tenant_id = $1`,
	assignments: `select debtor_id::text, team_id::text, agent_id::text from assignment x where tenant_id = $1`,
	members: `select m.team_id::text, e.name as team, l.id::text as login_id, l.name as login from team_member m join team e on e.tenant_id = $1 and e.id = m.team_id join login l on l.tenant_id = $1 and l.id = m.login_id
			where m.tenant_id = $1 and e.closed_at is null and l.closed_at is null and l.role in ('agent', 'team_lead')`,
} satisfies Record<keyof Rows, string>;

/** The edges of a house that chose none: last days past due of M1 to M6. */
const usualEdges = [30, 60, 90, 120, 150, 180];

/** Everything the figures of an agency are made of, as it lies in the tables. */
export async function rowsOf(owner: Pool, tenantId: bigint): Promise<Rows> {
	const names = Object.keys(asked) as (keyof Rows)[];
	const lists = await Promise.all(names.map(async (name) => (await owner.query({ text: asked[name], values: [tenantId] })).rows));
	const found = Object.fromEntries(names.map((name, i) => [name, lists[i]])) as unknown as Omit<Rows, 'house'> & {
		house: [{ zone: string; name: string; edges: number[] | null }];
	};
	const [house] = found.house;
	return { ...found, house: { ...house, edges: house.edges ?? usualEdges } };
}

const days = new Map<string, number>();
/** The number of a date, counted from 1970. */
export function dayOf(date: string): number {
	const known = days.get(date);
	if (known !== undefined) return known;
	const number = Temporal.PlainDate.from('1970-01-01').until(Temporal.PlainDate.from(date), { largestUnit: 'day' }).days;
	days.set(date, number);
	return number;
}

/** A part of a whole in parts per million, cut; null: nothing to divide by. */
export const share = (part: number | bigint, of: number | bigint): number | null =>
	BigInt(of) === 0n ? null : Number((BigInt(part) * 1_000_000n) / BigInt(of));

export const total = <Row>(rows: readonly Row[], of: (row: Row) => bigint): bigint => rows.reduce((sum, row) => sum + of(row), 0n);

/** Rows by what they have in common, in the order of it. */
export function grouped<Row>(rows: readonly Row[], by: (row: Row) => string): [key: string, rows: Row[]][] {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const group = groups.get(by(row));
		if (group) group.push(row);
		else groups.set(by(row), [row]);
	}
	return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
