import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Input, Select } from 'antd';
import { useState } from 'react';
import { productText } from '../../../../src/core/words.ts';
import type { LoginChange } from '../../../../src/people/shapes.ts';
import { useAct } from '../../api/act.ts';
import { changeLogin, type LoginView, teamsQuery } from '../../api/house.ts';
import { peopleText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';

/** Who works debtors: has teams, skills and a certificate. */
export const works = ({ role }: Pick<LoginView, 'role'>) => role === 'agent' || role === 'team_lead';

/** A skill is a kind of debt; one that is none is shown as it was written. */
export const skillText = (say: Say, skill: string): string =>
	Object.hasOwn(productText, skill) ? say(productText[skill as keyof typeof productText]) : skill;

const isSame = (a: readonly string[], b: readonly string[]) => [...a].sort().join('\n') === [...b].sort().join('\n');

/** An existing login: its name, teams and skills, and a new password for one that is forgotten. Only what was changed is sent. */
export function LoginChangeForm({ login, onDone }: { login: LoginView; onDone: () => void }) {
	const say = useSay();
	const { message } = App.useApp();
	const queryClient = useQueryClient();
	const { data: teams } = useQuery(teamsQuery);
	const before = login.teams.map(({ id }) => id);
	const [name, setName] = useState(login.name);
	const [teamIds, setTeamIds] = useState(before);
	const [skills, setSkills] = useState(login.skills);
	const [password, setPassword] = useState('');
	const act = useAct(changeLogin, {
		onDone: (_, { body }) => {
			for (const key of ['logins', 'teams']) void queryClient.invalidateQueries({ queryKey: [key] });
			if (body.password !== undefined) void message.success(say(peopleText.passwordSet, { name: login.name }));
			onDone();
		},
	});
	const body: LoginChange = {
		...(name.trim() === login.name ? {} : { name: name.trim() }),
		...(isSame(teamIds, before) ? {} : { team_ids: teamIds }),
		...(isSame(skills, login.skills) ? {} : { skills }),
		...(password === '' ? {} : { password }),
	};
	const why = () => {
		if (name.trim() === '') return say(peopleText.nameFirst);
		if (password !== '' && password.length < 8) return say(peopleText.passwordShort);
		return Object.keys(body).length === 0 ? say(peopleText.nothingChanged) : null;
	};
	const known = [...new Set([...Object.keys(productText), ...login.skills])];
	return (
		<FormShell
			label={`${say(peopleText.change)} ${login.name}`}
			submit={say(peopleText.save)}
			blockedBecause={why()}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate({ id: login.id, body })}
		>
			<Field label={say(peopleText.name)}>
				{(control) => <Input {...control} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />}
			</Field>
			{login.role !== 'client' && (
				<Field label={say(peopleText.inTeams)} hint={say(peopleText.teamsHint)}>
					{(control) => (
						<Select
							{...control}
							mode="multiple"
							className="wide-control"
							showSearch={{ optionFilterProp: 'label' }}
							value={teamIds}
							options={teams?.items.map((team) => ({ value: team.id, label: team.name })) ?? []}
							onChange={setTeamIds}
						/>
					)}
				</Field>
			)}
			{works(login) && (
				<Field label={say(peopleText.skills)} hint={say(peopleText.skillsHint)}>
					{(control) => (
						<Select
							{...control}
							mode="multiple"
							className="wide-control"
							showSearch={{ optionFilterProp: 'label' }}
							value={skills}
							options={known.map((skill) => ({ value: skill, label: skillText(say, skill) }))}
							onChange={setSkills}
						/>
					)}
				</Field>
			)}
			<Field label={say(peopleText.newPassword)} hint={say(peopleText.newPasswordHint)}>
				{(control) => (
					<Input.Password
						{...control}
						autoComplete="new-password"
						maxLength={128}
						value={password}
						onChange={(event) => setPassword(event.target.value)}
					/>
				)}
			</Field>
		</FormShell>
	);
}
