import type { Sentence } from '../core/refusal.ts';
import type { Bound, Channel, Condition, CountLimit, Duty, LawRow } from './rows.ts';

/**
 * The United States: Regulation F (12 CFR part 1006, read in full as of 2026-03 with its official interpretations) for debt collectors and consumer debts, the TCPA's
 * revocation rule for whoever calls, and what is known of Massachusetts and New York City. A stricter State law prevails (1006.104), so States and cities are stacked on top.
 */
const regF = (section: string): Sentence => ({
	zh: `美国《债务催收条例》（Reg F）12 CFR ${section}`,
	en: `Regulation F, 12 CFR ${section}`,
});
const contacts: readonly Channel[] = ['voice', 'sms', 'email', 'letter', 'visit', 'social'];
const reaching: readonly Channel[] = [...contacts, 'unmask'];
const electronic: readonly Channel[] = ['sms', 'email', 'social'];
const gate = 'src/contact/rules.ts';
const condition = (name: Condition, count = 0): Bound => ({ kind: 'condition', name, count });
const count = (...limits: readonly CountLimit[]): Bound => ({ kind: 'count', limits });
const duties = (...list: readonly Duty[]): Bound => ({ kind: 'duties', duties: list });
const elsewhere = (limit: Sentence | null = null, years: number | null = null): Bound => ({ kind: 'elsewhere', limit, years });

const common = {
	pack: 'US',
	force: 'law',
	channels: contacts,
	party: 'anyone',
	effect: 'block',
	exception: null,
	certainty: 'found',
	from: '2021-11-30',
	until: null,
	enforcedBy: gate,
	code: null,
} as const satisfies Partial<LawRow>;

/** Rows for whoever calls or texts by machine, first-party creditors too. */
export const usRows: readonly LawRow[] = [
	{
		...common,
		id: 'US-R2',
		channels: ['voice', 'sms'],
		effect: 'stop',
		says: {
			zh: '撤回自动拨打或短信同意的，最迟 10 个工作日内停止；本系统立即停止',
			en: 'consent to automatic calls and texts that is revoked is obeyed within 10 business days; here at once',
		},
		bounds: [condition('revoked by then', 0)],
		countedPer: 'number',
		citation: { zh: '美国《电话消费者保护法》（TCPA）47 CFR 64.1200', en: 'TCPA, 47 CFR 64.1200' },
		certainty: 'found by report',
		from: '2025-04-11',
		code: 'contact.consent_revoked',
	},
];

