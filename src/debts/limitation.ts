import type { Sentence } from '../core/refusal.ts';
import type { Jurisdiction } from '../law/books.ts';
import { enforcementOf, type LimitationEvent, limitationOf, ukLimitationYears } from '../law/limitation.ts';

/** What restarts, suspends or fixes the limitation of one debt: what the house records anyway, and what was told with its evidence (`limitation_event`). */
export type LimitationFact = {
	readonly kind:
		| 'demand'
		| 'agreement'
		| 'suit'
		| 'bar'
		| 'last_due'
		| 'last_day_to_sue'
		| 'refused_as_barred'
		/** A judgment or the like took effect; `endedOn` is the last day of performance it names. */
		| 'judgment'
		/** Enforcement was applied for; `endedOn` where the application was withdrawn. */
		| 'enforcement';
	/** Where it comes from: our ledger, promises, plans, calls and messages, the suits on record, or told. */
	readonly source: 'payment' | 'promise' | 'plan' | 'talk' | 'message' | 'court' | 'told';
	readonly on: string;
	readonly endedOn: string | null;
	/** A demand: whether it reached the debtor, and whether it went to a contact point of the creditor's own file (法释〔2021〕10号 art. 3). */
	readonly reached: boolean;
	readonly reserved: boolean;
};

export type LimitationRule = 'CN-S1' | 'CN-S3' | 'UK-S1' | 'UK-S1-SCT' | 'US-B1';

/** The law a place brings; under China's a judgment has a clock of its own (CN-S3). */
type LawOfPlace = Exclude<LimitationRule, 'CN-S3'>;

/** The limitation of one debt under one law. */
export type DebtLimitation = {
	readonly rule: LimitationRule;
	/** The last day on which it may be sued for; null while nothing runs, or where it is not known. */
	readonly endsOn: string | null;
	/** False where no pack knows the years and nobody recorded what counsel found. */
	readonly known: boolean;
	/**
	 * Whether it is known under every law that may apply. Of somebody in Beijing or New York the three years of China say nothing of New York, where a suit over a barred debt, or the
	 * threat of one, is unlawful whether one knew it or not (12 CFR 1006.26(b)).
	 */
	readonly knownEverywhere: boolean;
	readonly longestUntil: string | null;
	/** The fact it runs from or was put off by; null: the due date. */
	readonly since: LimitationFact | null;
	readonly sinceOn: string | null;
	/** What came after the end and changed nothing. */
	readonly late: readonly LimitationFact[];
	/** The day the person said they will not pay because it is barred. */
	readonly refusedOn: string | null;
};

export type LimitedDebt = { readonly dueOn: string; readonly product: string };

/** The laws of limitation a debtor's places bring. Where the part of the United Kingdom is not known, both. */
export function limitationRulesOf(places: readonly Jurisdiction[]): LawOfPlace[] {
	const rules = places.flatMap(({ country, state }): LawOfPlace[] => {
		if (country === 'CN') return ['CN-S1'];
		if (country !== 'UK') return ['US-B1'];
		if (state === 'SCT' || state === 'SCOTLAND') return ['UK-S1-SCT'];
		return state === undefined ? ['UK-S1', 'UK-S1-SCT'] : ['UK-S1'];
	});
	return [...new Set(rules)];
}

/** The limitation of a debt under every law that may apply; of several the one that ends first, since every candidate place must allow what is done. */
export function limitationOfDebt(rules: readonly LawOfPlace[], debt: LimitedDebt, facts: readonly LimitationFact[]): DebtLimitation {
	const all = rules.map((rule) => under(rule, debt, facts));
	const [first] = all.filter((each) => each.endsOn !== null).sort((a, b) => ((a.endsOn ?? '') < (b.endsOn ?? '') ? -1 : 1));
	const found = first ?? all.find((each) => each.known) ?? all[0] ?? under('US-B1', debt, facts);
	return {
		...found,
		knownEverywhere: all.every((each) => each.known),
		refusedOn: facts.findLast((fact) => fact.kind === 'refused_as_barred')?.on ?? null,
	};
}

