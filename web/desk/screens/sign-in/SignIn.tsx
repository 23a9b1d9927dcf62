import { Alert, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { signIn } from '../../api/session.ts';
import { useSay } from '../../i18n/language.ts';
import { shellText } from '../../i18n/shell.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';

const route = getRouteApi('/sign-in');

export function SignIn() {
	const say = useSay();
	const router = useRouter();
	const queryClient = useQueryClient();
	const { from, ended } = route.useSearch();
	const [username, setUsername] = useState('');
	const [password, setPassword] = useState('');
	const [sending, setSending] = useState(false);
	const [trouble, setTrouble] = useState<Error | null>(null);

	const submit = async () => {
		setSending(true);
		try {
			await signIn(username.trim(), password);
		} catch (error) {
			setTrouble(error instanceof Error ? error : new Error(String(error)));
			return;
		} finally {
			setSending(false);
		}
		queryClient.clear();
		router.history.push(from ?? '/');
	};

	return (
		<main className="sign-in">
			<div className="sign-in-card">
				<header>
					<img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={40} height={40} />
					<h1>
						善催 <span>Dunwell</span>
					</h1>
					<LanguageSwitch />
				</header>
				<p className="sign-in-intro">{say(shellText.signInIntro)}</p>
				{ended && !trouble && <Alert type="info" showIcon title={say(shellText.signedOutNotice)} />}
				<FormShell
					label={say(shellText.signIn)}
					submit={say(shellText.signIn)}
					blockedBecause={username.trim() === '' || password === '' ? say(shellText.signInFirst) : null}
					sending={sending}
					error={trouble}
					onSubmit={() => void submit()}
				>
					<Field label={say(shellText.username)} wide>
						{(control) => (
							<Input
								{...control}
								name="username"
								autoComplete="username"
								autoFocus
								value={username}
								onChange={(event) => setUsername(event.target.value)}
							/>
						)}
					</Field>
					<Field label={say(shellText.password)} wide>
						{(control) => (
							<Input.Password
								{...control}
								name="password"
								autoComplete="current-password"
								value={password}
								onChange={(event) => setPassword(event.target.value)}
							/>
						)}
					</Field>
				</FormShell>
			</div>
		</main>
	);
}
