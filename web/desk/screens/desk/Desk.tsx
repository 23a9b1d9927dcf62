import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { Refused } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/session.ts';
import type { NextAnswer, WorkItemView } from '../../api/types.ts';
import { currentWorkQuery, takeNext, waitingMost } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { useKeys } from '../../parts/keys.ts';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';
import { timeText } from '../../parts/time.ts';
import { CaseWork } from './CaseWork.tsx';

/** The agent's desk: one debtor at a time, claimed by `Next`, left with an outcome. */
export function Desk() {
	const queryClient = useQueryClient();
	const current = useQuery(currentWorkQuery);
	const set = (answer: NextAnswer) => queryClient.setQueryData(currentWorkQuery.queryKey, answer);
	const next = useAct((_: null, key: string) => takeNext(key), { onDone: set });
	if (current.error)
		return (
			<div className="page">
				<ErrorState error={current.error} onRetry={() => void current.refetch()} />
			</div>
		);
	if (!current.data) return <LoadingState />;
	const { item } = current.data;
	if (item === null) {
		return (
			<Waiting
				answer={current.data}
				refusedJustNow={next.data?.item === null}
				taking={next.isPending}
				error={next.error}
				onNext={() => next.mutate(null)}
				onChanged={() => next.reset()}
			/>
		);
	}
	return (
		<AtWork
			key={item.id}
			item={item}
			waiting={current.data.waiting}
			onDone={(goOn) => {
				set({ ...current.data, item: null, next_callable_at: null });
				if (goOn) next.mutate(null);
			}}
		/>
	);
}

/** No case on the desk: what `Next` would do, or when the next one may be contacted. */
function Waiting({
	answer,
	refusedJustNow,
	taking,
	error,
	onNext,
	onChanged,
}: {
	answer: NextAnswer;
	/** The last Next found nobody free. */
	refusedJustNow: boolean;
	taking: boolean;
	error: Error | null;
	onNext: () => void;
	/** The queue has changed since: what the last Next found no longer holds. */
	onChanged: () => void;
}) {
	const say = useSay();
	const language = useLanguage();
	const { tenant } = useMe();
	const queryClient = useQueryClient();
	useLive(['queue'], () => {
		if (!taking) onChanged();
		void queryClient.invalidateQueries({ queryKey: currentWorkQuery.queryKey });
	});
	useKeys({ F8: onNext });
	if (taking) return <LoadingState rows={12} />;
	const { waiting, next_callable_at, not_certified } = answer;
	// Items may wait and yet none be free: other desks hold their debtors at this moment.
	const ready = waiting > 0 && !refusedJustNow;
	// Why Next gave nothing stands below; that the queue is empty may be untrue then.
	const words =
		error instanceof Refused
			? say(caseText.noItemRefused)
			: ready
				? say(caseText.readyNext)
				: next_callable_at !== null
					? say(caseText.noItemLater, { at: timeText(next_callable_at, tenant.zone, 'short', language) })
					: say(waiting > 0 ? caseText.noItemHeld : not_certified ? caseText.noItemUncertified : caseText.noItemEmpty);
	return (
		<div className="page">
			<EmptyState
				title={ready ? say(caseText.readyTitle) : say(caseText.noItem)}
				next={words}
				action={
					<>
						<Button type="primary" size="large" autoFocus aria-keyshortcuts="F8" onClick={onNext}>
							{ready ? say(caseText.startWork) : say(caseText.next)} <kbd>F8</kbd>
						</Button>
						{waiting > 0 && (
							<p className="quiet waiting-count">
								{say(waiting >= waitingMost ? caseText.waitingMany : caseText.waitingCount, { count: waiting })}
							</p>
						)}
					</>
				}
			/>
			{error && <ErrorState error={error} onRetry={onNext} />}
		</div>
	);
}

/** A claimed case: every way out of the page is stopped until it has an outcome or a reason. */
function AtWork({ item, waiting, onDone }: { item: WorkItemView; waiting: number; onDone: (goOn: boolean) => void }) {
	const [done, setDone] = useState(false);
	const blocker = useBlocker({ shouldBlockFn: () => !done, enableBeforeUnload: () => !done, withResolver: true });
	return (
		<CaseWork
			item={item}
			waiting={waiting}
			leaving={blocker.status === 'blocked'}
			onStay={() => blocker.reset?.()}
			onDone={(goOn) => {
				setDone(true);
				onDone(goOn);
				if (blocker.status === 'blocked') blocker.proceed();
			}}
		/>
	);
}
