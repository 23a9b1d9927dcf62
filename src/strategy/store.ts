import { lacksCertificate } from '../contact/certificate.ts';
import { known } from '../core/assert.ts';
import type { Tx } from '../host/db.ts';
import type { DebtFacts, DebtorFacts, Held } from './rules.ts';

/** Opens the run of a business date, or goes on with it. `counts` are added to what earlier runs of the date counted. */
export async function beginRun(
	tx: Tx,
	on: Temporal.PlainDate,
	now: Temporal.Instant,
	counts: Readonly<Record<string, number>>,
): Promise<void> {
	await tx.query(
		`insert into day_run (tenant_id, business_date, started_at, summary) values ($1, $2, $3, $4)
		 on conflict (tenant_id, business_date) do update set finished_at = null, summary = day_run.summary || (
			select jsonb_object_agg(key, value::bigint + coalesce((day_run.summary ->> key)::bigint, 0)) from jsonb_each_text(excluded.summary))`,
		[tx.tenantId, on, now, JSON.stringify(counts)],
	);
}

/** Chunks that an earlier date left behind are dropped: their debts are due still. */
export async function dropChunks(tx: Tx, before: Temporal.PlainDate): Promise<void> {
	await tx.query('delete from day_run_chunk where tenant_id = $1 and business_date < $2 and done_at is null', [tx.tenantId, before]);
}

/** Closes the run of a date unless another process still works on it; its summary is what all its chunks came to. */
export async function endRun(tx: Tx, on: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
	await tx.query(
		`update day_run r set finished_at = $3, summary = r.summary || coalesce(c.sums, '{}')
		   from (select count(*) filter (where done_at is null) as open,
		                jsonb_build_object('chunks', count(*), 'debtors', coalesce(sum((summary ->> 'debtors')::bigint), 0), 'debts', coalesce(sum((summary ->> 'debts')::bigint), 0),
		                                   'calls', coalesce(sum((summary ->> 'calls')::bigint), 0), 'messages', coalesce(sum((summary ->> 'messages')::bigint), 0),
		                                   'held', coalesce(sum((summary ->> 'held')::bigint), 0), 'settled', coalesce(sum((summary ->> 'settled')::bigint), 0)) as sums
		           from day_run_chunk where tenant_id = $1 and business_date = $2) c
		  where r.tenant_id = $1 and r.business_date = $2 and c.open = 0`,
		[tx.tenantId, on, now],
	);
}

/**
 * Puts the debtors with a debt due for review into chunks; gives how many chunks were made: none while chunks of the date wait to be done. One pass
 * over the narrow state table.
 */
export async function planChunks(tx: Tx, on: Temporal.PlainDate, chunkSize: number): Promise<number> {
	const made = await tx.query(
		`with due as (
			select debtor_id, row_number() over (order by debtor_id) - 1 as place
			  from (select distinct debtor_id from debt_state where tenant_id = $1 and status = 'open' and review_on <= $2) d
			 where not exists (select from day_run_chunk where tenant_id = $1 and business_date = $2 and done_at is null))
		 insert into day_run_chunk (tenant_id, business_date, chunk, debtor_ids)
		 select $1, $2, coalesce((select max(chunk) from day_run_chunk where tenant_id = $1 and business_date = $2), 0) + 1 + place / $3, array_agg(debtor_id order by debtor_id)
		   from due group by place / $3
		 returning chunk`,
		[tx.tenantId, on, chunkSize],
	);
	return made.length;
}

const nextChunk = `from day_run_chunk where tenant_id = $1 and business_date = $2 and done_at is null order by chunk limit 1 for update skip locked`;

/** Whether a chunk waits that nobody is working on. */
export async function hasChunk(tx: Tx, on: Temporal.PlainDate): Promise<boolean> {
	return (await tx.prepared('day chunk ahead', `select chunk ${nextChunk}`, [tx.tenantId, on])).length > 0;
}

