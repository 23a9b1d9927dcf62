import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Select, Tag } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useAct } from '../../api/act.ts';
import { checkQuery, type FindingView, type TextBody, type TextView, writeText } from '../../api/content.ts';
import { contentText, severityText, textNameText } from '../../i18n/content.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { ErrorState } from '../../parts/states.tsx';

const namesOf = {
	messages: ['opening', 'reminder', 'promise_due', 'instalment_offer'],
	scripts: [
		'call opening',
		'call early',
		'call late',
		'call promise',
		'call broken promise',
		'call plan',
		'call surety',
		'call third party',
	],
} as const satisfies Record<string, readonly TextBody['name'][]>;
const placesOf = (of: keyof typeof namesOf, name: TextBody['name']) =>
	of === 'messages'
		? '{agency} {client} {name} {tail} {amount} {days} {service} {complaint}'
		: name === 'call third party'
			? '{agency} {name}'
			: `{agency} {client} {name}${name === 'call surety' ? ' {contact}' : ''} {days} {amount} {complaint}`;

/** A new version of a message or a script, beginning from the words in use, checked while it is written. */
export function TextForm({ of, texts, onClose }: { of: 'messages' | 'scripts'; texts: readonly TextView[]; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const wordsOf = (name: TextBody['name']): TextBody => {
		const used = texts.find((text) => text.name === name && text.in_use);
		return { name, zh: used?.zh ?? '', en: used?.en ?? '' };
	};
	const [body, setBody] = useState(() => wordsOf(namesOf[of][0]));
	const checked = { zh: useDeferredValue(body.zh), en: useDeferredValue(body.en) };
	const checks = { zh: useQuery(checkQuery(body.name, checked.zh)), en: useQuery(checkQuery(body.name, checked.en)) };
	const act = useAct(writeText, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['texts'] });
			onClose();
		},
	});
	const known = checks.zh.data !== undefined && checks.en.data !== undefined && checked.zh === body.zh && checked.en === body.en;
	const passes = checks.zh.data?.passes === true && checks.en.data?.passes === true;
	const blocked =
		body.zh.trim() === '' || body.en.trim() === ''
			? say(contentText.bothWords)
			: !known
				? say(contentText.unchecked)
				: passes
					? null
					: say(contentText.blocked);
	const list = placesOf(of, body.name);
	const hint = list.includes('{amount}') ? say(contentText.places, { list, place: '{amount}' }) : say(contentText.noAmount, { list });
	const words = (language: 'zh' | 'en', label: string) => (
		<>
			<Field label={label} wide hint={hint}>
				{(control) => (
					<Input.TextArea
						{...control}
						autoSize={{ minRows: 4, maxRows: 16 }}
						maxLength={4_000}
						lang={language === 'zh' ? 'zh-CN' : 'en'}
						value={body[language]}
						onChange={(event) => setBody({ ...body, [language]: event.target.value })}
					/>
				)}
			</Field>
			{checks[language].error && <ErrorState error={checks[language].error} onRetry={() => void checks[language].refetch()} />}
			{checks[language].data && <Findings text={checked[language]} findings={checks[language].data.findings} />}
		</>
	);
	return (
		<FormShell
			label={say(contentText.write)}
			submit={say(contentText.send)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(contentText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate(body)}
		>
			<Field label={say(contentText.name)}>
				{(control) => (
					<Select
						{...control}
						value={body.name}
						onChange={(name) => setBody(wordsOf(name))}
						options={namesOf[of].map((value) => ({ value, label: say(textNameText[value]) }))}
					/>
				)}
			</Field>
			{of === 'scripts' && <p className="quiet">{say(contentText.asides)}</p>}
			{words('zh', say(contentText.zhWords))}
			{words('en', say(contentText.enWords))}
		</FormShell>
	);
}

/** What the check found, each with the words it stands on and where it is written. */
export function Findings({ text, findings }: { text: string; findings: readonly FindingView[] }) {
	const say = useSay();
	if (findings.length === 0) return <p role="status">{say(contentText.clean)}</p>;
	return (
		<ul className="arrangements" aria-label={say(contentText.found)} aria-live="polite">
			{findings.map((finding) => (
				<li key={`${finding.kind} ${finding.span?.join(' ') ?? ''}`}>
					<Tag color={finding.severity === 'block' ? 'red' : 'gold'}>{say(severityText[finding.severity])}</Tag>
					{say(finding.says)} {finding.span && <mark>{text.slice(...finding.span)}</mark>}
					<div className="quiet">{say(finding.citation)}</div>
				</li>
			))}
		</ul>
	);
}
