import { join } from 'node:path';
import { assert, known } from '../core/assert.ts';
import { decimalText } from '../core/money.ts';
import { isRefusal } from '../core/refusal.ts';
import { idNumber, mobile } from '../demo/identities.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { undoPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { type InvoiceRow, invoiceFindings } from '../auditor/book.ts';
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
	'到期日',
	'委案日期',
	'付款方类型',
	'供应商规模',
];
const terms = ['合同签订日期', '发票金额', '交付日期', '约定账期', '约定逾期利率'];
const words = { public: '机关', large: '大型', other: '其他' } as const;

type Sale = Pick<InvoiceRow, 'buyer' | 'small'> & Partial<Pick<InvoiceRow, 'days' | 'ratePpm'>>;
/** Who sells to whom, and on what terms. An agreed rate of whom the regulation protects is held against the LPR of its day, which is not known yet for days to come: none is agreed there. */
const sales: readonly Sale[] = [
	{ buyer: 'public', small: true },
	{ buyer: 'large', small: true },
	{ buyer: 'public', small: true, days: 90 },
	{ buyer: 'large', small: true, days: 10 },
	{ buyer: 'other', small: true, ratePpm: 120_000n },
	{ buyer: 'public', small: false, ratePpm: 120_000n },
	{ buyer: 'large', small: false, ratePpm: 120_000n },
	{ buyer: 'large', small: false, ratePpm: 120_000n, days: 10 },
];

/** Invoices of a hundred days ago, on each of which more late interest is claimed than is lawful; undone within the minute. */
export async function bringInvoices({ press, manager, owner, folder, found, on }: Street): Promise<void> {
	const rows = sales.map(
		({ buyer, small, days = null, ratePpm = null }, i): InvoiceRow => ({
			reference: `INVOICE${i}`,
			buyer,
			small,
			days,
			ratePpm,
			deliveredOn: on(-100),
			since: on(-80),
			placedOn: on(3),
			minor: 1_000_000n,
			interest: 90_000n,
		}),
	);
	const yuan = (minor: bigint) => decimalText({ minor, currency: 'CNY' });
	const lines = rows.map(({ reference, buyer, small, days, ratePpm, deliveredOn, since, placedOn, minor, interest }, i) =>
		csvLine([
			reference,
			'试行人',
			idNumber('110101', Temporal.PlainDate.from('1963-05-01').add({ days: i }).toString(), 'female', 1),
			mobile(399_009_900 + i),
			'应收账款',
			yuan(minor + interest),
			yuan(minor),
			yuan(interest),
			`${since}`,
			`${placedOn}`,
			words[buyer],
			small ? '中小企业' : '大型',
			`${on(-110)}`,
			yuan(minor),
			`${deliveredOn}`,
			days === null ? '' : `${days}`,
			ratePpm === null ? '' : `${ratePpm / 10_000n}%`,
		]),
	);
	const path = join(folder, 'near-invoices.csv');
	await writeLines(path, 'gb18030', [csvLine([...headings, ...terms]), ...lines]);
	const imported = await press('placement', () => importPlacement(manager, { path, clientCode: 'BOOK' }));
	assert(!isRefusal(imported), 'the file of invoices was refused');
	found(await invoiceFindings(owner, { tenantId: manager.tenantId, client: 'BOOK' }, rows));
	const placement = BigInt(known(imported.placement_id, 'placement'));
	await press('end', (key) => undoPlacement(manager, placement, key));
}
