import { StopOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { Problem } from '../api/client.ts';
import { meQuery } from '../api/session.ts';
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

/** Where nobody is signed in yet there is no agency whose zone could be meant: then the machine's own. */
const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A refusal as the desk shows it everywhere: in plain words, with the law, never as a dead button. */
export function RefusalBox({ title, reasons, allowedFrom, zone }: Props) {
	const say = useSay();
	const language = useLanguage();
	const [first] = reasons;
	// Without a heading of its own a single refusal is its own heading: "not allowed: the password is wrong" says too much.
	const heading = title ?? (reasons.length === 1 && first ? say(first.sentence) : say(partsText.refused));
	return (
		<section className="refusal" role="alert">
			<h4>
				<StopOutlined aria-hidden /> {heading}
			</h4>
			<ul>
				{reasons.map((reason) => (
					<li key={`${reason.sentence.en} ${reason.citation?.en}`}>
						{say(reason.sentence) !== heading && <p>{say(reason.sentence)}</p>}
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
	// Read, never asked for: at the sign-in nobody is there to ask about.
	const { data: me } = useQuery({ ...meQuery, enabled: false });
	const spoke = problem.reasons?.filter(({ verdict }) => verdict === 'refuses') ?? [];
	const reasons: readonly RefusalReason[] = spoke.length > 0 ? spoke : [problem];
	return (
		<RefusalBox
			{...(title === undefined ? {} : { title })}
			reasons={reasons}
			allowedFrom={problem.allowed_from}
			zone={zone ?? me?.tenant.zone ?? ownZone}
		/>
	);
}
