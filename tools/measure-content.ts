// Measures the content check on texts it was not built from, and writes docs/reference/content.md.
// node tools/measure-content.ts COLD/dev.csv.gz zh-collection-intents COLD/train.csv.gz — the data sets' own files; none is shipped. The train part is only looked at
// for comments that stand in both parts: those are left out.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { findingKinds } from '../src/content/kinds.ts';
import { offenceModel } from '../src/content/model-file.ts';
import { foldText, offenceOf, plainOffenceOf } from '../src/content/model.ts';
import { checkContent, wordListAlone } from '../src/content/rules.ts';
import { namesAWrong } from '../src/content/stance.ts';
import { root } from '../src/host/config.ts';
import { judgedLines, type Line, linesParts } from './content-lines.ts';

const [cold, intents, built] = process.argv.slice(2);
if (!cold || !intents || !built) throw new Error('name COLD’s dev.csv.gz, the folder of zh-collection-intents and COLD’s train.csv.gz');
const model = offenceModel();
const note = { as: 'note', to: 'debtor', places: [] } as const;
const script = { as: 'script', to: 'debtor', places: [] } as const;
const read = <Row>(bytes: Buffer): Row[] => parse<Row>(bytes, { columns: true, bom: true, relax_quotes: true });
const comments = (file: string) => read<{ label: string; TEXT: string }>(gunzipSync(readFileSync(file)));
const bare = (text: string) => text.replace(/\s+/gu, '');
const percent = (part: number, of: number) => `${(Math.round((part / Math.max(1, of)) * 1_000) / 10).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
	[`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');

const seen = new Set(comments(built).map(({ TEXT }) => bare(TEXT)));
const dev = comments(cold);
const rows = dev.filter(({ TEXT }) => !seen.has(bare(TEXT)));
const marks = new Map(
	read<{ part: string; drawn: string; sha256: string; mark: string }>(readFileSync(join(root, 'data/content/cold-read.csv')))
		.filter(({ part }) => part === 'dev')
		.map((each) => [each.sha256, each] as const),
);

type Judge = { readonly name: string; readonly says: (text: string) => boolean };
const judges: readonly Judge[] = [
	{ name: 'the check (patterns in context + model)', says: (text) => checkContent(text, note, model).length > 0 },
	{ name: 'the model alone', says: (text) => offenceOf(text, model) >= model.threshold },
	{ name: 'plain character n-grams', says: (text) => plainOffenceOf(text, model) >= model.plainThreshold },
	{ name: 'patterns in context, no model', says: (text) => checkContent(text, note, null).length > 0 },
	{ name: 'list of words alone', says: wordListAlone },
];
const judged = rows.map(({ label, TEXT }) => ({
	text: TEXT,
	bad: label === '1',
	read: marks.get(createHash('sha256').update(TEXT).digest('hex').slice(0, 16)),
	wrong: namesAWrong.test(foldText(TEXT)),
	score: offenceOf(TEXT, model),
	says: judges.map((judge) => judge.says(TEXT)),
}));
const count = (of: typeof judged, nth: number) => of.filter(({ says }) => says[nth]).length;
const bad = judged.filter((each) => each.bad);
const harmless = judged.filter((each) => !each.bad);
const asLabelled = table(
	['on COLD dev, as labelled', 'accuracy', 'precision', 'recall', 'false alarms'],
	judges.map(({ name }, nth) => {
		const [hits, alarms] = [count(bad, nth), count(harmless, nth)];
		return [
			name,
			percent(hits + harmless.length - alarms, judged.length),
			percent(hits, hits + alarms),
			percent(hits, bad.length),
			percent(alarms, harmless.length),
		];
	}),
);
const quiet = judged.filter(({ wrong }) => !wrong);
const quietRight = (nth: number) => percent(quiet.filter((each) => each.says[nth] === each.bad).length, quiet.length);
const own = judged.filter((each) => each.read);
const readAs = (mark: string, drawn?: string) => own.filter((each) => each.read?.mark === mark && (!drawn || each.read.drawn === drawn));
const against = readAs('against');
const labelsOfAgainst = percent(against.filter((each) => each.bad).length, against.length);
const asRead = table(
	[
		'flagged, of texts we read as',
		...(
			[
				['speech against abuse', 'against'],
				['other harmless', 'other'],
				['unclear', 'unclear'],
				['attack', 'attack'],
			] as const
		).map(([name, mark]) => `${name} (${readAs(mark).length})`),
	],
	judges.map(({ name }, nth) => [
		name,
		...['against', 'other', 'unclear', 'attack'].map((mark) => percent(count(readAs(mark), nth), readAs(mark).length)),
	]),
);
const blocked = (of: typeof judged) =>
	percent(of.filter(({ text }) => checkContent(text, script, model).some((each) => each.severity === 'block')).length, of.length);
