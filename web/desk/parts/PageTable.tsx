import { Button, Table, type TableColumnsType } from 'antd';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useSay } from '../i18n/language.ts';
import { partsText } from '../i18n/parts.ts';
import { ErrorState, LoadingState } from './states.tsx';

type Props<Row extends object> = {
	/** What the table lists, for screen readers and tests. */
	label: string;
	columns: TableColumnsType<Row>;
	/** `undefined` while loading. */
	rows: readonly Row[] | undefined;
	rowKey: keyof Row & string;
	/** Required, so that a failure is never shown as an empty list. */
	error: Error | null;
	onRetry: () => void;
	/** Required: what to do when there is nothing. */
	empty: ReactNode;
	/** Given while there is more; the server's cursor stays with the caller. */
	more?: { loading: boolean; load: () => void } | undefined;
	/** Said beside the count: that there is more than is shown, and what to do. */
	note?: string | undefined;
	/** Sum of the column widths, for narrow screens; columns must have widths. */
	width: number;
	/** Cells of a selected row for bulk acts. */
	selection?: { keys: readonly string[]; onChange: (keys: string[]) => void };
	onSort?: (by: string | undefined, descending: boolean) => void;
};

/** Up to so many rows a list is laid out whole: then a row is as high as its words and buttons need. */
const wholeMax = 60;

/** The one list of the desk: a long one virtual, so ten thousand rows scroll like ten; its filters and order live in the address. */
export function PageTable<Row extends object>(props: Props<Row>) {
	const { label, columns, rows, rowKey, error, onRetry, empty, more, note, width, selection, onSort } = props;
	const say = useSay();
	const frame = useRef<HTMLDivElement>(null);
	const height = useHeightToBottom(frame, rows !== undefined);
	if (error) return <ErrorState error={error} onRetry={onRetry} />;
	if (rows === undefined) return <LoadingState rows={8} />;
	if (rows.length === 0) return <>{empty}</>;
	return (
		<div ref={frame} className="page-table" role="region" aria-label={label}>
			<Table<Row>
				virtual={rows.length > wholeMax}
				size="middle"
				columns={columns}
				dataSource={rows}
				rowKey={rowKey}
				pagination={false}
				scroll={{ x: width, y: height }}
				{...(selection && {
					rowSelection: {
						columnWidth: 48,
						selectedRowKeys: [...selection.keys],
						onChange: (keys: React.Key[]) => selection.onChange(keys.map(String)),
					},
				})}
				onChange={(_, __, sorter) => {
					if (!onSort || Array.isArray(sorter)) return;
					onSort(sorter.order ? String(sorter.columnKey) : undefined, sorter.order === 'descend');
				}}
			/>
			<footer className="page-table-foot">
				<span>
					{say(partsText.shown, { count: rows.length })} {note}
				</span>
				{more && (
					<Button size="small" loading={more.loading} onClick={more.load}>
						{say(partsText.more)}
					</Button>
				)}
			</footer>
		</div>
	);
}

/** The room between an element and the bottom of the window: a virtual table needs its height as a number. */
function useHeightToBottom(frame: React.RefObject<HTMLDivElement | null>, ready: boolean): number {
	const [height, setHeight] = useState(480);
	useLayoutEffect(() => {
		const measure = () => {
			const top = frame.current?.getBoundingClientRect().top ?? 0;
			setHeight(Math.max(240, window.innerHeight - top - 110));
		};
		if (ready) measure();
		window.addEventListener('resize', measure);
		return () => window.removeEventListener('resize', measure);
	}, [frame, ready]);
	return height;
}
