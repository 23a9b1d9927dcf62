import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select, type TableColumnsType, Tabs, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { addLogin, addTeam, changeLogin, clientsQuery, type LoginView, loginsQuery, type TeamView, teamsQuery } from '../../api/house.ts';
import { useMay } from '../../api/session.ts';
import type { Role } from '../../api/types.ts';
import { menuText } from '../../i18n/house.ts';
import { agencyText, peopleText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import { roleText } from '../../i18n/shell.ts';
import type { Say } from '../../i18n/texts.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { Agency } from './Agency.tsx';
import { CertificateForm } from './CertificateForm.tsx';
import { Clients } from './Clients.tsx';
import { LoginChangeForm, skillText, works } from './LoginChangeForm.tsx';
import { Adder, CodeForm, Nothing } from './parts.tsx';

/** Who may sign in, in which team, with which certificate; teams; clients; what the agency is called and works by. */
export function People() {
	const say = useSay();
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.people)}</h1>
			</header>
			<Tabs
				items={[
					{ key: 'logins', label: say(peopleText.logins), children: <Logins /> },
					{ key: 'teams', label: say(peopleText.teams), children: <Teams /> },
					{ key: 'clients', label: say(peopleText.clients), children: <Clients /> },
					{ key: 'agency', label: say(agencyText.agency), children: <Agency /> },
				]}
			/>
		</div>
	);
}

function Logins() {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const { data, error, refetch } = useQuery(loginsQuery);
	const onDone = () => void queryClient.invalidateQueries({ queryKey: ['logins'] });
	const change = useAct(changeLogin, { onDone });
	const [changed, setChanged] = useState<LoginView | null>(null);
	const [certified, setCertified] = useState<LoginView | null>(null);
	const acts: Acts = {
		...(may('people.certify') && { certify: setCertified }),
		...(may('people.manage') && {
			change: setChanged,
			close: (row) => change.mutate({ id: row.id, body: { closed: !row.closed } }),
		}),
	};
	return (
		<>
			{may('people.manage') && <Adder title={say(peopleText.addLogin)}>{(close) => <LoginForm onDone={close} />}</Adder>}
			{change.error && <ErrorState error={change.error} />}
			<PageTable<LoginView>
				label={say(peopleText.logins)}
				columns={loginColumns(say, acts)}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={1220}
				empty={<Nothing />}
			/>
			<Modal open={changed !== null} title={changed?.name} footer={null} onCancel={() => setChanged(null)} destroyOnHidden>
				{changed && <LoginChangeForm login={changed} onDone={() => setChanged(null)} />}
			</Modal>
			<Modal open={certified !== null} title={certified?.name} footer={null} onCancel={() => setCertified(null)} destroyOnHidden>
				{certified && <CertificateForm login={certified} onDone={() => setCertified(null)} />}
			</Modal>
		</>
	);
}

/** What this person may do with a login; compliance certifies and changes nothing else. */
type Acts = { certify?: (row: LoginView) => void; change?: (row: LoginView) => void; close?: (row: LoginView) => void };

function loginColumns(say: Say, { certify, change, close }: Acts): TableColumnsType<LoginView> {
	return [
		{ key: 'name', title: say(peopleText.name), width: 130, render: (_, row) => <strong>{row.name}</strong> },
		{ key: 'username', title: say(peopleText.username), width: 120, render: (_, row) => row.username },
		{ key: 'role', title: say(peopleText.role), width: 110, render: (_, row) => say(roleText[row.role as Role]) },
		{ key: 'teams', title: say(peopleText.inTeams), width: 140, render: (_, row) => row.teams.map((team) => team.name).join('、') || '–' },
		{
			key: 'skills',
			title: say(peopleText.skills),
			width: 120,
			render: (_, row) => row.skills.map((skill) => skillText(say, skill)).join('、') || '–',
		},
		{
			key: 'exam',
			title: say(peopleText.exam),
			width: 140,
			render: (_, row) =>
				row.exam_passed_on ? (
					<LocalDate on={row.exam_passed_on} />
				) : works(row) ? (
					<span className="usable-no">{say(peopleText.noExam)}</span>
				) : (
					'–'
				),
		},
		{
			key: 'trained',
			title: say(peopleText.trained),
			width: 110,
			render: (_, row) => (row.trained_on ? <LocalDate on={row.trained_on} /> : '–'),
		},
		{
			key: 'status',
			title: say(peopleText.status),
			width: 90,
			render: (_, row) => <Tag color={row.closed ? 'default' : 'green'}>{say(row.closed ? peopleText.closed : peopleText.active)}</Tag>,
		},
		{
			key: 'acts',
			title: '',
			width: 260,
			render: (_, row) => (
				<span className="row-acts">
					{certify && works(row) && (
						<Button size="small" onClick={() => certify(row)}>
							{say(peopleText.certify)}
						</Button>
					)}
					{change && (
						<Button size="small" onClick={() => change(row)}>
							{say(peopleText.change)}
						</Button>
					)}
					{close && (
						<Button size="small" onClick={() => close(row)}>
							{say(row.closed ? peopleText.reopen : peopleText.close)}
						</Button>
					)}
				</span>
			),
		},
	];
}

