import { namesakeInvariant, paidOffInvariant } from '../../../src/simulator/audit-book.ts';
import { limitationInvariant } from '../../../src/simulator/audit-limitation.ts';
import { suitInvariant } from '../../../src/simulator/audit-courts.ts';
import { clientInvariant } from '../../../src/simulator/audit-shown.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const hold = 'a hold lasts its term and is lifted by whoever may';
const matter = 'a complaint has a clock and is handled by somebody who is no part of it';

/** Of what is brought to the office: each shown by a matter of the neighbouring agency. */
export const matterBugs: readonly Bug[] = [
	bug('whoever is right is called again at once', hold, [
		[
			'src/complaints/actions.ts',
			"row.kind === 'complaint' || (row.kind !== 'cease' && answer.verdict === 'not_upheld')",
			"row.kind !== 'cease'",
		],
	]),
	bug('whoever is partly right is called again at once', hold, [
		[
			'src/complaints/actions.ts',
			"(row.kind !== 'cease' && answer.verdict === 'not_upheld')",
			"(row.kind !== 'cease' && answer.verdict !== 'upheld')",
		],
	]),
	bug('a complaint is handled by whoever has the debtor', matter, [
		[
			'src/complaints/store.ts',
			"\n\t\t   union all select agent_id, 'assigned' from assignment where tenant_id = $1 and debtor_id = $2 and agent_id is not null",
			'',
		],
	]),
	bug('a complaint is handled by whoever was allowed to call', matter, [
		[
			'src/complaints/store.ts',
			"\n\t\t   union all select asked_by, 'contact' from contact_permit where tenant_id = $1 and debtor_id = $2 and permitted and channel <> 'unmask'",
			'',
		],
	]),
	bug('a client’s login opens whatever placement there is', clientInvariant, [
		[
			'src/placements/routes.ts',
			'(tx) => findPlacement(tx, BigInt(params.id), door.actor.clientId)',
			'(tx) => findPlacement(tx, BigInt(params.id), null)',
		],
	]),
	bug('a client’s login takes another’s placement back', 'a client’s login acts on its own client’s placements', [
		[
			'src/placements/store.ts',
			'where p.tenant_id = $1 and p.id = $2 and ($3::bigint is null or p.client_id = $3) ${lock',
			'where p.tenant_id = $1 and p.id = $2 and ($3::bigint is null or p.client_id is not null) ${lock',
		],
	]),
	bug('an old file places anew what was paid off twice', paidOffInvariant, [
		[
			'src/placements/store.ts',
			'\n\t   and not exists (select from debt e where e.client_id = p.client_id and e.reference = l.reference and e.ended\n\t                      and substring(e.facts_hash, 17, 4) = substring(l.facts_hash, 17, 4) and e.overdue_since = l.overdue_since);',
			';',
		],
		['src/placements/store.ts', 'where d.id is null and gone.paid is null', 'where d.id is null'],
	]),
	bug('an old row from another address places anew what was paid off', paidOffInvariant, [
		[
			'src/placements/store.ts',
			'and substring(e.facts_hash, 17, 4) = substring(l.facts_hash, 17, 4) and e.overdue_since = l.overdue_since);',
			'and e.facts_hash = l.facts_hash);',
		],
		[
			'src/placements/store.ts',
			"'substring(e.facts_hash, 17, 4) = substring(s.facts_hash, 17, 4) and e.overdue_since = s.overdue_since'",
			"'e.facts_hash = s.facts_hash'",
		],
	]),
	bug('what was paid off is placed anew once its file was taken back', paidOffInvariant, [
		['src/placements/store.ts', 'where d.id is null and gone.paid is null', 'where d.id is null'],
	]),
	bug('two people of one name and no number are one debtor', namesakeInvariant, [
		['src/placements/staging.ts', '`${clientCode}\\u001f${placed.name}\\u001f${placed.reference}`', '`${clientCode}\\u001f${placed.name}`'],
	]),
	bug('two people of one name and of two numbers are one debtor', 'every imported row is accounted for', [
		[
			'src/placements/staging.ts',
			'return phone ? `${clientCode}\\u001f${placed.name}\\u001f${phone}`',
			'return phone ? `${clientCode}\\u001f${placed.name}`',
		],
	]),
	bug('somebody without an identity number is another person in each row', 'every imported row is accounted for', [
		['src/placements/staging.ts', 'return phone ? `${clientCode}', 'return phone && !placed.name ? `${clientCode}'],
	]),
];

/** Of what comes when limitation has ended: each shown by a trial of time. */
export const barredBugs: readonly Bug[] = [
	bug('what is paid after limitation’s end begins it anew', limitationInvariant, [
		[
			'src/law/limitation.ts',
			"if (over && (event.kind !== 'agreement' || event.inTimeOnly)) {",
			"if (over && event.kind !== 'agreement') {",
		],
	]),
	bug('what is paid in time begins nothing anew', limitationInvariant, [
		[
			'src/debts/limitation.ts',
			"if (kind === 'agreement') return { kind, on, inTimeOnly: source !== 'told' };",
			"if (kind === 'agreement') return source === 'told' ? { kind, on, inTimeOnly: false } : null;",
		],
	]),
	bug('a debt that is gone in Scotland is referred for suit', suitInvariant, [
		['src/debts/suit-actions.ts', "laws.filter((law) => law === 'US-B1' || law === 'UK-S1-SCT')", "laws.filter((law) => law === 'US-B1')"],
	]),
];
