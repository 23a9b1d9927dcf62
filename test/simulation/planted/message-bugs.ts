import { limitationInvariant } from '../../../src/auditor/limitation.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

const permit = 'every attempt uses exactly one permit, once, in time';
const held = 'no contact while a hold is in force';
const said = 'what the debtor said holds at once';
const trained = 'whoever calls has passed the exam and was trained within 12 months';

/** Of what becomes of a text between its permit and the carrier, of whose words it has, and of what is written back: each shown by a trial of messages. */
export const messageBugs: readonly Bug[] = [
	bug('what waits for a slow carrier leaves after its permit', permit, [
		['src/channels/sender.ts', 'isBefore(now, message.expiresAt) ?', 'isBefore(now, message.expiresAt.add({ hours: 1 })) ?'],
	]),
	bug('what waits for a slow carrier leaves although contact is held', held, [
		[
			'src/channels/store.ts',
			'from hold h where h.tenant_id = $1 and h.debtor_id = m.debtor_id and h.from_at > a.placed_at',
			'from hold h where h.tenant_id = $1 and h.debtor_id = m.debtor_id and false and h.from_at > a.placed_at',
		],
	]),
	bug('a text that never left begins limitation anew', limitationInvariant, [
		['src/debts/limitation-store.ts', "(m.state = 'sending' or m.state = 'failed' and m.reason is not null)", 'false'],
	]),
	bug('who typed a message is not kept', trained, [['src/channels/store.ts', '\t\t\tmessage.typedBy,\n\t\t],', '\t\t\tnull,\n\t\t],']]),
	bug('a person’s own words are asked for as a machine’s', trained, [
		['src/channels/sender.ts', 'author: message.typed_by ?? undefined,\n\t...(template', 'author: undefined,\n\t...(template'],
	]),
	bug('a refusal in writing is a stance and no request', said, [
		['src/contact/actions.ts', "if (said !== 'will_not_pay' || !isWritten(attempt)) return false;", 'if (attempt) return false;'],
	]),
];
