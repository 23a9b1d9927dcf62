import { useQueryClient } from '@tanstack/react-query';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { type PaymentView, resolvePayment, reversePayment } from '../../api/house.ts';
import { paymentText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { DebtField, DebtorField, OrderField } from './DebtFields.tsx';

export type Acting = { payment: PaymentView; action: string };

/** Long enough to read. */
const promisesNowSeconds = 10;
const isNumber = (text: string) => /^\d+$/.test(text);

/** One act on one payment: to whom it belongs, what its surplus pays, where it went, or that it never was. */
export function PaymentAct({ acting: { payment, action }, onClose }: { acting: Acting; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [note, setNote] = useState('');
	const [debtorId, setDebtorId] = useState(payment.debtor_id ?? '');
	const [debtId, setDebtId] = useState('');
	const [order, setOrder] = useState<string[]>([]);
	// The debtor a search found: whose debts are offered. A typed number is anybody's, and nobody's case is opened for it.
	const [found, setFound] = useState(payment.debtor_id);
	const onDone = () => {
		void queryClient.invalidateQueries({ queryKey: ['payments'] });
		onClose();
	};
	const resolve = useAct(resolvePayment, { onDone });
	const { message } = App.useApp();
	const reverse = useAct(reversePayment, {
		onDone: ({ kept_promises, reopened_promises, withdrawn_promises }) => {
			const [kept, reopened, withdrawn] = [kept_promises.length, reopened_promises.length, withdrawn_promises.length];
			if (kept + reopened + withdrawn > 0)
				void message.info(say(paymentText.promisesNow, { kept, reopened, withdrawn }), promisesNowSeconds);
			onDone();
		},
	});
	const assigning = action === 'assign';
	const spreading = action === 'spread';
	const applying = action === 'apply_to_debt';
	const why = () => {
		if (assigning) return isNumber(debtorId) && isNumber(debtId) ? null : say(paymentText.idsFirst);
		if (spreading) return isNumber(debtorId) && order.every(isNumber) ? null : say(paymentText.spreadIds);
		if (applying) return isNumber(debtId) ? null : say(paymentText.debtFirst);
		return note.trim() === '' ? say(paymentText.noteFirst) : null;
	};
	const send = () => {
		if (action === 'reverse') return reverse.mutate({ id: payment.id, reason: note.trim() });
		if (assigning) return resolve.mutate({ id: payment.id, body: { action: 'assign', debtor_id: debtorId, debt_id: debtId } });
		if (spreading)
			return resolve.mutate({
				id: payment.id,
				body: { action: 'spread', debtor_id: debtorId, ...(order.length > 0 ? { debt_ids: order } : {}) },
			});
		if (applying) return resolve.mutate({ id: payment.id, body: { action: 'apply_to_debt', debt_id: debtId } });
		return resolve.mutate({ id: payment.id, body: { action: action === 'refund' ? 'refund' : 'return_to_client', note: note.trim() } });
	};
	const takeDebtor = (id: string, isFound: boolean) => {
		setDebtorId(id);
		setFound(isFound ? id : null);
		setDebtId('');
		setOrder([]);
	};
	const offered = { payment, debtorId: applying ? payment.debtor_id : found };
	return (
		<Modal open footer={null} onCancel={onClose} title={`${payment.debt_reference} · ${payment.external_reference}`}>
			<FormShell
				label={say(paymentText.acts)}
				submit={say(paymentText.confirm)}
				blockedBecause={why()}
				sending={resolve.isPending || reverse.isPending}
				error={resolve.error ?? reverse.error}
				onSubmit={send}
			>
				{assigning || spreading ? (
					<>
						<DebtorField payment={payment} value={debtorId} onChange={takeDebtor} />
						{assigning ? (
							<DebtField {...offered} typed value={debtId} onChange={setDebtId} />
						) : (
							<OrderField {...offered} value={order} onChange={setOrder} />
						)}
						{spreading && <p className="quiet">{say(paymentText.spreadHow)}</p>}
					</>
				) : applying ? (
					<>
						<DebtField {...offered} value={debtId} onChange={setDebtId} />
						<p className="quiet">{say(paymentText.applyHow)}</p>
					</>
				) : (
					<Field label={say(paymentText.note)} wide>
						{(control) => <Input {...control} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />}
					</Field>
				)}
			</FormShell>
		</Modal>
	);
}
