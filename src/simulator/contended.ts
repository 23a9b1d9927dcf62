import { join } from 'node:path';
import { makePromise } from '../arrangements/actions.ts';
import { sendDueMessages } from '../channels/sender.ts';
import { answerComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { placeHold } from '../contact/actions.ts';
import { assert, known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type pg from 'pg';
import type { Press } from '../demo/calls.ts';
import { generatedHeadings } from '../demo/generate.ts';
import { csvLine, writeLines } from '../demo/sheet-file.ts';
import { settableClock } from '../host/clock.ts';
import { inTenant } from '../host/db.ts';
import { importPayments } from '../payments/import.ts';
import { recallPlacement, undoPlacement } from '../placements/actions.ts';
import { importPlacement } from '../placements/import.ts';
import { release, sweep, takeNext } from '../queue/actions.ts';
import { change, type Door } from '../record/change.ts';
import { sealRecord } from '../record/seals.ts';
import { runDay } from '../strategy/actions.ts';
import { addClient } from '../tenants/actions.ts';
import { audit, type Violation } from '../auditor/auditor.ts';
import type { Course } from './course.ts';
import { learnSizes, openAgency, openTeam, type SimulatedHouse } from './house.ts';
import { brokenOff, lastLook } from './last-look.ts';
import { ask, end, type Ended, nobody, type Point, type SettableClock, talk, use } from './misdeeds-parts.ts';
import { resolve } from '../neighbour/parts.ts';
import { pay, reverse } from './office.ts';
import { type Plan, zone } from './plan.ts';
import { forgeRecord } from './record-forged.ts';
import { forgeSeals } from './seals-forged.ts';
import { rowFrom } from '../trials/cast.ts';

/** A Monday when every row of the Chinese law is in force. */
const day = Temporal.PlainDate.from('2026-06-15');
const at = (plainTime: string) => day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();

/** Those who are called, pay, promise and complain: so many of each contest. */
const cast = {
	'of one number': 6,
	'called last': 3,
	'held while called': 4,
	'paid while called': 4,
	'of a waiting payment': 4,
	'paid and taken back': 3,
	'who promises twice': 3,
	'who complains': 3,
	'who promises for today': 1,
} as const;
type Part = keyof typeof cast;
const parts = Object.entries(cast) as [Part, number][];
const placeOf = (part: Part, i: number) =>
	parts
		.slice(
			0,
			parts.findIndex(([name]) => name === part),
		)
		.reduce((sum, [, of]) => sum + of, i);
const caseOf = (part: Part, i: number) => `C${placeOf(part, i)}`;
const agents = ['one', 'two', 'three', 'four'] as const;
const clients = ['BOTH', 'ELSE'] as const;
type ClientCode = (typeof clients)[number];

type Debt = Point & { readonly client_id: bigint; readonly currency: 'CNY' };
type Stage = {
	readonly press: Press;
	readonly clock: SettableClock;
	readonly house: SimulatedHouse;
	readonly manager: Door;
	readonly compliance: Door;
	readonly lead: Door;
	readonly system: Door;
	agent(i: number): Door;
	readonly debts: readonly Debt[];
	debt(part: Part, i: number): Debt;
};

/** One row as its client sends it. */
const row = (reference: string, who: number, more: { mobile?: number; file?: string } = {}) =>
	rowFrom({
		who,
		around: who,
		mobile: more.mobile,
		reference,
		batch: more.file ?? 'both',
		contract: `HT${reference}`,
		placedOn: day,
		dueOn: day.subtract({ days: 40 }),
	});

async function written({ house }: Pick<Stage, 'house'>, name: string, lines: readonly string[]): Promise<string> {
	const path = join(house.folder, `contended-${name}.csv`);
	await writeLines(path, 'gb18030', lines);
	return path;
}

async function brings(stage: Pick<Stage, 'house' | 'manager' | 'press'>, clientCode: ClientCode, name: string, rows: readonly string[]) {
	const path = await written(stage, name, [csvLine(generatedHeadings), ...rows]);
	const imported = await stage.press('placement', () => importPlacement(stage.manager, { path, clientCode }));
	assert(!isRefusal(imported), `the file ${name} was refused`);
	return BigInt(known(imported.placement_id, 'placement'));
}

/** Calls somebody, to the end. */
async function calls(stage: Stage, door: Door, to: Debt, { item, how = nobody }: { item?: bigint; how?: Ended } = {}): Promise<void> {
	const permit = await ask(stage, door, to);
	const attempt = isRefusal(permit) ? permit : await use(stage, door, to, permit.permit, item);
	if (!isRefusal(attempt)) await end(stage, door, to, attempt.attempt, how);
}

const promises = ({ press, lead }: Stage, { debtor_id: debtorId, debt_id: debtId }: Debt, amountMinor: bigint, dueOn: Temporal.PlainDate) =>
	press('promise', (key) =>
		change(lead, { act: 'promise.make', input: { debtor: debtorId, debt_id: debtId }, debtorId, key }, async (act) => {
			const made = await makePromise(act, { debtorId, debtId, currency: 'CNY', amountMinor, dueOn });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		}),
	);

const read = <Row extends pg.QueryResultRow>({ press, manager }: Stage, text: string, values: readonly unknown[] = []) =>
	press('read', () => inTenant(manager.pool, manager.tenantId, (tx) => tx.query<Row>(text, [tx.tenantId, ...values])));

const all = (count: number, work: (i: number) => Promise<unknown>) => Promise.all(Array.from({ length: count }, (_, i) => work(i)));
/** One after the other, each of them contended. */
async function each(count: number, work: (i: number) => Promise<unknown>): Promise<void> {
	for (let i = 0; i < count; i++) await work(i);
}

/** What two do at one moment, on two connections, again and again. Nothing here expects who comes first: whoever does, what comes of it is the auditor's affair. */
const contests: Readonly<Record<string, (stage: Stage) => Promise<unknown>>> = {
	'two run the day': ({ press, system }) => all(2, () => press('day run', () => runDay(system, day, { workers: 1 }))),
	'two send what is due': ({ press, system, clock }) => {
		clock.set(at('10:10'));
		return all(2, () => press('messages', () => sendDueMessages(system)));
	},
	'two call the same number under two names': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('11:00').add({ minutes: i }));
			const [one, two] = [stage.debt('of one number', 2 * i), stage.debt('of one number', 2 * i + 1)];
			for (const to of [one, two, one, two, one]) await calls(stage, stage.agent(0), to);
			await Promise.all([calls(stage, stage.agent(0), one), calls(stage, stage.agent(1), two)]);
		}),
	'two make the last call of a debtor': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('11:30').add({ minutes: i }));
			const to = stage.debt('called last', i);
			for (const n of [0, 1]) await calls(stage, stage.agent(n), to, { how: talk });
			await all(2, (n) => calls(stage, stage.agent(n), to, { how: talk }));
		}),
	'four press Next': (stage) =>
		each(3, async (i) => {
			const { press, clock } = stage;
			clock.set(at('13:00').add({ minutes: i }));
			const items = await Promise.all(agents.map((_, n) => press('next', (key) => takeNext(stage.agent(n), key))));
			await all(items.length, async (n) => {
				const item = items[n];
				const to = stage.debts.find((debt) => String(debt.debtor_id) === item?.debtor_id);
				if (!item || !to) return;
				const about = { debtorId: to.debtor_id, id: BigInt(item.id) };
				await calls(stage, stage.agent(n), to, { item: about.id });
				// Whom the gate gives to nobody any more lies on the desk still.
				await press('release', (key) => release(stage.agent(n), { ...about, reason: 'no call today' }, key));
			});
		}),
	'a permit is used while its debtor asks to be left alone': (stage) =>
		each(4, async (i) => {
			stage.clock.set(at('14:00').add({ minutes: i }));
			const { press, compliance } = stage;
			const to = stage.debt('held while called', i);
			const { debtor_id: debtorId } = to;
			const permit = await ask(stage, stage.agent(0), to);
			await Promise.all([
				press('stop', (key) =>
					change(compliance, { act: 'hold.place', input: { debtor: debtorId, kind: 'cease_request' }, debtorId, key }, (act) =>
						placeHold(act, { debtorId, debtId: null, kind: 'cease_request', days: null, evidence: 'said so' }),
					),
				),
				isRefusal(permit) ? null : use(stage, stage.agent(0), to, permit.permit),
			]);
		}),
	'a permit is used while its debt is paid': (stage) =>
		each(4, async (i) => {
			stage.clock.set(at('14:10').add({ minutes: i }));
			const to = stage.debt('paid while called', i);
			const permit = await ask(stage, stage.agent(0), to);
			await Promise.all([
				isRefusal(permit) ? null : use(stage, stage.agent(0), to, permit.permit),
				pay(stage, {
					clientId: to.client_id,
					debtReference: caseOf('paid while called', i),
					amountMinor: to.owed,
					currency: 'CNY',
					paidAt: at('09:00'),
				}),
			]);
		}),
	'one file of payments comes twice, and two settle what waits': async (stage) => {
		const { press, manager, clock } = stage;
		clock.set(at('15:00'));
		const lines = [
			csvLine(['流水号', '案件编号', '还款金额', '币种', '还款日期']),
			...[0, 1, 2, 3].map((i) => csvLine([`W${i}`, `NOBODY${i}`, '100.00', '人民币', `${day} 09:00`])),
		];
		const path = await written(stage, 'payments', lines);
		await all(2, () => press('payments', () => importPayments(manager, { path, clientCode: 'BOTH' })));
		const waiting = await read<{ id: bigint }>(stage, `select id from payment where tenant_id = $1 and state = 'unmatched' order by id`);
		for (const [i, { id }] of waiting.entries()) {
			const to = stage.debt('of a waiting payment', i % 4);
			await Promise.all([
				resolve(stage, id, { action: 'assign', debtorId: to.debtor_id, debtId: to.debt_id }),
				resolve(stage, id, { action: 'return_to_client', note: 'by agreement' }),
			]);
		}
	},
	'two take one payment back': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('15:20').add({ minutes: i }));
			const { client_id: clientId } = stage.debt('paid and taken back', i);
			const debtReference = caseOf('paid and taken back', i);
			const id = await pay(stage, { clientId, debtReference, amountMinor: 10_000n, currency: 'CNY', paidAt: at('09:00') });
			await all(2, () => reverse(stage, { id: known(id, 'payment'), debtor_id: null, debt_id: null }));
		}),
	'two write down a promise on one debt': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('15:30').add({ minutes: i }));
			const to = stage.debt('who promises twice', i);
			await all(2, (n) => promises(stage, to, 50_000n + 10_000n * BigInt(n), day.add({ days: 3 })));
		}),
	'one complaint is answered twice': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('15:40').add({ minutes: i }));
			const { press, compliance } = stage;
			const { debtor_id: debtorId } = stage.debt('who complains', i);
			const filed = await press('complaint', (key) =>
				change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind: 'cease' }, debtorId, key }, (act) =>
					fileComplaint(act, { debtorId, kind: 'cease', channel: 'letter', words: 'leave me alone' }),
				),
			);
			if (isRefusal(filed)) return;
			const complaint = BigInt(filed.id);
			const about = { input: { complaint }, debtorId };
			await press('take', (key) => change(compliance, { act: 'complaint.take', ...about, key }, (act) => takeComplaint(act, complaint)));
			await all(2, (n) =>
				press('answer', (key) =>
					change(compliance, { act: 'complaint.answer', ...about, key }, (act) =>
						answerComplaint(act, complaint, { verdict: n === 0 ? 'upheld' : 'not_upheld', words: 'looked into' }),
					),
				),
			);
		}),
	'a placement is recalled and undone': (stage) =>
		each(3, async (i) => {
			stage.clock.set(at('16:00').add({ minutes: i }));
			const { press, manager } = stage;
			const id = await brings(stage, 'BOTH', `ended-${i}`, [row(`E${i}`, 80 + i, { file: `ended-${i}` })]);
			await Promise.all([
				press('recall', (key) => recallPlacement(manager, id, '委案方收回', key)),
				press('undo', (key) => undoPlacement(manager, id, key)),
			]);
		}),
	'two lenders place the same people': (stage) => {
		stage.clock.set(at('16:30'));
		return all(2, (n) => {
			const file = `same-${n}`;
			return brings(
				stage,
				known(clients[n], 'client'),
				file,
				Array.from({ length: 3 }, (_, i) => row(`S${n}${i}`, 90 + i, { file })),
			);
		});
	},
	'two sweep the floor, and two seal': async ({ press, system, compliance, clock }) => {
		clock.set(at('17:25'));
		await all(2, () => press('sweep', () => sweep(system)));
		await all(2, () => press('seal', () => sealRecord(compliance)));
	},
	// Of whoever promised for today the day of grace has not come when Wednesday is planned.
	'two plan a day ahead': async (stage) => {
		const { press, system, clock } = stage;
		clock.set(at('17:40'));
		await promises(stage, stage.debt('who promises for today', 0), 50_000n, day);
		await all(2, () => press('day run', () => runDay(system, day.add({ days: 2 }), { workers: 1 })));
	},
};

