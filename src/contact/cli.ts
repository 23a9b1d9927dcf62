import { readFileSync } from 'node:fs';
import type { Cli } from '../cli.ts';
import { Errors } from 'typebox/value';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { lawVersion } from '../law/rows.ts';
import { type Ask, type Channel, decide, type Decision } from './rules.ts';
import { type FactsFile, FactsFile as FactsFileShape } from './shapes.ts';
import { loadTargets } from './store.ts';
import { reasonViews } from './view.ts';

type ExplainOptions = { debtor?: string; contactPoint?: string; channel: Channel; at?: string; facts?: string; agent?: boolean };

function explained(decision: Decision, at: Temporal.Instant) {
	return {
		permitted: decision.permitted,
		reasons: reasonViews(decision.reasons),
		allowed_from: decision.allowedFrom?.toString() ?? null,
		obligations: decision.obligations,
		expires_at: decision.expiresAt?.toString() ?? null,
		counters: decision.counters,
		at: at.toString(),
		law_version: lawVersion(),
	};
}

function text(answer: ReturnType<typeof explained>): string {
	return [
		answer.permitted
			? `许可 permitted until ${answer.expires_at}`
			: `拒绝 refused${answer.allowed_from ? `; 可联系时间 allowed from ${answer.allowed_from}` : '; time alone does not help'}`,
		...answer.reasons.map(
			(reason) =>
				`${reason.verdict === 'refuses' ? '✗' : reason.verdict === 'requires' ? '!' : '✓'} ${reason.rule}  ${reason.sentence.zh} / ${reason.sentence.en}  (${reason.citation?.zh ?? ''})`,
		),
	].join('\n');
}

/** The file's facts, or a refusal that says which part does not have the shape of the schema. */
export function readFacts(file: string): FactsFile | Refusal {
	let value: unknown;
	try {
		value = JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		return refuse('facts.unreadable', { reason: String(error).slice(0, 200) });
	}
	const [wrong] = Errors(FactsFileShape, value);
	if (wrong) return refuse('facts.unreadable', { reason: `${wrong.instancePath || '/'} ${wrong.message}` });
	return value as FactsFile;
}

/** `contact explain`: what the gate says of one intended contact, from the database or from a file of facts. Nothing is stored. */
export function commands(cli: Cli): void {
	cli
		.verb('contact', 'explain', 'what the gate says of a contact, and why')
		.option('--debtor <id>')
		.option('--contact-point <id>')
		.option('--channel <channel>', 'voice, sms, email, letter, visit, unmask', 'voice')
		.option('--at <instant>', 'as if it were then; now when not given')
		.option('--facts <file>', 'facts from a JSON file instead of the database')
		.action(
			cli.run<[], ExplainOptions>('contact.explain', async ({ door, options }) => {
				const at = options.at ? Temporal.Instant.from(options.at) : door.clock.now();
				const ask: Ask = { channel: options.channel, purpose: 'collect', amount_minor: null, automatic: true };
				if (options.facts) {
					const given = readFacts(options.facts);
					if (isRefusal(given)) return given;
					const when = given.at ? Temporal.Instant.from(given.at) : at;
					const answer = explained(decide({ ...ask, automatic: given.facts.agent === null, ...given.ask }, given.facts, when), when);
					return { answer, text: text(answer), partlyRefused: !answer.permitted };
				}
				const debtorId = BigInt(options.debtor ?? '0');
				const found = await inTenant(door.pool, door.tenantId, async (tx) => {
					const point =
						options.contactPoint === undefined
							? (
									await tx.query<{ id: bigint }>(
										`select id from contact_point where tenant_id = $1 and debtor_id = $2 and party_id is null order by kind <> 'mobile', id limit 1`,
										[tx.tenantId, debtorId],
									)
								)[0]?.id
							: BigInt(options.contactPoint);
					return (await loadTargets(tx, [{ debtorId, pointId: point ?? null }], { now: at, agentId: null }))[0];
				});
				if (!found) return refuse('thing.not_found', { what: 'debtor', id: String(debtorId) });
				const answer = explained(decide(ask, found.facts, at), at);
				return { answer, text: text(answer), partlyRefused: !answer.permitted };
			}),
		);
}
