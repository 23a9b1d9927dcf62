/** The roles of the house (design §1). `client` is the creditor's side and sees its own placements only; `system` is automatic work. */
export const roles = ['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client', 'system'] as const;
export type Role = (typeof roles)[number];
