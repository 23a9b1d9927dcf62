import type { FindingKind } from './kinds.ts';

/** What is meant rather than said, in English: who does what to whom (see `frames-zh.ts`). Over text folded by `fold.ts`. */
const kin =
	'(?:family|folks|parents?|mother(?:-in-law)?|father(?:-in-law)?|mum|mom|dad|nan|gran\\w*|wife|husband|spouse|partner|girlfriend|boyfriend|sons?|daughters?|kids?|boys?|girls?|child(?:ren)?|brothers?|sisters?|aunt\\w*|uncle|cousins?|relatives?|in-laws|(?:little|baby) \\w+)';
const circle = `(?:${kin}|friends?|mates?|boss(?:es)?|employers?|managers?|line manager|supervisor|hr(?: department)?|human resources|payroll|reception|workplace|company|office|co-?workers?|colleagues?|team|neighbou?rs?|room-?mates?|flat-?mates?|landlord|teachers?|contacts|followers|customers|clients|church|pastor|street|town|village|everybody|everyone)`;
const gap = (most: number) => `[^.!?\\n]{0,${most}}`;

export const framesEn: Readonly<Partial<Record<FindingKind, readonly RegExp[]>>> = {
	threat: [
		// Somebody knows where those are who matter to the debtor.
		new RegExp(
			`\\b(?:we|i)(?:'ve| have)? (?:all )?(?:also |already |exactly |even )*(?:know|learned|seen?|watch\\w*|found out|can see)\\b(?: \\w+)? (?:exactly )?(?:which|what|where|when|your)\\b${gap(24)}\\b(?:${kin}|school|bus|park|sleeps?|lives?|works?|door|window|kitchen|light|route|gym)\\b`,
		),
		new RegExp(
			`\\byour ${kin}\\b${gap(24)}\\b(?:lives? alone|is alone|all alone|gets? out|gets? home|walks?|goes to|school|bus)\\b${gap(16)}(?:doesn'?t|don'?t|isn'?t|aren'?t|right|correct|yes)\\b(?: (?:she|he|they|it))?\\?`,
		),
		new RegExp(
			`\\b(?:parked|waiting|sitting|standing|watching|posted)\\b${gap(12)}\\b(?:outside|across from|in front of|near|by|at|for) (?:you\\b|your)`,
		),
		new RegExp(
			`\\b(?:guys|lads|boys|men|agents?|crew|team|people|somebody|someone|field (?:staff|agents?)|friends of mine|associates?|visitors?)\\b${gap(20)}\\b(?:drop(?:ping)? (?:in|by)|stop(?:ping)? by|turn(?:s|ing)? up|show(?:s|ing)? up|pay(?:ing)? (?:you )?a visit|be waiting|(?:in|on|round) your (?:street|neighbou?rhood|area|block|building))`,
		),
		/\bpay you a (?:visit|call in person)|who (?:turns|shows) up|(?:see|meet) you at (?:home|your)|\bin person (?:tonight|tomorrow)|least expect/,
		// Prison and force, by other names.
		/\b(?:behind|from) (?:the )?(?:inside|bars)\b|\bin a cell\b|a cell\b.{0,10}(?:waiting|with your)|\borange (?:jumpsuit|suit|overalls)|in orange|\bdo(?:ing)? (?:some |hard )?time\b|serve time|\bcuffs?\b|\bcuffed|pack a (?:bag|toothbrush)|(?:enjoy|cherish) your freedom|lose your freedom|\b(?:take|took|taken|lead|led|drag(?:ged)?|haul(?:ed)?|march(?:ed)?) (?:you )?away\b(?: in| from| by|\.|$)|pick you up|detain(?:ed)?|detention|\bgaol\b|slammer|lock-?up/,
		/\b(?:green card|visa|papers|residency|citizenship|immigration)(?: status)?\b[^.!?\n]{0,20}\b(?:trouble|risk|survive|lose|gone|revoked|cancel\w*|reported?|jeopard\w*)/,
		// Harm in hints.
		/\bwatch (?:your back|yourself|your step)|look over your shoulder|sleep with one eye|lock (?:my|your) (?:doors?|windows?)|(?:be|would be|it'd be|it would be|'d be) (?:a )?(?:pity|shame|sad|too bad|terrible|unfortunate|awful)\b(?! to (?:lose|miss)| for you to miss)(?=[^.!?\n]{0,4}(?:if|$|[.!]))|be a pity|accidents? (?:do )?happen|\b(?:very|real|pretty|so|quite) (?:unpleasant|nasty|ugly|messy|uncomfortable|painful)\b|(?:hard|other|rough|difficult|ugly) way\b|you (?:really )?(?:don't|do not|wouldn't|won't) want to (?:mess|find|know|see|learn|meet|test|cross|try)|(?:mess|messing) with (?:us|me)|(?:won't|will not|not going to|wouldn't) like (?:what|who|it|how|where)|(?:don't|do not|wouldn't|won't) (?:really )?want to (?:find out|know|see|learn|meet|test)(?! (?:more|about|if|whether))|find out (?:what|how) (?:comes|happens|we|far)|(?:see|watch) what happens|have (?:our |my |other )?(?:ways|means|methods) (?:of|to)|never (?:stop|forget|give up|let go|go away)|(?:don't|do not) (?:make|force|push) (?:us|me)\b|try (?:me|us)\b|last (?:warning|time i)|(?:can't|cannot) hide|nowhere to (?:run|hide)|can run\b|come after (?:you|everything)|coming for (?:you|your)|hunt (?:you )?down|gloves (?:are|come) off|my patience|lose everything|(?:everything|all) you (?:own|have)\b[^.!?\n]{0,16}\b(?:gone|lost|go|taken|away)|\bkeep (?:dodging|ducking|hiding|ignoring|running)\b|(?:like|love|enjoy|value|want to keep|care about) your (?:job|home|kids|family|house|career)\?|kiss (?:your|goodbye)|say goodbye to/,
		new RegExp(`\\bif your ${kin}\\b${gap(10)}\\b(?:see|saw|know|knew|hear|heard|watch|watched|got|came)|in front of your ${circle}`),
	],
	false_authority: [
		/\b(?:i'm|i am|we're|we are|this is|speaking from|calling from)(?! not)(?: with| from| at| calling from)?(?: a| an| the)?[^.!?,\n]{0,18}\b(?:county|federal|state|district|case (?:unit|officer)|warrants?|bureau|badge|agent of|authorit(?:y|ies)|treasury|ministry|tribunal|arraignment|investigat\w+|marshal|deputy|commissioner)\b|\bbadge (?:number|no|\d)|, badge\b/,
		/\b(?:with|alongside|for|through|on behalf of|appointed by|powers? (?:granted|given)|authori[sz]ed by|mandate (?:of|from))\b[^.!?,\n]{0,16}\b(?:authorities|treasury|government|the state|police|law enforcement|prosecutors?|feds|federal)\b/,
		/\b(?:authorities|detectives?|deput(?:y|ies)|prosecutors?|judge|magistrate|officers?|investigators?|feds|district office|sheriff|police|law enforcement)\b[^.!?\n]{0,18}\b(?:looking (?:at|into|for)|reviewing|has (?:your|a|authori[sz]ed)|have (?:your|a)|'s desk|dispatched|on (?:the|their) way|en route|want (?:you|to (?:talk|speak))|will (?:contact|call|visit|be in touch)|asking (?:for|about) you)/,
		/\b(?:file|case|folder|dossier|docket|paperwork)\b[^.!?\n]{0,24}\b(?:detective|judge|prosecutor|police|sheriff|magistrate)|\b(?:docket|affidavit|indict\w*|felon\w*|fugitive|wanted (?:by|person|list)|arraignment|bench warrant|your statement before)\b|(?:docket|case|file)[^.!?\n]{0,8}\b(?:with|has|bearing|under) your name|your name[^.!?\n]{0,16}\b(?:entered|flagged|listed|in|on)\b[^.!?\n]{0,10}\b(?:national|federal|state|police|system|database|registry|wanted|watch ?list)|red-?flagged|\bflagged (?:you|by)|(?:court|judge|tribunal)[^.!?\n]{0,10}\b(?:already |has )?(?:ruled|decided|flagged|ordered|signed|found) (?:on |against |you)|social security (?:number|no)[^.!?\n]{0,16}\b(?:suspend\w*|frozen|block\w*|hold|flag\w*|cancel\w*)|hold on your social/,
		/\b(?:not paying|non-?payment|what you(?:'ve| have)? (?:did|done)|this|that|keeping (?:it|the money)|you)(?:'s| is| are|'re)? (?:legally |basically |simply |technically |no different from |the same as )*(?:the same as )?(?:theft|stealing|fraud|robbery|larceny|a theft)\b/,
	],
	shaming: [
		/\b(?:your|their) (?:kids|children|son|daughter|mother|mum|mom|father|dad|parents|church|friends|neighbou?rs|family|colleagues|wife|husband)(?: would| will| might| could)? (?:think|say|feel(?! better|ing better)|make of|be proud|be ashamed|find out|hear about)|what (?:will|would|must|do) your\b[^.!?\n]{0,20}\b(?:think|say|feel|make)|\blook (?:your|yourself)[^.!?\n]{0,20}\b(?:in the (?:eye|mirror|face))|hang your head|(?:ought to|should|aren't you|not) (?:be )?(?:ashamed|embarrassed)(?<!not be embarrassed)|have you no (?:pride|shame|decency|honou?r|self)|no (?:pride|decency|honou?r|self-respect|backbone|conscience)\b|real (?:man|woman|adult|father|mother)|grown[- ](?:man|woman|men|up|ups|adults?)\b|\bno wonder (?:your|she|he|they|you)\b|be a man\b|man up|grow up\b|honou?r (?:your|their) word/,
		/\b(?:whole|entire|all of your|all your) (?:street|town|village|block|building|family|office|neighbou?rhood|team|school|church)\b[^.!?\n]{0,24}\b(?:learn|know|hear|see|find|talk\w*|read|watch)|(?:sign|poster|flyer|banner|notice|photo|picture|name)s? (?:on|up in|in|across|outside) (?:your|every|the|all)\b[^.!?\n]{0,14}\b(?:lawn|door|gate|window|wall|post|street|town|lobby|board|window|paper|news)|tag you|go(?:ing)? viral|(?:followers|everyone|everybody|people)(?: can| will| to| could)? (?:see|laugh|know|judge)|be famous|talk of the (?:town|street|village)|make an example of you/,
	],
	third_party_pressure: [
		new RegExp(
			`\\b(?:i|we)(?:'ve| have|'ll| will|'m| am| are|'re)? (?:just |already |also |got |now |going to |gonna |simply |got to )*(?:have |get |add |added |got |found |pull |pulled )?(?:your )?${circle}(?:'s)?\\b${gap(18)}\\b(?:on (?:speed dial|the (?:line|phone)|facebook|whatsapp|instagram|linkedin)|direct line|number|extension|mobile|cell|address|details)\\b`,
		),
		new RegExp(
			`\\byour ${circle} (?:was|were|is|are|seems?|seemed|sounds?|sounded|picks? up|answers?|answered|might|could|would|may|has been|wants?|asked)\\b${gap(10)}(?:helpful|surprised|shocked|chatty|nice|curious|interested|upset|worried|on the phone|when i|faster|quicker|pick up|answer|know|care|like to|want to|talk|concerned|keen)`,
		),
		new RegExp(
			`\\b(?:go|work(?:ing)?|going) (?:our way |my way |down |straight )*(?:through|to|round|via|down) (?:your |all your |every \\w+ in your )?(?:${circle}|address ?book|phone ?book|contacts?|phone|list|social media)\\b`,
		),
		new RegExp(
			`\\b(?:perhaps|maybe|let's see (?:what|if|how)|i wonder (?:what|if|how)|shall i (?:try|ask)|should i (?:try|ask)|next (?:number|call|person|stop|one)|then)\\b${gap(22)}\\b(?:your|the) (?:\\w+ )?${circle}\\b`,
		),
		new RegExp(
			`\\b(?:awkward|embarrassing|sad|bad|pity|shame|terrible|uncomfortable)\\b${gap(8)} if (?:your )?${circle}\\b${gap(14)}\\b(?:knew|know|hear\\w*|found|find|learn\\w*|saw)`,
		),
		/\b(?:everybody|everyone|every (?:number|name|contact)|all the (?:numbers|names|contacts)) in your (?:phone|contacts|address|cell|mobile)|(?:phone ?book|address ?book|contact list)\b(?! is)/,
	],
	pressing_to_borrow: [
		new RegExp(
			`\\b(?:${circle}|somebody|someone|a mate|buddy|buddies)\\b${gap(14)}\\b(?:spot|front|lend|loan|bail|float|sub|tide|cover|help|chip in|wire|give|bridge)(?:s|ing)? (?:you|it|in|the|some|this)\\b(?! (?:understand|with))`,
		),
		new RegExp(
			`\\bcan(?:'t|not)? (?:you|your ${circle}|anyone|someone)\\b${gap(10)}\\b(?:borrow|lend|front|spot|sub|loan|cover|ask your|help you out)`,
		),
		new RegExp(`\\b(?:hit up|tap|lean on|turn to|touch|squeeze|call in)(?: up)? your ${circle}`),
		/\b(?:move|shift|transfer|put|stick|bung|pop|charge|roll)(?:s|ing)? (?:it|this|that|the (?:balance|debt|lot))(?: over| across| all)? (?:to|on|onto|from|with) (?:a |an |another |your |some )*(?:other |different |new |second |visa|master|amex|credit|card|lender|plastic|overdraft)|(?:another|a different|a new|a second|some other) (?:lender|line of credit|credit line|credit|card|app)\b|(?:room|space|limit|credit|headroom) (?:left )?on your (?:visa|master|card|amex|other)|line of credit|\bloan apps?\b|apps? that (?:put|pay|give|lend|send)|quick cash|instant cash|cash advance/,
		/\b(?:hock|pawn|flog|raid|drain|empty|tap|crack open|draw (?:something |some |money )?(?:from|on|down)|dip into|break into|use up|cash (?:in|out))(?: up| something| some)? (?:from )?(?:your|the|that)\b|\b(?:pawn ?shop|pawnbroker)|pension pot|college fund|(?:ring|watch|guitar|jewel\w*|telly|tv|laptop|gold|car|van)\b[^.!?\n]{0,14}\b(?:must be worth|worth (?:something|a)|would fetch|fetch|sell)/,
	],
	extra_fee: [
		/\b(?:for my (?:time|trouble|effort)|(?:petrol|gas|fuel|travel|mileage|trip)\b[^.!?\n]{0,16}\b(?:your (?:pocket|bill|tab|account)|on you\b)|small (?:consideration|gift|favou?r|something)|send (?:me|it to me)[^.!?\n]{0,16}\b(?:personally|directly|privately)|to me (?:personally|privately)|(?:lose|bury|drop|close) the file|make (?:this|it) (?:go away|disappear)|under the table|out of your own pocket|grease|sweetener|(?:another|extra) (?:fifty|twenty|hundred|\d+) (?:for|on top))/,
	],
	pressing_lump_sum: [
		/\bevery (?:last |single )?(?:cent|penny|dime|dollar|pound)\b|(?:i|we) (?:want|need|expect|demand) (?:it all|the lot|all of it|everything|the whole)|(?:no|not) (?:partials?|part payments?|dribs)|the (?:whole (?:thing|lot)|lot) (?:by|today|now|tonight|this)|all of it (?:lands|today|now|by|tonight|this)|don't (?:talk|speak) to me about (?:monthly|plans?|instal\w+|weekly)|all (?:at once|in one go),? (?:or else|now|today)|or we're done|nothing less than/,
	],
	threat_of_suit: [
		/\b(?:jury|magistrate|judge) (?:decide|will|can|to decide)|\bexplain (?:it|this|yourself|that) to (?:a|the) (?:judge|magistrate|court|jury)|(?:legal (?:team|people|department|dept|guys|counsel)|counsel|attorneys?|lawyers?|solicitors?)\b[^.!?\n]{0,16}\b(?:has|have|is|are|will|now|drafting|preparing|draft|prepare)\b[^.!?\n]{0,16}\b(?:your|papers?|file|case|claim|you|ready|this)\b|be served|served (?:at|with|papers)|\blaw ?suit|(?:envelope|letter|papers|call|word) from (?:our|the) (?:legal|counsel|lawyer|attorney|solicitor)|day in court|\bin court\b(?! order)|before a judge/,
	],
	abuse: [
		/\b(?:are you|you're|you must be|you are) (?:\w+ )?(?:thick|dense|slow|deaf|dim|mental|crazy|insane|nuts|brain-?dead|retarded)\b|what(?:'s| is) wrong with you\b|you people\b|waste of (?:space|oxygen|time|skin|breath|air)|(?:tiny|little|pea|no) brain|brain (?:switched|off|dead|missing)|you (?:disgust|sicken|repulse|revolt) me|(?:talking|speaking) to (?:you is|a (?:wall|brick|child))|\b(?:cow|pig|rat|snake|leech|lowlife|low-life|vermin|cockroach|imbecile|cretin|dimwit|moron|lazy|worm|filth|disgusting|sponger|good-for-nothing|jerk|twat|prick|wanker|bum)\b(?! (?:and calf|farm|payment|day|year|hour|season))|crawl (?:back|under)|screw you|get lost\b|up yours/,
	],
};

/** What tells somebody else of a debt without its words. */
export const debtFramesEn: readonly RegExp[] = [
	/\b(?:fallen behind|fell behind|kept up with|keep up with|late with|months? late|give back|borrow\w*|lender|lending|finances?|financial(?:ly)?|recover(?:ies|y department)|cover (?:it|this|that)|signed up for|stopped paying|agreement with us|slip|card (?:people|company)|running out of patience|took out|took from us|in trouble with|credit|money troubles?|out of funds|commitments?|what (?:he|she|they) (?:agreed|promised)|sort (?:out|this)|hiding from|settle (?:it|this|up|for))\b/,
];
