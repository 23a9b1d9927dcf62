/**
 * The course of a run: every single thing that happens in it, under a name of its own, so that a later run can keep some and drop the rest. A kept thing happens as it did: whoever draws for
 * a debtor, a debt, a promise draws under the number it had in the run that was written down, whatever number it has now.
 */
export type Happening = {
	/** The number of the debtor it is about; null: nobody's, or everybody's. */
	readonly debtor: string | null;
	/** What it takes to let the very same happen again: a number, an hour, a person. */
	readonly as: string;
	/** Something that can be left out; the rest is only a number that something else goes by. */
	readonly apart: boolean;
};

export type Course = {
	/** Whether something happens: all that the seed brings, or only what the plan keeps. */
	happens(name: string, debtor?: string | null): boolean;
	/** As what it happened: as it is now, or as it was in the run that is kept. */
	as(name: string, now: bigint | string, debtor?: string | null): string;
	/** The kept happenings whose names begin so, with what they happened as; null: nothing is left out. */
	kept(prefix: string): readonly (readonly [name: string, as: string])[] | null;
	/** Remembers under which numbers a debtor and a debt draw. */
	calls(debtorId: bigint, debtId: bigint, numbers: string): void;
	debtor(id: bigint | string): string;
	debt(id: bigint | string): string;
	readonly happened: ReadonlyMap<string, Happening>;
};

/** `only`: what is kept, by name; undefined: everything. */
export function courseOf(only: Readonly<Record<string, string>> | undefined): Course {
	const happened = new Map<string, Happening>();
	const debtors = new Map<string, string>();
	const debts = new Map<string, string>();
	return {
		happened,
		happens(name, debtor = null) {
			if (only && !(name in only)) return false;
			happened.set(name, { debtor, as: only?.[name] ?? '', apart: true });
			return true;
		},
		as(name, now, debtor = null) {
			const as = only?.[name] || String(now);
			happened.set(name, { debtor: debtor ?? happened.get(name)?.debtor ?? null, as, apart: happened.get(name)?.apart ?? false });
			return as;
		},
		kept: (prefix) => (only ? Object.entries(only).filter(([name]) => name.startsWith(prefix)) : null),
		calls(debtorId, debtId, numbers) {
			const [debtor = '', debt = ''] = numbers.split(' ');
			if (!debtors.has(String(debtorId))) debtors.set(String(debtorId), debtor);
			debts.set(String(debtId), debt);
		},
		debtor: (id) => debtors.get(String(id)) ?? String(id),
		debt: (id) => debts.get(String(id)) ?? String(id),
	};
}
