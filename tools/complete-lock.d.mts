export type LockEntry = {
	readonly version?: string;
	readonly cpu?: readonly string[];
	readonly dev?: boolean;
	readonly libc?: readonly string[];
	readonly optional?: boolean;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
	readonly os?: readonly string[];
};
export type LockFile = { readonly packages: Readonly<Record<string, LockEntry>> };
export function missingEntries(lock: LockFile): Record<string, LockEntry>;
