import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import { holdImports } from '../debtors/locks.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant, type Tx } from '../host/db.ts';
import { yearsOf } from '../law/rows.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { type Erasable, erasableFrom, unassessed } from './rules.ts';
import type { AssessmentBody, AssessmentList, RetentionList, RetentionView } from './shapes.ts';
import { countErased, eraseDebtorRows, findEnded, insertAssessment, type Kept, listAssessmentRows, loadKept } from './store.ts';

const isDue = ({ from }: Erasable, today: string) => from !== null && from <= today;

function viewOf(kept: Kept, today: string): RetentionView {
	const erasable = erasableFrom(kept.debts, kept.open);
	return {
		debtor_id: String(kept.debtorId),
		name: kept.name,
		erased_at: kept.erasedAt?.toString() ?? null,
		from: erasable.from,
		because: [...erasable.because],
		due: (kept.erasedAt === null || kept.tells) && isDue(erasable, today),
	};
}

/** Until when one debtor's data is kept; null when there is no such debtor. */
export async function retentionOf(tx: Tx, debtorId: bigint, now: Temporal.Instant): Promise<RetentionView | null> {
	const { zone } = await loadTenant(tx);
	const [kept] = await loadKept(tx, [debtorId], zone);
	return kept ? viewOf(kept, dateIn(zone, now).toString()) : null;
}

/** Nobody who came later than this can be due: the house keeps everybody so many years after the end. */
const cameBefore = (zone: string, now: Temporal.Instant) =>
	now
		.toZonedDateTimeISO(zone)
		.subtract({ years: yearsOf('KEEP') })
		.add({ days: 1 })
		.toInstant();

/** Of the debtors about whom nothing is collected and of whom something is kept the 200 that came first, by the day their data is erased. */
export async function retentionList(door: Door): Promise<RetentionList> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const now = door.clock.now();
		const { zone } = await loadTenant(tx);
		const ids = await findEnded(tx, { cameBefore: now.add({ hours: 24 }), after: 0n, limit: 200 });
		const today = dateIn(zone, now).toString();
		const items = (await loadKept(tx, ids, zone)).map((kept) => viewOf(kept, today));
		return { items: items.sort((a, b) => ((a.from ?? '9999') < (b.from ?? '9999') ? -1 : 1)), erased: await countErased(tx) };
	});
}

/**
 * Erases what tells who a debtor is (PIPL 47), when no rule keeps it any longer; again where something has come in since, with the terms counted from what has happened since. No import may be
 * under way: it takes no debtor's lock, and would place a debt and numbers with somebody just erased. Refusals: `thing.not_found`, `privacy.import_under_way`, `privacy.already_erased`,
 * `privacy.must_be_kept` with the first day it is not.
 */
export async function eraseDebtor(act: Act, debtorId: bigint): Promise<{ erased: true } | Refusal> {
	lockDebtor(act.tx, debtorId);
	if (!(await holdImports(act.tx))) return refuse('privacy.import_under_way');
	const { zone } = await loadTenant(act.tx);
	const [kept] = await loadKept(act.tx, [debtorId], zone);
	if (!kept) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
	if (kept.erasedAt !== null && !kept.tells) return refuse('privacy.already_erased');
	const erasable = erasableFrom(kept.debts, kept.open);
	if (!isDue(erasable, dateIn(zone, act.now).toString()))
		return refuse(
			'privacy.must_be_kept',
			{ because: erasable.because.join(', ') || '-', from: erasable.from ?? '–' },
			erasable.from === null ? undefined : Temporal.PlainDate.from(erasable.from).toZonedDateTime(zone).toInstant(),
		);
	await eraseDebtorRows(act.tx, act.vault, debtorId, act.now);
	act.tell(`debtor ${debtorId}`);
	return { erased: true };
}

const batch = 200;

/** Erases every debtor whose day has come, each in an act of its own; gives how many. Killed anywhere, the next run goes on; so does the next night where an import is under way. */
export async function eraseDue(door: Door): Promise<number> {
	let erased = 0;
	let after = 0n;
	for (;;) {
		const due = await inTenant(door.pool, door.tenantId, async (tx) => {
			const now = door.clock.now();
			const { zone } = await loadTenant(tx);
			const ids = await findEnded(tx, { cameBefore: cameBefore(zone, now), after, limit: batch });
			const today = dateIn(zone, now).toString();
			const kept = await loadKept(tx, ids, zone);
			return {
				last: ids.at(-1),
				ids: kept.filter((each) => isDue(erasableFrom(each.debts, each.open), today)).map(({ debtorId }) => debtorId),
			};
		});
		if (due.last === undefined) return erased;
		after = due.last;
		for (const debtorId of due.ids) {
			const done = await change(door, { act: 'privacy.erase', input: { debtor_id: String(debtorId) }, debtorId }, (act) =>
				eraseDebtor(act, debtorId),
			);
			if (!isRefusal(done)) erased++;
			else if (done.code === 'privacy.import_under_way') return erased;
		}
	}
}

/** Puts an impact assessment on file (CN-D2, PIPL 55). Refusal: `request.malformed` for a day ahead. */
export async function recordAssessment(act: Act, body: AssessmentBody): Promise<{ id: string } | Refusal> {
	const { zone } = await loadTenant(act.tx);
	if (body.made_on > dateIn(zone, act.now).toString()) return refuse('request.malformed', { reason: 'made_on：在将来 (lies ahead)' });
	const id = await insertAssessment(act.tx, { kind: body.kind, madeOn: body.made_on, report: body.report, by: act.actor.id, at: act.now });
	return { id: String(id) };
}

/** The assessments on file, newest first, and the uses that have none. */
export async function assessmentList(tx: Tx, now: Temporal.Instant): Promise<AssessmentList> {
	const { zone } = await loadTenant(tx);
	const rows = await listAssessmentRows(tx);
	const items = rows.map((row) => ({
		id: String(row.id),
		kind: row.kind,
		made_on: row.made_on.toString(),
		report: row.report,
		recorded_by: row.by,
		recorded_at: row.recorded_at.toString(),
	}));
	const made = items.map((item) => ({ kind: item.kind, madeOn: item.made_on }));
	return { items, missing: unassessed(made, dateIn(zone, now).toString()) };
}
