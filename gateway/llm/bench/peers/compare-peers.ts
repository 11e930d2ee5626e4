import type { BenchmarkRun, Figure } from '@aether/test-support';
import { type Compared, comparisonFigures } from './comparison-figures.ts';
import type { GatewayUnderTest } from './gateway-under-test.ts';
import { isInstalled, PEERS } from './installed-peers.ts';
import { type EndpointLoad, measureEndpoint } from './measure-endpoint.ts';
import { pinnedCore } from './pinned-core.ts';
import { startAether } from './start-aether.ts';
import { startPeer } from './start-peer.ts';

export interface PeerComparison extends Pick<BenchmarkRun, 'seconds' | 'brief' | 'say'> {
  /** Origin of the model vendor that thinks no time. */
  readonly upstream: string;
}

/**
 * Our gateway beside those of others that are installed: each alone in a process of its own, one after the other, on the same core, with the
 * same load. Nothing is installed here; without a peer there is nothing to compare.
 */
export async function comparePeers({ upstream, seconds, brief, say }: PeerComparison): Promise<readonly Figure[]> {
  const installed = PEERS.filter(isInstalled);
  for (const { name, version } of PEERS.filter((peer) => !isInstalled(peer)))
    say(`${name} ${version} is left out, for it is not installed: npm run -s bench -- llm --install`);
  if (installed.length === 0) return [];

  const core = pinnedCore();
  const load: EndpointLoad = { seconds, lowRate: 50, highRate: 300, streams: brief ? 50 : 500 };
  const direct = { url: `${upstream}/v1/chat/completions`, headers: {}, model: 'fast' };
  say('measuring the upstream asked directly …');
  const reference = await measureEndpoint(() => direct, null, load);
  const compared: Compared[] = [];
  for (const start of [startAether, ...installed.map((peer) => startPeer.bind(null, peer))]) {
    try {
      await using gateway: GatewayUnderTest = await start(upstream, core);
      say(`measuring ${gateway.name} …`);
      const result = await measureEndpoint(() => gateway.endpoint(), gateway.pid, load);
      const failure = result.low.failure ?? result.high.failure;
      if (failure !== null) say(`a request to ${gateway.name} was not answered: ${String(failure)}`);
      compared.push({ name: gateway.name, note: gateway.note, result });
    } catch (error) {
      // What another gateway cannot do is no failure of ours; the others are measured all the same.
      if (start === startAether) throw error;
      say(`left out, for it failed: ${String(error)}`);
    }
  }
  return comparisonFigures({ load, core, reference, compared });
}
