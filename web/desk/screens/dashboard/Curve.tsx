import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Dashboard } from '../../api/house.ts';
import { dashboardText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** One line per batch: what share of the placed amount had come in by day n. Loaded only when the dashboard is open. */
export default function Curve({ curves }: { curves: Dashboard['curves'] }) {
	const say = useSay();
	const frame = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const element = frame.current;
		if (!element) return undefined;
		let chart: ReturnType<typeof init> | undefined;
		let ended = false;
		// The chart measures its words: not before the font is there.
		void document.fonts.ready.then(() => {
			if (ended) return;
			chart = init(element, null, { renderer: 'svg' });
			chart.setOption({
				animation: false,
				textStyle: { fontFamily: '"Noto Sans SC Variable", system-ui, sans-serif' },
				grid: { left: 52, right: 20, top: 44, bottom: 32 },
				legend: { type: 'scroll', top: 4 },
				tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${String(value)}%` },
				xAxis: { type: 'value', min: 0, minInterval: 1, axisLabel: { formatter: (day: number) => say(dashboardText.day, { day }) } },
				yAxis: { type: 'value', axisLabel: { formatter: '{value}%' } },
				series: curves.map((curve) => ({
					type: 'line',
					step: 'end',
					name: `${curve.batch_no} ${curve.currency}`,
					symbol: 'none',
					data: curve.points.map((point) => [point.day, Math.round((point.rate ?? 0) / 100) / 100]),
				})),
			});
		});
		const resize = new ResizeObserver(() => chart?.resize());
		resize.observe(element);
		return () => {
			ended = true;
			resize.disconnect();
			chart?.dispose();
		};
	}, [curves, say]);
	return <div ref={frame} className="chart" role="img" aria-label={say(dashboardText.curve)} />;
}
