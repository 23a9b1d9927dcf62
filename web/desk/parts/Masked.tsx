import { useSay } from '../i18n/language.ts';
import { partsText } from '../i18n/parts.ts';

/** A personal value as the server masked it. Screen readers are told that it is masked, so nobody reads stars aloud as a number. */
export function Masked({ value, strong = false }: { value: string; strong?: boolean }) {
	const say = useSay();
	return (
		<span className={strong ? 'masked masked-strong' : 'masked'} title={say(partsText.masked)}>
			{value}
		</span>
	);
}
