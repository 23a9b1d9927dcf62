import { type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { offenceModel } from './model-file.ts';
import { listenerOf, messagePlaces } from './check.ts';
import { checkScript } from './script-rules.ts';
import { checkContent, type Finding, type Use } from './rules.ts';
import type { FindingView, TextBody, TextName, TextView } from './shapes.ts';
import { decideText, findText, insertText, listTexts, type TextRow } from './store.ts';

const messageUse: Use = { as: 'message', to: 'debtor', places: messagePlaces };

const viewOf = ({ span, ...finding }: Finding): FindingView => ({ ...finding, span: span && [span[0], span[1]] });

/** The findings of a message or script in both languages. */
export function findingsOf({ name, zh, en }: { name: TextName; zh: string; en: string }): TextRow['findings'] {
	const model = offenceModel();
	const look = (text: string) =>
		(name.startsWith('call ') ? checkScript(text, listenerOf(name), model) : checkContent(text, messageUse, model)).map(viewOf);
	return { zh: look(zh), en: look(en) };
}

const blocked = (findings: TextRow['findings']) => [...findings.zh, ...findings.en].filter((finding) => finding.severity === 'block');

/**
 * Writes a new version of a message or a call script. It is sent or shown only after somebody else approved it. Refusal: `text.blocked` names what the check found: what threatens, shames, presses to
 * borrow, borrows authority or lacks a needed part can not even be proposed.
 */
export function writeText(door: Door, text: TextBody, key?: string): Promise<{ id: string; version: number } | Refusal> {
	return change(door, { act: 'text.write', input: { ...text }, key, retryOn: ['message_text_tenant_id_name_version_key'] }, async (act) => {
		const findings = findingsOf(text);
		const [first] = blocked(findings);
		if (first) return refuse('text.blocked', { found: `${first.says.zh} (${first.says.en})${at(first, text)}` });
		const made = await insertText(act.tx, { ...text, findings, by: act.actor.id, now: act.now });
		act.tell('texts');
		return { id: String(made.id), version: made.version };
	});
}

function at({ span }: FindingView, text: { zh: string; en: string }): string {
	if (!span) return '';
	const words = [text.zh, text.en].map((each) => each.slice(span[0], span[1])).find((each) => each !== '');
	return words === undefined ? '' : `：${words.slice(0, 40)}`;
}

/**
 * Approves or refuses a version, or takes the one in use out of use. Whoever wrote it can not decide it; the check is made again, since it may know more by now.
 * Refusals: `thing.not_found`, `text.own_work`, `text.already_decided`, `text.blocked`.
 */
export function decideOnText(
	door: Door,
	what: { id: bigint; verdict: 'approved' | 'refused' | 'retired'; reason: string | null },
	key?: string,
): Promise<{ id: string; state: string } | Refusal> {
	return change(door, { act: `text.${what.verdict}`, input: { id: what.id, reason: what.reason }, key }, async (act) => {
		const text = await findText(act.tx, what.id);
		if (!text) return refuse('thing.not_found', { what: 'text', id: String(what.id) });
		if (text.state !== (what.verdict === 'retired' ? 'approved' : 'draft')) return refuse('text.already_decided', { state: text.state });
		if (text.written_by === act.actor.id) return refuse('text.own_work');
		const [first] = what.verdict === 'approved' ? blocked(findingsOf(text)) : [];
		if (first) return refuse('text.blocked', { found: `${first.says.zh} (${first.says.en})` });
		await decideText(act.tx, { id: text.id, name: text.name, state: what.verdict, by: act.actor.id, now: act.now, reason: what.reason });
		act.tell('texts');
		return { id: String(text.id), state: what.verdict };
	});
}

type Shipped = { readonly name: TextName; readonly zh: string; readonly en: string };

/** Every version, and the shipped text of each message and script as version 0. */
export async function textViews(door: Door, shipped: readonly Shipped[]): Promise<TextView[]> {
	const rows = await inTenant(door.pool, door.tenantId, listTexts);
	const inUse = new Set(rows.filter((row) => row.state === 'approved').map((row) => row.name));
	return shipped.flatMap((own): TextView[] => [
		...rows
			.filter((row) => row.name === own.name)
			.map((row) => ({
				id: String(row.id),
				name: row.name,
				version: row.version,
				zh: row.zh,
				en: row.en,
				findings: row.findings,
				state: row.state,
				in_use: row.state === 'approved',
				written_by: row.written_by_name,
				written_at: row.written_at.toString(),
				decided_by: row.decided_by_name,
				decided_at: row.decided_at?.toString() ?? null,
				reason: row.reason,
				own: row.written_by === door.actor.id,
			})),
		{
			id: null,
			name: own.name,
			version: 0,
			zh: own.zh,
			en: own.en,
			findings: findingsOf(own),
			state: 'shipped',
			in_use: !inUse.has(own.name),
			written_by: null,
			written_at: null,
			decided_by: null,
			decided_at: null,
			reason: null,
			own: false,
		},
	]);
}
