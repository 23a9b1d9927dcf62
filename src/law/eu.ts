import type { Sentence } from '../core/refusal.ts';
import type { LawRow } from './rows.ts';

/**
 * The European Union: Directive (EU) 2021/2167 on bought non-performing bank loans and those who service them. Hours and counts are the law of each member state, unread
 * here: the house's hours stand in (`HOURS`).
 */
const directive = (article: string): Sentence => ({
	zh: `欧盟指令 (EU) 2021/2167 第${article}条`,
	en: `Directive (EU) 2021/2167, art. ${article}`,
});

const common = {
	pack: 'EU',
	force: 'law',
	channels: ['voice', 'sms', 'email', 'letter', 'visit', 'social'],
	party: 'anyone',
	exception: null,
	certainty: 'found',
	from: '2023-12-29',
	until: null,
	code: null,
} as const satisfies Partial<LawRow>;

export const euRows: readonly LawRow[] = [
	{
		...common,
		id: 'EU-N1',
		effect: 'block',
		says: {
			zh: '债权转让后首次催收前，须以持久介质告知转让日、受让人、服务商、授权与联系点',
			en: 'no first collection before the notice of transfer on a durable medium: date, buyer, servicer, authorisation, contact point',
		},
		bounds: [{ kind: 'condition', name: 'transfer told', count: 0 }],
		countedPer: 'debt',
		citation: directive('10(2)'),
		enforcedBy: 'src/contact/rules.ts',
		code: 'contact.transfer_not_told',
	},
	{
		...common,
		id: 'EU-C1',
		channels: [],
		party: null,
		effect: 'require',
		says: { zh: '投诉免费受理并登记', en: 'complaints are free and recorded' },
		bounds: [{ kind: 'elsewhere', limit: null, years: null }],
		countedPer: 'borrower',
		citation: directive('24'),
		enforcedBy: 'src/complaints/actions.ts',
	},
];
