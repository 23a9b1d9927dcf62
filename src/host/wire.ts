import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import Format from 'typebox/format';
import { Value } from 'typebox/value';

/**
 * What comes in over the wire, checked before any rule sees it. A body is taken as it is: `"5"` is no number and `null` no text. Addresses and
 * queries are always text, so there `5` may be meant as a number. Whatever cannot be kept in the database (a zero byte, half a character, a number
 * no integer holds exactly) is refused here too.
 */
Format.Set('date', isDate);
Format.Set('date-time', isInstant);

/** `yyyy-MM-dd`, a day that exists, in the years 1900 to 2199: the law adds twenty years to some, and every sum must stay four digits. */
function isDate(text: string): boolean {
	if (!/^(19|2[01])\d{2}-\d{2}-\d{2}$/.test(text)) return false;
	try {
		Temporal.PlainDate.from(text);
		return true;
	} catch {
		return false;
	}
}

/** An instant with its offset, `2026-11-24T02:00:00Z` or `…+08:00`, in the years 1900 to 2199. */
function isInstant(text: string): boolean {
	if (!/^(19|2[01])\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return false;
	try {
		Temporal.Instant.from(text);
		return true;
	} catch {
		return false;
	}
}

/** One thing that is wrong, as Fastify passes it on. */
type Wrong = { keyword: string; instancePath: string; schemaPath: string; params: Record<string, unknown>; message: string };

/** Fastify's schema compiler: the shape by TypeBox, then what no column could hold. */
export const checkShape: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
	const shape = Compile(schema);
	return (given: unknown) => {
		const value = httpPart === 'body' ? given : Value.Convert(schema, given);
		if (!shape.Check(value)) return { error: shape.Errors(value).map(wrongOf) as never };
		const where = unkeepable(value, '');
		return where === null ? { value } : { error: [{ ...where, schemaPath: '', params: {} }] as never };
	};
};

function wrongOf(error: { keyword: string; instancePath: string; schemaPath: string; params: unknown; message: string }): Wrong {
	return { ...error, params: (error.params ?? {}) as Record<string, unknown> };
}

const depthMax = 40;

/** The first text or number in a value that no column can hold, with its path; null when there is none. */
export function unkeepable(value: unknown, path: string, depth = 0): Pick<Wrong, 'keyword' | 'instancePath' | 'message'> | null {
	if (depth > depthMax) return { keyword: 'depth', instancePath: path, message: 'is nested too deeply' };
	if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
		return { keyword: 'text', instancePath: path, message: 'holds a character that is none' };
	if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
		return { keyword: 'safe', instancePath: path, message: 'is too large a number' };
	if (typeof value !== 'object' || value === null) return null;
	for (const [name, part] of Object.entries(value)) {
		const found = unkeepable(name, `${path}/${name}`, depth + 1) ?? unkeepable(part, `${path}/${name}`, depth + 1);
		if (found) return found;
	}
	return null;
}

const names: Readonly<Record<string, string>> = {
	integer: '整数',
	number: '数字',
	string: '文字',
	boolean: 'true 或 false',
	array: '列表',
	object: '对象',
};

/** What is wrong in one line of both languages: where, then what is expected there. */
export function reasonOf(context: string, wrongs: readonly Wrong[]): string {
	// Of several the deepest says most: "body/promise/due_on" rather than "none of the allowed shapes".
	const [wrong] = [...wrongs].sort((a, b) => b.instancePath.split('/').length - a.instancePath.split('/').length);
	if (!wrong) return context;
	const { zh, en } = expected(wrong);
	return `${context}${wrong.instancePath}：${zh} (${en})`.slice(0, 400);
}

function expected({ keyword, params, message }: Wrong): { zh: string; en: string } {
	const listed = (name: string) => (Array.isArray(params[name]) ? (params[name] as unknown[]).join(', ') : '');
	switch (keyword) {
		case 'required':
			return { zh: `缺少 ${listed('requiredProperties')}`, en: `${listed('requiredProperties')} is missing` };
		case 'type':
			return { zh: `应为${names[String(params['type'])] ?? String(params['type'])}`, en: `must be ${String(params['type'])}` };
		case 'enum':
			return { zh: `应为 ${listed('allowedValues')} 之一`, en: `must be one of ${listed('allowedValues')}` };
		case 'format':
			return params['format'] === 'date'
				? { zh: '应为真实日期 yyyy-MM-dd', en: 'must be a real date yyyy-MM-dd' }
				: { zh: '应为带时区的时刻，如 2026-11-24T02:00:00Z', en: 'must be an instant with its offset, such as 2026-11-24T02:00:00Z' };
		case 'minLength':
		case 'minItems':
			return { zh: `至少 ${String(params['limit'])} 个`, en: `must have at least ${String(params['limit'])}` };
		case 'maxLength':
		case 'maxItems':
			return { zh: `最多 ${String(params['limit'])} 个`, en: `must have at most ${String(params['limit'])}` };
		case 'minimum':
		case 'maximum':
			return {
				zh: `应 ${String(params['comparison'])} ${String(params['limit'])}`,
				en: `must be ${String(params['comparison'])} ${String(params['limit'])}`,
			};
		case 'text':
			return { zh: '含有无效字符', en: message };
		case 'safe':
			return { zh: '数字超出可精确表示的范围', en: message };
		default:
			return { zh: '不符合要求的格式', en: message };
	}
}
