import type { Line, Measured } from './figures-book.ts';
import { type Attempt, grouped, type Rows, share, total } from './figures-rows.ts';

export const isAnswer = ({ line }: Pick<Attempt, 'line'>) => line === 'right_party' || line === 'other_person';
/** The debtor in person, and not who was asked for because they answer for the loan. */
export const isDebtor = ({ line, asked_for: asked }: Pick<Attempt, 'line' | 'asked_for'>) =>
	line === 'right_party' && asked !== 'guarantor' && asked !== 'co_borrower';

/** Everybody a debt of whom is on the book. */
const everybody = ({ book }: Measured) => new Set(book.map((line) => line.debtor_id));
export const inPool = (lines: readonly Line[]) => new Set(lines.filter((line) => line.counts).map((line) => line.debtor_id));

/** Attempts on those of the book in the period; an outcome that was not known yet is none. */
export function attemptsOf(rows: Rows, measured: Measured): Attempt[] {
	const { window } = measured;
	const whose = everybody(measured);
	return rows.attempts
		.filter((attempt) => whose.has(attempt.debtor_id) && attempt.placed_at >= window.fromAt && attempt.placed_at < window.untilAt)
		.map((attempt) => asKnown(attempt, window.asOf));
}
const asKnown = (attempt: Attempt, asOf: string): Attempt =>
	attempt.told_at !== null && attempt.told_at <= asOf ? attempt : { ...attempt, line: null, said: null };
export const callsOf = (attempts: readonly Attempt[]) => attempts.filter(({ channel }) => channel === 'voice');
/** Debtors who answered a call in person. */
export const reachedBy = (attempts: readonly Attempt[]) =>
	new Set(
		callsOf(attempts)
			.filter(isDebtor)
			.map(({ debtor_id: debtor }) => debtor),
	);

export function contact(rows: Rows, measured: Measured) {
	const attempts = attemptsOf(rows, measured);
	const calls = callsOf(attempts);
	const [answered, rightParty] = [calls.filter(isAnswer).length, calls.filter(isDebtor).length];
	const pool = inPool(measured.book);
	const contacted = [...pool].filter((debtor) => reachedBy(attempts).has(debtor)).length;
	const first = firstDay(rows, measured);
	return {
		pool_debtors: pool.size,
		calls: calls.length,
		answered,
		right_party: rightParty,
		connect_rate: share(answered, calls.length),
		right_party_per_call: share(rightParty, calls.length),
		right_party_per_answer: share(rightParty, answered),
		contacted_debtors: contacted,
		contactability: share(contacted, pool.size),
		promise_rate: share(measured.made.length, rightParty),
		messages_sent: attempts.filter(
			({ channel, stopped_at: stopped }) => channel === 'sms' && !(stopped !== null && stopped <= measured.window.asOf),
		).length,
		first_day_cases: first.cases,
		first_day_plan_done: share(first.done, first.cases),
		first_day_reached: share(first.reached, first.cases),
	};
}

/** Cases whose first day lies in the period and has come. */
function firstDay(rows: Rows, { window, book }: Measured) {
	const cases = book.filter(({ opened_on: on }) => on !== null && on >= window.from && on <= window.last);
	const calls = new Map(
		grouped(
			rows.items.filter(({ kind }) => kind === 'call'),
			(item) => `${item.debtor_id} ${item.business_date}`,
		),
	);
	const talked = new Set(
		rows.attempts
			.map((each) => asKnown(each, window.asOf))
			.filter(isDebtor)
			.map((each) => `${each.debtor_id} ${each.placed_on}`),
	);
	const reached = cases.filter((line) => talked.has(`${line.debtor_id} ${line.opened_on}`));
	const done = cases.filter((line) => {
		const planned = calls.get(`${line.debtor_id} ${line.opened_on}`) ?? [];
		const worked = planned.length > 0 && planned.every((item) => stateBy(item, window.asOf) === 'done');
		return worked || reached.includes(line);
	});
	return { cases: cases.length, done: done.length, reached: reached.length };
}
type Closes = { readonly state: string; readonly closed_at: string | null };
const stateBy = ({ state, closed_at: at }: Closes, asOf: string) => (at !== null && at <= asOf ? state : 'open');

export const perDay = (rows: Rows, measured: Measured, dates: readonly string[]) => {
	const calls = callsOf(attemptsOf(rows, measured));
	return dates.map((on) => {
		const own = calls.filter((call) => call.placed_on === on);
		const cash = measured.book.flatMap((line) =>
			line.cash.filter((each) => each.within && each.on === on).map(({ minor }) => ({ currency: line.currency, minor })),
		);
		return {
			on,
			calls: own.length,
			answered: own.filter(isAnswer).length,
			right_party: own.filter(isDebtor).length,
			promises: measured.made.filter((promise) => promise.made_on === on).length,
			collected: grouped(cash, ({ currency }) => currency).map(([currency, all]) => ({
				currency,
				minor: total(all, ({ minor }) => minor),
			})),
		};
	});
};

