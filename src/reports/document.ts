import type { Sentence } from '../core/refusal.ts';
import {
	amounts,
	type Cell,
	cellText,
	type Column,
	comparedCounts,
	comparedMoney,
	comparedPer,
	comparedRates,
	count,
	days,
	figure,
	money,
	nowBeforeChange,
	of,
	rate,
	text,
} from './cells.ts';
import { bucketChart, curveChart, dayChart } from './chart.ts';
import type { Summary } from './shapes.ts';
import { productNames, stageName } from './words.ts';

/**
 * The report as a document: sections of tables and charts with typed cells. HTML, XLSX and PDF are printed from this one value, so they
 * cannot disagree.
 */
export type Table = {
	readonly id: string;
	readonly title: Sentence;
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly Cell[])[];
	/** Rows set in bold: sums of the rows that follow. */
	readonly strong?: ReadonlySet<number>;
};
export type Chart = { readonly id: string; readonly title: Sentence; readonly svg: string };
export type Section = {
	readonly id: string;
	readonly title: Sentence;
	readonly note?: Sentence;
	readonly charts: readonly Chart[];
	readonly tables: readonly Table[];
};
export type Tile = { readonly label: Sentence; readonly value: string; readonly change: string };
export type Report = {
	readonly title: Sentence;
	readonly agency: string;
	readonly client: string | null;
	readonly lines: readonly Sentence[];
	readonly tiles: readonly Tile[];
	readonly sections: readonly Section[];
	readonly definitions: readonly Sentence[];
};

/** The whole report from its figures. */
export function reportOf(summary: Summary): Report {
	const { period } = summary;
	return {
		title: of('催收工作总结', 'Collection work summary'),
		agency: period.agency,
		client: period.client === null ? null : `${period.client.name}（${period.client.code}）`,
		lines: [
			of(`报告期 ${period.from} 至 ${period.to}（${period.days} 天）`, `Period ${period.from} to ${period.to} (${period.days} days)`),
			of(`对比期 ${period.before_from} 至 ${period.before_to}`, `compared with ${period.before_from} to ${period.before_to}`),
			of(
				`数据截至 ${shownInstant(period.as_of, period.zone)}（${period.zone}）`,
				`as known at ${shownInstant(period.as_of, period.zone)} (${period.zone})`,
			),
		],
		tiles: tilesOf(summary),
		sections: [
			overview(summary),
			team(summary),
			cases(summary),
			stages(summary),
			recovery(summary),
			cycle(summary),
			promises(summary),
			contact(summary),
			types(summary),
			rolls(summary),
			refusals(summary),
			outlook(summary),
		],
		definitions,
	};
}

export function shownInstant(instant: string, zone: string): string {
	return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toString().slice(0, 16).replace('T', ' ');
}

function tilesOf({ money: rows, contact: talk, promises: due }: Summary): Tile[] {
	const change = (ppm: number | null) => cellText({ kind: 'rate', ppm, signed: true });
	const points = (ppm: number | null) => (ppm === null ? '—' : `${cellText({ kind: 'points', ppm })} pp`);
	const tile = (label: Sentence, cell: Cell, changed: string): Tile => ({ label, value: cellText(cell), change: changed });
	return [
		...rows.flatMap((row) => [
			tile(
				of(`委案 ${row.currency}`, `placed ${row.currency}`),
				money(row.placed_minor.now, row.currency),
				change(row.placed_minor.change_ppm),
			),
			tile(
				of(`回款 ${row.currency}`, `collected ${row.currency}`),
				money(row.collected_minor.now, row.currency),
				change(row.collected_minor.change_ppm),
			),
		]),
		tile(of('可联率', 'contactability'), rate(talk.contactability.now), points(talk.contactability.change_ppm)),
		...due
			.filter((row) => row.due_count.now > 0)
			.map((row) =>
				tile(
					of(`承诺兑现 ${row.currency}`, `promises kept ${row.currency}`),
					rate(row.kept_rate_minor.now),
					points(row.kept_rate_minor.change_ppm),
				),
			),
	];
}

