import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { startOfDay } from '../core/time.ts';
import { isRefusal, type Refusal, refuse } from '../core/refusal.ts';
import { systemClock } from '../host/clock.ts';
import { exitCode, finish, type Outcome } from '../host/command.ts';
import { inTenant } from '../host/db.ts';
import { type Answer, answerOf, answerText } from './answer-shape.ts';
import { intendedBy } from './facts-file.ts';
import { readFacts, unreadable } from './facts-read.ts';
import type { FactsFile } from './facts-shape.ts';
import { contentMarks } from './shapes.ts';
import { type Channel, decide } from './rules.ts';
import { listLogins } from '../people/actions.ts';
import type { Door } from '../record/change.ts';
import { loadTenant } from '../tenants/store.ts';
import { replayPeriod } from './replay.ts';
import { loadTargets } from './target-store.ts';
import { findUsualPoint } from './store.ts';

const channels: readonly Channel[] = ['voice', 'sms', 'email', 'letter', 'visit', 'social', 'unmask'];

type ExplainOptions = {
	debtor?: bigint;
	contactPoint?: bigint;
	channel: Channel;
	at?: Temporal.Instant;
	facts?: string;
	json?: boolean;
	agent?: string;
	amountMinor?: bigint;
	says?: (typeof contentMarks)[number];
	people?: number;
	entersHome?: boolean;
	entryAgreed?: boolean;
	announced?: boolean;
};

/**
 * What the contact of a file is decided to be; `now` where the file names no instant. The file stands alone: no database is asked. Refusals: `facts.unreadable`,
 * also for a date that is none (30 February).
 */
export function explainFile(file: string, now: Temporal.Instant): Answer | Refusal {
	const given = readFacts(file);
	if (isRefusal(given)) return given;
	try {
		return explainFacts(given, now);
	} catch (error) {
		if (error instanceof RangeError) return unreadable(error.message);
		throw error;
	}
}

function explainFacts(given: FactsFile, now: Temporal.Instant): Answer {
	const { ask, facts, law, at } = intendedBy(given, now);
	return answerOf(decide(ask, facts, law, at), at, law, facts.zones);
}

const explainedOutcome = (answer: Answer): Outcome => ({
	answer,
	text: answerText(answer),
	partlyRefused: !answer.permitted,
});

function instant(said: string): Temporal.Instant {
	try {
		return Temporal.Instant.from(said);
	} catch {
		throw new InvalidArgumentError('an instant is written like 2026-11-24T10:00:00+08:00');
	}
}

function id(said: string): bigint {
	if (!/^\d{1,18}$/.test(said)) throw new InvalidArgumentError('an id is a whole number');
	return BigInt(said);
}

function many(said: string): number {
	if (!/^[1-9]\d?$/.test(said)) throw new InvalidArgumentError('a number of people is a whole number from 1');
	return Number(said);
}

/** What was said of a visit; nothing of any other contact. */
const visitOf = ({ channel, people, entersHome, entryAgreed, announced }: ExplainOptions) =>
	channel === 'visit'
		? {
				...(people === undefined ? {} : { people }),
				...(entersHome === undefined ? {} : { enters_home: entersHome }),
				...(entryAgreed === undefined ? {} : { entry_agreed: entryAgreed }),
				...(announced === undefined ? {} : { announced }),
			}
		: {};

/** A date of the agency, or an instant; a date that is none (30 February) is wrong usage. */
function moment(said: string): Temporal.Instant | Temporal.PlainDate {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(said)) return instant(said);
	try {
		return Temporal.PlainDate.from(said, { overflow: 'reject' });
	} catch {
		throw new InvalidArgumentError('there is no such date');
	}
}

const instantAt = (said: Temporal.Instant | Temporal.PlainDate, zone: string): Temporal.Instant =>
	said instanceof Temporal.PlainDate ? startOfDay(zone, said) : said;

