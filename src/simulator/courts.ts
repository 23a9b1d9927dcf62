import type pg from 'pg';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Random, random } from '../core/random.ts';
import { changeGuarantee, tellGuarantee } from '../debts/guarantee-actions.ts';
import type { GuaranteeBody } from '../debts/guarantee-shapes.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { referSuit, stepSuit, suitsOfDebtor } from '../debts/suit-actions.ts';
import type { SuitBody, SuitState, SuitStep, SuitStepBody } from '../debts/suit-shapes.ts';
import type { Press } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { type Act, change, type Door, type Plain } from '../record/change.ts';
import type { Course } from './course.ts';
import { ask, end, nobody, type Point, type SettableClock, talk, use } from './misdeeds-parts.ts';
import { oftener, type Plan } from './plan.ts';

/**
 * Suits, judgments, enforcement and guarantees: what creditors bring to court, what the office refers, what courts do with it, what guarantors stand for and how they are asked, lawful or
 * not, as it falls. Nothing here expects a refusal.
 */
export type Courts = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly compliance: Door;
	readonly agents: readonly Door[];
	readonly clock: SettableClock;
	readonly day: number;
	readonly on: Temporal.PlainDate;
};
type Matter = Courts & { readonly draw: Random; readonly name: string };

type Debt = { id: bigint; debtor_id: bigint; overdue_since: Temporal.PlainDate; jurisdiction: string };

const read = <Row extends pg.QueryResultRow>({ press, compliance }: Courts, text: string): Promise<Row[]> =>
	press('read', () => inTenant(compliance.pool, compliance.tenantId, (tx) => tx.query<Row>(text, [tx.tenantId])));

const debts = (
	where: string,
) => `select d.id, d.debtor_id, d.overdue_since, b.jurisdiction from debt d join debtor b on b.tenant_id = $1 and b.id = d.debtor_id
	  join debt_state s on s.tenant_id = $1 and s.debtor_id = d.debtor_id and s.debt_id = d.id and s.status = 'open' where d.tenant_id = $1 ${where} order by d.id`;

/** Whom it is about, drawn from all there are; in a run lived again in part the same one, or none. */
function chosen<Row extends { debtor_id: bigint }>(
	{ course, draw, name }: Matter,
	rows: readonly Row[],
	key: (row: Row) => string,
): Row | null {
	if (rows.length === 0) return null;
	const drawn = draw.pick(rows);
	const [[, kept] = []] = course.kept(name) ?? [];
	if (kept === undefined && course.kept('') !== null) return null;
	const row = kept === undefined ? drawn : rows.find((each) => key(each) === kept);
	if (!row) return null;
	course.happens(name, course.debtor(row.debtor_id));
	course.as(name, key(row));
	return row;
}

function enter(
	{ press, compliance }: Matter,
	what: { readonly act: string; readonly debtorId: bigint; readonly body: { readonly [name: string]: Plain | undefined } },
	work: (act: Act) => Promise<{ id: string } | Refusal>,
): Promise<{ id: string } | Refusal> {
	const { act, debtorId, body } = what;
	return press(act, (key) =>
		change(compliance, { act, input: { debtor: debtorId, ...body }, debtorId, key }, async (now): Promise<{ id: string } | Refusal> => {
			const done = await work(now);
			return isRefusal(done) ? done : { id: done.id };
		}),
	);
}

const home = (jurisdiction: string) => /US-[A-Z]{2}/.exec(jurisdiction)?.[0];

async function sue(matter: Matter, broughtBy: SuitBody['brought_by']): Promise<void> {
	const { course, draw, on } = matter;
	// One of three is about somebody in the United States, where the court's place is law.
	const abroad = broughtBy === 'us' && draw.chance(330_000);
	const debt = chosen(matter, await read<Debt>(matter, debts(abroad ? `and b.jurisdiction ~ 'US-'` : '')), ({ id }) => course.debt(id));
	if (!debt) return;
	const state = home(debt.jurisdiction);
	const county = state && `${state}-KINGS`;
	const days = Math.min(draw.between(0, 300), debt.overdue_since.until(on).days);
	const body: SuitBody = {
		debt_id: String(debt.id),
		kind: draw.pick(['court', 'arbitration', 'payment_order']),
		brought_by: broughtBy,
		court: county ? 'Civil Court' : '海淀区人民法院',
		venue: county ? draw.pick([county, county, 'US-DE-KENT']) : 'CN-BJ',
		ground: 'residence',
		...(county ? { lives_in: draw.pick([county, 'US-OH-SUMMIT']) } : {}),
		...(broughtBy === 'creditor' ? { filed_on: on.subtract({ days: Math.max(0, days) }).toString() } : {}),
		evidence: 'papers of the court',
	};
	await enter(matter, { act: 'suit.refer', debtorId: debt.debtor_id, body }, (act) => referSuit(act, debt.debtor_id, body));
}

