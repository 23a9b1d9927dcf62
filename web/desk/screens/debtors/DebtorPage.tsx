export function DebtorPage() {
	return null;
}
