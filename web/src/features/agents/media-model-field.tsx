import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

const MediaModelsDocument = graphql(`
  query MediaModels($capability: ModelCapability!) {
    models(filter: { capabilities: [$capability], enabled: true }, first: 100) {
      edges {
        node {
          id
          slug
        }
      }
    }
  }
`);

const WORDS = {
  IMAGES: {
    label: 'Paints with',
    none: 'Choose a model',
    hint: 'No model that paints is connected. Connect a provider that has one on the Settings page.',
  },
  SPEECH: {
    label: 'Speaks with',
    none: 'Nothing: the script only',
    hint: 'No model that speaks is connected, so it makes the script and says so.',
  },
} as const;

interface MediaModelFieldProps {
  capability: keyof typeof WORDS;
  /** Slug; empty = none. */
  value: string;
  error: string | undefined;
  onChange: (slug: string) => void;
}

/** The model that paints images or speaks scripts. */
export function MediaModelField({ capability, value, error, onChange }: MediaModelFieldProps) {
  const [{ data }] = useQuery({
    query: MediaModelsDocument,
    variables: { capability },
    requestPolicy: 'cache-and-network',
  });
  const { label, none, hint } = WORDS[capability];
  const slugs = data?.models.edges.map(({ node }) => node.slug);
  const options = [...new Set([...(value === '' ? [] : [value]), ...(slugs ?? [])])];
  return (
    <Field label={label} error={error} hint={slugs?.length === 0 ? hint : undefined}>
      {(parts) => (
        <Select
          {...parts}
          className="max-w-96"
          value={value}
          options={[{ value: '', label: none }, ...options.map((slug) => ({ value: slug, label: slug }))]}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
