import type { Tx } from '../host/db.ts';
import type { Vault } from '../host/vault.ts';
import { type LawBook, lawVersion } from '../law/rows.ts';
import type { Ask, Decision, Facts } from './rules.ts';
import { permitText, type Signed } from './signature.ts';
import type { Target } from './target-store.ts';

/** The numbers the rows of so many decisions will have: the gate signs a permit together with its own number, so that a signature fits no other row. */
export async function drawPermitIds(tx: Tx, count: number): Promise<bigint[]> {
	const rows = await tx.prepared<{ id: bigint }>(
		'permits draw',
		`select nextval('contact_permit_id_seq') as id from generate_series(1, $1::int)`,
		[count],
	);
	return rows.map((row) => row.id);
}

/** A decision about a target, to be kept with the facts it was made from, under the number its row will have. */
export type Decided = { readonly permitId: bigint; readonly target: Target; readonly ask: Ask; readonly decision: Decision };

/** The lenders of the debts a contact may speak of. */
export const creditorsOf = ({ target, decision }: Decided): string[] => [
	...new Set(target.facts.debts.filter((debt) => decision.debtIds.includes(debt.id)).map((debt) => debt.creditor_id)),
];

/**
 * Stores decisions in one statement, each signed (`permit_is_signed` lets no other in). Kept are the reasons that refuse or require; what was looked at and permits follows from the
 * facts and the law version.
 */
export async function insertPermits(
	tx: Tx,
	decided: readonly Decided[],
	by: { askedBy: bigint; now: Temporal.Instant; vault: Vault },
): Promise<void> {
	if (decided.length === 0) return;
	await keepTexts(tx, new Set(decided.map((each) => each.target.law)), by.now);
	const rows = decided.map((each) => ({
		id: String(each.permitId),
		law_version: lawVersion(each.target.law),
		signature: `\\x${by.vault.sign(permitText(signedOf(tx.tenantId, each, by))).toString('hex')}`,
		debtor_id: String(each.target.debtorId),
		permitted: each.decision.permitted,
		channel: each.ask.channel,
		purpose: each.ask.purpose,
		contact_point_id: each.target.pointId === null ? null : String(each.target.pointId),
		party_id: each.target.partyId === null ? null : String(each.target.partyId),
		value_index: each.target.valueIndex === null ? null : `\\x${each.target.valueIndex.toString('hex')}`,
		creditor_ids: creditorsOf(each),
		debt_ids: each.decision.debtIds,
		reasons: each.decision.reasons.filter((reason) => reason.verdict !== 'permits'),
		obligations: each.decision.obligations,
		facts: { ask: each.ask, facts: each.target.facts },
		allowed_from: each.decision.allowedFrom?.toString() ?? null,
		expires_at: each.decision.expiresAt?.toString() ?? null,
	}));
	tx.later(
		'permits insert',
		`insert into contact_permit (tenant_id, debtor_id, id, permitted, channel, purpose, contact_point_id, party_id, value_index, creditor_ids, debt_ids,
		                             asked_by, asked_at, reasons, obligations, facts, law_version, allowed_from, expires_at, signature)
		 overriding system value
		 select $1, x.debtor_id, x.id, x.permitted, x.channel, x.purpose, x.contact_point_id, x.party_id, x.value_index, x.creditor_ids, x.debt_ids,
		        $2, $3, x.reasons, x.obligations, x.facts, x.law_version, x.allowed_from, x.expires_at, x.signature
		   from jsonb_to_recordset($4::jsonb) as x (id bigint, debtor_id bigint, permitted boolean, channel text, purpose text, contact_point_id bigint, party_id bigint,
		        value_index bytea, creditor_ids bigint[], debt_ids bigint[], reasons jsonb, obligations text[], facts jsonb, law_version text, allowed_from timestamptz,
		        expires_at timestamptz, signature bytea)`,
		[tx.tenantId, by.askedBy, by.now, JSON.stringify(rows)],
	);
}

const signedOf = (tenantId: bigint, each: Decided, by: { askedBy: bigint; now: Temporal.Instant }): Signed => ({
	tenantId,
	debtorId: each.target.debtorId,
	id: each.permitId,
	permitted: each.decision.permitted,
	channel: each.ask.channel,
	purpose: each.ask.purpose,
	pointId: each.target.pointId,
	partyId: each.target.partyId,
	valueIndex: each.target.valueIndex,
	creditorIds: creditorsOf(each),
	debtIds: each.decision.debtIds,
	askedBy: by.askedBy,
	askedAt: by.now,
	expiresAt: each.decision.expiresAt,
	lawVersion: lawVersion(each.target.law),
});

