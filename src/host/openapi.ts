import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { RouteDeclared } from './http.ts';

const sentence = {
	type: 'object',
	required: ['zh', 'en'],
	properties: { zh: { type: 'string' }, en: { type: 'string' } },
};

/** RFC 9457, as `problemOf` writes it. */
const problem = {
	type: 'object',
	required: ['type', 'title', 'status', 'code'],
	properties: {
		type: { type: 'string' },
		title: { type: 'string', description: 'the sentence in English' },
		status: { type: 'integer' },
		code: { type: 'string', description: 'one of docs/reference/refusals.md; `fault` (500) and `outage` (503) when the server failed' },
		detail: { type: 'string', description: 'the sentence in Chinese' },
		sentence,
		citation: { anyOf: [sentence, { type: 'null' }], description: 'the law or contract behind it' },
		retry: { type: 'boolean', description: 'whether asking again can help' },
		allowed_from: {
			anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }],
			description: 'by time alone it is allowed from here on',
		},
		details: { type: 'object', additionalProperties: { type: 'string' } },
		request_id: { type: 'string', description: 'with a fault or an outage: to be found in the log' },
	},
};

const idempotencyKey = {
	type: 'string',
	maxLength: 200,
	description: 'One key for one intent: the same request again under it gives the first answer, other input is refused (409).',
};

const methodsThatChange = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

type Config = RouteDeclared['config'] & { readonly form?: Readonly<Record<string, string>> };
type Schema = Record<string, unknown>;

/** What the document says of a route beyond its shapes: who may call it, its key, its file, how it is refused. */
function described(url: string, method: string, config: Config, schema: Schema): Schema {
	const words = url.replace(/^\/(api\/)?/, '').split('/');
	const changes = methodsThatChange.has(method);
	return {
		...schema,
		operationId: [method.toLowerCase(), ...words.map((word) => word.replace(/^:/, 'by_').replace(/\W/g, '_'))].join('_'),
		tags: [words[0]],
		...(config.permission ? { 'x-permission': config.permission } : {}),
		security: config.public ? [] : [{ session: [] }, { key: [] }],
		...(changes && !config.public
			? { headers: { type: 'object', properties: { 'idempotency-key': idempotencyKey, ...propertiesOf(schema['headers']) } } }
			: {}),
		...(config.form ? { consumes: ['multipart/form-data'], body: formOf(config.form) } : {}),
		response: {
			...(schema['response'] as Schema | undefined),
			default: {
				description: 'Refused, or failed',
				content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
			},
		},
	};
}

const propertiesOf = (schema: unknown) => (schema as { properties?: object } | undefined)?.properties ?? {};

function formOf(fields: Readonly<Record<string, string>>): Schema {
	const others = Object.entries(fields).map(([name, description]) => [name, { type: 'string', description }]);
	return { type: 'object', required: ['file'], properties: { ...Object.fromEntries(others), file: { type: 'string', format: 'binary' } } };
}

/** How the one OpenAPI document is made from the routes: those of the API and the two that describe the server, nothing of the desk. */
export const openApi: FastifyDynamicSwaggerOptions = {
	openapi: {
		openapi: '3.1.0',
		info: {
			title: 'Dunwell (善催)',
			version: '0.1.0',
			license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
			description:
				'Debt collection that cannot break the law. Amounts are integers in minor units beside their ISO 4217 currency, ids are text, instants ISO 8601 with offset, dates yyyy-MM-dd. Every refusal is a problem document with its sentence in Chinese and English and, where a rule stands behind it, the citation.',
		},
		components: {
			schemas: { Problem: problem as never },
			securitySchemes: {
				session: { type: 'apiKey', in: 'cookie', name: 'dunwell.session_token', description: 'given by POST /api/auth/sign-in/username' },
				key: { type: 'http', scheme: 'bearer', description: 'an API key, `dwk_…`, made by an administrator (POST /api/keys)' },
			},
		},
	},
	hideUntagged: false,
	transform: ({ schema, url, route }) => {
		if (!/^\/(api\/|healthz$|openapi\.json$)/.test(url)) return { schema: { ...schema, hide: true }, url };
		const method = [route.method].flat()[0] ?? 'GET';
		return { schema: described(url, method, route.config ?? {}, { ...schema }), url };
	},
};
