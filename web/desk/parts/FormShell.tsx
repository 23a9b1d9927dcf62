import { Button } from 'antd';
import { type ReactNode, useId } from 'react';
import type { Sentence } from '../../../src/core/refusal.ts';
import { ErrorState } from './states.tsx';

type Props = {
	/** Accessible name of the form. */
	label: string;
	children: ReactNode;
	submit: string;
	/** Why the form cannot be sent now, as text beside the button; null when it can. A dead button without a reason does not compile. */
	blockedBecause: string | null;
	/** Required, so that no form forgets it. */
	sending: boolean;
	/** Required: what the server said last, or null. */
	error: Error | null;
	onSubmit: () => void;
	/** A second way out, as a quiet button. */
	cancel?: { text: string; onCancel: () => void };
	/** The zone refusals tell their times in. */
	zone?: string;
};

/** Every form of the desk: fields, the server's word, one submit with its reason when it cannot be pressed. */
export function FormShell({ label, children, submit, blockedBecause, sending, error, onSubmit, cancel, zone }: Props) {
	const reasonId = useId();
	return (
		<form
			className="form-shell"
			aria-label={label}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				if (blockedBecause === null && !sending) onSubmit();
			}}
		>
			{children}
			{error && <ErrorState error={error} {...(zone === undefined ? {} : { zone })} />}
			<div className="form-shell-foot">
				<Button
					type="primary"
					htmlType="submit"
					loading={sending}
					aria-disabled={blockedBecause !== null}
					{...(blockedBecause === null ? {} : { 'aria-describedby': reasonId })}
					className={blockedBecause === null ? '' : 'blocked'}
				>
					{submit}
				</Button>
				{cancel && <Button onClick={cancel.onCancel}>{cancel.text}</Button>}
				{blockedBecause !== null && (
					<span id={reasonId} className="blocked-because" role="status">
						{blockedBecause}
					</span>
				)}
			</div>
		</form>
	);
}

/** A labelled field: the label is tied to the control it is given the id for; the hint and the fault are read with it. */
export function Field({
	label,
	children,
	hint,
	fault,
	wide = false,
}: {
	label: string;
	children: (control: { id: string; 'aria-describedby': string; 'aria-invalid'?: true; status?: 'error' }) => ReactNode;
	hint?: ReactNode;
	fault?: string | null;
	wide?: boolean;
}) {
	const id = useId();
	const noteId = `${id}-note`;
	return (
		<div className={wide ? 'field field-wide' : 'field'}>
			<label htmlFor={id}>{label}</label>
			{children({ id, 'aria-describedby': noteId, ...(fault ? { 'aria-invalid': true, status: 'error' } : {}) })}
			<div id={noteId} className={fault ? 'field-note field-fault' : 'field-note'}>
				{fault ?? hint}
			</div>
		</div>
	);
}

/** A table of words as the options of a choice, in its order. */
export const optionsOf = <K extends string>(words: Readonly<Record<K, Sentence>>, say: (sentence: Sentence) => string) =>
	Object.entries<Sentence>(words).map(([value, sentence]) => ({ value: value as K, label: say(sentence) }));
