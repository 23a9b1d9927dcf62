import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { endHours, endWish, makeLink, recordWish, typeMessage, type WishBody, type WishesView, wishesQuery } from '../../api/care.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { careText, placeText, weekdayText, wishText } from '../../i18n/care.ts';
import { channelName } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { ComplaintForm } from './ComplaintForm.tsx';

/** What the debtor wishes and brings: recorded by whoever hears it, binding from then on. */
export function Care({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [form, setForm] = useState<'wish' | 'complaint' | 'link' | 'message' | null>(null);
	const { data } = useQuery(wishesQuery(view.debtor.id));
	const wishes = data?.wishes.filter((wish) => wish.ended_at === null) ?? [];
	const close = () => setForm(null);
	return (
		<Panel title={say(careText.wishes)}>
			{data && wishes.length === 0 && data.agreed_hours === null && form === null && <p className="quiet">{say(careText.noWishes)}</p>}
			<ul className="arrangements">
				{data?.agreed_hours && <Agreed hours={data.agreed_hours} debtorId={view.debtor.id} />}
				{wishes.map((wish) => (
					<Wish key={wish.id} wish={wish} debtorId={view.debtor.id} />
				))}
			</ul>
			{form === 'wish' && <WishForm view={view} onClose={close} />}
			{form === 'complaint' && <ComplaintForm view={view} onClose={close} />}
			{form === 'message' && <MessageForm view={view} onClose={close} />}
			{form === 'link' && <LinkMaker debtorId={view.debtor.id} onClose={close} />}
			{form === null && may('hold.place') && (
				<span className="row-acts">
					<Button size="small" onClick={() => setForm('wish')}>
						{say(careText.recordWish)}
					</Button>
					<Button size="small" onClick={() => setForm('complaint')}>
						{say(careText.file)}
					</Button>
					{may('contact.ask') && view.debts.some((debt) => debt.status === 'open') && (
						<Button size="small" onClick={() => setForm('message')}>
							{say(careText.message)}
						</Button>
					)}
					<Button size="small" onClick={() => setForm('link')}>
						{say(careText.link)}
					</Button>
				</span>
			)}
		</Panel>
	);
}

type WishView = WishesView['wishes'][number];

function detailOf(wish: WishView, say: Say): string {
	const parts = [
		wish.weekdays?.map((day) => say(weekdayText[String(day) as keyof typeof weekdayText])).join(' '),
		wish.from === null && wish.until === null ? '' : `${wish.from ?? '00:00'}–${wish.until ?? '24:00'}`,
		wish.place === null ? '' : say(placeText[wish.place as keyof typeof placeText]),
		wish.channel === null ? '' : say(channelName[wish.channel as keyof typeof channelName]),
	];
	return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function Wish({ wish, debtorId }: { wish: WishView; debtorId: string }) {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const act = useAct(endWish, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['wishes', debtorId] });
			void forgetCase(queryClient, debtorId);
		},
	});
	return (
		<li>
			<Tag>{say(wishText[wish.kind])}</Tag> {detailOf(wish, say)} <span className="quiet">{wish.evidence}</span>{' '}
			{may('hold.lift') && (
				<Button size="small" loading={act.isPending} onClick={() => act.mutate({ debtorId, wishId: wish.id })}>
					{say(careText.end)}
				</Button>
			)}
			{act.error && <ErrorState error={act.error} />}
		</li>
	);
}

/** Hours the debtor agreed to besides the law's, and the end of the agreement. */
function Agreed({ hours, debtorId }: { hours: NonNullable<WishesView['agreed_hours']>; debtorId: string }) {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const act = useAct(endHours, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['wishes', debtorId] });
			void forgetCase(queryClient, debtorId);
		},
	});
	return (
		<li>
			<Tag color="green">{say(careText.agreedHours)}</Tag> {hours.from}–{hours.until} <span className="quiet">{hours.evidence}</span>{' '}
			{may('contact.ask') && (
				<Button size="small" loading={act.isPending} onClick={() => act.mutate(debtorId)}>
					{say(careText.end)}
				</Button>
			)}
			{act.error && <ErrorState error={act.error} />}
		</li>
	);
}

function WishForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [kind, setKind] = useState<WishBody['kind']>('inconvenient_time');
	const [weekdays, setWeekdays] = useState<string[]>([]);
	const [from, setFrom] = useState('');
	const [until, setUntil] = useState('');
	const [place, setPlace] = useState<keyof typeof placeText>('work');
	const [channel, setChannel] = useState<NonNullable<WishBody['channel']>>('voice');
	const [evidence, setEvidence] = useState('');
	const act = useAct(recordWish, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['wishes', view.debtor.id] });
			void forgetCase(queryClient, view.debtor.id);
			onClose();
		},
	});
	const isTime = kind === 'inconvenient_time';
	const noTime = isTime && weekdays.length === 0 && from === '' && until === '';
	const blocked = noTime ? say(careText.timeMissing) : evidence.trim() === '' ? say(careText.evidenceMissing) : null;
	const body = (): WishBody => ({
		kind,
		evidence: evidence.trim(),
		...(isTime && weekdays.length > 0 ? { weekdays: weekdays.map(Number).sort() } : {}),
		...(isTime && from !== '' ? { from } : {}),
		...(isTime && until !== '' ? { until } : {}),
		...(kind === 'inconvenient_place' ? { place } : {}),
		...(kind === 'refused_medium' ? { channel } : {}),
	});
	return (
		<FormShell
			label={say(careText.recordWish)}
			submit={say(careText.recordWish)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(careText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, ...body() })}
		>
			<Field label={say(careText.wishKind)} wide>
				{(control) => (
					<Select
						{...control}
						value={kind}
						onChange={setKind}
						options={Object.entries(wishText).map(([value, text]) => ({ value: value as WishBody['kind'], label: say(text) }))}
					/>
				)}
			</Field>
			{isTime && (
				<>
					<Field label={say(careText.weekdays)} wide>
						{(control) => (
							<Select
								{...control}
								mode="multiple"
								value={weekdays}
								onChange={setWeekdays}
								options={Object.entries(weekdayText).map(([value, text]) => ({ value, label: say(text) }))}
							/>
						)}
					</Field>
					<Field label={say(careText.from)}>
						{(control) => <Input {...control} type="time" value={from} onChange={(event) => setFrom(event.target.value)} />}
					</Field>
					<Field label={say(careText.until)}>
						{(control) => <Input {...control} type="time" value={until} onChange={(event) => setUntil(event.target.value)} />}
					</Field>
				</>
			)}
			{kind === 'inconvenient_place' && (
				<Field label={say(careText.place)}>
					{(control) => (
						<Select
							{...control}
							value={place}
							onChange={setPlace}
							options={Object.entries(placeText).map(([value, text]) => ({ value: value as keyof typeof placeText, label: say(text) }))}
						/>
					)}
				</Field>
			)}
			{kind === 'refused_medium' && (
				<Field label={say(careText.medium)}>
					{(control) => (
						<Select
							{...control}
							value={channel}
							onChange={setChannel}
							options={(['voice', 'sms', 'email', 'letter', 'visit'] as const).map((value) => ({ value, label: say(channelName[value]) }))}
						/>
					)}
				</Field>
			)}
			<Field label={say(careText.evidence)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={2} maxLength={1_000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
				)}
			</Field>
		</FormShell>
	);
}

/** Places the system fills in when the message is sent. */
const filledLater = { agency: '{agency}', name: '{name}', service: '{service}', complaint: '{complaint}' };

/** A text message of one's own words: the check says what may not be sent, the gate decides when it is sent. */
function MessageForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const open = view.debts.filter((debt) => debt.status === 'open');
	const [debtId, setDebtId] = useState(open[0]?.id ?? '');
	const [text, setText] = useState<string>(say(careText.messageStart, filledLater));
	const act = useAct(typeMessage, { onDone: () => void forgetCase(queryClient, view.debtor.id) });
	if (act.isSuccess)
		return (
			<p role="status">
				{say(careText.messageQueued)} <Button onClick={onClose}>{say(careText.close)}</Button>
			</p>
		);
	return (
		<FormShell
			label={say(careText.message)}
			submit={say(careText.message)}
			blockedBecause={text.trim() === '' ? say(careText.wordsMissing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(careText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, debtId, text: text.trim() })}
		>
			<Field label={say(careText.messageDebt)}>
				{(control) => (
					<Select
						{...control}
						value={debtId}
						onChange={setDebtId}
						options={open.map((debt) => ({ value: debt.id, label: debt.reference }))}
					/>
				)}
			</Field>
			<Field label={say(careText.messageWords)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={4} maxLength={500} value={text} onChange={(event) => setText(event.target.value)} />
				)}
			</Field>
		</FormShell>
	);
}

function LinkMaker({ debtorId, onClose }: { debtorId: string; onClose: () => void }) {
	const say = useSay();
	const act = useAct(makeLink);
	if (act.isSuccess)
		return (
			<p role="status">
				{say(careText.linkMade)} <code>{`${window.location.origin}${act.data.path}`}</code>{' '}
				<Button onClick={onClose}>{say(careText.close)}</Button>
			</p>
		);
	return (
		<span className="row-acts">
			<Button size="small" type="primary" loading={act.isPending} onClick={() => act.mutate(debtorId)}>
				{say(careText.link)}
			</Button>
			<Button size="small" onClick={onClose}>
				{say(careText.cancel)}
			</Button>
			{act.error && <ErrorState error={act.error} />}
		</span>
	);
}