const rolesToAdd = ['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client'] as const;

function LoginForm({ onDone }: { onDone: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data: teams } = useQuery(teamsQuery);
	const { data: clients } = useQuery(clientsQuery);
	const [form, setForm] = useState({
		username: '',
		name: '',
		role: null as (typeof rolesToAdd)[number] | null,
		password: '',
		team_ids: [] as string[],
		client_code: null as string | null,
	});
	const act = useAct(addLogin, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['logins'] });
			onDone();
		},
	});
	const ready = form.username.length >= 2 && form.name !== '' && form.role !== null && form.password.length >= 8;
	const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
	return (
		<FormShell
			label={say(peopleText.addLogin)}
			submit={say(peopleText.addLogin)}
			blockedBecause={ready ? null : say(peopleText.fillLogin)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => {
				const { client_code, ...rest } = form;
				act.mutate({ ...rest, ...(client_code ? { client_code } : {}) });
			}}
		>
			<Field label={say(peopleText.username)}>
				{(control) => (
					<Input {...control} autoComplete="off" value={form.username} onChange={(event) => set({ username: event.target.value })} />
				)}
			</Field>
			<Field label={say(peopleText.name)}>
				{(control) => <Input {...control} value={form.name} onChange={(event) => set({ name: event.target.value })} />}
			</Field>
			<Field label={say(peopleText.role)}>
				{(control) => (
					<Select
						{...control}
						className="wide-control"
						value={form.role}
						placeholder={say(peopleText.pick)}
						options={rolesToAdd.map((role) => ({ value: role, label: say(roleText[role]) }))}
						onChange={(role) => set({ role })}
					/>
				)}
			</Field>
			<Field label={say(peopleText.inTeams)}>
				{(control) => (
					<Select
						{...control}
						mode="multiple"
						className="wide-control"
						value={form.team_ids}
						options={teams?.items.map((team) => ({ value: team.id, label: team.name })) ?? []}
						onChange={(ids: string[]) => set({ team_ids: ids })}
					/>
				)}
			</Field>
			{form.role === 'client' && (
				<Field label={say(peopleText.clients)}>
					{(control) => (
						<Select
							{...control}
							className="wide-control"
							value={form.client_code}
							options={clients?.items.map((client) => ({ value: client.code, label: client.name })) ?? []}
							onChange={(code: string) => set({ client_code: code })}
						/>
					)}
				</Field>
			)}
			<Field label={say(peopleText.password)}>
				{(control) => (
					<Input.Password
						{...control}
						autoComplete="new-password"
						value={form.password}
						onChange={(event) => set({ password: event.target.value })}
					/>
				)}
			</Field>
		</FormShell>
	);
}

function Teams() {
	const say = useSay();
	const may = useMay();
	const { data, error, refetch } = useQuery(teamsQuery);
	return (
		<>
			{may('people.manage') && (
				<Adder title={say(peopleText.addTeam)}>
					{(close) => <CodeForm title={say(peopleText.addTeam)} act={addTeam} keys={['teams']} onDone={close} />}
				</Adder>
			)}
			<PageTable<TeamView>
				label={say(peopleText.teams)}
				columns={[
					{ key: 'code', title: say(peopleText.code), width: 120, render: (_, row) => row.code },
					{ key: 'name', title: say(peopleText.name), width: 240, render: (_, row) => <strong>{row.name}</strong> },
					{ key: 'members', title: say(peopleText.members), width: 100, align: 'right', render: (_, row) => row.members },
				]}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={460}
				empty={<Nothing />}
			/>
		</>
	);
}
