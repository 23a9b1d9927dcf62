import { Alert, App, Button, Checkbox, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useEffect, useRef, useState } from 'react';
import type { Sentence } from '../../../../src/core/refusal.ts';
import { useAct } from '../../api/act.ts';
import { nowMs, useNow } from '../../api/clock.ts';
import type { CaseView, CloseContactAnswer } from '../../api/types.ts';
import { recordOutcome } from '../../api/work.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { abilityText, holdText, type Line, lineText, partyRoleText, reasonText, saidText, willingnessText } from '../../i18n/trade.ts';
import { Choices } from '../../parts/Choices.tsx';
import { RunningClock } from '../../parts/Countdown.tsx';
import { Field } from '../../parts/FormShell.tsx';
import { type Keys, useKeys } from '../../parts/keys.ts';
import { moneyText } from '../../parts/Money.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { dateText, timeText } from '../../parts/time.ts';
import { zoneOf } from '../case/CaseHead.tsx';
import { shownScript } from '../case/shown.ts';
import {
	blockedBecause,
	bodyOf,
	type Draft,
	emptyDraft,
	holdAfter,
	isRefusedByAnother,
	keyFor,
	lines,
	saidFor,
	withLine,
} from './draft.ts';
import { CallBackForm, PlanForm, PromiseForm } from './OutcomeForms.tsx';

type Props = {
	view: CaseView;
	attempt: { id: string; placed_at: string };
	/** Whose number was called; null: the debtor's own. */
	party: CaseView['contact_points'][number]['party'];
	/** Saved; `next` when the agent goes on to the next debtor at once. */
	onSaved: (next: boolean) => void;
};

/** The call and what came of it, in two questions, then only the fields that answer needs. Everything by keyboard. */
export function OutcomePanel({ view, attempt, party, onSaved }: Props) {
	const say = useSay();
	const told = useTold(view);
	const zone = zoneOf(view);
	// Who stands for a debt or owes it too agrees about that one alone, and says nothing of the debtor's will and means.
	const answering = party?.role === 'guarantor' || party?.role === 'co_borrower' ? party.role : null;
	const debts = answering === null ? view.debts : view.debts.filter(({ id }) => party?.debt_ids.includes(id));
	const [draft, setDraft] = useState<Draft>(() => emptyDraft(debts));
	const [pressed, setPressed] = useState(false);
	const note = useRef<TextAreaRef>(null);
	const form = useRef<HTMLDivElement>(null);
	const goOn = useRef(true);
	// Minutes pass while a call back is being agreed: what was in the future may not be any more.
	useNow('minute');
	const blocked = blockedBecause(draft, { debts, zone, nowMs: nowMs() });
	const save = useAct(recordOutcome, {
		onDone: (answer) => {
			told(answer);
			onSaved(goOn.current);
		},
	});
	const script = shownScript(view);
	const submit = (next: boolean) => {
		setPressed(true);
		if (blocked !== null || save.isPending) return;
		goOn.current = next;
		save.mutate({
			debtorId: view.debtor.id,
			attemptId: attempt.id,
			body: {
				...bodyOf(draft, { debts, zone }),
				...(script ? { script: { name: script.name, version: script.version } } : {}),
			},
		});
	};
	const answer = (to: Draft) => {
		setDraft(to);
		setPressed(false);
	};
	useKeys(keysOf({ draft, answer, submit: () => submit(true), toNote: () => note.current?.focus() }));
	useFocusAfterAnswer(draft, form, () => note.current?.focus());
	const common = { draft, debts: debts.filter(({ status }) => status === 'open'), zone, debtorId: view.debtor.id, onChange: answer };
	const hold = holdAfter(draft);
	return (
		<Panel
			tone="act"
			title={say(caseText.outcome)}
			extra={
				<>
					<span className="calling">{say(caseText.calling)}</span>
					<RunningClock since={attempt.placed_at} label={say(caseText.callClock)} slowAfter={300} lateAfter={900} />
				</>
			}
		>
			<Questions draft={draft} answering={answering} onChange={answer} />
			{draft.said !== null && (
				<div ref={form} className="outcome-body">
					{draft.line === 'other_person' && <Alert type="warning" showIcon title={say(caseText.thirdPartyRule)} />}
					{isRefusedByAnother(draft) && <Alert type="warning" showIcon title={say(caseText.numberRefused)} />}
					{hold && <Alert type="warning" showIcon title={say(caseText.holdFollows, { kind: say(holdText[hold]) })} />}
					{draft.said === 'promise' && <PromiseForm {...common} />}
					{draft.said === 'plan' && <PlanForm {...common} />}
					{draft.said === 'call_back' && <CallBackForm {...common} />}
					{draft.line === 'right_party' && answering === null && <Assessment draft={draft} onChange={answer} />}
				</div>
			)}
			<Field label={say(caseText.note)} wide>
				{(control) => (
					<Input.TextArea
						{...control}
						ref={note}
						autoSize={{ minRows: 2, maxRows: 8 }}
						maxLength={4_000}
						placeholder={say(caseText.notePlaceholder)}
						value={draft.note}
						onChange={(event) => setDraft({ ...draft, note: event.target.value })}
					/>
				)}
			</Field>
			{save.error && <ErrorState error={save.error} zone={zone} />}
			<div className="act-foot">
				<Button
					type="primary"
					loading={save.isPending}
					aria-disabled={blocked !== null}
					aria-describedby="outcome-blocked"
					aria-keyshortcuts="F8"
					className={blocked === null ? '' : 'blocked'}
					onClick={() => submit(true)}
				>
					{say(caseText.saveAndNext)} <kbd>F8</kbd>
				</Button>
				<Button
					aria-disabled={blocked !== null}
					aria-describedby="outcome-blocked"
					className={blocked === null ? '' : 'blocked'}
					onClick={() => submit(false)}
				>
					{say(caseText.saveAndStop)}
				</Button>
				<span id="outcome-blocked" className={pressed ? 'blocked-because blocked-pressed' : 'blocked-because'} role="status">
					{blocked && say(blocked)}
				</span>
			</div>
		</Panel>
	);
}

