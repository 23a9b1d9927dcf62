import { PhoneOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import type { CaseView, ContactPointView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { contactPointKindText, contactPointStateText, lawfulBasisText, partyRoleText, sourceOf, wordOf } from '../../i18n/trade.ts';
import { LocalDate } from '../../parts/DateTime.tsx';
import { Masked } from '../../parts/Masked.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { RefusalBox } from '../../parts/RefusalBox.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { timeText } from '../../parts/time.ts';
import { zoneOf } from './CaseHead.tsx';

/** Whether a voice call could go to this contact point at all. */
export function isPhone({ kind }: ContactPointView): boolean {
	return kind === 'mobile' || kind === 'landline';
}

/** Telephone numbers first, those usable now before the others, the debtor's own before other people's. */
export function inOrder(points: readonly ContactPointView[]): ContactPointView[] {
	const rank = (point: ContactPointView) => (isPhone(point) ? 0 : 4) + (point.verdict.permitted ? 0 : 2) + (point.party === null ? 0 : 1);
	return points.toSorted((a, b) => rank(a) - rank(b));
}

type Props = {
	view: CaseView;
	/** Left out where the page is for reading only. */
	dialling?:
		| { chosenId: string | null; busyId: string | null; onChoose: (id: string) => void; onDial: (point: ContactPointView) => void }
		| undefined;
};

/** Every contact point: whose, from where, whether the gate lets it be used now, and how often still today. */
export function People({ view, dialling }: Props) {
	const say = useSay();
	const points = inOrder(view.contact_points);
	return (
		<Panel title={say(caseText.people)}>
			{points.length === 0 ? (
				<EmptyState title={say(caseText.noNumbers)} next={say(caseText.noNumbersNext)} />
			) : (
				<ul className="people">
					{points.map((point, index) => (
						<ContactPoint
							key={point.id}
							point={point}
							debts={view.debts}
							zone={zoneOf(view)}
							shortcut={dialling && index < 9 ? String(index + 1) : null}
							dialling={dialling}
						/>
					))}
				</ul>
			)}
		</Panel>
	);
}

function ContactPoint({
	point,
	debts,
	zone,
	shortcut,
	dialling,
}: {
	point: ContactPointView;
	debts: CaseView['debts'];
	zone: string;
	shortcut: string | null;
	dialling: Props['dialling'];
}) {
	const say = useSay();
	const [explained, setExplained] = useState(false);
	const { verdict } = point;
	const chosen = dialling?.chosenId === point.id;
	const phone = isPhone(point);
	return (
		<li className={chosen ? 'contact-point contact-point-chosen' : 'contact-point'} aria-current={chosen ? 'true' : undefined}>
			<div className="contact-point-what">
				{shortcut !== null && <kbd>{shortcut}</kbd>}
				<Masked value={point.value_masked} strong />
				<span className="quiet">{say(wordOf(contactPointKindText, point.kind))}</span>
				<Whose point={point} debts={debts} />
				<Tag color={point.state === 'good' ? 'green' : point.state === 'unverified' ? 'default' : 'red'}>
					{say(wordOf(contactPointStateText, point.state))}
				</Tag>
			</div>
			<div className="contact-point-use">
				<Usable point={point} zone={zone} />
				{phone && <Counts point={point} />}
				<span className="quiet contact-point-source">
					{say(caseText.source)} {say(sourceOf(point.source))} · {say(wordOf(lawfulBasisText, point.lawful_basis))} ·{' '}
					<LocalDate on={point.sourced_on} />
				</span>
			</div>
			<div className="contact-point-act">
				{!verdict.permitted && (
					<Button aria-expanded={explained} onClick={() => setExplained(!explained)}>
						{say(caseText.why)}
					</Button>
				)}
				{dialling && phone && verdict.permitted && (
					<Button
						type={chosen ? 'primary' : 'default'}
						icon={<PhoneOutlined aria-hidden />}
						loading={dialling.busyId === point.id}
						aria-label={say(caseText.dialNumber, { number: point.value_masked })}
						onClick={() => dialling.onDial(point)}
					>
						{say(caseText.dial)} {chosen && <kbd>F2</kbd>}
					</Button>
				)}
			</div>
			{explained && !verdict.permitted && (
				<div className="contact-point-why">
					<RefusalBox
						reasons={verdict.reasons.filter((reason) => reason.verdict === 'refuses')}
						allowedFrom={verdict.allowed_from}
						zone={zone}
					/>
				</div>
			)}
		</li>
	);
}

/** Whoever owes a part of the case only is shown with the numbers of that part. */
function Whose({ point, debts }: { point: ContactPointView; debts: CaseView['debts'] }) {
	const say = useSay();
	const { party } = point;
	if (party === null) return <Tag color="cyan">{say(partyRoleText.debtor)}</Tag>;
	const open = debts.filter(({ status }) => status === 'open');
	const owed = open.filter(({ id }) => party.debt_ids.includes(id));
	const inPart = owed.length > 0 && owed.length < open.length;
	return (
		<>
			<Tag color={party.role === 'third_party' ? 'purple' : 'cyan'}>
				{say(wordOf(partyRoleText, party.role))}
				{party.relation !== '' && ` · ${party.relation}`}
				{inPart && ` · ${say(caseText.onlyFor, { debts: owed.map(({ reference }) => reference).join(', ') })}`}
			</Tag>
			<Masked value={party.name_masked} />
		</>
	);
}

function Usable({ point, zone }: { point: ContactPointView; zone: string }) {
	const say = useSay();
	const language = useLanguage();
	const { permitted, usable_until, allowed_from, reasons } = point.verdict;
	if (permitted) {
		return (
			<span className="usable usable-yes">
				{usable_until === null
					? say(caseText.usableNow)
					: say(caseText.usableUntil, { until: timeText(usable_until, zone, 'time', language) })}
			</span>
		);
	}
	const first = reasons.find(({ verdict }) => verdict === 'refuses');
	return (
		<span className="usable usable-no">
			{allowed_from === null
				? say(caseText.notUsable)
				: say(caseText.refusedUntil, { from: timeText(allowed_from, zone, 'short', language) })}
			{first && <span className="usable-rule">{say(first.sentence)}</span>}
		</span>
	);
}

/** How often still today, first in words, then as used of allowed. */
function Counts({ point }: { point: ContactPointView }) {
	const say = useSay();
	const { attempts_today, attempts_limit, answered_today, answered_limit } = point.verdict;
	return (
		<span className="counts">
			{attempts_limit !== null && (
				<span title={say(caseText.attemptsToday, { used: attempts_today, limit: attempts_limit })}>
					{say(caseText.callsLeft, { count: Math.max(0, attempts_limit - attempts_today) })}
				</span>
			)}
			{answered_limit !== null && (
				<span title={say(caseText.answeredToday, { used: answered_today, limit: answered_limit })}>
					{say(caseText.answeredLeft, { count: Math.max(0, answered_limit - answered_today) })}
				</span>
			)}
		</span>
	);
}
