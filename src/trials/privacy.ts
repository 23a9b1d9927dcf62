import { makePromise, withdrawPromise } from '../arrangements/actions.ts';
import { answerComplaint, fileComplaint, makeLink, takeComplaint } from '../complaints/actions.ts';
import { addFile, fileFacts } from '../complaints/files.ts';
import { agreeHours, recordOutcome } from '../contact/actions.ts';
import { placeHoldByHand } from '../contact/holds.ts';
import { recordConsent, recordNotice, recordWish, setWhereabouts } from '../contact/wishes.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { tellGuarantee } from '../debts/guarantee-actions.ts';
import { tellLimitation } from '../debts/limitation-actions.ts';
import { referSuit } from '../debts/suit-actions.ts';
import type { Act } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { ask, use } from '../simulator/misdeeds-parts.ts';
import { enter, pays, type Placed, type Stage, texts, type Trial } from './parts.ts';

const name = 'gone, who was answered';
const day = ({ on }: Stage, days: number): Temporal.PlainDate => on.subtract({ years: 7, days });
const at = (stage: Stage, days: number, time = '10:00') =>
	day(stage, days).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: time }).toInstant();

/** Words that only somebody who knows the person can have written. */
const evidence = '试行人的来信';

/** Called, and what was said is written down. */
async function called(stage: Stage, who: Placed): Promise<void> {
	const { debtor_id: debtorId } = who;
	const permit = await ask(stage, stage.agent, who);
	if (isRefusal(permit)) return;
	const attempt = await use(stage, stage.agent, who, permit.permit);
	if (isRefusal(attempt)) return;
	await enter({ ...stage, compliance: stage.agent }, 'contact.close', who, { attempt: attempt.attempt }, async (act) => {
		const outcome = { debtorId, attemptId: BigInt(attempt.attempt), line: 'right_party', said: 'none', identityDisclosed: true } as const;
		const ended = await recordOutcome(act, { ...outcome, note: '试行人说在医院陪母亲；我说再不还钱就让你坐牢。' });
		return isRefusal(ended) ? ended : { id: attempt.attempt };
	});
}

/** Everything that may be written down about somebody, in a row of every table that has words for it. */
async function wasKnown(stage: Stage): Promise<void> {
	const who = stage.who(name);
	const { debtor_id: debtorId, debt_id: debtId } = who;
	const debt = { debt_id: String(debtId), evidence };
	// The record has an index of words, as the doors write it.
	const told = (
		act: string,
		input: Parameters<typeof withoutWords>[1],
		work: (act: Act) => Promise<{ readonly id: string } | Refusal>,
		by = stage.compliance,
	) => enter({ ...stage, compliance: by }, act, who, withoutWords(by.vault, input), work);
	stage.clock.set(at(stage, 40));
	await called(stage, who);
	await texts(stage, who, [at(stage, 39)]);
	stage.clock.set(at(stage, 38));
	const where = { jurisdictions: ['CN'], zones: ['Asia/Shanghai'], evidence };
	await told('debtor.whereabouts', where, (act) => setWhereabouts(act, debtorId, where));
	await told('hours.agree', {}, async (act) => {
		const agreed = await agreeHours(act, { debtorId, hours: { from: '09:00', until: '20:00' }, evidence });
		return isRefusal(agreed) ? agreed : { id: agreed.agreedHoursId };
	});
	const promise = await told(
		'promise.make',
		{},
		async (act) => {
			const made = await makePromise(act, { debtorId, debtId, currency: 'CNY', amountMinor: 10_000n, dueOn: day(stage, 30) });
			return isRefusal(made) ? made : { id: String(made.promiseId) };
		},
		stage.lead,
	);
	if (!isRefusal(promise))
		await told('promise.withdraw', { promise: promise.id }, async (act) => {
			const done = await withdrawPromise(act, { debtorId, promiseId: BigInt(promise.id), reason: evidence });
			return isRefusal(done) ? done : { id: promise.id };
		});
	await told('debtor.people', { surety: true }, async ({ tx }) => {
		await tx.query(`update party set role = 'guarantor' where tenant_id = $1 and debtor_id = $2 and id = $3`, [
			tx.tenantId,
			debtorId,
			who.around.party_id,
		]);
		return { id: String(debtorId) };
	});
	await told('guarantee.tell', debt, (act) =>
		tellGuarantee(act, debtorId, { ...debt, party_id: String(who.around.party_id), kind: 'joint' }),
	);
	await told('limitation.tell', debt, (act) =>
		tellLimitation(act, debtorId, { ...debt, kind: 'agreement', happened_on: day(stage, 50).toString() }),
	);
	await told('suit.refer', debt, (act) =>
		referSuit(act, debtorId, {
			...debt,
			kind: 'court',
			brought_by: 'creditor',
			court: '东城区人民法院',
			venue: 'CN-BJ',
			ground: 'residence',
			filed_on: day(stage, 45).toString(),
			case_number: '（2019）京0101民初7号',
		}),
	);
	const notice = { ...debt, kind: 'validation', sent_on: day(stage, 40).toString() } as const;
	await told('notice.record', notice, (act) => recordNotice(act, debtorId, notice, day(stage, 38)));
	const proof = { kind: 'calls', debt_id: String(debtId), proof: evidence } as const;
	await told('consent.record', proof, (act) => recordConsent(act, debtorId, proof));
	const said = { kind: 'refused_medium', channel: 'voice', evidence } as const;
	await told('wish.record', said, (act) => recordWish(act, debtorId, said));
	await told('portal.link', {}, async (act) => {
		const link = await makeLink(act, debtorId);
		return isRefusal(link) ? link : { id: String(debtorId) };
	});
	await told('hold.place', { kind: 'counsel' }, async (act) => {
		const attorney = { state: 'known', name: '试行律师', contact: '北京市东城区试行街1号' } as const;
		const placed = await placeHoldByHand(act, debtorId, { kind: 'counsel', days: null, evidence, attorney });
		return isRefusal(placed) ? placed : { id: placed.holdId };
	});
	await pays(stage, who, 10_000n, '试行友');
}

/** Complained years ago, handed in a paper under their own name, and was answered. */
async function wasAnswered(stage: Stage): Promise<void> {
	const { clock, manager } = stage;
	const who = stage.who(name);
	const { debtor_id: debtorId } = who;
	clock.set(at(stage, 30));
	const filed = await enter(stage, 'complaint.file', who, { kind: 'complaint' }, (act) =>
		fileComplaint(act, {
			debtorId,
			kind: 'complaint',
			channel: 'letter',
			words: '试行人：你们的人打到我单位来了。',
			regulatorReference: '京投诉试行人第7号',
		}),
	);
	if (isRefusal(filed)) return;
	const id = BigInt(filed.id);
	const file = { name: '试行人的劳动合同.txt', bytes: Buffer.from('甲方：试行公司。乙方：试行人。') };
	await enter(stage, 'complaint.add_file', who, { complaint: id, ...fileFacts(file) }, (act) => addFile(act, id, file));
	clock.set(at(stage, 25));
	const by = { ...stage, compliance: manager };
	await enter(by, 'complaint.take', who, { complaint: id }, (act) => takeComplaint(act, id));
	await enter(by, 'complaint.answer', who, { complaint: id }, (act) =>
		answerComplaint(act, id, { verdict: 'upheld', words: '试行人女士，您好：情况属实，已处理。' }),
	);
}

/** What goes with whoever is erased. */
export const trialsOfPrivacy: Readonly<Record<string, Trial>> = {
	'what was known of somebody of old': wasKnown,
	'a complaint of old, with its answer and a paper': wasAnswered,
};
