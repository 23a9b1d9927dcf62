import { loadTargets } from '../contact/target-store.ts';
import { known } from '../core/assert.ts';
import { dateIn } from '../core/time.ts';
import { toWire } from '../core/money.ts';
import { limitationView } from '../debts/limitation-actions.ts';
import { debtsNearEnd, judgedNearEnd, loadLimitations, nearEnd } from '../debts/limitation-store.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { isAbout } from '../law/conditions.ts';
import { limitSpeaks, usedOf } from '../law/counts.ts';
import { readCase } from '../law/facts.ts';
import { askedChannel, type LawBook, lawInForce } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { clientViews } from '../tenants/actions.ts';
import { loadTenant } from '../tenants/store.ts';
import { books, usualBook } from './law.ts';
import { certificateEndsOn } from './rules.ts';
import type { NearLimits } from './shapes.ts';
import { busiestPoints, certificates, endingHolds } from './store.ts';

const busiestMost = 500;
const certificateDays = 30;
const holdDays = 7;

/** Who is one contact from a limit, whose certificate runs out, which holds end: what a compliance officer looks at in the morning. */
export async function nearLimits(door: Door): Promise<NearLimits> {
	const now = door.clock.now();
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const today = dateIn((await loadTenant(tx)).zone, now);
		const book = lawInForce(known(books[usualBook], 'law book'), today);
		const busy = await busiestPoints(tx, now.subtract({ hours: 24 * 9 }), busiestMost);
		const targets = await loadTargets(
			tx,
			busy.map((each) => ({ debtorId: each.debtor_id, pointId: each.point_id })),
			{ now, agentId: null },
		);
		const limits = busy.flatMap((each, i) => {
			const target = targets[i];
			return target ? nearOf(lawInForce(target.law, today), each, target.facts, now) : [];
		});
		const years = certificateYears(book);
		const last = today.add({ days: certificateDays });
		return {
			at: now.toString(),
			limits: onePerDebtor(limits),
			certificates: (await certificates(tx)).flatMap((agent) => {
				const dates = { examPassedOn: agent.exam_passed_on?.toString() ?? null, trainedOn: agent.trained_on?.toString() ?? null };
				const endsOn = certificateEndsOn(dates, years);
				if (endsOn !== null && Temporal.PlainDate.compare(endsOn, last) > 0) return [];
				return [
					{
						login_id: String(agent.login_id),
						name: agent.name,
						exam_passed_on: dates.examPassedOn,
						trained_on: dates.trainedOn,
						ends_on: endsOn?.toString() ?? null,
					},
				];
			}),
			holds: (await endingHolds(tx, { now, until: now.add({ hours: 24 * holdDays }) })).map((hold) => ({
				debtor_id: String(hold.debtor_id),
				debtor_name: hold.debtor_name,
				hold_id: String(hold.hold_id),
				kind: hold.kind,
				until_at: hold.until_at.toString(),
			})),
			limitations: await limitationsNear(tx, today),
			clients: (await clientViews(tx, null, now))
				.filter(({ closed, standing: { state } }) => !closed && state !== 'in order' && state !== 'not an agency')
				.map(({ id, code, name, standing, debts }) => ({ client_id: id, code, name, standing, debts })),
			cut: busy.length === busiestMost,
		};
	});
}

const limitationsMost = 500;

/** Debts whose limitation, or the time to enforce whose judgment, ends soon or ended lately, the first to end first. */
async function limitationsNear(tx: Tx, today: Temporal.PlainDate): Promise<NearLimits['limitations']> {
	const of = { today, most: limitationsMost };
	const debts = [...(await debtsNearEnd(tx, of)), ...(await judgedNearEnd(tx, of))];
	const found = await loadLimitations(
		tx,
		debts.map((debt) => ({ debtorId: debt.debtor_id, debtId: debt.debt_id })),
	);
	return debts
		.flatMap((debt) => {
			const limitation = limitationView(known(found.get(debt.debt_id), 'limitation'), today);
			const { days_left: left } = limitation;
			if (left === null || left > nearEnd.ahead || left < -nearEnd.after) return [];
			return [
				{
					debtor_id: String(debt.debtor_id),
					debtor_name: debt.debtor_name,
					debt_id: String(debt.debt_id),
					reference: debt.reference,
					owed_minor: toWire(debt.owed_minor),
					currency: debt.currency,
					limitation,
				},
			];
		})
		.sort((a, b) => (a.limitation.days_left ?? 0) - (b.limitation.days_left ?? 0));
}

/** How many years training counts (CN-H1), as the book says. */
function certificateYears(book: LawBook): number {
	for (const row of book)
		for (const bound of row.bounds) if (bound.kind === 'condition' && bound.name === 'certificate') return bound.count;
	return 1;
}

type Near = NearLimits['limits'][number];

function nearOf(
	book: LawBook,
	busy: { debtor_id: bigint; debtor_name: string; number_masked: string },
	facts: Parameters<typeof readCase>[1],
	now: Temporal.Instant,
): Near[] {
	const at = now.epochMilliseconds;
	return book.flatMap((row) =>
		row.bounds.flatMap((bound) =>
			(bound.kind === 'count' && !bound.automaticOnly ? bound.limits : []).flatMap((limit): Near[] => {
				const of = readCase({ channel: askedChannel(limit.channel), purpose: 'collect', amount_minor: null, automatic: true }, facts, book);
				if (!isAbout(row.party, of)) return [];
				const used = usedOf(limit, of, at);
				// A limit of one is used up by every ordinary message: no news.
				if (limit.count === 1 || used < limit.count - 1) return [];
				const [spoken] = limitSpeaks(limit, of, at);
				const liftsAt = spoken?.liftsAt ?? null;
				return [
					{
						rule: row.id,
						debtor_id: String(busy.debtor_id),
						debtor_name: busy.debtor_name,
						number_masked: limit.per === 'number' ? busy.number_masked : null,
						channel: limit.channel,
						per: limit.per,
						used,
						limit: limit.count,
						sentence: spoken?.sentence ?? row.says,
						lifts_at: liftsAt === null ? null : Temporal.Instant.fromEpochMilliseconds(liftsAt).toString(),
					},
				];
			}),
		),
	);
}

/** A limit per debtor is the same for each of the debtor's numbers: named once, the fullest first. */
function onePerDebtor(limits: readonly Near[]): Near[] {
	const seen = new Map<string, Near>();
	for (const near of limits) {
		const key = [near.rule, near.debtor_id, near.per, near.channel, near.limit, near.number_masked ?? ''].join(' ');
		const kept = seen.get(key);
		if (!kept || kept.used < near.used) seen.set(key, near);
	}
	return [...seen.values()].sort((a, b) => a.limit - a.used - (b.limit - b.used) || (a.debtor_name < b.debtor_name ? -1 : 1));
}
