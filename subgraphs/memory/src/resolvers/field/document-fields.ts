import { type Connection, pageRequest, requireViewer, toConnection } from '@aether/common/service';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import type { NotebookRecord } from '../../db/notebook-record.ts';
import type { PassageRecord } from '../../db/passage-record.ts';
import { Document, DocumentError } from '../../types/document.ts';
import { User } from '../../types/foreign.ts';
import { Notebook } from '../../types/notebook.ts';
import { PassageConnection } from '../../types/passage.ts';
import { requireNotebook } from '../reachable.ts';

@Resolver(() => Document)
export class DocumentFieldsResolver {
  @FieldResolver(() => Notebook)
  notebook(@Root() document: DocumentRecord, @Ctx() context: MemoryContext): Promise<NotebookRecord> {
    return requireNotebook(context, document.notebookId);
  }

  @FieldResolver(() => DocumentError, { nullable: true })
  error(@Root() document: DocumentRecord): DocumentError | null {
    const { errorCode, errorMessage, errorStage, errorRetryable, errorHint } = document;
    if (errorCode === null) return null;
    return {
      code: errorCode,
      message: errorMessage ?? '',
      stage: errorStage ?? document.status,
      retryable: errorRetryable ?? false,
      hint: errorHint,
    };
  }

  @FieldResolver(() => String, { nullable: true, description: 'Signed link to the original, valid for minutes.' })
  url(@Root() document: DocumentRecord, @Ctx() context: MemoryContext): string {
    return context.memory.links.toOriginal(requireViewer(context).tenantId, document.id).url;
  }

  @FieldResolver(() => PassageConnection)
  async passages(
    @Root() document: DocumentRecord,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: MemoryContext,
  ): Promise<Connection<PassageRecord>> {
    const page = pageRequest({ first: first ?? 20, after });
    const rows = await context.memory.passages.list(requireViewer(context).tenantId, document.id, page);
    return toConnection(rows, page, (passage) => [passage.position, passage.id]);
  }

  /** Null when a service account added it. */
  @FieldResolver(() => User, { nullable: true })
  addedBy(@Root() document: DocumentRecord): User | null {
    return document.addedById === null ? null : { id: document.addedById };
  }
}
