import { join } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { decimalText } from '../core/money.ts';
import { isRefusal } from '../core/refusal.ts';
import { idNumber, mobile } from '../demo/identities.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { undoPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { claimFindings, type JudgedClaim } from '../auditor/book.ts';
import type { Street } from './parts.ts';

const headings = [
	'案件编号',
	'姓名',
	'身份证号',
	'手机',
	'产品',
	'委案金额',
	'本金',
	'利息',
	'罚息',
	'到期日',
	'委案日期',
	'出借人类型',
	'合同签订日期',
	'合同金额',
	'已还利息',
	'付款方类型',
	'供应商规模',
	'交付日期',
	'约定逾期利率',
] as const;
type Heading = (typeof headings)[number];

/** What a row says, sums in fen; what is left out is as it is of most. */
type Said = {
	readonly product?: '小额贷款' | '应收账款' | '信用卡';
	readonly principal?: bigint | null;
	readonly interest?: bigint | null;
	readonly penalty?: bigint | null;
	readonly lender?: string;
	readonly signedOn?: Temporal.PlainDate | null;
	readonly amount?: bigint | null;
	readonly paid?: bigint;
	readonly since?: Temporal.PlainDate;
	readonly buyer?: string;
	readonly seller?: string;
	readonly deliveredOn?: Temporal.PlainDate | null;
	readonly rate?: string;
};
/** What the law makes of it: held against a rate a year in ppm, on a sum, since a day; or why it is not judged; null: no law here speaks of it. */
type Judged = { readonly ppm: bigint; readonly warns?: true; readonly since?: Temporal.PlainDate } | readonly string[] | null;

const day = (text: string) => Temporal.PlainDate.from(text);
const lent = 300_000n;
const usual = { principal: 290_000n, interest: 20_000n, penalty: 5_000n, amount: lent } as const;

/** Loans on the first day of a law and on the day before, of lenders on whom none is, and of whom too little is told. */
const loans = (on: Street['on']): readonly (readonly [Said, Judged])[] => [
	[{ lender: '小贷公司', signedOn: day('2025-12-31') }, null],
	[{ lender: '小贷公司', signedOn: day('2026-01-01') }, { ppm: 240_000n }],
	[{ lender: '消费金融公司', signedOn: day('2025-12-31') }, null],
	[
		{ lender: '消费金融公司', signedOn: day('2026-01-01') },
		{ ppm: 200_000n, warns: true },
	],
	[
		{ lender: '消费金融公司', signedOn: day('2026-01-01'), interest: 100n, penalty: 0n },
		{ ppm: 200_000n, warns: true },
	],
	[{ lender: '助贷', signedOn: day('2025-09-30') }, null],
	[{ lender: '助贷', signedOn: day('2025-10-01') }, { ppm: 240_000n }],
	// More principal than was lent is interest by another name; without the sum lent, what is owed of it is taken; and what was paid is not given back.
	[{ lender: '助贷', signedOn: day('2025-10-01'), amount: 280_000n }, { ppm: 240_000n }],
	[{ lender: '助贷', signedOn: day('2025-10-01'), amount: null }, { ppm: 240_000n }],
	[{ lender: '助贷', signedOn: day('2025-10-01'), paid: 900_000n }, { ppm: 240_000n }],
	[{ lender: '民间借贷', signedOn: day('2020-08-19'), interest: 900_000n }, ['older_contract']],
	// Four times 3.85 per cent.
	[{ lender: '民间借贷', signedOn: day('2020-08-20'), interest: 900_000n }, { ppm: 154_000n }],
	[{ lender: '民间借贷', signedOn: on(-3) }, ['lpr']],
	[{ lender: '银行', signedOn: day('2026-01-01') }, null],
	[{ lender: '融资租赁', signedOn: day('2026-01-01') }, null],
	[{ lender: '小贷公司', signedOn: null }, ['signed_on']],
	[{ signedOn: day('2026-01-01') }, ['lender']],
	[{ signedOn: null }, ['lender', 'signed_on']],
	[{ lender: '小贷公司', signedOn: day('2026-01-01'), principal: null, interest: null, penalty: null, amount: null }, ['components']],
	[{ lender: '民间借贷', signedOn: day('2020-08-20'), interest: 900_000n, product: '信用卡' }, null],
];

