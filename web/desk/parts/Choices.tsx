import { type KeyboardEvent, useRef } from 'react';

export type Choice<Value extends string> = { value: Value; text: string; shortcut?: string };

type Props<Value extends string> = {
	label: string;
	choices: readonly Choice<Value>[];
	value: Value | null;
	onChoose: (value: Value) => void;
	compact?: boolean;
};

/** One of a few, all in sight, each with its key: a radio group that arrows walk and a digit answers. */
export function Choices<Value extends string>({ label, choices, value, onChoose, compact = false }: Props<Value>) {
	const group = useRef<HTMLDivElement>(null);
	const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
		const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
		if (step === undefined) return;
		event.preventDefault();
		const radios = [...(group.current?.querySelectorAll<HTMLButtonElement>('[role="radio"]') ?? [])];
		const at = radios.indexOf(document.activeElement as HTMLButtonElement);
		radios[(at + step + radios.length) % radios.length]?.focus();
	};
	const tabStop = value ?? choices[0]?.value;
	return (
		<div ref={group} className={compact ? 'choices choices-compact' : 'choices'} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
			{choices.map((choice) => (
				<button
					key={choice.value}
					type="button"
					role="radio"
					aria-checked={choice.value === value}
					{...(choice.shortcut ? { 'aria-keyshortcuts': choice.shortcut } : {})}
					tabIndex={choice.value === tabStop ? 0 : -1}
					onClick={() => onChoose(choice.value)}
				>
					{choice.shortcut && <kbd aria-hidden>{choice.shortcut}</kbd>}
					{choice.text}
				</button>
			))}
		</div>
	);
}
