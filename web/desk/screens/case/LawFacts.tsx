import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import {
	type ConsentBody,
	type NoticeBody,
	recordConsent,
	recordNotice,
	revokeConsent,
	setLanguage,
	setWhereabouts,
	type WishesView,
	wishesQuery,
} from '../../api/care.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { useSay } from '../../i18n/language.ts';
import { consentText, domainText, lawFactsText, noticeText, readsText } from '../../i18n/law-facts.ts';
import { DateTime, LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell, optionsOf } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { instantAt } from '../../parts/time.ts';
import { zoneOf } from './CaseHead.tsx';

/** What the law must know of a debtor besides their wishes: what they agreed to, what they were told, and where they may be. It binds from its recording on. */
export function LawFacts({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [form, setForm] = useState<'consent' | 'notice' | 'where' | null>(null);
	const { data } = useQuery(wishesQuery(view.debtor.id));
	const close = () => setForm(null);
	if (!data) return null;
	return (
		<Panel title={say(lawFactsText.title)}>
			<ul className="arrangements">
				<li>
					<Tag>{say(lawFactsText.where)}</Tag> {data.jurisdictions.join('、')} <span className="quiet">{data.zones.join(' · ')}</span>{' '}
					<span className="quiet evidence">{data.whereabouts_evidence}</span>
				</li>
				<Language reads={data.language} debtorId={view.debtor.id} />
				{data.consents
					.filter((consent) => consent.revoked_at === null)
					.map((consent) => (
						<Consent key={consent.id} consent={consent} view={view} />
					))}
				{data.notices.map((notice) => (
					<li key={notice.id}>
						<Tag color="blue">{say(noticeText[notice.kind])}</Tag>{' '}
						<span className="quiet">{view.debts.find(({ id }) => id === notice.debt_id)?.reference}</span> <LocalDate on={notice.sent_on} />
						{notice.received_on !== null && (
							<>
								{' '}
								{say(lawFactsText.received)} <LocalDate on={notice.received_on} />
							</>
						)}
						{notice.opt_out_until !== null && (
							<span>
								{view.contact_points.find(({ id }) => id === notice.contact_point_id)?.value_masked} {say(lawFactsText.until)}{' '}
								<LocalDate on={notice.opt_out_until} />
								{notice.domain !== null && notice.domain !== 'public' && <span className="quiet"> {say(domainText[notice.domain])}</span>}
							</span>
						)}{' '}
						<span className="quiet evidence">{notice.evidence}</span>
					</li>
				))}
			</ul>
			{form === 'consent' && <ConsentForm view={view} onClose={close} />}
			{form === 'notice' && <NoticeForm view={view} onClose={close} />}
			{form === 'where' && <WhereForm view={view} now={data} onClose={close} />}
			{form === null && may('hold.place') && (
				<span className="row-acts">
					<Button size="small" onClick={() => setForm('consent')}>
						{say(lawFactsText.consent)}
					</Button>
					{view.debts.length > 0 && (
						<Button size="small" onClick={() => setForm('notice')}>
							{say(lawFactsText.notice)}
						</Button>
					)}
					{may('hold.lift') && (
						<Button size="small" onClick={() => setForm('where')}>
							{say(lawFactsText.setWhere)}
						</Button>
					)}
				</span>
			)}
		</Panel>
	);
}

/** After an act the facts and the lamps of the case are read again. */
function useAgain(debtorId: string, then: () => void = () => {}): () => void {
	const queryClient = useQueryClient();
	return () => {
		void queryClient.invalidateQueries({ queryKey: ['wishes', debtorId] });
		void forgetCase(queryClient, debtorId);
		then();
	};
}

function Language({ reads, debtorId }: { reads: WishesView['language']; debtorId: string }) {
	const say = useSay();
	const may = useMay();
	const act = useAct(setLanguage, { onDone: useAgain(debtorId) });
	const other = reads === 'zh' ? 'en' : 'zh';
	return (
		<li>
			<Tag>{say(lawFactsText.written)}</Tag> {say(readsText[reads])}{' '}
			{may('hold.place') && (
				<Button size="small" loading={act.isPending} onClick={() => act.mutate({ debtorId, language: other })}>
					{say(lawFactsText.writeIn, { language: say(readsText[other]) })}
				</Button>
			)}
			{act.error && <ErrorState error={act.error} />}
		</li>
	);
}

function Consent({ consent, view }: { consent: WishesView['consents'][number]; view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const act = useAct(revokeConsent, { onDone: useAgain(view.debtor.id) });
	const point = view.contact_points.find(({ id }) => id === consent.contact_point_id);
	return (
		<li>
			<Tag color="green">{say(consentText[consent.kind])}</Tag> {point?.value_masked}{' '}
			{consent.until_at !== null && (
				<>
					– <DateTime at={consent.until_at} zone={zoneOf(view)} />
				</>
			)}{' '}
			<span className="quiet">{consent.proof}</span>{' '}
			{may('hold.place') && (
				<Button size="small" loading={act.isPending} onClick={() => act.mutate({ debtorId: view.debtor.id, consentId: consent.id })}>
					{say(lawFactsText.revoke)}
				</Button>
			)}
			{act.error && <ErrorState error={act.error} />}
		</li>
	);
}

function ConsentForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const [kind, setKind] = useState<ConsentBody['kind']>('texts');
	const [point, setPoint] = useState<string | null>(null);
	const [until, setUntil] = useState('');
	const [proof, setProof] = useState('');
	const act = useAct(recordConsent, { onDone: useAgain(view.debtor.id, onClose) });
	const forPoint = kind === 'texts' || kind === 'emails';
	const blocked = forPoint && point === null ? say(lawFactsText.pointMissing) : proof.trim() === '' ? say(lawFactsText.proofMissing) : null;
	return (
		<FormShell
			label={say(lawFactsText.consent)}
			submit={say(lawFactsText.consent)}
			cancel={{ text: say(lawFactsText.cancel), onCancel: onClose }}
			blockedBecause={blocked}
			sending={act.isPending}
			error={act.error}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					kind,
					proof: proof.trim(),
					...(forPoint && point !== null ? { contact_point_id: point } : {}),
					...(until === '' ? {} : { until_at: instantAt(until.slice(0, 10), until.slice(11, 16), zoneOf(view)) }),
				})
			}
		>
			<Field label={say(lawFactsText.consentKind)}>
				{(control) => <Select {...control} value={kind} onChange={setKind} options={optionsOf(consentText, say)} />}
			</Field>
			{forPoint && (
				<Field label={say(lawFactsText.point)}>
					{(control) => (
						<Select
							{...control}
							value={point}
							onChange={setPoint}
							options={view.contact_points
								.filter(({ kind: of }) => of !== 'address')
								.map(({ id, value_masked: label }) => ({ value: id, label }))}
						/>
					)}
				</Field>
			)}
			<Field label={say(lawFactsText.untilAt)}>
				{(control) => <Input {...control} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />}
			</Field>
			<Field label={say(lawFactsText.proof)} wide>
				{(control) => <Input {...control} value={proof} maxLength={1000} onChange={(event) => setProof(event.target.value)} />}
			</Field>
		</FormShell>
	);
}

