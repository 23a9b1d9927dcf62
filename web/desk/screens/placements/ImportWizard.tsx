import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Checkbox, Input, Progress, Select, Table } from 'antd';
import { useRef, useState } from 'react';
import { useAct } from '../../api/act.ts';
import { newKey, Refused } from '../../api/client.ts';
import { type AnalysisView, analysePlacement, clientsQuery, type ImportAnswerView, importPlacement } from '../../api/house.ts';
import { useTopics } from '../../api/live.ts';
import { fieldText } from '../../i18n/fields.ts';
import { placementText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { FileDrop } from '../../parts/FileDrop.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState, LoadingState } from '../../parts/states.tsx';

type Columns = Record<string, string | null>;
/** What is filled in beside the file. */
type Order = { client: string | null; expectCount: string; expectAmount: string; confirmTotals: boolean; dryRun: boolean };
const noOrder: Order = { client: null, expectCount: '', expectAmount: '', confirmTotals: false, dryRun: false };

/** Import by hand: drop a file, see what was understood, mend the columns, compare the totals, import, see every row that was not taken. */
export function ImportWizard() {
	const say = useSay();
	const [file, setFile] = useState<File | null>(null);
	const [columns, setColumns] = useState<Columns>({});
	// The last answer stays in sight while the file is read again with another column, and so does what was filled in below it.
	const [analysis, setAnalysis] = useState<AnalysisView | null>(null);
	const [order, setOrder] = useState<Order>(noOrder);
	const [answer, setAnswer] = useState<ImportAnswerView | null>(null);
	const asked = useRef<Columns>({});
	const analyse = useAct(analysePlacement, {
		// Of two readings under way the later one counts.
		onDone: (found, { mapping }) => mapping.columns === asked.current && setAnalysis(found),
	});
	const read = (of: File, next: Columns) => {
		asked.current = next;
		setColumns(next);
		analyse.mutate({ file: of, mapping: { columns: next } });
	};
	/** Totals are a file's own; the client stays for the next file. */
	const forget = () => {
		setAnalysis(null);
		setAnswer(null);
		setOrder(({ client }) => ({ ...noOrder, client }));
	};
	const take = (chosen: File) => {
		setFile(chosen);
		forget();
		read(chosen, {});
	};
	const again = () => {
		// A dry run is followed by the same file, as it was filled in.
		if (answer?.dry_run) return setAnswer(null);
		setFile(null);
		forget();
	};
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(placementText.importFile)}</h1>
				<Link to="/placements">{say(placementText.back)}</Link>
			</header>
			{!answer && (
				<Panel title={file ? file.name : say(placementText.chooseFile)}>
					<FileDrop label={say(placementText.drop)} hint={say(placementText.dropHint)} accept=".csv,.tsv,.txt,.xlsx,.xls" onFile={take} />
					{analyse.error && <ErrorState error={analyse.error} />}
				</Panel>
			)}
			{analyse.isPending && !analysis && <LoadingState />}
			{file && analysis && !answer && (
				<>
					<ColumnsPanel analysis={analysis} chosen={columns} onChange={(heading, field) => read(file, { ...columns, [heading]: field })} />
					<Start
						file={file}
						columns={columns}
						reading={analyse.isPending}
						missing={analysis.missing}
						order={order}
						onOrder={(part) => setOrder((before) => ({ ...before, ...part }))}
						onAnswer={setAnswer}
					/>
				</>
			)}
			{answer && <Result answer={answer} onAgain={again} />}
		</div>
	);
}

