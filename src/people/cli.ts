import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { newSecret } from '../host/vault.ts';
import { roles } from '../record/actor.ts';
import { addLogin, changeLogin, listLogins } from './actions.ts';
import type { LoginView, NewLogin } from './shapes.ts';
import { signInOf } from './sign-in.ts';

const personRoles = roles.filter((role): role is NewLogin['role'] => role !== 'system');
function usernameFrom(text: string): string {
	if (!/^[A-Za-z0-9_.\- ]{2,60}$/.test(text)) throw new InvalidArgumentError('A user name has 2 to 60 letters, digits or _.-');
	return text;
}

/** Enough for a first sign-in, short enough to be read out. */
const temporaryPassword = () =>
	newSecret()
		.replace(/[^A-Za-z0-9]/g, '')
		.slice(0, 14);

/** `login add`, `login password`, `login close`, `login list`: for the first administrator, and for whoever is locked out. */
export function commands(cli: Cli): void {
	cli
		.verb('login', 'add', 'add a person who signs in; prints a temporary password, once')
		.argument('<username>', '2 to 60 letters, digits or _.-', usernameFrom)
		.requiredOption('--name <name>', 'as colleagues see it')
		.addOption(new Option('--role <role>').choices(personRoles).makeOptionMandatory())
		.option('--client <code>', 'for the role client: whose placements they see')
		.action(
			cli.run<[string], { name: string; role: NewLogin['role']; client?: string }>(
				'people.manage',
				async ({ house, door, options }, username) => {
					const signIn = signInOf(house);
					try {
						const password = temporaryPassword();
						const login = {
							username,
							name: options.name,
							role: options.role,
							password,
							...(options.client ? { client_code: options.client } : {}),
						};
						const added = await addLogin(door, signIn, login, { temporary: true });
						if (isRefusal(added)) return added;
						return { answer: { ...added, username, password }, text: `${username}\t${password}` };
					} finally {
						await signIn.close();
					}
				},
			),
		);
	cli.verb('login', 'password <username>', 'set a temporary password, printed once; sessions of this login end').action(
		cli.run<[string], object>('people.manage', async ({ house, door }, username) => {
			const found = await loginCalled(door, username);
			if (!found) return refuse('thing.not_found', { what: 'login', id: username });
			const signIn = signInOf(house);
			try {
				const password = temporaryPassword();
				const changed = await changeLogin(door, signIn, { loginId: BigInt(found.id), password });
				return isRefusal(changed) ? changed : { answer: { ...changed, username, password }, text: `${username}\t${password}` };
			} finally {
				await signIn.close();
			}
		}),
	);
	cli.verb('login', 'close <username>', 'close a login: its sessions and keys end at once').action(
		cli.run<[string], object>('people.manage', async ({ house, door }, username) => {
			const found = await loginCalled(door, username);
			if (!found) return refuse('thing.not_found', { what: 'login', id: username });
			const signIn = signInOf(house);
			try {
				const changed = await changeLogin(door, signIn, { loginId: BigInt(found.id), closed: true });
				return isRefusal(changed) ? changed : { answer: changed, text: `closed ${username}` };
			} finally {
				await signIn.close();
			}
		}),
	);
	cli.verb('login', 'list', 'people who sign in').action(
		cli.run<[], object>('people.view', async ({ door }) => {
			const items = await inTenant(door.pool, door.tenantId, listLogins);
			return {
				answer: { items },
				text: items.map((each) => `${each.username}\t${each.role}\t${each.closed ? 'closed' : each.name}`).join('\n'),
			};
		}),
	);
}

async function loginCalled(door: Parameters<typeof changeLogin>[0], username: string): Promise<LoginView | undefined> {
	return (await inTenant(door.pool, door.tenantId, listLogins)).find((each) => each.username === username);
}
