import { recordNotice, setWhereabouts } from '../contact/wishes.ts';
import { random } from '../core/random.ts';
import { dateIn } from '../core/time.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { Press } from '../demo/calls.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import type { Course } from './course.ts';
import { oftener, type Plan, zone } from './plan.ts';

/** Who was placed since: where they live, who stands for them, who was never named, whose number is another's too. */
export type Arrivals = {
	readonly plan: Plan;
	readonly press: Press;
	readonly course: Course;
	readonly compliance: Door;
	readonly on: Temporal.PlainDate;
};

const places = [
	{ jurisdictions: ['US-NY'], zones: ['America/New_York'] },
	{ jurisdictions: ['US-CA'], zones: ['America/Los_Angeles'] },
	{ jurisdictions: ['CN', 'US-NY'], zones: ['Asia/Shanghai', 'America/New_York'] },
	{ jurisdictions: ['CN'], zones: ['Asia/Kolkata', 'Asia/Shanghai'] },
	{ jurisdictions: ['CN'], zones: ['Australia/Lord_Howe', 'Asia/Shanghai'] },
	{ jurisdictions: ['UK'], zones: ['Europe/London'] },
] as const;

/** Looks at each debtor that came after `after`, each by a draw of its own; gives the last one seen. */
export async function receiveArrivals(at: Arrivals, after: bigint): Promise<bigint> {
	const { plan, press, compliance, course } = at;
	const arrived = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from debtor where tenant_id = $1 and id > $2 order by id', [tx.tenantId, after]),
		),
	);
	for (const { id } of arrived) {
		const number = course.debtor(id);
		const draw = random(`${plan.seed} abroad ${number}`);
		if (draw.chance(120_000) && !plan.without.has('abroad') && course.happens(`debtor ${number} lives elsewhere`, number))
			await moveTo(at, id, draw.pick(places));
		if (!plan.without.has('people')) await knowPeople(at, id);
	}
	return arrived.at(-1)?.id ?? after;
}

/** Written down by compliance; in the United States the validation notice goes out the same day. */
async function moveTo({ press, compliance, on }: Arrivals, debtorId: bigint, place: (typeof places)[number]): Promise<void> {
	const where = { jurisdictions: [...place.jurisdictions], zones: [...place.zones], evidence: 'the client’s file' };
	const moved = await press('whereabouts', (key) =>
		change(compliance, { act: 'debtor.whereabouts', input: { debtor: debtorId, ...where }, debtorId, key }, (act) =>
			setWhereabouts(act, debtorId, where),
		),
	);
	if (isRefusal(moved) || !place.jurisdictions.some((each) => each.startsWith('US'))) return;
	const debts = await press('read', () =>
		inTenant(compliance.pool, compliance.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from debt where tenant_id = $1 and debtor_id = $2 order by id', [tx.tenantId, debtorId]),
		),
	);
	for (const { id } of debts)
		await press('notice', (key) =>
			change(
				compliance,
				{ act: 'notice.record', input: { debtor: debtorId, debt: id }, debtorId, key },
				(act): Promise<{ id: string } | Refusal> =>
					recordNotice(act, debtorId, { kind: 'validation', debt_id: String(id), sent_on: on.toString(), evidence: 'letter' }, on),
			),
		);
}

/** No screen writes these down yet, so compliance does it by an act of its own: one contact person in ten stands surety, one in four was never named; one debtor in 25 shares a number; the use of one number in 20 has no source, or an end. */
async function knowPeople({ press, plan, compliance, course }: Arrivals, debtorId: bigint): Promise<void> {
	const number = course.debtor(debtorId);
	const draw = random(`${plan.seed} people ${number}`);
	const surety = draw.chance(100_000);
	const unnamed = !surety && draw.chance(250_000);
	const shares = draw.chance(oftener(plan) > 1 ? 120_000 : 40_000);
	const phone = draw.weighed([
		['sound', 44],
		['of no source', 1],
		['used up', 2],
	] as const);
	if ((!surety && !unnamed && !shares && phone === 'sound') || !course.happens(`debtor ${number} has people`, number)) return;
	await press('people', (key) =>
		change(
			compliance,
			{ act: 'debtor.people', input: { debtor: debtorId, surety, unnamed, shares, phone }, debtorId, key },
			async ({ tx, now }) => {
				const of = [tx.tenantId, debtorId];
				if (phone === 'of no source')
					await tx.query(`update contact_point set source = ' ' where tenant_id = $1 and debtor_id = $2 and party_id is null`, of);
				if (phone === 'used up')
					await tx.query(`update contact_point set expires_on = $3 where tenant_id = $1 and debtor_id = $2 and party_id is null`, [
						...of,
						dateIn(zone, now).add({ days: 1 }),
					]);
				// For their oldest loan alone.
				if (surety)
					await tx.query(
						`with named as (update party set role = 'guarantor' where tenant_id = $1 and debtor_id = $2 and role = 'third_party' returning id)
						 insert into party_debt (tenant_id, debtor_id, party_id, debt_id)
						 select $1, $2, named.id, (select min(t.id) from debt t where t.tenant_id = $1 and t.debtor_id = $2) from named`,
						of,
					);
				if (unnamed) await tx.query(`update party set named_by_debtor = false where tenant_id = $1 and debtor_id = $2`, of);
				if (shares)
					await tx.query(
						`insert into contact_point (tenant_id, debtor_id, kind, label, value_sealed, value_index, value_masked, source, lawful_basis, sourced_on)
					 select p.tenant_id, $2, p.kind, p.label, p.value_sealed, p.value_index, p.value_masked, p.source, p.lawful_basis, p.sourced_on
					   from contact_point p where p.tenant_id = $1 and p.debtor_id < $2 and p.kind = 'mobile' and p.party_id is null order by p.debtor_id desc, p.id limit 1`,
						of,
					);
				return { debtor: debtorId };
			},
		),
	);
}
