import { isTotalsRow, normalise } from './cells.ts';

/** What a column means in the house. Contact people's fields carry their number: `contact1.name`. */
export type Field =
	| 'reference'
	| 'card'
	| 'contract'
	| 'file_number'
	| 'name'
	| 'id_number'
	| 'id_type'
	| 'phone'
	| 'home_phone'
	| 'work_phone'
	| 'email'
	| 'address'
	| 'home_address'
	| 'work_address'
	| 'registered_address'
	| 'statement_address'
	| 'employer'
	| 'client'
	| 'batch_no'
	| 'placed_on'
	| 'recall_due_on'
	| 'placed_amount'
	| 'newest_balance'
	| 'currency'
	| 'product'
	| 'round'
	| 'principal'
	| 'interest'
	| 'penalty'
	| 'costs'
	| 'overdue_since'
	| 'days_past_due'
	| 'debt_reference'
	| 'paid_amount'
	| 'paid_on'
	| 'external_reference'
	| 'payer'
	| 'method'
	| 'remark'
	| 'old_remarks'
	| 'unlawful'
	| `contact${number}.${'name' | 'id_number' | 'relation' | 'phone' | 'home_phone' | 'work_phone' | 'address' | 'employer'}`
	| `${'spouse' | 'guarantor' | 'co_borrower'}${number}.${'name' | 'id_number' | 'relation' | 'phone' | 'home_phone' | 'work_phone' | 'address' | 'employer'}`;

/** Several columns may add up to one component (违约金 and 滞纳金 are both penalty), so a component takes many columns, others one. */
const additive: ReadonlySet<string> = new Set([
	'penalty',
	'costs',
	'interest',
	'remark',
	'old_remarks',
	'unlawful',
	'phone',
	'home_phone',
	'work_phone',
]);

