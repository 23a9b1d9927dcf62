import type { Tx } from '../host/db.ts';

export type PackContact = {
	permit_id: bigint;
	asked_at: Temporal.Instant;
	channel: string;
	permitted: boolean;
	obligations: string[];
	rules: string[];
	agent: string;
	to_masked: string | null;
	party: string | null;
	attempt_id: bigint | null;
	placed_at: Temporal.Instant | null;
	line: string | null;
	said: string | null;
	identity_disclosed: boolean | null;
	ended_at: Temporal.Instant | null;
};

/** Every decision of the gate on a debtor with what came of it, oldest first. */
export function packContacts(tx: Tx, debtorId: bigint): Promise<PackContact[]> {
	return tx.query(
		`select p.id as permit_id, p.asked_at, p.channel, p.permitted, p.obligations,
		        array(select distinct r ->> 'rule' from jsonb_array_elements(p.reasons) r where r ->> 'verdict' = 'refuses') as rules, l.name as agent,
		        c.value_masked as to_masked, case when p.party_id is not null then coalesce(p.facts -> 'facts' ->> 'party', y.role) end as party, a.id as attempt_id, a.placed_at, o.line, o.said, o.identity_disclosed, o.ended_at
		   from contact_permit p join login l on l.tenant_id = p.tenant_id and l.id = p.asked_by
		   left join contact_point c on c.tenant_id = p.tenant_id and c.debtor_id = p.debtor_id and c.id = p.contact_point_id
		   left join party y on y.tenant_id = p.tenant_id and y.debtor_id = p.debtor_id and y.id = p.party_id
		   left join contact_attempt a on a.tenant_id = p.tenant_id and a.debtor_id = p.debtor_id and a.permit_id = p.id
		   left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		  where p.tenant_id = $1 and p.debtor_id = $2 order by p.asked_at, p.id`,
		[tx.tenantId, debtorId],
	);
}

export type PackMessage = {
	id: bigint;
	channel: string;
	template: string;
	text_version: number | null;
	state: string;
	due_at: Temporal.Instant;
	settled_at: Temporal.Instant | null;
	reason: string | null;
	text_sealed: Buffer | null;
	attempt_id: bigint | null;
};
export function packMessages(tx: Tx, debtorId: bigint): Promise<PackMessage[]> {
	return tx.query(
		'select id, channel, template, text_version, state, due_at, settled_at, reason, text_sealed, attempt_id from message where tenant_id = $1 and debtor_id = $2 order by due_at, id',
		[tx.tenantId, debtorId],
	);
}

export type PackDebt = {
	reference: string;
	client: string;
	creditor: string;
	product: string;
	status: string;
	owed_minor: bigint;
	currency: string;
	placed_on: Temporal.PlainDate;
};
export function packDebts(tx: Tx, debtorId: bigint): Promise<PackDebt[]> {
	return tx.query(
		`select t.reference, c.name as client, r.name as creditor, t.product, s.status, coalesce(b.owed_minor, 0) as owed_minor, t.currency, t.placed_on
		   from debt t join debt_state s on s.tenant_id = t.tenant_id and s.debtor_id = t.debtor_id and s.debt_id = t.id
		   join client c on c.tenant_id = t.tenant_id and c.id = t.client_id join creditor r on r.tenant_id = t.tenant_id and r.id = t.creditor_id
		   left join debt_balance b on b.tenant_id = t.tenant_id and b.debtor_id = t.debtor_id and b.debt_id = t.id
		  where t.tenant_id = $1 and t.debtor_id = $2 order by t.id`,
		[tx.tenantId, debtorId],
	);
}

export type PackPayment = { paid_at: Temporal.Instant; amount_minor: bigint; currency: string; state: string; external_reference: string };
export function packPayments(tx: Tx, debtorId: bigint): Promise<PackPayment[]> {
	return tx.query(
		'select paid_at, amount_minor, currency, state, external_reference from payment where tenant_id = $1 and debtor_id = $2 order by paid_at, id',
		[tx.tenantId, debtorId],
	);
}

/** Promises and plans in one list. */
export function packArrangements(
	tx: Tx,
	debtorId: bigint,
): Promise<
	{
		what: string;
		made_at: Temporal.Instant;
		amount_minor: bigint;
		currency: string;
		due_on: Temporal.PlainDate;
		state: string;
		withdrawn_for: string | null;
	}[]
> {
	return tx.query(
		`select 'promise' as what, made_at, amount_minor, currency, due_on, state, withdrawn_for from promise where tenant_id = $1 and debtor_id = $2
		 union all select 'plan', made_at, total_minor, currency, first_due_on, state, withdrawn_for from plan where tenant_id = $1 and debtor_id = $2 order by 2`,
		[tx.tenantId, debtorId],
	);
}

export type PackEntry = { id: bigint; at: Temporal.Instant; act: string; outcome: string; code: string | null; actor: string };
export function packEntries(tx: Tx, debtorId: bigint): Promise<PackEntry[]> {
	return tx.query(
		`select e.id, e.at, e.act, e.outcome, e.code, l.name as actor from record_entry e join login l on l.tenant_id = e.tenant_id and l.id = e.actor_id
		  where e.tenant_id = $1 and e.debtor_id = $2 order by e.id`,
		[tx.tenantId, debtorId],
	);
}
