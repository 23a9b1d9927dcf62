// Completes package-lock.json for the machines it was not made on. npm leaves out an optional platform package that the registry in use does
// not offer, and then refuses the lock file (`npm ci`: "Missing … from lock file"), also where the package exists. Run it after every
// `npm install`; test/lock-file.test.ts tells when it was forgotten.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = {
	arm64: 'arm64',
	x64: 'x64',
	ia32: 'ia32',
	ppc64: 'ppc64',
	riscv64: 'riscv64',
	s390x: 's390x',
	loong64: 'loong64',
	arm: 'arm',
};

/**
 * The entries that a lock file misses: optional packages of one platform, named by a package in it and not described. The platform is read from
 * the name, as `napi` and its like build it: `…-linux-arm64-musl`.
 */
export function missingEntries({ packages }) {
	const missing = {};
	for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
		for (const [name, version] of Object.entries(optionalDependencies)) {
			if (`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages) continue;
			const words = name.split(/[-/]/);
			const os = systems.find((system) => words.includes(system));
			const cpu = Object.keys(processors).find((processor) => words.includes(processor));
			if (!os || !cpu) throw new Error(`${name}, an optional part of ${path}, names no platform: install where the registry offers it`);
			if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name} ${version}, an optional part of ${path}, has no exact version`);
			const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : words.some((word) => word.startsWith('gnu')) ? 'glibc' : null;
			missing[`node_modules/${name}`] = {
				version,
				cpu: [cpu],
				...(dev ? { dev } : {}),
				...(os === 'linux' && libc ? { libc: [libc] } : {}),
				optional: true,
				os: [os],
			};
		}
	}
	return missing;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	const file = join(dirname(dirname(fileURLToPath(import.meta.url))), 'package-lock.json');
	const lock = JSON.parse(readFileSync(file, 'utf8'));
	const missing = missingEntries(lock);
	const entries = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => a.localeCompare(b, 'en'));
	lock.packages = Object.fromEntries(entries);
	writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
	process.stdout.write(`${Object.keys(missing).length} entries added to package-lock.json\n`);
}
