import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const BINARIES = ['etcd', 'kube-apiserver'] as const;
export type Binary = (typeof BINARIES)[number];
export type Binaries = Readonly<Record<Binary, string>>;

const root = join(import.meta.dirname, '../..');
/** Never part of the repository: `node_modules` is ignored. */
const cache = join(root, 'node_modules/.cache/aether-testbed');

/**
 * Paths of etcd and kube-apiserver: from `AETHER_TESTBED_BIN`, else from ../shared/testbed-bin beside the repository,
 * else built from their published Go modules when `go` is there (once, about ten minutes).
 * null, with a sentence on the console, when they cannot be had.
 */
export function findBinaries(environment: NodeJS.ProcessEnv): Binaries | null {
  const beside = join(root, '../shared/testbed-bin');
  const folder = environment['AETHER_TESTBED_BIN'] ?? (existsSync(beside) ? beside : null);
  if (folder !== null) return binariesFrom((name) => unpacked(resolve(folder), name));
  if (BINARIES.every((name) => existsSync(join(cache, name)))) return binariesFrom((name) => join(cache, name));
  if (spawnSync('go', ['version']).status === 0) return binariesFrom(built);
  const missing =
    'There is neither AETHER_TESTBED_BIN (a folder with etcd and kube-apiserver) nor ../shared/testbed-bin nor go to build them.';
  console.warn(`SKIPPED: tests against a real kube-apiserver. ${missing}`);
  return null;
}

function binariesFrom(pathOf: (name: Binary) => string): Binaries {
  return { etcd: pathOf('etcd'), 'kube-apiserver': pathOf('kube-apiserver') };
}

/** A plain binary as it lies there; an `.xz` unpacked once, its sum checked against SHA256SUMS. */
function unpacked(folder: string, name: Binary): string {
  const plain = join(folder, name);
  if (existsSync(plain)) return plain;
  const packed = `${plain}.xz`;
  if (!existsSync(packed)) throw new Error(`${folder} has neither ${name} nor ${name}.xz.`);
  const target = join(cache, name);
  if (existsSync(target) && statSync(target).mtimeMs >= statSync(packed).mtimeMs) return target;
  checkSum(folder, packed, `${name}.xz`);
  const { status, stdout, stderr } = spawnSync('xz', ['-dc', packed], { maxBuffer: 512 * 1024 * 1024 });
  if (status !== 0)
    throw new Error(`xz could not unpack ${packed}: ${String(stderr)} (Debian: apt-get install xz-utils)`);
  mkdirSync(cache, { recursive: true });
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, stdout, { mode: 0o755 });
  renameSync(partial, target);
  return target;
}

function checkSum(folder: string, file: string, name: string): void {
  const list = join(folder, 'SHA256SUMS');
  if (!existsSync(list)) return;
  const expected = readFileSync(list, 'utf8')
    .split('\n')
    .find((line) => line.endsWith(` ${name}`))
    ?.split(' ')[0];
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (expected !== found)
    throw new Error(`${file} has the SHA-256 ${found}, but SHA256SUMS says ${expected ?? 'nothing'}.`);
}

/** The wrapper modules beside this file pin every module by go.sum. */
function built(name: Binary): string {
  const target = join(cache, name);
  mkdirSync(cache, { recursive: true });
  console.warn(`Building ${name} from its published Go modules; this is done once and takes minutes.`);
  const version = 'k8s.io/component-base/version';
  const flags = `-s -w -X ${version}.gitVersion=v1.35.4 -X ${version}.gitMajor=1 -X ${version}.gitMinor=35 -X ${version}.gitTreeState=clean`;
  const { status } = spawnSync(
    'go',
    ['build', '-p', '2', '-trimpath', '-buildvcs=false', '-ldflags', flags, '-o', target, '.'],
    {
      cwd: join(import.meta.dirname, name),
      env: { ...process.env, CGO_ENABLED: '0' },
      stdio: 'inherit',
    },
  );
  if (status !== 0) throw new Error(`go could not build ${name}; see its output above.`);
  return target;
}