/** Headings seen in client files of four unrelated systems and abroad (peers.md §5.4), normalised: no spaces, brackets, stars. */
const synonyms: Readonly<Partial<Record<Field, readonly string[]>>> = {
	reference: [
		'案件编号',
		'个案序列号',
		'委案编号',
		'案件号',
		'案号',
		'案件序列号',
		'借据号',
		'借据编号',
		'贷款编号',
		'借款编号',
		'订单号',
		'委托编号',
		'caseref',
		'casenumber',
		'casecode',
		'reference',
		'debtreference',
		'loanid',
		'loannumber',
		'accountref',
		'accountreference',
	],
	contract: ['合同编号', '合同号', '贷款合同号', '借款合同号', '协议编号', '协议号', 'contractnumber', 'contractno'],
	card: ['卡号', '信用卡号', '账号', '帐号', '账户号', '帐户号', '贷款账号', '卡号后四位', 'cardnumber', 'accountnumber'],
	file_number: ['档案号', '申请单号', '申请编号', '客户号', '客户编号', '序号'],
	name: [
		'姓名',
		'客户姓名',
		'案人姓名',
		'债务人姓名',
		'债务人',
		'持卡人姓名',
		'持卡人',
		'借款人姓名',
		'借款人',
		'主贷人',
		'主借款人姓名',
		'客户名称',
		'欠款人',
		'name',
		'debtorname',
		'customername',
		'borrower',
		'fullname',
	],
	id_number: [
		'证件号',
		'身份证号',
		'身份证号码',
		'身份证',
		'客户身份证号',
		'证件号码',
		'借款人身份证号',
		'债务人证件号',
		'统一社会信用代码',
		'idno',
		'idnumber',
		'idcard',
		'nationalid',
	],
	id_type: ['证件类型', '证件种类'],
	phone: [
		'本人手机',
		'手机',
		'手机号',
		'手机号码',
		'客户手机',
		'客户手机号',
		'本人电话',
		'联系电话',
		'移动电话',
		'债务人电话',
		'借款人手机',
		'手机1',
		'手机2',
		'电话',
		'mobile',
		'phone',
		'phonenumber',
		'mobilephone',
		'cellphone',
	],
	home_phone: ['家庭号码', '住宅电话', '家庭电话', '家电', '宅电', 'homephone'],
	work_phone: ['单位号码', '公司电话', '单位电话', '办公电话', 'workphone'],
	email: ['邮箱', '电子邮箱', '电子邮件', 'email', 'emailaddress'],
	address: ['地址', '联系地址', '通讯地址', '现住址', '居住地址', 'address'],
	home_address: ['家庭地址', '住宅地址', '家庭住址', '住址'],
	work_address: ['单位地址', '公司地址'],
	registered_address: ['户籍地址', '户籍所在地', '身份证地址'],
	statement_address: ['对账单地址', '账单地址', '帐单地址'],
	employer: ['单位名称', '公司名称', '工作单位', '单位', '公司', 'employer'],
	client: ['委托方', '委案方', '商户', '委托机构', '银行', 'client'],
	batch_no: ['批次号', '导入批次号', '打包号', '批次', '委案批次', 'batch', 'batchno', 'pushbatchno'],
	placed_on: ['委案日期', '委案时间', '委外日期', '委托日期', '入催日', '入催日期', '分案日期', 'placedon', 'placementdate'],
	recall_due_on: ['预计退案日', '预计退案日期', '委外到期日', '退案日', '到期退案日', '委案到期日', 'recalldate', 'expectedrecall'],
	placed_amount: [
		'委案金额',
		'委外金额',
		'案件金额',
		'委托金额',
		'欠款金额',
		'欠款总额',
		'欠款总金额',
		'总欠款',
		'逾期总额',
		'逾期总金额',
		'应还总额',
		'逾期金额',
		'结清金额',
		'placedamount',
		'amount',
		'outstandingamount',
		'balance',
		'currentbalancedue',
	],
	newest_balance: ['最新欠款', '最新欠款金额', '欠款余额', '结案应还金额'],
	currency: ['币种', '货币', '币别', 'currency'],
	product: ['产品名称', '产品', '业务类型', '案件类型', '产品类型', 'product'],
	round: ['催收手别', '手别', '案件手数', '委案手别'],
	principal: ['本金', '剩余本金', '逾期本金', '本金余额', '未还本金', '贷款本金余额', '欠款本金', 'principal', 'outstandingprincipal'],
	interest: ['利息', '逾期利息', '剩余利息', '未还利息', '欠款利息', '表外息', '表内息', 'interest', 'outstandinginterest'],
	penalty: ['违约金', '滞纳金', '罚息', '逾期罚息', '逾期违约金', '复利', 'penalty', 'outstandingpenalty', 'latefee'],
	costs: ['费用', '其他费用', '逾期管理费', '服务费', '年费', '超限费', '手续费', '分期手续费', '诉讼费', 'costs', 'fees', 'fee'],
	overdue_since: [
		'逾期日',
		'逾期日期',
		'逾期开始日期',
		'逾期起始日',
		'首次逾期日期',
		'最早逾期日',
		'到期日',
		'应还款日',
		'最后还款日',
		'duedate',
		'overduesince',
	],
	days_past_due: ['逾期天数', '逾期日数', '当前逾期天数', 'dpd', 'dayspastdue', 'overduedays'],
	paid_amount: [
		'还款金额',
		'cp金额',
		'实还金额',
		'实际还款金额',
		'入账金额',
		'到账金额',
		'交易金额',
		'本次还款金额',
		'paidamount',
		'paymentamount',
		'amountpaid',
	],
	paid_on: [
		'还款日期',
		'还款时间',
		'cp日期',
		'入账日期',
		'到账日期',
		'交易日期',
		'交易时间',
		'入账时间',
		'paidon',
		'paymentdate',
		'paidat',
	],
	external_reference: [
		'流水号',
		'交易流水号',
		'银行流水号',
		'交易号',
		'交易编号',
		'还款流水',
		'凭证号',
		'externalreference',
		'paymentid',
		'transactionid',
		'debtorpaymentid',
	],
	payer: ['还款人', '付款人', '付款户名', '对方户名', '付款人姓名', 'payer'],
	method: ['还款方式', '还款渠道', '付款方式', '渠道', 'method'],
	remark: ['备注', '备注1', '备注2', '备注3', '备注4', '备注5', '备注6', '说明', '附言', 'remark', 'note'],
	old_remarks: [
		'原催收记录',
		'催收小结',
		'历史备注',
		'催收记录',
		'历史催收记录',
		'原催记',
		'催记',
		'上手催记',
		'催收状态',
		'上手催收结果',
		'催收结果',
	],
	unlawful: [
		'qq',
		'qq号',
		'qq号码',
		'微信',
		'微信号',
		'支付宝',
		'支付宝账号',
		'社保号',
		'社保电脑号',
		'社保卡号',
		'社保账号',
		'公积金账号',
		'通讯录',
		'手机通讯录',
		'淘宝账号',
		'微博',
		'抖音号',
		'种族',
		'宗教',
		'民族',
		'婚姻状况',
	],
};

