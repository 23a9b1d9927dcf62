import { Button, Modal } from 'antd';
import { useState } from 'react';
import { caseText } from '../../i18n/case.ts';
import { useSay } from '../../i18n/language.ts';
import { shellText } from '../../i18n/shell.ts';
import { useKeys } from '../../parts/keys.ts';

const keys = [
	['F8', caseText.keyNext],
	['1 – 9  0  -', caseText.keyDigits],
	['F2', caseText.keyDial],
	['F9', caseText.keyNote],
	['i', caseText.keyIdentity],
	['Esc', caseText.keyBack],
	['F4', caseText.keyLeave],
	['/', caseText.keySearch],
	['?', caseText.keyHelp],
] as const;

/** All keys of the desk in one list, opened by `?` from anywhere. */
export function KeyHelp() {
	const say = useSay();
	const [open, setOpen] = useState(false);
	useKeys({ '?': () => setOpen(true) });
	return (
		<>
			<Button
				type="text"
				aria-label={say(shellText.keyHelp)}
				title={say(shellText.keyHelp)}
				aria-keyshortcuts="?"
				onClick={() => setOpen(true)}
			>
				<kbd aria-hidden>?</kbd>
			</Button>
			<Modal open={open} title={say(caseText.keysTitle)} onCancel={() => setOpen(false)} footer={null}>
				<table className="key-table">
					<tbody>
						{keys.map(([key, text]) => (
							<tr key={key}>
								<th scope="row">
									<kbd>{key}</kbd>
								</th>
								<td>{say(text)}</td>
							</tr>
						))}
					</tbody>
				</table>
				<p className="quiet">{say(caseText.keysNotTyping)}</p>
			</Modal>
		</>
	);
}
