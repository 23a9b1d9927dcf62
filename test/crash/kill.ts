import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Answered, findingsIn, migrationFindings, shapeOf } from './checks.ts';
import { sitAtDesk, sitInOffice } from './desks.ts';
import { Journal } from './journal.ts';
import { type KillPlan, killPlan, sentenceOf } from './plan.ts';
import { client, type Prepared } from './prepared.ts';
import { kill } from './processes.ts';
import { Site } from './site.ts';
import type { Line } from './tap.ts';

export type KillReport = {
	readonly seed: string;
	readonly point: string;
	/** Whether it struck while the work went on, or only after its end. */
	readonly landed: boolean;
	/** Statements the subject took in all, the ones after the blow included. */
	readonly statements: number;
	/** Answers that bound the house, and presses that had to be made again. */
	readonly acknowledged: number;
	readonly again: number;
	readonly restarts: number;
	/** How the disk was full, where it was. */
	readonly disk: 'tmpfs' | 'limit' | null;
	readonly findings: readonly string[];
	readonly seconds: number;
};

const secondsMax = 150;
const fullMs = 2_500;
const apartMs = 1_500;
const emptyDatabase = 'dunwell_new';

/** The work that is struck; it goes on until it is done, however often that takes. */
type Work = { run(): Promise<Answered>; readonly part: 'server' | 'worker' | 'verb' };

function workOf(site: Site, plan: KillPlan, prepared: Prepared, journal: Journal): Work {
	const verb = (...args: string[]): Work => ({ part: 'verb', run: () => site.run(args) });
	switch (plan.subject) {
		case 'placement':
			return verb('placement', 'import', prepared.placementFile, '--client', client, '--key', `file ${plan.seed}`, '--as', 'manager');
		case 'payments':
			return verb('payment', 'import', prepared.paymentFile, '--client', client, '--as', 'manager');
		case 'day run':
			return verb('day', 'run', '--on', prepared.on.toString());
		case 'desks':
			return { part: 'server', run: () => desks(plan, prepared, journal, { agents: 4, rounds: 6, payments: 8 }) };
		case 'messages':
			return {
				part: 'worker',
				run: () => jobUntil(site, 'send_messages', `select 1 from dunwell.message where state = 'queued' and due_at <= now()`),
			};
		case 'sealing':
			return {
				part: 'worker',
				run: () =>
					jobUntil(
						site,
						'seal_record',
						`select 1 from dunwell.record_entry e where not exists (select from dunwell.record_leaf l where l.tenant_id = e.tenant_id and l.source = 'record_entry' and l.row_id = e.id)`,
					),
			};
		case 'migration':
			return { part: 'server', run: async () => (await site.serve(emptyDatabase), null) };
	}
}

async function desks(
	plan: KillPlan,
	prepared: Prepared,
	journal: Journal,
	{ agents, rounds, payments }: { agents: number; rounds: number; payments: number },
): Promise<null> {
	await Promise.all([
		...Array.from({ length: agents }, (_, i) => sitAtDesk(journal, plan.seed, `agent${i + 1}`, rounds, prepared.on)),
		sitInOffice(journal, plan.seed, prepared, payments),
	]);
	return null;
}

const standsStillMax = 90_000;

/** Lays a job out as the clock would and waits until nothing is left for it to do; lays it out again when it was lost. It may be slow, but not stand still. */
async function jobUntil(site: Site, job: string, left: string): Promise<null> {
	let least = Number.POSITIVE_INFINITY;
	for (let late = performance.now() + standsStillMax; ; ) {
		const waiting = await asOwner(site.currentUrl(), async (owner) => {
			const count = (await owner.query(left)).rowCount ?? 0;
			if (count > 0) await owner.query(`select jobs.add_job($1, job_key => $1)`, [`each_${job}`]);
			return count;
		});
		if (waiting === 0) return null;
		if (waiting !== null && waiting < least) {
			least = waiting;
			late = performance.now() + standsStillMax;
		}
		if (performance.now() > late) {
			site.findings.push(`${job}: there is work left that the worker does not do`);
			return null;
		}
		await sleep(400);
	}
}

/** Null while the database is away. */
async function asOwner<T>(url: string, work: (owner: pg.Client) => Promise<T>): Promise<T | null> {
	const owner = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
	owner.on('error', () => {});
	try {
		await owner.connect();
		return await work(owner);
	} catch (error) {
		if (error instanceof pg.DatabaseError && !/^(57P|08|53)/.test(error.code ?? '')) throw error;
		return null;
	} finally {
		await owner.end().catch(() => {});
	}
}

