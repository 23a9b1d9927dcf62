import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { head, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { askForErrors, recallPlacement, undoPlacement } from './actions.ts';
import { errorFile } from './error-file.ts';

const desk = placingDesk();

describe('the error file goes back to the client', () => {
	test('it has the shape of the file sent, says what is wrong, and mended it is taken', async () => {
		const first = await desk.imported(
			desk.fileOf(
				'XX银行委案清单',
				`${head},备注`,
				`${row(32)},好`,
				`${row(33, { due: 'soon', name: '' })},"=1+1"`,
				`${row(33, { ref: 'R34', placed: '1,10' })},x`,
			),
		);
		expect(first).toMatchObject({ accepted: 1, rejected: 2 });
		const text = Buffer.concat((await errorFile(desk.door, BigInt(first.placement_id ?? 0)).toArray()) as Buffer[]).toString();
		expect(text).toContain('"=""4405');
		expect(text).toContain("'=1+1");
		expect(text).toMatch(/\[姓名\] 缺少姓名 .*\[逾期日期\] 日期无法识别/);
		const mended = text
			.replace('soon', '2026-08-01')
			.replace('R33,,', 'R33,王小明,')
			.replace('"1,10"', '110')
			.replace(/,1,10,/, ',110.00,');
		const path = join(desk.folder, 'mended.csv');
		writeFileSync(path, mended);
		const second = await desk.imported(path);
		expect(second).toMatchObject({ rows: 2, accepted: 2, errors: [] });
		expect(second.columns.map((column) => column.heading)).not.toContain('导入问题 原行号 row');
		const [debt] = await desk.database.query<{ extra: Buffer }>('select extra_sealed as extra from debt where placement_id = $1', [
			second.placement_id,
		]);
		expect(JSON.parse(desk.database.vault.open(known(debt, 'debt').extra, 'extra R33'))).toEqual({ 备注: '=1+1' });
	});

	test('taking it is recorded; another agency’s placement has none', async () => {
		expect(await askForErrors(desk.door, 999_999n)).toMatchObject({ code: 'thing.not_found' });
		const { placement_id } = await desk.imported(desk.fileOf(head, row(35, { name: '' })));
		expect(await askForErrors(desk.door, BigInt(placement_id ?? 0))).toEqual({ rejected: 1 });
		const [entry] = await desk.database.query(
			`select act from record_entry where act = 'placement.errors' and outcome = 'done' and input->>'placement' = $1`,
			[placement_id],
		);
		expect(entry).toEqual({ act: 'placement.errors' });
	});

	test.each([
		['undone', (id: bigint) => undoPlacement(desk.door, id)],
		['given back', (id: bigint) => recallPlacement(desk.door, id, '委案方收回')],
	])(
		'a file whose one row is rejected is kept once while it stands; %s, and sent again, it has its placement and error file anew',
		async (_, end) => {
			const path = desk.fileOf(head, row(36, { name: '' }));
			const first = BigInt((await desk.imported(path)).placement_id ?? 0);
			expect((await desk.imported(path)).placement_id).toBeNull();
			await end(first);
			const second = BigInt((await desk.imported(path)).placement_id ?? 0);
			expect(second).toBeGreaterThan(first);
			expect(await askForErrors(desk.door, second)).toEqual({ rejected: 1 });
		},
	);

	test('neither placement nor record has a plain hash of a file of one row; one that a version before kept by its plain hash is known when it comes again', async () => {
		const path = desk.fileOf(head, row(37, { name: '' }));
		const plain = createHash('sha256').update(readFileSync(path)).digest();
		const { placement_id: id } = await desk.imported(path);
		const [kept] = await desk.database.query<{ file: Buffer; input: object }>(
			`select p.file_sha256 as file, (select input from record_entry where act = 'placement.import' order by id desc limit 1) as input from placement p where id = $1`,
			[id],
		);
		expect(kept?.file).toHaveLength(16);
		expect(kept?.input).toMatchObject({ file_index: kept?.file.toString('hex') });
		expect(`${kept?.file.toString('hex')} ${JSON.stringify(kept?.input)}`).not.toContain(plain.toString('hex').slice(0, 16));
		await desk.database.query('update placement set file_sha256 = $2 where id = $1', [id, plain]);
		expect((await desk.imported(path)).placement_id).toBeNull();
	});
});
