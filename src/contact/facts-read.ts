// What a date and an instant are is the same for a file as for whatever comes in over the wire.
import '../host/wire.ts';
import { readFileSync, readSync } from 'node:fs';
import { Errors } from 'typebox/value';
import { type Refusal, refuse } from '../core/refusal.ts';
import { isZone } from '../core/time.ts';
import { isAnsweredBy } from './facts-file.ts';
import { type FactsFile, FactsFile as FactsFileShape } from './facts-shape.ts';

/** Reads a facts file (`-`: what comes in on stdin), or says which place of it is not as the schema has it, and what is expected there. */
export const unreadable = (reason: string): Refusal => refuse('facts.unreadable', { reason });

export function readFacts(file: string): FactsFile | Refusal {
	let value: unknown;
	try {
		value = JSON.parse((file === '-' ? whatComesIn() : readFileSync(file, 'utf8')).replace(/^\uFEFF/, ''));
	} catch (error) {
		return unreadable(String(error).slice(0, 200));
	}
	return checkedFacts(value);
}

const chunkBytes = 65_536;
const waitMilliseconds = 5;

/**
 * All that comes in on stdin. Whatever imports `node:process` opens `process.stdin` and sets a pipe not to block; it then says EAGAIN while it is empty, and a file longer
 * than a pipe holds (64 KiB) could not be read.
 */
function whatComesIn(): string {
	const parts: Buffer[] = [];
	for (;;) {
		const part = Buffer.alloc(chunkBytes);
		try {
			const bytes = readSync(0, part);
			if (bytes === 0) return Buffer.concat(parts).toString('utf8');
			parts.push(part.subarray(0, bytes));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMilliseconds);
		}
	}
}

/** A value of the facts file's shape, or the refusal. */
export function checkedFacts(value: unknown): FactsFile | Refusal {
	const wrong = worstOf(Errors(FactsFileShape, value));
	if (wrong) return unreadable(`${wrong.instancePath || '/'} ${whatIsWrong(wrong)}`);
	const given = value as FactsFile;
	const twice = (['ask', 'contact'] as const).every((name) => given[name] !== undefined)
		? '/contact says the same as /ask: give one'
		: given.law !== undefined && given.pack !== undefined
			? '/pack says the same as /law: give one'
			: given.now !== undefined && given.at !== undefined
				? '/at says the same as /now: give one'
				: null;
	if (twice !== null) return unreadable(twice);
	return unknownNameIn(given) ?? contradictionIn(given) ?? given;
}

type Wrong = {
	readonly keyword: string;
	readonly schemaPath: string;
	readonly instancePath: string;
	readonly params: unknown;
	readonly message: string;
};

/** Of all that is wrong, what helps most: a name that is not known, else the deepest place, since what holds it is then wrong as well. */
function worstOf(all: readonly Wrong[]): Wrong | undefined {
	const unknown = all.find((each) => each.keyword === 'boolean');
	const said = all.filter((each) => each.keyword !== 'anyOf' && each.keyword !== 'additionalProperties');
	const depth = (each: Wrong) => each.instancePath.split('/').length;
	return unknown ?? [...said].sort((a, b) => depth(b) - depth(a))[0] ?? all[0];
}

const forms: Readonly<Record<string, string>> = {
	'date-time': 'is no instant with its offset, like 2026-04-07T14:00:00-04:00 or 2026-04-07T18:00:00Z',
	date: 'is no date, like 2026-04-07',
};

/** What is expected instead, so that the file can be mended without the schema beside it. */
function whatIsWrong({ keyword, params, message, instancePath }: Wrong): string {
	const { allowedValues, format, pattern } = params as { allowedValues?: readonly unknown[]; format?: string; pattern?: string | RegExp };
	if (allowedValues) return `is none of: ${allowedValues.map(String).join(', ')}`;
	if (format !== undefined) return forms[format] ?? message;
	if (pattern !== undefined) return 'is no time of the day, like 08:00';
	if (keyword !== 'boolean') return message;
	const parts = instancePath.split('/').slice(1);
	const name = parts.pop() ?? '';
	const known = namesAt(FactsFileShape as Shape, parts);
	const near = known.map((each) => ({ each, away: distance(name, each) })).sort((a, b) => a.away - b.away)[0];
	const guess = near && near.away <= Math.max(2, name.length / 3) ? `; did you mean ${near.each}?` : '';
	return `is not known here${guess} (known: ${known.join(', ')})`;
}

