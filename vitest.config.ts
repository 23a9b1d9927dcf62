import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

if (Number(process.versions.node.split('.')[0]) < 26) {
	throw new Error(`the tests need Node 26, this is ${process.version}: run them by npm test, one file by npm test -- path/of/it`);
}

/** Minutes each: begun last, as small files are, they would end on one core. */
const long = [
	'planted/planted.db.test.ts',
	'simulation/seeds.db.test.ts',
	'simulation/stories.db.test.ts',
	'crash/kills.test.ts',
	'desk/desk.e2e.ts',
];
class LongFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const place = ({ moduleId }: TestSpecification) =>
			(long.findIndex((name) => moduleId.endsWith(name)) + long.length + 1) % (long.length + 1);
		return (await super.sort(files)).sort((a, b) => place(a) - place(b));
	}
}

// Rules, database, HTTP and browser tests in one run. Test files share no module state, so isolation is off (20 times quicker).
export default defineConfig({
	test: {
		include: ['{src,test,tools,web}/**/*.{test,e2e}.{ts,tsx}'],
		globalSetup: ['test/support/one-server.ts'],
		isolate: false,
		pool: 'forks',
		maxWorkers: Math.max(2, Math.min(4, availableParallelism() - 1)),
		// Planted bugs, kills and services are processes of their own: each module is compiled once for all of them (half a second of each).
		env: { NODE_COMPILE_CACHE: join(tmpdir(), 'dunwell-compile-cache') },
		sequence: { sequencer: LongFirst },
		testTimeout: 60_000,
		hookTimeout: 120_000,
		passWithNoTests: false,
		reporters: ['default'],
	},
});
