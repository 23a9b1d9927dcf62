import { hash } from 'node:crypto';
import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import type { KeptDebt, ProcessingKind } from './rules.ts';

/** What the times of keeping rest on, of one debtor. */
export type Kept = {
	readonly debtorId: bigint;
	readonly name: string;
	readonly erasedAt: Temporal.Instant | null;
	/** Whether anything tells who an erased debtor is: what came in afterwards, or was left by an older version. */
	readonly tells: boolean;
	readonly debts: readonly KeptDebt[];
	readonly open: { readonly complaints: number; readonly refundsDue: number };
};

type KeptRow = {
	debtor_id: bigint;
	name_masked: string;
	erased_at: Temporal.Instant | null;
	tells: boolean;
	jurisdiction: string;
	debts: { product: string; lender: string; placed_on: string; ended_on: string | null; agreed_on: string | null }[];
	contact_on: string | null;
	call_on: string | null;
	complaints: number;
	refunds_due: number;
};

/** The digits of a reference that may be a card's or contract's number, as payments take it for one (src/payments/rows.ts): the file had no other for the case. Null: it is none. */
const cardNumber = (reference: string) => `substring(regexp_replace(${reference}, '[ -]', '', 'g') from '^[0-9]{12,}$')`;
/** A reference that was such a number, of a debtor who is erased. */
const wasCardNumber = (reference: string) => `${reference} ~ '^erased \\d{4} \\d+$'`;

/**
 * Whether something tells who the debtor `d` of tenant `$1` is: what `eraseDebtorRows` empties and has not, or what came in since. A bank pays late under an old reference, a regulator writes about
 * the case, an older version left something.
 */
const tells = (
	[
		['payment', `x.payer_sealed is not null or x.facts_hash <> '' or x.resolution like '%:%'`],
		['complaint', `x.words_sealed <> '' or x.answer_sealed is not null or x.regulator_reference <> ''`],
		['written_words', `x.words_sealed <> ''`],
		['complaint_event', 'x.note_sealed is not null'],
		[
			'work_item',
			`exists (select from record_entry e where e.tenant_id = $1 and e.debtor_id = d.id and e.act = 'work.release' and e.input ->> 'reason' = x.close_reason)`,
		],
		['complaint_file', `x.sealed <> ''`],
		['flagged_words', 'x.words_sealed is not null or x.remark is not null'],
		['message', 'x.text_sealed is not null'],
		[
			'debt',
			`x.extra_sealed is not null or x.history_sealed is not null or ${cardNumber('x.reference')} is not null or ${wasCardNumber('x.reference')} and x.facts_hash <> ''`,
		],
		['debt_alias', 'true'],
		['party_debt', 'true'],
		['contact_point', `x.value_masked <> '' or x.source <> 'erased'`],
		['party', `x.name_masked <> '' or x.relation <> ''`],
		['hold', `x.kind <> 'kept_plan' and (x.evidence <> 'erased' or x.attorney_sealed is not null)`],
		['contact_consent', `x.proof <> 'erased'`],
		['suit', `x.evidence <> 'erased' or x.case_number is not null or x.court <> 'erased'`],
		...['agreed_hours', 'contact_wish', 'debt_notice', 'limitation_event', 'guarantee'].map(
			(table) => [table, `x.evidence <> 'erased'`] as const,
		),
	] as const
)
	.map(([table, told]) => `exists (select from ${table} x where x.tenant_id = $1 and x.debtor_id = d.id and (${told}))`)
	.join(' or ');

