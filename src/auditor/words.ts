import { type Books, type Invariant, owedBefore } from './parts.ts';

/** Opens what lies sealed: the agency's own key, where it is at hand. */
export type Open = (sealed: Buffer, context: string) => string;

/** The sums a text names, in hundredths: `¥1,234.56`, `1234.50`. A number without two decimals (a telephone line) is none. */
export function sumsIn(text: string): bigint[] {
	return [...text.matchAll(/(?<![\d.])(\d[\d,]*)\.(\d\d)(?!\d|\.\d)/g)].map(([, whole = '', part = '']) =>
		BigInt(whole.replaceAll(',', '') + part),
	);
}

/** How a currency is written before a sum; one that is not here by its letters. */
const signs: Readonly<Record<string, readonly string[]>> = {
	CNY: ['¥', '￥', 'CNY', 'RMB'],
	USD: ['$', 'US$', 'USD'],
	HKD: ['HK$', 'HKD'],
	TWD: ['NT$', 'TWD'],
	EUR: ['€', 'EUR'],
	GBP: ['£', 'GBP'],
};

/** The currencies of the sums a text names, as they are written before them. */
const signsIn = (text: string): string[] =>
	[...text.matchAll(/((?:[A-Z]{2})?\$|[¥￥€£]|[A-Z]{3}(?= ?\d)) ?(?=\d[\d,]*\.\d\d(?!\d))/g)].map(([, sign = '']) => sign);

/** What a text must give: a way out, and the client's line for complaints, else the regulator's. */
export const wayOut = /拒收|退订|回复\s*[A-Z]|\bSTOP\b|reply|opt out|unsubscribe/i;
/** What nobody is told; the house's own check of words knows far more, and is not asked here. */
export const threats = /坐牢|抓你|拘留|曝光|上门堵|死全家|go to (jail|prison)|have you arrested/i;

function faultsOf(text: string, complaintLine: string, agency: string): string[] {
	return [
		...(wayOut.test(text) ? [] : ['gives no way out']),
		...(text.includes(agency) ? [] : ['does not say who writes']),
		...(text.includes(complaintLine) ? [] : ['gives no line for complaints']),
		...(threats.test(text) ? ['threatens'] : []),
	];
}

/** What only that text says, as it was shipped, in Chinese and in English; whose amount is what is owed, to the last unit. */
const saysOnly: Readonly<Record<string, readonly [zh: RegExp, en: RegExp]>> = {
	opening: [/已逾期，当前应还/, /is overdue, .* is due now/],
	reminder: [/尚有.*未还/, /is still due on your/],
	promise_due: [/约定的还款明日到期/, /is due tomorrow/],
	instalment_offer: [/可以申请分期还款/, /by instalments/],
};

/** What a text tells a consumer in the United States besides its own words, the first time and later (12 CFR 1006.18(e)). */
const disclosed: Readonly<Record<string, RegExp>> = {
	disclose_attempt_to_collect:
		/本信息旨在催收债务，[^。]*用于该目的。$| This is an attempt to collect a debt, [^.]*used for that purpose\.$/,
	disclose_debt_collector: /本信息来自债务催收机构。$| This message is from a debt collector\.$/,
};

type Sent = {
	readonly template: string;
	/** In which the debtor reads: whatever a machine writes is in Chinese to `zh…`, to everybody else in English. */
	readonly language: string;
	/** What its permit asked for. */
	readonly obligations: readonly string[] | null;
	/** The approved words of its version, in each language; null: as shipped, or typed. */
	readonly words: readonly string[] | null;
	readonly reference: string;
	readonly permitted: string | null;
	readonly owed: string;
	readonly currency: string;
	/** Past due on the agency’s date on which it left. */
	readonly days: number;
	readonly client: string;
	readonly person: string;
};

/** Whether a text is these words with something in each of their places. */
const isMadeOf = (text: string, words: string): boolean =>
	new RegExp(
		`^${words
			.split(/\{\w+\}/)
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.+')}$`,
		's',
	).test(text);

