import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { bookFor, decide, explain, prepare } from 'dunwell/gate';
import { expect, test } from 'vitest';
import { call, facts, morning } from '../test/support/facts.ts';
import { root } from './host/config.ts';

const run = (folder: string, file: string) => execFileSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' }).split('\n');

test('the gate is imported by its name and decides without a database', () => {
	const law = bookFor({ places: [{ country: 'CN' }], collector: 'agency', kind: 'consumer' });
	expect(decide(call, facts(), law, morning).permitted).toBe(true);
	expect(explain({ now: '2026-11-24T22:30:00+08:00', facts: { zones: ['Asia/Shanghai'], debts: [{ id: '1' }] } }, morning).code).toBe(
		'contact.outside_hours',
	);
});

test('a contact prepared once says at 22:00 and at 07:59 what decide says, as an instant and in milliseconds', () => {
	const law = bookFor({ places: [{ country: 'CN' }], collector: 'agency', kind: 'consumer' });
	const contact = prepare(call, facts(), law);
	for (const [when, permitted] of [
		['2026-11-24T13:59:59Z', true],
		['2026-11-24T14:00:00Z', false],
		['2026-11-24T23:59:59Z', false],
		['2026-11-25T00:00:00Z', true],
	] as const) {
		const now = Temporal.Instant.from(when);
		expect(contact.decide(now)).toEqual(decide(call, facts(), law, now));
		const answer = contact.at(now.epochMilliseconds);
		expect([answer.permitted, answer.allowedFrom]).toEqual([permitted, Date.parse(permitted ? when : '2026-11-25T00:00:00Z')]);
	}
});

test('the example runs with plain Node: refused at 07:30, permitted at 10:00, silent for seven dates after a talk, open at 318 quarter-hours of the week that follows', () => {
	const [early, ten, after, week] = run(root, join('examples', 'gate.ts'));
	expect(early).toBe('07:30 in Ohio: refused; refuses US-T1; from 2026-11-24T13:00:00Z');
	expect(ten).toMatch(/^10:00 in Ohio: permitted; .*requires US-D1.*from 2026-11-24T15:00:00Z$/);
	expect(after).toBe('the day after a talk: refused; refuses US-F2; from 2026-12-01T13:00:00Z');
	// From Tuesday to Sunday, 08:00 to 21:00, that moment too: 53 on each of six days.
	expect(week).toBe('the week of 30 November: open at 318 of 672 quarter-hours');
});

test('installed under node_modules of somebody else’s project it is imported the same way', () => {
	const project = mkdtempSync(join(tmpdir(), 'dunwell-gate-'));
	const home = join(project, 'node_modules', 'dunwell');
	mkdirSync(home, { recursive: true });
	for (const part of ['package.json', 'bin', 'src']) cpSync(join(root, part), join(home, part), { recursive: true });
	writeFileSync(join(project, 'package.json'), '{"type":"module"}');
	writeFileSync(
		join(project, 'main.mjs'),
		`import { explain } from 'dunwell/gate';
const file = ${JSON.stringify({ now: '2026-11-24T22:30:00+08:00', facts: { zones: ['Asia/Shanghai'], debts: [{ id: '1' }] } })};
console.log(explain(file, Temporal.Instant.from(file.now)).code);`,
	);
	expect(run(project, 'main.mjs')[0]).toBe('contact.outside_hours');
});

test('nothing it imports touches the host, the database or a clock', () => {
	const seen = new Set<string>();
	const visit = (file: string) => {
		if (seen.has(file)) return;
		seen.add(file);
		for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*? from '([^']+)'/gm)) {
			expect(target).toMatch(/^\.\.?\//);
			visit(join(file, '..', target));
		}
	};
	visit(join(root, 'src', 'gate.ts'));
	const folders = new Set([...seen].map((file) => relative(root, file).split(sep).slice(0, 2).join('/')));
	expect([...folders].sort()).toEqual(['src/contact', 'src/core', 'src/gate.ts', 'src/law']);
});
