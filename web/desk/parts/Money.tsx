import { formatMoney, isCurrency } from '../../../src/core/money.ts';

/** An amount of the wire as text: `¥1,234.56`. A currency the house does not know is shown in its minor units, never guessed. */
export function moneyText(minor: number, currency: string): string {
	return isCurrency(currency) ? formatMoney({ minor: BigInt(minor), currency }) : `${currency} ${minor}`;
}

type Props = {
	/** Integer minor units, as on the wire. */
	minor: number;
	currency: string;
	strong?: boolean;
};

/** The one way an amount appears on the desk: figures of equal width, never broken over two lines. */
export function Money({ minor, currency, strong = false }: Props) {
	return <span className={strong ? 'money money-strong' : 'money'}>{moneyText(minor, currency)}</span>;
}

/** What is owed in each currency, one under the other: they never add up. */
export function Sums({ owed }: { owed: readonly { currency: string; owed_minor: number }[] }) {
	return owed.map(({ currency, owed_minor }) => (
		<div key={currency}>
			<Money minor={owed_minor} currency={currency} />
		</div>
	));
}
