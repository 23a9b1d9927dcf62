import { useQuery } from '@tanstack/react-query';
import { Input, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { type RefusalsByRule, refusalsQuery } from '../../api/compliance.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';

type Row = RefusalsByRule['items'][number];

/** What the gate refused in a time, by the rule that said no. */
export function Refusals() {
	const say = useSay();
	const [period, setPeriod] = useState<{ from?: string; to?: string }>({});
	const { data, error, refetch } = useQuery(refusalsQuery(period));
	const most = Math.max(1, ...(data?.items ?? []).map((row) => row.count));
	const set = (name: 'from' | 'to', value: string) => {
		const { [name]: _, ...rest } = period;
		setPeriod(value === '' ? rest : { ...rest, [name]: value });
	};
	return (
		<>
			<form className="filters" aria-label={say(complianceText.refusals)} onSubmit={(event) => event.preventDefault()}>
				<Field label={say(complianceText.from)}>
					{(control) => (
						<Input {...control} type="date" value={period.from ?? data?.from ?? ''} onChange={(event) => set('from', event.target.value)} />
					)}
				</Field>
				<Field label={say(complianceText.to)}>
					{(control) => (
						<Input {...control} type="date" value={period.to ?? data?.to ?? ''} onChange={(event) => set('to', event.target.value)} />
					)}
				</Field>
			</form>
			{data && <p>{say(complianceText.sumLine, { from: data.from, to: data.to, permitted: data.permitted, refused: data.refused })}</p>}
			<PageTable<Row>
				label={say(complianceText.refusals)}
				columns={columnsOf(say, most)}
				rows={data?.items}
				rowKey="rule"
				error={error}
				onRetry={() => void refetch()}
				width={1_000}
				empty={<EmptyState title={say(complianceText.noRefusals)} next={say(complianceText.noRefusalsNext)} />}
			/>
		</>
	);
}

function columnsOf(say: Say, most: number): TableColumnsType<Row> {
	return [
		{ key: 'rule', title: say(complianceText.rule), width: 110, render: (_, row) => <strong>{row.rule}</strong> },
		{
			key: 'count',
			title: say(complianceText.count),
			width: 230,
			render: (_, row) => (
				<span className="bar-cell">
					<span className="bar" style={{ width: `${Math.round((row.count / most) * 140)}px` }} aria-hidden /> {row.count}
				</span>
			),
		},
		{ key: 'debtors', title: say(complianceText.debtors), width: 90, align: 'right', render: (_, row) => row.debtors },
		{ key: 'agents', title: say(complianceText.agents), width: 80, align: 'right', render: (_, row) => row.agents },
		{
			key: 'text',
			title: say(complianceText.says),
			width: 490,
			render: (_, row) => (
				<>
					{row.text && say(row.text)}
					{row.citation && <div className="quiet">{say(row.citation)}</div>}
				</>
			),
		},
	];
}