/** Of one message: it is the text it was to be, to the debtor by name, of their debt; a sum it names was asked for, and in the house's own words is what is owed. */
function faultsOfThis(
	text: string,
	{ template, language, obligations, words, reference, permitted, owed, currency, days, client, person }: Sent,
): string[] {
	const asked = Object.keys(disclosed).filter((name) => obligations?.includes(name));
	const own = asked.reduce((left, name) => left.replace(disclosed[name] ?? '', ''), text);
	const tail = /尾号([^）)]*)[）)]|ending (\S{4})[ )]/
		.exec(text)
		?.slice(1)
		.find((each) => each !== undefined);
	const named = /已逾期(\d+)天/.exec(text)?.[1];
	const read = /^zh/i.test(language) ? 0 : 1;
	const says = saysOnly[template]?.[read];
	const worded = words?.[read] ?? '';
	const shipped = says !== undefined && words === null;
	const sums = sumsIn(text);
	const written = signsIn(text);
	return [
		...(tail === undefined || tail === reference.slice(-4) ? [] : [`shows ${tail} of debt ${reference}`]),
		...(named === undefined || Number(named) === days ? [] : [`names ${named} days past due, it was ${days}`]),
		...(written.length === 0 || written.some((sign) => (signs[currency] ?? [currency]).includes(sign))
			? []
			: [`names ${written.join(' and ')}, owed is ${currency}`]),
		...(sums.length > 0 && permitted === null ? ['names a sum that its permit does not'] : []),
		...(template === 'typed' || shipped || words !== null ? [] : [`is a ${template}, which nobody wrote`]),
		...asked.filter((name) => disclosed[name]?.test(text) !== true).map((name) => `does not ${name}`),
		// In the language of the rest of it (1006.18(e)(4)).
		...(asked.length > 0 && /[.。]$/.test(own) && own.at(-1) !== text.at(-1)
			? ['discloses in another language than it is written in']
			: []),
		...(shipped && !says.test(text) ? [`is no ${template} in ${language}`] : []),
		...(words !== null && !isMadeOf(own, worded) ? [`is not in the words of its ${template} in ${language}`] : []),
		...(template === 'typed' || (text.includes(client) && text.includes(person)) ? [] : ['does not say for whom, or to whom']),
		...(shipped && (template === 'opening' || template === 'reminder') && (sums.length !== 1 || sums[0] !== BigInt(owed))
			? [`names ${sums.join(' and ') || 'no sum'}, owed was ${owed}`]
			: []),
	];
}

export const wordInvariant = 'a message says who writes, the line for complaints and the way out, and threatens nobody';

/** Texts in their versions: approved by somebody else than wrote them, with what each must give, and a script shown on a call was in use. */
export const textInvariants: readonly Invariant[] = [
	{
		name: 'a text is in use once somebody else approved it, and gives what it must',
		text: `select null::bigint as debtor_id, t.name || ' ' || t.version || ' is ' || t.state || ', written by login ' || t.written_by || ', decided by ' || coalesce(t.decided_by::text, 'nobody') as sentence from message_text t
		 where t.tenant_id = $1 and (t.decided_by = t.written_by or t.state <> 'draft' and (t.decided_by is null or t.decided_at < t.written_at))
		union all
		select null, t.name || ' ' || t.version || ' is in use and lacks what it must give' from message_text t
		 where t.tenant_id = $1 and t.state = 'approved' and (t.zh !~ '\\{agency\\}' or t.name !~ '^call ' and (t.zh !~ '\\{complaint\\}' or t.zh !~ '拒收|退订|回复') or t.name ~ '^call ' and t.zh !~ '录音' or t.zh ~ '坐牢|抓你|拘留|曝光')
		union all
		select m.debtor_id, 'message ' || m.id || ' left in the words of ' || m.template || ' ' || m.text_version || ', which was not in use' from message m join contact_attempt a on a.tenant_id = $1 and a.debtor_id = m.debtor_id and a.id = m.attempt_id
		 where m.tenant_id = $1 and m.text_version > 0 and a.placed_at >= $2 and a.placed_at < $3
		   and not exists (select from message_text t where t.tenant_id = $1 and t.name = m.template and t.version = m.text_version and t.state in ('approved', 'retired') and t.decided_at <= a.placed_at)
		union all
		select null, t.name || ' has two versions in use' from message_text t where t.tenant_id = $1 and t.state = 'approved' group by t.name having count(*) > 1
		union all
		select o.debtor_id, 'outcome of attempt ' || o.attempt_id || ' was read from ' || o.script || ' ' || o.script_version || ', which was not in use' from contact_outcome o
		 where o.tenant_id = $1 and o.recorded_at >= $2 and o.recorded_at < $3 and o.script_version > 0
		   and not exists (select from message_text t where t.tenant_id = $1 and t.name = o.script and t.version = o.script_version and t.state in ('approved', 'retired') and t.decided_at <= o.recorded_at)`,
	},
	{
		name: 'a text the carrier never answered for became what it said when it was asked',
		text: `select e.debtor_id, 'message ' || m.id || ', of which the carrier says ' || coalesce(e.input ->> 'says', 'nothing') || ', is ' || m.state || coalesce(' (' || m.reason || ')', '') || ', its contact ended ' || coalesce(o.line, 'in nothing') as sentence
		  from record_entry e join message m on m.tenant_id = $1 and m.debtor_id = e.debtor_id and m.id::text = e.answer ->> 'id'
		  left join contact_outcome o on o.tenant_id = $1 and o.debtor_id = m.debtor_id and o.attempt_id = m.attempt_id
		 where e.tenant_id = $1 and e.at >= $2 and e.at < $3 and e.act = 'message.settle' and e.outcome = 'done'
		   -- What was never handed over has a reason why: it never left, and is no demand.
		   and (m.state, coalesce(o.line, ''), m.reason is null, m.settled_at) is distinct from (case e.input ->> 'says' when 'delivered' then 'delivered' else 'failed' end,
			case e.input ->> 'says' when 'delivered' then 'delivered' else 'undelivered' end, e.input ->> 'says' <> 'never_handed_over', e.at)`,
	},
];

