import type { QueryClient } from '@tanstack/react-query';
import {
	type AsyncRouteComponent,
	createRootRouteWithContext,
	createRoute,
	createRouter,
	lazyRouteComponent,
	Outlet,
	redirect,
} from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { SignedOut } from './api/client.ts';
import { meQuery } from './api/session.ts';
import type { Me, Permission } from './api/types.ts';
import { Denied, Missing, RouteError } from './parts/pages.tsx';
import { LoadingState } from './parts/states.tsx';
import { Shell } from './screens/shell/Shell.tsx';
import { SignIn } from './screens/sign-in/SignIn.tsx';
import { sectionsOf } from './sections.tsx';

type Context = { queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: Missing });

const signIn = createRoute({
	getParentRoute: () => root,
	path: '/sign-in',
	validateSearch: (search: Record<string, unknown>): { from?: string; ended?: boolean } => ({
		// Only a path of the desk itself: a link must not send a signed-in person elsewhere.
		...(typeof search['from'] === 'string' && /^\/(?!\/)/.test(search['from']) ? { from: search['from'] } : {}),
		...(search['ended'] === true ? { ended: true } : {}),
	}),
	component: SignIn,
});

/** Who is signed in; without anybody the way leads to the entrance and back. */
async function signedIn({ context, location }: { context: Context; location: { href: string } }): Promise<{ me: Me }> {
	try {
		return { me: await context.queryClient.ensureQueryData(meQuery) };
	} catch (error) {
		if (error instanceof SignedOut) redirect({ to: '/sign-in', search: { from: location.href }, throw: true });
		throw error;
	}
}

const ownPassword = createRoute({
	getParentRoute: () => root,
	path: '/own-password',
	beforeLoad: signedIn,
	component: lazyRouteComponent(() => import('./screens/sign-in/OwnPassword.tsx'), 'OwnPassword'),
});

const shell = createRoute({
	getParentRoute: () => root,
	id: 'shell',
	beforeLoad: async (at): Promise<{ me: Me }> => {
		const { me } = await signedIn(at);
		// Until a password of one's own is set the server refuses everything else.
		if (me.login.password_temporary) redirect({ to: '/own-password', throw: true });
		return { me };
	},
	component: Shell,
	errorComponent: RouteError,
	notFoundComponent: Missing,
});

const start = createRoute({
	getParentRoute: () => shell,
	path: '/',
	beforeLoad: ({ context }) => {
		const [first] = sectionsOf(context.me);
		if (first) redirect({ to: first.path, throw: true });
	},
	component: Denied,
});

/** Stops at a page the role may not open; the server would refuse its data anyway. */
function allowed(permission: Permission, Page: AsyncRouteComponent<object>): () => ReactNode {
	return function Allowed() {
		const { me } = shell.useRouteContext();
		return me.permissions.includes(permission) ? <Page /> : <Denied />;
	};
}

const desk = createRoute({
	getParentRoute: () => shell,
	path: '/desk',
	component: allowed(
		'work.next',
		lazyRouteComponent(() => import('./screens/desk/Desk.tsx'), 'Desk'),
	),
});

const debtors = createRoute({
	getParentRoute: () => shell,
	path: '/debtors',
	validateSearch: (search: Record<string, unknown>): { query?: string } =>
		typeof search['query'] === 'string' || typeof search['query'] === 'number' ? { query: String(search['query']) } : {},
	component: allowed(
		'debtor.view',
		lazyRouteComponent(() => import('./screens/debtors/Debtors.tsx'), 'Debtors'),
	),
});

const debtor = createRoute({
	getParentRoute: () => shell,
	path: '/debtors/$debtorId',
	component: allowed(
		'debtor.view',
		lazyRouteComponent(() => import('./screens/debtors/DebtorPage.tsx'), 'DebtorPage'),
	),
});

const floor = createRoute({
	getParentRoute: () => shell,
	path: '/floor',
	component: allowed(
		'floor.view',
		lazyRouteComponent(() => import('./screens/floor/Floor.tsx'), 'Floor'),
	),
});

const unanswered = createRoute({
	getParentRoute: () => shell,
	path: '/floor/messages',
	component: allowed(
		'floor.view',
		lazyRouteComponent(() => import('./screens/floor/Unanswered.tsx'), 'Unanswered'),
	),
});

const assignments = createRoute({
	getParentRoute: () => shell,
	path: '/assignments',
	validateSearch: (search: Record<string, unknown>): { client?: string; unassigned?: boolean } => ({
		...(typeof search['client'] === 'string' ? { client: search['client'] } : {}),
		...(search['unassigned'] === true ? { unassigned: true } : {}),
	}),
	component: allowed(
		'assignment.change',
		lazyRouteComponent(() => import('./screens/assignments/Assignments.tsx'), 'Assignments'),
	),
});

const placements = createRoute({
	getParentRoute: () => shell,
	path: '/placements',
	validateSearch: (search: Record<string, unknown>): { client?: string } =>
		typeof search['client'] === 'string' && search['client'] !== '' ? { client: search['client'] } : {},
	component: allowed(
		'placement.view',
		lazyRouteComponent(() => import('./screens/placements/Placements.tsx'), 'Placements'),
	),
});

const importPlacement = createRoute({
	getParentRoute: () => shell,
	path: '/placements/import',
	component: allowed(
		'placement.import',
		lazyRouteComponent(() => import('./screens/placements/ImportWizard.tsx'), 'ImportWizard'),
	),
});

const payments = createRoute({
	getParentRoute: () => shell,
	path: '/payments',
	validateSearch: (search: Record<string, unknown>): { state?: 'unmatched' | 'overpaid' } =>
		search['state'] === 'unmatched' || search['state'] === 'overpaid' ? { state: search['state'] } : {},
	component: allowed(
		'payment.view',
		lazyRouteComponent(() => import('./screens/payments/Payments.tsx'), 'Payments'),
	),
});

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);

const dashboard = createRoute({
	getParentRoute: () => shell,
	path: '/dashboard',
	validateSearch: (search: Record<string, unknown>): { from?: string; to?: string } => ({
		...(isDate(search['from']) ? { from: search['from'] } : {}),
		...(isDate(search['to']) ? { to: search['to'] } : {}),
	}),
	component: allowed(
		'report.view',
		lazyRouteComponent(() => import('./screens/dashboard/Dashboard.tsx'), 'Dashboard'),
	),
});

const people = createRoute({
	getParentRoute: () => shell,
	path: '/people',
	component: allowed(
		'people.view',
		lazyRouteComponent(() => import('./screens/people/People.tsx'), 'People'),
	),
});

const compliance = createRoute({
	getParentRoute: () => shell,
	path: '/compliance',
	validateSearch: (search: Record<string, unknown>): { tab?: string } => (typeof search['tab'] === 'string' ? { tab: search['tab'] } : {}),
	component: allowed(
		'decision.view',
		lazyRouteComponent(() => import('./screens/compliance/Compliance.tsx'), 'Compliance'),
	),
});

const tree = root.addChildren([
	signIn,
	ownPassword,
	shell.addChildren([
		start,
		desk,
		debtors,
		debtor,
		floor,
		unanswered,
		assignments,
		placements,
		importPlacement,
		payments,
		dashboard,
		compliance,
		people,
	]),
]);

export function makeRouter(queryClient: QueryClient) {
	return createRouter({
		routeTree: tree,
		context: { queryClient },
		defaultPreload: 'intent',
		defaultPendingComponent: LoadingState,
		defaultErrorComponent: RouteError,
	});
}

declare module '@tanstack/react-router' {
	interface Register {
		router: ReturnType<typeof makeRouter>;
	}
}
