/** The API's shapes as the desk uses them: types only, straight from the modules that own the routes. */
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
import type { ArithmeticLine, DebtView } from '../../../src/debts/shapes.ts';

export type { ArithmeticLine, CloseContactAnswer, CloseContactBody, DebtView, PlanBody, PlanView, PromiseBody, PromiseView };

export type Me = {
	login: { id: string; name: string; username: string; role: Role; teams: { id: string; code: string; name: string }[] };
	permissions: Permission[];
	tenant: { code: string; name: string; zone: string; bucket_names: string[] };
};

export type { Permission, Role };

/** One rule that spoke about a contact. */
export type GateReason = {
	rule: string;
	verdict: 'permits' | 'refuses' | 'requires';
	sentence: Sentence;
	citation: Sentence | null;
	allowed_from: string | null;
};

/** What the gate says about a contact point at this moment, for a call by this caller. */
export type Verdict = {
	permitted: boolean;
	reasons: GateReason[];
	allowed_from: string | null;
	usable_until: string | null;
	attempts_today: number;
	attempts_limit: number | null;
	answered_today: number;
	answered_limit: number | null;
};

export type ContactPointView = {
	id: string;
	kind: string;
	label: string;
	value_masked: string;
	state: string;
	party: { id: string; role: string; relation: string; name_masked: string } | null;
	source: string;
	lawful_basis: string;
	sourced_on: string;
	verdict: Verdict;
};

export type HoldView = { id: string; kind: string; debt_id: string | null; from_at: string; until_at: string | null; evidence: string };

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
