import { afterAll, beforeAll, inject } from 'vitest';
import { openTemplate, type Server } from '../../src/simulator/house.ts';

/** The tests' server with a database that the simulations of a test file are copied from: made once, a tenth of a short run saved in each. */
export function serverWithTemplate(): () => Server {
	let template: Awaited<ReturnType<typeof openTemplate>> | undefined;
	beforeAll(async () => {
		template = await openTemplate(inject('server'));
	});
	afterAll(() => template?.drop());
	return () => template?.on ?? inject('server');
}
