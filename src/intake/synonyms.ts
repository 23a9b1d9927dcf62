import type { Field } from './fields.ts';

/** Words apart by white space; `-` stands for no word at all. */
const words = (text: string): readonly string[] =>
	text
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => (word === '-' ? '' : word));

/** What headings of client files mean. Pure data; `rules.ts` reads it. */

/** Headings seen in client files of four unrelated systems and abroad (peers.md §5.4), normalised: no spaces, brackets, stars. */
export const synonyms: Readonly<Partial<Record<Field, readonly string[]>>> = {
	reference: words(`
		案件编号 个案序列号 委案编号 案件号 案号 案件序列号 借据号 借据编号 贷款编号 借款编号 订单号 委托编号 caseref casenumber
		casecode reference debtreference loanid loannumber accountref accountreference 个案编号 案件流水号 委外编号 客户案件号
		贷款号 贷款借据号 借据 订单编号 业务编号 进件编号 case caseid caseno caserefno loanno accountno account refno referenceno
		referencenumber debtid invoiceno invoicenumber claimnumber`),
	contract: words(`
		合同编号 合同号 贷款合同号 借款合同号 协议编号 协议号 contractnumber contractno 合同 合约号 合约编号 贷款合同编号 contract
		contractid agreementnumber`),
	card: words(`
		卡号 信用卡号 账号 帐号 账户号 帐户号 贷款账号 cardnumber accountnumber 银行卡号 主卡号 贷记卡号 信用卡卡号 信用卡账号 信用卡帐号 card
		cardno`),
	file_number: words(`档案号 申请单号 申请编号 客户号 客户编号 客户编码 档案编号 申请号 客户id userid customerref customerid`),
	row_number: words(`序号`),
	name: words(`
		姓名 客户姓名 案人姓名 债务人姓名 债务人 持卡人姓名 持卡人 借款人姓名 借款人 主贷人 主借款人姓名 客户名称 欠款人 name
		debtorname customername borrower fullname 债务人名称 用户姓名 持卡人名称 借款人名称 被催收人 欠款人姓名 企业名称 公司全称
		customer debtor customerfullname borrowername clientname`),
	id_number: words(`
		证件号 身份证号 身份证号码 身份证 客户身份证号 证件号码 借款人身份证号 债务人证件号 统一社会信用代码 idno idnumber idcard
		nationalid 身份证件号 身份证件号码 借款人证件号码 身分证字号 身分证号 身份证字号 公民身份号码 证照号码 客户证件号
		客户证件号码 持卡人证件号码 借款人身份证 借款人身份证号码 idcardno identitynumber nationalidnumber`),
	id_type: words(`证件类型 证件种类`),
	phone: words(`
		本人手机 手机 手机号 手机号码 客户手机 客户手机号 本人电话 联系电话 移动电话 债务人电话 借款人手机 手机1 手机2 电话 mobile
		phone phonenumber mobilephone cellphone 本人手机号 本人手机号码 客户电话 客户手机号码 手机电话 手机3 借款人手机号
		借款人手机号码 借款人电话 持卡人手机 持卡人手机号 行动电话 注册手机号 预留手机号 telephone tel phoneno mobileno mobilenumber
		contactphones phones`),
	home_phone: words(`家庭号码 住宅电话 家庭电话 家电 宅电 homephone 家庭座机 住宅号码 家庭固话`),
	work_phone: words(`单位号码 公司电话 单位电话 办公电话 workphone 单位座机 公司号码 单位固话`),
	email: words(`邮箱 电子邮箱 电子邮件 email emailaddress`),
	address: words(`地址 联系地址 通讯地址 现住址 居住地址 address 现居住地址 现居地址 居住地 通信地址 债务人地址 street`),
	home_address: words(`家庭地址 住宅地址 家庭住址 住址 现住地址 家庭详细地址`),
	work_address: words(`单位地址 公司地址`),
	registered_address: words(`户籍地址 户籍所在地 身份证地址 户籍 户口地址 户籍地`),
	statement_address: words(`对账单地址 账单地址 帐单地址`),
	employer: words(`单位名称 公司名称 工作单位 单位 公司 employer 就职单位 所在单位 工作单位名称 任职单位`),
	client: words(`委托方 委案方 商户 委托机构 银行 client 委托人 委托单位 委案机构 债权方 委托银行`),
	batch_no: words(`批次号 导入批次号 打包号 批次 委案批次 batch batchno pushbatchno 委托批次 案件批次 批次编号 批号 批次名称`),
	placed_on: words(`
		委案日期 委案时间 委外日期 委托日期 入催日 入催日期 分案日期 placedon placementdate 委外时间 委托时间 派案日期 派案时间
		委派日期 进案日期 placed assignmentdate`),
	recall_due_on: words(`
		预计退案日 预计退案日期 委外到期日 退案日 到期退案日 委案到期日 recalldate expectedrecall 预计退案时间 委外结束日期
		委案结束日期 委托到期日 委托截止日期 退案时间 计划退案日期 returndate`),
	placed_amount: words(`
		委案金额 委外金额 案件金额 委托金额 欠款金额 欠款总额 欠款总金额 总欠款 逾期总额 逾期总金额 应还总额 逾期金额 结清金额
		placedamount amount outstandingamount balance currentbalancedue 委案本息 委案总金额 委案余额 委托总金额 案件总金额 总金额
		欠款 欠款总计 总欠款额 总欠款金额 应还金额 应还总金额 应还款总额 未还金额 未还总额 未还款金额 逾期应还总额 逾期总欠款
		剩余应还 剩余应还总额 当前欠款 当前应还金额 当前逾期金额 全额应还 结清总额 人民币欠款 人民币金额 合计金额 总额 债权金额
		债务金额 totalamount totaldue amountdue outstanding outstandingbalance currentbalance balancedue debtamount totaloutstanding`),
	newest_balance: words(`最新欠款 最新欠款金额 欠款余额 结案应还金额 最新余额 当前余额 最新结欠 余额`),
	currency: words(`币种 货币 币别 currency 货币种类 币种代码 ccy currencycode`),
	product: words(`产品名称 产品 业务类型 案件类型 产品类型 product 产品类别 贷款类型 贷款产品 业务种类 业务品种 producttype loantype`),
	round: words(`催收手别 手别 案件手数 委案手别 委外手别 委外轮次 手数 委案次数`),
	principal: words(`
		剩余本金 未还本金 本金余额 贷款本金余额 欠款本金 逾期本金 本金 principal outstandingprincipal 应还本金 未偿本金 结欠本金
		当前本金 贷款余额 贷款本金 剩余未还本金 委案本金 本金金额 委托本金 principalbalance outstandingprincipalamount
		principalamount`),
	interest: words(`
		利息 逾期利息 剩余利息 未还利息 欠款利息 表外息 表内息 interest outstandinginterest 应还利息 利息金额 委案利息 结欠利息
		利息余额 正常利息 拖欠利息 interestamount accruedinterest`),
	penalty: words(`
		违约金 滞纳金 罚息 逾期罚息 逾期违约金 复利 penalty outstandingpenalty latefee 应还罚息 应还违约金 未还罚息 未还违约金 罚金
		逾期罚金 罚息金额 违约金金额 委案罚息 委案违约金 逾期费 复息 penaltyamount latefees penaltyinterest`),
	costs: words(`
		费用 其他费用 逾期管理费 服务费 年费 超限费 手续费 分期手续费 诉讼费 costs fees fee 应还费用 未还费用 其它费用 管理费
		账户管理费 担保费 催收费 催收费用 律师费 公证费 杂费 费用金额 othercosts charges costsamount`),
	overdue_since: words(`
		逾期日 逾期日期 逾期开始日期 逾期起始日 首次逾期日期 最早逾期日 到期日 应还款日 最后还款日 duedate overduesince 逾期起始日期
		逾期开始日 起始逾期日 起始逾期日期 首逾日期 首次逾期日 首次逾期时间 最早逾期日期 逾期时间 应还日期 应还款日期 最后还款日期
		还款到期日 账单到期日 到期还款日 overduedate delinquentsince paymentduedate`),
	days_past_due: words(`
		逾期天数 逾期日数 当前逾期天数 dpd dayspastdue overduedays 总逾期天数 累计逾期天数 最大逾期天数 逾期天 委案逾期天数 账龄天数
		daysoverdue overdueday daysdelinquent`),
	lender: words(`出借人类型 放款机构类型 资金方类型 贷款机构类型 出借人性质 lenderkind lendertype`),
	signed_on: words(`
		合同签订日期 合同签订日 签约日期 签约日 签订日期 借款日期 放款日期 放款日 贷款发放日 贷款发放日期 起息日 起息日期 合同成立日 合同日期 借款日
		signedon contractdate loandate disbursementdate originationdate`),
	contract_amount: words(`
		合同金额 发票金额 开票金额 货款金额 贷款金额 借款金额 放款金额 借款本金总额 贷款总额 发放金额 合同本金 原始本金 loanamount contractamount disbursedamount originalprincipal`),
	charges_paid: words(`已还利息 已付利息 已还息费 已付息费 已还利息及费用 累计已还利息 累计已还息费 interestpaid chargespaid`),
	buyer: words(`付款方类型 买方类型 采购方类型 采购单位类型 付款单位类型 buyerkind buyertype`),
	seller: words(`卖方类型 供应商类型 供应商规模 卖方规模 供方规模 sellerkind sellersize suppliersize`),
	delivered_on: words(`交付日期 交货日期 验收日期 签收日期 交付日 交货日 deliveredon deliverydate`),
	agreed_days: words(`约定账期 约定付款天数 约定账期天数 账期 账期天数 付款账期 paymentterm paymentterms agreeddays creditdays`),
	agreed_rate: words(`约定逾期利率 约定逾期年利率 约定违约金年利率 逾期年利率 agreedlaterate lateinterestrate`),
	paid_amount: words(`还款金额 cp金额 实还金额 实际还款金额 入账金额 到账金额 交易金额 本次还款金额 paidamount paymentamount amountpaid`),
	paid_on: words(`还款日期 还款时间 cp日期 入账日期 到账日期 交易日期 交易时间 入账时间 paidon paymentdate paidat`),
	external_reference: words(
		`流水号 交易流水号 银行流水号 交易号 交易编号 还款流水 凭证号 externalreference paymentid transactionid debtorpaymentid`,
	),
	payer: words(`还款人 付款人 付款户名 对方户名 付款人姓名 payer`),
	method: words(`还款方式 还款渠道 付款方式 渠道 method`),
	remark: words(
		`备注 备注1 备注2 备注3 备注4 备注5 备注6 说明 附言 remark note 附注 其他说明 补充说明 remarks notes comment comments memo`,
	),
	old_remarks: words(`
		原催收记录 催收小结 历史备注 催收记录 历史催收记录 原催记 催记 上手催记 催收状态 上手催收结果 催收结果 可联情况 可联状态
		联系状态 失联状态 可联村委 网搜 案件状态 行动代码 行动码 结果代码 催收代码 催收码 跟进记录 历史跟进 委外历史 上家催记
		前手催记 催收历史 诉讼历史`),
	unlawful: words(`
		qq qq号 qq号码 微信 微信号 支付宝 支付宝账号 社保号 社保电脑号 社保卡号 社保账号 公积金账号 通讯录 手机通讯录 淘宝账号 微博
		抖音号 种族 宗教 民族 婚姻状况 wechat weixin 支付宝号 社保电脑编号 社保编号 医保卡号 医保号 陌陌 京东账号 美团账号 微信昵称
		qq昵称 通讯录联系人 通话记录 通话详单 定位 人脸照片 指纹 政治面貌 宗教信仰 病史 健康状况`),
};

