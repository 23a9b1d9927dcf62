/**
 * Every refusal the house can give, declared once: sentence, HTTP status, whether trying again can help, and the law or contract
 * behind it. A code without an entry does not compile. `docs/reference/refusals.md` is printed from this table.
 * Codes read as sentences, module first. `{name}` places are filled from the refusal's details.
 */
type Entry = {
	readonly sentence: { readonly zh: string; readonly en: string };
	readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429;
	readonly retry: boolean;
	readonly citation: { readonly zh: string; readonly en: string } | null;
};

/** CN-O1. */
const agencyInOrder = {
	zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
	en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
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
	'client.contract_ended': {
		sentence: {
			zh: '与委案方 {client} 的委托合同已于 {last_on} 到期，不得接收新的委案。续签后请登记合同到期日。',
			en: 'The contract with {client} ended on {last_on}: no new debts are taken. Record the new end when it is renewed.',
		},
		status: 409,
		retry: false,
		citation: agencyInOrder,
	},
	'client.evaluation_too_old': {
		sentence: {
			zh: '委案方 {client} 对本机构的评估已于 {last_on} 满 12 个月，不得接收新的委案。重新评估后请登记评估日期。',
			en: 'The evaluation of this agency by {client} turned twelve months old on {last_on}: no new debts are taken. Record the next one when it is made.',
		},
		status: 409,
		retry: false,
		citation: agencyInOrder,
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
	'placement.totals_too_large': {
		sentence: {
			zh: '导入金额合计 {counted}，大得不可信，未导入。请核对金额与单位。',
			en: 'The amounts come to {counted}, too much to be true; nothing was imported. Check the amounts and their unit.',
		},
		status: 422,
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
	'debt.not_open': {
		sentence: { zh: '该债项的状态是 {status}，不能这样做。', en: 'This debt is {status}; that cannot be done.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'debt.balance_date': {
		sentence: {
			zh: '余额日期须在委案日 {from} 至今天 {until} 之间。',
			en: 'The day of a balance lies between the placement on {from} and today, {until}.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'debt.balance_of_nothing': {
		sentence: {
			zh: '余额为零不能用余额更新：请登记还款，或办理退案。',
			en: 'That nothing is owed any more is no new balance: record the payment, or give the debt back.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'debt.balance_same': {
		sentence: { zh: '余额与现有余额相同。', en: 'This is what is owed already.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'debt.balance_held': {
		sentence: {
			zh: '喘息期内不得增加利息、违约金或费用（规则 {rule}）；喘息期开始前的数额请填写当时的日期。',
			en: 'While a breathing space stands no interest, penalty or costs are added (rule {rule}); figures from before it began bear a date of then.',
		},
		status: 403,
		retry: false,
		citation: {
			zh: '2020年《债务喘息计划条例》（英格兰与威尔士）第7条',
			en: 'Debt Respite Scheme (Breathing Space) Regulations 2020 (England and Wales), reg 7',
		},
	},
	'debt.balance_above_cap': {
		sentence: {
			zh: '增加 {more} 超过该债权息费上限（{rule}）：至多可再增加 {room}。',
			en: '{more} more is above the cap on what this claim may cost ({rule}): at most {room} more.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'debt.mandate_over': {
		sentence: {
			zh: '该债项的委托期限已于 {on} 届满，请委案方留案后再办。',
			en: 'The client’s mandate for this debt ended on {on}; have it extended first.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'placement.extend_in_past': {
		sentence: { zh: '留案期限不得早于今天（{today}）。', en: 'A mandate cannot be extended to a day before today ({today}).' },
		status: 422,
		retry: false,
		citation: null,
	},
	'placement.nothing_to_extend': {
		sentence: {
			zh: '没有在催债项的委托期限早于 {until}。',
			en: 'No open debt of it has a mandate that ends before {until}.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'debt.other_currency': {
		sentence: { zh: '该债项以 {currency} 计，不是 {given}。', en: 'This debt is owed in {currency}, not in {given}.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'suit.held': {
		sentence: { zh: '停催事由未解除，不得起诉（规则 {rule}）。', en: 'A hold is in force, so no suit (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.38；2020年《债务喘息计划条例》', en: '12 CFR 1006.38; Debt Respite Scheme Regulations 2020' },
	},
	'suit.limitation_unknown': {
		sentence: {
			zh: '最后起诉日未知：先由律师确定并登记（时效事件 last_day_to_sue），再起诉（规则 {rule}）。',
			en: 'The last day to sue is not known: counsel finds it and it is recorded (limitation event last_day_to_sue) before suit (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.26(b)', en: '12 CFR 1006.26(b)' },
	},
	'suit.debt_barred': {
		sentence: {
			zh: '债务已于 {until} 过时效，不得起诉（规则 {rule}）。',
			en: 'The debt has been barred by time since {until}: no suit (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: {
			zh: '12 CFR 1006.26(b)；苏格兰《1973 年时效法》第6条',
			en: '12 CFR 1006.26(b); Prescription and Limitation (Scotland) Act 1973, s 6',
		},
	},
	'suit.venue_not_lawful': {
		sentence: {
			zh: '只能在合同签署地或债务人（有记录的）居住地起诉，涉及不动产的在其所在地（规则 {rule}；所述地点：{places}）。',
			en: 'Suit only where the contract was signed or the consumer lives (as recorded), over real property where it lies (rule {rule}; places named: {places}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.30(d)', en: '12 CFR 1006.30(d)' },
	},
	'suit.under_way': {
		sentence: {
			zh: '该债项已有进行中或已判决的案件（{suit}），不得重复起诉。',
			en: 'A suit over this debt is under way or judged ({suit}): it is not brought twice.',
		},
		status: 409,
		retry: false,
		citation: { zh: '民诉法解释第247条', en: 'Supreme Court on civil procedure, art. 247' },
	},
	'suit.step_out_of_order': {
		sentence: { zh: '案件目前为“{state}”，不能登记“{step}”。', en: 'The suit is {state}: {step} does not follow.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'guarantee.recorded_before': {
		sentence: {
			zh: '该保证人对该债项的保证已登记：登记有误请先撤回。',
			en: 'This guarantor’s guarantee of this debt is on record: withdraw it first if it is wrong.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'payment.client_needed': {
		sentence: {
			zh: '不知道是哪个委案方的还款：请选定委案方（命令行用 --client），或在文件中加“委案方”列（有：{clients}）。',
			en: 'Whose payments are these? Choose the client (--client on the command line), or add a client column to the file (there are: {clients}).',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'payment.other_facts': {
		sentence: {
			zh: '流水号 {reference} 已入账，但内容不同。另一笔还款请用新流水号；原记录有误请先冲正。',
			en: 'Payment number {reference} is recorded already with other facts. Another payment needs its own number; a wrong record is reversed first.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'payment.in_future': {
		sentence: { zh: '还款时间在现在之后：{paid_at}。', en: 'The payment is dated after now: {paid_at}.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'payment.not_waiting': {
		sentence: { zh: '该还款的状态是 {state}，不能做“{action}”。', en: 'This payment is {state}; “{action}” cannot be done with it.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'payment.other_client': {
		sentence: { zh: '该债项不属于这笔还款的委案方或债务人。', en: 'This debt is not of the payment’s client or debtor.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'payment.nothing_owed': {
		sentence: { zh: '该债项已没有欠款，溢缴款不能抵扣。', en: 'Nothing is owed on this debt, so the surplus cannot be set against it.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'privacy.must_be_kept': {
		sentence: {
			zh: '资料尚须保存（{because}），{from} 起方可删除。',
			en: 'It must still be kept ({because}); it may be erased from {from}.',
		},
		status: 409,
		retry: false,
		citation: { zh: '《个人信息保护法》第19、47条', en: 'Personal Information Protection Law, arts 19 and 47' },
	},
	'privacy.import_under_way': {
		sentence: {
			zh: '正在导入委案，可能涉及该债务人；导入结束后再删除。',
			en: 'A placement file is being imported and may name this debtor: erase when it is in.',
		},
		status: 409,
		retry: true,
		citation: null,
	},
	'privacy.already_erased': {
		sentence: { zh: '该债务人的个人信息已删除。', en: 'This debtor’s data is already erased.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'payment.disputed_debt': {
		sentence: {
			zh: '该债项有争议未决，还款不得抵充该债项。',
			en: 'This debt is disputed and not answered yet: no payment is set against it.',
		},
		status: 409,
		retry: false,
		citation: { zh: '美国《债务催收条例》（Reg F）12 CFR 1006.30(c)', en: 'Regulation F, 12 CFR 1006.30(c)' },
	},
	'payment.already_reversed': {
		sentence: { zh: '该还款已冲正，不能再次冲正。', en: 'This payment is already reversed.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'payment.surplus_already_returned': {
		sentence: {
			zh: '该还款的溢缴款已退回（{amount}），不能整笔冲正。',
			en: 'The surplus of this payment was already paid back ({amount}), so it cannot be reversed as a whole.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'promise.exceeds_owed': {
		sentence: { zh: '承诺金额 {amount} 超过欠款 {owed}。', en: 'The promise of {amount} is more than is owed ({owed}).' },
		status: 422,
		retry: false,
		citation: { zh: '不得索要超过合法欠款的金额（CN-X1）', en: 'never more than is lawfully owed (CN-X1)' },
	},
	'promise.due_in_past': {
		sentence: { zh: '承诺日期 {due_on} 早于今天 {today}。', en: 'The promised date {due_on} is before today, {today}.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'promise.due_too_late': {
		sentence: {
			zh: '承诺日期最晚为 {latest}（委托合同约定）。',
			en: 'A promise may fall due on {latest} at the latest (terms of the mandate).',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'promise.open_already': {
		sentence: {
			zh: '该债项已有一个未到期的承诺或分期计划。请先撤销，或选择“替换”。',
			en: 'This debt already has an open promise or plan. Withdraw it first, or replace it.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'promise.not_open': {
		sentence: { zh: '该承诺的状态是 {state}，不能撤销。', en: 'This promise is {state} and cannot be withdrawn.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'plan.not_open': {
		sentence: { zh: '该分期计划的状态是 {state}，不能撤销。', en: 'This plan is {state} and cannot be withdrawn.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'plan.too_long': {
		sentence: {
			zh: '信用卡个性化分期最长五年（60 期），收到 {instalments} 期。',
			en: 'A credit card plan runs five years at most (60 monthly instalments); {instalments} were given.',
		},
		status: 422,
		retry: false,
		citation: {
			zh: '《商业银行信用卡业务监督管理办法》第70条（CN-L1）',
			en: 'Measures on the Supervision of Credit Card Business of Commercial Banks, art. 70 (CN-L1)',
		},
	},
	'plan.beyond_mandate': {
		sentence: {
			zh: '委托合同最多允许 {limit} 期，收到 {instalments} 期。',
			en: 'The mandate allows {limit} instalments at most; {instalments} were given.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'plan.instalment_below_minimum': {
		sentence: { zh: '每期金额不足一个最小货币单位。', en: 'An instalment would be less than one minor unit.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'report.period_too_long': {
		sentence: { zh: '报告期最长 {days} 天。', en: 'A report covers at most {days} days.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'report.format_unknown': {
		sentence: { zh: '没有 {format} 格式；可选 {formats}。', en: 'There is no format {format}; choose from {formats}.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'report.date_unreadable': {
		sentence: { zh: '{name} 的日期“{text}”不是 yyyy-MM-dd。', en: 'The date {text} of {name} is not yyyy-MM-dd.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'contact.debt_not_open': {
		sentence: { zh: '没有在催的债务，不得联系（规则 {rule}）。', en: 'There is no open debt, so no contact (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.mandate_over': {
		sentence: { zh: '委托期限已过，不得联系（规则 {rule}）。', en: 'The client’s mandate is over, so no contact (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.above_balance': {
		sentence: { zh: '要求的金额高于依法应还余额（规则 {rule}）。', en: 'The amount is above what is lawfully owed (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '刑法第293条之一；民法典第680条', en: 'Criminal Law art. 293-1; Civil Code art. 680' },
	},
	'hold.in_force': {
		sentence: { zh: '停催中，不得联系（规则 {rule}）。', en: 'A hold is in force, so no contact (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.point_without_source': {
		sentence: {
			zh: '该联系方式没有可用的来源与依据（规则 {rule}）。',
			en: 'This contact point has no usable source or basis (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '个人信息保护法第13条', en: 'Personal Information Protection Law art. 13' },
	},
	'contact.point_unusable': {
		sentence: { zh: '该联系方式不可使用（规则 {rule}）。', en: 'This contact point cannot be used (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.agent_not_certified': {
		sentence: { zh: '催收员没有有效的考试与培训（规则 {rule}）。', en: 'The agent has no valid exam and training (rule {rule}).' },
		status: 403,
		retry: false,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.outside_hours': {
		sentence: { zh: '现在不在允许联系的时间内（规则 {rule}）。', en: 'This is outside the lawful hours (rule {rule}).' },
		status: 403,
		retry: true,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.third_party_not_needed': {
		sentence: {
			zh: '债务人本人尚可联系，不得联系第三方（规则 {rule}）。',
			en: 'The debtor can be reached, so no third party may be contacted (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.third_party_refused': {
		sentence: {
			zh: '该第三方已拒绝，不得再联系（规则 {rule}）。',
			en: 'This third party has refused and is never contacted again (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.third_party_not_named': {
		sentence: { zh: '该联系人不是债务人提供的（规则 {rule}）。', en: 'The debtor did not name this contact (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.third_party_limit': {
		sentence: { zh: '对该第三方的联系次数已满（规则 {rule}）。', en: 'This third party was tried as often as allowed (rule {rule}).' },
		status: 403,
		retry: true,
		citation: null,
	},
	'contact.third_party_not_a_debtor': {
		sentence: {
			zh: '第三方不承担债务，不得向其催收或提及金额（规则 {rule}）。',
			en: 'A third party owes nothing: no collecting from them and no amount named (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.answered_limit_reached': {
		sentence: { zh: '今日接通次数已满（规则 {rule}）。', en: 'As many calls as allowed were answered today (rule {rule}).' },
		status: 403,
		retry: true,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.attempt_limit_reached': {
		sentence: { zh: '该号码今日拨打次数已满（规则 {rule}）。', en: 'This number was called as often as allowed today (rule {rule}).' },
		status: 403,
		retry: true,
		citation: {
			zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）2026',
			en: 'GB/T 45251-2025; China Banking Association collection guide (trial) 2026',
		},
	},
	'contact.visit_limit_reached': {
		sentence: {
			zh: '外访须不少于 2 人，且每日不超过 1 次（规则 {rule}）。',
			en: 'A visit needs two people and is made at most once a day (rule {rule}).',
		},
		status: 403,
		retry: true,
		citation: {
			zh: '中国银行业协会催收工作指引（试行）2026 第22条',
			en: 'China Banking Association collection guide (trial) 2026, art. 22',
		},
	},
	'contact.message_limit_reached': {
		sentence: { zh: '短信次数已满（规则 {rule}）。', en: 'As many messages as allowed were sent (rule {rule}).' },
		status: 403,
		retry: true,
		citation: null,
	},
	'contact.inconvenient': {
		sentence: { zh: '此时间或地点对当事人不便（规则 {rule}）。', en: 'This time or place is inconvenient to the person (rule {rule}).' },
		status: 403,
		retry: true,
		citation: { zh: '12 CFR 1006.6(b)；CONC 7.9', en: '12 CFR 1006.6(b); CONC 7.9' },
	},
	'contact.call_frequency': {
		sentence: {
			zh: '在规定天数内联系次数已满，或刚通过话（规则 {rule}）。',
			en: 'As many contacts as allowed were made in so many days, or there was a conversation (rule {rule}).',
		},
		status: 403,
		retry: true,
		citation: { zh: '12 CFR 1006.14(b)', en: '12 CFR 1006.14(b)' },
	},
	'contact.no_basis_for_medium': {
		sentence: {
			zh: '没有使用该号码或邮箱的依据（规则 {rule}）。',
			en: 'Nothing lets this number or address be used for messages (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.6(d)', en: '12 CFR 1006.6(d)' },
	},
	'contact.not_private': {
		sentence: { zh: '该方式会让他人看到债务（规则 {rule}）。', en: 'Others would see that this is about a debt (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.22(f)', en: '12 CFR 1006.22(f)' },
	},
	'contact.voicemail_not_limited': {
		sentence: { zh: '语音留言包含不允许的内容（规则 {rule}）。', en: 'The voicemail holds more or less than it may (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.2(j)', en: '12 CFR 1006.2(j)' },
	},
	'contact.validation_notice_missing': {
		sentence: { zh: '未按时发出债务核实通知（规则 {rule}）。', en: 'The validation notice was not sent in time (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.34', en: '12 CFR 1006.34' },
	},
	'contact.ceased': {
		sentence: {
			zh: '当事人已要求停止联系、已有律师，或拒绝该方式（规则 {rule}）。',
			en: 'The person asked to be left, has an attorney, or refused this medium (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '12 CFR 1006.6(b)–(c)、1006.14(h)', en: '12 CFR 1006.6(b)–(c), 1006.14(h)' },
	},
	'contact.consent_revoked': {
		sentence: { zh: '对方已撤回对自动联系的同意（规则 {rule}）。', en: 'Consent to automatic contacts was revoked (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '《个人信息保护法》第24条；47 CFR 64.1200', en: 'Personal Information Protection Law, art. 24; 47 CFR 64.1200' },
	},
	'contact.content_forbidden': {
		sentence: { zh: '该内容不得用于催收（规则 {rule}）。', en: 'These words are not allowed in collecting (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.visit_not_allowed': {
		sentence: { zh: '不符合外访条件（规则 {rule}）。', en: 'The conditions of a visit are not met (rule {rule}).' },
		status: 403,
		retry: false,
		citation: null,
	},
	'contact.guarantee_over': {
		sentence: {
			zh: '保证期间已届满而未在期间内主张，保证人不再承担保证责任，不得向其催收（规则 {rule}）。',
			en: 'The guarantee ended without a claim in time: the guarantor owes nothing and is not collected from (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: '《民法典》第692、693条', en: 'Civil Code, arts 692, 693' },
	},
	'contact.debt_barred': {
		sentence: {
			zh: '债务已过时效，不得继续催收（规则 {rule}）。',
			en: 'The debt is barred by time and not demanded any more (rule {rule}).',
		},
		status: 403,
		retry: false,
		citation: { zh: 'CONC 7.15', en: 'CONC 7.15' },
	},
	'contact.transfer_not_told': {
		sentence: { zh: '债权转让尚未告知借款人（规则 {rule}）。', en: 'The borrower was not told of the transfer yet (rule {rule}).' },
		status: 403,
		retry: false,
		citation: { zh: '(EU) 2021/2167 第10条', en: 'Directive (EU) 2021/2167, art. 10' },
	},
	'permit.refused': {
		sentence: { zh: '该许可已被拒绝，不能使用。', en: 'This permit was refused and cannot be used.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'permit.expired': {
		sentence: { zh: '许可已过期，请重新申请。', en: 'The permit has expired; ask again.' },
		status: 409,
		retry: true,
		citation: null,
	},
	'permit.used': {
		sentence: { zh: '许可已经使用，一个许可只能用于一次联系。', en: 'The permit was used already; one permit is for one contact.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'permit.void': {
		sentence: {
			zh: '许可作出之后情况有变（规则 {rule}），不得使用。',
			en: 'The facts changed after the permit was given (rule {rule}); it is void.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'outcome.already_recorded': {
		sentence: { zh: '该次联系的结果已登记。', en: 'The outcome of this contact is already recorded.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'outcome.identity_not_disclosed': {
		sentence: {
			zh: '接通后必须确认已表明机构身份（CN-I1）。',
			en: 'An answered contact must confirm that the institution was named (CN-I1).',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'complaint.received_ahead': {
		sentence: { zh: '收到时间须在最近 {days} 天之内。', en: 'It was received within the last {days} days.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'complaint.wrong_state': {
		sentence: { zh: '该事项状态为 {state}，不能这样处理。', en: 'It is {state}; that cannot be done with it now.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'complaint.handler_involved': {
		sentence: {
			zh: '{name} 参与过该案件（{how}），不得处理，请换人。',
			en: '{name} is part of the case ({how}) and may not handle this: somebody else must.',
		},
		status: 403,
		retry: false,
		citation: { zh: '《银行业保险业消费投诉处理管理办法》', en: 'Measures on consumer complaints in banking and insurance' },
	},
	'complaint.not_the_handler': {
		sentence: { zh: '由处理人 {handler} 答复。', en: 'Its handler {handler} answers it.' },
		status: 403,
		retry: false,
		citation: null,
	},
	'complaint.own_extension': {
		sentence: { zh: '处理人不得自行批准延期，请另一人批准。', en: 'Whoever handles it does not allow the longer term: ask somebody else.' },
		status: 403,
		retry: false,
		citation: { zh: '《银行业保险业消费投诉处理管理办法》', en: 'Measures on consumer complaints in banking and insurance' },
	},
	'complaint.no_longer_term': {
		sentence: { zh: '已无可延长的期限（到期日 {due}）。', en: 'There is no longer term (due {due}).' },
		status: 409,
		retry: false,
		citation: { zh: '《银行业保险业消费投诉处理管理办法》', en: 'Measures on consumer complaints in banking and insurance' },
	},
	'complaint.file_too_large': {
		sentence: { zh: '文件须非空，且不超过 {megabytes} MB。', en: 'A file is not empty and has at most {megabytes} MB.' },
		status: 413,
		retry: false,
		citation: null,
	},
	'complaint.file_type': {
		sentence: { zh: '仅接受 PDF、PNG、JPEG 或 UTF-8 文本。', en: 'A PDF, PNG, JPEG or UTF-8 text is taken.' },
		status: 415,
		retry: false,
		citation: null,
	},
	'complaint.too_many_files': {
		sentence: { zh: '该事项已有 {count} 份文件。', en: 'It has {count} files already.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'complaint.too_many': {
		sentence: {
			zh: '今天已收到您 {count} 份，我们已暂停联系，请等待答复。',
			en: 'We have {count} of yours today and have stopped contacting you; please wait for the answer.',
		},
		status: 429,
		retry: true,
		citation: null,
	},
	'text.blocked': {
		sentence: { zh: '文本未通过内容检查：{found}。', en: 'The text does not pass the content check: {found}.' },
		status: 422,
		retry: false,
		citation: {
			zh: '中国银行业协会《金融机构个人消费类贷款催收工作指引（试行）》',
			en: 'China Banking Association collection guide (trial) 2026; 12 CFR 1006.14, 1006.18',
		},
	},
	'message.answered': {
		sentence: { zh: '该短信状态为 {state}，无需再确认。', en: 'This message is {state}: there is nothing to find out about it.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'message.awaited': {
		sentence: { zh: '该短信刚刚发出，运营商可能仍会回复。', en: 'This message has only just gone out: its carrier may still answer.' },
		status: 409,
		retry: true,
		citation: null,
	},
	'text.own_work': {
		sentence: { zh: '撰写人不得审批自己的文本，请另一人审批。', en: 'Whoever wrote a text does not decide it: ask somebody else.' },
		status: 403,
		retry: false,
		citation: null,
	},
	'text.already_decided': {
		sentence: { zh: '该版本状态为 {state}，不能这样处理。', en: 'This version is {state}; that cannot be done with it.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'wish.already_ended': {
		sentence: { zh: '该意愿或同意已结束。', en: 'This wish or consent has already ended.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'agreed_hours.none': {
		sentence: { zh: '该债务人没有生效的时段约定。', en: 'This debtor has no agreed hours in force.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'hold.term_by_law': {
		sentence: {
			zh: '喘息期的期限由法律规定：{days} 日；心理危机的，至治疗结束后 30 日。请勿另填天数。',
			en: 'The law says how long a breathing space lasts: {days} days; of a mental health crisis, until 30 days after the treatment. Leave the days empty.',
		},
		status: 409,
		retry: false,
		citation: {
			zh: '2020年《债务喘息计划条例》（英格兰与威尔士）',
			en: 'Debt Respite Scheme (Breathing Space Moratorium and Mental Health Crisis Moratorium) (England and Wales) Regulations 2020',
		},
	},
	'hold.of_plan': {
		sentence: { zh: '分期协议履行期间不得催收：请先撤回该协议。', en: 'A plan that is kept holds contact: withdraw the plan instead.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'hold.already_lifted': {
		sentence: { zh: '停催已解除。', en: 'The hold is already lifted.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'request.malformed': {
		sentence: { zh: '请求内容不合规范：{reason}', en: 'The request is malformed: {reason}' },
		status: 400,
		retry: false,
		citation: null,
	},
	'request.too_large': {
		sentence: { zh: '请求过大（上限 {limit}）。', en: 'The request is too large (limit {limit}).' },
		status: 413,
		retry: false,
		citation: null,
	},
	'request.other_content_type': {
		sentence: {
			zh: '请以 application/json 提交（文件用 multipart/form-data）。',
			en: 'Send application/json (files as multipart/form-data).',
		},
		status: 415,
		retry: false,
		citation: null,
	},
	'request.other_site': {
		sentence: { zh: '请求来自另一个网站，已拒绝。', en: 'The request came from another site’s page.' },
		status: 403,
		retry: false,
		citation: null,
	},
	'sign_in.needed': {
		sentence: { zh: '请先登录。', en: 'Sign in first.' },
		status: 401,
		retry: false,
		citation: null,
	},
	'sign_in.wrong': {
		sentence: { zh: '用户名或密码不正确。', en: 'The user name or the password is wrong.' },
		status: 401,
		retry: false,
		citation: null,
	},
	'sign_in.too_often': {
		sentence: { zh: '尝试次数过多，请稍后再试。', en: 'Too many tries; wait a little.' },
		status: 429,
		retry: true,
		citation: null,
	},
	'sign_in.password_is_temporary': {
		sentence: { zh: '请先设置您自己的密码。', en: 'Set a password of your own first.' },
		status: 403,
		retry: false,
		citation: null,
	},
	'sign_in.not_ours': {
		sentence: {
			zh: '该登录名的密码不是在本系统内设置的，已停用；请由管理员重新设置。',
			en: 'The password of this login was set by no act of the house and opens nothing; an administrator sets a new one.',
		},
		status: 401,
		retry: false,
		citation: null,
	},
	'sign_in.wrong_password': {
		sentence: { zh: '当前密码不正确。', en: 'The current password is wrong.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'sign_in.same_password': {
		sentence: { zh: '新密码不能与当前密码相同。', en: 'The new password must differ from the current one.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'login.last_admin': {
		sentence: { zh: '这是最后一名可登录的管理员，不能停用。', en: 'This is the last administrator who can sign in and cannot be closed.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'login.certificate_in_future': {
		sentence: { zh: '日期 {date} 在今天之后。', en: 'The date {date} is after today.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'api_key.expires_in_past': {
		sentence: { zh: '到期时间必须在现在之后。', en: 'The key would have expired already.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'team.code_taken': {
		sentence: { zh: '小组代码 {code} 已被使用。', en: 'Team code {code} is already taken.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'team.has_debtors': {
		sentence: { zh: '该小组名下还有 {debtors} 名债务人，请先改派。', en: 'The team still has {debtors} debtors; reassign them first.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'client.has_open_debts': {
		sentence: { zh: '该委案方还有 {debts} 笔在催债项，请先退案。', en: 'The client still has {debts} open debts; recall them first.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'agency.zone_fixed': {
		sentence: {
			zh: '已有委案，机构时区（{zone}）不能再改：所有营业日都按该时区计。',
			en: 'Debts were placed already, so the agency’s time zone ({zone}) stays: every business date is of that zone.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'simulation.name_taken': {
		sentence: { zh: '数据库 {name} 已存在，请换一个名称。', en: 'There is a database {name} already; choose another name.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'creditor.name_taken': {
		sentence: { zh: '债权人“{name}”已存在。', en: 'There is a creditor {name} already.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'login.username_taken': {
		sentence: { zh: '用户名 {username} 已被使用。', en: 'Username {username} is already taken.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'work.already_closed': {
		sentence: { zh: '该待办已不在您名下。', en: 'This work item is no longer yours.' },
		status: 409,
		retry: false,
		citation: null,
	},
	'work.outcome_missing': {
		sentence: { zh: '请先登记结果，或写明离开的原因。', en: 'Record the outcome first, or give a reason for leaving.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'work.not_certified': {
		sentence: {
			zh: '这些案件须由已通过上岗考试、且 12 个月内受过培训的人员办理（CN-H1）。您在册的日期：考试 {exam}，培训 {training}。请找合规人员登记您的考试与培训。',
			en: 'The cases that wait are worked only with a passed exam and training within 12 months (CN-H1). On file for you: exam {exam}, training {training}. Ask compliance to write down your exam and training.',
		},
		status: 403,
		retry: false,
		citation: { zh: 'GB/T 45251-2025', en: 'GB/T 45251-2025' },
	},
	'assignment.nothing_chosen': {
		sentence: { zh: '没有符合条件的债务人。', en: 'No debtor matches.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'assignment.agents_missing': {
		sentence: { zh: '请至少选择一名在岗的催收员。', en: 'Choose at least one working agent.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'assignment.agents_not_certified': {
		sentence: {
			zh: '以下人员没有有效的考试与培训（CN-H1），不能分给他们这些债务人：{names}。请合规人员登记其考试与培训，或另选人员。',
			en: 'These have no valid exam and training (CN-H1) and cannot be given these debtors: {names}. Have compliance write down their exam and training, or choose others.',
		},
		status: 422,
		retry: false,
		citation: { zh: 'GB/T 45251-2025', en: 'GB/T 45251-2025' },
	},
	'outcome.terms_missing': {
		sentence: {
			zh: '结果为“{said}”时须填写金额与日期；其他结果不能带承诺或分期。',
			en: 'An outcome of “{said}” needs its amount and date, and no other outcome may carry a promise or plan.',
		},
		status: 422,
		retry: false,
		citation: null,
	},
	'outcome.not_the_debtor': {
		sentence: {
			zh: '只有债务人本人（或担保人、共同借款人）接通时才能记录承诺或分期。',
			en: 'Only the debtor, or somebody liable, can promise: the line was not the right party.',
		},
		status: 422,
		retry: false,
		citation: { zh: 'CN-P2：对第三人不得谈及债务', en: 'CN-P2: no word about the debt to a third party' },
	},
	'call_back.not_ahead': {
		sentence: { zh: '回拨时间须在现在之后、30 天之内。', en: 'A call back lies ahead, within 30 days.' },
		status: 422,
		retry: false,
		citation: null,
	},
	'call_back.no_team': {
		sentence: {
			zh: '该债务人未分案，您也不在任何组内，无法安排回拨。',
			en: 'Neither this debtor nor you belong to a team, so no call back can be planned.',
		},
		status: 409,
		retry: false,
		citation: null,
	},
	'facts.unreadable': {
		sentence: { zh: '事实文件不合规范：{reason}', en: 'The facts file does not have the shape of its schema: {reason}' },
		status: 422,
		retry: false,
		citation: null,
	},
} as const satisfies Record<string, Entry>;

export type RefusalCode = keyof typeof refusalCodes;
