import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acceptSave,
  isDirty,
  pendingOperations,
  rebase,
  resolveConflict,
  startDraft,
} from '../src/features/agents/draft-state.ts';
import { applyPatch, setAt } from '../src/json/apply-patch.ts';
import { diffJson, sameJson } from '../src/json/diff-json.ts';

describe('patches', () => {
  test('address the field that changed and nothing else', () => {
    const before = { instructions: 'Answer.', model: { primary: 'builtin/extract', fallbacks: [] }, 'a/b~c': 1 };
    const after = {
      instructions: 'Answer.',
      model: { primary: 'openai/gpt-5-mini', fallbacks: ['builtin/extract'] },
      knowledge: {},
    };
    expect(diffJson(before, after, '/spec')).toEqual([
      { op: 'remove', path: '/spec/a~1b~0c' },
      { op: 'replace', path: '/spec/model/primary', value: 'openai/gpt-5-mini' },
      { op: 'replace', path: '/spec/model/fallbacks', value: ['builtin/extract'] },
      { op: 'add', path: '/spec/knowledge', value: {} },
    ]);
  });

  test('lead from any document to any other', () => {
    const object = fc.dictionary(
      fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(object, object, (before, after) => sameJson(applyPatch(before, diffJson(before, after)), after)),
    );
  });

  test('change elements of arrays in place', () => {
    expect(applyPatch({ fallbacks: ['a', 'b', 'c'] }, [{ op: 'remove', path: '/fallbacks/1' }])).toEqual({
      fallbacks: ['a', 'c'],
    });
    expect(applyPatch({ fallbacks: ['a'] }, [{ op: 'add', path: '/fallbacks/-', value: 'b' }])).toEqual({
      fallbacks: ['a', 'b'],
    });
  });
});

describe('a draft that is edited', () => {
  const saved = { revision: 4, spec: { instructions: 'Answer.', limits: { steps: 20 } } };

  test('is clean at first and knows its patch when it is not', () => {
    const state = startDraft(saved);
    expect(isDirty(state)).toBe(false);
    const edited = { ...state, spec: setAt(state.spec, ['limits', 'steps'], 12) };
    expect(pendingOperations(edited)).toEqual([{ op: 'replace', path: '/spec/limits/steps', value: 12 }]);
  });

  test('keeps what was typed while a save was under way', () => {
    const sent = setAt(saved.spec, ['instructions'], 'Answer well.');
    const typed = { ...startDraft(saved), spec: setAt(sent, ['limits', 'steps'], 9) };
    const accepted = acceptSave(typed, sent, { revision: 5, spec: sent });
    expect(accepted.saved.revision).toBe(5);
    expect(pendingOperations(accepted)).toEqual([{ op: 'replace', path: '/spec/limits/steps', value: 9 }]);
  });

  test('takes what the server made of it when nothing was typed meanwhile', () => {
    const accepted = acceptSave(startDraft(saved), saved.spec, { revision: 5, spec: { ...saved.spec, tools: {} } });
    expect(isDirty(accepted)).toBe(false);
    expect(accepted.spec).toHaveProperty('tools');
  });

  const conflict = {
    currentRevision: 9,
    changedBy: 'Jonas',
    changedAt: '2026-11-22T10:00:00.000Z',
    theirs: { spec: { instructions: 'Be brief.', limits: { steps: 20 } }, layout: {}, pins: {} },
  };
  const mine = { ...startDraft(saved), spec: setAt(saved.spec, ['limits', 'steps'], 12), conflict };

  test('keeps both sides of a conflict where they do not meet', () => {
    const resolved = resolveConflict(mine, 'mine');
    expect(resolved).toMatchObject({
      spec: { instructions: 'Be brief.', limits: { steps: 12 } },
      saved: { revision: 9 },
      conflict: null,
    });
    expect(pendingOperations(resolved)).toEqual([{ op: 'replace', path: '/spec/limits/steps', value: 12 }]);
  });

  test('is theirs when mine is discarded', () => {
    expect(isDirty(resolveConflict(mine, 'theirs'))).toBe(false);
  });

  test('puts own changes on top of a newer draft', () => {
    const rebased = rebase(
      { ...mine, conflict: null },
      { revision: 7, spec: { instructions: 'Be kind.', limits: { steps: 20 } } },
    );
    expect(rebased.spec).toEqual({ instructions: 'Be kind.', limits: { steps: 12 } });
  });
});
