import { describe, expect, test } from 'vitest';
import { aDebt } from '../../test/support/debts.ts';
import { anItem, aTeam } from '../../test/support/desks.ts';
import { aPoint, ask, contact, end, gateDesk, use } from '../../test/support/gate.ts';
import { type Session, testServer } from '../../test/support/server.ts';
import { evidencePack } from '../compliance/pack.ts';
import { closeContact } from '../arrangements/close-contact.ts';
import { unmask } from '../contact/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { type Act, change, type Door, type Plain } from '../record/change.ts';
import {
	answerComplaint,
	closeComplaint,
	complaintLines,
	complaintView,
	extendComplaint,
	fileComplaint,
	takeComplaint,
} from './actions.ts';

/** What a debtor brings: it holds contact at once, has a clock, a handler who is no part of the case, and an answer. Received on Tuesday 24 November 2026. */
const desk = gateDesk();
const by = <T extends Plain>(door: Door, work: (act: Act) => Promise<T | Refusal>) =>
	change<Plain>(door, { act: 'test.complaint', input: {} }, work);
const file = (said: Partial<Parameters<typeof fileComplaint>[1]> = {}) =>
	by(desk.door, (act) =>
		fileComplaint(act, { debtorId: desk.placed.debtorId, kind: 'complaint', channel: 'desk', words: '你们打得太多了', ...said }),
	);
const done = (answer: unknown): { id: bigint } => {
	if (isRefusal(answer)) throw new Error(answer.code);
	return { id: BigInt((answer as { id: string }).id) };
};
const officer = () => desk.database.door('compliance');

