import { Button, Checkbox, Input, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useNow } from '../../api/clock.ts';
import { newKey, send } from '../../api/client.ts';
import type { DebtView, PlanBody, PlanView, PromiseBody, PromiseView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { useLanguage, useSay } from '../../i18n/language.ts';
import { productText, wordOf } from '../../i18n/trade.ts';
import { Field } from '../../parts/FormShell.tsx';
import { moneyText } from '../../parts/Money.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { TypedDate } from '../../parts/TypedDate.tsx';
import { dateOf, dateText, daysAfter } from '../../parts/time.ts';
import { Schedule } from '../case/Arrangements.tsx';
import { amountOf, type Draft, debtOf, instalmentsOf, usualDates } from './draft.ts';

export type FormProps = {
	draft: Draft;
	debts: readonly DebtView[];
	/** The debtor's zone: dates and times are agreed on the debtor's calendar. */
	zone: string;
	debtorId: string;
	onChange: (draft: Draft) => void;
};

/** A promise: amount and date, with what stays owed after it worked out in sight, and the server's own word before it is saved. */
export function PromiseForm(props: FormProps) {
	const { draft, debts, zone, debtorId } = props;
	const say = useSay();
	const language = useLanguage();
	const debt = debtOf(draft, debts);
	if (!debt) return null;
	const amount = draft.amountText === '' ? null : amountOf(draft.amountText, debt);
	const minor = amount && 'minor' in amount ? amount.minor : null;
	const rest = minor === null ? null : BigInt(debt.owed_minor) - minor;
	return (
		<fieldset className="outcome-form">
			<legend>{say(caseText.promise)}</legend>
			<DebtField {...props} />
			<AmountField {...props} debt={debt} />
			<DateField {...props} label={say(caseText.dueOn)} zone={zone} />
			<div className="outcome-sum" aria-live="polite">
				{rest !== null && minor !== null && (
					<p>
						{say(caseText.remains, {
							owed: moneyText(debt.owed_minor, debt.currency),
							promised: moneyText(Number(minor), debt.currency),
							rest: moneyText(Number(rest), debt.currency),
						})}
					</p>
				)}
				<Preview<PromiseView>
					path={`/api/debtors/${debtorId}/promises`}
					body={
						minor === null || draft.dueOn === ''
							? null
							: ({
									debt_id: debt.id,
									amount_minor: Number(minor),
									currency: debt.currency,
									due_on: draft.dueOn,
									dry_run: true,
									...(draft.replace ? { replace: true } : {}),
								} satisfies PromiseBody)
					}
					{...props}
				>
					{(view) => <p className="quiet">{say(caseText.untilGrace, { until: dateText(view.until_on, language) })}</p>}
				</Preview>
			</div>
		</fieldset>
	);
}

/** A plan: number and first date; the schedule is the server's own dry run, so the desk cannot promise what it would not keep. */
export function PlanForm(props: FormProps) {
	const { draft, debts, zone, debtorId, onChange } = props;
	const say = useSay();
	const debt = debtOf(draft, debts);
	if (!debt) return null;
	const amount = draft.amountText === '' ? null : amountOf(draft.amountText, debt);
	const count = instalmentsOf(draft.instalmentsText);
	const ready = count !== null && draft.dueOn !== '' && !(amount && 'fault' in amount);
	return (
		<fieldset className="outcome-form">
			<legend>{say(caseText.plan)}</legend>
			<DebtField {...props} />
			<AmountField {...props} debt={debt} optional />
			<Field label={say(caseText.instalments)} fault={count === null ? say(caseText.instalmentsWrong) : null}>
				{(control) => (
					<Input
						{...control}
						inputMode="numeric"
						value={draft.instalmentsText}
						onChange={(event) => onChange({ ...draft, instalmentsText: event.target.value })}
					/>
				)}
			</Field>
			<DateField {...props} label={say(caseText.firstDueOn)} zone={zone} />
			<div className="outcome-sum" aria-live="polite">
				<Preview<PlanView>
					path={`/api/debtors/${debtorId}/plans`}
					body={
						ready
							? ({
									debt_id: debt.id,
									currency: debt.currency,
									instalments: count,
									first_due_on: draft.dueOn,
									dry_run: true,
									...(amount && 'minor' in amount ? { total_minor: Number(amount.minor) } : {}),
									...(draft.replace ? { replace: true } : {}),
								} satisfies PlanBody)
							: null
					}
					{...props}
				>
					{(plan) => (
						<>
							<p>{say(caseText.planSum, { count: plan.instalments, total: moneyText(plan.total_minor, plan.currency) })}</p>
							<Schedule plan={plan} />
						</>
					)}
				</Preview>
			</div>
		</fieldset>
	);
}

/** Shows what the server would do with these terms, or its refusal, before anything is saved. */
function Preview<View>({
	path,
	body,
	draft,
	zone,
	onChange,
	children,
}: FormProps & { path: string; body: object | null; children: (view: View) => React.ReactNode }) {
	const say = useSay();
	const asked = useDeferredValue(body === null ? null : JSON.stringify(body));
	const { data, error, isFetching } = useQuery({
		queryKey: ['preview', path, asked],
		// A dry run changes nothing, but the door for changes wants a key: one per question.
		queryFn: () => send<View>(path, JSON.parse(asked ?? '{}'), newKey()),
		enabled: asked !== null,
		retry: false,
		staleTime: 20_000,
	});
	if (asked === null) return null;
	if (error) {
		return (
			<>
				<ErrorState error={error} zone={zone} />
				<Checkbox checked={draft.replace} onChange={(event) => onChange({ ...draft, replace: event.target.checked })}>
					{say(caseText.replaceOpen)}
				</Checkbox>
			</>
		);
	}
	if (data === undefined) return isFetching ? <p className="quiet">{say(caseText.previewing)}</p> : null;
	return <>{children(data)}</>;
}

function DebtField({ draft, debts, onChange }: FormProps) {
	const say = useSay();
	if (debts.length < 2) return null;
	return (
		<Field label={say(caseText.debt)} wide>
			{(control) => (
				<Select
					{...control}
					value={draft.debtId}
					onChange={(debtId) => onChange({ ...draft, debtId, amountText: '' })}
					options={debts.map((debt) => ({
						value: debt.id,
						label: `${debt.reference} · ${say(wordOf(productText, debt.product))} · ${moneyText(debt.owed_minor, debt.currency)}`,
					}))}
				/>
			)}
		</Field>
	);
}

function AmountField({ draft, debt, onChange, optional = false }: FormProps & { debt: DebtView; optional?: boolean }) {
	const say = useSay();
	const amount = draft.amountText === '' ? null : amountOf(draft.amountText, debt);
	const fault =
		amount && 'fault' in amount ? (amount.fault === 'above_owed' ? say(caseText.amountTooMuch) : say(caseText.amountMalformed)) : null;
	const fill = (minor: bigint) => onChange({ ...draft, amountText: moneyText(Number(minor), debt.currency).replace(/[^\d.]/g, '') });
	return (
		<Field
			label={say(caseText.amount)}
			fault={fault}
			hint={
				<span className="quick">
					<Button size="small" onClick={() => fill(BigInt(debt.owed_minor))}>
						{say(caseText.amountAll)} {moneyText(debt.owed_minor, debt.currency)}
					</Button>
				</span>
			}
		>
			{(control) => (
				<Input
					{...control}
					data-first-field
					inputMode="decimal"
					autoComplete="off"
					placeholder={optional ? moneyText(debt.owed_minor, debt.currency) : ''}
					value={draft.amountText}
					onChange={(event) => onChange({ ...draft, amountText: event.target.value })}
				/>
			)}
		</Field>
	);
}

/** A date on the debtor's calendar: typed, picked, or one of the dates agents offer again and again. */
function DateField({ draft, label, zone, onChange }: FormProps & { label: string }) {
	const say = useSay();
	const today = dateOf(useNow('minute'), zone);
	const name = (days: number) => (days === 0 ? say(caseText.today) : days === 1 ? say(caseText.tomorrow) : say(caseText.inDays, { days }));
	return (
		<Field
			label={label}
			hint={
				<span className="quick">
					{usualDates(today).map(({ days, on }) => (
						<Button key={days} size="small" onClick={() => onChange({ ...draft, dueOn: on })}>
							{name(days)}
						</Button>
					))}
				</span>
			}
		>
			{(control) => <TypedDate control={control} value={draft.dueOn} min={today} onChange={(dueOn) => onChange({ ...draft, dueOn })} />}
		</Field>
	);
}

/** When to call again, on the debtor's clock; the agent gets the work item back then. */
export function CallBackForm({ draft, zone, onChange }: FormProps) {
	const say = useSay();
	const now = useNow('minute');
	const today = dateOf(now, zone);
	const local = (ms: number) => {
		const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(ms);
		return { callBackOn: shown.slice(0, 10), callBackTime: shown.slice(11, 16) };
	};
	return (
		<fieldset className="outcome-form">
			<legend>{say(caseText.callBackAt)}</legend>
			<Field
				label={say(caseText.callBackAt)}
				wide
				hint={
					<span className="quick">
						<Button size="small" onClick={() => onChange({ ...draft, ...local(now + 30 * 60_000) })}>
							{say(caseText.inMinutes, { minutes: 30 })}
						</Button>
						<Button size="small" onClick={() => onChange({ ...draft, ...local(now + 120 * 60_000) })}>
							{say(caseText.inHours, { hours: 2 })}
						</Button>
						{['10:00', '15:00', '19:00'].map((time) => (
							<Button key={time} size="small" onClick={() => onChange({ ...draft, callBackOn: daysAfter(today, 1), callBackTime: time })}>
								{say(caseText.tomorrowAt, { time })}
							</Button>
						))}
					</span>
				}
			>
				{(control) => (
					<TypedDate
						control={control}
						first
						withTime
						value={draft.callBackOn === '' ? '' : `${draft.callBackOn} ${draft.callBackTime}`}
						min={today}
						onChange={(text) => onChange({ ...draft, callBackOn: text.slice(0, 10), callBackTime: text.slice(11, 16) })}
					/>
				)}
			</Field>
		</fieldset>
	);
}
