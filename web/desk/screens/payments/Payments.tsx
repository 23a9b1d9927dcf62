import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Alert, App, Button, Input, Modal, Segmented, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { importPayments, type PaymentView, paymentsQuery, resolvePayment, reversePayment } from '../../api/house.ts';
import { useMay, useMe } from '../../api/session.ts';
import { menuText, paymentStateText, paymentText, waitingText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { wordOf } from '../../i18n/trade.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { FileDrop } from '../../parts/FileDrop.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Money } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';

const route = getRouteApi('/shell/payments');
/** Long enough to read. */
const promisesStaySeconds = 10;
type Acting = { payment: PaymentView; action: string };

/** Money that came in: import a file, and empty the two queues of what found no debt and what was too much. */
export function Payments() {
	const say = useSay();
	const may = useMay();
	const navigate = useNavigate();
	const { tenant } = useMe();
	const { state } = route.useSearch();
	const { data, error, refetch } = useQuery(paymentsQuery(state));
	const [acting, setActing] = useState<Acting | null>(null);
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(menuText.payments)}</h1>
				<Segmented
					aria-label={say(paymentText.queue)}
					value={state ?? 'all'}
					options={[
						{ value: 'unmatched', label: say(paymentStateText.unmatched) },
						{ value: 'overpaid', label: say(paymentStateText.overpaid) },
						{ value: 'all', label: say(paymentText.all) },
					]}
					onChange={(value) =>
						void navigate({ to: '/payments', search: value === 'unmatched' || value === 'overpaid' ? { state: value } : {} })
					}
				/>
			</header>
			{data && data.queues.length > 0 && (
				<ul className="tiles">
					{data.queues.map((queue) => (
						<li key={`${queue.state} ${queue.currency}`} className="tile tile-needs">
							<strong>
								<Money minor={queue.amount_minor} currency={queue.currency} />
							</strong>
							<span>
								{say(wordOf(paymentStateText, queue.state))} · {queue.count}
							</span>
						</li>
					))}
				</ul>
			)}
			{may('payment.import') && <ImportPanel />}
			<PageTable<PaymentView>
				label={say(paymentText.list)}
				columns={columnsOf(say, tenant.zone, (payment, action) => setActing({ payment, action }))}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={1230}
				empty={<EmptyState title={say(paymentText.none)} next={say(paymentText.noneNext)} />}
			/>
			{acting && <ActDialog acting={acting} onClose={() => setActing(null)} />}
		</div>
	);
}

function ImportPanel() {
	const say = useSay();
	const queryClient = useQueryClient();
	const act = useAct(importPayments, { onDone: () => void queryClient.invalidateQueries({ queryKey: ['payments'] }) });
	return (
		<Panel title={say(paymentText.importFile)}>
			<FileDrop label={say(paymentText.drop)} accept=".csv,.tsv,.txt,.xlsx,.xls" busy={act.isPending} onFile={(file) => act.mutate(file)} />
			{act.error && <ErrorState error={act.error} />}
			{act.data && (
				<Alert
					type={act.data.rejected > 0 ? 'warning' : 'success'}
					showIcon
					title={say(paymentText.imported, {
						rows: act.data.rows,
						accepted: act.data.accepted,
						rejected: act.data.rejected,
						duplicates: act.data.duplicates,
					})}
					description={
						act.data.errors.length > 0 && (
							<ul>
								{act.data.import_id !== null && (
									<li>
										<a href={`/api/payments/imports/${act.data.import_id}/errors.csv`}>{say(paymentText.errorFile)}</a>
									</li>
								)}
								{act.data.errors.slice(0, 20).map((each) => (
									<li key={`${each.row} ${each.column}`}>
										{each.row} · {each.column} · {say(each.message)} → {say(each.mend)}
									</li>
								))}
							</ul>
						)
					}
				/>
			)}
		</Panel>
	);
}

