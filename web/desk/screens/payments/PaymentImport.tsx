import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { clientsQuery, importPayments } from '../../api/house.ts';
import { paymentText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { FileDrop } from '../../parts/FileDrop.tsx';
import { Field } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';

/** A bank's or client's file, dropped. With several clients it has a column that names them, or all of it is of the one chosen here. */
export function PaymentImport() {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data: clients } = useQuery(clientsQuery);
	const [client, setClient] = useState<string | null>(null);
	const act = useAct(importPayments, {
		onDone: () => {
			// The next file may be another client's: chosen anew.
			setClient(null);
			void queryClient.invalidateQueries({ queryKey: ['payments'] });
		},
	});
	const open = clients?.items.filter(({ closed }) => !closed) ?? [];
	return (
		<Panel title={say(paymentText.importFile)}>
			{open.length > 1 && (
				<Field label={say(paymentText.client)} hint={say(paymentText.clientHint)}>
					{(control) => (
						<Select
							{...control}
							className="wide-control"
							allowClear
							showSearch={{ optionFilterProp: 'label' }}
							placeholder={say(paymentText.clientOfColumn)}
							value={client}
							disabled={act.isPending}
							options={open.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
							onChange={(code: string | undefined) => setClient(code ?? null)}
						/>
					)}
				</Field>
			)}
			<FileDrop
				label={say(paymentText.drop)}
				accept=".csv,.tsv,.txt,.xlsx,.xls"
				busy={act.isPending}
				onFile={(file) => act.mutate({ file, client })}
			/>
			{act.error && <ErrorState error={act.error} />}
			{act.data && (
				<Alert
					type={act.data.rejected > 0 ? 'warning' : 'success'}
					showIcon
					title={say(paymentText.imported, {
						rows: act.data.rows,
						accepted: act.data.accepted,
						rejected: act.data.rejected,
						duplicates: act.data.duplicates,
					})}
					description={
						act.data.errors.length > 0 && (
							<ul>
								{act.data.import_id !== null && (
									<li>
										<a href={`/api/payments/imports/${act.data.import_id}/errors.csv`}>{say(paymentText.errorFile)}</a>
									</li>
								)}
								{act.data.errors.slice(0, 20).map((each) => (
									<li key={`${each.row} ${each.column}`}>
										{each.row} · {each.column} · {say(each.message)} → {say(each.mend)}
									</li>
								))}
							</ul>
						)
					}
				/>
			)}
		</Panel>
	);
}
