import { InboxOutlined } from '@ant-design/icons';
import { type DragEvent, useId, useRef, useState } from 'react';

/** One file by drop or by keyboard: a real file input under its label, so Enter, Space and a screen reader all work. */
export function FileDrop({
	label,
	hint,
	accept,
	onFile,
	busy = false,
	compact = false,
}: {
	label: string;
	hint?: string;
	accept: string;
	onFile: (file: File) => void;
	busy?: boolean;
	/** In one line, among other things; else as the thing a page is for. */
	compact?: boolean;
}) {
	const id = useId();
	const input = useRef<HTMLInputElement>(null);
	const [over, setOver] = useState(false);
	const take = (files: FileList | null) => {
		const file = files?.[0];
		if (file && !busy) onFile(file);
		if (input.current) input.current.value = '';
	};
	const onDrag = (event: DragEvent, to: boolean) => {
		event.preventDefault();
		setOver(to);
	};
	return (
		<div
			className={['file-drop', over && 'file-drop-over', compact && 'file-drop-compact'].filter(Boolean).join(' ')}
			aria-busy={busy}
			onDragOver={(event) => onDrag(event, true)}
			onDragLeave={(event) => onDrag(event, false)}
			onDrop={(event) => {
				onDrag(event, false);
				take(event.dataTransfer.files);
			}}
		>
			<InboxOutlined aria-hidden />
			<label htmlFor={id}>{label}</label>
			{hint !== undefined && <p className="quiet">{hint}</p>}
			<input id={id} ref={input} type="file" accept={accept} disabled={busy} onChange={(event) => take(event.target.files)} />
		</div>
	);
}
