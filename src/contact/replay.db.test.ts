import { expect, test } from 'vitest';
import { ask, contact, gateDesk } from '../../test/support/gate.ts';
import { replayPeriod } from './replay.ts';

const desk = gateDesk();
const day = (on: string) => Temporal.Instant.from(`${on}T00:00:00Z`);

test('five decisions, permitted and refused, all agree when made again; one whose stored facts were changed does not and is named', async () => {
	for (let i = 0; i < 4; i++) await contact(desk);
	desk.database.clock.set(Temporal.Instant.from('2026-11-24T15:00:00Z'));
	await ask(desk);
	const all = await replayPeriod(desk.door, day('2026-11-24'), day('2026-11-25'));
	expect(all).toMatchObject({ decisions: 5, agree: 5, disagree: 0, not_at_hand: 0 });
	expect(await replayPeriod(desk.door, day('2026-11-25'), day('2026-11-26'))).toMatchObject({ decisions: 0 });
	const { rows } = await desk.database.owner.query<{ id: bigint }>(
		`update dunwell.contact_permit set facts = jsonb_set(facts, '{facts,zones}', '["America/Halifax"]') where id = (select min(id) from dunwell.contact_permit where debtor_id = $1) returning id`,
		[String(desk.placed.debtorId)],
	);
	const after = await replayPeriod(desk.door, day('2026-11-24'), day('2026-11-25'));
	expect(after).toMatchObject({ agree: 4, disagree: 1 });
	expect(after.disagreements.map((each) => each.permit_id)).toEqual([String(rows[0]?.id)]);
});

test('a decision under a law text nobody has is counted apart, not as a disagreement', async () => {
	desk.database.clock.set(Temporal.Instant.from('2026-12-01T02:00:00Z'));
	await ask(desk);
	await desk.database.owner.query(`update dunwell.contact_permit set law_version = 'of another house' where debtor_id = $1`, [
		String(desk.placed.debtorId),
	]);
	expect(await replayPeriod(desk.door, day('2026-12-01'), day('2026-12-02'))).toMatchObject({ decisions: 1, not_at_hand: 1, disagree: 0 });
});
