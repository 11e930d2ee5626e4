import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { useStore } from '../../ui/store.ts';
import type { Draft } from './agent-document.ts';
import { DraftSession } from './draft-session.ts';
import { isDirty, type DraftConflict } from './draft-state.ts';

export type SaveState = 'saved' | 'saving' | 'kept' | 'refused' | 'conflict';

export interface DraftEditor {
  spec: unknown;
  revision: number;
  saveState: SaveState;
  /** Why the last save was refused or did not arrive. */
  problem: string | null;
  conflict: DraftConflict | null;
  edit: (spec: unknown) => void;
  flush: () => Promise<number | null>;
  resolve: (choice: 'mine' | 'theirs') => void;
}

/** The draft on screen. The caller gives the component a key of the agent, so a session belongs to one agent. */
export function useDraft(agentId: string, { revision, spec }: Draft): DraftEditor {
  const client = useClient();
  const [session] = useState(() => new DraftSession(client, agentId, { revision, spec }));
  useEffect(() => session.start(), [session]);
  useEffect(() => session.adopt({ revision, spec }), [session, revision, spec]);
  const { draft, saving, problem, unreachable } = useStore(session);
  const saveState =
    draft.conflict !== null
      ? 'conflict'
      : unreachable
        ? 'kept'
        : problem !== null
          ? 'refused'
          : saving || isDirty(draft)
            ? 'saving'
            : 'saved';
  return {
    spec: draft.spec,
    revision: draft.saved.revision,
    saveState,
    problem,
    conflict: draft.conflict,
    edit: session.edit,
    flush: session.flush,
    resolve: session.resolve,
  };
}
