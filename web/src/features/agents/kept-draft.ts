import { isRecord } from '../../json/is-record.ts';
import type { DraftState, SavedDraft } from './draft-state.ts';

const key = (agentId: string): string => `aether.draft.${agentId}`;

/** Unsaved edits, kept on this device until the server has them: they survive a reload and a lost connection. */
export const keptDraft = {
  write(agentId: string, { saved, spec }: DraftState): void {
    try {
      localStorage.setItem(key(agentId), JSON.stringify({ revision: saved.revision, base: saved.spec, spec }));
    } catch {
      // Storage is full or blocked: the edits live in this page only.
    }
  },
  read(agentId: string): { saved: SavedDraft; spec: unknown } | null {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(key(agentId)) ?? 'null');
      if (!isRecord(kept) || typeof kept['revision'] !== 'number') return null;
      return { saved: { revision: kept['revision'], spec: kept['base'] }, spec: kept['spec'] };
    } catch {
      return null;
    }
  },
  remove(agentId: string): void {
    try {
      localStorage.removeItem(key(agentId));
    } catch {
      // Nothing was kept.
    }
  },
};
