import type { Texts } from './texts.ts';

export const partsText = {
	loading: { zh: '正在加载…', en: 'Loading…' },
	tryAgain: { zh: '重试', en: 'Try again' },
	unreachable: { zh: '连不上服务器', en: 'The server cannot be reached' },
	unreachableNext: { zh: '请检查网络后重试；没有任何内容被更改。', en: 'Check the network and try again; nothing was changed.' },
	fault: { zh: '系统出错了，没有任何内容被更改', en: 'Something is wrong; nothing was changed' },
	faultNext: { zh: '请重试；若仍出现，请把编号 {id} 告诉管理员。', en: 'Try again. If it stays, give your administrator the number {id}.' },
	faultNextNoId: { zh: '请重试；若仍出现，请告诉管理员。', en: 'Try again. If it stays, tell your administrator.' },
	malformed: { zh: '服务器没有接受这份内容', en: 'The server did not accept this' },
	refused: { zh: '不允许', en: 'Not allowed' },
	allowedFrom: { zh: '最早可于 {at} 进行', en: 'Allowed from {at}' },
	rule: { zh: '依据', en: 'Rule' },
	more: { zh: '加载更多', en: 'Load more' },
	shown: { zh: '已显示 {count} 条', en: '{count} shown' },
	daysLeft: { zh: '还有 {days} 天', en: '{days} days left' },
	dayIsToday: { zh: '今天', en: 'today' },
	daysAgo: { zh: '已过 {days} 天', en: '{days} days ago' },
	masked: { zh: '已脱敏', en: 'masked' },
} as const satisfies Texts;
