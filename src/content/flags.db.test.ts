import { expect, test } from 'vitest';
import { ask, end, gateDesk, use } from '../../test/support/gate.ts';
import { answerComplaint, closeComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { eraseDebtorRows } from '../privacy/store.ts';
import { type Act, change, type Door, type Plain } from '../record/change.ts';
import { loadWords } from '../record/written-words.ts';
import { flaggedWords, lookAt } from './flags.ts';

/** Words of the house: kept as they were written, what was found kept beside them, judged by somebody else. */
const desk = gateDesk();
const by = <T extends Plain>(door: Door, work: (act: Act) => Promise<T | Refusal>) =>
	change<Plain>(door, { act: 'test.words', input: {} }, work);
const done = <T>(answer: T | Refusal): T => {
	if (isRefusal(answer)) throw new Error(answer.code);
	return answer;
};
async function aCall(note: string): Promise<bigint> {
	const permit = done(await ask(desk));
	const attempt = done(await use(desk, permit.permitId));
	done(await end(desk, attempt.attemptId, { note }));
	return attempt.attemptId;
}
const here = async (door: Door) =>
	(await flaggedWords(door, 'open')).items.filter(({ debtor_id }) => debtor_id === String(desk.placed.debtorId));

test('a note that tells of a threat is saved like any other, and stands in the list of words to look at until somebody of compliance judged it', async () => {
	const officer = await desk.database.door('compliance');
	const attemptId = await aCall('告知客户再不还就让他坐牢，客户挂断');
	const { debtorId } = desk.placed;
	const noted = await desk.database.tx((tx) => loadWords(tx, desk.database.vault, debtorId, ['contact.close']));
	expect(noted.get(attemptId)).toEqual(['告知客户再不还就让他坐牢，客户挂断']);
	const [flagged] = await here(officer);
	expect(flagged).toMatchObject({
		source: 'outcome',
		source_id: String(attemptId),
		words: '告知客户再不还就让他坐牢，客户挂断',
		findings: [{ kind: 'threat', severity: 'warn', span: [10, 12] }],
		own: false,
		verdict: null,
	});
	const id = BigInt(flagged?.id ?? 0);
	expect(await lookAt(desk.door, id, { verdict: 'fine' })).toMatchObject({ code: 'text.own_work' });
	done(await lookAt(officer, id, { verdict: 'wrong', remark: '约谈坐席' }));
	expect(await lookAt(officer, id, { verdict: 'fine' })).toMatchObject({ code: 'text.already_decided' });
	expect(await lookAt(officer, 999_999n, { verdict: 'fine' })).toMatchObject({ code: 'thing.not_found' });
	expect(await here(officer)).toEqual([]);
	expect((await flaggedWords(officer, 'looked')).items[0]).toMatchObject({ id: String(id), verdict: 'wrong', remark: '约谈坐席' });
	await expect(desk.database.query('update flagged_words set looked_by = written_by where id = $1', [id])).rejects.toThrow(
		'violates check constraint',
	);
});

test.each([
	'本人接通，承诺月底还，语气平和',
	'客户称上一家公司威胁上门，已登记投诉',
	'Debtor says the last agency threatened him with jail',
])('a note that tells what the debtor said or met with is nothing to look at: “%s”', async (note) => {
	await aCall(note);
	expect(await here(await desk.database.door('compliance'))).toEqual([]);
});

test('an answer to a complaint that threatens is not sent; one that quotes what was said to the debtor is, and is looked at', async () => {
	const officer = await desk.database.door('compliance');
	const filed = done(
		await by(desk.door, (act) =>
			fileComplaint(act, { debtorId: desk.placed.debtorId, kind: 'complaint', channel: 'desk', words: '他骂我' }),
		),
	) as { id: string };
	const id = BigInt(filed.id);
	done(await by(officer, (act) => takeComplaint(act, id)));
	expect(await by(officer, (act) => answerComplaint(act, id, { verdict: 'not_upheld', words: '您再投诉我们就起诉您。' }))).toMatchObject({
		code: 'text.blocked',
		details: { found: expect.stringContaining('起诉') },
	});
	expect(await here(officer)).toEqual([]);
	done(
		await by(officer, (act) =>
			answerComplaint(act, id, { verdict: 'upheld', words: '经核实，坐席确实说过“你这个老赖”，我们向您道歉，已对其处分。' }),
		),
	);
	done(await by(officer, (act) => closeComplaint(act, id, 'closed', '债务人就是无赖，不再理会')));
	expect((await here(officer)).map(({ source, own, findings }) => [source, own, findings.at(-1)?.kind])).toEqual([
		['answer', true, 'shaming'],
		['complaint', true, 'shaming'],
	]);
});

test('with the debtor erased the words are gone and what was found in them stays', async () => {
	const officer = await desk.database.door('compliance');
	await aCall('骂他老赖，他才答应还');
	await inTenant(desk.database.pool, desk.database.tenantId, (tx) =>
		eraseDebtorRows(tx, desk.database.vault, desk.placed.debtorId, desk.database.clock.now()),
	);
	expect(await here(officer)).toMatchObject([{ words: null, findings: [{ kind: 'shaming' }] }]);
});
