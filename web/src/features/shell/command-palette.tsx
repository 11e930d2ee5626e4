import { Dialog } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useDeferredValue, useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';

const PaletteDocument = graphql(`
  query Palette($search: String) {
    agents(filter: { search: $search }, first: 6) {
      edges {
        node {
          id
          name
          status
        }
      }
    }
    executions(filter: { search: $search }, first: 6) {
      edges {
        node {
          id
          input
          status
          agent {
            id
            name
          }
        }
      }
    }
  }
`);

/** Go to a page, an agent or a run: type, choose with the arrows, Enter. The field keeps the focus all the while. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const search = useDeferredValue(words.trim());
  const [{ data, error, fetching }] = useQuery({
    query: PaletteDocument,
    variables: { search: search === '' ? undefined : search },
    requestPolicy: 'cache-and-network',
  });
  const entries = paletteEntries(words, {
    agents: data?.agents.edges.map(({ node }) => node) ?? [],
    runs: data?.executions.edges.map(({ node }) => node) ?? [],
  });
  const active = Math.min(at, entries.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  const open = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    void navigate(entry.to);
  };
  const onKey = (event: KeyboardEvent): void => {
    // Enter that ends the composition of a character chooses nothing.
    if (event.nativeEvent.isComposing || entries.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((active + step + entries.length) % entries.length);
    else if (event.key === 'Enter') open(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Popup className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[min(600px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-dialog border border-line-2 bg-raised shadow-float">
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <div className="flex shrink-0 items-center gap-2 border-b border-line px-4">
            <Search className="icon text-ink-3" aria-hidden="true" />
            <input
              role="combobox"
              aria-label="Go to a page, an agent or a run"
              aria-expanded={entries.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={entries.length === 0 ? undefined : `${id}-${active}`}
              aria-autocomplete="list"
              autoComplete="off"
              spellCheck={false}
              placeholder="Go to a page, an agent or a run"
              className="h-12 min-w-0 flex-1 bg-transparent text-16 outline-none"
              value={words}
              onChange={(event) => {
                setWords(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKey}
            />
          </div>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label="Places"
            aria-busy={fetching}
            className="min-h-0 flex-1 overflow-auto p-2"
          >
            {entries.map((entry, index) => (
              <PaletteRow
                key={`${entry.group}/${entry.id}`}
                id={`${id}-${index}`}
                entry={entry}
                chosen={index === active}
                begins={entries[index - 1]?.group !== entry.group}
                onPoint={() => setAt(index)}
                onOpen={() => open(entry)}
              />
            ))}
          </div>
          {error !== undefined ? (
            <p role="alert" className="border-t border-line px-4 py-2 text-error">
              {problemLine(error)}
            </p>
          ) : entries.length === 0 ? (
            <p role="status" className="px-4 pb-4 text-ink-3">
              {fetching ? 'Searching …' : 'Nothing fits. Say it in other words.'}
            </p>
          ) : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteRowProps {
  id: string;
  entry: PaletteEntry;
  chosen: boolean;
  /** Whether it is the first of its group. */
  begins: boolean;
  onPoint: () => void;
  onOpen: () => void;
}

/** Keys are the business of the field; a pointer chooses directly. */
function PaletteRow({ id, entry, chosen, begins, onPoint, onOpen }: PaletteRowProps) {
  return (
    <>
      {begins ? (
        <p role="presentation" className="px-2 pt-2 pb-1 text-12 text-ink-3">
          {entry.group}
        </p>
      ) : null}
      <button
        type="button"
        id={id}
        role="option"
        aria-selected={chosen}
        tabIndex={-1}
        className="flex min-h-9 w-full items-center gap-3 rounded-control px-2 text-left aria-selected:bg-press max-md:min-h-11"
        onPointerMove={onPoint}
        onClick={onOpen}
      >
        <span className="min-w-0 flex-1 truncate font-medium">{entry.label}</span>
        <span className="shrink-0 text-12 text-ink-2">{entry.note}</span>
      </button>
    </>
  );
}
