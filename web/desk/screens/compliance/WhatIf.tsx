import { Input, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useNow } from '../../api/clock.ts';
import { whatIf, type WhatIfAnswer, type WhatIfBody } from '../../api/compliance.ts';
import { useMe } from '../../api/session.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { PageTable } from '../../parts/PageTable.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { daysAfter, dateOf } from '../../parts/time.ts';
import { BookChoice } from './LawBook.tsx';

type Row = WhatIfAnswer['by_rule'][number];

/** How a time would have looked under another book, other hours, another limit. */
export function WhatIf() {
	const say = useSay();
	const { tenant } = useMe();
	const today = dateOf(useNow('minute'), tenant.zone);
	const [from, setFrom] = useState(daysAfter(today, -29));
	const [to, setTo] = useState(today);
	const [book, setBook] = useState<string>();
	const [hours, setHours] = useState({ from: '', until: '' });
	const [count, setCount] = useState('');
	const act = useAct(whatIf);
	const body: WhatIfBody = {
		from,
		to,
		...(book === undefined ? {} : { book }),
		...(hours.from === '' || hours.until === '' ? {} : { hours }),
		...(/^[1-9]\d{0,2}$/.test(count)
			? { limits: [{ channel: 'voice' as const, counts: 'placed' as const, per: 'debtor' as const, count: Number(count), days: 1 }] }
			: {}),
	};
	const blocked =
		from === '' || to === ''
			? say(complianceText.tryDates)
			: (hours.from === '') !== (hours.until === '')
				? say(complianceText.tryBoth)
				: null;
	const date = (label: string, value: string, set: (value: string) => void, type: 'date' | 'time') => (
		<Field label={label}>
			{(control) => <Input {...control} type={type} value={value} onChange={(event) => set(event.target.value)} />}
		</Field>
	);
	return (
		<>
			<FormShell
				label={say(complianceText.whatIf)}
				submit={say(complianceText.tryRun)}
				blockedBecause={blocked}
				sending={act.isPending}
				error={act.error}
				onSubmit={() => act.mutate(body)}
			>
				<p className="quiet">{say(complianceText.tryIntro)}</p>
				<div className="filters">
					{date(say(complianceText.from), from, setFrom, 'date')}
					{date(say(complianceText.to), to, setTo, 'date')}
					<BookChoice book={book} onChoose={setBook} />
					{date(say(complianceText.tryHoursFrom), hours.from, (value) => setHours({ ...hours, from: value }), 'time')}
					{date(say(complianceText.tryHoursUntil), hours.until, (value) => setHours({ ...hours, until: value }), 'time')}
					<Field label={say(complianceText.tryCount)}>
						{(control) => <Input {...control} inputMode="numeric" value={count} onChange={(event) => setCount(event.target.value)} />}
					</Field>
				</div>
			</FormShell>
			{act.data && <Result answer={act.data} />}
		</>
	);
}

function Result({ answer }: { answer: WhatIfAnswer }) {
	const say = useSay();
	return (
		<section aria-live="polite">
			<p>
				{say(complianceText.trySum, {
					decisions: answer.decisions,
					permitted: answer.permitted,
					newly: answer.newly_refused,
					attempts: answer.newly_refused_attempts,
					permits: answer.newly_permitted,
				})}
			</p>
			<p className="quiet">
				{say(answer.note)} {answer.cut && say(complianceText.tryCut)}
			</p>
			<PageTable<Row>
				label={say(complianceText.whatIf)}
				columns={columnsOf(say)}
				rows={answer.by_rule}
				rowKey="rule"
				error={null}
				onRetry={() => undefined}
				width={700}
				empty={<EmptyState title={say(complianceText.tryNone)} next={say(complianceText.tryNoneNext)} />}
			/>
		</section>
	);
}

function columnsOf(say: Say): TableColumnsType<Row> {
	return [
		{ key: 'rule', title: say(complianceText.rule), width: 140, render: (_, row) => <strong>{row.rule}</strong> },
		{ key: 'count', title: say(complianceText.count), width: 100, align: 'right', render: (_, row) => row.count },
		{ key: 'says', title: say(complianceText.says), width: 460, render: (_, row) => row.text && say(row.text) },
	];
}
