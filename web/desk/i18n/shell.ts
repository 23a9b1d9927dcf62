import type { Role } from '../../../src/record/actor.ts';
import type { Sentence } from '../../../src/core/refusal.ts';
import type { Texts } from './texts.ts';

export const shellText = {
	product: { zh: '善催', en: 'Dunwell' },
	menu: { zh: '主菜单', en: 'Main menu' },
	openMenu: { zh: '打开菜单', en: 'Open menu' },
	collapseMenu: { zh: '收起菜单', en: 'Collapse menu' },
	expandMenu: { zh: '展开菜单', en: 'Expand menu' },
	skipToContent: { zh: '跳到正文', en: 'Skip to content' },
	desk: { zh: '工作台', en: 'Desk' },
	debtors: { zh: '债务人', en: 'Debtors' },
	search: { zh: '查找债务人', en: 'Find a debtor' },
	searchPlaceholder: { zh: '姓名、案件编号、完整手机号或证件号', en: 'Name, reference, full phone or ID number' },
	agencyTime: { zh: '机构时间', en: 'Agency time' },
	keyHelp: { zh: '快捷键', en: 'Keyboard shortcuts' },
	switchLanguage: { zh: 'English', en: '中文' },
	signOut: { zh: '退出登录', en: 'Sign out' },
	signedInAs: { zh: '当前用户：{name}（{role}）', en: 'Signed in as {name} ({role})' },
	signIn: { zh: '登录', en: 'Sign in' },
	signInIntro: {
		zh: '依法、善意、不遗漏地处理每一笔逾期债务。',
		en: 'Every overdue debt handled lawfully, kindly, and without anything forgotten.',
	},
	username: { zh: '用户名', en: 'User name' },
	password: { zh: '密码', en: 'Password' },
	signInFirst: { zh: '请先填写用户名和密码。', en: 'Enter your user name and password first.' },
	signedOutNotice: { zh: '会话已结束，请重新登录。', en: 'Your session has ended. Please sign in again.' },
	ownPassword: { zh: '设置自己的密码', en: 'Set your own password' },
	ownPasswordWhy: {
		zh: '现在的密码是管理员设置的，只能用来设置您自己的密码。之后别人无法以您的名义操作。',
		en: 'The present password was set by an administrator and only opens this page. After this nobody else can act in your name.',
	},
	currentPassword: { zh: '当前密码', en: 'Current password' },
	newPassword: { zh: '新密码', en: 'New password' },
	newPasswordHint: { zh: '至少 8 个字符；一句话比一个词更安全。', en: 'At least 8 characters; a sentence is safer than a word.' },
	repeatPassword: { zh: '再输入一次新密码', en: 'New password again' },
	passwordShort: { zh: '新密码至少 8 个字符。', en: 'The new password needs at least 8 characters.' },
	passwordDiffers: { zh: '两次输入的新密码不一致。', en: 'The two new passwords differ.' },
	passwordMissing: { zh: '请填写当前密码。', en: 'Enter the current password.' },
	savePassword: { zh: '保存密码', en: 'Save password' },
	pageMissing: { zh: '没有这个页面', en: 'There is no such page' },
	pageMissingNext: { zh: '地址可能写错了，或页面已经移走。', en: 'The address may be mistyped, or the page has moved.' },
	pageDenied: { zh: '您的角色不能打开这个页面', en: 'Your role may not open this page' },
	pageDeniedNext: { zh: '如工作需要，请联系管理员调整角色。', en: 'If your work needs it, ask an administrator to change your role.' },
	backToStart: { zh: '回到首页', en: 'Back to the start' },
	offline: {
		zh: '与服务器的连接中断，正在重连。已保存的内容不会丢失。',
		en: 'The connection to the server is lost; reconnecting. Nothing saved is lost.',
	},
} as const satisfies Texts;

export const roleText: Readonly<Record<Role, Sentence>> = {
	agent: { zh: '催收员', en: 'Agent' },
	team_lead: { zh: '组长', en: 'Team lead' },
	compliance: { zh: '质检合规', en: 'Compliance' },
	manager: { zh: '运营主管', en: 'Manager' },
	admin: { zh: '管理员', en: 'Administrator' },
	client: { zh: '委案方', en: 'Client' },
	system: { zh: '自动', en: 'Automatic' },
};
