/** The API's shapes as the desk uses them: types only, straight from the modules that own the routes. */
import type { MeView } from '../../../src/people/shapes.ts';
import type { Permission } from '../../../src/people/permissions.ts';
import type { Role } from '../../../src/record/actor.ts';
import type { CaseView, DebtorRow, TimelineEvent as Event, NextAnswer, WorkItemView } from '../../../src/queue/shapes.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type {
	CloseContactAnswer,
	CloseContactBody,
	PlanBody,
	PlanView,
	PromiseBody,
	PromiseView,
} from '../../../src/arrangements/shapes.ts';
import type { ContactPointView, GateReason, HoldView, Verdict } from '../../../src/contact/shapes.ts';
import type { ArithmeticLine, DebtView } from '../../../src/debts/shapes.ts';

export type { ContactPointView, GateReason, HoldView, Verdict };
export type { ArithmeticLine, CloseContactAnswer, CloseContactBody, DebtView, PlanBody, PlanView, PromiseBody, PromiseView };

/** Who is signed in; roles and permissions are those of the one table. */
export type Me = Omit<MeView, 'login' | 'permissions'> & { login: MeView['login'] & { role: Role }; permissions: Permission[] };

export type { Permission, Role };

/** An event of the timeline: what the API gives for all kinds, and the parts some kinds have. */
export type TimelineEvent = Pick<Event, 'id' | 'at' | 'kind' | 'by' | 'debt_id'> & {
	readonly channel?: string;
	readonly line?: string;
	readonly said?: string;
	readonly contact_point?: string;
	readonly note?: string;
	readonly state?: string;
	readonly amount_minor?: number;
	readonly currency?: string;
	readonly due_on?: string;
	readonly sentence?: Sentence;
	readonly text?: string;
	readonly script?: string;
	readonly script_version?: number;
};

export type { CaseView, DebtorRow, NextAnswer, WorkItemView };
