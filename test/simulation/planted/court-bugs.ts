import type { Bug } from './bugs.ts';

/** Of suits, judgments and guarantees. */
export const courtBugs: readonly Bug[] = [
	{
		name: 'the end of a guarantee is not among the facts',
		invariant: 'a guarantor is asked only while the guarantee stands',
		seed: 8,
		patches: [['src/contact/target-store.ts', '{ guarantee_until: found.endsOn } : {}', '{} : {}']],
	},
	{
		name: 'a debt is sued for while a suit is pending',
		invariant: 'nobody is sued twice, while held, out of place or out of time',
		seed: 1,
		patches: [['src/debts/suit-actions.ts', "['referred', 'pending', 'judged', 'enforcement']", "['judged', 'enforcement']"]],
	},
	{
		name: 'enforcement is applied for before there is a judgment',
		invariant: 'a suit goes its steps in order and is enforced once judged',
		seed: 8,
		patches: [['src/debts/suit-actions.ts', "pending: ['judged', 'dismissed',", "pending: ['judged', 'enforcement', 'dismissed',"]],
	},
];
