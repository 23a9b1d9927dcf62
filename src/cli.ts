import { CommanderError } from 'commander';
import { endWithParents } from './host/parents.ts';
import { commandTree, exitCode, finish, type Outcome } from './host/command.ts';
import { type House, openHouse } from './house.ts';
import { refuse } from './core/refusal.ts';
import { may, type Permission } from './people/permissions.ts';
import { commands as contacts } from './contact/cli.ts';
import { commands as content } from './content/cli.ts';
import { commands as counters } from './counters/cli.ts';
import { commands as debts } from './debts/cli.ts';
import { commands as ledger } from './ledger/cli.ts';
import { commands as people } from './people/cli.ts';
import { commands as payments } from './payments/cli.ts';
import { commands as privacy } from './privacy/cli.ts';
import { commands as queue } from './queue/cli.ts';
import { commands as record } from './record/cli.ts';
import { commands as reports } from './reports/cli.ts';
import { commands as days } from './strategy/cli.ts';
import { commands as demo } from './demo/cli.ts';
import { commands as simulator } from './simulator/cli.ts';
import { commands as clients } from './tenants/cli.ts';
import { commands as compliance } from './compliance/cli.ts';
import { commands as placements } from './placements/cli.ts';
import type { Door } from './record/change.ts';

type Options = { json?: boolean; as: string; tenant: string };

/** What a module's `cli.ts` gets: make a verb, then say what it does in an open house, behind its permission. */
export type Cli = {
	verb: ReturnType<typeof commandTree>['verb'];
	/** A verb without a noun: `dunwell simulate`. */
	alone: ReturnType<typeof commandTree>['alone'];
	/** A commander action: opens the house, finds the operator, checks the permission, runs, prints, exits. */
	run<Arguments extends unknown[], Own>(
		permission: Permission | null,
		work: (at: { house: House; door: Door; options: Own & Options }, ...args: Arguments) => Promise<Outcome>,
	): (...all: unknown[]) => Promise<void>;
};

endWithParents();
const { program, verb, alone } = commandTree();

const cli: Cli = {
	verb,
	alone,
	run:
		(permission, work) =>
		async (...all) => {
			// Commander passes the verb's arguments, then its options, then the command itself.
			const options = all.at(-2) as Options;
			const args = all.slice(0, -2);
			process.exitCode = await finish(async () => {
				const house = await openHouse();
				try {
					const door = await house.door(options.tenant, options.as);
					if (!door) return refuse('thing.not_found', { what: 'login', id: options.as });
					if (permission && !may(door.actor.role, permission)) return refuse('permission.denied', { role: door.actor.role, permission });
					return await work({ house, door, options: options as never }, ...(args as never));
				} finally {
					await house.close();
				}
			}, options.json === true);
		},
};

// Each module adds its verbs; loaded only here, so that one verb does not pay for all.
const modules: ((cli: Cli) => void)[] = [
	compliance,
	people,
	clients,
	placements,
	debts,
	ledger,
	payments,
	days,
	queue,
	contacts,
	content,
	counters,
	record,
	privacy,
	reports,
	demo,
	simulator,
];
for (const commands of modules) commands(cli);

/** What runs until Ctrl-C; `npm start` is `dunwell start`. */
const lasting = (name: string, summary: string, parts: { http: boolean; jobs: boolean; demonstration: boolean }) =>
	program
		.command(name)
		.description(summary)
		.exitOverride()
		.action(async () => {
			process.exitCode = await finish(async () => {
				const { start } = await import('./start.ts');
				await start(parts);
				return { answer: {}, text: '' };
			}, false);
		});
lasting('start', 'everything: database, demonstration agency, desk, jobs', { http: true, jobs: true, demonstration: true });
lasting('serve', 'the API and the desk only', { http: true, jobs: false, demonstration: false });
lasting('work', 'the jobs only', { http: false, jobs: true, demonstration: false });

try {
	await program.parseAsync(process.argv);
} catch (error) {
	if (!(error instanceof CommanderError)) throw error;
	process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
}
// Everything is closed; what was written goes out first, and no timer that a library left keeps the process.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
