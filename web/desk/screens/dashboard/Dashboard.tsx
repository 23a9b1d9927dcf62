import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Input, Table } from 'antd';
import { lazy, Suspense } from 'react';
import { type Dashboard as Figures, dashboardQuery, summaryPath } from '../../api/house.ts';
import { useNow } from '../../api/clock.ts';
import { useMe } from '../../api/session.ts';
import { dashboardText, menuText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { moneyChange, rateText } from '../../parts/figures.ts';
import { Money } from '../../parts/Money.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';
import { dateOf } from '../../parts/time.ts';

const route = getRouteApi('/shell/dashboard');
const Curve = lazy(() => import('./Curve.tsx'));

/** The portfolio at a glance: placed, contacted, promised, collected, by bucket and batch, with the liquidation curve and the summary to take away. */
export function Dashboard() {
	const say = useSay();
	const navigate = useNavigate();
	const { tenant } = useMe();
	const now = useNow('minute');
	const search = route.useSearch();
	const to = search.to ?? dateOf(now, tenant.zone);
	const from = search.from ?? monthBefore(to);
	const { data, error, refetch } = useQuery(dashboardQuery({ from, to }));
	const choose = (period: { from: string; to: string }) => void navigate({ to: '/dashboard', search: period });
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.dashboard)}</h1>
				<div className="filters">
					<label>
						{say(dashboardText.from)}{' '}
						<Input
							type="date"
							className="filter-date"
							value={from}
							max={to}
							onChange={(event) => event.target.value && choose({ from: event.target.value, to })}
						/>
					</label>
					<label>
						{say(dashboardText.to)}{' '}
						<Input
							type="date"
							className="filter-date"
							value={to}
							min={from}
							onChange={(event) => event.target.value && choose({ from, to: event.target.value })}
						/>
					</label>
					<span>
						{say(dashboardText.download)}{' '}
						{['html', 'pdf', 'xlsx'].map((format) => (
							<a key={format} className="download" href={summaryPath({ from, to }, format)} target="_blank" rel="noreferrer">
								{format.toUpperCase()}
							</a>
						))}
					</span>
				</div>
			</header>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
			{!error && !data && <LoadingState rows={12} />}
			{data &&
				(data.money.length === 0 ? (
					<EmptyState title={say(dashboardText.none)} next={say(dashboardText.noneNext)} />
				) : (
					<Body figures={data} />
				))}
		</div>
	);
}

/** The same day of the month before, or its last day; dates as text, no zone in it. */
function monthBefore(on: string): string {
	const [year = 0, month = 1, day = 1] = on.split('-').map(Number);
	const last = new Date(Date.UTC(year, month - 1, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 2, Math.min(day, last))).toISOString().slice(0, 10);
}

