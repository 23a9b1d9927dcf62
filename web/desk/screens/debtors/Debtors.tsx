import { Input, type TableColumnsType } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { DebtorRow } from '../../api/types.ts';
import { debtorsQuery } from '../../api/work.ts';
import { debtorsText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { shellText } from '../../i18n/shell.ts';
import { debtStatusText, wordOf } from '../../i18n/trade.ts';
import { Masked } from '../../parts/Masked.tsx';
import { Sums } from '../../parts/Money.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';

/** The server shows no more of a search: who looks for one person has a number. */
const shownMax = 50;

const route = getRouteApi('/shell/debtors');

/** Finds debtors; what was asked stands in the address, so a page can be sent to a colleague. */
export function Debtors() {
	const say = useSay();
	const navigate = useNavigate();
	const { query = '' } = route.useSearch();
	const { data, error, refetch } = useQuery(debtorsQuery(query));
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(debtorsText.title)}</h1>
			</header>
			<form role="search" className="page-search" onSubmit={(event) => event.preventDefault()}>
				<Input.Search
					key={query}
					aria-label={say(debtorsText.startTitle)}
					placeholder={say(shellText.searchPlaceholder)}
					defaultValue={query}
					allowClear
					size="large"
					onSearch={(text) => void navigate({ to: '/debtors', search: text.trim() === '' ? {} : { query: text.trim() } })}
				/>
			</form>
			{query === '' ? (
				<EmptyState title={say(debtorsText.startTitle)} next={say(debtorsText.startNext)} />
			) : (
				<PageTable<DebtorRow>
					label={say(debtorsText.results)}
					columns={columnsOf(say)}
					rows={data?.items}
					rowKey="id"
					error={error}
					onRetry={() => void refetch()}
					width={780}
					note={(data?.items.length ?? 0) >= shownMax ? say(debtorsText.moreThanShown) : undefined}
					empty={<EmptyState title={say(debtorsText.noneTitle, { query })} next={say(debtorsText.noneNext)} />}
				/>
			)}
		</div>
	);
}

function columnsOf(say: Say): TableColumnsType<DebtorRow> {
	return [
		{
			key: 'name',
			title: say(debtorsText.name),
			width: 140,
			render: (_, row) => (
				<Link to="/debtors/$debtorId" params={{ debtorId: row.id }}>
					<Masked value={row.name_masked} strong />
				</Link>
			),
		},
		{ key: 'id', title: say(debtorsText.idMasked), width: 190, render: (_, row) => <Masked value={row.id_masked} /> },
		{ key: 'references', title: say(debtorsText.reference), width: 200, render: (_, row) => row.references.join('、') },
		{
			key: 'owed',
			title: say(debtorsText.owed),
			width: 150,
			align: 'right',
			render: (_, row) => <Sums owed={row.owed} />,
		},
		{ key: 'status', title: say(debtorsText.status), width: 100, render: (_, row) => say(wordOf(debtStatusText, row.status)) },
	];
}
