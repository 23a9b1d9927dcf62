import { StarFilled } from '@ant-design/icons';
import { Tag } from 'antd';
import { components } from '../../../../src/core/money.ts';
import { useMe } from '../../api/session.ts';
import type { ArithmeticLine, DebtView } from '../../api/types.ts';
import { caseText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { limitationText } from '../../i18n/limitation.ts';
import {
	abilityText,
	arithmeticText,
	componentText,
	debtStatusText,
	productText,
	reasonText,
	willingnessText,
	wordOf,
} from '../../i18n/trade.ts';
import { DayCountdown } from '../../parts/Countdown.tsx';
import { DateTime, LocalDate } from '../../parts/DateTime.tsx';
import { LimitationEnd } from '../../parts/LimitationEnd.tsx';
import { Money, moneyText } from '../../parts/Money.tsx';
import { Fact, Facts, Panel } from '../../parts/Panel.tsx';
import { Standing } from '../../parts/Standing.tsx';

/** What is owed: the total per currency, then each debt with its arithmetic, so that any figure can be explained on the telephone. */
export function MoneyPanel({ debts }: { debts: readonly DebtView[] }) {
	const say = useSay();
	return (
		<Panel title={say(caseText.money)} extra={debts.length > 1 ? say(caseText.debtCount, { count: debts.length }) : undefined}>
			<Totals debts={debts} />
			{debts.map((debt) => (
				<DebtCard key={debt.id} debt={debt} />
			))}
		</Panel>
	);
}

/** The sum over the debts of each currency: two currencies are never added up. */
export function totalsOf(debts: readonly DebtView[]): { currency: string; minor: bigint }[] {
	const sums = new Map<string, bigint>();
	for (const { currency, owed_minor } of debts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(owed_minor));
	return [...sums].map(([currency, minor]) => ({ currency, minor }));
}

function Totals({ debts }: { debts: readonly DebtView[] }) {
	const say = useSay();
	return (
		<p className="owed-total">
			<span className="quiet">{say(caseText.totalOwed)}</span>
			{totalsOf(debts).map(({ currency, minor }) => (
				<Money key={currency} minor={Number(minor)} currency={currency} strong />
			))}
		</p>
	);
}

function DebtCard({ debt }: { debt: DebtView }) {
	const say = useSay();
	const { tenant } = useMe();
	const standing = debt.client.standing.state;
	return (
		<section className="debt-card" aria-label={`${say(caseText.debt)} ${debt.reference}`}>
			<header>
				<strong className="figures">{debt.reference}</strong>
				<span className="debt-owed">
					<Money minor={debt.owed_minor} currency={debt.currency} strong />
				</span>
			</header>
			<p className="debt-marks">
				<span>{say(wordOf(productText, debt.product))}</span>
				<Tag color={debt.bucket >= 4 ? 'red' : debt.bucket >= 2 ? 'orange' : 'default'}>{debt.bucket_name}</Tag>
				{debt.status !== 'open' && <Tag>{say(wordOf(debtStatusText, debt.status))}</Tag>}
				{debt.key_case && (
					<Tag color="gold" icon={<StarFilled aria-hidden />}>
						{say(caseText.keyCase)}
					</Tag>
				)}
			</p>
			<Arithmetic lines={debt.arithmetic} currency={debt.currency} />
			<Claim of={debt.claim} />
			<Facts>
				<Fact name={say(caseText.daysPastDue)}>{debt.days_past_due}</Fact>
				<Fact name={say(caseText.recall)}>
					{debt.recall_due_on === null ? (
						say(caseText.never)
					) : (
						<>
							<LocalDate on={debt.recall_due_on} /> <DayCountdown on={debt.recall_due_on} zone={tenant.zone} />
						</>
					)}
				</Fact>
				<Fact name={say(debt.limitation.rule === 'CN-S3' ? limitationText.enforceUntil : limitationText.until)}>
					<LimitationEnd of={debt.limitation} />
				</Fact>
				<Fact name={say(caseText.lastPaid)}>
					{debt.last_paid_at === null ? say(caseText.never) : <DateTime at={debt.last_paid_at} zone={tenant.zone} style="date" />}
				</Fact>
				<Fact name={say(caseText.client)}>
					{debt.client.name} {(standing === 'ending' || standing === 'over') && <Standing of={debt.client.standing} />}
				</Fact>
				{debt.refund_due_minor > 0 && (
					<Fact name={say(caseText.refundDue)}>
						<Money minor={debt.refund_due_minor} currency={debt.currency} />
					</Fact>
				)}
				<Fact name={say(caseText.classes)} wide>
					{say(wordOf(willingnessText, debt.willingness))} / {say(wordOf(abilityText, debt.ability))} /{' '}
					{say(wordOf(reasonText, debt.reason))}
				</Fact>
			</Facts>
			<details>
				<summary>{say(caseText.moreFacts)}</summary>
				<Facts>
					<Fact name={say(caseText.overdueSince)}>
						<LocalDate on={debt.overdue_since} />
					</Fact>
					{debt.creditor.name !== debt.client.name && <Fact name={say(caseText.creditor)}>{debt.creditor.name}</Fact>}
					<Fact name={say(caseText.placedOn)}>
						<LocalDate on={debt.placed_on} />
					</Fact>
					{debt.placement && <Fact name={say(caseText.batch)}>{debt.placement.batch_no}</Fact>}
					{debt.round !== null && <Fact name={say(caseText.round)}>{debt.round}</Fact>}
					<Fact name={say(caseText.appliedIn)} wide>
						<span title={say(debt.application.citation)}>
							{debt.application.order.map((part) => say(wordOf(componentText, part))).join(' → ')}{' '}
							<span className="quiet">({debt.application.rule})</span>
						</span>
					</Fact>
				</Facts>
			</details>
		</section>
	);
}

/** What the caps on the cost of a loan made of the claim: loud where something was cut or is above guidance, quiet where it was not judged. */
function Claim({ of: claim }: { of: DebtView['claim'] }) {
	const say = useSay();
	if (claim === null || claim.verdict === 'within') return null;
	return (
		<p className={claim.verdict === 'not judged' ? 'quiet' : ''} role="note">
			{claim.rule !== null && <Tag color={claim.verdict === 'cut' ? 'red' : 'orange'}>{claim.rule}</Tag>}
			{say(claim.says)} {claim.citation && <span className="quiet">({say(claim.citation)})</span>}
		</p>
	);
}

/**
 * placed + accrued − paid − reduced = owed, read from left to right, a row for each component: it adds up across and down. What is owed stays
 * in sight when there are more columns than room.
 */
function Arithmetic({ lines, currency }: { lines: readonly ArithmeticLine[]; currency: string }) {
	const say = useSay();
	const shown = components.filter((part) => lines.some((line) => line.components[`${part}_minor`] !== 0));
	return (
		<div className="arithmetic-frame">
			<table className="arithmetic">
				<caption className="visually-hidden">{say(caseText.howItAddsUp)}</caption>
				<thead>
					<tr>
						<td />
						{lines.map((line) => (
							<th key={line.line} scope="col">
								<span aria-hidden>{signOf(line)}</span> {say(arithmeticText[line.line])}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{shown.map((part) => (
						<tr key={part}>
							<th scope="row">{say(componentText[part])}</th>
							{lines.map((line) => (
								<td key={line.line}>{plainAmount(line.components[`${part}_minor`], currency)}</td>
							))}
						</tr>
					))}
					<tr className="arithmetic-result">
						<th scope="row">{say(caseText.total)}</th>
						{lines.map((line) => (
							<td key={line.line}>{plainAmount(line.amount_minor, currency)}</td>
						))}
					</tr>
				</tbody>
			</table>
		</div>
	);
}

function signOf({ line, sign }: ArithmeticLine): string {
	if (line === 'owed') return '=';
	if (line === 'placed') return '';
	return sign < 0 ? '−' : '+';
}

/** An amount in a table whose currency stands above it: nothing is a dash. */
function plainAmount(minor: number, currency: string): string {
	return minor === 0 ? '–' : moneyText(minor, currency).replace(/^[^\d-]+/, '');
}
