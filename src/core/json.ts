/** A NUL, and half of a character that has two (one cut in the middle, or a damaged file's): text that PostgreSQL's jsonb does not take. */
const refused = /\\u(?:0000|d[89a-f])/i;
const taken = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

/** JSON as the database takes it: `JSON.stringify`, with U+FFFD where a text holds what jsonb refuses. */
export function jsonText(value: unknown, replacer?: (key: string, part: unknown) => unknown): string {
	const text = JSON.stringify(value, replacer);
	if (!refused.test(text)) return text;
	return JSON.stringify(JSON.parse(text), (_, part: unknown) => {
		if (typeof part === 'string') return taken(part);
		if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
		return Object.fromEntries(Object.entries(part).map(([name, of]) => [taken(name), of]));
	});
}
