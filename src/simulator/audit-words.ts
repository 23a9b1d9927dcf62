import { type Books, owedBefore } from './audit-parts.ts';

/** Opens what lies sealed: the agency's own key, where it is at hand. */
export type Open = (sealed: Buffer, context: string) => string;

/** The sums a text names, in hundredths: `¥1,234.56`, `1234.50`. A number without two decimals (a telephone line) is none. */
export function sumsIn(text: string): bigint[] {
	return [...text.matchAll(/(?<![\d.])(\d[\d,]*)\.(\d\d)(?!\d|\.\d)/g)].map(([, whole = '', part = '']) =>
		BigInt(whole.replaceAll(',', '') + part),
	);
}

/** Messages of the window whose words name more than was owed on their debt when they left. */
export async function wordFindings(
	books: Books,
	open: Open,
	{ tenantId, from, until }: { tenantId: bigint; from: string; until: string },
): Promise<{ sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<{ id: string; debtor_id: string; text_sealed: Buffer; owed: string }>({
		name: 'audit words of messages',
		text: `select m.id::text, m.debtor_id::text, m.text_sealed, ${owedBefore('m.debtor_id', 'array[m.debt_id]', `a.placed_at + interval '1 microsecond'`)}::text as owed
		  from contact_attempt a join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and a.channel = 'sms' and m.text_sealed is not null and m.state <> 'queued'`,
		values: [String(tenantId), from, until],
	});
	return rows.flatMap(({ id, debtor_id, text_sealed: sealed, owed }) =>
		sumsIn(open(sealed, `message ${id}`))
			.filter((minor) => minor > BigInt(owed))
			.map((minor) => ({ debtor_id, sentence: `message ${id} names ${minor}, owed was ${owed}` })),
	);
}
