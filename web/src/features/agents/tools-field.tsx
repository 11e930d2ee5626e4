import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { isRecord, type JsonRecord } from '../../json/is-record.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import type { ValidationIssue } from './agent-document.ts';
import { issueText } from './issues.ts';
import { freeKey } from './free-key.ts';
import type { CatalogTool } from './use-catalog.ts';

const APPROVALS = [
  { value: 'NEVER', label: 'Without asking' },
  { value: 'WRITES', label: 'Ask before changes' },
  { value: 'ALWAYS', label: 'Ask every time' },
];

interface ToolsFieldProps {
  value: JsonRecord;
  /** Approved ones, and published agents. */
  tools: readonly CatalogTool[] | undefined;
  issues: readonly ValidationIssue[];
  onChange: (value: JsonRecord) => void;
}

/** The tools and agents that the agent may call, each with when a person is asked first. */
export function ToolsField({ value, tools, issues, onChange }: ToolsFieldProps) {
  const entries = Object.entries(value).flatMap(([key, part]) =>
    isRecord(part) ? [{ key, part, slug: String(part['tool'] ?? '') }] : [],
  );
  const free = tools?.filter(({ slug }) => !entries.some((entry) => entry.slug === slug)) ?? [];
  const remove = (key: string): void =>
    onChange(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)));
  return (
    <>
      {entries.length === 0 ? <p className="flex min-h-8 items-center text-ink-3">No tool yet.</p> : null}
      <ul className="flex flex-col gap-2">
        {entries.map(({ key, part, slug }) => {
          const tool = tools?.find((one) => one.slug === slug);
          const problem = issueText(issues, 'tools', key);
          return (
            <li key={key}>
              <div className="flex flex-wrap items-center gap-2">
                <code className="font-mono text-12 font-medium">{slug}</code>
                <span className="min-w-0 flex-1 truncate text-ink-3">{tool?.title ?? tool?.description}</span>
                <Select
                  compact
                  className="w-44"
                  aria-label={`When ${slug} may be called`}
                  value={String(part['approval'] ?? 'WRITES')}
                  options={APPROVALS}
                  onChange={(event) => onChange({ ...value, [key]: { ...part, approval: event.target.value } })}
                />
                <IconButton
                  label={`Remove ${slug}`}
                  icon={<X className="icon" aria-hidden="true" />}
                  onClick={() => remove(key)}
                />
              </div>
              {problem === undefined ? null : <p className="text-12 text-error">{problem}</p>}
            </li>
          );
        })}
      </ul>
      {tools === undefined || free.length > 0 ? (
        <Select
          className="max-w-72"
          aria-label="Add a tool"
          value=""
          options={[
            { value: '', label: tools === undefined ? 'Loading tools…' : 'Add a tool…' },
            ...free.map(({ slug, title }) => ({
              value: slug,
              label: slug.startsWith('agent/') ? `${title} (${slug})` : slug,
            })),
          ]}
          onChange={({ target }) => {
            if (target.value === '') return;
            const key = freeKey(target.value.replace(/[^a-z0-9]+/gi, '-').toLowerCase(), value);
            onChange({ ...value, [key]: { tool: target.value, approval: 'WRITES' } });
          }}
        />
      ) : entries.length === 0 ? (
        <Link to="/tools" className="text-link hover:underline">
          Connect a tool server and approve its tools
        </Link>
      ) : null}
    </>
  );
}
