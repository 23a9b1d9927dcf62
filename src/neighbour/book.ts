import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { makePlan } from '../arrangements/actions.ts';
import { assert } from '../core/assert.ts';
import { decimalText } from '../core/money.ts';
import { isRefusal } from '../core/refusal.ts';
import { idNumber, mobile } from '../demo/identities.ts';
import { recordedTerms } from '../demo/calls.ts';
import { generatedHeadings } from '../demo/generate.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { importPlacement } from '../placements/import.ts';
import { changeClient } from '../tenants/actions.ts';
import { recordLpr } from '../tenants/lpr.ts';
import { type LoanRow, loanFindings } from '../auditor/book.ts';
import { fileFindings } from '../auditor/files.ts';
import { caseOf, longNumber } from './cast.ts';
import { bank, enter, type Matter, paymentsOf, pays, promises, type Street, taken } from './parts.ts';
import { givesUp } from './paper.ts';
import { rowFrom } from '../trials/cast.ts';

const numbered = 'of a long contract number';

/** A day as a spreadsheet keeps it: 36526 is the first of the year 2000. */
const dayNumber = (on: Temporal.PlainDate) => 36_526 + Temporal.PlainDate.from('2000-01-01').until(on, { largestUnit: 'day' }).days;

/** An amount as a spreadsheet keeps it. */
const yuan = (minor: bigint) => Number(decimalText({ minor, currency: 'CNY' }));

const headings = [
	'借据号',
	'姓名',
	'身份证号码',
	'手机号',
	'委案日期',
	'逾期起始日',
	'逾期天数',
	'剩余本金',
	'利息',
	'罚息',
	'费用',
	'欠款金额',
	'出借人类型',
	'放款日期',
	'放款金额',
	'已还利息',
	'配偶姓名',
	'配偶手机',
	'担保人姓名',
	'担保人手机',
] as const;

/** The LPR of the day on which a loan was signed privately, lower than any before. */
const lprOfThatDay = 25_000n;

/**
 * The loans of a lender’s own form, placed three days before their file comes; of the third and fifth a bank lent the money through a platform ninety days before, and a little of interest was paid. The
 * fourth was signed by a private lender on the day a lower LPR was published, and costs more than four times that, and less than four times the one before.
 */
export function loansOf({ on }: Street): LoanRow[] {
	const placedOn = on(-1);
	const lent = { signedOn: placedOn.subtract({ days: 90 }), minor: 300_000n, chargesPaidMinor: 5_000n };
	const row = { minor: 300_000n, principal: 270_000n, interest: 20_000n, penalty: 5_000n, costs: 5_000n, placedOn, answer: 0 };
	return [
		{ ...row, reference: 'BK1', since: on(-70), answer: 1 },
		{ ...row, reference: 'BK2', since: placedOn.subtract({ days: 40 }), daysPastDue: 40 },
		{ ...row, reference: 'BK3', since: on(-50), lent },
		{
			...row,
			reference: 'BK4',
			since: on(-50),
			principal: 292_000n,
			interest: 8_000n,
			penalty: 0n,
			costs: 0n,
			lent: { ...lent, chargesPaidMinor: 0n, privatelyAt: lprOfThatDay },
		},
		{
			...row,
			reference: 'BK5',
			since: on(-50),
			principal: 290_000n,
			interest: 5_000n,
			penalty: 3_000n,
			costs: 2_000n,
			lent: { ...lent, chargesPaidMinor: 1_000n },
		},
	];
}