/** Facts of keeping for debtors; a debt ended on the day of its last ledger entry. */
export async function loadKept(tx: Tx, debtorIds: readonly bigint[], zone: string): Promise<Kept[]> {
	const rows = await tx.query<KeptRow>(
		`select d.id as debtor_id, d.name_masked, d.erased_at, d.erased_at is not null and (${tells}) as tells, d.jurisdiction,
		        (select coalesce(json_agg(json_build_object('product', x.product, 'lender', c.kind, 'placed_on', x.placed_on,
		                  'ended_on', case when s.status <> 'open' then (select (max(t.recorded_at) at time zone $3)::date from ledger_transfer t
		                                                                  where t.tenant_id = $1 and t.debtor_id = d.id and t.debt_id = x.id) end,
		                  'agreed_on', (select (max(p.made_at) at time zone $3)::date from promise p where p.tenant_id = $1 and p.debtor_id = d.id and p.debt_id = x.id))), '[]')
		           from debt x join debt_state s on s.tenant_id = $1 and s.debtor_id = d.id and s.debt_id = x.id join creditor c on c.tenant_id = $1 and c.id = x.creditor_id
		          where x.tenant_id = $1 and x.debtor_id = d.id) as debts,
		        (select (max(a.placed_at) at time zone $3)::date::text from contact_attempt a where a.tenant_id = $1 and a.debtor_id = d.id) as contact_on,
		        (select (max(o.ended_at) at time zone $3)::date::text from contact_outcome o where o.tenant_id = $1 and o.debtor_id = d.id and o.answered) as call_on,
		        (select count(*)::int from complaint k where k.tenant_id = $1 and k.debtor_id = d.id and k.state in ('received', 'investigating')) as complaints,
		        (select count(*)::int from debt_balance b where b.tenant_id = $1 and b.debtor_id = d.id and b.refund_due_minor > 0) as refunds_due
		   from debtor d where d.tenant_id = $1 and d.id = any ($2) order by d.id`,
		[tx.tenantId, debtorIds, zone],
	);
	return rows.map((row) => ({
		debtorId: row.debtor_id,
		name: row.name_masked,
		erasedAt: row.erased_at,
		tells: row.tells,
		debts: row.debts.map((debt) => ({
			countries: row.jurisdiction.split(/[\s,]+/).map((place) => place.split('-')[0] ?? place),
			product: debt.product,
			lender: debt.lender,
			placedOn: debt.placed_on,
			endedOn: debt.ended_on,
			lastContactOn: row.contact_on,
			lastCallOn: row.call_on,
			lastAgreementOn: debt.agreed_on,
		})),
		open: { complaints: row.complaints, refundsDue: row.refunds_due },
	}));
}

/** Debtors about whom nothing is collected, of whom something is kept and who came before a day: those whose day may have come. By number, after one. */
export async function findEnded(
	tx: Tx,
	of: { readonly cameBefore: Temporal.Instant; readonly after: bigint; readonly limit: number },
): Promise<bigint[]> {
	const rows = await tx.query<{ id: bigint }>(
		`select d.id from debtor d
		  where d.tenant_id = $1 and (d.erased_at is null or ${tells}) and d.created_at < $2 and d.id > $3
		    and not exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = d.id and s.status = 'open')
		  order by d.id limit $4`,
		[tx.tenantId, of.cameBefore, of.after, of.limit],
	);
	return rows.map((row) => row.id);
}

export async function countErased(tx: Tx): Promise<number> {
	const [row] = await tx.query<{ n: bigint }>('select count(*) as n from debtor where tenant_id = $1 and erased_at is not null', [
		tx.tenantId,
	]);
	return Number(row?.n ?? 0);
}

/** An index that names nobody, unique by its row. */
const noOne = (tx: Tx, what: string, id: bigint) => hash('sha256', `erased ${tx.tenantId} ${what} ${id}`, 'buffer');

/**
 * Empties what tells who a debtor is: name, identity, parties, contact points, unknown columns, payers, files handed in, what was written down as evidence. What stays is counted and booked: amounts, dates, decisions with
 * their rules. A third party who refused stays known by blind indexes alone, of who they are and of their numbers, because the refusal binds for good (CN-P3). Sealed values become sealed nothings, so that what
 * opens them finds an empty name.
 */