function under(rule: LawOfPlace, debt: LimitedDebt, facts: readonly LimitationFact[]): Found {
	const judgment = lastOf(facts, 'judgment');
	if (judgment) return judged(rule, judgment, facts);
	const told = facts.find((fact) => fact.kind === 'last_day_to_sue');
	// What counsel found for this debt is nearer to it than any rule here.
	if (told) {
		const pending = facts.find((fact) => fact.kind === 'suit' && fact.endedOn === null && fact.on <= told.on);
		// Sued for in time: the day has done its work while the suit goes on.
		if (pending) return { rule, endsOn: null, known: true, longestUntil: null, since: pending, sinceOn: pending.on, late: [] };
		return { rule, endsOn: told.on, known: true, longestUntil: null, since: told, sinceOn: null, late: [] };
	}
	const dueOn = facts.find((fact) => fact.kind === 'last_due')?.on ?? debt.dueOn;
	if (rule === 'CN-S1') return inChina({ ...debt, dueOn }, facts);
	if (rule === 'US-B1') return { rule, endsOn: null, known: false, longestUntil: null, since: null, sinceOn: null, late: [] };
	return inTheUnitedKingdom(rule, dueOn, facts);
}

/**
 * Once there is a judgment the time to sue has done its work under every law, and a day counsel found to sue says nothing more: the debt is not one whose time to bring an action has
 * ended (12 CFR 1006.26(a)(1)–(2)). In China the time to enforce it is what runs (民事诉讼法 250); how long one is enforced elsewhere (Limitation Act 1980 s. 24; 1973 Act, Sch. 1 para. 2;
 * each State's own law) no pack here has.
 */
const judged = (rule: LawOfPlace, judgment: LimitationFact, facts: readonly LimitationFact[]): Found =>
	rule === 'CN-S1'
		? judgedInChina(judgment, facts)
		: { rule, endsOn: null, known: true, longestUntil: null, since: judgment, sinceOn: judgment.on, late: [] };

const isJudgedElsewhere = ({ endsOn, since }: DebtLimitation) => endsOn === null && since?.kind === 'judgment';

function lastOf(facts: readonly LimitationFact[], kind: LimitationFact['kind']): LimitationFact | undefined {
	return facts
		.filter((fact) => fact.kind === kind)
		.sort((a, b) => (a.on < b.on ? -1 : 1))
		.at(-1);
}

type Found = Omit<DebtLimitation, 'refusedOn' | 'knownEverywhere'>;

function inChina(debt: LimitedDebt, facts: readonly LimitationFact[]): Found {
	const facing = new Map<LimitationEvent, LimitationFact>();
	const events = facts.flatMap((fact): LimitationEvent[] => {
		const event = chinaEvent(fact);
		if (!event) return [];
		facing.set(event, fact);
		return [event];
	});
	const found = limitationOf(debt, events);
	const since = found.sinceEvent === null ? null : (facing.get(found.sinceEvent) ?? null);
	return {
		rule: 'CN-S1',
		endsOn: found.endsOn,
		known: true,
		longestUntil: found.longestUntil,
		since,
		sinceOn: since === null ? debt.dueOn : (since.endedOn ?? since.on),
		late: found.late.flatMap((event) => facing.get(event) ?? []),
	};
}

/** The time to apply for enforcement (CN-S3). What happened before the judgment is behind it; an application for enforcement is to it what a suit is to limitation. */
function judgedInChina(judgment: LimitationFact, facts: readonly LimitationFact[]): Found {
	const facing = new Map<LimitationEvent, LimitationFact>();
	const events = facts.flatMap((fact): LimitationEvent[] => {
		const event: LimitationEvent | null =
			fact.kind === 'enforcement' ? { kind: 'suit', on: fact.on, endedOn: fact.endedOn } : fact.kind === 'suit' ? null : chinaEvent(fact);
		if (!event) return [];
		facing.set(event, fact);
		return [event];
	});
	const found = enforcementOf({ effectiveOn: judgment.on, performBy: judgment.endedOn }, events);
	const since = (found.sinceEvent === null ? null : facing.get(found.sinceEvent)) ?? judgment;
	return {
		rule: 'CN-S3',
		endsOn: found.endsOn,
		known: true,
		longestUntil: null,
		since,
		sinceOn: since.endedOn ?? since.on,
		late: found.late.flatMap((event) => facing.get(event) ?? []),
	};
}

