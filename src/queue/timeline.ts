import { sentenceOfUnsent } from '../channels/templates.ts';
import { groundOf } from '../contact/hold-grounds.ts';
import { type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { findDebtor } from '../debtors/store.ts';
import { inTenant, type Tx } from '../host/db.ts';
import type { Door } from '../record/change.ts';
import { openWords } from '../record/written-words.ts';
import type { TimelinePage, TimelineEvent } from './shapes.ts';

/** Events of one page. */
const pageOf = 200;

/** Where a page begins: after this event, going back. */
type Place = { readonly at: Temporal.Instant; readonly kind: string; readonly id: bigint };

/** A place as it goes over the wire: its microsecond, kind and number. */
export const placePattern = '^\\d{1,17} [a-z]{4,10} \\d{1,18}$';
const placeText = ({ at, kind, id }: Place): string => `${at.epochNanoseconds / 1_000n} ${kind} ${id}`;
function placeOf(text: string): Place {
	const [at = '', kind = '', id = ''] = text.split(' ');
	return { at: Temporal.Instant.fromEpochNanoseconds(BigInt(at) * 1_000n), kind, id: BigInt(id) };
}

/** What happened with a debtor, the newest 200; `next` leads to those before. */
export async function readTimeline(tx: Tx, vault: Door['vault'], debtorId: bigint, after: string | null = null): Promise<TimelinePage> {
	const rows = await listTimeline(tx, debtorId, after === null ? null : placeOf(after), pageOf + 1);
	const last = rows.length > pageOf ? rows[pageOf - 1] : undefined;
	return { items: rows.slice(0, pageOf).map((row) => eventOf(vault, debtorId, row)), next: last ? placeText(last) : null };
}

/** A page of the history, for those who may open the case. Refusal: `thing.not_found`. */
export function loadTimeline(door: Door, debtorId: bigint, after: string | null): Promise<TimelinePage | Refusal> {
	return inTenant(door.pool, door.tenantId, async (tx) =>
		(await findDebtor(tx, debtorId))
			? readTimeline(tx, door.vault, debtorId, after)
			: refuse('thing.not_found', { what: 'debtor', id: String(debtorId) }),
	);
}

const eventOf = (vault: Door['vault'], debtorId: bigint, row: TimelineRow): TimelineEvent => ({
	id: `${row.kind} ${row.id}`,
	at: row.at.toString(),
	kind: row.kind,
	by: row.by,
	debt_id: row.debt_id === null ? null : String(row.debt_id),
	...withoutNulls(row.data),
	...noteOf(vault, debtorId, row),
	...unsentFor(row.data['reason']),
	...(row.kind === 'hold' ? standingOn(String(row.data['text'] ?? '')) : {}),
});

/** Notes lie sealed; who may open the case may read what was noted in it. */
function noteOf(vault: Door['vault'], debtorId: bigint, row: TimelineRow): { note?: string } {
	const note = row.words_sealed
		? openWords(vault, debtorId, row.words_sealed)
		: row.note_sealed && vault.open(row.note_sealed, `note ${row.id}`);
	return note === null ? {} : { note };
}

/** Why a message the house could not make never left. */
function unsentFor(reason: unknown): { sentence?: Sentence } {
	const sentence = typeof reason === 'string' ? sentenceOfUnsent(reason) : null;
	return sentence ? { sentence } : {};
}

/** What a hold stands on: what the house wrote in both languages, a person's words as they are. */
function standingOn(evidence: string): { text: string; sentence?: Sentence } {
	const { ground, words } = groundOf(evidence);
	return { text: words, ...(ground ? { sentence: ground } : {}) };
}

const withoutNulls = (data: Record<string, unknown>) => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));

type TimelineRow = {
	kind: string;
	at: Temporal.Instant;
	id: bigint;
	by: string | null;
	debt_id: bigint | null;
	data: Record<string, unknown>;
	/** The note of a contact from before notes had rows of their own; then that row. */
	note_sealed: Buffer | null;
	words_sealed: Buffer | null;
};

