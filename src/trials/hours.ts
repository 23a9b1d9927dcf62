import { agreeHours, revokeHours } from '../contact/actions.ts';
import { isRefusal } from '../core/refusal.ts';
import { ask } from '../simulator/misdeeds-parts.ts';
import { calls, consent, enter, reach, revoke, texts, trained, type Trial, wish } from './parts.ts';

const short: readonly string[] = ['07:30', '07:59:50', '08:01', '20:58', '21:02', '21:30', '22:00:05'];

/** When one may call, and what the person said of it. */
export const trialsOfHours: Readonly<Record<string, Trial>> = {
	'the edges of the hours': async (stage) => {
		const early = stage.who('at dawn');
		const { debtor_id: debtorId } = early;
		stage.clock.set(stage.at(3, '10:00'));
		await enter(stage, 'hours.agree', early, {}, async (act) => {
			const agreed = await agreeHours(act, { debtorId, hours: { from: '06:30', until: '07:30' }, evidence: 'recorded call' });
			return isRefusal(agreed) ? agreed : { id: agreed.agreedHoursId };
		});
		await calls(stage, early, [
			[2, '06:29'],
			[2, '07:00'],
			[2, '07:31'],
		]);
		stage.clock.set(stage.at(1, '10:00'));
		await enter(stage, 'hours.revoke', early, {}, async (act) => {
			const ended = await revokeHours(act, debtorId);
			return isRefusal(ended) ? ended : { id: String(debtorId) };
		});
		await calls(stage, early, [
			[0, '07:00'],
			[0, '07:45'],
			[0, '07:59:55'],
		]);
		stage.clock.set(stage.at(0, '21:55'));
		await ask(stage, stage.agent, early);
		await calls(stage, early, [
			[0, '21:59:30'],
			[0, '22:00:05'],
		]);
		// In Kolkata it is two and a half hours earlier.
		for (const name of ['east', 'west'] as const)
			await calls(stage, stage.who(name), [
				[0, '10:20'],
				[0, '21:40'],
				[0, '22:10'],
			]);
	},
	'the day the clocks change': async (stage) => {
		const place = 'America/New_York';
		const turn = stage.on.toZonedDateTime(place).getTimeZoneTransition('previous')?.toPlainDate() ?? stage.on;
		for (const time of short)
			await reach(stage, stage.who('turned'), turn.toZonedDateTime({ timeZone: place, plainTime: time }).toInstant());
	},
	'times and media that were asked to be left': async (stage) => {
		const evidence = 'recorded call';
		stage.clock.set(stage.at(3, '09:00'));
		const weekday = stage.who('of that weekday');
		await wish(stage, weekday, { kind: 'inconvenient_time', weekdays: [stage.on.dayOfWeek], evidence });
		await calls(stage, weekday, [
			[1, '10:00'],
			[0, '10:00'],
		]);
		const media = stage.who('of two media');
		stage.clock.set(stage.at(3, '09:00'));
		await wish(stage, media, { kind: 'refused_medium', channel: 'sms', evidence });
		await wish(stage, media, { kind: 'refused_medium', channel: 'voice', evidence });
		await calls(stage, media, [[0, '10:00']]);
		await texts(stage, media, [stage.at(0, '10:10')]);
		const lunch = stage.who('at lunch');
		stage.clock.set(stage.at(3, '09:00'));
		await wish(stage, lunch, { kind: 'inconvenient_time', from: '14:00', until: '15:00', evidence });
		await calls(stage, lunch, [
			[0, '13:59:30'],
			[0, '14:00:30'],
			[0, '14:59:30'],
			[0, '16:45'],
		]);
		const until = stage.who('until today');
		stage.clock.set(stage.at(3, '09:00'));
		await wish(stage, until, {
			kind: 'inconvenient_time',
			from_on: stage.on.subtract({ days: 2 }).toString(),
			until_on: stage.on.toString(),
			evidence,
		});
		await calls(stage, until, [
			[2, '10:00'],
			[0, '10:00'],
		]);
	},
	'an hour of the night, agreed once': async (stage) => {
		const night = {
			kind: 'times' as const,
			from_at: stage.at(0, '22:00').toString(),
			until_at: stage.at(0, '23:00').toString(),
			proof: 'recorded call',
		};
		for (const name of ['by night', 'by night no more'] as const) {
			const who = stage.who(name);
			stage.clock.set(stage.at(1, '10:00'));
			const given = await consent(stage, who, night);
			if (name === 'by night no more' && !isRefusal(given)) {
				stage.clock.set(stage.at(0, '22:10'));
				await revoke(stage, who, given.id);
			}
			await calls(stage, who, [
				[0, '22:30'],
				[0, '23:00:30'],
			]);
		}
	},
	'training of a year and a day': async (stage) => {
		const who = stage.who('trained');
		const after = async (time: string, on: Temporal.PlainDate) => {
			stage.clock.set(stage.at(0, time));
			await trained(stage, on);
		};
		await reach(stage, who, stage.at(0, '16:50'), { by: stage.newcomer });
		await after('17:00', stage.on.subtract({ years: 1, days: 1 }));
		await calls(stage, who, [[0, '17:01']]);
		await after('17:05', stage.on.subtract({ years: 1 }));
		await calls(stage, who, [[0, '17:06']]);
		await after('17:10', stage.on.subtract({ days: 30 }));
	},
};
