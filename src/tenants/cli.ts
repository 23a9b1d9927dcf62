import { Option } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { addClient } from './actions.ts';
import { type Collector, collectors, type CreditorKind, creditorKinds } from './shapes.ts';

type AddOptions = {
	name: string;
	creditor?: string;
	kind?: CreditorKind;
	product?: string;
	currency?: string;
	serviceLine?: string;
	complaintLine?: string;
	collectsAs?: Collector;
};

/** `client add`, `client list`. */
export function commands(cli: Cli): void {
	cli
		.verb('client', 'add <code>', 'add a client (委案方)')
		.requiredOption('--name <name>')
		.option('--creditor <name>', 'whom the debts are owed to; the client itself unless said')
		.option('--kind <kind>', creditorKinds.join(', '))
		.option('--product <product>', 'product of its debts where the file does not say')
		.option('--currency <code>', 'currency where the file does not say')
		.option('--service-line <number>', 'shown to debtors')
		.option('--complaint-line <number>', 'shown to debtors')
		.addOption(new Option('--collects-as <who>', 'who collects in the eyes of the law').choices(collectors))
		.action(
			cli.run<[string], AddOptions>('client.manage', async ({ door, options }, code) => {
				const { name, creditor, kind, product, currency, serviceLine, complaintLine, collectsAs } = options;
				const answer = await addClient(door, { code, name, creditor, kind, product, currency, serviceLine, complaintLine, collectsAs });
				return isRefusal(answer) ? answer : { answer, text: `client ${answer.code} ${answer.name}` };
			}),
		);
	cli.verb('client', 'list', 'clients').action(
		cli.run<[], object>('client.manage', async ({ door }) => {
			const items = await inTenant(door.pool, door.tenantId, (tx) =>
				tx.query<{ code: string; name: string }>('select code, name from client where tenant_id = $1 and closed_at is null order by code', [
					tx.tenantId,
				]),
			);
			return { answer: { items }, text: items.map((each) => `${each.code}\t${each.name}`).join('\n') };
		}),
	);
}
