import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { type PaymentView, paymentsPage } from '../../api/house.ts';
import { useMay, useMe } from '../../api/session.ts';
import { menuText, paymentStateText, paymentText, waitingText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { wordOf } from '../../i18n/trade.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { Money } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { type Acting, PaymentAct } from './PaymentAct.tsx';
import { PaymentImport } from './PaymentImport.tsx';

const route = getRouteApi('/shell/payments');

/** Money that came in: import a file, and empty the two queues of what found no debt and what was too much. */
export function Payments() {
	const say = useSay();
	const may = useMay();
	const navigate = useNavigate();
	const { tenant } = useMe();
	const { state } = route.useSearch();
	const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['payments', state ?? 'all'],
		queryFn: ({ pageParam, signal }) => paymentsPage(state, pageParam, signal),
		initialPageParam: undefined as string | undefined,
		getNextPageParam: (page) => page.next ?? undefined,
	});
	const queues = data?.pages[0]?.queues ?? [];
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
			{queues.length > 0 && (
				<ul className="tiles">
					{queues.map((queue) => (
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
			{may('payment.import') && <PaymentImport />}
			<PageTable<PaymentView>
				label={say(paymentText.list)}
				columns={columnsOf(say, { zone: tenant.zone, mayOpen: may('debtor.view') }, (payment, action) => setActing({ payment, action }))}
				rows={data?.pages.flatMap((page) => page.items)}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				more={hasNextPage ? { loading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined}
				width={1230}
				empty={<EmptyState title={say(paymentText.none)} next={say(paymentText.noneNext)} />}
			/>
			{acting && <PaymentAct acting={acting} onClose={() => setActing(null)} />}
		</div>
	);
}

function columnsOf(
	say: Say,
	{ zone, mayOpen }: { zone: string; mayOpen: boolean },
	onAct: (payment: PaymentView, action: string) => void,
): TableColumnsType<PaymentView> {
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
				row.debtor_id === null || !mayOpen ? (
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
