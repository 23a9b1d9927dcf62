import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { aClient } from '../../test/support/debts.ts';
import { head, idOf, placingDesk, row } from '../../test/support/placing.ts';
import { testNow } from '../../test/support/database.ts';
import { known } from '../core/assert.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { changeGuarantee, tellGuarantee } from '../debts/guarantee-actions.ts';
import { root } from '../host/config.ts';
import { inTenant } from '../host/db.ts';
import { loadPayableForUpdate } from '../payments/store.ts';
import { change, type Door } from '../record/change.ts';
import { askPermit, type Outcome, placeAttempt, recordOutcome } from './actions.ts';
import { loadContactPoints } from './view.ts';

/** Who owes one loan of a debtor with loans of two banks is for the other a third party (regulation: CN-P1, CN-P2), on a real database, from the banks’ own files. */
const desk = placingDesk();
let agent: Door;
let people = 0;
/** The debtor’s number in the files. */
let n = 0;
beforeEach(async () => {
	desk.database.clock.set(testNow);
	agent = await desk.database.door('agent', `agent ${++people}`);
	n = 700 + people;
	await aClient(desk.database, `OTHER ${desk.client}`);
});

const guarantor = () => `,赵刚,${idOf(500 + people)},1390000${String(people).padStart(4, '0')}`;
const surety = '担保人姓名,担保人身份证号,担保人手机';
const borrower = '共同借款人姓名,共同借款人身份证号,共同借款人手机';
const contactOf = '联系人1姓名,联系人1身份证号,联系人1手机';
/** A loan of the debtor in a file of its own; `columns`: whom it names. */
const placed = (bank: 'A' | 'B', columns?: string) =>
	desk.imported(desk.fileOf(columns ? `${head},${columns}` : head, `${row(n, { ref: `${bank}${n}` })}${columns ? guarantor() : ''}`), {
		clientCode: bank === 'A' ? desk.client : `OTHER ${desk.client}`,
	});

async function found() {
	const debts = await desk.database.query<{ debtor_id: bigint; id: bigint; reference: string }>(
		'select debtor_id, id, reference from debt where reference = any ($1)',
		[[`A${n}`, `B${n}`]],
	);
	const { debtor_id: debtorId } = known(debts[0], 'debt');
	const [point] = await desk.database.query<{ id: bigint; party_id: bigint; own: bigint }>(
		`select p.id, p.party_id, (select o.id from contact_point o where o.debtor_id = $1 and o.party_id is null) as own
		   from contact_point p where p.debtor_id = $1 and p.party_id is not null`,
		[debtorId],
	);
	const { id: pointId, party_id: partyId, own } = known(point, 'point');
	const debt = (bank: 'A' | 'B') => known(debts.find(({ reference }) => reference === `${bank}${n}`)?.id, 'debt');
	return { debtorId, pointId, partyId, own, debt };
}
type Found = Awaited<ReturnType<typeof found>>;

type About = { debtIds?: readonly bigint[]; purpose?: 'collect' | 'locate'; pointId?: bigint };
const ask = (of: Found, { pointId = of.pointId, ...about }: About = {}) =>
	change(agent, { act: 'contact.ask', input: {}, keepOnRefusal: true }, async (act) => {
		const permit = await askPermit(act, { debtorId: of.debtorId, contactPointId: pointId, channel: 'voice', ...about });
		if (isRefusal(permit)) return permit;
		return { permitId: String(permit.permitId), party: permit.target.facts.party, debtIds: permit.decision.debtIds };
	});
/** What may be spoken of with the guarantor, and as whom; or the rules that refuse it. */
async function said(of: Found, about: About = {}): Promise<string> {
	const answer = await ask(of, about);
	desk.database.clock.advance({ minutes: 11 });
	if (isRefusal(answer)) return answer.details?.['rule'] ?? answer.code;
	const names = answer.debtIds.map((id) => (BigInt(id) === of.debt('A') ? 'A' : 'B'));
	return `${answer.party} of ${names.join(' and ')}`;
}
async function call(of: Found, about: About, outcome: Partial<Outcome>): Promise<string> {
	const permit = await ask(of, about);
	if (isRefusal(permit)) return permit.code;
	const placedAt = await change(agent, { act: 'contact.attempt', input: {} }, async (act) => {
		const attempt = await placeAttempt(act, { debtorId: of.debtorId, permitId: BigInt(permit.permitId) });
		return isRefusal(attempt) ? attempt : { id: String(attempt.attemptId) };
	});
	if (isRefusal(placedAt)) return placedAt.code;
	const done = await change(agent, { act: 'contact.outcome', input: {} }, async (act) => {
		const told = {
			debtorId: of.debtorId,
			attemptId: BigInt(placedAt.id),
			line: 'no_answer',
			said: 'none',
			identityDisclosed: true,
		} as const;
		const recorded = await recordOutcome(act, { ...told, ...outcome });
		return isRefusal(recorded) ? recorded : { holds: recorded.holds };
	});
	desk.database.clock.advance({ minutes: 1 });
	return isRefusal(done) ? done.code : permit.party;
}

