import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { Sentence } from '../../../../src/core/refusal.ts';
import { useAct } from '../../api/act.ts';
import type { CaseView, TimelineEvent } from '../../api/types.ts';
import { readTimeline } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { contentText } from '../../i18n/content.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { paymentStateText } from '../../i18n/house.ts';
import {
	channelText,
	eventText,
	holdText,
	lineText,
	messageStateText,
	planStateText,
	promiseStateText,
	saidText,
	templateText,
	wordOf,
} from '../../i18n/trade.ts';
import { moneyText } from '../../parts/Money.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { EmptyState, ErrorState } from '../../parts/states.tsx';
import { dateOf, dateText, timeText } from '../../parts/time.ts';
import { zoneOf } from './CaseHead.tsx';

const groups = {
	contacts: ['attempt', 'outcome', 'message', 'refusal', 'permit'],
	money: ['payment', 'promise', 'plan', 'ledger'],
} as const;

type Group = 'all' | 'contacts' | 'money' | 'other';

function groupOf(kind: string): Exclude<Group, 'all'> {
	if ((groups.contacts as readonly string[]).includes(kind)) return 'contacts';
	return (groups.money as readonly string[]).includes(kind) ? 'money' : 'other';
}

/** Everything that happened, newest first, under the day it happened on in the debtor's zone. */
export function Timeline({ view }: { view: CaseView }) {
	const say = useSay();
	const language = useLanguage();
	const [group, setGroup] = useState<Group>('all');
	const zone = zoneOf(view);
	const { all, older, next } = useHistory(view);
	const shown = all.filter(({ kind }) => group === 'all' || groupOf(kind) === group);
	const days = Map.groupBy(shown, ({ at }) => dateOf(Date.parse(at), zone));
	const options: { value: Group; label: string }[] = [
		{ value: 'all', label: say(caseText.timelineAll) },
		{ value: 'contacts', label: say(caseText.timelineContacts) },
		{ value: 'money', label: say(caseText.timelineMoney) },
		{ value: 'other', label: say(caseText.timelineOther) },
	];
	return (
		<Panel
			title={say(caseText.timeline)}
			extra={
				<Segmented<Group> aria-label={say(caseText.timelineFilter)} size="small" options={options} value={group} onChange={setGroup} />
			}
		>
			{shown.length === 0 ? (
				<EmptyState title={say(caseText.timelineEmpty)} next={say(caseText.timelineEmptyNext)} />
			) : (
				[...days].map(([day, events]) => (
					<section key={day} className="timeline-day">
						<h3>{dateText(day, language, 'weekday')}</h3>
						<ol>
							{events.map((event) => (
								<Event key={event.id} event={event} zone={zone} />
							))}
						</ol>
					</section>
				))
			)}
			{next !== null && (
				<div className="timeline-rest">
					<p className="quiet">{say(caseText.timelineNewest, { count: all.length })}</p>
					<Button loading={older.isPending} onClick={() => older.mutate({ debtorId: view.debtor.id, after: next })}>
						{say(caseText.timelineOlder)}
					</Button>
					{older.error && <ErrorState error={older.error} />}
				</div>
			)}
		</Panel>
	);
}

/**
 * The events shown: those of the case, read again and again, and the earlier ones asked for. What was shown when they were asked for is kept with them, so that none falls between
 * the two when a new event pushes another out of the newest.
 */
function useHistory(view: CaseView) {
	const [kept, setKept] = useState<{ events: readonly TimelineEvent[]; next: string | null } | null>(null);
	const all = joined(view.timeline, kept?.events ?? []);
	const older = useAct(readTimeline, { onDone: ({ items, next }) => setKept({ events: joined(all, items), next }) });
	return { all, older, next: kept === null ? view.timeline_next : kept.next };
}

function joined(newer: readonly TimelineEvent[], before: readonly TimelineEvent[]): readonly TimelineEvent[] {
	const known = new Set(newer.map(({ id }) => id));
	return [...newer, ...before.filter(({ id }) => !known.has(id))];
}

function Event({ event, zone }: { event: TimelineEvent; zone: string }) {
	const say = useSay();
	const language = useLanguage();
	return (
		<li className={`event event-${groupOf(event.kind)}${event.kind === 'refusal' ? ' event-refused' : ''}`}>
			<time dateTime={event.at} className="figures">
				{isDateOnly(event, zone) ? '' : timeText(event.at, zone, 'time', language)}
			</time>
			<div>
				<p>
					<strong>{say(event.kind === 'attempt' ? wordOf(channelText, event.channel ?? 'voice') : wordOf(eventText, event.kind))}</strong>{' '}
					{detailOf(event, say, (on) => dateText(on, language))}
				</p>
				{event.note && <p className="event-note">{event.note}</p>}
				{event.by !== null && <p className="quiet event-by">{event.by}</p>}
			</div>
		</li>
	);
}

/** Bank files often give a date without a time: midnight is then not said as if somebody had looked at a clock. */
function isDateOnly({ kind, at }: TimelineEvent, zone: string): boolean {
	return kind === 'payment' && timeText(at, zone, 'time', 'en') === '00:00';
}

/** What happened in one line, from the parts an event of its kind has. */
function detailOf(event: TimelineEvent, say: Say, dated: (on: string) => string): string {
	const parts = [
		event.line && say(wordOf(lineText, event.line)),
		event.said && event.said !== 'none' && say(wordOf(saidText, event.said)),
		event.contact_point,
		event.amount_minor !== undefined && event.currency !== undefined && moneyText(event.amount_minor, event.currency),
		event.due_on && say(caseText.dueBy, { on: dated(event.due_on) }),
		event.state && say(stateOf(event.kind, event.state)),
		event.sentence && say(event.sentence),
		event.script && event.script_version !== undefined && say(contentText.shownVersion, { version: event.script_version }),
		event.kind === 'message' && event.text ? say(wordOf(templateText, event.text)) : event.text,
	];
	return parts.filter(Boolean).join(' · ');
}

/** A state means another thing with each kind of event. */
function stateOf(kind: string, state: string): Sentence {
	switch (kind) {
		case 'message':
			return wordOf(messageStateText, state);
		case 'payment':
			return wordOf(paymentStateText, state);
		case 'plan':
			return wordOf(planStateText, state);
		case 'hold':
			return wordOf(holdText, state);
		default:
			return wordOf(promiseStateText, state);
	}
}
