import { PlatformError } from '@aether/common/service';
import { type Endpoint, isRecord } from '@aether/schema';
import type { AgentHealth, HealthFacts } from '../agent/runnable-agent.ts';
import { readJson } from '../outside/read-answer.ts';
import { connectA2a } from './connect-a2a.ts';
import { waysOf } from './ways-of.ts';

/** Of what an address says with its refusal nothing is needed; of a list of models, some. */
const MOST_BYTES = 1_048_576;

type Networked = Exclude<Endpoint, { protocol: 'command' }>;
type Ask = (url: string, init?: RequestInit) => Promise<Response>;

/** Asks an endpoint whether it works, by its health address or by what its protocol offers. Nothing is written there, and no answer is paid. */
export async function probeEndpoint(endpoint: Endpoint, facts: HealthFacts): Promise<AgentHealth> {
  if (endpoint.protocol === 'command') return { status: 'UNKNOWN', detail: 'A program is only known by running it.' };
  const { timeoutMs } = endpoint.health;
  const ways = waysOf({ ...endpoint, timeoutMs, maximumBytes: MOST_BYTES }, facts.cause, facts);
  const ask: Ask = (url, init) => ways.fetchOf(url, { ...init, signal: init?.signal ?? facts.signal });
  try {
    return await answered(endpoint, ask);
  } catch (error) {
    facts.signal.throwIfAborted();
    if (error instanceof PlatformError) return { status: 'DOWN', detail: error.message };
    return { status: 'DOWN', detail: error instanceof Error ? error.message : String(error) };
  }
}

async function answered(endpoint: Networked, ask: Ask): Promise<AgentHealth> {
  const { url, health } = endpoint;
  if (health.url !== undefined) return ofStatus(await ask(health.url));
  const { origin } = new URL(url);
  switch (endpoint.protocol) {
    case 'openai': {
      const response = await ask(`${url.replace(/\/$/u, '')}/models`);
      if (response.status === 404) return unsaid(response.status, 'It offers no list of models');
      return response.ok ? ofModels(await readJson(response, origin, false), endpoint.model) : ofStatus(response);
    }
    case 'graphql': {
      const body = JSON.stringify({ query: '{ __typename }' });
      const headers = { 'content-type': 'application/json', ...endpoint.headers };
      const response = await ask(url, { method: 'POST', headers, body });
      if (!response.ok) return ofStatus(response);
      const value = await readJson(response, origin, false);
      const isGraphql = isRecord(value) && isRecord(value['data']);
      return isGraphql ? well : { status: 'DOWN', detail: `${origin} answered something else than GraphQL.` };
    }
    case 'a2a':
      await connectA2a(url, (input, init) => ask(String(input), init));
      return well;
    default: {
      const response = await ask(`${origin}/`, { method: 'HEAD' });
      const { status } = response;
      if (status === 401 || status === 403 || status >= 500) return ofStatus(response);
      return unsaid(status, `${origin} can be reached`);
    }
  }
}

const well: AgentHealth = { status: 'HEALTHY', detail: null };

/** It answered, and that says nothing about the agent. */
function unsaid(status: number, what: string): AgentHealth {
  return { status: 'UNKNOWN', detail: `${what} (status ${status}); health.url would say whether it works.` };
}

async function ofStatus(response: Response): Promise<AgentHealth> {
  const { ok, status } = response;
  await response.body?.cancel();
  if (ok) return well;
  if (status === 429) return { status: 'DEGRADED', detail: 'It answered with status 429: it is asked too often.' };
  const why = status === 401 || status === 403 ? ': it refuses the credential' : '';
  return { status: 'DOWN', detail: `It answered with status ${status}${why}.` };
}

function ofModels(value: unknown, model: string): AgentHealth {
  const data = isRecord(value) && Array.isArray(value['data']) ? value['data'] : null;
  if (data === null) return { status: 'DEGRADED', detail: 'It answered something else than a list of models.' };
  const isThere = data.some((each) => isRecord(each) && each['id'] === model);
  return isThere ? well : { status: 'DEGRADED', detail: `It offers no model "${model}".` };
}
