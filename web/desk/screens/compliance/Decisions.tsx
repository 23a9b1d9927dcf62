import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Modal, Select, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { type DecisionFilter, type DecisionLine, type DecisionView, decisionQuery, decisionsPage } from '../../api/compliance.ts';
import { loginsQuery } from '../../api/house.ts';
import { useMe } from '../../api/session.ts';
import { certaintyText, channelName, complianceText, forceText } from '../../i18n/compliance.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { lineText, saidText, wordOf } from '../../i18n/trade.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Field } from '../../parts/FormShell.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';
import { timeText } from '../../parts/time.ts';

/** Every decision of the gate, searched; each opens with why. */
export function Decisions() {
	const say = useSay();
	const { tenant } = useMe();
	const [filter, setFilter] = useState<DecisionFilter>({});
	const [opened, setOpened] = useState<DecisionLine | null>(null);
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['decisions', filter],
		queryFn: ({ pageParam, signal }) => decisionsPage(filter, pageParam, signal),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (page) => page.next ?? undefined,
	});
	return (
		<>
			<Filters filter={filter} onChange={setFilter} />
			<PageTable<DecisionLine>
				label={say(complianceText.decisions)}
				columns={columnsOf(say, tenant.zone, setOpened)}
				rows={data?.pages.flatMap((page) => page.items)}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				more={hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
				width={1_130}
				empty={<EmptyState title={say(complianceText.noDecisions)} next={say(complianceText.noDecisionsNext)} />}
			/>
			{opened && <Why line={opened} zone={tenant.zone} onClose={() => setOpened(null)} />}
		</>
	);
}

function Filters({ filter, onChange }: { filter: DecisionFilter; onChange: (filter: DecisionFilter) => void }) {
	const say = useSay();
	const set = (name: keyof DecisionFilter, value: string) => {
		const { [name]: _, ...rest } = filter;
		onChange(value === '' ? rest : { ...rest, [name]: value });
	};
	const digits = (text: string) => (/^\d{0,18}$/.test(text) ? set('debtor_id', text) : undefined);
	return (
		<form className="filters" aria-label={say(complianceText.decisions)} onSubmit={(event) => event.preventDefault()}>
			<Field label={say(complianceText.from)}>
				{(control) => <Input {...control} type="date" value={filter.from ?? ''} onChange={(event) => set('from', event.target.value)} />}
			</Field>
			<Field label={say(complianceText.to)}>
				{(control) => <Input {...control} type="date" value={filter.to ?? ''} onChange={(event) => set('to', event.target.value)} />}
			</Field>
			<Field label={say(complianceText.verdict)}>
				{(control) => (
					<Select
						{...control}
						value={filter.verdict ?? ''}
						onChange={(value: string) => set('verdict', value)}
						options={[
							{ value: '', label: say(complianceText.all) },
							{ value: 'permitted', label: say(complianceText.permitted) },
							{ value: 'refused', label: say(complianceText.refused) },
						]}
					/>
				)}
			</Field>
			<Field label={say(complianceText.channel)}>
				{(control) => (
					<Select
						{...control}
						value={filter.channel ?? ''}
						onChange={(value: string) => set('channel', value)}
						options={[
							{ value: '', label: say(complianceText.all) },
							...Object.entries(channelName).map(([value, text]) => ({ value, label: say(text) })),
						]}
					/>
				)}
			</Field>
			<AgentFilter chosen={filter.actor_id} onChoose={(id) => set('actor_id', id)} />
			<Field label={say(complianceText.rule)}>
				{(control) => (
					<Input
						{...control}
						placeholder={say(complianceText.rulePlaceholder)}
						value={filter.rule ?? ''}
						onChange={(event) => set('rule', event.target.value.trim())}
					/>
				)}
			</Field>
			<Field label={say(complianceText.debtorId)}>
				{(control) => (
					<Input {...control} inputMode="numeric" value={filter.debtor_id ?? ''} onChange={(event) => digits(event.target.value)} />
				)}
			</Field>
		</form>
	);
}

/** Who may have asked: agents and team leads. */
function AgentFilter({ chosen, onChoose }: { chosen: string | undefined; onChoose: (id: string) => void }) {
	const say = useSay();
	const { data } = useQuery(loginsQuery);
	return (
		<Field label={say(complianceText.agent)}>
			{(control) => (
				<Select
					{...control}
					value={chosen ?? ''}
					onChange={onChoose}
					options={[
						{ value: '', label: say(complianceText.all) },
						...(data?.items ?? [])
							.filter((login) => login.role === 'agent' || login.role === 'team_lead')
							.map((login) => ({ value: login.id, label: login.name })),
					]}
				/>
			)}
		</Field>
	);
}

