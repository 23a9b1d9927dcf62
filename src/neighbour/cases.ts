import { type ComplaintKind } from '../complaints/rules.ts';
import { fileComplaint, takeComplaint } from '../complaints/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { change } from '../record/change.ts';
import { ask } from '../simulator/misdeeds-parts.ts';
import type { PersonName } from './cast.ts';
import { answers, call, complaintOf, disputes, type Matter, type Street } from './parts.ts';
import { plansAtTheDesk } from './paper.ts';

/** Somebody writes to the office. */
export const writes =
	(name: PersonName, kind: ComplaintKind) =>
	({ press, compliance, loan }: Street) => {
		const { debtor_id: debtorId } = loan(name);
		return press('complaint', (key) =>
			change(compliance, { act: 'complaint.file', input: { debtor: debtorId, kind }, debtorId, key }, (act) =>
				fileComplaint(act, { debtorId, kind, channel: 'letter', words: 'a letter' }),
			),
		);
	};

/** Somebody of the house takes a case upon themselves. */
export const takes =
	(name: PersonName, by: string) =>
	async ({ press, agent, loan }: Street): Promise<void> => {
		const { debtor_id: debtorId } = loan(name);
		const door = agent(by);
		const complaint = await complaintOf(door, press, debtorId);
		if (complaint !== null)
			await press('take', (key) =>
				change(door, { act: 'complaint.take', input: { complaint }, debtorId, key }, (act) => takeComplaint(act, complaint)),
			);
	};

const calls = (name: PersonName) => (street: Street) =>
	call(street, street.agent('talker'), street.loan(name), { said: 'none', line: 'no_answer' });

/** Whoever leads is allowed to call, and does not. */
const asksAsLead = (name: PersonName) => async (street: Street) => !isRefusal(await ask(street, street.lead, street.loan(name)));

/** What is answered with yes, and who may look into it. */
export const mattersOfCases: Readonly<Record<string, Matter>> = {
	'a dispute and a hardship that are found to be right, and called after the answer': [
		[0, '16:30:00', disputes('who is right')],
		[0, '16:31:00', disputes('who is partly right')],
		[0, '16:32:00', writes('in hardship, as is found', 'hardship')],
		[1, '16:30:00', answers('who is right', 'upheld')],
		[1, '16:31:00', answers('who is partly right', 'partly')],
		[1, '16:32:00', answers('in hardship, as is found', 'upheld')],
		[2, '10:50:00', calls('who is right')],
		[2, '10:51:00', calls('who is partly right')],
		[2, '10:52:00', calls('in hardship, as is found')],
	],
	'a complaint is taken by whoever is part of the case': [
		[1, '11:50:00', writes('of the one who leads', 'complaint')],
		[1, '11:51:00', takes('of the one who leads', 'leader')],
		[1, '11:52:00', plansAtTheDesk('who complains of instalments', 3)],
		[1, '11:53:00', writes('who complains of instalments', 'complaint')],
		[1, '11:54:00', takes('who complains of instalments', 'lead')],
		[1, '11:55:00', asksAsLead('whom nobody called')],
		[1, '11:56:00', writes('whom nobody called', 'complaint')],
		[1, '11:57:00', takes('whom nobody called', 'lead')],
		[2, '11:50:00', answers('of the one who leads', 'upheld')],
		[2, '11:53:00', answers('who complains of instalments', 'upheld')],
		[2, '11:56:00', answers('whom nobody called', 'upheld')],
	],
};
