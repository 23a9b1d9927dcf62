import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { limitationQuery, tellLimitation, tellRefusal, withdrawTold } from '../../api/limitation.ts';
import { useMay } from '../../api/session.ts';
import type { CaseView, DebtView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { useSay } from '../../i18n/language.ts';
import { limitationText, toldText } from '../../i18n/limitation.ts';
import { wordOf } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { isNear, LimitationEnd } from '../../parts/LimitationEnd.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { DayField, DebtField, EvidenceField, Withdraw } from './fields.tsx';

/** Where the person's word that it is barred stops the asking (CONC 7.15); in China it is a defence in court and stops nothing. */
const mayRefuse = ({ limitation }: DebtView) => limitation.barred && !limitation.rule.startsWith('CN-');

/** When each debt's limitation ends, why, and what it means when it is over: open where it is near, folded otherwise. */
export function Limitation({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [form, setForm] = useState<'tell' | 'refuses' | null>(null);
	const debts = view.debts.filter((debt) => debt.status === 'open');
	if (debts.length === 0) return null;
	return (
		<Panel title={say(limitationText.title)}>
			{debts.map((debt) => (
				<Clock key={debt.id} debt={debt} alone={debts.length === 1} />
			))}
			{may('limitation.tell') && <Told view={view} />}
			{form === 'tell' && <TellForm view={view} debts={debts} onClose={() => setForm(null)} />}
			{form === 'refuses' && <RefusalForm view={view} debts={debts} onClose={() => setForm(null)} />}
			{form === null && (
				<span className="row-acts">
					{may('limitation.tell') && (
						<Button size="small" onClick={() => setForm('tell')}>
							{say(limitationText.tell)}
						</Button>
					)}
					{may('hold.place') && debts.some(mayRefuse) && (
						<Button size="small" onClick={() => setForm('refuses')}>
							{say(limitationText.refuses)}
						</Button>
					)}
				</span>
			)}
		</Panel>
	);
}

function Clock({ debt: { reference, limitation }, alone }: { debt: DebtView; alone: boolean }) {
	const say = useSay();
	return (
		<details className="limitation" open={isNear(limitation)}>
			<summary>
				{!alone && <strong className="figures">{reference} </strong>}
				<LimitationEnd of={limitation} /> <span className="quiet">({limitation.rule})</span>
			</summary>
			{limitation.barred_says && (
				<p role="status">
					<strong>{say(limitation.barred_says)}</strong>
				</p>
			)}
			<p>{say(limitation.why)}</p>
			<p className="quiet">
				{say(limitationText.restarts)}: {say(limitation.restarts)} ({say(limitation.citation)})
			</p>
		</details>
	);
}

/** What lead and compliance told, and how to take it back. */
function Told({ view }: { view: CaseView }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const { data } = useQuery(limitationQuery(view.debtor.id));
	const changed = () => {
		void queryClient.invalidateQueries({ queryKey: ['limitation', view.debtor.id] });
		void forgetCase(queryClient, view.debtor.id);
	};
	if (!data || data.told.length === 0) return null;
	return (
		<ul className="arrangements" aria-label={say(limitationText.told)}>
			{data.told.map((event) => (
				<li key={event.id}>
					<Tag>{say(wordOf(toldText, event.kind))}</Tag> <LocalDate on={event.happened_on} />
					{event.ended_on && (
						<>
							{' – '}
							<LocalDate on={event.ended_on} />
						</>
					)}
					<span className="quiet evidence">{event.evidence}</span> <span className="quiet">{event.recorded_by}</span>
					{event.withdrawn_at ? (
						<Tag>{say(limitationText.withdrawn)}</Tag>
					) : (
						<Withdraw
							label={say(limitationText.withdraw)}
							send={withdrawTold}
							input={{ debtorId: view.debtor.id, id: event.id }}
							onDone={changed}
						/>
					)}
				</li>
			))}
		</ul>
	);
}

type FormOf = { view: CaseView; debts: readonly DebtView[]; onClose: () => void };

function useTold({ view, onClose }: Omit<FormOf, 'debts'>) {
	const queryClient = useQueryClient();
	return () => {
		void queryClient.invalidateQueries({ queryKey: ['limitation', view.debtor.id] });
		void forgetCase(queryClient, view.debtor.id);
		onClose();
	};
}

const kinds = ['demand', 'agreement', 'suit', 'bar', 'last_due', 'last_day_to_sue'] as const;

function TellForm({ view, debts, onClose }: FormOf) {
	const say = useSay();
	const [debtId, setDebtId] = useState(debts[0]?.id ?? '');
	const [kind, setKind] = useState<(typeof kinds)[number]>('demand');
	const [on, setOn] = useState('');
	const [endedOn, setEndedOn] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(tellLimitation, { onDone: useTold({ view, onClose }) });
	const lasts = kind === 'suit' || kind === 'bar';
	return (
		<FormShell
			label={say(limitationText.tell)}
			submit={say(limitationText.tell)}
			blockedBecause={on === '' || evidence.trim() === '' ? say(limitationText.missing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(limitationText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					body: {
						debt_id: debtId,
						kind,
						happened_on: on,
						...(lasts && endedOn !== '' ? { ended_on: endedOn } : {}),
						evidence: evidence.trim(),
					},
				})
			}
		>
			<DebtField debts={debts} value={debtId} onChange={setDebtId} />
			<Field label={say(limitationText.kind)}>
				{(control) => (
					<Select {...control} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: say(toldText[value]) }))} />
				)}
			</Field>
			<DayField label={say(limitationText.on)} value={on} onChange={setOn} />
			{lasts && <DayField label={say(limitationText.endedOn)} value={endedOn} onChange={setEndedOn} />}
			<EvidenceField label={say(limitationText.evidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}

function RefusalForm({ view, debts, onClose }: FormOf) {
	const say = useSay();
	const barred = debts.filter(mayRefuse);
	const [debtId, setDebtId] = useState(barred[0]?.id ?? '');
	const [evidence, setEvidence] = useState('');
	const act = useAct(tellRefusal, { onDone: useTold({ view, onClose }) });
	return (
		<FormShell
			label={say(limitationText.refuses)}
			submit={say(limitationText.refuses)}
			blockedBecause={evidence.trim() === '' ? say(limitationText.evidenceMissing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(limitationText.cancel), onCancel: onClose }}
			onSubmit={() => act.mutate({ debtorId: view.debtor.id, debtId, evidence: evidence.trim() })}
		>
			<DebtField debts={barred} value={debtId} onChange={setDebtId} />
			<EvidenceField label={say(limitationText.evidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}