const section = (id: string, title: Sentence, tables: Table[], more: { note?: Sentence; charts?: Chart[] } = {}): Section => ({
	id,
	title,
	tables: tables.filter((table) => table.rows.length > 0),
	charts: more.charts ?? [],
	...(more.note === undefined ? {} : { note: more.note }),
});

function overview({ money: rows, days: list }: Summary): Section {
	const tables = rows.map(
		(row): Table => ({
			id: `overview-${row.currency}`,
			title: of(`金额 ${row.currency}`, `Amounts in ${row.currency}`),
			columns: [figure, ...nowBeforeChange],
			rows: [
				[text('委案户数', 'debts placed'), ...comparedCounts(row.placed_debts)],
				[text('委案金额', 'placed'), ...comparedMoney(row.placed_minor, row.currency)],
				[text('承诺笔数', 'promises made'), ...comparedCounts(row.promised_count)],
				[text('承诺金额', 'promised'), ...comparedMoney(row.promised_minor, row.currency)],
				[text('回款户数', 'debts paid on'), ...comparedCounts(row.collected_debts)],
				[text('回款金额', 'collected'), ...comparedMoney(row.collected_minor, row.currency)],
				[text('结清户数', 'debts settled'), ...comparedCounts(row.settled_debts)],
				[text('在催户数（期末）', 'open debts, end'), ...comparedCounts(row.open_debts)],
				[text('在催余额（期末）', 'open balance, end'), ...comparedMoney(row.open_minor, row.currency)],
				[text('溢缴款（另列）', 'surplus, apart'), ...comparedMoney(row.surplus_minor, row.currency)],
				[text('减免与依法调减（另列）', 'waived or cut by law, apart'), ...comparedMoney(row.reduced_minor, row.currency)],
				[text('退案', 'recalled'), ...comparedMoney(row.recalled_minor, row.currency)],
			],
		}),
	);
	const charts = list.some((day) => day.calls > 0)
		? [{ id: 'days', title: of('每日拨打与本人接通', 'Calls and right-party contacts a day'), svg: dayChart(list) }]
		: [];
	return section('overview', of('一、总体情况', 'Overview'), tables, { charts });
}

function team({ teams }: Summary): Section {
	const strong = new Set<number>();
	const rows: Cell[][] = [];
	for (const each of teams) {
		strong.add(rows.length);
		const cells = (row: (typeof teams)[number] | (typeof teams)[number]['agents'][number], name: Cell): Cell[] => [
			name,
			count(row.debtors),
			count(row.calls),
			count(row.right_party),
			count(row.promises),
			text(`${row.kept} / ${row.judged}`),
			count(row.refused),
			amounts(row.collected),
		];
		rows.push(cells(each, text(each.name, `${each.members} 人`)));
		for (const agent of each.agents) rows.push(cells(agent, text(agent.name)));
	}
	const table: Table = {
		id: 'team',
		title: of('团队与人员', 'Teams and people'),
		columns: [
			{ head: of('姓名', 'Name'), wide: true },
			{ head: of('名下债务人', 'Debtors') },
			{ head: of('拨打', 'Calls') },
			{ head: of('本人接通', 'Right party') },
			{ head: of('承诺', 'Promises') },
			{ head: of('兑现/到期', 'Kept / due') },
			{ head: of('被拒', 'Refused') },
			{ head: of('名下回款', 'Collected') },
		],
		rows,
		strong,
	};
	return section('team', of('二、团队', 'Team'), [table], {
		note: of(
			'名下回款按当前分案计，“被拒”为合规闸门拒绝的联系请求。',
			'Collected counts the debtors now in each name; refused are contacts the gate did not permit.',
		),
	});
}

const typeName = (row: { product: string; currency: string }): Cell =>
	text(`${productNames[row.product]?.zh ?? row.product} ${row.currency}`, productNames[row.product]?.en ?? '');

