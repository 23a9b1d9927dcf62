import { random } from '../../src/core/random.ts';
import type { Point } from './tap.ts';

/** What the house is doing when it is struck. */
export const subjects = ['placement', 'payments', 'day run', 'desks', 'messages', 'sealing', 'migration'] as const;
export type Subject = (typeof subjects)[number];

/** What strikes. The first five are SIGKILL. */
export const blows = [
	'process',
	'backend',
	'postmaster',
	'database',
	'everything',
	'cut',
	'half-open',
	'stall',
	'desk cut',
	'disk full',
] as const;
export type Blow = (typeof blows)[number];

export type KillPlan = {
	readonly seed: string;
	readonly subject: Subject;
	readonly blow: Blow;
	readonly point: Point;
	/** Of a full disk: what is left of it, in kB. */
	readonly leftKb: number;
};

/** How many statements each subject takes when nothing strikes, about: the points are drawn from these. Counted by the harness itself (`seen` in its reports). */
export const statementsOf: Readonly<Record<Subject, number>> = {
	placement: 42,
	payments: 90,
	'day run': 40,
	desks: 2_400,
	messages: 60,
	sealing: 40,
	migration: 80,
};

/** Everything about a kill is drawn from its seed, so that it can be made again. Where exactly it lands depends on the machine as well, as in life. */
export function killPlan(seed: string): KillPlan {
	const draw = random(`kill ${seed}`);
	const subject = draw.pick(subjects);
	const blow = draw.weighed<Blow>([
		['process', 6],
		['backend', 3],
		['postmaster', 3],
		['database', 3],
		['everything', 4],
		['cut', 3],
		['half-open', 2],
		['stall', 1],
		['desk cut', subject === 'desks' ? 6 : 0],
		['disk full', 3],
	]);
	const moment = draw.pick(['before', 'sent', 'answered'] as const);
	const at = 1 + draw.below(statementsOf[subject]);
	return { seed, subject, blow, point: { at, commit: draw.chance(400_000), moment }, leftKb: draw.below(400) };
}

export const sentenceOf = ({ subject, blow, point }: KillPlan): string =>
	`${blow} during ${subject}, ${point.moment} statement ${point.at}${point.commit ? ' or the first commit after it' : ''}`;