/** Everything that happened with a debtor, newest first: contacts, refusals, messages, promises, payments, holds, and why a desk left the case without an outcome; older than `after`, where given. */
function listTimeline(tx: Tx, debtorId: bigint, after: Place | null, limit: number): Promise<TimelineRow[]> {
	return tx.query(
		`select * from (
		 (select 'attempt' as kind, a.placed_at as at, a.id, l.name as by, a.debt_ids[1] as debt_id,
		         json_build_object('channel', a.channel, 'contact_point', c.value_masked, 'line', o.line, 'said', o.said, 'text', y.relation, 'script', o.script, 'script_version', o.script_version) as data, o.note_sealed, w.words_sealed
		    from contact_attempt a join login l on l.tenant_id = a.tenant_id and l.id = a.made_by
		    left join contact_point c on c.tenant_id = a.tenant_id and c.debtor_id = a.debtor_id and c.id = a.contact_point_id
		    left join party y on y.tenant_id = a.tenant_id and y.debtor_id = a.debtor_id and y.id = a.party_id
		    left join contact_outcome o on o.tenant_id = a.tenant_id and o.debtor_id = a.debtor_id and o.attempt_id = a.id
		    left join written_words w on w.tenant_id = a.tenant_id and w.debtor_id = a.debtor_id and w.act = 'contact.close' and w.about = a.id
		   where a.tenant_id = $1 and a.debtor_id = $2 and a.channel <> 'sms')
		 union all
		 (select 'refusal', p.asked_at, p.id, l.name, null, json_build_object('channel', p.channel, 'sentence', p.reasons -> 0 -> 'sentence', 'text', p.reasons -> 0 ->> 'rule'), null, null
		    from contact_permit p join login l on l.tenant_id = p.tenant_id and l.id = p.asked_by where p.tenant_id = $1 and p.debtor_id = $2 and not p.permitted)
		 union all
		 (select 'message', coalesce(m.settled_at, m.due_at), m.id, l.name, m.debt_id, json_build_object('channel', m.channel, 'state', m.state, 'text', m.template, 'reason', m.reason), null, null
		    from message m left join login l on l.tenant_id = m.tenant_id and l.id = m.typed_by where m.tenant_id = $1 and m.debtor_id = $2)
		 union all
		 (select 'promise', p.made_at, p.id, l.name, p.debt_id, json_build_object('amount_minor', p.amount_minor, 'currency', p.currency, 'due_on', p.due_on, 'state', p.state), null, null
		    from promise p join login l on l.tenant_id = p.tenant_id and l.id = p.made_by where p.tenant_id = $1 and p.debtor_id = $2 and p.plan_id is null)
		 union all
		 (select 'plan', p.made_at, p.id, l.name, p.debt_id, json_build_object('amount_minor', p.total_minor, 'currency', p.currency, 'due_on', p.first_due_on, 'state', p.state), null, null
		    from plan p join login l on l.tenant_id = p.tenant_id and l.id = p.made_by where p.tenant_id = $1 and p.debtor_id = $2)
		 union all
		 (select 'payment', p.paid_at, p.id, null, p.debt_id, json_build_object('amount_minor', p.amount_minor, 'currency', p.currency, 'state', p.state, 'text', p.method), null, null
		    from payment p where p.tenant_id = $1 and p.debtor_id = $2)
		 union all
		 (select 'hold', h.from_at, h.id, l.name, h.debt_id, json_build_object('state', h.kind, 'text', h.evidence), null, null
		    from hold h join login l on l.tenant_id = h.tenant_id and l.id = h.placed_by where h.tenant_id = $1 and h.debtor_id = $2)
		 union all
		 (select 'left', w.written_at, w.id, l.name, null, json_build_object(), null, w.words_sealed
		    from written_words w join login l on l.tenant_id = w.tenant_id and l.id = w.written_by where w.tenant_id = $1 and w.debtor_id = $2 and w.act = 'work.release')
		 union all
		 (select 'placed', d.created_at, d.id, null, d.id, json_build_object('text', d.reference), null, null from debt d where d.tenant_id = $1 and d.debtor_id = $2)
		 ) e where $4::timestamptz is null or (e.at, e.id, e.kind) < ($4, $5::bigint, $6)
		 order by at desc, id desc, kind desc limit $3`,
		[tx.tenantId, debtorId, limit, after?.at ?? null, after?.id ?? null, after?.kind ?? null],
	);
}