/**
 * A third agency, of one Monday, in which whatever is done is done by two at the same moment, on connections of their own. Who comes first is the machine's affair, so it lives after everything else, and
 * its record is not in the record root. Gives what the auditor found, and the door of its compliance.
 */
export async function contended({
	plan,
	house,
	course,
	goOn,
}: {
	readonly plan: Plan;
	readonly house: SimulatedHouse;
	readonly course: Course;
	readonly goOn: boolean;
}): Promise<{ readonly violations: readonly Violation[]; readonly compliance: Door } | null> {
	if (plan.without.has('contended')) return null;
	const mine = Object.entries(contests).filter(([name]) => course.happens(`contended ${name}`));
	if (mine.length === 0) return null;
	const { stage, vault } = await opened(house);
	for (const [, contest] of mine) {
		const broken = await contest(stage).then(
			() => null,
			(error: unknown) => brokenOff(error, day),
		);
		if (broken) return { violations: broken, compliance: stage.compliance };
	}
	const { tenantId } = stage.compliance;
	await learnSizes(house.owner);
	const found = await audit(house.owner, { tenantId, day, zone, whole: true, open: vault.open });
	const last = { door: stage.compliance, owner: house.owner, first: day, last: day, figures: false };
	const ends = () => found.length > 0 && !goOn;
	if (!ends()) found.push(...(await lastLook(last)));
	if (!ends() && course.happens('contended record forged'))
		for (const forge of [forgeSeals, forgeRecord])
			found.push(...(await forge(stage.compliance, house.owner)).map((each) => ({ ...each, day: day.toString(), debtor_id: null })));
	return { violations: found, compliance: stage.compliance };
}