/** The days a notice leaves; many where a date is not given yet. */
const leavesDays = (sentOn: string, until: string) =>
	sentOn === '' || until === '' ? 35 : Math.round((Date.parse(until) - Date.parse(sentOn)) / 86_400_000);

function NoticeForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
	const say = useSay();
	const [kind, setKind] = useState<NoticeBody['kind']>('validation');
	const [debtId, setDebtId] = useState(view.debts[0]?.id ?? '');
	const [sentOn, setSentOn] = useState('');
	const [receivedOn, setReceivedOn] = useState('');
	const [point, setPoint] = useState<string | null>(null);
	const [optOutUntil, setOptOutUntil] = useState('');
	const [domain, setDomain] = useState<NonNullable<NoticeBody['domain']>>('public');
	const ofEmail = kind === 'creditor_email';
	const emailMissing = ofEmail && (point === null || optOutUntil === '') ? say(lawFactsText.emailMissing) : null;
	const [evidence, setEvidence] = useState('');
	const act = useAct(recordNotice, { onDone: useAgain(view.debtor.id, onClose) });
	return (
		<FormShell
			label={say(lawFactsText.notice)}
			submit={say(lawFactsText.notice)}
			cancel={{ text: say(lawFactsText.cancel), onCancel: onClose }}
			blockedBecause={emailMissing ?? (sentOn === '' || evidence.trim() === '' ? say(lawFactsText.noticeMissing) : null)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					kind,
					debt_id: debtId,
					sent_on: sentOn,
					evidence: evidence.trim(),
					...(receivedOn === '' || ofEmail ? {} : { received_on: receivedOn }),
					...(ofEmail && point !== null ? { contact_point_id: point, opt_out_until: optOutUntil, domain } : {}),
				})
			}
		>
			<Field label={say(lawFactsText.noticeKind)} wide>
				{(control) => <Select {...control} value={kind} onChange={setKind} options={optionsOf(noticeText, say)} />}
			</Field>
			<Field label={say(lawFactsText.debt)}>
				{(control) => (
					<Select
						{...control}
						value={debtId}
						onChange={setDebtId}
						options={view.debts.map(({ id, reference }) => ({ value: id, label: reference }))}
					/>
				)}
			</Field>
			<Field label={say(lawFactsText.sentOn)}>
				{(control) => <Input {...control} type="date" value={sentOn} onChange={(event) => setSentOn(event.target.value)} />}
			</Field>
			{ofEmail ? (
				<>
					<Field
						label={say(lawFactsText.optOutUntil)}
						hint={leavesDays(sentOn, optOutUntil) < 35 ? say(lawFactsText.optOutShort) : undefined}
					>
						{(control) => <Input {...control} type="date" value={optOutUntil} onChange={(event) => setOptOutUntil(event.target.value)} />}
					</Field>
					<Field label={say(lawFactsText.address)}>
						{(control) => (
							<Select
								{...control}
								value={point}
								onChange={setPoint}
								options={view.contact_points
									.filter(({ kind: of, party }) => of === 'email' && party === null)
									.map(({ id, value_masked: label }) => ({ value: id, label }))}
							/>
						)}
					</Field>
					<Field label={say(lawFactsText.domain)}>
						{(control) => <Select {...control} value={domain} onChange={setDomain} options={optionsOf(domainText, say)} />}
					</Field>
				</>
			) : (
				<Field label={say(lawFactsText.receivedOn)}>
					{(control) => <Input {...control} type="date" value={receivedOn} onChange={(event) => setReceivedOn(event.target.value)} />}
				</Field>
			)}
			<Field label={say(lawFactsText.evidence)} wide>
				{(control) => <Input {...control} value={evidence} maxLength={1000} onChange={(event) => setEvidence(event.target.value)} />}
			</Field>
		</FormShell>
	);
}

