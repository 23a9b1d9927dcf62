import { expect, test } from 'vitest';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { recallPlacement } from './actions.ts';
import { extendMandate } from './extend.ts';

const desk = placingDesk();
const on = (day: string) => Temporal.PlainDate.from(`2026-11-${day}`);

test('the client leaves a batch that ended on the 23rd until the 30th: its open debts are looked at today, a later end and a debt without one stay', async () => {
	const path = desk.fileOf(`${head},预计退案日期`, `${row(701)},2026-11-23`, `${row(702)},2026-12-31`, `${row(703)},`);
	const placementId = BigInt(known((await desk.imported(path)).placement_id, 'placement'));
	await desk.database.query(`update debt_state s set review_on = '2027-01-01' from debt d where d.id = s.debt_id and d.placement_id = $1`, [
		placementId,
	]);
	const said = { reason: '委案方留案函', debtIds: null };
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('23') })).toMatchObject({ code: 'placement.extend_in_past' });
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('30'), debtIds: [999_999n] })).toMatchObject({
		code: 'thing.not_found',
	});
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('30') }, 'left once')).toEqual({ debts: 1 });
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('30') }, 'left once')).toEqual({ debts: 1 });
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('30') })).toMatchObject({ code: 'placement.nothing_to_extend' });
	const debts = await desk.database.query<{ of: string }>(
		`select concat_ws(' ', d.reference, d.recall_due_on, s.review_on) as of from debt d join debt_state s on s.debt_id = d.id where d.placement_id = $1 order by 1`,
		[placementId],
	);
	expect(debts.map(({ of }) => of)).toEqual(['R701 2026-11-30 2026-11-24', 'R702 2026-12-31 2027-01-01', 'R703 2027-01-01']);
	const [batch] = await desk.database.query<{ on: Temporal.PlainDate }>('select recall_due_on as on from placement where id = $1', [
		placementId,
	]);
	expect(String(batch?.on)).toBe('2026-11-30');
	await recallPlacement(desk.door, placementId, '收回');
	expect(await extendMandate(desk.door, placementId, { ...said, until: on('30') })).toMatchObject({ code: 'placement.not_imported' });
});
