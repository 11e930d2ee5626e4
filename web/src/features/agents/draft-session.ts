import type { Client } from 'urql';
import { readFragment } from '../../gql/index.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Store } from '../../ui/store.ts';
import { DraftFragment, UpdateDraftDocument } from './agent-document.ts';
import {
  acceptSave,
  isDirty,
  pendingOperations,
  rebase,
  resolveConflict,
  startDraft,
  type DraftState,
  type SavedDraft,
} from './draft-state.ts';
import { keptDraft } from './kept-draft.ts';

const QUIET_MS = 700;
const RETRY_MS = 4_000;

interface SessionState {
  draft: DraftState;
  saving: boolean;
  /** Why the last save was refused or did not arrive. */
  problem: string | null;
  /** The problem is the way to the server, so it is tried again by itself. */
  unreachable: boolean;
}

/**
 * Edits a draft and saves it by patches with the expected revision. Every edit is kept on this device first;
 * it counts as saved only when the server has it. A conflict changes nothing until a person chooses.
 */
export class DraftSession extends Store<SessionState> {
  readonly #client: Client;
  readonly #agentId: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<number | null> | null = null;

  constructor(client: Client, agentId: string, saved: SavedDraft) {
    const kept = keptDraft.read(agentId);
    super({
      draft: kept === null ? startDraft(saved) : rebase({ ...kept, conflict: null }, saved),
      saving: false,
      problem: null,
      unreachable: false,
    });
    this.#client = client;
    this.#agentId = agentId;
  }

  /** Takes up what was kept by an earlier visit; the answer saves what is left and stops. */
  start(): () => void {
    if (isDirty(this.state.draft)) this.#schedule();
    return () => {
      clearTimeout(this.#timer);
      if (isDirty(this.state.draft)) void this.flush();
    };
  }

  readonly edit = (spec: unknown): void => {
    this.#put({ ...this.state.draft, spec });
    this.#schedule();
  };

  readonly resolve = (choice: 'mine' | 'theirs'): void => {
    this.#put(resolveConflict(this.state.draft, choice));
    this.#schedule();
  };

  /** A newer revision became known by another way: a restored version, another person, another tab. */
  adopt(saved: SavedDraft): void {
    if (saved.revision > this.state.draft.saved.revision && this.#saving === null)
      this.#put(rebase(this.state.draft, saved));
  }

  /** Saves now. Settles with the revision that holds what is on screen, or null when it could not be saved. */
  readonly flush = async (): Promise<number | null> => {
    // One save at a time; the revision is read when a save is sent, never when it is queued.
    while (this.#saving !== null) await this.#saving;
    this.#saving = this.#save();
    const revision = await this.#saving.finally(() => (this.#saving = null));
    return revision !== null && isDirty(this.state.draft) ? this.flush() : revision;
  };

  async #save(): Promise<number | null> {
    clearTimeout(this.#timer);
    const { draft: before } = this.state;
    if (before.conflict !== null) return null;
    if (!isDirty(before)) return before.saved.revision;
    this.set({ saving: true, problem: null, unreachable: false });
    const { data, error } = await this.#client
      .mutation(UpdateDraftDocument, {
        input: {
          agentId: this.#agentId,
          expectedRevision: before.saved.revision,
          operations: pendingOperations(before),
          idempotencyKey: idempotencyKey(),
        },
      })
      .toPromise();
    this.set({ saving: false });
    if (error !== undefined) {
      const unreachable = problemOf(error).retryable;
      if (unreachable) this.#schedule(RETRY_MS);
      return this.#refuse(problemLine(error), unreachable);
    }
    const { conflict, draft, userErrors } = data?.updateAgentDraft ?? { conflict: null, draft: null, userErrors: [] };
    if (conflict) {
      const { currentRevision, changedAt, changedBy, theirs } = conflict;
      this.#put({
        ...this.state.draft,
        conflict: { currentRevision, changedAt, theirs, changedBy: changedBy?.name ?? null },
      });
      return null;
    }
    const [userError] = userErrors;
    if (userError !== undefined) return this.#refuse(errorLine(userError));
    const saved = readFragment(DraftFragment, draft);
    if (!saved) return this.#refuse('The server did not answer with the draft.');
    this.#put(acceptSave(this.state.draft, before.spec, { revision: saved.revision, spec: saved.spec }));
    return saved.revision;
  }

  #refuse(problem: string, unreachable = false): null {
    this.set({ problem, unreachable });
    return null;
  }

  #put(draft: DraftState): void {
    this.set({ draft });
    if (isDirty(draft)) keptDraft.write(this.#agentId, draft);
    else keptDraft.remove(this.#agentId);
  }

  #schedule(delay = QUIET_MS): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }
}
