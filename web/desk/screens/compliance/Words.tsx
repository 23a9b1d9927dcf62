import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { flaggedQuery, type FlaggedView, lookAtWords } from '../../api/content.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/session.ts';
import { contentText, findingText, flagSourceText, flagVerdictText } from '../../i18n/content.ts';
import { useSay } from '../../i18n/language.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';

type State = 'open' | 'looked';

/** Words of the house in which the content check found something: notes, grounds of holds, what was written in a complaint. Somebody other than the author judges them. */
export function Words() {
	const say = useSay();
	const [state, setState] = useState<State>('open');
	const { data, error, refetch } = useQuery(flaggedQuery(state));
	useLive(['flagged'], () => void refetch());
	return (
		<>
			<p className="quiet">{say(contentText.wordsIntro)}</p>
			<Segmented<State>
				aria-label={say(contentText.wordsShown)}
				value={state}
				onChange={setState}
				options={[
					{ value: 'open', label: data ? say(contentText.wordsOpenCount, { count: data.open }) : say(contentText.wordsOpen) },
					{ value: 'looked', label: say(contentText.wordsLooked) },
				]}
			/>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
			{!error && !data && <LoadingState rows={6} />}
			{data && (
				<section aria-label={say(contentText.flagged)} className="versions">
					{data.items.length === 0 && (
						<EmptyState
							title={say(contentText.wordsNone)}
							next={say(state === 'open' ? contentText.wordsNoneNext : contentText.wordsLookedNone)}
						/>
					)}
					{data.items.map((flagged) => (
						<Flagged key={flagged.id} flagged={flagged} />
					))}
				</section>
			)}
		</>
	);
}

function Flagged({ flagged }: { flagged: FlaggedView }) {
	const say = useSay();
	const { tenant } = useMe();
	const kinds = [...new Set(flagged.findings.map(({ kind }) => kind))];
	return (
		<article className="version">
			<header>
				{kinds.map((kind) => (
					<Tag key={kind} color="gold">
						{say(findingText[kind])}
					</Tag>
				))}
				<span className="quiet">{say(flagSourceText[flagged.source])}</span>
				<Link to="/debtors/$debtorId" params={{ debtorId: flagged.debtor_id }}>
					<Masked value={flagged.debtor_name} />
				</Link>
			</header>
			<p className="version-words">
				{flagged.words === null ? say(contentText.wordsErased) : <Marked text={flagged.words} spans={flagged.findings} />}
			</p>
			<footer className="quiet">
				{say(contentText.writtenBy, { name: flagged.written_by })} <DateTime at={flagged.written_at} zone={tenant.zone} />
			</footer>
			<Judge flagged={flagged} />
		</article>
	);
}

/** The words with what was found in them marked; a finding over all of it marks nothing. */
function Marked({ text, spans }: { text: string; spans: FlaggedView['findings'] }) {
	const found = spans
		.flatMap(({ span }) => (span && span[1] - span[0] < text.length ? [span] : []))
		.sort((a, b) => a[0] - b[0])
		.filter((span, i, all) => i === 0 || span[0] >= (all[i - 1]?.[1] ?? 0));
	return (
		<>
			{found.map(([from, until], i) => (
				<span key={from}>
					{text.slice(found[i - 1]?.[1] ?? 0, from)}
					<mark>{text.slice(from, until)}</mark>
				</span>
			))}
			{text.slice(found.at(-1)?.[1] ?? 0)}
		</>
	);
}

function Judge({ flagged }: { flagged: FlaggedView }) {
	const say = useSay();
	const { tenant } = useMe();
	const queryClient = useQueryClient();
	const [remark, setRemark] = useState('');
	const act = useAct(lookAtWords, { onDone: () => void queryClient.invalidateQueries({ queryKey: ['flagged'] }) });
	if (flagged.verdict !== null)
		return (
			<p>
				<Tag color={flagged.verdict === 'wrong' ? 'red' : 'green'}>{say(flagVerdictText[flagged.verdict])}</Tag>
				<span className="quiet">
					{flagged.looked_by} {flagged.looked_at !== null && <DateTime at={flagged.looked_at} zone={tenant.zone} />}
				</span>{' '}
				{flagged.remark}
			</p>
		);
	if (flagged.own) return <p className="quiet">{say(contentText.ownWords)}</p>;
	const judge = (verdict: 'fine' | 'wrong') =>
		act.mutate({ id: flagged.id, verdict, ...(remark.trim() === '' ? {} : { remark: remark.trim() }) });
	return (
		<div className="row-acts">
			<Input
				aria-label={say(contentText.remark)}
				placeholder={say(contentText.remark)}
				maxLength={500}
				value={remark}
				onChange={(event) => setRemark(event.target.value)}
			/>
			<Button size="small" loading={act.isPending} onClick={() => judge('fine')}>
				{say(flagVerdictText.fine)}
			</Button>
			<Button size="small" danger loading={act.isPending} onClick={() => judge('wrong')}>
				{say(flagVerdictText.wrong)}
			</Button>
			{act.error && <ErrorState error={act.error} />}
		</div>
	);
}
