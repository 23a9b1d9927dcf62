// Writes down what has become better (shorter files, tested refusals) in test/house-rules.ratchet.json. It never raises a limit:
// what has become worse is printed and left to be mended.
import { writeFileSync } from 'node:fs';
import { refusalCodes } from '../src/core/refusal-codes.ts';
import { longFiles, ratchetFile, readRatchet, sources, untestedRefusals } from '../test/support/house-rules.ts';

const files = sources();
const before = readRatchet();
const long = longFiles(files);
const untested = untestedRefusals(files, Object.keys(refusalCodes));
const after = {
	longFiles: Object.fromEntries(
		Object.entries(before.longFiles)
			.filter(([path]) => path in long)
			.map(([path, lines]) => [path, Math.min(lines, long[path] ?? lines)]),
	),
	untestedRefusals: before.untestedRefusals.filter((code) => untested.includes(code)),
};
writeFileSync(ratchetFile, `${JSON.stringify(after, null, '\t')}\n`);
const worse = [
	...Object.entries(long).flatMap(([path, lines]) => (lines > (before.longFiles[path] ?? 0) ? [`${path}: ${lines} lines`] : [])),
	...untested.filter((code) => !before.untestedRefusals.includes(code)).map((code) => `${code}: no test expects it`),
];
process.stdout.write(worse.length === 0 ? 'nothing has become worse\n' : `not written down, mend it:\n${worse.join('\n')}\n`);
