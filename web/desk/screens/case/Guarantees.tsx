import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select, Tag } from 'antd';
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
import { ErrorState } from '../../parts/states.tsx';

function useChanged(debtorId: string, onClose: () => void) {
	const queryClient = useQueryClient();
	return () => {
		void queryClient.invalidateQueries({ queryKey: ['guarantees', debtorId] });
		void forgetCase(queryClient, debtorId);
		onClose();
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
			<ul className="arrangements">
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
	const act = useAct(withdrawGuarantee, { onDone: useChanged(view.debtor.id, () => undefined) });
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
				)}{' '}
				· {of.evidence} · {of.recorded_by}
			</span>{' '}
			<Button
				size="small"
				loading={act.isPending}
				onClick={() => act.mutate({ debtorId: view.debtor.id, id: of.id, evidence: say(guaranteeText.withdraw) })}
			>
				{say(guaranteeText.withdraw)}
			</Button>
			{act.error && <ErrorState error={act.error} />}
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
			{debts.length > 1 && (
				<Field label={say(suitText.debt)}>
					{(control) => (
						<Select
							{...control}
							value={debtId}
							onChange={setDebtId}
							options={debts.map(({ id, reference }) => ({ value: id, label: reference }))}
						/>
					)}
				</Field>
			)}
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
			<Field label={say(guaranteeText.kind)}>
				{(control) => (
					<Select
						{...control}
						value={kind}
						onChange={setKind}
						options={(['joint', 'general'] as const).map((value) => ({ value, label: say(guaranteeKindText[value]) }))}
					/>
				)}
			</Field>
			<Field label={say(guaranteeText.endsOn)}>
				{(control) => <Input {...control} type="date" value={endsOn} onChange={(event) => setEndsOn(event.target.value)} />}
			</Field>
			{kind === 'joint' && (
				<Field label={say(guaranteeText.claimedOn)}>
					{(control) => <Input {...control} type="date" value={claimedOn} onChange={(event) => setClaimedOn(event.target.value)} />}
				</Field>
			)}
			<Field label={say(suitText.evidence)} wide>
				{(control) => (
					<Input.TextArea {...control} rows={2} maxLength={1_000} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
				)}
			</Field>
		</FormShell>
	);
}
