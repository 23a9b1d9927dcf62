import type { ReactNode } from 'react';
import type { CaseView } from '../../api/types.ts';
import { Arrangements } from './Arrangements.tsx';
import { Care } from './Care.tsx';
import { Guarantees } from './Guarantees.tsx';
import { Holds } from './Holds.tsx';
import { Limitation } from './Limitation.tsx';
import { LawFacts } from './LawFacts.tsx';
import { MoneyPanel } from './MoneyPanel.tsx';
import { NextStep } from './NextStep.tsx';
import { Suits } from './Suits.tsx';
import { Timeline } from './Timeline.tsx';

/** Who and how much left, the act in the middle, history right, never a second window; stacked on a telephone with the act first. */
export function CaseLayout({ view, head, middle }: { view: CaseView; head: ReactNode; middle: ReactNode }) {
	return (
		<div className="case">
			{head}
			<div className="case-columns">
				<div className="case-left">
					<MoneyPanel debts={view.debts} />
					<Arrangements promises={view.promises} plans={view.plans} />
					<NextStep view={view} />
					<Limitation view={view} />
					<Suits view={view} />
					<Guarantees view={view} />
					<Holds view={view} />
					<Care view={view} />
					<LawFacts view={view} />
				</div>
				<div className="case-middle">{middle}</div>
				<div className="case-right">
					<Timeline view={view} />
				</div>
			</div>
		</div>
	);
}
