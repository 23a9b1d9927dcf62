import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { agencyQuery, type AgencyView, changeAgency } from '../../api/house.ts';
import { useMay } from '../../api/session.ts';
import { agencyText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import type { Say } from '../../i18n/texts.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { ErrorState, LoadingState } from '../../parts/states.tsx';

/** What the agency is called and the numbers it works by. */
export function Agency() {
	const { data, error, refetch } = useQuery(agencyQuery);
	const [saved, setSaved] = useState(false);
	if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
	if (!data) return <LoadingState />;
	return (
		<div className="agency-form">
			<AgencyForm key={JSON.stringify(data)} agency={data} saved={saved} onSaved={() => setSaved(true)} />
		</div>
	);
}

/** Everything as it is typed. */
type Typed = Record<keyof Omit<AgencyView, 'zone_fixed'>, string>;

const typedOf = (agency: AgencyView): Typed => ({
	name: agency.name,
	zone: agency.zone,
	bucket_edges: agency.bucket_edges.join(', '),
	opening_calls: String(agency.opening_calls),
	daily_calls_until_day: String(agency.daily_calls_until_day),
	opening_cut_off: agency.opening_cut_off,
	work_from: agency.work_from,
	work_until: agency.work_until,
	promise_grace_days: String(agency.promise_grace_days),
});

const edgesOf = (typed: string): number[] => typed.split(/[,，、\s]+/).flatMap((each) => (each === '' ? [] : [Number(each)]));
const bounds = { opening_calls: [1, 10], daily_calls_until_day: [1, 60], promise_grace_days: [0, 30] } as const;

/** What is wrong with one of the fields; null: nothing. */
function faultOf(say: Say, name: keyof Typed, typed: Typed): string | null {
	const value = typed[name].trim();
	if (value === '') return say(agencyText.given);
	if (name === 'bucket_edges') {
		const edges = edgesOf(value);
		const rising = edges.every((edge, i) => Number.isInteger(edge) && edge > (edges[i - 1] ?? 0) && edge <= 3_650);
		return rising && edges.length > 0 && edges.length <= 12 ? null : say(agencyText.edgesHint);
	}
	if (!(name in bounds)) return null;
	const [from, to] = bounds[name as keyof typeof bounds];
	const inside = /^\d{1,3}$/.test(value) && Number(value) >= from && Number(value) <= to;
	return inside ? null : say(agencyText.wholeNumber, { from: String(from), to: String(to) });
}

/** Only what differs from what stands. */
function changesOf(agency: AgencyView, typed: Typed): object {
	const before = typedOf(agency);
	const value = (name: keyof Typed) =>
		name === 'bucket_edges' ? edgesOf(typed[name]) : name in bounds ? Number(typed[name]) : typed[name].trim();
	const names = Object.keys(typed) as (keyof Typed)[];
	return Object.fromEntries(names.filter((name) => typed[name].trim() !== before[name]).map((name) => [name, value(name)]));
}

function AgencyForm({ agency, saved, onSaved }: { agency: AgencyView; saved: boolean; onSaved: () => void }) {
	const say = useSay();
	const may = useMay()('house.manage');
	const queryClient = useQueryClient();
	const [typed, setTyped] = useState(typedOf(agency));
	const act = useAct(changeAgency, {
		onDone: () => {
			onSaved();
			void queryClient.invalidateQueries({ queryKey: ['agency'] });
			void queryClient.invalidateQueries({ queryKey: ['me'] });
		},
	});
	const changes = changesOf(agency, typed);
	const faults = Object.fromEntries((Object.keys(typed) as (keyof Typed)[]).map((name) => [name, faultOf(say, name, typed)])) as Record<
		keyof Typed,
		string | null
	>;
	const blockedBecause = !may
		? say(agencyText.adminOnly)
		: Object.values(faults).some((fault) => fault !== null)
			? say(agencyText.wrong)
			: Object.keys(changes).length === 0
				? say(saved ? agencyText.saved : agencyText.unchanged)
				: null;
	const line = (
		name: keyof Typed,
		label: { zh: string; en: string },
		more: { hint?: { zh: string; en: string }; type?: string; fixed?: boolean; wide?: boolean } = {},
	) => (
		<Field label={say(label)} fault={faults[name]} wide={more.wide ?? false} {...(more.hint ? { hint: say(more.hint) } : {})}>
			{(control) => (
				<Input
					{...control}
					type={more.type ?? 'text'}
					value={typed[name]}
					maxLength={80}
					readOnly={!may || more.fixed === true}
					onChange={(event) => setTyped((before) => ({ ...before, [name]: event.target.value }))}
				/>
			)}
		</Field>
	);
	return (
		<FormShell
			label={say(agencyText.agency)}
			submit={say(agencyText.save)}
			blockedBecause={blockedBecause}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate(changes)}
		>
			{line('name', agencyText.name, { hint: agencyText.nameHint, wide: true })}
			{line('zone', agencyText.zone, { hint: agency.zone_fixed ? agencyText.zoneFixed : agencyText.zoneHint, fixed: agency.zone_fixed })}
			{line('bucket_edges', agencyText.edges, { hint: agencyText.edgesHint })}
			{line('opening_calls', agencyText.openingCalls, { hint: agencyText.openingHint })}
			{line('daily_calls_until_day', agencyText.dailyUntil)}
			{line('opening_cut_off', agencyText.cutOff, { type: 'time' })}
			{line('work_from', agencyText.workFrom, { type: 'time' })}
			{line('work_until', agencyText.workUntil, { type: 'time' })}
			{line('promise_grace_days', agencyText.grace, { hint: agencyText.graceHint })}
		</FormShell>
	);
}
