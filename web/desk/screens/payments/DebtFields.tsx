import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { PaymentView } from '../../api/house.ts';
import { caseQuery, debtorsQuery } from '../../api/work.ts';
import { paymentText } from '../../i18n/house.ts';
import { useSay } from '../../i18n/language.ts';
import { Field } from '../../parts/FormShell.tsx';
import { moneyText } from '../../parts/Money.tsx';
import { ErrorState } from '../../parts/states.tsx';

type Offered = { payment: PaymentView; debtorId: string | null };

/** How long nobody types before it is searched. */
const pauseMs = 350;

function useSettled(text: string): string {
	const [settled, setSettled] = useState(text);
	useEffect(() => {
		const timer = setTimeout(() => setSettled(text), pauseMs);
		return () => clearTimeout(timer);
	}, [text]);
	return settled;
}

/** What the payment could pay: the debtor's debts of its client and currency that still owe. */
function useDebts({ payment, debtorId }: Offered) {
	const { data, error, refetch } = useQuery({ ...caseQuery(debtorId ?? ''), enabled: debtorId !== null, refetchInterval: false });
	const debts = debtorId === null ? [] : (data?.debts ?? []);
	const options = debts
		.filter(({ status, owed_minor: owed }) => status === 'open' && owed > 0)
		.filter(({ client, currency }) => client.code === payment.client.code && currency === payment.currency)
		.map((debt) => ({ value: debt.id, label: `${debt.reference} · ${moneyText(debt.owed_minor, debt.currency)}` }));
	return { options, loaded: debtorId !== null && data !== undefined, error, refetch };
}

/** A debtor found by reference, name, phone or identity number; or the number typed. */
export function DebtorField({
	payment,
	value,
	onChange,
}: {
	payment: PaymentView;
	value: string;
	onChange: (id: string, isFound: boolean) => void;
}) {
	const say = useSay();
	// A reference that looks like a card is masked and finds nobody.
	const [text, setText] = useState(payment.debt_reference.includes('*') ? '' : payment.debt_reference);
	const settled = useSettled(text.trim());
	const { data, error, refetch, isFetching } = useQuery(debtorsQuery(settled));
	const options = (settled === '' ? [] : (data?.items ?? [])).map((debtor) => ({
		value: debtor.id,
		label: [debtor.name_masked, ...debtor.references, ...debtor.owed.map((sum) => moneyText(sum.owed_minor, sum.currency))].join(' · '),
	}));
	return (
		<>
			<Field label={say(paymentText.findDebtor)} hint={say(paymentText.findDebtorHint)} wide>
				{(control) => (
					<Select
						{...control}
						className="wide-control"
						showSearch={{ filterOption: false, onSearch: (typed) => typed.trim() !== '' && setText(typed) }}
						value={options.some((option) => option.value === value) ? value : null}
						loading={isFetching}
						options={options}
						notFoundContent={settled === '' || isFetching || settled !== text.trim() ? null : say(paymentText.nobodyFound)}
						onChange={(id: string) => onChange(id, true)}
					/>
				)}
			</Field>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
			<Field label={say(paymentText.debtorId)}>
				{(control) => (
					<Input {...control} inputMode="numeric" value={value} onChange={(event) => onChange(event.target.value.trim(), false)} />
				)}
			</Field>
		</>
	);
}

/** One debt: of the debtor's where the debtor is known, `typed`: or its number. */
export function DebtField({
	typed = false,
	value,
	onChange,
	...offered
}: Offered & { typed?: boolean; value: string; onChange: (id: string) => void }) {
	const say = useSay();
	const { options, loaded, error, refetch } = useDebts(offered);
	const nothing = loaded && options.length === 0 ? say(paymentText.noDebts) : undefined;
	return (
		<>
			<Field label={say(typed ? paymentText.debtId : paymentText.debt)} hint={nothing} wide={!typed}>
				{(control) =>
					typed ? (
						<AutoComplete
							{...control}
							className="wide-control"
							value={value}
							options={options}
							onChange={(text: string) => onChange(text.trim())}
						/>
					) : (
						<Select
							{...control}
							className="wide-control"
							value={value === '' ? null : value}
							placeholder={say(paymentText.pickDebt)}
							notFoundContent={nothing ?? null}
							options={options}
							onChange={onChange}
						/>
					)
				}
			</Field>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
		</>
	);
}

/** Debts in the order the payer named them: picked, or typed as numbers. */
export function OrderField({ value, onChange, ...offered }: Offered & { value: string[]; onChange: (ids: string[]) => void }) {
	const say = useSay();
	const { options, loaded, error, refetch } = useDebts(offered);
	return (
		<>
			<Field label={say(paymentText.spreadOrder)} hint={loaded && options.length === 0 ? say(paymentText.noDebts) : undefined} wide>
				{(control) => (
					<Select
						{...control}
						mode="tags"
						className="wide-control"
						tokenSeparators={[',', '，', '、', ' ']}
						maxCount={50}
						value={value}
						options={options}
						notFoundContent={null}
						onChange={onChange}
					/>
				)}
			</Field>
			{error && <ErrorState error={error} onRetry={() => void refetch()} />}
		</>
	);
}
