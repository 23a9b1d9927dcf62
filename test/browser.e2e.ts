import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchBrowser();
});
afterAll(() => browser.close());

describe('the browser of the tests', () => {
	test('draws text with a width, so that a button can be hit, on a machine without any font', async () => {
		const page = await browser.newPage();
		await page.setContent('<button onclick="this.textContent=String(Number(this.textContent)+1)">41</button>');
		expect((await page.locator('button').boundingBox())?.width).toBeGreaterThan(20);
		await page.locator('button').click();
		expect(await page.locator('button').textContent()).toBe('42');
		await page.close();
	});

	test('keeps three desks apart and outlives the first that closes', async () => {
		const desks = await Promise.all([1, 2, 3].map(() => browser.newContext()));
		const pages = await Promise.all(desks.map((desk) => desk.newPage()));
		await desks[0]?.close();
		await Promise.all(pages.slice(1).map((page, i) => page.setContent(`<p>${i + 2}</p>`)));
		expect(await Promise.all(pages.slice(1).map((page) => page.locator('p').textContent()))).toEqual(['2', '3']);
	});
});
