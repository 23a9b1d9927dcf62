// Counts how accounts of the UCI card data move from one month to the next: where the simulator's figures come from. `node tools/roll-rates.ts` prints them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../src/host/config.ts';

/** The statuses of six months, oldest first: April to September 2005. There is no PAY_1. */
const months = ['PAY_6', 'PAY_5', 'PAY_4', 'PAY_3', 'PAY_2', 'PAY_0'];
const [head = '', ...lines] = gunzipSync(readFileSync(join(root, 'data/uci-credit-card/clients.csv.gz')))
	.toString('utf8')
	.trim()
	.split(/\r?\n/);
const places = months.map((month) => head.split(',').indexOf(month));
const counted = new Map<number, { accounts: number; cured: number; no_worse: number }>();
for (const line of lines) {
	const cells = line.split(',');
	const status = places.map((place) => Number(cells[place]));
	for (let month = 0; month < 5; month++) {
		const [now = 0, next = 0] = status.slice(month, month + 2);
		if (now < 2) continue;
		const late = Math.min(now, 5);
		const sum = counted.get(late) ?? { accounts: 0, cured: 0, no_worse: 0 };
		sum.accounts++;
		if (next <= 0) sum.cured++;
		else if (next <= now) sum.no_worse++;
		counted.set(late, sum);
	}
}
const rows = [...counted]
	.sort(([a], [b]) => a - b)
	.map(([late, sum]) => ({ months_late: late === 5 ? '5 and more' : String(late), ...sum }));
process.stdout.write(`${JSON.stringify(rows, null, '\t')}\n`);
