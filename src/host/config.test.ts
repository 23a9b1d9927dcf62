import { isAbsolute, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig, root } from './config.ts';

describe('the settings of the house', () => {
	test('nothing set: data in .dunwell of the checkout, 127.0.0.1:4400, the embedded database', () => {
		expect(readConfig({})).toEqual({
			data: join(root, '.dunwell'),
			databaseUrl: undefined,
			host: '127.0.0.1',
			port: 4400,
			houseKey: undefined,
		});
	});

	test('an empty variable counts as not set', () => {
		expect(readConfig({ DATABASE_URL: '', HOST: ' ', PORT: '', DUNWELL_DATA: '', DUNWELL_KEY: '' })).toEqual(readConfig({}));
	});

	test('a data folder given relative is taken from the working directory', () => {
		const { data } = readConfig({ DUNWELL_DATA: 'elsewhere' });
		expect(isAbsolute(data)).toBe(true);
		expect(data).toBe(join(process.cwd(), 'elsewhere'));
	});

	test.each(['http', '70000', '-1', '44.5', '0x'])('PORT %s is refused with a sentence', (PORT) => {
		expect(() => readConfig({ PORT })).toThrow(`PORT is ${PORT}, which is no port (0 to 65535)`);
	});

	test.each([
		[{ DUNWELL_COUNTERS: 'counters:4450' }, 'no http address'],
		[{ DUNWELL_COUNTERS_KEY: 'c2hvcnQ=' }, 'base64 of 32 bytes'],
		[{ DUNWELL_COUNTERS_TOKEN: '' }, 'DUNWELL_COUNTERS_TOKEN is not set'],
		[{ DUNWELL_COUNTERS_SHARE: '-1' }, 'a whole number from 0'],
		[{ DUNWELL_COUNTERS_WAIT: '0' }, 'a whole number of milliseconds from 1'],
	])(
		'a shared counter set half, %o, is refused with a sentence; set whole its share is 1 and an ask waits 1.5 s for it',
		(wrong, sentence) => {
			const whole = {
				DUNWELL_COUNTERS: 'http://127.0.0.1:4450',
				DUNWELL_COUNTERS_KEY: Buffer.alloc(32, 1).toString('base64'),
				DUNWELL_COUNTERS_TOKEN: 't',
			};
			expect(readConfig(whole).counters).toMatchObject({ localShare: 1, waitMs: 1_500 });
			expect(() => readConfig({ ...whole, ...wrong })).toThrow(sentence);
		},
	);
});
