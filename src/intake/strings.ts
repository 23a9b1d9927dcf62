/**
 * The shared strings of a workbook, packed as UTF-8 in large blocks: 20 million cells of text take their bytes and 8 more each, not the
 * 50 and more that as many JavaScript strings would.
 */
export type StringPool = { add(text: string): void; at(index: number): string; readonly size: number };

const blockBytes = 2 ** 22;
/** All strings of one workbook together; more does not fit the house's memory beside everything else. */
const bytesMax = 320 * 2 ** 20;

export class TooManyStrings extends Error {
	override name = 'TooManyStrings';
}

export function stringPool(): StringPool {
	const blocks: Buffer[] = [];
	let used = blockBytes;
	let size = 0;
	let bytes = 0;
	// Block number and place in it, and the length.
	let places = new Uint32Array(1_024);
	let lengths = new Uint16Array(1_024);
	const longer: Map<number, string> = new Map();
	return {
		get size() {
			return size;
		},
		add(text) {
			if (size === places.length) {
				const more = new Uint32Array(size * 2);
				more.set(places);
				places = more;
				const moreLengths = new Uint16Array(size * 2);
				moreLengths.set(lengths);
				lengths = moreLengths;
			}
			const length = Buffer.byteLength(text);
			bytes += length + 6;
			if (bytes > bytesMax) throw new TooManyStrings();
			if (length > 65_535) longer.set(size, text);
			else {
				if (used + length > blockBytes) {
					blocks.push(Buffer.allocUnsafeSlow(blockBytes));
					used = 0;
				}
				const block = blocks.at(-1);
				block?.write(text, used, 'utf8');
				places[size] = (blocks.length - 1) * blockBytes + used;
				lengths[size] = length;
				used += length;
			}
			size++;
		},
		at(index) {
			if (!(index >= 0 && index < size)) return '';
			const long = longer.get(index);
			if (long !== undefined) return long;
			const place = places[index] ?? 0;
			const from = place % blockBytes;
			return blocks[Math.floor(place / blockBytes)]?.toString('utf8', from, from + (lengths[index] ?? 0)) ?? '';
		},
	};
}
