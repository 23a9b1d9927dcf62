import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useMay } from '../../api/session.ts';
import { complianceText } from '../../i18n/compliance.ts';
import { contentText } from '../../i18n/content.ts';
import { privacyText } from '../../i18n/privacy.ts';
import { useSay } from '../../i18n/language.ts';
import { careText } from '../../i18n/care.ts';
import { Complaints } from './Complaints.tsx';
import { Decisions } from './Decisions.tsx';
import { LawBook, LawDates } from './LawBook.tsx';
import { Near } from './Near.tsx';
import { PersonalData } from './PersonalData.tsx';
import { Refusals } from './Refusals.tsx';
import { Texts } from './Texts.tsx';
import { WhatIf } from './WhatIf.tsx';
import { Words } from './Words.tsx';

const route = getRouteApi('/shell/compliance');

/** The compliance officer's desk: what was decided and why, what was refused, the words the house sends, what the law says and when it changes, what another rule would have done. */
export function Compliance() {
	const say = useSay();
	const may = useMay();
	const navigate = useNavigate();
	// The tab stands in the address, so a page can be sent to a colleague.
	const { tab = 'near' } = route.useSearch();
	return (
		<div className="page">
			<header className="page-head">
				<h1>{say(complianceText.title)}</h1>
			</header>
			<Tabs
				activeKey={tab}
				onChange={(key) => void navigate({ to: '/compliance', search: key === 'near' ? {} : { tab: key }, replace: true })}
				items={[
					{ key: 'near', label: say(complianceText.near), children: <Near /> },
					{ key: 'complaints', label: say(careText.complaints), children: <Complaints /> },
					{ key: 'decisions', label: say(complianceText.decisions), children: <Decisions /> },
					{ key: 'refusals', label: say(complianceText.refusals), children: <Refusals /> },
					{ key: 'texts', label: say(contentText.texts), children: <Texts of="messages" /> },
					{ key: 'scripts', label: say(contentText.scripts), children: <Texts of="scripts" /> },
					...(may('text.approve') ? [{ key: 'words', label: say(contentText.flagged), children: <Words /> }] : []),
					...(may('privacy.view') ? [{ key: 'data', label: say(privacyText.title), children: <PersonalData /> }] : []),
					{ key: 'law', label: say(complianceText.law), children: <LawBook /> },
					{ key: 'calendar', label: say(complianceText.calendar), children: <LawDates /> },
					{ key: 'what-if', label: say(complianceText.whatIf), children: <WhatIf /> },
				]}
			/>
		</div>
	);
}
