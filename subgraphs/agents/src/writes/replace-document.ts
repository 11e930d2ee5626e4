import type { DraftDocument } from '../agent/draft-document.ts';
import type { DraftRecord } from '../agent/draft.ts';
import type { DraftEdit } from './write-draft.ts';

/** An edit that exchanges whole parts of the draft, told to its stream as the operations that do so. */
export function replaceDocument(draft: DraftRecord, parts: Pick<DraftDocument, 'spec' | 'layout'>): DraftEdit {
  return {
    document: { pins: draft.pins, spec: parts.spec, layout: parts.layout },
    operations: [
      { op: 'replace', path: '/spec', value: parts.spec },
      { op: 'replace', path: '/layout', value: parts.layout },
    ],
  };
}
