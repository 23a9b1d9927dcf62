export function Debtors() {
	return null;
}
