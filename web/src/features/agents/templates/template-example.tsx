import { lazy, Suspense } from 'react';
import { isRecord } from '../../../json/is-record.ts';
import type { Template } from './template-document.ts';
import type { TemplateFacts } from './template-facts.ts';

const Markdown = lazy(() => import('../../../ui/markdown.tsx').then((module) => ({ default: module.Markdown })));

/** What was given once, and what came of it. */
export function TemplateExample({ example, inputs }: Pick<Template, 'example'> & Pick<TemplateFacts, 'inputs'>) {
  const given = isRecord(example.input) ? example.input : {};
  return (
    <div className="rounded-control border border-line bg-well">
      <dl className="flex flex-col gap-1 border-b border-line px-3 py-2">
        {inputs
          .filter(({ key }) => given[key] !== undefined)
          .map(({ key, title }) => (
            <div key={key}>
              <dt className="text-12 text-ink-3">{title}</dt>
              <dd className="whitespace-pre-wrap">{inputText(given[key])}</dd>
            </div>
          ))}
      </dl>
      <div className="prose overflow-x-auto px-3 py-2">
        <Suspense fallback={<p className="whitespace-pre-wrap">{example.answer}</p>}>
          <Markdown text={example.answer} />
        </Suspense>
      </div>
    </div>
  );
}

function inputText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('\n');
  return JSON.stringify(value);
}
