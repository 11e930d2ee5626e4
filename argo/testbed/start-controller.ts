import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Cluster } from '../src/index.ts';
import { ControllerDouble } from './controller/controller-double.ts';
import type { ControlPlane } from './start-control-plane.ts';

/** The double, in real time. */
export function startControllerDouble(cluster: Cluster, namespace: string, requeueMs: number): AsyncDisposable {
  const controller = new ControllerDouble({
    cluster,
    namespace,
    requeueMs,
    now: () => new Date(),
    schedule: (ms, run) => void setTimeout(() => void run(), ms).unref(),
    report: () => undefined, // the cluster may be away: everything is looked at again when it is back
  });
  controller.start();
  return controller;
}

/** The real workflow-controller, from the binary that WORKFLOW_CONTROLLER names. */
export async function startWorkflowController(
  binary: string,
  plane: ControlPlane,
  namespace: string,
  requeueMs: number,
): Promise<AsyncDisposable> {
  const options = [
    '--kubeconfig',
    await plane.kubeconfig('controller'),
    '--namespaced',
    '--managed-namespace',
    namespace,
    '-n',
    namespace,
    '--executor-image',
    'unused:none',
    '--loglevel',
    'info',
    '--log-format',
    'text',
    '--qps',
    '200',
    '--burst',
    '400',
  ];
  const env = { PATH: process.env['PATH'], LEADER_ELECTION_DISABLE: 'true', DEFAULT_REQUEUE_TIME: `${requeueMs}ms` };
  const child = spawn(binary, options, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text);
      if (text.includes('Starting CronWorkflow controller')) resolve();
    });
  }
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`workflow-controller ended:\n${output.join('').slice(-2_000)}`)));
  await started;
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}
