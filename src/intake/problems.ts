/**
 * What can be wrong with a cell, a row or a file, and how the client can mend it. Sentences carry `{name}` places. Every row that is not
 * taken is reported with row, column, masked value and one of these; nothing is dropped silently.
 */
type Entry = { readonly zh: string; readonly en: string; readonly mendZh: string; readonly mendEn: string };

export const problems = {
	'amount.not_a_number': {
		zh: '金额不是数字',
		en: 'the amount is not a number',
		mendZh: '请填写如 1234.56 的数字，不带文字',
		mendEn: 'write a number such as 1234.56, without words',
	},
	'amount.too_many_decimals': {
		zh: '金额的小数位多于该币种 {currency}',
		en: 'the amount has more decimals than its currency {currency}',
		mendZh: '请按该币种的最小单位填写，系统不做四舍五入',
		mendEn: 'give it in the minor unit of the currency; nothing is rounded for you',
	},
	'amount.scientific': {
		zh: '金额被写成科学计数法，可能已丢失尾数',
		en: 'the amount is in scientific notation and may have lost digits',
		mendZh: '请把该列设为数值格式（两位小数）后重新导出',
		mendEn: 'set the column to a plain number format and export again',
	},
	'amount.separator': {
		zh: '逗号或空格的位置不是千位分隔，无法确定金额',
		en: 'a comma or space stands where no thousands end; the amount cannot be told',
		mendZh: '请写成 1234.56；若以逗号作小数点，请在映射文件中注明',
		mendEn: 'write 1234.56; where the comma is the decimal point, say so in the mapping file',
	},
	'amount.other_currency': {
		zh: '金额带有 {sign}，与该行币种 {currency} 不符',
		en: 'the amount carries {sign}, but the currency of the row is {currency}',
		mendZh: '请增加“币种”列，或在映射文件中指定币种',
		mendEn: 'add a currency column, or name the currency in the mapping file',
	},
	'amount.too_large': {
		zh: '金额过大，不可信',
		en: 'the amount is too large to be true',
		mendZh: '请核对金额与单位',
		mendEn: 'check the amount and its unit',
	},
	'amount.missing': {
		zh: '缺少委案金额',
		en: 'the amount placed is missing',
		mendZh: '请填写委案金额或各组成部分',
		mendEn: 'give the amount or its components',
	},
	'amount.not_positive': {
		zh: '金额必须大于零',
		en: 'the amount must be above zero',
		mendZh: '请删除该行或更正金额',
		mendEn: 'remove the row or mend the amount',
	},
	'amount.nothing_allowed': {
		zh: '按法定利率上限，已收息费已达上限，该笔没有可以主张的金额',
		en: 'by the caps on the cost of the loan nothing of this amount may be demanded any more',
		mendZh: '请核对合同金额、利率与已还息费；确无可主张金额的，请勿委案',
		mendEn: 'check the principal lent, the rate and what was paid in interest and fees; where nothing may be demanded, do not place it',
	},
	'amount.negative_component': {
		zh: '组成部分为负数',
		en: 'a component is negative',
		mendZh: '请更正该组成部分',
		mendEn: 'mend the component',
	},
	'amount.components_differ': {
		zh: '本金、利息、违约金、费用合计 {sum}，与委案金额 {total} 相差 {difference}',
		en: 'principal, interest, penalty and costs sum to {sum}, the amount placed is {total}: a difference of {difference}',
		mendZh: '请更正金额或补上缺少的组成部分',
		mendEn: 'mend an amount or add the missing component',
	},
	'date.not_a_date': { zh: '日期无法识别', en: 'this is not a date', mendZh: '请写成 2026-11-24', mendEn: 'write it as 2026-11-24' },
	'date.ambiguous': {
		zh: '日期有两种读法（日/月 或 月/日）',
		en: 'this date can be read two ways (day/month or month/day)',
		mendZh: '请写成 2026-11-24，或在映射文件中指定次序',
		mendEn: 'write it as 2026-11-24, or name the order in the mapping file',
	},
	'date.missing': {
		zh: '缺少逾期日期或逾期天数',
		en: 'neither an overdue date nor days past due is given',
		mendZh: '请填写其中一项',
		mendEn: 'give one of them',
	},
	'date.in_future': {
		zh: '逾期日期晚于委案日期',
		en: 'the overdue date is after the placement date',
		mendZh: '请核对日期',
		mendEn: 'check the dates',
	},
	'id.damaged_by_spreadsheet': {
		zh: '证件号码被表格软件改成了科学计数法，后几位已丢失',
		en: 'a spreadsheet turned this identity number into scientific notation; its last digits are lost',
		mendZh: '请把该列设为文本格式后重新导出，系统不会猜测；号码确实以 000 结尾时，请在前面加一个单引号',
		mendEn: 'set the column to text and export again; nothing is guessed. A number that truly ends in 000 takes an apostrophe in front',
	},
	'id.wrong_check_digit': {
		zh: '身份证号校验位不符',
		en: 'the identity number fails its check digit',
		mendZh: '请与合同核对',
		mendEn: 'compare with the contract',
	},
	'id.malformed': {
		zh: '证件号码格式不符',
		en: 'the identity number is malformed',
		mendZh: '请填写 18 位身份证号或统一社会信用代码',
		mendEn: 'give 18 characters',
	},
	'phone.malformed': {
		zh: '电话号码格式不符，未采用',
		en: 'the phone number is malformed and was left out',
		mendZh: '请填写 11 位手机号或带区号的座机',
		mendEn: 'give a mobile number or a landline with area code',
	},
	'phone.damaged_by_spreadsheet': {
		zh: '电话号码被表格软件改成了科学计数法，未采用',
		en: 'a spreadsheet turned the phone number into scientific notation; it was left out',
		mendZh: '请把该列设为文本格式后重新导出',
		mendEn: 'set the column to text and export again',
	},
	'card.damaged_by_spreadsheet': {
		zh: '卡号被表格软件改成了科学计数法，未采用',
		en: 'a spreadsheet turned the card number into scientific notation; it was left out',
		mendZh: '请把该列设为文本格式后重新导出',
		mendEn: 'set the column to text and export again',
	},
	'card.wrong_check_digit': {
		zh: '卡号校验位不符，已照原样保存',
		en: 'the card number fails its check digit and was kept as it is',
		mendZh: '请核对卡号',
		mendEn: 'check the card number',
	},
	'cell.formula_error': {
		zh: '单元格是公式错误',
		en: 'the cell holds a formula error',
		mendZh: '请修正公式或填写数值',
		mendEn: 'mend the formula or write the value',
	},
	'cell.unreadable_letters': {
		zh: '单元格里有无法识别的字符（编码不符）',
		en: 'the cell has letters that cannot be read (wrong encoding)',
		mendZh: '请另存为 UTF-8 后重新提交',
		mendEn: 'save the file as UTF-8 and send it again',
	},
	'name.missing': { zh: '缺少姓名', en: 'the name is missing', mendZh: '请填写债务人姓名', mendEn: 'give the debtor’s name' },
	'reference.missing': {
		zh: '缺少案件编号（或卡号、合同号）',
		en: 'the case reference (or card or contract number) is missing',
		mendZh: '请填写案件编号',
		mendEn: 'give the case reference',
	},
	'reference.damaged_by_spreadsheet': {
		zh: '编号被表格软件改成了科学计数法',
		en: 'a spreadsheet turned this reference into scientific notation',
		mendZh: '请把该列设为文本格式后重新导出',
		mendEn: 'set the column to text and export again',
	},
	'reference.too_long': {
		zh: '编号超过 80 个字符',
		en: 'the reference has more than 80 characters',
		mendZh: '请核对该列是否为案件编号',
		mendEn: 'check whether this column is the case reference',
	},
	'reference.other_facts': {
		zh: '该编号已经存在（{where_zh}），但{what_zh}不同',
		en: 'this reference exists already ({where_en}) with another {what_en}',
		mendZh:
			'若是余额变化，请对该债项办理余额更新（命令 debt balance，或接口 /api/debtors/…/balance），不必重新委案；若是另一笔债务请用新编号',
		mendEn:
			'a changed balance is no new row: update the balance of the debt (command debt balance, or /api/debtors/…/balance); another debt needs a reference of its own',
	},
	'reference.paid_in_part': {
		zh: '该案件退案前已部分还款，金额却与当时委案时相同',
		en: 'this case was paid in part before it was taken back, and comes with the sum it was placed with then',
		mendZh: '请按现在的余额重新委案',
		mendEn: 'place it with what is owed now',
	},
	'identity.other_name': {
		zh: '该证件号已登记在另一姓名之下',
		en: 'this identity number is known under another name',
		mendZh: '请核对姓名与证件号，防止把债务记到他人名下',
		mendEn: 'check name and number, so that nobody is asked for another’s debt',
	},
	'currency.unknown': {
		zh: '币种无法识别',
		en: 'the currency is not known',
		mendZh: '请写成 CNY、人民币、TWD 等',
		mendEn: 'write CNY, TWD and the like',
	},
	'row.too_long': {
		zh: '该行的列数多于表头，内容可能错位',
		en: 'the row has more columns than the header; its cells may have shifted',
		mendZh: '请把含有分隔符的内容加上引号',
		mendEn: 'put quotes around text that holds the separator',
	},
	'number.not_whole': { zh: '应为整数', en: 'this should be a whole number', mendZh: '请填写整数', mendEn: 'give a whole number' },
	'lender.unknown': {
		zh: '出借人类型无法识别，未采用',
		en: 'the kind of lender is not known and was left out',
		mendZh: '请写成：民间、银行、助贷、消费金融、小额贷款、其他持牌',
		mendEn: 'write private, bank, bank_co_lending, consumer_finance, micro_loan or other_licensed',
	},
	'invoice.unknown_word': {
		zh: '付款方类型、卖方规模或约定利率无法识别，未采用',
		en: 'the kind of buyer, the size of the seller or the agreed rate is not understood and was left out',
		mendZh: '付款方请写成：机关、事业单位、大型企业、其他；卖方：中小企业、大型企业；利率：12%',
		mendEn: 'write public, large or other for the buyer; small or large for the seller; 12% for a rate',
	},
	'invoice.due_later': {
		zh: '到期日早于应付款日（{rule}），按 {due} 计',
		en: 'the due date is before the day payment was due ({rule}); {due} was taken',
		mendZh: '请核对交付日期、账期与付款方类型',
		mendEn: 'check the day of delivery, the agreed days and the kind of buyer',
	},
	'invoice.not_due': {
		zh: '尚未到付款期限（{rule}，{due} 到期），不得催收',
		en: 'it is not due yet ({rule}: due on {due}) and is not collected',
		mendZh: '请在到期后委案；交付日期或账期有误的，请更正',
		mendEn: 'place it once it is due; where the day of delivery or the agreed days are wrong, mend them',
	},
	'claim.above_cap': {
		zh: '息费高于法定上限（{rule}）{above}，已接收，超出部分不得主张',
		en: 'interest, penalty and fees are {above} above the lawful cap ({rule}); the row was taken, what is above may not be demanded',
		mendZh: '请按上限重新计算；若合同金额、签订日期或已还息费有误，请更正后以新编号提交',
		mendEn: 'reckon it anew under the cap; where the contract’s amount, date or what was paid is wrong, mend it',
	},
	'claim.above_guidance': {
		zh: '息费高于监管口头指导（{rule}），已按原额接收',
		en: 'interest, penalty and fees are above the regulator’s spoken guidance ({rule}); taken as it is',
		mendZh: '请与放款机构核对综合融资成本',
		mendEn: 'check the all-in cost with the lender',
	},
	'debtor.minor': {
		zh: '债务人未满十八周岁，不予受理（民法典 17-20）',
		en: 'the debtor is under eighteen and is not taken (Civil Code 17-20)',
		mendZh: '请与法定代理人联系并退回该案',
		mendEn: 'take the case back; a guardian acts for a minor',
	},
} as const satisfies Record<string, Entry>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong. `value` is masked already. */
export type Problem = { readonly code: ProblemCode; readonly value: string; readonly details?: Readonly<Record<string, string>> };

/** The problem's sentences, places filled. */
export function sentencesOf(problem: { code: ProblemCode; details?: Readonly<Record<string, string>> | undefined }): {
	message: { zh: string; en: string };
	mend: { zh: string; en: string };
} {
	const entry: Entry = problems[problem.code];
	const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => problem.details?.[name] ?? '');
	return { message: { zh: fill(entry.zh), en: fill(entry.en) }, mend: { zh: fill(entry.mendZh), en: fill(entry.mendEn) } };
}

export function isProblem(value: unknown): value is Problem {
	return typeof value === 'object' && value !== null && 'code' in value && 'value' in value;
}