/** Regulation F: a debt collector (agency, debt buyer) about a consumer's debt. */
export const usConductRows: readonly LawRow[] = [
	// "Before 8:00 a.m. and after 9:00 p.m."; comment 6(b)(1)(i)-2 writes "before 9:00 p.m.", the stricter reading taken here. The law speaks of the consumer; others are
	// kept to the same hours.
	{
		...common,
		id: 'US-T1',
		says: {
			zh: '仅可在当事人所在地每一候选时区均为 8:00–21:00 时联系，另有约定的除外',
			en: 'only between 08:00 and 21:00 in every place the consumer may be, unless they said otherwise; a message counts when sent',
		},
		bounds: [{ kind: 'hours of day', hours: { from: '08:00', until: '21:00', untilIncluded: true, courtOpens: true }, unlessAgreed: true }],
		countedPer: 'consumer',
		exception: { zh: '当事人另行告知或同意；法院许可', en: 'told otherwise; consent; a court' },
		citation: regF('1006.6(b)(1)(i)'),
		code: 'contact.outside_hours',
	},
	{
		...common,
		id: 'US-T2',
		says: {
			zh: '不得在当事人告知不便的时间、地点或不寻常的地点联系',
			en: 'not at a time or place the consumer called inconvenient, nor at an unusual place; not at work once told the employer forbids it',
		},
		bounds: [condition('time convenient'), condition('place convenient')],
		countedPer: 'consumer',
		exception: { zh: '当事人同意；法院许可；对当事人主动来联系答复一次', en: 'consent; a court; one answer to what the consumer began' },
		citation: regF('1006.6(b)(1), (3)'),
		code: 'contact.inconvenient',
	},
	// The presumption is of law; crossing it is refused. Dates are counted, not 168 hours (comment 14(b)(2)(i)-1).
	{
		...common,
		id: 'US-F1',
		channels: ['voice'],
		says: {
			zh: '就同一笔债务对同一人，任意连续 7 日内拨打不超过 7 次',
			en: 'at most 7 calls in any 7 consecutive calendar dates to a person about a debt',
		},
		bounds: [
			count({
				count: 7,
				window: { kind: 'calendar dates', days: 7 },
				channel: 'voice',
				counts: 'connected',
				of: 'anyone',
				per: 'person and debt',
				unlessConsented: true,
			}),
		],
		countedPer: 'person + debt + collector',
		exception: {
			zh: '7 日内的本人同意；未接通（忙音、空号）；律师、债权人',
			en: 'consent of at most 7 days; not connected (busy, dead); attorneys, the creditor; student loans of one servicing account are one debt',
		},
		citation: regF('1006.14(b)(2)(i)(A), (3), (4)'),
		code: 'contact.call_frequency',
	},
	{
		...common,
		id: 'US-F2',
		channels: ['voice'],
		says: {
			zh: '就该笔债务通话后连续 7 日（含当日）不得再拨打，不论谁先打来',
			en: 'no call for 7 consecutive dates after a conversation about the debt, that date the first, whoever called',
		},
		bounds: [
			count({
				count: 1,
				window: { kind: 'calendar dates', days: 7 },
				channel: 'voice',
				counts: 'talks',
				of: 'anyone',
				per: 'person and debt',
				unlessConsented: true,
			}),
		],
		countedPer: 'person + debt',
		exception: { zh: '同 US-F1', en: 'as US-F1' },
		citation: regF('1006.14(b)(2)(i)(B), (3)'),
		code: 'contact.call_frequency',
	},
	// The comment's example of a high concentration is six calls on one day after one before; it also names seven in a day and two unanswered within five minutes.
	{
		...common,
		id: 'US-F3',
		channels: ['voice'],
		effect: 'warn',
		says: {
			zh: '短时间密集拨打可推翻合规推定：5 分钟内两次未接、一日 6 次以上',
			en: 'close calls can undo the presumption: two unanswered in 5 minutes, six or more in a day',
		},
		bounds: [
			count(
				{ count: 1, window: { kind: 'rolling', minutes: 5 }, channel: 'voice', counts: 'unanswered', of: 'anyone', per: 'person and debt' },
				{ count: 5, window: { kind: 'calendar day' }, channel: 'voice', counts: 'connected', of: 'anyone', per: 'person and debt' },
			),
		],
		countedPer: 'person + debt',
		citation: regF('1006.14(b)(2)(i), comment 2.i'),
	},
	{
		...common,
		id: 'US-P1',
		channels: reaching,
		party: 'not a consumer',
		says: {
			zh: '对第三方只可询问下落一次，自报姓名，被问及才说雇主，绝不提及债务',
			en: 'a third party is asked for location only, once; own name, the employer only when asked; never the debt',
		},
		bounds: [
			condition('location only'),
			condition('location once'),
			duties({
				name: 'own_name_employer_only_if_asked',
				channels: contacts,
				says: {
					zh: '自报姓名，说明在核实下落；被明确问及才说雇主',
					en: 'give your own name, say you confirm location; name the employer only if expressly asked',
				},
			}),
		],
		countedPer: 'person',
		exception: { zh: '对方要求再联系，或先前答复有误', en: 'they ask back, or the earlier answer is believed wrong and they now know' },
		citation: regF('1006.6(d)(1)–(2), 1006.10'),
		code: 'contact.third_party_not_a_debtor',
	},
	{
		...common,
		id: 'US-P2',
		channels: [],
		party: null,
		effect: 'order',
		says: {
			zh: '配偶、未成年人的父母、监护人、遗产执行人视同债务人本人',
			en: 'spouse, a minor’s parent, guardian, executor and confirmed successor in interest count as the consumer',
		},
		bounds: [elsewhere()],
		countedPer: 'person',
		citation: regF('1006.6(a)'),
		enforcedBy: 'src/contact/rules.ts',
	},
	{
		...common,
		id: 'US-E1',
		channels: electronic,
		effect: 'require',
		says: {
			zh: '每条电子信息须写明免费、简便的退订方式',
			en: 'every electronic message tells a free, simple way to opt out of that address',
		},
		bounds: [
			duties({
				name: 'opt_out_each_time',
				channels: electronic,
				says: { zh: '写明退订方式', en: 'tell how to opt out of this address, free of charge' },
			}),
		],
		countedPer: 'address',
		exception: { zh: '可发一条退订确认', en: 'one confirmation of the opt-out is allowed' },
		citation: regF('1006.6(e), 1006.14(h)(2)(i)'),
	},
	{
		...common,
		id: 'US-E2',
		channels: ['sms'],
		party: 'consumer',
		says: {
			zh: '短信仅可发往本人曾用于发短信或直接同意的号码，且 60 日内更新或核验未转手',
			en: 'a text needs the consumer’s own text or direct consent, renewed or the number re-checked within 60 days',
		},
		bounds: [condition('text basis', 60)],
		countedPer: 'number',
		citation: regF('1006.6(d)(5)'),
		code: 'contact.no_basis_for_medium',
	},
	{
		...common,
		id: 'US-E3',
		channels: ['email'],
		party: 'consumer',
		says: {
			zh: '邮件需本人使用过、同意，或债权人告知且满 35 日退出期；不得用雇主邮箱',
			en: 'an e-mail needs the consumer’s use or consent, or the creditor’s notice with 35 days to opt out over; not the employer’s address',
		},
		bounds: [condition('e-mail basis', 35)],
		countedPer: 'address',
		exception: { zh: '本人曾使用该地址', en: 'the consumer used it' },
		citation: regF('1006.6(d)(4), 1006.22(f)(3)'),
		code: 'contact.no_basis_for_medium',
	},
	{
		...common,
		id: 'US-E4',
		channels: ['social'],
		says: { zh: '不得在社交媒体发布他人可见的内容', en: 'nothing on social media that others can see' },
		bounds: [condition('not public')],
		countedPer: 'message',
		citation: regF('1006.22(f)(4)'),
		code: 'contact.not_private',
	},
	{
		...common,
		id: 'US-E5',
		channels: ['social'],
		// To a third party who is asked where the consumer is, the employer is told only when they ask (1006.10(b)(1); comment 18(d)-1.ii).
		party: 'consumer',
		effect: 'require',
		says: { zh: '请求添加好友时须表明催收机构身份', en: 'a request to connect discloses the debt collector and its purpose' },
		bounds: [
			duties({
				name: 'disclose_purpose_when_connecting',
				channels: ['social'],
				says: { zh: '添加请求须表明催收机构身份', en: 'disclose in the request that you are a debt collector' },
			}),
		],
		countedPer: 'person',
		citation: regF('1006.18(d), comment 1'),
	},
	{
		...common,
		id: 'US-E6',
		channels: ['letter'],
		says: { zh: '不得使用明信片，信封不得显示催收', en: 'no debt message by postcard, nothing on the envelope that tells' },
		bounds: [
			condition('no postcard'),
			duties({ name: 'nothing_on_the_envelope', channels: ['letter'], says: { zh: '信封仅写地址', en: 'only addresses on the envelope' } }),
		],
		countedPer: 'letter',
		citation: regF('1006.10(b)(3)–(4), 1006.22(f)(1)–(2)'),
		code: 'contact.not_private',
	},
	// The ceilings are the house's: the law names no number, only the cumulative effect.
	{
		...common,
		id: 'US-H1',
		effect: 'warn',
		says: {
			zh: '各渠道合计可能构成骚扰：每日 3 次、连续 7 日 10 次为机构自定警戒线',
			en: 'calls, texts and e-mails together may harass: house ceilings of 3 a day and 10 in 7 dates',
		},
		bounds: [
			count(
				{ count: 3, window: { kind: 'calendar day' }, channel: 'any', counts: 'placed', of: 'anyone', per: 'debtor' },
				{ count: 10, window: { kind: 'calendar dates', days: 7 }, channel: 'any', counts: 'placed', of: 'anyone', per: 'debtor' },
			),
		],
		countedPer: 'person',
		citation: regF('1006.14(a), comments 1–2'),
	},
	{
		...common,
		id: 'US-M1',
		channels: ['voice'],
		says: {
			zh: '语音留言仅限：中性公司名、请求回复、姓名、电话；可加问候、时间、可回电时间、任何代表',
			en: 'a voicemail holds only a neutral business name, a request to reply, a person, a number; a salutation, the time, times to reply, “any representative” may be added',
		},
		bounds: [condition('limited content')],
		countedPer: 'message',
		citation: regF('1006.2(j)'),
		code: 'contact.voicemail_not_limited',
	},
	{
		...common,
		id: 'US-V1',
		party: 'consumer',
		effect: 'require',
		says: {
			zh: '首次沟通时或 5 日内发出债务核实通知；异议期为收到后 30 日（推定发出后 5 个工作日收到）',
			en: 'the validation notice with the first communication or within 5 days; 30 days to dispute after receipt (assumed 5 business days after sending)',
		},
		bounds: [
			condition('validation sent', 5),
			duties({
				name: 'validation_notice_within_5_days',
				channels: contacts,
				when: 'validation notice due',
				says: { zh: '5 日内发出债务核实通知', en: 'send the validation notice within 5 days' },
			}),
		],
		countedPer: 'debt',
		exception: { zh: '已清偿', en: 'paid by then' },
		citation: regF('1006.34'),
		code: 'contact.validation_notice_missing',
	},
	{
		...common,
		id: 'US-V2',
		effect: 'stop',
		says: {
			zh: '核实期内书面异议或索要原债权人信息的，答复前停止催收',
			en: 'a written dispute or request for the original creditor within the validation period stops collection until it is answered',
		},
		bounds: [condition('no dispute')],
		countedPer: 'debt',
		exception: { zh: '重复异议，告知后', en: 'a duplicate dispute, once the consumer was told it is one' },
		citation: regF('1006.38'),
		code: 'hold.in_force',
	},
	{
		...common,
		id: 'US-D1',
		party: 'consumer',
		effect: 'require',
		says: {
			zh: '首次沟通须告知系催收及信息用途，其后每次须表明来自催收机构',
			en: 'first: an attempt to collect, information used for that; later: from a debt collector',
		},
		bounds: [
			duties(
				{
					name: 'disclose_attempt_to_collect',
					channels: contacts,
					when: 'first communication',
					says: {
						zh: '告知系催收债务，所获信息用于该目的',
						en: 'disclose that this is an attempt to collect a debt and information obtained will be used for that',
					},
				},
				{
					name: 'disclose_debt_collector',
					channels: contacts,
					when: 'later communication',
					says: { zh: '表明来自催收机构', en: 'disclose that this is from a debt collector' },
				},
			),
		],
		countedPer: 'contact',
		exception: { zh: '限定内容留言', en: 'limited-content message' },
		citation: regF('1006.18(e)'),
	},
	{
		...common,
		id: 'US-C1',
		channels: reaching,
		effect: 'stop',
		says: {
			zh: '书面拒付或要求停止联系、已知有律师代理、拒绝某种方式的，停止联系',
			en: 'stop after a written refusal to pay or cease request, with an attorney known, and by a medium refused',
		},
		bounds: [condition('no cease request'), condition('no attorney'), condition('medium not refused')],
		countedPer: 'debt / medium',
		exception: {
			zh: '终止告知或采取措施告知；律师不答复或同意；对方主动来联系答复一次',
			en: 'a closing or remedy notice; the attorney does not answer or agrees; one answer to what the person began',
		},
		citation: regF('1006.6(b)(2), (c), 1006.14(h)'),
		code: 'contact.ceased',
	},
	{
		...common,
		id: 'US-B1',
		says: {
			zh: '已过诉讼时效或最后起诉日未知的债务不得起诉或威胁起诉',
			en: 'no suit and no threat of suit on a time-barred debt, nor where the last day to sue is not known',
		},
		bounds: [condition('no suit on a barred debt')],
		countedPer: 'debt',
		exception: { zh: '破产债权申报', en: 'a proof of claim in bankruptcy' },
		citation: regF('1006.26(b)'),
		code: 'contact.content_forbidden',
	},
	{
		...common,
		id: 'US-X1',
		says: {
			zh: '不得催收合同或法律未许可的金额',
			en: 'no amount beyond what the agreement or the law allows; nothing when nothing is owed',
		},
		bounds: [condition('amount owed')],
		countedPer: 'demand',
		citation: regF('1006.22(b), 1006.18(b)(2)(i)'),
		code: 'contact.above_balance',
	},
	{
		...common,
		id: 'US-A1',
		channels: [],
		party: null,
		effect: 'order',
		says: {
			zh: '多笔债务按债务人指定抵充，不得抵充有争议的债务',
			en: 'several debts: as the consumer directs; never to a disputed debt',
		},
		bounds: [elsewhere()],
		countedPer: 'payment',
		citation: regF('1006.30(c)'),
		enforcedBy: 'src/payments/rules.ts',
	},
	{
		...common,
		id: 'US-J1',
		channels: [],
		party: null,
		says: { zh: '仅可在合同签署地或债务人居住地起诉', en: 'suit only where the contract was signed or the consumer lives' },
		bounds: [elsewhere()],
		countedPer: 'suit',
		exception: { zh: '不动产所在地', en: 'real property: where it lies' },
		citation: regF('1006.30(d)'),
		enforcedBy: 'src/debts/suit-actions.ts',
	},
	{
		...common,
		id: 'US-K1',
		channels: [],
		party: null,
		says: {
			zh: '先与本人沟通，或发出信件、电子信息后满 14 日无退信，方可报送征信',
			en: 'no credit report before talking with the consumer, or a letter or e-message and 14 days without a bounce',
		},
		bounds: [elsewhere({ zh: '14 日', en: '14 days' })],
		countedPer: 'debt',
		citation: regF('1006.30(a)'),
		enforcedBy: null,
	},
	{
		...common,
		id: 'US-R1',
		channels: [],
		party: null,
		effect: 'keep',
		says: {
			zh: '记录保存至最后一次催收活动后 3 年，录音保存至通话后 3 年',
			en: 'records kept 3 years after the last activity; recordings 3 years after the call',
		},
		bounds: [elsewhere({ zh: '3 年', en: '3 years' }, 3)],
		countedPer: 'debt / call',
		citation: regF('1006.100'),
		enforcedBy: 'src/privacy/rules.ts',
	},
];