/** Facts of a contact person after the person's own prefix (联系人1, 配偶, 担保人). */
export const personFacts: Readonly<
	Record<'name' | 'id_number' | 'relation' | 'phone' | 'home_phone' | 'work_phone' | 'address' | 'employer', readonly string[]>
> = {
	name: words(`- 姓名 名称 name`),
	id_number: words(`证件号 身份证号 证件号码 身份证号码 身份证`),
	relation: words(`关系 与债务人关系 与本人关系 与客户关系 与借款人关系 relation relationship`),
	phone: words(`手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 号码 phone mobile phonenumber`),
	home_phone: words(`家庭电话 住宅电话`),
	work_phone: words(`单位电话 公司电话`),
	address: words(`地址 家庭地址 住址 联系地址 address`),
	employer: words(`单位 单位名称 工作单位`),
};

/** Traditional characters that headings of Taiwan and Hong Kong use, each with its simplified form. */
const simplified: Readonly<Record<string, string>> = Object.fromEntries(
	[
		'臺台號号編编額额帳账賬账戶户證证電电話话債债務务產产類类別别違违約约費费應应還还餘余總总計计項项後后銀银貸贷單单備备註注幣币種种聯联絡络繫系',
		'關关係系機机碼码對对賒赊欠欠賬账業业務务員员開开發发時时間间實实際际狀状態态償偿與与閉闭歷历記记錄录國国價价週周轉转收收訂订單单據据擔担',
		'償偿屬属連连絡络從从屆届滿满齡龄數数據据檔档貨货訴诉訟讼費费稱称職职務务遲迟滯滞納纳罰罚複复結结清清補补繳缴現现餘余額额區区縣县縂总',
	]
		.flatMap((pairs) => pairs.match(/../gu) ?? [])
		.map((pair) => [...pair] as [string, string]),
);

/** A heading in simplified characters. */
export const simplify = (text: string): string => text.replace(/[^\0-\x7f]/gu, (letter) => simplified[letter] ?? letter);
