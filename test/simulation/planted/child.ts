import assert from 'node:assert';
import fs from 'node:fs';
import { registerHooks, stripTypeScriptTypes, syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Pool } from '../../../src/host/db.ts';
import type { Server } from '../../../src/simulator/house.ts';
import type { Plan } from '../../../src/simulator/plan.ts';
import type { Planted } from './child-process.ts';

/**
 * A process with bugs planted: node child.ts SERVER (as JSON) BUGS PLAN [run|life|shrink], or STORY story. The modules' text is changed as they are loaded, a migration's as it is read, the database as it is
 * made. `life`: it is lived to its end whatever is found. Writes what the simulator found as JSON; ends with 3 when a text to change was not there. BUGS: as JSON; none: the product as it is.
 */
const [on = '', bugs = '[]', text = '', what = 'run'] = process.argv.slice(2);
const server = JSON.parse(on) as Server;
const planted = JSON.parse(bugs) as Planted[];
const patches = planted.flatMap((bug) => bug.patches);

const waiting = new Set(patches);
const root = fileURLToPath(new URL('../../../', import.meta.url));
registerHooks({
	load(url, context, next) {
		const loaded = next(url, context);
		const path = url.startsWith('file:') ? fileURLToPath(url) : '';
		const ours = patches.filter(([file]) => path === root + file);
		if (ours.length === 0 || !loaded.source) return loaded;
		let source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
		for (const patch of ours) {
			const [, find, put] = patch;
			if (!source.includes(find)) continue;
			source = source.replace(find, () => put);
			waiting.delete(patch);
		}
		return { ...loaded, source };
	},
});

const read = fs.readFileSync;
for (const patch of patches) {
	const [file, find, put] = patch;
	if (!file.startsWith('migrations/') || !read(root + file, 'utf8').includes(find)) continue;
	waiting.delete(patch);
	const before = fs.readFileSync;
	fs.readFileSync = ((from: string, how: 'utf8') => {
		const text = before(from, how);
		return from === root + file ? text.replace(find, () => put) : text;
	}) as typeof read;
	syncBuiltinESMExports();
}

const { simulate } = await import('../../../src/simulator/simulate.ts');
if (waiting.size > 0) {
	process.stderr.write(`not found: ${[...waiting].map(([file, find]) => `${file}: ${find}`).join('\n')}\n`);
	process.exit(3);
}

async function alter(owner: Pool): Promise<void> {
	for (const statement of planted.flatMap(({ sql = [] }) => sql)) await owner.query(statement);
}

const plan = (text: string) => JSON.parse(text, (key, value: unknown) => (key === 'without' ? new Set(value as string[]) : value)) as Plan;
if (what === 'run' || what === 'life') {
	const started = performance.now();
	const { violations, lived } = await simulate(server, plan(text), { prepare: alter, goOn: what === 'life' });
	const found = [...new Set(violations.map(({ invariant }) => invariant))];
	process.stdout.write(JSON.stringify({ lived, found, ms: Math.round(performance.now() - started) }));
} else if (what === 'shrink') {
	const { asScenario, shrink } = await import('../../../src/simulator/shrink.ts');
	const failed = await simulate(server, plan(text), { prepare: alter });
	const small = await shrink(typeof server === 'string' ? server : server.url, plan(text), failed, {
		prepare: alter,
		say: (line) => void process.stderr.write(`${line}\n`),
	});
	process.stdout.write(JSON.stringify({ debts: small.debts, days: small.days, runs: small.runs, story: asScenario(small) }));
} else {
	// A story as it was printed, run as the test it is.
	const run = (of: string, each: Plan) => simulate(of, each, { prepare: alter });
	let pasted: Promise<void> = Promise.reject(new Error('the story holds no test'));
	Object.assign(globalThis, {
		test: (_: string, work: () => Promise<void>) => {
			pasted.catch(() => {});
			pasted = work();
		},
		expect: (value: unknown) => ({ toEqual: (wanted: unknown) => assert.deepStrictEqual(value, wanted) }),
		inject: () => server,
		simulate: run,
	});
	await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(text))}`);
	const failed = await pasted.then(
		() => null,
		(error: unknown) => error,
	);
	if (failed !== null && !(failed instanceof assert.AssertionError)) throw new Error(String(failed));
	process.stdout.write(JSON.stringify({ passed: failed === null }));
}
process.exit(0);
