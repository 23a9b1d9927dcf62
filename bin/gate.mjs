// `dunwell/gate`: the pure gate of src/gate.ts. Inside the repository Node strips its types by itself; under node_modules Node declines to, so a hook for this package's
// own files does it there. Needs Node 26 (Temporal).
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const source = new URL('../src/', import.meta.url).href;
if (source.includes('/node_modules/')) {
	registerHooks({
		load(url, context, next) {
			if (!url.startsWith(source) || !url.endsWith('.ts')) return next(url, context);
			return { format: 'module', shortCircuit: true, source: stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8')) };
		},
	});
}
const gate = await import('../src/gate.ts');

export const {
	allRows,
	bookFor,
	bookOfVersion,
	decide,
	explain,
	intendedBy,
	jurisdictionFrom,
	lawBooks,
	lawInForce,
	lawVersion,
	prepare,
	stack,
	tightened,
} = gate;