const invoice = {
	product: '应收账款',
	buyer: '大型',
	seller: '中小企业',
	signedOn: day('2025-06-01'),
	deliveredOn: day('2025-07-01'),
} as const;
/** Sixty days after it was delivered. */
const due = day('2025-08-30');
const since = day('2025-09-10');
/** Invoices of which too little is told, of the day before the law, and whose rate hangs on the LPR. */
const invoices = (on: Street['on']): readonly (readonly [Said, Judged])[] => [
	[{ ...invoice, buyer: '' }, ['buyer']],
	[{ ...invoice, buyer: '', interest: 0n, penalty: 0n }, null],
	[{ ...invoice, seller: '' }, ['seller']],
	[{ ...invoice, deliveredOn: null }, ['delivered_on']],
	[{ ...invoice, signedOn: null }, ['signed_on']],
	[{ ...invoice, signedOn: day('2025-05-31') }, ['older_invoice']],
	[invoice, { ppm: 182_500n, since: due }],
	[
		{ ...invoice, amount: 280_000n },
		{ ppm: 182_500n, since: due },
	],
	[
		{ ...invoice, paid: 60_000n },
		{ ppm: 182_500n, since: due },
	],
	// At least the LPR at the making of the contract: three per cent.
	[
		{ ...invoice, rate: '2%' },
		{ ppm: 30_000n, since: due },
	],
	[
		{ ...invoice, rate: '5%' },
		{ ppm: 50_000n, since: due },
	],
	// Between others half as much again as the LPR of the breach, where nothing was agreed.
	[
		{ ...invoice, buyer: '其他', since },
		{ ppm: 45_000n, since },
	],
	[
		{ ...invoice, seller: '大型', since },
		{ ppm: 45_000n, since },
	],
	[{ ...invoice, buyer: '其他', since: on(-3) }, ['lpr']],
];

const sumOf = (said: Said) => {
	const { principal, interest, penalty, amount } = { ...usual, ...said };
	return { principal: principal ?? lent, charges: (interest ?? 0n) + (penalty ?? 0n), split: principal !== null, amount };
};

/** What may not be demanded of a claim, and what is said of it. */
function judged(reference: string, said: Said, law: Judged, placedOn: Temporal.PlainDate): JudgedClaim {
	if (law === null) return { reference, barred: 0n, verdict: null, missing: [] };
	if ('length' in law) return { reference, barred: 0n, verdict: 'not judged', missing: law };
	const { principal, charges, amount } = sumOf(said);
	const begun = law.since ?? said.signedOn ?? placedOn;
	const most = ((amount ?? principal) * BigInt(begun.until(placedOn, { largestUnit: 'day' }).days) * law.ppm) / 365_000_000n;
	const claimed = charges + (amount !== null && principal > amount ? principal - amount : 0n);
	const over = claimed + (said.paid ?? 0n) - most;
	const above = over < 0n ? 0n : over > claimed ? claimed : over;
	if (law.warns) return { reference, barred: 0n, verdict: above > 0n ? 'warned' : 'within', missing: [] };
	return { reference, barred: above, verdict: above > 0n ? 'cut' : 'within', missing: [] };
}

/** A file of such claims comes, and is undone within the minute. */
export async function bringClaims({ press, manager, owner, folder, found, on }: Street): Promise<void> {
	const placedOn = on(2);
	const claims = [...loans(on), ...invoices(on)];
	const yuan = (minor: bigint | null | undefined) => (minor === null || minor === undefined ? '' : decimalText({ minor, currency: 'CNY' }));
	const lines = claims.map(([said], i) => {
		const { principal, charges, split, amount } = sumOf(said);
		const all = { ...usual, ...said };
		const cells: Readonly<Record<Heading, string>> = {
			案件编号: `CLAIM${i}`,
			姓名: '试行人',
			身份证号: idNumber('110101', day('1964-05-01').add({ days: i }).toString(), 'female', 1),
			手机: mobile(399_009_700 + i),
			产品: said.product ?? '小额贷款',
			委案金额: yuan(principal + charges),
			本金: split ? yuan(principal) : '',
			利息: yuan(all.interest),
			罚息: yuan(all.penalty),
			到期日: `${said.since ?? since}`,
			委案日期: `${placedOn}`,
			出借人类型: said.lender ?? '',
			合同签订日期: said.signedOn?.toString() ?? '',
			合同金额: yuan(amount),
			已还利息: yuan(said.paid),
			付款方类型: said.buyer ?? '',
			供应商规模: said.seller ?? '',
			交付日期: said.deliveredOn?.toString() ?? '',
			约定逾期利率: said.rate ?? '',
		};
		return csvLine(headings.map((heading) => cells[heading]));
	});
	const path = join(folder, 'near-claims.csv');
	await writeLines(path, 'gb18030', [csvLine([...headings]), ...lines]);
	const imported = await press('placement', () => importPlacement(manager, { path, clientCode: 'BOOK' }));
	assert(!isRefusal(imported), 'the file of claims was refused');
	const of = { tenantId: manager.tenantId, client: 'BOOK' };
	found(
		await claimFindings(
			owner,
			of,
			claims.map(([said, law], i) => judged(`CLAIM${i}`, said, law, placedOn)),
		),
	);
	const placement = BigInt(known(imported.placement_id, 'placement'));
	await press('end', (key) => undoPlacement(manager, placement, key));
}
