import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { ModelProviderPresetsQuery } from '../../gql/graphql.ts';

const ModelProviderPresetsDocument = graphql(`
  query ModelProviderPresets {
    modelProviderPresets {
      key
      name
      protocol
      baseUrl
      addressExample
      needsKey
      notes
    }
  }
`);

export type ProviderPreset = ModelProviderPresetsQuery['modelProviderPresets'][number];

const NONE: readonly ProviderPreset[] = [];

/** Vendors that can be connected by name. None while they load, or when they do not: every server can be added without one. */
export function useProviderPresets(): readonly ProviderPreset[] {
  const [{ data }] = useQuery({ query: ModelProviderPresetsDocument });
  return data?.modelProviderPresets ?? NONE;
}
