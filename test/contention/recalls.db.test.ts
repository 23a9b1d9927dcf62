import { expect, test } from 'vitest';
import { askPermit, placeAttempt } from '../../src/contact/actions.ts';
import { known } from '../../src/core/assert.ts';
import { isRefusal, type Refusal } from '../../src/core/refusal.ts';
import { recallPlacement, undoPlacement } from '../../src/placements/actions.ts';
import { change, type Door } from '../../src/record/change.ts';
import { aDebt, type PlacedDebt } from '../support/debts.ts';
import { testNow } from '../support/database.ts';
import { aPoint, ask, type GateDesk, gateDesk, use } from '../support/gate.ts';

/** Who dials while the client takes the debts back, with real connections. A recall takes no debtor's lock, since a placement may have a million of them. */
const desk = gateDesk();

/** The desk before a debtor of a placement. */
type Case = GateDesk & { readonly placed: PlacedDebt };

/** A clock that goes, as in life: the order is told by the dates. */
function goingClock() {
	let micros = 0;
	return { now: () => testNow.add({ microseconds: ++micros }) };
}

let batches = 0;
/** A placement of so many debtors with one debt each, and one of another client beside it, placed before: its state comes first wherever both are held. */
async function aPlacement(agent: Door, debtors: number): Promise<{ id: bigint; cases: Case[] }> {
	const { database } = desk;
	const cases: Case[] = [];
	for (let i = 0; i < debtors; i++) {
		const beside = await aDebt(database, desk.door, { client: 'OTHER BANK' });
		const placed = await aDebt(database, desk.door, { debtorId: beside.debtorId });
		cases.push({ ...desk, door: agent, placed, mobile: await aPoint(desk, placed.debtorId) });
	}
	const [placement] = await database.query<{ id: bigint }>(
		`insert into placement (tenant_id, client_id, batch_no, file_name, file_sha256, state, placed_on, imported_by, started_at)
		 values ($1, $2, $3, 'file', '\\x00', 'imported', '2026-11-01', $4, $5) returning id`,
		[database.tenantId, known(cases[0], 'case').placed.clientId, `B-${++batches}`, desk.door.actor.id, testNow],
	);
	const { id } = known(placement, 'placement');
	await database.query('update debt set placement_id = $2 where tenant_id = $1 and id = any ($3::bigint[])', [
		database.tenantId,
		id,
		cases.map(({ placed }) => placed.debtId),
	]);
	return { id, cases };
}

/** Permit and attempt in one act, about the debt of the placement: the desk's call button. */
const dial = ({ door, placed, mobile }: Case): Promise<{ id: string } | Refusal> =>
	change(door, { act: 'contact.attempt', input: {}, keepOnRefusal: true }, async (act) => {
		const about = { debtorId: placed.debtorId, contactPointId: mobile, channel: 'voice', debtIds: [placed.debtId] } as const;
		const permit = await askPermit(act, about);
		if (isRefusal(permit)) return permit;
		const attempt = await placeAttempt(act, { debtorId: placed.debtorId, permitId: permit.permitId });
		return isRefusal(attempt) ? attempt : { id: String(attempt.attemptId) };
	});

const attemptsAbout = (debts: readonly bigint[]) =>
	desk.database.query<{ debtor_id: bigint; placed_at: Temporal.Instant }>(
		'select debtor_id, placed_at from contact_attempt where tenant_id = $1 and debt_ids && $2::bigint[]',
		[desk.database.tenantId, debts],
	);

test('eight desks dial 24 debtors, half of them with a permit from before, while their placement is recalled, ten times over: no call is dated after the recall', {
	timeout: 240_000,
}, async () => {
	const clock = goingClock();
	const agent = { ...desk.door, clock };
	const manager = { ...(await desk.database.door('manager')), clock };
	let dialled = 0;
	let stopped = 0;
	for (let round = 0; round < 10; round++) {
		const { id, cases } = await aPlacement(agent, 24);
		const permits = await Promise.all(cases.map(async (each, i) => (i % 2 === 0 ? ask(each) : null)));
		const calls = cases.map((each, i) => {
			const permit = permits[i];
			return permit && !isRefusal(permit) ? () => use(each, permit.permitId) : () => dial(each);
		});
		// Eight at a time; the recall comes to the door when so many of them have been answered.
		const turn = Promise.withResolvers<void>();
		const got: (object | Refusal)[] = [];
		const dialling = async () => {
			for (let call = calls.pop(); call; call = calls.pop()) if (got.push(await call()) === 2 * round + 1) turn.resolve();
		};
		const recall = turn.promise.then(() => recallPlacement(manager, id, '委案方收回'));
		await Promise.all(Array.from({ length: 8 }, dialling));
		expect(await recall).toMatchObject({ debts: 24 });
		const placed = await attemptsAbout(cases.map((each) => each.placed.debtId));
		const refused = got.filter((each) => isRefusal(each));
		dialled += placed.length;
		stopped += refused.length;
		expect(placed.length + refused.length).toBe(24);
		const [ended] = await desk.database.query<{ ended_at: Temporal.Instant }>('select ended_at from placement where id = $1', [id]);
		const at = known(ended, 'placement').ended_at;
		expect(placed.filter(({ placed_at }) => Temporal.Instant.compare(placed_at, at) >= 0)).toEqual([]);
	}
	expect(dialled + stopped).toBe(240);
	expect(Math.min(dialled, stopped)).toBeGreaterThan(0);
});

test('a placement of four debtors is undone while four desks dial, twenty times over: either nothing was dialled, or it is not undone', {
	timeout: 240_000,
}, async () => {
	const manager = await desk.database.door('manager');
	const ended = { undone: 0, worked: 0 };
	for (let round = 0; round < 20; round++) {
		const { id, cases } = await aPlacement(desk.door, 4);
		const permits = await Promise.all(cases.map(async (each, i) => (i % 2 === 0 ? ask(each) : null)));
		const dialling = () =>
			cases.map((each, i) => {
				const permit = permits[i];
				return permit && !isRefusal(permit) ? use(each, permit.permitId) : dial(each);
			});
		const undo = undoPlacement(manager, id);
		// Half of the rounds all at once, the others ever later.
		if (round >= 10) await new Promise((resolve) => setTimeout(resolve, 3 * (round - 9)));
		await Promise.all(dialling());
		const answer = await undo;
		const placed = await attemptsAbout(cases.map((each) => each.placed.debtId));
		if (isRefusal(answer)) {
			expect([answer.code, answer.details?.['what']]).toEqual(['placement.already_worked', 'contact']);
			ended.worked++;
		} else {
			expect(placed).toEqual([]);
			ended.undone++;
		}
	}
	expect(ended.undone + ended.worked).toBe(20);
});
