import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
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

/** Leaving a case without an outcome is stopped: a placed call needs its outcome, an untouched case a reason. */
export function LeaveDialog({ item, calling, onStay, onLeft }: Props) {
	const say = useSay();
	const [reason, setReason] = useState('');
	const leave = useAct(releaseWork, { onDone: onLeft });
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
