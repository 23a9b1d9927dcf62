import type { Sentence } from '../core/refusal.ts';
import { startOfDay } from '../core/time.ts';
import { elsewhereConditions } from './conditions-elsewhere.ts';
import { type Case, type FactDebt, isByOffice, isConsumer, isLiable } from './facts.ts';
import { freeDebts, holdsSpeak, isGone, isMandateOver, isNotice, type Look, no, quiet, whenFreed } from './holds.ts';
import type { Condition, RowParty } from './rows.ts';
import { dayAt, type Moment } from './windows.ts';

/** Whether an amount may be named about these debts; null when it may, else why not. */
function amountProblem(of: Case, debts: readonly FactDebt[]): Sentence | null {
	if (!debts.some((debt) => debt.owed_minor > 0)) return { zh: '债务余额为零，不得催收', en: 'nothing is owed' };
	const { amount_minor: amount } = of.ask;
	if (amount === null) return null;
	const currencies = new Set(debts.map((debt) => debt.currency ?? ''));
	const currency = of.ask.currency ?? (currencies.size === 1 ? [...currencies][0] : undefined);
	if (currency === undefined)
		return { zh: '多种币种的债务，须说明金额的币种', en: 'the debts have several currencies: say which the amount is in' };
	const owed = debts
		.filter((debt) => (debt.currency ?? currency) === currency)
		.reduce((sum, debt) => sum + Math.max(0, debt.owed_minor), 0);
	if (amount <= owed) return null;
	const capped = debts.filter((debt) => debt.capped_by !== undefined && (debt.currency ?? currency) === currency);
	const rules = [...new Set(capped.map((debt) => debt.capped_by))].join(', ');
	return rules === ''
		? { zh: '要求的金额高于依法应还余额', en: 'the amount to be named is above what is lawfully owed' }
		: {
				zh: `要求的金额高于依法应还余额：息费超出法定上限的部分不得主张（${rules}）`,
				en: `the amount to be named is above what is lawfully owed: what is above the cap on interest, penalty and fees may not be demanded (${rules})`,
			};
}

/** When a day first begins in some zone. */
const beginsSomewhere = (of: Case, on: string) =>
	Math.min(...of.facts.zones.map((zone) => startOfDay(zone, Temporal.PlainDate.from(on)).epochMilliseconds));

/**
 * Each condition of a row, in the order in which they are given as the reason: what time does not heal first. What one says may change with time in three ways only: with
 * the date at the debtor's place, at a turn the facts name (`turnsOf`), or from moment to moment, and then `isSteady` of `stretch.ts` says so.
 */
export const conditions: Readonly<Record<Condition, Look>> = {
	'debt open': (of) =>
		of.concerned.length > 0 ? quiet : no('没有在催的债务（已结清、退案或撤销）', 'there is no open debt (settled, recalled or undone)'),

	'mandate in force': (of, at) =>
		of.concerned.length > 0 && !isNotice(of) && of.concerned.every((debt) => isMandateOver(debt, at))
			? no('委托期限已过：请委案方留案，或退案', 'the mandate is over: have the client leave the debt longer, or give it back')
			: quiet,

	'amount owed': (of, at) => {
		if (of.concerned.length === 0) return quiet;
		const free = freeDebts(of, at);
		const problem = amountProblem(of, free.length > 0 ? free : of.concerned);
		return problem === null
			? quiet
			: no(
					problem.zh,
					problem.en,
					whenFreed(of, at, (debts) => debts.length > 0 && amountProblem(of, debts) === null),
				);
	},

	'no hold': (of, at) => holdsSpeak(of, at, ({ kind }) => kind !== 'kept_plan' || !of.planHasItsRow),

	'plan kept': (of, at) => holdsSpeak(of, at, ({ kind }) => kind === 'kept_plan'),

	provenance: (of, at) => {
		const { point, zones } = of.facts;
		if (point === null) return quiet;
		if (point.source.trim() === '' || point.lawful_basis.trim() === '')
			return no('该联系方式没有来源或合法性基础', 'this contact point has no source or lawful basis');
		const { expires_on: last } = point;
		return last !== null && zones.some((zone) => dayAt(zone, at).name > last)
			? no('该联系方式的使用期限已过', 'the lawful use of this contact point has expired')
			: quiet;
	},

	'point usable': (of) =>
		of.facts.point !== null && ['wrong', 'invalid', 'refused'].includes(of.facts.point.state)
			? no('该联系方式为空号、错号或已被拒绝', 'this contact point is wrong, invalid or was refused')
			: quiet,

	certificate: (of, at, years) => {
		if (of.ask.automatic) return quiet;
		const { agent, zones } = of.facts;
		if (!agent?.exam_passed_on) return no('催收员未通过上岗考试', 'the agent has not passed the exam');
		const { trained_on: trained } = agent;
		// A date that has come at no candidate place is no exam passed and no training had.
		const ahead = [agent.exam_passed_on, trained].flatMap((on) =>
			on !== null && zones.every((zone) => dayAt(zone, at).name < on) ? [beginsSomewhere(of, on)] : [],
		);
		if (ahead.length > 0)
			return no('上岗考试或培训的日期尚未到来', 'the day of the exam or the training is still to come', Math.max(...ahead));
		const lasts = trained === null ? '' : Temporal.PlainDate.from(trained).add({ years }).toString();
		return zones.some((zone) => dayAt(zone, at).name > lasts)
			? no(`催收员的培训已超过 ${years * 12} 个月`, `the agent’s training is older than ${years * 12} months`)
			: quiet;
	},

	'people enough': (of, _, people) =>
		(of.ask.people ?? 0) < people ? no(`外访须不少于 ${people} 人`, `a visit needs at least ${people} people`) : quiet,

	'locate only': (of) =>
		of.facts.party_offers_to_pay ||
		(of.ask.purpose !== 'collect' && of.ask.amount_minor === null && !of.ask.content?.includes('tells_third_party'))
			? quiet
			: no('不得向第三方催收、透露债务或提及金额', 'nothing is collected from a third party, nothing told of the debt and no amount named'),

	'debtor lost': (of, at, failures) => {
		const { facts } = of;
		const gone = of.holds.some(({ hold, from, until }) => isGone(hold.kind) && from <= at && at < until);
		return facts.own_points_usable === 0 || facts.failed_in_row >= failures || gone
			? quiet
			: no('债务人本人尚可联系，不得联系第三方', 'the debtor can be reached, so no third party may be contacted');
	},

	'not refused': (of) =>
		of.facts.party_refused ? no('该第三方已明确拒绝，不得再联系', 'this third party has refused and is never contacted again') : quiet,

	'named by debtor': (of) =>
		of.facts.party_named_by_debtor ? quiet : no('该联系人不是债务人事先提供的', 'the debtor did not name this contact beforehand'),

	...elsewhereConditions,
};

/** Whether a row for this party speaks of this contact, at a moment: who stands for a debtor depends on the time. */
export function isAbout(party: RowParty | null, of: Case, at: Moment = 0): boolean {
	if (party === null) return false;
	if (party === 'consumer' || party === 'not a consumer') return !isByOffice(of) && (party === 'consumer') === isConsumer(of, at);
	return party === 'anyone' || (party === 'liable') === isLiable(of.facts.party);
}
