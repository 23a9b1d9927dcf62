import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { decideText, type TextView, textsQuery } from '../../api/content.ts';
import { useLive } from '../../api/live.ts';
import { useMay, useMe } from '../../api/session.ts';
import { contentText, textNameText, textStateText } from '../../i18n/content.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { Findings, TextForm } from './TextForm.tsx';

/** A version; the shipped ones have no id of their own. */
type Row = TextView & { readonly key: string };

const colourOf = { draft: 'gold', approved: 'green', refused: 'red', retired: 'default', shipped: 'blue' } as const;

/** The house's messages with every version of their words: written by one person, approved by another. */
export function Texts() {
	const say = useSay();
	const may = useMay();
	const language = useLanguage();
	const { tenant } = useMe();
	const [writing, setWriting] = useState(false);
	const { data, error, refetch } = useQuery(textsQuery);
	useLive(['texts'], () => void refetch());
	const columns: TableColumnsType<Row> = [
		{
			key: 'name',
			title: say(contentText.name),
			width: 130,
			render: (_, row) => (
				<>
					<strong>{say(textNameText[row.name])}</strong>
					<div className="quiet">{say(contentText.versionOf, { version: row.version })}</div>
				</>
			),
		},
		{
			key: 'state',
			title: say(contentText.state),
			width: 120,
			render: (_, row) => (
				<>
					<Tag color={colourOf[row.state]}>{say(textStateText[row.state])}</Tag>
					{row.in_use && <div className="quiet">{say(contentText.inUse)}</div>}
				</>
			),
		},
		{
			key: 'words',
			title: say(contentText.words),
			width: 480,
			render: (_, row) => (
				<>
					{row[language]}
					{row.findings[language].length > 0 && <Findings text={row[language]} findings={row.findings[language]} />}
				</>
			),
		},
		{
			key: 'who',
			title: say(contentText.who),
			width: 200,
			render: (_, row) => (
				<>
					{row.written_by !== null && <div>{say(contentText.writtenBy, { name: row.written_by })}</div>}
					{row.written_at !== null && <DateTime at={row.written_at} zone={tenant.zone} />}
					{row.decided_by !== null && <div>{say(contentText.decidedBy, { name: row.decided_by })}</div>}
					{row.reason !== null && <div className="quiet">{row.reason}</div>}
				</>
			),
		},
		{ key: 'acts', title: '', width: 200, render: (_, row) => <Verdict row={row} /> },
	];
	return (
		<>
			<p className="quiet">{say(contentText.intro)}</p>
			{may('text.write') && (
				<div className="adder">
					<Button type="primary" onClick={() => setWriting(true)}>
						{say(contentText.write)}
					</Button>
				</div>
			)}
			<Modal open={writing} title={say(contentText.write)} footer={null} onCancel={() => setWriting(false)} destroyOnHidden width={760}>
				<TextForm texts={data?.items ?? []} onClose={() => setWriting(false)} />
			</Modal>
			<PageTable<Row>
				label={say(contentText.texts)}
				columns={columns}
				rows={data?.items.map((text) => ({ ...text, key: `${text.name} ${text.version}` }))}
				rowKey="key"
				error={error}
				onRetry={() => void refetch()}
				width={1_130}
				empty={<EmptyState title={say(contentText.none)} next={say(contentText.noneNext)} />}
			/>
		</>
	);
}

/** What may be done with a version, by whom: its author never decides it. */
function Verdict({ row }: { row: TextView }) {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const [refusing, setRefusing] = useState(false);
	const [reason, setReason] = useState('');
	const act = useAct(decideText, {
		onDone: () => {
			setRefusing(false);
			void queryClient.invalidateQueries({ queryKey: ['texts'] });
		},
	});
	const { id } = row;
	const open = row.state === 'draft' || row.state === 'approved';
	if (id === null || !open || !may('text.approve')) return null;
	if (row.own) return <span className="quiet">{say(contentText.ownWork)}</span>;
	if (refusing)
		return (
			<FormShell
				label={say(contentText.refuse)}
				submit={say(contentText.refuse)}
				blockedBecause={reason.trim() === '' ? say(contentText.reasonMissing) : null}
				sending={act.isPending}
				error={act.error}
				cancel={{ text: say(contentText.cancel), onCancel: () => setRefusing(false) }}
				onSubmit={() => act.mutate({ id, verb: 'refuse', reason: reason.trim() })}
			>
				<Field label={say(contentText.reason)} wide>
					{(control) => <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
				</Field>
			</FormShell>
		);
	return (
		<>
			<span className="row-acts">
				{row.state === 'draft' ? (
					<>
						<Button size="small" type="primary" loading={act.isPending} onClick={() => act.mutate({ id, verb: 'approve' })}>
							{say(contentText.approve)}
						</Button>
						<Button size="small" onClick={() => setRefusing(true)}>
							{say(contentText.refuse)}
						</Button>
					</>
				) : (
					<Button size="small" loading={act.isPending} onClick={() => act.mutate({ id, verb: 'retire' })}>
						{say(contentText.retire)}
					</Button>
				)}
			</span>
			{act.error && <ErrorState error={act.error} />}
		</>
	);
}
