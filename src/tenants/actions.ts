import { isCurrency } from '../core/money.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { dateIn } from '../core/time.ts';
import type { Lender } from '../law/interest.ts';
import type { Tx } from '../host/db.ts';
import { change, type Door } from '../record/change.ts';
import { type StandingFacts, standingOf, type StoredMandate } from './rules.ts';
import type {
	ClientChange,
	ClientView,
	Collector,
	ContactLimits,
	CreditorKind,
	CreditorView,
	MandateBody,
	StandingBody,
	StandingView,
} from './shapes.ts';
import { listClients, listCreditors, loadClientForUpdate, loadTenant, updateContactLimits } from './store.ts';

export type NewClient = {
	readonly code: string;
	readonly name: string;
	/** Whom the debts are owed to; the client itself unless said. Limits per lender (CN-F1) count by it. */
	readonly creditor?: string | undefined;
	/** Of what kind the creditor is; of one that is new `other` unless said, of which no cap on interest is judged (CN-IR1 to CN-IR4) where neither a mandate nor a row names the lender. */
	readonly kind?: CreditorKind | undefined;
	readonly product?: string | undefined;
	readonly currency?: string | undefined;
	/** Of what kind the lender is; by the creditor’s kind unless said. */
	readonly lender?: Lender | undefined;
	readonly serviceLine?: string | undefined;
	readonly complaintLine?: string | undefined;
	/** Who collects in the eyes of the law; an agency unless said. */
	readonly collectsAs?: Collector | undefined;
	/** CN-O1: the last day of its contract with us, and the day it last evaluated us. */
	readonly contractUntil?: string | undefined;
	readonly evaluatedOn?: string | undefined;
};

const unknownCurrency = (currency: string) =>
	refuse('request.malformed', { reason: `currency：没有币种 (there is no currency) ${currency}` });

/** Adds a client (委案方), and its creditor when there is none of that name. Refusals: `client.code_taken`; `request.malformed` for a currency that is none, or a creditor on file as of another kind. */
export function addClient(door: Door, client: NewClient, key?: string): Promise<{ id: string; code: string; name: string } | Refusal> {
	return change(door, { act: 'client.add', input: { ...client }, key }, async ({ tx, now, tell }) => {
		if (client.currency !== undefined && !isCurrency(client.currency)) return unknownCurrency(client.currency);
		const taken = await tx.query('select 1 from client where tenant_id = $1 and code = $2', [tx.tenantId, client.code]);
		if (taken.length > 0) return refuse('client.code_taken', { code: client.code });
		const [creditor] = await tx.query<{ id: bigint; kind: CreditorKind }>(
			`insert into creditor (tenant_id, name, kind) values ($1, $2, $3) on conflict (tenant_id, name) do update set name = excluded.name returning id, kind`,
			[tx.tenantId, client.creditor ?? client.name, client.kind ?? 'other'],
		);
		if (client.kind !== undefined && creditor?.kind !== client.kind)
			return refuse('request.malformed', {
				reason: `kind：债权人已登记为 ${creditor?.kind} (the creditor is on file as ${creditor?.kind})`,
			});
		const { product, currency, lender } = client;
		const mandate = { ...(product ? { product } : {}), ...(currency ? { currency } : {}), ...(lender ? { lender } : {}) };
		const [made] = await tx.query<{ id: bigint }>(
			`insert into client (tenant_id, code, name, creditor_id, service_line, complaint_line, mandate, created_at, collects_as, contract_until, evaluated_on)
			 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (tenant_id, code) do nothing returning id`,
			[
				tx.tenantId,
				client.code,
				client.name,
				creditor?.id,
				client.serviceLine ?? null,
				client.complaintLine ?? null,
				JSON.stringify(mandate),
				now,
				client.collectsAs ?? 'agency',
				client.contractUntil ?? null,
				client.evaluatedOn ?? null,
			],
		);
		if (!made) return refuse('client.code_taken', { code: client.code });
		tell('clients');
		return { id: String(made.id), code: client.code, name: client.name };
	});
}

/** Hours of a limit begin before they end, on one day: a limit narrows the law's day and opens no night. */
function wrongHours(limits: ContactLimits | null | undefined): Refusal | null {
	const hours = limits?.contact_hours;
	return hours && hours.until <= hours.from
		? refuse('request.malformed', { reason: 'contact_hours：结束须晚于开始 (the end is after the beginning)' })
		: null;
}

