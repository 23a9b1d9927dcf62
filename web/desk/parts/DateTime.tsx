import { useLanguage } from '../i18n/language.ts';
import { dateText, type TimeStyle, timeText } from './time.ts';

/** An instant, in the zone it is meant for: a debtor's contact times in the debtor's, the agency's own business in the agency's. */
export function DateTime({ at, zone, style = 'short' }: { at: string; zone: string; style?: TimeStyle }) {
	const language = useLanguage();
	return (
		<time dateTime={at} title={`${timeText(at, zone, 'long', language)} ${zone}`} className="figures">
			{timeText(at, zone, style, language)}
		</time>
	);
}

/** A calendar date without a zone. */
export function LocalDate({ on, style = 'date' }: { on: string; style?: 'date' | 'weekday' }) {
	const language = useLanguage();
	return (
		<time dateTime={on} className="figures">
			{dateText(on, language, style)}
		</time>
	);
}
