import { useNow } from '../api/clock.ts';
import { useSay } from '../i18n/language.ts';
import { partsText } from '../i18n/parts.ts';
import { clockText, dateOf, daysBetween } from './time.ts';

/** Days to a calendar date, red in its last week: the recall of a debt, the due date of a promise. */
export function DayCountdown({ on, zone, warnDays = 7 }: { on: string; zone: string; warnDays?: number }) {
	const say = useSay();
	const today = dateOf(useNow('minute'), zone);
	const days = daysBetween(today, on);
	const text =
		days > 0 ? say(partsText.daysLeft, { days }) : days === 0 ? say(partsText.dayIsToday) : say(partsText.daysAgo, { days: -days });
	return <span className={days <= warnDays ? 'countdown countdown-near' : 'countdown'}>{text}</span>;
}

/** How long something has been going on, by the server's clock. `calm`, `slow` and `late` in seconds colour it. */
export function RunningClock({
	since,
	label,
	slowAfter,
	lateAfter,
}: {
	since: string;
	label: string;
	slowAfter: number;
	lateAfter: number;
}) {
	const passed = Math.max(0, useNow('second') - Date.parse(since));
	const pace = passed >= lateAfter * 1000 ? 'late' : passed >= slowAfter * 1000 ? 'slow' : 'calm';
	return (
		<span className={`running-clock running-clock-${pace}`} role="timer" aria-label={label} data-pace={pace}>
			{clockText(passed)}
		</span>
	);
}
