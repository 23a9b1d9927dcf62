import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { DebtView } from '../../api/types.ts';
import { fieldText } from '../../i18n/case-fields.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';

/** Fields that the forms of a case have in common: which debt, what day, on what it stands. */
type Of = { value: string; onChange: (value: string) => void };

/** Which debt; nothing where there is one to choose from. */
export function DebtField({ debts, value, onChange }: Of & { debts: readonly DebtView[] }) {
	const say = useSay();
	if (debts.length < 2) return null;
	return (
		<Field label={say(fieldText.debt)}>
			{(control) => (
				<Select
					{...control}
					value={value}
					onChange={onChange}
					options={debts.map(({ id, reference }) => ({ value: id, label: reference }))}
				/>
			)}
		</Field>
	);
}

export function DayField({ label, value, onChange }: Of & { label: string }) {
	return (
		<Field label={label}>
			{(control) => <Input {...control} type="date" value={value} onChange={(event) => onChange(event.target.value)} />}
		</Field>
	);
}

export function EvidenceField({ label, value, onChange }: Of & { label: string }) {
	return (
		<Field label={label} wide>
			{(control) => (
				<Input.TextArea {...control} rows={2} maxLength={1_000} value={value} onChange={(event) => onChange(event.target.value)} />
			)}
		</Field>
	);
}

type WithdrawProps<Input> = {
	label: string;
	send: (input: Input & { evidence: string }, key: string) => Promise<unknown>;
	input: Input;
	onDone: () => void;
};

/** Takes back what was recorded in error: a button, then the reason, which stays with the record. */
export function Withdraw<Input extends object>({ label, send, input, onDone }: WithdrawProps<Input>) {
	const say = useSay();
	const [isOpen, setOpen] = useState(false);
	const [reason, setReason] = useState('');
	const act = useAct(send, { onDone });
	if (!isOpen)
		return (
			<Button size="small" onClick={() => setOpen(true)}>
				{label}
			</Button>
		);
	return (
		<FormShell
			label={label}
			submit={label}
			blockedBecause={reason.trim() === '' ? say(fieldText.reasonMissing) : null}
			sending={act.isPending}
			error={act.error}
			cancel={{ text: say(fieldText.cancel), onCancel: () => setOpen(false) }}
			onSubmit={() => act.mutate({ ...input, evidence: reason.trim() })}
		>
			<EvidenceField label={say(fieldText.reason)} value={reason} onChange={setReason} />
		</FormShell>
	);
}