/** Facts of a contact person after the person's own prefix (联系人1, 配偶, 担保人). */
const personFacts: Readonly<
	Record<'name' | 'id_number' | 'relation' | 'phone' | 'home_phone' | 'work_phone' | 'address' | 'employer', readonly string[]>
> = {
	name: ['', '姓名', '名称', 'name'],
	id_number: ['证件号', '身份证号', '证件号码', '身份证号码', '身份证'],
	relation: ['关系', '与债务人关系', '与本人关系', 'relation'],
	phone: ['手机', '手机号', '手机号码', '电话', '联系电话', '号码', 'phone', 'mobile'],
	home_phone: ['家庭电话', '住宅电话'],
	work_phone: ['单位电话', '公司电话'],
	address: ['地址', '家庭地址', '住址'],
	employer: ['单位', '单位名称', '工作单位'],
};

const lookup: ReadonlyMap<string, Field> = new Map(
	(Object.entries(synonyms) as [Field, readonly string[]][]).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
);
const factLookup: ReadonlyMap<string, keyof typeof personFacts> = new Map(
	(Object.entries(personFacts) as [keyof typeof personFacts, readonly string[]][]).flatMap(([fact, names]) =>
		names.map((name) => [name, fact] as const),
	),
);

/** A heading without what clients decorate it with: `*委案金额（元）` → `委案金额`. */
export function bareHeading(heading: string): string {
	return normalise(heading)
		.replace(/\(.*?\)|\[.*?\]|【.*?】/g, '')
		.replace(/[\s*:：_\-./"'“”]/g, '')
		.replace(/臺/g, '台')
		.toLowerCase();
}

/** The unit a heading names: 委案金额(万元). */
export function unitOf(heading: string): '元' | '分' | '万元' | undefined {
	const unit = /[(（[【]\s*(万元|元|分)\s*[)）\]】]/.exec(heading)?.[1];
	return unit === '万元' || unit === '分' ? unit : undefined;
}

/** What one heading means, or null. */
export function fieldOf(heading: string): Field | null {
	const bare = bareHeading(heading);
	if (bare === '') return null;
	const known = lookup.get(bare);
	if (known) return known;
	const person = /^(紧急联系人|联系人|联络人|第三方|contact)(\d{0,2})(.*)$/.exec(bare);
	if (person) return factFor('contact', person[2] ?? '', person[3] ?? '');
	const liable = /^(配偶|担保人|保证人|共同借款人|共借人|guarantor)(\d{0,2})(.*)$/.exec(bare);
	if (liable) {
		const role = liable[1] === '配偶' ? 'spouse' : /担保|保证|guarantor/.test(liable[1] ?? '') ? 'guarantor' : 'co_borrower';
		return factFor(role, liable[2] ?? '', liable[3] ?? '');
	}
	return null;
}

function factFor(role: 'contact' | 'spouse' | 'guarantor' | 'co_borrower', number: string, rest: string): Field | null {
	// 联系人手机1 as well as 联系人1手机.
	const trailing = /^(.*?)(\d{1,2})$/.exec(rest);
	const fact = factLookup.get(rest) ?? (trailing && factLookup.get(trailing[1] ?? ''));
	if (!fact) return null;
	const place = Number(number || (factLookup.has(rest) ? '' : trailing?.[2]) || 1);
	return `${role}${place}.${fact}`;
}

/** A saved mapping: heading as it stands in the file → field (null: keep as unknown), and hints the file itself cannot tell. */
export type Mapping = {
	readonly columns?: Readonly<Record<string, Field | null>>;
	readonly unit?: '元' | '分' | '万元';
	readonly dateOrder?: 'dmy' | 'mdy';
	readonly decimalComma?: boolean;
	readonly currency?: string;
	readonly product?: string;
	readonly headerRow?: number;
	readonly sheet?: string;
};

export type Recognised = {
	/** Column number (from 0) → field. */
	readonly fields: ReadonlyMap<number, Field>;
	readonly units: ReadonlyMap<number, '元' | '分' | '万元'>;
	/** Headings nothing is known about; their cells are kept, sealed. */
	readonly unknown: readonly { readonly column: number; readonly heading: string }[];
	/** Headings with no lawful use: refused into a sealed note, never a contact point (PIPL 6). */
	readonly unlawful: readonly { readonly column: number; readonly heading: string }[];
	readonly quarantined: readonly { readonly column: number; readonly heading: string }[];
	/** Second columns of a field that takes one; kept as unknown. */
	readonly repeated: readonly string[];
};

/** Reads the headings of a table. The mapping, where given, decides; the synonyms do the rest. */
export function recogniseColumns(headings: readonly string[], mapping: Mapping = {}): Recognised {
	const fields = new Map<number, Field>();
	const units = new Map<number, '元' | '分' | '万元'>();
	const unknown: { column: number; heading: string }[] = [];
	const unlawful: { column: number; heading: string }[] = [];
	const quarantined: { column: number; heading: string }[] = [];
	const repeated: string[] = [];
	const taken = new Set<Field>();
	for (const [column, heading] of headings.entries()) {
		const chosen = mapping.columns && Object.hasOwn(mapping.columns, heading) ? mapping.columns[heading] : undefined;
		const field = chosen === undefined ? fieldOf(heading) : chosen;
		if (field === null || field === undefined) {
			if (heading.trim() !== '') unknown.push({ column, heading });
			continue;
		}
		if (field === 'unlawful') unlawful.push({ column, heading });
		else if (field === 'old_remarks') quarantined.push({ column, heading });
		else if (taken.has(field) && !additive.has(field)) {
			repeated.push(heading);
			unknown.push({ column, heading });
		} else {
			taken.add(field);
			fields.set(column, field);
			const unit = unitOf(heading) ?? mapping.unit;
			if (unit) units.set(column, unit);
		}
	}
	return { fields, units, unknown, unlawful, quarantined, repeated };
}

/** How much a row looks like the header of a table: recognised headings count, numbers and long sentences count against. */
export function headingScore(cells: readonly string[]): number {
	let score = 0;
	for (const cell of cells) {
		const text = normalise(cell);
		if (text === '') continue;
		if (fieldOf(cell)) score += 3;
		else if (/^[\d.,%¥$/:\s-]+$/.test(text)) score -= 1;
		else if ([...text].length > 30) score -= 1;
		else score += 0.1;
	}
	return score;
}

/** The header's place among the first rows (from 0), or -1 when no row has two recognised headings. */
export function headerAmong(rows: readonly (readonly string[])[]): number {
	let best = -1;
	let bestScore = 5;
	for (const [i, cells] of rows.entries()) {
		const score = headingScore(cells);
		if (score > bestScore) {
			best = i;
			bestScore = score;
		}
	}
	return best;
}

/**
 * Joins a two-row header: a group row (联系人1 merged over three columns) above a row of facts (姓名, 关系, 手机). `below` is taken into the header
 * when most of its cells under a group are facts.
 */
export function joinHeader(above: readonly string[], below: readonly string[]): string[] | null {
	let facts = 0;
	let data = 0;
	const joined = below.map((cell, i) => {
		const bare = bareHeading(cell);
		const group = above[i] ?? '';
		if (bare === '') return group;
		if (factLookup.has(bare) && fieldOf(group)?.includes('.')) {
			facts++;
			return `${group}${cell}`;
		}
		if (fieldOf(cell)) {
			facts++;
			return cell;
		}
		data++;
		return group === '' ? cell : group;
	});
	return facts >= 2 && facts > data ? joined : null;
}

/** Whether a row below the table is a note and not a debt: one filled cell, and a long one or a sign-off. */
export function isNoteRow(cells: readonly string[]): boolean {
	const filled = cells.filter((cell) => cell.trim() !== '');
	return (
		filled.length === 1 &&
		cells.length > 3 &&
		(/^(注|备注|说明|制表|审核|日期|note)/i.test(filled[0]?.trim() ?? '') || [...(filled[0] ?? '')].length > 20)
	);
}

/** What a row is: a debt, a total, a note, or nothing at all. */
export function kindOfRow(cells: readonly string[]): 'data' | 'total' | 'note' | 'empty' {
	if (cells.every((cell) => cell === '' || cell.trim() === '')) return 'empty';
	if (isTotalsRow(cells)) return 'total';
	return isNoteRow(cells) ? 'note' : 'data';
}