const tellingOfWrongs = harmless.filter(({ wrong }) => wrong);
const bins = [0, 0.1, 0.2, 0.36, 0.5, 0.7, 0.9, 1.01];
const reliability = table(
	['the model says', 'texts', 'marked offensive by COLD', 'read as attack or unclear (of those we read)'],
	bins.slice(0, -1).map((from, i) => {
		const in_ = judged.filter(({ score }) => score >= from && score < (bins[i + 1] ?? 2));
		const looked = in_.filter((each) => each.read);
		const attacks = looked.filter((each) => ['attack', 'unclear'].includes(each.read?.mark ?? ''));
		return [
			`${from}–${Math.min(1, bins[i + 1] ?? 1)}`,
			String(in_.length),
			percent(in_.filter((each) => each.bad).length, in_.length),
			`${percent(attacks.length, looked.length)} of ${looked.length}`,
		];
	}),
);
// Time of this process, not of the clock: other work on the machine does not count.
const from = process.cpuUsage();
for (const { text } of judged) checkContent(text, script, model);
const milliseconds = (process.cpuUsage(from).user / 1_000 / judged.length).toFixed(3);

const languages = ['zh', 'en'] as const;
const lines = Object.fromEntries(
	languages.map((each) => [each, Object.fromEntries(linesParts.map((part) => [part, judgedLines(each, part)]))]),
);
const foundOf = (of: readonly Line[], kind: string) => {
	const these = of.filter((line) => line.kind === kind);
	const hit = these.filter((line) => line.found.some((each) => each === kind)).length;
	const any = these.filter((line) => line.found.length > 0).length;
	return these.length === 0 ? '–' : `${hit} of ${these.length}${any > hit ? ` (${any} under some kind)` : ''}`;
};
const alarmsOf = (of: readonly Line[]) => {
	const lawful = of.filter((line) => line.kind === 'none');
	return `${lawful.filter((line) => line.found.length > 0).length} of ${lawful.length}`;
};
const unlawfulOf = (of: readonly Line[]) => {
	const these = of.filter((line) => line.kind !== 'none');
	return `${these.filter((line) => line.found.length > 0).length} of ${these.length} (${percent(these.filter((line) => line.found.length > 0).length, these.length)})`;
};
const shown = ['around-blind', 'after', 'blind'] as const;
const columns = languages.flatMap((each) => shown.map((part) => lines[each]![part]!));
const trade = table(
	[
		'our own lines',
		...['Chinese', 'English'].flatMap((each) => [`${each}, around it, blind`, `${each}, around it, older`, `${each}, common, blind`]),
	],
	findingKinds
		.filter((kind) => columns.some((of) => of.some((line) => line.kind === kind)))
		.map((kind) => [`found: ${kind}`, ...columns.map((of) => foundOf(of, kind))]),
);
/** What the check found before its patterns went by meaning: the same lines, the code and the model of commit 71c01ef. */
const foundBefore: Readonly<Record<string, string>> = {
	'zh build': '122, alarms 0',
	'zh blind': '129, alarms 2',
	'zh after': '9, alarms 3',
	'zh around-build': '27, alarms 11',
	'zh around-blind': '12, alarms 6',
	'zh around-after': '3, alarms 0',
	'en build': '112, alarms 0',
	'en blind': '123, alarms 2',
	'en after': '7, alarms 2',
	'en around-build': '7, alarms 3',
	'en around-blind': '2, alarms 3',
	'en around-after': '0, alarms 1',
};
const partNames = {
	build: 'common wording, for building',
	blind: 'common wording, blind',
	'around-build': 'to get past the check, for building',
	'around-blind': 'to get past the check, blind',
	after: 'to get past the check, older, never read while these patterns were written',
	'around-after': 'to get past the check, written with the closed patterns at hand',
} as const;
const byPart = table(
	['lines', 'language', 'before', 'unlawful lines flagged', 'lawful lines flagged'],
	Object.entries(partNames).flatMap(([part, name]) =>
		languages.map((each) => {
			const of = lines[each]![part]!;
			return [name, each === 'zh' ? 'Chinese' : 'English', foundBefore[`${each} ${part}`] ?? '', unlawfulOf(of), alarmsOf(of)];
		}),
	),
);
const every = languages.flatMap((each) => linesParts.flatMap((part) => lines[each]![part]!));
const lawfulAll = every.filter(({ kind }) => kind === 'none');
const lawfulFlagged = percent(lawfulAll.filter(({ found }) => found.length > 0).length, lawfulAll.length);
/** Points tried on the way, the model alone, on dev: accuracy, false alarms as labelled, then of speech against abuse, other harmless, attacks. */
const curve = table(
	['the model alone', 'accuracy as labelled', 'false alarms as labelled', 'speech against abuse', 'other harmless', 'attack'],
	[
		['before (naive Bayes ratios, 1,270 texts read)', '72.9 %', '6.5 %', '16.9 %', '15.6 %', '57.6 %'],
		['support vector machines, finer steps', '73.6 %', '6.5 %', '15.3 %', '16.5 %', '54.3 %'],
		['**shipped**: also two small models of what we read, 1,688 texts', ...shippedPoint()],
		['the same, what we read as other harmless counted half', '76.0 %', '8.1 %', '17.7 %', '26.2 %', '60.9 %'],
		['that, with 1,270 texts read', '77.0 %', '8.3 %', '21.8 %', '25.3 %', '64.1 %'],
	],
);
function shippedPoint(): string[] {
	const [hits, alarms] = [count(bad, 1), count(harmless, 1)];
	return [
		percent(hits + harmless.length - alarms, judged.length),
		percent(alarms, harmless.length),
		...['against', 'other', 'attack'].map((mark) => percent(count(readAs(mark), 1), readAs(mark).length)),
	];
}

