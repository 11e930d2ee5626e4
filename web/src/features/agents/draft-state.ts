import { applyPatch } from '../../json/apply-patch.ts';
import { diffJson, sameJson, type PatchOperation } from '../../json/diff-json.ts';
import { isRecord } from '../../json/is-record.ts';

/** What the server holds. */
export interface SavedDraft {
  revision: number;
  spec: unknown;
}

export interface DraftConflict {
  currentRevision: number;
  changedBy: string | null;
  changedAt: string;
  theirs: unknown;
}

/** A draft as it is edited here: what is saved, and what is on screen. */
export interface DraftState {
  saved: SavedDraft;
  spec: unknown;
  conflict: DraftConflict | null;
}

export function startDraft(saved: SavedDraft): DraftState {
  return { saved, spec: saved.spec, conflict: null };
}

export function isDirty({ saved, spec }: DraftState): boolean {
  return !sameJson(saved.spec, spec);
}

/** The patch that a save sends; its paths address the whole draft. */
export function pendingOperations({ saved, spec }: DraftState): PatchOperation[] {
  return diffJson(saved.spec, spec, '/spec');
}

/** A save was accepted. What was typed meanwhile stays; what was not touched follows the server. */
export function acceptSave(state: DraftState, sent: unknown, saved: SavedDraft): DraftState {
  const typedMeanwhile = diffJson(sent, state.spec);
  return {
    saved,
    spec: typedMeanwhile.length === 0 ? saved.spec : applyPatch(saved.spec, typedMeanwhile),
    conflict: null,
  };
}

/** Somebody else's newer draft arrives: own unsaved changes are put on top of it. */
export function rebase(state: DraftState, saved: SavedDraft): DraftState {
  return { saved, spec: applyPatch(saved.spec, diffJson(state.saved.spec, state.spec)), conflict: null };
}

/** Answers a conflict. `mine` keeps every field that was changed here, and theirs in all others. */
export function resolveConflict(state: DraftState, choice: 'mine' | 'theirs'): DraftState {
  if (state.conflict === null) return state;
  const saved = { revision: state.conflict.currentRevision, spec: specOf(state.conflict.theirs) };
  return choice === 'theirs' ? startDraft(saved) : rebase(state, saved);
}

/** `theirs` of a conflict is the draft; older servers send the specification itself. */
export function specOf(theirs: unknown): unknown {
  return isRecord(theirs) && isRecord(theirs['spec']) ? theirs['spec'] : theirs;
}
