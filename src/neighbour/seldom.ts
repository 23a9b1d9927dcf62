import { join } from 'node:path';
import { lookAt } from '../content/flags.ts';
import { isRefusal } from '../core/refusal.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { referSuit, stepSuit } from '../debts/suit-actions.ts';
import type { SuitStepBody } from '../debts/suit-shapes.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { inTenant } from '../host/db.ts';
import { analysePlacement } from '../placements/actions.ts';
import { release } from '../queue/actions.ts';
import type { Door } from '../record/change.ts';
import { previewFindings } from '../auditor/cells.ts';
import { cellsOf } from '../simulator/files.ts';
import { ask, use } from '../simulator/misdeeds-parts.ts';
import { nearTheirEnd } from './cast-seldom.ts';
import { holds } from './paper.ts';
import { call, close, enter, type Matter, type Moment, next, paymentsOf, pays, type Said, type Street, taken } from './parts.ts';
import { headings, rowFrom } from '../trials/cast.ts';

const visited = 'left in the middle of a visit';
const bounced = 'whose money bounces a month later';
const threatened = 'of whom a threat was written';

/** A visit for what is on the desk, or from the case; the debtor is left before anything is said of it, and after. */
const visits = (ofItem: boolean) => async (street: Street) => {
	const { manager, clock } = street;
	const [agent, to] = [street.agent('visitor'), street.loan(visited)];
	const item = await next(street, agent);
	const [home] = await street.press('read', () =>
		inTenant(manager.pool, manager.tenantId, (tx) =>
			tx.query<{ id: bigint }>(
				`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null and kind = 'address' order by id`,
				[tx.tenantId, to.debtor_id],
			),
		),
	);
	if (!item || !home) return;
	const there = { ...to, point_id: home.id };
	const permit = await ask(street, agent, there, { channel: 'visit', visit: { people: 2 } });
	const attempt = isRefusal(permit) ? permit : await use(street, agent, there, permit.permit, ofItem ? BigInt(item.id) : undefined);
	if (isRefusal(attempt)) return;
	const leaves = () => release(agent, { debtorId: to.debtor_id, id: BigInt(item.id), reason: 'on the way' });
	clock.advance({ minutes: 5 });
	await leaves();
	clock.advance({ minutes: 5 });
	await close(street, agent, there, attempt.attempt, { said: 'none', line: 'no_answer' });
	await leaves();
};

const talks = (name: 'able in part, and without means' | 'unable, for another reason', said: Said) => (street: Street) =>
	call(street, street.agent('talker'), street.loan(name), said);

/** The bank takes all of it back, when reports of the days before have gone out. */
async function bounces(street: Street): Promise<void> {
	for (const payment of await paymentsOf(street, street.loan(bounced))) await taken(street, payment);
}

/** What an agent writes down of a call is flagged; whoever wrote it would look at it, and somebody else does, and a third. */
async function writesAThreat(street: Street): Promise<void> {
	const { compliance, manager, press, clock } = street;
	const [agent, to] = [street.agent('talker'), street.loan(threatened)];
	const { debtor_id: debtorId } = to;
	await call(street, agent, to, { said: 'none', note: '对方一直骂人，我就说再不还钱就让你坐牢，还要上门堵门。' });
	const [flagged] = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from flagged_words where tenant_id = $1 and debtor_id = $2', [tx.tenantId, debtorId]),
		),
	);
	if (!flagged) return;
	for (const by of [agent, compliance, manager] satisfies Door[]) {
		clock.advance({ minutes: 1 });
		await press('look', (key) => lookAt(by, flagged.id, { verdict: 'fine' }, key));
	}
}

const evening = 9;
/** The evening on which what is near its end is told of, so many days later or earlier, and years before that. */
const before = (street: Street, days: number, years: number) => street.on(evening).add({ days }).subtract({ years });
const evidence = 'papers of the court';

