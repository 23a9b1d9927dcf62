/** So long after its attempt no sender is at a message any more: a permit lasts ten minutes, and without one nothing is handed over. */
export const unansweredAfter = { minutes: 15 } as const;

/** Messages without a word of the carrier. */
export const isUnanswered = (now: string) =>
	`m.state = 'sending' and exists (select from contact_attempt w where w.tenant_id = m.tenant_id and w.debtor_id = m.debtor_id and w.id = m.attempt_id and w.placed_at <= ${now}::timestamptz - interval '${unansweredAfter.minutes} minutes')`;
