/** The API's shapes as the desk uses them: types only, straight from the modules that own the routes. */
import type { MeView } from '../../../src/people/shapes.ts';
import type { Permission } from '../../../src/people/permissions.ts';
import type { Role } from '../../../src/record/actor.ts';
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

export type TimelineEvent = {
	id: string;
	at: string;
	kind: string;
	by: string | null;
	debt_id: string | null;
	channel?: string;
	line?: string;
	said?: string;
	contact_point?: string;
	note?: string;
	state?: string;
	amount_minor?: number;
	currency?: string;
	due_on?: string;
	sentence?: Sentence;
	text?: string;
};

export type WorkItemView = {
	id: string;
	debtor_id: string;
	debt_id: string;
	kind: string;
	step: string;
	business_date: string;
	callable_from: string;
	callable_until: string;
	claimed_at: string;
};

export type NextAnswer = { item: WorkItemView | null; waiting: number; next_callable_at: string | null };

export type ScriptView = { title: Sentence; text: Sentence };

export type CaseView = {
	as_of: string;
	debtor: {
		id: string;
		name_masked: string;
		id_masked: string;
		kind: string;
		language: string;
		zones: string[];
		key_case: boolean;
		status: string;
	};
	lamp: { permitted: boolean; until: string | null; from: string | null; sentence: Sentence | null };
	debts: DebtView[];
	contact_points: ContactPointView[];
	holds: HoldView[];
	promises: PromiseView[];
	plans: PlanView[];
	timeline: TimelineEvent[];
	script: ScriptView | null;
	work_item: WorkItemView | null;
	open_attempt: { id: string; contact_point_id: string; placed_at: string } | null;
};
