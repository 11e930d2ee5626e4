import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Clock } from '@aether/common/service';
import { z } from 'zod';
import { RequestStateError } from '../errors.ts';

/** A person may take days to answer a question of a run. */
const VALID_MS = 7 * 24 * 60 * 60_000; // 7 days
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const stateSchema = z.object({
  until: z.number(),
  /** Of the server, to be echoed to it. */
  server: z.string().nullable(),
  /** To questions of a server that asks in the middle of a call: it asks them again. */
  answers: z.record(z.string(), z.unknown()),
});

export type RequestState = Omit<z.infer<typeof stateSchema>, 'until'>;

export const NO_STATE: RequestState = { server: null, answers: {} };

/** What a caller keeps for us between a question and its answer: sealed, and good only for whom and what it was made for. */
export class RequestStates {
  readonly #key: Uint8Array;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #random: (bytes: number) => Uint8Array;

  constructor(options: {
    readonly secret: Uint8Array;
    readonly clock: Pick<Clock, 'now'>;
    readonly random: (bytes: number) => Uint8Array;
  }) {
    this.#key = new Uint8Array(hkdfSync('sha256', options.secret, new Uint8Array(), 'mcp request state', 32));
    this.#clock = options.clock;
    this.#random = options.random;
  }

  /** @param subject tenant, viewer and what was called */
  seal(state: RequestState, subject: string): string {
    const nonce = this.#random(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(subject));
    const text = JSON.stringify({ ...state, until: this.#clock.now().getTime() + VALID_MS });
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws RequestStateError when it is not ours, of somebody else, or too old */
  open(text: string, subject: string): RequestState {
    const bytes = Buffer.from(text, 'base64url');
    try {
      // What a decoder passes over is not what was given out.
      if (bytes.toString('base64url') !== text) throw new RequestStateError();
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(subject))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      const { until, ...state } = stateSchema.parse(JSON.parse(plain.toString('utf8')));
      if (until < this.#clock.now().getTime()) throw new RequestStateError();
      return state;
    } catch (error) {
      throw error instanceof RequestStateError ? error : new RequestStateError(error);
    }
  }
}
