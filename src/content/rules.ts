import type { ContentMark } from '../law/facts.ts';
import { type Folded, foldChinese, foldEnglish } from './fold.ts';
import type { Finding, FindingKind, Use } from './kinds.ts';
import { type OffenceModel, offenceOf } from './model.ts';
import { amountTyped, debtWords, guide, house, identity, others, type Rule, rules } from './patterns.ts';

export type { Finding, FindingKind, Use } from './kinds.ts';

/**
 * What words may not do and must do: a text that is to reach somebody is looked at before it may. Patterns know the trade (threats, false authority, what tells of a debt) in
 * Chinese and English, through disguises and in their context; a model trained on marked texts knows abuse in words of its own. Pure.
 */
const debtPlaces = new Set(['amount', 'days', 'tail', 'client', 'product', 'due']);
const placePattern = /\{(\w+)\}/gu;

/** Words before a match in the same sentence that turn it into its opposite: a promise not to, a warning against it, or somebody else's words told again. */
const excused = {
	zh: new RegExp(
		[
			// Directly before it.
			'(?<!要|怎么|还)[不没未无勿别]$|(?:小心|当心|警惕|提防)$',
			// A promise or a rule; not where what is denied is the debtor's own act (“不还就…”), and not where something follows if not (“否则”).
			'(?<![要会是能])(?:(?:[绝决从也均都永并]?不会|不得|不可以?|不应该?|不能|不允许|无权|[您你]?有权利?|没有权[力利]|没权|不需要|无需|不用|不必|无须|请?不要|请勿|切勿|别|从不|从未|从来不|从来没|绝不|没有人?|没人|禁止|严禁|谨防|防止|防范|避免|反对|拒绝|杜绝|抵制|不是|不属于|不代表|不建议|不要求|不收|不接受任何|不承诺|轻信|冒充|以免|对于)(?!还|付|结|处理|接电|按时|配合|交|想|怕|以为|怪|逼|让我|等|信我|给|拖|吓|商量|只还)[^\\n]{0,14})$',
			'(?:(?:如果|如有|如遇|若有?|凡|遇到|遭到|曾被|之前|声称)有?人?|有人(?:自称|冒充|威胁|骂|说|辱骂)|(?:客户|债务人|对方|本人|借款人|接听人|[您你]|当事人)(?:刚才|之前|曾|还)?(?:说|称|问|询问|咨询|反映|提到|表示|投诉|举报|担心)|上一家|前一家|其他公司|举报)[^\\n]{0,20}$',
		].join('|'),
		'u',
	),
	zhUndone: /就.{0,3}$|否则|不然|要不然|就让|就把|就会|就要|就等|就去|就上|的话|再不|还不|别怪/u,
	en: /\b(?:no|not(?! pay)|would you (?:rather|like to|prefer)|never|don'?t|doesn'?t|didn'?t|won'?t|can'?t|cannot|couldn'?t|isn'?t|wasn'?t|needn'?t|without|nobody|nothing|no one|beware of|refuse to|report(?:\sany)?|against|avoid|stopped|forbidden)\b[^.!?;:\n]{0,40}$|\b(?:if (?:some|any)(?:one|body)|callers? who|(?:some|any)(?:one|body) (?:called|threatened)|(?:debtor|customer|client|consumer|borrower|he|she|they|you) (?:say|said|says|told us|claim|claims|stated|states|reported|complained|mentioned)|(?:previous|former|last) (?:collector|agency|agent)|protected against)\b[^.!?;\n]{0,50}$/u,
	enUndone: /\b(?:or|unless|otherwise|then|until)\b|,\s*(?:it|you|we|i|they|so|but|pay)\b/u,
} as const;

/** Words after a match in the same sentence that do the same: what was named is denied, called a swindle, left to the debtor. */
const excusedAfter = {
	zh: /^[^\n]{0,8}?(?:是没有的|(?:那|这)(?:种|样的)事我们?(?:从|都)?不[做干会]|(?:我?们|我)(?:都|也|从来?|绝)?不(?:会)?(?:打|做|干|问|看|谈|碰|去|联系|参与|要求|建议)?[^\n]{0,3}(?:\n|$)|没有(?:任何)?关系|无关|(?:都|多半|大多|肯定|一定)?是(?:假的|骗局|骗子|谣言|不对)|说法不对|由[您你](?:自己)?(?:决定|定)|[您你]自己的安排|动不得|[您你]?(?:都|就)?(?:不要|别|切勿)(?:相?信|理|点)|电话请?(?:直接)?报警|都?请[您你]举报)/u,
	en: /^[^.!?\n]{0,40}?(?:(?:has|have|had|is|are) (?:nothing to do with|no business of|not our (?:business|concern|way))|we (?:do not|don't|never|would not|wouldn't) (?:suggest|advise|recommend|ask|want|do)|costs? you more|usually costs more|is (?:a scam|a swindle|untrue|false|not true|not needed|not required))\b/u,
	zhUndone: excused.zhUndone,
	enUndone: /\b(?:or|unless|otherwise|until)\b/u,
} as const;
/** What a law suit looks like when it is told truthfully: its number to be looked up, or what the debtor may do about it; nobody speaks as the court, nobody says “or else”. */
const toldTruthfully = {
	zh: /案号[^\n]{0,14}(?:查|核实|网)|(?:上诉|法律援助|诉讼时效|自愿|依法(?:寄|送)|以法院[^\n]{0,12}为准|委托代理人|答辩状?|和解|有权(?:应诉|拒绝|提出|委托|请))/u,
	zhUndone:
		/[我咱](?:们|这边)?(?:就|也)?(?:将|会|要|马上|准备|立刻|已经?把|把)|否则|不然|再不|还不|公安|警|刑|抓|牢|(?:我|这里|这边|我们)是|本[院庭]|等着/u,
	en: /\b(?:appeal|legal aid|free (?:legal |debt )?advice|defen[cs]e form|vary the|ask the court|by the date on|the court's own|court wrote|may (?:ask|reply|appeal|defend|dispute|respond)|look (?:it )?up|settle at any time)\b/u,
	enUndone: /\b(?:or else|unless|otherwise|jail|arrest\w*|police|we (?:will|'ll|are going to|have to)|i(?:'ll| will))\b/u,
} as const;

/** Whether what stands around a match in its sentence turns it into its opposite. */
function isExcused({ kind, language }: Rule, before: string, words: string, after: string): boolean {
	const found = excused[language].exec(before);
	if (found && !excused[`${language}Undone`].test(before.slice(found.index))) return true;
	if (excusedAfter[language].test(after) && !excusedAfter[`${language}Undone`].test(after)) return true;
	const sentence = before + words + after;
	if (kind === 'false_authority' && /.(?:不是|并非|没有|\bnot\b)./u.test(words)) return true;
	if (kind === 'threat_of_suit' || kind === 'false_authority')
		return toldTruthfully[language].test(sentence) && !toldTruthfully[`${language}Undone`].test(sentence);
	if (kind === 'pressing_lump_sum')
		return /(?:都|也)可以|欢迎|不是必须|\b(?:possible|optional|welcome|not required|up to you)\b/u.test(after);
	return kind !== 'threat' && language === 'zh' && /.(?:请?不要|请勿|从未|绝不|不得|无需|不需要)./u.test(words);
}

/** Looks at a text for one use. Findings in the order of the text, what is missing last. */
export function checkContent(text: string, use: Use, model: OffenceModel | null): Finding[] {
	const folded = { zh: foldChinese(text, 'kept'), en: foldEnglish(text) };
	const joined = folded.zh.text.includes('\n') ? foldChinese(text, 'joined') : folded.zh;
	const found: Finding[] = [];
	// In a long note a bare insult that is aimed at nobody spoken of near it is judged by its tone: who quotes an insult, or speaks against it, uses the same word.
	const leftToModel = (kind: FindingKind, [from, until]: readonly [number, number]) =>
		use.as === 'note' &&
		model !== null &&
		text.length > 60 &&
		(kind === 'abuse' || kind === 'shaming') &&
		until - from <= 4 &&
		!/[你您]|债务人|客户|借款人|此人|对方|本人|debtor|customer/iu.test(text.slice(Math.max(0, from - 12), until + 4));
	const look = (each: Rule, always: boolean) => {
		if (each.kind === 'threat_of_suit' && use.suitApproved) return;
		const spans = placesOf(each, folded[each.language], always);
		// A full stop inside a word is a disguise; between two sentences it is not, so only short words are looked for across one.
		if (each.language === 'zh' && joined.text.length < folded.zh.text.length)
			spans.push(
				...placesOf(each, joined, always, 5).filter(([from, until]) => spans.every((span) => until <= span[0] || from >= span[1])),
			);
		const severity = use.as === 'note' ? 'warn' : 'block';
		for (const span of spans)
			if (!leftToModel(each.kind, span)) found.push({ kind: each.kind, severity, span, says: each.says, citation: each.citation });
	};
	const latin = /[a-z]/u.test(folded.en.text);
	const spoken = (each: Rule) => (each.language === 'zh' || latin) && (use.language ?? each.language) === each.language;
	for (const each of rules) if (spoken(each)) look(each, false);
	if (use.to === 'third party' && use.as !== 'note') for (const each of debtWords) if (spoken(each)) look(each, true);
	if (use.as !== 'note') found.push(...placesWrong(text, use));
	if (use.as !== 'note' && !use.final) found.push(...amountsTyped(text));
	const score = offenceScore(text, model);
	if (model && score !== null && score >= model.threshold && !found.some(({ kind }) => kind === 'abuse'))
		found.push({
			kind: 'abuse',
			severity: use.as === 'note' || score < model.blockFrom ? 'warn' : 'block',
			span: [0, text.length],
			says: { zh: '用语可能带有侮辱或攻击', en: 'abusive language, by its tone' },
			citation: guide,
		});
	found.sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
	return use.as === 'message' || use.as === 'letter' ? [...found, ...missingParts(text, use)] : found;
}

/** What the model says of a text, 0 to 1; null where it has nothing to say (no Chinese in it). */
export function offenceScore(text: string, model: OffenceModel | null): number | null {
	return model && /\p{Script=Han}/u.test(text) ? offenceOf(text.replace(placePattern, '某某'), model) : null;
}

/** Where a rule speaks in the text as it was written; `always`: whatever stands before it; `longest`: the most characters looked at. */
function placesOf(rule: Rule, { text, from, until }: Folded, always: boolean, longest = Number.POSITIVE_INFINITY): [number, number][] {
	return [...text.matchAll(rule.pattern)].flatMap(({ 0: words, index }): [number, number][] => {
		const end = index + words.length;
		const before = text.slice(Math.max(0, index - 60), index);
		const after = text.slice(end, end + 60);
		if (words === '' || words.length > longest) return [];
		if (!always && isExcused(rule, before.slice(before.lastIndexOf('\n') + 1), words, after.split('\n', 1)[0] ?? '')) return [];
		return [[from[index] ?? 0, until[end - 1] ?? 0]];
	});
}

function placesWrong(text: string, use: Use): Finding[] {
	const found: Finding[] = [];
	for (const match of text.matchAll(placePattern)) {
		const span = [match.index, match.index + match[0].length] as const;
		const place = match[1] ?? '';
		if (!use.places.includes(place))
			found.push({
				kind: 'unknown_place',
				severity: 'block',
				span,
				says: { zh: '没有这个占位', en: 'there is no such place' },
				citation: house,
			});
		else if (use.to === 'third party' && debtPlaces.has(place))
			found.push({
				kind: 'third_party_disclosure',
				severity: 'block',
				span,
				says: { zh: '向第三方透露债务', en: 'tells a third party of the debt' },
				citation: others,
			});
	}
	return found;
}

/** CN-X1: an amount comes from the ledger, never from a keyboard. Full width takes as many units as it stands for. */
function amountsTyped(text: string): Finding[] {
	const found: Finding[] = [];
	for (const match of text.replace(/[！-～]/gu, (wide) => wide.normalize('NFKC')).matchAll(amountTyped)) {
		found.push({
			kind: 'amount_free_text',
			severity: 'block',
			span: [match.index, match.index + match[0].length],
			says: { zh: '金额须由系统填写，不得手写', en: 'an amount is filled in from the ledger, never typed' },
			citation: {
				zh: '《刑法》第293条之一；《民法典》第680条（CN-X1）',
				en: 'Criminal Law art. 293-1; Civil Code art. 680 (CN-X1); 12 CFR 1006.22(b)',
			},
		});
	}
	return found;
}

/** Words that give the name and the complaint line where no place does. */
const spokenIdentity = /【[^】]{2,30}】|\[[^\]]{2,40}\]|(?:这里|我)是.{2,30}(?:公司|银行|机构|中心|客服)|this is [^.,;]{2,60}[.,;]/iu;
const spokenComplaint = /(?:投诉|complain)[^\d。！]{0,24}[\d+][\d -]{3,}/iu;
const optOut =
	/拒收|退订|回复?\s*(?:td|[a-z])(?![a-z])|\b(?:reply|text|send) \w+ to (?:stop|opt out|end|cancel|unsubscribe)|reply stop\b|to (?:stop|end) (?:these |all )?(?:texts|messages|sms)|opt(?:ing)? out[,:]? (?:reply|text)|\bunsubscribe\b/u;

function missingParts(text: string, use: Use): Finding[] {
	const missing = (kind: FindingKind, zh: string, en: string, citation: Finding['citation']): Finding => ({
		kind,
		severity: 'block',
		span: null,
		says: { zh, en },
		citation,
	});
	const found: Finding[] = [];
	if (!/\{agency\}/u.test(text) && !(use.final && spokenIdentity.test(text)))
		found.push(missing('missing_identity', '须写明机构名称 {agency}', 'the institution is named: {agency}', identity));
	if (use.to === 'debtor' && !/\{complaint\}/u.test(text) && !(use.final && spokenComplaint.test(text)))
		found.push(missing('missing_complaint_line', '须写明投诉电话 {complaint}', 'the complaint line is given: {complaint}', house));
	if (use.as === 'message' && !optOut.test(foldEnglish(text).text))
		found.push(
			missing('missing_opt_out', '须写明拒收方式', 'the way to opt out is given', {
				zh: '《通信短信息服务管理规定》',
				en: 'rules on text message services; 12 CFR 1006.6(e)',
			}),
		);
	return found;
}

/** What the gate is told of a text, so that its rows speak too (CN-X2, CONC 7.3, 12 CFR 1006.26). */
export function marksOf(findings: readonly Finding[]): ContentMark[] {
	const marks = [...rules, ...debtWords].flatMap((each) => (each.mark ? [[each.kind, each.mark] as const] : []));
	return [...new Set(findings.flatMap(({ kind }) => marks.filter(([of]) => of === kind).map(([, mark]) => mark)))];
}

/** The words of a list alone, with no context and no model: what is measured beside it. */
export function wordListAlone(text: string): boolean {
	const plain = foldChinese(text, 'joined').text;
	return rules.some((each) => each.language === 'zh' && new RegExp(each.pattern.source, 'u').test(plain));
}
