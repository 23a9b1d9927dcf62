import { type Refusal, refuse } from '../core/refusal.ts';
import { isZone } from '../core/time.ts';
import { lockDebtor } from '../debtors/store.ts';
import { inTenant } from '../host/db.ts';
import type { Act, Door } from '../record/change.ts';
import { loadWords, writeWords } from '../record/written-words.ts';
import { findAgreedHours } from './store.ts';
import type { ConsentBody, LanguageBody, NoticeBody, WhereaboutsBody, WishBody, WishesView } from './wish-shapes.ts';
import {
	belongs,
	endOne,
	findWhereabouts,
	insertConsent,
	insertNotice,
	insertWish,
	listConsents,
	listNotices,
	listWishes,
	updateLanguage,
	updateWhereabouts,
} from './wish-store.ts';

export { belongs } from './wish-store.ts';

/** What a debtor says about being contacted, and what the law must know about them. Each binds the gate from its commit on. */
type Made = { readonly id: string };

const malformed = (reason: string) => refuse('request.malformed', { reason });
const noDebtor = (id: bigint) => refuse('thing.not_found', { what: 'debtor', id: String(id) });
const of = (act: Act, debtorId: bigint) => ({ debtorId, now: act.now, by: act.actor.id });

/** Under the debtor's lock, so that a contact is placed before it or finds it. */
async function debtorLocked(act: Act, debtorId: bigint): Promise<Refusal | null> {
	lockDebtor(act.tx, debtorId);
	return (await findWhereabouts(act.tx, debtorId)) === null ? noDebtor(debtorId) : null;
}

/**
 * Records what the person asked to be left: a time, a place, a medium (12 CFR 1006.6(b), .14(h); CONC 7.9; in China the house row WISH). Contact points and messages are
 * asked for again at their use, so it binds at once. Refusals: `thing.not_found`, `request.malformed` where the parts do not belong to the kind.
 */