/** Claims one chunk that nobody is working on; null when none is left. */
export async function claimChunk(tx: Tx, on: Temporal.PlainDate): Promise<{ chunk: number; debtorIds: bigint[] } | null> {
	const [row] = await tx.prepared<{ chunk: number; debtor_ids: bigint[] }>('day chunk claim', `select chunk, debtor_ids ${nextChunk}`, [
		tx.tenantId,
		on,
	]);
	return row ? { chunk: row.chunk, debtorIds: row.debtor_ids } : null;
}

/** Marks a claimed chunk as done, with what it came to. */
export async function endChunk(
	tx: Tx,
	done: { readonly on: Temporal.PlainDate; readonly chunk: number; readonly now: Temporal.Instant; readonly sums: object },
): Promise<void> {
	await tx.prepared(
		'day chunk end',
		'update day_run_chunk set done_at = $4, summary = $5 where tenant_id = $1 and business_date = $2 and chunk = $3',
		[tx.tenantId, done.on, done.chunk, done.now, JSON.stringify(done.sums)],
	);
}

type FactRow = {
	debtor_id: bigint;
	debt_id: bigint;
	owed_minor: bigint;
	overdue_since: number;
	placed_on: number;
	too_late_today: boolean;
	due: boolean | null;
	reachable: boolean;
	zones: string[];
	recall_due_on: number | null;
	opened_on: number | null;
	reached_on: number | null;
	last_attempt_on: number | null;
	willingness: DebtFacts['willingness'];
	ability: DebtFacts['ability'];
	reason: DebtFacts['reason'];
	paid_before: boolean;
};

type PromiseRow = {
	debt_id: bigint;
	due_on: number | null;
	grace_days: number | null;
	is_instalment: boolean | null;
	broken_on: number | null;
};

/** A debtor as the chunk gives it: whether hours are left is a matter of the debtor's zones and the clock, and said by the action. */
export type LoadedDebtor = Omit<DebtorFacts, 'hoursLeft'> & { readonly zones: readonly string[] };

/**
 * Facts of every open debt of a chunk's debtors, in three statements (as one, with holds and promises joined, the planner went through the promises
 * once for each debt: 37 ms of 50). Dates come as day numbers. The caller holds the debtors' locks, so no payment, hold or outcome comes in between;
 * the state rows are locked besides, against acts on whole batches (recall, undo), which come before or after.
 *
 * @param at.reading nothing will be written: no row is locked.
 * @param at.lateToday the cut-off hour of `on` has passed: nothing has its first day today.
 */