/**
 * A payment, promise or plan is an agreement to perform (诉讼时效规定 art. 14), but none of them gives the defence away once the period has ended (art. 19: what was paid is
 * not returned; the rest needs an agreement to it, told with its proof).
 */
function chinaEvent({ kind, source, on, endedOn, reached, reserved }: LimitationFact): LimitationEvent | null {
	if (kind === 'demand') return { kind, on, reached, toReservedContact: reserved };
	if (kind === 'agreement') return { kind, on, inTimeOnly: source !== 'told' };
	if (kind === 'suit' || kind === 'bar') return { kind, on, endedOn };
	return null;
}

/**
 * England and Wales (Limitation Act 1980 ss 5, 29–31): a part payment or a written, signed acknowledgement before the end begins the years anew, nothing after it does. Scotland
 * (Prescription and Limitation (Scotland) Act 1973 ss 6, 9, 10): a claim in court or such an acknowledgement; then the debt is gone. A promise by telephone is neither.
 */
function inTheUnitedKingdom(rule: 'UK-S1' | 'UK-S1-SCT', dueOn: string, facts: readonly LimitationFact[]): Found {
	const years = ukLimitationYears[rule === 'UK-S1' ? 'EAW' : 'SCT'];
	const restarts = facts
		.filter(
			({ kind, source }) =>
				(kind === 'agreement' && (source === 'payment' || source === 'told')) || (rule === 'UK-S1-SCT' && kind === 'suit'),
		)
		.filter((fact) => fact.on >= dueOn)
		.sort((a, b) => (a.on < b.on ? -1 : 1));
	const plusYears = (on: string) => Temporal.PlainDate.from(on).add({ years }).toString();
	let since: LimitationFact | null = null;
	let endsOn = plusYears(dueOn);
	const late: LimitationFact[] = [];
	for (const fact of restarts) {
		if (fact.on > endsOn) late.push(fact);
		else {
			since = fact;
			endsOn = plusYears(fact.on);
		}
	}
	return { rule, endsOn, known: true, longestUntil: null, since, sinceOn: since?.on ?? dueOn, late };
}

const sources: Readonly<Record<LimitationFact['source'] | 'due date', Sentence>> = {
	'due date': { zh: '到期日', en: 'the due date' },
	payment: { zh: '还款', en: 'a payment' },
	promise: { zh: '承诺还款', en: 'a promise to pay' },
	plan: { zh: '分期协议', en: 'an instalment plan' },
	talk: { zh: '本人接听的催收电话', en: 'a call the debtor took' },
	message: { zh: '催收信息', en: 'a message asking to pay' },
	court: { zh: '登记的诉讼', en: 'a suit on record' },
	told: { zh: '登记的事件', en: 'an event told with its evidence' },
};
const told: Readonly<Record<LimitationFact['kind'], Sentence>> = {
	demand: { zh: '到达债务人的履行请求', en: 'a demand that reached the debtor' },
	agreement: { zh: '债务人同意履行', en: 'the debtor’s agreement to perform' },
	suit: { zh: '起诉或仲裁', en: 'suit or arbitration' },
	bar: { zh: '时效中止事由', en: 'what kept the creditor from acting' },
	last_due: { zh: '最后一期到期日', en: 'the last instalment’s due date' },
	last_day_to_sue: { zh: '律师确定的最后起诉日', en: 'the last day to sue, as counsel found' },
	refused_as_barred: { zh: '债务人以已过时效为由拒付', en: 'the person will not pay because it is barred' },
	judgment: {
		zh: '生效法律文书的履行期限最后一日，未定的为生效日',
		en: 'the judgment’s last day of performance, or its effect where it names none',
	},
	enforcement: { zh: '申请执行', en: 'the application for enforcement' },
};
export const nameOfFact = (fact: LimitationFact | null): Sentence =>
	fact === null ? sources['due date'] : fact.source === 'told' || fact.source === 'court' ? told[fact.kind] : sources[fact.source];

