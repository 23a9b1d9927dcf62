#!/usr/bin/env node
// The door of the command line. Installs what is missing, then hands over to src/cli.ts, under the right Node.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bootstrap, nodeBinary } from '../tools/bootstrap.mjs';

bootstrap();
const node = nodeBinary();
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'cli.ts');
if (node === process.execPath) {
	await import(pathToFileURL(cli).href);
} else {
	const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit', shell: process.platform === 'win32' });
	// A terminal sends Ctrl-C to both of us; the verb decides how to end, we only carry signals down and its answer up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => {
		process.stderr.write(`${node} could not be started: ${error.message}\n`);
		process.exitCode = 3;
	});
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
	});
}
