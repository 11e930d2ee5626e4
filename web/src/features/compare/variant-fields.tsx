import { Plus, X } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { CatalogModel } from '../agents/use-catalog.ts';

interface VariantFieldsProps {
  modelIds: readonly string[];
  /** The model of the draft; null = it is not in the catalog. */
  currentId: string | null;
  models: readonly CatalogModel[];
  onChange: (modelIds: readonly string[]) => void;
}

const MOST = 6;
const FEWEST = 2;

/** Two to six models. */
export function VariantFields({ modelIds, currentId, models, onChange }: VariantFieldsProps) {
  const options = [
    { value: '', label: 'Choose a model' },
    ...models.map(({ id, slug, builtIn, unpriced }) => ({
      value: id,
      label: `${slug}${builtIn ? ' (built-in)' : unpriced ? ' (not priced)' : ''}`,
    })),
  ];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-12 font-medium">Models</legend>
      {modelIds.map((modelId, index) => (
        // The place is the identity: two columns may hold the same model.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className="flex items-center gap-2">
          <Select
            aria-label={`Model ${index + 1}`}
            className="max-w-96"
            value={modelId}
            options={options}
            onChange={(event) => onChange(modelIds.map((id, at) => (at === index ? event.target.value : id)))}
          />
          {modelId !== '' && modelId === currentId ? <Tag>Current</Tag> : null}
          {modelIds.length > FEWEST ? (
            <IconButton
              label={`Remove model ${index + 1}`}
              icon={<X className="icon-s" aria-hidden="true" />}
              onClick={() => onChange(modelIds.filter((_, at) => at !== index))}
            />
          ) : null}
        </div>
      ))}
      <div>
        <Button
          size={24}
          disabledReason={modelIds.length >= MOST ? 'A comparison has at most six models.' : null}
          onClick={() => onChange([...modelIds, ''])}
        >
          <Plus className="icon-s" aria-hidden="true" />
          Add model
        </Button>
      </div>
    </fieldset>
  );
}
