import { givenPermit } from './permits.ts';
import type { TestDatabase } from './database.ts';

/** The facts listed at the head of `summary.db.test.ts`, straight into the tables. Shanghai time throughout; amounts in minor units. */
export async function anAgencyInNovember({ owner, tenantId: t }: Pick<TestDatabase, 'owner' | 'tenantId'>): Promise<void> {
	const run = (text: string, values: unknown[] = []) => owner.query(text, values);
	const at = (text: string) => `2026-${text}+08`;
	await run(
		`insert into login (tenant_id, id, username, name, role, created_at) overriding system value
		values ($1, 901, 'li', 'Li', 'agent', '2026-01-01'), ($1, 902, 'wang', 'Wang', 'agent', '2026-01-01')`,
		[t],
	);
	await run(`insert into team (tenant_id, id, code, name) overriding system value values ($1, 9, '1', '一组')`, [t]);
	await run('insert into team_member (tenant_id, team_id, login_id) values ($1, 9, 901), ($1, 9, 902)', [t]);
	await run(`insert into creditor (tenant_id, id, name, kind) overriding system value values ($1, 9, 'Bank', 'bank')`, [t]);
	await run(
		`insert into client (tenant_id, id, code, name, creditor_id, created_at) overriding system value
		values ($1, 91, 'A', 'Client A', 9, '2026-01-01'), ($1, 92, 'B', 'Client B', 9, '2026-01-01')`,
		[t],
	);
	const placement = (id: number, client: number, batch: string, on: string) =>
		run(
			`insert into placement (tenant_id, id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at) overriding system value
			values ($1, $2, $3, $4, 'f', '\\x00', 'imported', $5, 901, $5::date)`,
			[t, id, client, batch, `2026-${on}`],
		);
	await placement(1, 91, 'A1', '10-20');
	await placement(2, 91, 'A2', '11-03');
	await placement(3, 92, 'B1', '11-05');
	await placement(4, 91, 'A3', '12-01');
	for (const id of [1, 2, 3, 4, 5])
		await run(
			`insert into debtor (tenant_id, id, identity_index, sealed, name_masked, created_at) overriding system value
			values ($1, $2, $3, '\\x00', '王*', '2026-10-20')`,
			[t, id, Buffer.from([id])],
		);

	const debt = async (d: {
		id: number;
		debtor: number;
		placement: number;
		minor: number;
		currency: string;
		since: string;
		on: string;
		product?: string;
		status?: string;
		recall?: string;
		opened?: string;
	}) => {
		await run(
			`insert into debt (tenant_id, debtor_id, id, client_id, creditor_id, placement_id, reference, facts_hash, product, currency, overdue_since, placed_on, recall_due_on, created_at)
			overriding system value select $1, $2, $3::bigint, p.client_id, 9, p.id, 'R' || $3::bigint, '\\x00', $5, $6, $7::date, $8::date, $9::date, $8::date from placement p where p.tenant_id = $1 and p.id = $4`,
			[t, d.debtor, d.id, d.placement, d.product ?? 'credit_card', d.currency, `2026-${d.since}`, `2026-${d.on}`, d.recall ?? null],
		);
		await run('insert into debt_state (tenant_id, debtor_id, debt_id, status, opened_on) values ($1, $2, $3, $4, $5)', [
			t,
			d.debtor,
			d.id,
			d.status ?? 'open',
			d.opened ?? null,
		]);
		// Imported at noon; what counts is the day of placement.
		const placed = await move({ debtor: d.debtor, debt: d.id, kind: 'placed', minor: d.minor, currency: d.currency, on: `${d.on} 12:00` });
		if (d.status === 'undone')
			await undo({ debtor: d.debtor, debt: d.id, minor: d.minor, currency: d.currency, on: '11-04 09:00' }, placed, ['placed', 'owed']);
	};
	const sides: Record<string, [string, string]> = {
		placed: ['owed', 'placed'],
		paid: ['received', 'owed'],
		surplus: ['received', 'refund_due'],
		reduced: ['reduced', 'owed'],
	};
	const move = async (m: { debtor: number; debt: number; kind: string; minor: number; currency: string; on: string }) => {
		const [debit, credit] = sides[m.kind] as [string, string];
		const { rows } = await run(
			`insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at)
			 values ($1, $2, $3, nextval('ledger_entry_id'), $4, $5, $6, $7, $8, $9, $10, $10) returning entry_id`,
			[t, m.debtor, m.debt, m.kind, m.kind === 'surplus' ? 'surplus' : 'principal', debit, credit, m.minor, m.currency, at(m.on)],
		);
		return (rows[0] as { entry_id: bigint }).entry_id;
	};
	const undo = (m: Omit<Parameters<typeof move>[0], 'kind'>, entry: bigint, [debit, credit]: [string, string]) =>
		run(
			`insert into ledger_transfer (tenant_id, debtor_id, debt_id, entry_id, kind, component, debit_account, credit_account, amount_minor, currency, happened_at, recorded_at, reverses_entry_id)
			 values ($1, $2, $3, nextval('ledger_entry_id'), 'reversed', 'principal', $4, $5, $6, $7, $8, $8, $9)`,
			[t, m.debtor, m.debt, debit, credit, m.minor, m.currency, at(m.on), entry],
		);
	const twd = { currency: 'TWD' };
	await debt({ id: 1, debtor: 1, placement: 1, minor: 100_000, ...twd, since: '10-10', on: '10-20', recall: '2026-12-15' });
	await debt({ id: 4, debtor: 3, placement: 1, minor: 70_000, ...twd, since: '05-01', on: '10-20' });
	await debt({ id: 2, debtor: 2, placement: 2, minor: 200_000, ...twd, since: '09-01', on: '11-03', opened: '2026-11-03' });
	await debt({
		id: 3,
		debtor: 2,
		placement: 3,
		minor: 50_000,
		currency: 'CNY',
		since: '11-01',
		on: '11-05',
		product: 'consumer_loan',
		opened: '2026-11-05',
	});
	await debt({
		id: 5,
		debtor: 4,
		placement: 2,
		minor: 99_900,
		...twd,
		since: '09-01',
		on: '11-03',
		status: 'undone',
		opened: '2026-11-03',
	});
	await debt({ id: 6, debtor: 5, placement: 4, minor: 33_300, ...twd, since: '11-01', on: '12-01', opened: '2026-12-01' });
	await move({ debtor: 1, debt: 1, kind: 'paid', minor: 10_000, ...twd, on: '10-25 10:00' });
	await move({ debtor: 1, debt: 1, kind: 'paid', minor: 30_000, ...twd, on: '11-04 10:00' });
	const returned = await move({ debtor: 1, debt: 1, kind: 'paid', minor: 5_000, ...twd, on: '11-10 10:00' });
	await undo({ debtor: 1, debt: 1, minor: 5_000, ...twd, on: '12-02 09:00' }, returned, ['owed', 'received']);
	await move({ debtor: 2, debt: 2, kind: 'paid', minor: 200_000, ...twd, on: '11-13 10:00' });
	await move({ debtor: 2, debt: 2, kind: 'surplus', minor: 1_000, ...twd, on: '11-13 10:00' });
	await move({ debtor: 2, debt: 3, kind: 'reduced', minor: 2_000, currency: 'CNY', on: '11-20 10:00' });

	for (const [debtor, agent] of [
		[1, 901],
		[2, 902],
		[3, null],
	])
		await run(
			'insert into assignment (tenant_id, debtor_id, team_id, agent_id, assigned_at, assigned_by) values ($1, $2, 9, $3, now(), 901)',
			[t, debtor, agent],
		);
	// Debtor 2's first days: one call done on 11-03, one left open on 11-05.
	const item = (id: number, on: string, state: string) =>
		run(
			`insert into work_item (tenant_id, debtor_id, id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until, state, closed_at) overriding system value
			values ($1, 2, $2, 2, 'call', $3::date, 'opening 1/3', 9, 1, $3::date, $3::date + 1, $4, case $4 when 'done' then $3::date + interval '3 hours' end)`,
			[t, id, `2026-${on}`, state],
		);
	await item(1, '11-03', 'done');
	await item(2, '11-05', 'open');

	const permit = async (debtor: number, asked: { on: string; by: number; channel?: string; refusedBy?: string[] }) => {
		const refused = asked.refusedBy !== undefined;
		return givenPermit(owner, {
			tenant_id: t,
			debtor_id: debtor,
			permitted: !refused,
			channel: asked.channel ?? 'voice',
			creditor_ids: [9],
			asked_by: asked.by,
			asked_at: at(asked.on),
			reasons: (asked.refusedBy ?? []).map((rule) => ({ rule, verdict: 'refuses' })),
			expires_at: refused ? null : Temporal.Instant.from(`${at(asked.on).replace(' ', 'T')}:00`).add({ minutes: 10 }),
		});
	};
	const call = async (debtor: number, c: { on: string; by: number; line: string; said?: string; channel?: string; item?: number }) => {
		const id = await permit(debtor, c);
		const { rows } = await run(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, creditor_ids, debt_ids, made_by, work_item_id, placed_at)
			 values ($1, $2, $3, $4, '{9}', '{}', $5, $6, $7) returning id`,
			[t, debtor, id, c.channel ?? 'voice', c.by, c.item ?? null, at(c.on)],
		);
		await run(
			`insert into contact_outcome (tenant_id, debtor_id, attempt_id, line, said, answered, ended_at, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $7)`,
			[t, debtor, (rows[0] as { id: bigint }).id, c.line, c.said ?? 'none', ['right_party', 'other_person'].includes(c.line), at(c.on)],
		);
	};
	await call(1, { on: '10-21 10:00', by: 901, line: 'right_party' });
	await call(3, { on: '10-21 11:00', by: 901, line: 'no_answer' });
	await call(3, { on: '10-31 21:59', by: 901, line: 'no_answer' });
	await call(1, { on: '11-02 09:00', by: 901, line: 'no_answer' });
	await call(1, { on: '11-02 11:00', by: 901, line: 'other_person' });
	await call(1, { on: '11-02 15:00', by: 901, line: 'right_party', said: 'promise' });
	await call(1, { on: '11-02 16:00', by: 901, line: 'delivered', channel: 'sms' });
	await call(2, { on: '11-03 10:00', by: 902, line: 'right_party', said: 'promise', item: 1 });
	await call(3, { on: '11-30 21:00', by: 902, line: 'busy' });
	await permit(1, { on: '11-07 22:30', by: 901, refusedBy: ['CN-T1'] });
	await permit(3, { on: '11-08 22:30', by: 902, refusedBy: ['CN-T1', 'CN-F2'] });

	const promise = (
		debtor: number,
		p: { debt: number; minor: number; made: string; by: number; due: string; state: string; judged?: string },
	) =>
		run(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by, state, judged_on)
			values ($1, $2, $3, $4, 'TWD', $5, 1, $6, $7, $8, $9)`,
			[t, debtor, p.debt, p.minor, `2026-${p.due}`, at(`${p.made} 15:00`), p.by, p.state, p.judged ? `2026-${p.judged}` : null],
		);
	await promise(1, { debt: 1, minor: 10_000, made: '10-21', by: 901, due: '10-26', state: 'kept', judged: '10-28' });
	await promise(1, { debt: 1, minor: 30_000, made: '11-02', by: 901, due: '11-05', state: 'kept', judged: '11-07' });
	await promise(1, { debt: 1, minor: 5_000, made: '11-06', by: 901, due: '11-20', state: 'partly_kept', judged: '11-22' });
	await promise(1, { debt: 1, minor: 1_000, made: '11-06', by: 901, due: '11-21', state: 'withdrawn' });
	await promise(1, { debt: 1, minor: 60_000, made: '11-28', by: 901, due: '12-03', state: 'open' });
	await promise(2, { debt: 2, minor: 200_000, made: '11-03', by: 902, due: '11-13', state: 'kept', judged: '11-15' });
	await promise(3, { debt: 4, minor: 10_000, made: '11-10', by: 902, due: '11-15', state: 'broken', judged: '11-17' });
	await promise(3, { debt: 4, minor: 10_000, made: '11-29', by: 902, due: '11-30', state: 'open' });
	await run(`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, 3, 'dispute', $2, 'said so', 902)`, [
		t,
		at('11-25 10:00'),
	]);
	// Said of a debt that is settled since: it keeps nobody from the debtor's other one.
	await run(
		`insert into hold (tenant_id, debtor_id, debt_id, kind, from_at, evidence, placed_by) values ($1, 2, 2, 'dispute', $2, 'letter', 902)`,
		[t, at('11-05 10:00')],
	);
}
