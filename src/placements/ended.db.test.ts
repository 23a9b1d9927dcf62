import { fork } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { somebodyWaits } from '../../test/support/database.ts';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { makePromise } from '../arrangements/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { root } from '../host/config.ts';
import { recordPayment } from '../payments/actions.ts';
import { type Act, change } from '../record/change.ts';
import { recallPlacement, undoPlacement } from './actions.ts';

const desk = placingDesk();

type Debt = { clientId: bigint; debtorId: bigint; debtId: bigint; debtReference: string };

describe('a placement can be taken back', () => {
	test('undone before it was worked, nothing is owed and its references are free again', async () => {
		const path = desk.fileOf(head, row(70), row(71));
		const { placement_id } = await desk.imported(path);
		expect(await undoPlacement(desk.door, BigInt(placement_id ?? 0))).toEqual({ debts: 2, promises_withdrawn: 0 });
		const [owed] = await desk.database.query<{ owed: bigint }>(
			'select sum(b.owed_minor)::bigint as owed from debt d join debt_balance b on b.debt_id = d.id where d.placement_id = $1',
			[placement_id],
		);
		expect(owed?.owed).toBe(0n);
		expect(await undoPlacement(desk.door, BigInt(placement_id ?? 0))).toMatchObject({ code: 'placement.not_imported' });
		expect(await desk.imported(path)).toMatchObject({ accepted: 2 });
	});

	test('a payment and a promise that are being recorded when the undoing comes are waited for, and then it is refused', async () => {
		const acts: readonly [what: string, act: (act: Act, debt: Debt) => Promise<unknown>][] = [
			['payment', (act, debt) => recordPayment(act, { ...debt, amountMinor: 100n, currency: 'CNY', paidAt: act.now })],
			[
				'promise',
				(act, debt) => makePromise(act, { ...debt, amountMinor: 100n, currency: 'CNY', dueOn: Temporal.PlainDate.from('2026-11-27') }),
			],
		];
		for (const [i, [what, recording]] of acts.entries()) {
			const { placement_id } = await desk.imported(desk.fileOf(head, row(73 + i)));
			const placementId = BigInt(known(placement_id, 'placement'));
			const [debt] = await desk.database.query<Debt>(
				'select client_id as "clientId", debtor_id as "debtorId", id as "debtId", reference as "debtReference" from debt where placement_id = $1',
				[placementId],
			);
			const undoing: ReturnType<typeof undoPlacement>[] = [];
			await change(desk.door, { act: 'test.work', input: { i } }, async (act) => {
				expect(isRefusal(await recording(act, known(debt, 'debt')))).toBe(false);
				await act.tx.settle();
				const undo = undoPlacement(desk.door, placementId);
				undoing.push(undo);
				await Promise.race([undo.catch(() => {}), somebodyWaits(desk.database)]);
				return null;
			});
			expect(await Promise.all(undoing)).toMatchObject([{ code: 'placement.already_worked', details: { what } }]);
		}
	});

	test('once a promise was made it cannot be undone, only recalled', async () => {
		const { placement_id } = await desk.imported(desk.fileOf(head, row(72)));
		await desk.database.query(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by)
			 select tenant_id, debtor_id, id, 100, 'CNY', '2026-12-01', 1, created_at, $2 from debt where placement_id = $1`,
			[placement_id, desk.door.actor.id],
		);
		expect(await undoPlacement(desk.door, BigInt(placement_id ?? 0))).toMatchObject({ code: 'placement.already_worked' });
		expect(await recallPlacement(desk.door, BigInt(placement_id ?? 0), '委案方收回')).toEqual({ debts: 1, promises_withdrawn: 1 });
		const [state] = await desk.database.query(
			'select s.status, b.owed_minor from debt d join debt_state s on s.debt_id = d.id join debt_balance b on b.debt_id = d.id where d.placement_id = $1',
			[placement_id],
		);
		expect(state).toEqual({ status: 'recalled', owed_minor: 0n });
	});
});

describe('in the middle of 30,000 rows', { timeout: 60_000 }, () => {
	test('the database counts its tables: what comes after is still placed within seconds (123 s when it was planned for tables without a row)', async () => {
		const path = desk.fileOf(
			head,
			...Array.from({ length: 30_000 }, (_, i) => row(i, { ref: `M${i}`, id: '', phone: '', name: `李${i}` })),
		);
		// As autovacuum does: it counts what is committed, and no row of the import is.
		const counting: Promise<unknown>[] = [];
		const count = () =>
			counting.push(desk.database.owner.query('analyze dunwell.debtor, dunwell.debt, dunwell.debt_state, dunwell.debt_balance'));
		expect(await desk.imported(path, { onProgress: count })).toMatchObject({ rows: 30_000, accepted: 30_000 });
		expect(counting.length).toBeGreaterThan(3);
		await Promise.all(counting);
	});

	test('an import killed while it writes leaves nothing; the same file then imports whole', async () => {
		const path = desk.fileOf(
			head,
			...Array.from({ length: 30_000 }, (_, i) => row(i, { ref: `K${i}`, id: '', phone: '', name: `王${i}` })),
		);
		const before = await desk.book();
		const child = fork(
			join(root, 'test', 'support', 'import-and-hang.ts'),
			[desk.database.url, String(desk.database.tenantId), String(desk.door.actor.id), desk.client, path],
			{
				execPath: process.execPath,
				execArgv: [],
				stdio: 'inherit',
			},
		);
		// It says when the first chunks are in the database, uncommitted, and goes on.
		const gone = new Promise((resolve) => child.once('exit', resolve));
		expect(await Promise.race([new Promise((resolve) => child.once('message', resolve)), gone])).toBe('writing');
		child.kill('SIGKILL');
		await gone;
		expect(await desk.imported(path)).toMatchObject({ rows: 30_000, accepted: 30_000, duplicates: 0 });
		const after = await desk.book();
		expect((after?.['debts'] ?? 0n) - (before?.['debts'] ?? 0n)).toBe(30_000n);
		expect((after?.['owed'] ?? 0n) - (before?.['owed'] ?? 0n)).toBe(330_000_000n);
		expect((after?.['placements'] ?? 0n) - (before?.['placements'] ?? 0n)).toBe(1n);
	});
});