export async function eraseDebtorRows(tx: Tx, vault: Vault, debtorId: bigint, now: Temporal.Instant): Promise<void> {
	const key = [tx.tenantId, debtorId];
	const nobody = noOne(tx, 'debtor', debtorId);
	const nameless = vault.seal('{"name":""}', `debtor ${nobody.toString('hex')}`);
	await tx.query(
		`update debtor set identity_index = $3, sealed = $4, name_masked = '', id_masked = '', birth_on = null, erased_at = $5 where tenant_id = $1 and id = $2`,
		[...key, nobody, nameless, now],
	);
	const parties = await tx.query<{ id: bigint; person_index: Buffer; refused: boolean }>(
		'select id, person_index, refused_at is not null as refused from party where tenant_id = $1 and debtor_id = $2',
		key,
	);
	const emptied = parties.map(({ id, person_index, refused }) => {
		const index = refused ? person_index : noOne(tx, 'party', id);
		return { id, index, sealed: vault.seal('{"name":""}', `party ${index.toString('hex')}`) };
	});
	await tx.query(
		`update party p set person_index = u.index, sealed = u.sealed, name_masked = '', relation = ''
		   from unnest($3::bigint[], $4::bytea[], $5::bytea[]) u (id, index, sealed) where p.tenant_id = $1 and p.debtor_id = $2 and p.id = u.id`,
		[...key, emptied.map(({ id }) => id), emptied.map(({ index }) => index), emptied.map(({ sealed }) => sealed)],
	);
	// Where somebody refused the number stays known as they do: the next file may write them otherwise.
	const points = await tx.query<{ id: bigint; value_index: Buffer; refused: boolean }>(
		`select c.id, c.value_index, c.state = 'refused' or y.refused_at is not null as refused from contact_point c
		   left join party y on y.tenant_id = $1 and y.debtor_id = $2 and y.id = c.party_id where c.tenant_id = $1 and c.debtor_id = $2`,
		key,
	);
	const silent = points.map(({ id, value_index, refused }) => {
		const index = refused ? value_index : noOne(tx, 'contact point', id);
		return { id, index, sealed: vault.seal('', `contact ${index.toString('hex')}`) };
	});
	await tx.query(
		`update contact_point c set value_index = u.index, value_sealed = u.sealed, value_masked = '', label = '', state = case c.state when 'refused' then 'refused' else 'invalid' end, source = 'erased'
		   from unnest($3::bigint[], $4::bytea[], $5::bytea[]) u (id, index, sealed) where c.tenant_id = $1 and c.debtor_id = $2 and c.id = u.id`,
		[...key, silent.map(({ id }) => id), silent.map(({ index }) => index), silent.map(({ sealed }) => sealed)],
	);
	// A card's number goes as its blind index does, and what is left of it is the debt's alone. So does the index of its facts, by which no file finds it any more: without it nobody makes the row
	// again as it was, to try digits on the hash of it that the record keeps.
	await tx.query(
		`update debt set extra_sealed = null, history_sealed = null, reference = coalesce('erased ' || right(${cardNumber('reference')}, 4) || ' ' || id, reference),
		        facts_hash = case when ${cardNumber('reference')} is not null or ${wasCardNumber('reference')} then '' else facts_hash end
		  where tenant_id = $1 and debtor_id = $2`,
		key,
	);
	await tx.query('update flagged_words set words_sealed = null where tenant_id = $1 and debtor_id = $2', key);
	await tx.query('select erase_complaint_files($1), erase_debtor_words($1)', [debtorId]);
	await tx.query('delete from debt_alias where tenant_id = $1 and debtor_id = $2', key);
	await tx.query('delete from party_debt where tenant_id = $1 and debtor_id = $2', key);
	// A payment's index tells which card paid to whoever has the key: told again after this it is not known by its facts.
	await tx.query(
		`update payment set payer_sealed = null, facts_hash = '', external_reference = case when external_reference like 'content:%' then 'content:erased ' || id else external_reference end
		  where tenant_id = $1 and debtor_id = $2 and (payer_sealed is not null or facts_hash <> '')`,
		key,
	);
}

export async function listAssessmentRows(
	tx: Tx,
): Promise<{ id: bigint; kind: ProcessingKind; made_on: Temporal.PlainDate; report: string; by: string; recorded_at: Temporal.Instant }[]> {
	return tx.query(
		`select a.id, a.kind, a.made_on, a.report, l.name as by, a.recorded_at from processing_assessment a join login l on l.tenant_id = $1 and l.id = a.recorded_by
		  where a.tenant_id = $1 order by a.made_on desc, a.id desc limit 500`,
		[tx.tenantId],
	);
}

export async function insertAssessment(
	tx: Tx,
	made: {
		readonly kind: ProcessingKind;
		readonly madeOn: string;
		readonly report: string;
		readonly by: bigint;
		readonly at: Temporal.Instant;
	},
): Promise<bigint> {
	const [row] = await tx.query<{ id: bigint }>(
		'insert into processing_assessment (tenant_id, kind, made_on, report, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6) returning id',
		[tx.tenantId, made.kind, made.madeOn, made.report, made.by, made.at],
	);
	return row?.id ?? 0n;
}
