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
		sentence: {
			zh: '{file} 不是 UCI 信用卡数据：缺少列 {columns}。',
			en: '{file} is not the UCI card data set: columns {columns} are missing.',
		},
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
	'file.not_found': {
		sentence: { zh: '找不到文件 {name}。', en: 'There is no file {name}.' },
		status: 404,
		retry: false,
		citation: null,
	},
	'file.empty': {
		sentence: { zh: '文件里没有任何数据。', en: 'The file holds no data.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'file.too_large': {
		sentence: { zh: '文件过大（上限 {limit}）。', en: 'The file is too large (limit {limit}).' },
		status: 413,
		retry: false,
		citation: null,
	},
	'file.not_a_table': {
		sentence: { zh: '{name} 不是表格文件。请提供 CSV、TSV、XLSX 或 XLS。', en: '{name} is not a table. Give CSV, TSV, XLSX or XLS.' },
		status: 415,
		retry: false,
		citation: null,
	},
	'file.password_protected': {
		sentence: { zh: '工作簿设有密码，请去掉密码后重新提交。', en: 'The workbook has a password; remove it and send the file again.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'file.unreadable': {
		sentence: { zh: '文件已损坏或无法读取：{reason}', en: 'The file is damaged or cannot be read: {reason}' },
		status: 422,
		retry: false,
		citation: null,
	},
	'file.no_such_sheet': {
		sentence: { zh: '没有名为 {sheet} 的工作表（有：{sheets}）。', en: 'There is no sheet {sheet} (there are: {sheets}).' },
		status: 422,
		retry: false,
		citation: null,
	},
	'file.no_header': {
		sentence: {
			zh: '找不到表头：前 30 行里没有可识别的列名（看到：{seen}）。可用映射文件指定表头行与各列。',
			en: 'No header was found: none of the first 30 rows has known column headings (seen: {seen}). A mapping file can name the header row and columns.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'file.columns_missing': {
		sentence: {
			zh: '缺少必需的列：{missing}。已识别：{recognised}。可用映射文件指定。',
			en: 'Needed columns are missing: {missing}. Recognised: {recognised}. A mapping file can name them.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'mapping.invalid': {
		sentence: { zh: '映射文件无效：{reason}', en: 'The mapping file is invalid: {reason}' },
		status: 422,
		retry: false,
		citation: null,
	},
	'placement.totals_differ': {
		sentence: {
			zh: '与委案方声明的总数不符：声明 {declared}，实际 {counted}。确认后可再次导入。',
			en: 'The declared totals differ: declared {declared}, counted {counted}. Confirm to import all the same.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'placement.already_worked': {
		sentence: {
			zh: '该批次已开始作业（{what}），不能撤销，只能退案。',
			en: 'This batch has been worked already ({what}); it cannot be undone, only recalled.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'placement.not_imported': {
		sentence: { zh: '该批次的状态是 {state}，不能这样做。', en: 'This batch is {state}; that cannot be done.' },
		status: 409,
		retry: false,
		citation: null,
	},
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof refusalCodes;
