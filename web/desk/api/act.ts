import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey, Unavailable } from './client.ts';

/**
 * A change the person asks for. One key per intent: the same input tried again after a lost connection goes under the same key, so
 * the server does it once; after an answer of either kind the next try is a new intent.
 */
export function useAct<Input, Answer>(
	act: (input: Input, key: string) => Promise<Answer>,
	then: { onDone?: (answer: Answer, input: Input) => void } = {},
): UseMutationResult<Answer, Error, Input> {
	const intent = useRef<{ key: string; input: string } | null>(null);
	return useMutation<Answer, Error, Input>({
		mutationFn: async (input) => {
			const text = JSON.stringify(input) ?? '';
			if (intent.current?.input !== text) intent.current = { key: newKey(), input: text };
			try {
				const answer = await act(input, intent.current.key);
				intent.current = null;
				return answer;
			} catch (error) {
				if (!(error instanceof Unavailable)) intent.current = null;
				throw error;
			}
		},
		onSuccess: (answer, input) => then.onDone?.(answer, input),
	});
}
