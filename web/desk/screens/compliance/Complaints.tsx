import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { actOnComplaint, type ComplaintLine, complaintQuery, complaintsQuery, type ComplaintView } from '../../api/care.ts';
import { useLive } from '../../api/live.ts';
import { useMay, useMe } from '../../api/session.ts';
import { careText, complaintChannelText, complaintEventText, complaintKindText, complaintStateText, verdictText } from '../../i18n/care.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { wordOf } from '../../i18n/trade.ts';
import { DateTime, LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { dateText } from '../../parts/time.ts';
import { ComplaintFiles } from './ComplaintFiles.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';

/** What debtors brought: who answers it, and by when. */
export function Complaints() {
	const say = useSay();
	const { tenant } = useMe();
	const [opened, setOpened] = useState<string | null>(null);
	const queryClient = useQueryClient();
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(complaintsQuery);
	// Somebody else may take one, and then only they may answer it.
	useLive(['complaints'], () => void queryClient.invalidateQueries({ queryKey: ['complaints'] }));
	return (
		<>
			{opened !== null && <OneComplaint key={opened} id={opened} onClose={() => setOpened(null)} />}
			<PageTable<ComplaintLine>
				label={say(careText.complaints)}
				columns={columnsOf(say, tenant.zone, setOpened)}
				rows={data?.pages.flatMap((page) => page.items)}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				more={hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
				width={1_060}
				empty={<EmptyState title={say(careText.noComplaints)} next={say(careText.noComplaintsNext)} />}
			/>
		</>
	);
}

function columnsOf(say: Say, zone: string, open: (id: string) => void): TableColumnsType<ComplaintLine> {
	return [
		{
			key: 'open',
			title: say(careText.kind),
			width: 180,
			render: (_, row) => (
				<Button type="link" size="small" onClick={() => open(row.id)} aria-label={`${say(careText.open)} ${row.id}`}>
					{row.id} {say(complaintKindText[row.kind])}
				</Button>
			),
		},
		{
			key: 'by',
			title: say(careText.answerBy),
			width: 180,
			render: (_, row) => (
				<>
					<LocalDate on={row.answer_by} /> {row.late && <Tag color="red">{say(careText.late)}</Tag>}
				</>
			),
		},
		{
			key: 'debtor',
			title: say(complianceText.debtor),
			width: 130,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
					<Masked value={row.debtor_name} />
				</Link>
			),
		},
		{ key: 'channel', title: say(careText.channel), width: 110, render: (_, row) => say(wordOf(complaintChannelText, row.channel)) },
		{ key: 'at', title: say(careText.receivedAt), width: 170, render: (_, row) => <DateTime at={row.received_at} zone={zone} /> },
		{ key: 'state', title: say(careText.state), width: 120, render: (_, row) => say(complaintStateText[row.state]) },
		{ key: 'handler', title: say(careText.handler), width: 170, render: (_, row) => row.handler ?? '–' },
	];
}

function OneComplaint({ id, onClose }: { id: string; onClose: () => void }) {
	const say = useSay();
	const language = useLanguage();
	const { tenant } = useMe();
	const may = useMay();
	const { data, error, refetch } = useQuery(complaintQuery(id));
	if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
	if (!data) return <LoadingState rows={4} />;
	const facts: readonly (readonly [string, string | null])[] = [
		[say(careText.handler), data.handler],
		[say(careText.words), data.words],
		[say(careText.wanted), data.wanted || null],
		[say(careText.acknowledgeBy), data.state === 'received' ? dateText(data.acknowledge_by, language) : null],
		[say(careText.dueOn), dateText(data.due_on, language)],
		[say(careText.calendar), data.calendar_unpublished ? say(careText.calendarUnpublished) : null],
		[say(careText.verdict), data.verdict && say(verdictText[data.verdict])],
		[say(careText.answer), data.answer],
		[say(careText.involved), data.involved.map((each) => each.name).join('、') || null],
	];
	return (
		<Panel title={`${data.id} ${say(complaintKindText[data.kind])} · ${say(complaintStateText[data.state])}`}>
			<dl className="said">
				{facts.flatMap(([name, value]) =>
					value === null
						? []
						: [
								<div key={name}>
									<dt>{name}</dt>
									<dd>{value}</dd>
								</div>,
							],
				)}
			</dl>
			<h3>{say(careText.timeline)}</h3>
			<ul className="lines">
				{data.events.map((event) => (
					<li key={`${event.at} ${event.what}`}>
						<DateTime at={event.at} zone={tenant.zone} /> {say(wordOf(complaintEventText, event.what))} · {event.by}{' '}
						{event.note !== null && <span className="quiet">{event.note}</span>}
					</li>
				))}
			</ul>
			<ComplaintFiles view={data} />
			<div className="panel-acts">
				<ComplaintActs view={data} />
				{may('complaint.pack') && (
					<>
						<Button size="small" href={`/api/complaints/${id}/pack?format=pdf`}>
							{say(careText.pack)}
						</Button>
						<Button size="small" href={`/api/complaints/${id}/pack?format=json`}>
							{say(careText.packJson)}
						</Button>
					</>
				)}
				<Button size="small" onClick={onClose}>
					{say(careText.close)}
				</Button>
			</div>
		</Panel>
	);
}

/** What may be done with it now, by this person. The server decides again. */
function ComplaintActs({ view }: { view: ComplaintView }) {
	const say = useSay();
	const may = useMay();
	const { login } = useMe();
	const queryClient = useQueryClient();
	const [form, setForm] = useState<'answer' | 'extend' | 'close' | 'reopen' | null>(null);
	// What is typed stays until it is sent: a refusal, or taking the case meanwhile, costs no words.
	const [drafts, setDrafts] = useState<Record<string, string>>({});
	const words = (form && drafts[form]) ?? '';
	const [verdict, setVerdict] = useState<keyof typeof verdictText>('upheld');
	const act = useAct(actOnComplaint, {
		onDone: (_, { verb }) => {
			setForm(null);
			setDrafts((before) => ({ ...before, [verb]: '' }));
			void queryClient.invalidateQueries({ queryKey: ['complaints'] });
		},
	});
	const open = view.state === 'received' || view.state === 'investigating';
	const mine = view.handler_id === login.id;
	const buttons = [
		{ verb: 'answer' as const, text: careText.sendAnswer, shown: view.state === 'investigating' && mine && may('complaint.handle') },
		{ verb: 'extend' as const, text: careText.extend, shown: open && view.extensions_left > 0 && may('complaint.extend') },
		{ verb: 'close' as const, text: careText.settle, shown: view.state === 'answered' && may('complaint.handle') },
		{
			verb: 'reopen' as const,
			text: careText.reopen,
			shown: (view.state === 'answered' || view.state === 'closed') && may('complaint.handle'),
		},
	].filter((each) => each.shown);
	if (form === null)
		return (
			<span className="row-acts">
				{act.error && <ErrorState error={act.error} />}
				{open && !mine && may('complaint.handle') && (
					<Button size="small" type="primary" loading={act.isPending} onClick={() => act.mutate({ id: view.id, verb: 'take', body: {} })}>
						{say(careText.take)}
					</Button>
				)}
				{buttons.map(({ verb, text }) => (
					<Button key={verb} size="small" onClick={() => setForm(verb)}>
						{say(text)}
					</Button>
				))}
			</span>
		);
	const title = say(buttons.find((each) => each.verb === form)?.text ?? careText.answer);
	const missing = say(form === 'answer' ? careText.answerMissing : careText.reasonMissing);
	return (
		<FormShell
			label={title}
			submit={title}
			blockedBecause={words.trim() === '' ? missing : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(careText.cancel), onCancel: () => setForm(null) }}
			onSubmit={() =>
				act.mutate({ id: view.id, verb: form, body: form === 'answer' ? { verdict, words: words.trim() } : { reason: words.trim() } })
			}
		>
			{form === 'answer' && (
				<Field label={say(careText.verdict)}>
					{(control) => (
						<Select
							{...control}
							value={verdict}
							onChange={setVerdict}
							options={Object.entries(verdictText).map(([value, text]) => ({ value: value as keyof typeof verdictText, label: say(text) }))}
						/>
					)}
				</Field>
			)}
			<Field label={say(form === 'answer' ? careText.answer : careText.reason)} wide>
				{(control) => (
					<Input.TextArea
						{...control}
						rows={form === 'answer' ? 8 : 3}
						maxLength={form === 'answer' ? 4_000 : 1_000}
						value={words}
						onChange={({ target: { value } }) => setDrafts((before) => ({ ...before, [form]: value }))}
					/>
				)}
			</Field>
		</FormShell>
	);
}
