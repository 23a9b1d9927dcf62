import type { Use } from './kinds.ts';
import { rowOf } from './kinds.ts';
import { offenceModel } from './model-file.ts';
import { checkContent, offenceScore } from './rules.ts';
import { checkScript, type scriptPlaces } from './script-rules.ts';
import type { CheckAnswer, CheckBody, TextName } from './shapes.ts';

/** The places a message may name. */
export const messagePlaces = ['agency', 'client', 'name', 'tail', 'amount', 'days', 'service', 'complaint'] as const;

/** Whom a script is said to. */
export const listenerOf = (name: TextName): keyof typeof scriptPlaces =>
	name === 'call third party' ? 'third party' : name === 'call surety' ? 'surety' : 'debtor';

const usedAs = { sms: 'message', email: 'message', letter: 'letter', voice: 'script', note: 'note' } as const;

/** Looks at words without keeping them. */
export function checkText({ text, as, channel, to, party, language, final, name }: CheckBody): CheckAnswer {
	const use: Use = {
		as: as ?? (channel ? usedAs[channel] : 'message'),
		to: (party ?? to ?? 'debtor') === 'debtor' ? 'debtor' : 'third party',
		places: messagePlaces,
		...(language ? { language } : {}),
		...(final ? { final } : {}),
	};
	const model = offenceModel();
	const found = name?.startsWith('call ') ? checkScript(text, listenerOf(name), model) : checkContent(text, use, model);
	const findings = found.map(({ span, ...finding }) => ({
		...finding,
		span: span && ([span[0], span[1]] as [number, number]),
		words: span && text.slice(span[0], span[1]),
		rule: rowOf[finding.kind] ?? null,
	}));
	const passes = findings.every(({ severity }) => severity !== 'block');
	const score = offenceScore(text, model);
	return {
		passes,
		verdict: passes ? (findings.length === 0 ? 'pass' : 'warn') : 'block',
		score: score === null ? null : Math.round(score * 1e4) / 1e4,
		abusive: score !== null && score >= model.threshold,
		threshold: model.threshold,
		findings,
	};
}
