import { certificateInvariant } from '../../../src/auditor/certificates.ts';
import type { Bug } from './bugs.ts';
import { shownInADay as bug } from './one-day.ts';

/** Of who is given work: shown by the agent of the neighbouring agency whose training ends. */
export const handsNearby: readonly Bug[] = [
	bug('Next gives whoever is due, whatever the agent’s certificate', certificateInvariant, [
		['src/queue/store.ts', 'uncertified: offeredWhere(mayWork)', "uncertified: offeredWhere('true')"],
	]),
];
