import { describe } from 'vitest';
import { everyCase } from '../../test/support/cases.ts';
import { type Ask, callAt, card, type Earlier, eastern, type Facts, usFile } from '../../test/support/reg-f.ts';

/** Every worked example of the official interpretations on third parties, media and what is said (12 CFR 1006.2(j), .6(d)–(e), .10, .14(h), .18, .22, .26, Supplement I). */
const at = (date: string, time: string, facts: Partial<Facts> = {}, ask: Ask = {}) => usFile(eastern(`2026-${date}T${time}`), facts, ask);
const noon = (facts: Partial<Facts> = {}, ask: Ask = {}) => at('10-07', '12:00:00', facts, ask);
const friend = (more: Partial<Facts> = {}): Partial<Facts> => ({ party: 'third_party', relation: 'friend', ...more });
const hold = (kind: 'deceased' | 'counsel', from: string) => ({ kind, from_at: eastern(from) });
const four = ['business_name', 'request_to_reply', 'person_to_contact', 'telephone_number'] as const;

describe('US-M1 and US-D1: the limited-content message (comments 2(d)-2, 2(j)-1 to (2)-2, 18(e)-1)', () => {
	const first = { debts: [{ id: 'card' }] };
	everyCase([
		{
			name: '2(j)(1)-1: the four parts and no more; it discloses nothing',
			file: noon(first, { voicemail: [...four] }),
			spares: ['disclose_attempt_to_collect', 'disclose_debt_collector'],
		},
		{
			name: '2(j)(2)-2: with greeting, time, times to reply and any representative',
			file: noon(first, { voicemail: [...four, 'salutation', 'date_and_time', 'times_to_reply', 'any_representative'] }),
			spares: ['disclose_attempt_to_collect'],
		},
		{
			name: '2(j)(2)-1: “the credit card receivables group” is more',
			file: noon({}, { voicemail: [...four, 'other'] }),
			refuses: ['US-M1'],
		},
		{
			name: '2(j)-1: a message that says it is from a debt collector',
			file: noon({}, { voicemail: [...four, 'name_telling_collection'] }),
			refuses: ['US-M1'],
		},
		{ name: '2(j)-2: left at a number known to be a friend’s', file: noon(friend(), { voicemail: [...four] }), refuses: ['US-M1'] },
		{
			name: '2(b)-1.ii: it is an attempt all the same: not at 21:30',
			file: at('10-07', '21:30:00', {}, { voicemail: [...four] }),
			refuses: ['US-T1'],
			from: eastern('2026-10-08T08:00:00'),
		},
		{
			name: '18(e)(1): the first communication discloses the attempt to collect',
			file: noon(first),
			owes: ['disclose_attempt_to_collect'],
			spares: ['disclose_debt_collector'],
		},
		{
			name: '18(e)(2): a later one that it is from a debt collector',
			file: noon(),
			owes: ['disclose_debt_collector'],
			spares: ['disclose_attempt_to_collect'],
		},
		{
			name: '18(e)(2): talked last month, though the debt does not say since when',
			file: noon({ debts: [{ id: 'card' }], earlier: [callAt(eastern('2026-09-07T12:00:00'), 'right_party')] }),
			owes: ['disclose_debt_collector'],
			spares: ['disclose_attempt_to_collect'],
		},
		{
			name: '18(e)(1): a message left, and talks about another debt, are no communication about this one',
			file: noon(
				{
					debts: [{ id: 'card' }, { id: 'b' }],
					earlier: [
						callAt(eastern('2026-09-07T12:00:00'), 'right_party', { debt_ids: ['b'] }),
						callAt(eastern('2026-09-08T12:00:00'), 'machine'),
					],
				},
				{ debt_ids: ['card'] },
			),
			owes: ['disclose_attempt_to_collect'],
		},
		{
			name: '18(e)(1): first told by word of mouth, the first letter discloses it again',
			file: noon(
				{
					debts: [{ id: 'card', first_communication_at: eastern('2026-10-05T12:00:00') }],
					earlier: [callAt(eastern('2026-10-05T12:00:00'), 'right_party')],
				},
				{ channel: 'letter' },
			),
			owes: ['disclose_attempt_to_collect'],
		},
		{
			name: '18(e)(2): the letter after that letter does not',
			file: noon(
				{
					debts: [{ id: 'card', first_communication_at: eastern('2026-10-05T12:00:00') }],
					earlier: [{ at: eastern('2026-10-06T12:00:00'), channel: 'letter' }],
				},
				{ channel: 'letter' },
			),
			owes: ['disclose_debt_collector'],
			spares: ['disclose_attempt_to_collect'],
		},
	]);
});

