/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, as 64 hex digits. Written out because the pure parts of the house may not reach for the
 * machine's own; a test compares it with that one. For fingerprints of kilobytes, not for streams.
 */
export function sha256(text: string): string {
	const bytes = utf8(text);
	const padded = new Uint8Array(((bytes.length + 9 + 63) >> 6) << 6);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x2000_0000));
	view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
	const state = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
	const words = new Uint32Array(64);
	for (let block = 0; block < padded.length; block += 64) compress(state, words, view, block);
	return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));
const at = (list: Uint32Array, i: number) => list[i] ?? 0;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes, computed exactly with whole numbers. */
const constants = Uint32Array.from(firstPrimes(64), (prime) => Number(cubeRoot(BigInt(prime) << 96n) & 0xffff_ffffn));

function compress(state: Uint32Array, words: Uint32Array, view: DataView, block: number): void {
	for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + i * 4);
	for (let i = 16; i < 64; i++) {
		const [early, late] = [at(words, i - 15), at(words, i - 2)];
		const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
		const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
		words[i] = at(words, i - 16) + s0 + at(words, i - 7) + s1;
	}
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (let i = 0; i < 64; i++) {
		const choice = (e & f) ^ (~e & g);
		const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + at(constants, i) + at(words, i)) >>> 0;
		const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
	}
	for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = at(state, i) + word;
}

function firstPrimes(count: number): number[] {
	const primes: number[] = [];
	for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
	return primes;
}

/** The whole part of a cube root, by bisection. */
function cubeRoot(value: bigint): bigint {
	let [low, high] = [0n, 1n << 40n];
	while (high - low > 1n) {
		const middle = (low + high) >> 1n;
		if (middle * middle * middle <= value) low = middle;
		else high = middle;
	}
	return low;
}

function utf8(text: string): Uint8Array {
	const bytes: number[] = [];
	for (const letter of text) {
		const point = letter.codePointAt(0) ?? 0;
		if (point < 0x80) bytes.push(point);
		else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
		else if (point < 0x1_0000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
		else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
	}
	return Uint8Array.from(bytes);
}
