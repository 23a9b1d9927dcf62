/** The API's shapes as the desk uses them: types only, straight from the modules that own the routes. */
import type { Permission } from '../../../src/people/permissions.ts';
import type { Role } from '../../../src/record/actor.ts';
import type { CloseContactAnswer, CloseContactBody, PlanView, PromiseView } from '../../../src/arrangements/shapes.ts';
import type { ArithmeticLine, DebtView } from '../../../src/debts/shapes.ts';

export type { ArithmeticLine, CloseContactAnswer, CloseContactBody, DebtView, PlanView, PromiseView };

export type Me = {
	login: { id: string; name: string; username: string; role: Role; teams: { id: string; code: string; name: string }[] };
	permissions: Permission[];
	tenant: { code: string; name: string; zone: string; bucket_names: string[] };
};

export type { Permission, Role };
