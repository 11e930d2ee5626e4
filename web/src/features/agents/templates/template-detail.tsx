import { useState, type ReactNode } from 'react';
import { problemOf } from '../../../graphql/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Tag } from '../../../ui/tag.tsx';
import { kindName } from '../agent-kind.tsx';
import { useCatalog } from '../use-catalog.ts';
import { preferredModel } from './preferred-model.ts';
import type { Template } from './template-document.ts';
import { TemplateExample } from './template-example.tsx';
import { templateFacts } from './template-facts.ts';
import { TemplateNeeds } from './template-needs.tsx';
import { useTemplate } from './use-template.ts';

/** One template: what it does, what it needs, an example, and the way to begin. */
export function TemplateDetail({ template }: { template: Template }) {
  const { description, kind, needsLanguageModel, spec, example } = template;
  const { models, notebooks, error, retry } = useCatalog();
  const { busy, problem, create } = useTemplate();
  const facts = templateFacts(spec);
  const [chosenModel, setChosenModel] = useState<string | null>(null);
  const [speech, setSpeech] = useState<string | null>(null);
  const [chosenNotebooks, setChosenNotebooks] = useState<Readonly<Record<string, string>>>({});
  const language = preferredModel(models ?? []);
  const model = chosenModel ?? (needsLanguageModel ? (language?.slug ?? null) : null);
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex flex-1 flex-col gap-4 p-4">
        <div>
          <p>{description}</p>
          <p className="mt-1 text-12 text-ink-3">
            {kindName(kind, 'BUILT_IN')}, {template.useCase}
          </p>
        </div>
        <Part label="You give">{facts.inputs.map(({ title }) => title).join(', ')}</Part>
        {facts.files.length === 0 ? null : (
          <Part label="It makes">
            <ul className="flex flex-col gap-1">
              {facts.files.map((file) => (
                <li key={`${file.name} ${file.format}`} className="flex items-center gap-2">
                  <span className="min-w-0 truncate">{file.name}</span>
                  <Tag>{file.format}</Tag>
                </li>
              ))}
            </ul>
          </Part>
        )}
        {facts.sections.length === 0 ? null : <Part label="Sections">{facts.sections.join(', ')}</Part>}
        <Part label="It needs">
          {models !== undefined ? null : error === undefined ? (
            <SkeletonRows rows={2} label="Loading models and notebooks" />
          ) : (
            <ProblemPanel title="Models and notebooks did not load" problem={problemOf(error)} onRetry={retry} />
          )}
          <TemplateNeeds
            template={template}
            facts={facts}
            models={models}
            notebooks={notebooks}
            model={model ?? 'builtin/extract'}
            proposed={chosenModel === null}
            chosen={chosenNotebooks}
            speech={speech}
            onModel={setChosenModel}
            onSpeech={setSpeech}
            onNotebook={(key, slug) => setChosenNotebooks((before) => ({ ...before, [key]: slug }))}
          />
        </Part>
        <Part label="Example">
          <TemplateExample example={example} inputs={facts.inputs} />
        </Part>
        <Part label="Instructions">
          <p className="whitespace-pre-wrap text-ink-2">{facts.instructions}</p>
        </Part>
      </div>
      <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-raised p-4">
        <Button
          variant="primary"
          size={32}
          busy={busy}
          disabledReason={
            needsLanguageModel && models === undefined ? 'It is not known yet which language models there are.' : null
          }
          onClick={() => void create(template, { model, speech, notebooks: chosenNotebooks })}
        >
          Use template
        </Button>
        {problem === null ? (
          <p className="text-12 text-ink-3">Makes a draft that only you see.</p>
        ) : (
          <p role="alert" className="min-w-0 flex-1 text-error">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label}>
      <h3 className="mb-1 font-semibold">{label}</h3>
      {children}
    </section>
  );
}
