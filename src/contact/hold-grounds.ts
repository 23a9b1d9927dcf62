import type { Sentence } from '../core/refusal.ts';
import type { AttorneyState } from '../law/hold-kinds.ts';
import type { HoldView } from './shapes.ts';

/** What the house itself lets a hold stand on: the outcome of a contact, an instalment plan, a complaint filed or opened again. Everything else is a person's own words. */
export type HoldGround =
	| { readonly by: 'outcome' | 'plan'; readonly of: bigint }
	| { readonly by: 'filed'; readonly kind: string; readonly channel: string }
	| { readonly by: 'reopened'; readonly kind: string };

/** The ground as the hold keeps it. */
export function groundCode(ground: HoldGround): string {
	if (ground.by === 'filed') return `filed ${ground.kind} ${ground.channel}`;
	return ground.by === 'reopened' ? `reopened ${ground.kind}` : `${ground.by} ${ground.of}`;
}

const kinds: Readonly<Record<string, Sentence>> = {
	complaint: { zh: '投诉', en: 'complaint' },
	dispute: { zh: '异议', en: 'dispute' },
	hardship: { zh: '困难申请', en: 'hardship request' },
	cease: { zh: '停催请求', en: 'request to stop' },
};
const channels: Readonly<Record<string, Sentence>> = {
	phone: { zh: '电话', en: 'by phone' },
	desk: { zh: '柜面', en: 'at the desk' },
	portal: { zh: '自助链接', en: 'by the link' },
	letter: { zh: '信函', en: 'by letter' },
	email: { zh: '邮件', en: 'by email' },
	api: { zh: '接口', en: 'by another system' },
	regulator: { zh: '监管转办', en: 'by the regulator' },
};

/** Also as it was written before there were codes: `outcome of attempt 12`, `dispute by letter`, `dispute reopened`. */
const forms: readonly (readonly [RegExp, (...parts: string[]) => Sentence | null])[] = [
	[/^outcome (?:of attempt )?(\d+)$/, (id) => ({ zh: `联系结果（第 ${id} 次联系）`, en: `the outcome of contact ${id}` })],
	[/^plan (\d+)$/, (id) => ({ zh: `分期协议 ${id}`, en: `instalment plan ${id}` })],
	[/^(?:filed )?([a-z]+) (?:by )?([a-z]+)$/, (kind = '', channel = '') => filed(kinds[kind], channels[channel])],
	[/^reopened ([a-z]+)$|^([a-z]+) reopened$/, (kind, before) => reopened(kinds[kind ?? before ?? ''])],
];
const filed = (kind: Sentence | undefined, channel: Sentence | undefined): Sentence | null =>
	kind && channel ? { zh: `${channel.zh}提出的${kind.zh}`, en: `${kind.en} ${channel.en}` } : null;
const reopened = (kind: Sentence | undefined): Sentence | null =>
	kind ? { zh: `${kind.zh}重新处理`, en: `${kind.en} opened again` } : null;

/** What a hold stands on, for a screen: what the house wrote, in both languages; then a person's words, one paragraph for each time something was added. */
export function groundOf(evidence: string): { readonly ground: Sentence | null; readonly words: string } {
	const [first = '', ...added] = evidence.split('\n');
	for (const [form, words] of forms) {
		const parts = form.exec(first);
		const ground = parts && words(...parts.slice(1));
		if (ground) return { ground, words: added.join('\n') };
	}
	return { ground: null, words: evidence };
}

const attorneys: Readonly<Record<AttorneyState, Sentence>> = {
	known: { zh: '律师代理', en: 'represented by an attorney' },
	unknown: { zh: '律师名称或地址查不到', en: 'name or address of the attorney not to be found' },
	unresponsive: { zh: '律师在合理期限内未答复', en: 'the attorney does not answer in reasonable time' },
	consents: { zh: '律师同意直接联系债务人', en: 'the attorney agrees to direct contact' },
};

/** What the law asks of a hold besides its kind, in words: whether it was put in writing, the attorney, the mental health crisis and the end of its treatment. */
export function factsOfHold(hold: Pick<HoldView, 'written' | 'attorney' | 'crisis' | 'treatment_ended_on'>): Sentence[] {
	const { written, attorney, crisis, treatment_ended_on: ended } = hold;
	const who = attorney ? [attorney.name, attorney.contact].filter(Boolean).join(' · ') : '';
	return [
		...(written === null
			? []
			: [written ? { zh: '书面或电子方式', en: 'in writing or electronically' } : { zh: '口头', en: 'by word of mouth' }]),
		...(attorney ? [attorneys[attorney.state]] : []),
		...(who === '' ? [] : [{ zh: who, en: '' }]),
		...(crisis ? [{ zh: '心理健康危机', en: 'mental health crisis' }] : []),
		...(ended === null ? [] : [{ zh: `治疗于 ${ended} 结束`, en: `treatment ended on ${ended}` }]),
	];
}
