import type { ThemeConfig } from 'antd';

/** Colours with a meaning. Each is at least 4.5:1 on white; colour never stands alone, a word is always beside it. */
export const colours = {
	house: '#0e6b66',
	allowed: '#1f7a3d',
	waiting: '#9a5b00',
	refused: '#b42318',
	quiet: '#5f6b70',
} as const;

export const deskTheme: ThemeConfig = {
	token: {
		colorPrimary: colours.house,
		colorLink: colours.house,
		colorSuccess: colours.allowed,
		colorWarning: '#b86e00',
		colorError: colours.refused,
		colorTextSecondary: '#4d585d',
		colorTextTertiary: colours.quiet,
		colorTextPlaceholder: '#6d787d',
		colorBgLayout: '#f3f5f5',
		borderRadius: 6,
		fontFamily: "'Noto Sans SC Variable', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif",
		// Ant Design's outline of a focused control is a pale shadow; keyboard work needs one that is seen at once.
		lineWidthFocus: 3,
		// Whoever asks for less gets none; cut short by a style sheet instead, Ant Design's menus stay off the screen.
		motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
	},
	components: {
		Layout: { headerBg: '#ffffff', headerHeight: 52, headerPadding: '0 16px', siderBg: '#ffffff', bodyBg: '#f3f5f5' },
		Card: { headerHeight: 40, bodyPadding: 14, headerPadding: 14 },
		Table: { headerBg: '#eef2f2', cellPaddingBlock: 9 },
		Menu: { itemHeight: 40, itemSelectedBg: '#e0f0ee', itemSelectedColor: colours.house },
		Button: { primaryShadow: 'none', defaultShadow: 'none' },
		Segmented: { itemSelectedColor: colours.house },
	},
};