describe('US-P1: asking where the consumer is (1006.6(d)(1)–(2), 1006.10)', () => {
	const asked: Earlier = callAt(eastern('2026-09-01T12:00:00'), 'right_party');
	everyCase([
		{ name: '10(b)(1): own name, location only', file: noon(friend()), owes: ['own_name_employer_only_if_asked'] },
		{ name: '10(b)(2): the debt is not named', file: noon(friend(), { amount_minor: 50_000 }), refuses: ['US-P1'] },
		{ name: '10(b)(3): not by postcard', file: noon(friend(), { channel: 'letter', postcard: true }), refuses: ['US-E6'] },
		{ name: '10(b)(4): nothing on the envelope', file: noon(friend(), { channel: 'letter', envelope_tells: true }), refuses: ['US-E6'] },
		{
			name: '10(b)(5): nobody is asked once an attorney is known',
			file: noon(friend({ holds: [hold('counsel', '2026-09-01T12:00:00')] })),
			refuses: ['HOLD', 'US-C1'],
		},
		{
			name: '10(a)-1 and 10(b)(2)-1: the consumer died: a friend is asked who handles the estate',
			file: noon(friend({ holds: [hold('deceased', '2026-09-01T12:00:00')] })),
		},
		{ name: '10(c): spoken with once, not again five weeks later', file: noon(friend({ earlier: [asked] })), refuses: ['US-P1'] },
		{ name: '10(c): they asked us back', file: noon(friend({ earlier: [asked], party_asked_back: true })) },
		{
			name: '10(c): asked back two days ago, in a talk: their consent to a call is needed besides',
			file: noon(
				friend({
					earlier: [callAt(eastern('2026-10-05T12:00:00'), 'right_party')],
					party_asked_back: true,
					consents: [{ kind: 'calls', given_at: eastern('2026-10-05T12:05:00') }],
				}),
			),
		},
		{
			name: '10(c): a letter to them counts as well',
			file: noon(friend({ earlier: [{ at: eastern('2026-09-01T12:00:00'), channel: 'letter' }] })),
			refuses: ['US-P1'],
		},
		{
			name: '10(c): a permit not used until 12:05 is no word to them: from then',
			file: noon(friend({ earlier: [{ at: eastern('2026-10-07T11:55:00'), lapses_at: eastern('2026-10-07T12:05:00') }] })),
			refuses: ['US-P1', 'US-F2'],
			from: eastern('2026-10-07T12:05:00'),
		},
		{ name: '10(c): an unanswered call does not', file: noon(friend({ earlier: [callAt(eastern('2026-10-05T12:00:00'))] })) },
		{
			name: '6(d)(2)(ii): the consumer consented to it',
			file: noon(friend({ consents: [{ kind: 'third_parties', given_at: eastern('2026-10-01T12:00:00') }] }), { purpose: 'collect' }),
		},
		{
			name: '6(d)(2)(ii): the consent, given to the creditor, is none',
			file: noon(friend({ consents: [{ kind: 'third_parties', given_at: eastern('2026-10-01T12:00:00'), given_to: 'creditor' }] }), {
				purpose: 'collect',
			}),
			refuses: ['US-P1'],
		},
	]);
});