function cases({ types: rows }: Summary): Section {
	const columns = [{ head: of('案件类型', 'Case type'), wide: true }, ...nowBeforeChange];
	return section('cases', of('三、案件数量与类型', 'Cases by number and type'), [
		{
			id: 'cases-stock',
			title: of('在册案件数', 'Cases on the book'),
			columns,
			rows: rows.map((row) => [typeName(row), ...comparedCounts(row.debts)]),
		},
		{
			id: 'cases-new',
			title: of('新委案件数', 'Cases newly placed'),
			columns,
			rows: rows.map((row) => [typeName(row), ...comparedCounts(row.placed_debts)]),
		},
		{
			id: 'cases-minor',
			title: of('新委金额', 'Amount newly placed'),
			columns,
			rows: rows.map((row) => [typeName(row), ...comparedMoney(row.placed_minor, row.currency)]),
		},
	]);
}

function stages({ stages: rows, buckets }: Summary): Section {
	return section(
		'strategy',
		of('四、分阶段策略', 'Strategy by stage'),
		[
			{
				id: 'stages',
				title: of('按策略步骤', 'By step of the treatment'),
				columns: [
					{ head: of('阶段', 'Stage'), wide: true },
					{ head: of('计划', 'Planned') },
					{ head: of('完成', 'Done') },
					{ head: of('未做', 'Not worked') },
					{ head: of('取消', 'Cancelled') },
					{ head: of('拨打', 'Calls') },
					{ head: of('接通', 'Answered') },
					{ head: of('本人', 'Right party') },
					{ head: of('承诺', 'Promises') },
					{ head: of('本人/拨打', 'RPC ÷ calls') },
				],
				rows: rows.map((row) => [
					stageCell(row.stage),
					count(row.planned),
					count(row.done),
					count(row.not_worked),
					count(row.cancelled),
					count(row.calls),
					count(row.answered),
					count(row.right_party),
					count(row.promises),
					rate(row.right_party_per_call),
				]),
			},
			{
				id: 'stage-buckets',
				title: of('按逾期阶段', 'By bucket'),
				columns: [
					{ head: of('阶段', 'Bucket'), wide: true },
					{ head: of('户数', 'Debts') },
					{ head: of('债务人', 'Debtors') },
					{ head: of('本人接通', 'Contacted') },
					{ head: of('可联率', 'Contactability') },
					{ head: of('承诺', 'Promises') },
					{ head: of('承诺金额', 'Promised') },
				],
				rows: buckets.map((row) => [
					text(`${row.name} ${row.currency}`),
					count(row.debts),
					count(row.debtors),
					count(row.contacted_debtors),
					rate(row.debtors === 0 ? null : Math.trunc((row.contacted_debtors * 1_000_000) / row.debtors)),
					count(row.promised_count),
					money(row.promised_minor, row.currency),
				]),
			},
		],
		{
			note: of(
				'“取消”为债务人已还款、停催或当日已联系到本人；“未做”为当日未及处理。',
				'Cancelled: the debtor paid, is on hold, or was reached that day. Not worked: the day ended before it.',
			),
		},
	);
}

const stageCell = (stage: string): Cell => {
	const name = stageName(stage);
	return name === null ? text(stage) : text(name.zh, name.en);
};

