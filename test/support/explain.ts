import { Errors } from 'typebox/value';
import { intendedBy } from '../../src/contact/facts-file.ts';
import { FactsFile } from '../../src/contact/facts-shape.ts';
import { decide, type Decision } from '../../src/contact/rules.ts';

/** A facts file as a person would write it for `contact explain`, decided; it must have the schema's shape. */
export function explain(file: FactsFile): Decision & { readonly refusing: readonly string[] } {
	const [wrong] = Errors(FactsFile, file);
	if (wrong) throw new Error(`${wrong.instancePath || '/'} ${wrong.message}`);
	const { ask, facts, law, at } = intendedBy(file, Temporal.Instant.from('2026-11-24T02:00:00Z'));
	const decision = decide(ask, facts, law, at);
	return {
		...decision,
		refusing: [...new Set(decision.reasons.filter((reason) => reason.verdict === 'refuses').map((reason) => reason.rule))],
	};
}

export const refusals = (file: FactsFile) => explain(file).refusing;
