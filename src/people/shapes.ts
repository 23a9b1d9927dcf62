import { type Static, Type } from 'typebox';

const DateOrNull = Type.Union([Type.String({ format: 'date' }), Type.Null()]);
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
export const Id = Type.String({ pattern: '^\\d{1,18}$' });
const Password = Type.String({ minLength: 8, maxLength: 128 });

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
	/** Set by an administrator; an own one has to be set first. */
	password_temporary: Type.Boolean(),
	teams: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
});
export const NewLogin = Type.Object({
	username: Type.String({ minLength: 2, maxLength: 60, pattern: '^[A-Za-z0-9_.\\- ]+$' }),
	name: Type.String({ minLength: 1, maxLength: 60 }),
	role: Type.Enum(['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client']),
	password: Password,
	client_code: Type.Optional(Type.String({ maxLength: 30 })),
	team_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
	skills: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 })),
	exam_passed_on: Type.Optional(DateOrNull),
	trained_on: Type.Optional(DateOrNull),
});
export const LoginChange = Type.Object({
	name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
	password: Type.Optional(Password),
	team_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
	skills: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 })),
	exam_passed_on: Type.Optional(DateOrNull),
	trained_on: Type.Optional(DateOrNull),
	closed: Type.Optional(Type.Boolean()),
});
/** Exam and yearly training of an agent (CN-H1). */
export const CertificateBody = Type.Object({
	exam_passed_on: Type.Optional(DateOrNull),
	trained_on: Type.Optional(DateOrNull),
});
export const TeamView = Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), members: Type.Integer() });
export const NewTeam = Type.Object({
	code: Type.String({ minLength: 1, maxLength: 30 }),
	name: Type.String({ minLength: 1, maxLength: 60 }),
});
export const TeamChange = Type.Object({
	name: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
	closed: Type.Optional(Type.Boolean()),
});
export const SignInBody = Type.Object({
	username: Type.String({ minLength: 1, maxLength: 60 }),
	password: Type.String({ minLength: 1, maxLength: 128 }),
});
export const OwnPasswordBody = Type.Object({ current_password: Type.String({ minLength: 1, maxLength: 128 }), new_password: Password });
export const KeyView = Type.Object({
	id: Type.String(),
	name: Type.String(),
	/** The first characters of the key. */
	shown: Type.String(),
	login: Type.Object({ id: Type.String(), username: Type.String(), role: Type.String() }),
	made_at: Type.String(),
	expires_at: TextOrNull,
	revoked: Type.Boolean(),
});
export const NewKey = Type.Object({
	login_id: Id,
	name: Type.String({ minLength: 1, maxLength: 60 }),
	expires_at: Type.Optional(Type.String({ format: 'date-time' })),
});
/** `key` is given once: when it was made, and never again. */
export const NewKeyAnswer = Type.Object({ id: Type.String(), shown: Type.String(), key: TextOrNull });
export const IdAnswer = Type.Object({ id: Type.String() });
export const MeView = Type.Object({
	login: Type.Object({
		id: Type.String(),
		name: Type.String(),
		username: Type.String(),
		role: Type.String(),
		teams: Type.Array(Type.Object({ id: Type.String(), code: Type.String(), name: Type.String() })),
		/** True: every other call is refused until an own password is set (`POST /api/me/password`). */
		password_temporary: Type.Boolean(),
	}),
	permissions: Type.Array(Type.String()),
	tenant: Type.Object({ code: Type.String(), name: Type.String(), zone: Type.String(), bucket_names: Type.Array(Type.String()) }),
});
export type LoginView = Static<typeof LoginView>;
export type NewLogin = Static<typeof NewLogin>;
export type LoginChange = Static<typeof LoginChange>;
export type TeamView = Static<typeof TeamView>;
export type MeView = Static<typeof MeView>;
export type CertificateBody = Static<typeof CertificateBody>;
export type TeamChange = Static<typeof TeamChange>;
export type KeyView = Static<typeof KeyView>;
export type NewKey = Static<typeof NewKey>;
export type { ClientView } from '../tenants/shapes.ts';