function recovery({ batches, buckets, curves }: Summary): Section {
	return section(
		'recovery',
		of('五、回收率', 'Recovery rate'),
		[
			{
				id: 'batches',
				title: of('按委案批次', 'By batch'),
				columns: [
					{ head: of('批次', 'Batch'), wide: true },
					{ head: of('委案日', 'Placed on') },
					{ head: of('户数', 'Debts') },
					{ head: of('委案金额', 'Placed') },
					{ head: of('本期回款', 'Collected') },
					{ head: of('累计回款', 'To date') },
					{ head: of('回收率', 'Recovery') },
					{ head: of('天', 'Day') },
				],
				rows: batches.map((row) => [
					text(row.batch_no, `${row.client} ${row.currency}`),
					text(row.placed_on),
					count(row.debts),
					money(row.placed_minor, row.currency),
					money(row.collected_minor, row.currency),
					money(row.collected_to_date_minor, row.currency),
					rate(row.recovery),
					count(row.day),
				]),
			},
			{
				id: 'buckets',
				title: of('按逾期阶段', 'By bucket'),
				columns: [
					{ head: of('阶段', 'Bucket'), wide: true },
					{ head: of('户数', 'Debts') },
					{ head: of('期初或委案金额', 'Base') },
					{ head: of('本期回款', 'Collected') },
					{ head: of('回收率', 'Recovery') },
					{ head: of('期末余额', 'Open') },
				],
				rows: buckets.map((row) => [
					text(`${row.name} ${row.currency}`),
					count(row.debts),
					money(row.base_minor, row.currency),
					money(row.collected_minor, row.currency),
					rate(row.recovery),
					money(row.open_minor, row.currency),
				]),
			},
		],
		{
			charts: [
				...(curves.some((curve) => (curve.points.at(-1)?.collected_minor ?? 0) > 0)
					? [{ id: 'curves', title: of('各批次回收曲线', 'Liquidation curves by batch'), svg: curveChart(curves) }]
					: []),
				...[...new Set(buckets.map((row) => row.currency))].map((currency) => ({
					id: `buckets-${currency}`,
					title: of(`逾期阶段：金额与回款 ${currency}`, `Buckets: amount and cash, ${currency}`),
					svg: bucketChart(buckets.filter((row) => row.currency === currency)),
				})),
			],
		},
	);
}

function cycle({ cycle: rows }: Summary): Section {
	return section('cycle', of('六、回款周期（天）', 'Recovery cycle (days)'), [
		{
			id: 'cycle',
			title: of('自委案日起，按金额加权', 'From the day of placement, weighted by amount'),
			columns: [
				{ head: of('币种', 'Currency'), wide: true },
				{ head: of('平均', 'Mean') },
				{ head: of('上期平均', 'Mean before') },
				{ head: of('中位', 'Median') },
				{ head: of('结清户数', 'Closed') },
				{ head: of('结清平均', 'Closed, mean') },
			],
			rows: rows.map((row) => [
				text(row.currency),
				days(row.mean_days_tenths),
				days(row.before_mean_days_tenths),
				days(row.median_days === null ? null : row.median_days * 10),
				count(row.closed_debts),
				days(row.closed_mean_days_tenths),
			]),
		},
	]);
}

function promises({ promises: rows }: Summary): Section {
	return section(
		'promises',
		of('七、承诺兑现', 'Promises kept'),
		rows.map(
			(row): Table => ({
				id: `promises-${row.currency}`,
				title: of(`本期到期的承诺 ${row.currency}`, `Promises due, ${row.currency}`),
				columns: [figure, ...nowBeforeChange],
				rows: [
					[text('到期笔数', 'due'), ...comparedCounts(row.due_count)],
					[text('到期金额', 'amount due'), ...comparedMoney(row.due_minor, row.currency)],
					[text('兑现笔数', 'kept'), ...comparedCounts(row.kept_count)],
					[text('兑现金额', 'amount kept'), ...comparedMoney(row.kept_minor, row.currency)],
					[text('部分兑现', 'partly kept'), ...comparedCounts(row.partly_count)],
					[text('未兑现', 'broken'), ...comparedCounts(row.broken_count)],
					[text('宽限期内', 'still in grace'), count(row.pending_count), text(''), text(''), text('')],
					[text('兑现率（笔数）', 'kept, by count'), ...comparedRates(row.kept_rate_count)],
					[text('兑现率（金额）', 'kept, by amount'), ...comparedRates(row.kept_rate_minor)],
				],
			}),
		),
	);
}

