import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codes, first17, head, idOf, placingDesk, row } from '../../test/support/placing.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { idCheckCharacter } from '../intake/cells.ts';
import { aClient } from '../../test/support/debts.ts';
import { analysePlacement } from './actions.ts';
import { debtorContext, pointContext } from './staging.ts';

const desk = placingDesk();

describe('a placement file becomes debtors, debts and a ledger', () => {
	test('two debts of one person and one of another: two debtors, three debts, 330.00 owed, sealed and masked', async () => {
		const path = desk.fileOf(head, row(1), row(1, { ref: 'R1b' }), row(2, { name: '李雷' }));
		const answer = await desk.imported(path);
		expect(answer).toMatchObject({ rows: 3, accepted: 3, rejected: 0, duplicates: 0, errors: [], warnings: [] });
		expect(answer.control.counted).toEqual([{ currency: 'CNY', count: 3, amount_minor: 33_000, amount: '330.00 CNY' }]);
		const debts = await desk.database.query<{
			debtor_id: bigint;
			reference: string;
			owed: bigint;
			overdue: Temporal.PlainDate;
			name: string;
			sealed: Buffer;
			identity: Buffer;
		}>(
			`select d.debtor_id, d.reference, b.owed_minor as owed, d.overdue_since as overdue, o.name_masked as name, o.sealed, o.identity_index as identity
			   from debt d join debt_balance b on b.debt_id = d.id join debtor o on o.id = d.debtor_id where d.placement_id = $1 order by reference`,
			[answer.placement_id],
		);
		expect(debts.map((debt) => [debt.reference, debt.owed, String(debt.overdue), debt.name])).toEqual([
			['R1', 11_000n, '2026-08-01', '王**'],
			['R1b', 11_000n, '2026-08-01', '王**'],
			['R2', 11_000n, '2026-08-01', '李*'],
		]);
		expect(debts[0]?.debtor_id).toBe(debts[1]?.debtor_id);
		expect(debts[0]?.debtor_id).not.toBe(debts[2]?.debtor_id);
		const { sealed, identity } = known(debts[0], 'debt');
		expect(JSON.parse(desk.database.vault.open(sealed, debtorContext(identity)))).toMatchObject({ name: '王小明', idNumber: idOf(1) });
		const points = await desk.database.query<{ masked: string; value: Buffer; at: Buffer; source: string; basis: string }>(
			`select value_masked as masked, value_sealed as value, value_index as at, source, lawful_basis as basis from contact_point where debtor_id = $1`,
			[debts[0]?.debtor_id],
		);
		expect(points).toHaveLength(1);
		expect(points[0]).toMatchObject({ masked: '138****0001', source: `placement ${answer.batch_no}` });
		expect(points[0]?.basis).not.toBe('');
		expect(desk.database.vault.open(known(points[0], 'point').value, pointContext(known(points[0], 'point').at))).toBe('13800130001');
	});

	test('across chunks: the 501st row finds the debtor of the first, another name under its number is refused, a reference again is a duplicate', async () => {
		const many = Array.from({ length: 500 }, (_, i) => row(2_400 + i));
		const answer = await desk.imported(
			desk.fileOf(head, ...many, row(2_400, { ref: 'A1' }), row(2_400, { ref: 'A2' }), row(2_401, { ref: 'A3', name: '李雷' }), row(2_402)),
		);
		expect(answer).toMatchObject({ rows: 504, accepted: 502, rejected: 1, duplicates: 1 });
		expect(codes(answer)).toEqual(['504 identity.other_name']);
		const [made] = await desk.database.query<{ debtors: bigint; debts: bigint; first: bigint; owed: bigint }>(
			`select count(distinct d.debtor_id) as debtors, count(*) as debts, count(*) filter (where d.debtor_id = (select debtor_id from debt where reference = 'A1')) as first,
			        sum(b.owed_minor)::bigint as owed
			   from debt d join debt_balance b on b.debt_id = d.id where d.placement_id = $1`,
			[answer.placement_id],
		);
		expect(made).toEqual({ debtors: 500n, debts: 502n, first: 3n, owed: 502n * 11_000n });
	});

	test('the same person in another client’s file is the same debtor', async () => {
		await desk.imported(desk.fileOf(head, row(3)));
		const other = `${desk.client}-other`;
		await aClient(desk.database, other);
		await desk.imported(desk.fileOf(head, row(3, { ref: 'X' })), { clientCode: other });
		const found = await desk.database.query(
			'select distinct debtor_id from debt where debtor_id = (select debtor_id from debt where reference = $1 limit 1)',
			['X'],
		);
		expect(found).toHaveLength(1);
		const debts = await desk.database.query(
			'select id from debt where debtor_id = (select debtor_id from debt where reference = $1 limit 1)',
			['X'],
		);
		expect(debts).toHaveLength(2);
	});

	test('a spouse is a contact, a guarantor is liable; their numbers hang on them', async () => {
		const answer = await desk.imported(
			desk.fileOf(
				`${head},配偶姓名,配偶手机,担保人姓名,担保人身份证号,担保人手机`,
				`${row(4)},李梅,13900000001,赵刚,${idOf(99)},13900000002`,
			),
		);
		const parties = await desk.database.query<{ role: string; relation: string; masked: string }>(
			`select p.role, p.relation, c.value_masked as masked from party p join contact_point c on c.party_id = p.id
			  where p.debtor_id in (select debtor_id from debt where placement_id = $1) order by role`,
			[answer.placement_id],
		);
		expect(parties).toEqual([
			{ role: 'guarantor', relation: '', masked: '139****0002' },
			{ role: 'third_party', relation: '配偶', masked: '139****0001' },
		]);
	});

	test('the same number in two columns, and one person named twice, are kept once; a second debt adds only what is new', async () => {
		const wide = `${head},联系电话,联系人1姓名,联系人1手机,联系人2姓名,联系人2手机`;
		const people = ',李梅,13900000001,李梅,13900000001/13900000001';
		await desk.imported(desk.fileOf(wide, `${row(5)},13800130005${people}`, `${row(5, { ref: 'R5b' })},13800139999${people}`));
		const [found] = await desk.database.query(
			`select (select count(*)::int from party p where p.debtor_id = d.debtor_id) as people,
			        (select array_agg(value_masked order by value_masked) from contact_point c where c.debtor_id = d.debtor_id) as numbers
			   from debt d where reference = 'R5b'`,
		);
		expect(found).toEqual({ people: 1, numbers: ['138****0005', '138****9999', '139****0001'] });
	});

	test('amounts in NT$ are refused in a file of yuan and taken with the mapping TWD', async () => {
		const path = desk.fileOf('案件编号,姓名,欠款金额,逾期天数', 'T1,陈某,"NT$1,200.00",35', 'T2,林某,"NT$800",61');
		expect(codes(await desk.imported(path))).toEqual(['2 amount.other_currency', '3 amount.other_currency']);
		const answer = await desk.imported(path, { mapping: { currency: 'TWD' } });
		expect(answer.control.counted).toEqual([{ currency: 'TWD', count: 2, amount_minor: 200_000, amount: '2000.00 TWD' }]);
	});

	test('days past due are kept as a date: 35 days before the day of placement', async () => {
		const answer = await desk.imported(desk.fileOf('案件编号,姓名,委案金额,逾期天数,委案日期', 'D1,王某,100,35,2026-11-20'));
		const [debt] = await desk.database.query<{ on: Temporal.PlainDate }>('select overdue_since as on from debt where placement_id = $1', [
			answer.placement_id,
		]);
		expect(String(debt?.on)).toBe('2026-10-16');
	});
});

