import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { addClient, type ClientView, clientsQuery, setStanding } from '../../api/house.ts';
import { useMay } from '../../api/session.ts';
import { peopleText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Standing } from '../../parts/Standing.tsx';
import { Adder, CodeForm, Nothing } from './parts.tsx';

/** Who places debts with us, and whether they may (CN-O1). */
export function Clients() {
	const say = useSay();
	const may = useMay();
	const { data, error, refetch } = useQuery(clientsQuery);
	const [open, setOpen] = useState<ClientView | null>(null);
	return (
		<>
			{may('client.manage') && (
				<Adder title={say(peopleText.addClient)}>
					{(close) => <CodeForm title={say(peopleText.addClient)} act={addClient} keys={['clients']} onDone={close} />}
				</Adder>
			)}
			<PageTable<ClientView>
				label={say(peopleText.clients)}
				columns={[
					{ key: 'code', title: say(peopleText.code), width: 110, render: (_, row) => row.code },
					{ key: 'name', title: say(peopleText.name), width: 160, render: (_, row) => <strong>{row.name}</strong> },
					{ key: 'creditor', title: say(peopleText.creditor), width: 150, render: (_, row) => row.creditor },
					{ key: 'complaint', title: say(peopleText.complaintLine), width: 120, render: (_, row) => row.complaint_line ?? '–' },
					{ key: 'standing', title: say(peopleText.standing), width: 320, render: (_, row) => <Standing of={row.standing} /> },
					{ key: 'debts', title: say(peopleText.debtsOf), width: 80, align: 'right', render: (_, row) => row.debts },
					{
						key: 'acts',
						title: '',
						width: 250,
						render: (_, row) =>
							may('client.standing') && (
								<Button size="small" onClick={() => setOpen(row)}>
									{say(peopleText.standingRecord)}
								</Button>
							),
					},
				]}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={1190}
				empty={<Nothing />}
			/>
			<Modal open={open !== null} title={say(peopleText.standingRecord)} footer={null} onCancel={() => setOpen(null)} destroyOnHidden>
				{open && <StandingForm client={open} onDone={() => setOpen(null)} />}
			</Modal>
		</>
	);
}

function StandingForm({ client, onDone }: { client: ClientView; onDone: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [contract, setContract] = useState(client.contract_until ?? '');
	const [evaluated, setEvaluated] = useState(client.evaluated_on ?? '');
	const [evidence, setEvidence] = useState('');
	const act = useAct(setStanding, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['clients'] });
			void queryClient.invalidateQueries({ queryKey: ['near limits'] });
			onDone();
		},
	});
	return (
		<FormShell
			label={client.name}
			submit={say(peopleText.standingRecord)}
			blockedBecause={(contract !== '' || evaluated !== '') && evidence.trim() !== '' ? null : say(peopleText.standingMissing)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() =>
				act.mutate({
					id: client.id,
					body: {
						...(contract === '' ? {} : { contract_until: contract }),
						...(evaluated === '' ? {} : { evaluated_on: evaluated }),
						evidence: evidence.trim(),
					},
				})
			}
		>
			<Field label={say(peopleText.contractUntil)}>
				{(control) => <Input {...control} type="date" value={contract} onChange={(event) => setContract(event.target.value)} />}
			</Field>
			<Field label={say(peopleText.evaluatedOn)}>
				{(control) => <Input {...control} type="date" value={evaluated} onChange={(event) => setEvaluated(event.target.value)} />}
			</Field>
			<Field label={say(peopleText.standingEvidence)} wide>
				{(control) => <Input {...control} value={evidence} maxLength={400} onChange={(event) => setEvidence(event.target.value)} />}
			</Field>
		</FormShell>
	);
}
