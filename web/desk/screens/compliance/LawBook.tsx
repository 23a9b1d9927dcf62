import { useQuery } from '@tanstack/react-query';
import { Select, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { type LawChange, lawCalendarQuery, lawQuery, type LawRowView } from '../../api/compliance.ts';
import { certaintyText, channelName, complianceText, enforcedText, forceText } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { wordOf } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Field } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';

/** Chooses a law book; the books there are come with the law itself. */
export function BookChoice({ book, onChoose }: { book: string | undefined; onChoose: (book: string) => void }) {
	const say = useSay();
	const { data } = useQuery(lawQuery(undefined));
	return (
		<Field label={say(complianceText.book)}>
			{(control) => (
				<Select
					{...control}
					value={book ?? data?.book ?? ''}
					onChange={onChoose}
					options={(data?.books ?? []).map((name) => ({ value: name, label: name }))}
				/>
			)}
		</Field>
	);
}

function NoLaw() {
	const say = useSay();
	return <EmptyState title={say(complianceText.noLaw)} next={say(complianceText.noLawNext)} />;
}

/** Every row of a book: what it says, on what ground, who applies it. */
export function LawBook() {
	const say = useSay();
	const [book, setBook] = useState<string>();
	const { data, error, refetch } = useQuery(lawQuery(book));
	return (
		<>
			<form className="filters" aria-label={say(complianceText.law)} onSubmit={(event) => event.preventDefault()}>
				<BookChoice book={book} onChoose={setBook} />
			</form>
			<PageTable<LawRowView>
				label={say(complianceText.law)}
				columns={rowColumns(say)}
				rows={data?.items}
				rowKey="id"
				error={error}
				onRetry={() => void refetch()}
				width={1_240}
				empty={<NoLaw />}
			/>
		</>
	);
}

function rowColumns(say: Say): TableColumnsType<LawRowView> {
	return [
		{ key: 'id', title: say(complianceText.rule), width: 110, render: (_, row) => <strong>{row.id}</strong> },
		{ key: 'says', title: say(complianceText.says), width: 390, render: (_, row) => say(row.says) },
		{
			key: 'channels',
			title: say(complianceText.channel),
			width: 170,
			render: (_, row) => row.channels.map((channel) => say(wordOf(channelName, channel))).join('、') || '–',
		},
		{
			key: 'source',
			title: say(complianceText.source),
			width: 300,
			render: (_, row) => (
				<>
					{say(row.citation)}
					<div className="quiet">
						{say(wordOf(forceText, row.force))} · {say(wordOf(certaintyText, row.certainty))}
					</div>
				</>
			),
		},
		{
			key: 'force',
			title: say(complianceText.inForce),
			width: 140,
			render: (_, row) => (row.in_force ? <LocalDate on={row.from} /> : <span className="quiet">{say(complianceText.notInForce)}</span>),
		},
		{
			key: 'enforced',
			title: say(complianceText.enforcedBy),
			width: 130,
			render: (_, row) => <Tag color={row.enforced === 'gate' ? 'green' : 'default'}>{say(enforcedText[row.enforced])}</Tag>,
		},
	];
}

type Change = LawChange & { key: string };

/** What changes when. */
export function LawDates() {
	const say = useSay();
	const [book, setBook] = useState<string>();
	const { data, error, refetch } = useQuery(lawCalendarQuery(book));
	return (
		<>
			<form className="filters" aria-label={say(complianceText.calendar)} onSubmit={(event) => event.preventDefault()}>
				<BookChoice book={book} onChoose={setBook} />
			</form>
			<PageTable<Change>
				label={say(complianceText.calendar)}
				columns={[
					{
						key: 'on',
						title: say(complianceText.at),
						width: 190,
						render: (_, row) => (
							<>
								<LocalDate on={row.on} /> {row.ahead && <Tag color="blue">{say(complianceText.ahead)}</Tag>}
							</>
						),
					},
					{ key: 'change', title: say(complianceText.change), width: 90, render: (_, row) => say(complianceText[row.change]) },
					{ key: 'rule', title: say(complianceText.rule), width: 120, render: (_, row) => <strong>{row.rule}</strong> },
					{ key: 'says', title: say(complianceText.says), width: 420, render: (_, row) => say(row.says) },
					{ key: 'source', title: say(complianceText.source), width: 300, render: (_, row) => say(row.citation) },
				]}
				rows={data?.items.map((each) => ({ ...each, key: `${each.on} ${each.change} ${each.rule}` }))}
				rowKey="key"
				error={error}
				onRetry={() => void refetch()}
				width={1_120}
				empty={<NoLaw />}
			/>
		</>
	);
}
