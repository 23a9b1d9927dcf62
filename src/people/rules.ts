/** One earlier try to sign in under a name that did not end well. */
export type Try = { readonly at: Temporal.Instant; readonly sameAddress: boolean };

/** Failed tries of one name within this time count. */
export const triesMinutes = 10;
/** From one address a person mistypes this often at most; from all addresses together, a stranger guesses this often at most. */
export const triesFromAddressMax = 10;
export const triesOfNameMax = 50;

/**
 * When the next try to sign in is allowed: null means now. The first 10 failures from one address and the first 50 of one name within ten minutes are
 * allowed; then the oldest has to be ten minutes old.
 */
export function nextTryAt(tries: readonly Try[], now: Temporal.Instant): Temporal.Instant | null {
	const since = now.subtract({ minutes: triesMinutes });
	const counted = tries.filter((each) => Temporal.Instant.compare(each.at, since) > 0).sort((a, b) => Temporal.Instant.compare(a.at, b.at));
	const from = (list: readonly Try[], max: number) => list[list.length - max]?.at.add({ minutes: triesMinutes }) ?? null;
	const own = from(
		counted.filter((each) => each.sameAddress),
		triesFromAddressMax,
	);
	const all = from(counted, triesOfNameMax);
	if (own === null || all === null) return own ?? all;
	return Temporal.Instant.compare(own, all) > 0 ? own : all;
}
