import { doorInvariant } from './roles.ts';
import { agencyInvariant } from './shown.ts';

/** What is told to open desks, by its first word, and to whom: written down here a second time. */
const hears: Readonly<Record<string, readonly string[]>> = {
	queue: ['agent', 'team_lead', 'manager', 'admin'],
	floor: ['team_lead', 'manager', 'admin'],
	debtor: ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	debtors: ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	payments: ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	placements: ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	import: ['manager', 'admin'],
	people: ['team_lead', 'compliance', 'manager', 'admin'],
	clients: ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	texts: ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	flagged: ['compliance', 'admin'],
	complaints: ['team_lead', 'compliance', 'manager', 'admin'],
	nothing: [],
};
export const liveWords: readonly string[] = Object.keys(hears);

export type Heard = { readonly role: string; readonly topics: readonly string[] };

/** Each open desk hears what its role may of what its own agency told, in that order, and nothing more; what its agency never told is another's. */
export function liveFindings(heard: readonly Heard[], told: readonly string[]): { invariant: string; sentence: string }[] {
	return heard.flatMap(({ role, topics }) => {
		const should = told.filter((topic) => hears[topic.split(/[ :]/)[0] ?? '']?.includes(role));
		if (should.join(', ') === topics.join(', ')) return [];
		const left = [...told];
		const foreign = topics.filter((topic) => {
			const at = left.indexOf(topic);
			if (at >= 0) left.splice(at, 1);
			return at < 0;
		});
		return [
			foreign.length > 0
				? { invariant: agencyInvariant, sentence: `the open desk of the ${role} hears ${foreign.join(', ')} of another agency` }
				: {
						invariant: doorInvariant,
						sentence: `the open desk of the ${role} hears ${topics.join(', ') || 'nothing'}, it was to hear ${should.join(', ') || 'nothing'}`,
					},
		];
	});
}
