import { Tag } from 'antd';
import type { LimitationView } from '../api/limitation.ts';
import { useMe } from '../api/session.ts';
import { useSay } from '../i18n/language.ts';
import { limitationText } from '../i18n/limitation.ts';
import { DayCountdown } from './Countdown.tsx';
import { LocalDate } from './DateTime.tsx';

/** Days before its end a limitation is shown as near. */
const warnDays = 90;
export const isNear = ({ days_left: left, known }: LimitationView): boolean => !known || (left !== null && left <= warnDays);

/** The last day to sue, and how far it is; or why there is none. */
export function LimitationEnd({ of }: { of: LimitationView }) {
	const say = useSay();
	const { tenant } = useMe();
	if (!of.known) return <Tag color="gold">{say(limitationText.unknown)}</Tag>;
	if (of.ends_on === null) return <Tag>{say(limitationText.stands)}</Tag>;
	return (
		<>
			<LocalDate on={of.ends_on} />{' '}
			{of.barred ? (
				<Tag color="red">{say(limitationText.barred)}</Tag>
			) : (
				<DayCountdown on={of.ends_on} zone={tenant.zone} warnDays={warnDays} />
			)}
		</>
	);
}
