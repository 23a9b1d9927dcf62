import { Type } from 'typebox';
import { type App, answer, keyOf } from '../host/http.ts';
import { change } from '../record/change.ts';
import { withoutWords } from '../record/written-words.ts';
import { SettleBody, UnansweredList } from './shapes.ts';
import { typeMessage } from './typed.ts';
import { settleMessage, unansweredMessages } from './unanswered.ts';

const Id = Type.String({ pattern: '^\\d{1,18}$' });

/** A message of one's own words; every other message is the day run's. And what became of those the carrier never answered for. */
export function routes(app: App): void {
	app.get(
		'/api/messages/unanswered',
		{ config: { permission: 'floor.view' }, schema: { response: { 200: UnansweredList } } },
		async ({ door }, reply) => answer(reply, await unansweredMessages(door)),
	);
	app.post(
		'/api/messages/:debtor/:id/settle',
		{
			config: { permission: 'message.settle' },
			schema: { params: Type.Object({ debtor: Id, id: Id }), body: SettleBody, response: { 200: Type.Object({ id: Type.String() }) } },
		},
		async (request, reply) => {
			const { params, body, door } = request;
			const of = { debtorId: BigInt(params.debtor), id: BigInt(params.id) };
			const input = { message: of.id, ...withoutWords(door.vault, body) };
			const what = { act: 'message.settle', input, debtorId: of.debtorId, key: keyOf(request) };
			return answer(reply, await change(door, what, (act) => settleMessage(act, of, body)));
		},
	);
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
			// The record names the debt; the words lie sealed with the message, and it has their index.
			const input = { debtor: debtorId, debt: debtId, ...withoutWords(request.door.vault, { text }) };
			const what = { act: 'message.type', input, debtorId, key: keyOf(request) };
			return answer(reply, await change(request.door, what, (act) => typeMessage(act, { debtorId, debtId: BigInt(debtId), text })));
		},
	);
}
