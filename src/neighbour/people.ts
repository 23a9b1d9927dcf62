import { noPasswords } from '../demo/callers.ts';
import { inTenant } from '../host/db.ts';
import { changeLogin } from '../people/actions.ts';
import type { Matter, Street } from './parts.ts';

/** Whoever is let out has no session to end. */
const noSessions = new Proxy(noPasswords, {
	get: (of, name) => (name === 'endSessions' ? async () => {} : (Reflect.get(of, name) as unknown)),
});

/** Three manage the house and can sign in. One after the other goes, and the last may not, also once another has come back and gone again. */
async function goOneByOne(street: Street): Promise<void> {
	const { press, owner, agent, clock } = street;
	const operator = agent('operator');
	const chiefs = new Map<string, bigint>();
	for (const name of ['chief', 'deputy', 'second deputy'])
		await press('login', () =>
			inTenant(
				owner,
				operator.tenantId,
				async (tx) => {
					const [row] = await tx.query<{ id: bigint }>(
						`insert into login (tenant_id, username, name, role, auth_user_id, created_at) values ($1, $2, $2, 'admin', $3, $4) returning id`,
						[tx.tenantId, name, `near ${name}`, clock.now()],
					);
					chiefs.set(name, row?.id ?? 0n);
				},
				operator.vault,
			),
		);
	const change = (name: string, closed: boolean) =>
		press('login', (key) => changeLogin(operator, noSessions, { loginId: chiefs.get(name) ?? 0n, closed }, key));
	await change('second deputy', true);
	await change('deputy', true);
	await change('chief', true);
	await change('deputy', false);
	await change('chief', true);
	await change('deputy', true);
}

/** Of the house's own people. */
export const mattersOfPeople: Readonly<Record<string, Matter>> = {
	'whoever manages the house goes, one by one': [[6, '09:15:00', goOneByOne]],
};
