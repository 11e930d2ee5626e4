import { Pencil } from 'lucide-react';
import { cost } from '../../format/cost.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tag } from '../../ui/tag.tsx';
import { CAPABILITIES } from './capability-words.ts';
import type { ConfiguredModel } from './model-providers-document.ts';

interface ModelTableProps {
  provider: string;
  models: readonly ConfiguredModel[];
  /** Null = the viewer may not change them. */
  onEdit: ((modelId: string) => void) | null;
}

/** Models of one provider: what they can do and what they cost. */
export function ModelTable({ provider, models, onEdit }: ModelTableProps) {
  return (
    <table className="rows" aria-label={`Models of ${provider}`}>
      <thead>
        <tr>
          <th>Model</th>
          <th className="max-md:hidden">Can</th>
          <th className="number">In / 1 M</th>
          <th className="number">Out / 1 M</th>
          {onEdit === null ? null : (
            <th>
              <span className="sr-only">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.id}>
            <td>
              <span className="flex items-center gap-2">
                <code className="font-mono text-12">{model.slug}</code>
                {model.builtIn ? <Tag>built-in, no language model</Tag> : null}
                {model.enabled ? null : <Tag>Disabled</Tag>}
              </span>
            </td>
            <td className="max-w-48 truncate text-ink-2 max-md:hidden">
              {CAPABILITIES.filter(({ value }) => model.capabilities.includes(value))
                .map(({ label }) => label)
                .join(', ')}
            </td>
            <td className="number">{cost(model.inputPricePerMillion, model.unpriced)}</td>
            <td className="number">{cost(model.outputPricePerMillion, model.unpriced)}</td>
            {onEdit === null ? null : (
              <td className="w-9">
                <IconButton
                  size={24}
                  label={model.unpriced ? `Set the price of ${model.slug}` : `Change ${model.slug}`}
                  icon={<Pencil className="icon-s" aria-hidden="true" />}
                  onClick={() => onEdit(model.id)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
