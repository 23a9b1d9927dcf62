import '@fontsource-variable/noto-sans-sc';
import './desk.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import enGB from 'antd/es/locale/en_GB';
import zhCN from 'antd/es/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import 'dayjs/locale/en-gb';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSignedOut, Unavailable } from './api/client.ts';
import { meQuery } from './api/session.ts';
import { useLanguage } from './i18n/language.ts';
import { makeRouter } from './routes.tsx';
import { deskTheme } from './theme.ts';

const queryClient = new QueryClient({
	defaultOptions: {
		queries: {
			// A refusal will be the same refusal again; only an outage is worth another try.
			retry: (failures, error) => error instanceof Unavailable && failures < 2,
			refetchOnWindowFocus: false,
			staleTime: 5_000,
		},
	},
});

const router = makeRouter(queryClient);

onSignedOut(() => {
	const from = router.state.location.href;
	if (from.startsWith('/sign-in')) return;
	// Whoever opens the desk for the first time has no session that could have ended.
	const ended = queryClient.getQueryData(meQuery.queryKey) !== undefined;
	queryClient.clear();
	void router.navigate({ to: '/sign-in', search: { from, ...(ended ? { ended } : {}) }, ignoreBlocker: true });
});

function Desk() {
	const language = useLanguage();
	dayjs.locale(language === 'zh' ? 'zh-cn' : 'en-gb');
	return (
		<ConfigProvider locale={language === 'zh' ? zhCN : enGB} theme={deskTheme} button={{ autoInsertSpace: false }}>
			<AntApp>
				<RouterProvider router={router} />
			</AntApp>
		</ConfigProvider>
	);
}

const place = document.getElementById('desk');
if (!place) throw new Error('index.html has no element with the id desk');
createRoot(place).render(
	<StrictMode>
		<QueryClientProvider client={queryClient}>
			<Desk />
		</QueryClientProvider>
	</StrictMode>,
);
