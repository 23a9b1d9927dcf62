import { placeHold } from '../contact/actions.ts';
import { known } from '../core/assert.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Callers } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import { revokeKey } from '../people/keys.ts';
import { change } from '../record/change.ts';
import { type AskedAtDoor, doorFindings, doorInvariant, doors, keyFindings } from '../auditor/roles.ts';
import { longNumber } from './cast.ts';
import type { Street } from './parts.ts';

/** Roles and the login of each that asks. */
export const callers = {
	agent: 'talker',
	team_lead: 'lead',
	compliance: 'compliance',
	manager: 'manager',
	admin: 'operator',
	client: 'client',
} as const;
export const callerNames: readonly string[] = [...Object.values(callers), 'giver', 'taker', 'mover'];

/** Every role asks at the door for what it may not, and one for what it may; an agent opens a debtor of another team, and one of the own. */
export async function askAtDoors(street: Street, api: Callers): Promise<void> {
	const asked: AskedAtDoor[] = [];
	const at = async (role: keyof typeof callers, ask: string, may: boolean) => {
		const [method = '', path = ''] = ask.split(' ');
		const status = await api.call(callers[role], method, `/api/${path}`, method === 'GET' ? undefined : {});
		asked.push({ by: role, ask, may, status });
	};
	for (const [roles, asks] of doors) {
		const all = asks.split('; ').flatMap((each) => {
			const [method = '', ...paths] = each.split(/,? /);
			return paths.map((path) => `${method} ${path}`);
		});
		for (const ask of all) {
			for (const role of Object.keys(callers) as (keyof typeof callers)[]) if (!roles.includes(role)) await at(role, ask, false);
			await at(roles[0] as keyof typeof callers, ask, true);
		}
	}
	street.found(doorFindings(asked));
	for (const [code, shown] of [
		['NEAR', 200],
		['CARD', 404],
	] as const) {
		const status = await api.call('client', 'GET', `/api/reports/summary?client=${code}`);
		if (status !== shown)
			street.found([{ invariant: doorInvariant, sentence: `a client asks for the figures of ${code} and is answered ${status}` }]);
	}
	const byHand = {
		client: 'CARD',
		debt_reference: longNumber.grouped,
		amount_minor: 1_000,
		currency: 'CNY',
		paid_at: street.at(34, '10:00').toString(),
	};
	const paid = await api.call('manager', 'POST', '/api/payments', byHand);
	if (paid !== 200)
		street.found([{ invariant: doorInvariant, sentence: `money under a contract’s number is entered and answered ${paid}` }]);
	await revoked(street, api);
	const page = `/api/debtors/${street.loan('half').debtor_id}/ledger`;
	const [own, other] = [await api.call('talker', 'GET', page), await api.call('giver', 'GET', page)];
	if (own !== 200 || other !== 404)
		street.found([
			{
				invariant: doorInvariant,
				sentence: `a debtor is shown to an agent of the team with ${own} and to another with ${other}`,
			},
		]);
}

/** A key is taken back, and used once more. */
async function revoked(street: Street, api: Callers): Promise<void> {
	const admin = street.agent('operator');
	const [key] = await inTenant(admin.pool, admin.tenantId, (tx) =>
		tx.query<{ id: bigint }>(`select id from api_key where tenant_id = $1 and name = 'taker'`, [tx.tenantId]),
	);
	const [before, gone] = [await api.call('taker', 'GET', '/api/law'), await revokeKey(admin, known(key, 'key').id)];
	const after = await api.call('taker', 'GET', '/api/law');
	if (before !== 200 || isRefusal(gone) || after !== 401)
		street.found([{ invariant: doorInvariant, sentence: `a key is answered ${before}, and ${after} after it was taken back` }]);
}

/** A hold of one day is asked for twice with one key, as by somebody whose line was cut, and once for two days with the same key. */
export async function pressAgain({ compliance, loan, found }: Street): Promise<void> {
	const { debtor_id: debtorId } = loan('half');
	const kind = 'client_request';
	const ask = async (days: number) => {
		const input = { debtor: debtorId, kind, days };
		const answer = await change(compliance, { act: 'hold.place', input, debtorId, key: 'neighbour one key' }, (act) =>
			placeHold(act, { debtorId, debtId: null, kind, days, evidence: 'the client’s letter' }),
		);
		return isRefusal(answer) ? answer.code : `hold ${answer.holdId}`;
	};
	const [first, again, other] = [await ask(1), await ask(1), await ask(2)];
	const holds = await inTenant(compliance.pool, compliance.tenantId, (tx) =>
		tx.query('select from hold where tenant_id = $1 and debtor_id = $2 and kind = $3', [tx.tenantId, debtorId, kind]),
	);
	found(keyFindings({ first, again, other, rows: holds.length }));
}
