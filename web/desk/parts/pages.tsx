import { Link, useRouter } from '@tanstack/react-router';
import { useSay } from '../i18n/language.ts';
import { shellText } from '../i18n/shell.ts';
import { EmptyState, ErrorState } from './states.tsx';

function BackToStart() {
	const say = useSay();
	return <Link to="/">{say(shellText.backToStart)}</Link>;
}

export function Missing() {
	const say = useSay();
	return <EmptyState title={say(shellText.pageMissing)} next={say(shellText.pageMissingNext)} action={<BackToStart />} />;
}

export function Denied() {
	const say = useSay();
	return <EmptyState title={say(shellText.pageDenied)} next={say(shellText.pageDeniedNext)} action={<BackToStart />} />;
}

export function RouteError({ error }: { error: unknown }) {
	const router = useRouter();
	return (
		<div className="page">
			<ErrorState error={error instanceof Error ? error : new Error(String(error))} onRetry={() => void router.invalidate()} />
		</div>
	);
}
