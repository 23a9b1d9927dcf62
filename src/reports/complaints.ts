import type { Tx } from '../host/db.ts';
import { compared, comparedRate, rate } from './compared.ts';
import type { ComplaintFigures } from './shapes.ts';
import type { Window } from './store.ts';

export type ComplaintCounts = { readonly received: number; readonly upheld: number; readonly contacts: number; readonly cases: number };
export const noComplaints: ComplaintCounts = { received: 0, upheld: 0, contacts: 0, cases: 0 };

/** The last verdict on complaint `c` by `asOf`: opening it again later takes nothing back of what was found. Answers of before events bore verdicts stand with the complaint alone. */
const verdict = `coalesce((select e.verdict from complaint_event e where e.tenant_id = $1 and e.debtor_id = c.debtor_id and e.complaint_id = c.id and e.verdict is not null and e.at <= $4
	 order by e.id desc limit 1), case when c.answered_at <= $4 then c.verdict end)`;

/**
 * Complaints received in the window from debtors of the book (`openBook` in the same transaction), and of them those found right, wholly or in part, as far as known at `asOf`; all contacts
 * made in the window by any channel; the cases on the book. Disputes, hardship and requests to stop are no complaints (regulation.md: 投诉率 is complaints ÷ 10,000 contacts and ÷ 1,000
 * cases, upheld separately).
 */
export async function complaintCounts(tx: Tx, window: Window): Promise<ComplaintCounts> {
	const [found] = await tx.query<ComplaintCounts>(
		`select count(*)::int as received, (count(*) filter (where ${verdict} in ('upheld', 'partly')))::int as upheld,
		        (select count(*) from contact_attempt a join report_debtor r using (debtor_id) where a.tenant_id = $1 and a.placed_at >= $2 and a.placed_at < $3)::int as contacts,
		        (select count(*) from report_debt where in_pool)::int as cases
		   from complaint c join report_debtor r using (debtor_id)
		  where c.tenant_id = $1 and c.kind = 'complaint' and c.received_at >= $2 and c.received_at < least($3::timestamptz, $4::timestamptz + interval '1 microsecond')`,
		[tx.tenantId, window.fromAt, window.untilAt, window.asOf],
	);
	return found ?? noComplaints;
}

export function complaintRates(now: ComplaintCounts, before: ComplaintCounts): ComplaintFigures {
	const rates = (part: 'received' | 'upheld', of: 'contacts' | 'cases') =>
		comparedRate(rate(now[part], now[of]), rate(before[part], before[of]));
	return {
		received: compared(now.received, before.received),
		upheld: compared(now.upheld, before.upheld),
		contacts: compared(now.contacts, before.contacts),
		cases: compared(now.cases, before.cases),
		per_contact: rates('received', 'contacts'),
		per_case: rates('received', 'cases'),
		upheld_per_contact: rates('upheld', 'contacts'),
		upheld_per_case: rates('upheld', 'cases'),
	};
}
