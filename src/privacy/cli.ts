import { InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { eraseDebtor, eraseDue, retentionList } from './actions.ts';

const id = (text: string): bigint => {
	if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('an id is a whole number');
	return BigInt(text);
};

/** `retention list`, `retention erase`: until when personal data is kept, and its erasing when that is over. */
export function commands(cli: Cli): void {
	cli.verb('retention', 'list', 'debtors about whom nothing is collected, with the day their data may be erased').action(
		cli.run('privacy.view', async ({ door }) => {
			const list = await retentionList(door);
			const lines = list.items.map(
				(item) => `${item.debtor_id}  ${item.name}  ${item.from ?? '–'}  ${item.because.join(' ')}${item.due ? '  due' : ''}`,
			);
			return { answer: list, text: [...lines, `${list.erased} erased so far`].join('\n') };
		}),
	);
	cli
		.verb('retention', 'erase', 'erase what is due (the worker does it each night), or one debtor when no rule keeps it any longer')
		.option('--debtor <id>', 'this one', id)
		.action(
			cli.run<[], { debtor?: bigint }>('privacy.erase', async ({ door, options: { debtor } }) => {
				if (debtor === undefined) {
					const erased = await eraseDue(door);
					return { answer: { erased }, text: `${erased} debtors erased` };
				}
				const done = await change(door, { act: 'privacy.erase', input: { debtor_id: String(debtor) }, debtorId: debtor }, (act) =>
					eraseDebtor(act, debtor),
				);
				return isRefusal(done) ? done : { answer: { erased: 1 }, text: '1 debtor erased' };
			}),
		);
}
