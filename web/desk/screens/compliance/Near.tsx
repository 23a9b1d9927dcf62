import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type TableColumnsType, Tag } from 'antd';
import { type NearLimits, nearLimitsQuery } from '../../api/compliance.ts';
import { useMe } from '../../api/session.ts';
import { channelName, complianceText } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import { limitationText } from '../../i18n/limitation.ts';
import type { Say } from '../../i18n/texts.ts';
import { holdText, wordOf } from '../../i18n/trade.ts';
import { DateTime, LocalDate } from '../../parts/DateTime.tsx';
import { LimitationEnd } from '../../parts/LimitationEnd.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { Money } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Standing } from '../../parts/Standing.tsx';
import { EmptyState } from '../../parts/states.tsx';

type Limit = NearLimits['limits'][number] & { key: string };

/** Who is one contact from a limit, whose certificate runs out, which holds end: the morning's first look. */
export function Near() {
	const say = useSay();
	const { tenant } = useMe();
	const { data, error, refetch } = useQuery(nearLimitsQuery);
	return (
		<>
			{data && data.certificates.length > 0 && (
				<Panel title={say(complianceText.certificates)}>
					<ul className="near-list">
						{data.certificates.map((agent) => (
							<li key={agent.login_id}>
								<strong>{agent.name}</strong>{' '}
								{agent.ends_on === null ? (
									<Tag color="red">{say(complianceText.certificateNone)}</Tag>
								) : (
									<>
										{say(complianceText.certificateEnds)} <LocalDate on={agent.ends_on} />
									</>
								)}
							</li>
						))}
					</ul>
				</Panel>
			)}
			{data && data.limitations.length > 0 && (
				<Panel title={say(limitationText.near)}>
					<ul className="near-list">
						{data.limitations.map((debt) => (
							<li key={debt.debt_id}>
								<Link to="/debtors/$debtorId" params={{ debtorId: debt.debtor_id }}>
									<Masked value={debt.debtor_name} />
								</Link>{' '}
								<span className="figures">{debt.reference}</span> <Money minor={debt.owed_minor} currency={debt.currency} />{' '}
								<LimitationEnd of={debt.limitation} /> <span className="quiet">{say(debt.limitation.why)}</span>
							</li>
						))}
					</ul>
				</Panel>
			)}
			{data && data.clients.length > 0 && (
				<Panel title={say(complianceText.clientsStanding)}>
					<ul className="near-list">
						{data.clients.map((client) => (
							<li key={client.client_id}>
								<strong>{client.name}</strong> <Standing of={client.standing} />
							</li>
						))}
					</ul>
				</Panel>
			)}
			{data && data.holds.length > 0 && (
				<Panel title={say(complianceText.holdsEnding)}>
					<ul className="near-list">
						{data.holds.map((hold) => (
							<li key={hold.hold_id}>
								<Link to="/debtors/$debtorId" params={{ debtorId: hold.debtor_id }}>
									<Masked value={hold.debtor_name} />
								</Link>{' '}
								{say(wordOf(holdText, hold.kind))} <DateTime at={hold.until_at} zone={tenant.zone} />
							</li>
						))}
					</ul>
				</Panel>
			)}
			<PageTable<Limit>
				label={say(complianceText.near)}
				columns={columnsOf(say, tenant.zone)}
				rows={data?.limits.map((each) => ({ ...each, key: `${each.rule} ${each.debtor_id} ${each.number_masked ?? ''} ${each.limit}` }))}
				rowKey="key"
				error={error}
				onRetry={() => void refetch()}
				note={data?.cut ? say(complianceText.nearCut) : undefined}
				width={900}
				empty={<EmptyState title={say(complianceText.nearNone)} next={say(complianceText.nearNoneNext)} />}
			/>
		</>
	);
}

function columnsOf(say: Say, zone: string): TableColumnsType<Limit> {
	return [
		{
			key: 'debtor',
			title: say(complianceText.debtor),
			width: 150,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
					<Masked value={row.debtor_name} />
				</Link>
			),
		},
		{ key: 'rule', title: say(complianceText.rule), width: 100, render: (_, row) => <strong>{row.rule}</strong> },
		{ key: 'channel', title: say(complianceText.channel), width: 110, render: (_, row) => say(wordOf(channelName, row.channel)) },
		{
			key: 'number',
			title: say(complianceText.number),
			width: 140,
			render: (_, row) => row.number_masked && <Masked value={row.number_masked} />,
		},
		{
			key: 'used',
			title: say(complianceText.nearUsed),
			width: 120,
			align: 'right',
			render: (_, row) => (
				<Tag color={row.used >= row.limit ? 'red' : 'orange'}>
					{row.used} / {row.limit}
				</Tag>
			),
		},
		{
			key: 'says',
			title: say(complianceText.says),
			width: 280,
			render: (_, row) => (
				<>
					{say(row.sentence)} {row.lifts_at && <DateTime at={row.lifts_at} zone={zone} />}
				</>
			),
		},
	];
}
