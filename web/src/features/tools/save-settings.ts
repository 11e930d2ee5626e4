import type { Client } from 'urql';
import { graphql } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { problemLine } from '../../graphql/problem.ts';
import { discardKey, storeKey } from '../settings/stored-key.ts';
import type { ToolServer } from './tools-document.ts';

const SaveToolServerSettingsDocument = graphql(`
  mutation SaveToolServerSettings($input: UpdateToolServerInput!) {
    updateToolServer(input: $input) {
      toolServer {
        id
        arguments
        settings
        settingsRevision
        status
        access
        lastError
        credential {
          id
        }
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

export interface SettingsProblem {
  /** Name of the one that is wrong; null = none, or not known. */
  setting: string | null;
  problem: string;
  /** Somebody else has changed them meanwhile. */
  isStale: boolean;
}

/** Null = saved. A key that is typed replaces the one that the program gets; one of settings that were refused is not left behind. */
export async function saveSettings(
  client: Client,
  server: Pick<ToolServer, 'id' | 'slug' | 'name' | 'settingsRevision'>,
  { settings, key }: { settings: Record<string, string | string[]>; key: string },
): Promise<SettingsProblem | null> {
  const stored = await storeKey(client, { name: server.name, url: server.slug, key });
  if ('problem' in stored) return { setting: null, problem: stored.problem, isStale: false };
  const { credentialId } = stored;
  const input = { toolServerId: server.id, settings, expectedSettingsRevision: server.settingsRevision };
  const given = credentialId === undefined ? {} : { credentialId };
  const { data, error } = await client
    .mutation(SaveToolServerSettingsDocument, { input: { ...input, ...given } })
    .toPromise();
  const [userError] = data?.updateToolServer.userErrors ?? [];
  if (error === undefined && userError === undefined) return null;
  await discardKey(client, credentialId);
  if (error !== undefined) return { setting: null, problem: problemLine(error), isStale: false };
  const [field, setting = null] = userError?.path ?? [];
  return {
    setting: field === 'settings' ? setting : null,
    problem: errorLine(userError),
    isStale: userError?.code === 'STALE_REVISION',
  };
}
