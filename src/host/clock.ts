/** What time it is. The only place of the house that reads the machine's clock; doors pass the result down as a value. */
export type Clock = { now(): Temporal.Instant };

/**
 * Microseconds, as the database keeps them. It rounds a finer instant, up as well: one in two thousand would then lie in another millisecond than the one that was decided
 * and signed with.
 */
export const systemClock: Clock = {
	now: () => Temporal.Now.instant().round({ smallestUnit: 'microsecond', roundingMode: 'floor' }),
};

/** A clock that stands where it is put: demonstration days, tests, the simulator. */
export function settableClock(
	start: Temporal.Instant,
): Clock & { set(at: Temporal.Instant): void; advance(by: Temporal.DurationLike): void } {
	let at = start;
	return {
		now: () => at,
		set: (to) => {
			at = to;
		},
		advance: (by) => {
			at = at.add(by);
		},
	};
}
