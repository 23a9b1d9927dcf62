import { describe, expect, test } from 'vitest';
import { isRefusal } from '../core/refusal.ts';
import { nearLimits } from '../compliance/near-limits.ts';
import { debtViews } from '../debts/views.ts';
import { setStanding } from '../tenants/actions.ts';
import { extendMandate } from './extend.ts';
import { testNow } from '../../test/support/database.ts';
import { head, placingDesk, row } from '../../test/support/placing.ts';

const desk = placingDesk();

/** Puts dates on file for the test's client, today being 2026-11-24 in Shanghai. */
async function onFile(dates: { contract_until?: string; evaluated_on?: string }): Promise<void> {
	const compliance = await desk.database.door('compliance');
	const [client] = await desk.database.query<{ id: bigint }>('select id from client where code = $1', [desk.client]);
	const done = await setStanding(compliance, { clientId: client?.id ?? 0n, ...dates, evidence: 'contract 2025-07, report of the year' });
	if (isRefusal(done)) throw new Error(done.code);
}

describe('CN-O1: no debts from a client whose contract with us ended or whose evaluation of us is older than twelve months', () => {
	test.each([
		[{ contract_until: '2026-11-24', evaluated_on: '2026-06-01' }, 1],
		[{ contract_until: '2026-11-23', evaluated_on: '2026-06-01' }, 'client.contract_ended'],
		[{ contract_until: '2027-06-30', evaluated_on: '2025-11-24' }, 1],
		[{ contract_until: '2027-06-30', evaluated_on: '2025-11-23' }, 'client.evaluation_too_old'],
		[{ evaluated_on: '2025-11-23' }, 'client.evaluation_too_old'],
	] as const)('CN-O1: with %o on file a placement of 2026-11-24 comes to %s', async (dates, outcome) => {
		await onFile(dates);
		const before = await desk.book();
		const answer = await desk.importing(desk.fileOf(head, row(1)));
		expect(isRefusal(answer) ? answer.code : answer.accepted).toBe(outcome);
		if (isRefusal(answer)) expect(await desk.book()).toEqual(before);
	});

	test('CN-O1: it is refused again as soon as the day is over, and taken again once the new evaluation is on file', async () => {
		await onFile({ contract_until: '2027-06-30', evaluated_on: '2025-11-24' });
		desk.database.clock.set(Temporal.Instant.from('2026-11-24T16:00:00Z'));
		try {
			const path = desk.fileOf(head, row(1));
			expect(await desk.importing(path)).toMatchObject({ code: 'client.evaluation_too_old', details: { last_on: '2026-11-24' } });
			await onFile({ evaluated_on: '2026-11-25' });
			expect(await desk.imported(path)).toMatchObject({ accepted: 1 });
		} finally {
			desk.database.clock.set(Temporal.Instant.from('2026-11-24T02:00:00Z'));
		}
	});

	test('CN-O1: dates that nobody put on file refuse nothing; the answer says what was not checked, and compliance sees the client', async () => {
		const { notes } = await desk.imported(desk.fileOf(head, row(1)));
		expect(notes.map((note) => note.zh).join()).toMatch(/未登记：委托合同到期日、委案方对本机构的评估日期.*CN-O1/);
		const { clients } = await nearLimits(await desk.database.door('compliance'));
		expect(clients.find((client) => client.code === desk.client)).toMatchObject({ standing: { state: 'not on file' }, debts: 1 });
	});

	test('CN-O1: compliance is warned 30 days before the end, and not a day earlier', async () => {
		const seen = async () =>
			(await nearLimits(await desk.database.door('compliance'))).clients.find((client) => client.code === desk.client)?.standing.state;
		await onFile({ contract_until: '2026-12-25', evaluated_on: '2026-06-01' });
		expect(await seen()).toBeUndefined();
		await onFile({ contract_until: '2026-12-24' });
		expect(await seen()).toBe('ending');
		await onFile({ contract_until: '2026-11-23' });
		expect(await seen()).toBe('over');
	});

	test('CN-O1: a client whose own staff collects, or who bought the debts, is asked for no evaluation', async () => {
		await onFile({ contract_until: '2026-11-23', evaluated_on: '2025-11-23' });
		await desk.database.query("update client set collects_as = 'debt_buyer' where code = $1", [desk.client]);
		expect(await desk.imported(desk.fileOf(head, row(1)))).toMatchObject({ accepted: 1 });
	});

	test('CN-O1: once the contract has ended, or the evaluation is older than twelve months, the client leaves nothing with us longer either', async () => {
		await onFile({ contract_until: '2027-06-30', evaluated_on: '2026-06-01' });
		const { placement_id: id } = await desk.imported(desk.fileOf(`${head},预计退案日期`, `${row(8)},2026-11-25`));
		const leave = (day: string) =>
			extendMandate(desk.door, BigInt(id ?? 0), { until: Temporal.PlainDate.from(day), reason: '留案函', debtIds: null });
		await onFile({ contract_until: '2026-11-23' });
		expect(await leave('2026-12-01')).toMatchObject({ code: 'client.contract_ended', details: { last_on: '2026-11-23' } });
		await onFile({ contract_until: '2027-06-30', evaluated_on: '2025-11-23' });
		expect(await leave('2026-12-01')).toMatchObject({ code: 'client.evaluation_too_old' });
		await onFile({ evaluated_on: '2026-11-24' });
		expect(await leave('2026-12-01')).toEqual({ debts: 1 });
	});

	test('CN-O1: the cases already placed stay, and say from 30 days before that the client’s standing ends', async () => {
		await onFile({ contract_until: '2026-12-25', evaluated_on: '2026-06-01' });
		await desk.imported(desk.fileOf(head, row(7)));
		const [debt] = await desk.database.query<{ debtor_id: bigint }>('select debtor_id from debt order by id desc limit 1');
		const shown = async () => (await desk.database.tx((tx) => debtViews(tx, debt?.debtor_id ?? 0n, testNow)))[0]?.client.standing.state;
		expect(await shown()).toBe('in order');
		await onFile({ contract_until: '2026-12-24' });
		expect(await shown()).toBe('ending');
		await onFile({ contract_until: '2026-11-23' });
		expect(await shown()).toBe('over');
	});

	test('an evaluation that lies ahead is not put on file', async () => {
		await expect(onFile({ evaluated_on: '2026-11-25' })).rejects.toThrow('request.malformed');
	});
});
