import { namesakeInvariant, paidOffInvariant } from '../../../src/auditor/book.ts';
import { clientInvariant, termInvariant } from '../../../src/auditor/shown.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const hold = 'a hold lasts its term and is lifted by whoever may';
const rows = 'every imported row is accounted for';
const named = 'a payment goes to the debt it names';
const matter = 'a complaint has a clock and is handled by somebody who is no part of it';

/** Of what is brought to the office and asked at its door: each shown by a matter of the neighbouring agency. */
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
			"\n\t   and not exists (select from debt e cross join lateral (select from debt_state t where t.debtor_id = e.debtor_id and t.debt_id = e.id and t.status <> 'undone' limit 1) stood\n\t                    where e.client_id = p.client_id and e.reference = l.reference and e.ended and ${sameSum('l')});",
			';',
		],
		['src/placements/store.ts', 'where d.id is null and gone.paid is null', 'where d.id is null'],
	]),
	bug('an old row from another address places anew what was paid off', paidOffInvariant, [
		[
			'src/placements/store.ts',
			'`substring(e.facts_hash, 17, 4) = substring(${row}.facts_hash, 17, 4) and e.overdue_since = ${row}.overdue_since`',
			'`e.facts_hash = ${row}.facts_hash`',
		],
	]),
	bug('what was paid off is placed anew once its file was taken back', paidOffInvariant, [
		['src/placements/store.ts', 'where d.id is null and gone.paid is null', 'where d.id is null'],
	]),
	bug('two people of one name and no number are one debtor', namesakeInvariant, [
		['src/placements/staging.ts', '`${clientCode}\\u001f${placed.name}\\u001f${placed.reference}`', '`${clientCode}\\u001f${placed.name}`'],
	]),
	bug('two people of one name and of two numbers are one debtor', rows, [
		[
			'src/placements/staging.ts',
			'return phone ? `${clientCode}\\u001f${placed.name}\\u001f${phone}`',
			'return phone ? `${clientCode}\\u001f${placed.name}`',
		],
	]),
	bug('somebody without an identity number is another person in each row', rows, [
		['src/placements/staging.ts', 'return phone ? `${clientCode}', 'return phone && !placed.name ? `${clientCode}'],
	]),
	bug('a key opens the house after the day it expired', termInvariant, [
		['src/people/store.ts', '(k.expires_at is null or k.expires_at > $2)', '(k.expires_at is null or k.made_at <= $2)'],
	]),
	bug('a link shows what is owed after its fourteen days', termInvariant, [
		['src/complaints/store.ts', 'and p.token_hash = $2 and p.expires_at > $3', 'and p.token_hash = $2 and p.made_at <= $3'],
	]),
	bug('a link lasts a day too long', termInvariant, [['src/complaints/actions.ts', 'const linkDays = 14;', 'const linkDays = 15;']]),
	bug('of parts that come to more than the whole the parts count', rows, [
		['src/placements/rules.ts', 'if (sum !== placed) {', 'if (sum < placed) {'],
	]),
	bug('what one paid too much pays the debt of another', named, [
		[
			'src/payments/queues.ts',
			"if (debtorId !== from.debtorId) return refuse('payment.other_client');",
			"if (debtorId === null) return refuse('payment.other_client');",
		],
	]),
	bug('a loan is left longer with the house, and the debtor’s others with it', 'what was taken back is left alone', [
		[
			'src/placements/extend.ts',
			'and ($4::bigint[] is null or d.id = any ($4))',
			'and ($4::bigint[] is null or exists (select from debt x where x.tenant_id = $1 and x.debtor_id = d.debtor_id and x.id = any ($4)))',
		],
	]),
	bug('who is on the desk of one is given to another for something else', 'a debtor leaves a desk by whoever has it, or after two hours', [
		[
			'migrations/0001-the-house.sql',
			'create unique index work_item_one_claim_per_debtor on work_item (tenant_id, debtor_id)',
			'create unique index work_item_one_claim_per_debtor on work_item (tenant_id, debtor_id, kind)',
		],
		[
			'src/queue/store.ts',
			"c.debtor_id = w.debtor_id and c.state = 'claimed' offset 0)",
			"c.debtor_id = w.debtor_id and c.state = 'claimed' and c.kind = w.kind offset 0)",
		],
	]),
	bug('who borrows one loan and guarantees another borrows both', 'nobody is asked for a debt they do not answer for', [
		['migrations/0039-who-answers-as-what.sql', 'coalesce(k.role, y.role)', 'y.role'],
	]),
];
