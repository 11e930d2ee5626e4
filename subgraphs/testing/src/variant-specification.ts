import { type AgentSpec, agentSpecSchema, isRecord } from '@aether/schema';
import type { VariantRecord } from './comparison.ts';

type Variant = Pick<VariantRecord, 'model' | 'parameters' | 'instructionsOverride'>;

/** Members of the variant over those of the draft; a member that is null takes the draft's away. */
function mergedParameters(draft: unknown, variant: Variant['parameters']): Readonly<Record<string, unknown>> {
  const merged = { ...(isRecord(draft) ? draft : {}), ...variant };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/**
 * The specification that a cell runs: the pinned one with the variant's model, parameters and instructions. Without fallbacks: an answer
 * of another model would be counted for this one.
 * @throws ZodError for parameters that no specification has
 */
export function variantSpecification(pinned: unknown, variant: Variant): AgentSpec {
  const spec = agentSpecSchema.parse(pinned);
  return agentSpecSchema.parse({
    ...spec,
    instructions: variant.instructionsOverride ?? spec.instructions,
    model: {
      ...spec.model,
      primary: variant.model.slug,
      fallbacks: [],
      parameters: mergedParameters(spec.model.parameters, variant.parameters),
    },
  });
}

export interface PatchOperation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/**
 * What promotion changes in a draft, as RFC 6902 on `{ spec }`. Nothing that is equal already.
 * @param spec the draft's specification as it is written: parts with a default may be absent
 * @param fallbacks slugs in this order; null = the draft's own, without the promoted one
 */
export function promotionOperations(
  spec: unknown,
  variant: Variant,
  fallbacks: readonly string[] | null,
): readonly PatchOperation[] {
  const draft = isRecord(spec) ? spec : {};
  const model = isRecord(draft['model']) ? draft['model'] : null;
  const kept = Array.isArray(model?.['fallbacks']) ? model['fallbacks'] : [];
  const wanted = {
    primary: variant.model.slug,
    fallbacks: fallbacks ?? kept.filter((slug) => slug !== variant.model.slug),
    parameters: mergedParameters(model?.['parameters'], variant.parameters),
  };
  const written: Readonly<Record<string, unknown>> = { fallbacks: [], parameters: {}, ...model };
  const changed = Object.entries(wanted).filter(
    ([name, value]) => JSON.stringify(written[name]) !== JSON.stringify(value),
  );
  const operations: PatchOperation[] =
    model === null
      ? [{ op: 'add', path: '/spec/model', value: wanted }]
      : changed.map(([name, value]) => ({ op: 'add', path: `/spec/model/${name}`, value }));
  const { instructionsOverride } = variant;
  if (instructionsOverride !== null && instructionsOverride !== draft['instructions'])
    operations.push({ op: 'replace', path: '/spec/instructions', value: instructionsOverride });
  return operations;
}
