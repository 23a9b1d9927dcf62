import { expect, test } from 'vitest';
import { isRefusal, problemOf, refuse, sentenceOf } from './refusal.ts';
import { type RefusalCode, refusalCodes } from './refusal-codes.ts';

test('a refusal fills the places of its sentence in both languages', () => {
	const refusal = refuse('client.unknown', { code: 'ABC' });
	expect(sentenceOf(refusal).zh).toContain('ABC');
	expect(sentenceOf(refusal).en).toBe('There is no client with code ABC. Add it first with client add.');
});

test('a refusal that time will lift says from when, as an instant', () => {
	const refusal = refuse('thing.not_found', { what: 'debt', id: '7' }, Temporal.Instant.from('2026-11-25T00:00:00Z'));
	expect(problemOf(refusal)).toMatchObject({ status: 404, code: 'thing.not_found', allowed_from: '2026-11-25T00:00:00Z', retry: false });
});

test('an answer that merely looks like an object is no refusal', () => {
	expect(isRefusal({ refused: true })).toBe(false);
	expect(isRefusal(null)).toBe(false);
	expect(isRefusal(refuse('client.code_taken', { code: 'A' }))).toBe(true);
});

test.each(Object.keys(refusalCodes) as RefusalCode[])('%s speaks Chinese and English with the same places', (code) => {
	const { zh, en } = refusalCodes[code].sentence;
	const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
	expect(zh).toMatch(/\p{Script=Han}/u);
	expect(en).not.toMatch(/\p{Script=Han}/u);
	expect(new Set(places(zh))).toEqual(new Set(places(en)));
	expect(code).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z0-9]+(_[a-z0-9]+)*$/);
});
