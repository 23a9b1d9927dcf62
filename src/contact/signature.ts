/** What a permit's signature covers: everything an attempt is held to. The database puts the same text together (`permit_text`, migration 0007) and checks it. */
export type Signed = {
	readonly tenantId: bigint;
	readonly debtorId: bigint;
	readonly id: bigint;
	readonly permitted: boolean;
	readonly channel: string;
	readonly purpose: string;
	readonly pointId: bigint | null;
	readonly partyId: bigint | null;
	readonly valueIndex: Buffer | null;
	readonly creditorIds: readonly string[];
	readonly debtIds: readonly string[];
	readonly askedBy: bigint;
	readonly askedAt: Temporal.Instant;
	readonly expiresAt: Temporal.Instant | null;
	readonly lawVersion: string;
};

/** The text that is signed (HMAC-SHA-256 under the tenant's permit key). The row's own number is in it, so a signature fits one row. */
export function permitText(permit: Signed): string {
	return [
		permit.tenantId,
		permit.debtorId,
		permit.id,
		permit.permitted,
		permit.channel,
		permit.purpose,
		permit.pointId ?? '-',
		permit.partyId ?? '-',
		permit.valueIndex?.toString('hex') ?? '-',
		permit.creditorIds.join(','),
		permit.debtIds.join(','),
		permit.askedBy,
		permit.askedAt.epochMilliseconds,
		permit.expiresAt?.epochMilliseconds ?? '-',
		permit.lawVersion,
	].join('|');
}
