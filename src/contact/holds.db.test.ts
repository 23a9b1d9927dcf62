import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, contact, gateDesk } from '../../test/support/gate.ts';
import { testServer } from '../../test/support/server.ts';
import { isRefusal } from '../core/refusal.ts';
import { fileComplaint } from '../complaints/actions.ts';
import { change } from '../record/change.ts';
import { loadHolds } from './view.ts';

/** What the law asks of a hold besides its kind comes in through the API and reaches the gate. 2026-11-24 15:00Z is 10:00 in New York and 15:00 in London. */
const desk = gateDesk();
let server: Awaited<ReturnType<typeof testServer>>;
beforeAll(async () => {
	server = await testServer(desk.database);
});
afterAll(() => server.close());

const call = async (path: string, body: object) => {
	const compliance = await server.as('compliance');
	return compliance.call('POST', `/api/debtors/${desk.placed.debtorId}/${path}`, { body });
};
const place = async (body: object) => {
	const made = await call('holds', { days: null, evidence: 'letter of 20 November', ...body });
	expect(made).toMatchObject({ status: 200 });
	return String(made.body['id']);
};
const refusing = async () => {
	const permit = await ask(desk);
	return isRefusal(permit) ? permit.details['rule'] : 'permitted';
};
const holds = () => desk.database.tx((tx) => loadHolds(tx, desk.database.vault, desk.placed.debtorId));

async function livesIn(jurisdiction: string, zone: string): Promise<void> {
	await desk.database.query('update debtor set jurisdiction = $2, zones = $3 where id = $1', [desk.placed.debtorId, jurisdiction, [zone]]);
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
}

describe('in the United States', () => {
	beforeEach(() => livesIn('US', 'America/New_York'));

	test('12 CFR 1006.6(c): a request to stop by word of mouth is held by the house alone, put in writing by the law as well', async () => {
		const id = await place({ kind: 'cease_request', written: false });
		expect(await refusing()).toBe('HOLD');
		expect(await call(`holds/${id}/change`, { written: true, evidence: 'letter of 24 November' })).toMatchObject({ status: 200 });
		expect(await refusing()).toBe('HOLD, US-C1');
		expect(await holds()).toMatchObject([{ written: true, evidence: 'letter of 20 November\nletter of 24 November' }]);
	});

	test('not said how, a request to stop is taken as written', async () => {
		await place({ kind: 'cease_request' });
		expect(await refusing()).toBe('HOLD, US-C1');
	});

	test('12 CFR 1006.38(d)(2): a dispute in writing stops collection by US-V2, one by word of mouth by the house alone', async () => {
		const id = await place({ kind: 'dispute', written: true });
		expect(await refusing()).toBe('HOLD, US-V2');
		await call(`holds/${id}/change`, { written: false, evidence: 'it was a call' });
		expect(await refusing()).toBe('HOLD');
	});

	test('12 CFR 1006.6(b)(2): an attorney who is known stops contact; one who does not answer no longer, until they do', async () => {
		const id = await place({ kind: 'counsel', attorney: { state: 'known', name: 'Pat Doe', contact: '1 Main Street' } });
		expect(await refusing()).toBe('HOLD, US-C1');
		const learned = (state: string, evidence: string) => call(`holds/${id}/change`, { attorney: { state }, evidence });
		await learned('unresponsive', 'two letters, six weeks');
		expect(await refusing()).toBe('permitted');
		// The permit is not used.
		desk.database.clock.advance({ hours: 1 });
		await learned('known', 'answered today');
		expect(await refusing()).toBe('HOLD, US-C1');
		expect(await holds()).toMatchObject([{ attorney: { state: 'known', name: 'Pat Doe', contact: '1 Main Street' } }]);
	});

	test('the attorney’s name and what was written as evidence are neither in the row in clear nor in the record', async () => {
		await place({ kind: 'counsel', attorney: { state: 'known', name: 'Pat Doe' }, evidence: 'fax of Mr Roe' });
		const [row] = await desk.database.query<{ text: string }>('select h::text as text from hold h where debtor_id = $1', [
			desk.placed.debtorId,
		]);
		const [entry] = await desk.database.query<{ text: string }>(
			`select e::text as text from record_entry e where debtor_id = $1 and act = 'hold.place'`,
			[desk.placed.debtorId],
		);
		expect(row?.text).not.toContain('Pat Doe');
		expect(entry?.text).toContain('""state"": ""known""');
		expect(entry?.text).not.toMatch(/Pat Doe|Mr Roe/);
	});

	test('a talk in which the debtor disputes is no dispute in writing', async () => {
		const notice = { kind: 'validation', debt_id: String(desk.placed.debtId), sent_on: '2026-11-20', evidence: 'letter' };
		expect(await call('notices', notice)).toMatchObject({ status: 200 });
		expect(await contact(desk, { said: 'disputes' })).toBe('done');
		expect(await holds()).toMatchObject([{ kind: 'dispute', written: false }]);
	});
});

