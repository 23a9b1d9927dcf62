import { Option } from 'commander';
import { Errors } from 'typebox/value';
import type { Cli } from '../cli.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { inTenant } from '../host/db.ts';
import { type Lender, lenders } from '../law/interest.ts';
import type { Door } from '../record/change.ts';
import { addClient, clientViews, setStanding } from './actions.ts';
import { agencyView, changeAgency } from './agency.ts';
import { lprView, recordLpr } from './lpr.ts';
import {
	AgencyChange,
	type AgencyView,
	type Collector,
	collectors,
	type CreditorKind,
	creditorKinds,
	type StandingView,
} from './shapes.ts';

type AddOptions = {
	name: string;
	creditor?: string;
	kind?: CreditorKind;
	product?: string;
	currency?: string;
	serviceLine?: string;
	complaintLine?: string;
	collectsAs?: Collector;
	lender?: Lender;
	contractUntil?: string;
	evaluatedOn?: string;
};
type StandingOptions = { contractUntil?: string; evaluatedOn?: string; evidence: string };

const notADate = (text: string | undefined, option: string) => {
	try {
		return text === undefined || Temporal.PlainDate.from(text).toString() === text
			? null
			: refuse('request.malformed', { reason: `${option}：${text}` });
	} catch {
		return refuse('request.malformed', { reason: `${option}：不是日期 (is not a date)` });
	}
};
const contractText = 'the last day of its contract with us (CN-O1)';
const evaluatedText = 'the day it last evaluated us (CN-O1)';

/** Clients that are not closed, all or the one of a code. */
async function clientsOf(door: Door, code?: string) {
	const all = await inTenant(door.pool, door.tenantId, (tx) => clientViews(tx, door.actor.clientId, door.clock.now()));
	return all.filter((client) => !client.closed && (code === undefined || client.code === code));
}

const standingText = (standing: StandingView | undefined) =>
	standing ? `${standing.state}${standing.last_on ? ` (${standing.by}, ${standing.last_on})` : ''}` : '';

/** `client add`, `client standing`, `client list`, `lpr list`, `lpr record`, `agency show`, `agency set`. */
export function commands(cli: Cli): void {
	cli
		.verb('client', 'add <code>', 'add a client (委案方)')
		.requiredOption('--name <name>')
		.option('--creditor <name>', 'whom the debts are owed to; the client itself unless said')
		.option('--kind <kind>', `of what kind the creditor is, where it is new: ${creditorKinds.join(', ')} (other unless said)`)
		.option('--product <product>', 'product of its debts where the file does not say')
		.option('--currency <code>', 'currency where the file does not say')
		.option('--service-line <number>', 'shown to debtors')
		.option('--complaint-line <number>', 'shown to debtors')
		.addOption(
			new Option('--lender <kind>', 'of what kind the lender is: decides the cap on what its loans may cost (CN-IR1 to CN-IR4)').choices(
				lenders,
			),
		)
		.addOption(new Option('--collects-as <who>', 'who collects in the eyes of the law').choices(collectors))
		.option('--contract-until <date>', contractText)
		.option('--evaluated-on <date>', evaluatedText)
		.action(
			cli.run<[string], AddOptions>('client.manage', async ({ door, options }, code) => {
				const { name, creditor, kind, product, currency, serviceLine, complaintLine, collectsAs, contractUntil, evaluatedOn, lender } =
					options;
				const wrong = notADate(contractUntil, '--contract-until') ?? notADate(evaluatedOn, '--evaluated-on');
				if (wrong) return wrong;
				const terms = { serviceLine, complaintLine, collectsAs, contractUntil, evaluatedOn, lender };
				const answer = await addClient(door, { code, name, creditor, kind, product, currency, ...terms });
				return isRefusal(answer) ? answer : { answer, text: `client ${answer.code} ${answer.name}` };
			}),
		);
	cli
		.verb('client', 'standing <code>', 'put on file until when a client may place with us (CN-O1)')
		.option('--contract-until <date>', contractText)
		.option('--evaluated-on <date>', evaluatedText)
		.requiredOption('--evidence <text>', 'what proves it: the contract’s number, the evaluation report')
		.action(
			cli.run<[string], StandingOptions>('client.standing', async ({ door, options }, code) => {
				const { contractUntil, evaluatedOn, evidence } = options;
				const wrong = notADate(contractUntil, '--contract-until') ?? notADate(evaluatedOn, '--evaluated-on');
				if (wrong) return wrong;
				const [client] = await clientsOf(door, code);
				if (!client) return refuse('client.unknown', { code });
				const dates = {
					...(contractUntil ? { contract_until: contractUntil } : {}),
					...(evaluatedOn ? { evaluated_on: evaluatedOn } : {}),
				};
				const answer = await setStanding(door, { clientId: BigInt(client.id), evidence, ...dates });
				if (isRefusal(answer)) return answer;
				const [now] = await clientsOf(door, code);
				return { answer: { code, standing: now?.standing }, text: `${code}\t${standingText(now?.standing)}` };
			}),
		);
	cli.verb('client', 'list', 'clients, and until when each may place with us').action(
		cli.run<[], object>('client.view', async ({ door }) => {
			const items = (await clientsOf(door)).map(({ code, name, standing }) => ({ code, name, standing }));
			return { answer: { items }, text: items.map((each) => `${each.code}\t${each.name}\t${standingText(each.standing)}`).join('\n') };
		}),
	);
	lprVerbs(cli);
	agencyVerbs(cli);
}

