import { once } from 'node:events';
import type { Cli } from '../cli.ts';
import { Outage } from '../core/assert.ts';
import { systemClock } from '../host/clock.ts';
import { finish } from '../host/command.ts';
import { serveCounters } from './serve.ts';

type ServeOptions = { port: string; host: string; data: string; json?: boolean };

/** `dunwell counters serve`: no database, no house. */
export function commands(cli: Cli): void {
	cli
		.verb('counters', 'serve', 'count the calls of a lender’s agencies together, without a name (DUNWELL_COUNTERS_TOKEN)')
		.option('--port <port>', 'the port; 0 for any that is free', '4450')
		.option('--host <host>', 'the address to listen on', '127.0.0.1')
		.requiredOption('--data <folder>', 'where the calls are kept')
		.action(async (options: ServeOptions) => {
			process.exitCode = await finish(async () => {
				const token = process.env['DUNWELL_COUNTERS_TOKEN']?.trim();
				if (!token || token.length < 16) throw new Outage('DUNWELL_COUNTERS_TOKEN must be set to at least 16 characters');
				const port = Number(options.port);
				if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Outage(`${options.port} is no port (0 to 65535)`);
				const service = await serveCounters({ folder: options.data, host: options.host, port, token, clock: systemClock });
				const line = { listening: `http://${options.host}:${service.port}`, data: options.data };
				process.stdout.write(options.json ? `${JSON.stringify(line)}\n` : `counting on ${line.listening}, kept in ${line.data}\n`);
				await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
				await service.close();
				return { answer: { stopped: true }, text: 'stopped' };
			}, options.json === true);
		});
}
