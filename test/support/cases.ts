import { expect, test } from 'vitest';
import type { FactsFile } from '../../src/contact/facts-shape.ts';
import { explain } from './explain.ts';

/** A case as a stranger would put it: what happened, the file, and what the text says of it. */
export type TextCase = {
	/** The comment, article or row, then what happened in our own words. */
	readonly name: string;
	readonly file: FactsFile;
	/** The rules that refuse, in the order they are named; none: permitted. */
	readonly refuses?: readonly string[];
	/** The first lawful moment, to the second, of a refused contact; null: time alone never makes it lawful. */
	readonly from?: string | null;
	readonly warns?: readonly string[];
	/** Duties that come with it, and such that must not. */
	readonly owes?: readonly string[];
	readonly spares?: readonly string[];
};

/** One test for each case: the verdict, the rules by id, the first lawful moment, warnings and duties. */
export function everyCase(cases: readonly TextCase[]): void {
	test.each(cases.map((each) => [each.name, each] as const))('%s', (_, { file, refuses = [], from, warns, owes = [], spares = [] }) => {
		const answer = explain(file);
		expect([answer.permitted, answer.refusing]).toEqual([refuses.length === 0, refuses]);
		if (refuses.length > 0) expect(answer.allowedFrom?.toString() ?? null).toBe(from === undefined || from === null ? null : utc(from));
		if (warns) expect(answer.warnings).toEqual(warns);
		expect(owes.filter((duty) => !answer.obligations.includes(duty))).toEqual([]);
		expect(spares.filter((duty) => answer.obligations.includes(duty))).toEqual([]);
		for (const reason of answer.reasons) expect([reason.citation.zh, reason.citation.en].every((text) => text.trim() !== '')).toBe(true);
	});
}

const utc = (text: string) => Temporal.Instant.from(text).toString();