type Shape = { properties?: Record<string, Shape>; items?: Shape; anyOf?: readonly Shape[] };

/** The names an object may have at a place of the schema. */
function namesAt(shape: Shape, parts: readonly string[]): string[] {
	const options = shape.anyOf ?? [shape];
	const [next, ...rest] = parts;
	if (next === undefined) return options.flatMap((each) => Object.keys(each.properties ?? {}));
	return options.flatMap((each) => {
		const inner = each.items ?? each.properties?.[next];
		return inner ? namesAt(inner, rest) : [];
	});
}

/** How many letters apart two names are (Levenshtein). */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
		row = next;
	}
	return row[b.length] ?? 0;
}

/** What a name refers to is there: a time zone, and the debts, each once. */
function unknownNameIn({ facts, ask, contact }: FactsFile): Refusal | null {
	const zone = facts.zones?.findIndex((each) => !isZone(each)) ?? -1;
	if (zone >= 0) return unreadable(`/facts/zones/${zone} ${facts.zones?.[zone]} is no time zone, like America/New_York`);
	const ids = (facts.debts ?? [{ id: '1' }]).map((debt) => debt.id);
	const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
	if (twice >= 0) return unreadable(`/facts/debts/${twice}/id ${ids[twice]} is there twice`);
	const named: (readonly [string, readonly string[] | null | undefined])[] = [
		['/ask/debt_ids', ask?.debt_ids],
		['/contact/debt_ids', contact?.debt_ids],
		...(facts.holds ?? []).map((hold, i) => [`/facts/holds/${i}/debt_id`, hold.debt_id ? [hold.debt_id] : null] as const),
		...(facts.consents ?? []).map((each, i) => [`/facts/consents/${i}/debt_ids`, each.debt_ids] as const),
	];
	for (const [path, list] of named)
		for (const id of list ?? []) if (!ids.includes(id)) return unreadable(`${path} ${id} is none of the debts: ${ids.join(', ')}`);
	return null;
}

/** What cannot both be so is asked about instead of guessed at: a stretch that is over before it begins, a call that was answered and was not. */
function contradictionIn({ facts, law, history }: FactsFile): Refusal | null {
	const limits = typeof law === 'object' ? law : {};
	const hours = [
		['/facts/agreed_hours', facts.agreed_hours],
		['/law/mandate/contact_hours', limits.mandate?.contact_hours],
		['/law/house/contact_hours', limits.house?.contact_hours],
		...(facts.inconvenient_times ?? []).map((time, i) => [`/facts/inconvenient_times/${i}`, time] as const),
	] as const;
	for (const [path, each] of hours)
		if (each?.from !== undefined && each.from === each.until)
			return unreadable(`${path} ends where it begins: the whole day is 00:00 to 24:00`);
	for (const [i, { from_on: first, until_on: last }] of (facts.inconvenient_times ?? []).entries())
		if (first !== undefined && last !== undefined && last < first)
			return unreadable(`/facts/inconvenient_times/${i} is over before it begins: ${first} to ${last}`);
	for (const [i, { from_at: from, until_at: until }] of (facts.holds ?? []).entries())
		if (until && Temporal.Instant.compare(Temporal.Instant.from(until), Temporal.Instant.from(from)) < 0)
			return unreadable(`/facts/holds/${i} is over before it begins: ${from} to ${until}`);
	for (const [path, list] of [
		['/facts/earlier', facts.earlier],
		['/history', history],
	] as const)
		for (const [i, each] of (list ?? []).entries()) {
			const doubt = doubtOf(each);
			if (doubt !== null) return unreadable(`${path}/${i}/${doubt}`);
		}
	return null;
}

type EarlierSaid = NonNullable<FactsFile['history']>[number];

/** Which of what is said of a call makes it less than the rest of it says; null: it may be so. More than an outcome says may be said: it is the stricter reading. */
function doubtOf({ outcome, answered, connected, talked }: EarlierSaid): string | null {
	const isAnswered = answered === true || talked === true || (outcome !== undefined && isAnsweredBy(outcome));
	if (isAnswered && answered === false) return `answered is false beside ${outcome ?? 'talked'}`;
	// Some carriers tell that a phone which is off was not reached.
	const isReached = isAnswered || (outcome !== undefined && !['busy', 'invalid', 'off'].includes(outcome));
	if (isReached && connected === false) return `connected is false beside ${outcome ?? (talked ? 'talked' : 'answered')}`;
	return outcome === 'right_party' && talked === false ? 'talked is false beside right_party' : null;
}
