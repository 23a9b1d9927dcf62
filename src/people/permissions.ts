import type { Role } from '../record/actor.ts';

/**
 * Who may do what: the one table of the house. Routes and CLI verbs name their permission; a generated test walks every route with
 * every role. `client` (the creditor's side) sees its own placements, payments and reports only; the rows it gets are narrowed too.
 */
export const permissions = {
	'placement.import': ['manager', 'admin'],
	'placement.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'placement.undo': ['manager', 'admin'],
	'placement.recall': ['manager', 'admin', 'client'],
	'debtor.view': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	'debtor.unmask': ['agent', 'team_lead', 'compliance'],
	'contact.ask': ['agent', 'team_lead', 'system'],
	'contact.explain': ['agent', 'team_lead', 'compliance', 'manager', 'admin'],
	'promise.make': ['agent', 'team_lead'],
	'plan.make': ['agent', 'team_lead'],
	'hold.place': ['agent', 'team_lead', 'compliance'],
	'hold.lift': ['team_lead', 'compliance'],
	'work.next': ['agent', 'team_lead'],
	'floor.view': ['team_lead', 'manager', 'admin'],
	'assignment.change': ['team_lead', 'manager', 'admin'],
	'payment.import': ['manager', 'admin'],
	'payment.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'payment.resolve': ['manager', 'admin'],
	'dayrun.run': ['manager', 'admin', 'system'],
	'report.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'record.view': ['compliance', 'admin'],
	'people.view': ['team_lead', 'compliance', 'manager', 'admin'],
	'people.manage': ['admin'],
	'client.view': ['team_lead', 'compliance', 'manager', 'admin', 'client'],
	'client.manage': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function may(role: Role, permission: Permission): boolean {
	return (permissions[permission] as readonly Role[]).includes(role);
}

/** What a role may do, for the desk's menus; the server decides again at every call. */
export function permissionsOf(role: Role): Permission[] {
	return (Object.keys(permissions) as Permission[]).filter((permission) => may(role, permission));
}
