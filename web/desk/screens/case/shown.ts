import type { CaseView } from '../../api/types.ts';

/** The script on the screen: a guarantor or co-borrower is asked for by their own name; on a third party's line nothing of the debt may be said, so its words are not shown either. */
export function shownScript(view: CaseView): CaseView['script'] {
	const called = view.contact_points.find((point) => point.id === view.open_attempt?.contact_point_id);
	if (called?.party) return called.party.role === 'third_party' ? view.third_party_script : view.surety_script;
	return view.script;
}
