import { Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { CaseView } from '../../api/types.ts';
import { nextStepQuery } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { stageText, wordOf } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Panel } from '../../parts/Panel.tsx';

/** What the day run does next for this debtor and why, in sentences: a decision by machine is explained (PIPL 24). */
export function NextStep({ view }: { view: CaseView }) {
	const say = useSay();
	const { data } = useQuery(nextStepQuery(view.debtor.id));
	if (!data || data.debts.length === 0) return null;
	const several = data.debts.length > 1;
	return (
		<Panel
			title={say(caseText.nextStep)}
			extra={data.decided_by === 'person' ? <Tag color="orange">{say(caseText.personDecides)}</Tag> : undefined}
		>
			<ul className="arrangements">
				{data.debts.map((debt) => (
					<li key={debt.debt_id}>
						<Tag>{say(wordOf(stageText, debt.stage))}</Tag>
						{several && <span className="quiet">{view.debts.find(({ id }) => id === debt.debt_id)?.reference}</span>}
						{debt.review_on !== null && (
							<span>
								{say(caseText.nextReview)} <LocalDate on={debt.review_on} />
							</span>
						)}
						<span className="quiet">{debt.because.map((sentence) => say(sentence)).join(' · ')}</span>
					</li>
				))}
			</ul>
		</Panel>
	);
}
