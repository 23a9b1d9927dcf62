/**
 * The tables under the journal of row versions: the columns a row is named by, and those that are hashed, in their order behind `tenant_id`. Written out and not read from the database, which is
 * what is being verified. A column added later makes a second shape (`select journal_cover(…, shape => 2)` in its migration); rows keep the shape they were written in.
 */
type Covered = { readonly keys: string; readonly shapes: readonly string[]; readonly only?: string };

export const covered = {
	team: { keys: 'id', shapes: ['id code name closed_at'] },
	creditor: { keys: 'id', shapes: ['id name kind credit_code'] },
	client: {
		keys: 'id',
		shapes: ['id code name creditor_id service_line complaint_line mandate created_at closed_at collects_as contract_until evaluated_on'],
	},
	login: {
		keys: 'id',
		shapes: [
			'id auth_user_id username name role client_id skills exam_passed_on trained_on closed_at created_at password_temporary',
			'id auth_user_id username name role client_id skills exam_passed_on trained_on closed_at created_at password_temporary password_word',
		],
	},
	placement: {
		keys: 'id',
		shapes: [
			'id client_id batch_no file_name file_sha256 state placed_on recall_due_on rows_total accepted rejected duplicates counted declared mapping headings notes imported_by started_at finished_at ended_at end_reason',
		],
	},
	placement_error: { keys: 'id', shapes: ['placement_id row_number column_name value_masked code details row_sealed id'] },
	debtor: {
		keys: 'id',
		shapes: ['id kind identity_index sealed name_masked id_masked birth_on language jurisdiction zones placement_id created_at erased_at'],
	},
	party: { keys: 'id', shapes: ['debtor_id id role relation person_index sealed name_masked named_by_debtor refused_at'] },
	party_debt: { keys: 'party_id debt_id', shapes: ['debtor_id party_id debt_id', 'debtor_id party_id debt_id role'] },
	contact_point: {
		keys: 'id',
		shapes: [
			'debtor_id id party_id kind label value_sealed value_index value_masked state source lawful_basis sourced_on expires_on place reassignment_checked_at',
		],
	},
	hold: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id kind from_at until_at evidence placed_by lifted_at lifted_by',
			'debtor_id id debt_id kind from_at until_at evidence placed_by lifted_at lifted_by written attorney attorney_sealed crisis treatment_ended_on',
		],
	},
	agreed_hours: { keys: 'id', shapes: ['debtor_id id from_time until_time evidence agreed_at recorded_by ended_at ended_by'] },
	debt: {
		keys: 'id',
		shapes: [
			'debtor_id id client_id creditor_id placement_id reference facts_hash product currency overdue_since placed_on recall_due_on round placement_row ended extra_sealed history_sealed created_at claim_check',
		],
	},
	contact_permit: {
		keys: 'id',
		shapes: [
			'debtor_id id permitted channel purpose contact_point_id party_id value_index creditor_ids debt_ids asked_by asked_at reasons obligations facts law_version allowed_from expires_at signature',
		],
	},
	contact_attempt: {
		keys: 'id',
		shapes: [
			'debtor_id id permit_id permitted channel contact_point_id party_id value_index creditor_ids debt_ids made_by work_item_id placed_at',
		],
	},
	message: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id channel template due_at business_date step state attempt_id carrier_id text_sealed settled_at reason text_version',
			'debtor_id id debt_id channel template due_at business_date step state attempt_id carrier_id text_sealed settled_at reason text_version typed_by',
		],
	},
	promise: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id attempt_id amount_minor currency due_on grace_days made_at made_by state paid_minor judged_on plan_id instalment',
			'debtor_id id debt_id attempt_id amount_minor currency due_on grace_days made_at made_by state paid_minor judged_on plan_id instalment withdrawn_for',
		],
	},
	plan: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id total_minor currency instalments first_due_on made_at made_by state ended_on',
			'debtor_id id debt_id total_minor currency instalments first_due_on made_at made_by state ended_on withdrawn_for',
		],
	},
	payment_import: {
		keys: 'id',
		shapes: ['id client_id file_name file_sha256 rows_total accepted rejected duplicates errors imported_by imported_at finished_at'],
	},
	payment: {
		keys: 'id',
		shapes: [
			'id client_id import_id external_reference facts_hash debt_reference debtor_id debt_id amount_minor currency paid_at method payer_sealed state reason applied_minor surplus_minor returned_minor entry_id recorded_at resolved_at resolution',
		],
	},
	payment_error: { keys: 'id', shapes: ['import_id row_number column_name value_masked code message mend id'] },
	record_entry: { keys: 'id', shapes: ['id at act actor_id debtor_id outcome code idempotency_key input_hash input answer'] },
	api_key: { keys: 'id', shapes: ['id login_id name key_hash shown made_by made_at expires_at revoked_at'] },
	debt_alias: { keys: 'id', shapes: ['client_id alias debtor_id debt_id id'] },
	contact_consent: {
		keys: 'id',
		shapes: ['debtor_id id kind contact_point_id debt_id given_at from_at until_at proof recorded_by recorded_at revoked_at revoked_by'],
	},
	contact_wish: {
		keys: 'id',
		shapes: [
			'debtor_id id kind weekdays from_time until_time from_on until_on place channel evidence said_at recorded_by ended_at ended_by',
		],
	},
	debt_notice: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id kind sent_on received_on evidence recorded_by recorded_at',
			'debtor_id id debt_id kind sent_on received_on evidence recorded_by recorded_at contact_point_id opt_out_until domain',
		],
	},
	message_text: { keys: 'id', shapes: ['id name version zh en findings written_by written_at state decided_by decided_at reason'] },
	complaint: {
		keys: 'id',
		shapes: [
			'debtor_id id kind channel received_at received_on words_sealed debt_ids about_login regulator_reference attempt_id received_by hold_ids state handler_id extensions answered_at verdict answer_sealed closed_at',
		],
	},
	complaint_file: {
		keys: 'id',
		shapes: ['debtor_id id complaint_id name type bytes sha256 sealed added_by added_at'],
	},
	written_words: { keys: 'id', shapes: ['debtor_id id act about words_sealed written_by written_at'] },
	complaint_event: {
		keys: 'id',
		shapes: ['debtor_id id complaint_id at what by_login note_sealed', 'debtor_id id complaint_id at what by_login note_sealed verdict'],
	},
	portal_link: { keys: 'id', shapes: ['debtor_id id token_hash made_by made_at expires_at'] },
	limitation_event: {
		keys: 'id',
		shapes: ['debtor_id id debt_id kind happened_on ended_on evidence recorded_by recorded_at withdrawn_at withdrawn_by'],
	},
	suit: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id kind brought_by court venue ground evidence recorded_by recorded_at case_number filed_on ended_on ending perform_by withdrawn_at withdrawn_by',
		],
	},
	suit_enforcement: { keys: 'id', shapes: ['debtor_id id suit_id applied_on withdrawn_on recorded_by recorded_at'] },
	guarantee: {
		keys: 'id',
		shapes: ['debtor_id id debt_id party_id kind ends_on claimed_on evidence recorded_by recorded_at withdrawn_at withdrawn_by'],
	},
	processing_assessment: { keys: 'id', shapes: ['id kind made_on report recorded_by recorded_at'] },
	// A placing posts several for every debt; they are sealed row by row, and what they come to is held against what the placement counted.
	ledger_transfer: {
		only: `t.kind <> 'placed'`,
		keys: 'id',
		shapes: [
			'debtor_id id debt_id entry_id kind component debit_account credit_account amount_minor currency happened_at recorded_at reverses_entry_id payment_id',
		],
	},
	tenant: { keys: 'tenant_id', shapes: ['code name zone wrapped_key settings created_at'] },
	team_member: { keys: 'team_id login_id', shapes: ['team_id login_id'] },
	assignment: { keys: 'debtor_id', shapes: ['debtor_id team_id agent_id assigned_at assigned_by'] },
	contact_outcome: {
		keys: 'attempt_id',
		shapes: [
			'debtor_id attempt_id line said answered ended_at note_sealed identity_disclosed recorded_at',
			'debtor_id attempt_id line said answered ended_at note_sealed identity_disclosed recorded_at script script_version',
		],
	},
	flagged_words: {
		keys: 'id',
		shapes: ['id debtor_id source source_id words_sealed findings written_by written_at looked_by looked_at verdict remark'],
	},
	law_text: { keys: 'version', shapes: ['version rows kept_at'] },
	day_run: { keys: 'business_date', shapes: ['business_date started_at finished_at summary'] },
	contact_reservation: {
		keys: 'debtor_id permit_id call_key',
		shapes: ['debtor_id permit_id call_id call_key placed_at settled_at'],
	},
	work_item: {
		keys: 'id',
		shapes: [
			'debtor_id id debt_id kind business_date step team_id agent_id priority callable_from callable_until state claimed_by claimed_at closed_at close_reason',
		],
	},
	day_run_chunk: { keys: 'business_date chunk', shapes: ['business_date chunk debtor_ids done_at summary'] },
	debt_state: { keys: 'debt_id', shapes: ['debtor_id debt_id status reached_at willingness ability reason key_case'] },
} as const satisfies Record<string, Covered>;