export async function loadChunk(
	tx: Tx,
	debtorIds: readonly bigint[],
	on: Temporal.PlainDate,
	at: { readonly zone: string; readonly cutOff: string; readonly lateToday: boolean; readonly reading?: boolean },
): Promise<LoadedDebtor[]> {
	const holds = await loadHolds(tx, debtorIds, on, at.zone);
	const refused = await loadMachineRefused(tx, debtorIds);
	const promises = await loadPromises(tx, debtorIds, on);
	const rows = await tx.prepared<FactRow>(
		at.reading ? 'day facts read' : 'day facts',
		`select s.debtor_id, s.debt_id, coalesce(b.owed_minor, 0) as owed_minor, d.overdue_since - date '1970-01-01' as overdue_since, d.placed_on - date '1970-01-01' as placed_on,
		        $6 or ((d.created_at at time zone $3)::date = $5 and (d.created_at at time zone $3)::time >= $4::time) as too_late_today, s.review_on <= $5 as due, r.zones,
		        exists (select from contact_point p where p.tenant_id = $1 and p.debtor_id = s.debtor_id and p.party_id is null and p.kind in ('mobile', 'landline')
		                   and p.state in ('unverified', 'good') and (p.expires_on is null or p.expires_on >= $5)) as reachable,
		        d.recall_due_on - date '1970-01-01' as recall_due_on, s.opened_on - date '1970-01-01' as opened_on,
		        (s.reached_at at time zone $3)::date - date '1970-01-01' as reached_on, (s.last_attempt_at at time zone $3)::date - date '1970-01-01' as last_attempt_on,
		        s.willingness, s.ability, s.reason, coalesce(b.received_minor, 0) > 0 as paid_before
		   from debt_state s
		   join debt d on d.tenant_id = s.tenant_id and d.debtor_id = s.debtor_id and d.id = s.debt_id
		   join debtor r on r.tenant_id = s.tenant_id and r.id = s.debtor_id
		   left join debt_balance b on b.tenant_id = s.tenant_id and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		  where s.tenant_id = $1 and s.debtor_id = any ($2) and s.status = 'open'
		  order by s.debtor_id, s.debt_id
		  ${at.reading ? '' : 'for update of s'}`,
		[tx.tenantId, debtorIds, at.zone, at.cutOff, on, at.lateToday],
	);
	const debtors: LoadedDebtor[] = [];
	let debts: DebtFacts[] = [];
	for (const row of rows) {
		if (debtors.at(-1)?.debtorId !== row.debtor_id) {
			debts = [];
			const { debtor_id: debtorId, zones, reachable } = row;
			debtors.push({ debtorId, zones, reachable, held: holds.debtors.get(debtorId) ?? null, machineRefused: refused.has(debtorId), debts });
		}
		debts.push(factsOf(row, promises.get(row.debt_id), holds.debts.get(row.debt_id)));
	}
	return debtors;
}

const factsOf = (row: FactRow, promise: PromiseRow | undefined, held: Held | undefined): DebtFacts => ({
	debtId: row.debt_id,
	owedMinor: Number(row.owed_minor),
	overdueSince: row.overdue_since,
	placedOn: row.placed_on,
	tooLateToday: row.too_late_today,
	due: row.due ?? false,
	recallDueOn: row.recall_due_on,
	openedOn: row.opened_on,
	reachedOn: row.reached_on,
	lastAttemptOn: row.last_attempt_on,
	willingness: row.willingness,
	ability: row.ability,
	reason: row.reason,
	paidBefore: row.paid_before,
	promiseDueOn: promise?.due_on ?? null,
	promiseGraceDays: promise?.grace_days ?? 0,
	promiseIsInstalment: promise?.is_instalment ?? false,
	brokenOn: promise?.broken_on ?? null,
	held: held ?? null,
});

/** Who and what is on hold on a day, each with the day its last hold ends; null for one that a person must lift. */
type Holds = { readonly debtors: ReadonlyMap<bigint, Held>; readonly debts: ReadonlyMap<bigint, Held> };

/**
 * Debtors on hold, and single debts: as in the gate a hold on one debt leaves the others free, so one that stands on a debt long recalled holds nothing. Where US-C1
 * speaks, of a consumer's debt that an agency or a buyer of debts collects, an attorney who stands aside holds nothing.
 */
async function loadHolds(tx: Tx, debtorIds: readonly bigint[], on: Temporal.PlainDate, zone: string): Promise<Holds> {
	const rows = await tx.prepared<{ debtor_id: bigint; debt_id: bigint | null; until_on: number | null }>(
		'day holds',
		`select debtor_id, debt_id, case when not bool_or(until_at is null) then max((until_at at time zone $3)::date) - date '1970-01-01' end as until_on
		   from hold h where tenant_id = $1 and debtor_id = any ($2) and lifted_at is null and (from_at at time zone $3)::date <= $4
		    and (until_at is null or (until_at at time zone $3)::date > $4)
		    and (coalesce(attorney, 'known') = 'known' or not exists (
		          select from debtor b join debt_state s on s.tenant_id = $1 and s.debtor_id = b.id and s.status = 'open' and s.debt_id = coalesce(h.debt_id, s.debt_id)
		            join debt t on t.tenant_id = $1 and t.debtor_id = b.id and t.id = s.debt_id and t.product <> 'invoice'
		            join client c on c.tenant_id = $1 and c.id = t.client_id and c.collects_as <> 'creditor'
		           where b.tenant_id = $1 and b.id = h.debtor_id and b.kind = 'person' and b.jurisdiction ~* '(^|[\\s,])US'))
		  group by debtor_id, debt_id`,
		[tx.tenantId, debtorIds, zone, on],
	);
	const debtors = new Map<bigint, Held>();
	const debts = new Map<bigint, Held>();
	for (const { debtor_id, debt_id, until_on: untilOn } of rows) {
		if (debt_id === null) debtors.set(debtor_id, { untilOn });
		else debts.set(debt_id, { untilOn });
	}
	return { debtors, debts };
}