describe('from filing to answer', () => {
	test('five complaints are listed two by two: the three open ones from the oldest, then the two closed ones from the newest, each once', async () => {
		const officerDoor = await officer();
		const ids: bigint[] = [];
		for (let i = 0; i < 5; i++) ids.push(done(await file()).id);
		for (const i of [1, 3]) {
			const id = ids[i] as bigint;
			done(await by(officerDoor, (act) => takeComplaint(act, id)));
			done(await by(officerDoor, (act) => answerComplaint(act, id, { verdict: 'upheld', words: '您说得对' })));
			done(await by(officerDoor, (act) => closeComplaint(act, id, 'closed', '债务人接受')));
		}
		const listed: string[][] = [];
		for (let after: bigint | undefined, more = true; more; ) {
			const page = await complaintLines(desk.door, { after, limit: 2 });
			listed.push(page.items.map((line) => line.id));
			after = BigInt(page.next ?? 0);
			more = page.next !== null;
		}
		const of = (...places: number[]) => places.map((i) => String(ids[i]));
		expect(listed).toEqual([of(0, 2), of(4, 3), of(1)]);
	});

	test('a complaint holds contact in its own transaction; taken, answered and closed by somebody not part of the case, contact begins again', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const { id } = done(await file({ wanted: '停止电话' }));
		expect(await use(desk, permit.permitId)).toMatchObject({ code: 'permit.void' });
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		const [door] = [await officer()];
		expect(await by(desk.door, (act) => takeComplaint(act, id))).toMatchObject({ code: 'thing.not_found' });
		done(await by(door, (act) => takeComplaint(act, id)));
		expect(
			await by(await desk.database.door('manager'), (act) => answerComplaint(act, id, { verdict: 'upheld', words: 'x' })),
		).toMatchObject({
			code: 'complaint.not_the_handler',
		});
		done(await by(door, (act) => answerComplaint(act, id, { verdict: 'upheld', words: '您说得对，我们已减少联系。' })));
		expect(isRefusal(await ask(desk))).toBe(false);
		done(await by(door, (act) => closeComplaint(act, id, 'closed', '债务人接受')));
		expect(await by(door, (act) => answerComplaint(act, id, { verdict: 'upheld', words: 'x' }))).toMatchObject({
			code: 'complaint.wrong_state',
		});
		const view = await complaintView(desk.door, id);
		expect(view).toMatchObject({
			state: 'closed',
			handler_id: String(door.actor.id),
			words: '你们打得太多了',
			wanted: '停止电话',
			answer: '您说得对，我们已减少联系。',
			due_on: '2026-12-09',
			answer_by: '2026-12-09',
			late: false,
			events: [{ what: 'received' }, { what: 'taken' }, { what: 'answered' }, { what: 'closed', note: '债务人接受' }],
		});
		expect(isRefusal(view) ? [] : view.involved.map((each) => each.login_id)).toEqual([String(desk.door.actor.id)]);
	});

	test('who called the debtor, and who is complained about, may not handle it; nor answer it, having become part of the case meanwhile', async () => {
		await contact(desk);
		const lead = await desk.database.door('team_lead');
		const { id } = done(await file({ aboutLogin: lead.actor.id }));
		expect(await by(await officer(), (act) => takeComplaint(act, id, lead.actor.id))).toMatchObject({
			code: 'complaint.handler_involved',
			details: { how: 'complained about' },
		});
		const door = await officer();
		done(await by(door, (act) => takeComplaint(act, id)));
		const promised = [desk.database.tenantId, desk.placed.debtorId, desk.placed.debtId, desk.database.clock.now(), door.actor.id];
		await desk.database.query(
			`insert into promise (tenant_id, debtor_id, debt_id, amount_minor, currency, due_on, grace_days, made_at, made_by) values ($1, $2, $3, 100, 'CNY', '2026-12-01', 1, $4, $5)`,
			promised,
		);
		expect(await by(door, (act) => answerComplaint(act, id, { verdict: 'upheld', words: 'x' }))).toMatchObject({
			code: 'complaint.handler_involved',
		});
		// The database holds the same line for the one complained about.
		await expect(desk.database.query('update complaint set handler_id = about_login where id = $1', [id])).rejects.toThrow(
			'violates check',
		);
	});

	test('the handler who looks at the number, or asks to call and is refused, still answers; who was allowed to call does not', async () => {
		const lead = await desk.database.door('team_lead');
		expect(isRefusal(await ask({ ...desk, door: lead }))).toBe(false);
		const door = await officer();
		const look = () =>
			by(door, async (act) => {
				const looked = await unmask(act, { debtorId: desk.placed.debtorId, contactPointId: desk.mobile });
				return isRefusal(looked) ? looked : { id: String(looked.permitId) };
			});
		done(await look());
		const { id } = done(await file());
		done(await by(door, (act) => takeComplaint(act, id)));
		expect(await look()).toMatchObject({ code: 'hold.in_force' });
		expect(await ask({ ...desk, door })).toMatchObject({ code: 'hold.in_force' });
		expect(await complaintView(door, id)).toMatchObject({ involved: [{ login_id: String(lead.actor.id), how: 'contact' }] });
		done(await by(door, (act) => answerComplaint(act, id, { verdict: 'upheld', words: 'x' })));
		const { id: second } = done(await file());
		expect(await by(door, (act) => takeComplaint(act, second, lead.actor.id))).toMatchObject({ code: 'complaint.handler_involved' });
	});

	test('a manager who is complained about neither allows its longer term nor closes it (CN-C1)', async () => {
		const [door, manager, other] = [await officer(), await desk.database.door('manager'), await desk.database.door('manager', 'other')];
		const { id } = done(await file({ aboutLogin: manager.actor.id }));
		done(await by(door, (act) => takeComplaint(act, id)));
		const involved = { code: 'complaint.handler_involved', details: { how: 'complained about' } };
		expect(await by(manager, (act) => extendComplaint(act, id, 'complex'))).toMatchObject(involved);
		done(await by(other, (act) => extendComplaint(act, id, 'complex')));
		done(await by(door, (act) => answerComplaint(act, id, { verdict: 'upheld', words: '您说得对。' })));
		expect(await by(manager, (act) => closeComplaint(act, id, 'closed', 'settled'))).toMatchObject(involved);
		done(await by(other, (act) => closeComplaint(act, id, 'closed', 'settled')));
	});

	test('CN-C1: a longer term is allowed by somebody else, twice, and not after it ran out; unanswered past it, it is late', async () => {
		const { id } = done(await file());
		const [door, manager] = [await officer(), await desk.database.door('manager')];
		done(await by(door, (act) => takeComplaint(act, id)));
		expect(await by(door, (act) => extendComplaint(act, id, 'complex'))).toMatchObject({ code: 'complaint.own_extension' });
		done(await by(manager, (act) => extendComplaint(act, id, 'complex')));
		done(await by(manager, (act) => extendComplaint(act, id, 'still complex')));
		expect(await by(manager, (act) => extendComplaint(act, id, 'more'))).toMatchObject({ code: 'complaint.no_longer_term' });
		// Nor is it handed to whoever allowed it.
		expect(await by(manager, (act) => takeComplaint(act, id))).toMatchObject({ code: 'complaint.own_extension' });
		expect(await complaintView(door, id)).toMatchObject({
			due_on: '2027-01-23',
			answer_by: '2027-01-22',
			extensions: 2,
			extensions_left: 0,
		});
		desk.database.clock.set(Temporal.Instant.from('2027-01-24T02:00:00Z'));
		expect(await complaintView(door, id)).toMatchObject({ late: true });
		expect((await complaintLines(door, { open: true })).items.find((line) => line.id === String(id))).toMatchObject({
			late: true,
			state: 'investigating',
		});
	});
});

