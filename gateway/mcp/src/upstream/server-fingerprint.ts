import type { ServerRecord } from '../catalog/catalog.ts';

/** Equal texts: what is connected serves on. Another one: it is another server now, or another account. */
export function serverFingerprint(server: ServerRecord): string {
  const {
    url,
    command,
    arguments: commandArguments,
    credential,
    credentialPerUser,
    documentUrl,
    documentHash,
  } = server;
  const { offerSlug, settings, importedServer } = server;
  const source = [documentUrl, documentHash, offerSlug, settings, importedServer].map((part) => part ?? null);
  return JSON.stringify([url, command, commandArguments, credential?.id ?? null, credentialPerUser, ...source]);
}
