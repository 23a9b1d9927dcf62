import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { askPermit, type Outcome, placeAttempt, recordOutcome } from '../../src/contact/actions.ts';
import { known } from '../../src/core/assert.ts';
import { isRefusal } from '../../src/core/refusal.ts';
import { change, type Door } from '../../src/record/change.ts';
import { type TestDatabase, testDatabase, testNow } from './database.ts';
import { aDebt, type PlacedDebt } from './debts.ts';

/** A desk before the gate: for each test a new debtor with one debt of 1,000.00 and one mobile number, at 10:00 on an ordinary morning. */
export type GateDesk = {
	readonly database: TestDatabase;
	readonly door: Door;
	readonly placed: PlacedDebt;
	readonly mobile: bigint;
};

/** Opens the desk for the tests of one file; its fields are there once the file's first test begins. */
export function gateDesk(): GateDesk {
	const desk = {} as { -readonly [K in keyof GateDesk]: GateDesk[K] };
	beforeAll(async () => {
		desk.database = await testDatabase({ poolMax: 30 });
		desk.door = await desk.database.door('agent');
	});
	afterAll(() => desk.database.close());
	beforeEach(async () => {
		desk.database.clock.set(testNow);
		desk.placed = await aDebt(desk.database, desk.door);
		desk.mobile = await aPoint(desk, desk.placed.debtorId);
	});
	return desk;
}

export async function aPoint({ database }: GateDesk, debtorId: bigint, of: { partyId?: bigint; number?: string } = {}): Promise<bigint> {
	const number = of.number ?? randomUUID();
	const index = database.vault.blindIndex('phone', number);
	const [row] = await database.query<{ id: bigint }>(
		`insert into contact_point (tenant_id, debtor_id, party_id, kind, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
		 values ($1, $2, $3, 'mobile', $4, $5, '138****0000', 'placement 1', 'contract', '2026-11-01') returning id`,
		[database.tenantId, debtorId, of.partyId ?? null, database.vault.seal(number, `contact ${index.toString('hex')}`), index],
	);
	return known(row, 'point').id;
}

/** Somebody the debtor named, and their number. */
export async function aThirdParty(desk: GateDesk, debtorId: bigint, person = randomUUID()): Promise<{ partyId: bigint; pointId: bigint }> {
	const { database } = desk;
	const [row] = await database.query<{ id: bigint }>(
		`insert into party (tenant_id, debtor_id, role, relation, person_index, sealed, name_masked) values ($1, $2, 'third_party', '朋友', $3, '\\x00', '李*') returning id`,
		[database.tenantId, debtorId, database.vault.blindIndex('person', person)],
	);
	const partyId = known(row, 'party').id;
	return { partyId, pointId: await aPoint(desk, debtorId, { partyId }) };
}

export type Asked = { readonly pointId?: bigint; readonly channel?: 'voice' | 'sms' | 'email'; readonly debtorId?: bigint };

export const ask = ({ door, placed, mobile }: GateDesk, { pointId = mobile, channel = 'voice', debtorId = placed.debtorId }: Asked = {}) =>
	change(door, { act: 'contact.ask', input: { debtorId, pointId }, keepOnRefusal: true }, async (act) => {
		const permit = await askPermit(act, { debtorId, contactPointId: pointId, channel });
		return isRefusal(permit) ? permit : { permitId: permit.permitId };
	});

export const use = ({ door, placed }: GateDesk, permitId: bigint, debtorId = placed.debtorId) =>
	change(door, { act: 'contact.attempt', input: { permitId } }, (act) => placeAttempt(act, { debtorId, permitId }));

export const end = ({ door, placed }: GateDesk, attemptId: bigint, said: Partial<Outcome> = {}) =>
	change(door, { act: 'contact.outcome', input: { attemptId } }, async (act) => {
		const done = await recordOutcome(act, {
			debtorId: placed.debtorId,
			attemptId,
			line: 'right_party',
			said: 'none',
			identityDisclosed: true,
			...said,
		});
		return isRefusal(done) ? done : { answered: done.answered, holds: done.holds };
	});

/** Permit, attempt, outcome; the code of whatever refused. */
export async function contact(desk: GateDesk, said: Partial<Outcome> = {}, pointId = desk.mobile): Promise<string> {
	const permit = await ask(desk, { pointId });
	if (isRefusal(permit)) return permit.code;
	const attempt = await use(desk, permit.permitId);
	if (isRefusal(attempt)) return attempt.code;
	const outcome = await end(desk, attempt.attemptId, said);
	return isRefusal(outcome) ? outcome.code : 'done';
}
