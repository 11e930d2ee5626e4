import { registerEnumType } from 'type-graphql';
import type { DocumentStatus as DocumentStatusValue } from '../document-status.ts';
import type { Visibility as VisibilityValue } from '../notebook-audience.ts';
import type { SearchMode as SearchModeValue } from '../search/search-request.ts';

/** A type-graphql enum of words that stand for themselves. */
type Words<Value extends string> = { readonly [Word in Value]: Word };

export const Visibility: Words<VisibilityValue> = {
  PRIVATE: 'PRIVATE',
  TEAM: 'TEAM',
  DEPARTMENT: 'DEPARTMENT',
  TENANT: 'TENANT',
};
registerEnumType(Visibility, { name: 'Visibility' });

export type NotebookRoleValue = 'READER' | 'EDITOR';
export const NotebookRole: Words<NotebookRoleValue> = { READER: 'READER', EDITOR: 'EDITOR' };
registerEnumType(NotebookRole, { name: 'NotebookRole' });

export const DocumentStatus: Words<DocumentStatusValue> = {
  QUEUED: 'QUEUED',
  EXTRACTING: 'EXTRACTING',
  SPLITTING: 'SPLITTING',
  EMBEDDING: 'EMBEDDING',
  READY: 'READY',
  FAILED: 'FAILED',
};
registerEnumType(DocumentStatus, { name: 'DocumentStatus' });

export const SearchMode: Words<SearchModeValue> = { HYBRID: 'HYBRID', VECTOR: 'VECTOR', KEYWORD: 'KEYWORD' };
registerEnumType(SearchMode, { name: 'SearchMode' });