function contact({ contact: talk }: Summary): Section {
	return section('contact', of('八、触达', 'Contact'), [
		{
			id: 'contact',
			title: of('拨打、接通、本人', 'Calls, answers, right party'),
			columns: [figure, ...nowBeforeChange],
			rows: [
				[text('在册债务人', 'debtors on the book'), ...comparedCounts(talk.pool_debtors)],
				[text('拨打次数', 'calls'), ...comparedCounts(talk.calls)],
				[text('接通', 'answered'), ...comparedCounts(talk.answered)],
				[text('本人接通', 'right party'), ...comparedCounts(talk.right_party)],
				[text('接通率', 'connect rate'), ...comparedRates(talk.connect_rate)],
				[text('本人/拨打', 'right party ÷ calls'), ...comparedRates(talk.right_party_per_call)],
				[text('本人/接通', 'right party ÷ answers'), ...comparedRates(talk.right_party_per_answer)],
				[text('可联率', 'contactability'), ...comparedRates(talk.contactability)],
				[text('承诺率', 'promises ÷ right party'), ...comparedRates(talk.promise_rate)],
				[text('短信', 'messages sent'), ...comparedCounts(talk.messages_sent)],
				[text('首日案件', 'first-day cases'), ...comparedCounts(talk.first_day_cases)],
				[text('首日动作完成率', 'first-day plan done'), ...comparedRates(talk.first_day_plan_done)],
				[text('首日本人触达率', 'reached on the first day'), ...comparedRates(talk.first_day_reached)],
			],
		},
	]);
}

function types({ types: rows }: Summary): Section {
	const table = (id: string, title: Sentence, cells: (row: Summary['types'][number]) => Cell[]): Table => ({
		id,
		title,
		columns: [{ head: of('案件类型', 'Case type'), wide: true }, ...nowBeforeChange],
		rows: rows.map((row) => [typeName(row), ...cells(row)]),
	});
	return section('types', of('九、分类型对比', 'Comparison by case type'), [
		table('types-collected', of('回款', 'Collected'), (row) => comparedMoney(row.collected_minor, row.currency)),
		table('types-recovery', of('回收率', 'Recovery rate'), (row) => comparedRates(row.recovery)),
		table('types-contact', of('可联率', 'Contactability'), (row) => comparedRates(row.contactability)),
		table('types-kept', of('承诺兑现率（笔数）', 'Promises kept, by count'), (row) => comparedRates(row.kept_rate)),
	]);
}

function rolls({ rolls: rows }: Summary): Section {
	return section('rolls', of('十、迁徙率', 'Roll rates'), [
		{
			id: 'rolls',
			title: of('期初在册案件的去向', 'Where the cases of the start stood at the end'),
			columns: [
				{ head: of('期初阶段', 'Bucket at start'), wide: true },
				{ head: of('户数', 'Debts') },
				{ head: of('期初余额', 'Owed at start') },
				{ head: of('迁入下一阶段', 'Rolled on') },
				{ head: of('迁徙率', 'Roll rate') },
				{ head: of('结清户数', 'Settled') },
				{ head: of('结清金额', 'Settled amount') },
			],
			rows: rows.map((row) => [
				text(`${row.name} ${row.currency}`, row.roll_rate === null ? '' : `→ ${row.next_name}`),
				count(row.start_debts),
				money(row.start_minor, row.currency),
				money(row.rolled_minor, row.currency),
				rate(row.roll_rate),
				count(row.settled_debts),
				money(row.settled_minor, row.currency),
			]),
		},
	]);
}

function refusals({ refusals: rows, complaints: made }: Summary): Section {
	return section(
		'refusals',
		of('十一、合规拒绝与投诉', 'Refusals by rule, complaints'),
		[
			{
				id: 'refusals',
				title: of('闸门未许可的联系', 'Contacts the gate did not permit'),
				columns: [{ head: of('规则', 'Rule'), wide: true }, ...nowBeforeChange, { head: of('债务人', 'Debtors') }],
				rows: rows.map((row) => [text(row.rule, row.sentence.zh), ...comparedCounts(row.count), count(row.debtors)]),
			},
			{
				id: 'complaints',
				title: of('投诉率', 'Complaint rates'),
				columns: [figure, ...nowBeforeChange],
				rows: [
					[text('投诉件数', 'complaints received'), ...comparedCounts(made.received)],
					[text('其中属实（含部分属实）', 'of them upheld, or in part'), ...comparedCounts(made.upheld)],
					[text('每万次联系投诉', 'complaints per 10,000 contacts'), ...comparedPer(made.per_contact, 10_000)],
					[text('每千案投诉', 'complaints per 1,000 cases'), ...comparedPer(made.per_case, 1_000)],
					[text('每万次联系属实投诉', 'upheld per 10,000 contacts'), ...comparedPer(made.upheld_per_contact, 10_000)],
					[text('每千案属实投诉', 'upheld per 1,000 cases'), ...comparedPer(made.upheld_per_case, 1_000)],
				],
			},
		],
		{
			note: of(
				'每次拒绝都发生在动作之前，并已记入台账；没有许可，任何联系都无法拨出或发出。',
				'Each was refused before anything happened and stands in the record. Nothing goes out without a permit.',
			),
		},
	);
}