const terms: Readonly<Record<LimitationRule, { readonly years: Sentence; readonly restarts: Sentence; readonly citation: Sentence }>> = {
	'CN-S1': {
		years: { zh: '三年', en: 'three years' },
		restarts: {
			zh: '向债务人提出并到达的履行请求、债务人同意履行（部分还款、承诺、分期）、起诉或仲裁均使诉讼时效中断，重新计算；信用卡催收短信、信函、邮件发往预留联系方式即可',
			en: 'a demand that reaches the debtor, the debtor’s agreement (part payment, promise, plan), suit or arbitration begin it anew; for a card a message, letter or e-mail to the reserved contact is enough',
		},
		citation: {
			zh: '《民法典》第188、189、192、194、195条；诉讼时效规定第8、14、19条；银行卡纠纷规定第3条',
			en: 'Civil Code, arts 188, 189, 192, 194, 195; Supreme Court on limitation, arts 8, 14, 19; on bank cards, art. 3',
		},
	},
	'CN-S3': {
		years: { zh: '二年内申请执行', en: 'two years to apply for enforcement' },
		restarts: {
			zh: '申请执行、达成和解协议、向债务人提出并到达的履行要求、债务人同意履行均使申请执行时效中断，重新计算；执行期间不计算，终结本次执行程序后再次申请不受此期间限制',
			en: 'an application for enforcement, a settlement, a demand that reaches the debtor and the debtor’s agreement begin it anew; while the application goes on, and once the court closed it for want of assets, no time runs',
		},
		citation: {
			zh: '《民事诉讼法》第250条；执行程序司法解释第19、20条；民诉法解释第481、517、518条',
			en: 'Civil Procedure Law, art. 250; Supreme Court on enforcement procedure, arts 19, 20; on civil procedure, arts 481, 517, 518',
		},
	},
	'UK-S1': {
		years: { zh: '六年', en: 'six years' },
		restarts: {
			zh: '届满前的部分还款或书面签字承认会使时效重新计算；口头承诺与催收不会',
			en: 'a part payment or a signed written acknowledgement before the end begins it anew; a promise by telephone or a demand does not',
		},
		citation: { zh: '英国 CONC 7.15；《1980 年时效法》第5、29–31条', en: 'CONC 7.15; Limitation Act 1980, ss 5, 29–31' },
	},
	'UK-S1-SCT': {
		years: { zh: '五年', en: 'five years' },
		restarts: {
			zh: '届满前的起诉、部分还款或书面承认会使时效重新计算；届满后债务消灭',
			en: 'a claim in court, a part payment or a written acknowledgement before the end begins it anew; after it the debt is gone',
		},
		citation: {
			zh: '英国 CONC 7.15；苏格兰《1973 年时效法》第6、9、10条',
			en: 'CONC 7.15; Prescription and Limitation (Scotland) Act 1973, ss 6, 9, 10',
		},
	},
	'US-B1': {
		years: { zh: '各州不同', en: 'as the State and the contract have it' },
		restarts: { zh: '由律师确定并登记最后起诉日', en: 'counsel finds the last day to sue; it is recorded' },
		citation: { zh: '12 CFR 1006.26', en: '12 CFR 1006.26' },
	},
};

/** The clock in words: from what it runs, what begins it anew, and, once it is over, what that means. */
export function limitationWords(
	found: DebtLimitation,
	on: string,
): { readonly why: Sentence; readonly restarts: Sentence; readonly barred: Sentence | null; readonly citation: Sentence } {
	const { years, restarts, citation } = terms[found.rule];
	const why = whyOf(found, years);
	return {
		why:
			found.known && !found.knownEverywhere
				? { zh: `${why.zh}；其他可能所在地的${notKnown.zh}`, en: `${why.en}; elsewhere, where they may also be, ${notKnown.en}` }
				: why,
		restarts: isJudgedElsewhere(found) ? { zh: '不适用', en: 'not asked after' } : restarts,
		barred: barredWords(found, on),
		citation,
	};
}

const notKnown: Sentence = {
	zh: '时效期间未知：本系统没有该地的年限，请由律师确定最后起诉日并登记；在此之前不得以起诉相威胁',
	en: 'not known: no pack here has the years of this place; have counsel find the last day to sue and record it, and threaten no suit before',
};

