import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { creditorKindText } from '../../../../src/core/words.ts';
import { useAct } from '../../api/act.ts';
import { addClient, changeClient, type ClientView, clientsQuery, setStanding } from '../../api/house.ts';
import { useMay } from '../../api/session.ts';
import { peopleText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Standing } from '../../parts/Standing.tsx';
import { Adder, Nothing } from './parts.tsx';

/** Who places debts with us, and whether they may (CN-O1). */
export function Clients() {
	const say = useSay();
	const may = useMay();
	const { data, error, refetch } = useQuery(clientsQuery);
	const [open, setOpen] = useState<ClientView | null>(null);
	const [changed, setChanged] = useState<ClientView | null>(null);
	return (
		<>
			{may('client.manage') && <Adder title={say(peopleText.addClient)}>{(close) => <NewClientForm onDone={close} />}</Adder>}
			<PageTable<ClientView>
				label={say(peopleText.clients)}
				columns={[
					{ key: 'code', title: say(peopleText.code), width: 110, render: (_, row) => row.code },
					{ key: 'name', title: say(peopleText.nameOfClient), width: 160, render: (_, row) => <strong>{row.name}</strong> },
					{ key: 'creditor', title: say(peopleText.creditor), width: 150, render: (_, row) => row.creditor },
					{ key: 'complaint', title: say(peopleText.complaintLine), width: 115, render: (_, row) => row.complaint_line ?? '–' },
					{ key: 'service', title: say(peopleText.serviceLine), width: 105, render: (_, row) => row.service_line ?? '–' },
					{ key: 'standing', title: say(peopleText.standing), width: 220, render: (_, row) => <Standing of={row.standing} /> },
					{ key: 'debts', title: say(peopleText.debtsOf), width: 80, align: 'right', render: (_, row) => row.debts },
					{
						key: 'acts',
						title: '',
						width: 300,
						render: (_, row) => (
							<span className="row-acts">
								{may('client.manage') && (
									<Button size="small" onClick={() => setChanged(row)}>
										{say(peopleText.change)}
									</Button>
								)}
								{may('client.standing') && (
									<Button size="small" onClick={() => setOpen(row)}>
										{say(peopleText.standingRecord)}
									</Button>
								)}
							</span>
						),
					},
				]}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={1240}
				empty={<Nothing />}
			/>
			<Modal open={open !== null} title={say(peopleText.standingRecord)} footer={null} onCancel={() => setOpen(null)} destroyOnHidden>
				{open && <StandingForm client={open} onDone={() => setOpen(null)} />}
			</Modal>
			<Modal open={changed !== null} title={changed?.name} footer={null} onCancel={() => setChanged(null)} destroyOnHidden>
				{changed && <ClientChangeForm client={changed} onDone={() => setChanged(null)} />}
			</Modal>
		</>
	);
}

/** What a debtor is told of a client besides its name: where to complain, and where to check. */
type Lines = { readonly complaint: string; readonly service: string };

function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
	const say = useSay();
	return (
		<Field label={say(peopleText.nameOfClient)}>
			{(control) => <Input {...control} maxLength={80} value={name} onChange={(event) => onChange(event.target.value)} />}
		</Field>
	);
}

function LineFields({ lines, onChange }: { lines: Lines; onChange: (lines: Lines) => void }) {
	const say = useSay();
	return (
		<>
			<Field label={say(peopleText.complaintLine)} hint={say(peopleText.complaintLineHint)}>
				{(control) => (
					<Input
						{...control}
						maxLength={40}
						value={lines.complaint}
						onChange={(event) => onChange({ ...lines, complaint: event.target.value })}
					/>
				)}
			</Field>
			<Field label={say(peopleText.serviceLine)} hint={say(peopleText.serviceLineHint)}>
				{(control) => (
					<Input
						{...control}
						maxLength={40}
						value={lines.service}
						onChange={(event) => onChange({ ...lines, service: event.target.value })}
					/>
				)}
			</Field>
		</>
	);
}

/** Each change of a client shows on the page, and in what is near a limit. */
function useClientsAnew(then: () => void): () => void {
	const queryClient = useQueryClient();
	return () => {
		for (const key of ['clients', 'near limits']) void queryClient.invalidateQueries({ queryKey: [key] });
		then();
	};
}

function NewClientForm({ onDone }: { onDone: () => void }) {
	const say = useSay();
	const [code, setCode] = useState('');
	const [creditor, setCreditor] = useState('');
	const [kind, setKind] = useState<keyof typeof creditorKindText | null>(null);
	const [name, setName] = useState('');
	const [lines, setLines] = useState<Lines>({ complaint: '', service: '' });
	const act = useAct(addClient, { onDone: useClientsAnew(onDone) });
	const given = (name: 'creditor' | 'complaint_line' | 'service_line', value: string) =>
		value.trim() === '' ? {} : { [name]: value.trim() };
	return (
		<FormShell
			label={say(peopleText.addClient)}
			submit={say(peopleText.addClient)}
			blockedBecause={code !== '' && name.trim() !== '' ? null : say(peopleText.fillCode)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() =>
				act.mutate({
					code,
					name: name.trim(),
					...given('creditor', creditor),
					...(kind === null ? {} : { kind }),
					...given('complaint_line', lines.complaint),
					...given('service_line', lines.service),
				})
			}
		>
			<Field label={say(peopleText.code)}>
				{(control) => <Input {...control} maxLength={30} value={code} onChange={(event) => setCode(event.target.value.trim())} />}
			</Field>
			<NameField name={name} onChange={setName} />
			<Field label={say(peopleText.creditor)} hint={say(peopleText.creditorHint)}>
				{(control) => <Input {...control} maxLength={80} value={creditor} onChange={(event) => setCreditor(event.target.value)} />}
			</Field>
			<Field label={say(peopleText.kindOfCreditor)} hint={say(peopleText.kindHint)}>
				{(control) => (
					<Select
						{...control}
						allowClear
						className="wide-control"
						value={kind}
						placeholder={say(peopleText.pick)}
						options={(Object.keys(creditorKindText) as (keyof typeof creditorKindText)[]).map((each) => ({
							value: each,
							label: say(creditorKindText[each]),
						}))}
						onChange={(value: keyof typeof creditorKindText | undefined) => setKind(value ?? null)}
					/>
				)}
			</Field>
			<LineFields lines={lines} onChange={setLines} />
		</FormShell>
	);
}

function ClientChangeForm({ client, onDone }: { client: ClientView; onDone: () => void }) {
	const say = useSay();
	const [name, setName] = useState(client.name);
	const [lines, setLines] = useState<Lines>({ complaint: client.complaint_line ?? '', service: client.service_line ?? '' });
	const act = useAct(changeClient, { onDone: useClientsAnew(onDone) });
	const line = (value: string) => (value.trim() === '' ? null : value.trim());
	const body = {
		...(name.trim() === client.name ? {} : { name: name.trim() }),
		...(line(lines.complaint) === client.complaint_line ? {} : { complaint_line: line(lines.complaint) }),
		...(line(lines.service) === client.service_line ? {} : { service_line: line(lines.service) }),
	};
	const why = () => {
		if (name.trim() === '') return say(peopleText.fillName);
		return Object.keys(body).length === 0 ? say(peopleText.nothingChanged) : null;
	};
	return (
		<FormShell
			label={say(peopleText.clientChanged)}
			submit={say(peopleText.save)}
			blockedBecause={why()}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate({ id: client.id, body })}
		>
			<NameField name={name} onChange={setName} />
			<LineFields lines={lines} onChange={setLines} />
		</FormShell>
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