describe('US-E1 and US-E3: e-mail (comments 6(d)(3) to (4), 6(e)-1)', () => {
	const mail = (point: NonNullable<Facts['point']>, day = '10-07') => at(day, '12:00:00', { point }, { channel: 'email' });
	const notice = { sent_on: '2026-09-01', opt_out_until: '2026-10-06' };
	everyCase([
		{
			name: '(4)(i)(A): they used it about the debt; each message tells how to opt out',
			file: mail({ emailed_us: true }),
			owes: ['opt_out_each_time'],
		},
		{
			name: '(4)(i)(A): and opted out of it since',
			file: mail({ emailed_us: true, opted_out_at: eastern('2026-10-01T12:00:00') }),
			refuses: ['US-C1'],
		},
		{ name: '(4)(i)(B)-2: given on the website that said so', file: mail({ email_consent: true }) },
		{
			name: '(4)(ii)(C)(5): the creditor’s notice, the last day of 35 is today: from tomorrow 08:00',
			file: mail({ creditor_notice: notice }, '10-06'),
			refuses: ['US-E3'],
			from: eastern('2026-10-07T08:00:00'),
		},
		{ name: '(4)(ii)(D): the day after', file: mail({ creditor_notice: notice }) },
		{
			name: '(4)(ii)(C)(5): 34 days are too few, whatever the day',
			file: mail({ creditor_notice: { ...notice, sent_on: '2026-09-02' } }),
			refuses: ['US-E3'],
		},
		{
			name: '(4)(ii)(D)-1: opted out after the period',
			file: mail({ creditor_notice: notice, opted_out_at: eastern('2026-10-07T11:00:00') }),
			refuses: ['US-C1'],
		},
		{
			name: '(4)(ii)(D)-1: asked not to be written to by e-mail at all',
			file: at('10-07', '12:00:00', { point: { creditor_notice: notice }, refused_media: ['email'] }, { channel: 'email' }),
			refuses: ['US-C1'],
		},
		{
			name: '(4)(ii)(D)-2: which is no cease request: a letter is open',
			file: at('10-07', '12:00:00', { refused_media: ['email'] }, { channel: 'letter' }),
		},
		{ name: '(4)(ii)(E)-1: john.doe@agency.gov', file: mail({ creditor_notice: notice, public_domain: false }), refuses: ['US-E3'] },
		{
			name: '(4)(ii)(E)-2 and 22(f)(3): known to be the employer’s',
			file: mail({ creditor_notice: notice, employer_provided: true }),
			refuses: ['US-E3'],
		},
		{ name: '22(f)(3)-1: the employer’s, but they wrote from it', file: mail({ emailed_us: true, employer_provided: true }) },
		{ name: '(4)(iii)-2.i and ii: the collector immediately before used it', file: mail({ prior_collector_used: true }) },
		{
			name: '(4)(iii)-2.iii: the one before that did, the last one did not',
			file: mail({ prior_collector_used: false }),
			refuses: ['US-E3'],
		},
		{
			name: '(3)(ii)-1: somebody said it led to a disclosure',
			file: mail({ emailed_us: true, disclosed_to_others: true }),
			refuses: ['US-E3'],
		},
	]);
});

describe('US-E2: texts (1006.6(d)(5))', () => {
	const text = (point: NonNullable<Facts['point']> | undefined, earlier: Earlier[] = []) =>
		noon({ ...(point ? { point } : {}), earlier }, { channel: 'sms' });
	const ago = (days: number) => eastern(`${Temporal.PlainDate.from('2026-10-07').subtract({ days }).toString()}T12:00:00`);
	everyCase([
		{ name: '(i)(A): they texted 60 days ago', file: text({ texted_us_at: ago(60) }) },
		{
			name: '(i)(A): their text stands in the history, 60 days ago',
			file: text(undefined, [{ at: ago(60), channel: 'sms', direction: 'inbound' }]),
		},
		{
			name: '(i)(A): 61 days ago, in the history',
			file: text(undefined, [{ at: ago(61), channel: 'sms', direction: 'inbound' }]),
			refuses: ['US-E2'],
		},
		{
			name: '(i)(A): from another number of theirs',
			file: text(undefined, [{ at: ago(1), channel: 'sms', direction: 'inbound', same_number: false }]),
			refuses: ['US-E2'],
		},
		{ name: '(i)(A): 61 days ago', file: text({ texted_us_at: ago(61) }), refuses: ['US-E2'] },
		{ name: '(i)(B): long ago, the number checked 60 days ago', file: text({ texted_us_at: ago(400), reassignment_checked_at: ago(60) }) },
		{ name: '(i)(B): checked 61 days ago', file: text({ texted_us_at: ago(400), reassignment_checked_at: ago(61) }), refuses: ['US-E2'] },
		{ name: '(i)-1: they only rang from it', file: text({}, [callAt(ago(1), 'machine', { direction: 'inbound' })]), refuses: ['US-E2'] },
		{ name: '(ii)(A): consent renewed 60 days ago', file: text({ text_consent_at: ago(60) }) },
		{ name: '(ii)(B): consent a year ago, checked since', file: text({ text_consent_at: ago(365), reassignment_checked_at: ago(3) }) },
		{ name: '(ii): consent withdrawn', file: text({ text_consent_at: null, reassignment_checked_at: ago(3) }), refuses: ['US-E2'] },
		{
			name: '(3)(ii): consent, but somebody said texts to it led to a disclosure',
			file: text({ text_consent_at: ago(3), disclosed_to_others: true }),
			refuses: ['US-E2'],
		},
		{
			name: '(i): opted out by STOP since',
			file: text({ texted_us_at: ago(3), opted_out_at: ago(2), opted_out_of: ['sms'] }),
			refuses: ['US-C1'],
		},
	]);
});

