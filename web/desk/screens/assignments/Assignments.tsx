import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Checkbox, InputNumber, Radio, Select, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { assign, type AssignmentAnswer, type AssignmentView, assignmentsPage, clientsQuery, teamsQuery } from '../../api/house.ts';
import { assignText, menuText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { Sums } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState } from '../../parts/states.tsx';

const route = getRouteApi('/shell/assignments');
type Way = 'team' | 'count' | 'amount' | 'load' | 'skill' | 'random';

/** Who works whom, and handing out: choose, preview, then assign. The same seed hands out the same way. */
export function Assignments() {
	const say = useSay();
	const navigate = useNavigate();
	const filter = route.useSearch();
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['assignments', filter],
		queryFn: ({ pageParam, signal }) => assignmentsPage(filter, pageParam, signal),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (page) => page.next ?? undefined,
	});
	const { data: clients } = useQuery(clientsQuery);
	const [selected, setSelected] = useState<string[]>([]);
	const go = (to: typeof filter) => {
		setSelected([]);
		void navigate({ to: '/assignments', search: to });
	};
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.assignments)}</h1>
				<div className="filters">
					<Select
						aria-label={say(assignText.client)}
						allowClear
						className="filter"
						placeholder={say(assignText.client)}
						value={filter.client ?? null}
						options={clients?.items.map((client) => ({ value: client.code, label: client.name })) ?? []}
						onChange={(client: string | undefined) =>
							go({ ...(filter.unassigned ? { unassigned: true } : {}), ...(client ? { client } : {}) })
						}
					/>
					<Checkbox
						checked={filter.unassigned === true}
						onChange={(event) =>
							go({ ...(filter.client ? { client: filter.client } : {}), ...(event.target.checked ? { unassigned: true } : {}) })
						}
					>
						{say(assignText.onlyUnassigned)}
					</Checkbox>
				</div>
			</header>
			<HandOut filter={filter} selected={selected} onDone={() => setSelected([])} />
			<PageTable<AssignmentView>
				label={say(assignText.list)}
				columns={columnsOf(say)}
				rows={data?.pages.flatMap((page) => page.items)}
				rowKey="debtor_id"
				error={error}
				onRetry={() => void refetch()}
				more={hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
				width={858}
				selection={{ keys: selected, onChange: setSelected }}
				empty={<EmptyState title={say(assignText.none)} next={say(assignText.noneNext)} />}
			/>
		</div>
	);
}

function columnsOf(say: Say): TableColumnsType<AssignmentView> {
	return [
		{
			key: 'name',
			title: say(assignText.debtor),
			width: 120,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
					<Masked value={row.name_masked} strong />
				</Link>
			),
		},
		{ key: 'references', title: say(assignText.references), width: 180, render: (_, row) => row.references.join('、') },
		{
			key: 'owed',
			title: say(assignText.owed),
			width: 150,
			align: 'right',
			render: (_, row) => <Sums owed={row.owed} />,
		},
		{ key: 'days', title: say(assignText.days), width: 100, align: 'right', render: (_, row) => row.days_past_due },
		{
			key: 'team',
			title: say(assignText.team),
			width: 140,
			render: (_, row) => row.team?.name ?? <span className="quiet">{say(assignText.nobody)}</span>,
		},
		{ key: 'agent', title: say(assignText.agent), width: 120, render: (_, row) => row.agent?.name ?? <span className="quiet">–</span> },
	];
}

/** Tells one hand-out from another, tried or done. */
const wordOfOrder = (order: object) => JSON.stringify({ ...order, dry_run: true });

