import { type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type Act, change, type Door } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { checkText } from './check.ts';
import type { Finding } from './kinds.ts';
import { offenceModel } from './model-file.ts';
import { checkContent } from './rules.ts';
import type { FlaggedView, LookBody } from './shapes.ts';
import { findFlagged, type FlaggedRow, insertFlagged, listFlagged, markLooked } from './store.ts';

const context = (source: FlaggedRow['source'], sourceId: bigint) => `flagged ${source} ${sourceId}`;

type Written = { readonly debtorId: bigint; readonly source: FlaggedRow['source']; readonly sourceId: bigint; readonly words: string };

/**
 * Looks at words that stay in the house: a note of a call, the ground of a hold, what is written in a complaint. They tell what was said, so nothing stops them from being
 * kept; what was found is kept beside them, and somebody else looks at it.
 */
export function flagWords(act: Act, written: Written): void {
	const { findings } = checkText({ text: written.words, as: 'note' });
	if (findings.length > 0) keep(act, written, findings);
}

function keep(act: Act, { words, ...written }: Written, findings: readonly Pick<Finding, 'kind' | 'severity' | 'span'>[]): void {
	insertFlagged(act.tx, {
		...written,
		wordsSealed: act.vault.seal(words, context(written.source, written.sourceId)),
		findings: findings.map(({ kind, severity, span }) => ({ kind, severity, span: span && [span[0], span[1]] })),
		by: act.actor.id,
		now: act.now,
	});
	act.tell('flagged');
}

const quoted = /“[^”]*”|「[^」]*」|"[^"]*"/gu;

/**
 * Looks at words of our own that reach a debtor outside of a message: the answer to a complaint. What blocks is not sent. What is quoted is somebody's words told again: it
 * stops nothing, but is looked at. Refusal: `text.blocked` with the words found.
 */
export function checkAnswer(act: Act, written: Written): Refusal | null {
	const model = offenceModel();
	const use = { as: 'script', to: 'debtor', places: [], final: true } as const;
	const own = written.words.replace(quoted, (words) => '\n'.repeat(words.length));
	const [first] = checkContent(own, use, model).filter(({ severity }) => severity === 'block');
	if (first) {
		const words = first.span === null ? '' : `：${own.slice(first.span[0], first.span[1]).slice(0, 40)}`;
		return refuse('text.blocked', { found: `${first.says.zh} (${first.says.en})${words}` });
	}
	const findings = checkContent(written.words, { ...use, as: 'note' }, model);
	if (findings.length > 0) keep(act, written, findings);
	return null;
}

/** Words nobody has looked at yet, the oldest first, or those that were, the newest first; opened for who may read them. */
export async function flaggedWords(door: Door, state: 'open' | 'looked'): Promise<{ items: FlaggedView[]; open: number }> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const { rows, open } = await listFlagged(tx, state);
		return {
			open,
			items: rows.map((row) => ({
				id: String(row.id),
				debtor_id: String(row.debtor_id),
				debtor_name: row.debtor_name,
				source: row.source,
				source_id: String(row.source_id),
				words: row.words_sealed && door.vault.open(row.words_sealed, context(row.source, row.source_id)),
				findings: row.findings,
				written_by: row.written_by_name,
				written_at: row.written_at.toString(),
				own: row.written_by === door.actor.id,
				looked_by: row.looked_by_name,
				looked_at: row.looked_at?.toString() ?? null,
				verdict: row.verdict,
				remark: row.remark,
			})),
		};
	});
}

/**
 * Says what came of looking at flagged words. Whoever wrote them does not judge them. Refusals: `thing.not_found`, `text.own_work`, `text.already_decided`.
 */
export function lookAt(
	door: Door,
	id: bigint,
	{ verdict, remark }: LookBody,
	key?: string,
): Promise<{ id: string; verdict: string } | Refusal> {
	return change(door, { act: 'words.look', input: withoutWords(door.vault, { id, verdict, remark: remark ?? null }), key }, async (act) => {
		const row = await findFlagged(act.tx, id);
		if (!row) return refuse('thing.not_found', { what: 'words', id: String(id) });
		if (row.written_by === act.actor.id) return refuse('text.own_work');
		if (row.verdict !== null) return refuse('text.already_decided', { state: row.verdict });
		await markLooked(act.tx, { id, verdict, remark: remark ?? null, by: act.actor.id, now: act.now });
		act.tell('flagged');
		return { id: String(id), verdict };
	});
}
