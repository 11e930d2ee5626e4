import { Plus, X } from 'lucide-react';
import { setAt, valueAt } from '../../json/apply-patch.ts';
import { isRecord } from '../../json/is-record.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import type { ValidationIssue } from './agent-document.ts';
import { FILE_FORMATS } from './file-formats.ts';
import { freeKey } from './free-key.ts';
import { issueText } from './issues.ts';
import { MediaModelField } from './media-model-field.tsx';

const OPTIONS = Object.entries(FILE_FORMATS).map(([value, label]) => ({ value, label }));

interface ProducesFieldProps {
  /** The part `produces` of the specification. */
  value: unknown;
  issues: readonly ValidationIssue[];
  onChange: (value: unknown) => void;
}

/** The files that a producer makes, and the models that paint and speak. */
export function ProducesField({ value, issues, onChange }: ProducesFieldProps) {
  const artifacts = valueAt(value, ['artifacts']);
  const files = Object.entries(isRecord(artifacts) ? artifacts : {});
  const set = (next: unknown, ...path: string[]): void => onChange(setAt(value, path, next));
  const formats = new Set(files.map(([, file]) => valueAt(file, ['format'])));
  const change = (key: string, format: string): void => {
    const named = setAt(value, ['artifacts', key, 'format'], format);
    onChange(format === 'IMAGE' ? named : setAt(named, ['artifacts', key, 'prompt'], undefined));
  };
  return (
    <>
      <ul className="flex flex-col gap-2">
        {files.map(([key, file]) => {
          const name = text(valueAt(file, ['name']));
          const format = text(valueAt(file, ['format']));
          const problem = issueText(issues, 'produces', 'artifacts', key);
          return (
            <li key={key} className="flex flex-col gap-1.5">
              <div className="flex items-center gap-2 max-md:flex-wrap">
                <Input
                  className="min-w-0 flex-1 max-md:basis-full"
                  aria-label={`Name of the file ${key}`}
                  value={name}
                  onChange={(event) => set(event.target.value, 'artifacts', key, 'name')}
                />
                <Select
                  className="w-44 max-md:flex-1"
                  aria-label={`Format of the file ${key}`}
                  value={format}
                  options={OPTIONS}
                  onChange={(event) => change(key, event.target.value)}
                />
                <IconButton
                  label={`Remove the file ${name || key}`}
                  icon={<X className="icon" aria-hidden="true" />}
                  onClick={() => set(undefined, 'artifacts', key)}
                />
              </div>
              {format === 'IMAGE' ? (
                <Input
                  aria-label={`What is on the image ${key}`}
                  placeholder="What is on the image"
                  value={text(valueAt(file, ['prompt']))}
                  onChange={(event) => set(event.target.value || undefined, 'artifacts', key, 'prompt')}
                />
              ) : null}
              {problem === undefined ? null : <p className="text-12 text-error">{problem}</p>}
            </li>
          );
        })}
      </ul>
      <Button
        className="self-start"
        onClick={() =>
          set({ name: 'File', format: 'MARKDOWN' }, 'artifacts', freeKey('file', isRecord(artifacts) ? artifacts : {}))
        }
      >
        <Plus className="icon-s" aria-hidden="true" />
        Add a file
      </Button>
      {formats.has('IMAGE') ? (
        <MediaModelField
          capability="IMAGES"
          value={text(valueAt(value, ['image', 'model']))}
          error={issueText(issues, 'produces', 'image')}
          onChange={(slug) => (slug === '' ? set(undefined, 'image') : set(slug, 'image', 'model'))}
        />
      ) : null}
      {formats.has('AUDIO') ? (
        <MediaModelField
          capability="SPEECH"
          value={text(valueAt(value, ['speech', 'model']))}
          error={issueText(issues, 'produces', 'speech')}
          onChange={(slug) => (slug === '' ? set(undefined, 'speech') : set(slug, 'speech', 'model'))}
        />
      ) : null}
    </>
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
