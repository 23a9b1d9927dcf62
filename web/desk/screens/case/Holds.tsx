import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import type { CaseHold } from '../../../../src/complaints/rules.ts';
import type { HoldBody } from '../../../../src/contact/shapes.ts';
import { useAct } from '../../api/act.ts';
import { wishesQuery } from '../../api/care.ts';
import { agreeHours, changeHold, liftHold, placeHold } from '../../api/compliance.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView, HoldView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { careText } from '../../i18n/care.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { attorneyText, breathingText, holdsText, writtenText } from '../../i18n/holds.ts';
import { useSay } from '../../i18n/language.ts';
import { holdText, wordOf } from '../../i18n/trade.ts';
import { DateTime, LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell, optionsOf } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { referenceOf, zoneOf } from './CaseHead.tsx';
import { EvidenceField } from './fields.tsx';

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
			<ul className="arrangements arrangements-ruled">
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
	const [changing, setChanging] = useState(false);
	const act = useAct(liftHold, { onDone: () => void forgetCase(queryClient, view.debtor.id) });
	const mayLift = may('hold.lift') && hold.kind !== 'kept_plan';
	return (
		<li>
			<Tag color="red">{say(wordOf(holdText, hold.kind))}</Tag>
			{hold.debt_id !== null && <Tag>{say(holdsText.onlyDebt, { debt: referenceOf(view, hold.debt_id) })}</Tag>}
			{hold.written !== null && <Tag>{say(writtenText[hold.written ? 'yes' : 'no'])}</Tag>}
			{hold.attorney && <Tag>{say(attorneyText[hold.attorney.state])}</Tag>}
			{hold.crisis && <Tag>{say(breathingText.crisis)}</Tag>}
			<span>
				<DateTime at={hold.from_at} zone={zoneOf(view)} />
				{hold.until_at !== null && (
					<>
						{' – '}
						<DateTime at={hold.until_at} zone={zoneOf(view)} />
					</>
				)}
			</span>
			{hold.attorney && hold.attorney.name !== '' && (
				<span>
					{say(holdsText.attorney)} {[hold.attorney.name, hold.attorney.contact].filter(Boolean).join(' · ')}
				</span>
			)}
			{hold.treatment_ended_on !== null && (
				<span className="quiet">
					{say(holdsText.treatmentEnded)} <LocalDate on={hold.treatment_ended_on} />
				</span>
			)}
			<span className="quiet evidence">{[hold.ground && say(hold.ground), hold.words].filter(Boolean).join('\n')}</span>
			{mayLift && !changing && (
				<span className="row-acts">
					{(hold.crisis || hold.kind === 'counsel' || isAskedInWriting(hold.kind)) && (
						<Button size="small" onClick={() => setChanging(true)}>
							{say(holdsText.change)}
						</Button>
					)}
					<Button size="small" loading={act.isPending} onClick={() => act.mutate({ debtorId: view.debtor.id, holdId: hold.id })}>
						{say(complianceText.lift)}
					</Button>
				</span>
			)}
			{act.error && <ErrorState error={act.error} />}
			{changing && <ChangeForm hold={hold} view={view} onClose={() => setChanging(false)} />}
		</li>
	);
}

/** What a person at the desk may hear of; a kept plan holds by itself. */
const kinds = Object.keys(holdText).filter((kind): kind is HoldBody['kind'] => kind !== 'kept_plan');

/** No lapse of days ends these: somebody answers or lifts them. */
const endedByPerson: readonly HoldBody['kind'][] = ['dispute', 'cease_request', 'deceased', 'incapacity'];

/** What a debtor asks for has a clock and an answer. */
const opensCase: Readonly<Partial<Record<HoldBody['kind'], true>>> = {
	dispute: true,
	complaint: true,
	hardship: true,
	cease_request: true,
} satisfies Record<CaseHold, true>;

/** Of these the law asks whether they were put in writing. */
const isAskedInWriting = (kind: string) => kind === 'dispute' || kind === 'cease_request';

type Facts = Pick<HoldBody, 'written' | 'attorney' | 'treatment_ended_on'>;
type Attorney = NonNullable<HoldView['attorney']>;
type Written = keyof typeof writtenText;
const nobody: Attorney = { state: 'known', name: '', contact: '' };

