import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { fileComplaint } from '../../api/care.ts';
import { nowMs, useNow } from '../../api/clock.ts';
import { loginsQuery } from '../../api/house.ts';
import { useMay, useMe } from '../../api/session.ts';
import type { CaseView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { careText, complaintChannelText, complaintKindText } from '../../i18n/care.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell, optionsOf } from '../../parts/FormShell.tsx';
import { dateOf } from '../../parts/time.ts';
import { type FiledBy, filedBy, receivedFrom, receivedOf } from './filing.ts';

const channelOptions = (say: ReturnType<typeof useSay>) => filedBy.map((value) => ({ value, label: say(complaintChannelText[value]) }));

/** Takes in what a debtor brings. Its clock runs from the day it was received, not from the day it is typed in (CN-C1). */
export function ComplaintForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const { tenant } = useMe();
	const queryClient = useQueryClient();
	const today = dateOf(useNow('minute'), tenant.zone);
	const [kind, setKind] = useState<keyof typeof complaintKindText>('complaint');
	const [channel, setChannel] = useState<FiledBy>('phone');
	const [receivedOn, setReceivedOn] = useState('');
	const [reference, setReference] = useState('');
	const [about, setAbout] = useState('');
	const [words, setWords] = useState('');
	const [wanted, setWanted] = useState('');
	const act = useAct(fileComplaint, { onDone: () => void forgetCase(queryClient, view.debtor.id) });
	if (act.isSuccess)
		return (
			<p role="status">
				{say(careText.filed, { id: act.data.id, due: act.data.due_on })} <Button onClick={onClose}>{say(careText.close)}</Button>
			</p>
		);
	const received = receivedOf(receivedOn, { nowMs: nowMs(), zone: tenant.zone });
	const blocked =
		'fault' in received
			? say(careText.receivedWrong, { from: receivedFrom(today), today })
			: words.trim() === ''
				? say(careText.wordsMissing)
				: null;
	return (
		<FormShell
			label={say(careText.file)}
			submit={say(careText.file)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(careText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					kind,
					channel,
					words: words.trim(),
					...('at' in received ? { received_at: received.at } : {}),
					...(channel === 'regulator' && reference.trim() !== '' ? { regulator_reference: reference.trim() } : {}),
					...(about === '' ? {} : { about_login: about }),
					...(wanted.trim() === '' ? {} : { wanted: wanted.trim() }),
				})
			}
		>
			<Field label={say(careText.kind)}>
				{(control) => <Select {...control} value={kind} onChange={setKind} options={optionsOf(complaintKindText, say)} />}
			</Field>
			<Field label={say(careText.channel)}>
				{(control) => <Select {...control} value={channel} onChange={setChannel} options={channelOptions(say)} />}
			</Field>
			<Field label={say(careText.receivedOn)}>
				{(control) => (
					<Input
						{...control}
						type="date"
						min={receivedFrom(today)}
						max={today}
						value={receivedOn}
						onChange={(event) => setReceivedOn(event.target.value)}
					/>
				)}
			</Field>
			{channel === 'regulator' && (
				<Field label={say(careText.regulatorReference)}>
					{(control) => <Input {...control} maxLength={100} value={reference} onChange={(event) => setReference(event.target.value)} />}
				</Field>
			)}
			<AboutField value={about} onChange={setAbout} />
			<Field label={say(careText.words)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={3} maxLength={4_000} value={words} onChange={(event) => setWords(event.target.value)} />
				)}
			</Field>
			<Field label={say(careText.wanted)} wide>
				{(control) => <Input {...control} maxLength={1_000} value={wanted} onChange={(event) => setWanted(event.target.value)} />}
			</Field>
		</FormShell>
	);
}

/** Which colleague it is about: they may not handle it. For those who may see the agency's people. */
function AboutField({ value, onChange }: { value: string; onChange: (login: string) => void }) {
	const say = useSay();
	const may = useMay()('people.view');
	const { data } = useQuery({ ...loginsQuery, enabled: may });
	if (!may) return null;
	return (
		<Field label={say(careText.aboutLogin)}>
			{(control) => (
				<Select
					{...control}
					showSearch
					optionFilterProp="label"
					value={value}
					onChange={onChange}
					options={[
						{ value: '', label: say(careText.aboutNobody) },
						...(data?.items ?? [])
							.filter(({ role }) => role !== 'system' && role !== 'client')
							.map(({ id, name }) => ({ value: id, label: name })),
					]}
				/>
			)}
		</Field>
	);
}
