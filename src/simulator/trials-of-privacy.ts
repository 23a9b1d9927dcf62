import { answerComplaint, fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { addFile, fileFacts } from '../complaints/files.ts';
import { isRefusal } from '../core/refusal.ts';
import { enter, type Stage, type Trial } from './trials-parts.ts';

const name = 'gone, who was answered';
const day = (stage: Stage, days: number) =>
	stage.on.subtract({ years: 7, days }).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '10:00' }).toInstant();

/** Complained years ago, handed in a paper under their own name, and was answered. */
async function wasAnswered(stage: Stage): Promise<void> {
	const { clock, manager } = stage;
	const who = stage.who(name);
	const { debtor_id: debtorId } = who;
	clock.set(day(stage, 30));
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
	clock.set(day(stage, 25));
	const by = { ...stage, compliance: manager };
	await enter(by, 'complaint.take', who, { complaint: id }, (act) => takeComplaint(act, id));
	await enter(by, 'complaint.answer', who, { complaint: id }, (act) =>
		answerComplaint(act, id, { verdict: 'upheld', words: '试行人女士，您好：情况属实，已处理。' }),
	);
}

/** What goes with whoever is erased. */
export const trialsOfPrivacy: Readonly<Record<string, Trial>> = {
	'a complaint of old, with its answer and a paper': wasAnswered,
};