/** The two questions; the answered one folds to a line that can be changed. */
function Questions({
	draft,
	answering,
	onChange,
}: {
	draft: Draft;
	answering: 'guarantor' | 'co_borrower' | null;
	onChange: (draft: Draft) => void;
}) {
	const say = useSay();
	const wordOfLine = (line: Line) => say(line === 'right_party' && answering ? partyRoleText[answering] : lineText[line]);
	if (draft.line === null) {
		return (
			<div className="question">
				<h3>{say(caseText.whoAnswered)}</h3>
				<Choices
					label={say(caseText.whoAnswered)}
					value={null}
					choices={lines.map((line, index) => ({ value: line, text: wordOfLine(line), shortcut: keyFor(line, index) }))}
					onChoose={(line) => onChange(withLine(draft, line))}
				/>
			</div>
		);
	}
	const said = saidFor(draft.line);
	return (
		<>
			<p className="answered">
				<span className="quiet">{say(caseText.whoAnswered)}</span> <strong>{wordOfLine(draft.line)}</strong>
				<Button size="small" aria-keyshortcuts="Escape" onClick={() => onChange({ ...draft, line: null, said: null })}>
					{say(caseText.back)} {draft.said === null || said.length === 0 ? <kbd>Esc</kbd> : null}
				</Button>
			</p>
			{said.length > 0 && (
				<Checkbox
					className="identity"
					checked={draft.identityDisclosed}
					onChange={(event) => onChange({ ...draft, identityDisclosed: event.target.checked })}
				>
					{say(caseText.identityDisclosed)} <kbd>i</kbd>
				</Checkbox>
			)}
			{said.length > 0 && draft.said === null && (
				<div className="question">
					<h3>{say(caseText.whatSaid)}</h3>
					<Choices
						label={say(caseText.whatSaid)}
						value={null}
						choices={said.map((each, index) => ({ value: each, text: say(saidText[each]), shortcut: keyFor(each, index) }))}
						onChoose={(each) => onChange({ ...draft, said: each })}
					/>
				</div>
			)}
			{said.length > 0 && draft.said !== null && (
				<p className="answered">
					<span className="quiet">{say(caseText.whatSaid)}</span> <strong>{say(saidText[draft.said])}</strong>
					<Button size="small" aria-keyshortcuts="Escape" onClick={() => onChange({ ...draft, said: null })}>
						{say(caseText.back)} <kbd>Esc</kbd>
					</Button>
				</p>
			)}
		</>
	);
}

