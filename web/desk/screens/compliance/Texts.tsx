import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { decideText, type TextView, textsQuery } from '../../api/content.ts';
import { useLive } from '../../api/live.ts';
import { useMay, useMe } from '../../api/session.ts';
import { contentText, textNameText, textStateText } from '../../i18n/content.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../parts/states.tsx';
import { Findings, TextForm } from './TextForm.tsx';

const colourOf = { draft: 'gold', approved: 'green', refused: 'red', retired: 'default', shipped: 'blue' } as const;

/** Messages, or call scripts, with every version of their words: written by one person, approved by another. Cards, so that a narrow screen has the buttons too. */
export function Texts({ of }: { of: 'messages' | 'scripts' }) {
	const say = useSay();
	const may = useMay();
	const [writing, setWriting] = useState(false);
	const { data, error, refetch } = useQuery(textsQuery);
	useLive(['texts'], () => void refetch());
	const label = say(of === 'messages' ? contentText.texts : contentText.scripts);
	const texts = data?.items.filter(({ name }) => name.startsWith('call ') === (of === 'scripts'));
	const names = [...new Set(texts?.map(({ name }) => name))];
	return (
		<>
			<p className="quiet">{say(of === 'messages' ? contentText.intro : contentText.scriptIntro)}</p>
			{may('text.write') && (
				<div className="adder">
					<Button type="primary" onClick={() => setWriting(true)}>
						{say(contentText.write)}
					</Button>
				</div>
			)}
			<Modal open={writing} title={say(contentText.write)} footer={null} onCancel={() => setWriting(false)} destroyOnHidden width={760}>
				<TextForm of={of} texts={texts ?? []} onClose={() => setWriting(false)} />
			</Modal>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
			{!error && !texts && <LoadingState rows={8} />}
			{texts && (
				<section aria-label={label} className="versions">
					{names.length === 0 && <EmptyState title={say(contentText.none)} next={say(contentText.noneNext)} />}
					{names.map((name) => (
						<Versions key={name} versions={texts.filter((text) => text.name === name)} />
					))}
				</section>
			)}
		</>
	);
}

/** One message or script: what waits and what is in use first, what was before folded away. */
function Versions({ versions }: { versions: readonly TextView[] }) {
	const say = useSay();
	const [first] = versions;
	const current = versions.filter((text) => text.in_use || text.state === 'draft');
	const before = versions.filter((text) => !current.includes(text));
	if (!first) return null;
	return (
		<article aria-label={say(textNameText[first.name])}>
			<h3>{say(textNameText[first.name])}</h3>
			{current.map((text) => (
				<Version key={text.version} text={text} />
			))}
			{before.length > 0 && (
				<details>
					<summary>{say(contentText.before, { count: before.length })}</summary>
					{before.map((text) => (
						<Version key={text.version} text={text} />
					))}
				</details>
			)}
		</article>
	);
}

function Version({ text }: { text: TextView }) {
	const say = useSay();
	const language = useLanguage();
	const { tenant } = useMe();
	const other = language === 'zh' ? 'en' : 'zh';
	return (
		<div className="version">
			<header>
				<strong>{say(contentText.versionOf, { version: text.version })}</strong>
				<Tag color={colourOf[text.state]}>{say(textStateText[text.state])}</Tag>
				{text.in_use && <span className="quiet">{say(contentText.inUse)}</span>}
				<span className="version-acts">
					<Verdict row={text} />
				</span>
			</header>
			<p className="version-words">{text[language]}</p>
			{text.findings[language].length > 0 && <Findings text={text[language]} findings={text.findings[language]} />}
			{/* Whoever approves one language approves both. */}
			<details>
				<summary>{say(language === 'zh' ? contentText.enWords : contentText.zhWords)}</summary>
				<p className="version-words" lang={other === 'zh' ? 'zh-CN' : 'en'}>
					{text[other]}
				</p>
				{text.findings[other].length > 0 && <Findings text={text[other]} findings={text.findings[other]} />}
			</details>
			<footer className="quiet">
				{text.written_by !== null && say(contentText.writtenBy, { name: text.written_by })}{' '}
				{text.written_at !== null && <DateTime at={text.written_at} zone={tenant.zone} />}{' '}
				{text.decided_by !== null && say(contentText.decidedBy, { name: text.decided_by })} {text.reason}
			</footer>
		</div>
	);
}

/** What may be done with a version, by whom: its author never decides it. */
function Verdict({ row }: { row: TextView }) {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const [refusing, setRefusing] = useState(false);
	const [reason, setReason] = useState('');
	const act = useAct(decideText, {
		onDone: () => {
			setRefusing(false);
			void queryClient.invalidateQueries({ queryKey: ['texts'] });
		},
	});
	const { id } = row;
	const open = row.state === 'draft' || row.state === 'approved';
	if (id === null || !open || !may('text.approve')) return null;
	if (row.own) return <span className="quiet">{say(contentText.ownWork)}</span>;
	if (refusing)
		return (
			<FormShell
				label={say(contentText.refuse)}
				submit={say(contentText.refuse)}
				blockedBecause={reason.trim() === '' ? say(contentText.reasonMissing) : null}
				sending={act.isPending}
				error={act.error}
				cancel={{ text: say(contentText.cancel), onCancel: () => setRefusing(false) }}
				onSubmit={() => act.mutate({ id, verb: 'refuse', reason: reason.trim() })}
			>
				<Field label={say(contentText.reason)} wide>
					{(control) => <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
				</Field>
			</FormShell>
		);
	return (
		<>
			<span className="row-acts">
				{row.state === 'draft' ? (
					<>
						<Button size="small" type="primary" loading={act.isPending} onClick={() => act.mutate({ id, verb: 'approve' })}>
							{say(contentText.approve)}
						</Button>
						<Button size="small" onClick={() => setRefusing(true)}>
							{say(contentText.refuse)}
						</Button>
					</>
				) : (
					<Button size="small" loading={act.isPending} onClick={() => act.mutate({ id, verb: 'retire' })}>
						{say(contentText.retire)}
					</Button>
				)}
			</span>
			{act.error && <ErrorState error={act.error} />}
		</>
	);
}
