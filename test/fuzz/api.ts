import type { Random } from '../../src/core/random.ts';

type Shape = Readonly<Record<string, unknown>>;

const texts: readonly string[] = [
	'',
	' ',
	'x',
	'R-1',
	'2026-11-24',
	'2026-02-30',
	'2026-11-24T02:00:00Z',
	'08:00',
	'24:00',
	'CN',
	'US-MA',
	'Asia/Shanghai',
	'Mars/Base',
	'CNY',
	'ZZZ',
	'客户要求',
	'a\u0000b',
	'\ud800',
	'💰'.repeat(40),
	"'; drop table debt; --",
	'<b>',
	'../../etc/passwd',
	'%00',
	'=1+1',
	'x'.repeat(2_000),
];
const numbers: readonly number[] = [0, 1, -1, 2, 3, 12, 100, 0.5, 1e300, -1e300, 2 ** 31, 2 ** 53 - 1, 2 ** 53 + 2, 999_999];

/**
 * A value for a JSON schema, mostly right: what a careless or hostile integrator sends. `ids` are drawn where a field holds a number of something: our own, another agency's, nobody's.
 */
export function valueOf(shape: Shape, draw: Random, ids: readonly string[], depth = 0): unknown {
	if (depth > 6) return null;
	// One in twelve is anything at all.
	if (draw.chance(80_000)) return draw.pick<unknown>([null, true, [], {}, draw.pick(texts), draw.pick(numbers), [null], { a: 1 }]);
	const either = (shape['anyOf'] ?? shape['oneOf']) as readonly Shape[] | undefined;
	if (either) return valueOf(draw.pick(either), draw, ids, depth);
	if ('const' in shape) return shape['const'];
	if (Array.isArray(shape['enum'])) return draw.pick(shape['enum'] as unknown[]);
	switch (shape['type']) {
		case 'object':
			return objectOf(shape, draw, ids, depth);
		case 'array': {
			const items = (shape['items'] ?? {}) as Shape;
			return Array.from({ length: draw.below(4) }, () => valueOf(items, draw, ids, depth + 1));
		}
		case 'integer':
		case 'number':
			return draw.chance(700_000) ? draw.between(0, 40) : draw.pick(numbers);
		case 'boolean':
			return draw.chance(500_000);
		case 'null':
			return null;
		default:
			return textOf(shape, draw, ids);
	}
}

function objectOf(shape: Shape, draw: Random, ids: readonly string[], depth: number): object {
	const fields = (shape['properties'] ?? {}) as Readonly<Record<string, Shape>>;
	const required = new Set((shape['required'] ?? []) as string[]);
	const parts = Object.entries(fields).flatMap(([name, each]): [string, unknown][] =>
		(required.has(name) ? draw.chance(960_000) : draw.chance(500_000)) ? [[name, valueOf(each, draw, ids, depth + 1)]] : [],
	);
	if (draw.chance(50_000)) parts.push([draw.pick(['__proto__', 'tenant_id', 'id', 'x', 'constructor']), draw.pick(ids)]);
	return Object.fromEntries(parts);
}

function textOf(shape: Shape, draw: Random, ids: readonly string[]): string {
	const { format, pattern } = shape as { format?: string; pattern?: string };
	if (format === 'date')
		return draw.pick(['2026-11-24', '2026-11-25', '2024-02-29', '2026-12-31', '1900-01-01', '9999-12-31', '2199-12-31']);
	if (format === 'date-time')
		return draw.pick(['2026-11-24T02:00:00Z', '2026-11-23T23:59:59.999999+08:00', '1970-01-01T00:00:00Z', '2999-01-01T00:00:00Z']);
	if (pattern === undefined) return draw.chance(150_000) ? draw.pick(ids) : draw.pick(texts);
	const rule = new RegExp(pattern, 'u');
	const fits = [...ids, ...texts, '12', 'ABC', 'a1'].filter((each) => rule.test(each));
	return fits.length > 0 && draw.chance(920_000) ? draw.pick(fits) : draw.pick(texts);
}
