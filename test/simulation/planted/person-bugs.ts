import { erasedInvariant, maskedInvariant } from '../../../src/auditor/columns.ts';
import {
	clientInvariant,
	draftInvariant,
	holdsInvariant,
	identityInvariant,
	ownKeyInvariant,
	packInvariant,
	sightInvariant,
} from '../../../src/auditor/shown.ts';
import { noteInvariant } from '../../../src/auditor/words.ts';
import type { Bug } from './bugs.ts';
import { altered, shownInADay as bug } from './one-day.ts';

const erased = 'nobody is erased before the time of keeping is over or kept long after it, and nothing of the erased is left';
const inRecord = 'everything that happened is in the record';
const matter = 'a complaint has a clock and is handled by somebody who is no part of it';
const permit = 'every attempt uses exactly one permit, once, in time';
const inUse = 'a text is in use once somebody else approved it, and gives what it must';

/** Of whoever is erased, and of what never left: each shown by a trial. */
export const erasedBugs: readonly Bug[] = [
	bug('what a payment is known by is a hash that anybody can make', maskedInvariant, [
		['src/payments/facts.ts', "vault.blindIndex('payment', front)", "Buffer.from(front, 'hex')"],
	]),
	bug('by what a payment is known outlives whoever is erased', erased, [
		['src/privacy/store.ts', "payer_sealed = null, facts_hash = '', external_reference", 'payer_sealed = null, external_reference'],
	]),
	bug('answers to the complaints of the erased are kept', erased, [], [altered('erase_debtor_words', 'answer_sealed = null, ', '')]),
	bug('files of the erased keep their names', erasedInvariant, [], [altered('erase_complaint_files', "name = 'erased', ", '')]),
	bug(
		'the number of a regulator’s case stays with the erased',
		erased,
		[],
		[altered('erase_debtor_words', ", regulator_reference = ''", '')],
	),
	bug(
		'a column that came later is forgotten by the erasing',
		erasedInvariant,
		[],
		[`alter table debt_notice add column remark text not null default '试行人的信'`],
	),
	bug('what cannot be sent leaves no entry', inRecord, [
		['src/channels/sender.ts', '...unsendable.map((message) => entryOf(message, { withdrawn: message.reason })),', ''],
	]),
];

/** Of who sees what of whom: each shown by a matter made for it, or asked at the door of the API. */
export const personBugs: readonly Bug[] = [
	bug('a longer term is allowed without a reason and by whoever handles it', matter, [
		['src/complaints/actions.ts', "await note(act, row, 'extended', reason);", "act.tell('complaints');"],
	]),
	bug('why a longer term was allowed is not kept', matter, [
		['src/complaints/actions.ts', "await note(act, row, 'extended', reason);", "await note(act, row, 'extended', null);"],
	]),
	bug('a draft is sent and shown', inUse, [
		[
			'src/content/store.ts',
			"from message_text where tenant_id = $1 and state = 'approved'",
			"from message_text where tenant_id = $1 and state in ('draft', 'approved')",
		],
	]),
	bug('the draft of a script is shown', draftInvariant, [
		[
			'src/content/store.ts',
			"from message_text where tenant_id = $1 and state = 'approved'",
			"from message_text where tenant_id = $1 and (state = 'approved' or state = 'draft' and name like 'call %')",
		],
	]),
	bug('an agent opens whoever has work that waits, of whatever team', sightInvariant, [
		['src/debtors/store.ts', "(w.team_id in (${mine}) and w.state in ('open', 'claimed') or", "(w.state in ('open', 'claimed') or"],
	]),
	bug('an agent finds by number whoever is anybody’s', sightInvariant, [
		['src/debtors/store.ts', 'where ${seen}\n\t\t  group by d.id', 'where true\n\t\t  group by d.id'],
	]),
	bug('whoever rang a debtor once opens them for good', sightInvariant, [
		['src/debtors/store.ts', '(a.placed_at >= ${since}\n', "(a.placed_at >= ${since} - interval '1 day'\n"],
	]),
	bug('a debtor given to another team while on a desk is nobody’s there', sightInvariant, [
		['src/debtors/store.ts', "or w.claimed_by = ${agent} and w.state = 'claimed')", ')'],
	]),
	bug('a call is placed in the name of another debtor’s work', permit, [
		[
			'src/contact/permit-store.ts',
			'(u.work_item_id is null or exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = p.debtor_id and w.id = u.work_item_id))',
			'true',
		],
	]),
	bug('a threat in a note is laid before nobody', noteInvariant, [
		[
			'src/content/flags.ts',
			"const { findings } = checkText({ text: written.words, as: 'note' });",
			"const findings = checkText({ text: written.words, as: 'note' }).findings.filter(({ severity }) => severity === 'block');",
		],
	]),
	bug('a client’s login is shown every client of its creditor', clientInvariant, [
		[
			'src/tenants/store.ts',
			'and ($2::bigint is null or c.id = $2) order by c.closed_at',
			'and ($2::bigint is null or c.creditor_id = (select o.creditor_id from client o where o.tenant_id = $1 and o.id = $2)) order by c.closed_at',
		],
	]),
	bug('the first hold of a debtor is shown first', holdsInvariant, [
		['src/contact/store.ts', 'h.debtor_id = $2 order by h.id desc', 'h.debtor_id = $2 order by h.id'],
	]),
	bug('two people who press with one key are one', ownKeyInvariant, [['src/host/http.ts', '`${request.keyScope}${key}`', 'key']]),
	bug('an evidence pack leaves out what the gate refused and what nobody used', packInvariant, [
		['src/compliance/pack-store.ts', 'left join contact_attempt a on', 'join contact_attempt a on'],
	]),
	bug('an identity number shows its district and birth date', maskedInvariant, [
		[
			'src/core/mask.ts',
			"`${id.slice(0, 3)}${'*'.repeat(id.length - 7)}${id.slice(-4)}`",
			"`${id.slice(0, 14)}${'*'.repeat(id.length - 14)}`",
		],
	]),
	bug('a page shows the birth date of its debtor', identityInvariant, [
		['src/debtors/store.ts', 'd.id_masked, d.birth_on, d.language', "to_char(d.birth_on, 'YYYYMMDD') as id_masked, d.birth_on, d.language"],
	]),
];
