import { Tag } from 'antd';
import type { ClientView } from '../api/house.ts';
import { useSay } from '../i18n/language.ts';
import { standingByText, standingText } from '../i18n/trade.ts';
import { LocalDate } from './DateTime.tsx';

const colours = { 'in order': 'green', ending: 'orange', over: 'red', 'not on file': 'gold', 'not an agency': 'default' } as const;

/** Whether a client may place with us (CN-O1), and the last day on which it may. */
export function Standing({ of: { state, by, last_on: lastOn, missing } }: { of: ClientView['standing'] }) {
	const say = useSay();
	return (
		<>
			<Tag color={colours[state]}>{say(standingText[state])}</Tag>
			{by !== null && lastOn !== null && (
				<span>
					{say(standingByText[by])} <LocalDate on={lastOn} />
				</span>
			)}
			{missing.length > 0 && state !== 'not on file' && (
				<span>
					{' '}
					· {say(standingText['not on file'])}: {missing.map((each) => say(standingByText[each])).join('、')}
				</span>
			)}
		</>
	);
}
