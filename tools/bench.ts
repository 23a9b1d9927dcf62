// `npm run bench`: every bench beside its floor, one after the other; a table, the JSON of each, and docs/reference/performance.md with the machine and the day.
// `npm run bench -- --quick` leaves out the million; `--only import,simulate` measures these again and leaves the page's other rows as they are. Run it on a quiet machine: what was
// busy before is written down.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { known } from '../src/core/assert.ts';
import { systemClock } from '../src/host/clock.ts';
import { root } from '../src/host/config.ts';

type Answer = Record<string, unknown> & { machine?: Record<string, unknown> };
const quick = process.argv.includes('--quick');
const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '').split(',') : null;
const page = join(root, 'docs/reference/performance.md');
const sizes = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
const largest = known(sizes.at(-1), 'size');
type Bench = { name: string; args: string[]; figures: (answer: Answer) => string; target: string };
const perDebt = (answer: Answer, size: number) => Math.round((Number(answer['figure_seconds'] ?? answer['seconds']) * 1e6) / size);
/** The same bench at every size: what a debt costs stays what it is. */
const atEachSize = (bench: Omit<Bench, 'args'>, option: string): Bench[] =>
	sizes.map((size) => ({
		...bench,
		args: [option, String(size)],
		figures: (answer) => `${size.toLocaleString('en')}: ${perDebt(answer, size)} µs each; ${bench.figures(answer)}`,
	}));
const benches: Bench[] = [
	...atEachSize(
		{
			name: 'import',
			figures: (answer) =>
				`${String(answer['rows_per_s'])} rows/s beside ${String(answer['floor_rows_per_s'])} of COPY: ratio ${String(answer['ratio'])}; ${String(answer['peak_rss_mb'])} MB resident`,
			target: 'ratio ≥ 0.25, < 600 MB',
		},
		'--rows',
	),
	...atEachSize(
		{
			name: 'day',
			figures: (answer) =>
				`${String(answer['figure_seconds'])} s beside ${String(answer['floor_seconds'])} s set-based: ratio ${String(answer['ratio'])}; nothing due ${String(answer['nothing_due_seconds'])} s`,
			target: 'ratio ≤ 3, nothing due < 2 s',
		},
		'--debts',
	),
	{
		name: 'queue',
		args: [],
		figures: (answer) => `p99 ${String(answer['ratio_p99'])} × the bare claim’s, 150 agents`,
		target: 'ratio ≤ 3',
	},
	{
		name: 'gate',
		args: [],
		figures: (answer) => {
			const [pure, permits, bulk] = [answer['pure'], answer['permits'], answer['bulk']] as Record<string, unknown>[];
			return `${String(pure?.['decisions_per_s'])} pure decisions/s, ${String(pure?.['ratio'])} × a general rules engine; ${String((pure?.['plain_facts'] as Record<string, unknown> | undefined)?.['decisions_per_s'])}/s from plain facts; ${String(permits?.['per_s'])} permits/s, ${String(permits?.['ratio'])} of the same statements without rules; bulk ${String(bulk?.['per_s'])}/s, ${String(bulk?.['ratio'])} × one by one`;
		},
		target: '≥ 100 ×; ≥ 0.6; ≥ 20 ×',
	},
	{
		name: 'record',
		args: ['--rows', String(largest)],
		figures: (answer) =>
			`${String(answer['rows'])} rows sealed in ${String(answer['seal_seconds'])} s, ${String(answer['seal_ratio'])} × reading, hashing and writing them; verified in ${String(answer['verify_seconds'])} s, ${String(answer['verify_ratio'])} × reading and hashing them; nothing new ${String(answer['nothing_new_seconds'])} s`,
		target: 'none',
	},
	{
		name: 'simulate',
		args: quick ? ['--days', '30', '--debts', '200'] : ['--days', '365', '--debts', '2000'],
		figures: (answer) =>
			`${String(answer['days'])} days of ${String(answer['debts'])} debts in ${String(answer['whole_seconds'])} s, audited every day (${String(answer['audit_seconds'])} s) and looked over at the end (${String(answer['last_look_seconds'])} s); the days ${String(answer['ratio'])} × what they waited for the database, ${String(answer['round_trips_per_event'])} round trips an act`,
		target: 'a year of 2,000 debts < 60 s; ratio ≤ 2',
	},
];

