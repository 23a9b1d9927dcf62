import { decimalText, isCurrency } from '../core/money.ts';
import type { BucketRow, Curve, DayRow } from './shapes.ts';

/**
 * Charts as plain SVG, drawn the same in a browser and in the PDF. Coordinates are floats: nothing here is money any more, only its picture.
 * Colours hold against white for people who see colours differently (Okabe and Ito), and each line is also named where it ends.
 */
const colours = [
	'#0b6e69',
	'#d55e00',
	'#0072b2',
	'#cc79a7',
	'#e69f00',
	'#56b4e9',
	'#009e73',
	'#5b4b8a',
	'#7a5c3e',
	'#4d4d4d',
	'#b23a48',
	'#8a9a1b',
];
const font = `font-family="'Noto Sans SC Report','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"`;
const ink = '#1f2a30';
const soft = '#5f6b72';
const grid = '#e3e7ea';

/** A coordinate to a tenth: enough for the eye, and short. */
const at = (coordinate: number) => String(Math.round(coordinate * 10) / 10);
const escaped = (text: string) =>
	text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] as string);
const label = (x: number, y: number, text: string, options: { anchor?: string; colour?: string; size?: number; weight?: number } = {}) =>
	`<text x="${at(x)}" y="${at(y)}" font-size="${options.size ?? 12}" fill="${options.colour ?? soft}" text-anchor="${options.anchor ?? 'start'}"${options.weight ? ` font-weight="${options.weight}"` : ''}>${escaped(text)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, colour = grid) =>
	`<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}" stroke-width="1"/>`;
const box = (x: number, y: number, width: number, height: number, colour: string) =>
	`<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(width, 0))}" height="${at(Math.max(height, 0))}" fill="${colour}"/>`;
const drawing = (width: number, height: number, what: string, parts: string[]) =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(what)}" ${font}>${parts.join('')}</svg>`;

/** Up to five round steps from 0 that cover `top`, at least `least` apart: counts have no halves. */
export function roundSteps(top: number, least = 0): number[] {
	if (top <= 0) return [0, 1];
	const power = 10 ** Math.floor(Math.log10(top / 4));
	const step = Math.max(least, [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each * 5 >= top) ?? 10 * power);
	const steps = [0];
	// Ten digits are more than an axis shows, and hide the dust of binary fractions.
	while ((steps.at(-1) as number) < top) steps.push(Number((steps.length * step).toPrecision(10)));
	return steps;
}

/** Places labels at the line ends without one lying on another: moved down as far as needed, then up from the bottom edge. */
function spread(wanted: readonly number[], { gap, bottom }: { gap: number; bottom: number }): number[] {
	const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
	for (let i = 1; i < order.length; i++) {
		const [above, here] = [order[i - 1], order[i]];
		if (above && here && here.y < above.y + gap) here.y = above.y + gap;
	}
	for (let i = order.length - 1, floor = bottom; i >= 0; i--, floor -= gap) {
		const here = order[i];
		if (here && here.y > floor) here.y = floor;
	}
	const placed = Array<number>(wanted.length);
	for (const { y, index } of order) placed[index] = y;
	return placed;
}

/** One line per batch: share of the placed amount that had come in by each day since placement. */
export function curveChart(curves: readonly Curve[]): string {
	const [width, height, left, right, top, bottom] = [760, 300, 52, 168, 14, 40];
	const shown = curves.filter((curve) => curve.points.length > 0);
	const lastDay = Math.max(1, ...shown.map((curve) => curve.points.length - 1));
	const steps = roundSteps(Math.max(...shown.map((curve) => (curve.points.at(-1)?.rate ?? 0) / 10_000), 0.01));
	const highest = steps.at(-1) ?? 1;
	const x = (day: number) => left + ((width - left - right) * day) / lastDay;
	const y = (percent: number) => height - bottom - ((height - top - bottom) * percent) / highest;
	const parts = steps.flatMap((step) => [
		line(left, y(step), width - right, y(step)),
		label(left - 8, y(step) + 4, `${Math.round(step * 10_000) / 10_000}%`, { anchor: 'end' }),
	]);
	const every = Math.max(1, Math.ceil(lastDay / 10));
	for (let day = 0; day <= lastDay; day += every) parts.push(label(x(day), height - bottom + 18, String(day), { anchor: 'middle' }));
	parts.push(label((left + width - right) / 2, height - 4, '距委案天数  days from placement', { anchor: 'middle' }));
	const ends = shown.map((curve) => y((curve.points.at(-1)?.rate ?? 0) / 10_000));
	const places = spread(ends, { gap: 16, bottom: height - bottom });
	for (const [i, curve] of shown.entries()) {
		const colour = colours[i % colours.length] as string;
		// Money comes on days: a line that goes up in steps, not one that claims half a day's cash at noon.
		const path = curve.points.map((point, n) => {
			const [px, py] = [at(x(point.day)), at(y((point.rate ?? 0) / 10_000))];
			return n === 0 ? `M${px} ${py}` : `H${px}V${py}`;
		});
		const end = x(curve.points.length - 1);
		const place = places[i] as number;
		parts.push(`<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`);
		parts.push(`<circle cx="${at(end)}" cy="${at(ends[i] as number)}" r="3" fill="${colour}"/>`);
		parts.push(
			`<path d="M${at(end + 4)} ${at(ends[i] as number)}L${width - right + 8} ${at(place)}" stroke="${colour}" stroke-width="0.75" stroke-dasharray="2 2" fill="none"/>`,
		);
		parts.push(label(width - right + 12, place + 4, `${curve.batch_no} ${curve.currency}`, { colour, weight: 700 }));
	}
	return drawing(width, height, 'liquidation curves', parts);
}

