import { StopOutlined } from '@ant-design/icons';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { Problem } from '../api/client.ts';
import { useMe } from '../api/session.ts';
import { useLanguage, useSay } from '../i18n/language.ts';
import { partsText } from '../i18n/parts.ts';
import { timeText } from './time.ts';

/** One rule's "no": its sentence, the law or contract behind it, and from when it would be allowed. */
export type RefusalReason = {
	sentence: Sentence;
	citation: Sentence | null;
};

type Props = {
	/** What was not allowed, as a heading. */
	title?: string;
	reasons: readonly RefusalReason[];
	/** When everything together would be allowed. */
	allowedFrom: string | null;
	/** The zone the time is told in: the debtor's for a contact. */
	zone: string;
};

/** A refusal as the desk shows it everywhere: in plain words, with the law, never as a dead button. */
export function RefusalBox({ title, reasons, allowedFrom, zone }: Props) {
	const say = useSay();
	const language = useLanguage();
	return (
		<section className="refusal" role="alert">
			<h4>
				<StopOutlined aria-hidden /> {title ?? say(partsText.refused)}
			</h4>
			<ul>
				{reasons.map((reason) => (
					<li key={reason.sentence.en}>
						<p>{say(reason.sentence)}</p>
						{reason.citation && (
							<p className="refusal-citation">
								<span>{say(partsText.rule)}</span> {say(reason.citation)}
							</p>
						)}
					</li>
				))}
			</ul>
			{allowedFrom !== null && (
				<p className="refusal-from">
					<time dateTime={allowedFrom}>{say(partsText.allowedFrom, { at: timeText(allowedFrom, zone, 'long', language) })}</time>
				</p>
			)}
		</section>
	);
}

/** A problem document of the API, shown as a refusal: with the gate every rule that spoke, else its own sentence. */
export function ProblemBox({ problem, title, zone }: { problem: Problem; title?: string; zone?: string }) {
	const { tenant } = useMe();
	const spoke = problem.reasons?.filter(({ verdict }) => verdict === 'refuses') ?? [];
	const reasons: readonly RefusalReason[] = spoke.length > 0 ? spoke : [problem];
	return (
		<RefusalBox
			{...(title === undefined ? {} : { title })}
			reasons={reasons}
			allowedFrom={problem.allowed_from}
			zone={zone ?? tenant.zone}
		/>
	);
}
