import { recordNotice, recordWish } from '../contact/wishes.ts';
import type { PersonName } from './cast.ts';
import { call, enter, type Matter, type Said, type Street } from './parts.ts';

const sold = 'whose debt was sold';
const itself = 'whom the lender’s own staff call';

const nobody: Said = { said: 'none', line: 'no_answer' };
const rings =
	(name: PersonName, said: Said = nobody) =>
	(street: Street) =>
		call(street, street.agent('talker'), street.loan(name), said);

/** A call at an hour of the evening before in New York. */
const ringsThere = (name: PersonName, day: number, time: string) => (street: Street) => {
	street.clock.set(street.on(day).toZonedDateTime({ timeZone: 'America/New_York', plainTime: time }).toInstant());
	return rings(name)(street);
};

/** The validation notice of a debt that was sold goes out. */
const noticed = (street: Street) => {
	const { debtor_id: debtorId, debt_id: debtId } = street.loan(sold);
	const notice = { kind: 'validation' as const, debt_id: String(debtId), sent_on: street.on(0).toString(), evidence: 'a letter' };
	return enter(street, street.compliance, 'notice.record', debtorId, notice, (act) => recordNotice(act, debtorId, notice, street.on(1)));
};

/** Whoever may be texted by law wants none, so that the day's texts are the same whatever the clocks of New York. */
const wantsNoTexts = (street: Street) => {
	const { debtor_id: debtorId } = street.loan(itself);
	const said = { kind: 'refused_medium' as const, channel: 'sms' as const, evidence: 'a letter' };
	return enter(street, street.compliance, 'wish.record', debtorId, said, (act) => recordWish(act, debtorId, said));
};

/** An evening past nine and the week after a talk, of two debts that another than an agency collects in the eyes of the law. */
export const mattersOfBuyers: Readonly<Record<string, Matter>> = {
	'whom Regulation F binds': [
		[0, '07:40:00', wantsNoTexts],
		...([sold, itself] as const).flatMap(
			(name, i): Matter => [
				// Between nine and ten there, in summer and in winter.
				[1, `09:26:0${i}`, ringsThere(name, 0, `21:3${i}`)],
				[1, `09:26:1${i}`, ringsThere(name, 0, `22:0${i}`)],
				// In the morning there.
				[1, `22:00:${i}0`, rings(name, { said: 'none' })],
				...[2, 7, 8].map((day): Matter[number] => [day, `22:00:${i}0`, rings(name)]),
			],
		),
		[1, '22:10:00', noticed],
	],
};
