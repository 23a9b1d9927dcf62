import type { ConsentBody, NoticeBody, WishesView } from '../../../src/contact/wish-shapes.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { Texts } from './texts.ts';

/** What the law must know about a debtor: what they agreed to, what they were told, where they may be. */
export const lawFactsText = {
	title: { zh: '同意、通知、所在地与语言', en: 'Consents, notices, whereabouts, language' },
	where: { zh: '所在地', en: 'Where they may be' },
	setWhere: { zh: '更改所在地', en: 'Change whereabouts' },
	jurisdictions: { zh: '法域（如 CN、US-MA，可多个，空格分隔）', en: 'Jurisdictions (CN, US-MA; several by space)' },
	zonesField: {
		zh: '时区（如 Asia/Shanghai，可多个，空格分隔；每一个都须允许才可联系）',
		en: 'Time zones (Asia/Shanghai; several by space: each must allow a contact)',
	},
	written: { zh: '书面语言', en: 'Written to in' },
	writeIn: { zh: '改用{language}', en: 'Write in {language}' },
	whereMissing: { zh: '请填写法域、时区和依据。', en: 'Give jurisdictions, time zones and the evidence.' },
	consent: { zh: '登记同意', en: 'Record a consent' },
	consentKind: { zh: '同意的内容', en: 'Consent to' },
	point: { zh: '号码或邮箱', en: 'Number or address' },
	pointMissing: { zh: '短信、邮件的同意须指明号码或邮箱。', en: 'Consent to texts or e-mails is for one number or address.' },
	proof: { zh: '证明（录音编号、书面文件…）', en: 'Proof (recording, letter …)' },
	proofMissing: { zh: '请写明证明。', en: 'Name the proof.' },
	untilAt: { zh: '有效至（债务人当地，不填：撤回为止）', en: 'Until (debtor’s time; empty: until revoked)' },
	revoke: { zh: '撤回', en: 'Revoke' },
	notice: { zh: '登记已寄通知', en: 'Record a notice sent' },
	noticeKind: { zh: '通知', en: 'Notice' },
	debt: { zh: '债项', en: 'Debt' },
	sentOn: { zh: '寄出日', en: 'Sent on' },
	receivedOn: { zh: '收到日（不知则空）', en: 'Received on (empty: not known)' },
	evidence: { zh: '依据', en: 'Evidence' },
	noticeMissing: { zh: '请填写寄出日和依据。', en: 'Give the day it was sent and the evidence.' },
	received: { zh: '收到', en: 'received' },
	address: { zh: '债权人用过的邮箱', en: 'Address the creditor used' },
	optOutUntil: { zh: '退出期最后一日', en: 'Last day to opt out' },
	optOutShort: { zh: '不足 35 日：这样的告知不足以允许发邮件。', en: 'Fewer than 35 days: such a notice lets no e-mail be sent.' },
	domain: { zh: '邮箱域名', en: 'Domain of the address' },
	until: { zh: '可退出至', en: 'opt-out until' },
	emailMissing: {
		zh: '请选择邮箱，填写退出期最后一日；没有邮箱的，先登记。',
		en: 'Choose the address and give the last day to opt out; without an address none can be told of.',
	},
	cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Texts;

/** What the house's own messages to the debtor are written in. */
export const readsText: Readonly<Record<WishesView['language'], Sentence>> = {
	zh: { zh: '中文', en: 'Chinese' },
	en: { zh: '英文', en: 'English' },
};

export const consentText: Readonly<Record<ConsentBody['kind'], Sentence>> = {
	calls: { zh: '加拨电话（至多 7 日）', en: 'further calls (at most 7 days)' },
	times: { zh: '不便时间联系', en: 'contact at inconvenient times' },
	places: { zh: '不便地点联系', en: 'contact at inconvenient places' },
	attorney: { zh: '有律师仍直接联系', en: 'direct contact despite an attorney' },
	third_parties: { zh: '与第三方沟通', en: 'talk with third parties' },
	court: { zh: '法院许可', en: 'a court’s leave' },
	texts: { zh: '短信', en: 'texts' },
	emails: { zh: '电子邮件', en: 'e-mails' },
};

export const noticeText: Readonly<Record<NoticeBody['kind'], Sentence>> = {
	validation: { zh: '债务核实通知（12 CFR 1006.34）', en: 'Validation notice (12 CFR 1006.34)' },
	transfer: { zh: '债权转让通知（欧盟 2021/2167）', en: 'Notice of transfer (EU 2021/2167)' },
	creditor_email: { zh: '债权人的邮箱告知（12 CFR 1006.6(d)(4)(ii)）', en: 'Creditor’s e-mail notice (12 CFR 1006.6(d)(4)(ii))' },
};

export const domainText: Readonly<Record<NonNullable<NoticeBody['domain']>, Sentence>> = {
	public: { zh: '公众可用（如 163.com）', en: 'open to the public' },
	employer: { zh: '雇主提供', en: 'the employer’s' },
	other: { zh: '其他不对公众开放的域名', en: 'another closed one' },
};
