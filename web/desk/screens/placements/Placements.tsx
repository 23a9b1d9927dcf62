import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Input, Modal, Select, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientsQuery, endPlacement, extendPlacement, placementsPage, type PlacementView } from '../../api/house.ts';
import { useLive } from '../../api/live.ts';
import { useMay } from '../../api/session.ts';
import { menuText, placementStateText, placementText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { wordOf } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Money } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';

type Ending = { placement: PlacementView; how: 'undo' | 'recall' | 'extend' };

const route = getRouteApi('/shell/placements');

/** The batches clients placed, and what can be done with each. */
export function Placements() {
	const say = useSay();
	const may = useMay();
	const navigate = useNavigate();
	const { client } = route.useSearch();
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['placements', client ?? 'all'],
		queryFn: ({ pageParam, signal }) => placementsPage(client, pageParam, signal),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (page) => page.next ?? undefined,
	});
	const { data: clients } = useQuery({ ...clientsQuery, enabled: may('client.view') });
	const [ending, setEnding] = useState<Ending | null>(null);
	useLive(['placements'], () => void refetch());
	const importLink = may('placement.import') && (
		<Link to="/placements/import">
			<Button type="primary">{say(placementText.importFile)}</Button>
		</Link>
	);
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.placements)}</h1>
				<div className="filters">
					{clients && clients.items.length > 1 && (
						<Select
							aria-label={say(placementText.client)}
							allowClear
							className="filter"
							placeholder={say(placementText.client)}
							value={client ?? null}
							options={clients.items.map((each) => ({ value: each.code, label: each.name }))}
							onChange={(code: string | undefined) => void navigate({ to: '/placements', search: code ? { client: code } : {} })}
						/>
					)}
					{importLink}
				</div>
			</header>
			<PageTable<PlacementView>
				label={say(placementText.list)}
				columns={columnsOf(
					say,
					{ undo: may('placement.undo'), recall: may('placement.recall'), errors: may('placement.errors') },
					setEnding,
				)}
				rows={data?.pages.flatMap((page) => page.items)}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				more={hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
				width={1310}
				empty={
					<EmptyState
						title={say(client ? placementText.noneOfClient : placementText.none)}
						next={say(placementText.noneNext)}
						action={importLink}
					/>
				}
			/>
			{ending?.how === 'extend' && <ExtendDialog placement={ending.placement} onClose={() => setEnding(null)} />}
			{ending && ending.how !== 'extend' && <EndDialog placement={ending.placement} how={ending.how} onClose={() => setEnding(null)} />}
		</div>
	);
}

function columnsOf(
	say: Say,
	may: { undo: boolean; recall: boolean; errors: boolean },
	onEnd: (ending: Ending) => void,
): TableColumnsType<PlacementView> {
	return [
		{ key: 'batch', title: say(placementText.batch), width: 190, render: (_, row) => <strong>{row.batch_no}</strong> },
		{ key: 'client', title: say(placementText.client), width: 180, render: (_, row) => row.client.name },
		{ key: 'placed', title: say(placementText.placedOn), width: 110, render: (_, row) => <LocalDate on={row.placed_on} /> },
		{
			key: 'recall',
			title: say(placementText.recallOn),
			width: 110,
			render: (_, row) => (row.recall_due_on ? <LocalDate on={row.recall_due_on} /> : '–'),
		},
		{
			key: 'counted',
			title: say(placementText.counted),
			width: 200,
			align: 'right',
			render: (_, row) =>
				row.counted.map((each) => (
					<div key={each.currency}>
						{each.count} · <Money minor={each.amount_minor} currency={each.currency} />
					</div>
				)),
		},
		{ key: 'rejected', title: say(placementText.rejected), width: 80, align: 'right', render: (_, row) => row.rejected },
		{ key: 'duplicates', title: say(placementText.duplicates), width: 100, align: 'right', render: (_, row) => row.duplicates },
		{
			key: 'state',
			title: say(placementText.state),
			width: 90,
			render: (_, row) => <Tag color={row.state === 'imported' ? 'green' : 'default'}>{say(wordOf(placementStateText, row.state))}</Tag>,
		},
		{
			key: 'acts',
			title: '',
			width: 270,
			render: (_, row) => (
				<span className="row-acts">
					{row.rejected > 0 && may.errors && <a href={`/api/placements/${row.id}/errors.csv`}>{say(placementText.errorFile)}</a>}
					{row.state === 'imported' && may.undo && (
						<Button size="small" onClick={() => onEnd({ placement: row, how: 'undo' })}>
							{say(placementText.undo)}
						</Button>
					)}
					{row.state === 'imported' && may.recall && (
						<Button size="small" onClick={() => onEnd({ placement: row, how: 'recall' })}>
							{say(placementText.recall)}
						</Button>
					)}
					{row.state === 'imported' && row.recall_due_on !== null && may.recall && (
						<Button size="small" onClick={() => onEnd({ placement: row, how: 'extend' })}>
							{say(placementText.extend)}
						</Button>
					)}
				</span>
			),
		},
	];
}

/** The client leaves the batch with the house until a later day. */
function ExtendDialog({ placement, onClose }: { placement: PlacementView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [until, setUntil] = useState('');
	const [reason, setReason] = useState('');
	const { message } = App.useApp();
	const act = useAct(extendPlacement, {
		onDone: ({ debts }) => {
			void message.success(say(placementText.extended, { debts }));
			void queryClient.invalidateQueries({ queryKey: ['placements'] });
			onClose();
		},
	});
	return (
		<Modal open title={say(placementText.extend)} footer={null} onCancel={onClose}>
			<FormShell
				label={say(placementText.extend)}
				submit={say(placementText.extend)}
				blockedBecause={until === '' || reason.trim() === '' ? say(placementText.extendFirst) : null}
				sending={act.isPending}
				error={act.error}
				onSubmit={() => act.mutate({ id: placement.id, until, reason: reason.trim() })}
			>
				<p className="field-wide">{say(placementText.extendAsk, { batch: placement.batch_no })}</p>
				<Field label={say(placementText.extendUntil)}>
					{(control) => <Input {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />}
				</Field>
				<Field label={say(placementText.extendReason)} wide>
					{(control) => <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
				</Field>
			</FormShell>
		</Modal>
	);
}

function EndDialog({ placement, how, onClose }: { placement: PlacementView; how: 'undo' | 'recall'; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [reason, setReason] = useState('');
	const { message } = App.useApp();
	const recall = how === 'recall';
	const act = useAct(endPlacement, {
		onDone: ({ debts, promises_withdrawn: promises }) => {
			if (recall) void message.success(say(placementText.recalled, { debts, promises }));
			void queryClient.invalidateQueries({ queryKey: ['placements'] });
			onClose();
		},
	});
	const title = say(recall ? placementText.recall : placementText.undo);
	return (
		<Modal open title={title} footer={null} onCancel={onClose}>
			<FormShell
				label={title}
				submit={title}
				blockedBecause={recall && reason.trim() === '' ? say(placementText.recallReasonFirst) : null}
				sending={act.isPending}
				error={act.error}
				onSubmit={() => act.mutate({ id: placement.id, how, reason: reason.trim() })}
			>
				<p className="field-wide">
					{recall ? say(placementText.recallAsk, { batch: placement.batch_no }) : say(placementText.undoAsk, { batch: placement.batch_no })}
				</p>
				{recall && (
					<Field label={say(placementText.recallReason)} wide>
						{(control) => <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
					</Field>
				)}
			</FormShell>
		</Modal>
	);
}