describe('a guarantor of the loan of one bank', () => {
	test('is asked for that loan, and for the other bank’s is a third party, to whom nothing is said of it', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		expect(await said(of)).toBe('guarantor of A');
		expect(await said(of, { debtIds: [of.debt('A'), of.debt('B')], purpose: 'collect' })).toBe('guarantor of A');
		expect(await said(of, { debtIds: [of.debt('B')], purpose: 'collect' })).toBe('CN-P2, CN-P1');
		expect(await said(of, { debtIds: [of.debt('B')] })).toBe('CN-P1');
		// The debtor owes both.
		expect(await said(of, { pointId: of.own })).toBe('debtor of A and B');
		await desk.database.query(`update debt_state set status = 'settled' where debt_id = $1`, [of.debt('A')]);
		expect(await said(of, { purpose: 'collect' })).toBe('CN-P2, CN-P1');
	});

	test('refuses as a third party of the other loan, and is called about their own by the same number (CN-P3)', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		const other = { debtIds: [of.debt('B')] };
		for (let i = 0; i < 3; i++) expect(await call(of, { pointId: of.own }, { line: 'no_answer' })).toBe('debtor');
		expect(await call(of, other, { line: 'other_person', said: 'refuses_contact' })).toBe('third_party');
		expect(await said(of, other)).toContain('CN-P3');
		expect(await said(of, { debtIds: [of.debt('A')], purpose: 'collect' })).toBe('guarantor of A');
	});

	test('whom the second file names too answers for both', async () => {
		await placed('A', surety);
		await placed('B', surety);
		expect(await said(await found())).toBe('guarantor of A and B');
	});

	test('whom the second file names as a contact answers for the first', async () => {
		await placed('A', surety);
		await placed('B', contactOf);
		expect(await said(await found())).toBe('guarantor of A');
	});

	test('whom the first file named as a contact answers for the second', async () => {
		await placed('A', contactOf);
		await placed('B', surety);
		const of = await found();
		expect(await said(of)).toBe('guarantor of B');
		expect(await said(of, { debtIds: [of.debt('A')], purpose: 'collect' })).toBe('CN-P2, CN-P1');
	});

	test('of whose guarantee of the other loan there is proof answers for it until it is withdrawn', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		const { debtorId } = of;
		const told = {
			debt_id: String(of.debt('B')),
			party_id: String(of.partyId),
			kind: 'joint',
			ends_on: '2027-05-01',
			evidence: 'clause 9',
		} as const;
		const made = await change(agent, { act: 'guarantee.tell', input: {} }, (act) => tellGuarantee(act, debtorId, told));
		if (isRefusal(made)) throw new Error(made.code);
		expect(await said(of)).toBe('guarantor of A and B');
		await change(agent, { act: 'guarantee.change', input: {} }, (act) =>
			changeGuarantee(act, { debtorId, id: BigInt(made.id) }, { withdrawn: true, evidence: 'another’s' }),
		);
		expect(await said(of)).toBe('guarantor of A');
	});

	test('is void when their own loan is paid before the call', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		const permit = await ask(of);
		if (isRefusal(permit)) throw new Error(permit.code);
		await desk.database.query(`update debt_state set status = 'settled' where debt_id = $1`, [of.debt('A')]);
		const used = await change(agent, { act: 'contact.attempt', input: {} }, (act) =>
			placeAttempt(act, { debtorId: of.debtorId, permitId: BigInt(permit.permitId) }),
		);
		expect(used).toMatchObject({ code: 'permit.void' });
	});

	test('is shown on the case as what they are in it', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		const shown = async () => {
			const points = await inTenant(agent.pool, agent.tenantId, (tx) => loadContactPoints(tx, of.debtorId, testNow, agent.actor.id));
			return points.find(({ party }) => party !== null)?.party;
		};
		expect(await shown()).toMatchObject({ role: 'guarantor', debt_ids: [String(of.debt('A'))] });
		await desk.database.query(`update debt_state set status = 'settled' where debt_id = $1`, [of.debt('A')]);
		expect(await shown()).toMatchObject({ role: 'third_party', debt_ids: [] });
	});
});

