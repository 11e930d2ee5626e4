// npm leaves an optional platform package out of the lock when the registry in use does not serve that version;
// `npm ci` then calls the lock out of date. Add a record that says enough to skip it: version, os, cpu, libc.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
  'aix',
  'wasi',
];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32', '64'];
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const wanted = version.replace(/^[~^]/, '');
    const nested = `${path}/node_modules/${name}`;
    const hoisted = `node_modules/${name}`;
    if (lock.packages[nested] || lock.packages[hoisted]?.version === wanted) continue;
    if (lock.packages[hoisted] && !/^\d/.test(version)) continue;
    const words = name.split('/').at(-1).split(/[-_.]/);
    const os = systems.find((word) => words.includes(word));
    const cpu =
      processors.find((word) => words.includes(word)) ??
      (words.includes('armv7') || words.includes('eabi') ? 'arm' : undefined);
    if (!os) {
      console.error(`no platform in the name: ${name} (of ${path})`);
      continue;
    }
    const libc =
      words.includes('musl') || words.includes('musleabihf')
        ? 'musl'
        : words.includes('gnu') || words.includes('gnueabihf')
          ? 'glibc'
          : undefined;
    lock.packages[lock.packages[hoisted] ? nested : hoisted] = {
      version: wanted,
      ...(cpu && { cpu: [cpu === '64' ? 'x64' : cpu] }),
      ...(entry.dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      license: 'UNKNOWN',
      optional: true,
      os: [{ windows: 'win32', wasi: 'none' }[os] ?? os],
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} records added`);
