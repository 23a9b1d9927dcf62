import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { Refused } from '../../api/client.ts';
import type { WorkItemView } from '../../api/types.ts';
import { releaseWork } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';

type Props = {
	item: WorkItemView;
	/** A call was placed and has no outcome yet: then there is no way out but the outcome. */
	calling: boolean;
	onStay: () => void;
	onLeft: () => void;
};

/** Gives the case back; `gone` where it was not the agent's any more, which is left as well: there is nothing to give back. */
async function giveBack(input: Parameters<typeof releaseWork>[0], key: string): Promise<'given back' | 'gone'> {
	try {
		await releaseWork(input, key);
		return 'given back';
	} catch (error) {
		if (error instanceof Refused && error.problem.code === 'work.already_closed') return 'gone';
		throw error;
	}
}

/** Leaving a case without an outcome is stopped: a placed call needs its outcome, an untouched case a reason. */
export function LeaveDialog({ item, calling, onStay, onLeft }: Props) {
	const say = useSay();
	const [reason, setReason] = useState('');
	const { message } = App.useApp();
	const leave = useAct(giveBack, {
		onDone: (how) => {
			if (how === 'gone') void message.info(say(caseText.leftAlready));
			onLeft();
		},
	});
	return (
		<Modal open title={say(caseText.leaveTitle)} onCancel={onStay} footer={null} destroyOnHidden>
			{calling ? (
				<>
					<p className="leave-words">{say(caseText.leaveCalling)}</p>
					<Button type="primary" autoFocus onClick={onStay}>
						{say(caseText.stay)}
					</Button>
				</>
			) : (
				<FormShell
					label={say(caseText.leaveTitle)}
					submit={say(caseText.leaveConfirm)}
					blockedBecause={reason.trim().length < 2 ? say(caseText.leaveReasonMissing) : null}
					sending={leave.isPending}
					error={leave.error}
					onSubmit={() => leave.mutate({ debtorId: item.debtor_id, itemId: item.id, reason: reason.trim() })}
					cancel={{ text: say(caseText.stay), onCancel: onStay }}
				>
					<Field label={say(caseText.leaveReason)} hint={say(caseText.leaveReasonHint)} wide>
						{(control) => (
							<Input {...control} autoFocus maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
						)}
					</Field>
				</FormShell>
			)}
		</Modal>
	);
}
