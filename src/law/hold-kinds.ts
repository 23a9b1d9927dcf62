/** What stops contact, in one list: the facts files, the API and the desk all take it from here. */
export const holdKinds = [
	'dispute',
	'complaint',
	'hardship',
	'breathing_space',
	'cease_request',
	'counsel',
	'deceased',
	'minor',
	'incapacity',
	'kept_plan',
	'bankruptcy',
	'client_request',
] as const;
export type HoldKind = (typeof holdKinds)[number];

/** Those a person places by hand; a kept plan holds by itself. */
export const askedHoldKinds = holdKinds.filter((kind) => kind !== 'kept_plan');

/**
 * What is known of an attorney (12 CFR 1006.6(b)(2)): name and address known, not to be found, does not answer in reasonable time, or agrees to direct contact. Only one
 * who is known stands in the way.
 */
export const attorneyStates = ['known', 'unknown', 'unresponsive', 'consents'] as const;
export type AttorneyState = (typeof attorneyStates)[number];

/** Whether an attorney leaves direct contact open. */
export const isOpenedBy = (attorney: AttorneyState): boolean => attorney !== 'known';

/** Kinds of which the law asks whether they were put in writing (12 CFR 1006.38(d)(2), 1006.6(c)(1)). */
export const isAskedInWriting = (kind: HoldKind): boolean => kind === 'dispute' || kind === 'cease_request';

/** Kinds that are of the person whatever they owe: nobody is dead, a minor or without capacity for one debt alone. */
export const isOfPerson = (kind: HoldKind): boolean => kind === 'deceased' || kind === 'minor' || kind === 'incapacity';

/**
 * Kinds that no lapse of days ends: a person answers or lifts them. A written dispute stops collection until it is answered and a request to stop for good (12 CFR 1006.38(d)(2), 1006.6(c)(1));
 * whoever is dead or without capacity stays so.
 */
export const isEndedByPerson = (kind: HoldKind): boolean =>
	kind === 'dispute' || kind === 'cease_request' || kind === 'deceased' || kind === 'incapacity';
