export const guessInvariant = 'a password is guessed at ten times in ten minutes from one place, whoever else signs in';

/** A try to sign in under one name: from where, when, and what came of it. */
export type Guess = {
	readonly from: string;
	readonly at: Temporal.Instant;
	readonly came: 'entered' | 'wrong' | 'too often';
};

const most = 10;
const minutes = 10;

/** After ten wrong ones in ten minutes the next is not looked at; who gets in begins anew, from where they are and from nowhere else. */
export function guessFindings(tries: readonly Guess[]): { invariant: string; sentence: string }[] {
	return tries.flatMap(({ from, at, came }, i) => {
		const before = tries.slice(0, i).filter((each) => each.from === from);
		const since = before.slice(before.findLastIndex((each) => each.came === 'entered') + 1);
		const counted = since.filter((each) => each.came === 'wrong' && Temporal.Instant.compare(each.at.add({ minutes }), at) > 0).length;
		return (came === 'too often') === counted >= most
			? []
			: [{ invariant: guessInvariant, sentence: `try ${i + 1}, from ${from} at ${at.toString()} after ${counted} wrong ones, is ${came}` }];
	});
}
