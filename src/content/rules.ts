import type { Sentence } from '../core/refusal.ts';
import type { ContentMark } from '../law/facts.ts';
import { type OffenceModel, offenceOf } from './model.ts';

/**
 * What words may not do and must do: a text that is to reach somebody is looked at before it may. Patterns know the trade (threats, false authority, what tells of a debt) in
 * Chinese and English, through disguises; a model trained on 25,726 marked texts knows abuse in words of its own. Pure.
 */
export type FindingKind =
	| 'threat'
	| 'false_authority'
	| 'shaming'
	| 'third_party_pressure'
	| 'third_party_disclosure'
	| 'pressing_to_borrow'
	| 'extra_fee'
	| 'pressing_lump_sum'
	| 'threat_of_suit'
	| 'abuse'
	| 'amount_free_text'
	| 'missing_identity'
	| 'missing_complaint_line'
	| 'missing_opt_out'
	| 'unknown_place';

export type Finding = {
	readonly kind: FindingKind;
	/** `block`: never sent. `warn`: a second person looks. */
	readonly severity: 'block' | 'warn';
	/** The words found, as UTF-16 units [from, until) of the text; null when something is missing. */
	readonly span: readonly [number, number] | null;
	readonly says: Sentence;
	readonly citation: Sentence;
};

/** What a text is for. A message is read without us; a script is said by an agent; a note stays in the house. */
export type Use = {
	readonly as: 'message' | 'script' | 'note';
	readonly to: 'debtor' | 'third party';
	/** Places it may name; empty for words typed by hand, whose amounts are then never free. */
	readonly places: readonly string[];
	/** A suit that was decided and approved may be spoken of; nothing else may. */
	readonly suitApproved?: boolean;
};

/** A text as it is looked at, each unit with where it stood before. */
type Folded = { readonly text: string; readonly at: readonly number[] };

const traditional: Readonly<Record<string, string>> = Object.fromEntries(
	[
		'訴诉騙骗恥耻賴赖關关報报員员單单鄰邻親亲屬属貸贷債债還还錢钱賣卖門门強强執执發发師师視视聯联繫系檢检來来電电話话應应實实臉脸無无傳传滾滚獄狱監监訊讯滯滞',
		'欺欺詐诈廢废損损罵骂髒脏賤贱豬猪婦妇兒儿媽妈爸爸爺爷奶奶們们個个給给對对將将會会為为開开號号碼码過过這这進进運运網网絡络請请讓让認认說说誰谁調调費费資资',
	].flatMap((pairs) =>
		Array.from({ length: pairs.length / 2 }, (_, i) => [pairs[2 * i] ?? '', pairs[2 * i + 1] ?? '']).filter(([a, b]) => a !== b),
	),
);

