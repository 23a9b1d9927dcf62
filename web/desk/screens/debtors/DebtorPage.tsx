import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useLive } from '../../api/live.ts';
import { caseQuery, forgetCase } from '../../api/work.ts';
import { debtorsText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { ErrorState, LoadingState } from '../../parts/states.tsx';
import { CaseHead } from '../case/CaseHead.tsx';
import { CaseLayout } from '../case/CaseLayout.tsx';
import { People } from '../case/People.tsx';
import { Script } from '../case/Script.tsx';

const route = getRouteApi('/shell/debtors/$debtorId');

/** A case to read: the same parts as the desk, without anything that contacts. */
export function DebtorPage() {
	const say = useSay();
	const { debtorId } = route.useParams();
	const queryClient = useQueryClient();
	const { data: view, error, refetch } = useQuery(caseQuery(debtorId));
	useLive([`debtor ${debtorId}`], () => void forgetCase(queryClient, debtorId));
	if (error && !view)
		return (
			<div className="page">
				<ErrorState error={error} onRetry={() => void refetch()} />
			</div>
		);
	if (!view) return <LoadingState rows={12} />;
	return (
		<CaseLayout
			view={view}
			head={
				<CaseHead
					view={view}
					clock={
						<p className="read-only">
							<Link to="/debtors">{say(debtorsText.back)}</Link> <span className="quiet">{say(debtorsText.readOnly)}</span>
						</p>
					}
				/>
			}
			middle={
				<>
					<People view={view} />
					<Script view={view} />
				</>
			}
		/>
	);
}
