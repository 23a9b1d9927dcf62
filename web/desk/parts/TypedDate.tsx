import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type ComponentProps, useState } from 'react';
import { typedDate } from './time.ts';

type Props = {
	control: { id: string; 'aria-describedby': string };
	/** `yyyy-MM-dd`, with ` HH:mm` where there is a time; empty while not chosen. */
	value: string;
	onChange: (value: string) => void;
	min: string;
	withTime?: boolean;
	first?: boolean;
};

/**
 * A date picker whose typed text counts at every stroke. Ant Design hands over what was typed only on Enter, Tab or close; F8 saves without any of these, and would save the date that stood
 * there before. Text that is half typed or no date counts as none; left so, the field is empty.
 */
export function TypedDate({ control, value, onChange, min, withTime = false, first = false }: Props) {
	/** What the picker itself goes by while the text is no date: were it emptied, the text would go with it. */
	const [before, setBefore] = useState<string | null>(null);
	const choose = (text: string) => {
		setBefore(null);
		if (text !== value) onChange(text);
	};
	const hear = (text: string) => {
		const typed = typedDate(text);
		if (typed !== null && (typed.time !== '') === withTime) return choose(text);
		setBefore(before ?? value);
		if (value !== '') onChange('');
	};
	const shown = value === '' ? (before ?? '') : value;
	const picked = (_: unknown, text: string | string[] | null) => choose(typeof text === 'string' ? text : '');
	const time: ComponentProps<typeof DatePicker> = withTime ? { showTime: { format: 'HH:mm', minuteStep: 5 } } : {};
	return (
		<span
			className="typed-date"
			onInput={({ target }) => {
				if (target instanceof HTMLInputElement) hear(target.value.trim());
			}}
		>
			<DatePicker
				{...control}
				{...time}
				{...(first ? { 'data-first-field': true } : {})}
				className="wide-control"
				format={withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
				value={shown === '' ? null : dayjs(shown.replace(' ', 'T'))}
				minDate={dayjs(min)}
				previewValue={false}
				onChange={picked}
				onCalendarChange={picked}
				onBlur={() => setBefore(null)}
			/>
		</span>
	);
}