const utterances = read<{ intent: string; text: string }>(readFileSync(join(intents, 'utterances.csv')));
const utteranceAlarms = utterances.filter(({ text }) => checkContent(text, note, model).length > 0);
const agentLines = read<{ line: string; text: string }>(readFileSync(join(intents, 'agent_lines.csv'))).map(({ line, text }) => {
	const third = /byff|byother|notdebtor|retry|datenotconfirmed/.test(line) && line !== 'utter_comfirm_debtor_retry';
	const found = checkContent(text, { as: 'script', to: third ? 'third party' : 'debtor', places: [] }, model);
	return [line, third ? 'third party' : 'debtor', [...new Set(found.map(({ kind }) => kind))].join(', ') || '–'];
});

writeFileSync(
	join(root, 'docs/reference/content.md'),
	`# The content check, measured

Written by \`node tools/measure-content.ts\`. How to ask it: \`dunwell content check\` ([compliance guide](../guides/compliance.md)).

## Abuse, on COLD

The model is built from the train part of COLD alone (Apache-2.0, thu-coai/COLDataset, 25,726 comments), ${[...readFileSync(join(root, 'data/content/cold-read.csv'), 'utf8').matchAll(/^train,/gmu)].length.toLocaleString('en')} of them read and marked by ourselves, and harmless sentences of our own. Measured on its dev part:
${rows.length.toLocaleString('en')} comments never used in building or to choose a threshold (${dev.length - rows.length} that stand in both parts are left out); five candidates were looked at on it, below. COLD's test part was not at hand and is not measured.

**The labels of train and dev are a machine's.** In the train part 93 % of the texts with the word 歧视 are marked offensive, whoever they speak for; of the ${against.length} dev texts we read as *speaking
against* abuse or prejudice the labels mark ${labelsOfAgainst} as offensive. A model that learns these labels learns that naming a wrong is one, and is praised for it by the same labels. So we drew texts by
their hash, ${own.length} of dev (those that name prejudice, those that name another wrong, and some of all), and read them **before looking at any prediction**: attack, against abuse, other, unclear
(\`data/content/cold-read.csv\`; one reader, no second opinion, so the marks are an opinion too). The model learns from the marks of the train part where a text names a wrong, and gives up agreement with the labels there.

${asRead}

${asLabelled}

- Of the dev comments that name no wrong (${quiet.length.toLocaleString('en')}), where the labels hold, ${quietRight(1)} are judged as labelled by the model, ${quietRight(2)} by plain n-grams.
- Of the ${tellingOfWrongs.length} dev comments that name a wrong and are harmless **by COLD's own label** the model flags ${percent(count(tellingOfWrongs, 1), tellingOfWrongs.length)}, plain n-grams ${percent(count(tellingOfWrongs, 2), tellingOfWrongs.length)}, the list of words ${percent(count(tellingOfWrongs, 4), tellingOfWrongs.length)}.
- Flagged is not stopped: below ${model.blockFrom} the model only asks for a second look. Of the speech against abuse ${blocked(against)} would be stopped, of the attacks ${blocked(readAs('attack'))}.
- The threshold (${model.threshold}) is the lowest at which, among the train texts we read, at most 18 % of the speech against abuse is flagged: a false alarm there costs more than a miss, since people look at what agents write, and who speaks against abuse must not be stopped.
- ${Math.round(Number(milliseconds) * 1_000)} µs of processor time a text, patterns and model (103 before the patterns went by meaning); the model is ${(readFileSync(join(root, 'data/offensive-zh.bin')).length / 1024).toFixed(0)} kB. The same train file gives the same bytes.

${reliability}

**Is there a better point?** Wanted were 78 % as labelled, at most 9 % false alarms, at most 20 % of the speech against abuse, together. None was found. The model shipped is better than the last one in every column of the table below (the whole check, whose patterns flag more: 73.8 and 8.3 % instead of 73.1 and 7.9 %, and 20.2 % of the speech against abuse as before); more agreement with the labels is bought with harmless texts:

${curve}

The labels stand in the way: of the 490 train texts that name a wrong and that we first read as other harmless, they call 406 offensive. Whoever agreed with every mark of ours would agree with the labels of dev in about 74 % (39 % of the texts that
name a wrong, by those marks; nine of ten of the rest). The models that score 76 and 77 % flag a quarter of what we read as harmless, so they were not taken. What did help: weights kept in finer steps (a tenth of the recall had been lost by rounding), a support vector
machine in the place of naive Bayes ratios, and 418 more texts read. Where no wrong is named, the model now finds 83 % instead of 78 % of the offensive texts held out from training at 6.5 % false alarms.

**What no threshold mends.** “黑人并不反对种族歧视，他们只是反对自己被歧视” names prejudice, opposes nobody's and sneers at a group; “没有歧视的意思，但是…” disclaims and then insults; a victim, a critic and a scoffer use the
same words. Whoever reads them disagrees with the next reader too. The model is wrong about one in seven of the texts against abuse and misses two in five of the attacks: it is one reason for a person to look, never a judge.

## The trade's own lines

No marked set of unlawful collection texts was at hand, so these ${every.length.toLocaleString('en')} lines are **our own writing** (\`test/fixtures/content\`): lawful lines (promises not to, warnings against, what debtors say, a suit told truthfully, credit reports, offers to those in hardship) and unlawful
ones of every kind. **One hand wrote lines and patterns**, on one day for those that go around the check; so read the parts by how far they stand from the patterns. The blind ones were written and committed first and not looked at while patterns were written, but who wrote them remembers something, of the English ones most: their figure is too good. **The older ones are the figure to go by.**
The older ones were written against the patterns of before and never read since. The last ones were written when the patterns were closed, by somebody who knows them by heart and says the same thing with none of their words.

${byPart}

- **Somebody who knows the patterns still gets past nearly always**; somebody who only avoids the ugly words, about every other time (before: four times of five). Disguised writing (pinyin, sounds, stars, split words, traditional characters) of the trade's words is seen through, new figures of speech are not.
- Lawful lines flagged, of all ${lawfulAll.length}: ${lawfulFlagged}.
- What did not help: some 300 more turns of phrase, thought of without looking at any line, found one more of the 42 older Chinese lines; n-grams learned from the lines for building found a quarter of the blind ones at no false alarm, most of them found by the patterns too, and mostly knew who writes 您 and who 你.
- The check keeps ordinary wording lawful; against somebody who means harm it does not stand in for listening to calls, the second person's approval, or the sealed record.

By kind (blind and older parts):

${trade}

## Collection calls (zh-collection-intents, Apache-2.0)

None of its texts were used, but its alarms were looked at when the first patterns were written, so that this is no blind test.

- **Debtors' answers**: ${utteranceAlarms.length} of ${utterances.length} are flagged${utteranceAlarms.length === 0 ? '' : ` (${utteranceAlarms.map(({ text }) => text).join('、')})`}.
- **Lines of a lender's voice bot** (its lines to third parties tell of the loan, which is what must be caught):

${table(['line', 'said to', 'found'], agentLines)}

COLD is forum language about groups of people; insults to the person called are rare in it. The list of words here is the trade's (threats, authority, shaming), not one of insults, so that it finds little in COLD says nothing of a list made for forums.
The table of traditional characters is OpenCC's (Apache-2.0). The words by their sound are written by hand.
`,
);
process.stdout.write(readFileSync(join(root, 'docs/reference/content.md')));