function whyOf(found: DebtLimitation, years: Sentence): Sentence {
	const { rule, known, endsOn, since, sinceOn, longestUntil } = found;
	if (!known) return notKnown;
	if (isJudgedElsewhere(found))
		return {
			zh: `法律文书已于 ${sinceOn} 生效，起诉期限不再计算；当地申请执行的期限本系统没有，请由律师确定`,
			en: `there is a judgment since ${sinceOn}: no time to sue runs any more; how long it may be enforced no pack here has, so ask counsel`,
		};
	const name = nameOfFact(since);
	if (since?.kind === 'last_day_to_sue') return name;
	if (endsOn === null) return { zh: whyStill(rule, since, name.zh), en: `it does not run during ${name.en}` };
	if (since?.kind === 'bar')
		return { zh: `${name.zh}于 ${sinceOn} 消除，自此满六个月届满`, en: `six months after ${name.en} was gone on ${sinceOn}` };
	if (rule === 'CN-S1' && endsOn === longestUntil)
		return { zh: '自权利受损害之日起最长二十年', en: 'at most twenty years after the right was infringed' };
	return { zh: `自 ${sinceOn}（${name.zh}）起${years.zh}`, en: `${years.en} from ${sinceOn} (${name.en})` };
}

/** Why nothing runs, in the terms of the law: suspended, or interrupted until the proceedings end (民法典 194, 195). */
function whyStill(rule: LimitationRule, since: LimitationFact | null, name: string): string {
	if (since?.kind === 'bar') return `${name}尚未消除，时效中止`;
	if (!rule.startsWith('CN-')) return `${name}期间时效不计算`;
	return `${rule === 'CN-S3' ? '申请执行时效' : '诉讼时效'}因${name}中断，程序终结后重新计算`;
}

/** What it means that a debt is barred on a date; null when it is not. What came after the end is named: it is no silent revival. */
function barredWords({ rule, endsOn, late, refusedOn }: DebtLimitation, on: string): Sentence | null {
	if (endsOn === null || on <= endsOn) return null;
	const after = late.at(-1);
	const lateWords: Sentence = after
		? {
				zh: `；${after.on} 的${nameOfFact(after).zh}在届满之后，未使时效重新计算`,
				en: `; ${nameOfFact(after).en} of ${after.on} came after the end and did not begin it anew`,
			}
		: { zh: '', en: '' };
	const says: Sentence = {
		'CN-S3': {
			zh: `申请执行时效已于 ${endsOn} 届满：法院仍应受理申请，但被执行人提出异议成立的不予执行（民诉法解释481）；已履行的不得要求返还；不得以强制执行相威胁`,
			en: `the time to apply for enforcement ended on ${endsOn}: a court still takes the application, but where the debtor rightly objects nothing is enforced (Supreme Court on civil procedure, art. 481); what was performed is not returned; threaten no enforcement`,
		},
		'CN-S1': {
			zh: `诉讼时效已于 ${endsOn} 届满：债务人可以拒绝履行，已自愿支付的不退还（民法典192），法院不主动适用（193）；不得以起诉相威胁。只有债务人同意履行全部债务（留存书面证据并登记）才不得再以时效抗辩（诉讼时效规定19）`,
			en: `limitation ended on ${endsOn}: the debtor may refuse to perform, what was paid freely is not returned (Civil Code art. 192) and a court does not raise it by itself (193); threaten no suit. Only the debtor’s agreement to the whole debt, kept in writing and recorded, takes the defence away (Supreme Court on limitation, art. 19)`,
		},
		'UK-S1': {
			zh: `债务已于 ${endsOn} 过时效：${refusedOn ? `客户已于 ${refusedOn} 以此拒付，停止催收` : '客户以此拒付时须停止催收'}`,
			en: `statute-barred since ${endsOn}: ${refusedOn ? `the customer refused for that reason on ${refusedOn}; no further demand` : 'once the customer says so and will not pay, no further demand is made'}`,
		},
		'UK-S1-SCT': { zh: `债务已于 ${endsOn} 因时效消灭，不得催收`, en: `the debt was extinguished after ${endsOn} and is not collected` },
		'US-B1': {
			zh: `债务已于 ${endsOn} 过诉讼时效：不得起诉或以起诉相威胁`,
			en: `time-barred since ${endsOn}: no suit and no threat of one`,
		},
	}[rule];
	return { zh: `${says.zh}${lateWords.zh}`, en: `${says.en}${lateWords.en}` };
}