export async function recordWish(act: Act, debtorId: bigint, wish: WishBody): Promise<Made | Refusal> {
	const wrong = wrongWish(wish);
	if (wrong) return malformed(wrong);
	const missing = await debtorLocked(act, debtorId);
	if (missing) return missing;
	const id = await insertWish(act.tx, wish, of(act, debtorId));
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

function wrongWish(wish: WishBody): string | null {
	const narrowed = [wish.weekdays, wish.from, wish.until, wish.from_on, wish.until_on].some((part) => part !== undefined);
	if ((wish.kind === 'inconvenient_time') !== narrowed)
		return 'weekdays, from, until, from_on, until_on：仅用于、且至少一项用于不便时间 (for an inconvenient time, and at least one of them)';
	if ((wish.kind === 'inconvenient_place') !== (wish.place !== undefined))
		return 'place：仅用于且必填于不便地点 (for an inconvenient place)';
	if ((wish.kind === 'refused_medium') !== (wish.channel !== undefined)) return 'channel：仅用于且必填于拒绝的方式 (for a refused medium)';
	if (wish.from !== undefined && wish.from === wish.until) return 'until：与起始相同 (is the beginning)';
	return wish.from_on !== undefined && wish.until_on !== undefined && wish.until_on < wish.from_on
		? 'until_on：早于开始日期 (is before from_on)'
		: null;
}

/** Records a consent with its proof. Refusals: `thing.not_found`, `request.malformed`. */
export async function recordConsent(act: Act, debtorId: bigint, consent: ConsentBody): Promise<Made | Refusal> {
	const forPoint = consent.kind === 'texts' || consent.kind === 'emails';
	if (forPoint !== (consent.contact_point_id !== undefined))
		return malformed('contact_point_id：仅用于且必填于短信与邮件同意 (for consent to texts or e-mails)');
	if (consent.until_at !== undefined && Temporal.Instant.compare(consent.until_at, act.now) <= 0)
		return malformed('until_at：已过 (is over)');
	const missing = await debtorLocked(act, debtorId);
	if (missing) return missing;
	const { contact_point_id: point, debt_id: debt } = consent;
	if (point !== undefined && !(await belongs(act.tx, debtorId, 'contact_point', point)))
		return refuse('thing.not_found', { what: 'contact point', id: point });
	if (debt !== undefined && !(await belongs(act.tx, debtorId, 'debt', debt))) return refuse('thing.not_found', { what: 'debt', id: debt });
	const id = await insertConsent(act.tx, consent, of(act, debtorId));
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

/** Records that a notice went out. Refusals: `thing.not_found`, `request.malformed` for a day ahead or received before it was sent. */
export async function recordNotice(act: Act, debtorId: bigint, notice: NoticeBody, today: Temporal.PlainDate): Promise<Made | Refusal> {
	const { sent_on: sent, received_on: received } = notice;
	if (sent > today.toString() || (received ?? sent) > today.toString()) return malformed('sent_on, received_on：在将来 (lies ahead)');
	if (received !== undefined && received < sent) return malformed('received_on：早于寄出 (is before it was sent)');
	const wrong = wrongNotice(notice);
	if (wrong) return malformed(wrong);
	const missing = await debtorLocked(act, debtorId);
	if (missing) return missing;
	const { contact_point_id: point } = notice;
	if (point !== undefined && !(await belongs(act.tx, debtorId, 'email', point)))
		return refuse('thing.not_found', { what: 'e-mail address', id: point });
	if (!(await belongs(act.tx, debtorId, 'debt', notice.debt_id))) return refuse('thing.not_found', { what: 'debt', id: notice.debt_id });
	const id = await insertNotice(act.tx, notice, of(act, debtorId));
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

function wrongNotice(notice: NoticeBody): string | null {
	const parts = [notice.contact_point_id, notice.opt_out_until, notice.domain];
	const given = parts.filter((part) => part !== undefined).length;
	if (given !== (notice.kind === 'creditor_email' ? parts.length : 0))
		return 'contact_point_id, opt_out_until, domain：仅用于且必填于债权人的邮箱告知 (for a creditor’s notice of an e-mail address, all of them)';
	return notice.opt_out_until !== undefined && notice.opt_out_until < notice.sent_on
		? 'opt_out_until：早于寄出 (is before it was sent)'
		: null;
}

/** Ends a wish, or revokes a consent: from now the law without it holds. Refusals: `thing.not_found`, `wish.already_ended`. */
export async function endWish(act: Act, debtorId: bigint, what: 'wish' | 'consent', id: bigint): Promise<Made | Refusal> {
	lockDebtor(act.tx, debtorId);
	await act.tx.settle();
	const ended = await endOne(act.tx, what, id, of(act, debtorId));
	if (ended === null) return refuse('thing.not_found', { what, id: String(id) });
	if (!ended) return refuse('wish.already_ended');
	act.tell(`debtor ${debtorId}`);
	return { id: String(id) };
}

/** Where the debtor may be: chooses the law and the hours. Refusals: `thing.not_found`, `request.malformed` for a zone that is none. */
export async function setWhereabouts(act: Act, debtorId: bigint, where: WhereaboutsBody): Promise<Made | Refusal> {
	const unknown = where.zones.find((zone) => !isZone(zone));
	if (unknown !== undefined) return malformed(`zones：没有时区 (there is no time zone) ${unknown}`);
	const missing = await debtorLocked(act, debtorId);
	if (missing) return missing;
	await updateWhereabouts(act.tx, debtorId, { jurisdiction: where.jurisdictions.join(' '), zones: where.zones });
	writeWords(act, { debtorId, act: 'debtor.whereabouts', about: debtorId, words: where.evidence });
	act.tell(`debtor ${debtorId}`);
	return { id: String(debtorId) };
}

/** The language the debtor is written to in from now on: what leaves is rendered as it leaves. Refusal: `thing.not_found`. */
export async function setLanguage(act: Act, debtorId: bigint, { language }: LanguageBody): Promise<Made | Refusal> {
	const missing = await debtorLocked(act, debtorId);
	if (missing) return missing;
	await updateLanguage(act.tx, debtorId, language);
	act.tell(`debtor ${debtorId}`);
	return { id: String(debtorId) };
}

/** All of it, newest first. Refusal: `thing.not_found`. */
export function wishesOfDebtor(door: Door, debtorId: bigint): Promise<WishesView | Refusal> {
	return inTenant(door.pool, door.tenantId, async (tx) => {
		const where = await findWhereabouts(tx, debtorId);
		if (!where) return noDebtor(debtorId);
		const hours = await findAgreedHours(tx, debtorId);
		const text = (value: Temporal.Instant | Temporal.PlainDate | bigint | null) => value?.toString() ?? null;
		return {
			jurisdictions: where.jurisdiction.split(/[\s,]+/),
			zones: where.zones,
			language: where.language.startsWith('zh') ? 'zh' : 'en',
			whereabouts_evidence: (await loadWords(tx, door.vault, debtorId, ['debtor.whereabouts'])).get(debtorId)?.at(-1) ?? null,
			agreed_hours: hours && {
				from: hours.from_time,
				until: hours.until_time,
				evidence: hours.evidence,
				agreed_at: hours.agreed_at.toString(),
			},
			wishes: (await listWishes(tx, debtorId)).map((row) => ({
				id: String(row.id),
				kind: row.kind,
				weekdays: row.weekdays,
				from: row.from_time,
				until: row.until_time,
				from_on: text(row.from_on),
				until_on: text(row.until_on),
				place: row.place,
				channel: row.channel,
				evidence: row.evidence,
				said_at: row.said_at.toString(),
				ended_at: text(row.ended_at),
			})),
			consents: (await listConsents(tx, debtorId)).map((row) => ({
				id: String(row.id),
				kind: row.kind,
				contact_point_id: text(row.contact_point_id),
				debt_id: text(row.debt_id),
				given_at: row.given_at.toString(),
				from_at: text(row.from_at),
				until_at: text(row.until_at),
				proof: row.proof,
				revoked_at: text(row.revoked_at),
			})),
			notices: (await listNotices(tx, debtorId)).map((row) => ({
				id: String(row.id),
				debt_id: String(row.debt_id),
				kind: row.kind,
				sent_on: row.sent_on.toString(),
				received_on: text(row.received_on),
				contact_point_id: text(row.contact_point_id),
				opt_out_until: text(row.opt_out_until),
				domain: row.domain,
				evidence: row.evidence,
			})),
		};
	});
}