export type CoveredTable = keyof typeof covered;
export const coveredTables = Object.keys(covered) as CoveredTable[];

/** Every other table, and why it needs no version of its own. A test walks the catalogue: a new table stands here or above. */
export const uncovered: Readonly<Record<string, string>> = {
	migration: 'each start compares it with the migrations of the program',
	permit_key: 'derived from the agency’s key: verify derives it again',
	debt_balance: 'derived from the ledger: verify derives it again',
	record_seal: 'the chain itself: its heads are signed',
	record_leaf: 'the leaves come to the roots of the seals',
	row_version: 'vouched for row by row, and sealed',
};

/** What is known of columns that are not hashed: theirs is the day run's place in the treatment, made again from the rest. */
export const unhashed: Readonly<Record<string, string>> = {
	debt_state: 'review_on opened_on stage last_attempt_at run_on',
};

const text = (columns: string) =>
	`row(${['tenant_id', ...columns.split(' ').filter(Boolean)].map((column) => `t.${column}`).join(', ')})::text`;

/** Which rows of a table have versions. */
export const onlyRows = (table: CoveredTable) => ('only' in covered[table] ? covered[table].only : 'true');
/** A row's name, and its hash under each shape: SQL over the alias `t`. */
export const keyOf = (table: CoveredTable) =>
	covered[table].keys
		.split(' ')
		.map((column) => `t.${column}::text`)
		.join(` || '/' || `);
export const textsOf = (table: CoveredTable) => covered[table].shapes.map(text);
export const hashesOf = (table: CoveredTable) => textsOf(table).map((each) => `sha256(convert_to(${each}, 'UTF8'))`);
export const columnsOf = (table: CoveredTable, shape: number) => [
	'tenant_id',
	...(covered[table].shapes[shape - 1] ?? '').split(' ').filter(Boolean),
];