function ColumnsPanel({
	analysis,
	chosen,
	onChange,
}: {
	analysis: AnalysisView;
	/** Shown at once, before the file was read with it. */
	chosen: Columns;
	onChange: (heading: string, field: string | null) => void;
}) {
	const say = useSay();
	const meaning = ({ heading, field }: AnalysisView['headings'][number]) => (heading in chosen ? (chosen[heading] ?? null) : field);
	const options = Object.entries(fieldText).map(([value, text]) => ({ value, label: say(text) }));
	return (
		<Panel
			title={say(placementText.columns)}
			extra={
				<span className="quiet">
					{say(placementText.headerAt, { row: analysis.header_row, format: analysis.format.toUpperCase(), encoding: analysis.encoding })}
				</span>
			}
		>
			{analysis.missing.length > 0 && (
				<Alert type="error" showIcon title={say(placementText.missing, { what: analysis.missing.join('; ') })} />
			)}
			{analysis.notes.map((note) => (
				<Alert key={note.en} type="info" showIcon title={say(note)} />
			))}
			<Table
				size="small"
				pagination={false}
				rowKey="heading"
				scroll={{ x: 640, y: 420 }}
				dataSource={analysis.headings.filter((each) => each.heading !== '')}
				columns={[
					{ key: 'heading', title: say(placementText.heading), width: 200, render: (_, row) => row.heading },
					{
						key: 'field',
						title: say(placementText.meaning),
						width: 240,
						render: (_, row) => (
							<Select
								aria-label={`${say(placementText.meaning)} ${row.heading}`}
								className="wide-control"
								showSearch={{ optionFilterProp: 'label' }}
								allowClear
								value={meaning(row)}
								placeholder={say(placementText.keep)}
								options={row.field !== null && !(row.field in fieldText) ? [...options, { value: row.field, label: row.field }] : options}
								onChange={(field: string | undefined) => onChange(row.heading, field ?? null)}
							/>
						),
					},
					{ key: 'sample', title: say(placementText.sample), width: 200, render: (_, row) => <span className="quiet">{row.sample}</span> },
				]}
			/>
		</Panel>
	);
}

function Start({
	file,
	columns,
	reading,
	missing,
	order: { client, expectCount, expectAmount, confirmTotals, dryRun },
	onOrder,
	onAnswer,
}: {
	file: File;
	columns: Columns;
	/** The file is being read with other columns: what is missing is not known yet. */
	reading: boolean;
	missing: readonly string[];
	order: Order;
	onOrder: (part: Partial<Order>) => void;
	onAnswer: (answer: ImportAnswerView) => void;
}) {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data: clients } = useQuery(clientsQuery);
	const [progress, setProgress] = useState<string | null>(null);
	const act = useAct(importPlacement, {
		onDone: (answer) => {
			setProgress(null);
			void queryClient.invalidateQueries({ queryKey: ['placements'] });
			onAnswer(answer);
		},
	});
	const why = () => {
		if (reading) return say(placementText.readingAgain);
		if (missing.length > 0) return say(placementText.missing, { what: missing.join('; ') });
		return client === null ? say(placementText.pickClient) : null;
	};
	const differ = act.error instanceof Refused && act.error.problem.code === 'placement.totals_differ';
	return (
		<Panel title={say(placementText.totals)} tone="act">
			<FormShell
				label={say(placementText.start)}
				submit={say(dryRun ? placementText.dryRun : placementText.start)}
				blockedBecause={why()}
				sending={act.isPending}
				error={act.error}
				onSubmit={() => {
					if (client === null) return;
					const token = newKey();
					setProgress(token);
					act.mutate({
						file,
						client,
						mapping: { columns },
						dryRun,
						expectCount: expectCount.trim(),
						expectAmount: expectAmount.trim(),
						confirmTotals: differ && confirmTotals,
						progress: token,
					});
				}}
			>
				<Field label={say(placementText.client)}>
					{(control) => (
						<Select
							{...control}
							className="wide-control"
							value={client}
							onChange={(code: string) => onOrder({ client: code })}
							options={clients?.items.map((each) => ({ value: each.code, label: `${each.name} (${each.code})` })) ?? []}
						/>
					)}
				</Field>
				<Field label={say(placementText.expectCount)} hint={say(placementText.totalsHint)}>
					{(control) => (
						<Input
							{...control}
							inputMode="numeric"
							value={expectCount}
							onChange={(event) => onOrder({ expectCount: event.target.value.replace(/\D/g, ''), confirmTotals: false })}
						/>
					)}
				</Field>
				<Field label={say(placementText.expectAmount)}>
					{(control) => (
						<Input
							{...control}
							inputMode="decimal"
							value={expectAmount}
							onChange={(event) => onOrder({ expectAmount: event.target.value, confirmTotals: false })}
						/>
					)}
				</Field>
				<div className="field field-wide">
					<Checkbox checked={dryRun} onChange={(event) => onOrder({ dryRun: event.target.checked })}>
						{say(placementText.dryRun)}
					</Checkbox>
					{differ && (
						<Checkbox checked={confirmTotals} onChange={(event) => onOrder({ confirmTotals: event.target.checked })}>
							{say(placementText.confirmTotals)}
						</Checkbox>
					)}
				</div>
				{act.isPending && progress !== null && <ImportProgress token={progress} />}
			</FormShell>
		</Panel>
	);
}

