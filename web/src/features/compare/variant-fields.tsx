import { Plus, SlidersHorizontal, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import type { CatalogModel } from '../agents/use-catalog.ts';
import { type DraftVariant, EMPTY_VARIANT, isOverridden, VARIANT_NUMBERS } from './variant-draft.ts';

interface VariantFieldsProps {
  variants: readonly DraftVariant[];
  /** The model of the draft; null = it is not in the catalog. */
  currentId: string | null;
  models: readonly CatalogModel[];
  onChange: (variants: readonly DraftVariant[]) => void;
}

const MOST = 6;
const FEWEST = 2;

/** Two to six columns: models, each with its own parameters and instructions where they differ from the draft. */
export function VariantFields({ variants, currentId, models, onChange }: VariantFieldsProps) {
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
      {variants.map((variant, index) => (
        <VariantRow
          // The place is the identity: two columns may hold the same model.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          place={index + 1}
          variant={variant}
          isCurrent={variant.modelId !== '' && variant.modelId === currentId && !isOverridden(variant)}
          options={options}
          onChange={(part) => onChange(variants.map((each, at) => (at === index ? { ...each, ...part } : each)))}
          onRemove={variants.length > FEWEST ? () => onChange(variants.filter((_, at) => at !== index)) : null}
        />
      ))}
      <div>
        <Button
          size={24}
          disabledReason={variants.length >= MOST ? 'A comparison has at most six models.' : null}
          onClick={() => onChange([...variants, EMPTY_VARIANT])}
        >
          <Plus className="icon-s" aria-hidden="true" />
          Add model
        </Button>
      </div>
    </fieldset>
  );
}

interface VariantRowProps {
  place: number;
  variant: DraftVariant;
  isCurrent: boolean;
  options: readonly { value: string; label: string }[];
  onChange: (part: Partial<DraftVariant>) => void;
  onRemove: (() => void) | null;
}

function VariantRow({ place, variant, isCurrent, options, onChange, onRemove }: VariantRowProps) {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  return (
    <div>
      <div className="flex items-center gap-2">
        <Select
          aria-label={`Model ${place}`}
          className="max-w-96"
          value={variant.modelId}
          options={options}
          onChange={(event) => onChange({ modelId: event.target.value })}
        />
        {isCurrent ? <Tag>Current</Tag> : isOverridden(variant) ? <Tag tone="accent">Changed</Tag> : null}
        <IconButton
          label={`Parameters and instructions of model ${place}`}
          icon={<SlidersHorizontal className="icon-s" aria-hidden="true" />}
          aria-expanded={open}
          aria-controls={panelId}
          onClick={() => setOpen(!open)}
        />
        {onRemove === null ? null : (
          <IconButton
            label={`Remove model ${place}`}
            icon={<X className="icon-s" aria-hidden="true" />}
            onClick={onRemove}
          />
        )}
      </div>
      <div id={panelId} hidden={!open} className="mt-2 mb-3 rounded-card border border-line p-3">
        <p className="mb-3 text-12 text-ink-3">What is left empty stays as in the draft.</p>
        <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
          <Field label="Column name">
            {(parts) => (
              <Input
                {...parts}
                maxLength={120}
                value={variant.label}
                onChange={(event) => onChange({ label: event.target.value })}
              />
            )}
          </Field>
          {VARIANT_NUMBERS.map(({ key, label, least, most }) => (
            <Field key={key} label={label}>
              {(parts) => (
                <Input
                  {...parts}
                  inputMode="decimal"
                  placeholder={`${least} to ${most}`}
                  value={variant[key]}
                  onChange={(event) => onChange({ [key]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <div className="mt-3">
          <Field label="Instructions instead of the draft's">
            {(parts) => (
              <TextArea
                {...parts}
                rows={3}
                value={variant.instructions}
                onChange={(event) => onChange({ instructions: event.target.value })}
              />
            )}
          </Field>
        </div>
      </div>
    </div>
  );
}
