import type { Role } from '../record/actor.ts';

/**
 * Who may do what: the one table of the house. Routes and CLI verbs name their permission; a generated test walks every route with
 * every role. `client` (the creditor's side) sees its own placements, payments and reports only; the rows it gets are narrowed too.
 */
export const permissions = {
	'placement.import': ['manager', 'admin'],
	'placement.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	// The rejected rows go out unmasked: to those who import, and back to the client who sent them.
	'placement.errors': ['manager', 'admin', 'client'],
	'placement.undo': ['manager', 'admin'],
	'placement.recall': ['manager', 'admin', 'client'],
	'debtor.view': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	'debtor.unmask': ['agent', 'team_lead', 'compliance'],
	'contact.ask': ['agent', 'team_lead', 'system'],
	'contact.explain': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	// What the carrier says of a text it never answered for.
	'message.settle': ['team_lead', 'manager'],
	'promise.make': ['agent', 'team_lead'],
	'plan.make': ['agent', 'team_lead'],
	'hold.place': ['agent', 'team_lead', 'compliance'],
	'hold.lift': ['team_lead', 'compliance'],
	// What restarts or fixes a limitation, with its evidence; what the person says about it, whoever may place a hold records.
	'limitation.tell': ['team_lead', 'compliance'],
	// A suit referred or told, and what became of it.
	'suit.refer': ['team_lead', 'compliance', 'manager'],
	'complaint.file': ['agent', 'team_lead', 'compliance'],
	'complaint.view': ['team_lead', 'compliance', 'manager', 'admin'],
	'complaint.handle': ['compliance', 'manager', 'team_lead'],
	'complaint.pack': ['compliance', 'admin'],
	'complaint.extend': ['compliance', 'manager', 'admin'],
	'house.limit': ['compliance', 'admin'],
	'house.manage': ['admin'],
	'work.next': ['agent', 'team_lead'],
	'floor.view': ['team_lead', 'manager', 'admin'],
	'assignment.change': ['team_lead', 'manager', 'admin'],
	'payment.import': ['manager', 'admin'],
	'payment.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'payment.resolve': ['manager', 'admin'],
	'debt.balance': ['manager', 'admin'],
	'dayrun.run': ['manager', 'admin', 'system'],
	'report.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'record.view': ['compliance', 'admin'],
	'decision.view': ['team_lead', 'compliance', 'manager', 'admin'],
	'text.view': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	'text.write': ['team_lead', 'compliance', 'manager'],
	'text.approve': ['compliance', 'admin'],
	'privacy.view': ['compliance', 'admin'],
	'privacy.erase': ['compliance', 'admin', 'system'],
	'law.view': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	'people.view': ['team_lead', 'compliance', 'manager', 'admin'],
	'people.manage': ['admin'],
	'people.certify': ['compliance', 'admin'],
	'key.manage': ['admin'],
	'client.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'client.manage': ['admin'],
	'client.standing': ['compliance', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function may(role: Role, permission: Permission): boolean {
	return (permissions[permission] as readonly Role[]).includes(role);
}

/** What a role may do, for the desk's menus; the server decides again at every call. */
export function permissionsOf(role: Role): Permission[] {
	return (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission));
}

/** Who hears a live topic, by its first word: whoever has one of these permissions. A word that is not here is heard by nobody. */
export const topics: Readonly<Record<string, readonly Permission[]>> = {
	queue: ['work.next', 'floor.view'],
	floor: ['floor.view'],
	debtor: ['debtor.view'],
	debtors: ['debtor.view'],
	payments: ['payment.view'],
	placements: ['placement.view'],
	import: ['placement.import'],
	people: ['people.view'],
	clients: ['client.view'],
	texts: ['text.view'],
	flagged: ['text.approve'],
	complaints: ['complaint.view'],
};

/** The first word of a topic: `debtor 12`, `import:token:rows:200`. */
export const topicWord = (topic: string): string => topic.split(/[ :]/)[0] ?? '';

export function mayHear(role: Role, topic: string): boolean {
	const needed = topics[topicWord(topic)];
	return needed?.some((permission) => may(role, permission)) ?? false;
}
