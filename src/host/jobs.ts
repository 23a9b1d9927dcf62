/** Work by the clock, done once for every agency. Modules name theirs in `jobs.ts`; src/worker.ts runs them. */
export type ClockJob<Door> = {
	/** snake_case; also the name in the database's queue. */
	readonly name: string;
	/** When, in crontab's five fields, UTC. What depends on the agency's own day is asked by `run`. */
	readonly crontab: string;
	/** A job that fails is tried again after a growing pause, this often in all. */
	readonly attemptsMax: number;
	/**
	 * In the name of the agency's automatic login. Gives one line for the log, or null when there was nothing to say. `folder`: the house's data folder, for what stands at
	 * the world's edge and keeps a book of its own.
	 */
	run(door: Door, folder?: string): Promise<string | null>;
};