function WhereForm({ view, now, onClose }: { view: CaseView; now: WishesView; onClose: () => void }) {
	const say = useSay();
	const [places, setPlaces] = useState(now.jurisdictions.join(' '));
	const [zones, setZones] = useState(now.zones.join(' '));
	const [evidence, setEvidence] = useState('');
	const act = useAct(setWhereabouts, { onDone: useAgain(view.debtor.id, onClose) });
	const list = (words: string) => words.split(/[\s,，、]+/).filter((word) => word !== '');
	const whole = list(places).length > 0 && list(zones).length > 0 && evidence.trim() !== '';
	return (
		<FormShell
			label={say(lawFactsText.setWhere)}
			submit={say(lawFactsText.setWhere)}
			cancel={{ text: say(lawFactsText.cancel), onCancel: onClose }}
			blockedBecause={whole ? null : say(lawFactsText.whereMissing)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, jurisdictions: list(places), zones: list(zones), evidence: evidence.trim() })}
		>
			<Field label={say(lawFactsText.jurisdictions)} wide>
				{(control) => <Input {...control} value={places} onChange={(event) => setPlaces(event.target.value)} />}
			</Field>
			<Field label={say(lawFactsText.zonesField)} wide>
				{(control) => <Input {...control} value={zones} onChange={(event) => setZones(event.target.value)} />}
			</Field>
			<Field label={say(lawFactsText.evidence)} wide>
				{(control) => <Input {...control} value={evidence} maxLength={1000} onChange={(event) => setEvidence(event.target.value)} />}
			</Field>
		</FormShell>
	);
}
