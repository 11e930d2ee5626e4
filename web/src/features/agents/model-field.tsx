import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { cost } from '../../format/cost.ts';
import type { CatalogModel } from './use-catalog.ts';

interface ModelFieldProps {
  value: string;
  models: readonly CatalogModel[] | undefined;
  error: string | undefined;
  onChange: (slug: string) => void;
}

/** The model that answers. The built-in one says of itself that it is no language model. */
export function ModelField({ value, models, error, onChange }: ModelFieldProps) {
  const known = models?.find(({ slug }) => slug === value);
  const options = (models ?? []).map(({ slug, builtIn, status }) => ({
    value: slug,
    label: `${slug}${builtIn ? ' (built-in, no language model)' : ''}${status === 'DOWN' ? ' (not reachable)' : ''}`,
  }));
  if (known === undefined && value !== '')
    options.unshift({ value, label: models === undefined ? value : `${value} (not in the catalog)` });
  return (
    <Field label="Answers with" error={error} hint={known === undefined ? undefined : <Price model={known} />}>
      {(parts) => (
        <span className="flex flex-wrap items-center gap-2">
          <Select
            {...parts}
            className="max-w-96"
            value={value}
            options={options}
            onChange={(event) => onChange(event.target.value)}
          />
          {known?.builtIn ? <Tag>built-in, no language model</Tag> : null}
        </span>
      )}
    </Field>
  );
}

function Price({ model }: { model: CatalogModel }) {
  if (model.builtIn) return 'Quotes the passages that fit, free of charge. It composes no sentences of its own.';
  if (model.unpriced) return 'The price is not known; runs show their cost as not priced.';
  return `${cost(model.inputPricePerMillion)} in, ${cost(model.outputPricePerMillion)} out per million tokens`;
}