/** Debtors who want no automatic contact: what the machine would do is asked of a person. */
async function loadMachineRefused(tx: Tx, debtorIds: readonly bigint[]): Promise<Set<bigint>> {
	const rows = await tx.prepared<{ debtor_id: bigint }>(
		'day machine refused',
		`select distinct debtor_id from contact_wish where tenant_id = $1 and debtor_id = any ($2) and kind = 'no_automatic_contact' and ended_at is null`,
		[tx.tenantId, debtorIds],
	);
	return new Set(rows.map((row) => row.debtor_id));
}

/** Per debt the next open promise, and the day one was last judged broken, as far as that is since yesterday. */
async function loadPromises(tx: Tx, debtorIds: readonly bigint[], on: Temporal.PlainDate): Promise<Map<bigint, PromiseRow>> {
	const rows = await tx.prepared<PromiseRow>(
		'day promises',
		`select debt_id, (array_agg(due_on - date '1970-01-01' order by due_on) filter (where state = 'open'))[1] as due_on,
		        (array_agg(grace_days order by due_on) filter (where state = 'open'))[1] as grace_days,
		        (array_agg(plan_id is not null order by due_on) filter (where state = 'open'))[1] as is_instalment,
		        max(judged_on) filter (where state in ('broken', 'partly_kept')) - date '1970-01-01' as broken_on
		   from promise
		  where tenant_id = $1 and debtor_id = any ($2) and (state = 'open' or (state in ('broken', 'partly_kept') and judged_on >= $3::date - 1))
		  group by debt_id`,
		[tx.tenantId, debtorIds, on],
	);
	return new Map(rows.map((row) => [row.debt_id, row]));
}

/** Columns of the rows to write: arrays side by side, one statement per table. */
export type Writes = {
	items: { debtorId: bigint[]; debtId: bigint[]; step: string[]; priority: number[]; from: string[]; until: string[] };
	messages: { debtorId: bigint[]; debtId: bigint[]; step: string[]; template: string[]; dueAt: string[] };
	states: {
		debtorId: bigint[];
		debtId: bigint[];
		stage: string[];
		reviewOn: (number | null)[];
		openedOn: (number | null)[];
		keyCase: boolean[];
	};
};

/** The agent who has the debtor, unless they may not call when the call may be made, for want of a certificate (CN-H1): it is the team's then. */
const taker = `(select l.id from login l where l.tenant_id = $1 and l.id = a.agent_id and not ${lacksCertificate('l', 'i.debtor_id', 'i.from_at')})`;