/**
 * Massachusetts: telephone and text communications per debt. A call counts that could leave a message (940 CMR 7.04(1)(f); Watkins v. Glenn, 2016), so every call that
 * reached the number. The same numbers bind collectors by 209 CMR 18.16(1)(d). For the second row the place must be known.
 */
export const massachusettsRows: readonly LawRow[] = [
	{
		...common,
		pack: 'US-MA',
		id: 'MA-F1',
		channels: ['voice', 'sms'],
		party: 'consumer',
		says: {
			zh: '就同一笔债务，电话与短信连续 7 日内合计不超过 2 次',
			en: 'at most 2 calls and texts in 7 days about a debt',
		},
		bounds: [
			count({
				count: 2,
				window: { kind: 'calendar dates', days: 7 },
				channel: 'calls and texts',
				counts: 'connected',
				of: 'anyone',
				per: 'person and debt',
			}),
		],
		countedPer: 'debtor + debt',
		citation: { zh: '马萨诸塞州 940 CMR 7.04(1)(f)；209 CMR 18.16(1)(d)', en: 'Massachusetts, 940 CMR 7.04(1)(f); 209 CMR 18.16(1)(d)' },
		certainty: 'found by report',
		from: '2012-03-02',
		code: 'contact.call_frequency',
	},
	{
		...common,
		pack: 'US-MA',
		id: 'MA-F2',
		channels: ['voice'],
		party: 'consumer',
		says: {
			zh: '住所、手机以外（如工作场所）30 日内不超过 2 次',
			en: 'at most 2 in 30 days elsewhere than at home or on the mobile',
		},
		bounds: [elsewhere({ zh: '30 日 2 次', en: '2 in 30 days' })],
		countedPer: 'debtor + debt',
		citation: { zh: '马萨诸塞州 940 CMR 7.04(1)(f)', en: 'Massachusetts, 940 CMR 7.04(1)(f)' },
		certainty: 'found by report',
		from: '2012-03-02',
		enforcedBy: 'do not enforce',
	},
];

