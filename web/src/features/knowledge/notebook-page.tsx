import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus, Search } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { readFragment } from '../../gql/index.ts';
import { count } from '../../format/count.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { actionReason } from '../agents/action-reason.ts';
import { VISIBILITIES } from '../agents/visibility.ts';
import { NotFound } from '../shell/not-found.tsx';
import { DocumentTable } from './document-table.tsx';
import { DropArea } from './drop-area.tsx';
import { HitSheet } from './hit-sheet.tsx';
import { DocumentRowFragment, type DocumentFacts, type SearchHit } from './notebook-document.ts';
import { NotebookMenu } from './notebook-menu.tsx';
import { RemoveDocument } from './remove-document.tsx';
import { SearchPane } from './search-pane.tsx';
import { useNotebook } from './use-notebook.ts';
import { useUploads } from './use-uploads.ts';

const isWorking = ({ status }: Pick<DocumentFacts, 'status'>): boolean => status !== 'READY' && status !== 'FAILED';

/** One notebook: its documents and how far they are, and a search as agents do it. */
export function NotebookPage() {
  const { notebookId } = useParams({ from: '/shell/knowledge/$notebookId' });
  const search = useSearch({ from: '/shell/knowledge/$notebookId' });
  const navigate = useNavigate({ from: '/knowledge/$notebookId' });
  const { notebook, problem, refetch, retry } = useNotebook(notebookId);
  const known = useMemo(
    () => new Set(notebook?.documents.edges.map(({ node }) => readFragment(DocumentRowFragment, node).id)),
    [notebook],
  );
  const { uploads, add, dismiss } = useUploads(notebookId, known, refetch);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [hit, setHit] = useState<SearchHit | null>(null);
  const [removing, setRemoving] = useState<{ id: string; title: string } | null>(null);
  const change = (next: Partial<typeof search>): void =>
    void navigate({ search: { ...search, ...next }, replace: true });

  if (notebook === undefined || notebook === null) {
    return (
      <>
        <TopBar title="Notebook" crumbs={[{ label: 'Knowledge', to: '/knowledge' }]} />
        {notebook === null ? (
          <NotFound what="notebook" />
        ) : problem === null ? (
          <SkeletonRows rows={8} label="Loading the notebook" />
        ) : (
          <ProblemPanel title="The notebook did not load" problem={problem} onRetry={refetch} />
        )}
      </>
    );
  }
  const nodes = notebook.documents.edges.map(({ node }) => node);
  const facts = nodes.map((node) => readFragment(DocumentRowFragment, node));
  const working = facts.filter(isWorking).length;
  const failed = facts.filter(({ status }) => status === 'FAILED').length;
  const shown = nodes.filter((_node, index) => {
    const document = facts[index];
    if (document === undefined || !document.title.toLowerCase().includes(text.toLowerCase())) return false;
    return search.show === 'working'
      ? isWorking(document)
      : search.show === 'failed'
        ? document.status === 'FAILED'
        : true;
  });
  const blocked = actionReason(notebook.viewerActions, 'addDocument');
  return (
    <>
      <TopBar
        title={notebook.name}
        crumbs={[{ label: 'Knowledge', to: '/knowledge' }]}
        actions={
          <>
            <Button variant="primary" disabledReason={blocked} onClick={() => field.current?.click()}>
              <Plus className="icon-s" aria-hidden="true" />
              Add documents
            </Button>
            <NotebookMenu notebook={notebook} onDeleted={() => void navigate({ to: '/knowledge' })} />
          </>
        }
      />
      <header className="shrink-0 border-b border-line px-4 pt-4 pb-3">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 className="text-20 font-semibold">{notebook.name}</h2>
          <span className="text-ink-2">{notebook.description}</span>
        </div>
        <Facts
          facts={[
            { name: 'Documents', value: count(notebook.documentCount) },
            { name: 'Passages', value: count(notebook.passageCount) },
            ...(typeof notebook.qualityScore === 'number'
              ? [{ name: 'Quality', value: notebook.qualityScore.toFixed(2) }]
              : []),
            {
              name: 'Visible to',
              value: VISIBILITIES.find(({ value }) => value === notebook.visibility)?.label ?? '—',
            },
            ...(notebook.owner ? [{ name: 'Owner', value: notebook.owner.name, wideOnly: true }] : []),
            {
              name: 'Embeddings',
              wideOnly: true,
              value: notebook.embeddingModel?.slug ?? 'Default of this server',
            },
            {
              name: 'Slug',
              wideOnly: true,
              value: <code className="font-mono text-12 font-normal">{notebook.slug}</code>,
            },
          ]}
        />
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_420px] max-wide:grid-cols-[minmax(0,1fr)_340px] max-lg:flex max-lg:flex-col max-lg:overflow-auto">
        <section aria-label="Documents" className="flex min-h-0 min-w-0 flex-col max-lg:flex-none">
          <div
            role="search"
            aria-label="Filter documents"
            className="flex shrink-0 items-center gap-1.5 overflow-x-auto py-2 pr-3 pl-4 [&>*]:shrink-0"
          >
            <Input
              compact
              className="w-46"
              before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
              aria-label="Filter documents"
              placeholder="Filter documents"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Chip pressed={search.show === undefined} onClick={() => change({ show: undefined })}>
              All {nodes.length}
            </Chip>
            <Chip pressed={search.show === 'working'} onClick={() => change({ show: 'working' })}>
              Working {working}
            </Chip>
            <Chip pressed={search.show === 'failed'} onClick={() => change({ show: 'failed' })}>
              Failed {failed}
            </Chip>
            <span className="flex-1" />
            <span className="text-ink-3 max-wide:hidden">Stages: extract, split, embed, ready</span>
          </div>
          <DropArea field={field} blocked={blocked} onFiles={add}>
            {nodes.length === 0 && uploads.length === 0 ? (
              <Empty title="No documents yet">
                Add a file below. It can be searched by its words within seconds, by its meaning a little later.
              </Empty>
            ) : (
              <DocumentTable
                documents={shown}
                uploads={uploads}
                readOnlyReason={blocked}
                onRetry={retry}
                onRemove={(id, title) => setRemoving({ id, title })}
                onDismiss={dismiss}
              />
            )}
            {nodes.length > 0 && shown.length === 0 ? <Empty title="No document fits the filter" /> : null}
            {notebook.documents.pageInfo.hasNextPage ? (
              <p className="px-4 pt-3 text-ink-3">
                The newest 100 of {count(notebook.documentCount)} documents are shown.
              </p>
            ) : null}
          </DropArea>
        </section>
        <SearchPane
          key={notebookId}
          notebookId={notebookId}
          query={search.q}
          mode={search.mode ?? 'HYBRID'}
          onSearch={(q) => change({ q })}
          onMode={(mode) => change({ mode: mode === 'HYBRID' ? undefined : mode })}
          onOpen={setHit}
        />
      </div>
      <HitSheet hit={hit} onClose={() => setHit(null)} />
      <RemoveDocument document={removing} onClose={() => setRemoving(null)} onRemoved={refetch} />
    </>
  );
}