describe('a bad row is reported and stops no good one', () => {
	test('each fault is named with row, column, masked value and how to mend it', async () => {
		const path = desk.fileOf(
			head,
			row(10),
			row(11, { id: '4.40524E+17' }),
			row(12, { id: `${first17(12)}${idCheckCharacter(first17(12)) === '1' ? '2' : '1'}` }),
			row(13, { interest: '9.99' }),
			row(14, { due: '2026-02-30' }),
			row(15, { name: '' }),
			row(16, { ref: '' }),
			row(17, { principal: '100.005' }),
			row(18, { placed: '-110.00', principal: '', interest: '' }),
			row(19, { id: '440524201501010019'.replace(/.$/, '') + idCheckCharacter('44052420150101001') }),
			`${row(20)},shifted`,
			row(21, { phone: '1.38E+10' }),
		);
		const answer = await desk.imported(path);
		expect(codes(answer)).toEqual([
			'3 id.damaged_by_spreadsheet',
			'4 id.wrong_check_digit',
			'5 amount.components_differ',
			'6 date.not_a_date',
			'7 name.missing',
			'8 reference.missing',
			'9 amount.too_many_decimals',
			'10 amount.not_positive',
			'11 debtor.minor',
			'12 row.too_long',
		]);
		expect(answer).toMatchObject({ rows: 12, accepted: 2, rejected: 10 });
		expect(answer.warnings.map((warning) => `${warning.row} ${warning.code}`)).toEqual(['13 phone.damaged_by_spreadsheet']);
		expect(answer.errors[1]).toMatchObject({
			column: '身份证号',
			value: expect.stringMatching(/^440\*+\d{4}$/),
			mend: { zh: '请与合同核对' },
		});
		expect(answer.errors[2]?.message.zh).toContain('相差 0.01');
		expect(JSON.stringify(answer)).not.toContain(idOf(10));
		const kept = await desk.database.query<{ row_number: bigint; row_sealed: Buffer }>(
			'select row_number, row_sealed from placement_error where placement_id = $1 and row_number = 5',
			[answer.placement_id],
		);
		const source = JSON.parse(desk.database.vault.open(known(kept[0], 'error').row_sealed, 'row 5')) as string[];
		expect(source.join(',')).toBe(row(13, { interest: '9.99' }));
	});

	test('民法典 17: on 2026-11-24 who was born on 2008-11-24 is taken, on 2008-11-25 refused, on 2007-12-31 taken', async () => {
		const born = (n: number, on: string) => {
			const first = `440524${on.replaceAll('-', '')}${100 + n}`;
			return row(n, { id: `${first}${idCheckCharacter(first)}` });
		};
		const births = ['2008-11-24', '2008-11-25', '2007-12-31'];
		expect(codes(await desk.imported(desk.fileOf(head, ...births.map((on, i) => born(i, on)))))).toEqual(['3 debtor.minor']);
	});

	test('unlawful columns and old remarks are sealed away, unknown ones kept, none becomes a contact point', async () => {
		const answer = await desk.imported(desk.fileOf(`${head},QQ,原催收记录,信用额度`, `${row(30)},123456789,可联村委,50000`));
		expect(answer.notes.map((note) => note.zh).join()).toMatch(/个人信息保护法第6条.*QQ.*原催收记录.*信用额度/);
		const [debt] = await desk.database.query<{ reference: string; history: Buffer; extra: Buffer; debtor: bigint }>(
			'select reference, history_sealed as history, extra_sealed as extra, debtor_id as debtor from debt where placement_id = $1',
			[answer.placement_id],
		);
		const { reference, history, extra, debtor } = known(debt, 'debt');
		expect(JSON.parse(desk.database.vault.open(history, `history ${reference}`))).toEqual({
			原催收记录: '可联村委',
			'拒收 refused: QQ': '123456789',
		});
		expect(JSON.parse(desk.database.vault.open(extra, `extra ${reference}`))).toEqual({ 信用额度: '50000' });
		expect(await desk.database.query('select id from contact_point where debtor_id = $1', [debtor])).toHaveLength(1);
	});

	test('an identity number under another name is not made that person’s debt', async () => {
		await desk.imported(desk.fileOf(head, row(31)));
		const answer = await desk.imported(desk.fileOf(head, row(31, { ref: 'R31b', name: '赵六' })));
		expect(codes(answer)).toEqual(['2 identity.other_name']);
	});

	test('whatever is done to the rows, each is accepted, rejected or a duplicate, and the ledger holds what was accepted', async () => {
		const cell = fc.constantFrom(
			'',
			'-',
			'100.00',
			'1e5',
			'王小明',
			'2026-08-01',
			'2026/13/45',
			idOf(1),
			idOf(2),
			'13800138000',
			'合计',
			'"',
			'￥',
			'#N/A',
			'R1',
		);
		let made = 0;
		const mutated = fc.array(fc.array(cell, { minLength: 0, maxLength: 10 }), { minLength: 1, maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(mutated, fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }), async (strange, good) => {
				const name = `P${++made}`;
				await aClient(desk.database, name);
				const lines = [head, ...good.map((n) => row(n, { name: `${name}某`, id: '' })), ...strange.map((cells) => cells.join(','))];
				const answer = await desk.imported(desk.fileOf(...lines), { clientCode: name });
				const [sum] = await desk.database.query<{ owed: bigint; debts: bigint }>(
					`select coalesce(sum(b.owed_minor), 0)::bigint as owed, count(*) as debts from debt d join debt_balance b on b.debt_id = d.id
					  join client c on c.id = d.client_id where c.code = $1`,
					[name],
				);
				expect(sum).toEqual({
					owed: answer.control.counted.reduce((total, each) => total + BigInt(each.amount_minor), 0n),
					debts: BigInt(answer.accepted),
				});
				const again = await desk.imported(desk.fileOf(...lines, ''), { clientCode: name });
				expect(again).toMatchObject({
					rows: answer.rows,
					accepted: 0,
					rejected: answer.rejected,
					duplicates: answer.accepted + answer.duplicates,
				});
			}),
			{ numRuns: 40 },
		);
	});
});

