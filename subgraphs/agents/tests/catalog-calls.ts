import type { Viewer } from '@aether/common/security';
import { CatalogForGatewayDocument, ReportModelsDocument } from '@aether/schema/internal/agents';
import { print } from 'graphql';
import type { RunningAgents } from './start-agents.ts';

const ADD =
  'mutation ($input: AddModelProviderInput!) { addModelProvider(input: $input) { provider { id slug baseUrl status enabled credential { id } models { slug } } userErrors { code path } } }';
export const UPDATE_MODEL =
  'mutation ($input: UpdateModelInput!) { updateModel(input: $input) { model { slug enabled inputPricePerMillion outputPricePerMillion unpriced requestsPerMinute } userErrors { code path } } }';
export const REMOVE =
  'mutation ($input: RemoveModelProviderInput!) { removeModelProvider(input: $input) { deletedId userErrors { code } } }';

export async function addProvider(agents: RunningAgents, viewer: Viewer, input: Record<string, unknown> = {}) {
  const { data, errors } = await agents.run(viewer, ADD, {
    input: { name: 'Vendor', slug: 'vendor', protocol: 'OPENAI', baseUrl: 'http://localhost:11434/v1/', ...input },
  });
  return { ...data?.addModelProvider, errors };
}

export async function report(
  agents: RunningAgents,
  viewer: Viewer,
  providerId: string,
  models: readonly Record<string, unknown>[] | null,
  more: Record<string, unknown> = {},
) {
  const provider = { providerId, status: 'HEALTHY', checkedAt: new Date().toISOString(), models, ...more };
  return (await agents.run(viewer, print(ReportModelsDocument), { input: { providers: [provider] } })).data.reportModels
    .revision;
}

export async function catalog(agents: RunningAgents, viewer: Viewer, since: number | null = null) {
  return (await agents.run(viewer, print(CatalogForGatewayDocument), { since })).data.catalogForGateway;
}

export const chat = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  capabilities: ['CHAT'],
  status: 'HEALTHY',
  ...more,
});