export function complaints(rows: Rows, measured: Measured) {
	const { window } = measured;
	const whose = everybody(measured);
	const received = rows.complaints.filter(
		(each) => whose.has(each.debtor_id) && each.received_at >= window.fromAt && each.received_at < window.untilAt,
	);
	const upheld = received.filter(({ id, verdict, answered_at: at }) => {
		const known = rows.answers.filter((answer) => answer.complaint_id === id && answer.at <= window.asOf).at(-1);
		const last = known?.verdict ?? (at !== null && at <= window.asOf ? verdict : null);
		return last === 'upheld' || last === 'partly';
	});
	const contacts = attemptsOf(rows, measured).length;
	const cases = measured.book.filter((line) => line.counts).length;
	return {
		received: received.length,
		upheld: upheld.length,
		contacts,
		cases,
		per_contact: share(received.length, contacts),
		per_case: share(received.length, cases),
		upheld_per_contact: share(upheld.length, contacts),
		upheld_per_case: share(upheld.length, cases),
	};
}

/** What the gate refused, once for each asking under each rule that said no: rule → whose. */
export function refusals(rows: Rows, measured: Measured): Map<string, string[]> {
	const { window } = measured;
	const whose = everybody(measured);
	const asked = rows.refused.filter(
		(each) => whose.has(each.debtor_id) && each.asked_at >= window.fromAt && each.asked_at < window.untilAt,
	);
	const spoken = asked.flatMap((each) =>
		[...new Set(each.reasons.filter(({ verdict }) => verdict === 'refuses').map(({ rule }) => rule))].map((rule) => ({
			rule,
			debtor: each.debtor_id,
		})),
	);
	return new Map(grouped(spoken, ({ rule }) => rule).map(([rule, all]) => [rule, all.map(({ debtor }) => debtor)]));
}

export function stages(rows: Rows, measured: Measured) {
	const { window } = measured;
	const whose = everybody(measured);
	const items = rows.items.filter(
		(item) => whose.has(item.debtor_id) && item.business_date >= window.from && item.business_date <= window.last,
	);
	const made = new Map(
		grouped(
			rows.attempts.filter(({ item }) => item !== null),
			({ item }) => item ?? '',
		),
	);
	return grouped(items, ({ step }) => step.replace(/ *\d.*$/, '')).map(([stage, own]) => {
		const state = (is: string) => own.filter((item) => stateBy(item, window.asOf) === is);
		const calls = callsOf(own.flatMap((item) => made.get(item.id) ?? []))
			.filter((call) => call.placed_at < window.untilAt)
			.map((call) => asKnown(call, window.asOf));
		const left = state('cancelled').filter((item) => item.close_reason === 'not worked');
		return {
			stage,
			planned: own.length,
			done: state('done').length,
			not_worked: left.length,
			cancelled: state('cancelled').length - left.length,
			calls: calls.length,
			answered: calls.filter(isAnswer).length,
			right_party: calls.filter(isDebtor).length,
			promises: calls.filter(({ said }) => said === 'promise').length,
			right_party_per_call: share(calls.filter(isDebtor).length, calls.length),
		};
	});
}

/** The people of each open team with what they did; debtors and cash by whose they are now. */
export function teams(rows: Rows, measured: Measured) {
	const { window, book, promises } = measured;
	const whose = everybody(measured);
	const calls = callsOf(attemptsOf(rows, measured));
	const assigned = rows.assignments.filter(({ debtor_id: debtor }) => whose.has(debtor));
	const cashOf = (debtors: ReadonlySet<string>) =>
		grouped(
			book.filter((line) => debtors.has(line.debtor_id)),
			({ currency }) => currency,
		).map(([currency, lines]) => ({ currency, minor: total(lines, ({ collected }) => collected) }));
	return grouped(rows.members, ({ team_id: team }) => team).map(([id, members]) => {
		const agents = members.map(({ login_id: login, login: name }) => {
			const own = calls.filter((call) => call.made_by === login);
			const due = measured.due.filter((promise) => promise.made_by === login && promise.judged !== 'open');
			const debtors = new Set(assigned.filter((each) => each.agent_id === login).map((each) => each.debtor_id));
			return {
				login_id: login,
				name,
				calls: own.length,
				right_party: own.filter(isDebtor).length,
				promises: promises.filter((each) => each.made_by === login && measured.made.includes(each)).length,
				kept: due.filter(({ judged }) => judged === 'kept').length,
				judged: due.length,
				refused: rows.refused.filter(
					(each) =>
						each.asked_by === login && whose.has(each.debtor_id) && each.asked_at >= window.fromAt && each.asked_at < window.untilAt,
				).length,
				debtors: debtors.size,
				collected: cashOf(debtors),
			};
		});
		const debtors = new Set(assigned.filter((each) => each.team_id === id).map((each) => each.debtor_id));
		const sum = (of: 'calls' | 'right_party' | 'promises' | 'kept' | 'judged' | 'refused') =>
			agents.reduce((all, agent) => all + agent[of], 0);
		return {
			team_id: id,
			name: members[0]?.team ?? '',
			members: members.length,
			debtors: debtors.size,
			calls: sum('calls'),
			right_party: sum('right_party'),
			promises: sum('promises'),
			kept: sum('kept'),
			judged: sum('judged'),
			refused: sum('refused'),
			collected: cashOf(debtors),
			agents,
		};
	});
}
