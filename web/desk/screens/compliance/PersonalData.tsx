import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Input, Select, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import {
	type AssessmentBody,
	type AssessmentList,
	assessmentsQuery,
	eraseDebtor,
	recordAssessment,
	type RetentionView,
	retentionQuery,
} from '../../api/privacy.ts';
import { useMay } from '../../api/session.ts';
import { useSay } from '../../i18n/language.ts';
import { keptBecause, privacyText, processingText } from '../../i18n/privacy.ts';
import type { Say } from '../../i18n/texts.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';

/** What compliance must show about personal data: the assessments made before it is used (PIPL 55), and until when it is kept (PIPL 19, 47). */
export function PersonalData() {
	const say = useSay();
	return (
		<>
			<Panel title={say(privacyText.assessments)}>
				<Assessments />
			</Panel>
			<Panel title={say(privacyText.retention)}>
				<Retention />
			</Panel>
		</>
	);
}

function Assessments() {
	const say = useSay();
	const may = useMay();
	const { data, error, refetch } = useQuery(assessmentsQuery);
	return (
		<>
			{data && data.missing.length > 0 && (
				<Alert
					className="spaced"
					type="warning"
					showIcon
					message={say(privacyText.missing, {
						kinds: data.missing.map((kind) => say(processingText[kind])).join(say({ zh: '、', en: ', ' })),
					})}
				/>
			)}
			{may('privacy.erase') && <AssessmentForm />}
			<PageTable<AssessmentList['items'][number]>
				label={say(privacyText.assessments)}
				columns={[
					{ key: 'kind', title: say(privacyText.kind), width: 160, render: (_, row) => say(processingText[row.kind]) },
					{ key: 'on', title: say(privacyText.madeOn), width: 120, render: (_, row) => <LocalDate on={row.made_on} /> },
					{ key: 'report', title: say(privacyText.report), width: 420, render: (_, row) => row.report },
					{ key: 'by', title: say(privacyText.by), width: 120, render: (_, row) => row.recorded_by },
				]}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={820}
				empty={<EmptyState title={say(privacyText.none)} next={say(privacyText.noneNext)} />}
			/>
		</>
	);
}

function AssessmentForm() {
	const say = useSay();
	const queryClient = useQueryClient();
	const [kind, setKind] = useState<AssessmentBody['kind']>('automated_decisions');
	const [madeOn, setMadeOn] = useState('');
	const [report, setReport] = useState('');
	const add = useAct(recordAssessment, {
		onDone: () => {
			setReport('');
			void queryClient.invalidateQueries({ queryKey: ['assessments'] });
		},
	});
	return (
		<FormShell
			label={say(privacyText.add)}
			submit={say(privacyText.add)}
			blockedBecause={madeOn === '' || report.trim() === '' ? say(privacyText.reportMissing) : null}
			sending={add.isPending}
			error={add.error}
			onSubmit={() => add.mutate({ kind, made_on: madeOn, report: report.trim() })}
		>
			<Field label={say(privacyText.kind)}>
				{(control) => (
					<Select
						{...control}
						value={kind}
						onChange={setKind}
						options={(['sensitive_data', 'automated_decisions', 'delegation'] as const).map((value) => ({
							value,
							label: say(processingText[value]),
						}))}
					/>
				)}
			</Field>
			<Field label={say(privacyText.madeOn)}>
				{(control) => <Input {...control} type="date" value={madeOn} onChange={(event) => setMadeOn(event.target.value)} />}
			</Field>
			<Field label={say(privacyText.report)} wide>
				{(control) => <Input {...control} value={report} maxLength={1000} onChange={(event) => setReport(event.target.value)} />}
			</Field>
		</FormShell>
	);
}

function Retention() {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const { data, error, refetch } = useQuery(retentionQuery);
	const erase = useAct(eraseDebtor, { onDone: () => void queryClient.invalidateQueries({ queryKey: ['retention'] }) });
	const onErase = may('privacy.erase') ? (id: string) => erase.mutate(id) : null;
	return (
		<>
			<p className="quiet">{say(privacyText.retentionHow, { erased: data?.erased ?? 0 })}</p>
			{erase.error && <ErrorState error={erase.error} onRetry={() => void refetch()} />}
			<PageTable<RetentionView>
				label={say(privacyText.retention)}
				columns={columnsOf(say, onErase)}
				rows={data?.items}
				rowKey="debtor_id"
				error={error}
				onRetry={() => void refetch()}
				width={700}
				empty={<EmptyState title={say(privacyText.noRetention)} next={say(privacyText.noRetentionNext)} />}
			/>
		</>
	);
}

function columnsOf(say: Say, onErase: ((debtorId: string) => void) | null): TableColumnsType<RetentionView> {
	return [
		{
			key: 'debtor',
			title: say(privacyText.debtor),
			width: 160,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
					{row.erased_at === null ? row.name : say(privacyText.nameless)}
				</Link>
			),
		},
		{ key: 'from', title: say(privacyText.from), width: 140, render: (_, row) => (row.from === null ? '–' : <LocalDate on={row.from} />) },
		{
			key: 'because',
			title: say(privacyText.because),
			width: 240,
			render: (_, row) => row.because.map((each) => say(keptBecause(each))).join(' · '),
		},
		{
			key: 'acts',
			title: '',
			width: 140,
			render: (_, row) =>
				row.due && onErase ? (
					<Button size="small" danger onClick={() => onErase(row.debtor_id)}>
						{say(privacyText.erase)}
					</Button>
				) : null,
		},
	];
}