/** What courts make of a suit, where it stands; two times in five anything else, most of all enforcement. */
const next: Readonly<Record<SuitState, readonly SuitStep[]>> = {
	referred: ['filed'],
	pending: ['judged', 'judged', 'withdrawn', 'dismissed'],
	judged: ['enforcement'],
	enforcement: ['enforcement_withdrawn'],
	dismissed: ['recorded_in_error'],
	withdrawn: ['recorded_in_error'],
	'recorded in error': ['filed'],
};
const anyStep = [
	'filed',
	'judged',
	'withdrawn',
	'enforcement',
	'enforcement',
	'enforcement',
	'enforcement_withdrawn',
	'recorded_in_error',
] as const;

async function step(matter: Matter): Promise<void> {
	const { course, draw, on, press, compliance } = matter;
	const suits = await read<{ id: bigint; debtor_id: bigint; debt_id: bigint; place: bigint }>(
		matter,
		`select id, debtor_id, debt_id, row_number() over (partition by debtor_id, debt_id order by id) as place from suit where tenant_id = $1 order by id`,
	);
	const suit = chosen(matter, suits, ({ debt_id: debt, place }) => `suit ${place} over debt ${course.debt(debt)}`);
	if (!suit) return;
	const { debtor_id: debtorId, id } = suit;
	const listed = await press('suits', () => suitsOfDebtor(compliance, debtorId));
	const stands = isRefusal(listed) ? undefined : listed.suits.find((each) => each.id === String(id));
	if (!stands) return;
	const which = draw.chance(600_000) ? draw.pick(next[stands.state]) : draw.pick(anyStep);
	const since = Temporal.PlainDate.from(stands.enforcement_ended_on ?? stands.enforcement_on ?? stands.ended_on ?? stands.filed_on ?? on);
	const happened = on
		.subtract({ days: draw.below(Math.max(0, since.until(on).days) + 1) })
		.add({ days: draw.chance(900_000) ? 0 : draw.pick([-400, 1]) });
	const body: SuitStepBody = {
		step: which,
		...(which === 'recorded_in_error' ? {} : { on: happened.toString() }),
		...(which === 'judged' && draw.chance(500_000) ? { perform_by: happened.add({ days: 15 }).toString() } : {}),
		evidence: 'papers of the court',
	};
	await enter(matter, { act: 'suit.step', debtorId, body: { suit: id, ...body } }, (act) => stepSuit(act, { debtorId, id }, body));
}

/** Counsel finds the last day to sue of a debt in the United States. */
async function lastDay(matter: Matter): Promise<void> {
	const { course, draw, on } = matter;
	const debt = chosen(matter, await read<Debt>(matter, debts(`and b.jurisdiction ~ 'US-'`)), ({ id }) => course.debt(id));
	if (!debt) return;
	const body = {
		debt_id: String(debt.id),
		kind: 'last_day_to_sue' as const,
		happened_on: on.add({ days: draw.between(-3, 20) }).toString(),
		evidence: 'opinion of counsel',
	};
	await enter(matter, { act: 'limitation.tell', debtorId: debt.debtor_id, body }, (act) => tellLimitation(act, debt.debtor_id, body));
}

const guarantors = (matter: Matter): Promise<Point[]> =>
	read(
		matter,
		`select distinct on (p.debtor_id, p.party_id) p.debtor_id, p.id as point_id, p.party_id, s.debt_id, b.owed_minor as owed, b.currency, d.zones
		   from party y join contact_point p on p.tenant_id = $1 and p.debtor_id = y.debtor_id and p.party_id = y.id and p.kind = 'mobile' join debtor d on d.tenant_id = $1 and d.id = y.debtor_id
		   join debt_state s on s.tenant_id = $1 and s.debtor_id = y.debtor_id and s.status = 'open' join debt_balance b on b.tenant_id = $1 and b.debtor_id = s.debtor_id and b.debt_id = s.debt_id
		  where y.tenant_id = $1 and y.role = 'guarantor' order by p.debtor_id, p.party_id, p.id, s.debt_id`,
	);
