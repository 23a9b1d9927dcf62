import { defineConfig } from 'vitest/config';

// Rules, database, HTTP and browser tests in one run. Test files share no module state, so isolation is off (20 times quicker).
export default defineConfig({
	test: {
		include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'test/**/*.e2e.ts', 'tools/**/*.test.ts'],
		globalSetup: ['test/support/one-server.ts'],
		isolate: false,
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 60_000,
		hookTimeout: 120_000,
		passWithNoTests: false,
		reporters: ['default'],
	},
});
