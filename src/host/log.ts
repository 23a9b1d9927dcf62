/** One plain line on stderr: progress for people, never on stdout (that belongs to `--json`). */
export function say(line: string): void {
	process.stderr.write(`${line}\n`);
}
