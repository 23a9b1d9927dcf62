import { Button } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { Refused } from '../../api/client.ts';
import { useLive } from '../../api/live.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView, ContactPointView, WorkItemView } from '../../api/types.ts';
import { askPermit, type Attempt, caseQuery, forgetCase, placeAttempt, unmask, waitingMost } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { RunningClock } from '../../parts/Countdown.tsx';
import { useKeys } from '../../parts/keys.ts';
import { Masked } from '../../parts/Masked.tsx';
import { ErrorState, LoadingState } from '../../parts/states.tsx';
import { CaseHead, zoneOf } from '../case/CaseHead.tsx';
import { CaseLayout } from '../case/CaseLayout.tsx';
import { inOrder, isPhone, People } from '../case/People.tsx';
import { Script } from '../case/Script.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';

type Props = {
	item: WorkItemView;
	waiting: number;
	/** The person is on the way out of the page. */
	leaving: boolean;
	onStay: () => void;
	onDone: (goOn: boolean) => void;
};

// The clock on a case turns yellow after five minutes and red after ten: a limit of the house, told by colour and never by force.
const slowAfterSeconds = 300;
const lateAfterSeconds = 600;

/** One debtor being worked: choose a number, dial, record what came of it. */
export function CaseWork({ item, waiting, leaving, onStay, onDone }: Props) {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data: view, error, refetch } = useQuery(caseQuery(item.debtor_id));
	const [asksToLeave, setAsksToLeave] = useState(false);
	useLive([`debtor ${item.debtor_id}`], () => void forgetCase(queryClient, item.debtor_id));
	if (error && !view)
		return (
			<div className="page">
				<ErrorState error={error} onRetry={() => void refetch()} />
			</div>
		);
	if (!view) return <LoadingState rows={12} />;
	return (
		<>
			<CaseLayout
				view={view}
				head={
					<CaseHead
						view={view}
						clock={
							<div className="case-clock">
								<span className="quiet">{say(caseText.caseClock)}</span>
								<RunningClock
									since={item.claimed_at}
									label={say(caseText.caseClock)}
									slowAfter={slowAfterSeconds}
									lateAfter={lateAfterSeconds}
								/>
								<span className="quiet">
									{say(waiting >= waitingMost ? caseText.waitingMany : caseText.waitingCount, { count: waiting })}
								</span>
							</div>
						}
					/>
				}
				middle={<Middle view={view} item={item} onDone={onDone} onLeave={() => setAsksToLeave(true)} />}
			/>
			{(leaving || asksToLeave) && (
				<LeaveDialog
					item={item}
					calling={view.open_attempt !== null}
					onStay={() => {
						setAsksToLeave(false);
						onStay();
					}}
					onLeft={() => onDone(false)}
				/>
			)}
		</>
	);
}

function Middle({
	view,
	item,
	onDone,
	onLeave,
}: {
	view: CaseView;
	item: WorkItemView;
	onDone: (goOn: boolean) => void;
	onLeave: () => void;
}) {
	const say = useSay();
	const dial = useDial(view, item);
	const calling = view.open_attempt;
	const points = inOrder(view.contact_points);
	const chosen = points.find(({ id }) => id === dial.chosenId);
	useKeys({
		F4: onLeave,
		...(calling === null && {
			F2: () => chosen && dial.dial(chosen),
			F8: onLeave,
			...Object.fromEntries(points.slice(0, 9).map((point, index) => [String(index + 1), () => dial.choose(point.id)])),
		}),
	});
	if (calling !== null) {
		const number = view.contact_points.find(({ id }) => id === calling.contact_point_id);
		return (
			<>
				{number && <OnTheLine debtorId={view.debtor.id} point={number} />}
				<OutcomePanel key={calling.id} view={view} attempt={calling} party={number?.party ?? null} onSaved={(goOn) => onDone(goOn)} />
				<Script view={view} />
			</>
		);
	}
	return (
		<>
			{dial.error && (
				<ErrorState
					error={dial.error}
					zone={zoneOf(view)}
					{...(dial.error instanceof Refused ? { title: say(caseText.callRefused) } : {})}
				/>
			)}
			<People view={view} dialling={{ chosenId: dial.chosenId, busyId: dial.busyId, onChoose: dial.choose, onDial: dial.dial }} />
			<Script view={view} />
			<div className="act-foot">
				<Button aria-keyshortcuts="F4" onClick={onLeave}>
					{say(caseText.leave)} <kbd>F4</kbd>
				</Button>
			</div>
		</>
	);
}

/** The number being called. Without a telephone of our own the agent dials by hand: the full number is one recorded look away. */
function OnTheLine({ debtorId, point }: { debtorId: string; point: ContactPointView }) {
	const say = useSay();
	const may = useMay();
	const look = useAct(unmask);
	return (
		<>
			<p className="on-the-line" role="status">
				<span>
					{say(caseText.calling)} <Masked value={point.value_masked} strong />
				</span>
				{look.data ? (
					<span>
						{say(caseText.shownNumber)} <strong className="figures">{look.data.value}</strong>
					</span>
				) : (
					may('debtor.unmask') && (
						<Button
							size="small"
							ghost
							loading={look.isPending}
							onClick={() => look.mutate({ debtorId, contactPointId: point.id, purpose: 'dial' })}
						>
							{say(caseText.showNumber)}
						</Button>
					)
				)}
			</p>
			{look.error && <ErrorState error={look.error} />}
		</>
	);
}

type Dial = {
	chosenId: string | null;
	busyId: string | null;
	error: Error | null;
	choose: (id: string) => void;
	dial: (point: ContactPointView) => void;
};

/** Dialling: ask the gate, and only with its permit place the call. A refusal stays on screen with its law and time. */
function useDial(view: CaseView, item: WorkItemView): Dial {
	const queryClient = useQueryClient();
	const usable = inOrder(view.contact_points).filter((point) => isPhone(point) && point.verdict.permitted);
	const [picked, setPicked] = useState<string | null>(null);
	const call = useAct(
		async ({ contactPointId }: { contactPointId: string }, key): Promise<Attempt> => {
			const permit = await askPermit({ debtorId: view.debtor.id, contactPointId }, `${key}-permit`);
			return placeAttempt({ debtorId: view.debtor.id, permitId: permit.id, workItemId: item.id }, `${key}-attempt`);
		},
		{
			onDone: (attempt, { contactPointId }) => {
				queryClient.setQueryData(caseQuery(view.debtor.id).queryKey, (before) =>
					before ? { ...before, open_attempt: { id: attempt.id, placed_at: attempt.placed_at, contact_point_id: contactPointId } } : before,
				);
				void forgetCase(queryClient, view.debtor.id);
			},
		},
	);
	return {
		chosenId: picked ?? usable[0]?.id ?? null,
		busyId: call.isPending ? call.variables.contactPointId : null,
		error: call.error,
		choose: setPicked,
		dial: (point) => {
			setPicked(point.id);
			// A refused number is asked for too: the gate's answer, with the law, is what the agent gets to see.
			if (!call.isPending) call.mutate({ contactPointId: point.id });
		},
	};
}