/** The house's own limits on contact, besides the law's: they bind every contact from now on. Refusal: `request.malformed`. */
export function limitContacts(door: Door, limits: ContactLimits | null, key?: string): Promise<{ changed: true } | Refusal> {
	return change(door, { act: 'house.limit', input: { limits }, key }, async ({ tx }) => {
		const wrong = wrongHours(limits);
		if (wrong) return wrong;
		await updateContactLimits(tx, limits);
		return { changed: true };
	});
}

/** Terms named in `change` over those that stand. */
function agreed(stands: StoredMandate, change: MandateBody): StoredMandate {
	const named = {
		product: change.product,
		currency: change.currency,
		lender: change.lender,
		applicationOrder: change.application_order,
		promiseDaysMax: change.promise_days_max,
		planInstalmentsMax: change.plan_instalments_max,
		planFirstDueDaysMax: change.plan_first_due_days_max,
		contactLimits: change.contact_limits,
	};
	return { ...stands, ...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) };
}

/**
 * Changes what a client is called, shows and has agreed, or closes it. A client with open debts is not closed.
 * Refusals: `thing.not_found`, `client.has_open_debts`, `request.malformed` for a currency that is none.
 */
export function changeClient(
	door: Door,
	{ clientId, ...input }: ClientChange & { clientId: bigint },
	key?: string,
): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'client.change', input: { client: clientId, ...input }, key }, async ({ tx, now, tell }) => {
		const client = await loadClientForUpdate(tx, clientId);
		if (!client) return refuse('thing.not_found', { what: 'client', id: String(clientId) });
		const currency = input.mandate?.currency;
		const hours = wrongHours(input.mandate?.contact_limits);
		if (hours) return hours;
		if (currency !== undefined && !isCurrency(currency)) return unknownCurrency(currency);
		if (input.closed === true && client.open_debts > 0n) return refuse('client.has_open_debts', { debts: String(client.open_debts) });
		await tx.query(
			`update client set name = coalesce($3, name), service_line = case when $4 then $5 else service_line end,
			        complaint_line = case when $6 then $7 else complaint_line end, mandate = $8,
			        collects_as = coalesce($11, collects_as), closed_at = case when $9::boolean is null then closed_at when $9 then coalesce(closed_at, $10) else null end
			  where tenant_id = $1 and id = $2`,
			[
				tx.tenantId,
				clientId,
				input.name ?? null,
				input.service_line !== undefined,
				input.service_line ?? null,
				input.complaint_line !== undefined,
				input.complaint_line ?? null,
				JSON.stringify(agreed(client.mandate, input.mandate ?? {})),
				input.closed ?? null,
				now,
				input.collects_as ?? null,
			],
		);
		tell('clients');
		return { id: String(clientId) };
	});
}

/** Adds a creditor. Refusal: `creditor.name_taken`. */
export function addCreditor(door: Door, creditor: { name: string; kind: CreditorKind }, key?: string): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'creditor.add', input: creditor, key }, async ({ tx, tell }) => {
		const [made] = await tx.query<{ id: bigint }>(
			'insert into creditor (tenant_id, name, kind) values ($1, $2, $3) on conflict (tenant_id, name) do nothing returning id',
			[tx.tenantId, creditor.name, creditor.kind],
		);
		if (!made) return refuse('creditor.name_taken', { name: creditor.name });
		tell('clients');
		return { id: String(made.id) };
	});
}

/** Corrects a creditor's name, kind or credit code. Refusals: `thing.not_found`, `creditor.name_taken`. */
export function changeCreditor(
	door: Door,
	{ creditorId, ...input }: { creditorId: bigint; name?: string; kind?: CreditorKind; credit_code?: string },
	key?: string,
): Promise<{ id: string } | Refusal> {
	const what = { act: 'creditor.change', input: { creditor: creditorId, ...input }, key, retryOn: ['creditor_tenant_id_name_key'] };
	return change(door, what, async ({ tx, tell }) => {
		if (input.name !== undefined) {
			const other = await tx.query('select 1 from creditor where tenant_id = $1 and name = $2 and id <> $3', [
				tx.tenantId,
				input.name,
				creditorId,
			]);
			if (other.length > 0) return refuse('creditor.name_taken', { name: input.name });
		}
		const [row] = await tx.query<{ id: bigint }>(
			`update creditor set name = coalesce($3, name), kind = coalesce($4, kind), credit_code = coalesce($5, credit_code)
			  where tenant_id = $1 and id = $2 returning id`,
			[tx.tenantId, creditorId, input.name ?? null, input.kind ?? null, input.credit_code ?? null],
		);
		if (!row) return refuse('thing.not_found', { what: 'creditor', id: String(creditorId) });
		tell('clients');
		return { id: String(row.id) };
	});
}

