import { Button } from 'antd';
import { switchLanguage, useLanguage, useSay } from '../../i18n/language.ts';
import { tagOf } from '../../i18n/texts.ts';
import { shellText } from '../../i18n/shell.ts';

/** Names the other language in that language, so whoever cannot read this page can find the way out of it. */
export function LanguageSwitch() {
	const say = useSay();
	const other = useLanguage() === 'zh' ? 'en' : 'zh';
	return (
		<Button type="text" lang={tagOf(other)} onClick={() => switchLanguage(other)}>
			{say(shellText.switchLanguage)}
		</Button>
	);
}
