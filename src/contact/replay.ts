import { setImmediate } from 'node:timers/promises';
import { inTenant, type Tx } from '../host/db.ts';
import { bookOfVersion } from '../law/books.ts';
import type { LawBook } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { findText } from './permit-store.ts';
import { type Ask, decide, type Facts } from './rules.ts';

/** A decision as it was stored: from these facts, under this law text, at this moment. */
export type StoredDecision = {
	readonly permitted: boolean;
	readonly reasons: readonly { readonly rule: string; readonly verdict: string }[];
	readonly facts: { readonly ask?: Ask; readonly facts?: Facts };
	readonly law_version: string;
	readonly asked_at: Temporal.Instant;
	readonly allowed_from: Temporal.Instant | null;
};

const spoken = (reasons: StoredDecision['reasons']) =>
	reasons
		.filter((reason) => reason.verdict !== 'permits')
		.map((reason) => `${reason.verdict} ${reason.rule}`)
		.join(', ');

/** The law's text of a version: one the program knows, else the one kept beside the decisions; null when it is not at hand. */
export async function textOf(tx: Tx, version: string): Promise<LawBook | null> {
	return bookOfVersion(version) ?? findText(tx, version);
}

/** Makes a stored decision again under the text of then: whether verdict, rules and first allowed moment are the same; null without the text. */
export function agreesAgain(stored: StoredDecision, book: LawBook | null): boolean | null {
	const { ask, facts } = stored.facts;
	if (!book || !ask || !facts) return null;
	const again = decide(ask, facts, book, stored.asked_at);
	return (
		again.permitted === stored.permitted &&
		spoken(again.reasons) === spoken(stored.reasons) &&
		(again.permitted || (again.allowedFrom?.toString() ?? null) === (stored.allowed_from?.toString() ?? null))
	);
}

export type Replayed = {
	readonly decisions: number;
	readonly agree: number;
	/** Made under a law text that is not at hand, or stored without its facts. */
	readonly not_at_hand: number;
	readonly disagree: number;
	/** The first that disagree. */
	readonly disagreements: readonly { readonly debtor_id: string; readonly permit_id: string; readonly asked_at: string }[];
};

const pageRows = 2_000;
const shownMax = 50;

/** Makes every stored decision of [from, until) again, page by page. Reads only. */
export async function replayPeriod(door: Door, from: Temporal.Instant, until: Temporal.Instant): Promise<Replayed> {
	const done = { decisions: 0, agree: 0, not_at_hand: 0, disagree: 0 };
	const disagreements: { debtor_id: string; permit_id: string; asked_at: string }[] = [];
	type Row = StoredDecision & { debtor_id: bigint; id: bigint };
	const texts = new Map<string, LawBook | null>();
	let after: Row | null = null;
	for (;;) {
		const page: Row[] = await inTenant(door.pool, door.tenantId, async (tx) => {
			const rows = await tx.query<Row>(
				`select debtor_id, id, permitted, reasons, facts, law_version, asked_at, allowed_from from contact_permit
				  where tenant_id = $1 and asked_at >= $2 and asked_at < $3 and ($4::timestamptz is null or (asked_at, debtor_id, id) > ($4, $5::bigint, $6::bigint))
				  order by asked_at, debtor_id, id limit $7`,
				[tx.tenantId, from, until, after?.asked_at ?? null, after?.debtor_id ?? null, after?.id ?? null, pageRows],
			);
			for (const { law_version: version } of rows) if (!texts.has(version)) texts.set(version, await textOf(tx, version));
			return rows;
		});
		for (const row of page) {
			const agrees = agreesAgain(row, texts.get(row.law_version) ?? null);
			done.decisions++;
			if (agrees === null) done.not_at_hand++;
			else if (agrees) done.agree++;
			else {
				done.disagree++;
				if (disagreements.length < shownMax)
					disagreements.push({ debtor_id: String(row.debtor_id), permit_id: String(row.id), asked_at: row.asked_at.toString() });
			}
		}
		after = page.at(-1) ?? null;
		if (page.length < pageRows) return { ...done, disagreements };
		await setImmediate();
	}
}
