import type { Finding, FindingKind } from './kinds.ts';
import type { OffenceModel } from './model.ts';
import { identity, others } from './patterns.ts';
import { checkContent } from './rules.ts';

/** The places a call script may name, by whom it is said to: whoever answers for a debt has a name of their own, {contact}; to a third party nothing of the debt (CN-P2). */
export const scriptPlaces = {
	debtor: ['agency', 'client', 'name', 'days', 'amount', 'complaint'],
	surety: ['agency', 'client', 'name', 'contact', 'days', 'amount', 'complaint'],
	'third party': ['agency', 'name'],
} as const;

/** What an agent must know and never says stands in brackets of its own line. */
const aside = /^[（(].*[)）]$/gmu;
/** The questions by which it is settled who is on the line. */
const rightParty = {
	debtor: /\{name\}[^。！!\n]{0,20}(?:吗|[?？])|本人吗|in person\?|am i speaking (?:with|to)/iu,
	surety: /\{contact\}[^。！!\n]{0,20}(?:吗|[?？])|(?:in person with|am i speaking (?:with|to)) \{contact\}/iu,
};

/**
 * Looks at a whole call script: what may not be said; the house named and the recording announced (CN-I1); who is on the line settled before the first word of a debt, and to a
 * third party no such word at all (CN-P2). Pure.
 */
export function checkScript(text: string, to: keyof typeof scriptPlaces, model: OffenceModel | null): Finding[] {
	const aloud = text.replace(aside, (words) => ' '.repeat(words.length));
	const places = scriptPlaces[to];
	const found = checkContent(text, { as: 'script', to: 'debtor', places }, model);
	const asked = to === 'third party' ? aloud.length : aloud.search(rightParty[to]);
	const tells = checkContent(aloud.slice(0, Math.max(0, asked)), { as: 'script', to: 'third party', places }, null).filter(
		({ kind, span }) => kind === 'third_party_disclosure' && span !== null && aloud.slice(...span) !== '{client}',
	);
	const person = to === 'surety' ? '{contact}' : '{name}';
	const missing = (kind: FindingKind, zh: string, en: string, citation: Finding['citation']): Finding => ({
		kind,
		severity: 'block',
		span: null,
		says: { zh, en },
		citation,
	});
	return [
		...[...found, ...tells].sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0)),
		...(/\{agency\}/u.test(aloud)
			? []
			: [missing('missing_identity', '须写明机构名称 {agency}', 'the institution is named: {agency}', identity)]),
		...(/录音|recorded|recording/iu.test(aloud)
			? []
			: [missing('missing_recording', '须告知通话录音', 'the recording is announced', identity)]),
		...(to === 'third party' || asked >= 0
			? []
			: [
					missing(
						'missing_right_party',
						`须先核实本人（请问是${person}本人吗？），再谈债务`,
						`who is on the line is settled first (Am I speaking with ${person} in person?), then the debt is spoken of`,
						others,
					),
				]),
	];
}