function HandOut({
	filter,
	selected,
	onDone,
}: {
	filter: { client?: string; unassigned?: boolean };
	selected: readonly string[];
	onDone: () => void;
}) {
	const say = useSay();
	const { message } = App.useApp();
	const queryClient = useQueryClient();
	const { data: teams } = useQuery(teamsQuery);
	const [team, setTeam] = useState<string | null>(null);
	const [way, setWay] = useState<Way>('count');
	const [seed, setSeed] = useState(1);
	const [shown, setShown] = useState<{ answer: AssignmentAnswer; of: string } | null>(null);
	const which =
		selected.length > 0
			? { debtor_ids: [...selected] }
			: { ...(filter.client ? { client: filter.client } : {}), ...(filter.unassigned ? { unassigned: true } : {}) };
	const body = team === null ? null : { team_id: team, way, seed, ...which };
	const previewed = body !== null && shown?.of === wordOfOrder(body);
	const act = useAct(assign, {
		onDone: (answer, input) => {
			// What was asked for, not what the form says by now.
			if (answer.dry_run) return setShown({ answer, of: wordOfOrder(input) });
			setShown(null);
			onDone();
			void queryClient.invalidateQueries({ queryKey: ['assignments'] });
			void message.success(say(assignText.done, { count: answer.debtors }));
		},
	});
	const ways: readonly (readonly [Way, string])[] = [
		['count', say(assignText.byCount)],
		['amount', say(assignText.byAmount)],
		['load', say(assignText.byLoad)],
		['skill', say(assignText.bySkill)],
		['random', say(assignText.byRandom)],
		['team', say(assignText.byTeam)],
	];
	return (
		<Panel
			title={say(assignText.handOut)}
			extra={
				<span className="quiet">
					{selected.length > 0 ? say(assignText.selected, { count: selected.length }) : say(assignText.matching)}
				</span>
			}
		>
			<FormShell
				label={say(assignText.handOut)}
				submit={say(previewed ? assignText.confirm : assignText.preview)}
				blockedBecause={body === null ? say(assignText.pickTeam) : null}
				sending={act.isPending}
				error={act.error}
				onSubmit={() => body && act.mutate({ ...body, dry_run: !previewed })}
			>
				<Field label={say(assignText.team)}>
					{(control) => (
						<Select
							{...control}
							className="wide-control"
							value={team}
							onChange={setTeam}
							options={teams?.items.map((each) => ({ value: each.id, label: `${each.name} (${each.members})` })) ?? []}
						/>
					)}
				</Field>
				<Field label={say(assignText.way)} wide>
					{(control) => (
						<Radio.Group
							{...control}
							className="ways"
							optionType="button"
							value={way}
							onChange={(event) => setWay(event.target.value as Way)}
							options={ways.map(([value, label]) => ({ value, label }))}
						/>
					)}
				</Field>
				{way === 'random' && (
					<Field label={say(assignText.seed)}>
						{(control) => <InputNumber {...control} min={0} max={4_294_967_295} value={seed} onChange={(value) => setSeed(value ?? 1)} />}
					</Field>
				)}
				{previewed && shown && <Preview answer={shown.answer} />}
			</FormShell>
		</Panel>
	);
}

function Preview({ answer }: { answer: AssignmentAnswer }) {
	const say = useSay();
	return (
		<div className="field-wide">
			<Table
				size="small"
				pagination={false}
				rowKey="name"
				dataSource={answer.hands}
				columns={[
					{ key: 'name', title: say(assignText.agent), render: (_, hand) => hand.name },
					{ key: 'debtors', title: say(assignText.gets), align: 'right', render: (_, hand) => hand.debtors },
					{ key: 'owed', title: say(assignText.owed), align: 'right', render: (_, hand) => <Sums owed={hand.owed} /> },
					{ key: 'before', title: say(assignText.before), align: 'right', render: (_, hand) => hand.before },
				]}
			/>
			{answer.passed_over.length > 0 && (
				<p role="status">{say(assignText.passedOver, { names: answer.passed_over.map(({ name }) => name).join('、') })}</p>
			)}
			{answer.without_skill > 0 && <p role="status">{say(assignText.withoutSkill, { count: answer.without_skill })}</p>}
		</div>
	);
}
