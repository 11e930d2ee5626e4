import type { VariantInput } from '../../gql/graphql.ts';

/** A column as it is typed: a model, and what differs from the draft. Empty = as in the draft. */
export interface DraftVariant {
  /** Empty = not chosen yet. */
  readonly modelId: string;
  readonly label: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maximumOutputTokens: string;
  readonly instructions: string;
}

export const EMPTY_VARIANT: DraftVariant = {
  modelId: '',
  label: '',
  temperature: '',
  topP: '',
  maximumOutputTokens: '',
  instructions: '',
};

/** Numbers of a variant, and what each may be. */
export const VARIANT_NUMBERS = [
  { key: 'temperature', label: 'Temperature', least: 0, most: 2, whole: false },
  { key: 'topP', label: 'Top P', least: 0, most: 1, whole: false },
  { key: 'maximumOutputTokens', label: 'Longest answer (tokens)', least: 1, most: 200_000, whole: true },
] as const;

/** Whether it differs from the draft in more than the model. */
export function isOverridden({ temperature, topP, maximumOutputTokens, instructions }: DraftVariant): boolean {
  return [temperature, topP, maximumOutputTokens, instructions].some((each) => each.trim() !== '');
}

/** The variant as the API takes it, or what is wrong with it. Pure. */
export function readVariant(variant: DraftVariant): { input: VariantInput } | { missing: string } {
  const parameters: Record<string, number> = {};
  for (const { key, label, least, most, whole } of VARIANT_NUMBERS) {
    const typed = variant[key].trim();
    if (typed === '') continue;
    const value = Number(typed);
    if (!Number.isFinite(value) || value < least || value > most || (whole && !Number.isInteger(value)))
      return { missing: `${label}: enter a${whole ? ' whole' : ''} number from ${least} to ${most}.` };
    parameters[key] = value;
  }
  return {
    input: {
      modelId: variant.modelId,
      label: variant.label.trim() || undefined,
      parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
      instructionsOverride: variant.instructions.trim() || undefined,
    },
  };
}
