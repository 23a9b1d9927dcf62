import type { Tx } from '../host/db.ts';

/** Whether this version of a message or script was ever in use. */
export async function hasVersion(tx: Tx, text: { readonly name: string; readonly version: number | null }): Promise<boolean> {
	const rows = await tx.prepared(
		'text version',
		`select 1 from message_text where tenant_id = $1 and name = $2 and version = $3 and state in ('approved', 'retired')`,
		[tx.tenantId, text.name, text.version],
	);
	return rows.length > 0;
}
