#!/usr/bin/env node
// The door of the command line. Installs what is missing, then hands over to the right Node and src/cli.ts.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap, nodeBinary } from '../tools/bootstrap.mjs';

bootstrap();
const node = nodeBinary();
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'cli.ts');
if (node === process.execPath) {
	await import(cli);
} else {
	const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
	// Ctrl-C reaches the child by the terminal too; it decides how to end, we only carry its answer.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
	});
}
