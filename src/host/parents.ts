import { alive, textOf } from './living.ts';

const levelsMax = 6;
const everyMilliseconds = 500;

/**
 * Ends this process (SIGTERM to itself, so in order) when the npm that runs it is gone. npm passes a signal to its shell only, which dies and
 * leaves us behind: after `kill` of `npm start` the port would stay taken and an import would go on unseen. A process that was started without
 * npm outlives its parents like any other.
 */
export function endWithParents(): void {
	const parents = npmAbove();
	if (parents.length === 0) return;
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent || !parents.every(alive)) process.kill(process.pid, 'SIGTERM');
	}, everyMilliseconds).unref();
}

/** The processes from our parent up to the npm that runs us; none when no npm does. Without /proc: our parent, if npm says that it runs us. */
function npmAbove(): number[] {
	const parents: number[] = [];
	for (let pid = process.ppid; pid > 1 && parents.length < levelsMax; ) {
		parents.push(pid);
		if (/^(npm|npx)\b/.test(textOf(`/proc/${pid}/cmdline`))) return parents;
		const status = textOf(`/proc/${pid}/stat`);
		if (status === '') return process.env['npm_lifecycle_event'] ? [process.ppid] : [];
		pid = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
	}
	return [];
}
