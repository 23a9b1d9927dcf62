import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Table, Tag } from 'antd';
import { floorQuery, type FloorView } from '../../api/house.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/session.ts';
import { floorText, menuText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { Money } from '../../parts/Money.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';

/** What the lead sees without asking: who is on what, what today came to, and the one thing that needs them. */
export function Floor() {
	const say = useSay();
	const { data, error, refetch } = useQuery(floorQuery);
	useLive(['floor', 'queue'], () => void refetch());
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.floor)}</h1>
			</header>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
			{!error && !data && <LoadingState rows={10} />}
			{data && (
				<>
					<Needs needs={data.needs} />
					<Agents floor={data} />
					<div className="two-columns">
						<Queues floor={data} />
						<Refusals floor={data} />
					</div>
					<Hours floor={data} />
				</>
			)}
		</div>
	);
}

/** A number leads where its things are worked; where there is no such page, it is a number. */
function Needs({ needs }: { needs: FloorView['needs'] }) {
	const say = useSay();
	const tiles = [
		{ text: say(floorText.brokenPromises), count: needs.broken_promises, to: null },
		{ text: say(floorText.unmatched), count: needs.unmatched_payments, to: '/payments?state=unmatched' },
		{ text: say(floorText.overpaid), count: needs.overpaid_payments, to: '/payments?state=overpaid' },
		{ text: say(floorText.recallSoon), count: needs.recall_within_a_week, to: '/placements' },
		{ text: say(floorText.unassigned), count: needs.unassigned_debtors, to: '/assignments?unassigned=true' },
		{ text: say(floorText.stuck), count: needs.messages_without_answer, to: '/floor/messages' },
		{ text: say(floorText.unmade), count: needs.messages_not_made, to: '/compliance?tab=texts' },
	];
	return (
		<Panel title={say(floorText.needs)}>
			<ul className="tiles">
				{tiles.map((tile) => (
					<li key={tile.text} className={tile.count > 0 ? 'tile tile-needs' : 'tile'}>
						{tile.to === null ? (
							<Count {...tile} />
						) : (
							<a href={tile.to}>
								<Count {...tile} />
							</a>
						)}
					</li>
				))}
			</ul>
		</Panel>
	);
}

function Count({ count, text }: { count: number; text: string }) {
	return (
		<>
			<strong className="figures">{count}</strong>
			<span>{text}</span>
		</>
	);
}

function Agents({ floor }: { floor: FloorView }) {
	const say = useSay();
	const { tenant } = useMe();
	if (floor.agents.length === 0) return <EmptyState title={say(floorText.noAgents)} next={say(floorText.noAgentsNext)} />;
	const states = {
		on_case: ['green', say(floorText.onCase)],
		between: ['gold', say(floorText.between)],
		away: ['default', say(floorText.away)],
	} as const;
	return (
		<Panel title={say(floorText.agents)}>
			<Table
				size="small"
				pagination={false}
				rowKey="id"
				dataSource={floor.agents}
				scroll={{ x: 900 }}
				columns={[
					{ key: 'name', title: say(floorText.agent), width: 110, fixed: 'left', render: (_, row) => row.name },
					{ key: 'team', title: say(floorText.team), width: 120, render: (_, row) => row.team },
					{
						key: 'state',
						title: say(floorText.state),
						width: 100,
						render: (_, row) => <Tag color={states[row.state][0]}>{states[row.state][1]}</Tag>,
					},
					{
						key: 'since',
						title: say(floorText.since),
						width: 90,
						render: (_, row) => (row.since ? <DateTime at={row.since} zone={tenant.zone} style="time" /> : '–'),
					},
					{
						key: 'debtor',
						title: say(floorText.case),
						width: 110,
						render: (_, row) =>
							row.debtor ? (
								<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor.id }}>
									<Masked value={row.debtor.name_masked} />
								</Link>
							) : (
								'–'
							),
					},
					{ key: 'attempts', title: say(floorText.attempts), width: 70, align: 'right', render: (_, row) => row.attempts },
					{ key: 'answered', title: say(floorText.answered), width: 70, align: 'right', render: (_, row) => row.answered },
					{ key: 'right_party', title: say(floorText.rightParty), width: 70, align: 'right', render: (_, row) => row.right_party },
					{ key: 'promises', title: say(floorText.promises), width: 70, align: 'right', render: (_, row) => row.promises },
					{
						key: 'promised',
						title: say(floorText.promised),
						width: 150,
						align: 'right',
						render: (_, row) =>
							row.promised.map((each) => <Money key={each.currency} minor={each.amount_minor} currency={each.currency} />),
					},
				]}
			/>
		</Panel>
	);
}

function Queues({ floor }: { floor: FloorView }) {
	const say = useSay();
	return (
		<Panel title={say(floorText.queues)}>
			<Table
				size="small"
				pagination={false}
				rowKey="id"
				dataSource={floor.teams}
				columns={[
					{ key: 'name', title: say(floorText.team), render: (_, row) => row.name },
					{ key: 'callable', title: say(floorText.callable), align: 'right', render: (_, row) => <strong>{row.callable}</strong> },
					{ key: 'open', title: say(floorText.open), align: 'right', render: (_, row) => row.open },
					{ key: 'claimed', title: say(floorText.claimed), align: 'right', render: (_, row) => row.claimed },
					{ key: 'done', title: say(floorText.done), align: 'right', render: (_, row) => row.done },
				]}
			/>
		</Panel>
	);
}

function Refusals({ floor }: { floor: FloorView }) {
	const say = useSay();
	return (
		<Panel title={say(floorText.refusals)}>
			{floor.refusals.length === 0 ? (
				<p className="quiet">{say(floorText.noRefusals)}</p>
			) : (
				<ul className="tiles">
					{floor.refusals.map((each) => (
						<li key={each.rule} className="tile">
							<strong className="figures">{each.count}</strong>
							<span>{each.rule}</span>
						</li>
					))}
				</ul>
			)}
		</Panel>
	);
}

/** Calls and answers by hour as plain bars: read in a second, no library needed. */
function Hours({ floor }: { floor: FloorView }) {
	const say = useSay();
	const most = Math.max(1, ...floor.hours.map((each) => each.attempts));
	return (
		<Panel title={say(floorText.hours)}>
			{floor.hours.length === 0 ? (
				<p className="quiet">{say(floorText.noCalls)}</p>
			) : (
				<ol className="hour-bars">
					{floor.hours.map((each) => (
						<li
							key={each.hour}
							aria-label={`${each.hour}:00 ${say(floorText.attempts)} ${each.attempts} ${say(floorText.answered)} ${each.answered}`}
						>
							<span className="hour-bar" style={{ height: `${(each.attempts / most) * 100}%` }}>
								<span className="hour-bar-answered" style={{ height: `${(each.answered / Math.max(1, each.attempts)) * 100}%` }} />
							</span>
							<span className="figures quiet">{each.hour}</span>
						</li>
					))}
				</ol>
			)}
		</Panel>
	);
}
