import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { toServiceHeaders } from '@aether/common/service';
import { testTokens, testViewer } from '@aether/test-support';
import { z } from 'zod';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { onCore } from './pinned-core.ts';

const NOTE =
  'Aether: on for each call are the check of the caller’s token, catalog of models, price, budget, ledger, breakers, health and metrics; ' +
  'the services behind them answer at once.';

/** Our gateway alone in a process, on the same terms as the others. */
export async function startAether(upstream: string, core: number | null): Promise<GatewayUnderTest> {
  const node = [process.execPath, '--import', '@aether/test-support/typescript'] as const;
  const [execPath, ...execArgv] = onCore(core, node[0], node.slice(1));
  const child = fork(fileURLToPath(new URL('../gateway-process.ts', import.meta.url)), [upstream], {
    execPath,
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const first: unknown[] = await Promise.race([once(child, 'message'), exit]);
  const origin = z.url({ error: 'The process of the gateway ended before it told its origin.' }).parse(first[0]);
  const tokens = testTokens();
  return {
    name: 'Aether',
    note: NOTE,
    pid: child.pid ?? 0,
    endpoint: () => ({
      url: `${origin}/v1/chat/completions`,
      headers: toServiceHeaders(tokens, {
        service: 'graphql-gateway',
        audience: 'llm-gateway',
        viewer: testViewer(),
        requestId: 'req_bench',
        traceparent: null,
      }),
      model: 'up/fast',
    }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
