import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import type { CaseHold } from '../../../../src/complaints/rules.ts';
import type { HoldBody } from '../../../../src/contact/shapes.ts';
import { useAct } from '../../api/act.ts';
import { agreeHours, liftHold, placeHold } from '../../api/compliance.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView, HoldView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { careText } from '../../i18n/care.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import { holdText, wordOf } from '../../i18n/trade.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { zoneOf } from './CaseHead.tsx';

/** What stops contact and what the debtor agreed to: placed by whoever hears of it, lifted by those who may. */
export function Holds({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [form, setForm] = useState<'hold' | 'hours' | null>(null);
	const holds = view.holds.filter(({ lifted_at }) => lifted_at === null);
	const mayPlace = may('hold.place');
	if (holds.length === 0 && !mayPlace) return null;
	return (
		<Panel title={say(complianceText.holds)}>
			<ul className="arrangements">
				{holds.map((hold) => (
					<Hold key={hold.id} hold={hold} view={view} />
				))}
			</ul>
			{form === 'hold' && <HoldForm view={view} onClose={() => setForm(null)} />}
			{form === 'hours' && <HoursForm view={view} onClose={() => setForm(null)} />}
			{form === null && mayPlace && (
				<span className="row-acts">
					<Button size="small" onClick={() => setForm('hold')}>
						{say(complianceText.placeHold)}
					</Button>
					{may('contact.ask') && (
						<Button size="small" onClick={() => setForm('hours')}>
							{say(complianceText.hours)}
						</Button>
					)}
				</span>
			)}
		</Panel>
	);
}

function Hold({ hold, view }: { hold: HoldView; view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const queryClient = useQueryClient();
	const act = useAct(liftHold, { onDone: () => void forgetCase(queryClient, view.debtor.id) });
	return (
		<li>
			<Tag color="red">{say(wordOf(holdText, hold.kind))}</Tag>
			<DateTime at={hold.from_at} zone={zoneOf(view)} />
			{hold.until_at !== null && (
				<>
					{' – '}
					<DateTime at={hold.until_at} zone={zoneOf(view)} />
				</>
			)}
			<span className="quiet"> {hold.evidence}</span>{' '}
			{may('hold.lift') && hold.kind !== 'kept_plan' && (
				<Button size="small" loading={act.isPending} onClick={() => act.mutate({ debtorId: view.debtor.id, holdId: hold.id })}>
					{say(complianceText.lift)}
				</Button>
			)}
			{act.error && <ErrorState error={act.error} />}
		</li>
	);
}

/** What a person at the desk may hear of; a kept plan holds by itself. */
const kinds = Object.keys(holdText).filter((kind): kind is HoldBody['kind'] => kind !== 'kept_plan');

/** What a debtor asks for has a clock and an answer. */
const opensCase: Readonly<Partial<Record<HoldBody['kind'], true>>> = {
	dispute: true,
	complaint: true,
	hardship: true,
	cease_request: true,
} satisfies Record<CaseHold, true>;

function HoldForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [kind, setKind] = useState<HoldBody['kind']>('dispute');
	const [days, setDays] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(placeHold, {
		onDone: () => {
			void forgetCase(queryClient, view.debtor.id);
			onClose();
		},
	});
	const daysWrong = days !== '' && !(/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3_650);
	const blocked = daysWrong ? say(complianceText.holdDaysWrong) : evidence.trim() === '' ? say(complianceText.holdEvidenceMissing) : null;
	return (
		<FormShell
			label={say(complianceText.placeHold)}
			submit={say(complianceText.placeHold)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(complianceText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, kind, days: days === '' ? null : Number(days), evidence: evidence.trim() })}
		>
			{opensCase[kind] && <p className="quiet">{say(careText.opensCase)}</p>}
			<Field label={say(complianceText.holdKind)}>
				{(control) => (
					<Select {...control} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: say(holdText[value]) }))} />
				)}
			</Field>
			<Field label={say(complianceText.holdDays)}>
				{(control) => <Input {...control} inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />}
			</Field>
			<Field label={say(complianceText.holdEvidence)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={2} maxLength={1_000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
				)}
			</Field>
		</FormShell>
	);
}

function HoursForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [from, setFrom] = useState('');
	const [until, setUntil] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(agreeHours, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['wishes', view.debtor.id] });
			void forgetCase(queryClient, view.debtor.id);
		},
	});
	if (act.isSuccess)
		return (
			<p role="status">
				{say(complianceText.hoursSaved, { from, until })} <Button onClick={onClose}>{say(careText.close)}</Button>
			</p>
		);
	const blocked = from === '' || until === '' || evidence.trim() === '' ? say(complianceText.hoursMissing) : null;
	return (
		<FormShell
			label={say(complianceText.hours)}
			submit={say(complianceText.hours)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(complianceText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, from, until, evidence: evidence.trim() })}
		>
			<Field label={say(complianceText.hoursFrom)}>
				{(control) => <Input {...control} type="time" value={from} onChange={(event) => setFrom(event.target.value)} />}
			</Field>
			<Field label={say(complianceText.hoursUntil)}>
				{(control) => <Input {...control} type="time" value={until} onChange={(event) => setUntil(event.target.value)} />}
			</Field>
			<Field label={say(complianceText.holdEvidence)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={2} maxLength={1_000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
				)}
			</Field>
		</FormShell>
	);
}
