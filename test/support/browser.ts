import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { root } from '../../src/host/config.ts';

/** The registry Chromium's own flags are not used: `--single-process` among them lets the second context kill the browser. */
const flags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-dev-shm-usage',
];

const installed = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A headless Chromium: the one `DUNWELL_CHROMIUM` names, else the one npm installed (Linux x64; needs nothing of the machine, not even fonts),
 * else one that is installed. Without any the test fails: a browser test is never skipped.
 */
export async function launchBrowser(): Promise<Browser> {
	const named = process.env['DUNWELL_CHROMIUM'];
	if (named) return chromium.launch({ executablePath: named, args: flags });
	if (process.platform === 'linux' && process.arch === 'x64') {
		const folder = await unpacked();
		return chromium.launch({
			executablePath: join(folder, 'chromium'),
			args: flags,
			env: {
				...process.env,
				FONTCONFIG_PATH: join(folder, 'fonts'),
				// Behind the machine's own libraries: these are for a machine that has none.
				LD_LIBRARY_PATH: [process.env['LD_LIBRARY_PATH'], join(folder, 'al2023', 'lib')].filter(Boolean).join(':'),
			},
		});
	}
	const found = installed.find(existsSync);
	if (!found) throw new Error('the browser tests need Chromium or Chrome: install one, or name it in DUNWELL_CHROMIUM');
	return chromium.launch({ executablePath: found, args: flags });
}

/** Unpacks the registry Chromium once per install: browser, software graphics, its libraries and a font. */
async function unpacked(): Promise<string> {
	const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
	const { version } = JSON.parse(readFileSync(join(bin, '..', 'package.json'), 'utf8')) as { version: string };
	const folder = join(ownCache(), `chromium-${version}`);
	if (existsSync(folder)) return folder;
	const unfinished = mkdtempSync(`${folder}-`);
	const { inflate } = await import('@sparticuz/chromium');
	// The package unpacks into the temporary folder, wherever that is.
	const before = process.env['TMPDIR'];
	process.env['TMPDIR'] = unfinished;
	try {
		await Promise.all(['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((name) => inflate(join(bin, name))));
	} finally {
		if (before === undefined) delete process.env['TMPDIR'];
		else process.env['TMPDIR'] = before;
	}
	writeFileSync(
		join(unfinished, 'fonts', 'fonts.conf'),
		`<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n` +
			`<dir>${folder}/fonts/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>\n</fontconfig>\n`,
	);
	try {
		renameSync(unfinished, folder);
	} catch (error) {
		// Another worker was quicker; its copy is as good.
		rmSync(unfinished, { recursive: true });
		if (!existsSync(folder)) throw error;
	}
	return folder;
}

/** In the checkout's own modules, so that it goes with them; in a folder of this user's where they are not writable. */
function ownCache(): string {
	const folder = join(root, 'node_modules', '.cache', 'dunwell');
	try {
		mkdirSync(folder, { recursive: true });
		rmSync(mkdtempSync(join(folder, 'probe-')), { recursive: true });
		return folder;
	} catch {
		return mkdtempSync(join(tmpdir(), 'dunwell-chromium-'));
	}
}