describe('nothing is placed twice', () => {
	test('the same file again, tomorrow and written another way, changes nothing', async () => {
		const path = desk.fileOf(head, row(40), row(41));
		await desk.imported(path);
		const before = await desk.book();
		expect(await desk.imported(path)).toMatchObject({ rows: 2, accepted: 0, duplicates: 2, placement_id: null });
		expect(
			await desk.imported(
				desk.fileOf(head.replaceAll(',', '\t'), row(40).replaceAll(',', '\t'), row(41, { placed: '￥110' }).replaceAll(',', '\t')),
			),
		).toMatchObject({
			accepted: 0,
			duplicates: 2,
		});
		expect(await desk.book()).toEqual(before);
	});

	test.each([
		['placed', { placed: '120.00', principal: '110.00' }, '币种或金额'],
		['due', { due: '2026-08-02' }, '日期、产品或手别'],
		['id', { id: idOf(43) }, '姓名或证件号'],
		['phone', { phone: '13900009999' }, '联系方式、联系人或其他列'],
	])('a live reference with another %s is refused and says in what it differs', async (_, over, kind) => {
		await desk.imported(desk.fileOf(head, row(42)));
		const before = await desk.book();
		const answer = await desk.imported(desk.fileOf(head, row(42, over)));
		expect(codes(answer)).toEqual(['2 reference.other_facts']);
		expect(answer.errors[0]?.message.zh).toContain(kind);
		const after = await desk.book();
		expect({ ...after, placements: 0n, errors: 0n }).toEqual({ ...before, placements: 0n, errors: 0n });
	});

	test('a row repeated in the file is a duplicate; the reference with other facts names the row it stood in', async () => {
		const answer = await desk.imported(desk.fileOf(head, row(44), row(44), row(44, { interest: '20.00', placed: '120.00' })));
		expect(answer).toMatchObject({ rows: 3, accepted: 1, duplicates: 1, rejected: 1 });
		expect(answer.errors[0]?.message.zh).toContain('本文件第 2 行');
		const [kept] = await desk.database.query<{ row_sealed: Buffer | null }>(
			'select row_sealed from placement_error where placement_id = $1',
			[answer.placement_id],
		);
		expect(kept?.row_sealed).not.toBeNull();
	});

	test('four imports of one file at once: one takes all 300 rows, three find 300 duplicates', async () => {
		const path = desk.fileOf(head, ...Array.from({ length: 300 }, (_, i) => row(i, { ref: `Q${i}`, id: '' })));
		const answers = await Promise.all(Array.from({ length: 4 }, () => desk.imported(path)));
		expect(answers.map((each) => each.accepted).sort((a, b) => a - b)).toEqual([0, 0, 0, 300]);
		expect(answers.map((each) => each.duplicates).sort((a, b) => a - b)).toEqual([0, 300, 300, 300]);
	});

	test('the same idempotency key gives the first answer again', async () => {
		const path = desk.fileOf(head, row(45));
		const first = await desk.imported(path, { key: `key-${desk.client}` });
		expect(await desk.imported(path, { key: `key-${desk.client}` })).toEqual(first);
		expect(await desk.importing(desk.fileOf(head, row(46)), { key: `key-${desk.client}` })).toMatchObject({
			code: 'idempotency.key_reused_with_other_input',
		});
	});
});

