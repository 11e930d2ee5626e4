import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { MemoryContext } from '../../context.ts';
import type { DocumentRecord } from '../../db/document-record.ts';
import type { PassageRecord } from '../../db/passage-record.ts';
import { Document } from '../../types/document.ts';
import { Passage } from '../../types/passage.ts';
import { requireDocument } from '../reachable.ts';

@Resolver(() => Passage)
export class PassageFieldsResolver {
  @FieldResolver(() => Document)
  document(@Root() passage: PassageRecord, @Ctx() context: MemoryContext): Promise<DocumentRecord> {
    return requireDocument(context, passage.documentId);
  }
}
