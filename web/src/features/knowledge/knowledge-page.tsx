import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { BookOpen, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { count } from '../../format/count.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Input } from '../../ui/input.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { VISIBILITIES } from '../agents/visibility.ts';
import { CreateNotebook } from './create-notebook.tsx';
import { NotebooksDocument } from './notebooks-document.ts';

/** The notebooks that the viewer may read. */
export function KnowledgePage() {
  const { q } = useSearch({ from: '/shell/knowledge' });
  const navigate = useNavigate({ from: '/knowledge' });
  const now = useNow(60_000);
  const [creating, setCreating] = useState(false);
  const [{ data, error, fetching }, refetch] = useQuery({
    query: NotebooksDocument,
    variables: { filter: { search: q } },
    requestPolicy: 'cache-and-network',
  });
  const notebooks = data?.notebooks.edges.map(({ node }) => node);
  return (
    <>
      <TopBar
        title="Knowledge"
        actions={
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus className="icon-s" aria-hidden="true" />
            New notebook
          </Button>
        }
      />
      <div
        role="search"
        aria-label="Filter notebooks"
        className="flex shrink-0 items-center gap-1.5 border-b border-line py-2 pr-3 pl-4"
      >
        <Input
          compact
          className="w-52"
          before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
          aria-label="Search notebooks"
          placeholder="Search notebooks"
          value={q ?? ''}
          onChange={(event) => void navigate({ search: { q: event.target.value || undefined }, replace: true })}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={fetching}>
        {notebooks === undefined && error !== undefined ? (
          <ProblemPanel
            title="Notebooks did not load"
            problem={problemOf(error)}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
          />
        ) : notebooks === undefined ? (
          <SkeletonRows rows={6} label="Loading notebooks" />
        ) : notebooks.length > 0 ? (
          <table className="rows" aria-label="Notebooks">
            <thead>
              <tr>
                <th>Notebook</th>
                <th className="number">Documents</th>
                <th className="number max-md:hidden">Passages</th>
                <th className="max-md:hidden">Visible to</th>
                <th className="number">Updated</th>
              </tr>
            </thead>
            <tbody>
              {notebooks.map((notebook) => (
                <tr key={notebook.id}>
                  <td className="w-1/2 max-w-0">
                    <span className="flex items-center gap-2">
                      <BookOpen className="icon text-step-retrieval" aria-hidden="true" />
                      <Link
                        to="/knowledge/$notebookId"
                        params={{ notebookId: notebook.id }}
                        className="shrink-0 font-medium hover:underline hover:underline-offset-2"
                      >
                        {notebook.name}
                      </Link>
                      <span className="truncate text-ink-3 max-wide:hidden">{notebook.description}</span>
                    </span>
                  </td>
                  <td className="number">{count(notebook.documentCount)}</td>
                  <td className="number max-md:hidden">{count(notebook.passageCount)}</td>
                  <td className="text-ink-2 max-md:hidden">
                    {VISIBILITIES.find(({ value }) => value === notebook.visibility)?.label}
                  </td>
                  <td className="number text-ink-3">{timeAgo(notebook.updatedAt, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : q === undefined ? (
          <Empty
            title="No notebooks yet"
            actions={<Button onClick={() => setCreating(true)}>Create a notebook</Button>}
          >
            A notebook holds documents. Agents search it and cite the passage that they used.
          </Empty>
        ) : (
          <Empty
            title="No notebook fits"
            actions={<Button onClick={() => void navigate({ search: {} })}>Clear search</Button>}
          />
        )}
      </div>
      <CreateNotebook
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(notebookId) => void navigate({ to: '/knowledge/$notebookId', params: { notebookId } })}
      />
    </>
  );
}
