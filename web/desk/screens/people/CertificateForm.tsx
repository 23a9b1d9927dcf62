import { useQueryClient } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import { useNow } from '../../api/clock.ts';
import { certifyLogin, type LoginView } from '../../api/house.ts';
import { useMe } from '../../api/session.ts';
import { peopleText } from '../../i18n/people.ts';
import { useSay } from '../../i18n/language.ts';
import { Field, FormShell } from '../../parts/FormShell.tsx';
import { dateOf } from '../../parts/time.ts';

/** Exam and training of an agent or lead (CN-H1): an exam that was passed keeps its day, the training is of today unless said. */
export function CertificateForm({ login, onDone }: { login: LoginView; onDone: () => void }) {
	const say = useSay();
	const { tenant } = useMe();
	const today = dateOf(useNow('minute'), tenant.zone);
	const queryClient = useQueryClient();
	const [exam, setExam] = useState(login.exam_passed_on ?? today);
	const [training, setTraining] = useState(today);
	const act = useAct(certifyLogin, {
		onDone: () => {
			void queryClient.invalidateQueries({ queryKey: ['logins'] });
			onDone();
		},
	});
	const why = () => {
		if (exam === '' || training === '') return say(peopleText.certificateMissing);
		return exam > today || training > today ? say(peopleText.certificateAhead) : null;
	};
	return (
		<FormShell
			label={`${say(peopleText.certify)} ${login.name}`}
			submit={say(peopleText.save)}
			blockedBecause={why()}
			sending={act.isPending}
			error={act.error}
			onSubmit={() => act.mutate({ id: login.id, body: { exam_passed_on: exam, trained_on: training } })}
		>
			<Field label={say(peopleText.exam)} hint={say(peopleText.certificateHint)}>
				{(control) => <Input {...control} type="date" max={today} value={exam} onChange={(event) => setExam(event.target.value)} />}
			</Field>
			<Field label={say(peopleText.trained)}>
				{(control) => <Input {...control} type="date" max={today} value={training} onChange={(event) => setTraining(event.target.value)} />}
			</Field>
		</FormShell>
	);
}
