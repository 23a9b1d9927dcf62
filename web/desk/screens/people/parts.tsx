import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAct } from '../../api/act.ts';
import { peopleText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { EmptyState } from '../../parts/states.tsx';

/** A button that opens a form over the page. */
export function Adder({ title, children }: { title: string; children: (close: () => void) => ReactNode }) {
	const [open, setOpen] = useState(false);
	return (
		<>
			<div className="adder">
				<Button type="primary" onClick={() => setOpen(true)}>
					{title}
				</Button>
			</div>
			<Modal open={open} title={title} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
				{children(() => setOpen(false))}
			</Modal>
		</>
	);
}

export function Nothing() {
	const say = useSay();
	return <EmptyState title={say(peopleText.none)} next={say(peopleText.noneNext)} />;
}

/** A thing with a code and a name: a team, a client. */
export function CodeForm({
	title,
	act: send,
	keys,
	onDone,
}: {
	title: string;
	act: (body: object, key: string) => Promise<unknown>;
	keys: readonly string[];
	onDone: () => void;
}) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [code, setCode] = useState('');
	const [name, setName] = useState('');
	const act = useAct(send, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: [...keys] });
			onDone();
		},
	});
	return (
		<FormShell
			label={title}
			submit={title}
			blockedBecause={code !== '' && name !== '' ? null : say(peopleText.fillCode)}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate({ code, name })}
		>
			<Field label={say(peopleText.code)}>
				{(control) => <Input {...control} value={code} onChange={(event) => setCode(event.target.value.trim())} />}
			</Field>
			<Field label={say(peopleText.name)}>
				{(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />}
			</Field>
		</FormShell>
	);
}
