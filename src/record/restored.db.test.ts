import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openFolder } from '../../test/crash/prepared.ts';
import { dunwell } from '../../test/crash/processes.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import { readConfig } from '../host/config.ts';
import { openHouse } from '../house.ts';
import { addLogin, addTeam } from '../people/actions.ts';
import { signInOf } from '../people/sign-in.ts';
import { addClient } from '../tenants/actions.ts';
import type { Door } from './change.ts';
import { currentHead, sealRecord } from './seals.ts';

/** A house of its own on the embedded database, backed up as the operator's page says: the folder copied while it is stopped. */
const base = () => {
	const folder = openFolder('dunwell-restored-');
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};

async function inHouse(folder: string, work: (door: Door, house: Awaited<ReturnType<typeof openHouse>>) => Promise<void>): Promise<void> {
	const house = await openHouse({ config: readConfig({ DUNWELL_DATA: folder }), poolMax: 3, say: () => {} });
	try {
		await work(known(await house.door('main', 'operator'), 'operator'), house);
	} finally {
		await house.close();
	}
}

/** Seals what was done and keeps the head where no restore reaches it. */
async function keep(door: Door, path: string): Promise<void> {
	await sealRecord(door);
	writeFileSync(path, JSON.stringify(await currentHead(door)));
}

const copy = (from: string, to: string) => {
	rmSync(to, { recursive: true, force: true });
	expect(spawnSync('cp', ['-a', from, to]).status).toBe(0);
};

async function verify(folder: string, root: string): Promise<{ code: number | null; findings: { what: string; sentence: string }[] }> {
	const running = dunwell(['record', 'verify', '--root', root, '--json'], { DUNWELL_DATA: folder });
	const code = await running.ended;
	return { code, ...(JSON.parse(running.answered()) as { findings: { what: string; sentence: string }[] }) };
}

test('an older copy of the data folder put back is whole by the head kept then, and named by the head kept since, also when it is gone on with', {
	timeout: 180_000,
}, async () => {
	const place = base();
	const [folder, backup, newest] = [join(place, 'house'), join(place, 'backup'), join(place, 'newest')];
	const [first, second] = [join(place, 'first.json'), join(place, 'second.json')];
	await inHouse(folder, async (door, house) => {
		const signIn = signInOf(house);
		await addClient(door, { code: 'BANK', name: 'A Bank', serviceLine: '400-000-0000', complaintLine: '400-000-0001' });
		const added = await addLogin(door, signIn, { username: 'lin', name: '林', role: 'agent', password: 'correct horse' });
		expect(isRefusal(added)).toBe(false);
		await signIn.close();
		await keep(door, first);
	});
	copy(folder, backup);
	await inHouse(folder, async (door) => {
		await addTeam(door, { code: 'T1', name: 'Team' });
		await keep(door, second);
	});
	expect(await verify(folder, second)).toMatchObject({ code: 0, findings: [] });
	expect(await verify(folder, first)).toMatchObject({ code: 0, findings: [] });
	copy(folder, newest);

	// The restore: everything is as it was, row for row, and by itself without a fault.
	copy(backup, folder);
	expect(await verify(folder, first)).toMatchObject({ code: 0, findings: [] });
	const older = await verify(folder, second);
	expect(older.code).toBe(1);
	expect(older.findings.map(({ what }) => what)).toEqual(['older than kept']);
	expect(older.findings[0]?.sentence).toMatch(
		/^the record ends at seal 1 of \S+, the head kept elsewhere is of seal 2 of \S+: an older copy was put back, and what was done since is missing$/,
	);

	// Gone on with: there is a second seal again, and it is another.
	await inHouse(folder, async (door) => {
		await addTeam(door, { code: 'T2', name: 'Another team' });
		await sealRecord(door);
	});
	const other = await verify(folder, second);
	expect(other.code).toBe(1);
	expect(other.findings.map(({ what }) => what)).toEqual(['other than kept']);
	expect(other.findings[0]?.sentence).toContain('an older copy was put back and gone on with');

	copy(newest, folder);
	expect(await verify(folder, second)).toMatchObject({ code: 0, findings: [] });
});