const ofDebtor =
	(course: Course) =>
	({ debtor_id: id }: { debtor_id: bigint }) =>
		course.debtor(id);

async function guarantee(matter: Matter): Promise<void> {
	const { course, draw, on } = matter;
	const point = chosen(matter, await guarantors(matter), ofDebtor(course));
	if (!point?.party_id) return;
	const kind = draw.pick(['joint', 'general'] as const);
	// Not agreed: six months from the due date, which may be over.
	const until = draw.pick([null, null, 0, 2, 5, 300]);
	const asked = draw.chance(150_000);
	const body: GuaranteeBody = {
		debt_id: String(point.debt_id),
		party_id: String(point.party_id),
		kind,
		...(until === null ? {} : { ends_on: on.add({ days: until }).toString() }),
		...(asked && kind === 'joint' ? { claimed_on: on.subtract({ days: draw.below(200) }).toString() } : {}),
		evidence: 'clause 9 of the contract',
	};
	await enter(matter, { act: 'guarantee.tell', debtorId: point.debtor_id, body }, (act) => tellGuarantee(act, point.debtor_id, body));
}

async function guaranteeChanged(matter: Matter): Promise<void> {
	const { course, draw, on } = matter;
	const told = await read<{ id: bigint; debtor_id: bigint }>(
		matter,
		'select id, debtor_id from guarantee where tenant_id = $1 and withdrawn_at is null order by id',
	);
	const row = chosen(matter, told, ofDebtor(course));
	if (!row) return;
	const { debtor_id: debtorId, id } = row;
	const said = draw.chance(500_000) ? { claimed_on: on.subtract({ days: draw.below(60) }).toString() } : { withdrawn: true as const };
	const body = { ...said, evidence: 'the client’s letter' };
	await enter(matter, { act: 'guarantee.change', debtorId, body: { guarantee: id, ...body } }, (act) =>
		changeGuarantee(act, { debtorId, id }, body),
	);
}

async function guarantorAsked(matter: Matter): Promise<void> {
	const { course, draw, press, agents, clock } = matter;
	const point = chosen(matter, await guarantors(matter), ofDebtor(course));
	const purpose = draw.pick(['collect', 'collect', 'collect', 'locate', 'inform'] as const);
	const door = { ...draw.pick(agents), clock };
	if (!point) return;
	const permit = await ask({ press }, door, point, { purpose });
	if (isRefusal(permit)) return;
	const attempt = await use({ press }, door, point, permit.permit);
	if (isRefusal(attempt)) return;
	clock.advance({ seconds: 15 });
	await end({ press }, door, point, attempt.attempt, draw.chance(500_000) ? talk : nobody);
}

const matters = [
	['guarantor asked', 8, guarantorAsked],
	['step', 6, step],
	['guarantee', 4, guarantee],
	['sued by the creditor', 3, (matter: Matter) => sue(matter, 'creditor')],
	['sued by us', 4, (matter: Matter) => sue(matter, 'us')],
	['guarantee changed', 1, guaranteeChanged],
	['last day to sue', 1, lastDay],
] as const;

/** Six matters of a day in a short run, one now and then in a year. Gives how many were there to be taken up. */
export async function courtDay(courts: Courts): Promise<number> {
	const { plan, day } = courts;
	if (plan.without.has('courts')) return 0;
	const most = oftener(plan) > 1 ? 6 : random(`${plan.seed} court ${day}`).chance(300_000) ? 2 : 0;
	for (let i = 0; i < most; i++) {
		const draw = random(`${plan.seed} court ${i} ${day}`);
		const [what, work] = draw.weighed(matters.map(([name, weight, deed]) => [[name, deed] as const, weight] as const));
		await work({ ...courts, draw, name: `day ${day} court ${i}: ${what}` });
		// One after the other, as an office does it: who asks later what was known then is not told of two things in one second.
		courts.clock.advance({ seconds: 1 });
	}
	return most;
}