/** Messages of the window whose words name more than was owed on their debt when they left, or lack what each must give. */
export async function wordFindings(
	books: Books,
	open: Open,
	{ tenantId, from, until }: { tenantId: bigint; from: string; until: string },
): Promise<{ invariant: string; sentence: string; debtor_id: string }[]> {
	const { rows } = await books.query<{
		id: string;
		debtor_id: string;
		text_sealed: Buffer;
		owed: string;
		currency: string;
		days: number;
		complaint_line: string;
		agency: string;
		reference: string;
		permitted: string | null;
		template: string;
		language: string;
		obligations: string[] | null;
		words: string[] | null;
		client: string;
		person_sealed: Buffer;
		person: string;
	}>({
		name: 'audit words of messages',
		text: `select m.id::text, m.debtor_id::text, m.text_sealed, ${owedBefore('m.debtor_id', 'array[m.debt_id]', `a.placed_at + interval '1 microsecond'`)}::text as owed,
		       case when a.placed_at < (select max(e.at) from record_entry e where e.tenant_id = $1 and e.at >= $2 and e.act = 'client.change') then '' else coalesce(c.complaint_line, '12378') end as complaint_line, n.name as agency, d.reference, d.currency, greatest(0, (a.placed_at at time zone n.zone)::date - d.overdue_since) as days, p.facts -> 'ask' ->> 'amount_minor' as permitted,
		       m.template, b.language, p.obligations, (select array[t.zh, t.en] from message_text t where t.tenant_id = $1 and t.name = m.template and t.version = m.text_version) as words, c.name as client, b.sealed as person_sealed, encode(b.identity_index, 'hex') as person
		  from contact_attempt a join tenant n on n.tenant_id = a.tenant_id left join contact_permit p on p.tenant_id = $1 and p.debtor_id = a.debtor_id and p.id = a.permit_id join message m on m.tenant_id = $1 and m.debtor_id = a.debtor_id and m.attempt_id = a.id
		  join debt d on d.tenant_id = $1 and d.debtor_id = m.debtor_id and d.id = m.debt_id join client c on c.tenant_id = $1 and c.id = d.client_id join debtor b on b.tenant_id = $1 and b.id = d.debtor_id
		 where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3 and a.channel = 'sms' and m.text_sealed is not null and m.state <> 'queued'`,
		values: [String(tenantId), from, until],
	});
	return rows.flatMap(
		({ id, debtor_id, text_sealed: sealed, complaint_line: line, agency, person_sealed: name, person: index, ...sent }) => {
			const { owed } = sent;
			const text = open(sealed, `message ${id}`);
			const { name: person } = JSON.parse(open(name, `debtor ${index}`)) as { name: string };
			return [
				...sumsIn(text)
					.filter((minor) => minor > BigInt(owed))
					.map((minor) => ({
						invariant: 'nobody is asked for more than is owed',
						debtor_id,
						sentence: `message ${id} names ${minor}, owed was ${owed}`,
					})),
				...[...faultsOf(text, line, agency), ...faultsOfThis(text, { ...sent, person })].map((fault) => ({
					invariant: wordInvariant,
					debtor_id,
					sentence: `message ${id} ${fault}`,
				})),
			];
		},
	);
}

export const noteInvariant = 'threats that somebody wrote down are laid before somebody else';

/** Notes of calls, and grounds of holds and of agreed hours, in which somebody threatens: each lies among the words that a second person looks at. */
export async function noteFindings(
	books: Books,
	open: Open,
	{ tenantId, from, until }: { tenantId: bigint; from: string; until: string },
): Promise<{ invariant: string; debtor_id: string; sentence: string }[]> {
	const { rows } = await books.query<{
		debtor_id: string;
		source: string;
		id: string;
		words: string | null;
		sealed: Buffer | null;
		laid: boolean;
	}>({
		name: 'audit notes',
		text: `select n.debtor_id::text, n.source, n.id::text, n.words, n.sealed, exists (select from flagged_words f where f.tenant_id = $1 and f.debtor_id = n.debtor_id and f.source = n.source and f.source_id = n.id
		         and jsonb_array_length(f.findings) > 0 and f.looked_by is distinct from f.written_by) as laid from (
			select w.debtor_id, 'outcome' as source, w.about as id, w.written_at as at, null as words, w.words_sealed as sealed from written_words w where w.tenant_id = $1 and w.act = 'contact.close' and octet_length(w.words_sealed) > 0
			union all select h.debtor_id, 'hold', h.id, h.from_at, h.evidence, null from hold h where h.tenant_id = $1
			union all select g.debtor_id, 'agreed_hours', g.id, g.agreed_at, g.evidence, null from agreed_hours g where g.tenant_id = $1) n
		 where n.at >= $2 and n.at < $3`,
		values: [String(tenantId), from, until],
	});
	return rows
		.filter(
			({ debtor_id: debtorId, words, sealed, laid }) =>
				!laid && threats.test(words ?? (sealed ? open(sealed, `words of debtor ${debtorId}`) : '')),
		)
		.map(({ debtor_id: debtorId, source, id }) => ({
			invariant: noteInvariant,
			debtor_id: debtorId,
			sentence: `what was written of ${source} ${id} threatens, and is laid before nobody`,
		}));
}
