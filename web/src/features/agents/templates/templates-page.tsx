import { useNavigate, useSearch } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useQuery } from 'urql';
import { problemOf } from '../../../graphql/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Input } from '../../../ui/input.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { TopBar } from '../../../ui/top-bar.tsx';
import { fittingTemplates } from './fitting-templates.ts';
import { TemplateCard } from './template-card.tsx';
import { TemplateDetail } from './template-detail.tsx';
import { TemplateGalleryDocument } from './template-document.ts';

/** Ready agents to start from: search, what they are for, and each with what it needs and an example. */
export function TemplatesPage() {
  const search = useSearch({ from: '/shell/agents/templates' });
  const navigate = useNavigate({ from: '/agents/templates' });
  const [{ data, error, fetching }, refetch] = useQuery({
    query: TemplateGalleryDocument,
    requestPolicy: 'cache-and-network',
  });
  const change = (part: typeof search): void => void navigate({ search: { ...search, ...part }, replace: true });
  const { templates, uses } = fittingTemplates(data?.agentTemplates ?? [], {
    words: search.q,
    useCase: search.use,
  });
  const open = data?.agentTemplates.find(({ slug }) => slug === search.template);
  return (
    <>
      <TopBar title="Templates" crumbs={[{ label: 'Agents', to: '/agents' }]} />
      <div
        role="search"
        aria-label="Filter templates"
        className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line py-2 pr-3 pl-4 max-md:flex-nowrap max-md:overflow-x-auto [&>*]:shrink-0"
      >
        <Input
          compact
          className="w-52"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search templates"
          placeholder="Search templates"
          value={search.q ?? ''}
          onChange={(event) => change({ q: event.target.value || undefined })}
        />
        {uses.map(({ name, count }) => (
          <Chip
            key={name}
            pressed={search.use === name}
            onClick={() => change({ use: search.use === name ? undefined : name })}
          >
            <span className="first-letter:uppercase">{name}</span>
            <span className="tabular-nums">{count}</span>
          </Chip>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {data === undefined && error !== undefined ? (
          <ProblemPanel
            title="The templates did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : data === undefined ? (
          <SkeletonRows rows={8} label="Loading templates" />
        ) : templates.length === 0 ? (
          <Empty
            title="No template fits"
            actions={<Button onClick={() => change({ q: undefined, use: undefined })}>Clear search and filter</Button>}
          >
            Say it in other words, or describe the agent on the home page.
          </Empty>
        ) : (
          <ul aria-label="Templates" className="grid grid-cols-3 gap-3 p-4 max-wide:grid-cols-2 max-md:grid-cols-1">
            {templates.map((template) => (
              <li key={template.id}>
                <TemplateCard template={template} onChoose={() => change({ template: template.slug })} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Sheet open={open !== undefined} title={open?.name ?? 'Template'} onClose={() => change({ template: undefined })}>
        {open === undefined ? null : <TemplateDetail key={open.id} template={open} />}
      </Sheet>
    </>
  );
}
