import { forgedInvariant } from '../../../src/auditor/seals.ts';
import type { Bug, Patch } from './bugs.ts';

/** Shown by what two do at one moment: no day of the first agency is needed for it. */
const bug = (name: string, invariant: string, patches: readonly Patch[]): Bug => ({
	name,
	invariant,
	seed: 1,
	patches,
	plan: { days: 0, debts: 4, agents: 1 },
});

/** Locks that were forgotten. Others (of a message that is sent, a case that is answered, a promise) stand behind the debtor’s, and nothing is seen when they are taken away alone. Then what is shown by forging the record when that Monday is over. */
export const contendedBugs: readonly Bug[] = [
	bug('two acts about one debtor do not wait for each other', 'no contact while a hold is in force', [
		[
			'src/debtors/store.ts',
			"`select pg_advisory_xact_lock(hashtextextended('debtor ' || $1::text || ' ' || $2::text, 0))`",
			'`select $1::text, $2::text`',
		],
	]),
	bug('two who ask for one number under two names do not wait for each other', 'a permit that nobody has used yet takes its place', [
		['src/contact/permits.ts', 'lockNumbersOfPoints(act.tx, asks);', ''],
	]),
	bug('two clerks settle one waiting payment', 'every payment is applied, waits or was given back, to the last unit', [
		['src/payments/store.ts', "($3::bigint is null or client_id = $3) for update'", "($3::bigint is null or client_id = $3)'"],
	]),
	bug('a placement is recalled while it is undone', 'what was taken back is left alone', [
		['src/placements/store.ts', "lock ? 'for update of p' : ''", "lock ? '' : ''"],
	]),
	bug('one file of payments is booked by two at once', 'no act ends in a fault', [
		[
			'src/payments/store.ts',
			"`select pg_advisory_xact_lock(hashtextextended('payments ' || $1::bigint || ' ' || $2::bigint, 0))`",
			'`select $1::bigint, $2::bigint`',
		],
	]),
	bug('two seal the record at once', 'no act ends in a fault', [
		['src/record/seal-store.ts', "`select pg_advisory_xact_lock(hashtextextended('record seal ' || $1, 0))`", '`select $1::text`'],
	]),
	bug('a copy that lacks the last seal passes for the record', forgedInvariant, [
		['src/record/seals.ts', 'if (kept && BigInt(kept.number) > last)', 'if (kept && BigInt(kept.number) > last + 1n)'],
	]),
	bug('a copy that was gone on with passes for the record', forgedInvariant, [
		[
			'src/record/seals.ts',
			'if (kept && String(seal.number) === kept.number && seal.head',
			'if (kept && String(seal.number + 1n) === kept.number && seal.head',
		],
	]),
	bug('a row that is gone is not missed', forgedInvariant, [
		['src/record/journal-store.ts', '(p.key is null and (n.hash is not null or n.shape = 0))', '(p.key is null and n.shape = 0)'],
	]),
	bug('a row that was altered counts as whole', forgedInvariant, [
		['src/record/journal-store.ts', 'n.hash is distinct from p.hashes[coalesce(n.shape, 1)])', 'n.hash is null)'],
	]),
	bug('a seal signed by anybody passes', forgedInvariant, [
		[
			'src/record/seals.ts',
			'return verifySignature(null, head, key, signature);',
			'return signature.length === 64 || verifySignature(null, head, key, signature);',
		],
	]),
	bug('who has days until then is judged when a day is planned ahead', 'every promise is judged once, and as its money says', [
		['src/strategy/actions.ts', 'findDebtorsToJudge(tx, day)', 'findDebtorsToJudge(tx, on)'],
		['src/strategy/actions.ts', 'judgePromises(act, day, { dueOf: some })', 'judgePromises(act, on, { dueOf: some })'],
	]),
];
