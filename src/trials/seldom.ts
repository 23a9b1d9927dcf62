import { isRefusal } from '../core/refusal.ts';
import { settleElsewhere } from '../contact/elsewhere.ts';
import { known } from '../core/assert.ts';
import { inTenant } from '../host/db.ts';
import { recallPlacement } from '../placements/actions.ts';
import { changeCreditor } from '../tenants/actions.ts';
import { othersFindings } from '../auditor/permits.ts';
import { end, nobody, use } from '../simulator/misdeeds-parts.ts';
import { lender } from './cast.ts';
import { askCounted, counted, otherAgency } from './count.ts';
import { reach, type Stage, type Trial } from './parts.ts';

/** Before the erasing: the loan ended long ago, and its papers are kept for five years from the last call, whatever that was about. */
export const trialsOfSeldomOfOld: Readonly<Record<string, Trial>> = {
	'called over goods when a loan had ended long before': async (stage) => {
		const { on, press, manager, clock } = stage;
		const at = (long: Temporal.DurationLike, plainTime: string) =>
			on.subtract(long).toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime }).toInstant();
		for (const [name, long] of [
			['gone, and called over goods before five years', { years: 5, days: 1 }],
			['gone, and called over goods within five years', { years: 4, days: 355 }],
		] as const) {
			const who = stage.who(name);
			await reach(stage, who, at(long, '10:00'), { debtIds: who.debts.slice(1) });
		}
		clock.set(at({ years: 3, days: 30 }, '10:00'));
		await press('recall', (key) => recallPlacement(manager, stage.placementOf('GOODS'), '委案方收回', key));
	},
};

const code = '91110108MA00ABCD1X';

/** The lender’s credit code is put on file. */
async function isCoded({ press, operator }: Stage): Promise<void> {
	const [creditor] = await press('read', () =>
		inTenant(operator.pool, operator.tenantId, (tx) =>
			tx.query<{ id: bigint }>('select id from creditor where tenant_id = $1 and name = $2', [tx.tenantId, lender.CODED]),
		),
	);
	const creditorId = known(creditor, 'creditor').id;
	await press('creditor', (key) => changeCreditor(operator, { creditorId, credit_code: code }, key));
}

/** What is written in more than one way. */
export const trialsOfSeldom: Readonly<Record<string, Trial>> = {
	'calls of an agency that writes the lender’s credit code in small letters, and with gaps': (stage) =>
		counted(stage, async (counters) => {
			const name = 'rung by an agency that writes small letters';
			const who = stage.who(name);
			const agent = { ...stage.agent, counters };
			stage.clock.set(stage.at(0, '14:30'));
			await isCoded(stage);
			const small = otherAgency(stage, counters, name, code.toLowerCase());
			const apart = otherAgency(stage, counters, name, code.replace(/(.{8})/, '$1 '));
			const rings = async (other: typeof small, call: string) => {
				stage.clock.advance({ minutes: 5 });
				await other.calls(call, 'CODED');
				await other.tells(call, true);
			};
			const calls = async () => {
				stage.clock.advance({ minutes: 5 });
				const permit = await askCounted(stage, agent, who);
				const stand = [...small.stand(), ...apart.stand()];
				stage.found(await othersFindings(stage.owner, { tenantId: agent.tenantId, debtorId: who.debtor_id, stand }));
				if (isRefusal(permit)) return;
				const attempt = await use(stage, agent, who, permit.permit);
				stage.clock.advance({ minutes: 1 });
				if (!isRefusal(attempt)) await end(stage, agent, who, attempt.attempt, nobody);
				await settleElsewhere({ ...stage.system, counters });
			};
			await rings(small, 'seven');
			await rings(apart, 'eight');
			await calls();
			await rings(small, 'nine');
			await calls();
		}),
};