describe('its effect on the gate', () => {
	test('a dispute of one debt leaves the other free; upheld it stays held, not upheld it is lifted', async () => {
		for (const verdict of ['upheld', 'not_upheld'] as const) {
			const { id } = done(await file({ kind: 'dispute', debtIds: [desk.placed.debtId] }));
			expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
			const door = await officer();
			done(await by(door, (act) => takeComplaint(act, id)));
			done(await by(door, (act) => answerComplaint(act, id, { verdict, words: 'x' })));
			const held = await desk.database.query('select 1 from hold where debtor_id = $1 and lifted_at is null', [desk.placed.debtorId]);
			expect(held).toHaveLength(verdict === 'upheld' ? 1 : 0);
			await desk.database.query('update hold set lifted_at = $2 where debtor_id = $1 and lifted_at is null', [
				desk.placed.debtorId,
				desk.database.clock.now(),
			]);
		}
		expect(await file({ debtIds: [999_999n] })).toMatchObject({ code: 'thing.not_found' });
		expect(await file({ receivedAt: desk.database.clock.now().add({ hours: 1 }) })).toMatchObject({ code: 'complaint.received_ahead' });
	});

	test('answering one of two open disputes of a debt lifts its own hold alone; contact begins again when the second is answered', async () => {
		const door = await officer();
		const [one, two] = [
			done(await file({ kind: 'dispute', debtIds: [desk.placed.debtId] })),
			done(await file({ kind: 'dispute', debtIds: [desk.placed.debtId] })),
		];
		for (const { id } of [one, two]) {
			expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
			done(await by(door, (act) => takeComplaint(act, id)));
			done(await by(door, (act) => answerComplaint(act, id, { verdict: 'not_upheld', words: 'x' })));
		}
		expect(isRefusal(await ask(desk))).toBe(false);
	});

	test('a complaint opened again holds contact again, and answered again lets it begin', async () => {
		const door = await officer();
		const { id } = done(await file());
		const answer = async () => {
			done(await by(door, (act) => takeComplaint(act, id)));
			done(await by(door, (act) => answerComplaint(act, id, { verdict: 'not_upheld', words: 'x' })));
		};
		await answer();
		expect(isRefusal(await ask(desk))).toBe(false);
		done(await by(door, (act) => closeComplaint(act, id, 'reopened', 'not accepted')));
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		await answer();
		expect(isRefusal(await ask(desk))).toBe(false);
	});

	test('opened again on 20 December it has 15 days from then and no longer term behind it; what was answered before stays in it and in the pack', async () => {
		const [door, manager] = [await officer(), await desk.database.door('manager')];
		const { id } = done(await file());
		done(await by(door, (act) => takeComplaint(act, id)));
		done(await by(manager, (act) => extendComplaint(act, id, 'complex')));
		const answer = async (verdict: 'upheld' | 'not_upheld', words: string) => {
			done(await by(door, (act) => answerComplaint(act, id, { verdict, words })));
		};
		desk.database.clock.set(Temporal.Instant.from('2026-12-18T02:00:00Z'));
		await answer('not_upheld', '我们核对了记录。');
		done(await by(door, (act) => closeComplaint(act, id, 'closed', 'told')));
		desk.database.clock.set(Temporal.Instant.from('2026-12-20T02:00:00Z'));
		done(await by(door, (act) => closeComplaint(act, id, 'reopened', 'not accepted')));
		expect(await complaintView(door, id)).toMatchObject({
			due_on: '2027-01-04',
			extensions: 0,
			extensions_left: 2,
			late: false,
			verdict: null,
			answer: null,
			state: 'received',
		});
		expect((await complaintLines(door, { open: true })).items.find((line) => line.id === String(id))).toMatchObject({
			due_on: '2027-01-04',
		});
		done(await by(door, (act) => takeComplaint(act, id)));
		desk.database.clock.set(Temporal.Instant.from('2027-01-04T02:00:00Z'));
		done(await by(manager, (act) => extendComplaint(act, id, 'on its last day')));
		await answer('upheld', '您说得对。');
		const pack = await evidencePack(door, id);
		if (isRefusal(pack)) throw new Error(pack.code);
		expect(pack.content.complaint).toMatchObject({ verdict: 'upheld', answer: '您说得对。', extensions: 1, due_on: '2027-01-19' });
		expect(pack.content.complaint.events.filter(({ what }) => what === 'answered')).toMatchObject([
			{ verdict: 'not_upheld', note: '我们核对了记录。' },
			{ verdict: 'upheld', note: '您说得对。' },
		]);
	});

	test('of 20 calls placed while a request to stop is filed, none is placed after it: each either came before or finds it', async () => {
		const permits = await Promise.all([ask(desk), ask(desk), ask(desk)]);
		const [filed, ...used] = await Promise.all([
			file({ kind: 'cease' }),
			...permits.flatMap((permit) => (isRefusal(permit) ? [] : [use(desk, permit.permitId)])),
		]);
		done(filed);
		const [hold] = await desk.database.query<{ id: bigint }>('select id from hold where debtor_id = $1', [desk.placed.debtorId]);
		expect(hold).toBeDefined();
		for (const each of used) if (isRefusal(each)) expect(each.code).toBe('permit.void');
		expect(await ask(desk)).toMatchObject({ code: 'hold.in_force' });
		const again = await Promise.all(Array.from({ length: 20 }, () => ask(desk)));
		expect(again.every(isRefusal)).toBe(true);
	});

	test('what is said in a call opens a case with a clock: “I want to complain” is a complaint, due in 15 days, under the hold of the call', async () => {
		const permit = await ask(desk);
		if (isRefusal(permit)) throw new Error(permit.code);
		const attempt = await use(desk, permit.permitId);
		if (isRefusal(attempt)) throw new Error(attempt.code);
		const closed = await by(desk.door, (act) =>
			closeContact(act, {
				outcome: {
					debtorId: desk.placed.debtorId,
					attemptId: attempt.attemptId,
					line: 'right_party',
					said: 'complains',
					note: '嫌打得太早',
					identityDisclosed: true,
				},
			}),
		);
		expect(isRefusal(closed)).toBe(false);
		const [line] = (await complaintLines(desk.door, { debtorId: desk.placed.debtorId })).items;
		expect(line).toMatchObject({ kind: 'complaint', channel: 'phone', due_on: '2026-12-09', state: 'received' });
		expect(await desk.database.query('select 1 from hold where debtor_id = $1', [desk.placed.debtorId])).toHaveLength(1);
		expect(await end(desk, attempt.attemptId)).toMatchObject({ code: 'outcome.already_recorded' });
	});
});