function outlook({ outlook: rows }: Summary): Section {
	return section(
		'outlook',
		of('十二、展望', 'Outlook'),
		rows.map(
			(row): Table => ({
				id: `outlook-${row.currency}`,
				title: of(`期末账面可见的后续 ${row.currency}`, `What the book already shows, ${row.currency}`),
				columns: [figure, { head: of('数量', 'Number') }, { head: of('金额', 'Amount') }],
				rows: [
					[text('在催余额', 'open balance'), text(''), money(row.open_minor, row.currency)],
					[
						text('七日内到期的承诺', 'promises due in 7 days'),
						count(row.promises_due_7_count),
						money(row.promises_due_7_minor, row.currency),
					],
					[
						text('按本期兑现率可期', 'expected at the kept rate of this period'),
						text(''),
						row.expected_7_minor === null ? text('—') : money(row.expected_7_minor, row.currency),
					],
					[text('七日内将进入下一阶段', 'rolling on within 7 days'), count(row.rolling_7_debts), money(row.rolling_7_minor, row.currency)],
					[text('三十日内退案', 'recalled within 30 days'), count(row.recall_30_debts), money(row.recall_30_minor, row.currency)],
					[text('停催债务人', 'debtors on hold'), count(row.held_debtors), text('')],
					[text('执行中的分期', 'plans running'), count(row.plans_open), text('')],
				],
			}),
		),
		{ note: of('仅列可由账面推出的数字，不作主观预测。', 'Only what follows from the book; no forecast by feeling.') },
	);
}

const definitions: readonly Sentence[] = [
	of(
		'回款为已冲账现金，扣除已冲正部分；溢缴款与减免另列。各币种不相加。',
		'Collected is cash applied, net of reversals; surplus and waivers apart. Currencies are never added.',
	),
	of(
		'回收率（批次）＝委案日至期末回款 ÷ 委案金额；（阶段、类型）＝本期回款 ÷ 期初余额或委案金额。',
		'Recovery of a batch = cash since placement ÷ placed; of a bucket or type = cash of the period ÷ owed at its start (or as placed in it).',
	),
	of(
		'回款周期＝Σ（金额×距委案天数）÷Σ金额；中位为半数金额到账之日。',
		'Recovery cycle = Σ(amount × days from placement) ÷ Σ amount; the median is the day by which half had come.',
	),
	of(
		'承诺兑现率＝到期加宽限内足额还款的承诺 ÷ 本期到期且已可判定的承诺。',
		'Kept rate = promises paid in full by date and grace ÷ promises due that could be judged.',
	),
	of(
		'投诉率＝期内收到的投诉（不含异议、困难申请、停催请求）÷ 期内全部联系次数（电话、短信、邮件、信函、外访），或 ÷ 在册案件数。',
		'Complaint rate = complaints received (not disputes, hardship, requests to stop) ÷ all contacts made (calls, texts, e-mails, letters, visits), or ÷ cases on the book.',
	),
	of('可联率＝期内本人接通过的债务人 ÷ 在册债务人。', 'Contactability = debtors reached in person ÷ debtors on the book.'),
	of(
		'迁徙率＝期初 Mi 案件期末处于 Mi+1 的余额 ÷ 其期初余额。',
		'Roll rate = balance of the cases in Mi at the start that stands in Mi+1 at the end ÷ their balance at the start.',
	),
	of(
		'比率截断至万分之一，不作四舍五入；“增减”对比率为百分点。',
		'Rates are cut to a hundredth of a percent, not rounded; the change of a rate is in percentage points.',
	),
];
