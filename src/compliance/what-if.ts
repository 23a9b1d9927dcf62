import { setImmediate } from 'node:timers/promises';
import { decide } from '../contact/rules.ts';
import { type Refusal, refuse, type Sentence } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type LawBook, stack } from '../law/rows.ts';
import type { Door } from '../record/change.ts';
import { bookNamed, noBook, rowOf, spanOf, usualBook, zoneOf } from './law.ts';
import { trialRows } from './rules.ts';
import type { WhatIfAnswer, WhatIfBody } from './shapes.ts';
import { pageOfFacts, type Remade } from './store.ts';

const whatIfMost = 50_000;
const whatIfPage = 1_000;
const examplesMost = 50;
const whatIfNote: Sentence = {
	zh: '每个决定按当时存下的事实重新计算。若某次联系本不会发生，它仍留在后面决定的历史里，所以次数类的拒绝是上限。',
	en: 'Each decision is made again from the facts stored with it. A contact that would not have happened still stands in the history of those after it, so refusals by count are an upper bound.',
};

/**
 * How a period would have looked under a book, and under rows tried on top of it: each stored decision is made again. At most 50,000 decisions, the newest; other
 * requests are answered in between. Refusals: `thing.not_found`, `report.period_too_long`.
 */
export async function whatIf(door: Door, asked: WhatIfBody): Promise<WhatIfAnswer | Refusal> {
	const name = asked.book ?? usualBook;
	const base = bookNamed(name);
	if (!base) return noBook(name);
	const { from, to, span } = spanOf(await zoneOf(door), door.clock.now(), asked);
	if (Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days > 366) return refuse('report.period_too_long', { days: '366' });
	const book = stack(base, trialRows(asked));
	const tally = emptyTally();
	let before: { at: Temporal.Instant; debtorId: bigint; id: bigint } | null = null;
	let cut = false;
	for (;;) {
		const page: Remade[] = await inTenant(door.pool, door.tenantId, (tx) => pageOfFacts(tx, span, { before, size: whatIfPage }));
		for (const row of page) count(tally, row, book);
		const last = page.at(-1);
		if (!last || page.length < whatIfPage) break;
		if (tally.decisions >= whatIfMost) {
			cut = true;
			break;
		}
		before = { at: last.asked_at, debtorId: last.debtor_id, id: last.id };
		await setImmediate();
	}
	const byRule = [...tally.byRule].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
	return {
		from,
		to,
		book: name,
		decisions: tally.decisions,
		permitted: tally.permitted,
		refused: tally.decisions - tally.permitted,
		still_permitted: tally.permitted - tally.newlyRefused,
		newly_refused: tally.newlyRefused,
		newly_refused_attempts: tally.newlyRefusedAttempts,
		newly_permitted: tally.newlyPermitted,
		by_rule: byRule.map(([rule, many]) => ({ rule, count: many, text: rowOf(book, rule)?.says ?? null })),
		examples: tally.examples,
		cut,
		note: whatIfNote,
	};
}

type Tally = {
	decisions: number;
	permitted: number;
	newlyRefused: number;
	newlyRefusedAttempts: number;
	newlyPermitted: number;
	byRule: Map<string, number>;
	examples: WhatIfAnswer['examples'];
};
const emptyTally = (): Tally => ({
	decisions: 0,
	permitted: 0,
	newlyRefused: 0,
	newlyRefusedAttempts: 0,
	newlyPermitted: 0,
	byRule: new Map(),
	examples: [],
});

function count(tally: Tally, row: Remade, book: LawBook): void {
	const { ask, facts } = row.facts;
	if (!ask || !facts) return;
	tally.decisions++;
	if (row.permitted) tally.permitted++;
	const again = decide(ask, facts, book, row.asked_at);
	if (again.permitted === row.permitted) return;
	if (again.permitted) {
		tally.newlyPermitted++;
		return;
	}
	tally.newlyRefused++;
	if (row.attempted) tally.newlyRefusedAttempts++;
	const rules = [...new Set(again.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule))];
	for (const rule of rules) tally.byRule.set(rule, (tally.byRule.get(rule) ?? 0) + 1);
	if (tally.examples.length < examplesMost) {
		tally.examples.push({
			debtor_id: String(row.debtor_id),
			permit_id: String(row.id),
			asked_at: row.asked_at.toString(),
			channel: ask.channel,
			rules,
			attempted: row.attempted,
		});
	}
}