/** The fields of what the law asks of a kind of hold, and what they say so far. */
function useFacts(kind: string, crisis: boolean, was: Attorney = nobody) {
	const say = useSay();
	const [written, setWritten] = useState<Written>('unknown');
	const [attorney, setAttorney] = useState(was);
	const [endedOn, setEndedOn] = useState('');
	const facts: Facts = {
		...(isAskedInWriting(kind) && written !== 'unknown' ? { written: written === 'yes' } : {}),
		...(kind === 'counsel' ? { attorney } : {}),
		...(crisis && endedOn !== '' ? { treatment_ended_on: endedOn } : {}),
	};
	const blocked = kind === 'counsel' && attorney.state === 'known' && attorney.name.trim() === '' ? say(holdsText.attorneyMissing) : null;
	const fields = (
		<>
			{isAskedInWriting(kind) && (
				<Field label={say(holdsText.said)} hint={say(holdsText.saidHint)}>
					{(control) => <Select {...control} value={written} onChange={setWritten} options={optionsOf(writtenText, say)} />}
				</Field>
			)}
			{kind === 'counsel' && (
				<>
					<Field label={say(holdsText.attorneyState)} hint={attorney.state === 'known' ? undefined : say(holdsText.attorneyOpens)} wide>
						{(control) => (
							<Select
								{...control}
								value={attorney.state}
								onChange={(state) => setAttorney({ ...attorney, state })}
								options={optionsOf(attorneyText, say)}
							/>
						)}
					</Field>
					<Field label={say(holdsText.attorneyName)}>
						{(control) => (
							<Input
								{...control}
								maxLength={200}
								value={attorney.name}
								onChange={(event) => setAttorney({ ...attorney, name: event.target.value })}
							/>
						)}
					</Field>
					<Field label={say(holdsText.attorneyContact)} wide>
						{(control) => (
							<Input.TextArea
								{...control}
								rows={2}
								maxLength={400}
								value={attorney.contact}
								onChange={(event) => setAttorney({ ...attorney, contact: event.target.value })}
							/>
						)}
					</Field>
				</>
			)}
			{crisis && (
				<Field label={say(holdsText.treatmentEndedOn)}>
					{(control) => <Input {...control} type="date" value={endedOn} onChange={(event) => setEndedOn(event.target.value)} />}
				</Field>
			)}
		</>
	);
	return { facts, blocked, fields };
}

/** Whether breathing space is law where the debtor may be; the server puts its term and refuses another. */
const hasBreathingSpace = (jurisdictions: readonly string[]) => jurisdictions.some((place) => /^(UK|GB)(?!-SCOT|-SCT)/i.test(place));

function HoldForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data: wishes } = useQuery(wishesQuery(view.debtor.id));
	const [kind, setKind] = useState<HoldBody['kind']>('dispute');
	const [days, setDays] = useState('');
	const [begunOn, setBegunOn] = useState('');
	const [breathing, setBreathing] = useState<keyof typeof breathingText>('standard');
	const [evidence, setEvidence] = useState('');
	const byLaw = kind === 'breathing_space' && hasBreathingSpace(wishes?.jurisdictions ?? []);
	const crisis = byLaw && breathing === 'crisis';
	const { facts, blocked: factsMissing, fields } = useFacts(kind, crisis);
	const act = useAct(placeHold, {
		onDone: () => {
			void forgetCase(queryClient, view.debtor.id);
			onClose();
		},
	});
	const mayEnd = !byLaw && !endedByPerson.includes(kind);
	const daysWrong = mayEnd && days !== '' && !(/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= 3_650);
	const blocked = daysWrong
		? say(complianceText.holdDaysWrong)
		: (factsMissing ?? (evidence.trim() === '' ? say(complianceText.holdEvidenceMissing) : null));
	return (
		<FormShell
			label={say(complianceText.placeHold)}
			submit={say(complianceText.placeHold)}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(complianceText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					kind,
					days: !mayEnd || days === '' ? null : Number(days),
					evidence: evidence.trim(),
					...facts,
					...(crisis ? { crisis } : {}),
					...(byLaw && !crisis && begunOn !== '' ? { begun_on: begunOn } : {}),
				})
			}
		>
			{opensCase[kind] && <p className="quiet wide">{say(careText.opensCase)}</p>}
			{byLaw && <p className="quiet wide">{say(holdsText.termByLaw)}</p>}
			<Field label={say(complianceText.holdKind)}>
				{(control) => (
					<Select {...control} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: say(holdText[value]) }))} />
				)}
			</Field>
			{byLaw && (
				<Field label={say(holdsText.breathing)}>
					{(control) => <Select {...control} value={breathing} onChange={setBreathing} options={optionsOf(breathingText, say)} />}
				</Field>
			)}
			{byLaw && !crisis && (
				<Field label={say(holdsText.begunOn)}>
					{(control) => <Input {...control} type="date" value={begunOn} onChange={(event) => setBegunOn(event.target.value)} />}
				</Field>
			)}
			{mayEnd && (
				<Field label={say(complianceText.holdDays)}>
					{(control) => <Input {...control} inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />}
				</Field>
			)}
			{fields}
			<EvidenceField label={say(complianceText.holdEvidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}

/** What was learned of a hold since it was placed. */
function ChangeForm({ hold, view, onClose }: { hold: HoldView; view: CaseView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [evidence, setEvidence] = useState('');
	const { facts, blocked, fields } = useFacts(hold.kind, hold.crisis, hold.attorney ?? nobody);
	const act = useAct(changeHold, {
		onDone: () => {
			void forgetCase(queryClient, view.debtor.id);
			onClose();
		},
	});
	const missing = Object.keys(facts).length === 0 || evidence.trim() === '' ? say(holdsText.changeMissing) : null;
	return (
		<FormShell
			label={say(holdsText.changeHold)}
			submit={say(holdsText.changeHold)}
			blockedBecause={blocked ?? missing}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(complianceText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, holdId: hold.id, ...facts, evidence: evidence.trim() })}
		>
			{fields}
			<EvidenceField label={say(complianceText.holdEvidence)} value={evidence} onChange={setEvidence} />
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
			<EvidenceField label={say(complianceText.holdEvidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}
