import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

test('the clock tells microseconds, as the database keeps them: of 10,000 instants none has more, so none is rounded up when it is stored', () => {
	for (let i = 0; i < 10_000; i++) expect(systemClock.now().epochNanoseconds % 1_000n).toBe(0n);
});
