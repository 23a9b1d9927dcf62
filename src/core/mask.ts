/** How personal values are shown by default: enough to recognise, never enough to use. */

/** `王小明` → `王**`, `欧阳锋` → `欧**`, a company keeps its first four characters. */
export function maskName(name: string): string {
	const letters = [...name];
	if (letters.length === 0) return '';
	if (letters.length > 6) return `${letters.slice(0, 4).join('')}***`;
	return letters[0] + '*'.repeat(Math.max(1, letters.length - 1));
}

/** `11010519491231002X` → `110***********002X`; anything shorter keeps its last two characters. */
export function maskIdNumber(id: string): string {
	return id.length >= 15 ? `${id.slice(0, 3)}${'*'.repeat(id.length - 7)}${id.slice(-4)}` : maskTail(id);
}

/** `13812345678` → `138****5678`. */
export function maskPhone(phone: string): string {
	return phone.length >= 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : maskTail(phone);
}

/** `6222021234567890` → `6222********7890`. */
export function maskCard(card: string): string {
	return card.length >= 12 ? `${card.slice(0, 4)}${'*'.repeat(card.length - 8)}${card.slice(-4)}` : maskTail(card);
}

/** An address keeps its first six characters (province, city). */
export function maskAddress(address: string): string {
	const letters = [...address];
	return letters.length <= 6 ? `${letters.slice(0, 2).join('')}***` : `${letters.slice(0, 6).join('')}***`;
}

/** Anything else: half of it, at most four characters, from the front. */
export function maskTail(text: string): string {
	const letters = [...text];
	return letters.slice(0, Math.min(4, Math.floor(letters.length / 2))).join('') + '*'.repeat(Math.min(6, Math.ceil(letters.length / 2)));
}

/** A number without what its digits are grouped by. */
export const ungrouped = (number: string): string => number.replace(/[\s\-_./]/g, '');
