import { Check, TriangleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { MediaModelField } from '../media-model-field.tsx';
import { ModelField } from '../model-field.tsx';
import type { CatalogModel, CatalogNotebook } from '../use-catalog.ts';
import type { Template } from './template-document.ts';
import type { TemplateFacts } from './template-facts.ts';

interface TemplateNeedsProps {
  template: Template;
  facts: TemplateFacts;
  models: readonly CatalogModel[] | undefined;
  notebooks: readonly CatalogNotebook[] | undefined;
  /** Slug of the model that the agent will have. */
  model: string;
  /** Nobody has chosen it yet. */
  proposed: boolean;
  chosen: Readonly<Record<string, string>>;
  speech: string | null;
  onModel: (slug: string) => void;
  onSpeech: (slug: string | null) => void;
  onNotebook: (key: string, slug: string) => void;
}

/** What an agent of the template needs, each with the way to choose it, and what is missing. */
export function TemplateNeeds(props: TemplateNeedsProps) {
  const { template, facts, models, notebooks, model, proposed, speech, chosen, onModel, onSpeech, onNotebook } = props;
  const others = template.requirements.filter(({ kind }) => kind !== 'NOTEBOOK' && kind !== 'MODEL');
  // Nothing is said of models before they are known.
  const isBuiltIn =
    models?.find(({ slug }) => slug === model)?.builtIn ?? (models !== undefined && model.startsWith('builtin/'));
  return (
    <div className="flex flex-col gap-3">
      {models === undefined ? null : <ModelField value={model} models={models} error={undefined} onChange={onModel} />}
      {models === undefined || !proposed ? null : (
        <p className="text-12 text-ink-3">
          <code className="font-mono">{model}</code> was chosen for you
          {isBuiltIn ? '' : ': a model that answers and has a price comes before others'}. You may take another one.
        </p>
      )}
      {template.needsLanguageModel && isBuiltIn ? <WithoutModel facts={facts} /> : null}
      {facts.speaks ? (
        <MediaModelField
          capability="SPEECH"
          value={speech ?? ''}
          error={undefined}
          onChange={(slug) => onSpeech(slug === '' ? null : slug)}
        />
      ) : null}
      {facts.notebooks.map(({ key, slug }) => (
        <Field
          key={key}
          label={`Notebook to search (${key})`}
          hint={
            notebooks?.length === 0 ? 'There is none yet. Make one on the Knowledge page and add documents.' : undefined
          }
        >
          {(parts) => (
            <Select
              {...parts}
              className="max-w-96"
              value={chosen[key] ?? slug}
              options={notebookOptions(slug, notebooks)}
              onChange={(event) => onNotebook(key, event.target.value)}
            />
          )}
        </Field>
      ))}
      {others.length === 0 ? null : (
        <ul className="flex flex-col gap-1">
          {others.map(({ kind, slug, name, satisfied, reason }) => (
            <li key={`${kind} ${slug}`}>
              <Need satisfied={satisfied}>
                {kind.charAt(0) + kind.slice(1).toLowerCase()} <code className="font-mono text-12">{name}</code>
                {satisfied ? null : <span className="block text-12 text-ink-3">{reason}</span>}
              </Need>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function notebookOptions(slug: string, notebooks: readonly CatalogNotebook[] | undefined) {
  const known = notebooks?.some((notebook) => notebook.slug === slug) === true;
  return [
    ...(known ? [] : [{ value: slug, label: notebooks === undefined ? slug : `Choose later (${slug} is not there)` }]),
    ...(notebooks ?? []).map((notebook) => ({ value: notebook.slug, label: notebook.name })),
    { value: '', label: 'No notebook' },
  ];
}

/** Said before, not after the first run has failed. */
function WithoutModel({ facts }: { facts: TemplateFacts }) {
  return (
    <Need satisfied={false}>
      {facts.needsStructure
        ? 'It needs a language model. With a built-in one you get the draft, and its runs fail and say so. '
        : 'It needs a language model. With a built-in one its files quote passages word for word and have no sections. '}
      <Link to="/settings" search={{ tab: 'models' }} className="text-link underline">
        Connect a provider
      </Link>
    </Need>
  );
}

function Need({ satisfied, children }: { satisfied: boolean; children: ReactNode }) {
  const Icon = satisfied ? Check : TriangleAlert;
  return (
    <p className="flex items-start gap-2">
      <Icon
        className={`icon-s mt-0.5 shrink-0 ${satisfied ? 'text-success' : 'text-warning'}`}
        aria-label={satisfied ? 'There' : 'Missing'}
      />
      <span>{children}</span>
    </p>
  );
}
