import { rowFrom } from '../trials/cast.ts';

/** The same row again; the number again for another sum; the person again under another number; and under another name. */
export function twice(placedOn: Temporal.PlainDate): string[] {
	const row = (
		reference: string,
		who: number,
		more: { total?: string; principal?: string; name?: string; bornOn?: Temporal.PlainDate } = {},
	) =>
		rowFrom({
			who,
			around: who,
			reference,
			batch: 'Bfirst',
			contract: `HT${reference}`,
			placedOn,
			dueOn: placedOn.subtract({ days: 40 }),
			...more,
		});
	const [same, other, one] = [900, 901, 902];
	return [
		row('SAME', same),
		row('SAME', same),
		row('OTHER', other),
		row('OTHER', other, { total: '4000.00', principal: '3700.00' }),
		row('ONE1', one),
		row('ONE2', one),
		row('ONE3', one, { name: '另有人' }),
		// A hundred less than it says, a hundred more, and half a fen.
		row('SHORT', 904, { principal: '2600.00' }),
		row('OVER', 906, { principal: '2800.00' }),
		row('HALVES', 905, { total: '3000.005', principal: '2700.005' }),
		// Eighteen in forty days.
		row('MINOR', 903, { bornOn: placedOn.add({ days: 40 }).subtract({ years: 18 }) }),
	];
}

/** The cases behind the rows of a file that may be refused. */
export const unsound: readonly string[] = ['OTHER', 'ONE3', 'MINOR', 'SHORT', 'OVER', 'HALVES'];