/** How far the import is, told live by the server; an upload that is still on its way says so. */
function ImportProgress({ token }: { token: string }) {
	const say = useSay();
	const [at, setAt] = useState<{ step: string; rows: number } | null>(null);
	useTopics((topic) => {
		const [kind, key, step, rows] = topic.split(':');
		if (kind === 'import' && key === token && step) setAt({ step, rows: Number(rows) });
	});
	const text =
		at === null
			? say(placementText.sending)
			: at.step === 'writing'
				? say(placementText.writing, { rows: at.rows })
				: say(placementText.reading, { rows: at.rows });
	return (
		<div className="field-wide" role="status">
			<Progress percent={at === null ? 10 : at.step === 'writing' ? 80 : 45} showInfo={false} status="active" />
			<p>{text}</p>
		</div>
	);
}

function Result({ answer, onAgain }: { answer: ImportAnswerView; onAgain: () => void }) {
	const say = useSay();
	const tiles = [
		[say(placementText.rows), answer.rows],
		[say(placementText.accepted), answer.accepted],
		[say(placementText.rejected), answer.rejected],
		[say(placementText.duplicates), answer.duplicates],
	] as const;
	return (
		<Panel
			title={say(answer.dry_run ? placementText.dryResult : placementText.result)}
			extra={<Button onClick={onAgain}>{say(answer.dry_run ? placementText.backToFile : placementText.another)}</Button>}
		>
			<ul className="tiles">
				{tiles.map(([text, count]) => (
					<li key={text} className="tile">
						<strong className="figures">{count}</strong>
						<span>{text}</span>
					</li>
				))}
				{answer.control.counted.map((each) => (
					<li key={each.currency} className="tile">
						<strong className="figures">{each.amount}</strong>
						<span>{say(placementText.counted)}</span>
					</li>
				))}
			</ul>
			{answer.notes.map((note) => (
				<Alert key={note.en} type="info" showIcon title={say(note)} />
			))}
			{answer.errors.length > 0 && (
				<>
					<h3 className="rows-head">
						{say(placementText.problems)}{' '}
						{answer.placement_id !== null && (
							<a href={`/api/placements/${answer.placement_id}/errors.csv`}>{say(placementText.errorFile)}</a>
						)}
					</h3>
					<RowTable rows={answer.errors} />
				</>
			)}
			{answer.warnings.length > 0 && (
				<>
					<h3 className="rows-head">{say(placementText.warnings)}</h3>
					<RowTable rows={answer.warnings} />
				</>
			)}
		</Panel>
	);
}

/** What a row had wrong, or what of it was left out, and how to mend it. */
function RowTable({ rows }: { rows: ImportAnswerView['errors'] }) {
	const say = useSay();
	return (
		<Table
			size="small"
			rowKey={(row) => `${row.row} ${row.column} ${row.code}`}
			pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
			scroll={{ x: 860 }}
			dataSource={rows}
			columns={[
				{ key: 'row', title: say(placementText.row), width: 80, align: 'right', render: (_, row) => row.row },
				{ key: 'column', title: say(placementText.column), width: 120, render: (_, row) => row.column },
				{ key: 'value', title: say(placementText.value), width: 140, render: (_, row) => row.value },
				{ key: 'problem', title: say(placementText.problem), width: 260, render: (_, row) => say(row.message) },
				{ key: 'mend', title: say(placementText.mend), width: 260, render: (_, row) => say(row.mend) },
			]}
		/>
	);
}
