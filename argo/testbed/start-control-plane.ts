import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ChildServer, freePort, startChildServer } from '@aether/test-support';
import { Agent, request } from 'undici';
import type { KubernetesConnection } from '../src/index.ts';
import { type ClusterObject, customResources, namespaceObjects } from './cluster-objects.ts';
import type { Binaries } from './find-binaries.ts';

export type ClusterUser = 'admin' | 'aether' | 'controller';

export interface ControlPlane extends AsyncDisposable {
  connection(user: ClusterUser): KubernetesConnection;
  /** For programs that read a kubeconfig, such as the real workflow-controller. */
  kubeconfig(user: ClusterUser): Promise<string>;
  /** Makes a namespace in which both users have their roles. */
  createNamespace(name: string): Promise<void>;
  /** kill -9 of the API server. */
  killApiServer(): Promise<void>;
  /** Starts it again on the same port, with everything it knew. */
  restartApiServer(): Promise<void>;
}

const READY_MS = 60_000;

/** A real etcd and kube-apiserver on free loopback ports, in a folder of their own, with Argo's kinds. About 6 s. */
export async function startControlPlane(binaries: Binaries): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'aether-argo-'));
  const stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  try {
    const [etcdPort, peerPort, apiPort] = [await freePort(), await freePort(), await freePort()];
    const tokens: Record<ClusterUser, string> = { admin: token(), aether: token(), controller: token() };
    await writeKeys(folder, tokens);
    stack.use(await startEtcd(binaries.etcd, folder, etcdPort, peerPort));
    const start = () => startApiServer(binaries['kube-apiserver'], folder, etcdPort, apiPort);
    let api: ChildServer = await start();
    stack.defer(() => api[Symbol.asyncDispose]());
    // The server signs its certificate itself at the first start; the file ends with the authority's.
    const certificateAuthority = await readFile(join(folder, 'pki/apiserver.crt'), 'utf8');
    const server = `https://127.0.0.1:${apiPort}`;
    const agent = stack.adopt(new Agent({ connect: { ca: certificateAuthority } }), (each) => each.destroy());
    const ready = () => untilReady(server, agent, tokens.admin);
    await ready();
    const apply = ({ path, object }: ClusterObject) => applyObject(server, agent, tokens.admin, path, object);
    await Promise.all(customResources().map(apply));
    await untilServed(server, agent, tokens.admin);

    return {
      connection: (user) => ({ server, certificateAuthority, token: async () => tokens[user] }),
      async kubeconfig(user) {
        const file = join(folder, `${user}.kubeconfig`);
        const cluster = { server, 'certificate-authority': join(folder, 'pki/apiserver.crt') };
        const config = {
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': 'bed',
          contexts: [{ name: 'bed', context: { cluster: 'bed', user } }],
          clusters: [{ name: 'bed', cluster }],
          users: [{ name: user, user: { token: tokens[user] } }],
        };
        await writeFile(file, JSON.stringify(config), { mode: 0o600 });
        return file;
      },
      async createNamespace(name) {
        for (const object of namespaceObjects(name)) await apply(object);
      },
      killApiServer: () => api.kill(),
      async restartApiServer() {
        api = await start();
        await ready();
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

const token = () => randomBytes(16).toString('hex');

async function writeKeys(folder: string, tokens: Readonly<Record<ClusterUser, string>>): Promise<void> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'accounts.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
  const rows = [
    `${tokens.admin},admin,1,"system:masters"`,
    `${tokens.aether},aether,2`,
    `${tokens.controller},controller,3`,
  ];
  await writeFile(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`, { mode: 0o600 });
}

function startEtcd(binary: string, folder: string, port: number, peerPort: number): Promise<ChildServer> {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const options = [
    '--data-dir',
    join(folder, 'etcd'),
    '--log-level',
    'error',
    '--unsafe-no-fsync',
    '--listen-client-urls',
    client,
    '--advertise-client-urls',
    client,
    '--listen-peer-urls',
    peer,
    '--initial-advertise-peer-urls',
    peer,
    '--initial-cluster',
    `default=${peer}`,
  ];
  return startChildServer(binary, options, port);
}

function startApiServer(binary: string, folder: string, etcdPort: number, port: number): Promise<ChildServer> {
  const key = join(folder, 'accounts.key');
  const options = [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'pki')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--anonymous-auth=false',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--service-account-issuer=https://argo-bed.invalid',
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    '--disable-admission-plugins=ServiceAccount,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,MutatingAdmissionPolicy,ValidatingAdmissionPolicy',
    '--endpoint-reconciler-type=none',
    '--enable-priority-and-fairness=false',
    '--profiling=false',
    '--event-ttl=10m',
  ];
  return startChildServer(binary, options, port);
}

async function untilReady(server: string, agent: Agent, bearer: string): Promise<void> {
  await until(async () => (await send(server, agent, bearer, 'GET', '/readyz')).statusCode === 200, 'be ready');
}

/** Definitions are served a moment after they are stored. */
async function untilServed(server: string, agent: Agent, bearer: string): Promise<void> {
  const paths = customResources().map(
    ({ object }) => `/apis/argoproj.io/v1alpha1/${object.metadata.name.split('.')[0]}?limit=1`,
  );
  await until(async () => {
    const answers = await Promise.all(paths.map((path) => send(server, agent, bearer, 'GET', path)));
    return answers.every(({ statusCode }) => statusCode === 200);
  }, 'serve the kinds of Argo');
}

async function until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = AbortSignal.timeout(READY_MS);
  while (!(await isTrue().catch(() => false))) {
    if (deadline.aborted) throw new Error(`kube-apiserver did not ${what} within ${READY_MS} ms.`);
    await pause(50);
  }
}

async function applyObject(server: string, agent: Agent, bearer: string, path: string, object: unknown): Promise<void> {
  const where = `${path}?fieldManager=testbed&force=true`;
  const { statusCode, text } = await send(server, agent, bearer, 'PATCH', where, JSON.stringify(object));
  if (statusCode >= 400) throw new Error(`kube-apiserver refused ${path}: ${text}`);
}

async function send(
  server: string,
  agent: Agent,
  bearer: string,
  method: 'GET' | 'PATCH',
  path: string,
  body?: string,
) {
  const headers = {
    authorization: `Bearer ${bearer}`,
    ...(body === undefined ? {} : { 'content-type': 'application/apply-patch+yaml' }),
  };
  const response = await request(`${server}${path}`, { method, headers, dispatcher: agent, body: body ?? null });
  return { statusCode: response.statusCode, text: await response.body.text() };
}
