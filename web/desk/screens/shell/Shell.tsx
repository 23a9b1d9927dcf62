import { MenuOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Button, Drawer, Dropdown, Grid, Input, type InputRef, Layout, Menu } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNow } from '../../api/clock.ts';
import { useLiveState } from '../../api/live.ts';
import { signOut, useMay, useMe } from '../../api/session.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { roleText, shellText } from '../../i18n/shell.ts';
import { isTyping } from '../../parts/keys.ts';
import { timeText } from '../../parts/time.ts';
import { sectionsOf } from '../../sections.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';

const collapsedKey = 'dunwell.menu.collapsed';

/** The frame of every page: menu by permission, search, agency time, language, who is signed in. */
export function Shell() {
	const say = useSay();
	const narrow = Grid.useBreakpoint().md === false;
	const [drawer, setDrawer] = useState(false);
	// The desk needs the width more than the menu needs its words: collapsed until someone opens it.
	const [collapsed, setCollapsed] = useState(localStorage.getItem(collapsedKey) !== 'open');
	const collapse = (to: boolean) => {
		localStorage.setItem(collapsedKey, to ? 'collapsed' : 'open');
		setCollapsed(to);
	};
	return (
		<Layout className="shell">
			<a className="skip-link" href="#content">
				{say(shellText.skipToContent)}
			</a>
			<Layout.Header className="shell-header">
				{narrow && <Button type="text" icon={<MenuOutlined />} aria-label={say(shellText.openMenu)} onClick={() => setDrawer(true)} />}
				<span className="shell-product">
					<img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={26} height={26} />
					<strong>{say(shellText.product)}</strong>
				</span>
				<Search />
				<div className="shell-right">
					{!narrow && <AgencyTime />}
					<KeyHelp />
					<LanguageSwitch />
					<Person narrow={narrow} />
				</div>
			</Layout.Header>
			<ConnectionNotice />
			<Layout hasSider>
				{narrow ? (
					<Drawer open={drawer} placement="left" size={260} onClose={() => setDrawer(false)} title={say(shellText.menu)}>
						<Sections onPick={() => setDrawer(false)} />
					</Drawer>
				) : (
					<Layout.Sider
						theme="light"
						className="shell-sider"
						width={184}
						collapsedWidth={56}
						collapsible
						collapsed={collapsed}
						onCollapse={collapse}
						trigger={<span aria-label={say(collapsed ? shellText.expandMenu : shellText.collapseMenu)}>{collapsed ? '»' : '«'}</span>}
					>
						<Sections />
					</Layout.Sider>
				)}
				<Layout.Content id="content" className="shell-content" tabIndex={-1}>
					<Outlet />
				</Layout.Content>
			</Layout>
		</Layout>
	);
}

function Sections({ onPick }: { onPick?: () => void }) {
	const say = useSay();
	const me = useMe();
	const navigate = useNavigate();
	const { pathname } = useLocation();
	const items = sectionsOf(me).map(({ path, text, icon }) => ({ key: path, icon, label: say(text) }));
	const here = items.filter(({ key }) => pathname === key || pathname.startsWith(`${key}/`)).map(({ key }) => key);
	return (
		<nav aria-label={say(shellText.menu)}>
			<Menu
				mode="inline"
				items={items}
				selectedKeys={here}
				onClick={({ key }) => {
					onPick?.();
					void navigate({ to: key });
				}}
			/>
		</nav>
	);
}

/** Finds a debtor from anywhere; `/` goes there as on many sites agents know. */
function Search() {
	const say = useSay();
	const may = useMay();
	const navigate = useNavigate();
	const input = useRef<InputRef>(null);
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== '/' || isTyping(event)) return;
			event.preventDefault();
			input.current?.focus({ cursor: 'all' });
		};
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, []);
	if (!may('debtor.view')) return <span className="shell-search" />;
	return (
		<form role="search" className="shell-search" onSubmit={(event) => event.preventDefault()}>
			<Input.Search
				ref={input}
				aria-label={say(shellText.search)}
				placeholder={say(shellText.searchPlaceholder)}
				allowClear
				onSearch={(text, _, info) => {
					const query = text.trim();
					if (info?.source === 'input' && query !== '') void navigate({ to: '/debtors', search: { query } });
				}}
			/>
		</form>
	);
}

function AgencyTime() {
	const say = useSay();
	const language = useLanguage();
	const { tenant } = useMe();
	const now = useNow('minute');
	return (
		<span className="agency-time" title={`${tenant.name} · ${tenant.zone}`}>
			<span className="agency-time-label">{say(shellText.agencyTime)}</span>{' '}
			<span className="figures">
				{timeText(now, tenant.zone, 'weekday', language)} {timeText(now, tenant.zone, 'time', language)}
			</span>
		</span>
	);
}

function Person({ narrow }: { narrow: boolean }) {
	const say = useSay();
	const { login } = useMe();
	const navigate = useNavigate();
	const queryClient = useQueryClient();
	const role = say(roleText[login.role]);
	const leave = async () => {
		// The page first: a page that must not be left yet (a case without an outcome) stops it here, still signed in.
		await navigate({ to: '/sign-in', search: {} });
		if (window.location.pathname === '/sign-in') await signOut(queryClient);
	};
	return (
		<Dropdown
			trigger={['click']}
			menu={{
				items: [
					{ key: 'who', label: say(shellText.signedInAs, { name: login.name, role }), disabled: true },
					{ key: 'password', label: say(shellText.ownPassword), onClick: () => void navigate({ to: '/own-password' }) },
					{ key: 'leave', label: say(shellText.signOut), onClick: () => void leave() },
				],
			}}
		>
			<Button type="text" aria-label={say(shellText.signedInAs, { name: login.name, role })}>
				{narrow ? login.name.slice(0, 1) : `${login.name} · ${role}`}
			</Button>
		</Dropdown>
	);
}

function ConnectionNotice() {
	const say = useSay();
	return useLiveState() === 'lost' ? (
		<div className="connection-lost" role="status">
			{say(shellText.offline)}
		</div>
	) : null;
}