export async function writeChunk(
	tx: Tx,
	on: Temporal.PlainDate,
	writes: Writes,
	defaultTeam: bigint,
): Promise<{ calls: number; messages: number }> {
	const { items, messages, states } = writes;
	let calls = 0;
	let queued = 0;
	if (items.debtorId.length > 0) {
		const made = await tx.prepared<{ n: bigint }>(
			'day items',
			`with made as (
				insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, agent_id, priority, callable_from, callable_until)
				select $1, i.debtor_id, i.debt_id, 'call', $2, i.step, coalesce(a.team_id, $9), ${taker}, i.priority, i.from_at, i.until_at
				  from unnest($3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[]) with ordinality i (debtor_id, debt_id, step, priority, from_at, until_at, place)
				  left join assignment a on a.tenant_id = $1 and a.debtor_id = i.debtor_id
				 order by i.place
				on conflict (tenant_id, debtor_id, business_date, step) do nothing returning 1)
			 select count(*) as n from made`,
			[tx.tenantId, on, items.debtorId, items.debtId, items.step, items.priority, items.from, items.until, defaultTeam],
		);
		calls = Number(made[0]?.n ?? 0);
	}
	if (messages.debtorId.length > 0) {
		const made = await tx.prepared<{ n: bigint }>(
			'day messages',
			`with made as (
				insert into message (tenant_id, debtor_id, debt_id, channel, template, due_at, business_date, step)
				select $1, m.debtor_id, m.debt_id, 'sms', m.template, m.due_at, $2, m.step
				  from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[]) m (debtor_id, debt_id, step, template, due_at)
				on conflict (tenant_id, debtor_id, business_date, step) do nothing returning 1)
			 select count(*) as n from made`,
			[tx.tenantId, on, messages.debtorId, messages.debtId, messages.step, messages.template, messages.dueAt],
		);
		queued = Number(made[0]?.n ?? 0);
	}
	await tx.prepared(
		'day states',
		`update debt_state s set stage = u.stage, review_on = date '1970-01-01' + u.review_on, opened_on = date '1970-01-01' + u.opened_on, key_case = u.key_case, run_on = $2
		   from unnest($3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::int[], $8::boolean[]) u (debtor_id, debt_id, stage, review_on, opened_on, key_case)
		  where s.tenant_id = $1 and s.debtor_id = u.debtor_id and s.debt_id = u.debt_id`,
		[tx.tenantId, on, states.debtorId, states.debtId, states.stage, states.reviewOn, states.openedOn, states.keyCase],
	);
	return { calls, messages: queued };
}

/** The team that gets debtors nobody has assigned yet; made on first need. */
export async function defaultTeam(tx: Tx): Promise<bigint> {
	const find = () =>
		tx.query<{ id: bigint }>('select id from team where tenant_id = $1 and closed_at is null order by id limit 1', [tx.tenantId]);
	const [found] = await find();
	if (found) return found.id;
	await tx.query(
		`insert into team (tenant_id, code, name) values ($1, 'first', '一组 First team') on conflict (tenant_id, code) do nothing`,
		[tx.tenantId],
	);
	return known((await find())[0], 'first team').id;
}

const callBackDays = 3;

const staleText = `update work_item set state = 'cancelled', closed_at = $3, close_reason = 'not worked'
	 where tenant_id = $1 and state = 'open' and business_date < $2 and callable_until <= $3 and (kind <> 'call_back' or business_date < $2::date - $4::int)`;

/**
 * Open items of earlier days whose hours are over are closed as not worked; gives how many. What may be called still stays: the day of a debtor in New York ends
 * on the house's next morning. A call back that was missed is offered again on the hours of the day, for three days: the debtor was promised one.
 */
export async function cancelStale(
	tx: Tx,
	on: Temporal.PlainDate,
	now: Temporal.Instant,
	hours: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<number> {
	await tx.query(
		`update work_item set callable_from = $3, callable_until = $4
		  where tenant_id = $1 and state = 'open' and kind = 'call_back' and business_date < $2 and business_date >= $2::date - $5::int
		    and callable_until < $4 and callable_until <= $6`,
		[tx.tenantId, on, hours.from, hours.until, callBackDays, now],
	);
	const stale = await tx.query<{ n: bigint }>(
		// Nobody's and somebody's apart: each has its index of open items, so that a year of closed ones is not read every morning.
		`with pool as (${staleText} and agent_id is null returning 1), own as (${staleText} and agent_id is not null returning 1)
		 select (select count(*) from pool) + (select count(*) from own) as n`,
		[tx.tenantId, on, now, callBackDays],
	);
	return Number(stale[0]?.n ?? 0);
}