/** An amount short enough for a chart, cut to whole units: `1.2亿`, `350万`, `8,000`. */
export function shortAmount(minor: number, currency: string): string {
	if (!isCurrency(currency)) return String(minor);
	const whole = BigInt(decimalText({ minor: BigInt(minor), currency }).split('.')[0] ?? '0');
	const cut = (unit: bigint, name: string) => {
		const tenths = (whole * 10n) / unit;
		return tenths < 100n && tenths % 10n > 0n ? `${tenths / 10n}.${tenths % 10n}${name}` : `${tenths / 10n}${name}`;
	};
	if (whole >= 100_000_000n) return cut(100_000_000n, '亿');
	if (whole >= 10_000n) return cut(10_000n, '万');
	return whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Per bucket of one currency: what was owed, what came in of it, and the rate in words. */
export function bucketChart(rows: readonly BucketRow[]): string {
	const [width, left, right, top, each] = [760, 64, 190, 30, 34];
	const height = top + rows.length * each + 14;
	const most = Math.max(1, ...rows.map((row) => row.base_minor));
	const length = (minor: number) => ((width - left - right) * minor) / most;
	const parts = [
		box(left, 6, 12, 10, '#b9d3d1'),
		label(left + 18, 15, '期初或委案金额  base'),
		box(left + 170, 6, 12, 10, '#0b6e69'),
		label(left + 188, 15, '本期回款  collected'),
	];
	for (const [i, row] of rows.entries()) {
		const y = top + i * each;
		parts.push(label(left - 10, y + 18, row.name, { anchor: 'end', colour: ink, weight: 700 }));
		parts.push(box(left, y + 4, Math.max(length(row.base_minor), 1), 20, '#b9d3d1'));
		parts.push(box(left, y + 9, length(Math.max(row.collected_minor, 0)), 10, '#0b6e69'));
		const rate = row.recovery === null ? '—' : `${at(row.recovery / 10_000)}%`;
		parts.push(label(left + length(row.base_minor) + 8, y + 18, `${shortAmount(row.base_minor, row.currency)} · ${rate}`, { colour: ink }));
	}
	return drawing(width, height, 'buckets', parts);
}

/** Calls of each day as bars, those the debtor answered in person in front. */
export function dayChart(days: readonly DayRow[]): string {
	const [width, height, left, right, top, bottom] = [760, 200, 44, 12, 30, 28];
	const steps = roundSteps(Math.max(1, ...days.map((day) => day.calls)), 1);
	const highest = steps.at(-1) ?? 1;
	const slot = (width - left - right) / days.length;
	const y = (value: number) => height - bottom - ((height - top - bottom) * value) / highest;
	const parts = [
		box(left, 6, 12, 10, '#b9d3d1'),
		label(left + 18, 15, '拨打  calls'),
		box(left + 100, 6, 12, 10, '#0b6e69'),
		label(left + 118, 15, '本人接通  right party'),
		...steps.flatMap((step) => [
			line(left, y(step), width - right, y(step)),
			label(left - 6, y(step) + 4, String(step), { anchor: 'end' }),
		]),
	];
	const every = Math.max(1, Math.ceil(days.length / 10));
	for (const [i, day] of days.entries()) {
		const from = left + i * slot;
		parts.push(box(from + slot * 0.15, y(day.calls), slot * 0.7, height - bottom - y(day.calls), '#b9d3d1'));
		parts.push(box(from + slot * 0.3, y(day.right_party), slot * 0.4, height - bottom - y(day.right_party), '#0b6e69'));
		if (i % every === 0) parts.push(label(from + slot / 2, height - bottom + 17, day.on.slice(5), { anchor: 'middle' }));
	}
	return drawing(width, height, 'calls per day', parts);
}