describe('US-C1: a medium refused (comments 14(h)(1)-1 to -3, 14(h)(2)-1)', () => {
	const stopped = {
		point: {
			text_consent_at: eastern('2026-10-01T12:00:00'),
			opted_out_at: eastern('2026-10-06T12:00:00'),
			opted_out_of: ['sms' as const],
		},
	};
	const rang = callAt(eastern('2026-10-07T11:59:00'), undefined, { direction: 'inbound' });
	const confirmation: Ask = { channel: 'sms', purpose: 'opt_out_confirmation' };
	everyCase([
		{ name: '3.i: “stop calling”', file: noon({ refused_media: ['voice'] }), refuses: ['US-C1'] },
		{ name: '3.i: a letter is open', file: noon({ refused_media: ['voice'] }, { channel: 'letter' }) },
		{ name: '2: not this one of two mobiles', file: noon({ point: { opted_out_at: eastern('2026-10-06T12:00:00') } }), refuses: ['US-C1'] },
		{ name: '2: the other one is open', file: noon({ point: {} }) },
		{ name: '3.ii: STOP to a text: no further text', file: noon(stopped, { channel: 'sms' }), refuses: ['US-C1'] },
		{ name: '3.ii: a call to the same number is no electronic message', file: noon(stopped) },
		{ name: '(h)(2)(i): one confirmation of the opt-out', file: noon(stopped, confirmation) },
		{
			name: '(h)(2)(i): the confirmation needs no further basis',
			file: noon({ point: { opted_out_at: eastern('2026-10-07T11:00:00') } }, { channel: 'email', purpose: 'opt_out_confirmation' }),
		},
		{
			name: '(h)(2)(i): a second one is none',
			file: noon({ ...stopped, earlier: [{ at: eastern('2026-10-06T12:01:00'), channel: 'sms' }] }, confirmation),
			refuses: ['US-C1'],
		},
		{ name: '(h)(2)(i): nor one that names an amount', file: noon(stopped, { ...confirmation, amount_minor: 1 }), refuses: ['US-C1'] },
		{ name: '(h)(2)(i): nobody opted out: it is a text like any other', file: noon({ point: {} }, confirmation), refuses: ['US-E2'] },
		{
			name: '(h)(2)(i): electronic only: “stop calling” is not confirmed by a call',
			file: noon({ refused_media: ['voice'] }, { purpose: 'opt_out_confirmation' }),
			refuses: ['US-C1'],
		},
		{
			name: '(h)(2)(ii): they asked for no calls, then ring: they are answered',
			file: noon({ refused_media: ['voice'], earlier: [rang] }, { responds: true }),
		},
		{
			name: '(h)(2)(ii): once',
			file: noon(
				{ refused_media: ['voice'], earlier: [{ ...rang, at: eastern('2026-10-07T10:00:00') }, callAt(eastern('2026-10-07T10:30:00'))] },
				{ responds: true },
			),
			refuses: ['US-C1'],
		},
		{
			name: '(2)-1: periodic statements of a mortgage by letter, though letters were refused',
			file: noon({ refused_media: ['letter'] }, { channel: 'letter', purpose: 'required_by_law' }),
		},
		{ name: '(2)-1: another letter is not', file: noon({ refused_media: ['letter'] }, { channel: 'letter' }), refuses: ['US-C1'] },
	]);
});

describe('US-E4, US-E5, US-E6: social media, postcards, envelopes (comments 18(d)-1, 22(f)(2)-1, 22(f)(4)-1)', () => {
	everyCase([
		{ name: '22(f)(4)-1: on a page their contacts can see', file: noon({}, { channel: 'social', public: true }), refuses: ['US-E4'] },
		{
			name: '22(f)(4)-1: a private message; 18(d)-1.i: asking to connect it says who asks',
			file: noon({}, { channel: 'social', public: false }),
			owes: ['disclose_purpose_when_connecting', 'opt_out_each_time'],
		},
		{
			name: '18(d)-1.ii: privately to a colleague, for the whereabouts: own name, and not that it is about a debt',
			file: noon({ party: 'third_party', relation: 'colleague' }, { channel: 'social', public: false }),
			owes: ['own_name_employer_only_if_asked'],
			spares: ['disclose_purpose_when_connecting'],
		},
		{ name: '22(f)(1): a postcard', file: noon({}, { channel: 'letter', postcard: true }), refuses: ['US-E6'] },
		{ name: '22(f)(2): words on the envelope', file: noon({}, { channel: 'letter', envelope_tells: true }), refuses: ['US-E6'] },
		{ name: '22(f)(2)-1: addresses, postage, bar code', file: noon({}, { channel: 'letter' }), owes: ['nothing_on_the_envelope'] },
	]);
});

