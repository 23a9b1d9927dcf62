import { StarFilled } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import type { Sentence } from '../../../../src/core/refusal.ts';
import { useNow } from '../../api/clock.ts';
import type { CaseView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { holdText, wordOf } from '../../i18n/trade.ts';
import { Masked } from '../../parts/Masked.tsx';
import { dateOf, timeText } from '../../parts/time.ts';

/** The debtor's zone the desk speaks in: the first candidate; a contact must be allowed in all of them, which the gate sees to. */
export function zoneOf(view: CaseView): string {
	return view.debtor.zones[0] ?? 'Asia/Shanghai';
}

/** The reference of a debt of the case; its number where it is not among them. */
export function referenceOf(view: CaseView, debtId: string | null): string {
	return view.debts.find(({ id }) => id === debtId)?.reference ?? debtId ?? '';
}

/** Who it is, whether they may be contacted now, and what stands in the way: the first thing read on the screen. */
export function CaseHead({ view, clock }: { view: CaseView; clock?: ReactNode }) {
	const say = useSay();
	const language = useLanguage();
	const { debtor } = view;
	const holds = view.holds.filter(({ lifted_at }) => lifted_at === null);
	return (
		<header className="case-head">
			<div className="case-who">
				<h1>
					<span className="visually-hidden">{say(caseText.who)} </span>
					<Masked value={debtor.name_masked} strong />
				</h1>
				{debtor.id_masked !== '' && (
					<span>
						<span className="quiet">{say(caseText.idNumber)}</span> <Masked value={debtor.id_masked} />
					</span>
				)}
				{view.debts.some(({ key_case }) => key_case) && (
					<Tag color="gold" icon={<StarFilled aria-hidden />}>
						{say(caseText.keyCase)}
					</Tag>
				)}
				{holds.map((hold) => (
					<Tag key={hold.id} color="red">
						{say(hold.debt_id === null ? caseText.onHold : caseText.onHoldDebt, {
							kind: say(wordOf(holdText, hold.kind)),
							debt: referenceOf(view, hold.debt_id),
						})}
						{hold.until_at !== null && ` ${say(caseText.holdUntil, { until: timeText(hold.until_at, zoneOf(view), 'short', language) })}`}
					</Tag>
				))}
			</div>
			<Lamp view={view} />
			<LocalTime zones={debtor.zones} />
			{clock}
		</header>
	);
}

/** Green or red, always with the words: until when, from when, and which rule says so. */
function Lamp({ view }: { view: CaseView }) {
	const say = useSay();
	const language = useLanguage();
	const zone = zoneOf(view);
	const now = useNow('minute');
	const { permitted, until, from } = view.lamp;
	const sentence = view.lamp.sentence ?? hoursOf(view);
	// Today is said by its hour alone; any other day with its date.
	const when = (at: string) => timeText(at, zone, dateOf(Date.parse(at), zone) === dateOf(now, zone) ? 'time' : 'short', language);
	const words = permitted
		? until === null
			? say(caseText.mayContact)
			: say(caseText.mayContactUntil, { until: when(until) })
		: from === null
			? say(caseText.mayNotContact)
			: say(caseText.mayNotContactUntil, { from: when(from) });
	return (
		<div className={permitted ? 'lamp lamp-green' : 'lamp lamp-red'} role="status">
			<span className="lamp-light" aria-hidden />
			<span>
				<strong>{words}</strong>
				{sentence && <span className="lamp-rule">{say(sentence)}</span>}
			</span>
		</div>
	);
}

/** The hours rule in its own words, where nothing refuses. */
function hoursOf(view: CaseView): Sentence | null {
	const reasons = view.contact_points.flatMap(({ verdict }) => verdict.reasons);
	return reasons.find(({ rule, verdict }) => rule === 'CN-T1' && verdict === 'permits')?.sentence ?? null;
}

function LocalTime({ zones }: { zones: readonly string[] }) {
	const say = useSay();
	const language = useLanguage();
	const now = useNow('minute');
	return (
		<div className="local-time">
			<span className="quiet">{say(caseText.debtorTime)}</span>
			{zones.map((zone) => (
				<span key={zone} className="figures" title={zone}>
					{timeText(now, zone, 'time', language)}
					{zones.length > 1 && <small> {zone.split('/').at(-1)}</small>}
				</span>
			))}
		</div>
	);
}
