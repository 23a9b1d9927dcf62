import { expect, inject, test } from 'vitest';
import type { Plan } from '../../src/simulator/plan.ts';
import { simulate } from '../../src/simulator/simulate.ts';
import { bugs } from './planted/bugs.ts';
import { child } from './planted/child-process.ts';

/** The same in every run: seeds.db.test.ts plays them. */
const scripts: Plan['without'] = new Set(['trials', 'neighbour', 'contended']);

/** Small stories of failing seeds, as `dunwell simulate` printed them: pasted here, they stay. The first is the smallest agency there is. */

test('nothing is broken by one agent with one debtor (seed 1: 1 debt, 4 days)', async () => {
	const plan: Plan = { seed: '1', days: 4, debts: 1, agents: 1, faults: 'none', without: scripts };
	const { violations, events } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect(events).toBeGreaterThan(40);
});

// 2028-03-01 18:47 agent1 presses Next and has the only call of a debtor on the desk; 03-02 06:30 a bank's file pays that debt; 07:00 the client takes the file it came in back. The auditor
// said the item waited on, and the debt had been paid before: it is not taken back, and whoever is on the case stays on it.
test('a debt that is paid while its agent has it on the desk is not among what is taken back an hour later (seed 99043: 2 debts, 4 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 17': '16 17',
		'debtor 16 is handed out': '1',
		'day 7': '',
		'file 1 row 5': '32 43',
		'file 1 recalled': '',
		'debtor 32 is handed out': '1',
		'day 9': '',
		'day 9 misdeed 5 from 2028-03-01T10:47:00Z': 'takes two: 16',
		'day 10': '',
		'day 10 payment BKU43D20280301': '',
		'day 10 too much to SIMX': 'BKU43D20280301',
		'payment BKU43D20280301': '27',
	};
	const plan: Plan = { seed: '99043', days: 12, debts: 60, agents: 3, faults: 'none', without: new Set(), only };
	const { happened, violations } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect([...happened.keys()]).toContain('file 1 recalled');
});

// 2026-03-09 18:08 agent1 presses Next after the evening's sweep; 03-10 12:49:01 agent1 calls from that item and closes it, which lasts until 12:49:38; 12:49:09 agent2, whose clock is its own, is given the
// debtor by the next item. The auditor went by the clocks; by the record the first was closed before.
test('a debtor whose call is closed goes to the next desk, although that desk’s clock is half a minute behind (seed 99068: 1 debt, 2 days)', async () => {
	const only = {
		'day 7': '',
		'file 1 row 10': '39 49',
		'debtor 39 is handed out': '0',
		'day 7 misdeed 2 from 2026-03-09T10:08:00Z': 'takes two: 39',
		'day 8': '',
		'day 8 turn 2026-03-10T04:49:01Z of agent1': '7',
		'day 8 turn 2026-03-10T04:49:09Z of agent2': '1',
	};
	const plan: Plan = { seed: '99068', days: 12, debts: 60, agents: 3, faults: 'none', without: new Set(), only };
	const { counted, violations } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect(counted['calls']).toBe(2);
});

// 2026-10-24 18:01 agent1 presses Next after the evening's sweep; 18:28 agent2 calls that debtor about another loan, who answers and promises; 10-25 17:25 the item leaves agent1's desk with the sweep, for which
// the debtor had been reached. The auditor looked for a talk of that day.
test('a call that lies on a desk over night is dropped for the talk of the evening (seed 400100: 1 debt, 4 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 20': '20 20',
		'debtor 20 is handed out': '1',
		'day 1': '',
		'day 1 loans are brought': '',
		'loans 1 several row 12': '28 36',
		'debtor 28 is handed out': '1',
		'day 5': '',
		'day 5 misdeed 3 from 2026-10-24T10:01:00Z': 'takes two: 20',
		'day 5 misdeed 4 from 2026-10-24T10:28:00Z': 'agreed too much: 28',
		'day 6': '',
	};
	const plan: Plan = { seed: '400100', days: 12, debts: 60, agents: 3, faults: 'none', without: new Set(), only };
	const { happened, violations } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect([...happened.keys()]).toContain('day 5 misdeed 4 from 2026-10-24T10:28:00Z');
});

// 2026-01-13 18:32 a friend of a debtor in London hangs up and wants no calls; 20:20 an agent looks that friend's number up. In China CN-P3 refuses it; elsewhere nothing did.
test('the number of a friend who refused is shown to no agent, in London either (seed 400122: 3 debts, 3 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 1': '1 1',
		'file 0 row 24': '24 24',
		'debtor 1 lives elsewhere': '',
		'debtor 1 is handed out': '2',
		'debtor 24 is handed out': '3',
		'day 7': '',
		'file 1 row 31': '60 68',
		'debtor 60 is handed out': '3',
		'day 8': '',
		'day 8 misdeed 2 from 2026-01-13T10:20:00Z': 'relatives of the lost: 24',
		'day 8 misdeed 6 from 2026-01-13T12:20:00Z': 'unmask: 60',
	};
	const plan: Plan = { seed: '400122', days: 12, debts: 60, agents: 3, faults: 'none', without: new Set(), only };
	const { happened, violations } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	expect([...happened.keys()]).toContain('day 8 misdeed 6 from 2026-01-13T12:20:00Z');
});