const unseen = /\p{Default_Ignorable_Code_Point}/u;
const between = /[\s.,·・*_\-~|/\\、，。!！?？:：;；"'“”‘’()（）[\]【】<>《》…—]/u;

/** Folds disguises: full width, other writing of the same character, invisible signs; and for Chinese whatever stands between two characters. */
function fold(text: string, blanks: 'kept' | 'dropped'): Folded {
	let out = '';
	const at: number[] = [];
	for (let i = 0; i < text.length; ) {
		const char = String.fromCodePoint(text.codePointAt(i) ?? 0);
		for (const part of char.normalize('NFKC').toLowerCase()) {
			if (unseen.test(part)) continue;
			if (blanks === 'dropped' && between.test(part)) continue;
			const plain = blanks === 'kept' && /\s/u.test(part) ? ' ' : (traditional[part] ?? part);
			out += plain;
			for (let unit = 0; unit < plain.length; unit++) at.push(i);
		}
		i += char.length;
	}
	return { text: out, at };
}

const guide: Sentence = {
	zh: '中国银行业协会《金融机构个人消费类贷款催收工作指引（试行）》；《互联网金融逾期债务催收自律公约（试行）》第16条',
	en: 'China Banking Association collection guide (trial) 2026; self-discipline convention 2018, art. 16; 12 CFR 1006.14, 1006.18',
};
const others: Sentence = {
	zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）',
	en: 'GB/T 45251-2025; China Banking Association guide; 12 CFR 1006.10',
};
const identity: Sentence = {
	zh: '中国银行业协会催收工作指引（试行）；《互联网金融逾期债务催收自律公约（试行）》第15条',
	en: 'China Banking Association guide; self-discipline convention 2018, art. 15; 12 CFR 1006.18(d)',
};
const house: Sentence = { zh: '机构自定（从严）', en: 'house rule (stricter than the law)' };

type Rule = {
	readonly kind: FindingKind;
	readonly language: 'zh' | 'en';
	readonly pattern: RegExp;
	readonly says: Sentence;
	readonly citation: Sentence;
	readonly mark?: ContentMark;
};
const rule = (kind: FindingKind, zh: RegExp, en: RegExp, says: Sentence, citation: Sentence, mark?: ContentMark): Rule[] => [
	{ kind, language: 'zh', pattern: zh, says, citation, ...(mark ? { mark } : {}) },
	{ kind, language: 'en', pattern: en, says, citation, ...(mark ? { mark } : {}) },
];

const rules: readonly Rule[] = [
	...rule(
		'threat',
		/坐牢|牢饭|做牢|zuolao|抓(你|您|人|捕|起来)|逮捕|拘留|拘捕|判刑|刑事责任|追究.{0,4}刑|通缉|后果自负|后果.{0,6}(严重|承担)|(给|让)(你|您)(好看|后悔)|收拾(你|您)|弄死|打断|不会放过|不客气|小心(你|您)|等着瞧|上门(找|堵|闹|催|处理)|派人.{0,6}(上门|去|到)|堵(门|你|您)|强制(执行|上门)|没收|查封|扣押|冻结(你|您|工资|账户|银行)/gu,
		/\b(go(ing)? to (jail|prison)|(be|get|have you|have him|have her|see you) (jailed|arrested|imprisoned)|arrest(ed)? (you|for)|warrant for|criminal (charges?|prosecution|case)|lock you up|(hurt|harm|regret|destroy|ruin) (you|your)|you will (regret|pay for)|or else|send (someone|people|men|an officer)|(garnish|seize|freeze|take) (your|his|her) (wages?|account|property|house|car|home))\b/gu,
		{ zh: '威胁', en: 'a threat' },
		guide,
	),
	...rule(
		'false_authority',
		/(我|这里|我们|本人)(是|们是)?.{0,8}(公安|警察|派出所|检察院|法院|法官|刑警|经侦|律师事务所|仲裁委|人民银行|银保监)(局|厅|处|的)?|(已|已经|将|会|要|准备|即将)(向)?.{0,6}(报警|报案|立案|移送|公安|经侦|检察院)|(涉嫌|构成|犯了|属于).{0,6}(诈骗|犯罪|违法|刑事)|传票|律师函|调查取证|协查|征信黑名单|失信被执行人/gu,
		/\b((i am|we are|this is|calling from) (the |an? )?(police|court|sheriff|district attorney|fbi|irs|government|law firm|attorney'?s office|bailiffs?)|police (report|officer)|(fraud|theft) (charge|case|investigation)s?|under investigation|subpoena|summons|final legal notice|credit blacklist)\b/gu,
		{ zh: '冒充或假借公权力', en: 'false or borrowed authority' },
		guide,
	),
	...rule(
		'shaming',
		/老[赖癞懒]|laolai|不要脸|(没|不)(脸|要面子)|丢(人|脸|尽)|骗子|无耻|可耻|废物|垃圾人|穷鬼|赖账|骗钱|死皮赖脸|良心.{0,3}(狗|没|不)|欠债不还(的)?(人|东西|家伙)|曝光|公布.{0,6}(姓名|照片|信息|名单)|(群|朋友圈|村|小区|单位).{0,6}(公示|张贴|通报|曝光)|让.{0,8}(都)?知道.{0,6}(欠|债)/gu,
		/\b(shame(ful|less)? (on you|person)?|ashamed|deadbeat|liar|thief|crook|loser|scum|trash|publish your (name|photo|debt)|post(ed|ing)? (your (name|photo|debt)|it) (on|to)|(tell|let) everyone (know|about)|expose you)\b/gu,
		{ zh: '羞辱或公开', en: 'shaming or exposure' },
		{
			zh: '《民法典》第1024、1032条；催收工作指引',
			en: 'Civil Code arts 1024, 1032; China Banking Association guide; 12 CFR 1006.14(f)-(h)',
		},
	),
	...rule(
		'third_party_pressure',
		/(联系|通知|告知|告诉|打给|打电话给|致电|走访|骚扰|找)(到)?(你|您|本人)?的?.{0,3}(家人|家属|亲属|亲友|亲戚|父母|爸|妈|配偶|老公|老婆|子女|孩子|朋友|同事|单位|领导|老板|公司|学校|村委|居委|邻居|通讯录|紧急联系人)|(家人|父母|亲友|配偶|子女|担保人以外).{0,6}(代还|代偿|帮.{0,2}还|替.{0,3}还)/gu,
		/\b((call|tell|contact|inform|notify|visit) (your|his|her) (family|parents?|mother|father|wife|husband|spouse|children|friends?|boss|employer|neighbou?rs?|colleagues?|school|contacts)|(family|parents?|friends?) (must|should|will have to) (re)?pay)\b/gu,
		{ zh: '以亲友、单位相压', en: 'pressure through others' },
		others,
		'tells_third_party',
	),
	...rule(
		'pressing_to_borrow',
		/借(钱|点|一点|些)?(来|去|先)*还(?!款)|(找|向|跟).{0,6}(借|凑)|(其他|别的|另外的?|网络?|平台|信用卡).{0,4}(贷|借|套|刷|取现)|以贷养贷|借新还旧|套现|网贷(平台)?(借|还|周转|凑)|卖(房|车|血|肾|东西)|抵押.{0,4}(房|车)|凑(钱|够|齐)|筹(钱|款)/gu,
		/\b(borrow (it|the money|money|from)|take (out )?(a|another) loan|(cash|credit card) advance|max out|sell your|pawn|remortgage|ask (your )?(family|friends?|parents?) for (the )?money|payday loan)\b/gu,
		{ zh: '诱导借款、变卖还债', en: 'pressing to borrow or sell' },
		{ zh: '中国银行业协会催收工作指引（试行）（CN-X2）；CONC 7.3', en: 'China Banking Association guide (CN-X2); CONC 7.3' },
		'urges_borrowing',
	),
	...rule(
		'extra_fee',
		/(另|额外|再)(收|付|交|加).{0,6}(费|钱|元)|(催收|上门|手续|服务|撤案|销案|调查|滞纳)费.{0,6}(由|须|需|要)(你|您)/gu,
		/\b((extra|additional|collection|visit|handling|processing) (fee|charge)s?( of)? .{0,20}(you|pay)|pay (an?|the) (extra|additional) fee)\b/gu,
		{ zh: '另收费用', en: 'an extra fee' },
		{ zh: '中国银行业协会催收工作指引（试行）（CN-X2）', en: 'China Banking Association guide (CN-X2); 12 CFR 1006.22(b)' },
		'extra_fee',
	),
	...rule(
		'pressing_lump_sum',
		/(必须|一定要|只能|立刻|马上|立即|今天内?|今日内?|现在就).{0,8}(全额|全部|一次性|一笔|结清|还清)|不(接受|同意|允许|能).{0,4}分期/gu,
		/\b((must|have to|need to) (pay|settle|clear) (it |the debt )?(in full|everything|the whole|all)|(full|entire|whole) (amount|balance) (today|now|immediately|at once)|no (instal?lments?|payment plans?))\b/gu,
		{ zh: '逼迫一次性还清', en: 'pressing for a lump sum' },
		{ zh: 'CONC 7.3；机构自定', en: 'CONC 7.3; house rule' },
		'presses_lump_sum',
	),
	...rule(
		'threat_of_suit',
		/起诉|诉讼|告上法庭|法院见|法庭见|上法庭|走法律|法律(程序|途径|手段|诉讼)|司法(程序|途径)|仲裁|支付令|委托律师/gu,
		/\b(sue|suing|lawsuit|legal (action|proceedings|steps)|take you to court|see you in court|court (action|proceedings)|file (a )?(suit|claim)|litigation|attorney will)\b/gu,
		{ zh: '以诉讼相威胁', en: 'a threat of suit' },
		{ zh: '催收工作指引；12 CFR 1006.18(c)、1006.26', en: 'China Banking Association guide; 12 CFR 1006.18(c), 1006.26' },
		'threatens_suit',
	),
];

/** What tells somebody else that there is a debt. */
const debtWords: readonly Rule[] = rule(
	'third_party_disclosure',
	/欠(款|债|钱|费|了|着|我)|逾期|债(务|权|项)|还(款|钱|贷|清)|账单|贷款|借(款|贷|钱)|催收|分期|本金|利息|违约金|罚息|信用卡|额度|征信|诈骗|调查/gu,
	/\b(debts?|owes?|owed|owing|overdue|past due|loans?|repay(ment)?s?|instal?lments?|collect(ion|or|ing)s?|creditor|balance due|arrears|defaulted)\b/gu,
	{ zh: '向第三方透露债务', en: 'tells a third party of the debt' },
	others,
	'tells_third_party',
);
const debtPlaces = new Set(['amount', 'days', 'tail', 'client', 'product', 'due']);

/** Words before a match that turn it into its opposite: a promise not to, or a warning against it. */
const denied = {
	zh: /((?<!再|若|如果|要|要是|还|都|又)(不|勿|别|没|未)|((绝|决|从|也|均|都)?不会|不得|不能|不要|不可|不应|请勿|切勿|没有?|无需|不用|不必|无须|禁止|严禁|谨防|防止|防范|避免|反对|拒绝|杜绝|如有|如遇|遇到|遭到|举报|投诉|冒充|以免)(?!.*(否则|不然|就让|就把|就会|的话|再))[^。！？!?；;]{0,12})$/u,
	en: /\b(no|not|never|don'?t|doesn'?t|won'?t|can'?t|cannot|without|nobody|may not|must not|beware of|refuse to|report( any)?|against|avoid)\b(?!.*\b(or|unless|otherwise|then|will)\b)[^.!?;]{0,40}$/u,
} as const;

const amountTyped = /(\d[\d,，.]*\s*(元|块|万|千元|美元|人民币|rmb|cny|yuan|dollars?|pounds?|eur|usd|gbp))|((￥|¥|\$|£|€)\s*\d)/giu;
const placePattern = /\{(\w+)\}/gu;

/** Speech against abuse uses the words of abuse. The model alone can not tell it apart, so a second person looks. */
export const speaksAgainst =
	/(反对|抵制|拒绝|不要|别|勿|停止|消除|谴责|尊重|平等|不应该|不能|不得|禁止).{0,12}(歧视|侮辱|辱骂|攻击|偏见|仇恨|骂|威胁|恐吓)|(歧视|侮辱|辱骂|偏见|仇恨|威胁|恐吓).{0,10}(不对|不好|错|违法|犯法|不应该|可耻|令人)/u;

/** Looks at a text for one use. Findings in the order of the text, what is missing last. */
export function checkContent(text: string, use: Use, model: OffenceModel | null): Finding[] {
	const folded = { zh: fold(text, 'dropped'), en: fold(text, 'kept') };
	const found: Finding[] = [];
	const look = (each: Rule) => {
		if (each.kind === 'threat_of_suit' && use.suitApproved) return;
		const { text: plain, at } = folded[each.language];
		for (const match of plain.matchAll(each.pattern)) {
			const before = plain.slice(Math.max(0, match.index - 60), match.index);
			if (each.kind !== 'third_party_disclosure' && denied[each.language].test(before)) continue;
			const last = match.index + match[0].length - 1;
			found.push({
				kind: each.kind,
				severity: use.as === 'note' ? 'warn' : 'block',
				span: [at[match.index] ?? 0, (at[last] ?? text.length - 1) + 1],
				says: each.says,
				citation: each.citation,
			});
		}
	};
	for (const each of rules) look(each);
	if (use.to === 'third party' && use.as !== 'note') for (const each of debtWords) look(each);
	if (use.as !== 'note') found.push(...placesWrong(text, use));
	const offence = model && /\p{Script=Han}/u.test(text) ? offenceOf(text.replace(placePattern, '某某'), model) : 0;
	if (model && offence >= model.threshold) {
		found.push({
			kind: 'abuse',
			severity: use.as === 'note' || speaksAgainst.test(folded.zh.text) ? 'warn' : 'block',
			span: [0, text.length],
			says: { zh: '用语带有侮辱或攻击', en: 'abusive language' },
			citation: guide,
		});
	}
	found.sort((a, b) => (a.span?.[0] ?? 0) - (b.span?.[0] ?? 0));
	return use.as === 'message' ? [...found, ...missingParts(text, use)] : found;
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
	// CN-X1: an amount comes from the ledger, never from a keyboard.
	for (const match of text.matchAll(amountTyped)) {
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

function missingParts(text: string, use: Use): Finding[] {
	const missing = (kind: FindingKind, zh: string, en: string, citation: Sentence): Finding => ({
		kind,
		severity: 'block',
		span: null,
		says: { zh, en },
		citation,
	});
	const plain = fold(text, 'kept').text;
	const found: Finding[] = [];
	if (!/\{agency\}/u.test(text))
		found.push(missing('missing_identity', '须写明机构名称 {agency}', 'the institution is named: {agency}', identity));
	if (use.to === 'debtor' && !/\{complaint\}/u.test(text))
		found.push(missing('missing_complaint_line', '须写明投诉电话 {complaint}', 'the complaint line is given: {complaint}', house));
	if (!/拒收|退订|回复\s*[a-z]|reply \w+ to (stop|opt out)|unsubscribe|to stop/u.test(plain))
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
	const plain = fold(text, 'dropped').text;
	return rules.some((each) => each.language === 'zh' && new RegExp(each.pattern.source, 'u').test(plain));
}