function lprVerbs(cli: Cli): void {
	cli.verb('lpr', 'list', 'the 1-year LPR as shipped and as recorded, newest first').action(
		cli.run<[], object>('law.view', async ({ door }) => {
			const answer = await lprView(door);
			const lines = answer.items.map(({ from, percent, source, certainty }) => `${from}\t${percent}%\t${certainty}\t${source}`);
			return { answer, text: [`known until ${answer.known_until}`, ...lines].join('\n') };
		}),
	);
	cli
		.verb('lpr', 'record', 'record a 1-year LPR as published: the caps on private and micro-loans go by it (CN-IR1, CN-IR3)')
		.requiredOption('--from <date>', 'the day it was published')
		.requiredOption('--percent <n>', 'as 3.00')
		.requiredOption('--source <text>', 'where it was read')
		.action(
			cli.run<[], { from: string; percent: string; source: string }>(
				'house.limit',
				async ({ door, options: { from, percent, source } }) => {
					const wrong = notADate(from, '--from');
					if (wrong) return wrong;
					if (!/^\d{1,2}(\.\d{1,2})?$/.test(percent) || Number(percent) === 0)
						return refuse('request.malformed', { reason: '--percent：如 (such as) 3.00' });
					const answer = await recordLpr(door, { from, percent: Number(percent), source });
					return isRefusal(answer) ? answer : { answer, text: `${from}\t${percent}%` };
				},
			),
		);
}

const agencyText = (agency: AgencyView) =>
	Object.entries(agency)
		.map(([name, value]) => `${name}\t${Array.isArray(value) ? value.join(', ') : String(value)}`)
		.join('\n');

type AgencyOptions = {
	name?: string;
	zone?: string;
	bucketEdges?: string;
	openingCalls?: string;
	dailyCallsUntil?: string;
	openingCutOff?: string;
	workFrom?: string;
	workUntil?: string;
	graceDays?: string;
};

function agencyVerbs(cli: Cli): void {
	cli.verb('agency', 'show', 'what the agency is called and the numbers it works by').action(
		cli.run<[], object>('people.view', async ({ door }) => {
			const answer = await agencyView(door);
			return { answer, text: agencyText(answer) };
		}),
	);
	cli
		.verb('agency', 'set', 'change what the agency is called and the numbers it works by; what is not named stays')
		.option('--name <name>', 'as agents say it and reports are headed')
		.option('--zone <zone>', 'of its business dates, as Asia/Shanghai; only before anything is placed')
		.option('--bucket-edges <days>', 'the last day past due of M1, M2 and so on, as 30,60,90')
		.option('--opening-calls <n>', 'calls planned on the first day of a case')
		.option('--daily-calls-until <day>', 'until which day one call a day is planned')
		.option('--opening-cut-off <time>', 'placed after it, a case begins on the next day, as 18:00')
		.option('--work-from <time>', 'calls are planned from')
		.option('--work-until <time>', 'calls are planned until')
		.option('--grace-days <n>', 'days after its due date on which a promise may still be kept')
		.action(
			cli.run<[], AgencyOptions>('house.manage', async ({ door, options }) => {
				const whole = (text: string | undefined) => (text === undefined ? undefined : Number(text));
				const named: Record<keyof AgencyChange, unknown> = {
					name: options.name,
					zone: options.zone,
					bucket_edges: options.bucketEdges?.split(',').map(Number),
					opening_calls: whole(options.openingCalls),
					daily_calls_until_day: whole(options.dailyCallsUntil),
					opening_cut_off: options.openingCutOff,
					work_from: options.workFrom,
					work_until: options.workUntil,
					promise_grace_days: whole(options.graceDays),
				};
				const input = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
				const [fault] = Errors(AgencyChange, input);
				if (fault) return refuse('request.malformed', { reason: `${fault.instancePath.slice(1)}: ${fault.message}` });
				const answer = await changeAgency(door, input);
				return isRefusal(answer) ? answer : { answer, text: agencyText(answer) };
			}),
		);
}
