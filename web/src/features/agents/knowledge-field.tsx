import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { plural } from '../../format/count.ts';
import { isRecord, type JsonRecord } from '../../json/is-record.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { freeKey } from './free-key.ts';
import { issueText } from './issues.ts';
import type { ValidationIssue } from './agent-document.ts';
import type { CatalogNotebook } from './use-catalog.ts';

const CITATIONS = [
  { value: 'REQUIRED', label: 'Citations required' },
  { value: 'PREFERRED', label: 'Citations where possible' },
  { value: 'OFF', label: 'No citations' },
];
const MODES = [
  { value: 'HYBRID', label: 'Meaning and words' },
  { value: 'VECTOR', label: 'Meaning only' },
  { value: 'KEYWORD', label: 'Words only' },
];

interface KnowledgeFieldProps {
  value: JsonRecord;
  notebooks: readonly CatalogNotebook[] | undefined;
  issues: readonly ValidationIssue[];
  onChange: (value: JsonRecord) => void;
}

/** The notebooks that the agent may search, each with how. */
export function KnowledgeField({ value, notebooks, issues, onChange }: KnowledgeFieldProps) {
  const entries = Object.entries(value).flatMap(([key, part]) =>
    isRecord(part) ? [{ key, part, slug: String(part['notebook'] ?? '') }] : [],
  );
  const free = notebooks?.filter(({ slug }) => !entries.some((entry) => entry.slug === slug)) ?? [];
  const remove = (key: string): void =>
    onChange(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)));
  return (
    <>
      {entries.length === 0 ? (
        <p className="flex min-h-8 items-center text-ink-3">
          No notebook yet: the agent can only answer from what it is told.
        </p>
      ) : null}
      <ul className="flex flex-col gap-2">
        {entries.map(({ key, part, slug }) => {
          const notebook = notebooks?.find((one) => one.slug === slug);
          const problem = issueText(issues, 'knowledge', key);
          return (
            <li key={key}>
              <div className="flex flex-wrap items-center gap-2 lg:flex-nowrap">
                <span className="flex min-w-0 basis-full items-center gap-2 lg:flex-1 lg:basis-0">
                  {notebook === undefined ? (
                    <span className="truncate font-medium">{slug}</span>
                  ) : (
                    <Link
                      to="/knowledge/$notebookId"
                      params={{ notebookId: notebook.id }}
                      className="truncate font-medium hover:underline"
                    >
                      {notebook.name}
                    </Link>
                  )}
                  {notebook === undefined ? null : (
                    <span className="shrink-0 text-ink-3">{plural(notebook.documentCount, 'document')}</span>
                  )}
                </span>
                <Select
                  compact
                  className="min-w-0 flex-1 lg:w-36 lg:flex-none"
                  aria-label={`How to search ${slug}`}
                  value={String(part['mode'] ?? 'HYBRID')}
                  options={MODES}
                  onChange={(event) => onChange({ ...value, [key]: { ...part, mode: event.target.value } })}
                />
                <Select
                  compact
                  className="min-w-0 flex-1 lg:w-40 lg:flex-none"
                  aria-label={`Citations from ${slug}`}
                  value={String(part['citations'] ?? 'PREFERRED')}
                  options={CITATIONS}
                  onChange={(event) => onChange({ ...value, [key]: { ...part, citations: event.target.value } })}
                />
                <IconButton
                  label={`Remove ${notebook?.name ?? slug}`}
                  icon={<X className="icon" aria-hidden="true" />}
                  onClick={() => remove(key)}
                />
              </div>
              {problem === undefined ? null : <p className="text-12 text-error">{problem}</p>}
            </li>
          );
        })}
      </ul>
      {notebooks === undefined || free.length > 0 ? (
        <Select
          className="max-w-72"
          aria-label="Add a notebook"
          value=""
          options={[
            { value: '', label: notebooks === undefined ? 'Loading notebooks…' : 'Add a notebook…' },
            ...free.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
          onChange={(event) => {
            const { value: slug } = event.target;
            if (slug !== '')
              onChange({
                ...value,
                [freeKey(slug, value)]: { notebook: slug, mode: 'HYBRID', topK: 6, citations: 'REQUIRED' },
              });
          }}
        />
      ) : entries.length === 0 ? (
        <Link to="/knowledge" className="text-link hover:underline">
          Create a notebook and add documents
        </Link>
      ) : null}
    </>
  );
}