/** What a figure counts and what it does not. */
const notes = `## What the pure figure of \`bench gate\` counts

One core, the whole China book, 30 earlier contacts of each of 2,000 debtors (more than a processor's cache holds), another debtor and another moment for each decision.

| figure in the JSON | what is in it |
| --- | --- |
| \`pure.decisions_per_s\` | **the target's figure**: contacts prepared once (\`prepare\`), a permitted call between 10 and 11; in: choosing the stretch, hours and limits compared, use of the day's limits counted, every reason with its citation, obligations, expiry. Out: reading the facts, objects of the calendar (instants are milliseconds) |
| \`pure.rules_engine_per_s\` | json-rules-engine with hours, answered calls and attempts of the day for the same debtors and moments; their moments are read beforehand too, counted in each run; the quicker of the two ways its documentation gives |
| \`pure.rules_engine_one_rule_per_s\` | the same conditions in one rule, which no longer says which of them refused |
| \`pure.plain_facts\` | \`decide()\`: facts as JSON has them, each read, prepared, decided once with calendar objects and thrown away, beside the engine reading its two lists from the same facts |
| \`pure.first_of_a_day_per_s\` | prepared contacts, each on a day it was not asked about before: conditions looked at and windows laid anew |
| \`pure.refused\` | a seventh attempt, a call at night: with the words of every rule that refuses and the first lawful moment |
| \`pure.any_hour\` | any second of the day and night, permitted or not |

Before the clock runs, gate and engine are held against each other on the three rules for every debtor at moments of the whole day.

## What bounds those that fall short (2026-11-28)

**A simulated year of 2,000 debts** is one act after the other, because the numbers that acts draw are in the record. \`dunwell simulate\` took 233 s for it on two quiet cores: 205 s for 126,603 acts, 1.6 ms each. In that time the one connection's
server process is busy for three quarters, Node for a third, and they wait for each other: together one core. Of the server's part six tenths are writing (of the
whole a quarter the triggers that vouch for each row and look at its parents, a tenth the indexes), the rest reading, beginning, planning and sending; no statement has more than a tenth. Of Node's part a quarter is waking the other side: an empty round
trip (\`select 1\`) takes 0.11 ms on idle cores, 0.05 ms when both are held to one, where what is saved in waking is lost in waiting. The auditor is on the other core and is waited for 13 s, the last look takes 13 s. In all it is 286 s of processor: two cores shared to the last instant would need 143 s, so 60 s would want half the work
and acts beside each other. On 2026-11-29 the same machine took 350 s and 266 s, the neighbouring agency in it. That is the machine's day and
not the product's: of 90 days, lived one after the other there, the product of the day before took 78 s and this one 77 to 81.

**Many permits in one act** are 17 to 18 times as quick as the same ones asked for one by one, 20 is the aim. One by one takes 2.2 to 2.7 ms, in bulk 0.13 to 0.15 ms: what is left is the permit's own row with its facts, its signature
and what vouches for it, and no longer a round trip of its own. The ratio was 25 while each permit's lock on its number was planned anew (0.2 ms, and only one by one); since it is planned once the slower side
has gained by half and the quicker one nothing.

**An import** has 0.20 of the floor's speed at a million rows, 0.18 at 100,000, 0.12 at 10,000 (269 µs a row of the small file, 144 to 162 of the others; 188 before each debtor was looked up once and the reader of old workbooks was loaded only when needed; the floor
itself was quicker in the later run). Reading and sealing cost a core about as much as the database costs the other: six sealed values and eight blind indexes a row here, some 24 index entries a debt with keys and balances there, of which
the floor (COPY into bare tables) has none. The journal's triggers are 3 to 4 %. On the machine of 2026-11-24 it was 0.27.
`;

const answers: { name: string; args: string[]; answer: Answer | null; figures: string; target: string }[] = [];
for (const { name, args, figures, target } of benches.filter((bench) => only?.includes(bench.name) ?? true)) {
	process.stderr.write(`bench ${name} ${args.join(' ')} …\n`);
	const ran = spawnSync(process.execPath, [join(root, 'src/cli.ts'), 'bench', name, ...args, '--json'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 2 ** 26,
	});
	const answer = ran.status === 0 ? (JSON.parse(ran.stdout) as Answer) : null;
	answers.push({ name, args, answer, target, figures: answer === null ? `failed (exit ${ran.status})` : figures(answer) });
}
const machine = answers.find((each) => each.answer?.machine)?.answer?.machine ?? {};
const on = systemClock.now().toString().slice(0, 10);
const lines = answers.map(({ name, answer, figures, target }) => {
	const busy = answer?.machine?.['busy_before_percent'];
	return `| \`bench ${name}\` | ${figures} | ${target} | ${busy === undefined ? '' : `${String(busy)} %`} | ${on} |`;
});
/** Which bench a row is of: its name, and the size its figure begins with. */
const rowOf = (line: string) => /^\| `bench \w+` \|(?: [\d,]+:)?/.exec(line)?.[0] ?? line;
const rows = only === null ? lines : rowsOfPage().map((old) => lines.find((line) => rowOf(line) === rowOf(old)) ?? old);
function rowsOfPage(): string[] {
	return readFileSync(page, 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('| `bench'));
}
const whole = answers.every(({ answer }) => answer !== null);
// A page half measured would look like a whole one.
if (whole)
	writeFileSync(
		page,
		`# Performance

Written by \`npm run bench\` on ${on}: ${String(machine['cpu'])}, ${String(machine['cores'])} cores, ${String(machine['memory_mb'])} MB, Node ${String(machine['node'])}, PostgreSQL ${String(machine['postgres'])}; up to ${largest.toLocaleString('en')} debts. Each figure stands beside a raw PostgreSQL floor measured in the
same run; run it on a quiet machine and compare ratios, not seconds.

| bench | figure | target | busy before | on |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

${notes}`,
	);
process.stdout.write(
	`${JSON.stringify(Object.fromEntries(answers.map(({ name, args, answer }) => [[name, ...args].join(' '), answer])), null, '\t')}\n`,
);
process.stderr.write(`${lines.join('\n')}\n`);
process.exitCode = whole ? 0 : 1;
