import { setTimeout as sleep } from 'node:timers/promises';
import { canonical, type Plain } from '../../src/record/change.ts';

/** A press of a button that was answered: from now on the house is bound by it. */
export type Pressed = {
	readonly login: string;
	readonly key: string;
	readonly url: string;
	readonly body: string | undefined;
	readonly status: number;
	readonly answer: string;
};

const pauseMs = 150;
const answerSecondsMax = 20;

/** The record keeps what an answer says, not the order of its names. */
const same = (one: string, other: string) => canonical(JSON.parse(one) as Plain) === canonical(JSON.parse(other) as Plain);

/**
 * The desks' side of the wire, and the harness's own book of what was acknowledged. A press that hears nothing, or that the house is away, is pressed again under the same
 * key until it is answered.
 */
export class Journal {
	readonly pressed: Pressed[] = [];
	readonly findings: string[] = [];
	/** Presses that had to be made again. */
	again = 0;
	private readonly port: number;
	private readonly keys: Readonly<Record<string, string>>;
	private readonly until: number;
	private made = 0;

	constructor(port: number, keys: Readonly<Record<string, string>>, secondsMax: number) {
		this.port = port;
		this.keys = keys;
		this.until = performance.now() + secondsMax * 1_000;
	}

	/** Presses until answered; the answer as it came. A GET is not written down. */
	async press(
		login: string,
		method: 'GET' | 'POST',
		url: string,
		body?: object,
	): Promise<{ status: number; body: Record<string, unknown> }> {
		const key = `${login} ${++this.made}`;
		const text = body && JSON.stringify(body);
		const { status, answer } = await this.ask({ login, method, url, body: text, key });
		if (method === 'POST') this.pressed.push({ login, key, url, body: text, status, answer });
		return { status, body: JSON.parse(answer) as Record<string, unknown> };
	}

	/** Presses everything again that was ever answered: every answer must be the one that was given. */
	async pressAllAgain(): Promise<void> {
		for (const each of this.pressed) {
			const { status, answer } = await this.ask({ ...each, method: 'POST' });
			if (status !== each.status || !same(answer, each.answer))
				this.findings.push(
					`acknowledged and lost: ${each.login} ${each.url} under key ${each.key} was answered ${each.status} ${each.answer.slice(0, 200)}, now ${status} ${answer.slice(0, 200)}`,
				);
		}
	}

	private async ask({
		login,
		method,
		url,
		body,
		key,
	}: {
		login: string;
		method: 'GET' | 'POST';
		url: string;
		body: string | undefined;
		key: string;
	}) {
		for (;;) {
			const answered = await this.once(login, method, url, { body, key });
			if (answered && answered.status < 500) return answered;
			if (answered && answered.status !== 503) {
				this.findings.push(
					`a fault where the world failed: ${method} ${url} was answered ${answered.status} ${answered.answer.slice(0, 300)}`,
				);
				await sleep(500);
			}
			if (performance.now() > this.until) throw new Error(`${method} ${url} was not answered in time`);
			this.again++;
			await sleep(pauseMs);
		}
	}

	private async once(login: string, method: string, url: string, { body, key }: { body: string | undefined; key: string }) {
		try {
			const response = await fetch(`http://127.0.0.1:${this.port}${url}`, {
				method,
				headers: {
					authorization: `Bearer ${this.keys[login] ?? ''}`,
					...(method === 'POST' ? { 'idempotency-key': key } : {}),
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				signal: AbortSignal.timeout(answerSecondsMax * 1_000),
				...(body === undefined ? {} : { body }),
			});
			return { status: response.status, answer: await response.text() };
		} catch {
			return null;
		}
	}
}