/** The creditor sued, and a court judged two years before the end; of the last it is applied to enforce that. */
async function areJudged(street: Street): Promise<void> {
	const { compliance } = street;
	for (const [name, days] of Object.entries(nearTheirEnd) as [keyof typeof nearTheirEnd, number][]) {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name);
		if (!name.startsWith('judged')) continue;
		const judgedOn = before(street, days, 2);
		const body = {
			debt_id: String(debtId),
			kind: 'court' as const,
			brought_by: 'creditor' as const,
			court: '东城区人民法院',
			venue: 'CN-BJ',
			ground: 'residence' as const,
			filed_on: judgedOn.subtract({ days: 60 }).toString(),
			evidence,
		};
		const suit = await enter(street, compliance, 'suit.refer', debtorId, body, (act) => referSuit(act, debtorId, body));
		const steps: SuitStepBody[] = [{ step: 'judged', on: judgedOn.toString(), evidence }];
		if (name.endsWith('applied for')) steps.push({ step: 'enforcement', on: judgedOn.add({ days: 100 }).toString(), evidence });
		for (const step of suit === null ? [] : steps)
			await enter(street, compliance, 'suit.step', debtorId, { suit: suit ?? 0n, ...step }, (act) =>
				stepSuit(act, { debtorId, id: suit ?? 0n }, step),
			);
	}
}

/** They agreed to the debt three years before the end. */
async function haveAgreed(street: Street): Promise<void> {
	const { compliance } = street;
	for (const [name, days] of Object.entries(nearTheirEnd) as [keyof typeof nearTheirEnd, number][]) {
		const { debtor_id: debtorId, debt_id: debtId } = street.loan(name);
		if (!name.startsWith('agreed')) continue;
		const told = {
			debt_id: String(debtId),
			kind: 'agreement' as const,
			happened_on: before(street, days, 3).toString(),
			evidence: 'a letter',
		};
		await enter(street, compliance, 'limitation.tell', debtorId, told, (act) => tellLimitation(act, debtorId, told));
	}
}

const card = '6222021234567890128';
/** A file is looked at before it is brought, with numbers in every way of writing them and rows that cannot be taken. */
async function looksAtAFile({ manager, folder, found, on }: Street): Promise<void> {
	const path = join(folder, 'near-looked-at.csv');
	const row = (who: number, otherwise: Readonly<Partial<Record<(typeof headings)[number], string>>>) => {
		const cells = cellsOf(
			rowFrom({ who, around: who, reference: `LOOKED${who}`, batch: 'Blooked', contract: '', placedOn: on(3), dueOn: on(-40), card }),
		);
		return headings.map((heading, i) => otherwise[heading] ?? cells[i] ?? '');
	};
	const rows = [
		row(940, {}),
		row(941, { 卡号: card.replace(/(\d{4})(?=\d)/g, '$1 ') }),
		row(942, { 身份证号: '110101196203010018', 手机: `${card.slice(0, 11)}9` }),
		row(943, { 卡号: '6.22202E+18', 委案金额: '三千' }),
		row(944, { 案件编号: '', 合同编号: '', 卡号: `${card}${card}${card}${card}${card}` }),
	];
	await writeLines(path, 'gb18030', [csvLine(headings), ...rows.map((cells) => csvLine(cells))]);
	const told = await analysePlacement(manager, { path });
	found(previewFindings(rows.flat(), JSON.stringify(told)));
}

/** What is left, said, shown or taken back in a way that seldom is. */
export const mattersOfSeldom: Readonly<Record<string, Matter>> = {
	'left in the middle of a visit, for what is on the desk and from the case': [
		[1, '09:40:00', visits(true)],
		[2, '09:40:00', visits(false)],
	],
	'no means as the reason, and no means for another': [
		[0, '13:41:00', talks('able in part, and without means', { said: 'none', ability: 'partly', reason: 'no_ability' })],
		[0, '13:42:00', talks('unable, for another reason', { said: 'cannot_pay', reason: 'other' })],
	],
	'money that bounces when a month has been reported': [
		[8, '09:13:00', pays(bounced, 250_000n)],
		[30, '09:13:00', bounces],
	],
	'whoever wrote a threat would look at it': [[1, '15:55:00', writesAThreat]],
	'what is near its end, and what ended lately': [
		// A word that reached them would begin it anew.
		...(Object.keys(nearTheirEnd) as (keyof typeof nearTheirEnd)[]).map(
			(name, i): Moment => [0, `07:2${i}:00`, holds(name, { kind: 'client_request', days: 40 })],
		),
		[0, '07:30:00', haveAgreed],
		[0, '07:31:00', areJudged],
	],
	'a file is looked at before it is brought': [[3, '06:47:00', looksAtAFile]],
};
