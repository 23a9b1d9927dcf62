import { expect, test } from 'vitest';
import { gateDesk } from '../../test/support/gate.ts';
import { explainContact } from './cli.ts';

const desk = gateDesk();
const explained = (more: Partial<Parameters<typeof explainContact>[1]> = {}) =>
	explainContact(desk.door, { debtor: desk.placed.debtorId, channel: 'voice', ...more });

test('a call is explained as a machine’s unless somebody is named, whose training of a year and a day ago refuses it (CN-H1)', async () => {
	const [agent] = await desk.database.query<{ username: string }>('select username from login where id = $1', [desk.door.actor.id]);
	const username = agent?.username ?? '';
	expect(await explained()).toMatchObject({ permitted: true });
	expect(await explained({ agent: username })).toMatchObject({ permitted: true });
	await desk.database.query(`update login set trained_on = '2025-11-23' where id = $1`, [desk.door.actor.id]);
	const late = await explained({ agent: username });
	expect(late).toMatchObject({ permitted: false });
	expect(JSON.stringify(late)).toContain('CN-H1');
	expect(await explained()).toMatchObject({ permitted: true });
	expect(await explained({ agent: 'nobody' })).toMatchObject({ code: 'thing.not_found', details: { what: 'login', id: 'nobody' } });
});
