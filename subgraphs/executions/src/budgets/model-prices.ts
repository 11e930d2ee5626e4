import { serviceViewer } from '@aether/common/security';
import type { Clock, InternalOperations } from '@aether/common/service';
import { ModelPriceDocument } from '@aether/schema/internal/agents';
import type { ModelPrice } from './call-price.ts';

/** A price that somebody changes holds for calls after this long. */
const FRESH_MS = 30_000;
/** Models that are remembered. */
const MAXIMUM = 2_000;

interface Known {
  readonly price: Promise<ModelPrice | null>;
  readonly untilMs: number;
}

/** What models cost, as their catalog says. Asked for only where a budget limits the call. */
export class ModelPrices {
  readonly #operations: InternalOperations;
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor({ operations, clock }: { readonly operations: InternalOperations; readonly clock: Clock }) {
    this.#operations = operations;
    this.#clock = clock;
  }

  /** Null = not known, never 0 for unknown. */
  of(tenantId: string, modelId: string): Promise<ModelPrice | null> {
    const key = `${tenantId}/${modelId}`;
    const nowMs = this.#clock.monotonicMs();
    const known = this.#known.get(key);
    if (known !== undefined && nowMs < known.untilMs) return known.price;
    const price = this.#ask(tenantId, modelId);
    if (this.#known.size >= MAXIMUM) this.#known.clear();
    this.#known.set(key, { price, untilMs: nowMs + FRESH_MS });
    price.catch(() => this.#known.delete(key));
    return price;
  }

  async #ask(tenantId: string, id: string): Promise<ModelPrice | null> {
    // Not in the name of the person: a key whose scopes do not read models is limited all the same.
    const onBehalfOf = { ...serviceViewer(tenantId), permissions: ['model:read'] };
    const { model } = await this.#operations.call(ModelPriceDocument, { id }, { onBehalfOf });
    if (model === null || model === undefined) return null;
    if (model.builtIn) return { inputPerMillion: 0, outputPerMillion: 0, maximumOutputTokens: null };
    const { inputPricePerMillion: inputPerMillion, outputPricePerMillion: outputPerMillion } = model;
    if (inputPerMillion == null || outputPerMillion == null) return null;
    return { inputPerMillion, outputPerMillion, maximumOutputTokens: model.maximumOutputTokens ?? null };
  }
}