/** New York City: the amended rules of 6 RCNY 5-77, by reports of August 2025 and April 2026; the text itself is unread. */
export const newYorkCityRows: readonly LawRow[] = [
	{
		...common,
		pack: 'US-NY-NYC',
		id: 'NYC-F1',
		party: 'consumer',
		says: {
			zh: '就同一账户，连续 7 日内各渠道联系及尝试合计不超过 3 次',
			en: 'at most 3 contacts and attempts in any 7 days about an account, all channels together',
		},
		bounds: [
			count({
				count: 3,
				window: { kind: 'calendar dates', days: 7 },
				channel: 'any',
				counts: 'placed',
				of: 'anyone',
				per: 'person and debt',
			}),
		],
		countedPer: 'consumer + account',
		citation: { zh: '纽约市规则第6编 5-77（修订）', en: 'Rules of the City of New York, title 6, § 5-77 (amended)' },
		certainty: 'found by report',
		from: '2026-09-01',
		code: 'contact.call_frequency',
	},
	{
		...common,
		pack: 'US-NY-NYC',
		id: 'NYC-E1',
		channels: electronic,
		party: 'consumer',
		says: { zh: '电子联系须事先书面同意（条文未读）', en: 'electronic contact needs prior written consent (text unread)' },
		bounds: [elsewhere()],
		countedPer: 'address',
		citation: { zh: '纽约市规则第6编 5-77（修订）', en: 'Rules of the City of New York, title 6, § 5-77 (amended)' },
		certainty: 'found by report',
		from: '2026-09-01',
		enforcedBy: 'do not enforce',
	},
];