function columnsOf(say: Say, zone: string, onAct: (payment: PaymentView, action: string) => void): TableColumnsType<PaymentView> {
	const words: Readonly<Record<string, string>> = {
		assign: say(paymentText.assign),
		spread: say(paymentText.spread),
		apply_to_debt: say(paymentText.apply),
		refund: say(paymentText.refund),
		return_to_client: say(paymentText.returned),
		reverse: say(paymentText.reverse),
	};
	return [
		{ key: 'paid', title: say(paymentText.paidAt), width: 130, render: (_, row) => <DateTime at={row.paid_at} zone={zone} /> },
		{
			key: 'reference',
			title: say(paymentText.reference),
			width: 170,
			render: (_, row) =>
				row.debtor_id === null ? (
					row.debt_reference
				) : (
					<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor_id }}>
						{row.debt_reference}
					</Link>
				),
		},
		{ key: 'external', title: say(paymentText.external), width: 150, ellipsis: true, render: (_, row) => row.external_reference },
		{
			key: 'amount',
			title: say(paymentText.amount),
			width: 130,
			align: 'right',
			render: (_, row) => <Money minor={row.amount_minor} currency={row.currency} strong />,
		},
		{
			key: 'applied',
			title: say(paymentText.applied),
			width: 130,
			align: 'right',
			render: (_, row) => <Money minor={row.applied_minor} currency={row.currency} />,
		},
		{
			key: 'surplus',
			title: say(paymentText.surplus),
			width: 110,
			align: 'right',
			render: (_, row) => (row.surplus_minor === 0 ? '–' : <Money minor={row.surplus_minor} currency={row.currency} />),
		},
		{
			key: 'state',
			title: say(paymentText.state),
			width: 170,
			render: (_, row) => (
				<>
					<Tag color={row.state === 'applied' ? 'green' : row.state === 'unmatched' || row.state === 'overpaid' ? 'orange' : 'default'}>
						{say(wordOf(paymentStateText, row.state))}
					</Tag>
					{row.reason !== '' && <span className="quiet">{say(waitingText[row.reason])}</span>}
					{row.resolution !== null && <span className="quiet">{settledWords(row.resolution, words)}</span>}
				</>
			),
		},
		{
			key: 'acts',
			title: say(paymentText.acts),
			width: 240,
			render: (_, row) => (
				<span className="row-acts">
					{row.actions
						.filter((action) => words[action])
						.map((action) => (
							<Button key={action} size="small" onClick={() => onAct(row, action)}>
								{words[action]}
							</Button>
						))}
				</span>
			),
		},
	];
}

/** `refund: by cheque` in the words of the screen; of a payment undone the note alone, since its state says the rest. */
function settledWords(resolution: string, words: Readonly<Record<string, string>>): string {
	const [, action = '', note = ''] = /^([a-z_]+)[^:]*(?:: (.*))?$/s.exec(resolution) ?? [];
	return [action === 'reverse' ? '' : (words[action] ?? ''), note].filter((part) => part !== '').join(' · ');
}

function ActDialog({ acting: { payment, action }, onClose }: { acting: Acting; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [note, setNote] = useState('');
	const [debtorId, setDebtorId] = useState('');
	const [debtId, setDebtId] = useState('');
	const [order, setOrder] = useState('');
	const onDone = () => {
		void queryClient.invalidateQueries({ queryKey: ['payments'] });
		onClose();
	};
	const resolve = useAct(resolvePayment, { onDone });
	const { message } = App.useApp();
	const reverse = useAct(reversePayment, {
		onDone: ({ kept_promises, withdrawn_promises }) => {
			const [kept, withdrawn] = [kept_promises.length, withdrawn_promises.length];
			if (kept + withdrawn > 0) void message.info(say(paymentText.promisesStay, { kept, withdrawn }), promisesStaySeconds);
			onDone();
		},
	});
	const assigning = action === 'assign';
	const spreading = action === 'spread';
	const applying = action === 'apply_to_debt';
	const named = order.split(/[\s,，、]+/).filter((id) => id !== '');
	const isNumber = (text: string) => /^\d+$/.test(text);
	const why = () => {
		if (assigning) return isNumber(debtorId) && isNumber(debtId) ? null : say(paymentText.idsFirst);
		if (spreading) return isNumber(debtorId) && named.every(isNumber) ? null : say(paymentText.spreadIds);
		if (applying) return isNumber(debtId) ? null : say(paymentText.debtIdFirst);
		return note.trim() === '' ? say(paymentText.noteFirst) : null;
	};
	const send = () => {
		if (action === 'reverse') return reverse.mutate({ id: payment.id, reason: note.trim() });
		if (assigning) return resolve.mutate({ id: payment.id, body: { action: 'assign', debtor_id: debtorId, debt_id: debtId } });
		if (spreading)
			return resolve.mutate({
				id: payment.id,
				body: { action: 'spread', debtor_id: debtorId, ...(named.length > 0 ? { debt_ids: named } : {}) },
			});
		if (applying) return resolve.mutate({ id: payment.id, body: { action: 'apply_to_debt', debt_id: debtId } });
		return resolve.mutate({ id: payment.id, body: { action: action === 'refund' ? 'refund' : 'return_to_client', note: note.trim() } });
	};
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
						<Field label={say(paymentText.debtorId)}>
							{(control) => (
								<Input {...control} inputMode="numeric" value={debtorId} onChange={(event) => setDebtorId(event.target.value.trim())} />
							)}
						</Field>
						{assigning ? (
							<Field label={say(paymentText.debtId)}>
								{(control) => (
									<Input {...control} inputMode="numeric" value={debtId} onChange={(event) => setDebtId(event.target.value.trim())} />
								)}
							</Field>
						) : (
							<Field label={say(paymentText.spreadOrder)} wide>
								{(control) => <Input {...control} value={order} maxLength={500} onChange={(event) => setOrder(event.target.value)} />}
							</Field>
						)}
						{spreading && <p className="quiet">{say(paymentText.spreadHow)}</p>}
					</>
				) : applying ? (
					<>
						<Field label={say(paymentText.debtId)}>
							{(control) => (
								<Input {...control} inputMode="numeric" value={debtId} onChange={(event) => setDebtId(event.target.value.trim())} />
							)}
						</Field>
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