function VerdictTag({ permitted }: { permitted: boolean }) {
	const say = useSay();
	return <Tag color={permitted ? 'green' : 'red'}>{say(permitted ? complianceText.permitted : complianceText.refused)}</Tag>;
}

function columnsOf(say: Say, zone: string, open: (line: DecisionLine) => void): TableColumnsType<DecisionLine> {
	return [
		{ key: 'at', title: say(complianceText.at), width: 150, render: (_, row) => <DateTime at={row.asked_at} zone={zone} /> },
		{
			key: 'debtor',
			title: say(complianceText.debtor),
			width: 120,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
					<Masked value={row.debtor_name} />
				</Link>
			),
		},
		{ key: 'agent', title: say(complianceText.agent), width: 130, render: (_, row) => row.asked_by.name },
		{ key: 'channel', title: say(complianceText.channel), width: 110, render: (_, row) => say(wordOf(channelName, row.channel)) },
		{
			key: 'number',
			title: say(complianceText.number),
			width: 140,
			render: (_, row) => row.number_masked && <Masked value={row.number_masked} />,
		},
		{ key: 'verdict', title: say(complianceText.verdict), width: 90, render: (_, row) => <VerdictTag permitted={row.permitted} /> },
		{ key: 'rule', title: say(complianceText.rule), width: 180, render: (_, row) => row.refused_by.join('、') || '–' },
		{
			key: 'used',
			title: say(complianceText.used),
			width: 110,
			render: (_, row) =>
				row.attempted_at ? <DateTime at={row.attempted_at} zone={zone} style="time" /> : row.permitted ? say(complianceText.notUsed) : '–',
		},
		{
			key: 'why',
			title: '',
			width: 100,
			render: (_, row) => (
				<Button size="small" onClick={() => open(row)}>
					{say(complianceText.why)}
				</Button>
			),
		},
	];
}

function Why({ line, zone, onClose }: { line: DecisionLine; zone: string; onClose: () => void }) {
	const say = useSay();
	const { data, error, refetch } = useQuery(decisionQuery(line.debtor_id, line.id));
	return (
		<Modal open title={say(complianceText.whyTitle, { id: line.id })} footer={null} width={820} onCancel={onClose}>
			{error ? (
				<ErrorState error={error} onRetry={() => void refetch()} />
			) : data === undefined ? (
				<LoadingState rows={6} />
			) : (
				<WhyOf decision={data} zone={zone} />
			)}
		</Modal>
	);
}

function WhyOf({ decision, zone }: { decision: DecisionView; zone: string }) {
	const say = useSay();
	const language = useLanguage();
	return (
		<div className="why">
			<p>
				<VerdictTag permitted={decision.permitted} />
				<DateTime at={decision.asked_at} zone={zone} style="long" /> {decision.asked_by.name} · {say(wordOf(channelName, decision.channel))}{' '}
				{!decision.permitted &&
					decision.allowed_from !== null &&
					say(complianceText.allowedFrom, { at: timeText(decision.allowed_from, zone, 'long', language) })}
			</p>
			<p className={decision.again.agrees === false ? 'usable-no' : 'quiet'}>{say(decision.again.note)}</p>
			{decision.attempted_at !== null && (
				<p>
					{say(complianceText.used)}：<DateTime at={decision.attempted_at} zone={zone} style="long" />
					{decision.outcome && ` · ${say(wordOf(lineText, decision.outcome.line))} · ${say(wordOf(saidText, decision.outcome.said))}`}
				</p>
			)}
			{decision.looked_for !== null && <p>{say(complianceText.lookedFor, { words: decision.looked_for })}</p>}
			<h3>{say(complianceText.reasons)}</h3>
			{decision.reasons.length === 0 && <p className="quiet">{say(complianceText.noReasons)}</p>}
			<ul className="why-reasons">
				{decision.reasons.map((reason, i) => (
					<li key={`${reason.rule} ${i}`}>
						<strong>{reason.rule}</strong> {say(reason.sentence)}
						{reason.text && <div>{say(reason.text)}</div>}
						<div className="quiet">
							{say(reason.citation)}
							{reason.force && ` · ${say(complianceText.force)}：${say(wordOf(forceText, reason.force))}`}
							{reason.certainty && ` · ${say(complianceText.certainty)}：${say(wordOf(certaintyText, reason.certainty))}`}
						</div>
					</li>
				))}
			</ul>
			<h3>{say(complianceText.factsThen)}</h3>
			<pre className="facts">{JSON.stringify({ ask: decision.ask, facts: decision.facts }, null, 2)}</pre>
			<p className="quiet">
				{say(complianceText.lawVersion)} {decision.law_version.slice(0, 16)}
			</p>
		</div>
	);
}
