import type { Environment } from '@aether/common/service';
import { llmGatewayConfig } from '@aether/llm-gateway';
import type { LocalConfig } from './local-config.ts';
import type { LocalSecrets } from './local-secrets.ts';
import { withOfficeTools } from './tools/with-office-tools.ts';

/** What the services' config readers see: the process's environment, over what this installation knows by itself. */
export function serviceEnvironment(config: LocalConfig, secrets: LocalSecrets): Environment {
  const key = (purpose: string) => Buffer.from(secrets(purpose)).toString('base64');
  const given = Object.entries(config.environment).filter(([, value]) => value !== undefined && value !== '');
  return {
    AETHER_PUBLIC_URL: config.publicUrl,
    AETHER_VAULT_KEY: key('vault'),
    IDENTITY_TOKEN_PEPPER: key('token pepper'),
    MEMORY_LINK_SECRET: key('links'),
    // On one's own machine packages of the catalog may run that get at nothing but their own data; others, and a server of many people, name them.
    AETHER_TOOL_OFFERS: '*',
    ...Object.fromEntries(given),
    AETHER_TOOL_PROGRAMS: withOfficeTools(config.environment['AETHER_TOOL_PROGRAMS']),
    // What the LLM gateway has from its environment stands in every tenant's catalog.
    AGENTS_PLATFORM_PROVIDERS: llmGatewayConfig(Object.fromEntries(given))
      .providers.map(({ slug }) => slug)
      .join(','),
  };
}
