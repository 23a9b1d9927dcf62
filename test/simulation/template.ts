import { afterAll, beforeAll, inject } from 'vitest';
import { type Server, withTemplate } from '../../src/simulator/house.ts';

/** The tests' server with a database that the simulations of a test file are copied from: made once, a tenth of a short run saved in each. */
export function serverWithTemplate(): () => Server {
	let server: Server = inject('server');
	const over = Promise.withResolvers<void>();
	let kept = Promise.resolve();
	beforeAll(async () => {
		const made = Promise.withResolvers<void>();
		kept = withTemplate(inject('server'), async (copied) => {
			server = copied;
			made.resolve();
			await over.promise;
		});
		await Promise.race([made.promise, kept]);
	});
	afterAll(async () => {
		over.resolve();
		await kept;
	});
	return () => server;
}