/** `dunwell replay`: every stored decision of a period made again. Exit 1 when any comes out otherwise. */
function replay(cli: Cli): void {
	cli
		.alone('replay', 'make every stored decision of a period again, from its facts and its law text')
		.option('--from <date>', 'first day, or an instant; 30 days back when not given', moment)
		.option('--to <date>', 'up to (not with) this day or instant; now when not given', moment)
		.action(
			cli.run<[], Partial<Record<'from' | 'to', Temporal.Instant | Temporal.PlainDate>>>('record.view', async ({ door, options }) => {
				const { zone } = await inTenant(door.pool, door.tenantId, loadTenant);
				const until = options.to ? instantAt(options.to, zone) : door.clock.now();
				const from = options.from ? instantAt(options.from, zone) : until.subtract({ hours: 24 * 30 });
				const done = await replayPeriod(door, from, until);
				return {
					answer: done,
					text: `${done.decisions} decisions: ${done.agree} agree, ${done.disagree} disagree, of ${done.not_at_hand} the law text is not at hand`,
					partlyRefused: done.disagree > 0,
				};
			}),
		);
}

/** What the gate says of a contact with somebody on file, at their own number unless another is named; by a machine unless somebody is (CN-H1). Refusal: `thing.not_found`. */
export async function explainContact(door: Door, options: Omit<ExplainOptions, 'facts' | 'json'>): Promise<Answer | Refusal> {
	const at = options.at ?? door.clock.now();
	const { debtor: debtorId, channel, agent: username } = options;
	if (debtorId === undefined) return refuse('thing.not_found', { what: 'debtor', id: '–' });
	const target = await inTenant(door.pool, door.tenantId, async (tx) => {
		const agent = username === undefined ? null : (await listLogins(tx)).find((login) => login.username === username);
		if (agent === undefined) return refuse('thing.not_found', { what: 'login', id: username ?? '' });
		const pointId = options.contactPoint ?? (await findUsualPoint(tx, debtorId, channel));
		const agentId = agent && BigInt(agent.id);
		const [found] = pointId === null ? [null] : await loadTargets(tx, [{ debtorId, pointId }], { now: at, agentId });
		return found ?? null;
	});
	if (isRefusal(target)) return target;
	if (!target) return refuse('thing.not_found', { what: 'contact point', id: String(options.contactPoint ?? `of debtor ${debtorId}`) });
	const said = {
		amount_minor: options.amountMinor === undefined ? null : Number(options.amountMinor),
		...(options.says === undefined ? {} : { content: [options.says] }),
		...visitOf(options),
	};
	const purpose = target.facts.party === 'third_party' ? 'locate' : 'collect';
	const decision = decide({ channel, purpose, automatic: username === undefined, ...said }, target.facts, target.law, at);
	return answerOf(decision, at, target.law, target.facts.zones);
}

/** `contact explain`: what the gate says of one intended contact, from the database or from a file of facts. Nothing is stored. */
export function commands(cli: Cli): void {
	replay(cli);
	const fromDatabase = cli.run<[], ExplainOptions>('contact.explain', async ({ door, options }) => {
		const answer = await explainContact(door, options);
		return isRefusal(answer) ? answer : explainedOutcome(answer);
	});
	cli
		.verb('contact', 'explain', 'what the gate says of a contact, and why')
		.option('--debtor <id>', 'the debtor', id)
		.option('--contact-point <id>', 'the number or address; the debtor’s own of the channel’s kind when not given', id)
		.addOption(new Option('--channel <channel>', 'how').choices(channels).default('voice'))
		.option('--agent <username>', 'by whom, whose exam and training are looked at too; by a machine when not given')
		.option('--at <instant>', 'as if it were then; now when not given', instant)
		.option('--amount-minor <n>', 'the amount that will be named, in minor units', id)
		.addOption(new Option('--says <mark>', 'what will be said').choices(contentMarks))
		.option('--people <n>', 'visit: how many go', many)
		.option('--enters-home', 'visit: the home is entered')
		.option('--entry-agreed', 'visit: the person agreed to that')
		.option('--announced', 'visit: purpose and time were told beforehand')
		.option('--facts <file>', 'facts from a JSON file, or - for stdin (docs/guides/contact-facts.md); no database is asked')
		.action(async (options: ExplainOptions, ...rest: unknown[]) => {
			const { facts: file } = options;
			if (file === undefined) return fromDatabase(options, ...rest);
			let isUsage = false;
			const code = await finish(async () => {
				const answer = explainFile(file, options.at ?? systemClock.now());
				isUsage = isRefusal(answer);
				return isRefusal(answer) ? answer : explainedOutcome(answer);
			}, options.json === true);
			// A contact that is refused is an answer (1); a file that cannot be read is wrong usage (2).
			process.exitCode = isUsage && code === exitCode.refused ? exitCode.usage : code;
		});
}
