import { Type } from 'typebox';
import { type App, answer, keyOf } from '../host/http.ts';
import { change } from '../record/change.ts';
import { typeMessage } from './typed.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });

/** A message of one's own words; every other message is the day run's. */
export function routes(app: App): void {
	app.post(
		'/api/debtors/:id/messages',
		{
			config: { permission: 'contact.ask' },
			schema: {
				params: Type.Object({ id: Id }),
				body: Type.Object({ debt_id: Id, text: Type.String({ minLength: 1, maxLength: 500 }) }),
				response: { 200: Type.Object({ id: Type.String() }) },
			},
		},
		async (request, reply) => {
			const debtorId = BigInt(request.params.id);
			const { debt_id: debtId, text } = request.body;
			// The record names the debt; the words lie sealed with the message.
			const what = { act: 'message.type', input: { debtor: debtorId, debt: debtId }, debtorId, key: keyOf(request) };
			return answer(reply, await change(request.door, what, (act) => typeMessage(act, { debtorId, debtId: BigInt(debtId), text })));
		},
	);
}