/** Keeps the law's text beside the decisions made under it, so that they are made again under the text of then. */
async function keepTexts(tx: Tx, books: ReadonlySet<LawBook>, now: Temporal.Instant): Promise<void> {
	for (const book of books) {
		const version = lawVersion(book);
		const name = `law text ${tx.tenantId} ${version}`;
		if (tx.seen.has(name)) continue;
		const [found] = await tx.prepared('law text find', 'select 1 from law_text where tenant_id = $1 and version = $2', [
			tx.tenantId,
			version,
		]);
		// Only what another transaction left there is sure to stay: this one may still roll back.
		if (found) tx.seen.add(name);
		else
			await tx.query('insert into law_text (tenant_id, version, rows, kept_at) values ($1, $2, $3, $4) on conflict do nothing', [
				tx.tenantId,
				version,
				JSON.stringify(book),
				now,
			]);
	}
}

/** The law's text as it was kept under this version; null when none was, or what lies there is another text by now. */
export async function findText(tx: Tx, version: string): Promise<LawBook | null> {
	const [row] = await tx.query<{ rows: LawBook }>('select rows from law_text where tenant_id = $1 and version = $2', [
		tx.tenantId,
		version,
	]);
	return row && lawVersion(row.rows) === version ? row.rows : null;
}

export type PermitRow = {
	id: bigint;
	debtor_id: bigint;
	permitted: boolean;
	channel: Ask['channel'];
	purpose: Ask['purpose'];
	contact_point_id: bigint | null;
	party_id: bigint | null;
	value_index: Buffer | null;
	creditor_ids: bigint[];
	debt_ids: bigint[];
	reasons: {
		rule: string;
		verdict: string;
		sentence: { zh: string; en: string };
		citation: { zh: string; en: string };
		lifts_at: string | null;
	}[];
	obligations: string[];
	facts: { ask: Ask; facts: Facts };
	law_version: string;
	asked_at: Temporal.Instant;
	allowed_from: Temporal.Instant | null;
	expires_at: Temporal.Instant | null;
	used: boolean;
};

/** Permits by their debtor and id, in the order asked; null where there is none. */
export async function findPermits(tx: Tx, uses: readonly { debtorId: bigint; permitId: bigint }[]): Promise<(PermitRow | null)[]> {
	const rows = await tx.prepared<PermitRow & { place: bigint }>(
		'permits find',
		`select u.place, p.*, exists (select from contact_attempt a where a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id) as used
		   from unnest($2::bigint[], $3::bigint[]) with ordinality u (debtor_id, permit_id, place)
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = u.debtor_id and p.id = u.permit_id`,
		[tx.tenantId, uses.map((use) => use.debtorId), uses.map((use) => use.permitId)],
	);
	const found: (PermitRow | null)[] = uses.map(() => null);
	for (const row of rows) found[Number(row.place) - 1] = row;
	return found;
}

/**
 * Writes the attempts that use these permits up, in one statement; their ids in the same order, null where a debt of the permit is open no more, or the item is another debtor's. Each is the copy of what its permit allows. The debts
 * are held (`holdOpenDebts`).
 */
export async function insertAttempts(
	tx: Tx,
	uses: readonly { permit: Pick<PermitRow, 'id' | 'debtor_id'>; workItemId: bigint | null }[],
	by: { madeBy: bigint; now: Temporal.Instant },
): Promise<(bigint | null)[]> {
	if (uses.length === 0) return [];
	const rows = await tx.prepared<{ id: bigint; permit_id: bigint }>(
		'attempts insert',
		`insert into contact_attempt (tenant_id, debtor_id, permit_id, channel, contact_point_id, party_id, value_index, creditor_ids, debt_ids, made_by, work_item_id, placed_at)
		 select p.tenant_id, p.debtor_id, p.id, p.channel, p.contact_point_id, p.party_id, p.value_index, p.creditor_ids, p.debt_ids, $5, u.work_item_id, $6
		   from unnest($2::bigint[], $3::bigint[], $4::bigint[]) with ordinality u (debtor_id, permit_id, work_item_id, place)
		   join contact_permit p on p.tenant_id = $1 and p.debtor_id = u.debtor_id and p.id = u.permit_id
		  where (u.work_item_id is null or exists (select from work_item w where w.tenant_id = $1 and w.debtor_id = p.debtor_id and w.id = u.work_item_id))
		    and not exists (select from debt_state s where s.tenant_id = $1 and s.debtor_id = p.debtor_id and s.debt_id = any (p.debt_ids) and s.status <> 'open')
		  order by u.place
		 returning id, permit_id`,
		[
			tx.tenantId,
			uses.map(({ permit }) => permit.debtor_id),
			uses.map(({ permit }) => permit.id),
			uses.map(({ workItemId }) => workItemId),
			by.madeBy,
			by.now,
		],
	);
	tx.later(
		'attempts mark',
		`update debt_state set last_attempt_at = $3 where tenant_id = $1 and debtor_id = any ($2::bigint[]) and status = 'open'`,
		[tx.tenantId, uses.map(({ permit }) => permit.debtor_id), by.now],
	);
	const placed = new Map(rows.map((row) => [row.permit_id, row.id]));
	return uses.map(({ permit }) => placed.get(permit.id) ?? null);
}
