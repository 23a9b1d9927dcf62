import type { FactPoint } from '../law/facts.ts';
import type { Ask, Facts } from './rules.ts';

/** What a person asked of us or agreed to, and what their creditor told them, from rows to facts. */
/** The newest notice of its creditor to the address asked about. */
export type CreditorEmail = { readonly sent_on: string; readonly opt_out_until: string; readonly domain: 'public' | 'employer' | 'other' };

export type WishRow = NonNullable<Facts['inconvenient_times']>[number] & {
	readonly kind: 'inconvenient_time' | 'inconvenient_place' | 'refused_medium' | 'employer_forbids' | 'no_automatic_contact' | 'vulnerable';
	readonly place?: NonNullable<Facts['inconvenient_places']>[number];
	readonly channel?: Ask['channel'];
	readonly said_at: string;
};

export type ConsentRow = NonNullable<Facts['consents']>[number] & { readonly point_id: string | null };

type SaidRow = { readonly point_id: bigint | null; readonly consents: readonly ConsentRow[] | null };

/** Consent to texts or e-mails at this very number or address. */
export function pointConsents(row: Pick<SaidRow, 'point_id' | 'consents'>): { text_consent_at?: string; email_consent?: boolean } {
	const own = (row.consents ?? []).filter((each) => each.point_id === String(row.point_id) && !each.revoked_at);
	const texts = own.findLast((each) => (each.kind as string) === 'texts');
	return {
		...(texts ? { text_consent_at: texts.given_at } : {}),
		...(own.some((each) => (each.kind as string) === 'emails') ? { email_consent: true } : {}),
	};
}

/** What lets an address be written to that its creditor told the person of (12 CFR 1006.6(d)(4)(ii)): each notice for its own debt, and whose domain it is. */
export function creditorNotices(
	debts: readonly { readonly id: string; readonly creditor_email: CreditorEmail | null }[],
): Pick<FactPoint, 'creditor_notice' | 'public_domain' | 'employer_provided'> {
	const told = debts.flatMap(({ id, creditor_email: notice }) => (notice ? [{ id, ...notice }] : []));
	if (told.length === 0) return {};
	return {
		creditor_notice: told.map(({ id, sent_on, opt_out_until }) => ({ sent_on, opt_out_until, debt_ids: [id] })),
		public_domain: told.every(({ domain }) => domain === 'public'),
		...(told.some(({ domain }) => domain === 'employer') ? { employer_provided: true } : {}),
	};
}

/** Consents a person gives for themselves alone. The others are about the debtor's own protection: from words to third parties, from calls beside an attorney. */
const forOneself: readonly NonNullable<Facts['consents']>[number]['kind'][] = ['calls', 'times', 'places'];

/** The debtor's consents, as far as they reach who is meant. */
export function consentsOf(rows: readonly ConsentRow[], isDebtor: boolean): Pick<Facts, 'consents'> {
	const consents = rows.filter(({ point_id: point, kind }) => (point ?? null) === null && (isDebtor || !forOneself.includes(kind)));
	return consents.length === 0 ? {} : { consents };
}

/** What the person asked us to leave, as the rules read it; nothing where nothing was asked, so that most stored facts stay short. */
export function wishesOf(
	wishes: readonly WishRow[],
): Pick<
	Facts,
	'inconvenient_times' | 'inconvenient_places' | 'refused_media' | 'employer_forbids' | 'vulnerable' | 'automation_revoked_at'
> {
	if (wishes.length === 0) return {};
	const of = (kind: WishRow['kind']) => wishes.filter((wish) => wish.kind === kind);
	const times = of('inconvenient_time').map(({ weekdays, from, until, from_on, until_on }) => ({
		weekdays,
		from,
		until,
		from_on,
		until_on,
	}));
	const automatic = of('no_automatic_contact')[0];
	return {
		...(times.length > 0 ? { inconvenient_times: times } : {}),
		...(of('inconvenient_place').length > 0
			? { inconvenient_places: of('inconvenient_place').flatMap(({ place }) => (place ? [place] : [])) }
			: {}),
		...(of('refused_medium').length > 0
			? { refused_media: of('refused_medium').flatMap(({ channel }) => (channel ? [channel] : [])) }
			: {}),
		...(of('employer_forbids').length > 0 ? { employer_forbids: true } : {}),
		...(of('vulnerable').length > 0 ? { vulnerable: true } : {}),
		...(automatic ? { automation_revoked_at: automatic.said_at } : {}),
	};
}
