import { type Currency, decimalText } from '../core/money.ts';
import { type RefusalCode, refuse, sentenceOf } from '../core/refusal.ts';
import type { Pool } from '../host/db.ts';

/** An entry of the record, as a story tells it. */
export type Entry = {
	readonly at: string;
	readonly name: string;
	readonly act: string;
	readonly code: string | null;
	readonly debtor: string | null;
	readonly input: Readonly<Record<string, unknown>>;
	readonly answer: Readonly<Record<string, unknown>>;
	/** What was promised in it, if anything. */
	readonly promised: readonly { readonly minor: string; readonly currency: Currency; readonly due_on: string }[] | null;
};

const entriesMost = 400;

/** What the record tells until the day of the finding was over: of one debtor, or (`null`) of everybody, the last 400 entries; times are the agency's. */
export async function entriesOf(
	owner: Pool,
	of: { readonly tenantId: bigint; readonly zone: string; readonly debtorId: string | null; readonly until: Temporal.Instant | undefined },
): Promise<Entry[]> {
	const { rows } = await owner.query<Entry>(
		`select to_char(e.at at time zone $3, 'YYYY-MM-DD HH24:MI') as at, l.name, e.act, e.code, coalesce(e.debtor_id::text, e.input ->> 'debtor') as debtor, e.input, coalesce(e.answer, '{}') as answer,
		        (select json_agg(json_build_object('minor', p.amount_minor::text, 'currency', p.currency, 'due_on', p.due_on) order by p.id) from promise p
		          where p.tenant_id = $1 and p.debtor_id = e.debtor_id and p.made_at = e.at and e.act = 'contact.close') as promised
		   from record_entry e join login l on l.tenant_id = e.tenant_id and l.id = e.actor_id
		  where e.tenant_id = $1 and ($2::bigint is null or e.debtor_id = $2) and e.at < $4 order by e.id desc limit ${entriesMost}`,
		[String(of.tenantId), of.debtorId, of.zone, of.until?.toString() ?? 'infinity'],
	);
	return rows.reverse();
}

const said: Readonly<Record<string, string>> = {
	right_party: 'the debtor answers',
	other_person: 'somebody else answers',
	machine: 'a machine answers',
	no_answer: 'nobody answers',
	busy: 'the line is busy',
	off: 'the phone is off',
	invalid: 'the number is dead',
	declined: 'the call is declined',
	promise: 'promises to pay',
	plan: 'agrees to instalments',
	paid: 'says it is paid',
	cannot_pay: 'cannot pay',
	will_not_pay: 'will not pay',
	disputes: 'disputes the debt',
	complains: 'complains',
	hardship: 'tells of hardship',
	wrong_person: 'is not the debtor',
	will_pass_on: 'will pass it on',
	refuses_contact: 'wants no more calls',
	call_back: 'asks to be called back',
};

const text = (value: unknown): string =>
	value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
const of = ({ debtor }: Pick<Entry, 'debtor'>) => (debtor === null ? '' : ` debtor ${debtor}`);
const number = (value: unknown, one: string) => `${text(value)} ${one}${text(value) === '1' ? '' : 's'}`;

