import type { Books } from './parts.ts';
import { threats, wayOut } from './words.ts';

export const textInvariant = 'no words are proposed that lack what they must give or say what they may not';

/** Words and what they are for; `whole`: a call script from its first word on; `final`: as they reach somebody, with the sums of the ledger in them. */
export type Words = {
	readonly text: string;
	readonly as: 'message' | 'letter' | 'script' | 'note';
	readonly to: 'debtor' | 'third party';
	readonly whole?: boolean;
	readonly final?: boolean;
};

/** A sum that somebody typed: what is owed is filled in. */
const typedSum = /[¥￥$£€]\s*\d|(?:人民币|\b(?:RMB|CNY|USD))\s*\d|\d[\d,.]*\s*(?:元|块|(?:yuan|dollars?|CNY|RMB)\b)/i;
const ofDebt = /\{(?:client|amount|days|tail|complaint)\}|欠款|逾期|还款|账单|\b(?:debt|overdue|owes?|repay)\b/i;
/** What only the agent reads stands in brackets of its own line. */
const aside = /^[（(].*[)）]$/gmu;

/** What is wrong with words, by rules written down here a second time. A note stays in the house. */
export function faultsOfWords({ text, as, to, whole = false, final = false }: Words): string[] {
	if (as === 'note') return [];
	const aloud = whole ? text.replace(aside, '') : text;
	const gives = as === 'message' || as === 'letter';
	const [before = ''] = aloud.split(/(?<=\{name\}[^。！!\n]{0,20})[吗?？]|in person\?/);
	return [
		...(threats.test(text) ? ['threaten'] : []),
		...(!final && typedSum.test(text) ? ['name a sum that somebody typed'] : []),
		...(to === 'third party' && ofDebt.test(aloud) ? ['tell a third party of the debt'] : []),
		...((gives || whole) && !final && !aloud.includes('{agency}') ? ['do not say who speaks'] : []),
		...(gives && to === 'debtor' && !final && !text.includes('{complaint}') ? ['give no line for complaints'] : []),
		...(as === 'message' && !wayOut.test(text) ? ['give no way out'] : []),
		...(whole && !/录音|record/i.test(aloud) ? ['do not say that the call is recorded'] : []),
		...(whole && to === 'debtor' && (before === aloud || ofDebt.test(before.replace('{client}', '')))
			? ['do not settle who is on the line before they speak of the debt']
			: []),
	];
}

/** Every version of a message and of a call script, in both languages, whoever approved it or not: what is wrong is not even proposed. */
export async function textFindings(books: Books, tenantId: bigint): Promise<{ sentence: string; debtor_id: null }[]> {
	const { rows } = await books.query<{ name: string; version: number; zh: string; en: string }>({
		text: 'select name, version::int, zh, en from message_text where tenant_id = $1 order by name, version',
		values: [String(tenantId)],
	});
	return rows.flatMap(({ name, version, zh, en }) => {
		const whole = name.startsWith('call ');
		const to = name === 'call third party' ? 'third party' : 'debtor';
		return [zh, en]
			.flatMap((text) => faultsOfWords({ text, as: whole ? 'script' : 'message', to, whole }))
			.map((fault) => ({ debtor_id: null, sentence: `the words of ${name} ${version} ${fault}` }));
	});
}

/** What was said of words that were only looked at. */
export type Judged = Words & { readonly passes: boolean };
export const judgedFindings = (judged: readonly Judged[]): { invariant: string; sentence: string }[] =>
	judged.flatMap(({ passes, ...words }) => {
		const faults = faultsOfWords(words);
		return passes === (faults.length === 0)
			? []
			: [
					{
						invariant: textInvariant,
						sentence: `words of a ${words.as} to the ${words.to} ${passes ? 'pass' : 'do not pass'}, and ${faults.join(', ') || 'nothing is wrong with them'}: ${words.text.replaceAll('\n', ' ')}`,
					},
				];
	});
