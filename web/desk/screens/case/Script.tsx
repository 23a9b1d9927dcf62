import type { CaseView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { contentText } from '../../i18n/content.ts';
import { useSay } from '../../i18n/language.ts';
import { stepOf } from '../../i18n/trade.ts';
import { Panel } from '../../parts/Panel.tsx';
import { shownScript } from './shown.ts';

const checkpoints = [caseText.checkRightParty, caseText.checkIdentity, caseText.checkAsk, caseText.checkRecap] as const;

/** What to say at this step to whom is on the line, and the check points of every call: the right party first, before a word about the debt. */
export function Script({ view }: { view: CaseView }) {
	const say = useSay();
	const { work_item } = view;
	const script = shownScript(view);
	const step = work_item && stepOf(work_item.step);
	return (
		<Panel
			title={say(caseText.script)}
			extra={
				step && (
					<span className="quiet">
						{say(caseText.step)} {say(step.stage)} {step.place}
					</span>
				)
			}
		>
			{script ? (
				<blockquote className="script">
					<h3>{say(script.title)}</h3>
					<p>{say(script.text)}</p>
					<footer className="quiet">
						{script.version === null ? say(contentText.shownShipped) : say(contentText.shownVersion, { version: script.version })}
					</footer>
				</blockquote>
			) : (
				<p className="quiet">{say(caseText.noScript)}</p>
			)}
			<h3 className="small-head">{say(caseText.checkpoints)}</h3>
			<ol className="checkpoints">
				{checkpoints.map((text) => (
					<li key={text.en}>{say(text)}</li>
				))}
			</ol>
		</Panel>
	);
}
