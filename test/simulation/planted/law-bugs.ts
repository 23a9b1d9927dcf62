import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const limits = 'no more than the house and the client allow';
const ended = 'no contact about a debt that is paid or was taken back';
const source = 'no contact by a number that is wrong or has no source';
const third = 'a third party is called at most twice in 7 dates, and not again after a talk';
const abroad = 'in the United States no text without consent, no third party asked twice, no demand without the notice';
const kept = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';
const hours = 'no contact outside the hours of any zone of the person';

/** Of the law, of what is known of people and of the record: each shown by the trial made for it, whatever the seed. */
export const lawBugs: readonly Bug[] = [
	bug('a permit for two debts is used when one has ended', ended, [
		[
			'src/contact/permits.ts',
			'return decision.debtIds.length === permit.debt_ids.length ? null :',
			'return decision.debtIds.length > 0 ? null :',
		],
		// The statement that writes an attempt leaves out whose debt is not open, so that one guard of two hides the other.
		[
			'src/contact/permit-store.ts',
			"and s.debt_id = any (p.debt_ids) and s.status <> 'open')",
			"and s.debt_id = any (p.debt_ids) and s.status = 'undone')",
		],
	]),
	bug('a number without source is called', source, [
		[
			'src/law/conditions.ts',
			"if (point.source.trim() === '' || point.lawful_basis.trim() === '')",
			"if (point.lawful_basis.trim() === '')",
		],
	]),
	bug('a number is called two days after its last', source, [
		[
			'src/law/conditions.ts',
			'return last !== null && zones.some((zone) => dayAt(zone, at).name > last)',
			'return last !== null && zones.some((zone) => dayAt(zone, at).date.subtract({ days: 2 }).toString() > last)',
		],
	]),
	bug('a third party is called four times a week', third, [
		[
			'src/law/house.ts',
			"{ count: 2, window: { kind: 'calendar dates', days: 7 }, channel: 'voice'",
			"{ count: 4, window: { kind: 'calendar dates', days: 7 }, channel: 'voice'",
		],
	]),
	bug('a window of seven dates has six', third, [
		['src/law/windows.ts', "window.kind === 'calendar day' ? 0 : 1 - window.days", "window.kind === 'calendar day' ? 0 : 2 - window.days"],
	]),
	bug('the mandate’s own limits are not read', limits, [
		['src/contact/target-store.ts', 'stored === null ? null : contactLimitsOf(stored)', 'stored === null ? null : contactLimitsOf({})'],
	]),
	bug('of two mandates the looser one binds', limits, [
		[
			'src/law/books.ts',
			'return values.length === 0 ? null : Math.min(...values);',
			'return values.length === 0 ? null : Math.max(...values);',
		],
	]),
	bug('the house’s own limits are not read', limits, [
		['src/contact/target-store.ts', 'ownLimits(row.house_limits),\n\t);', 'null,\n\t);'],
	]),
	bug('a permit is good for an hour that is closed', hours, [
		['src/contact/rules.ts', 'const last = Math.min(end, at + permitMilliseconds);', 'const last = at + permitMilliseconds;'],
	]),
	bug('consent to texts that was taken back still stands', abroad, [
		['src/contact/said-facts.ts', 'String(row.point_id) && !each.revoked_at', 'String(row.point_id)'],
	]),
	bug('a debt disputed among others is spoken of', 'no contact while a hold is in force', [
		['src/law/holds.ts', 'if (hold.debt_id) held.add(hold.debt_id);', "if (hold.debt_id === '') held.add(hold.debt_id);"],
	]),
	bug('limitation runs four years', limitationInvariant, [['src/law/limitation.ts', 'const years = 3;', 'const years = 4;']]),
	bug('an application for enforcement that was withdrawn still stands', limitationInvariant, [
		[
			'src/debts/limitation.ts',
			"{ kind: 'suit', on: fact.on, endedOn: fact.endedOn } : fact.kind === 'suit'",
			"{ kind: 'suit', on: fact.on, endedOn: null } : fact.kind === 'suit'",
		],
	]),
	bug('consumer credit is kept four years', kept, [
		[
			'src/law/retention.ts',
			"isCollecting(kept) && kept.product !== 'invoice', (kept) => after(kept.madeOn, 5)",
			"isCollecting(kept) && kept.product !== 'invoice', (kept) => after(kept.madeOn, 4)",
		],
	]),
	bug('whoever is erased keeps the last digits of the number', kept, [
		['src/privacy/store.ts', "value_sealed = u.sealed, value_masked = '', label", 'value_sealed = u.sealed, label'],
	]),
	bug(
		'whoever writes a text approves it',
		'a text is in use once somebody else approved it, and gives what it must',
		[['src/content/actions.ts', "if (text.written_by === act.actor.id) return refuse('text.own_work');", '']],
		['alter table message_text drop constraint message_text_check'],
	),
	bug('a move is not in the record', 'where a debtor may be is what was written down last', [
		[
			'src/record/change.ts',
			'append(tx, door, what, { input, hash, answer, now: time() });',
			"if (what.act !== 'debtor.whereabouts') append(tx, door, what, { input, hash, answer, now: time() });",
		],
	]),
	bug(
		'a table shows every agency’s rows',
		'the database keeps agencies apart and its guards stand',
		[],
		['drop policy own_tenant on promise', 'create policy own_tenant on promise using (true)'],
	),
	bug('an outcome is sealed by the number of its call', 'the record verifies', [
		['src/record/seal-store.ts', '(t.attempt_id > $2 or t.recorded_at > $3)', '(t.attempt_id > $2 and $3::text is not null)'],
	]),
];
