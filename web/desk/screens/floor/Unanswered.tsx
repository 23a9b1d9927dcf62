import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Input, Modal, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { CarrierSays } from '../../../../src/channels/shapes.ts';
import { useAct } from '../../api/act.ts';
import { settleMessage, type UnansweredView, unansweredQuery } from '../../api/house.ts';
import { useLive } from '../../api/live.ts';
import { useMay, useMe } from '../../api/session.ts';
import { unansweredText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { templateText, wordOf } from '../../i18n/trade.ts';
import { Choices } from '../../parts/Choices.tsx';
import { DateTime } from '../../parts/DateTime.tsx';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';

/** Texts the carrier never answered for: found by the reference it was given, and settled by what it says. */
export function Unanswered() {
	const say = useSay();
	const may = useMay();
	const { tenant } = useMe();
	const { data, error, refetch } = useQuery(unansweredQuery);
	useLive(['floor'], () => void refetch());
	const [asked, setAsked] = useState<UnansweredView | null>(null);
	const columns: TableColumnsType<UnansweredView> = [
		{
			key: 'debtor',
			title: say(unansweredText.debtor),
			width: 110,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.debtor.id }}>
					<Masked value={row.debtor.name_masked} />
				</Link>
			),
		},
		{
			key: 'act',
			title: '',
			width: 170,
			render: (_, row) => may('message.settle') && <Button onClick={() => setAsked(row)}>{say(unansweredText.record)}</Button>,
		},
		{ key: 'reference', title: say(unansweredText.reference), width: 150, render: (_, row) => row.debt_reference },
		{
			key: 'template',
			title: say(unansweredText.message),
			width: 140,
			render: (_, row) => say(row.template === 'typed' ? unansweredText.typed : wordOf(templateText, row.template)),
		},
		{ key: 'number', title: say(unansweredText.number), width: 130, render: (_, row) => row.number_masked ?? '–' },
		{
			key: 'since',
			title: say(unansweredText.since),
			width: 160,
			render: (_, row) => <DateTime at={row.since} zone={tenant.zone} />,
		},
		{ key: 'carrier', title: say(unansweredText.carrierReference), width: 130, render: (_, row) => row.carrier_reference },
	];
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(unansweredText.title)}</h1>
				<Link to="/floor">{say(unansweredText.back)}</Link>
			</header>
			<Alert type="info" showIcon title={say(unansweredText.why)} style={{ marginBottom: 16 }} />
			<PageTable<UnansweredView>
				label={say(unansweredText.title)}
				columns={columns}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={990}
				empty={<EmptyState title={say(unansweredText.none)} next={say(unansweredText.noneNext)} />}
			/>
			{asked && <SettleDialog message={asked} onClose={() => setAsked(null)} />}
		</div>
	);
}

const answers: readonly CarrierSays[] = ['delivered', 'not_delivered', 'never_handed_over'];

function SettleDialog({ message, onClose }: { message: UnansweredView; onClose: () => void }) {
	const say = useSay();
	const queryClient = useQueryClient();
	const [says, setSays] = useState<CarrierSays | null>(null);
	const [reason, setReason] = useState('');
	const settle = useAct(settleMessage, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['floor'] });
			onClose();
		},
	});
	const blocked = says === null ? unansweredText.saysFirst : reason.trim() === '' ? unansweredText.reasonFirst : null;
	return (
		<Modal open footer={null} onCancel={onClose} destroyOnHidden title={`${message.debt_reference} · ${message.carrier_reference}`}>
			<FormShell
				label={say(unansweredText.record)}
				submit={say(unansweredText.save)}
				blockedBecause={blocked === null ? null : say(blocked)}
				sending={settle.isPending}
				error={settle.error}
				onSubmit={() => says !== null && settle.mutate({ message, body: { says, reason: reason.trim() } })}
				cancel={{ text: say(unansweredText.cancel), onCancel: onClose }}
			>
				<p className="quiet field-wide">{say(unansweredText.says)}</p>
				<Choices
					label={say(unansweredText.says)}
					choices={answers.map((value) => ({ value, text: say(unansweredText[value]) }))}
					value={says}
					onChoose={setSays}
				/>
				{says === 'never_handed_over' && <p className="quiet field-wide">{say(unansweredText.neverHint)}</p>}
				<Field label={say(unansweredText.reason)} hint={say(unansweredText.reasonHint)} wide>
					{(control) => <Input {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />}
				</Field>
			</FormShell>
		</Modal>
	);
}