/** How an act of the record is told; null: not worth a line, something beside it says it. What is not here is told by its name and what it was given. */
export const told: Readonly<Record<string, (entry: Entry) => string | null>> = {
	'client.add': () => null,
	'client.change': () => null,
	'dayrun.chunk': () => null,
	'dayrun.plan': () => null,
	'dayrun.judge': ({ answer }) =>
		['kept', 'broken', 'partly_kept'].some((how) => Number(answer[`promises_${how}`] ?? 0) > 0)
			? `the promises that are due are judged: ${text(answer['promises_kept'])} kept, ${text(answer['promises_partly_kept'])} in part, ${text(answer['promises_broken'])} broken`
			: null,
	'message.send_due': () => null,
	'message.receipt': () => null,
	'message.receipts': () => null,
	'payment.import': () => null,
	'payment.import_rows': () => null,
	'work.sweep': () => null,
	'record.seal': () => null,
	'placement.import': ({ input, answer }) => {
		const read = JSON.parse(text(answer['answer']) || '{}') as { accepted?: number; rejected?: number };
		return `a file of client ${text(input['client'])}: ${number(read.accepted ?? 0, 'debt')} placed, ${read.rejected ?? 0} rows rejected`;
	},
	'payment.import_done': ({ answer }) =>
		`a bank’s file: ${number(answer['accepted'], 'payment')} booked, ${text(answer['rejected'])} rejected, ${text(answer['duplicates'])} known already`,
	'assignment.change': ({ answer }) => {
		const hands = (answer['hands'] ?? []) as { name?: string; debtors?: number }[];
		return `debtors are handed out: ${hands.map((hand) => `${hand.debtors ?? 0} to ${hand.name ?? 'the team'}`).join(', ') || 'to the team'}`;
	},
	'dayrun.finish': ({ answer }) =>
		`day run: ${number(answer['debts'], 'debt')} looked at, ${number(answer['calls'], 'call')} and ${number(answer['messages'], 'message')} planned, ${number(answer['held'], 'debtor')} held`,
	'work.next': ({ name, code, answer }) => {
		if (code !== null) return `${name} presses Next`;
		const item = answer['item'] as { debtor_id?: string } | null;
		return item === null ? `${name} presses Next: nothing to do` : `${name} presses Next and gets debtor ${item.debtor_id ?? ''}`;
	},
	'work.release': ({ name, input }) => `${name} gives back${` debtor ${text(input['debtorId'])}`}`,
	'contact.ask': (entry) =>
		`${entry.name} asks for a permit:${of(entry)}${['channel', 'purpose'].flatMap((key) => (entry.input[key] ? [`, ${text(entry.input[key])}`] : [])).join('')}`,
	'contact.attempt': (entry) => {
		const { permit } = entry.input;
		return `${entry.name} calls${of(entry)}${permit === undefined || entry.code === null ? '' : ` by permit ${text(permit)}`}`;
	},
	'contact.close': (entry) => outcome(entry),
	'contact.outcome': (entry) => outcome(entry),
	'message.send': (entry) => `a message (${text(entry.input['template'])}) leaves for${of(entry)}`,
	'message.type': (entry) => `${entry.name} types a message for${of(entry)}`,
	'message.settle': (entry) =>
		`${entry.name} asks the carrier about message ${text(entry.input['message'])} of${of(entry)}: ${text(entry.input['says']).replaceAll('_', ' ')}`,
	'complaint.file': (entry) =>
		`${entry.name} writes down:${of(entry)}, ${text(entry.input['kind'])}${entry.input['channel'] ? ` by ${text(entry.input['channel'])}` : ''}`,
	'complaint.take': (entry) => `${entry.name} takes complaint ${text(entry.input['complaint'])} of${of(entry)}`,
	'complaint.answer': (entry) =>
		`${entry.name} answers complaint ${text(entry.input['complaint'])} of${of(entry)}: ${text(entry.input['verdict'])}`,
	'hold.place': (entry) => `${entry.name} holds${of(entry)}: ${text(entry.input['kind'])}`,
	'hold.lift': (entry) => `${entry.name} lifts hold ${text(entry.input['hold'])} of${of(entry)}`,
	'payment.reverse': (entry) => `the bank takes payment ${text(entry.input['payment'])} back`,
	'payment.resolve': (entry) => `${entry.name} settles payment ${text(entry.input['payment'])} by hand: ${text(entry.input['action'])}`,
	'suit.refer': (entry) =>
		`a suit over debt ${text(entry.input['debt_id'])} of${of(entry)}, ${entry.input['brought_by'] === 'us' ? 'referred by us' : `brought by the creditor on ${text(entry.input['filed_on'])}`}, in ${text(entry.input['venue'])}`,
	'suit.step': (entry) =>
		`suit ${text(entry.input['suit'])} over a debt of${of(entry)}: ${text(entry.input['step']).replaceAll('_', ' ')} on ${text(entry.input['on'] ?? 'this day')}`,
	'guarantee.tell': (entry) =>
		`${entry.name} writes down: person ${text(entry.input['party_id'])} guarantees debt ${text(entry.input['debt_id'])} of${of(entry)} (${text(entry.input['kind'])}), ${entry.input['ends_on'] ? `until ${text(entry.input['ends_on'])}` : 'no end agreed'}`,
	'debtor.people': (entry) =>
		`${entry.name} writes down of${of(entry)}: ${['surety', 'unnamed', 'shares']
			.filter((key) => entry.input[key] === true)
			.map(
				(key) =>
					({ surety: 'somebody stands surety', unnamed: 'the contact was never named', shares: 'the number is also another debtor’s' })[
						key
					],
			)
			.join(', ')}`,
	'debtor.language': (entry) => `${entry.name} writes down:${of(entry)} reads ${text(entry.input['language'])}`,
	'debtor.whereabouts': (entry) => `${entry.name} writes down:${of(entry)} lives in ${text(entry.input['zones'])}`,
};

