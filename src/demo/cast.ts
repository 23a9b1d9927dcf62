import type { Role } from '../record/actor.ts';

/** Who works in the demonstration agency. All names are invented; the password is the same for all and shown when the house opens. */
export const demonstrationPassword = 'dunwell-demo';

export type Member = {
	readonly username: string;
	readonly name: string;
	readonly role: Exclude<Role, 'system'>;
	readonly teams: readonly ('early' | 'late')[];
	readonly skills: readonly string[];
	/** Days since training and exam; null: none yet, so the gate refuses this agent's contacts (CN-H1). */
	readonly trainedDaysAgo: number | null;
	readonly client?: string;
};

export const teams = {
	early: { code: 'T1', name: '一组 早期' },
	late: { code: 'T2', name: '二组 中后期' },
} as const;

const agent = (username: string, name: string, team: 'early' | 'late', more: Partial<Member> = {}): Member => ({
	username,
	name,
	role: 'agent',
	teams: [team],
	skills: [],
	trainedDaysAgo: 60,
	...more,
});

export const cast: readonly Member[] = [
	agent('agent', '陈晓', 'early', { skills: ['credit_card'] }),
	agent('agent02', '林小雨', 'early'),
	agent('agent03', '赵一鸣', 'early'),
	agent('agent04', '周婷', 'early', { skills: ['consumer_loan'] }),
	agent('agent05', '吴子轩', 'early'),
	agent('agent06', '孙悦', 'late', { skills: ['credit_card', 'consumer_loan'] }),
	agent('agent07', '郑浩然', 'late', { skills: ['credit_card', 'consumer_loan'] }),
	agent('agent08', '何佳', 'late'),
	// Joined yesterday, has not passed the exam: every contact is refused until then.
	agent('agent09', '许诺（实习）', 'early', { trainedDaysAgo: null }),
	{ username: 'lead', name: '高敏', role: 'team_lead', teams: ['early', 'late'], skills: [], trainedDaysAgo: 45 },
	{ username: 'compliance', name: '罗正', role: 'compliance', teams: [], skills: [], trainedDaysAgo: 30 },
	{ username: 'manager', name: '梁文', role: 'manager', teams: [], skills: [], trainedDaysAgo: null },
	{ username: 'admin', name: '唐立', role: 'admin', teams: [], skills: [], trainedDaysAgo: null },
	{ username: 'client', name: '示范银行 联络人', role: 'client', teams: [], skills: [], trainedDaysAgo: null, client: 'SFYH' },
];

/** One sign-in per role, for the lines `dunwell start` prints. */
export const demonstrationLogins = (['agent', 'team_lead', 'compliance', 'manager', 'admin', 'client'] as const).map((role) => {
	const member = cast.find((each) => each.role === role) as Member;
	return { role, username: member.username, password: demonstrationPassword };
});

export const clients = [
	{
		code: 'SFYH',
		name: '示范银行信用卡中心',
		creditor: '示范银行',
		kind: 'bank',
		product: 'credit_card',
		currency: 'TWD',
		evaluatedDaysAgo: 90,
	},
	{
		code: 'SFXJ',
		name: '示范消费金融公司',
		creditor: '示范消费金融公司',
		kind: 'consumer_finance',
		product: 'consumer_loan',
		currency: 'CNY',
		// Its evaluation of the agency runs out within weeks: what compliance sees among what is near.
		evaluatedDaysAgo: 330,
	},
] as const;

/** The lines clients show debtors: numbers that lead nowhere. */
export const serviceLine = '400-000-0000';
export const complaintLine = '400-000-0001';
