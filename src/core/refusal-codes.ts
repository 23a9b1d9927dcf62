/**
 * Every refusal the house can give, declared once: sentence, HTTP status, whether trying again can help, and the law or contract
 * behind it. A code without an entry does not compile. `docs/reference/refusals.md` is printed from this table.
 * Codes read as sentences, module first. `{name}` places are filled from the refusal's details.
 */
type Entry = {
	readonly sentence: { readonly zh: string; readonly en: string };
	readonly status: 403 | 404 | 409 | 413 | 415 | 422 | 429;
	readonly retry: boolean;
	readonly citation: { readonly zh: string; readonly en: string } | null;
};

export const refusalCodes = {
	'idempotency.key_reused_with_other_input': {
		sentence: {
			zh: '同一个幂等键已用于另一份内容，请换一个新键。',
			en: 'This idempotency key was already used with other input; use a new key.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'permission.denied': {
		sentence: { zh: '您的角色（{role}）没有“{permission}”的权限。', en: 'Your role ({role}) may not {permission}.' },
		status: 403,
		retry: false,
		citation: null,
	},
	'thing.not_found': {
		sentence: { zh: '找不到{what}（{id}）。', en: 'There is no {what} {id}.' },
		status: 404,
		retry: false,
		citation: null,
	},
	'client.unknown': {
		sentence: {
			zh: '没有代码为 {code} 的委案方。请先用 client add 建立。',
			en: 'There is no client with code {code}. Add it first with client add.',
		},
		status: 404,
		retry: false,
		citation: null,
	},
	'client.code_taken': {
		sentence: { zh: '委案方代码 {code} 已被使用。', en: 'Client code {code} is already taken.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'ledger.entry_already_reversed': {
		sentence: { zh: '该笔分录已冲正，不能再次冲正。', en: 'This entry is already reversed.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'demo.source_unreadable': {
		sentence: { zh: '读不出文件 {file} 中的客户。', en: 'No customer could be read from {file}.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'demo.source_unknown': {
		sentence: { zh: '{file} 不是 UCI 信用卡数据：缺少列 {columns}。', en: '{file} is not the UCI card data set: columns {columns} are missing.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'demo.source_row_unreadable': {
		sentence: { zh: '{file} 第 {row} 行有不是整数的值。', en: 'Line {row} of {file} holds a value that is no whole number.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'report.period_upside_down': {
		sentence: { zh: '开始日期 {from} 晚于结束日期 {to}。', en: 'The period begins on {from}, after it ends on {to}.' },
		status: 422,
		retry: false,
		citation: null,
	},
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof refusalCodes;
