import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { read } from './client.ts';
import type { Me, Permission } from './types.ts';

/** Who is signed in, what they may do, and the agency they work for. */
export const meQuery = queryOptions({
	queryKey: ['me'],
	queryFn: ({ signal }) => read<Me>('/api/me', signal),
	staleTime: 5 * 60_000,
	retry: false,
});

export function useMe(): Me {
	return useSuspenseQuery(meQuery).data;
}

/** Whether the signed-in person may do this: for menus and buttons; the server decides again at every call. */
export function useMay(): (permission: Permission) => boolean {
	const { permissions } = useMe();
	return (permission) => permissions.includes(permission);
}

/** Why a sign-in did not succeed. */
export type SignInTrouble = 'wrong' | 'too_often' | 'unavailable';

/** Signs in with the authentication library's own endpoint; the session is an HttpOnly cookie the desk never sees. */
export async function signIn(username: string, password: string): Promise<SignInTrouble | null> {
	let response: Response;
	try {
		response = await fetch('/api/auth/sign-in/username', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			credentials: 'same-origin',
			body: JSON.stringify({ username, password }),
		});
	} catch {
		return 'unavailable';
	}
	if (response.ok) return null;
	if (response.status === 429) return 'too_often';
	return response.status >= 500 ? 'unavailable' : 'wrong';
}

/** Ends the session and forgets everything the desk has read: the next person at this machine must not see it. */
export async function signOut(queryClient: QueryClient): Promise<void> {
	await fetch('/api/auth/sign-out', {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		credentials: 'same-origin',
		body: '{}',
	}).catch(() => undefined);
	queryClient.clear();
}