/**
 * Puts on file until when a client's contract with us runs and when it last evaluated us (CN-O1); what is not named stays. Refusals: `thing.not_found`,
 * `request.malformed` for an evaluation that lies ahead.
 */
export function setStanding(
	door: Door,
	{ clientId, ...input }: StandingBody & { clientId: bigint },
	key?: string,
): Promise<{ id: string } | Refusal> {
	return change(door, { act: 'client.standing', input: { client: clientId, ...input }, key }, async ({ tx, now, tell }) => {
		const today = dateIn((await loadTenant(tx)).zone, now).toString();
		if (input.evaluated_on && input.evaluated_on > today)
			return refuse('request.malformed', { reason: 'evaluated_on：在将来 (lies ahead)' });
		const [row] = await tx.query(
			`update client set contract_until = case when $3 then $4::date else contract_until end, evaluated_on = case when $5 then $6::date else evaluated_on end
			  where tenant_id = $1 and id = $2 returning id`,
			[
				tx.tenantId,
				clientId,
				input.contract_until !== undefined,
				input.contract_until ?? null,
				input.evaluated_on !== undefined,
				input.evaluated_on ?? null,
			],
		);
		if (!row) return refuse('thing.not_found', { what: 'client', id: String(clientId) });
		tell('clients');
		return { id: String(clientId) };
	});
}

export function standingView(client: StandingFacts, on: Temporal.PlainDate): StandingView {
	const { lastOn, missing, ...standing } = standingOf(client, on);
	return { ...standing, last_on: lastOn, missing: [...missing] };
}

/** Clients as screens show them, with their standing on the agency's date of `now`. */
export async function clientViews(tx: Tx, only: bigint | null, now: Temporal.Instant): Promise<ClientView[]> {
	const today = dateIn((await loadTenant(tx)).zone, now);
	return (await listClients(tx, only)).map((row) => ({
		id: String(row.id),
		code: row.code,
		name: row.name,
		creditor: row.creditor,
		creditor_id: String(row.creditor_id),
		service_line: row.service_line,
		complaint_line: row.complaint_line,
		mandate: mandateView(row.mandate),
		collects_as: row.collects_as,
		contract_until: row.contract_until?.toString() ?? null,
		evaluated_on: row.evaluated_on?.toString() ?? null,
		standing: standingView(
			{
				collectsAs: row.collects_as,
				contractUntil: row.contract_until?.toString() ?? null,
				evaluatedOn: row.evaluated_on?.toString() ?? null,
			},
			today,
		),
		debts: Number(row.debts),
		closed: row.closed_at !== null,
	}));
}

function mandateView({ product, currency, lender, ...terms }: StoredMandate): MandateBody {
	return {
		...(lender === undefined ? {} : { lender }),
		...(product === undefined ? {} : { product }),
		...(currency === undefined ? {} : { currency }),
		...(terms.applicationOrder === undefined ? {} : { application_order: terms.applicationOrder && [...terms.applicationOrder] }),
		...(terms.promiseDaysMax === undefined ? {} : { promise_days_max: terms.promiseDaysMax }),
		...(terms.planInstalmentsMax === undefined ? {} : { plan_instalments_max: terms.planInstalmentsMax }),
		...(terms.planFirstDueDaysMax === undefined ? {} : { plan_first_due_days_max: terms.planFirstDueDaysMax }),
		...(terms.contactLimits === undefined ? {} : { contact_limits: terms.contactLimits }),
	};
}

export async function creditorViews(tx: Tx, onlyClient: bigint | null): Promise<CreditorView[]> {
	return (await listCreditors(tx, onlyClient)).map((row) => ({
		id: String(row.id),
		name: row.name,
		kind: row.kind as CreditorKind,
		clients: Number(row.clients),
	}));
}
