import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Malformed, Refused, SignedOut, Unavailable } from '../api/client.ts';
import { useSay } from '../i18n/language.ts';
import { partsText } from '../i18n/parts.ts';
import { ProblemBox } from './RefusalBox.tsx';

/** What is being loaded has a shape; a spinner has not. */
export function LoadingState({ rows = 6 }: { rows?: number }) {
	const say = useSay();
	return (
		<div className="loading" role="status" aria-label={say(partsText.loading)}>
			<Skeleton active paragraph={{ rows }} />
		</div>
	);
}

/** Nothing here, and what to do next. `next` is required: an empty page without a next step is a dead end. */
export function EmptyState({ title, next, action }: { title: string; next: ReactNode; action?: ReactNode }) {
	return (
		<section className="empty-state" role="status">
			<h3>{title}</h3>
			<p>{next}</p>
			{action !== undefined && <div className="empty-state-action">{action}</div>}
		</section>
	);
}

/** Something did not load or was not done: a refusal in its own words, a fault or an outage with what to do. */
export function ErrorState({ error, onRetry, title, zone }: { error: Error; onRetry?: () => void; title?: string; zone?: string }) {
	const say = useSay();
	if (error instanceof SignedOut) return null;
	if (error instanceof Refused) {
		return <ProblemBox problem={error.problem} {...(title === undefined ? {} : { title })} {...(zone === undefined ? {} : { zone })} />;
	}
	const { message, description } = wordsOf(error, say);
	return (
		<Alert
			type="error"
			showIcon
			title={message}
			description={description}
			action={onRetry && <Button onClick={onRetry}>{say(partsText.tryAgain)}</Button>}
		/>
	);
}

function wordsOf(error: Error, say: ReturnType<typeof useSay>): { message: string; description: string } {
	if (error instanceof Malformed) return { message: say(partsText.malformed), description: error.message };
	if (error instanceof Unavailable && error.status === null) {
		return { message: say(partsText.unreachable), description: say(partsText.unreachableNext) };
	}
	const id = error instanceof Unavailable ? error.requestId : null;
	return { message: say(partsText.fault), description: id === null ? say(partsText.faultNextNoId) : say(partsText.faultNext, { id }) };
}