function Body({ figures }: { figures: Figures }) {
	const say = useSay();
	return (
		<>
			{figures.money.map((money) => (
				<ul key={money.currency} className="tiles">
					<Tile
						text={say(dashboardText.placed)}
						figure={<Money minor={money.placed_minor.now} currency={money.currency} />}
						under={`${say(dashboardText.debts, { count: money.placed_debts.now })} · ${say(dashboardText.change, { change: moneyChange(money.placed_minor.change, money.currency) })}`}
					/>
					<Tile
						text={say(dashboardText.promisedMoney)}
						figure={<Money minor={money.promised_minor.now} currency={money.currency} />}
						under={say(dashboardText.debts, { count: money.promised_count.now })}
					/>
					<Tile
						text={say(dashboardText.collected)}
						figure={<Money minor={money.collected_minor.now} currency={money.currency} />}
						under={`${say(dashboardText.debts, { count: money.collected_debts.now })} · ${say(dashboardText.change, { change: moneyChange(money.collected_minor.change, money.currency) })}`}
					/>
					<Tile
						text={say(dashboardText.open)}
						figure={<Money minor={money.open_minor.now} currency={money.currency} />}
						under={say(dashboardText.debts, { count: money.open_debts.now })}
					/>
				</ul>
			))}
			<ul className="tiles">
				<Tile
					text={say(dashboardText.contacted)}
					figure={String(figures.contact.contacted_debtors.now)}
					under={rateText(figures.contact.contactability.now)}
				/>
				<Tile
					text={say(dashboardText.connect)}
					figure={rateText(figures.contact.connect_rate.now)}
					under={say(dashboardText.calls, { count: figures.contact.calls.now })}
				/>
				{figures.promises.map((each) => (
					<Tile
						key={each.currency}
						text={`${say(dashboardText.kept)} ${each.currency}`}
						figure={rateText(each.kept_rate_count.now)}
						under={`${each.kept_count.now} / ${each.kept_count.now + each.partly_count.now + each.broken_count.now}`}
					/>
				))}
			</ul>
			<Panel title={say(dashboardText.curve)}>
				<Suspense fallback={<LoadingState rows={5} />}>
					<Curve curves={figures.curves} />
				</Suspense>
			</Panel>
			<Panel title={say(dashboardText.buckets)}>
				<Table
					size="small"
					pagination={false}
					rowKey={(row) => `${row.currency} ${row.bucket}`}
					scroll={{ x: 760 }}
					dataSource={figures.buckets}
					columns={[
						{ key: 'name', title: say(dashboardText.bucket), width: 90, render: (_, row) => `${row.name} ${row.currency}` },
						{ key: 'debts', title: say(dashboardText.debtCount), width: 80, align: 'right', render: (_, row) => row.debts },
						{
							key: 'contacted',
							title: say(dashboardText.contacted),
							width: 120,
							align: 'right',
							render: (_, row) => row.contacted_debtors,
						},
						{
							key: 'promised',
							title: say(dashboardText.promisedMoney),
							width: 150,
							align: 'right',
							render: (_, row) => <Money minor={row.promised_minor} currency={row.currency} />,
						},
						{
							key: 'collected',
							title: say(dashboardText.collected),
							width: 150,
							align: 'right',
							render: (_, row) => <Money minor={row.collected_minor} currency={row.currency} />,
						},
						{ key: 'recovery', title: say(dashboardText.recovery), width: 90, align: 'right', render: (_, row) => rateText(row.recovery) },
						{
							key: 'open',
							title: say(dashboardText.open),
							width: 160,
							align: 'right',
							render: (_, row) => <Money minor={row.open_minor} currency={row.currency} />,
						},
					]}
				/>
			</Panel>
			<Panel title={say(dashboardText.batches)}>
				<Table
					size="small"
					pagination={false}
					rowKey={(row) => `${row.placement_id} ${row.currency}`}
					scroll={{ x: 860 }}
					dataSource={figures.batches}
					columns={[
						{ key: 'batch', title: say(dashboardText.batch), width: 190, render: (_, row) => row.batch_no },
						{ key: 'debts', title: say(dashboardText.debtCount), width: 80, align: 'right', render: (_, row) => row.debts },
						{
							key: 'placed',
							title: say(dashboardText.placed),
							width: 160,
							align: 'right',
							render: (_, row) => <Money minor={row.placed_minor} currency={row.currency} />,
						},
						{
							key: 'collected',
							title: say(dashboardText.collected),
							width: 150,
							align: 'right',
							render: (_, row) => <Money minor={row.collected_minor} currency={row.currency} />,
						},
						{
							key: 'to_date',
							title: say(dashboardText.toDate),
							width: 150,
							align: 'right',
							render: (_, row) => <Money minor={row.collected_to_date_minor} currency={row.currency} />,
						},
						{ key: 'recovery', title: say(dashboardText.recovery), width: 90, align: 'right', render: (_, row) => rateText(row.recovery) },
					]}
				/>
			</Panel>
		</>
	);
}

function Tile({ text, figure, under }: { text: string; figure: React.ReactNode; under: string }) {
	return (
		<li className="tile">
			<strong className="figures">{figure}</strong>
			<span>{text}</span>
			<span className="quiet">{under}</span>
		</li>
	);
}
