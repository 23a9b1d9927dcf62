import { createPool } from '../../src/host/db.ts';
import { systemClock } from '../../src/host/clock.ts';
import { vaultOf } from '../../src/host/vault.ts';
import { importPlacement } from '../../src/placements/import.ts';

/** A process of its own that imports a file and tells its parent when rows are being written; the parent kills it. */
const [url = '', tenantId = '', actorId = '', clientCode = '', path = ''] = process.argv.slice(2);
const pool = createPool(url, { max: 2 });
let told = false;
await importPlacement(
	{
		pool,
		clock: systemClock,
		tenantId: BigInt(tenantId),
		vault: vaultOf(Buffer.alloc(32, 7)),
		actor: { id: BigInt(actorId), name: 'child', role: 'manager', clientId: null },
	},
	{
		path,
		clientCode,
		onProgress: ({ rows }) => {
			if (rows < 16_000 || told) return;
			told = true;
			process.send?.('writing');
		},
	},
);
await pool.end();
