import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { newKey, read, send } from './client.ts';
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

/** Signs in. A refusal (wrong name or password, too many tries) is thrown as it is said by the server; the session is a cookie no script sees. */
export async function signIn(username: string, password: string): Promise<void> {
	await send('/api/auth/sign-in/username', { username, password }, newKey());
}

export function setOwnPassword(input: { current_password: string; new_password: string }, key: string): Promise<unknown> {
	return send('/api/me/password', input, key);
}

/** Ends the session and forgets everything the desk has read: the next person at this machine must not see it. */
export async function signOut(queryClient: QueryClient): Promise<void> {
	await send('/api/auth/sign-out', {}, newKey()).catch(() => undefined);
	queryClient.clear();
}
