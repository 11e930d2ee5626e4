import { ValidationError } from '@aether/common/service';

/** A person's own key for a model provider, as its owner may see it; the sealed value is read by itself. */
export interface ModelKeyRecord {
  readonly id: string;
  readonly userId: string;
  readonly providerId: string;
  /** Where the provider answered when the key was stored: it is sent nowhere else. Null = not known, so it is sent nowhere. */
  readonly address: string | null;
  /** Counts the values; part of what a sealed one is bound to. */
  readonly version: number;
  readonly lastFour: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastUsedAt: string | null;
}

const LONGEST = 4096;
const SHORTEST_TO_SHOW = 12;

/**
 * It travels in a header, so it is of visible ASCII.
 * @throws ValidationError that never repeats the key
 */
export function parseModelKey(key: string): { readonly plaintext: string; readonly lastFour: string | null } {
  const plaintext = key.trim();
  if (plaintext.length > LONGEST || !/^[\x21-\x7e]+$/u.test(plaintext))
    throw new ValidationError(
      ['key'],
      `a key of 1 to ${LONGEST} letters, digits and signs without spaces`,
      plaintext === '' ? 'nothing' : `${plaintext.length} characters, or others`,
    );
  return { plaintext, lastFour: plaintext.length < SHORTEST_TO_SHOW ? null : plaintext.slice(-4) };
}
