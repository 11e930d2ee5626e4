import type { ModelCapability, UpdateModelInput } from '../../gql/graphql.ts';
import { nanoOf } from './budget-words.ts';
import { countOf } from './key-limits.ts';
import type { ConfiguredModel } from './model-providers-document.ts';

/** What is typed into the form of a model. */
export interface ModelValues {
  readonly enabled: boolean;
  /** Dollars per million tokens; empty = not known. */
  readonly inputPrice: string;
  readonly outputPrice: string;
  /** Empty = what a million tokens cost that are not cached. */
  readonly cachedPrice: string;
  /** Empty = no limit. */
  readonly requestsPerMinute: string;
  readonly tokensPerMinute: string;
  readonly capabilities: ReadonlySet<ModelCapability>;
  /** A correction of the capabilities is taken back. */
  readonly asReported: boolean;
}

type EditedModel = Pick<
  ConfiguredModel,
  | 'id'
  | 'enabled'
  | 'inputPricePerMillion'
  | 'outputPricePerMillion'
  | 'cachedInputPricePerMillion'
  | 'requestsPerMinute'
  | 'tokensPerMinute'
  | 'capabilities'
>;

const NANO_PER_USD = 1_000_000_000;
const AMOUNT = 'an amount in dollars, for example 0.25 or 2';

/** The form as the model is. */
export function modelValues(model: EditedModel): ModelValues {
  return {
    enabled: model.enabled,
    inputPrice: dollarsOf(model.inputPricePerMillion),
    outputPrice: dollarsOf(model.outputPricePerMillion),
    cachedPrice: dollarsOf(model.cachedInputPricePerMillion),
    requestsPerMinute: String(model.requestsPerMinute ?? ''),
    tokensPerMinute: String(model.tokensPerMinute ?? ''),
    capabilities: new Set(model.capabilities),
    asReported: false,
  };
}

/** What the form changes of the model, or what is wrong in it. What stays is left out, so that it cannot undo somebody else's change. */
export function readModel(
  typed: ModelValues,
  model: EditedModel,
): { readonly input: UpdateModelInput } | { readonly problem: string } {
  const prices = pricesOf(typed, model);
  if ('problem' in prices) return prices;
  const requestsPerMinute = countOf(typed.requestsPerMinute);
  if (requestsPerMinute === undefined) return { problem: 'Requests a minute: a whole number above 0.' };
  const tokensPerMinute = countOf(typed.tokensPerMinute);
  if (tokensPerMinute === undefined) return { problem: 'Tokens a minute: a whole number above 0.' };
  const capabilities = [...typed.capabilities];
  const corrected =
    capabilities.length !== model.capabilities.length ||
    !model.capabilities.every((each) => typed.capabilities.has(each));
  if (corrected && capabilities.length === 0 && !typed.asReported)
    return { problem: 'Choose at least one thing that the model can do, or disable it.' };
  return {
    input: {
      modelId: model.id,
      ...prices,
      ...(typed.enabled === model.enabled ? {} : { enabled: typed.enabled }),
      ...(requestsPerMinute === (model.requestsPerMinute ?? null) ? {} : { requestsPerMinute }),
      ...(tokensPerMinute === (model.tokensPerMinute ?? null) ? {} : { tokensPerMinute }),
      ...(typed.asReported ? { capabilities: null } : corrected ? { capabilities } : {}),
    },
  };
}

/** Prices come as one: a part that is left out would be unknown from now on. */
function pricesOf(
  typed: ModelValues,
  model: EditedModel,
):
  | Pick<UpdateModelInput, 'inputPricePerMillion' | 'outputPricePerMillion' | 'cachedInputPricePerMillion'>
  | { readonly problem: string } {
  const before = modelValues(model);
  const same =
    typed.inputPrice === before.inputPrice &&
    typed.outputPrice === before.outputPrice &&
    typed.cachedPrice === before.cachedPrice;
  if (same) return {};
  const input = nanoOf(typed.inputPrice);
  if (input === null) return { problem: `The price of what goes in is ${AMOUNT}; 0 when it costs nothing.` };
  const output = nanoOf(typed.outputPrice);
  if (output === null) return { problem: `The price of what comes out is ${AMOUNT}; 0 when it costs nothing.` };
  const cached = typed.cachedPrice.trim() === '' ? undefined : nanoOf(typed.cachedPrice);
  if (cached === null) return { problem: `The price of cached tokens is ${AMOUNT}, or empty.` };
  return {
    inputPricePerMillion: input,
    outputPricePerMillion: output,
    ...(cached === undefined ? {} : { cachedInputPricePerMillion: cached }),
  };
}

/** Never in powers of ten. */
function dollarsOf(nano: number | null | undefined): string {
  if (nano === null || nano === undefined) return '';
  return (nano / NANO_PER_USD).toFixed(9).replace(/\.?0+$/u, '');
}
