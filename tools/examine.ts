// `node tools/examine.ts`: plants each bug of test/simulation/planted/examined.json, or of another such list, alone, lets a day of everything be lived and audited, and says which are found. The list was
// written by somebody who had read neither the auditor nor the planted bugs: it measures the proof, it is no test. Ends with 1 when a text to change is not there any more.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, root } from '../src/host/config.ts';
import { openDatabase } from '../src/host/postgres.ts';
import { withTemplate } from '../src/simulator/house.ts';
import type { Patch } from '../test/simulation/planted/bugs.ts';
import { broken } from '../test/simulation/planted/child-process.ts';

type Examined = { readonly name: string; readonly patches: readonly Patch[] };

const [list = join(root, 'test', 'simulation', 'planted', 'examined.json'), only = ''] = process.argv.slice(2);
const examined = (JSON.parse(readFileSync(list, 'utf8')) as Examined[]).filter(({ patches: [patch] }) => patch?.[0].includes(only));
const plan = JSON.stringify({ days: 1, debts: 4, agents: 1, faults: 'none', without: [], seed: '1' });
const data = mkdtempSync(join(tmpdir(), 'dunwell-examined-'));
const database = await openDatabase(readConfig({ DUNWELL_DATA: data }));
const counts = { found: 0, 'not found': 0, 'not there': 0 };
try {
	await withTemplate(database.url, async (server) => {
		await Promise.all(
			examined.map(async (bug) => {
				const ran = await broken(server, [bug], plan, 'run').catch((error: unknown) => String(error));
				const [first] = typeof ran === 'string' ? [] : ran;
				const came = typeof ran !== 'string' ? (first ? 'found' : 'not found') : ran.includes('not found: ') ? 'not there' : 'found';
				counts[came]++;
				const by = typeof ran === 'string' ? (ran.split('\n')[0] ?? '').slice(-200) : (first ?? '');
				process.stdout.write(`${came}\t${bug.patches[0]?.[0] ?? ''}\t${bug.name}\t${by}\n`);
			}),
		);
	});
} finally {
	await database.stop();
	rmSync(data, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(counts)}\n`);
process.exit(counts['not there'] > 0 ? 1 : 0);
