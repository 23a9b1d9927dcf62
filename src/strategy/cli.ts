import type { Cli } from '../cli.ts';
import { isRefusal } from '../core/refusal.ts';
import { bench, sizeFrom } from '../host/bench.ts';
import { say } from '../host/log.ts';
import { runDay } from './actions.ts';

/** `day run`, `bench day`. */
export function commands(cli: Cli): void {
	cli
		.verb('day', 'run', 'review what is due and plan the day’s work')
		.option('--on <date>', 'business date; today of the agency when not given')
		.action(
			cli.run<[], { on?: string }>('dayrun.run', async ({ door, options }) => {
				const started = performance.now();
				const summary = await runDay(door, options.on ? Temporal.PlainDate.from(options.on) : undefined, {
					onProgress: (chunks) => say(`chunk ${chunks}`),
				});
				if (isRefusal(summary)) return summary;
				const seconds = Math.round(performance.now() - started) / 1_000;
				const text = [
					`业务日 ${summary.business_date}：评估 ${summary.debtors} 位债务人、${summary.debts} 笔债务，生成电话 ${summary.calls} 项、短信 ${summary.messages} 条，停催 ${summary.held}，承诺兑现 ${summary.promises_kept}、部分 ${summary.promises_partly_kept}、违约 ${summary.promises_broken}，用时 ${seconds} 秒`,
					`business date ${summary.business_date}: ${summary.debtors} debtors and ${summary.debts} debts reviewed; ${summary.calls} calls, ${summary.messages} messages; ${summary.held} held; promises kept ${summary.promises_kept}, partly ${summary.promises_partly_kept}, broken ${summary.promises_broken}; ${summary.not_worked} items of earlier days not worked; ${seconds} s`,
				].join('\n');
				return { answer: { ...summary, seconds }, text };
			}),
		);
	cli
		.verb('bench', 'day', 'the day run beside its floor, in a database of its own')
		.option('--debts <number>', 'size of the book', sizeFrom(1_000), 1_000_000)
		.action(
			cli.run<[], { debts: number }>(null, async ({ house, options }) => {
				const { benchDay } = await import('./bench.ts');
				return { answer: await bench(house.url, (database) => benchDay(database, options.debts)) };
			}),
		);
}