/** The seed's classes, as the agent heard them; nothing is asked for, unanswered stays as it was. */
function Assessment({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
	const say = useSay();
	const choices = <Value extends string>(words: Readonly<Record<Value, Sentence>>) =>
		(Object.entries(words) as [Value, Sentence][])
			.filter(([value]) => value !== 'unknown')
			.map(([value, word]) => ({ value, text: say(word) }));
	return (
		<fieldset className="assessment">
			<legend>{say(caseText.assessment)}</legend>
			<div>
				<span className="quiet">{say(caseText.willingness)}</span>
				<Choices
					compact
					label={say(caseText.willingness)}
					choices={choices(willingnessText)}
					value={draft.willingness}
					onChoose={(willingness) => onChange({ ...draft, willingness })}
				/>
			</div>
			<div>
				<span className="quiet">{say(caseText.ability)}</span>
				<Choices
					compact
					label={say(caseText.ability)}
					choices={choices(abilityText)}
					value={draft.ability}
					onChoose={(ability) => onChange({ ...draft, ability })}
				/>
			</div>
			<div>
				<span className="quiet">{say(caseText.reason)}</span>
				<Choices
					compact
					label={say(caseText.reason)}
					choices={choices(reasonText)}
					value={draft.reason}
					onChoose={(reason) => onChange({ ...draft, reason })}
				/>
			</div>
		</fieldset>
	);
}

type KeyUses = { draft: Draft; answer: (draft: Draft) => void; submit: () => void; toNote: () => void };

/** Digits answer the question that is open; F8 saves, F9 goes to the note, Escape goes back one question, `i` ticks the identity. */
function keysOf({ draft, answer, submit, toNote }: KeyUses): Keys {
	const { line } = draft;
	const choices: [string, () => void][] =
		line === null
			? lines.map((each, index) => [keyFor(each, index), () => answer(withLine(draft, each))])
			: draft.said === null
				? saidFor(line).map((each, index) => [keyFor(each, index), () => answer({ ...draft, said: each })])
				: [];
	return {
		...Object.fromEntries(choices),
		...(line !== null && saidFor(line).length > 0 && { i: () => answer({ ...draft, identityDisclosed: !draft.identityDisclosed }) }),
		F8: submit,
		F9: toNote,
		Escape: () => {
			// Back at a question the digits answer it; in the note, where the hands were, they would be words.
			if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
			if (draft.said !== null && line !== null && saidFor(line).length > 0) answer({ ...draft, said: null });
			else if (line !== null) answer({ ...draft, line: null, said: null });
		},
	};
}

/** After the second answer the hands go on where the next thing is to be typed: the first field of the form, else the note. */
function useFocusAfterAnswer(draft: Draft, form: React.RefObject<HTMLDivElement | null>, toNote: () => void): void {
	const { said, line } = draft;
	useEffect(() => {
		if (said === null || line === null || saidFor(line).length === 0) return;
		const field = form.current?.querySelector<HTMLElement>('[data-first-field]');
		if (field) field.focus();
		else toNote();
		// Only when the answer changes: typing in the form must not move the focus.
	}, [said, line]);
}

/** Says aloud and in a word what was saved: the promise's amount and date, the call back's time. */
function useTold(view: CaseView): (answer: CloseContactAnswer) => void {
	const say = useSay();
	const language = useLanguage();
	const { message } = App.useApp();
	return ({ promise, call_back }) => {
		const text = promise
			? say(caseText.savedPromise, { amount: moneyText(promise.amount_minor, promise.currency), on: dateText(promise.due_on, language) })
			: call_back
				? say(caseText.savedCallBack, { at: timeText(call_back.callable_from, zoneOf(view), 'short', language) })
				: say(caseText.saved);
		void message.success(text);
	};
}
