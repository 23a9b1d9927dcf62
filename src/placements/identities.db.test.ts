import { describe, expect, test } from 'vitest';
import { head, idOf, placingDesk, row } from '../../test/support/placing.ts';
import { idCheckCharacter } from '../intake/cells.ts';

const desk = placingDesk();

describe('identity numbers that end in 000', () => {
	/** The first persons of 1980-01-01 in Guangzhou whose true number ends in 000. */
	const trueZeros = Array.from({ length: 40 }, (_, n) => `44${String(100 + n).padStart(4, '0')}19800101000`.slice(0, 17)).filter(
		(first) => idCheckCharacter(first) === '0',
	);

	test('are taken where one in 60 ends so and its check character fits, and refused where a spreadsheet has cut the column', async () => {
		const [zeros = ''] = trueZeros;
		const many = Array.from({ length: 60 }, (_, i) => row(800 + i, { ref: `Z${i}` }));
		const good = await desk.imported(desk.fileOf(head, ...many, row(900, { ref: 'Z60', id: `${zeros}0` })));
		expect(good).toMatchObject({ rejected: 0, accepted: 61 });
		const cut = Array.from({ length: 30 }, (_, i) => row(i, { ref: `Y${i}`, id: `${idOf(i).slice(0, 15)}000` }));
		const damaged = await desk.imported(desk.fileOf(head, ...cut));
		expect(damaged).toMatchObject({ accepted: 0, rejected: 30 });
		expect(new Set(damaged.errors.map((error) => error.code))).toEqual(new Set(['id.damaged_by_spreadsheet']));
	});
});
