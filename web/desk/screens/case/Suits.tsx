import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Sentence } from '../../../../src/core/refusal.ts';
import { useAct } from '../../api/act.ts';
import { useMay } from '../../api/session.ts';
import { referSuit, type SuitBody, type SuitStep, type SuitView, stepSuit, suitsQuery } from '../../api/suits.ts';
import type { CaseView, DebtView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { useSay } from '../../i18n/language.ts';
import { suitGroundText, suitKindText, suitStateText, suitStepText, suitText } from '../../i18n/suits.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell, optionsOf } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { DayField, DebtField, EvidenceField } from './fields.tsx';

/** Suits over the debts, for those who refer them: where each stands, what became of it, and a new one. */
export function Suits({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [form, setForm] = useState<'refer' | SuitView | null>(null);
	const { data } = useQuery({ ...suitsQuery(view.debtor.id), enabled: may('suit.refer') });
	const debts = view.debts.filter((debt) => debt.status === 'open');
	if (!data || (data.suits.length === 0 && debts.length === 0)) return null;
	const close = () => setForm(null);
	const referenceOf = ({ debt_id: of }: SuitView) =>
		view.debts.length > 1 ? (view.debts.find(({ id }) => id === of)?.reference ?? null) : null;
	return (
		<Panel title={say(suitText.title)}>
			{data.suits.length === 0 && form === null && <p className="quiet">{say(suitText.none)}</p>}
			<ul className="arrangements arrangements-ruled">
				{data.suits.map((suit) => (
					<Suit key={suit.id} suit={suit} reference={referenceOf(suit)} onStep={() => setForm(suit)}>
						{form !== null && form !== 'refer' && form.id === suit.id && <StepForm view={view} suit={suit} onClose={close} />}
					</Suit>
				))}
			</ul>
			{form === 'refer' && <ReferForm view={view} debts={debts} onClose={close} />}
			{form === null && debts.length > 0 && (
				<span className="row-acts">
					<Button size="small" onClick={() => setForm('refer')}>
						{say(suitText.refer)}
					</Button>
				</span>
			)}
		</Panel>
	);
}

function Suit({
	suit,
	reference,
	onStep,
	children,
}: {
	suit: SuitView;
	reference: string | null;
	onStep: () => void;
	children: ReactNode;
}) {
	const say = useSay();
	const { enforcement_on: applied } = suit;
	const ended = suit.perform_by || suit.state === 'judged' || applied ? suitText.effective : suitStateText[suit.state];
	const days: readonly (readonly [Sentence, string | null])[] = [
		[suitStepText.filed, suit.filed_on],
		[ended, suit.ended_on],
		[suitText.performed, suit.perform_by],
		[suitStepText.enforcement, applied],
		[suitStepText.enforcement_withdrawn, suit.enforcement_ended_on],
	];
	return (
		<li>
			<Tag color={suit.state === 'enforcement' ? 'blue' : 'default'}>{say(suitStateText[suit.state])}</Tag> <span>{suit.court}</span>
			{reference !== null && <span className="figures">{reference}</span>}
			<span className="quiet">
				{say(suitKindText[suit.kind])} · {say(suitGroundText[suit.ground])} {suit.venue} {suit.case_number}
			</span>
			{days.map(
				([what, on]) =>
					on !== null && (
						<span key={say(what)}>
							{say(what)} <LocalDate on={on} />
						</span>
					),
			)}
			<span className="quiet evidence">
				{suit.evidence} · {suit.recorded_by}
			</span>
			{suit.steps.length > 0 && (
				<span className="row-acts">
					<Button size="small" onClick={onStep}>
						{say(suitText.next)}
					</Button>
				</span>
			)}
			{children}
		</li>
	);
}

function useChanged(view: CaseView, onClose: () => void) {
	const queryClient = useQueryClient();
	return () => {
		for (const what of ['suits', 'guarantees', 'limitation']) void queryClient.invalidateQueries({ queryKey: [what, view.debtor.id] });
		void forgetCase(queryClient, view.debtor.id);
		onClose();
	};
}

const groundField = { signed: 'signed_in', residence: 'lives_in', real_property: 'real_property_in' } as const;

function ReferForm({ view, debts, onClose }: { view: CaseView; debts: readonly DebtView[]; onClose: () => void }) {
	const say = useSay();
	const [debtId, setDebtId] = useState(debts[0]?.id ?? '');
	const [by, setBy] = useState<SuitBody['brought_by']>('us');
	const [kind, setKind] = useState<SuitBody['kind']>('court');
	const [court, setCourt] = useState('');
	const [venue, setVenue] = useState('');
	const [ground, setGround] = useState<SuitBody['ground']>('residence');
	const [place, setPlace] = useState('');
	const [filedOn, setFiledOn] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(referSuit, { onDone: useChanged(view, onClose) });
	const isMissing = [court, venue, evidence, ...(by === 'creditor' ? [filedOn] : [])].some((each) => each.trim() === '');
	const named = ground in groundField ? groundField[ground as keyof typeof groundField] : null;
	return (
		<FormShell
			label={say(suitText.refer)}
			submit={say(suitText.refer)}
			blockedBecause={isMissing ? say(suitText.missing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(suitText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					body: {
						debt_id: debtId,
						kind,
						brought_by: by,
						court: court.trim(),
						venue: venue.trim(),
						ground,
						...(named !== null && place.trim() !== '' ? { [named]: place.trim() } : {}),
						...(by === 'creditor' ? { filed_on: filedOn } : {}),
						evidence: evidence.trim(),
					},
				})
			}
		>
			<DebtField debts={debts} value={debtId} onChange={setDebtId} />
			<Field label={say(suitText.by)}>
				{(control) => (
					<Select
						{...control}
						value={by}
						onChange={setBy}
						options={[
							{ value: 'us', label: say(suitText.byUs) },
							{ value: 'creditor', label: say(suitText.byCreditor) },
						]}
					/>
				)}
			</Field>
			<Field label={say(suitText.kind)}>
				{(control) => <Select {...control} value={kind} onChange={setKind} options={optionsOf(suitKindText, say)} />}
			</Field>
			<Field label={say(suitText.court)}>
				{(control) => <Input {...control} maxLength={200} value={court} onChange={(event) => setCourt(event.target.value)} />}
			</Field>
			<Field label={say(suitText.venue)}>
				{(control) => <Input {...control} maxLength={100} value={venue} onChange={(event) => setVenue(event.target.value)} />}
			</Field>
			<Field label={say(suitText.ground)}>
				{(control) => <Select {...control} value={ground} onChange={setGround} options={optionsOf(suitGroundText, say)} />}
			</Field>
			{named !== null && (
				<Field label={say(suitText.groundPlace)}>
					{(control) => <Input {...control} maxLength={100} value={place} onChange={(event) => setPlace(event.target.value)} />}
				</Field>
			)}
			{by === 'creditor' && <DayField label={say(suitText.filedOn)} value={filedOn} onChange={setFiledOn} />}
			<EvidenceField label={say(suitText.evidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}

function StepForm({ view, suit, onClose }: { view: CaseView; suit: SuitView; onClose: () => void }) {
	const say = useSay();
	const [step, setStep] = useState<SuitStep>(suit.steps[0] ?? 'filed');
	const [on, setOn] = useState('');
	const [caseNumber, setCaseNumber] = useState('');
	const [performBy, setPerformBy] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(stepSuit, { onDone: useChanged(view, onClose) });
	const hasDate = step !== 'recorded_in_error';
	return (
		<FormShell
			label={say(suitText.next)}
			submit={say(suitText.next)}
			blockedBecause={(hasDate && on === '') || evidence.trim() === '' ? say(suitText.dateMissing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(suitText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					id: suit.id,
					body: {
						step,
						...(hasDate ? { on } : {}),
						...(step === 'filed' && caseNumber.trim() !== '' ? { case_number: caseNumber.trim() } : {}),
						...(step === 'judged' && performBy !== '' ? { perform_by: performBy } : {}),
						evidence: evidence.trim(),
					},
				})
			}
		>
			<Field label={say(suitText.step)}>
				{(control) => (
					<Select
						{...control}
						value={step}
						onChange={setStep}
						options={suit.steps.map((value) => ({ value, label: say(suitStepText[value]) }))}
					/>
				)}
			</Field>
			{hasDate && <DayField label={say(step === 'filed' ? suitText.filedOn : suitText.on)} value={on} onChange={setOn} />}
			{step === 'filed' && (
				<Field label={say(suitText.caseNumber)}>
					{(control) => <Input {...control} maxLength={100} value={caseNumber} onChange={(event) => setCaseNumber(event.target.value)} />}
				</Field>
			)}
			{step === 'judged' && <DayField label={say(suitText.performBy)} value={performBy} onChange={setPerformBy} />}
			<EvidenceField label={say(suitText.evidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}
