import { tagOf, type Language } from '../i18n/texts.ts';

/** Formats instants and dates by `Intl`, in a named zone: the agent's own machine zone never shows. */
export type TimeStyle = 'time' | 'seconds' | 'short' | 'long' | 'date' | 'weekday';

const shapes: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
	time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
	short: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	long: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	date: { year: 'numeric', month: '2-digit', day: '2-digit' },
	weekday: { month: '2-digit', day: '2-digit', weekday: 'short' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, zone: string, style: TimeStyle): Intl.DateTimeFormat {
	const name = `${language} ${zone} ${style}`;
	const kept = formats.get(name);
	if (kept) return kept;
	const made = new Intl.DateTimeFormat(tagOf(language), { ...shapes[style], timeZone: zone });
	formats.set(name, made);
	return made;
}

/** An instant (ISO text or epoch milliseconds) as people of `zone` read it. */
export function timeText(at: string | number, zone: string, style: TimeStyle, language: Language): string {
	return format(language, zone, style).format(typeof at === 'number' ? at : Date.parse(at));
}

/** The local calendar date of an instant in a zone, `yyyy-MM-dd`. */
export function dateOf(atMs: number, zone: string): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs);
}

/** A calendar date `yyyy-MM-dd` as people read it; it has no zone. */
export function dateText(on: string, language: Language, style: 'date' | 'weekday' = 'date'): string {
	return timeText(`${on}T00:00:00Z`, 'UTC', style, language);
}

/** A date (and time of day) as it is typed so far; null while it is none. What is half typed is no date, and least of all the one that stood there before. */
export function typedDate(text: string): { on: string; time: string } | null {
	const [, on = '', time = ''] = /^(\d{4}-\d{2}-\d{2})(?: ((?:[01]\d|2[0-3]):[0-5]\d))?$/.exec(text) ?? [];
	const ms = Date.parse(`${on}T00:00:00Z`);
	return Number.isNaN(ms) || dateOf(ms, 'UTC') !== on ? null : { on, time };
}

const dayMs = 86_400_000;

/** Whole calendar days from one date to another, both `yyyy-MM-dd`. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The date some days after another, both `yyyy-MM-dd`. */
export function daysAfter(on: string, days: number): string {
	return dateOf(Date.parse(`${on}T00:00:00Z`) + days * dayMs, 'UTC');
}

/** The instant (ISO, Z) at which clocks of `zone` show this date and time of day; a skipped time moves forward. */
export function instantAt(on: string, timeOfDay: string, zone: string): string {
	const wanted = Date.parse(`${on}T${timeOfDay}:00Z`);
	const shownAt = (ms: number) =>
		Date.parse(
			`${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms).replace(' ', 'T')}Z`,
		);
	let at = wanted;
	for (let round = 0; round < 2; round++) at += wanted - shownAt(at);
	return isoOf(at);
}

/** Epoch milliseconds as ISO text, by `Intl` alone (the desk makes no `Date`). */
export function isoOf(ms: number): string {
	const text = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' }).format(ms);
	return `${text.replace(' ', 'T')}Z`;
}

/** A length of time on a running clock: `0:07`, `12:40`, `1:02:03`. */
export function clockText(ms: number): string {
	const whole = Math.max(0, Math.floor(ms / 1000));
	const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	const [hours = 0, minutes = 0, seconds = 0] = parts;
	const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`;
	return hours > 0 ? `${hours}:${tail}` : tail;
}
