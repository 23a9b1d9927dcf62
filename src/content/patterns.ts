import type { Sentence } from '../core/refusal.ts';
import type { ContentMark } from '../law/facts.ts';
import { debtFramesEn, framesEn } from './frames-en.ts';
import { debtFramesZh, framesZh } from './frames-zh.ts';
import type { FindingKind } from './kinds.ts';

/** What a collector may not say, as patterns over folded text (`fold.ts`), Chinese and English. Measured on lines of our own: docs/reference/content.md. */
export type Rule = {
	readonly kind: FindingKind;
	readonly language: 'zh' | 'en';
	readonly pattern: RegExp;
	readonly says: Sentence;
	readonly citation: Sentence;
	readonly mark?: ContentMark;
};

export const guide: Sentence = {
	zh: '中国银行业协会《金融机构个人消费类贷款催收工作指引（试行）》；《互联网金融逾期债务催收自律公约（试行）》第16条',
	en: 'China Banking Association collection guide (trial) 2026; self-discipline convention 2018, art. 16; 12 CFR 1006.14, 1006.18',
};
export const others: Sentence = {
	zh: 'GB/T 45251-2025；中国银行业协会催收工作指引（试行）',
	en: 'GB/T 45251-2025; China Banking Association guide; 12 CFR 1006.10',
};
export const identity: Sentence = {
	zh: '中国银行业协会催收工作指引（试行）；《互联网金融逾期债务催收自律公约（试行）》第15条',
	en: 'China Banking Association guide; self-discipline convention 2018, art. 15; 12 CFR 1006.18(d)',
};
export const house: Sentence = { zh: '机构自定（从严）', en: 'house rule (stricter than the law)' };

const frames = { zh: framesZh, en: framesEn } as const;
const rule = (
	kind: FindingKind,
	patterns: { readonly zh: readonly RegExp[]; readonly en: readonly RegExp[] },
	says: Sentence,
	citation: Sentence,
	mark?: ContentMark,
): Rule[] =>
	(['zh', 'en'] as const).map((language) => ({
		kind,
		language,
		pattern: new RegExp([...patterns[language], ...(frames[language][kind] ?? [])].map(({ source }) => source).join('|'), 'gmu'),
		says,
		citation,
		...(mark ? { mark } : {}),
	}));

/** People and places around a debtor through whom nobody may be pressed. */
const near =
	/(?:家人|家属|家里人?|亲属|亲友|亲戚|亲朋|父母|爸妈|爸|妈|爹|岳父|岳母|丈人|配偶|老公|老婆|媳妇|爱人|子女|孩子|儿子|女儿|哥|弟|姐|妹|朋友|同事|单位|领导|老板|上司|公司|人事|学校|老师|班主任|村委会?|村里|居委会?|社区|邻居|房东|通讯录|紧急联[系络]人)/u
		.source;
const nearby =
	/(?:family|parents?|mother|father|mum|mom|dad|wife|husband|spouse|partner|sons?|daughters?|kids|child(?:ren)?|brothers?|sisters?|in-laws|friends?|boss|employers?|managers?|supervisor|hr|human resources|workplace|work|company|office|co-?workers?|colleagues?|neighbou?rs?|landlord|school|teachers?|contacts|phone ?book|references|pastor)/u
		.source;

const numbers = '[\\d零一二三四五六七八九两几十百千万]';