describe('what no lapse of days ends (US-C1, US-V2)', () => {
	test.each(['cease_request', 'dispute', 'deceased', 'incapacity'] as const)(
		'%s: “for one day” is refused; placed without days it stands after thirty',
		async (kind) => {
			const body = { kind, days: 1, evidence: 'said so' };
			expect(await call('holds', body)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
			expect(await holds()).toEqual([]);
			await place({ kind });
			desk.database.clock.advance({ hours: 24 * 30 });
			expect(await refusing()).toContain('HOLD');
		},
	);

	test('a pause the client asks for, and hardship, may end by themselves', async () => {
		for (const kind of ['client_request', 'hardship']) await place({ kind, days: 2 });
		desk.database.clock.advance({ hours: 49 });
		expect(await refusing()).toBe('permitted');
	});
});

describe('a complaint, dispute or request to stop as it came in', () => {
	test.each([
		['cease', 'letter', true],
		['dispute', 'email', true],
		['dispute', 'portal', true],
		['cease', 'phone', false],
		['dispute', 'desk', null],
		['hardship', 'letter', null],
	] as const)('%s by %s: in writing %s', async (kind, channel, written) => {
		const { debtorId } = desk.placed;
		await change(desk.door, { act: 'complaint.file', input: {} }, (act) => fileComplaint(act, { debtorId, kind, channel, words: 'x' }));
		expect(await holds()).toMatchObject([{ written }]);
	});
});

describe('UK-B1: a breathing space lasts as long as its regulations say', () => {
	const space = { kind: 'breathing_space' };
	beforeEach(() => livesIn('UK-EAW', 'Europe/London'));

	test('reg. 26: noticed on 24 November it starts on the 25th and is over after 23 January at midnight in London; ten days asked for are refused', async () => {
		expect(await call('holds', { ...space, days: 10, evidence: 'register' })).toMatchObject({
			status: 409,
			body: { code: 'hold.term_by_law' },
		});
		await place(space);
		expect(await holds()).toMatchObject([{ until_at: '2027-01-24T00:00:00Z' }]);
		expect(await refusing()).toBe('HOLD, UK-B1');
		desk.database.clock.set(Temporal.Instant.from('2027-01-23T15:00:00Z'));
		expect(await refusing()).toBe('HOLD, UK-B1');
		desk.database.clock.set(Temporal.Instant.from('2027-01-24T15:00:00Z'));
		expect(await refusing()).toBe('permitted');
	});

	test('where the notice names the day of start, that day is the first of sixty: ten days ago, today, tomorrow; one that is over or lies further ahead is not placed', async () => {
		await place({ ...space, days: 60, begun_on: '2026-11-14' });
		await place({ ...space, begun_on: '2026-11-24' });
		await place({ ...space, begun_on: '2026-11-25' });
		expect((await holds()).map((hold) => hold['until_at']).toSorted()).toEqual([
			'2027-01-13T00:00:00Z',
			'2027-01-23T00:00:00Z',
			'2027-01-24T00:00:00Z',
		]);
		for (const begunOn of ['2026-09-25', '2026-11-26'])
			expect(await call('holds', { ...space, days: null, begun_on: begunOn, evidence: 'register' })).toMatchObject({
				body: { code: 'request.malformed' },
			});
	});

	test('of a mental health crisis it has no end while it is treated, and thirty days more after 24 November', async () => {
		expect(await call('holds', { ...space, crisis: true, days: 60, evidence: 'AMHP' })).toMatchObject({
			body: { code: 'hold.term_by_law' },
		});
		const id = await place({ ...space, crisis: true });
		expect(await holds()).toMatchObject([{ crisis: true, until_at: null }]);
		desk.database.clock.set(Temporal.Instant.from('2027-05-24T15:00:00Z'));
		expect(await refusing()).toBe('HOLD, UK-B1');
		expect(await call(`holds/${id}/change`, { treatment_ended_on: '2027-05-25', evidence: 'x' })).toMatchObject({ status: 400 });
		expect(await call(`holds/${id}/change`, { treatment_ended_on: '2027-05-24', evidence: 'AMHP' })).toMatchObject({ status: 200 });
		// June 23 is the thirtieth day; on British Summer Time midnight is 23:00Z.
		expect(await holds()).toMatchObject([{ treatment_ended_on: '2027-05-24', until_at: '2027-06-23T23:00:00Z' }]);
	});

	test('in Scotland and in China it is as long as the desk says, and of no crisis', async () => {
		for (const [jurisdiction, zone] of [
			['UK-SCT', 'Europe/London'],
			['CN', 'Asia/Shanghai'],
		] as const) {
			await livesIn(jurisdiction, zone);
			await place({ ...space, days: 10 });
			expect((await holds())[0]).toMatchObject({ until_at: '2026-12-04T15:00:00Z' });
			expect(await call('holds', { ...space, crisis: true, days: null, evidence: 'x' })).toMatchObject({ status: 400 });
		}
	});
});

test('an attorney who stands aside opens nothing in China, where no rule lets them: a person lifts the hold', async () => {
	await livesIn('CN', 'Asia/Shanghai');
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T03:00:00Z'));
	expect(await refusing()).toBe('permitted');
	const id = await place({ kind: 'counsel', attorney: { state: 'consents', name: '王律师' } });
	expect(await refusing()).toBe('HOLD');
	await call(`holds/${id}/lift`, {});
	expect(await refusing()).toBe('permitted');
});

test('what does not belong to the kind is refused with the part that is wrong; so are a debt that is not theirs and a hold lifted or unknown', async () => {
	for (const wrong of [
		{ kind: 'hardship', written: true },
		{ kind: 'dispute', attorney: { state: 'known' } },
		{ kind: 'dispute', crisis: true },
		{ kind: 'breathing_space', treatment_ended_on: '2026-11-20' },
	])
		expect(await call('holds', { days: null, evidence: 'x', ...wrong })).toMatchObject({ status: 400 });
	expect(await call('holds', { kind: 'deceased', days: null, evidence: 'x', debt_id: '999999' })).toMatchObject({ status: 404 });
	const own = String(desk.placed.debtId);
	for (const kind of ['deceased', 'minor', 'incapacity'])
		expect(await call('holds', { kind, days: null, evidence: 'x', debt_id: own })).toMatchObject({ status: 400 });
	await call(`holds/${await place({ kind: 'bankruptcy', debt_id: own })}/lift`, {});
	const id = await place({ kind: 'counsel' });
	expect(await call(`holds/${id}/change`, { evidence: 'x' })).toMatchObject({ status: 400 });
	expect(await call(`holds/${id}/change`, { written: true, evidence: 'x' })).toMatchObject({ status: 400 });
	expect(await call('holds/999999/change', { written: true, evidence: 'x' })).toMatchObject({ status: 404 });
	await call(`holds/${id}/lift`, {});
	expect(await call(`holds/${id}/change`, { attorney: { state: 'consents' }, evidence: 'x' })).toMatchObject({
		status: 409,
		body: { code: 'hold.already_lifted' },
	});
});