describe('US-X1 and US-B1: amounts and time-barred debts (1006.22(b), 1006.26(b))', () => {
	everyCase([
		{ name: 'more than is owed', file: noon({}, { amount_minor: 50_001 }), refuses: ['US-X1'] },
		{ name: 'what is owed', file: noon({}, { amount_minor: 50_000 }) },
		{ name: 'a debt with nothing owed', file: noon({ debts: [{ ...card, owed_minor: 0 }] }), refuses: ['US-X1'] },
		{
			name: 'a threat of suit the day after the last day',
			file: noon({ debts: [{ ...card, suit_until: '2026-10-06' }] }, { content: ['threatens_suit'] }),
			refuses: ['US-B1'],
		},
		{ name: 'a threat of suit on it', file: noon({ debts: [{ ...card, suit_until: '2026-10-07' }] }, { content: ['threatens_suit'] }) },
		{ name: 'asking for payment without one', file: noon({ debts: [{ ...card, suit_until: '2020-10-06' }] }) },
	]);
});

describe('US-V1 and US-V2: notice and dispute (1006.34(a), comments 38-1, 38(a)(1)-1, 38(d)(2)(ii)-1)', () => {
	const first = (date: string, more: object = {}) => ({
		debts: [{ id: 'card', first_communication_at: eastern(`2026-${date}T12:00:00`), ...more }],
	});
	const dispute = (more: object = {}) => ({
		holds: [{ kind: 'dispute' as const, from_at: eastern('2026-10-01T12:00:00'), debt_id: 'card', ...more }],
	});
	const received = (on: string) => ({ debts: [{ ...card, validation_received_on: on }] });
	everyCase([
		{
			name: 'no notice on the fifth day after the first communication: still permitted, the notice due',
			file: noon(first('10-02')),
			owes: ['validation_notice_within_5_days'],
		},
		{ name: 'on the sixth day', file: noon(first('10-01')), refuses: ['US-V1'] },
		{ name: 'but for the notice itself', file: noon(first('10-01'), { channel: 'letter', purpose: 'validation_notice' }) },
		{
			name: 'sent on the fifth day',
			file: noon(first('10-01', { validation_sent_on: '2026-10-06' })),
			spares: ['validation_notice_within_5_days'],
		},
		{
			name: '38-1: a written dispute in the validation period',
			file: noon({ ...received('2026-09-10'), ...dispute() }),
			refuses: ['HOLD', 'US-V2'],
		},
		{ name: 'on its thirtieth day', file: noon({ ...received('2026-09-01'), ...dispute() }), refuses: ['HOLD', 'US-V2'] },
		{
			name: 'after it the law does not stop collecting; the house holds it until lifted',
			file: noon({ ...received('2026-08-31'), ...dispute() }),
			refuses: ['HOLD'],
		},
		{ name: 'by word of mouth: the house alone', file: noon(dispute({ written: false })), refuses: ['HOLD'] },
		{ name: 'answered by a verification', file: noon(dispute({ answered_at: eastern('2026-10-05T12:00:00') })) },
		{ name: 'the verification itself is sent', file: noon(dispute(), { channel: 'letter', purpose: 'required_by_law' }) },
		{
			name: '38(d)(2)(ii)-1: a duplicate holds until they are told it is one',
			file: noon(dispute({ duplicate: true })),
			refuses: ['HOLD', 'US-V2'],
		},
		{ name: '38(d)(2)(ii)(A): told', file: noon(dispute({ duplicate: true, answered_at: eastern('2026-10-05T12:00:00') })) },
		{
			name: 'one debt disputed: the other goes on',
			file: noon({ debts: [card, { ...card, id: 'b' }], ...dispute() }, { debt_ids: ['b'] }),
		},
	]);
});