describe('what the client declared', () => {
	test('a count or an amount that differs refuses the file and keeps nothing; confirmed, it is taken', async () => {
		const path = desk.fileOf(head, row(50), row(51));
		const before = await desk.book();
		expect(await desk.importing(path, { expectCount: 3 })).toMatchObject({ code: 'placement.totals_differ' });
		expect(await desk.importing(path, { expectCount: 2, expectAmount: '220.01' })).toMatchObject({
			code: 'placement.totals_differ',
			details: { counted: '2 / 220.00 CNY' },
		});
		expect(await desk.importing(path, { expectAmount: '220.00 TWD' })).toMatchObject({ code: 'placement.totals_differ' });
		expect(await desk.imported(path, { expectCount: 2, expectAmount: '220.00 CNY', dryRun: true })).toMatchObject({ accepted: 2 });
		expect(await desk.book()).toEqual(before);
		expect(await desk.imported(path, { expectCount: 3, confirmTotals: true })).toMatchObject({ accepted: 2 });
		expect(await desk.imported(path, { expectCount: 2, expectAmount: '￥220.00' })).toMatchObject({ duplicates: 2 });
	});

	test('totals written above the table and in its totals row are compared and told', async () => {
		const answer = await desk.imported(desk.fileOf('户数：2　总金额：220.00', head, row(52), row(53), '合计,,,,230.00,,,,'));
		expect(answer).toMatchObject({ rows: 2, accepted: 2 });
		const notes = answer.notes.map((note) => note.zh).join('\n');
		expect(notes).toMatch(/一致（2 \/ 220.00）/);
		expect(notes).toMatch(/合计行写明的合计（230.00）与导入的不符/);
	});
});

