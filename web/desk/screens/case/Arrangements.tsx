import { Tag } from 'antd';
import type { PlanView, PromiseView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { type PromiseState, planStateText, promiseStateText, withdrawnForText } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Money, moneyText } from '../../parts/Money.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { dateText } from '../../parts/time.ts';

export const stateColour = {
	open: 'blue',
	kept: 'green',
	partly_kept: 'orange',
	broken: 'red',
	withdrawn: 'default',
} as const satisfies Record<PromiseState, string>;

/** Promises and plans, the open ones first; what was kept and what was not stays in sight. */
export function Arrangements({ promises, plans }: { promises: readonly PromiseView[]; plans: readonly PlanView[] }) {
	const say = useSay();
	const language = useLanguage();
	const single = promises.filter(({ plan_id }) => plan_id === null);
	if (single.length === 0 && plans.length === 0) return null;
	return (
		<Panel title={say(caseText.promises)}>
			<ul className="arrangements">
				{single.map((promise) => (
					<li key={promise.id}>
						<Tag color={stateColour[promise.state]}>{say(promiseStateText[promise.state])}</Tag>
						<Money minor={promise.amount_minor} currency={promise.currency} strong />{' '}
						<span>{say(caseText.dueBy, { on: dateText(promise.due_on, language) })}</span>
						{promise.paid_minor > 0 && (
							<span className="quiet">
								{say(caseText.paidOf, {
									paid: moneyText(promise.paid_minor, promise.currency),
									amount: moneyText(promise.amount_minor, promise.currency),
								})}
							</span>
						)}
						<Why of={promise} />
					</li>
				))}
				{plans.map((plan) => (
					<li key={plan.id}>
						<Tag color={stateColour[plan.state]}>{say(planStateText[plan.state])}</Tag>
						<span>{say(caseText.planSum, { count: plan.instalments, total: moneyText(plan.total_minor, plan.currency) })}</span>
						<Why of={plan} />
						<Schedule plan={plan} />
					</li>
				))}
			</ul>
		</Panel>
	);
}

/** Why it was withdrawn, and when. */
function Why({ of }: { of: PromiseView | PlanView }) {
	const say = useSay();
	const on = 'judged_on' in of ? of.judged_on : of.ended_on;
	if (of.withdrawn_for === null || on === null) return null;
	return (
		<span className="quiet why">
			<LocalDate on={on} /> {say(withdrawnForText[of.withdrawn_for])}
		</span>
	);
}

/** The instalments of a plan or of its preview: number, date, amount, and the state of each once it is made. */
export function Schedule({ plan }: { plan: PlanView }) {
	const say = useSay();
	return (
		<ol className="schedule">
			{plan.schedule.map((part) => (
				<li key={part.instalment}>
					<span className="quiet">{say(caseText.instalment, { number: part.instalment })}</span>
					<LocalDate on={part.due_on} />
					<Money minor={part.amount_minor} currency={plan.currency} />
					{plan.id !== null && <span className="quiet">{say(promiseStateText[part.state])}</span>}
				</li>
			))}
		</ol>
	);
}
