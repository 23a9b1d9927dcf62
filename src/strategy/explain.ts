import type { Sentence } from '../core/refusal.ts';
import { bucketName, bucketOf, type Settings } from '../tenants/rules.ts';
import { cadenceOf, type DebtFacts, type DebtorFacts, dateOf, type Day, decideTreatment, planOf, recallNearDays } from './rules.ts';

/** Why a debt gets the step it gets, in sentences, from the same facts and the same rules that decide it (CN-D3, PIPL 24: a decision by machine is explained). */
export type Explained = {
	readonly debtId: bigint;
	/** What the day run would do today: the stage, and how many calls and messages. */
	readonly stage: string;
	readonly calls: number;
	readonly message: string | null;
	/** The next day anything about the debt can change; null: never by itself. */
	readonly reviewOn: Day | null;
	readonly because: readonly Sentence[];
};

/** Explains each open debt of a debtor as it would be decided on a day. `decidedBy` says whether a machine decides or only asks a person. */
export function explainTreatment(
	facts: DebtorFacts,
	settings: Settings,
	on: Day,
): { readonly decidedBy: 'machine' | 'person'; readonly debts: readonly Explained[] } {
	const debts = facts.debts.map((debt) => ({ ...debt, due: true }));
	const { calls, messages, states } = decideTreatment({ ...facts, debts }, settings, on);
	return {
		decidedBy: facts.machineRefused ? 'person' : 'machine',
		debts: debts.flatMap((debt) => {
			const state = states.find(({ debtId }) => debtId === debt.debtId);
			if (!state) return [];
			return {
				debtId: debt.debtId,
				stage: state.stage,
				calls: calls.filter(({ debtId }) => debtId === debt.debtId).length,
				message: messages.find(({ debtId }) => debtId === debt.debtId)?.template ?? null,
				reviewOn: state.reviewOn,
				because: becauseOf(facts, debt, settings, on),
			};
		}),
	};
}

function becauseOf(facts: DebtorFacts, debt: DebtFacts, settings: Settings, on: Day): Sentence[] {
	if (debt.owedMinor <= 0) return [{ zh: '已无欠款', en: 'nothing is owed' }];
	const days = on - debt.overdueSince;
	const bucket = bucketName(bucketOf(days, settings.bucketEdges), settings.bucketEdges);
	const late = { zh: `逾期 ${days} 天（${bucket}）`, en: `${days} days past due (${bucket})` };
	if (facts.held) return [{ zh: '停催中，不联系', en: 'on hold: no contact' }, late];
	if (debt.held) return [{ zh: '本笔停催中，不就此联系', en: 'this debt is on hold: no contact about it' }, late];
	const asked = facts.machineRefused
		? [
				{
					zh: '本人拒绝仅由机器决定：不自动发送，由人工决定',
					en: 'the debtor refused decisions by machine alone: nothing goes out by itself, a person decides',
				},
			]
		: [];
	if (!facts.reachable)
		return [
			late,
			...stageBecause(debt, settings, on),
			{ zh: '本人没有可用号码：不安排电话和短信', en: 'no usable number of the debtor’s own: no call and no message' },
		];
	const over = facts.hoursLeft ? [] : [{ zh: '今日联系时段已过', en: 'today’s hours are over' }];
	return [late, ...stageBecause(debt, settings, on), ...over, ...asked];
}

function stageBecause(debt: DebtFacts, settings: Settings, on: Day): Sentence[] {
	const { stage } = planOf(debt, settings, on);
	const date = (day: Day) => dateOf(day).toString();
	if (stage === 'recall due') return [{ zh: '委托期限已过，等待委案方', en: 'the mandate has ended: the client is waited for' }];
	if (stage === 'new') return [{ zh: '首日尚未开始', en: 'its first day has not begun' }];
	if (debt.promiseDueOn !== null)
		return [
			{
				zh: `${debt.promiseIsInstalment ? '分期' : '承诺'} ${date(debt.promiseDueOn)} 到期，宽限 ${debt.promiseGraceDays} 天：前一日提醒，之前不打扰`,
				en: `${debt.promiseIsInstalment ? 'an instalment' : 'a promise'} is due on ${date(debt.promiseDueOn)}, ${debt.promiseGraceDays} days of grace: a word the day before, quiet until then`,
			},
		];
	if (stage === 'broken promise') return [{ zh: '承诺未兑现，次日致电一次', en: 'a promise was not kept: one call the day after' }];
	if (stage === 'opening') {
		const day = on - (debt.openedOn ?? on) + 1;
		const rhythm = {
			zh: `首日 ${settings.openingCalls} 次电话与 1 条短信，至第 ${settings.dailyCallsUntilDay} 天每日 1 次，联系到本人即止`,
			en: `${settings.openingCalls} calls and a message on the first day, one call a day to day ${settings.dailyCallsUntilDay}, until the debtor is reached`,
		};
		return [{ zh: `首五日的第 ${day} 天，尚未联系到本人`, en: `day ${day} of the opening, the debtor not reached yet` }, rhythm];
	}
	const cadence = cadenceOf(debt, bucketOf(on - debt.overdueSince, settings.bucketEdges));
	if (cadence === null) return [{ zh: '我方系统原因造成，不施压', en: 'our own fault: no pressure' }];
	return [...cadenceBecause(debt, cadence, on), ...recallBecause(debt, on)];
}

function cadenceBecause(debt: DebtFacts, cadence: number, on: Day): Sentence[] {
	const rhythm = { zh: `每 ${cadence} 天联系一次`, en: `one call each ${cadence} ${cadence === 1 ? 'day' : 'days'}` };
	const last =
		debt.lastAttemptOn === null
			? []
			: [{ zh: `上次联系在 ${on - debt.lastAttemptOn} 天前`, en: `last attempt ${on - debt.lastAttemptOn} days ago` }];
	if (debt.ability === 'unable' || debt.reason === 'no_ability')
		return [{ zh: '无还款能力：放缓，提出分期', en: 'not able to pay: slower, with an offer of instalments' }, rhythm, ...last];
	if (debt.reason === 'willing_later') return [{ zh: '愿意稍后还款：等待', en: 'willing, but later: waited for' }, rhythm, ...last];
	if (debt.willingness === 'willing')
		return [{ zh: '愿意还款：不多打扰', en: 'willing: not more often than each second day' }, rhythm, ...last];
	const key = debt.reachedOn !== null || debt.paidBefore;
	return [
		...(key ? [{ zh: '联系到过本人或有过还款：跟进更紧', en: 'reached before or has paid before: followed more closely' }] : []),
		rhythm,
		...last,
	];
}

const recallBecause = (debt: DebtFacts, on: Day): Sentence[] =>
	debt.recallDueOn !== null && debt.recallDueOn - on <= recallNearDays
		? [{ zh: `${debt.recallDueOn - on} 天后退案：优先`, en: `goes back to its client in ${debt.recallDueOn - on} days: before others` }]
		: [];