test('the same key with other words, another wish or another verdict is refused as other input and not answered with what was done before', async () => {
	const server = await testServer(desk.database);
	try {
		const [officer, manager] = [await server.as('compliance'), await server.as('manager')];
		const filed = { kind: 'complaint', channel: 'letter', words: '一', wanted: '甲' };
		const twice = async (by: Session, url: string, first: object, other: object) => {
			const key = `key ${url}`;
			const [once, again, otherwise] = [
				await by.call('POST', url, { key, body: first }),
				await by.call('POST', url, { key, body: first }),
				await by.call('POST', url, { key, body: other }),
			];
			expect([once.status, again.body, otherwise.body['code']]).toEqual([200, once.body, 'idempotency.key_reused_with_other_input']);
			return String(once.body['id']);
		};
		const id = await twice(officer, `/api/debtors/${desk.placed.debtorId}/complaints`, filed, { ...filed, words: '二' });
		const other = `/api/debtors/${(await aDebt(desk.database, desk.door)).debtorId}/complaints`;
		await twice(officer, other, filed, { ...filed, wanted: '乙' });
		expect((await officer.call('POST', `/api/complaints/${id}/take`, { body: {} })).status).toBe(200);
		await twice(manager, `/api/complaints/${id}/extend`, { reason: '复杂' }, { reason: '另一个' });
		await twice(officer, `/api/complaints/${id}/answer`, { verdict: 'upheld', words: '好' }, { verdict: 'upheld', words: '不好' });
		await twice(officer, `/api/complaints/${id}/close`, { reason: '接受' }, { reason: '不接受' });
		await twice(officer, `/api/complaints/${id}/reopen`, { reason: '不满意' }, { reason: '满意' });
		const fresh = await aDebt(desk.database, desk.door);
		await aPoint(desk, fresh.debtorId);
		const { teamId } = await aTeam(desk.database, 0);
		await anItem(desk.database, fresh, teamId);
		const agent = await server.as('agent', 'typing', { team_ids: [String(teamId)] });
		const typed = (about: string) => ({
			debt_id: String(fresh.debtId),
			text: `【{agency}】您好，您申请的${about}已受理。投诉{complaint}，拒收请回复R。`,
		});
		await twice(agent, `/api/debtors/${fresh.debtorId}/messages`, typed('分期'), typed('延期'));
		const kept = await desk.database.query<{ text: string }>(
			`select string_agg(input::text, ' ') as text from record_entry where act like 'complaint.%' or act = 'message.type'`,
		);
		expect(kept[0]?.text).toMatch(/words [0-9a-f]{32}/);
		for (const word of ['一', '甲', '复杂', '好', '接受', '满意', '分期']) expect(kept[0]?.text).not.toContain(word);
	} finally {
		await server.close();
	}
});
