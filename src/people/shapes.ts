import { type Static, Type } from 'typebox';

const Sentence = Type.Object({ zh: Type.String(), en: Type.String() });
const DateOrNull = Type.Union([Type.String({ format: 'date' }), Type.Null()]);

export const LoginView = Type.Object({
	id: Type.String(),
	username: Type.String(),
	name: Type.String(),
	role: Type.String(),
	client_code: Type.Union([Type.String(), Type.Null()]),
	skills: Type.Array(Type.String()),
	exam_passed_on: DateOrNull,
	trained_on: DateOrNull,
	closed: Type.Boolean(),
	can_sign_in: Type.Boolean(),
	teams: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
});
export const NewLogin = Type.Object({
	username: Type.String({ minLength: 2, maxLength: 60, pattern: '^[A-Za-z0-9_.\\- ]+$' }),
	name: Type.String({ minLength: 1, maxLength: 60 }),
	role: Type.Enum(['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client']),
	password: Type.String({ minLength: 8, maxLength: 100 }),
	client_code: Type.Optional(Type.String()),
	team_ids: Type.Optional(Type.Array(Type.String({ pattern: '^\\d+$' }), { maxItems: 50 })),
	skills: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 })),
	exam_passed_on: Type.Optional(DateOrNull),
	trained_on: Type.Optional(DateOrNull),
});
export const LoginChange = Type.Object({
	name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
	password: Type.Optional(Type.String({ minLength: 8, maxLength: 100 })),
	team_ids: Type.Optional(Type.Array(Type.String({ pattern: '^\\d+$' }), { maxItems: 50 })),
	skills: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 })),
	exam_passed_on: Type.Optional(DateOrNull),
	trained_on: Type.Optional(DateOrNull),
	closed: Type.Optional(Type.Boolean()),
});
export const TeamView = Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), members: Type.Integer() });
export const NewTeam = Type.Object({
	code: Type.String({ minLength: 1, maxLength: 30 }),
	name: Type.String({ minLength: 1, maxLength: 60 }),
});
export const MeView = Type.Object({
	login: Type.Object({
		id: Type.String(),
		name: Type.String(),
		username: Type.String(),
		role: Type.String(),
		teams: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
	}),
	permissions: Type.Array(Type.String()),
	tenant: Type.Object({ code: Type.String(), name: Type.String(), zone: Type.String(), bucket_names: Type.Array(Type.String()) }),
});
export const ClientView = Type.Object({
	id: Type.String(),
	code: Type.String(),
	name: Type.String(),
	creditor: Type.String(),
	service_line: Type.Union([Type.String(), Type.Null()]),
	complaint_line: Type.Union([Type.String(), Type.Null()]),
	debts: Type.Integer(),
});
export const NewClientBody = Type.Object({
	code: Type.String({ minLength: 1, maxLength: 30, pattern: '^[A-Za-z0-9_\\-]+$' }),
	name: Type.String({ minLength: 1, maxLength: 80 }),
	creditor: Type.Optional(Type.String({ maxLength: 80 })),
	kind: Type.Optional(Type.Enum(['bank', 'consumer_finance', 'micro_loan', 'guarantee', 'leasing', 'merchant', 'other'])),
	product: Type.Optional(Type.String({ maxLength: 40 })),
	currency: Type.Optional(Type.String({ minLength: 3, maxLength: 3 })),
	service_line: Type.Optional(Type.String({ maxLength: 40 })),
	complaint_line: Type.Optional(Type.String({ maxLength: 40 })),
});
export const PermissionView = Type.Object({ permission: Type.String(), sentence: Sentence });

export type LoginView = Static<typeof LoginView>;
export type NewLogin = Static<typeof NewLogin>;
export type LoginChange = Static<typeof LoginChange>;
export type TeamView = Static<typeof TeamView>;
export type MeView = Static<typeof MeView>;
export type ClientView = Static<typeof ClientView>;
export type NewClientBody = Static<typeof NewClientBody>;
