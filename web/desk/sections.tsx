import { BarsOutlined, CustomerServiceOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Sentence } from '../../src/core/refusal.ts';
import type { Me, Permission } from './api/types.ts';
import { shellText } from './i18n/shell.ts';

/** A part of the desk with a place in the menu. A new screen is one line here, one route in `routes.tsx`, one folder in `screens/`. */
export type Section = { path: string; text: Sentence; icon: ReactNode; permission: Permission };

export const sections: readonly Section[] = [
	{ path: '/desk', text: shellText.desk, icon: <CustomerServiceOutlined />, permission: 'work.next' },
	{ path: '/debtors', text: shellText.debtors, icon: <BarsOutlined />, permission: 'debtor.view' },
];

/** The sections a person may open, in the order of the menu; the first is where they land. */
export function sectionsOf(me: Me): Section[] {
	return sections.filter(({ permission }) => me.permissions.includes(permission));
}
