import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, problemOf, type Refusal, refuse } from '../core/refusal.ts';
import { formatMoney, isCurrency } from '../core/money.ts';
import { type App, answer } from '../host/http.ts';
import { inTenant } from '../host/db.ts';
import { hashOfSecret } from '../host/vault.ts';
import { change, type Door } from '../record/change.ts';
import { fileComplaint, receivedThrough } from './actions.ts';
import { addFile, fileBytesMax, fileFacts, fileRefusal, type NewFile, sizeRefusal } from './files.ts';
import { type ComplaintKind, holdOf, kinds } from './rules.ts';
import { findLink, portalDebts, type PortalDebt } from './store.ts';

/** A day’s filings through one debtor's links: more is noise, and the first ones hold contact already. */
const filingsPerDay = 5;
const wordsMax = 4_000;

type Here = { readonly door: Door; readonly debtorId: bigint; readonly filedToday: number; readonly held: readonly string[] };

/**
 * The debtor's own door, without a login: a secret link shows what is owed to whom, masked, and takes a complaint, dispute, hardship or request to stop. Plain HTML that
 * works on any telephone and without scripts. `doorOf` gives the automatic actor of a tenant.
 */
export async function portal(app: App, doorOf: (tenantId: bigint) => Promise<Door | null>): Promise<void> {
	// In a scope of its own: nowhere else is a form taken.
	await app.register(async (scope) => {
		pages(scope, doorOf);
	});
}

function pages(app: App, doorOf: (tenantId: bigint) => Promise<Door | null>): void {
	app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 32_768 }, (_, body, done) => {
		done(null, { fields: Object.fromEntries(new URLSearchParams(String(body))), file: null });
	});
	// Of this scope alone: the house's uploads are read as streams, and no form is sent as JSON.
	app.removeContentTypeParser(['multipart/form-data', 'application/json']);
	app.addContentTypeParser(
		'multipart/form-data',
		{ parseAs: 'buffer', bodyLimit: fileBytesMax + 32_768 },
		(request: FastifyRequest, body: Buffer) => formOf(String(request.headers['content-type']), body),
	);
	const here = async (token: string): Promise<Here | null> => {
		const [tenant = '', secret = ''] = token.split('.');
		if (!/^\d{1,18}$/.test(tenant) || secret.length < 20) return null;
		const door = await doorOf(BigInt(tenant));
		if (!door) return null;
		const link = await inTenant(door.pool, door.tenantId, (tx) => findLink(tx, hashOfSecret(secret), door.clock.now()));
		return link && { door, debtorId: link.debtor_id, filedToday: Number(link.filed_today), held: link.held };
	};
	// What could not even be read: too much of it, or cut off on its way.
	app.setErrorHandler((error, request, reply) => {
		const { statusCode = 500, code = '' } = error as { statusCode?: number; code?: string };
		if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refused(request, reply, sizeRefusal, null, '');
		if (statusCode === 400 && wantsPage(request)) return refused(request, reply, unreadable, null, '');
		throw error;
	});
	const debtsOf = ({ door, debtorId }: Here) => inTenant(door.pool, door.tenantId, (tx) => portalDebts(tx, debtorId));
	app.get<{ Params: { token: string }; Querystring: { received?: string } }>(
		'/portal/:token',
		{ config: { public: true }, schema: { hide: true } },
		async (request, reply) => {
			const at = await here(request.params.token);
			if (!at) return reply.code(404).type('text/html; charset=utf-8').send(gone);
			const { received } = request.query;
			const filed = /^\d{1,18}$/.test(String(received)) ? await receivedThrough(at.door, at.debtorId, BigInt(String(received))) : null;
			return shown(reply, page(await debtsOf(at), { filed }));
		},
	);
	app.post<{ Params: { token: string }; Body: Form | undefined }>(
		'/portal/:token',
		{ config: { public: true }, schema: { hide: true } },
		async (request, reply) => {
			const { token } = request.params;
			const at = await here(token);
			if (!at) return reply.code(404).type('text/html; charset=utf-8').send(gone);
			const { fields, file } = request.body ?? { fields: {}, file: null };
			const { kind, words = '' } = fields;
			const said = words.trim();
			const no = async (refusal: Refusal) => refused(request, reply, refusal, await debtsOf(at), said);
			if (!kinds.includes(kind as ComplaintKind) || said === '' || said.length > wordsMax)
				return no(
					refuse('request.malformed', { reason: `kind, words：请填写，最多 ${wordsMax} 字 (are needed, at most ${wordsMax} characters)` }),
				);
			const wrongFile = file && fileRefusal(file);
			if (wrongFile) return no(wrongFile);
			if (at.filedToday >= filingsPerDay && at.held.includes(holdOf[kind as ComplaintKind]))
				return no(refuse('complaint.too_many', { count: String(filingsPerDay) }));
			const filed = await change(
				at.door,
				{
					act: 'complaint.file',
					input: { debtor: at.debtorId, kind: String(kind), channel: 'portal', file: file && fileFacts(file) },
					debtorId: at.debtorId,
				},
				async (act) => {
					const made = await fileComplaint(act, { debtorId: at.debtorId, kind: kind as ComplaintKind, channel: 'portal', words: said });
					if (isRefusal(made) || file === null) return made;
					const kept = await addFile(act, BigInt(made.id), file);
					return isRefusal(kept) ? kept : made;
				},
			);
			if (isRefusal(filed)) return no(filed);
			// A page of its own: loaded again it files nothing again.
			return reply.redirect(`/portal/${encodeURIComponent(token)}?received=${filed.id}`, 303);
		},
	);
}

const unreadable = refuse('request.malformed', { reason: '表单不完整 (the form is cut off, or is none)' });

