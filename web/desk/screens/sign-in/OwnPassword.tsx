import { Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { Sentence } from '../../../../src/core/refusal.ts';
import { useAct } from '../../api/act.ts';
import { meQuery, setOwnPassword, useMe } from '../../api/session.ts';
import { useSay } from '../../i18n/language.ts';
import { shellText } from '../../i18n/shell.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';

const shortest = 8;

/** Sets a password of one's own: asked for once after an administrator set one, open to anybody later. */
export function OwnPassword() {
	const say = useSay();
	const { login } = useMe();
	const router = useRouter();
	const queryClient = useQueryClient();
	const [current, setCurrent] = useState('');
	const [next, setNext] = useState('');
	const [again, setAgain] = useState('');
	const save = useAct(setOwnPassword, {
		onDone: () => void queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).then(() => router.navigate({ to: '/' })),
	});
	const blocked = blockedBecause(current, next, again);
	return (
		<main className="sign-in">
			<div className="sign-in-card">
				<header>
					<h1>{say(shellText.ownPassword)}</h1>
					<LanguageSwitch />
				</header>
				{login.password_temporary && <p className="sign-in-intro">{say(shellText.ownPasswordWhy)}</p>}
				<FormShell
					label={say(shellText.ownPassword)}
					submit={say(shellText.savePassword)}
					blockedBecause={blocked && say(blocked)}
					sending={save.isPending}
					error={save.error}
					onSubmit={() => save.mutate({ current_password: current, new_password: next })}
				>
					<Field label={say(shellText.currentPassword)} wide>
						{(control) => (
							<Input.Password
								{...control}
								autoFocus
								autoComplete="current-password"
								value={current}
								onChange={(event) => setCurrent(event.target.value)}
							/>
						)}
					</Field>
					<Field label={say(shellText.newPassword)} hint={say(shellText.newPasswordHint)} wide>
						{(control) => (
							<Input.Password
								{...control}
								autoComplete="new-password"
								maxLength={128}
								value={next}
								onChange={(event) => setNext(event.target.value)}
							/>
						)}
					</Field>
					<Field label={say(shellText.repeatPassword)} wide>
						{(control) => (
							<Input.Password
								{...control}
								autoComplete="new-password"
								maxLength={128}
								value={again}
								onChange={(event) => setAgain(event.target.value)}
							/>
						)}
					</Field>
				</FormShell>
			</div>
		</main>
	);
}

function blockedBecause(current: string, next: string, again: string): Sentence | null {
	if (current === '') return shellText.passwordMissing;
	if (next.length < shortest) return shellText.passwordShort;
	return next === again ? null : shellText.passwordDiffers;
}
