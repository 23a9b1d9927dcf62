import { useQueryClient } from '@tanstack/react-query';
import { useAct } from '../../api/act.ts';
import { addComplaintFile, type ComplaintView } from '../../api/care.ts';
import { useMay, useMe } from '../../api/session.ts';
import { careText } from '../../i18n/care.ts';
import { useSay } from '../../i18n/language.ts';
import { DateTime } from '../../parts/DateTime.tsx';
import { FileDrop } from '../../parts/FileDrop.tsx';
import { ErrorState } from '../../parts/states.tsx';

/** What was handed in with it: opened as files, never shown as pages. */
export function ComplaintFiles({ view }: { view: ComplaintView }) {
	const say = useSay();
	const may = useMay();
	const { tenant } = useMe();
	const queryClient = useQueryClient();
	const act = useAct(addComplaintFile, { onDone: () => void queryClient.invalidateQueries({ queryKey: ['complaints'] }) });
	const take = async (file: File) => {
		const bytes = new Uint8Array(await file.arrayBuffer());
		let binary = '';
		for (let at = 0; at < bytes.length; at += 32_768) binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
		act.mutate({ id: view.id, name: file.name, content_base64: btoa(binary) });
	};
	return (
		<>
			<h3>{say(careText.files)}</h3>
			<ul className="lines">
				{view.files.map((file) => (
					<li key={file.id}>
						<a href={`/api/complaints/${view.id}/files/${file.id}`}>{file.name}</a>
						<span className="quiet">
							{Math.ceil(file.bytes / 1024)} KB · <DateTime at={file.added_at} zone={tenant.zone} /> · {file.added_by} · SHA-256{' '}
							{file.sha256.slice(0, 16)}…
						</span>
					</li>
				))}
			</ul>
			{may('complaint.file') && (
				<FileDrop
					compact
					label={say(careText.addFile)}
					hint={say(careText.addFileHint)}
					accept=".pdf,.png,.jpg,.jpeg,.txt"
					busy={act.isPending}
					onFile={(file) => void take(file)}
				/>
			)}
			{act.error && <ErrorState error={act.error} />}
		</>
	);
}
