import * as words from '../../../src/core/words.ts';
import type { Texts } from './texts.ts';

/** What debtors bring, what they wish. */
export const careText = {
	complaints: { zh: '投诉与申请', en: 'Complaints' },
	noComplaints: { zh: '没有待处理的事项', en: 'Nothing is open' },
	noComplaintsNext: {
		zh: '债务人的投诉、异议、困难与停催申请会出现在这里。',
		en: 'What debtors complain of, dispute, ask or refuse appears here.',
	},
	kind: { zh: '类别', en: 'Kind' },
	channel: { zh: '渠道', en: 'By' },
	receivedAt: { zh: '收到', en: 'Received' },
	receivedOn: { zh: '收到日（不填：今天）', en: 'Received on (empty: today)' },
	receivedWrong: { zh: '收到日须在 {from} 至 {today} 之间。', en: 'It was received between {from} and {today}.' },
	regulatorReference: { zh: '监管转办编号', en: 'The regulator’s reference' },
	aboutLogin: { zh: '投诉涉及的同事', en: 'Which colleague it is about' },
	aboutNobody: { zh: '无', en: 'nobody' },
	dueOn: { zh: '到期', en: 'Due' },
	answerBy: { zh: '最迟答复', en: 'Answer by' },
	acknowledgeBy: { zh: '告知受理', en: 'Acknowledge by' },
	late: { zh: '已逾期', en: 'Late' },
	state: { zh: '状态', en: 'State' },
	handler: { zh: '处理人', en: 'Handler' },
	open: { zh: '打开', en: 'Open' },
	close: { zh: '收起', en: 'Close' },
	words: { zh: '陈述', en: 'In their words' },
	wanted: { zh: '诉求', en: 'What is wanted' },
	answer: { zh: '答复', en: 'Answer' },
	verdict: { zh: '结论', en: 'Verdict' },
	involved: { zh: '参与过案件、不得处理', en: 'Part of the case, may not handle it' },
	files: { zh: '提交的文件', en: 'Files handed in' },
	addFile: { zh: '添加文件', en: 'Add a file' },
	addFileHint: {
		zh: 'PDF、PNG、JPEG 或 UTF-8 文本，最大 5 MB，最多 10 份；加密保存。',
		en: 'PDF, PNG, JPEG or UTF-8 text, at most 5 MB, ten files; kept encrypted.',
	},
	calendar: { zh: '节假日历', en: 'Calendar of holidays' },
	calendarUnpublished: {
		zh: '该年度节假日及调休安排尚未公布，日期按周末推算，公布后可能变动。',
		en: 'The holidays and shifted working days of that year are not published yet: weekends only are counted, and the date may move.',
	},
	opensCase: {
		zh: '登记后即立案计时，依据记作陈述，由未参与案件的人员答复。',
		en: 'This opens a case with its clock; the evidence is kept as what was said, and somebody not part of the case answers.',
	},
	take: { zh: '由我处理', en: 'I handle it' },
	sendAnswer: { zh: '答复', en: 'Answer' },
	answerMissing: { zh: '请写明答复。', en: 'Write the answer.' },
	extend: { zh: '批准延期', en: 'Allow the longer term' },
	reason: { zh: '理由', en: 'Reason' },
	reasonMissing: { zh: '请写明理由。', en: 'Give the reason.' },
	settle: { zh: '结案', en: 'Close the case' },
	reopen: { zh: '重新处理', en: 'Open again' },
	pack: { zh: '证据包 PDF', en: 'Evidence pack PDF' },
	packJson: { zh: '证据包 JSON（含证明）', en: 'Evidence pack JSON with proofs' },
	timeline: { zh: '经过', en: 'What was done' },
	file: { zh: '登记投诉或申请', en: 'Take in a complaint' },
	wordsMissing: { zh: '请记下债务人的原话。', en: 'Write down what was said.' },
	filed: {
		zh: '已登记，编号 {id}，{due} 前答复；即刻起暂停联系。',
		en: 'Taken in as {id}, to be answered by {due}; contact is held from now on.',
	},
	link: { zh: '生成债务人自助链接', en: 'Make a link for the debtor' },
	linkMade: { zh: '请将此链接发给债务人（14 天有效，只显示一次）：', en: 'Give this link to the debtor (valid 14 days, shown once):' },
	wishes: { zh: '债务人的意愿与同意', en: 'Wishes and consents' },
	noWishes: { zh: '没有登记意愿。', en: 'No wish is recorded.' },
	agreedHours: { zh: '约定时段', en: 'Agreed hours' },
	message: { zh: '发送短信', en: 'Send a message' },
	messageDebt: { zh: '有关债务', en: 'About the debt' },
	messageWords: { zh: '内容（agency name amount complaint 由系统填写）', en: 'Words (agency name amount complaint are filled in)' },
	messageStart: {
		zh: '【{agency}】{name}您好，。客服{service}，投诉{complaint}，拒收请回复R。',
		en: '[{agency}] {name}, . Service {service}, complaints {complaint}, reply R to stop.',
	},
	messageQueued: { zh: '已提交，许可后由系统发出。', en: 'Queued: it is sent when the gate permits.' },
	recordWish: { zh: '登记意愿', en: 'Record a wish' },
	wishKind: { zh: '意愿', en: 'Wish' },
	weekdays: { zh: '星期（不选：每天）', en: 'Weekdays (none: every day)' },
	from: { zh: '从（债务人当地）', en: 'From (debtor’s time)' },
	until: { zh: '到', en: 'Until' },
	place: { zh: '地点', en: 'Place' },
	medium: { zh: '方式', en: 'Medium' },
	evidence: { zh: '依据', en: 'Evidence' },
	evidenceMissing: { zh: '请写明依据：何时、以什么方式提出。', en: 'Name the evidence: when and how it was said.' },
	timeMissing: { zh: '请选星期或起止时间。', en: 'Choose weekdays or times.' },
	end: { zh: '结束', en: 'End' },
	cancel: { zh: '取消', en: 'Cancel' },
} as const satisfies Texts;

export const complaintKindText = words.complaintKindText;

export const complaintStateText = words.complaintStateText;

export const complaintChannelText = words.complaintChannelText;

export const complaintEventText = words.complaintEventText;

export const verdictText = words.verdictText;

export const wishText = words.wishText;

export const placeText = {
	home: { zh: '家', en: 'Home' },
	work: { zh: '单位', en: 'Work' },
	hospital: { zh: '医院', en: 'Hospital' },
	funeral: { zh: '殡仪场所', en: 'Funeral' },
	place_of_worship: { zh: '宗教场所', en: 'Place of worship' },
	school: { zh: '学校', en: 'School' },
	other: { zh: '其他', en: 'Other' },
} as const satisfies Texts;

export const weekdayText = {
	'1': { zh: '周一', en: 'Mon' },
	'2': { zh: '周二', en: 'Tue' },
	'3': { zh: '周三', en: 'Wed' },
	'4': { zh: '周四', en: 'Thu' },
	'5': { zh: '周五', en: 'Fri' },
	'6': { zh: '周六', en: 'Sat' },
	'7': { zh: '周日', en: 'Sun' },
} as const satisfies Texts;
