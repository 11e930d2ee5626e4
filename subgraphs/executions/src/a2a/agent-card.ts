import { A2A_PROTOCOL_VERSION, AgentCard } from '@a2a-js/sdk';
import type { RunnableVersion } from '../accept/agent-versions.ts';

export interface AgentProfile {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
}

/** Of everything that one agent offers over A2A. */
export function agentAddress(publicUrl: string, slug: string): string {
  return `${publicUrl.replace(/\/$/u, '')}/a2a/${slug}`;
}

/** What a published agent tells other agents about itself. */
export function agentCard(
  agent: AgentProfile,
  version: RunnableVersion,
  { publicUrl, pushNotifications }: { readonly publicUrl: string; readonly pushNotifications: boolean },
): AgentCard {
  const { slug, name } = agent;
  const description = agent.description === '' ? name : agent.description;
  const modes = ['text/plain', 'application/json'];
  return AgentCard.fromJSON({
    name,
    description,
    version: version.hash.slice(0, 12),
    // The first one is the one to take (A2A 1.0, 8.3.1).
    supportedInterfaces: ['JSONRPC', 'HTTP+JSON'].map((protocolBinding) => ({
      url: agentAddress(publicUrl, slug),
      protocolBinding,
      protocolVersion: A2A_PROTOCOL_VERSION,
      tenant: '',
    })),
    capabilities: { streaming: true, pushNotifications, extendedAgentCard: false, extensions: [] },
    securitySchemes: {
      key: {
        httpAuthSecurityScheme: {
          scheme: 'Bearer',
          bearerFormat: 'API key of Aether',
          description: 'Made on the Settings page.',
        },
      },
    },
    securityRequirements: [{ schemes: { key: { list: [] } } }],
    defaultInputModes: modes,
    defaultOutputModes: modes,
    skills: [
      {
        id: slug,
        name,
        description,
        tags: [version.spec.kind.toLowerCase()],
        examples: [],
        inputModes: modes,
        outputModes: modes,
        securityRequirements: [],
      },
    ],
  });
}
