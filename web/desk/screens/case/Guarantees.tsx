import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useMay } from '../../api/session.ts';
import { type GuaranteeBody, type GuaranteeList, guaranteesQuery, tellGuarantee, withdrawGuarantee } from '../../api/suits.ts';
import type { CaseView, DebtView } from '../../api/types.ts';
import { forgetCase } from '../../api/work.ts';
import { useSay } from '../../i18n/language.ts';
import { guaranteeKindText, guaranteeStateText, guaranteeText, suitText } from '../../i18n/suits.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { DayField, DebtField, EvidenceField, Withdraw } from './fields.tsx';

function useChanged(debtorId: string, then: () => void = () => {}) {
	const queryClient = useQueryClient();
	return () => {
		void queryClient.invalidateQueries({ queryKey: ['guarantees', debtorId] });
		void forgetCase(queryClient, debtorId);
		then();
	};
}

/** Where the debtor has guarantors: for which debt each stands, until when, and whether it was claimed in time. For those who tell it. */
export function Guarantees({ view }: { view: CaseView }) {
	const say = useSay();
	const may = useMay();
	const [isTelling, setTelling] = useState(false);
	const { data } = useQuery({ ...guaranteesQuery(view.debtor.id), enabled: may('limitation.tell') });
	if (!data || data.guarantors.length === 0) return null;
	const inForce = data.guarantees.filter((each) => each.withdrawn_at === null);
	return (
		<Panel title={say(guaranteeText.title)}>
			{inForce.length === 0 && !isTelling && <p className="quiet">{say(guaranteeText.none)}</p>}
			<ul className="arrangements arrangements-ruled">
				{inForce.map((each) => (
					<Guarantee key={each.id} of={each} view={view} />
				))}
			</ul>
			{isTelling ? (
				<TellForm view={view} guarantors={data.guarantors} onClose={() => setTelling(false)} />
			) : (
				<span className="row-acts">
					<Button size="small" onClick={() => setTelling(true)}>
						{say(guaranteeText.tell)}
					</Button>
				</span>
			)}
		</Panel>
	);
}

function Guarantee({ of, view }: { of: GuaranteeList['guarantees'][number]; view: CaseView }) {
	const say = useSay();
	const debt = view.debts.find(({ id }) => id === of.debt_id);
	return (
		<li>
			<Tag color={of.state === 'over' ? 'red' : 'default'}>{say(guaranteeStateText[of.state])}</Tag> {of.party_name}{' '}
			<span className="figures">{debt?.reference}</span>{' '}
			<span className="quiet">
				{say(guaranteeKindText[of.kind])} · {say(guaranteeText.until)} <LocalDate on={of.ends_on} />
				{of.claimed_on && (
					<>
						{' · '}
						{say(guaranteeText.claimed)} <LocalDate on={of.claimed_on} />
					</>
				)}
			</span>
			<span className="quiet evidence">
				{of.evidence} · {of.recorded_by}
			</span>
			<Withdraw
				label={say(guaranteeText.withdraw)}
				send={withdrawGuarantee}
				input={{ debtorId: view.debtor.id, id: of.id }}
				onDone={useChanged(view.debtor.id)}
			/>
		</li>
	);
}

function TellForm({ view, guarantors, onClose }: { view: CaseView; guarantors: GuaranteeList['guarantors']; onClose: () => void }) {
	const say = useSay();
	const debts: readonly DebtView[] = view.debts;
	const [debtId, setDebtId] = useState(debts[0]?.id ?? '');
	const [partyId, setPartyId] = useState(guarantors[0]?.party_id ?? '');
	const [kind, setKind] = useState<GuaranteeBody['kind']>('joint');
	const [endsOn, setEndsOn] = useState('');
	const [claimedOn, setClaimedOn] = useState('');
	const [evidence, setEvidence] = useState('');
	const act = useAct(tellGuarantee, { onDone: useChanged(view.debtor.id, onClose) });
	return (
		<FormShell
			label={say(guaranteeText.tell)}
			submit={say(guaranteeText.tell)}
			blockedBecause={evidence.trim() === '' ? say(suitText.dateMissing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(suitText.cancel), onCancel: onClose }}
			onSubmit={() =>
				act.mutate({
					debtorId: view.debtor.id,
					body: {
						debt_id: debtId,
						party_id: partyId,
						kind,
						...(endsOn === '' ? {} : { ends_on: endsOn }),
						...(kind === 'general' || claimedOn === '' ? {} : { claimed_on: claimedOn }),
						evidence: evidence.trim(),
					},
				})
			}
		>
			<DebtField debts={debts} value={debtId} onChange={setDebtId} />
			<Field label={say(guaranteeText.guarantor)}>
				{(control) => (
					<Select
						{...control}
						value={partyId}
						onChange={setPartyId}
						options={guarantors.map(({ party_id: value, name: label }) => ({ value, label }))}
					/>
				)}
			</Field>
			<Field label={say(guaranteeText.kind)} hint={say(guaranteeText.kindHint)}>
				{(control) => (
					<Select
						{...control}
						value={kind}
						onChange={setKind}
						options={(['joint', 'general'] as const).map((value) => ({ value, label: say(guaranteeKindText[value]) }))}
					/>
				)}
			</Field>
			<DayField label={say(guaranteeText.endsOn)} value={endsOn} onChange={setEndsOn} />
			{kind === 'joint' && <DayField label={say(guaranteeText.claimedOn)} value={claimedOn} onChange={setClaimedOn} />}
			<EvidenceField label={say(suitText.evidence)} value={evidence} onChange={setEvidence} />
		</FormShell>
	);
}