/** A workbook as a spreadsheet saves it: amounts and days are numbers, the day of placing with the look of a date and the due date without. The same bytes whenever it is written: its digest is in the record. */
async function writeWorkbook(path: string, loans: readonly LoanRow[]): Promise<void> {
	const rows = loans.map(({ reference, minor, principal, interest, penalty, costs, placedOn, since, daysPastDue, lent, answer }, i) => {
		const cells: Readonly<Partial<Record<(typeof headings)[number], string | number>>> = {
			借据号: reference,
			姓名: '试行人',
			身份证号码: idNumber('110101', Temporal.PlainDate.from('1961-03-01').add({ days: i }).toString(), 'female', 0),
			手机号: mobile(399_009_000 + i),
			委案日期: dayNumber(placedOn),
			...(daysPastDue === undefined ? { 逾期起始日: dayNumber(since) } : { 逾期天数: daysPastDue }),
			剩余本金: yuan(principal),
			利息: yuan(interest),
			罚息: yuan(penalty),
			费用: yuan(costs),
			欠款金额: yuan(minor),
			...(lent && {
				出借人类型: lent.privatelyAt === undefined ? '助贷' : '民间',
				放款日期: dayNumber(lent.signedOn),
				放款金额: yuan(lent.minor),
				已还利息: yuan(lent.chargesPaidMinor),
			}),
			...(answer > 0 && {
				配偶姓名: '试行配',
				配偶手机: mobile(399_009_100 + i),
				担保人姓名: '试行保',
				担保人手机: mobile(399_009_200 + i),
			}),
		};
		return headings.map((heading) => (heading === '委案日期' ? { t: 'n', v: cells[heading], z: 'yyyy-mm-dd' } : (cells[heading] ?? null)));
	});
	const book = utils.book_new();
	utils.book_append_sheet(book, utils.aoa_to_sheet([[...headings], ...rows]), '委案');
	await writeFile(path, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
}

/** A lender’s workbook comes with a total that is not that of its rows, with a count that is not, and as it was declared. */
async function bringWorkbook(street: Street): Promise<void> {
	const { press, manager, owner, folder, found } = street;
	const loans = loansOf(street);
	const path = join(folder, 'near-book.xlsx');
	await writeWorkbook(path, loans);
	const bring = (expectCount: number, expectAmount: string) =>
		press('placement', () => importPlacement(manager, { path, clientCode: 'BOOK', expectCount, expectAmount }));
	await bring(5, '15100.00');
	await bring(6, '15000.00');
	const imported = await bring(5, '15000.00');
	assert(!isRefusal(imported), 'the workbook was refused');
	const of = { tenantId: manager.tenantId, client: 'BOOK' } as const;
	const sent = loans.map(({ reference, minor, costs, interest, penalty, principal, since }, i) => ({
		row: i + 2,
		reference,
		minor,
		says: `${[costs, interest, penalty, principal].join('/')} since ${since}`,
		sound: true as const,
	}));
	found(await fileFindings(owner, { ...of, kind: 'placement', id: imported.placement_id }, sent, imported));
	found(await loanFindings(owner, of, loans));
}

/** The house writes down the LPR of the day on which one of the loans was signed. */
async function recordsLpr(street: Street): Promise<void> {
	const { press, compliance } = street;
	for (const { lent } of loansOf(street))
		if (lent?.privatelyAt !== undefined) {
			const rate = { from: lent.signedOn.toString(), percent: Number(lent.privatelyAt) / 10_000, source: '全国银行间同业拆借中心' };
			await press('lpr', (key) => recordLpr(compliance, rate, key));
		}
}

/** A client that never placed anything is closed, and places. */
async function placesWhenClosed(street: Street): Promise<void> {
	const { press, manager, folder, agent, on } = street;
	const admin = agent('operator');
	const [client] = await press('read', () =>
		inTenant(admin.pool, admin.tenantId, (tx) =>
			tx.query<{ id: bigint }>(`select id from client where tenant_id = $1 and code = 'SHUT'`, [tx.tenantId]),
		),
	);
	await press('close', (key) => changeClient(admin, { clientId: client?.id ?? 0n, closed: true }, key));
	street.clock.advance({ minutes: 5 });
	const path = join(folder, 'near-shut.csv');
	const row = rowFrom({
		who: 910,
		around: 910,
		reference: 'SHUT1',
		batch: 'Bshut',
		contract: 'HTSHUT1',
		placedOn: on(1),
		dueOn: on(-40),
	});
	await writeLines(path, 'gb18030', [csvLine(generatedHeadings), row]);
	await press('placement', () => importPlacement(manager, { path, clientCode: 'SHUT' }));
}

/** Money under a number that is a contract’s and may be a card’s, as it stands on paper and without its gaps; what the first row says is wrong, is taken back and comes under its number again. */
const byContract = (street: Street, name: string, rows: readonly (readonly [number: string, contract: string, minor: bigint])[]) =>
	bank(
		street,
		'CARD',
		name,
		rows.map(([number, contract, minor]) => ({ number, contract, minor, at: `${street.on(0)}`, stands: [[caseOf(numbered, 0)]] })),
	);

/** Four instalments from the next thirty-first that is a month away: every shorter month between has its last day, and the next longer one the thirty-first again. */
function plansFromTheLast(street: Street): Promise<unknown> {
	const { lead, on, loan } = street;
	const { debtor_id: debtorId, debt_id: debtId, currency } = loan(numbered);
	let firstDueOn = on(36);
	while (firstDueOn.day !== 31) firstDueOn = firstDueOn.add({ days: 1 });
	const plan = { debtId, currency, instalments: 4, firstDueOn, replace: false };
	return enter(street, lead, 'plan.make', debtorId, recordedTerms({ plan }), async (act) => {
		const made = await makePlan(act, { debtorId, ...plan });
		return isRefusal(made) ? made : { id: String(made.planId) };
	});
}

/** What files and banks say in forms of their own, and figures that only the last of several entries tells. */
export const mattersOfBook: Readonly<Record<string, Matter>> = {
	'a lender’s workbook, declared otherwise than it is': [
		[2, '06:15', recordsLpr],
		[2, '06:20', bringWorkbook],
	],
	'a client that is closed places': [[1, '11:35:00', placesWhenClosed]],
	'money under a long number, wrong and taken back': [
		[
			1,
			'06:37',
			(street) =>
				byContract(street, 'near-long', [
					['LONG1', longNumber.grouped, 40_000n],
					['LONG2', longNumber.bare, 10_000n],
				]),
		],
		[
			1,
			'09:15:00',
			async (street) => {
				const [first = null] = await paymentsOf(street, street.loan(numbered));
				await taken(street, first);
			},
		],
		[2, '06:37', (street) => byContract(street, 'near-long-again', [['LONG1', longNumber.grouped, 4_000n]])],
	],
	// Given up the same day: what is due when would be another figure for each first day.
	'instalments from the last of a month': [
		[5, '09:35:00', plansFromTheLast],
		[5, '09:40:00', givesUp(numbered)],
	],
	'the rest is paid after the promise’s time': [
		[0, '14:50:00', promises('who pays the rest too late')],
		[1, '09:05:00', pays('who pays the rest too late', 50_000n)],
		[4, '06:32:00', pays('who pays the rest too late', 250_000n)],
	],
	'a little is paid, what was paid before is told later, and the loan is recalled': [
		[0, '12:04:00', pays('who paid a little, then recalled', 50_000n)],
		[1, '09:06:00', pays('who paid a little, then recalled', 10_000n, { at: [0, '10:00'] })],
	],
};