async function opened(house: SimulatedHouse) {
	// It goes on with every look, so that of two acts it is told which came first.
	const set = settableClock(at('06:00'));
	let looks = 0;
	const clock: SettableClock = { ...set, now: () => set.now().add({ microseconds: ++looks }) };
	let pressed = 0;
	const press: Press = (name, work) => work(`contended ${++pressed} ${name}`);
	const long = day.subtract({ days: 30 });
	const officers = { lead: 'team_lead', compliance: 'compliance', manager: 'manager' };
	const {
		tenantId,
		vault,
		door: by,
	} = await openAgency(house, {
		seed: 'contended',
		code: 'both',
		name: '争先机构 Contending Agency',
		clock,
		people: [...Object.entries(officers), ...agents.map((name) => [name, 'agent'] as const)].map(([username, role]) => ({
			username,
			role,
			passedOn: long,
			trainedOn: long,
		})),
	});
	await openTeam({ owner: house.owner, tenantId, vault }, { code: 'both', name: 'both', agents: agents.map((name) => by(name).actor.id) });
	for (const code of clients) {
		const added = await addClient(by('operator'), {
			code,
			name: `${code} 消费金融`,
			creditor: `${code} 消费金融`,
			kind: 'consumer_finance',
			product: 'consumer_loan',
			currency: 'CNY',
			serviceLine: '400-000-0000',
			complaintLine: '400-000-0001',
		});
		assert(!isRefusal(added), `no client ${code}`);
	}
	const manager = by('manager');
	const rows = parts.flatMap(([part, count]) =>
		Array.from({ length: count }, (_, i) =>
			row(caseOf(part, i), placeOf(part, i), part === 'of one number' ? { mobile: placeOf(part, i - (i % 2)) } : {}),
		),
	);
	const placementId = await brings({ house, manager, press }, 'BOTH', 'both', rows);
	const placed = await inTenant(manager.pool, tenantId, (tx) =>
		tx.query<Debt & { reference: string }>(
			`select t.reference, t.client_id, t.debtor_id, t.id as debt_id, own.id as point_id, null::bigint as party_id, b.owed_minor as owed, t.currency, d.zones
			   from debt t join debtor d on d.tenant_id = $1 and d.id = t.debtor_id join debt_balance b on b.tenant_id = $1 and b.debtor_id = t.debtor_id and b.debt_id = t.id
			   cross join lateral (select p.id from contact_point p where p.tenant_id = $1 and p.debtor_id = d.id and p.kind = 'mobile' and p.party_id is null order by p.id limit 1) own
			  where t.tenant_id = $1 and t.placement_id = $2`,
			[tx.tenantId, placementId],
		),
	);
	const debts = new Map(placed.map((debt) => [debt.reference, debt]));
	const debt = (part: Part, i: number) => known(debts.get(caseOf(part, i)), `${part} ${i}`);
	const stage: Stage = {
		press,
		clock,
		house,
		manager,
		compliance: by('compliance'),
		lead: by('lead'),
		system: by('system'),
		agent: (i) => by(known(agents[i], 'agent')),
		debts: placed,
		debt,
	};
	clock.set(at('08:00'));
	return { stage, vault };
}