test('a dry run answers as the import would and leaves nothing, not even in the record', async () => {
	const path = desk.fileOf(head, row(60), row(61, { name: '' }));
	const before = await desk.book();
	const [records] = await desk.database.query('select count(*) from record_entry');
	expect(await desk.imported(path, { dryRun: true })).toMatchObject({
		rows: 2,
		accepted: 1,
		rejected: 1,
		dry_run: true,
		placement_id: null,
	});
	expect(await desk.book()).toEqual(before);
	expect((await desk.database.query('select count(*) from record_entry'))[0]).toEqual(records);
	expect(await desk.imported(path)).toMatchObject({ accepted: 1, rejected: 1 });
});

test.each([
	['no such client', { clientCode: 'NOBODY' }, 'client.unknown'],
	['no such file', { path: '/nowhere.csv' }, 'file.not_found'],
])('%s is refused', async (_, request, code) => {
	expect(await desk.importing(desk.fileOf(head, row(62)), request)).toMatchObject({ code });
});

test('a character outside the first plane that is cut in the middle, in a refusal or a fault of a row, is no fault of the house', async () => {
	expect(await desk.importing(desk.fileOf(`${'甲'.repeat(19)}𠮷,2`, '1,2'))).toMatchObject({ code: 'file.no_header' });
	const path = desk.fileOf('案件编号,姓名,欠款金额,逾期天数', `S1,陈某,"NT$1${'0'.repeat(19)}𠮷",35`, 'S2,林某,100.00,61');
	expect(await desk.importing(path)).toMatchObject({ accepted: 1, rejected: 1 });
});

test('a table without the needed columns is refused by name, and a mapping makes it a placement', async () => {
	const path = desk.fileOf('Akte,Wer,Betrag,Seit', 'A1,王某,100.00,2026-08-01');
	expect(await desk.importing(path)).toMatchObject({ code: 'file.columns_missing' });
	const columns = { Akte: 'reference', Wer: 'name', Betrag: 'placed_amount', Seit: 'overdue_since' } as const;
	expect(await desk.imported(path, { mapping: { columns } })).toMatchObject({ accepted: 1 });
});

test('before an import the columns, masked rows and first faults are shown, and nothing is kept', async () => {
	const before = await desk.book();
	const analysis = await analysePlacement(desk.door, { path: desk.fileOf(`${head},QQ`, `${row(63)},1`, `${row(64, { due: 'soon' })},2`) });
	if (isRefusal(analysis)) throw new Error(analysis.code);
	expect(analysis.headings.map((each) => each.field)).toEqual([
		'reference',
		'name',
		'id_number',
		'phone',
		'placed_amount',
		'principal',
		'interest',
		'overdue_since',
		'placed_on',
		'unlawful',
	]);
	expect(analysis.checked).toMatchObject({ rows: 2, refused: 1, errors: [{ row: 3, code: 'date.not_a_date' }] });
	expect(JSON.stringify(analysis.preview)).not.toMatch(/王小明|4405241980/);
	expect(await desk.book()).toEqual(before);
});