export const rules: readonly Rule[] = [
	...rule(
		'threat',
		{
			zh: [
				/[坐蹲吃][穿过]?(?:牢|监|大牢|号子|班房)|牢饭|蹲[几两三上个]|进去(?:蹲|坐|关)|关(?:进|起)[你您去来]|抓(?:[你您人捕走]|起来|进去)|把?(?:带走|抓走|铐走?)[你您]|带[你您]走|被(?:抓|带走|铐|拘|关)|铐[你您]|逮捕|拘留|拘捕|判[你您]?(?:刑|[一二三四五两几十]+年)|刑事责任|追究.{0,4}刑|通缉/,
				/弄死|打断|打死[你您]|砍[你您]|砸[你您家门车]|砸.{0,3}[门车窗]|泼.{0,2}[漆粪]|收拾[你您]|揍[你您]|(?:给|让)[你您](?:好看|后悔|吃不了)|让[你您].{0,10}(?:待不下去|混不下去|不得安宁|崩溃|后悔|没好日子)|不得安宁|(?:全家|家人).{0,6}(?:好过|安宁|小心)|小心[你您]|出门.{0,2}小心|等着瞧|走着瞧|(?:不会放过|饶不了|不客气)|[你您](?:自己)?(?:看着办|掂量)|信不信(?:我|老子)|什么都干得出来|后果自负|后果.{0,6}(?:严重|承担)|(?:打|催|闹|搞)到[你您].{0,3}(?:崩溃|怕|受不了)/,
				/上门(?:找|堵|闹|催|处理|收|要债|要钱)|[去到上来][你您](?:们)?(?:家(?!人|属|庭)|楼下|门口|住处)|派人.{0,6}(?:上门|去|到)|人.{0,6}[到去上][你您].{0,3}(?:家|楼下|门)|催收队|堵[门你您]|(?:知道|清楚|晓得).{0,2}[你您](?:家(?!人)|住)|[你您]家?住(?:哪|在哪).{0,4}(?:清楚|知道)|(?:知道|清楚|晓得).{0,3}(?:孩子|儿子|女儿|老婆|家人).{0,6}(?:学校|上学|读书|上班)|孩子.{0,4}(?:上不了学|没学上)/,
				/强制(?:执行|上门)|没收|查封|扣押|冻结[你您工账银]|(?:账户|工资卡|银行卡|存款|卡).{0,6}(?:冻结|冻住|被冻|划走|扣走)|(?:房子|车子?|家产|住处).{0,5}(?:封了|被封|拍卖|收走|没收|拖走)|封[你您].{0,3}[房家门]|[坐乘]不了(?:高铁|飞机)|等着(?:被|警察|坐|抓|吃)/,
			],
			en: [
				/\b(?:jail(?:ed)?|prison|behind bars|locked up|lock you up|imprison(?:ed|ment)?|arrest(?:ed|ing)?|warrant|handcuffs?|deport(?:ed|ation)?)\b|criminal (?:charges?|prosecution|case|record)|prosecuted/,
				/\b(?:police|cops?|sheriff|officers?|bailiffs?|men|guys|boys|people|someone|somebody|team|we)\b[^.!?\n]{0,24}\b(?:at|to|round|outside|visit)\b.{0,8}\b(?:your|the) (?:door|house|home|place)|knock on (?:the|your) door|knows? where you live|(?:come|came) (?:round|over|by|knocking)|send (?:someone|somebody|people|men|officers?|an officer)|(?:which|what) school your|find you\b/,
				/\b(?:hurt|harm|destroy|ruin|kill|break) (?:you|your)\b|make your life|you(?:'ll| will) (?:regret|be sorry|pay for)|\bor else\b|face (?:the )?consequences|gets? ugly|last chance|something (?:bad )?happen(?:s|ed)?|until you (?:break|pay|crack|give in)|\bimmigration\b|social services|(?:lose|take) (?:your|the|his|her) (?:kids|child(?:ren)?|home|house|car)\b/,
				/\b(?:garnish|seiz|freez|dock|attach|repossess)\w*[^.!?\n]{0,16}\b(?:wages?|salary|account|property|house|car|home|belongings)\b|\b(?:wages?|salary|account|property|house|home|car|belongings)\b[^.!?\n]{0,16}\b(?:garnished|seized|frozen|froze|docked|repossessed|taken away)\b|take (?:your|his|her) (?:wages?|account|property)/,
			],
		},
		{ zh: '威胁', en: 'a threat' },
		guide,
	),
	...rule(
		'false_authority',
		{
			zh: [
				/(?:我|这里|这边|我们|本人)(?:这边|这里)?(?:是|们是|就是).{0,8}(?:公安|警察|警官|民警|派出所|检察|法院|法官|法庭|刑警|刑侦|经侦|网警|律师|律所|仲裁|人民银行|银保监|银监|金监|金融监管|调查[科局组]|执行局|司法|政府)|某某律所|.警官/,
				/(?:公安(?:局|机关)?|警方|警察|检察(?:院|机关)|法院|法庭|刑侦|经侦|派出所|公检法|司法机关|仲裁[庭委]).{0,8}(?:已经?|正在|马上|将|会|要)?.{0,4}(?:受理|立案|介入|联系[你您]|找[你您]|出警|裁决|传唤|办案|侦查)|刑侦大队|经侦支?大?队|(?:联系|找)[你您]核实/,
				/(?:向|递交|提交|移送|移交|上报|送)[给到至]?.{0,6}(?:公安|派出所|检察|经侦|警方|公检法)|(?:已|已经|将|会|要|准备|即将|正在)[向给]?.{0,6}(?:报警|报案|立案|移送)|立案(?:侦查|号|了)|报警备案/,
				/(?:涉嫌|构成|犯了|属于|涉及).{0,8}(?:诈骗(?!电话|短信|分子|团伙)|犯罪|违法|刑事|一起案件)|信用卡诈骗|合同诈骗/,
				/传票|传唤(?:通知|证)|律师函|协查|调查取证|征信黑名单|失信(?:被执行人|名单|人员)|限制(?:高消费|消费|出行)令?|(?:拘捕|逮捕)[令证]|追逃|网络犯罪|司法鉴定|受公检法|(?:一起|联合)办(?:公|案)|强制处理/,
			],
			en: [
				/\b(?:i am|i'm|we are|we're|this is|calling (?:from|on behalf of)|on behalf of)(?! not)[^.!?,\n]{0,26}\b(?:police|court|magistrates?|sheriff|district attorney|prosecutor|fbi|irs|hmrc|government|law (?:firm|office)|attorney|lawyers?|solicitors?|bailiffs?|credit bureau|department of justice|fraud division|enforcement)\b|\b(?:officer|sergeant|detective|inspector|constable|deputy|marshal) [a-z]+ (?:of|from|with|here)\b|\bfrom the (?:police|court|irs|fbi|government|sheriff)\b|our law (?:firm|office)/,
				/work (?:directly |closely )?with the (?:federal )?(?:government|police|courts?)|police report|criminal file|committed (?:a |an )?(?:\w+ )?(?:fraud|felony|crime|offen[cs]e|theft)|\bis a (?:crime|felony|criminal offen[cs]e|federal offen[cs]e)|\bunder investigation|being investigated|(?:fraud|theft) (?:charge|case|investigation)s?|\bsubpoena|\bsummon(?:s|ed|ses)\b|process server|court (?:papers|order|enforcement)|\bjudge (?:has|had|will|signed)|(?:by|from) (?:the|a) judge|handed (?:over )?to the police|credit blacklist|remove you from the (?:system|credit)|legal seizure|final legal notice/,
			],
		},
		{ zh: '冒充或假借公权力', en: 'false or borrowed authority' },
		guide,
	),
	...rule(
		'shaming',
		{
			zh: [
				/老赖|要不要脸|[没不]要?脸(?!色)|有脸|做人要脸|不要面子|脸皮(?:真|怎么|这么|可真)*厚|(?<!不)丢(?:人|脸|尽|不丢人)|脸都?丢|丢光|不害臊|害臊|骗子|骗钱的?|无耻|(?<!不)可耻|无赖|废物|穷鬼|赖账|赖皮|良心.{0,4}(?:狗|没|不|坏)|欠[债钱]不还.{0,6}(?:人|东西|家伙|脸|嚣张|理)|什么货色|有什么资格[做当]|祖宗/,
				/曝光|(?:挂|发|贴|登|传)[到在上进]?.{0,10}(?:抖音|快手|短视频|微博|朋友圈|群里?(?!众)|公告栏|门口|村口|网上)|公布.{0,6}(?:姓名|照片|信息|名单)|(?:群|朋友圈|村|小区|单位|社区).{0,6}(?:公示|张贴|通报|曝光|广播)|喇叭|横幅|花圈|做成海报|让.{0,8}都?(?:知道.{0,4}(?:欠|债|货色|怎样|什么)|看看(?!账|方案)|评评?理)/,
			],
			en: [
				/\bshame(?:ful|less)?\b(?! in)|\bashamed\b|\bembarrass(?:ed|ing)\b|\bdisgrace(?:ful)?\b|\b(?:deadbeat|liar|thief|crook|scumbag|scum|freeloader|scrounger)\b|you(?:'re| are)[^.!?,\n]{0,14}\b(?:a cheat|a fraud|loser)\b|what kind of (?:person|man|woman|father|mother|parent)|(?:honest|decent) people pay|\bunlike you\b/,
				/\b(?:put|post|publish|share|hang)\w*\b[^.!?\n]{0,24}\b(?:names?|photos?|pictures?|face|debts?|debtors|online|facebook|internet)\b|post(?:ed|ing)? it (?:on|to)|list of (?:bad )?debtors|every(?:one|body)\b[^.!?\n]{0,40}\b(?:know|find out|hear|see)\b|(?:tell|let) (?:everyone|everybody|the whole)|whole (?:village|street|town|parish|neighbou?rhood|office)|expose you|find out what you are/,
			],
		},
		{ zh: '羞辱或公开', en: 'shaming or exposure' },
		{
			zh: '《民法典》第1024、1032条；催收工作指引',
			en: 'Civil Code arts 1024, 1032; China Banking Association guide; 12 CFR 1006.14(f)-(h)',
		},
	),
	...rule(
		'third_party_pressure',
		{
			zh: [
				new RegExp(
					`(?:联[系络]|通知|告知|告诉|打给|打电话给|致电|走访|骚扰|打爆|爆|群发给?)(?:到|上)?(?:[你您他她]|本人)?们?的?.{0,5}${near}`,
				),
				new RegExp(`(?:打电话|发短信|短信).{0,2}给[你您他她]的?.{0,3}${near}|给[你您他她]的?.{0,3}${near}.{0,6}(?:打|发)`),
				new RegExp(
					`[跟和向找去]到?[你您他她](?:的|们)?.{0,4}${near}.{0,8}(?:说|谈|讲|反映|通报|闹|找|要|聊聊|知道)|[找去][你您他她](?:的|们)?(?:单位|公司|领导|老板|父母|家长|同事|邻居)`,
				),
				new RegExp(
					`(?:让|叫|请)[你您他她]?的?.{0,2}${near}.{0,6}(?:还|垫|掏|出钱|拿钱|代偿|知道)(?!时间)|${near}.{0,6}(?:代还|代偿|帮.{0,2}还|替.{0,3}还|垫一下)`,
				),
				new RegExp(
					`${near}.{0,8}联系(?:到|上)|${near}(?:知道[吗你么])|${near}.{0,3}(?:那边|这边).{0,2}(?:我|我们)|${near}的?(?:电话|号码|联系方式)我们?都?有|(?:要不要|需不需要|用不用)我(?:打|联系|跟|告诉|去)|${near}.{0,8}(?:打好?招呼|通报)`,
				),
				/(?:不想|想不想|要不要|难道想)让.{0,8}知道|通讯录/,
			],
			en: [
				new RegExp(
					`\\b(?:call|phon|ring|tell|contact|inform|notif|visit|text|speak|talk|chat|write|reach|go|leave a message)(?:e|ed|y|ing|ying)?(?: out)?(?: to| with| through)?(?: for)? (?:everyone in |every one of |all (?:of )?)?(?:your|his|her|their) (?:\\w+ )?${nearby}\\b`,
				),
				new RegExp(
					`\\b(?:your|his|her) ${nearby}(?:'s)?\\b[^.!?\\n]{0,12}(?<!that |it )\\b(?:number|should|will have to|must|can|could|will hear|find out|(?<!not )be told)\\b(?! (?:you|we|i|only))|\\bdoes your ${nearby} know|do you want your ${nearby}|goes to your ${nearby}`,
				),
				new RegExp(
					`\\b(?:someone|somebody) in your family|everyone in your|(?:and|what) your ${nearby} (?:think|say)|${nearby} think when i|have your ${nearby}(?:'s)?\\b`,
				),
				/\bfamily (?:must|should|will have to) (?:re)?pay/,
			],
		},
		{ zh: '以亲友、单位相压', en: 'pressure through others' },
		others,
		'tells_third_party',
	),
	...rule(
		'pressing_to_borrow',
		{
			zh: [
				/借[钱点些来]?.{0,3}[来去先]*还(?!款)|[找向跟问管](?!我们).{0,8}(?:借(?!款)|凑|挪|拿[点些]|周转)|(?:去|先|再|可以)借(?:钱|点|一笔|网贷|[一两二三四五六七八九十\d])|借钱(?:还|周转|来)|借网贷/,
				/(?:其他|别的|另外的?|网络?|平台|信用卡|花呗|借呗|微粒贷|白条|小贷|网贷).{0,6}(?:再?贷|借出|借|套|刷|取现|额度|周转|用上|顶)|再贷|贷一笔|以[贷卡]养[贷卡]|借新还旧|套现|刷(?:出来|别的|另一张)|拆东墙|网贷/,
				/卖(?:房|车|血|肾|东西|了|掉|首饰)|(?:房|车|手机|首饰|项链|金).{0,4}(?:卖了|卖掉|当了|当掉|拿去当)|抵押(?:出去|贷(?!款)|了|掉)|做个抵押|[房车]子?.{0,3}抵押|凑(?:钱|够|齐|一凑|凑)|东拼西凑|筹[钱款]|挪(?:一挪|点|用)|[叫让找][你您]?(?:爸|妈|爸妈|父母|家里人?|家人).{0,4}(?:拿|出|给|支援)/,
			],
			en: [
				/\bborrow(?:ing)?\b|\b(?:take|get|taking|getting) (?:out )?(?:a|another|some|a second) (?:\w+ )?(?:loan|mortgage|advance)\b|loan from (?:someone|somebody|a |your)|cash advance|\bpayday\b|max out|(?:an|your) other (?:credit )?card|another (?:credit )?card|cash out|(?:some )?cash out (?:on|of)|\boverdraft\b/,
				/\b(?:sell|pawn) (?:your|the|some)|remortgage|refinanc\w+|\b(?:ask|get) (?:your )?(?:family|friends?|parents?|someone|somebody)\b[^.!?\n]{0,20}\b(?:money|lend|loan|help you pay)|(?:to )?lend (?:it|you|the)\b|(?:dip into|cash in) your|retirement (?:fund|savings)/,
			],
		},
		{ zh: '诱导借款、变卖还债', en: 'pressing to borrow or sell' },
		{ zh: '中国银行业协会催收工作指引（试行）（CN-X2）；CONC 7.3', en: 'China Banking Association guide (CN-X2); CONC 7.3' },
		'urges_borrowing',
	),
	...rule(
		'extra_fee',
		{
			zh: [
				/(?:另|额外|再|另外)(?:收取?|付|交|加收?).{0,8}[费钱元]|(?:催[收告]|上门|手续|服务|撤案|销案|调查|差旅|律师|管理|保证|诚意|押)[费金].{0,8}(?:由|须|需|要|[你您]|承担)|(?:交|付|打|缴)[个点些一]?笔?.{0,6}(?:手续费|服务费|保证金|诚意金|押金|律师费|催收费|差旅费|管理费|路费)|路费[你您]|收[你您].{0,8}费/,
			],
			en: [
				/\b(?:extra|additional|collection|visit|handling|processing|administration|admin|legal|late|set-?up) (?:fee|charge|cost)s?\b|has a fee|an? (?:extra |additional )?fee of|\bcharges? (?:you |a |an )[^.!?\n]{0,24}\b(?:fee|for (?:each|every|our))|add(?:s|ed)? (?:a charge|(?:on )?to your (?:bill|balance|debt))|\bpay\b[^.!?\n]{0,14}\b(?:costs|fees)\b|pay a deposit|costs you an?/,
			],
		},
		{ zh: '另收费用', en: 'an extra fee' },
		{ zh: '中国银行业协会催收工作指引（试行）（CN-X2）', en: 'China Banking Association guide (CN-X2); 12 CFR 1006.22(b)' },
		'extra_fee',
	),
	...rule(
		'pressing_lump_sum',
		{
			zh: [
				/(?:必须|一定要|只能|只接受|立刻|马上|立即|赶紧|今天内?|今日内?|现在就?|点前).{0,10}(?:全额|全部|全还|一次性|一笔|整笔|结清|还清)|(?:全额|整笔|一次性|全部).{0,4}(?:还|结).{0,6}没[得有]?商量|不(?:接受|同意|允许|能|可以|给|支持|做).{0,4}(?:分期|只还最低)|分期.{0,6}(?:不可能|不行|免谈|别想)|没有分期|要还就全还|一分都?不能少/,
			],
			en: [
				/\b(?:must|have to|need to|has to) (?:pay|settle|clear|be)\b[^.!?\n]{0,14}\b(?:in full|everything|the (?:whole|entire|full)|all\b)|\b(?:full|entire|whole) (?:amount|balance|debt|sum|payment)\b[^.!?\n]{0,24}\b(?:today|now|immediately|at once|by|has to)\b|only accept (?:the )?full|all or nothing|(?:pay|settle|clear) (?:everything|the (?:whole|entire|full))|everything (?:right )?(?:now|today|at once)|no (?:instal?lments?|payment plans?)|(?:don't|do not) (?:do|offer|accept|take) (?:payment plans?|instal?lments?)|instal?lments are not/,
			],
		},
		{ zh: '逼迫一次性还清', en: 'pressing for a lump sum' },
		{ zh: 'CONC 7.3；机构自定', en: 'CONC 7.3; house rule' },
		'presses_lump_sum',
	),
	...rule(
		'threat_of_suit',
		{
			zh: [
				/起诉(?!我们|我司|我行|本行)|诉讼|提告|告上|告到(?:法院|法庭)|法院见|法庭上?见|上了?法庭|开庭|吃官司|走法律|法律(?:程序|途径|手段)|司法(?:程序|途径|流程)|仲裁|支付令|委托律师(?!与|跟|和)|律师.{0,6}(?:立案|起草|(?<!投)诉|代理|团队)|诉前调解|诉状|把[你您](?:给)?告|(?<!报|转|警|广|忠|奉)告[你您](?!诉|知)/,
			],
			en: [
				/\b(?:sue|suing|sued)\b|\blawsuit|legal (?:action|proceedings|steps|notice)|take you to court|see you in court|court (?:action|proceedings)|file (?:a )?(?:suit|claim)|\blitigation\b|(?:solicitors?|lawyers?|attorneys?) (?:will|are|is)\b|hear(?:ing)? from our (?:solicitors?|lawyers?|attorneys?)|letter from our (?:lawyer|solicitor|attorney)|start proceedings|proceedings against|goes? legal|judg(?:e)?ment against|ready to file|bring a claim/,
			],
		},
		{ zh: '以诉讼相威胁', en: 'a threat of suit' },
		{ zh: '催收工作指引；12 CFR 1006.18(c)、1006.26', en: 'China Banking Association guide; 12 CFR 1006.18(c), 1006.26' },
		'threatens_suit',
	),
	...rule(
		'abuse',
		{
			zh: [
				/操[你他]|草[你泥]|妈的|他妈|tmd|nmsl|cnm|(?:^|[，\n]|给我|快|都)滚(?!动|筒|雪|轮)|滚(?:蛋|开|远|出去)|去死|死(?:穷|不要脸)|傻(?:逼|x|叉|b|缺|子)|煞笔|(?<![a-z])sb(?![a-z])|智障|脑残|脑子.{0,2}(?:进水|有病|坏|有问题)|神经病|贱[人货骨种]|婊子|畜生|狗(?:东西|娘|日|杂|屁|腿)|王八|混[蛋账]|人渣|垃圾|[你是]猪|废物|活该|杂种|臭不要脸|装什么[死蒜傻]|翻不了身/,
			],
			en: [
				/\b(?:idiots?|morons?|stupid|dumb|pathetic|worthless|bitch|bastard|ass?hole|arsehole|parasite|scrounger|loser)\b|\byou(?:'re| are) useless|piece of (?:trash|garbage|shit|crap)|\btrash\b|shut up|go to hell|drop dead|\bf[*u]+c?k+\w*|\bf\*+\w*|\bf\*ck/,
			],
		},
		{ zh: '用语带有侮辱或攻击', en: 'abusive language' },
		guide,
	),
];

/** What tells somebody else that there is a debt. */
export const debtWords: readonly Rule[] = rule(
	'third_party_disclosure',
	{
		zh: [
			/欠(?:款|债|钱|费|了|着|我)|逾期|债|还(?:款|钱|贷|清|上|一部分)|[没未]还|账单|违约|扣款|余额|账户|网?贷款?|借(?:款|贷|钱|条)|催[收款缴]|催催|分期|本金|利息|罚息|信用卡|刷爆|额度|征信|诈骗|调查|起诉|案件|纠纷|[帮替代][他她].{0,6}还|代偿/,
			...debtFramesZh,
		],
		en: [
			/\b(?:debts?|owes?|owed|owing|overdue|past due|loans?|repay\w*|instal?lments?|collect(?:ion|ions|or|ors|ing)|creditors?|balance|arrears|default(?:ed)?|delinquent|mortgage|credit card|bills?|unpaid|pay(?:s|ing|ments?)?|paid|behind on|bank|account|money)\b/,
			...debtFramesEn,
		],
	},
	{ zh: '向第三方透露债务', en: 'tells a third party of the debt' },
	others,
	'tells_third_party',
);

const rates = numbers;
/** An amount said or written by hand. Over the text as it stands, full width folded. */
export const amountTyped = new RegExp(
	[
		'\\d[\\d,，.]*\\s*(?:多|来)?\\s*(?:元|块(?!儿)|万|千元|美元|人民币|rmb|cny|yuan|dollars?|pounds?|euros?|quid|bucks?|eur|usd|gbp)(?![a-z])',
		'(?:￥|¥|\\$|£|€)\\s*\\d[\\d,.]*',
		'(?:人民币|\\b(?:rmb|cny|usd|gbp|eur))\\s*\\d[\\d,.]*',
		'[一二两三四五六七八九几]?[十百千万][一二两三四五六七八九十百千万零]*\\s*(?:多)?\\s*(?:元|块)(?!儿)',
		'[一二两三四五六七八九十]+(?:元|块钱)',
		`(?:还|付|转|打|欠|交|凑|汇|差|一共|总共)(?:款|出|来|个)?\\s*[一二两三四五六七八九几]*[百千万]${rates}*(?=$|[，。！,.!\\s过就吧也先意一以])`,
		'^[一二两三四五六七八九]+[万千][一二两三四五六七八九]?(?=一次|结)',
		'\\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|a|few|hundreds|thousands|of)[ -])+(?:dollars?|pounds?|euros?|quid|bucks?)\\b',
	].join('|'),
	'giu',
);
