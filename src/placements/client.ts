import { type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import type { Tx } from '../host/db.ts';
import type { Lender } from '../law/interest.ts';
import { type StandingFacts, standingOf } from '../tenants/rules.ts';
import type { CreditorKind } from '../tenants/shapes.ts';

/** What kind of lender a creditor is (民间借贷规定 art. 1: guarantee and leasing companies are licensed); a merchant or another may be anything. */
const lenderOfKind: Readonly<Record<CreditorKind, Lender | null>> = {
	bank: 'bank',
	consumer_finance: 'consumer_finance',
	micro_loan: 'micro_loan',
	guarantee: 'other_licensed',
	leasing: 'other_licensed',
	merchant: null,
	other: null,
};

export type ClientRow = {
	readonly id: bigint;
	readonly code: string;
	readonly name: string;
	readonly creditorId: bigint;
	readonly mandate: { product?: string; currency?: string; lender?: Lender };
	/** Of what kind the lender is where a file does not say: by the mandate, else by the creditor; null: not known. */
	readonly lender: Lender | null;
	readonly standing: StandingFacts;
};

export async function findClient(tx: Tx, code: string): Promise<ClientRow | null> {
	const [row] = await tx.query<{
		id: bigint;
		code: string;
		name: string;
		creditor_id: bigint;
		mandate: ClientRow['mandate'];
		collects_as: StandingFacts['collectsAs'];
		contract_until: Temporal.PlainDate | null;
		evaluated_on: Temporal.PlainDate | null;
		creditor_kind: CreditorKind;
	}>(
		`select c.id, c.code, c.name, c.creditor_id, c.mandate, c.collects_as, c.contract_until, c.evaluated_on, r.kind as creditor_kind
		   from client c join creditor r on r.tenant_id = c.tenant_id and r.id = c.creditor_id
		  where c.tenant_id = $1 and c.code = $2 and c.closed_at is null`,
		[tx.tenantId, code],
	);
	if (!row) return null;
	return {
		id: row.id,
		code: row.code,
		name: row.name,
		creditorId: row.creditor_id,
		mandate: row.mandate,
		lender: row.mandate.lender ?? lenderOfKind[row.creditor_kind],
		standing: {
			collectsAs: row.collects_as,
			contractUntil: row.contract_until?.toString() ?? null,
			evaluatedOn: row.evaluated_on?.toString() ?? null,
		},
	};
}

/** CN-O1: a client whose contract with us ended, or whose evaluation of us is older than twelve months, places nothing. */
export function standingRefusal(client: ClientRow, on: Temporal.PlainDate): Refusal | null {
	const { state, by, lastOn } = standingOf(client.standing, on);
	if (state !== 'over') return null;
	return refuse(by === 'contract' ? 'client.contract_ended' : 'client.evaluation_too_old', { client: client.code, last_on: lastOn ?? '' });
}

const ends = {
	contract: { zh: '委托合同到期日', en: 'the end of the contract' },
	evaluation: { zh: '委案方对本机构的评估日期', en: 'the date of the client’s evaluation of this agency' },
} as const;

/** What the client's standing (CN-O1) asks of us soon, or what is not on file. An import after its end is refused before this. */
export function standingNote(client: ClientRow, on: Temporal.PlainDate): Sentence[] {
	const { state, by, lastOn, missing } = standingOf(client.standing, on);
	const notes: Sentence[] = [];
	if (state === 'ending' && by !== null)
		notes.push({
			zh: `${by === 'contract' ? '委托合同' : '机构评估'}于 ${lastOn} 到期，次日起不得接收新委案（CN-O1）`,
			en: `${by === 'contract' ? 'The contract' : 'The evaluation of this agency'} holds until ${lastOn}; from the next day no new debts are taken (CN-O1)`,
		});
	if (missing.length > 0)
		notes.push({
			zh: `未登记：${missing.map((each) => ends[each].zh).join('、')}，无法核对能否委案（CN-O1），请用 client standing 登记`,
			en: `Not on file: ${missing.map((each) => ends[each].en).join(', ')}; whether debts may be placed (CN-O1) was not checked. Record it with client standing`,
		});
	return notes;
}