const guarantees = (of: Found, bank: 'A' | 'B', ends_on: string) =>
	change(agent, { act: 'guarantee.tell', input: {} }, async (act): Promise<{ id: string } | Refusal> => {
		const body = { debt_id: String(of.debt(bank)), party_id: String(of.partyId), kind: 'joint', ends_on, evidence: 'clause 9' } as const;
		return tellGuarantee(act, of.debtorId, body);
	});
const secured = async (of: Found) => {
	const debts = [of.debt('A'), of.debt('B')].map((debtId) => ({ debtorId: of.debtorId, debtId }));
	const found = await desk.database.tx((tx) => loadPayableForUpdate(tx, debts, testNow));
	return debts.map(({ debtId }) => found.get(debtId)?.secured);
};

describe('a wife who borrowed the loan of one bank and guarantees the other’s', () => {
	test.each([
		['borrowed first', borrower, surety],
		['guaranteed first', surety, borrower],
	])('%s: is asked for what she borrowed, and when her guarantee ended unclaimed not for the other (CN-S2)', async (_, first, second) => {
		await placed('A', first);
		await placed('B', second);
		const of = await found();
		const [own, other] = first === borrower ? (['A', 'B'] as const) : (['B', 'A'] as const);
		const only = (bank: 'A' | 'B') => ({ debtIds: [of.debt(bank)], purpose: 'collect' }) as const;
		expect(await said(of)).toBe('guarantor of A and B');
		expect(await said(of, only(own))).toBe(`co_borrower of ${own}`);
		expect(await said(of, only(other))).toBe(`guarantor of ${other}`);
		expect(await secured(of)).toEqual([own === 'B', own === 'A']);
		expect(await guarantees(of, own, '2027-05-01')).toMatchObject({ code: 'thing.not_found', details: { what: 'guarantor' } });
		expect(isRefusal(await guarantees(of, other, '2026-10-01'))).toBe(false);
		await desk.database.query(`update debt set overdue_since = '2026-03-01' where id = $1`, [of.debt(other)]);
		expect(await said(of, only(other))).toBe('CN-S2');
		expect(await said(of, only(own))).toBe(`co_borrower of ${own}`);
		expect(await said(of)).toBe('CN-S2');
	});

	test('of which no file says so, but proof does: she is the guarantor of that loan alone', async () => {
		await placed('A', borrower);
		await placed('B');
		const of = await found();
		expect(isRefusal(await guarantees(of, 'B', '2027-05-01'))).toBe(false);
		expect(await said(of, { debtIds: [of.debt('A')] })).toBe('co_borrower of A');
		expect(await said(of, { debtIds: [of.debt('B')], purpose: 'collect' })).toBe('guarantor of B');
		expect(await secured(of)).toEqual([false, true]);
	});

	test('written before it was kept for each loan, she is for all what she was written as', async () => {
		await placed('A', borrower);
		await placed('B', surety);
		const of = await found();
		await desk.database.owner.query('update party_debt set role = null where party_id = $1', [of.partyId]);
		expect(await said(of)).toBe('co_borrower of A and B');
	});
});

describe('who was there before it was kept for which debt', () => {
	const text = readFileSync(join(root, 'migrations/0033-who-answers-for-which-debt.sql'), 'utf8');
	const backfill = /with named as[\s\S]*?;/.exec(text)?.[0] ?? '';
	const answersFor = async ({ partyId, debt }: Found) => {
		await desk.database.owner.query('delete from party_debt');
		await desk.database.owner.query(backfill);
		const rows = await desk.database.query<{ debt_id: bigint }>('select debt_id from party_debt where party_id = $1 order by debt_id', [
			partyId,
		]);
		return rows.map(({ debt_id: id }) => (id === debt('A') ? 'A' : 'B')).join('');
	};

	test('answers for the loan of the file that brought their number; where that tells nothing, for all; a contact for none', async () => {
		await placed('A', surety);
		await placed('B');
		const of = await found();
		expect(await answersFor(of)).toBe('A');
		await desk.database.query(`update contact_point set source = 'a letter' where id = $1`, [of.pointId]);
		expect(await answersFor(of)).toBe('AB');
		await desk.database.query(`update party set role = 'third_party' where id = $1`, [of.partyId]);
		expect(await answersFor(of)).toBe('');
	});
});
