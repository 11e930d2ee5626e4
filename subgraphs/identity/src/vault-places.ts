import type { SecretPlace, Vault } from '@aether/common/security';

/** Purpose under which a value lies in the graph. A service gets it sealed anew, for the purpose that it states. */
export const STORED = 'stored';

/** Purpose under which the LLM gateway gets a person's own key for a model provider. */
export const OWN_MODEL_KEY = 'own-model-key';

/** Purpose under which the MCP gateway gets a person's own account at a tool server. */
export const OWN_ACCOUNT = 'own-account';

/** Purpose of what is kept between the way to an authorization server and the way back. */
export const CONSENT = 'consent';

/** Sealed text, and the data key that its head names. */
export async function sealFor(
  vault: Vault,
  place: SecretPlace,
  plaintext: string,
): Promise<{ readonly sealed: string; readonly vaultKeyId: string }> {
  const sealed = await vault.seal(place, plaintext);
  return { sealed, vaultKeyId: sealed.split('.')[1] ?? '' };
}
