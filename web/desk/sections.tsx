import {
	BarsOutlined,
	CustomerServiceOutlined,
	DashboardOutlined,
	InboxOutlined,
	PartitionOutlined,
	PayCircleOutlined,
	TeamOutlined,
	LineChartOutlined,
	SafetyCertificateOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Sentence } from '../../src/core/refusal.ts';
import type { Me, Permission } from './api/types.ts';
import { complianceText } from './i18n/compliance.ts';
import { menuText } from './i18n/house.ts';
import { shellText } from './i18n/shell.ts';

/** A part of the desk with a place in the menu. A new screen is one line here, one route in `routes.tsx`, one folder in `screens/`. */
export type Section = { path: string; text: Sentence; icon: ReactNode; permission: Permission };

export const sections: readonly Section[] = [
	{ path: '/desk', text: shellText.desk, icon: <CustomerServiceOutlined />, permission: 'work.next' },
	{ path: '/debtors', text: shellText.debtors, icon: <BarsOutlined />, permission: 'debtor.view' },
	{ path: '/floor', text: menuText.floor, icon: <DashboardOutlined />, permission: 'floor.view' },
	{ path: '/assignments', text: menuText.assignments, icon: <PartitionOutlined />, permission: 'assignment.change' },
	{ path: '/placements', text: menuText.placements, icon: <InboxOutlined />, permission: 'placement.view' },
	{ path: '/payments', text: menuText.payments, icon: <PayCircleOutlined />, permission: 'payment.view' },
	{ path: '/dashboard', text: menuText.dashboard, icon: <LineChartOutlined />, permission: 'report.view' },
	{ path: '/compliance', text: complianceText.title, icon: <SafetyCertificateOutlined />, permission: 'decision.view' },
	{ path: '/people', text: menuText.people, icon: <TeamOutlined />, permission: 'people.view' },
];

/** The sections a person may open, in the order of the menu; the first is where they land. */
export function sectionsOf(me: Me): Section[] {
	return sections.filter(({ permission }) => me.permissions.includes(permission));
}
