import { z } from 'zod';
import type { ModelDescription } from './provider-adapter.ts';

const count = z.number().int().positive().nullish().catch(null);

/** `GET /v1/capabilities` of TAS LLM Router (tas.md §1.1). */
export const tasCapabilitiesSchema = z.looseObject({
  capabilities: z.record(
    z.string(),
    z.looseObject({
      supported_models: z
        .array(
          z.looseObject({
            name: z.string(),
            max_context_window: count,
            max_output_tokens: count,
            supports_functions: z.boolean().default(false),
          }),
        )
        .nullish(),
    }),
  ),
});

/**
 * Its models. It says that models see images and take schemas, and drops both on the way (tas.md §1.1), so neither is
 * believed.
 */
export function tasModels({ capabilities }: z.infer<typeof tasCapabilitiesSchema>): readonly ModelDescription[] {
  const models = Object.values(capabilities).flatMap(({ supported_models: list }) => list ?? []);
  const names = new Set<string>();
  return models.flatMap((model) => {
    if (names.has(model.name)) return [];
    names.add(model.name);
    return [
      {
        name: model.name,
        capabilities: ['CHAT', ...(model.supports_functions ? (['TOOLS'] as const) : [])],
        contextWindow: model.max_context_window ?? null,
        maximumOutputTokens: model.max_output_tokens ?? null,
      },
    ];
  });
}
