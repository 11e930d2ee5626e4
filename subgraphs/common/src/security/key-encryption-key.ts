import { createHmac, hkdfSync } from 'node:crypto';
import { seal } from './seal.ts';
import { UnsealError } from './unseal-error.ts';
import { dataKeyIdOf, unseal } from './unseal.ts';

/** The key that wraps data keys. It may live in a cloud's key service: it never leaves there, so both ways are calls. */
export interface KeyEncryptionKeyProvider {
  /** @param associatedData what the data key belongs to; unwrapping under any other is refused */
  wrap(dataKey: Uint8Array, associatedData: string): Promise<string>;
  /** @throws UnsealError */
  unwrap(wrapped: string, associatedData: string): Promise<Uint8Array>;
}

/** A key encryption key from a secret of the installation (environment or file). */
export class LocalKeyEncryptionKey implements KeyEncryptionKeyProvider {
  readonly #key: Uint8Array;
  readonly #id: string;
  readonly #random: (bytes: number) => Uint8Array;

  /** @param options.secret at least 32 random bytes */
  constructor(options: { readonly secret: Uint8Array; readonly random: (bytes: number) => Uint8Array }) {
    if (options.secret.length < 32) throw new RangeError('The secret of the vault needs 32 bytes or more.');
    this.#key = new Uint8Array(hkdfSync('sha256', options.secret, '', 'aether vault key encryption key v1', 32));
    // Tells keys apart without telling anything about them.
    this.#id = createHmac('sha256', this.#key).update('id').digest('hex').slice(0, 12);
    this.#random = options.random;
  }

  async wrap(dataKey: Uint8Array, associatedData: string): Promise<string> {
    return seal({ plaintext: dataKey, dataKey: this.#key, dataKeyId: this.#id, associatedData }, this.#random);
  }

  async unwrap(wrapped: string, associatedData: string): Promise<Uint8Array> {
    const id = dataKeyIdOf(wrapped);
    if (id !== this.#id)
      throw new UnsealError(`it was made with the vault key ${id}, this installation has ${this.#id}`);
    return unseal({ sealed: wrapped, dataKey: this.#key, associatedData });
  }
}
