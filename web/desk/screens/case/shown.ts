import type { CaseView } from '../../api/types.ts';

/** The script on the screen: on a third party's line nothing of the debt may be said, so its words are not shown either. */
export function shownScript(view: CaseView): CaseView['script'] {
	const called = view.contact_points.find((point) => point.id === view.open_attempt?.contact_point_id);
	return called?.party?.role === 'third_party' ? view.third_party_script : view.script;
}