/** Strikes. `line`: the connection on which the point was reached, where there is one. */
function strike(site: Site, { blow, leftKb }: KillPlan, part: Work['part'], line: Line | null): void {
	const processOf = () => site[part]?.child.pid;
	switch (blow) {
		case 'process':
			return kill(processOf());
		case 'backend':
			return kill(line?.backend ?? site.databasePids().at(-1));
		case 'postmaster':
			return kill(site.postmaster);
		case 'database':
			return site.databasePids().forEach(kill);
		case 'everything':
			kill(site.server?.child.pid);
			kill(site.worker?.child.pid);
			kill(processOf());
			return site.databasePids().forEach(kill);
		case 'cut':
			return line ? line.cut() : site.taps[part].cutAll();
		case 'half-open':
			return line?.half(apartMs);
		case 'stall':
			return line?.stall(apartMs);
		case 'desk cut':
			return site.desk.cutAll();
		case 'disk full': {
			site.disk?.fill(leftKb, site.databasePids());
			setTimeout(() => site.disk?.free(site.databasePids()), fullMs);
			return undefined;
		}
	}
}

/** One kill: a copy of the prepared house works, is struck at the point of the seed, recovers, finishes, and is looked over. */
export async function killOnce(prepared: Prepared, seed: string): Promise<KillReport> {
	const started = performance.now();
	const plan = killPlan(seed);
	const site = await Site.open(prepared, plan.blow === 'disk full');
	const journal = new Journal(site.desk.port, prepared.keys, secondsMax);
	let landed = false;
	let statements = 0;
	const findings: string[] = [];
	try {
		const work = workOf(site, plan, prepared, journal);
		if (plan.subject === 'migration') {
			const made = await asOwner(site.database.url, (owner) => owner.query(`create database ${emptyDatabase}`));
			if (!made) throw new Error('no database to migrate could be made');
		} else await Promise.all([site.serve(), site.work()]);
		const watching = plan.subject === 'migration' ? null : site.watch();
		let struck = false;
		const blow = (line: Line | null) => {
			if (struck) return;
			struck = true;
			strike(site, plan, work.part, line);
		};
		const onTheWay = (line: Line | null) => {
			landed = true;
			blow(line);
			// A full disk is no broken line: whatever was asked goes on and meets it.
			return plan.blow === 'disk full';
		};
		if (plan.blow === 'desk cut') site.desk.arm(plan.point.at % 200, () => onTheWay(null));
		else site.taps[work.part].arm(plan.point, onTheWay);
		// Beside a verb or a job the desks go on: what is struck is struck among others.
		const beside =
			plan.subject === 'migration' || plan.subject === 'desks'
				? null
				: desks(plan, prepared, journal, { agents: 2, rounds: 2, payments: 2 });
		const answered = await work.run();
		site.taps[work.part].disarm();
		blow(null);
		statements = site.taps[work.part].seen;
		if (plan.blow === 'disk full') await sleep(fullMs + 200);
		await site.databaseUp();
		await beside;
		if (plan.subject === 'migration') findings.push(...(await afterMigration(site, prepared)));
		else {
			await jobUntil(site, 'send_messages', `select 1 from dunwell.message where state = 'queued' and due_at <= now()`);
			await journal.pressAllAgain();
			await site.stopInOrder();
			await watching;
			findings.push(...(await findingsIn(site.folder, prepared, { subject: plan.subject, journal, answered })));
		}
		findings.push(...site.findings, ...journal.findings);
	} catch (error) {
		findings.push(
			...site.findings,
			...journal.findings,
			`the harness: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
		);
	} finally {
		await site.close();
	}
	return {
		seed,
		point: sentenceOf(plan),
		landed,
		statements,
		acknowledged: journal.pressed.length,
		again: journal.again,
		restarts: site.restarts,
		disk: site.disk?.way ?? null,
		findings,
		seconds: Math.round((performance.now() - started) / 100) / 10,
	};
}

/** A server that was struck while it migrated and one that was left in peace make the same database. */
async function afterMigration(site: Site, prepared: Prepared): Promise<string[]> {
	// The blow may have come last of all: what is down is brought up once more.
	if (site.server?.child.exitCode !== null || site.server.child.signalCode !== null) await site.serve(emptyDatabase);
	await site.stopInOrder();
	const of = (name: string) => {
		const url = new URL(site.currentUrl());
		if (name !== '') url.pathname = `/${name}`;
		return url.toString();
	};
	const found = migrationFindings(await shapeOf(of(emptyDatabase)), await shapeOf(of('')));
	const logins = await asOwner(of(emptyDatabase), async (owner) => (await owner.query(`select 1 from dunwell.login`)).rowCount);
	return logins === 2 ? found : [...found, `the new house has ${logins} logins of its own instead of 2 (${prepared.zone})`];
}