test('a debtor lives the same days alone as among twelve: who calls when, what is said, paid and asked for does not depend on who else is there', async () => {
	const without: Plan['without'] = new Set([...scripts, 'misdeeds', 'office misdeeds', 'loans', 'talks']);
	const plan: Plan = { seed: '2', days: 5, debts: 12, agents: 2, faults: 'none', without };
	const { happened, violations } = await simulate(inject('server'), plan);
	expect(violations).toEqual([]);
	const turnsOf = (debtor: string | null) =>
		[...happened].filter(([name, thing]) => thing.debtor === debtor && name.includes(' turn ')).length;
	const [debtor] = [...new Set([...happened.values()].map((thing) => thing.debtor))].sort((a, b) => turnsOf(b) - turnsOf(a));
	expect(turnsOf(debtor ?? null)).toBeGreaterThan(2);
	const kept = [...happened].flatMap(([name, thing]) => (thing.debtor === debtor || /^day \d+$/.test(name) ? [[name, thing.as]] : []));
	const again = await simulate(inject('server'), { ...plan, only: Object.fromEntries(kept) as Record<string, string> });
	expect(again.violations).toEqual([]);
	expect(Object.fromEntries([...again.happened].map(([name, { as }]) => [name, as]))).toEqual(Object.fromEntries(kept));
});

// Two claims on one guarantor are told, an earlier and a later one, and the later is refused. They came in one second when the auditor, who looked for what had been told in the seconds before, was wrong; matters of courts come a second apart since.
test('a later claim told after the first is refused, and rightly (seed 520010: 1 debt, 3 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 1': '1 1',
		'debtor 1 has people': '',
		'debtor 1 is handed out': '1',
		'day 1': '',
		'day 1 court 1: guarantee': '1',
		'day 2': '',
		'day 2 court 0: guarantee changed': '1',
		'day 2 court 1: guarantee changed': '1',
	};
	const plan: Plan = { seed: '520010', days: 12, debts: 60, agents: 3, faults: 'none', without: scripts, only };
	expect((await simulate(inject('server'), plan)).violations).toEqual([]);
});

// 2026-10-22 agent2 calls a debtor in vain; 10-23 12:04 agent3 is asked to call back; 10-25 agent3's training has run out, and the call back is the team's. The auditor said that agent2 was to make it.
test('the call back asked of an agent whose training ran out is the team’s, whoever else had called (seed 520011: 2 debts, 4 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 7': '7 7',
		'file 0 row 8': '8 8',
		'debtor 7 is handed out': '0',
		'debtor 8 is handed out': '0',
		'day 3': '',
		'day 3 turn 2026-10-22T01:21:11Z of agent3': '4',
		'day 3 turn 2026-10-22T02:56:36Z of agent2': '3',
		'day 4': '',
		'day 4 turn 2026-10-23T04:04:34Z of agent3': '5',
		'day 6': '',
	};
	const plan: Plan = { seed: '520011', days: 12, debts: 60, agents: 3, faults: 'none', without: scripts, only };
	expect((await simulate(inject('server'), plan)).violations).toEqual([]);
});

// 2028-02-22 17:21 we refer a suit in New York on the last day counsel told the day before; in the same second counsel tells another that is over, and the auditor held the suit to that one.
test('a suit is referred by the last day that was told before it, and what counsel tells next is later (seed 540248: 1 debt, 2 days)', async () => {
	const only = {
		'day 0': '',
		'file 0 row 16': '15 16',
		'debtor 15 lives elsewhere': '',
		'debtor 15 is handed out': '3',
		'day 0 court 2: last day to sue': '16',
		'day 1': '',
		'day 1 court 0: sued by us': '16',
		'day 1 court 3: last day to sue': '16',
	};
	const plan: Plan = { seed: '540248', days: 12, debts: 60, agents: 3, faults: 'none', without: scripts, only };
	expect((await simulate(inject('server'), plan)).violations).toEqual([]);
});

test('an act that is not recorded: the run is made one debt and 12 dated lines small, a test that fails with the bug and passes without', {
	timeout: 180_000,
}, async () => {
	const server = inject('server');
	const bug = bugs.filter(({ name }) => name === 'what was said on a call is not recorded');
	const failing = JSON.stringify({ seed: '1', days: 12, debts: 24, agents: 3, faults: 'all', without: [] });
	const { debts, runs, story } = await child<{ debts: number; runs: number; story: string }>(server, bug, failing, 'shrink');
	expect(debts).toBe(1);
	// Its debtor alone, then halves of the days, the sorts of things, the things: a second each.
	expect(runs).toBeLessThanOrEqual(40);
	expect(story.split('\n').filter((line) => /^\/\/ \d{4}-\d\d-\d\d \d\d:\d\d /.test(line)).length).toBeLessThanOrEqual(12);
	expect(story).toMatch(/agent\d calls debtor 1/);
	const [withBug, without] = await Promise.all([child(server, bug, story, 'story'), child(server, [], story, 'story')]);
	expect(withBug).toEqual({ passed: false });
	expect(without).toEqual({ passed: true });
});

test('a script that comes out otherwise than it is written is told after one run more: it is left whole, nothing beside it, and the story is of one person', {
	timeout: 180_000,
}, async () => {
	const bug = bugs.filter(({ name }) => name === 'a consent to texts has no end');
	const plan = JSON.stringify({ seed: '1', days: 1, debts: 4, agents: 1, faults: 'all', without: ['trials', 'contended'] });
	const { debts, runs, story } = await child<{ debts: number; runs: number; story: string }>(inject('server'), bug, plan, 'shrink');
	expect([debts, runs]).toEqual([0, 1]);
	const [told, ...lines] = story.split('\n').filter((line) => line.startsWith('//'));
	expect(told).toMatch(/^\/\/ what is played comes out as it is written: whose consent to texts ends, /);
	expect(lines.length).toBeLessThanOrEqual(12);
});