const promised = ({ promised: all }: Entry) =>
	all === null
		? ''
		: `: ${all.map(({ minor, currency, due_on: on }) => `${decimalText({ minor: BigInt(minor), currency })} ${currency} by ${on}`).join(' and ')}`;

function outcome(entry: Entry): string {
	const { line, said: words } = entry.input;
	const more = text(words) === 'none' ? [] : [said[text(words)] ?? text(words)];
	return `${[said[text(line)] ?? text(line), ...more].join(', ')}${promised(entry)}`;
}

function sentence(entry: Entry): string | null {
	const plain = told[entry.act];
	const line = plain ? plain(entry) : `${entry.name}: ${entry.act.replaceAll('.', ' ')}${of(entry)}`;
	if (entry.code === null) return line;
	const details = Object.fromEntries(
		Object.entries((entry.answer['details'] ?? {}) as Record<string, unknown>).map(([name, value]) => [name, text(value)]),
	);
	const why = sentenceOf(refuse(entry.code as RefusalCode, details)).en;
	return `${line ?? `${entry.name}: ${entry.act.replaceAll('.', ' ')}${of(entry)}`}: refused, ${why}`;
}

/** Beside what the finding is about, what came of a call is told with the call, and what happens again and again once. At most `linesMost` dated lines. */
export function storyOf(entries: readonly Entry[], linesMost = 12): string[] {
	const lines: { at: string; says: string; until: string; times: number; entry: Entry }[] = [];
	for (const entry of entries) {
		const says = sentence(entry);
		const last = lines.at(-1);
		if (says === null) continue;
		const ends = entry.act === 'contact.close' || entry.act === 'contact.outcome';
		if (
			ends &&
			entry.code === null &&
			last?.entry.act === 'contact.attempt' &&
			last.entry.code === null &&
			last.entry.debtor === entry.debtor
		) {
			lines.splice(-1, 1, { ...last, says: `${last.says}: ${says}`, entry });
			const before = lines.at(-2);
			const now = lines.at(-1);
			if (before && now && before.says === now.says && before.at.slice(0, 10) === now.at.slice(0, 10))
				lines.splice(-2, 2, { ...before, until: now.at, times: before.times + 1 });
			continue;
		}
		// Next, then the call: one line.
		if (
			entry.act === 'contact.attempt' &&
			last?.entry.act === 'work.next' &&
			last.entry.code === null &&
			last.entry.name === entry.name &&
			last.at.slice(0, 10) === entry.at.slice(0, 10)
		)
			lines.pop();
		if (
			entry.act === 'contact.attempt' &&
			last?.entry.act === 'contact.ask' &&
			last.entry.code === null &&
			last.entry.debtor === entry.debtor &&
			last.times === 1
		)
			lines.pop();
		const before = lines.at(-1);
		if (before && before.says === says && before.at.slice(0, 10) === entry.at.slice(0, 10))
			lines.splice(-1, 1, { ...before, until: entry.at, times: before.times + 1, entry });
		else lines.push({ at: entry.at, says, until: entry.at, times: 1, entry });
	}
	const written = lines.map(
		({ at, says, until, times }) => `${at} ${says}${times === 1 ? '' : ` (${times} times, until ${until.slice(11)})`}`,
	);
	if (written.length <= linesMost) return written;
	const first = 2;
	const rest = written.length - linesMost + 1;
	return [...written.slice(0, first), `… ${rest} more …`, ...written.slice(first + rest)];
}