const shown = (reply: FastifyReply, html: string) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
const wantsPage = ({ headers }: FastifyRequest) => headers.accept?.includes('text/html') === true;

/** A "no": to a browser the form again with the sentence above it and what was written still in it; to a program a problem document. */
function refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal, debts: readonly PortalDebt[] | null, words: string) {
	if (!wantsPage(request)) return answer(reply, refusal);
	return shown(reply.code(problemOf(refusal).status), page(debts, { refusal, words }));
}

type Form = { readonly fields: Readonly<Record<string, string>>; readonly file: NewFile | null };

/** A form with a file in it, as browsers send it; read by the platform's own parser. */
async function formOf(type: string, body: Buffer): Promise<Form> {
	const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
		throw Object.assign(new Error('表单不完整 (the form is cut off, or is none)'), { statusCode: 400 });
	});
	const fields: Record<string, string> = {};
	for (const [name, value] of form) if (typeof value === 'string') fields[name] = value;
	const file = form.get('file');
	// A browser sends an empty file where none was chosen.
	if (file === null || typeof file === 'string' || file.size === 0) return { fields, file: null };
	return { fields, file: { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) } };
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const head = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>我的账单 · My account</title>
<style>body{font:17px/1.6 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:1rem;color:#1f2329}h1{font-size:1.3rem}h2{font-size:1.1rem;margin-top:2rem}li{margin:.6rem 0}small{color:#5c6370}fieldset{border:1px solid #b6bcc6;border-radius:8px;margin:1rem 0}label{display:block;padding:.35rem 0}textarea{width:100%;box-sizing:border-box;min-height:7rem;font:inherit;border:1px solid #7c8595;border-radius:8px;padding:.5rem}button{font:inherit;padding:.6rem 1.4rem;border:0;border-radius:8px;background:#0b5cad;color:#fff}button:focus,textarea:focus,input:focus{outline:3px solid #8ab8ea}.done,.no{background:#e8f4ea;border-radius:8px;padding:.8rem}.no{background:#fbeaea}</style></head><body><main>`;
const gone = `${head}<h1>链接无效或已过期</h1><p>请致电客服重新获取。<br><small>This link is not valid any more. Please call us for a new one.</small></p></main></body></html>`;

const choices: Readonly<Record<ComplaintKind, readonly [string, string]>> = {
	complaint: ['我要投诉', 'I want to complain'],
	dispute: ['我对这笔债务有异议', 'I dispute this debt'],
	hardship: ['我有困难，暂时还不上', 'I cannot pay at present'],
	cease: ['请不要再联系我', 'Please stop contacting me'],
};

type Told = { readonly filed?: { id: string; due_on: string } | null; readonly refusal?: Refusal; readonly words?: string };

function page(debts: readonly PortalDebt[] | null, { filed, refusal, words = '' }: Told): string {
	const no = refusal && problemOf(refusal).sentence;
	const top = `${head}<h1>我的账单 <small>My account</small></h1>
${no ? `<p class="no" role="alert">${escaped(no.zh)}<br><small>${escaped(no.en)}</small></p>` : ''}`;
	if (debts === null) return `${top}<p><a href="">返回 Back to the form</a></p></main></body></html>`;
	const amount = (debt: PortalDebt) =>
		isCurrency(debt.currency) ? formatMoney({ minor: debt.owed_minor, currency: debt.currency }) : `${debt.owed_minor} ${debt.currency}`;
	const standing = (debt: PortalDebt) =>
		({
			open: () => `应还 <strong>${escaped(amount(debt))}</strong>`,
			settled: () => '已结清 <small>settled</small>',
			// What is owed now the client knows, and not we.
			recalled: () => '已退回委托人，请向其查询 <small>returned to the client: please ask there</small>',
		})[debt.status]();
	const rows = debts.map(
		(debt) =>
			`<li><strong>${escaped(debt.client)}</strong>（尾号 ${escaped(debt.tail)}）：${standing(debt)}<br><small>客服 service ${escaped(debt.service_line ?? '–')} · 投诉 complaints ${escaped(debt.complaint_line ?? '12378')}</small></li>`,
	);
	const radios = kinds.map(
		(kind) =>
			`<label><input type="radio" name="kind" value="${kind}" required> ${choices[kind][0]} <small>${choices[kind][1]}</small></label>`,
	);
	return `${top}
${filed ? `<p class="done" role="status">已收到，编号 ${escaped(filed.id)}。即刻起我们暂停联系，并在 ${escaped(filed.due_on)} 前答复。<br><small>Received, number ${escaped(filed.id)}. We stop contacting you from now on and answer by ${escaped(filed.due_on)}.</small></p>` : ''}
<ul>${rows.join('') || '<li>我们这里没有您的账单 <small>we hold no account of yours</small></li>'}</ul>
<h2>告诉我们 <small>Tell us</small></h2>
<form method="post" enctype="multipart/form-data"><fieldset><legend>事项 <small>What is it about?</small></legend>${radios.join('')}</fieldset>
<label for="words">请说明 <small>In your own words</small></label><textarea id="words" name="words" required maxlength="${wordsMax}">
${escaped(words)}</textarea>
<label for="file">附件（可选，PDF、PNG、JPEG 或文本，最大 5 MB） <small>A file, if you have one (PDF, PNG, JPEG or text, at most 5 MB)</small></label><input id="file" type="file" name="file" accept=".pdf,.png,.jpg,.jpeg,.txt">
<p><button type="submit">提交 Send</button></p></form>
<p><small>您也可以向监管部门投诉：12378。 You may also complain to the regulator: 12378.</small></p></main></body></html>`;
}
