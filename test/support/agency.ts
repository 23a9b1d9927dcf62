import { known } from '../../src/core/assert.ts';
import type { Door } from '../../src/record/change.ts';
import { givenPermit } from './permits.ts';
import { type TestDatabase, testNow } from './database.ts';
import { aDebt } from './debts.ts';

/** Ids of one thing of each kind in an agency, and the word that marks every text of it. */
export type AgencyIds = {
	readonly mark: string;
	readonly login: bigint;
	readonly team: bigint;
	readonly key: bigint;
	readonly client: bigint;
	readonly clientCode: string;
	readonly creditor: bigint;
	readonly placement: bigint;
	readonly payment: bigint;
	readonly debtor: bigint;
	readonly debt: bigint;
	readonly reference: string;
	readonly point: bigint;
	readonly hold: bigint;
	readonly permit: bigint;
	readonly attempt: bigint;
	readonly promise: bigint;
	readonly plan: bigint;
	readonly item: bigint;
};

/** An agency with one of everything a route can name; `client` is the code of the client that placed it. */
export async function anAgency(database: TestDatabase, mark: string, clientCode = `${mark}-client`): Promise<AgencyIds> {
	const door: Door = await database.door('admin', `${mark} admin`);
	const t = database.tenantId;
	const id = async (text: string, parameters: readonly unknown[]) =>
		known((await database.query<{ id: bigint }>(`${text} returning id`, parameters))[0], 'row').id;
	const agent = await database.door('agent', `${mark} agent`);
	const team = await id('insert into team (tenant_id, code, name) values ($1, $2, $2)', [t, `${mark}-team`]);
	await database.query('insert into team_member (tenant_id, team_id, login_id) values ($1, $2, $3)', [t, team, agent.actor.id]);
	const reference = `${mark}-R1`;
	const debt = await aDebt(database, door, { client: clientCode, reference });
	const [{ creditor_id: creditor } = { creditor_id: 0n }] = await database.query<{ creditor_id: bigint }>(
		'select creditor_id from client where tenant_id = $1 and id = $2',
		[t, debt.clientId],
	);
	const placement = await id(
		`insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at)
		 values ($1, $2, $3, $3, '\\x00', 'imported', '2026-11-01', $4, $5)`,
		[t, debt.clientId, `${mark}-batch`, door.actor.id, testNow],
	);
	const point = await id(
		`insert into contact_point (tenant_id, debtor_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, 'mobile', $3, $4, $5, 'client', 'contract', '2026-11-01')`,
		[
			t,
			debt.debtorId,
			database.vault.seal('19900000000', `contact ${database.vault.blindIndex('phone', mark).toString('hex')}`),
			database.vault.blindIndex('phone', mark),
			`${mark} 199****0000`,
		],
	);
	await database.query('insert into assignment (tenant_id, debtor_id, team_id, assigned_at, assigned_by) values ($1, $2, $3, $4, $5)', [
		t,
		debt.debtorId,
		team,
		testNow,
		door.actor.id,
	]);
	const of = [t, debt.debtorId] as const;
	const ofDebt = [...of, debt.debtId] as const;
	const permit = await givenPermit(database.owner, {
		tenant_id: t,
		debtor_id: debt.debtorId,
		permitted: true,
		channel: 'voice',
		contact_point_id: point,
		asked_by: agent.actor.id,
		asked_at: testNow,
		expires_at: testNow.add({ minutes: 10 }),
	});
	return {
		mark,
		team,
		clientCode,
		creditor,
		placement,
		point,
		permit,
		reference,
		client: debt.clientId,
		debtor: debt.debtorId,
		debt: debt.debtId,
		login: agent.actor.id,
		key: await id(
			`insert into api_key (tenant_id, login_id, name, key_hash, shown, made_by, made_at) values ($1, $2, $3, $4, $3, $5, $6)`,
			[t, agent.actor.id, `${mark}-key`, Buffer.from(mark), door.actor.id, testNow],
		),
		payment: await id(
			`insert into payment (tenant_id, client_id, external_reference, facts_hash, debt_reference, amount_minor, currency, paid_at, state, reason, recorded_at)
			 values ($1, $2, $3, '\\x00', $3, 5000, 'CNY', $4, 'unmatched', 'no_such_reference', $4)`,
			[t, debt.clientId, `${mark}-P1`, testNow],
		),
		hold: await id(
			`insert into hold (tenant_id, debtor_id, kind, from_at, evidence, placed_by) values ($1, $2, 'cease_request', $3, $4, $5)`,
			[...of, testNow, `${mark} evidence`, agent.actor.id],
		),
		attempt: await id(
			`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, creditor_ids, debt_ids, made_by, placed_at)
			 values ($1, $2, $3, 'voice', $4, '{}', '{}', $5, $6)`,
			[...of, permit, point, agent.actor.id, testNow],
		),
		promise: await id(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by, state)
			 values ($1, $2, $3, 100, 'CNY', '2026-11-20', 1, $4, $5, 'withdrawn')`,
			[...ofDebt, testNow, agent.actor.id],
		),
		plan: await id(
			`insert into plan (tenant_id, debtor_id, debt_id, total_minor, currency, instalments, first_due_on, made_at, made_by, state)
			 values ($1, $2, $3, 200, 'CNY', 2, '2026-11-20', $4, $5, 'withdrawn')`,
			[...ofDebt, testNow, agent.actor.id],
		),
		item: await id(
			`insert into work_item (tenant_id, debtor_id, debt_id, kind, business_date, step, team_id, priority, callable_from, callable_until)
			 values ($1, $2, $3, 'call', '2026-11-24', 'opening 1/3', $4, 1, $5, $6)`,
			[...ofDebt, team, testNow, testNow.add({ hours: 5 })],
		),
	};
}
